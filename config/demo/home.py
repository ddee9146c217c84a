"""A home with visits that run today: Marguerite, Malo who comes, Louise by mandate."""

import datetime

from odoo import Command

from . import people

# Jeanne's visits are of June 2026, for the figures; these follow the calendar, so that
# the client's pages have something ahead.
DRAWN = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAA"
    "ABJRU5ErkJggg=="
)
CODE = """
<h2>Respect</h2>
<p>Je respecte la personne, son domicile, son intimité, ses choix et ses habitudes.
Je ne juge pas.</p>
<h2>Argent et cadeaux</h2>
<p>Je n'accepte ni argent, ni procuration, ni legs.
Je dis tout lien avec un client.</p>
<h2>Discrétion</h2>
<p>Ce que je vois et entends reste chez le client.
Rien sur la santé dans un message.</p>
<h2>Alerte</h2>
<p>Ce qui m'inquiète, je le signale : 3977, 119, 112, ou les personnes chargées.</p>
"""


class Home:
    """Part of the stage: ethics, people in charge, and one home of today."""

    def _home(self):
        self._ethics()
        self._marguerite()
        self._malo()
        self._home_missions()
        self._around_the_home()
        self._assessment()

    def _assessment(self):
        """Nadia goes and sees what Robert needs: the forms side by side."""
        nadia = self.env["oe.entrepreneur"].search([("name", "=", "Nadia Benali")])
        need = self._home_need(datetime.date.today(), "2", 10)
        need.write(
            {
                "name": "Aide au domicile de Robert",
                "partner_id": self.robert.id,
                "oe_beneficiary_id": self.robert.id,
                # Not known before the visit: they come from the assessment.
                "oe_need_line_ids": [Command.clear()],
            }
        )
        tomorrow = datetime.date.today() + datetime.timedelta(days=1)
        self.env["oe.home.assessment"].create(
            {
                "lead_id": need.id,
                "company_id": self.samad.id,
                "entrepreneur_id": nadia.id,
                "date_planned": datetime.datetime.combine(
                    tomorrow, datetime.time(13, 0)
                ),
                "home_kind": "flat",
                "door": "2e étage, code au gardien",
                "existing": "Une voisine fait les courses le samedi",
                "line_ids": [
                    Command.create(
                        {
                            "product_id": self.cleaning.id,
                            "minutes": 120,
                            "per_week": 1,
                        }
                    )
                ],
            }
        )

    def _ethics(self):
        self.env["oe.ethics.code"].create(
            {
                "name": "Code d'éthique, version 1",
                "date_start": "2026-01-05",
                "legal_reference": "Assemblée générale du 5 janvier 2026",
                "text": CODE,
            }
        )
        self.env.ref("oe_missions.group_oe_quality").user_ids = self.env[
            "res.users"
        ].search([("login", "in", ("claire", "marc"))])
        cooperatives = self.samad | self.msg
        cooperatives.oe_mediator = (
            "Médiateur inventé, 1 rue de la Médiation, 44000 Nantes"
        )
        self.robert.oe_no_screen = True

    def _marguerite(self):
        self.marguerite = self._partner(
            "Marguerite Hervé",
            "Vertou",
            "6 rue de l'Île de France",
            phone="02 40 33 22 11",
        )
        louise = self._partner(
            "Louise Hervé",
            "Nantes",
            "9 rue Fouré",
            email="louise@oui-ensemble.example",
        )
        self.env["oe.mandate"].create(
            {
                "principal_id": self.marguerite.id,
                "holder_id": louise.id,
                "date_start": "2026-01-05",
                "can_visits": True,
                "can_accept": True,
                "can_pay": True,
                "can_write": True,
            }
        )
        user = self.env["res.users"]._oe_create_portal(
            louise, "louise", ["oe_base.group_oe_client"], self.samad
        )
        user.password = people.PASSWORD

    def _malo(self):
        self.malo, company = self._entrepreneur(
            "malo",
            "Vertou",
            "2 place Saint-Martin",
            self.samad,
            "tc_dep",
            max_distance_km=3,
        )
        # He works in his own town only: on no list of June's missions.
        self.env["oe.affiliation"].create(
            {
                "entrepreneur_id": self.malo.id,
                "company_id": company.id,
                "status": "salaried",
                "date_start": "2026-01-05",
                "register_number": f"{company.id:02d}-090",
            }
        )
        self._available(self.malo)
        self._login(self.malo, "malo", company)

    def _home_need(self, start, weekday, hour):
        return self.env["crm.lead"].create(
            {
                "name": f"Ménage, {self.marguerite.name}",
                "type": "opportunity",
                "partner_id": self.marguerite.id,
                "company_id": False,
                "user_id": False,
                "oe_beneficiary_id": self.marguerite.id,
                "oe_territory_id": self.territory.id,
                "oe_pole_id": self.env.ref("oe_base.pole_autonomy").id,
                "oe_date_start": start,
                "oe_need_slot_ids": [
                    Command.create({"weekday": weekday, "minute_start": hour * 60})
                ],
                "oe_need_line_ids": [
                    Command.create(
                        {"product_id": self.cleaning.id, "minutes": 120, "visits": 4}
                    )
                ],
            }
        )

    def _home_missions(self):
        """Visits since three weeks, the last one to record; a quote to accept."""
        today = self.samad._oe_today()
        monday = today - datetime.timedelta(days=today.weekday())
        weekday = str(today.weekday())
        need = self._home_need(monday - datetime.timedelta(weeks=3), weekday, 10)
        orders = self.env["sale.order"].search(need.action_oe_quotes()["domain"])
        orders.action_confirm()
        mission = orders.oe_mission_ids
        mission._propose(self.malo)._answer(True)
        mission.action_plan()
        for visit in mission.intervention_ids.sorted("planned_start")[:2]:
            wall = visit.company_id._oe_wall
            visit._record(
                wall(visit.planned_start),
                wall(visit.planned_end),
                signature=DRAWN,
                signed_by=self.marguerite.name,
            )
        self.env["oe.satisfaction"]._cron_ask()
        other = str((today.weekday() + 2) % 7)
        need = self._home_need(today + datetime.timedelta(days=1), other, 14)
        self.env["sale.order"].search(
            need.action_oe_quotes()["domain"]
        ).action_oe_present()

    def _around_the_home(self):
        self.env["oe.liaison.note"]._write_down(
            self.marguerite,
            self.samad,
            self.malo.partner_id,
            "Le pain est dans la huche. Le facteur repasse jeudi.",
        )
        self.env["oe.interest.conflict"].create(
            {
                "entrepreneur_id": self.malo.id,
                "partner_id": self.jeanne.id,
                "company_id": self.samad.id,
                "kind": "family",
                "date_start": "2026-01-05",
            }
        )
        self.env["oe.incident"].create(
            {
                "kind": "complaint",
                "description": "Une voisine appelle : les visites seraient écourtées.",
                "reported_by": "Une voisine, par téléphone",
                "company_id": self.samad.id,
                "client_id": self.marguerite.id,
                "named_ids": [Command.link(self.malo.partner_id.id)],
            }
        )
        self.robert._oe_tell(
            "Votre visite change",
            "La visite de mardi commence à 10 h au lieu de 9 h.",
            "Changement d'horaire",
            self.samad,
        )
