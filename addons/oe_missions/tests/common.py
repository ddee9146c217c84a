"""A need of two services at one home, as the pilot's first client has it."""

import datetime

from odoo import Command

from odoo.addons.oe_base.calc.period import Period
from odoo.addons.oe_base.tests.common import OeCase

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAA"
    "ABJRU5ErkJggg=="
)
JUNE = Period(datetime.date(2026, 6, 1), datetime.date(2026, 7, 1))


class MissionCase(OeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pole = cls.env.ref("oe_base.pole_autonomy")
        cls.tutor = cls.env.ref("oe_base.skill_tutor")
        cls.care = cls._service("Aide à la personne", 30, "tva_reduite_encaissement")
        cls.cleaning = cls._service("Ménage", 25, "tva_intermediaire_encaissement")
        cls.client = cls.env["res.partner"].create(
            {
                "name": "Jeanne Le Goff",
                "street": "3 rue des Olivettes",
                "zip": "44000",
                "city": "Nantes",
                "country_id": cls.env.ref("base.fr").id,
            }
        )
        cls.daughter = cls.env["res.partner"].create(
            {"name": "Anne Le Goff", "email": "anne@example.com"}
        )
        cls.env["oe.mandate"].create(
            {
                "principal_id": cls.client.id,
                "holder_id": cls.daughter.id,
                "date_start": "2026-01-01",
                "can_accept": True,
                "can_visits": True,
            }
        )

    @classmethod
    def _service(cls, name, price, tax, nature="home", requirement=None):
        product = cls.env["product.template"].create(
            {
                "name": name,
                "list_price": price,
                "oe_sale_tax": tax,
                "oe_service_nature": nature,
            }
        )
        product._oe_make_hourly()
        if requirement:
            skill, minimum = requirement
            product.oe_requirement_ids = [
                Command.create({"skill_id": skill.id, "minimum": minimum})
            ]
        return product.product_variant_id

    @classmethod
    def _need(cls, lines=None, **values):
        lines = lines or [(cls.care, 60), (cls.cleaning, 120)]
        return cls.env["crm.lead"].create(
            {
                "name": "Aide à domicile",
                "partner_id": cls.client.id,
                "company_id": False,
                "oe_beneficiary_id": cls.client.id,
                "oe_territory_id": cls.territory.id,
                "oe_pole_id": cls.pole.id,
                "oe_date_start": "2026-06-01",
                "oe_date_end": "2026-06-30",
                "oe_need_line_ids": [
                    Command.create(
                        {"product_id": product.id, "minutes": minutes, "visits": 4}
                    )
                    for product, minutes in lines
                ],
                **values,
            }
        )

    @classmethod
    def _quotes(cls, need):
        action = need.action_oe_quotes()
        return cls.env["sale.order"].search(action["domain"])

    @classmethod
    def _mission(cls, *people, weekday="0", **values):
        """A staffed mission, Mondays at nine, planned over June 2026."""
        order = cls._quotes(cls._need(**values))
        order.action_confirm()
        mission = order.oe_mission_ids
        mission.pattern_ids = [
            Command.create(
                {
                    "weekday": weekday,
                    "minute_start": 540,
                    "part_ids": [
                        Command.create({"order_line_id": line.id, "minutes": minutes})
                        for line, minutes in zip(
                            order.order_line, (60, 120), strict=False
                        )
                    ],
                }
            )
        ]
        for person in people:
            mission._propose(person)._answer(True)
        if people:
            mission._plan_days(JUNE)
        return mission

    @classmethod
    def _worker(cls, name, login=None, **values):
        values.setdefault("register_number", f"R-{name[:6]}")
        person = cls._person(name, cls.cae_sap, login=login, **values)
        cls._activity(person, cls.cae_sap, pole_id=cls.pole.id)
        return person

    @classmethod
    def _record(cls, visit, start="09:00", end="12:00", **details):
        # The visit's own company: a thread never reads a record of another one.
        day = visit.company_id._oe_wall(visit.planned_start).date()
        times = [
            datetime.datetime.combine(day, datetime.time.fromisoformat(moment))
            for moment in (start, end)
        ]
        details.setdefault("signature", PIXEL)
        details.setdefault("signed_by", "Jeanne Le Goff")
        return visit._record(*times, **details)
