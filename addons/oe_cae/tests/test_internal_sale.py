"""One entrepreneur sells to another: two movements, the rate of its own."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import CaeCase


class InternalCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._scheme(has_internal_rate=True, internal_rate=5)
        cls.seller, cls.sold = cls._worker("Nadia", cls.scheme, login="nadia-entre")
        cls.buyer, cls.bought = cls._worker("Paul", cls.scheme, login="paul-entre")
        cls.stranger, cls.third = cls._worker("Zoé", cls.scheme, login="zoe-entre")
        cls.sales = cls.env["oe.cae.internal.sale"]
        cls.month = cls.cae._oe_today().replace(day=1)

    def _ask(self, cents=50000, ref=None, **kwargs):
        return self.sales._ask(self.sold, self.bought, "Affiche", cents, ref, **kwargs)

    def _done(self, cents=50000):
        sale = self._ask(cents)
        sale._answer(self.buyer.partner_id, True)
        return sale

    def _statements(self):
        period = self.env["oe.period"]._get(self.cae, self.month)
        period.action_cae_prepare()
        return {row.activity_id: row for row in period.cae_statement_ids}


@tagged("post_install", "-at_install")
class TestInternalSale(InternalCase):
    def test_case_9_internal_sale(self):
        """500.00 at 5 %: A +500.00, B −500.00, entity 0, no VAT, 25.00 on A."""
        sale = self._done()
        self.assertEqual(sorted(sale.line_ids.mapped("amount")), [-500, 500])
        self.assertFalse(sale.line_ids.move_line_id, "no ledger account, no VAT")
        rows = self._statements()
        a, b = rows[self.sold], rows[self.bought]
        self.assertEqual((a.turnover, a.contribution, a.balance), (500, -25, 475))
        self.assertEqual((b.turnover, b.purchases, b.contribution), (0, -500, 0))
        self.assertEqual(b.balance, -500)
        line = a.line_ids.filtered(lambda row: row.kind == "internal_sale")
        found = self.sales.search(line.action_sources()["domain"])
        self.assertEqual(found, sale)
        why = a.line_ids.filtered(lambda row: row.kind == "contribution").explanation
        self.assertIn("500,00", why)
        self.assertIn("25,00", why)

    def test_the_accounts_show_it_on_both_sides_and_the_sum_stays(self):
        self._done()
        balance = self.env["oe.cae.balance"]
        today = self.cae._oe_today()
        rows, told = balance._control_halves(self.cae, today)
        for row in rows:
            self.assertEqual(row["activities"] + row["structure"], row["ledger"])
        for activity, cents in ((self.sold, 50000), (self.bought, -50000)):
            own = {activity.account_id.id}
            part = balance._spreads(self.cae, today, activity.account_id)
            for source in (told, part):
                found = balance._halves(source, self.month, own)
                self.assertEqual([row["cents"] for row in found], [cents, cents])

    def test_taken_back_after_the_close_at_its_own_rate(self):
        sale = self._done(10000)
        with self.assertRefused(UserError, "no longer changes"):
            sale.amount = 5
        sale.action_take_back()
        rows = self._statements()
        self.assertEqual(rows[self.sold].balance, 0)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            sale.action_take_back()
        with self.assertRefused(UserError, "entered is taken back"):
            self._ask().action_take_back()

    def test_a_closed_month_takes_nothing_more(self):
        sale = self._ask()
        self._close(self.cae, self.month.isoformat())
        with self.assertRefused(UserError, "closed for"):
            sale._answer(self.buyer.partner_id, True)
        self.assertEqual(sale.state, "asked")

    def test_without_a_rate_of_its_own_it_counts_as_any_sale(self):
        scheme = self._scheme()
        _person, seller = self._worker("Ada", scheme)
        sale = self.sales._ask(seller, self.bought, "Affiche", 10000)
        sale._answer(self.buyer.partner_id, True)
        self.assertEqual(self._statements()[seller].contribution, -10)

    def test_who_answers_and_who_withdraws(self):
        sale = self._ask()
        for who in (self.seller, self.stranger):
            with self.assertRefused(UserError, "Nobody answers"):
                sale._answer(who.partner_id, True)
        with self.assertRefused(UserError, "Nobody answers"):
            sale._withdraw(self.buyer.partner_id)
        with self.assertRefused(UserError, "in a word"):
            sale._answer(self.buyer.partner_id, False, " ")
        sale._answer(self.buyer.partner_id, False, "Pas commandé")
        self.assertEqual((sale.state, sale.note), ("refused", "Pas commandé"))
        with self.assertRefused(UserError, "answered already"):
            sale._answer(self.buyer.partner_id, True)
        other = self._ask()
        other._withdraw(self.seller.partner_id)
        self.assertEqual(other.state, "cancelled")

    def test_what_is_missing_is_said(self):
        away_scheme = self._scheme(self.cae_sap)
        _person, away = self._worker("Ailleurs", away_scheme)
        for args, word in (
            ((self.sold, away, "x", 100), "your cooperative"),
            ((self.sold, self.sold, "x", 100), "your cooperative"),
            ((self.sold, self.bought, "x", 0), "an amount"),
            ((self.sold, self.bought, " ", 100), "what it is for"),
        ):
            with self.assertRefused(UserError, word):
                self.sales._ask(*args)
        self.assertEqual(self._ask(ref="a"), self._ask(ref="a"))

    def test_movements_are_nobody_s_to_change(self):
        line = self._done().line_ids[0]
        for refused in (lambda: line.write({"amount": 1}), line.unlink):
            with self.assertRefused(UserError, "between entrepreneurs"):
                refused()
        manager = self._staff("gerante-entre", "manager", self.cae)
        with self.assertRefused(UserError, "taken back"):
            self._done().unlink()
        mine = self._as(self._ask(), manager)
        mine.action_enter()
        self.assertEqual(mine.state, "done")
        for role in ("advisor", "accountant"):
            user = self._staff(f"{role}-entre", role, self.cae)
            with self.assertRaises(AccessError):
                self._as(self._ask(), user).action_enter()


@tagged("post_install", "-at_install")
class TestInternalPages(InternalCase, PageCase):
    def test_asked_on_one_phone_agreed_on_the_other(self):
        self.authenticate("nadia-entre", PASSWORD)
        self.assertIn("Paul", self.url_open("/my/oe/internal/new").text)
        form = {"buyer_id": self.bought.id, "name": "Affiche", "sent_ref": "i1"}
        route = "/my/oe/internal/send"
        self.assertIn('role="alert"', self._post(route, **form, amount="x").text)
        page = self._post(route, **form, amount="500,00")
        self.assertIn('role="status"', page.text)
        sale = self.sales.search([("sent_ref", "=", "i1")])
        own = f"/my/oe/internal/{sale.id}"
        self.assertIn('role="alert"', self._post(f"{own}/yes").text, "not by oneself")
        self.authenticate("paul-entre", PASSWORD)
        self.assertIn(own, self.url_open("/my/oe").text)
        self.assertIn('role="alert"', self._post(f"{own}/no", note="").text)
        self.assertIn('role="status"', self._post(f"{own}/yes").text)
        self.assertIn("500,00", self.url_open("/my/oe/internal").text)
        sale.invalidate_recordset()
        self.assertEqual(sale.state, "done")

    def test_others_strangers_and_no_token(self):
        sale = self._ask()
        own = f"/my/oe/internal/{sale.id}"
        self.authenticate("zoe-entre", PASSWORD)
        self.assertEqual(self.url_open(own).status_code, 404)
        for verb in ("yes", "no", "withdraw"):
            self.assertEqual(self._post(f"{own}/{verb}").status_code, 404)
        self.authenticate("paul-entre", PASSWORD)
        for route in (f"{own}/yes", "/my/oe/internal/send"):
            self.assertEqual(self.url_open(route, data={"a": "b"}).status_code, 400)
        self.assertEqual(self._post(f"{own}/steal").status_code, 404)
        self.authenticate(None, None)
        for route in (own, "/my/oe/internal", "/my/oe/internal/new"):
            self.assertIn("/web/login", self.url_open(route).url)
        self.assertEqual(sale.state, "asked")

    def test_hostile_remote_calls_are_refused(self):
        sale = self._ask()
        self.authenticate("paul-entre", PASSWORD)
        self._assertCallsRefused(
            *(
                ("oe.cae.internal.sale", method, args)
                for method, args in (
                    ("_answer", [[sale.id], self.buyer.partner_id.id, True]),
                    ("action_enter", [[sale.id]]),
                    ("action_take_back", [[sale.id]]),
                    ("read", [[sale.id], ["amount"]]),
                    ("create", [{"name": "x", "amount": 5}]),
                    ("write", [[sale.id], {"amount": 1}]),
                )
            )
        )
