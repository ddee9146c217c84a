import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import JUNE, MissionCase


@tagged("post_install", "-at_install")
class TestNetwork(MissionCase):
    """Shares, work for another cooperative and business brought, to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lesson = cls._service(
            "Cours", 49, "tva_normale_encaissement", nature="other"
        )
        cls.paul = cls._person("Paul Martin", cls.cae)
        cls._activity(cls.paul, cls.cae, pole_id=cls.pole.id)
        cls.rose = cls._person("Rose Lenoir", cls.cae)
        cls._activity(cls.rose, cls.cae, pole_id=cls.pole.id)
        # Hosted by the other cooperative of the territory only.
        cls.nadia = cls._worker("Nadia Benali")

    def _done(self, *people, **values):
        """A lesson of an hour each Monday, sold by the general company; one given."""
        mission = self._mission(*people, lines=[(self.lesson, 60)], **values)
        self.visit = mission.intervention_ids.sorted("planned_start")[0]
        self._record(self.visit, "09:00", "10:00")
        return mission

    def _invoice(self, post=True):
        move = self.env["sale.order"]._oe_invoice_hours(self.cae, None, JUNE.end)
        move.invoice_date = "2026-06-30"
        if post:
            move.action_post()
        return move

    def _account(self, person):
        return str(person.activity_link_ids.account_id.id)

    # -- shares --------------------------------------------------------------------

    def _shared(self, first=60, second=40):
        mission = self._done(self.paul)
        mission.seats = 2
        mission._add_member(self.rose)
        paul, rose = mission.member_ids.sorted("id")
        paul.share, rose.share = first, second
        mission.money_follows = "shares"
        return mission

    def test_money_follows_the_hours_by_default(self):
        mission = self._shared()
        mission.money_follows = "hours"
        lines = self._invoice(False).invoice_line_ids
        self.assertEqual(lines.analytic_distribution, {self._account(self.paul): 100})

    def test_or_the_shares_agreed_one_line_each(self):
        self._shared()
        lines = self._invoice(False).invoice_line_ids
        self.assertEqual(
            [(line.quantity, line.price_subtotal) for line in lines],
            [(0.6, 29.4), (0.4, 19.6)],
        )
        self.assertEqual(
            [line.analytic_distribution for line in lines],
            [{self._account(self.paul): 100}, {self._account(self.rose): 100}],
        )

    def test_shares_that_are_no_whole_are_refused_with_their_sum(self):
        self._shared(60, 30)
        with self.assertRefused(UserError, "90 %"):
            self._invoice(False)

    def test_shares_are_those_of_the_day(self):
        mission = self._shared()
        paul, rose = mission.member_ids.sorted("id")
        rose.date_start = "2026-06-08"
        paul.share = 100
        lines = self._invoice(False).invoice_line_ids
        self.assertEqual(lines.analytic_distribution, {self._account(self.paul): 100})

    # -- across cooperatives ---------------------------------------------------------

    def _transfer(self):
        return self.env["sale.order"]._oe_transfer_hours(self.cae, JUNE.end)

    def test_who_hosts_invoices_who_sells_and_the_mirror_comes_by_itself(self):
        mission = self._done(self.nadia)
        self.assertEqual(mission.member_ids.host_id, self.cae_sap)
        mission.transfer_percent = 90
        client_move = self._invoice()
        structure = str(self.cae.oe_structure_account_id.id)
        self.assertEqual(
            client_move.invoice_line_ids.analytic_distribution, {structure: 100}
        )
        sale = self._transfer()
        self.assertEqual(sale.company_id, self.cae_sap)
        self.assertEqual(sale.partner_id, self.cae.partner_id)
        line = sale.invoice_line_ids
        self.assertEqual((line.quantity, line.price_subtotal), (1, 44.1))
        self.assertEqual(line.analytic_distribution, {self._account(self.nadia): 100})
        self.assertEqual(sale.amount_tax, 8.82)
        sale.action_post()
        bill = sale.oe_mirror_ids
        self.assertEqual(bill.company_id, self.cae)
        self.assertEqual(bill.amount_total, sale.amount_total)
        self.assertEqual(
            bill.with_company(self.cae).invoice_line_ids.account_id.code, "611000"
        )
        self.assertEqual(bill.invoice_line_ids.analytic_distribution, {structure: 100})
        self.assertFalse(self._transfer(), "run again nothing doubles")

    def test_nothing_before_the_client_is_invoiced_and_again_when_deleted(self):
        self._done(self.nadia)
        self.assertFalse(self._transfer())
        self._invoice(False)
        self.assertFalse(self._transfer(), "a draft is no invoice")
        self.env["account.move"].search([("state", "=", "draft")]).action_post()
        self._transfer().unlink()
        self.assertEqual(self._transfer().amount_untaxed, 49)

    def test_a_counter_entry_becomes_a_credit_note_between_them(self):
        self._done(self.nadia)
        self._invoice()
        self._transfer().action_post()
        wall = self.cae._oe_wall
        start = wall(self.visit.actual_start)
        self.visit._correct(start, start.replace(minute=30), 0, "écourtée")
        self._invoice()
        credit = self._transfer()
        self.assertEqual(credit.move_type, "out_refund")
        self.assertEqual(credit.amount_untaxed, 24.5)
        credit.action_post()
        self.assertEqual(credit.oe_mirror_ids.move_type, "in_refund")

    def test_a_home_service_is_never_done_from_another_cooperative(self):
        mission = self._mission()
        with self.assertRefused(UserError, "no contract"):
            mission._propose(self.paul)
        with self.assertRefused(ValidationError, "staff register"):
            self.env["oe.mission.member"].create(
                {
                    "mission_id": mission.id,
                    "entrepreneur_id": self.paul.id,
                    "activity_id": self.paul.activity_link_ids.id,
                }
            )

    def test_the_activity_of_somebody_else_is_refused(self):
        mission = self._mission(lines=[(self.lesson, 60)])
        with self.assertRefused(ValidationError, "not that of this person"):
            self.env["oe.mission.member"].create(
                {
                    "mission_id": mission.id,
                    "entrepreneur_id": self.rose.id,
                    "activity_id": self.paul.activity_link_ids.id,
                }
            )

    # -- business brought ------------------------------------------------------------

    def _fees(self):
        return self.env["sale.order"]._oe_enter_fees(self.cae, JUNE.end)

    def _brought(self, **values):
        terms = {"oe_brought_by_id": self.rose.id, "oe_fee_percent": 10}
        return self._done(self.paul, **{**terms, "oe_fee_cap": 100, **values})

    def test_the_fee_goes_from_who_does_to_who_brought(self):
        mission = self._brought()
        self.assertFalse(self._fees(), "nothing before an invoice is posted")
        self._invoice()
        fee = self._fees()
        self.assertEqual((fee.turnover, fee.amount), (49, 4.9))
        fee.move_id.action_post()
        column = self.env.ref("oe_base.analytic_plan_activities")._column_name()
        moved = {
            str(line[column].id): round(line.amount, 2)
            for line in fee.move_id.line_ids.analytic_line_ids
        }
        self.assertEqual(
            moved, {self._account(self.rose): 4.9, self._account(self.paul): -4.9}
        )
        self.assertFalse(self._fees(), "run again nothing is added")
        self.assertIn("Rose Lenoir", mission.order_id._oe_fee_sentence())
        self.assertIn("10\u00a0%", mission.order_id._oe_fee_sentence())
        rows = self.rose._income_rows(JUNE.start, JUNE.end)
        self.assertEqual([row["cents"] for row in rows], [490])

    def test_the_cap_holds_over_the_whole_order(self):
        self._brought(oe_fee_cap=3)
        self._invoice()
        fee = self._fees()
        self.assertEqual((fee.amount, fee.over_cap), (3, 1.9))

    def test_a_credit_note_takes_back_its_part(self):
        self._brought()
        move = self._invoice()
        self._fees()
        move._reverse_moves(
            [{"date": move.date, "invoice_date": move.date}]
        ).action_post()
        self.assertEqual(self._fees().amount, -4.9)

    def test_who_assessed_earns_nothing_unless_agreed(self):
        self._brought(oe_assessed_by_id=self.rose.id)
        self._invoice()
        self.assertFalse(self._fees())
        self.env["sale.order"].search([]).oe_assessor_earns = True
        self.assertEqual(self._fees().amount, 4.9)

    def test_a_fee_without_bringer_or_cap_is_refused(self):
        with self.assertRefused(ValidationError, "its cap"):
            self._need(oe_brought_by_id=self.rose.id, oe_fee_percent=10)
        with self.assertRefused(ValidationError, "its cap"):
            self._need(oe_fee_percent=10, oe_fee_cap=10)

    def test_both_from_one_wizard_of_an_own_company(self):
        self._brought()
        self._invoice()
        wizard = {"company_id": self.cae.id, "month": "2026-06-10"}
        action = self.env["oe.network.wizard"].create(wizard).action_enter()
        self.assertEqual(len(self.env["account.move"].search(action["domain"])), 1)
        accountant = self._staff("accountant-network", "accountant", self.cae_sap)
        accountant.group_ids += self.env.ref("account.group_account_invoice")
        foreign = self._as("oe.network.wizard", accountant).create(wizard)
        with self.assertRaises(AccessError):
            foreign.action_enter()
        with self.assertRaises(AccessError):
            self._as("oe.brought.fee", accountant).check_access("create")

    # -- attacked --------------------------------------------------------------------

    def test_hours_invoiced_between_cooperatives_are_never_so_twice(self):
        """Credited to the client, then corrected: the other one invoiced them."""
        self._done(self.nadia)
        move = self._invoice()
        self._transfer().action_post()
        move._reverse_moves(
            [{"date": move.date, "invoice_date": move.date}]
        ).action_post()
        wall = self.cae._oe_wall
        start = wall(self.visit.actual_start)
        self.visit._correct(start, start.replace(minute=30), 0, "écourtée")
        self._invoice()
        credit = self._transfer()
        self.assertEqual(credit.move_type, "out_refund")
        self.assertEqual(credit.amount_untaxed, 24.5)

    def test_hours_of_another_cooperative_are_freed_by_a_whole_credit(self):
        self._done(self.nadia)
        move = self._invoice()
        move._reverse_moves(
            [{"date": move.date, "invoice_date": move.date}]
        ).action_post()
        self.assertEqual(self._invoice(False).amount_untaxed, 49)

    def test_a_sale_between_them_that_is_cancelled_or_credited_is_due_again(self):
        self._done(self.nadia)
        self._invoice()
        self._transfer().button_cancel()
        sale = self._transfer()
        self.assertEqual(sale.amount_untaxed, 49)
        sale.action_post()
        self.assertFalse(self._transfer())
        sale._reverse_moves([{"date": sale.date}], cancel=True)
        self.assertEqual(self._transfer().amount_untaxed, 49)

    def test_shares_pay_no_hour_twice(self):
        mission = self._done(self.nadia)
        with self.assertRefused(ValidationError, "hours"):
            mission.money_follows = "shares"

    def test_an_invoice_of_a_later_month_waits_for_its_month(self):
        self._brought()
        move = self._invoice(False)
        move.invoice_date = "2026-07-03"
        move.action_post()
        self.assertFalse(self._fees())
        orders = self.env["sale.order"]
        later = orders._oe_enter_fees(self.cae, datetime.date(2026, 8, 1))
        self.assertEqual((later.amount, later.until.month), (4.9, 8))
        self.assertFalse(self._fees(), "June again takes nothing back")

    def test_a_cancelled_entry_pays_no_fee(self):
        self._brought()
        self._invoice()
        fee = self._fees()
        fee.move_id.button_cancel()
        self.assertEqual(self._fees().amount, 4.9)

    def test_a_fee_without_an_account_of_the_structure(self):
        self._brought()
        move = self._invoice(False)
        move.invoice_line_ids.analytic_distribution = False
        move.action_post()
        self.cae.oe_structure_account_id = False
        fee = self._fees()
        fee.move_id.action_post()
        self.assertEqual(fee.amount, 4.9)

    def test_who_replaces_from_elsewhere_is_not_paid_by_shares_too(self):
        mission = self._shared()
        second = mission.intervention_ids.sorted("planned_start")[1]
        second._replace(self.nadia)
        self._record(second, "09:00", "10:00")
        lines = self._invoice(False).invoice_line_ids
        found = {
            next(iter(line.analytic_distribution)): line.price_subtotal
            for line in lines
        }
        structure = str(self.cae.oe_structure_account_id.id)
        self.assertEqual(found[structure], 49)
        self.assertEqual(sum(found.values()), 98)
