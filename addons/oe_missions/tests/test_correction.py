import datetime
from unittest import mock

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import JUNE
from .test_hours import HoursCase

JULY_END = datetime.date(2026, 8, 1)


@tagged("post_install", "-at_install")
class TestCorrection(HoursCase):
    """Corrected until invoiced; after that by a counter-entry. Cents never leak."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mission = cls._mission(cls.worker)
        cls.visits = cls.mission.intervention_ids.sorted("planned_start")
        cls.visit = cls.visits[0]
        for visit in cls.visits[:3]:
            cls._record(visit)

    def _correct(self, start="09:00", end="11:00", visit=None, reason="heure lue"):
        visit = visit or self.visit
        day = visit.company_id._oe_wall(visit.planned_start).date()
        times = [
            datetime.datetime.combine(day, datetime.time.fromisoformat(moment))
            for moment in (start, end)
        ]
        return visit._correct(*times, 0, reason)

    def _billed_minutes(self):
        return sum(line._oe_minutes() for line in self._hours(self.visit))

    def test_before_the_invoice_the_hours_are_entered_anew(self):
        correction = self._correct()
        self.assertFalse(correction.is_counter_entry)
        self.assertEqual(
            (correction.billed_before, correction.billed_after), (180, 120)
        )
        self.assertEqual(self._billed_minutes(), 120)
        self.assertEqual(len(self._hours(self.visit)), 2)
        slot = self.env["oe.worked.slot"].search(
            [("source", "=", f"oe.intervention,{self.visit.id}")]
        )
        self.assertEqual(slot.end - slot.start, datetime.timedelta(hours=2))

    def test_after_the_invoice_a_counter_entry_and_the_next_invoice_takes_back(self):
        first = self._invoice()
        self.assertEqual(first.amount_untaxed, 240)
        self.assertTrue(self._correct().is_counter_entry)
        self.assertEqual(self._billed_minutes(), 120)
        second = self._invoice()
        self.assertEqual(second.move_type, "out_refund")
        self.assertEqual(
            second.amount_untaxed, 26.25
        )  # 3 h → 2 h in quarters: 80 → 53.75
        order = self.mission.order_id
        delivered = order.order_line.mapped("qty_delivered")
        self.assertEqual(order.order_line.mapped("qty_invoiced"), delivered)
        self.assertFalse(self._invoice())

    def test_with_other_hours_it_is_a_line_of_the_month(self):
        self._invoice()
        self._correct()
        self._record(self.visits[3])
        second = self._invoice()
        self.assertEqual(second.move_type, "out_invoice")
        self.assertEqual(second.amount_untaxed, 53.75)

    def test_corrected_twice_and_back_again_nothing_is_left(self):
        self._invoice()
        self._correct()
        self._correct("09:00", "12:00")
        self.assertEqual(self._billed_minutes(), 180)
        self.assertFalse(self._invoice())
        self.assertEqual(len(self.visit.correction_ids), 2)

    def test_in_a_closed_month_the_counter_entry_is_of_today(self):
        self._invoice()
        period = self.env["oe.period"]._get(self.cae_sap, JUNE.start)
        period._close()
        correction = self._correct()
        self.assertEqual(
            set(correction.hour_ids.mapped("date")), {self.cae_sap._oe_today()}
        )

    def test_in_a_closed_month_hours_without_invoice_do_not_change(self):
        self.env["oe.period"]._get(self.cae_sap, JUNE.start)._close()
        with self.assertRefused(UserError, "closed"):
            self._correct()

    def test_surcharges_are_taken_back_too(self):
        visit = self._visit_on()
        self._record(visit)
        self._invoice()
        self._correct(visit=visit)
        move = self._invoice()
        self.assertEqual(move.move_type, "out_refund")
        self.assertEqual(
            round(sum(line[2] for line in self._lines(move)), 2), 32.82
        )  # 26.25 and a quarter, each line rounded once

    def test_refused_without_reason_elsewhere_or_ahead(self):
        with self.assertRefused(UserError, "in a word why"):
            self._correct(reason=" ")
        with self.assertRefused(UserError, "after it starts"):
            self._correct("11:00", "10:00")
        with self.assertRefused(UserError, "Only a recorded visit"):
            self._correct(visit=self.visits[4])
        with self.assertRefused(UserError, "keeps the day"):
            self.visit._correct(
                datetime.datetime(2026, 6, 2, 9),
                datetime.datetime(2026, 6, 2, 10),
                0,
                "x",
            )

    def test_the_wizard_corrects_and_says_whether_it_is_invoiced(self):
        wizard = (
            self.env["oe.correct.wizard"]
            .with_context(active_id=self.visit.id)
            .create({"reason": "oubli"})
        )
        self.assertFalse(wizard.is_billed)
        wizard.end = self.visit.actual_end - datetime.timedelta(hours=1)
        wizard.action_correct()
        self.assertEqual(self._billed_minutes(), 120)

    # -- credit notes --------------------------------------------------------------

    def _credit(self, move, quantities):
        """Post a credit note of some hours of an invoice."""
        wizard = self.env["account.move.reversal"].create(
            {
                "move_ids": [Command.set(move.ids)],
                "company_id": move.company_id.id,
                "journal_id": move.journal_id.id,
                "reason": "essai",
            }
        )
        wizard.reverse_moves()
        credit = wizard.new_move_ids
        for line, quantity in zip(credit.invoice_line_ids, quantities, strict=True):
            line.quantity = quantity
        credit.invoice_line_ids.filtered(lambda line: not line.quantity).unlink()
        credit.action_post()
        return credit

    def test_a_partial_credit_bills_again_the_credited_hours_only(self):
        move = self._invoice()
        move.action_post()
        self._credit(move, [1, 2])  # one visit of the three
        again = self._invoice()
        self.assertEqual(self._lines(again), [(1.0, 30, 30), (2.0, 25, 50)])
        last = self._hours(self.visits[2])
        self.assertEqual(last.timesheet_invoice_id, again)

    def test_a_credit_of_no_whole_visit_bills_nothing_again(self):
        move = self._invoice()
        move.action_post()
        self._credit(move, [0.5, 0])
        self.assertFalse(self._invoice())

    def test_the_whole_credited_is_the_whole_billed_again(self):
        move = self._invoice()
        move.action_post()
        self._credit(move, [3, 6])
        self.assertEqual(self._invoice().amount_untaxed, 240)

    def test_a_new_draft_in_its_place_takes_the_hours_along(self):
        move = self._invoice()
        move.action_post()
        wizard = self.env["account.move.reversal"].create(
            {
                "move_ids": [Command.set(move.ids)],
                "company_id": move.company_id.id,
                "journal_id": move.journal_id.id,
            }
        )
        wizard.reverse_moves(is_modify=True)
        draft = wizard.new_move_ids
        self.assertEqual(self._hours(self.visit).timesheet_invoice_id, draft)
        self.assertFalse(self._invoice(), "not a second time")

    def test_hours_billed_by_hand_are_not_billed_again(self):
        order = self.mission.order_id
        by_hand = order._create_invoices()
        self._hours(self.visit).timesheet_invoice_id = False
        self.assertFalse(self._invoice())
        by_hand.button_cancel()
        self.assertEqual(self._invoice().amount_untaxed, 240)

    # -- in the background ---------------------------------------------------------

    def _wizard(self):
        return self.env["oe.invoice.wizard"].create(
            {"company_id": self.cae_sap.id, "month": "2026-06-15"}
        )

    def test_many_clients_are_invoiced_in_the_background(self):
        for number in range(2):
            client = self.client.copy({"name": f"Client {number}"})
            mission = self._mission(
                self._worker(f"P{number}", register_number=f"P{number}"),
                partner_id=client.id,
                oe_beneficiary_id=client.id,
            )
            self._record(mission.intervention_ids.sorted("planned_start")[0])
        path = "odoo.addons.oe_missions"
        with (
            mock.patch(f"{path}.wizard.invoice_wizard.CLIENTS_A_BATCH", 1),
            mock.patch(f"{path}.models.invoice_run.CLIENTS_A_BATCH", 1),
        ):
            action = self._wizard().action_invoice()
            run = self.env["oe.invoice.run"].browse(action["res_id"])
            self.assertEqual((run.state, run.total, run.done), ("running", 3, 0))
            self.assertEqual(self._wizard().action_invoice()["res_id"], run.id)
            for _step in range(2):
                run._next_batch()
            self.assertEqual((run.state, run.done, run.move_count), ("running", 2, 2))
            for _step in range(3):
                run._next_batch()
        self.assertEqual((run.state, run.done, run.move_count), ("done", 3, 3))
        self.assertEqual(sum(run.move_ids.mapped("amount_untaxed")), 240 + 80 + 80)

    def test_a_refusal_stops_the_run_with_its_sentence_and_one_goes_on(self):
        run = self.env["oe.invoice.run"]._start(self.cae_sap, JUNE.start)
        with mock.patch.object(
            type(self.env["sale.order"]),
            "_oe_invoice_hours",
            side_effect=UserError("compte manquant"),
        ):
            run._next_batch()
        self.assertEqual(run.state, "failed")
        self.assertEqual(run.reason, "Jeanne Le Goff: compte manquant")
        run.action_go_on()
        run._next_batch()
        run._next_batch()
        self.assertEqual(run.state, "done")
