"""Nadia and Paul of the cooperative, Solène whom households employ, Yann of a firm."""

import base64
import datetime

from odoo import Command, fields

from .common import PIXEL
from .works_common import WorksCase

PDF = base64.b64encode(b"%PDF-1.4 copie")
DAY = datetime.timedelta(days=1)


class PoolCase(WorksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nadia = cls._worker("Nadia Benali", login="nadia-pool")
        cls.paul = cls._worker("Paul Martin", login="paul-pool")
        cls.manager = cls._staff("manager-pool", "manager", cls.env.companies)
        cls.advisor = cls._staff("advisor-pool", "advisor", cls.cae_sap)
        cls.day = fields.Date.today()
        kinds = cls.env["oe.pool.document.type"]
        kinds.search([]).active = False
        cls.insurance = kinds.create(
            {"name": "Assurance", "for_technicians": True, "for_employees": True}
        )
        cls.identity = kinds.create(
            {"name": "Identité", "seen_only": True, "for_employees": True}
        )
        cls.solene = cls._employee("Solène Guého")
        cls.yann = cls.env["oe.partner.technician"].create(
            {
                "convention_id": cls.bretonneau.id,
                "name": "Yann B.",
                "birth_year": 1969,
                "trade": "Façadier",
            }
        )

    @classmethod
    def _employee(cls, name, consent="paper", company=None, **values):
        partner = cls.env["res.partner"].create(
            {
                "name": name,
                "zip": "44120",
                "city": "Vertou",
                "phone": "06 11 11 11 11",
                "country_id": cls.env.ref("base.fr").id,
                "image_1920": PIXEL,
            }
        )
        employee = cls.env["oe.pool.employee"].create(
            {
                "partner_id": partner.id,
                "company_id": (company or cls.cae_sap).id,
                "product_ids": [Command.link(cls.cleaning.id)],
                "availability_ids": [
                    Command.create(
                        {"weekday": "1", "minute_start": 540, "minute_end": 720}
                    )
                ],
                **values,
            }
        )
        if consent:
            employee._consent(consent)
        return employee

    @classmethod
    def _document(cls, person, kind=None, until=None, check=True, **values):
        field = {
            "oe.entrepreneur": "entrepreneur_id",
            "oe.partner.technician": "technician_id",
            "oe.pool.employee": "employee_id",
        }[person._name]
        company = values.pop("company", cls.cae_sap)
        if field == "entrepreneur_id":
            values["company_id"] = company.id
        row = cls.env["oe.pool.document"].create(
            {
                field: person.id,
                "type_id": (kind or cls.insurance).id,
                "valid_until": until or cls.day + 100 * DAY,
                **values,
            }
        )
        if check:
            row.with_user(cls.manager).action_check()
        return row

    @classmethod
    def _expire(cls, document, until=None):
        """Time passes: a day that lies behind is written by nobody."""
        document.sudo().valid_until = until or cls.day - DAY

    @classmethod
    def _people(cls, *domain):
        cls.env.flush_all()
        people = cls._as("oe.pool.person", cls.manager)
        people.invalidate_model()
        return people.search([*domain])
