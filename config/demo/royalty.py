"""The royalty shared: six holders, one quarter paid out, a revision put to the vote."""

from datetime import timedelta

from odoo import Command, fields

from . import people

# Name, legal basis, (pool, points) or (pool, hours, coefficient).
HOLDERS = (
    ("Élise Tanguy", "author", (0, 4000)),
    ("Cabinet Rivoal", "provider", (0, 40, 1.2)),
    ("Nadia Benali", "owner", (0, 1500)),
    ("Yann Morvan", "industry", (0, 2000)),
    ("Claire Moreau", "employee", (1, 3000)),
    ("Studio Kerlann", "owner", (1, 2500)),
)


class Royalty:
    """Mixed into the month, once its royalty is locked."""

    def sharing(self):
        """Recovery, pools, holders, the second quarter shared, payouts made."""
        scheme = self.env["oe.royalty.scheme"].search([], limit=1)
        self.env["oe.royalty.recovery"].create(
            {
                "scheme_id": scheme.id,
                "target_amount": 1_820_000,
                "share": 40,
                "date_start": "2026-01-01",
                "legal_reference": "Assemblée de la SAS, 12 décembre 2025",
            }
        )
        self._market_rates(scheme)
        for holder in HOLDERS:
            self._royalty_holder(scheme, *holder)
        self._amortization()
        self._shared_quarter(scheme)
        self._dividend(scheme)
        self._revision(scheme)

    def _market_rates(self, scheme):
        skill = self.env.ref("oe_base.skill_trainer")
        for start, value in (("2025-01-01", 46), ("2026-06-01", 49)):
            self.env["oe.royalty.market.rate"].create(
                {
                    "scheme_id": scheme.id,
                    "skill_id": skill.id,
                    "date_start": start,
                    "hourly_rate": value,
                    "legal_reference": "Baromètre régional, formation d'adultes",
                }
            )

    def _royalty_holder(self, scheme, name, basis, given):
        partners = self.env["res.partner"]
        email = f"{name.split()[0].lower()}@oui-ensemble.example"
        partner = partners.search([("name", "=", name)], limit=1) or partners.create(
            {"name": name, "city": "Nantes", "zip": "44000", "email": email}
        )
        holder = self.env["oe.royalty.holder"].create(
            {"scheme_id": scheme.id, "partner_id": partner.id, "legal_basis": basis}
        )
        pool, amount, *coefficient = given
        values = {"points": amount}
        if coefficient:
            values = {
                "kind": "hours",
                "hours": amount,
                "coefficient": coefficient[0],
                "skill_id": self.env.ref("oe_base.skill_trainer").id,
            }
        self.env["oe.royalty.share"].create(
            {
                "holder_id": holder.id,
                "pool_id": scheme.pool_ids.sorted("sequence")[pool].id,
                "date_start": "2026-01-01",
                "evidence": "Convention du 5 janvier 2026",
                **values,
            }
        )
        if name in ("Élise Tanguy", "Nadia Benali"):
            holder.action_portal()
        if name == "Élise Tanguy":
            holder._users().write({"login": "elise", "password": people.PASSWORD})

    def _amortization(self):
        plan = (
            self.env["oe.royalty.amortization"]
            .with_company(self.sas)
            .create(
                {
                    "name": "Concept et marque",
                    "company_id": self.sas.id,
                    "cost_amount": 1_820_000,
                    "date_start": "2026-01-01",
                    "months": 120,
                }
            )
        )
        plan.action_schedule()

    def _shared_quarter(self, scheme):
        sharings = self.env["oe.royalty.sharing"]
        row = sharings.create({"scheme_id": scheme.id, "date_start": "2026-04-01"})
        row.action_approve()
        payouts = self.env["oe.royalty.payout"].sudo()._make(scheme, "2026-06-30")
        payouts.action_approve()
        payouts.filtered(lambda row: row.legal_basis == "employee").action_paid()

    def _dividend(self, scheme):
        holder = scheme.holder_ids.filtered(lambda row: row.legal_basis == "industry")
        self.env["oe.royalty.dividend"].create(
            {
                "holder_id": holder.id,
                "decision_date": "2026-06-30",
                "year": 2025,
                "amount": 800,
                "reference": "AG du 30 juin 2026, 3e résolution",
                "paid_on": "2026-07-10",
            }
        )

    def _revision(self, scheme):
        """Three rates, simulated, put to a roll call: small cooperatives."""
        revision = self.env["oe.royalty.revision"].create(
            {
                "name": "Quelle redevance en 2027\u00a0?",
                "scheme_id": scheme.id,
                "date_start": "2027-01-01",
                "date_reference": "2026-01-01",
                "ballot": "open",
                "vote_end": fields.Datetime.now() + timedelta(days=20),
            }
        )
        revision.action_indices()
        # A first year has no year before it: the meeting types what it knows.
        revision.item_ids = [
            Command.create(
                {
                    "kind": "results",
                    "name": self.territory.name,
                    "reference": 100,
                    "current": 106,
                    "source": "Plan d'origine, réalisé sur prévu",
                }
            )
        ]
        revision.option_ids.unlink()
        revision.option_ids = [
            Command.create({"name": name, "rate": rate, "sequence": rank})
            for rank, (name, rate) in enumerate(
                (
                    ("Garder 5 %", 5),
                    ("Le taux suggéré", revision.suggested_rate),
                    ("Baisser à 4,5 %", 4.5),
                )
            )
        ]
        revision.action_simulate()
        revision.action_vote()
