"""What looks for somebody: an open mission, a visit nobody does, a fee agreed."""

import datetime

from odoo import Command


class Dispatch:
    """Part of the month: the board of the manager has something to show."""

    def dispatch(self):
        """Rules of hours, a mission Paul applies to, a visit Nadia cannot do."""
        self._hour_rules()
        mission = self._open_mission()
        mission.action_find_candidates()
        mission._apply(self.paul)
        self._visit_to_fill()

    def _hour_rules(self):
        """From the first of the month on: Sundays, nights, late cancellations."""
        today = datetime.date.today()
        for kind in ("cae_sap", "cae_general"):
            self.env["oe.hour.rule"].create(
                {
                    "company_id": self.territory._company_of(kind).id,
                    "date_start": today,
                    "minimum_minutes": 60,
                    "sunday_rate": 25,
                    "holiday_rate": 50,
                    "night_rate": 20,
                    "legal_reference": "Conditions générales, article 6",
                    "cancel_ids": [
                        Command.create({"below_hours": 48, "percent": 25}),
                        Command.create({"below_hours": 24, "percent": 50}),
                    ],
                }
            )

    def _open_mission(self):
        """Brought by Samira, who keeps 5 %, 150 euros at most; open to all."""
        start = datetime.date.today() + datetime.timedelta(days=20)
        henri = self._partner("Henri Caradec", "Rezé", "5 rue Alsace-Lorraine")
        need = self.env["crm.lead"].create(
            {
                "name": f"Ménage, {henri.name}",
                "type": "opportunity",
                "partner_id": henri.id,
                "company_id": False,
                "user_id": False,
                "oe_beneficiary_id": henri.id,
                "oe_territory_id": self.territory.id,
                "oe_pole_id": self.env.ref("oe_base.pole_autonomy").id,
                "oe_date_start": start,
                "oe_date_end": start + datetime.timedelta(days=90),
                "oe_brought_by_id": self.samira.id,
                "oe_fee_percent": 5,
                "oe_fee_cap": 150,
                "oe_need_slot_ids": [
                    Command.create({"weekday": day, "minute_start": 14 * 60})
                    for day in "13"
                ],
                "oe_need_line_ids": [
                    Command.create(
                        {
                            "product_id": self._cleaning().id,
                            "minutes": 90,
                            "visits": 24,
                        }
                    )
                ],
            }
        )
        orders = self.env["sale.order"].search(need.action_oe_quotes()["domain"])
        orders.action_oe_present()
        for order in orders:
            order._oe_accept_paper(b"\xff\xd8\xff", "devis signé.jpg", "image/jpeg")
        mission = orders.oe_mission_ids
        mission.is_open = True
        return mission

    def _visit_to_fill(self):
        """The last planned visit at Yvonne's looks for somebody else."""
        visits = self.env["oe.intervention"].search(
            [
                ("partner_id.name", "=", "Yvonne Hamon"),
                ("state", "=", "planned"),
                ("planned_start", ">", datetime.datetime.now()),
            ],
            order="planned_start",
        )
        visits[1:2].action_ask_replacement()
