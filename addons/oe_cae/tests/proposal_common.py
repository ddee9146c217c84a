"""What the tests of proposals start from: four people, a vote, its end."""

from datetime import timedelta

from odoo import fields

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import CaeCase


class ProposalCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._scheme(rate=10)
        member = {"member_since": "2026-01-01", "fixed_pay": 0}
        cls.people, cls.activities = {}, {}
        for name in ("Nadia", "Paul", "Samira"):
            cls.people[name], cls.activities[name] = cls._worker(
                name, cls.scheme, login=f"{name.lower()}-vote", **member
            )
        cls.people["Léa"], cls.activities["Léa"] = cls._worker(
            "Léa", cls.scheme, "cape", login="lea-vote"
        )
        cls.manager = cls._staff("gerante-vote", "manager", cls.cae)
        cls.manager.password = PASSWORD
        cls.proposal = cls._as("oe.cae.proposal", cls.manager).create(
            {
                "name": "Quel taux en 2027 ?",
                "company_id": cls.cae.id,
                "vote_end": fields.Datetime.now() + timedelta(days=7),
                "state": "decided",
                "result": {"winner": 1},
            }
        )

    def _votes(self, **choices):
        """People vote: an option by its name, or None for blank."""
        votes = self.proposal.sudo()
        options = {row.name: row for row in votes.option_ids}
        for name, choice in choices.items():
            votes._vote(self.people[name], options.get(choice, votes.option_ids[:0]))

    def _open(self, **values):
        self.proposal.write(values)
        self.proposal.action_discuss()
        self.proposal.action_open()

    def _end(self):
        """The time comes, by the clock of the database."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE oe_cae_proposal SET vote_end = %s WHERE id = %s",
            (fields.Datetime.now() - timedelta(minutes=1), self.proposal.id),
        )
        self.proposal.invalidate_recordset()

    def _priced(self, rate, option="Yes"):
        """An option that changes the scheme to this rate."""
        option = self.proposal.option_ids.filtered(lambda row: row.name == option)
        option.scheme_id = self.scheme
        option.action_figures()
        option.draft_id.bracket_ids.rate = rate
        return option
