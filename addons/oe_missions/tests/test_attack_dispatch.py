"""Dispatch, hours and money attacked: by hand, past the buttons, twice, half way."""

import datetime
from unittest import mock

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import JUNE, MissionCase
from .home_common import HomeCase
from .test_hours import HoursCase


@tagged("post_install", "-at_install")
class TestAttackQuote(HoursCase):
    def test_what_the_price_depends_on_stands_on_the_quote(self):
        self.client.lang = "en_US"
        order = self._quotes(self._need())
        order.action_oe_present()
        terms = "\n".join(order._oe_price_terms())
        self.assertIn("less than 24 h before: 50", terms)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "sale.report_saleorder", order.ids
        )[0]
        self.assertIn("less than 24 h before: 50", html.decode())

    def test_a_rule_made_after_the_quote_was_shown_is_not_for_it(self):
        self.rule.date_start = "2099-01-01"
        order = self._quotes(self._need())
        order.action_oe_present()
        self.assertFalse(order._oe_price_terms())
        self.rule.date_start = "2026-01-01"
        order.action_confirm()
        self.assertFalse(order.oe_hour_rule_id)

    def test_a_quote_sent_by_mail_keeps_the_rule_too(self):
        order = self._quotes(self._need())
        order.write({"state": "sent"})
        self.assertEqual(order.oe_hour_rule_id, self.rule)

    def test_a_late_cancellation_of_a_cancelled_invoice_is_due_again(self):
        visit = self._visit_on("0")
        visit._call_off("no_show")
        move = self._invoice()
        self.assertEqual(len(move.invoice_line_ids), 1)
        move.button_cancel()
        self.assertFalse(visit.is_billed)
        self.assertEqual(self._invoice().amount_untaxed, move.amount_untaxed)


