"""The register of shares: movements, positions, refusals, entries."""

import base64

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .member_common import MemberCase


@tagged("post_install", "-at_install")
class TestMember(MemberCase):
    def _total(self, *members):
        sides = zip(*(self._held(member) for member in members), strict=True)
        return [round(sum(values), 2) for values in sides]

    def test_instalments_are_called_and_paid(self):
        self.terms.call_percent = 25
        member = self._member()
        self.assertEqual(self._held(member), (10, 500, 125, 0))
        self._move(member, "pay", "2026-02-10", amount=125)
        self._move(member, "call", "2026-03-01", amount=375)
        self._move(member, "pay", "2026-03-02", amount=100)
        self.assertEqual(self._held(member), (10, 500, 500, 225))
        self.assertEqual(member.left, 275)
        with self.assertRefused(UserError, "275,00"):
            self._move(member, "pay", "2026-03-03", amount=276)
        held = member._holdings("2026-02-28")[member.id]
        self.assertEqual((held.called_cents, held.paid_cents), (12500, 12500))

    def test_entries_are_drafts_that_the_accountant_posts(self):
        member = self._member()
        move = member.move_ids
        self.assertEqual(self._accounts(move), {"1012": -500, "45625": 500})
        self.assertEqual(
            (move.entry_id.state, move.entry_id.journal_id.code), ("draft", "PARTS")
        )
        owed = move.entry_id.line_ids.filtered("partner_id")
        self.assertEqual(owed.partner_id, member.partner_id)
        paid = self._move(member, "pay", "2026-02-10", amount=200)
        self.assertEqual(self._accounts(paid), {"1012": 200, "1013": -200})
        other = self._member("Paul", 2)
        given = self._move(
            member, "transfer", "2026-03-01", shares=5, to_member_id=other.id
        )
        self.assertEqual(self._accounts(given), {"45625": 0})
        back = self._move(member, "refund", "2026-03-02", shares=5, loss=20)
        self.assertEqual(
            self._accounts(back),
            {"1012": 150, "1013": 100, "119": -20, "4567": -80, "45625": -150},
        )

    def test_a_transfer_is_one_movement_with_two_sides(self):
        nadia, paul = self._member(), self._member("Paul", 2)
        self._move(nadia, "pay", "2026-02-03", amount=333.33)
        total = self._total(nadia, paul)
        move = self._move(
            nadia, "transfer", "2026-03-01", shares=3, to_member_id=paul.id
        )
        self.assertEqual((nadia.shares, paul.shares), (7, 5))
        self.assertEqual(self._total(nadia, paul), total)
        move.action_take_back()
        self.assertEqual((self._held(nadia)[0], self._held(paul)[0]), (10, 2))
        self.assertAlmostEqual(nadia.paid, 333.33)
        with self.assertRefused(UserError, "taken back already"):
            move.action_take_back()

    def test_the_minimum_and_what_is_not_held(self):
        nadia, paul = self._member(), self._member("Paul", 0)
        with self.assertRefused(UserError, "at least 2 shares"):
            self._move(paul, "subscribe", "2026-03-01", shares=1)
        with self.assertRefused(UserError, "holds 10 shares"):
            self._move(nadia, "refund", "2026-03-01", shares=11)
        with self.assertRefused(UserError, "at least 2 shares"):
            self._move(nadia, "refund", "2026-03-01", shares=9)
        with self.assertRefused(UserError, "at least 2 shares"):
            self._move(nadia, "transfer", "2026-03-01", shares=1, to_member_id=paul.id)
        with self.assertRefused(UserError, "how many shares"):
            self._move(nadia, "refund", "2026-03-01")
        with self.assertRefused(UserError, "an amount"):
            self._move(nadia, "pay", "2026-03-01")
        reduced = self._move(nadia, "reduce", "2026-03-01", shares=9)
        self.assertEqual((reduced.delta_shares, nadia.shares), (-9, 1))

    def test_all_given_back_ends_the_membership_and_waits(self):
        member = self._member()
        self._move(member, "pay", "2026-02-03", amount=500)
        move = self._move(member, "refund", "2026-04-01", shares=10)
        self.assertEqual(
            (move.refund_amount, str(move.refund_due)), (500, "2031-04-01")
        )
        self.assertEqual(str(member.date_end), "2026-04-01")
        self.assertEqual(member.refund_waiting, 500)
        with self.assertRefused(UserError, "wait until"):
            move.action_settle()
        with self.assertRefused(UserError, "no longer a member"):
            self._move(member, "subscribe", "2026-05-01", shares=2)
        move.action_take_back()
        self.assertFalse(member.date_end)
        self.assertEqual(self._held(member), (10, 500, 500, 500))
        self.assertEqual(member.refund_waiting, 0)
        again = self._move(
            member,
            "refund",
            member.company_id._oe_today(),
            shares=10,
            resolution="Conseil du 3 avril",
        )
        self._as(again, self.accountant).action_settle()
        self.assertEqual(again.settled_by_id, self.accountant)
        with self.assertRefused(UserError, "only once"):
            again.action_settle()
        with self.assertRefused(UserError, "given back"):
            again.action_take_back()

    def test_the_register_goes_forward_and_never_changes(self):
        member = self._member()
        self._move(member, "refund", "2026-05-01", shares=2)
        with self.assertRefused(UserError, "later movement"):
            self._move(member, "subscribe", "2026-04-01", shares=2)
        with self.assertRefused(UserError, "since"):
            self._move(self._member("Paul", 0), "subscribe", "2026-01-05", shares=2)
        tomorrow = self.cae._oe_today().replace(year=2099)
        with self.assertRefused(UserError, "not tomorrow"):
            self._move(member, "subscribe", tomorrow, shares=2)
        move = member.move_ids[-1:]
        self.assertTrue(move._seal_is_true())
        for refused in (lambda: move.write({"shares": 1}), move.unlink):
            with self.assertRefused(UserError, "cannot change"):
                refused()
        manager = self._as(self.moves, self.manager)
        values = {"member_id": member.id, "shares": 2, "date": "2026-06-01"}
        for extra in (
            {"state": "done"},
            {"delta_shares": 5},
            {"settled_on": "2026-06-01"},
        ):
            with self.assertRefused(UserError, "with the button"):
                manager.create({**values, **extra})
        draft = manager.create(values)
        with self.assertRefused(UserError, "with the button"):
            draft.write({"delta_paid": 100})
        draft.action_enter()
        with self.assertRefused(UserError, "entered already"):
            draft.action_enter()
        for user in (self.accountant, self._staff("avis-parts", "advisor", self.cae)):
            with self.assertRaises(AccessError):
                self._as(self.moves.create(values), user).action_enter()

    def test_who_is_a_member_once(self):
        member = self._member(shares=2)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._member(partner=member.partner_id, shares=0)
        with self.assertRefused(UserError, "giving up the shares"):
            self._as(member, self.manager).write({"date_end": "2026-07-01"})
        with self.assertRefused(UserError, "for good"):
            member.unlink()
        with self.assertRefused(ValidationError, "to come"):
            self._member("Zoé", 0, day="2099-01-01")
        foreign = self.env["res.partner"].create({"name": "Ailleurs"})
        away = self.members.create(
            {
                "company_id": self.cae_sap.id,
                "partner_id": foreign.id,
                "date_start": "2026-02-01",
            }
        )
        with self.assertRaises(UserError):
            self._move(member, "transfer", "2026-03-01", shares=2, to_member_id=away.id)
        with self.assertRefused(UserError, "Terms of the shares"):
            self._move(away, "subscribe", "2026-03-01", shares=2)

    def test_terms_start_on_a_day(self):
        self.env["oe.cae.share.terms"].create(
            {"company_id": self.cae.id, "date_start": "2026-05-01", "nominal": 60}
        )
        member = self._member()
        self._move(member, "subscribe", "2026-05-02", shares=1)
        self.assertEqual(member.subscribed, 560)
        self.assertEqual(member.move_ids.mapped("nominal"), [60, 50])

    def test_the_register_on_a_day(self):
        member = self._member("Zoé Ndiaye")
        member.partner_id.write({"name": "=cmd", "zip": "44000", "city": "Nantes"})
        self._move(member, "pay", "2026-02-10", amount=120)
        self._move(member, "refund", "2026-03-01", shares=10)
        wizard = self._as("oe.cae.register.wizard", self.accountant).create(
            {"company_id": self.cae.id, "day": "2026-02-28"}
        )
        text = base64.b64decode(wizard.content).decode("utf-8-sig")
        line = text.split("\r\n")[1]
        self.assertIn(";'=cmd;", line)
        self.assertTrue(line.endswith(";10;500,00;500,00;120,00;380,00"), line)
        page = wizard._page()
        self.assertEqual(page["total"]["shares"], 10)
        self.assertEqual(len(page["moves"]), 2)
        wizard.day = "2026-03-01"
        self.assertEqual(wizard._page()["total"]["shares"], 0)
        self.assertIn("/content/", wizard.action_csv()["url"])
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("oe_cae.report_register", wizard.ids)[0]
            .decode()
        )
        self.assertIn("=cmd", html)
        self.assertIn(self.cae.name, html)
