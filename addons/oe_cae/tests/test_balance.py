"""Both halves of the account of an activity, on real posted moves (R.7331-5)."""

import datetime

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import CaeCase

DAY = datetime.date(2026, 6, 30)


class BalanceCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client_a = cls.env["res.partner"].create({"name": "Client A"})
        cls.balance = cls.env["oe.cae.balance"]
        scheme = cls._scheme(recognition="collected")
        cls.person, cls.mine = cls._worker("Nadia", scheme, login="nadia-bilan")
        cls.other_person, cls.other = cls._worker("Paul", scheme, login="paul-bilan")
        cls.vat = "tva_normale_encaissement"

    def _rows(self, activity, day=DAY):
        told = self.balance._spreads(self.cae, day, activity.account_id)
        start = self.balance._year_start(self.cae, day)
        return self.balance._halves(told, start, {activity.account_id.id})

    def _by_type(self, rows, half="balance"):
        """Cents of a half by type of account."""
        found = {}
        for row in rows:
            if row["half"] != half:
                continue
            kind = row["account"]
            if isinstance(kind, int):
                kind = self.env["account.account"].browse(kind).account_type
            found[kind] = found.get(kind, 0) + row["cents"]
        return found

    def _assertControlled(self, day=DAY):
        """Σ activities + structure = ledger, account by account; part = whole."""
        rows, told = self.balance._control_halves(self.cae, day)
        for row in rows:
            self.assertEqual(
                row["activities"] + row["structure"], row["ledger"], row["label"]
            )
        start = self.balance._year_start(self.cae, day)
        for activity in self.mine | self.other:
            whole = self.balance._halves(told, start, {activity.account_id.id})
            part = self._rows(activity, day)
            self.assertEqual(
                [(row["account"], row["cents"]) for row in part],
                [(row["account"], row["cents"]) for row in whole],
            )
            for rows_of in (part, whole):
                halves = {"profit": 0, "balance": 0}
                for row in rows_of:
                    halves[row["half"]] += row["cents"]
                self.assertEqual(halves["profit"], halves["balance"])


