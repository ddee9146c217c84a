"""Applications: opinion, decision, register; the deadline of L.7331-3 is met."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import PIXEL
from .member_common import MemberCase


class CandidatureCase(MemberCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._staff("marc-associe", "advisor", cls.cae)
        cls.person, cls.activity = cls._worker(
            "Nadia", cls._scheme(), login="nadia-associe", date_start="2024-01-01"
        )
        cls.person.advisor_id = cls.advisor
        cls.contract = cls.person.cae_contract_ids
        cls.candidatures = cls.env["oe.cae.candidature"]
        cls.today = cls.cae._oe_today()

    def _apply(self, ref=None, contract=None, **given):
        given = {
            "motive": "Participer aux décisions",
            "shares": 4,
            "monthly_cents": 0,
            "consents": False,
            **given,
        }
        return self.candidatures.sudo()._apply(contract or self.contract, given, ref)

    def _heard(self, **given):
        row = self._apply(**given)
        mine = self._as(row, self.advisor)
        mine.write({"opinion": "for"})
        mine.action_opinion()
        return row

    def _decide(self, row, verb="accept", **values):
        mine = self._as(row, self.manager)
        mine.write(
            {"decision_date": self.today, "resolution": "AG 2026, rés. 7", **values}
        )
        getattr(mine, f"action_{verb}")()


@tagged("post_install", "-at_install")
class TestCandidature(CandidatureCase):
    def _risk(self):
        self.env.flush_all()
        return self.env["oe.cae.deadline"].search(
            [("contract_id", "=", self.contract.id), ("kind", "=", "membership")]
        )

    def test_from_the_wish_to_the_register(self):
        self.assertTrue(self._risk())
        self.assertEqual(self.contract.legal_status, "cesa")
        row = self._heard(monthly_cents=2500, consents=True)
        self.assertEqual(row.opinion_by_id, self.advisor)
        self._decide(row)
        member = row.member_id
        self.assertEqual(
            (row.state, member.shares, member.subscribed), ("accepted", 4, 200)
        )
        self.assertEqual(self.contract.member_since, self.today)
        self.assertEqual(self.contract.legal_status, "esa")
        self.assertFalse(self._risk(), "the deadline is met")
        consent = row.deduction_id
        self.assertEqual((consent.state, consent.amount), ("to_sign", 25))
        consent._sign_es(self.person.partner_id, "Nadia", PIXEL)
        self.assertEqual(consent.state, "signed")
        with self.assertRefused(UserError, "Accepted already"):
            self._as(row, self.manager).action_accept()
        with self.assertRefused(UserError, "does not change any more"):
            self._as(row, self.manager).write({"shares": 9})
        with self.assertRefused(UserError, "have asked already"):
            self._apply()

    def test_refused_with_a_reason_and_asked_again(self):
        row = self._heard()
        with self.assertRefused(UserError, "Write the reason"):
            self._decide(row, "refuse")
        self._decide(row, "refuse", refusal_reason="Attendre un an d'activité")
        self.assertEqual((row.state, row.decided_by_id), ("refused", self.manager))
        self.assertTrue(self._risk())
        self.assertNotEqual(self._apply(), row)

    def test_each_step_in_its_order(self):
        row = self._apply()
        self.assertEqual(row.activity_ids.user_id, self.advisor)
        with self.assertRefused(UserError, "gives an opinion first"):
            self._decide(row)
        with self.assertRefused(UserError, "Choose your opinion"):
            self._as(row, self.advisor).action_opinion()
        self._as(row, self.advisor).opinion = "against"
        with self.assertRefused(UserError, "Say why"):
            self._as(row, self.advisor).action_opinion()
        self._as(row, self.advisor).opinion_note = "Trop tôt"
        self._as(row, self.advisor).action_opinion()
        with self.assertRaises(AccessError):
            self._as(row, self.advisor).action_accept()
        with self.assertRefused(UserError, "its resolution"):
            self._as(row, self.manager).action_accept()
        with self.assertRefused(UserError, "lies ahead"):
            self._decide(row, decision_date="2099-01-01")
        with self.assertRefused(UserError, "before it was asked"):
            self._decide(row, decision_date="2026-01-02")
        for values in (
            {"state": "accepted"},
            {"member_id": 1},
            {"asked_on": "2020-01-01"},
        ):
            with self.assertRefused(UserError, "with the buttons"):
                self._as(row, self.manager).write(values)
        other = self._person("Autre", self.cae)
        with self.assertRefused(UserError, "with the buttons"):
            self._as(self.candidatures, self.manager).create(
                {"entrepreneur_id": other.id, "shares": 2, "state": "heard"}
            )

    def test_what_is_missing_is_said(self):
        for given, words in (
            ({"shares": 1}, "at least 2 shares"),
            ({"motive": " "}, "why"),
            ({"monthly_cents": 100}, "agree to the deduction"),
        ):
            with self.assertRefused(UserError, words):
                self._apply(**given)
        row = self._apply("r1")
        self.assertEqual(self._apply("r1"), row)
        with self.assertRefused(UserError, "asked already"):
            self._apply("r2")
        paul = self._person("Paul", self.cae)
        with self.assertRefused(UserError, "another person"):
            row._withdraw(paul.partner_id)
        row._withdraw(self.person.partner_id)
        self.assertEqual(row.state, "withdrawn")

    def test_a_cesa_of_a_member_is_an_esa_at_once(self):
        person = self._person("Léa", self.cae, date_start="2026-03-01")
        member = self._member(partner=person.partner_id, shares=2)
        contract = self._contract(person, self._scheme(), date_start="2026-03-01")
        self.assertEqual(contract.member_since, member.date_start)
        self._move(member, "refund", "2026-06-01", shares=2)
        self.assertFalse(contract.member_since, "it counts again")
        self.assertEqual(contract.legal_status, "cesa")

    def test_who_had_to_be_a_member_does_not_leave_alone(self):
        person, _activity = self._worker("Zoé", self._scheme(), date_start="2022-01-03")
        member = self._member(partner=person.partner_id, shares=2)
        with self.assertRefused(UserError, "end the contract first"):
            self._move(member, "refund", "2026-06-01", shares=2)


@tagged("post_install", "-at_install")
class TestMembershipReport(CandidatureCase):
    def _row(self, person):
        self.env.flush_all()
        self.env["oe.cae.membership.report"].invalidate_model()
        return self.env["oe.cae.membership.report"].search(
            [("entrepreneur_id", "=", person.id)]
        )

    def _one(self, name, start, member=None, end=None):
        person, _activity = self._worker(
            name, self.scheme, date_start=start, date_end=end, member_since=member
        )
        return self._row(person)

    def test_outcomes_and_rate(self):
        self.scheme = self._scheme()
        rows = {
            "in_time": self._one("A", "2022-01-03", "2024-11-30"),
            "missed": self._one("B", "2022-02-01"),
            "late": self._one("C", "2022-03-01", "2025-03-01"),
            "left": self._one("D", "2022-04-01", None, "2023-05-31"),
        }
        for outcome, row in rows.items():
            self.assertEqual((row.outcome, row.cohort), (outcome, "2022"))
        self.assertEqual(self._row(self.person).outcome, "ahead")
        self.contract.member_since = "2026-02-01"
        self.assertEqual(self._row(self.person).outcome, "early")
        # One that ended because nobody became a member is no early departure.
        gone = self._one("E", "2022-05-02", None, "2024-12-31")
        self.assertEqual(gone.outcome, "left")
        gone.contract_id._set_end(gone.contract_id.date_end, "membership")
        self.assertEqual(self._row(gone.entrepreneur_id).outcome, "missed")
        last = self._one("F", "2022-06-01", None, "2025-05-31")
        self.assertEqual(last.outcome, "missed", "it ran to its last day")
        ids = [row.id for row in rows.values()]
        [(cohort, due, in_time, rate)] = self.env[
            "oe.cae.membership.report"
        ]._read_group(
            [("id", "in", ids)], ["cohort"], ["due:sum", "in_time:sum", "rate:avg"]
        )
        self.assertEqual((cohort, due, in_time), ("2022", 3, 1))
        self.assertAlmostEqual(rate, 100 / 3)
        action = self._as(rows["late"], self.advisor).action_open()
        self.assertEqual(action["res_id"], rows["late"].contract_id.id)

    def test_an_earlier_cape_and_the_register_count(self):
        """CAPE 2025-01-06, CESA 2026-01-06: member before 2028-01-06, cohort 2025."""
        scheme = self._scheme()
        person = self._person("Léa", self.cae, status="cape", date_start="2025-01-06")
        self._contract(
            person, scheme, "cape", date_start="2025-01-06", date_end="2026-01-05"
        )
        self._contract(person, scheme, date_start="2026-01-06")
        row = self._row(person)
        self.assertEqual((row.cohort, str(row.member_deadline)), ("2025", "2028-01-06"))
        self._member(partner=person.partner_id, shares=2)
        row = self._row(person)
        self.assertEqual((row.outcome, str(row.member_since)), ("early", "2026-02-02"))


@tagged("post_install", "-at_install")
class TestMemberPages(CandidatureCase, PageCase):
    def test_applied_on_the_phone_told_on_the_phone(self):
        self.authenticate("nadia-associe", PASSWORD)
        self.assertIn("/my/oe/memberships/new", self.url_open("/my/oe/tab/me").text)
        self.assertIn("50,00", self.url_open("/my/oe/memberships/new").text)
        route = "/my/oe/memberships/send"
        form = {"contract_id": self.contract.id, "motive": "Voter", "sent_ref": "m1"}
        for wrong in ("x", "0", "1,5"):
            page = self._post(route, **form, shares=wrong)
            self.assertIn('role="alert"', page.text, wrong)
        page = self._post(route, **form, shares="4", monthly="25,00", consents="1")
        self.assertIn('role="status"', page.text)
        row = self.candidatures.search([("sent_ref", "=", "m1")])
        self.assertEqual((row.shares, row.monthly), (4, 25))
        self._as(row, self.advisor).write({"opinion": "for"})
        self._as(row, self.advisor).action_opinion()
        self._decide(row)
        self.env.flush_all()
        self.assertIn("rés. 7", self.url_open(f"/my/oe/memberships/{row.id}").text)
        own = f"/my/oe/deductions/{row.deduction_id.id}"
        self.assertIn(own, self.url_open("/my/oe").text)
        self.assertIn('role="alert"', self._post(f"{own}/sign", signed_by="N").text)
        signed = self._post(
            f"{own}/sign", signed_by="Nadia", signature=f"data:image/png;base64,{PIXEL}"
        )
        self.assertIn('role="status"', signed.text)
        self.assertIn("200,00", self.url_open("/my/oe/shares").text)
        self.assertIn('role="status"', self._post(f"{own}/stop").text)
        self.assertIn('role="alert"', self._post(f"{own}/stop").text)
        late = self._post(f"/my/oe/memberships/{row.id}/withdraw")
        self.assertIn('role="alert"', late.text)

    def test_others_strangers_and_no_token(self):
        row = self._heard(monthly_cents=2500, consents=True)
        self._decide(row)
        other = self._apply(
            contract=self._worker("Paul", self._scheme())[0].cae_contract_ids
        )
        self._worker("Zoé", self._scheme(), login="zoe-associe")
        own = (
            f"/my/oe/memberships/{row.id}",
            f"/my/oe/deductions/{row.deduction_id.id}",
        )
        posts = (
            f"/my/oe/memberships/{other.id}/withdraw",
            f"{own[1]}/sign",
            f"{own[1]}/stop",
        )
        self.authenticate("zoe-associe", PASSWORD)
        for route in own:
            self.assertEqual(self.url_open(route).status_code, 404)
        for route in posts:
            self.assertEqual(self._post(route).status_code, 404)
        stolen = self._post(
            "/my/oe/memberships/send",
            contract_id=self.contract.id,
            motive="x",
            shares="4",
        )
        self.assertIn('role="alert"', stolen.text, "another's contract")
        self.authenticate("nadia-associe", PASSWORD)
        for route in (*posts, "/my/oe/memberships/send"):
            self.assertEqual(self.url_open(route, data={"a": "b"}).status_code, 400)
        self.authenticate(None, None)
        for route in (*own, "/my/oe/shares", "/my/oe/memberships/new"):
            self.assertIn("/web/login", self.url_open(route).url)

    def test_hostile_remote_calls_are_refused(self):
        row = self._heard(monthly_cents=2500, consents=True)
        self._decide(row)
        self.authenticate("nadia-associe", PASSWORD)
        move = row.member_id.move_ids
        self._assertCallsRefused(
            ("oe.cae.candidature", "action_accept", [[row.id]]),
            ("oe.cae.candidature", "action_opinion", [[row.id]]),
            ("oe.cae.candidature", "read", [[row.id], ["opinion_note"]]),
            ("oe.cae.candidature", "write", [[row.id], {"shares": 99}]),
            ("oe.cae.candidature", "_apply", [[], {}]),
            ("oe.cae.member", "read", [[row.member_id.id], ["shares"]]),
            ("oe.cae.member", "create", [{"partner_id": 1}]),
            ("oe.cae.share.move", "action_enter", [[move.id]]),
            ("oe.cae.share.move", "action_take_back", [[move.id]]),
            ("oe.cae.share.move", "action_settle", [[move.id]]),
            ("oe.cae.share.move", "action_entry", [[move.id]]),
            ("oe.cae.share.deduction", "action_stop", [[row.deduction_id.id]]),
            ("oe.cae.pay", "action_no_share_deduction", [[1]]),
            ("oe.cae.membership.report", "action_open", [[1]]),
            ("oe.cae.register.wizard", "create", [{"day": "2026-01-01"}]),
        )