@tagged("post_install", "-at_install")
class TestAttackInvoices(MissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali")

    def _client(self, number):
        client = self.client.copy({"name": f"Client {number}"})
        mission = self._mission(
            self._worker(f"P{number}", register_number=f"P{number}"),
            partner_id=client.id,
            oe_beneficiary_id=client.id,
        )
        visit = mission.intervention_ids.sorted("planned_start")[0]
        self._record(visit)
        return visit

    def _run(self, batch=1, steps=6):
        path = "odoo.addons.oe_missions.models.invoice_run.CLIENTS_A_BATCH"
        run = self.env["oe.invoice.run"]._start(self.cae_sap, JUNE.start)
        with mock.patch(path, batch):
            for _step in range(steps):
                run._next_batch()
        return run

    def test_hours_that_cancel_out_stop_no_run(self):
        visit = self._client(1)
        self.env["sale.order"]._oe_invoice_hours(
            self.cae_sap, None, JUNE.end
        ).action_post()
        wall = self.cae_sap._oe_wall
        hour = datetime.timedelta(hours=1)
        visit._correct(
            wall(visit.actual_start) + hour, wall(visit.actual_end) + hour, 0, "décalée"
        )
        self._client(2)
        run = self._run()
        self.assertEqual((run.state, run.move_count), ("done", 1))

    def test_one_client_that_cannot_be_invoiced_stops_no_other(self):
        bad = self._client(1).mission_id.order_id
        self._client(2)
        model = type(self.env["sale.order"])
        prepare = model._oe_prepare_month_invoice

        def broken(orders, lines):
            if bad in orders:
                raise KeyError("cassé")
            return prepare(orders, lines)

        with mock.patch.object(model, "_oe_prepare_month_invoice", broken):
            run = self._run(batch=100)
        self.assertEqual((run.state, run.move_count), ("failed", 1))
        self.assertIn("Client 1", run.reason)
        run.action_go_on()
        run._next_batch()
        self.assertEqual((run.state, run.move_count), ("done", 2))

    def test_one_proposal_that_cannot_go_on_stops_no_other(self):
        self._worker("Rose Lenoir")
        missions = self._mission() | self._mission()
        for mission in missions:
            mission.action_find_candidates()
            mission.action_propose_in_turn()
        sent = missions.proposal_ids.filtered(lambda row: row.state == "sent")
        sent.deadline = datetime.datetime(2020, 1, 1)
        model = type(self.env["oe.mission"])
        go_on = model._ask_next

        def broken(mission):
            if mission == missions[0]:
                raise KeyError("cassé")
            return go_on(mission)

        logger = "odoo.addons.oe_missions.models.proposal_turn"
        with (
            mock.patch.object(model, "_ask_next", broken),
            self.assertLogs(logger, "ERROR"),
        ):
            sent._cron_turn()
        states = [row.state for row in sent.sorted("mission_id")]
        self.assertEqual(sorted(states), ["expired", "sent"])

    def test_one_mission_that_cannot_be_planned_stops_no_other(self):
        bad, good = self._mission(self.worker), self._mission(self._worker("Rose"))
        good.intervention_ids.unlink()
        (bad | good).date_end = False
        model = type(bad)
        plan = model._plan_days

        def broken(mission, days):
            if mission == bad:
                raise KeyError("cassé")
            return plan(mission, days)

        logger = "odoo.addons.oe_missions.models.mission_pattern"
        with (
            mock.patch.object(model, "_plan_days", broken),
            self.assertLogs(logger, "ERROR"),
        ):
            model._cron_plan(self.env["oe.mission"])
        self.assertTrue(good.intervention_ids)

    def test_candidates_are_searched_by_a_manager_only(self):
        mission = self._mission()
        advisor = self._staff("advisor-attack", "advisor", self.cae_sap)
        model = type(mission)
        with (
            mock.patch.object(model, "_lock", side_effect=AssertionError("locked")),
            self.assertRaises(AccessError),
        ):
            self._as(mission, advisor).action_find_candidates()


@tagged("post_install", "-at_install")
class TestAttackHome(HomeCase):
    def _began(self):
        mission = self._mission(self.worker)
        visit = mission.intervention_ids.sorted("planned_start")[0]
        return mission, visit

    def test_a_visit_that_had_begun_is_not_called_off(self):
        mission, visit = self._began()
        told = visit.planned_start + datetime.timedelta(minutes=30)
        day = self.cae_sap._oe_wall(visit.planned_start).date()
        mission._cancel_within(day, day, told)
        self.assertEqual(visit.state, "planned")
        visit.started_on = visit.planned_start
        mission._cancel_within(day, day, told - datetime.timedelta(days=1))
        self.assertEqual(visit.state, "planned")
        visit.started_on = False
        mission._cancel_within(day, day, told - datetime.timedelta(days=1))
        self.assertEqual(visit.state, "cancelled")

    def test_back_sooner_a_visit_planned_by_hand_stays(self):
        mission, visit = self._began()
        away = self.env["oe.client.request"].create(
            {
                "mission_id": mission.id,
                "date_start": "2026-06-01",
                "date_end": "2026-06-07",
            }
        )
        away.sudo().state = "applied"
        later = datetime.timedelta(hours=6)
        other = visit.copy(
            {
                "pattern_id": False,
                "is_manual": True,
                "planned_start": visit.planned_start + later,
                "planned_end": visit.planned_end + later,
            }
        )
        other.part_ids = [
            (0, 0, {"order_line_id": part.order_line_id.id, "minutes": part.minutes})
            for part in visit.part_ids
        ]
        mission._plan_days(JUNE)
        self.assertEqual(other.state, "planned")
        self.assertEqual((visit.state, visit.cancel_amount), ("cancelled", 0))

    def test_an_end_asked_for_later_lengthens_no_mission(self):
        mission, _visit = self._began()
        mission._end_on(datetime.date(2030, 1, 1), datetime.datetime(2026, 6, 1))
        self.assertEqual(mission.date_end, datetime.date(2026, 6, 30))

    def test_days_at_the_end_of_the_calendar(self):
        mission, _visit = self._began()
        last = datetime.date.max
        with self.assertRaises(UserError):
            self.env["oe.client.request"]._ask(mission, self.client, "end", last, last)
        with self.assertRaises(UserError):
            self.env["oe.replacement"]._ask(self.worker, last, last)

    def test_requests_are_not_sent_by_the_hundred(self):
        mission, _visit = self._began()
        first = self.cae_sap._oe_today() + datetime.timedelta(days=1)
        model = self.env["oe.client.request"]
        for days in range(10):
            last = first + datetime.timedelta(days=days)
            model._ask(mission, self.client, "pause", first, last)
        with self.assertRefused(UserError, "wait already"):
            model._ask(mission, self.client, "pause", last, last)

    def test_a_death_closes_no_login_of_an_entrepreneur_nor_others_clients(self):
        day = datetime.date(2026, 1, 2)
        partner = self._as(self.worker.partner_id, self.manager)
        with self.assertRaises(UserError):
            partner._oe_close_with_dignity(day, {}, self.env["oe.mandate"])
        self.assertTrue(self.worker.user_id.active)
        self._mission(self.worker)
        stranger = self._staff("manager-elsewhere", "manager", self.cae)
        with self.assertRaises(AccessError):
            self._as(self.client, stranger)._oe_close_with_dignity(
                day, {}, self.env["oe.mandate"]
            )

    def test_a_report_read_in_a_list_is_in_the_log(self):
        reader = self._staff("quality-attack", "advisor", self.cae_sap)
        reader.group_ids += self.env.ref("oe_missions.group_oe_quality")
        reader.group_ids += self.env.ref("base.group_allow_export")
        incident = self.env["oe.incident"].create(
            {
                "company_id": self.cae_sap.id,
                "kind": "other",
                "description": "Quelque chose",
            }
        )
        logs = [("screen", "=", incident.name), ("user_id", "=", reader.id)]
        model = self._as("oe.incident", reader)
        for rank, call in enumerate(
            (
                lambda: model.search_read([("id", "=", incident.id)], ["description"]),
                lambda: model.browse(incident.id).read(["description"]),
                lambda: model.browse(incident.id).export_data(["description"]),
            ),
            start=1,
        ):
            call()
            self.assertEqual(self.env["oe.read.log"].search_count(logs), rank)
