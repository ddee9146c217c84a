"""The days around today: a home that Nadia goes to each morning, told on her phone."""

import datetime

from odoo import Command

INSTRUCTIONS = (
    ("task", "Cuisine et salle de bain d'abord, les sols en dernier."),
    ("habit", "Prend son thé à dix heures ; le chat ne sort pas."),
    ("access", "Sonner deux fois, deuxième étage à gauche."),
    ("keys", "Un double est chez la gardienne, madame Rault."),
)
WEEKDAYS = "01234"


class Week:
    """Part of the month: what is to be done now, whatever the day of the demo."""

    def week(self):
        """Quoted, signed on paper, staffed and planned; nothing recorded yet."""
        self.companies.oe_on_call_phone = "02 40 00 00 15"
        need = self._week_need(datetime.date.today())
        orders = self.env["sale.order"].search(need.action_oe_quotes()["domain"])
        orders.action_oe_present()
        for order in orders:
            order._oe_accept_paper(b"\xff\xd8\xff", "devis signé.jpg", "image/jpeg")
        for mission in orders.oe_mission_ids:
            mission._propose(self.nadia)._answer(True)
            mission.instruction_ids = [
                Command.create({"kind": kind, "text": text})
                for kind, text in INSTRUCTIONS
            ]
            mission.action_plan()

    def _week_need(self, today):
        yvonne = self._partner(
            "Yvonne Hamon",
            "Nantes",
            "14 rue Kervégan",
            phone="02 40 77 88 99",
            oe_preferred_channel="phone",
        )
        return self.env["crm.lead"].create(
            {
                "name": f"Ménage, {yvonne.name}",
                "type": "opportunity",
                "partner_id": yvonne.id,
                "company_id": False,
                "user_id": False,
                "oe_beneficiary_id": yvonne.id,
                "oe_territory_id": self.territory.id,
                "oe_pole_id": self.env.ref("oe_base.pole_autonomy").id,
                "oe_date_start": today - datetime.timedelta(days=2),
                "oe_date_end": today + datetime.timedelta(days=25),
                "oe_need_slot_ids": [
                    Command.create({"weekday": day, "minute_start": 9 * 60})
                    for day in WEEKDAYS
                ],
                "oe_need_line_ids": [
                    Command.create(
                        {
                            "product_id": self._cleaning().id,
                            "minutes": 120,
                            "visits": 20,
                        }
                    )
                ],
            }
        )

    def _cleaning(self):
        """Upkeep of a home, activity II-1, as the other needs have it."""
        need = self.env["crm.lead"].search(
            [("name", "=", "Aide à domicile, Robert Guillou")]
        )
        return need.oe_need_line_ids[:1].product_id
