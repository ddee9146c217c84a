"""Class 70 control, 7511 beside 6511, and the charge to the activities."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import RoyaltyCase

SUMS = ("amount", "included", "excluded", "to_collect", "difference")


@tagged("post_install", "-at_install")
class TestControl(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._license()

    def _turnover(self, month, **domain):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["oe.royalty.turnover"].search(
            [("company_id", "=", self.cae.id), ("month", "=", f"{month}-01")]
        )
        return tuple(sum(rows.mapped(name)) for name in SUMS)

    def _entry_in_70(self, amount, day):
        bank = self.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", self.cae.id)], limit=1
        )
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "company_id": self.cae.id,
                "journal_id": bank.id,
                "date": day,
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": balance})
                    for account, balance in (
                        (self.cae._oe_chart_ref("pcg_706"), -amount),
                        (self.cae._oe_chart_ref("pcg_467"), amount),
                    )
                ],
            }
        )
        move.action_post()
        return move

    def test_class_70_less_what_is_known_is_nothing(self):
        self._sale(1000, "2027-01-05")
        self._sale(300, "2027-01-06", self.sas.partner_id)
        self._entry_in_70(40, "2027-01-31")
        self.assertEqual(self._turnover("2027-01"), (1340, 0, 40, 1300, 0))
        self._statement("2027-01", lock=True)
        self.assertEqual(self._turnover("2027-01"), (1340, 1000, 340, 0, 0))
        self._sale(50, "2027-01-28")
        self.assertEqual(self._turnover("2027-01"), (1390, 1000, 340, 50, 0))
        self._statement("2027-02", lock=True)
        self.assertEqual(self._turnover("2027-01"), (1390, 1050, 340, 0, 0))

    def test_what_no_rule_looks_at_is_a_difference(self):
        move = self._sale(1000, "2027-01-05")
        self._statement("2027-01", lock=True)
        self.env.cr.execute(
            "UPDATE account_move_line SET balance = -990 WHERE id = %s",
            [move.invoice_line_ids.id],
        )
        self.assertEqual(self._turnover("2027-01"), (990, 1000, 0, -10, 0))
        self.env.cr.execute(
            "UPDATE account_move_line SET display_type = 'rounding' WHERE id = %s",
            [move.invoice_line_ids.id],
        )
        self.assertEqual(self._turnover("2027-01")[-1], -10)

    def test_a_line_that_is_gone_waits_for_its_drift(self):
        move = self._sale(1000, "2027-01-05")
        self._statement("2027-01", lock=True)
        self.env.cr.execute(
            "UPDATE account_move_line SET parent_state = 'cancel' WHERE move_id = %s",
            [move.id],
        )
        self.assertEqual(self._turnover("2027-01"), (0, 1000, 0, -1000, 0))
        self._statement("2027-02", lock=True)
        self.assertEqual(self._turnover("2027-01"), (0, 0, 0, 0, 0))

    def test_collected_is_to_collect_until_paid(self):
        self.contract.basis = "collected"
        self._sale(1000, "2027-01-05")
        self._statement("2027-01", lock=True)
        self.assertEqual(self._turnover("2027-01"), (1000, 0, 0, 1000, 0))

    def test_each_party_sees_its_own_and_no_customer(self):
        self._license(self.cae_sap)
        self._sale(1000, "2027-01-05")
        self._invoice(self.cae_sap, self.household, [(70, None, None)], "2027-01-05")
        self.env.flush_all()
        model = self.env["oe.royalty.turnover"]
        mine = self._as(model, self._staff("manager-control", "manager", self.cae))
        self.assertEqual(
            mine.search([("month", "=", "2027-01-01")]).company_id, self.cae
        )
        network = self._staff("network-control", "network_manager", self.sas)
        rows = self._as(model, network).search([("month", "=", "2027-01-01")])
        self.assertEqual(len(rows), 2)
        self.assertNotIn("Foyer", str(rows.read()))
        with self.assertRaises(AccessError):
            rows[0].action_open_move()
        person = self._person("Moi", self.cae, login="moi-control").user_id
        with self.assertRaises(AccessError):
            self._as(model, person).search([])

    def test_7511_is_6511_once_posted(self):
        self._sale(1000, "2027-01-05")
        statement = self._statement("2027-01", lock=True)
        self._period("2027-01").action_invoice()
        self.env.flush_all()
        books = self.env["oe.royalty.books"].search([("company_id", "=", self.cae.id)])
        self.assertEqual((books.sold, books.bought, books.waiting), (50, 0, 50))
        statement.bill_id.action_post()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((books.sold, books.bought, books.waiting), (50, 50, 0))
        self.assertEqual(books.difference, 0)

    def _charged(self, activity):
        lines = self.env["account.analytic.line"].search(
            [("auto_account_id", "=", activity.account_id.id), ("amount", "<", 0)]
        )
        return -sum(lines.mapped("amount"))

    def test_charge_to_the_activities_to_the_cent(self):
        self.contract.charge = "activities"
        people = [self._person(name, self.cae) for name in ("Ana", "Bo", "Cy")]
        activities = [self._activity(person, self.cae) for person in people]
        for activity in activities:
            self._invoice(
                self.cae, self.household, [(100.03, activity, None)], "2027-01-05"
            )
        self._sale(100, "2027-01-06")
        statement = self._statement("2027-01", lock=True)
        self._period("2027-01").action_invoice()
        self.assertEqual(statement.amount, 20)
        charged = [round(self._charged(activity), 2) for activity in activities]
        self.assertEqual(sorted(charged), [5, 5, 5])
        entry = statement.charge_move_id
        self.assertEqual((entry.state, entry.company_id), ("posted", self.cae))
        self.assertEqual(sum(entry.line_ids.mapped("balance")), 0)
        account = self.cae._oe_chart_ref("pcg_6511")
        self.assertEqual(entry.line_ids.account_id, account)

    def test_charge_of_a_month_of_corrections(self):
        self.contract.charge = "activities"
        activity = self._activity(self._person("Ana", self.cae), self.cae)
        move = self._invoice(
            self.cae, self.household, [(1000, activity, None)], "2027-01-05"
        )
        self._statement("2027-01", lock=True)
        self._refund(move, 1000, "2027-02-05")
        statement = self._statement("2027-02", lock=True)
        self._period("2027-01").action_invoice()
        self._period("2027-02").action_invoice()
        self.assertEqual(statement.amount, -50)
        lines = self.env["account.analytic.line"].search(
            [
                ("auto_account_id", "=", activity.account_id.id),
                ("general_account_id", "=", self.cae._oe_chart_ref("pcg_6511").id),
            ]
        )
        self.assertEqual(sorted(lines.mapped("amount")), [-50, 50])
