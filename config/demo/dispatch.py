"""What looks for somebody: an open mission, a visit nobody does, a fee agreed."""

import datetime

from odoo import Command

PEOPLE = (("rose", "4 rue du Moulin", "091"), ("tanguy", "11 rue du Port", "092"))


class Dispatch:
    """Part of the stage: the manager's board has something to show.

    Two people and two clients of Vertou, on no list of June's missions.
    """

    def _dispatch(self):
        self._hour_rules()
        self.rose, self.tanguy = (self._neighbour(*row) for row in PEOPLE)
        mission = self._vertou_mission("Henri Caradec", "5 rue des Vignes", 20, "13")
        mission.is_open = True
        mission._apply(self.rose)
        mission = self._vertou_mission("Odette Blin", "18 quai de la Chaussée", 1, "02")
        mission._propose(self.tanguy)._answer(True)
        visits = mission.intervention_ids.sorted("planned_start")
        visits[:1].action_ask_replacement()

    def _hour_rules(self):
        """Sundays, nights, a minimum and late cancellations, from today on."""
        for company in (self.samad, self.msg):
            self.env["oe.hour.rule"].create(
                {
                    "company_id": company.id,
                    "date_start": company._oe_today(),
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

    def _neighbour(self, login, street, number):
        person, company = self._entrepreneur(
            login, "Vertou", street, self.samad, "tc_dep", max_distance_km=3
        )
        self.env["oe.affiliation"].create(
            {
                "entrepreneur_id": person.id,
                "company_id": company.id,
                "status": "salaried",
                "date_start": "2026-01-05",
                "register_number": f"{company.id:02d}-{number}",
            }
        )
        self._available(person)
        self._login(person, login, company)
        self.env["oe.activity"].create(
            {
                "name": "Aide à domicile",
                "entrepreneur_id": person.id,
                "company_id": company.id,
                "pole_id": self.env.ref("oe_base.pole_autonomy").id,
                "working_time_on_company": True,
            }
        )
        return person

    def _vertou_mission(self, name, street, ahead, weekdays):
        """Two visits a week of an hour and a half; brought by Samira for a fee."""
        client = self._partner(name, "Vertou", street)
        start = self.samad._oe_today() + datetime.timedelta(days=ahead)
        samira = self.env["oe.entrepreneur"].search([("name", "=", "Samira Cohen")])
        need = self.env["crm.lead"].create(
            {
                "name": f"Ménage, {name}",
                "type": "opportunity",
                "partner_id": client.id,
                "company_id": False,
                "user_id": False,
                "oe_beneficiary_id": client.id,
                "oe_territory_id": self.territory.id,
                "oe_pole_id": self.env.ref("oe_base.pole_autonomy").id,
                "oe_date_start": start,
                "oe_date_end": start + datetime.timedelta(days=90),
                "oe_brought_by_id": samira.id,
                "oe_fee_percent": 5,
                "oe_fee_cap": 150,
                "oe_need_slot_ids": [
                    Command.create({"weekday": day, "minute_start": 14 * 60})
                    for day in weekdays
                ],
                "oe_need_line_ids": [
                    Command.create(
                        {"product_id": self.cleaning.id, "minutes": 90, "visits": 24}
                    )
                ],
            }
        )
        orders = self.env["sale.order"].search(need.action_oe_quotes()["domain"])
        # The office confirms: no delay to withdraw, visits are planned at once.
        orders.action_confirm()
        return orders.oe_mission_ids