@tagged("post_install", "-at_install")
class TestBalance(BalanceCase):
    def test_case_5_balance_sheet_half(self):
        """1 000.00 + 200.00 VAT, bill 300.00 + 60.00, 100.00 due, 700.00 paid."""
        sale = self._invoice(
            self.cae, self.client_a, [(1000, self.mine, "tva_normale")], "2026-06-10"
        )
        bill = self._charge(self.mine, 300, "pcg_604", "2026-06-12")
        bill.button_draft()
        bill.invoice_line_ids.tax_ids = self.cae._oe_chart_ref("tva_acq_normale")
        bill.action_post()
        self.assertEqual((sale.amount_total, bill.amount_total), (1200, 360))
        self._pay(sale, 700, "2026-06-20")
        plan = self.env["account.analytic.plan"]._oe_activities_plan()
        statement = self._close(self.cae, "2026-06-01").filtered(
            lambda row: row.activity_id == self.mine
        )
        charged = to_cents(-statement.contribution)
        self.assertEqual(charged, 5833, "10 % of 583.33 collected excl. VAT")
        rows = self._rows(self.mine)
        result = sum(row["cents"] for row in rows if row["half"] == "profit")
        self.assertEqual(result, 70000 - charged)
        found = self._by_type(rows)
        self.assertEqual(found.pop("asset_receivable"), 50000)
        self.assertEqual(found.pop("liability_payable"), -36000)
        self.assertEqual(found.pop("internal"), -charged)
        self.assertEqual(found.pop("liability_current", 0), -20000)
        held = found.pop("asset_cash", 0) + found.pop("asset_current", 0)
        self.assertEqual(held, 70000 + 6000, "bank, and the VAT to get back")
        self.assertFalse(found)
        self.assertTrue(plan)
        self._assertControlled()

    def test_a_shared_invoice_paid_in_parts_keeps_every_cent(self):
        sale = self._invoice(
            self.cae,
            self.client_a,
            [(100.01, self.mine, self.vat), (33.33, self.other, self.vat)],
            "2026-06-10",
        )
        for amount, day in ((50.03, "2026-06-12"), (10.01, "2026-06-14")):
            self._pay(sale, amount, day)
            self._assertControlled()
        self._pay(sale, sale.amount_residual, "2026-06-20")
        self._assertControlled()
        found = self._by_type(self._rows(self.mine))
        self.assertFalse(found.get("asset_receivable"), "nobody owes any more")
        self.assertEqual(sum(found.values()), 10001)

    def test_credit_note_write_off_and_an_unknown_payment(self):
        sale = self._invoice(
            self.cae, self.client_a, [(500, self.mine, self.vat)], "2026-06-10"
        )
        refund = self._refund(sale, 100, "2026-06-15")
        (sale + refund).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).reconcile()
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=sale.ids)
            .create({"amount": 470, "payment_date": "2026-06-20"})
        )
        wizard.payment_difference_handling = "reconcile"
        wizard.writeoff_account_id = self.cae._oe_chart_ref("pcg_6588")
        wizard._create_payments()
        self.env["account.payment"].create(
            {
                "amount": 80,
                "date": "2026-06-21",
                "payment_type": "inbound",
                "partner_id": self.client_a.id,
                "company_id": self.cae.id,
                "journal_id": self.env["account.journal"]
                .search(
                    [("company_id", "=", self.cae.id), ("type", "=", "bank")], limit=1
                )
                .id,
            }
        ).action_post()
        self._assertControlled()
        found = self._by_type(self._rows(self.mine), "profit")
        self.assertEqual(found["income"], 40000)

    def test_lines_split_by_hand_or_nobody_s_stay_in_the_sum(self):
        half = {str(self.mine.account_id.id): 33.33, str(self.other.account_id.id): 20}
        bill = self._charge(self.mine, 100.01, "pcg_604", "2026-06-12")
        bill.button_draft()
        bill.invoice_line_ids.analytic_distribution = half
        bill.action_post()
        self._invoice(self.cae, self.client_a, [(77.77, None, self.vat)], "2026-06-10")
        self._assertControlled()
        found = self._by_type(self._rows(self.mine), "profit")
        parts = bill.line_ids.analytic_line_ids.filtered("move_line_id")
        column = self.env["account.analytic.plan"]._oe_activities_plan()._column_name()
        mine = parts.filtered(lambda part: part[column] == self.mine.account_id)
        self.assertEqual(sum(found.values()), to_cents(sum(mine.mapped("amount"))))
        self.assertLess(sum(found.values()), -3300)

    def test_a_pay_entry_split_over_two_activities_and_its_transfer(self):
        def account(code):
            accounts = self.env["account.account"].with_company(self.cae)
            domain = [("company_ids", "=", self.cae.id), ("code", "=like", f"{code}%")]
            return accounts.search(domain, limit=1).id

        accounts = [str(each.account_id.id) for each in (self.mine, self.other)]
        journal = self.env["account.journal"].search(
            [("company_id", "=", self.cae.id), ("type", "=", "general")], limit=1
        )
        entry = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "date": "2026-06-30",
                "company_id": self.cae.id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account("6411"),
                            "debit": debit,
                            "analytic_distribution": {analytic: 100},
                        }
                    )
                    for analytic, debit in zip(accounts, (700, 300), strict=True)
                ]
                + [
                    Command.create({"account_id": account("421"), "credit": 780.01}),
                    Command.create({"account_id": account("431"), "credit": 219.99}),
                ],
            }
        )
        entry.action_post()
        self._assertControlled()
        found = self._by_type(self._rows(self.mine))
        self.assertEqual(sum(found.values()), -70000)

    def test_results_of_past_years_are_one_row(self):
        self._invoice(self.cae, self.client_a, [(300, self.mine, None)], "2025-12-10")
        self._invoice(self.cae, self.client_a, [(50, self.mine, None)], "2026-06-10")
        rows = self._rows(self.mine)
        found = self._by_type(rows, "profit")
        self.assertEqual(found, {"earlier": 30000, "income": 5000})
        self.assertEqual(
            self._by_type(self._rows(self.mine, DAY.replace(month=5))),
            {"asset_receivable": 30000},
        )
        self._assertControlled()

    def test_the_number_of_queries_does_not_grow(self):
        def books(count):
            for _i in range(count):
                sale = self._invoice(
                    self.cae, self.client_a, [(10, self.mine, self.vat)], "2026-06-10"
                )
                self._pay(sale, 5, "2026-06-12")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.balance._control_halves(self.cae, DAY)
            return self.env.cr.sql_log_count - before

        few = books(1)
        self.assertLessEqual(books(12), few)


