"""June 2026 in the pilot territory, lived through the models in the users' order."""

import datetime

from .bank import Bank
from .laos import Laos
from .licensee import Licensee
from .payers import Payers
from .plan import Plan
from .profiles import Profiles
from .royalty import Royalty
from .stage import Stage
from .statements import Statements
from .vote import Vote
from .week import Week

FIRST = datetime.date(2026, 6, 1)
AFTER = datetime.date(2026, 7, 1)
# A one-pixel drawing: what matters is that somebody signed.
DRAWN = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAA"
    "ABJRU5ErkJggg=="
)


class Month(
    Stage, Bank, Vote, Week, Profiles, Payers, Statements, Royalty, Plan, Laos, Licensee
):
    """Each step is one of the journey; figures are asserted in the tests."""

    drawn = DRAWN

    def live(self):
        """The whole month; the caller commits."""
        self.find_people()
        orders = self.quotes()
        self.accept(orders)
        missions = orders.oe_mission_ids
        self.staff(missions)
        self.visit(missions)
        self.invoice()
        self.sell()
        self.works()
        self.pay()
        self.close()
        self.royalty()
        self.sharing()
        self.households()
        self.certificates()
        self.payers()
        self.advance()
        self.bank()
        self.vote()
        self.week()
        self.profiles()
        self.statements()
        self.plan()
        self.laos()
        self.licensee()

    def find_people(self):
        """Records of the stage, by name."""
        named = {
            person.name: person for person in self.env["oe.entrepreneur"].search([])
        }
        self.nadia = named["Nadia Benali"]
        self.paul = named["Paul Martin"]
        self.samira = named["Samira Cohen"]
        partners = self.env["res.partner"]
        self.anne = partners.search([("name", "=", "Anne Le Goff")])
        self.jeanne = partners.search([("name", "=", "Jeanne Le Goff")])

    def quotes(self):
        """The manager makes and sends the quotes of both needs."""
        orders = self.env["sale.order"]
        for need in self.env["crm.lead"].search(
            [("oe_need_line_ids", "!=", False), ("order_ids", "=", False)]
        ):
            action = need.action_oe_quotes()
            order = orders.search(action["domain"])
            if order.partner_id == self.jeanne:
                order.oe_sap_public = "dependent"
            orders |= order
        orders.action_oe_present()
        return orders

    def accept(self, orders):
        """Jeanne's daughter on the portal, Robert on paper."""
        for order in orders:
            if order.partner_id == self.jeanne:
                order._oe_accept(self.anne, "Anne Le Goff", DRAWN, express=True)
            else:
                order._oe_accept_paper(
                    b"\xff\xd8\xff", "devis signé.jpg", "image/jpeg", express=True
                )

    def staff(self, missions):
        """Candidates are ranked; Nadia is proposed and accepts both."""
        for mission in missions:
            mission.action_find_candidates()
            nadia = mission.candidate_ids.filtered(
                lambda row: row.entrepreneur_id == self.nadia
            )
            nadia.action_propose()
            mission.proposal_ids._answer(True)
            mission.action_plan()

    def visit(self, missions):
        """Four visits at Jeanne's, one of them by Paul; four at Robert's."""
        for mission in missions:
            visits = mission.intervention_ids.sorted("planned_start")
            if mission.partner_id == self.jeanne:
                visits[1]._replace(self.paul)
            for visit in visits:
                wall = mission.company_id._oe_wall
                visit._record(
                    wall(visit.planned_start),
                    wall(visit.planned_end),
                    signature=DRAWN,
                    signed_by=mission.partner_id.name,
                    travel_km=6,
                )

    def invoice(self):
        """The month's invoices in one action, posted and paid."""
        moves = self.env["sale.order"]._oe_invoice_hours(self.samad, FIRST, AFTER)
        moves.invoice_date = datetime.date(2026, 6, 30)
        moves.action_post()
        for move in moves:
            self.env["account.payment.register"].with_company(self.samad).with_context(
                active_model="account.move", active_ids=move.ids
            ).create({"payment_date": datetime.date(2026, 7, 8)})._create_payments()
        return moves

    def close(self):
        """The month is closed; statements are on the portals."""
        period = self.env["oe.period"]._get(self.samad, FIRST)
        hosted = self.env["oe.cae.contract"]._in_month(self.samad, FIRST)
        self.env["oe.cae.declaration"].create(
            [
                {
                    "entrepreneur_id": person,
                    "company_id": self.samad.id,
                    "month": FIRST,
                    "declared_on": "2026-06-29 17:30:00",
                }
                for person in hosted
            ]
        )
        period.action_cae_close()
        return period

    def royalty(self):
        """The royalty of the month: computed, locked, invoiced on both sides."""
        scheme = self.env["oe.royalty.scheme"].search([])
        period = self.env["oe.royalty.period"].create(
            {"scheme_id": scheme.id, "month": FIRST}
        )
        period.action_compute()
        period.action_lock()
        period.action_invoice()
        return period

    def households(self):
        """Who makes up a household, for the meter of its tax credit."""
        return self.env["oe.sap.household"].create(
            {
                "partner_id": self.jeanne.id,
                "company_id": self.samad.id,
                "date_start": "2026-01-01",
                "seniors": 1,
            }
        )

    def certificates(self):
        """The year's tax certificates, for what was really paid."""
        issued, _reasons = self.env["oe.sap.certificate"]._run(self.samad, 2026)
        return issued
