"""What a remote call would say of a vote instead of its count."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import OeCase


@tagged("post_install", "-at_install")
class TestAttackVote(OeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.royalty = cls.env["oe.royalty.scheme"].create(
            {"name": "Marque", "company_id": cls.sas.id}
        )
        cls.network = cls._staff("reseau-vote", "network_manager", cls.sas)

    def _revision(self, **values):
        return self._as("oe.royalty.revision", self.network).create(
            {
                "name": "Quel taux ?",
                "scheme_id": self.royalty.id,
                "date_start": "2027-01-01",
                "date_reference": "2026-01-01",
                "option_ids": [
                    fields.Command.create({"name": name, "rate": rate})
                    for name, rate in (("Garder", 5), ("Monter", 6))
                ],
                **values,
            }
        )

    def test_a_result_given_at_creation(self):
        forged = {"voters": 1, "electors": 1, "blanks": 0, "winner": 1}
        self.assertFalse(self._revision(result=forged).result)

    def test_what_was_counted_is_rewritten(self):
        revision = self._revision()
        keep, more = revision.option_ids
        result = {"voters": 2, "electors": 3, "blanks": 0, "quorate": True}
        counted = {**result, "winner": more.id, "counts": {}}
        revision.sudo().write(
            {
                "state": "voted",
                "result": counted,
                "option_id": more.id,
                "vote_reference": "Vote of the network: 2 of 3",
            }
        )
        for values in ({"option_id": keep.id}, {"vote_reference": "3 of 3"}):
            with self.assertRefused(UserError, "counted"):
                revision.write(values)
        revision.write({"decision": "Adopté."})
        # Where the vote chose nothing the meeting does, and says so.
        revision.sudo().write({"result": {**counted, "winner": None}})
        revision.option_id = keep
        revision.sudo().write({"state": "vote"})
        with self.assertRefused(UserError, "counted"):
            revision.write({"vote_reference": "3 of 3"})
