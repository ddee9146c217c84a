"""Recovery, pools, holders' parts: the worked cases, once and exactly once."""

import runpy

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import file_path, mute_logger

from odoo.addons.oe_base.calc.money import to_cents

from .sharing_common import SharingCase


@tagged("post_install", "-at_install")
class TestSharing(SharingCase):
    def test_a_scheme_of_before_gets_its_pools_once(self):
        scheme = self.env["oe.royalty.scheme"].create(
            {"name": "Marque d'avant", "company_id": self.sas.id}
        )
        scheme.pool_ids.unlink()
        self.env.flush_all()
        path = file_path("oe_royalty/migrations/19.0.1.1.0/post-migration.py")
        for _time in range(2):
            runpy.run_path(path)["migrate"](self.env.cr, "19.0.1.0.0")
            scheme.invalidate_recordset()
            weights = scheme.pool_ids.weight_ids.mapped("weight")
            self.assertEqual(sorted(weights), [40, 60])

    def test_split_of_a_hundred_among_three(self):
        self._only_conceptual()
        for name in ("Ana", "Bob", "Cid"):
            self._points(self._holder(name))
        self._royalty(100, "2027-01")
        january = self._sharing("2027-01")
        self.assertEqual(
            self._parts(january), {"Ana": 33.34, "Bob": 33.33, "Cid": 33.33}
        )
        self._royalty(100, "2027-02")
        self._royalty(100, "2027-03")
        for month, lucky in (("2027-02", "Bob"), ("2027-03", "Cid")):
            parts = self._parts(self._sharing(month))
            self.assertEqual(parts.pop(lucky), 33.34, month)
            self.assertEqual(set(parts.values()), {33.33})

    def test_leaver(self):
        self._only_conceptual()
        self.scheme.sharing_every = "quarter"
        self._points(self._holder("Ana"))
        self._points(self._holder("Bob"))
        self._points(self._holder("Cid"), date_end="2027-02-14")
        self._royalty(9000, "2027-01")
        quarter = self._sharing("2027-01")
        self.assertEqual(self._parts(quarter), {"Ana": 3600, "Bob": 3600, "Cid": 1800})
        why = quarter.allocation_ids.filtered(lambda r: r.amount == 1800).explanation
        self.assertIn("14/02/2027", why)
        self.assertIn("4\u202f500", why)

    def test_waterfall(self):
        self.env["oe.royalty.recovery"].create(
            {
                "scheme_id": self.scheme.id,
                "target_amount": 1_820_000,
                "share": 40,
                "opening_amount": 1_818_500,
                "date_start": "2027-01-01",
            }
        )
        self.assertEqual(self.scheme.recovered_amount, 1_818_500)
        self._royalty(10_000, "2027-01")
        row = self._sharing("2027-01")
        self.assertEqual(row.recovered_amount, 1500)
        self.assertEqual(row.recovered_total, 1_820_000)
        self.assertEqual(row.pool_line_ids.mapped("amount"), [5100, 3400])
        self.assertEqual(self.scheme.recovered_percent, 100)
        self.assertEqual(self.scheme.to_recover_amount, 0)

    def test_recovery_is_exact_across_a_credit_note(self):
        self.env["oe.royalty.recovery"].create(
            {
                "scheme_id": self.scheme.id,
                "target_amount": 100,
                "share": 33.33,
                "date_start": "2027-01-01",
            }
        )
        move = self._sale(2000.20, "2027-01-05")
        self._statement("2027-01", lock=True)
        january = self._sharing("2027-01")
        self.assertEqual(january.recovered_total, 33.33)
        self._refund(move, 2000.20, "2027-02-03")
        self._statement("2027-02", lock=True)
        february = self._sharing("2027-02")
        self.assertEqual(february.amount, -january.amount)
        self.assertEqual(february.recovered_total, 0)
        both = (january | february).pool_line_ids
        self.assertEqual(sum(to_cents(line.amount) for line in both), 0)

    def test_other_terms_go_on_from_what_is_recovered(self):
        recovery = self.env["oe.royalty.recovery"]
        values = {"scheme_id": self.scheme.id, "share": 100}
        recovery.create({**values, "target_amount": 60, "date_start": "2027-01-01"})
        self._royalty(100, "2027-01")
        self.assertEqual(self._sharing("2027-01").recovered_total, 60)
        recovery.create({**values, "target_amount": 80, "date_start": "2027-02-01"})
        self._royalty(100, "2027-02")
        february = self._sharing("2027-02")
        self.assertEqual(february.recovered_amount, 20)
        self.assertEqual(february.recovered_total, 80)

    def test_only_what_is_locked_and_each_statement_once(self):
        self._sale(2000, "2027-01-05")
        statement = self._statement("2027-01")
        row = self._sharing("2027-01", approve=False)
        self.assertFalse(row.source_ids)
        self.assertEqual(row.missing_count, 1)
        statement.period_id.action_lock()
        row.action_compute()
        self.assertEqual(row.source_ids.statement_id, statement)
        row.action_approve()
        self._royalty(50, "2027-02")
        later = self._sharing("2027-02", approve=False)
        self.assertNotIn(statement, later.source_ids.statement_id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            later.source_ids.create(
                {"sharing_id": later.id, "statement_id": statement.id}
            )
            self.env.flush_all()

    def test_what_is_locked_late_is_in_the_next_sharing(self):
        self._license(self.cae_sap)
        self._invoice(self.cae_sap, self.household, [(200, None, None)], "2027-01-09")
        self._sale(2000, "2027-01-05")
        period = self._period("2027-01")
        period.action_compute()
        mine, late = period.statement_ids.sorted("amount", reverse=True)
        mine.action_lock()
        self.assertEqual(self._sharing("2027-01").amount, 100)
        late.action_lock()
        self.assertEqual(self.scheme.to_share_amount, 10)
        self.assertEqual(self._sharing("2027-02").amount, 10)

    def test_run_again_same_rows(self):
        for number, name in enumerate(("Ana", "Bob", "Cid")):
            self._points(self._holder(name), points=10 + 7 * number)
        self._royalty(77.77, "2027-01")
        row = self._sharing("2027-01", approve=False)
        before = self._content(row)
        row.action_compute()
        self.assertEqual(self._content(row), before)
        row.action_approve()
        self.assertEqual(self._content(row), before)
        self.assertTrue(row.is_intact)

    def test_an_approved_sharing_is_frozen(self):
        self._points(self._holder("Ana"))
        self._royalty(100, "2027-01")
        row = self._sharing("2027-01")
        for work in (
            row.action_compute,
            row.action_approve,
            row.unlink,
            row.allocation_ids[0].unlink,
            lambda: row.allocation_ids[0].write({"amount": 1}),
            lambda: row.source_ids.write({"amount": 1}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                work()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE oe_royalty_allocation SET amount = 1 WHERE id = %s",
            [row.allocation_ids[0].id],
        )
        row.allocation_ids.invalidate_recordset()
        row.invalidate_recordset()
        self.assertFalse(row.is_intact)

    def test_terms_that_have_served_stay(self):
        share = self._points(self._holder("Ana"))
        self._royalty(100, "2027-01")
        self._sharing("2027-01")
        with self.assertRefused(UserError, "start after"):
            self.conceptual.weight_ids.weight = 10
        with self.assertRefused(UserError, "start after"):
            self.env["oe.royalty.recovery"].create(
                {"scheme_id": self.scheme.id, "date_start": "2027-01-15"}
            )
        with self.assertRefused(UserError, "have served"):
            share.points = 1
        with self.assertRefused(UserError, "that day or later"):
            share.date_end = "2027-01-20"
        share.date_end = "2027-01-31"
        self.conceptual.weight_ids.create(
            {"pool_id": self.conceptual.id, "weight": 10, "date_start": "2027-02-01"}
        )

    def test_sharings_follow_each_other(self):
        self._sharing("2027-01")
        with self.assertRefused(ValidationError, "next one starts"):
            self._sharing("2027-03")
        with self.assertRefused(ValidationError, "first day"):
            self.env["oe.royalty.sharing"].create(
                {"scheme_id": self.scheme.id, "date_start": "2027-02-02"}
            )
        self._sharing("2027-02", approve=False)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._sharing("2027-02", approve=False)

    def test_hours_at_the_market_rate(self):
        skill = self.env.ref("oe_base.skill_tutor")
        rates = self.env["oe.royalty.market.rate"]
        common = {"scheme_id": self.scheme.id, "skill_id": skill.id}
        rates.create({**common, "hourly_rate": 30, "date_start": "2026-01-01"})
        rates.create({**common, "hourly_rate": 40, "date_start": "2027-06-01"})
        holder = self._holder("Ana")
        values = {"kind": "hours", "skill_id": skill.id, "hours": 10.5}
        share = self._points(holder, coefficient=1.2, **values)
        self.assertEqual(share.total_points, 378)
        later = self._points(holder, start="2027-06-01", coefficient=1, **values)
        self.assertEqual(later.total_points, 420)
        with self.assertRefused(ValidationError, "No market rate"):
            self._points(holder, start="2025-01-01", **values)

    def test_vesting_and_what_the_company_keeps(self):
        self._only_conceptual()
        self._points(self._holder("Ana"))
        self._points(
            self._holder("Bob"), vesting_months=4, cliff_months=2, policy="retain"
        )
        self._royalty(100, "2027-01")
        parts = self._parts(self._sharing("2027-01"))
        self.assertEqual(parts, {"Ana": 50, "Bob": 0, "": 50})

    def test_nobody_has_points(self):
        self._royalty(100, "2027-01")
        row = self._sharing("2027-01")
        self.assertEqual(self._parts(row), {"": 60})
        self.assertIn("company", row.allocation_ids[0].explanation)

    def test_who_may_share(self):
        row = self._sharing("2027-01", approve=False)
        for role in ("manager", "accountant", "advisor"):
            user = self._staff(f"{role}-share", role, self.sas)
            with self.assertRaises(AccessError):
                self._as(row, user).action_approve()
        network = self._staff("network-share", "network_manager", self.sas)
        mine = self._as(row, network)
        for values in ({"state": "approved"}, {"recovered_total": 5}):
            with self.assertRaises(UserError):
                mine.write(values)
        mine.action_approve()
        self.assertEqual(row.approved_by_id, network)


@tagged("post_install", "-at_install")
class TestAmortization(SharingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = (
            cls.env["oe.royalty.amortization"]
            .with_company(cls.sas)
            .create(
                {
                    "name": "Concept",
                    "company_id": cls.sas.id,
                    "cost_amount": 1_820_000,
                    "date_start": "2024-07-01",
                    "months": 60,
                }
            )
        )

    def test_schedule(self):
        self.plan.action_schedule()
        self.plan.action_schedule()
        self.assertEqual(
            self.plan.line_ids.mapped("amount"),
            [182_000, 364_000, 364_000, 364_000, 364_000, 182_000],
        )

    def test_entries_once_and_in_draft(self):
        self.plan.action_schedule()
        self.plan.action_enter()
        entered = self.plan.line_ids.filtered("move_id")
        self.assertEqual(len(entered), 2)
        move = entered[0].move_id
        self.assertEqual(move.state, "draft")
        self.assertEqual(
            [(line.account_id.code, line.balance) for line in move.line_ids],
            [("681110", 182_000), ("280500", -182_000)],
        )
        self.assertEqual(self.plan.net_amount, 1_820_000 - 546_000)
        with self.assertRefused(UserError, "Nothing is due"):
            self.plan.action_enter()
        for work in (
            self.plan.action_schedule,
            self.plan.unlink,
            lambda: self.plan.write({"cost_amount": 1}),
        ):
            with self.assertRefused(UserError, "Entries were made"):
                work()

    def test_the_accountant_does_it_alone(self):
        self.env.user.group_ids += self.env.ref("account.group_account_manager")
        user = self._staff("books-plan", "accountant", self.sas)
        user.group_ids += self.env.ref("account.group_account_user")
        plan = self._as(self.plan, user)
        plan.action_schedule()
        plan.action_enter()
        self.assertTrue(self.plan.line_ids[0].move_id)
        network = self._staff("network-plan", "network_manager", self.sas)
        with self.assertRaises(AccessError):
            self._as(self.plan, network).action_enter()
