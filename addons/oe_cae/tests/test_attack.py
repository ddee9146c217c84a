"""What internal users with ordinary rights of Odoo try past the buttons."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_purchase import PurchaseCase
from .test_sell import SellCase


def _with(case, user, *groups):
    user.group_ids = [Command.link(case.env.ref(group).id) for group in groups]
    return user


@tagged("post_install", "-at_install")
class TestAttackSales(SellCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesman = _with(
            cls,
            cls._staff("vendeur-attaque", "advisor", cls.cae),
            "sales_team.group_sale_salesman_all_leads",
            "account.group_account_invoice",
        )
        cls.activity.quote_limit = 100
        cls.big = cls._quote()
        cls.big._oe_go()
        cls.env.flush_all()

    def test_a_salesman_approves_by_writing_the_answer(self):
        order = self._as(self.big, self.salesman)
        for values in (
            {"oe_approval": "approved", "oe_approved_amount": 99999},
            {"oe_approval": False},
            {"oe_approved_amount": 99999},
            {"oe_approver_id": self.manager.id},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                order.write(values)
        self.assertEqual(self.big.oe_approval, "asked")

    def test_a_salesman_takes_the_entrepreneur_off_and_sends(self):
        order = self._as(self.big, self.salesman)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.oe_activity_id = False
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.action_quotation_sent()

    def test_a_salesman_creates_it_approved(self):
        orders = self._as("sale.order", self.salesman)
        values = {
            "partner_id": self.client.partner_id.id,
            "oe_activity_id": self.activity.id,
        }
        for model, more in (
            (orders, {"oe_approval": "approved"}),
            (orders.with_context(default_oe_approval="approved"), {}),
        ):
            with self.subTest(more), self.assertRaises(UserError):
                model.create({**values, **more})
        self.assertTrue(orders.create(values))

    def test_a_manager_reads_the_word_on_a_quote_of_another_cooperative(self):
        self.big.oe_approval_note = "Trop cher pour eux"
        self.env.flush_all()
        row = self.env["oe.cae.to.approve"].search([("res_id", "=", self.big.id)])
        self.assertEqual(self._as(row, self.manager).note, "Trop cher pour eux")
        # A row of one's own, shown as if it were the other document.
        stranger = self._staff("chef-ailleurs", "manager", self.cae_sap)
        other = self._activity(self._person("Léo", self.cae_sap), quote_limit=1)
        mine = self.env["sale.order"].create(
            {
                "company_id": self.cae_sap.id,
                "partner_id": self.client.partner_id.id,
                "oe_activity_id": other.id,
                "oe_approval": "asked",
            }
        )
        self.env.flush_all()
        row = self.env["oe.cae.to.approve"].search([("res_id", "=", mine.id)])
        answer = self._as(row, stranger).onchange(
            {"res_model": "sale.order", "res_id": self.big.id},
            ["res_id"],
            {"res_model": {}, "res_id": {}, "note": {}},
        )
        self.assertNotIn("Trop cher", str(answer))

    def test_an_entrepreneur_has_the_quotes_of_others_sent_to_himself(self):
        """The address of a client who is served by others too is not his to change."""
        given = {"name": "Amicale", "email": "samira@example.com", "is_company": True}
        book = self.env["oe.cae.client"].sudo()
        book._save(self.trainer, given, self.client)
        self.env["sale.order"].create(
            {"company_id": self.cae.id, "partner_id": self.client.partner_id.id}
        )
        with self.assertRefused(UserError, "known to others"):
            book._save(self.trainer, {**given, "email": "a@b.fr"}, self.client)
        self.assertEqual(self.client.partner_id.email, "samira@example.com")

    def test_a_manager_elsewhere_reads_why_a_contract_ends(self):
        self._as("oe.cae.end.wizard", self.manager).create(
            {
                "contract_id": self.contract.id,
                "date_end": "2026-06-30",
                "reason": "agreement",
                "note": "Entre nous",
            }
        )
        away = self._staff("gerance-ailleurs-fin", "manager", self.cae_sap)
        self.assertFalse(self._as("oe.cae.end.wizard", away).search([]))

    def test_an_accountant_elsewhere_reads_a_file_of_payslips(self):
        here = self._staff("compta-paie-ici", "accountant", self.cae)
        away = self._staff("compta-paie-ailleurs", "accountant", self.cae_sap)
        wizard = self._as("oe.cae.payslip.wizard", here).create(
            {"company_id": self.cae.id, "file": b"bWF0cmljdWxlO25ldA=="}
        )
        self.assertFalse(self._as("oe.cae.payslip.wizard", away).search([]))
        with self.assertRaises(AccessError):
            self._as(wizard, away).read(["file"])


@tagged("post_install", "-at_install")
class TestAttackPurchases(PurchaseCase):
    def test_a_manager_agrees_to_a_sale_in_the_place_of_the_buyer(self):
        """Agreed without a movement, or taken back before it was entered."""
        sales = self._as("oe.cae.internal.sale", self.manager)
        values = {
            "name": "Conseil",
            "company_id": self.cae.id,
            "seller_id": self.mine.id,
            "buyer_id": self.other.id,
            "amount": 100,
        }
        for model, more in (
            (sales, {"state": "done"}),
            (sales.with_context(default_state="done"), {}),
            (sales.with_context(default_note="Oui"), {}),
        ):
            with self.subTest(more), self.assertRaises(UserError):
                model.create({**values, **more})
        sale = sales.create(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            sale.state = "done"
        with self.assertRaises(UserError), self.env.cr.savepoint():
            sales.create({**values, "amount": -100, "reversal_of_id": sale.id})
        sale.action_enter()
        self.assertEqual((sale.state, len(sale.sudo().line_ids)), ("done", 2))

    def test_a_buyer_goes_round_the_approval(self):
        buyer = _with(
            self,
            self._staff("acheteur-attaque", "advisor", self.cae),
            "purchase.group_purchase_user",
        )
        order = self._buy(price=501, quantity=1)
        self.env.flush_all()
        mine = self._as(order, buyer)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.button_approve()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.write({"state": "purchase"})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.write({"oe_approval": "approved", "oe_approved_amount": 501})
        self.assertEqual((order.state, order.oe_approval), ("draft", "asked"))

    def test_an_accountant_answers_in_the_place_of_the_entrepreneur(self):
        bill = self._bill()
        bill.oe_activity_id = self.mine
        mine = self._as(bill, self.accountant)
        mine.action_oe_route()
        self.assertEqual(bill.oe_routing, "asked")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.write({"oe_routing": "confirmed"})