@tagged("post_install", "-at_install")
class TestAccountSheet(BalanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sale = cls._invoice(
            cls.cae, cls.client_a, [(100, cls.mine, cls.vat)], "2026-06-10"
        )
        cls._invoice(cls.cae, cls.client_a, [(70, cls.other, cls.vat)], "2026-06-10")
        cls.advisor = cls._staff("conseil-bilan", "advisor", cls.cae)
        cls.env.flush_all()

    def test_the_control_of_a_company_and_its_drill(self):
        period = self._as(self._period(self.cae, "2026-06-01"), self.advisor)
        sheet = self._sheet(period.action_cae_halves())
        self.assertEqual((sheet.difference, sheet.result), (0, 170))
        rows = {row.account_id: row for row in sheet.activity_line_ids}
        self.assertEqual(rows[self.mine.account_id].clients, 120)
        opened = self._sheet(rows[self.mine.account_id].action_open())
        self.assertEqual((opened.result, opened.difference), (100, 0))
        sales = opened.line_ids.filtered(lambda row: row.half == "profit")
        found = self.env["account.move.line"].search(sales.action_items()["domain"])
        self.assertEqual(found.move_id, self.sale)
        ledger = sheet.line_ids.filtered(lambda row: row.half == "profit")
        found = self.env["account.move.line"].search(ledger.action_items()["domain"])
        self.assertEqual(len(found), 2)

    def _sheet(self, action):
        sheets = self._as(action["res_model"], self.advisor)
        return sheets.browse(action["res_id"])

    def test_from_the_activity_and_for_another_day(self):
        sheet = self._sheet(self._as(self.mine, self.advisor).action_account_sheet())
        sheet.date = "2026-06-09"
        sheet.action_fill()
        self.assertEqual((sheet.result, len(sheet.line_ids)), (0, 0))
        self.assertEqual(str(sheet.year_start), "2026-01-01")

    def test_nobody_opens_another_s_sheet_or_company(self):
        sheet = self._sheet(self._as(self.mine, self.advisor).action_account_sheet())
        second = self._staff("second-bilan", "advisor", self.cae)
        for record in (sheet, sheet.line_ids[0]):
            with self.assertRaises(AccessError):
                self._as(record, second).read(["currency_id"])
        with self.assertRaises(AccessError):
            self._as("oe.cae.account.sheet", second).create(
                {"company_id": self.cae_sap.id}
            )
        for who in (self.person.user_id, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self._as("oe.cae.account.sheet", who).create({})


@tagged("post_install", "-at_install")
class TestAccountPages(BalanceCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = cls.cae._oe_today().isoformat()
        cls.sale = cls._invoice(
            cls.cae, cls.client_a, [(100, cls.mine, cls.vat)], today
        )
        cls.sale.oe_activity_id = cls.mine
        cls.route = f"/my/oe/accounts/{cls.mine.id}"
        cls.treasury = f"/my/oe/treasury/{cls.mine.id}"
        account = cls.sale.invoice_line_ids.account_id
        cls.items = f"{cls.route}/profit/{account.id}"

    def test_both_halves_and_the_document_behind(self):
        self.authenticate("nadia-bilan", PASSWORD)
        self.assertIn(self.route, self.url_open("/my/oe/tab/account").text)
        page = self.url_open(self.route).text
        self.assertIn("100,00", page)
        self.assertIn("120,00", page)
        self.assertIn(self.items, page)
        page = self.url_open(self.items).text
        self.assertIn(self.sale.name, page)
        self.assertIn(f"/my/oe/sales/invoices/{self.sale.id}", page)

    def test_the_next_three_months(self):
        self._pay(self.sale, 20, self.cae._oe_today())
        self.authenticate("nadia-bilan", PASSWORD)
        page = self.url_open(self.treasury).text
        self.assertIn("20,00", page, "held")
        self.assertIn("Client A", page)
        held, months, owed = self.env["oe.cae.treasury"]._forecast(self.mine)
        self.assertEqual(held, 2000)
        self.assertEqual([cents for _line, _day, cents in owed], [10000])
        self.assertEqual(months[1].kinds["taxes"], -2000)
        total = sum(sum(row.kinds.values()) for row in months)
        self.assertEqual(months[-1].closing_cents, held + total)

    def test_the_part_fixe_is_expected_each_month(self):
        _person, activity = self._worker("Zoé", self._scheme(), fixed_pay=600)
        _held, months, _owed = self.env["oe.cae.treasury"]._forecast(activity)
        costs = [row.kinds.get("pay") for row in months]
        self.assertTrue(all(cost and cost < -60000 for cost in costs), costs)

    def test_others_and_strangers_find_nothing(self):
        self.authenticate("paul-bilan", PASSWORD)
        for route in (
            self.route,
            self.items,
            self.treasury,
            f"{self.route}/profit/1",
        ):
            self.assertEqual(self.url_open(route).status_code, 404, route)
        self.authenticate(None, None)
        for route in (self.route, self.items, self.treasury):
            self.assertIn("/web/login", self.url_open(route).url)

    def test_a_shared_account_shows_totals_only(self):
        self._activity(
            self.other_person, self.cae, "Ensemble", account_id=self.mine.account_id.id
        )
        self.authenticate("nadia-bilan", PASSWORD)
        page = self.url_open(self.route).text
        self.assertIn("100,00", page)
        self.assertNotIn(self.items, page)
        self.assertEqual(self.url_open(self.items).status_code, 404)

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("nadia-bilan", PASSWORD)
        self._assertCallsRefused(
            ("oe.cae.balance", "_spreads", [self.cae.id, "2026-06-30"]),
            ("oe.cae.account.sheet", "create", [{"company_id": self.cae.id}]),
            ("oe.cae.account.sheet", "action_fill", [[1]]),
            ("oe.activity", "action_account_sheet", [[self.mine.id]]),
            ("oe.period", "action_cae_halves", [[1]]),
        )
