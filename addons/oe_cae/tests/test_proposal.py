"""A proposal: discussed, voted once by each, counted at the end, sealed, decided."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .proposal_common import ProposalCase


@tagged("post_install", "-at_install")
class TestProposal(ProposalCase):
    def test_born_to_be_read_with_two_options(self):
        self.assertEqual((self.proposal.state, self.proposal.result), ("draft", False))
        self.assertEqual(self.proposal.option_ids.mapped("name"), ["For", "Against"])
        with self.assertRefused(UserError, "buttons"):
            self.proposal.state = "closed"

    def test_what_opens_a_vote(self):
        with self.assertRefused(UserError, "in discussion"):
            self.proposal.action_open()
        self.proposal.action_discuss()
        self.proposal.vote_end = False
        with self.assertRefused(UserError, "when the vote ends"):
            self.proposal.action_open()
        self.proposal.vote_end = fields.Datetime.now() + timedelta(days=1)
        self.people["Paul"].cae_contract_ids.sudo().member_since = False
        with self.assertRefused(UserError, "roll call"):
            self.proposal.action_open()
        self.proposal.ballot = "open"
        self.proposal.option_ids[1:].unlink()
        with self.assertRefused(UserError, "two options"):
            self.proposal.action_open()

    def test_electors_are_members_or_everybody_and_frozen(self):
        self._open()
        self.assertEqual(
            set(self.proposal.elector_ids.entrepreneur_id.mapped("name")),
            {"Nadia", "Paul", "Samira"},
        )
        late, _activity = self._worker("Tard", self.scheme, member_since="2026-01-01")
        self.people["Tard"] = late
        for name in ("Tard", "Léa"):
            with self.assertRefused(UserError, "not on the list"):
                self._votes(**{name: "For"})

    def test_the_register_of_members_counts(self):
        self.env["oe.cae.member"].create(
            {
                "company_id": self.cae.id,
                "partner_id": self.people["Léa"].partner_id.id,
                "date_start": "2026-01-01",
            }
        )
        self._open()
        self.assertEqual(self.proposal.electors, 4)

    def test_everybody_hosted_votes_when_asked(self):
        self._open(electorate="hosted")
        self.assertEqual(self.proposal.electors, 4)

    def test_what_is_asked_no_longer_changes(self):
        self._open()
        for refused in (
            lambda: self.proposal.write({"name": "Autre"}),
            lambda: self.proposal.write({"vote_end": fields.Datetime.now()}),
            lambda: self.proposal.option_ids[0].write({"name": "Autre"}),
            lambda: self.env["oe.cae.proposal.option"].create(
                {"proposal_id": self.proposal.id, "name": "Tiers"}
            ),
            self.proposal.option_ids[:1].unlink,
            self.proposal.unlink,
        ):
            with self.assertRefused(UserError, "no longer changes"):
                refused()
        with self.assertRefused(UserError, "goes to its end"):
            self.proposal.action_withdraw()

    def test_secret_one_vote_each_and_nobody_reads_it(self):
        self._open()
        self._votes(Nadia="For", Paul="Against")
        with self.assertRefused(UserError, "voted already"):
            self._votes(Nadia="Against")
        self.assertEqual((self.proposal.voters, self.proposal.electors), (2, 3))
        ballots = self._as("oe.cae.proposal.ballot", self.manager)
        self.assertFalse(ballots.search([]))
        self.assertFalse(ballots._read_group([], ["option_id"], ["__count"]))
        with self.assertRefused(UserError, "not over"):
            self.proposal.action_close()
        self.assertFalse(self.proposal.result)
        with self.assertRaises(AccessError):
            ballots.create({"proposal_id": self.proposal.id})

    def test_nothing_joins_a_ballot_to_its_person(self):
        self._open()
        self._votes(Nadia="For", Paul="Against", Samira="For")
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = 'oe_cae_proposal_ballot'"
        )
        self.assertEqual(
            {name for (name,) in self.env.cr.fetchall()},
            {"id", "proposal_id", "company_id", "option_id", "elector_id"},
        )
        # One command wrote all of them: its transaction is the last voter's.
        self.env.cr.execute(
            "SELECT count(DISTINCT (xmin::text, cmin::text)), count(elector_id) "
            "FROM oe_cae_proposal_ballot WHERE proposal_id = %s",
            (self.proposal.id,),
        )
        self.assertEqual(self.env.cr.fetchone(), (1, 0))
        elector = self.proposal.elector_ids[:1]
        self.assertEqual(elector._fields["voted_on"].type, "date")

    def test_counted_sealed_then_fixed(self):
        self._open(quorum=50)
        self._votes(Nadia="For", Paul="For", Samira=None)
        self.proposal.action_close()  # everybody has voted
        result = self.proposal.result
        self.assertEqual((result["voters"], result["blanks"]), (3, 1))
        self.assertEqual(self.proposal._winner().name, "For")
        self.assertIn("3 of 3 took part", self.proposal.result_table)
        self.assertTrue(self.proposal.sudo()._seal_is_true())
        self.assertEqual(len(self.env["oe.cae.proposal.ballot"].search([])), 3)
        self.proposal.action_close()  # twice is once
        self.env.cr.execute(
            "UPDATE oe_cae_proposal SET name = 'Autre' WHERE id = %s",
            (self.proposal.id,),
        )
        self.proposal.invalidate_recordset()
        self.assertFalse(self.proposal.sudo()._seal_is_true())

    def test_seals_are_a_chain(self):
        self._open()
        self._end()
        self.proposal.action_close()
        second = self.proposal.create(
            {
                "name": "Suite",
                "company_id": self.cae.id,
                "vote_end": fields.Datetime.now() + timedelta(days=1),
            }
        )
        first, self.proposal = self.proposal, second
        self._open()
        self._end()
        self.env["oe.cae.proposal"]._cron_close()
        self.assertEqual(second.state, "closed")
        self.assertEqual(second.seal_before, first.seal)
        self.assertFalse(second.result["quorate"])

    def test_roll_call_changes_until_the_end_then_is_read(self):
        self._open(ballot="open", quorum=90)
        self._votes(Nadia="Against", Paul="For")
        self._votes(Nadia="For")
        self.assertEqual(self.proposal.sudo()._roll(), [])
        self._end()
        with self.assertRefused(UserError, "not open"):
            self._votes(Samira="For")
        self.proposal.action_close()
        self.assertEqual(
            self.proposal.sudo()._roll(), [("Nadia", "For"), ("Paul", "For")]
        )
        self.assertIn("quorum is not reached", self.proposal.result_table)

    def test_an_option_of_another_proposal_is_refused(self):
        other = self.proposal.create({"name": "Autre", "company_id": self.cae.id})
        self._open()
        with self.assertRefused(UserError, "one of the options"):
            self.proposal.sudo()._vote(self.people["Nadia"], other.option_ids[0])

    def test_comments_are_hidden_never_changed(self):
        proposal = self.proposal.sudo()
        with self.assertRefused(UserError, "over"):
            proposal._comment(self.people["Nadia"], "Trop tôt")
        self.proposal.action_discuss()
        comment = proposal._comment(self.people["Nadia"], " Oui ")
        for text, words in (("", "something"), ("x" * 1001, "1000")):
            with self.assertRefused(UserError, words):
                proposal._comment(self.people["Nadia"], text)
        mine = self._as(comment, self.manager)
        with self.assertRefused(UserError, "stays as it is"):
            mine.body = "Non"
        mine.action_toggle()
        self.assertTrue(comment.is_hidden)
        self.assertFalse(proposal._page(self.people["Paul"])["comments"])
        self.proposal.action_withdraw()
        with self.assertRefused(UserError, "discussion is over"):
            proposal._comment(self.people["Nadia"], "Trop tard")

    def test_figures_are_in_force_nowhere(self):
        option = self._priced(12)
        draft = option.draft_id
        self.assertEqual(draft.bracket_ids.rate, 12)
        self.assertIn("12 %", option.figures)
        self.assertFalse(draft.scheme_id.active)
        self.assertEqual(self.scheme.version_ids.bracket_ids.rate, 10)
        with self.assertRefused(ValidationError, "proposal"):
            self._contract(
                self._person("Zoé", self.cae, status="cape"), draft.scheme_id, "cape"
            )
        self._open()
        with self.assertRefused(UserError, "no longer changes"):
            draft.bracket_ids.rate = 5
        with self.assertRefused(UserError, "no longer changes"):
            draft.fixed_part = 5

    def test_another_scheme_drops_the_figures(self):
        option = self._priced(12)
        draft = option.draft_id
        option.scheme_id = self._scheme(rate=5)
        self.assertFalse(draft.exists() or option.draft_id)

    def test_decided_then_the_next_version_once(self):
        option = self._priced(12)
        self._close(self.cae, "2026-06-01")
        self._open()
        self._votes(Nadia="For", Paul="For", Samira="Against")
        with self.assertRefused(UserError, "after the vote"):
            self.proposal.action_decide()
        self.proposal.action_close()
        with self.assertRefused(UserError, "decision and the day"):
            self.proposal.action_decide()
        self.proposal.write(
            {"decision": "12 % adoptés", "resolution_date": "2026-06-20"}
        )
        with self.assertRefused(UserError, "decision first"):
            self.proposal.action_apply()
        self.proposal.action_decide()
        with self.assertRefused(UserError, "no longer changes"):
            self.proposal.decision = "Autre"
        for day, words in ((False, "first day"), ("2026-06-01", "06/2026 is closed")):
            self.proposal.start_date = day
            with self.assertRefused(UserError, words):
                self.proposal.action_apply()
        self.proposal.start_date = "2026-07-01"
        self.proposal.action_apply()
        self.proposal.action_apply()
        version = self.proposal.version_id
        self.assertEqual(version.scheme_id, self.scheme)
        self.assertEqual(str(version.date_start), "2026-07-01")
        self.assertEqual(str(version.resolution_date), "2026-06-20")
        self.assertEqual(version.bracket_ids.rate, option.draft_id.bracket_ids.rate)
        self.assertEqual(len(self.scheme.version_ids), 2)

    def test_only_managers_press_the_buttons(self):
        advisor = self._staff("conseil-vote", "advisor", self.cae)
        seen = self._as(self.proposal, advisor)
        for action in ("action_discuss", "action_open", "action_close"):
            with self.assertRaises(AccessError):
                getattr(seen, action)()
        with self.assertRaises(AccessError):
            seen.action_effect()
        with self.assertRaises(AccessError):
            seen.read(["effect"])
