"""A façade in Rezé, two firms with a convention, and a client with a daughter."""

from odoo import Command, fields

from .common import PIXEL, MissionCase

# 118.5 m² at 48.35 and a lump sum of 1 450.00, VAT 10 %.
FACADE = ((0, "118.50", 48.35), (1, "1", 1450.0))
OTHER = ((0, "118.50", 45.90), (1, "1", 1600.0))
PHOTO = (b"\xff\xd8\xff....", "page.jpg", "image/jpeg")
LATE = fields.Date.to_date("2099-12-31")


class WorksCase(MissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.building = cls.env.ref("oe_base.pole_building")
        cls.place = cls.env["res.partner"].create(
            {
                "name": "La maison de Rezé",
                "street": "12 rue Alsace-Lorraine",
                "zip": "44400",
                "city": "Rezé",
                "phone": "02 40 99 88 77",
            }
        )
        cls.bretonneau = cls._firm("Façades Bretonneau")
        cls.chaux = cls._firm("Atelier Chaux et Pierre")
        cls.today = cls.cae._oe_today()

    @classmethod
    def _firm(cls, name, company=None, run=True, **values):
        partner = cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "email": f"{name}@example.com".replace(" ", ".").lower(),
            }
        )
        convention = cls.env["oe.partner.convention"].create(
            {
                "partner_id": partner.id,
                "company_id": (company or cls.cae).id,
                "territory_id": cls.territory.id,
                "date_start": "2026-01-05",
                "charter_ids": [
                    Command.create(
                        {"name": "Ravalement", "unit": "m²", "max_price": 50}
                    ),
                    Command.create(
                        {"name": "Échafaudage", "unit": "forfait", "max_price": 1600}
                    ),
                ],
                "fee_ids": [
                    Command.create(
                        {"date_start": "2026-01-01", "kind": "percent", "rate": 5}
                    )
                ],
                "certificate_ids": [
                    Command.create(
                        {
                            "kind": "decennial",
                            "number": "D-44-1",
                            "issuer": "Assureur",
                            "valid_until": LATE,
                        }
                    )
                ],
                **values,
            }
        )
        if run:
            convention.action_run()
        return convention

    @classmethod
    def _order(cls, *conventions, company=None, **values):
        """An order, with a link to each firm."""
        order = cls.env["oe.works.order"].create(
            {
                "title": "Façade",
                "company_id": (company or cls.cae).id,
                "territory_id": cls.territory.id,
                "pole_id": cls.building.id,
                "partner_id": cls.client.id,
                "place_id": cls.place.id,
                "date_wanted_start": "2026-06-08",
                **values,
            }
        )
        for convention in conventions:
            cls._ask(order, convention)
        return order

    @classmethod
    def _ask(cls, order, convention):
        """The link of a firm and its token."""
        link = cls.env["oe.works.link"].create(
            {"order_id": order.id, "partner_id": convention.partner_id.id}
        )
        return link, link._ask()

    @classmethod
    def _lines(cls, convention, rows):
        return [
            {
                "charter_id": convention.charter_ids[rank].id,
                "quantity": float(quantity),
                "price_unit": price,
                "vat_rate": "10",
            }
            for rank, quantity, price in rows
        ]

    @classmethod
    def _offered(cls, order, convention, rows=FACADE, **terms):
        """The firm's offer through its link."""
        link = order.link_ids.filtered(
            lambda row: row.partner_id == convention.partner_id
        )
        ref = terms.pop("sent_ref", None)
        link._offer(
            {"valid_until": LATE, "delay_days": 12, **terms},
            cls._lines(convention, rows),
            sent_ref=ref,
        )
        return order.offer_ids.filtered(
            lambda row: row.partner_id == convention.partner_id and row.state == "sent"
        )

    @classmethod
    def _chosen(cls, express=True, **values):
        """An order whose façade Bretonneau got."""
        order = cls._order(cls.bretonneau, cls.chaux, **values)
        cls._offered(order, cls.chaux, OTHER)
        offer = cls._offered(order, cls.bretonneau)
        order._choose(offer, cls.client, "Jeanne", PIXEL, express=express)
        return order

    @classmethod
    def _technician(cls, year=1969, name="Yann", convention=None):
        return cls.env["oe.partner.technician"].create(
            {
                "convention_id": (convention or cls.bretonneau).id,
                "name": name,
                "birth_year": year,
            }
        )

    @classmethod
    def _finished(cls):
        order = cls._chosen()
        order._record_hours(
            cls._technician(), fields.Date.to_date("2026-06-15"), 7 * 60
        )
        order._finish()
        return order
