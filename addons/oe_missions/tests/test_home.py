import datetime

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.oe_base.calc.period import Period

from .common import JUNE, PIXEL
from .home_common import HomeCase

FIRST = datetime.datetime(2026, 6, 1, 6, 0)
PHOTO = (b"\x89PNG....", "feuille.png", "image/png")


def june(day):
    return datetime.date(2026, 6, day)


@tagged("post_install", "-at_install")
class TestContract(HomeCase):
    """Signed on Monday 1 June: Jeanne may withdraw until Monday 15 June."""

    def setUp(self):
        super().setUp()
        clock = freeze_time(FIRST)
        clock.start()
        self.addCleanup(clock.stop)

    def _accepted(self, express=False, **values):
        order = self._quotes(self._need(**values))
        order.action_quotation_sent()
        order.validity_date = june(30)
        order._oe_accept(self.daughter, "Anne", PIXEL, express=express)
        mission = order.oe_mission_ids
        mission.pattern_ids = [
            (
                0,
                0,
                {
                    "weekday": "0",
                    "minute_start": 540,
                    "part_ids": [
                        (0, 0, {"order_line_id": line.id, "minutes": 60})
                        for line in order.order_line
                    ],
                },
            )
        ]
        mission._propose(self.worker)._answer(True)
        mission._plan_days(JUNE)
        return order

    def _days(self, order):
        visits = order.oe_mission_ids.intervention_ids
        return sorted(
            visit.planned_start.day for visit in visits if visit.state == "planned"
        )

    def test_no_visit_before_the_days_to_withdraw_are_over(self):
        order = self._accepted()
        self.assertEqual(order.oe_withdrawal_until, june(15))
        self.assertEqual(self._days(order), [22, 29])
        with self.assertRefused(ValidationError, "withdraw until"):
            order.oe_mission_ids.intervention_ids[0].planned_start = "2026-06-10 08:00"

    def test_recording_in_these_days_is_refused_too(self):
        order = self._accepted(express=True)
        visit = order.oe_mission_ids.intervention_ids.sorted("planned_start")[0]
        order.oe_express_on = False
        with freeze_time("2026-06-01 18:00"):
            with self.assertRefused(UserError, "withdraw until"):
                self._record(visit)

    def test_on_express_request_visits_begin_at_once(self):
        order = self._accepted(express=True)
        self.assertEqual(self._days(order), [1, 8, 15, 22, 29])
        self.assertTrue(order.oe_express_on)

    def test_asked_afterwards_the_visits_come(self):
        order = self._accepted()
        with self.assertRaises(AccessError):
            order._oe_ask_express(self.other.partner_id)
        order._oe_ask_express(self.client)
        self.assertEqual(self._days(order)[:2], [8, 15])

    def test_withdrawn_before_it_began(self):
        order = self._accepted()
        mission = order.oe_mission_ids
        with self.assertRaises(AccessError):
            order._oe_withdraw(self.other.partner_id)
        self.assertEqual(order._oe_withdraw(self.daughter), 0)
        self.assertEqual((mission.state, order.state), ("cancelled", "cancel"))
        self.assertFalse(self._days(order))
        self.assertTrue(self._mails(self.worker.partner_id))
        with self.assertRefused(UserError, "no contract"):
            order._oe_withdraw(self.daughter)

    def test_what_was_done_is_owed(self):
        order = self._accepted(express=True)
        mission = order.oe_mission_ids
        visit = mission.intervention_ids.sorted("planned_start")[0]
        with freeze_time("2026-06-02 18:00"):
            self._record(visit, "09:00", "11:00")
            self.assertEqual(order._oe_contract_page()["owed"], "2\u00a0h")
            self.assertEqual(order._oe_withdraw(self.client), 120)
        self.assertEqual((mission.state, order.state), ("done", "sale"))
        self.assertEqual(visit.state, "done")
        self.assertEqual(sum(order.order_line.mapped("qty_delivered")), 2)

    def test_too_late(self):
        order = self._accepted()
        with freeze_time("2026-06-16 08:00"):
            with self.assertRefused(UserError, "ended on"):
                order._oe_withdraw(self.client)
            self.assertFalse(order._oe_contract_page()["may_withdraw"])

    def test_a_firm_has_no_such_right(self):
        self.client.is_company = True
        order = self._accepted()
        self.assertFalse(order.oe_withdrawal_until)
        self.assertFalse(order._oe_contract_page())
        self.assertEqual(self._days(order)[0], 1)

    def test_confirmed_by_the_office_nothing_is_held(self):
        mission = self._mission(self.worker)
        self.assertFalse(mission.order_id.oe_withdrawal_until)
        self.assertEqual(len(mission.intervention_ids), 5)

    def test_the_form_and_the_quote_print(self):
        order = self._accepted()
        order.company_id.oe_mediator = "Médiateur inventé"
        self.assertTrue(order._oe_withdrawal_paper().startswith(b"%PDF"))
        html = self.env["ir.actions.report"]._render_qweb_html(
            "sale.report_saleorder", order.ids
        )[0]
        self.assertIn("Médiateur inventé", html.decode())


@tagged("post_install", "-at_install")
class TestAbsence(HomeCase):
    def setUp(self):
        super().setUp()
        clock = freeze_time(FIRST)
        clock.start()
        self.addCleanup(clock.stop)
        self.mission = self._mission(self.worker)

    def _ask(self, kind="pause", start=8, end=21):
        return self.env["oe.client.request"]._ask(
            self.mission, self.daughter, kind, june(start), june(end)
        )

    def _planned(self):
        visits = self.mission.intervention_ids
        return sorted(v.planned_start.day for v in visits if v.state == "planned")

    def test_visits_of_the_days_go_and_the_others_stay(self):
        request = self._ask()
        self.assertEqual(self._ask(), request, "asked twice it is one")
        self.assertEqual(len(self.mission.activity_ids), 1)
        self._as(request, self.manager).action_apply()
        self.assertEqual(self._planned(), [1, 22, 29], "it goes on by itself")
        gone = self.mission.intervention_ids.filtered("cancelled_on")
        self.assertEqual(set(gone.mapped("cancelled_by")), {"client"})
        self.assertEqual(set(gone.mapped("cancelled_on")), {request.create_date})
        self.mission._plan_days(JUNE)
        self.assertEqual(self._planned(), [1, 22, 29], "planned again, the same")
        self.assertEqual(self.mission.state, "staffed")
        self.assertTrue(self._mails(self.worker.partner_id))
        mails = self._mails(self.daughter)
        self.assertIn("Your visits", mails.mapped("subject"))

    def test_days_planned_later_are_left_out_too(self):
        self.mission.intervention_ids.unlink()
        self._ask().action_apply()
        self.mission._plan_days(Period(june(1), june(30)))
        self.assertEqual(self._planned(), [1, 22, 29])

    def test_the_end_with_its_notice(self):
        with self.assertRefused(UserError, "14 days of notice"):
            self._ask("end", 8, 8)
        request = self._ask("end", 22, 22)
        self._as(request, self.manager).action_apply()
        self.assertEqual(self.mission.date_end, june(22))
        self.assertEqual(self._planned(), [1, 8, 15, 22])

    def test_refused_with_a_word(self):
        request = self._as(self._ask(), self.manager)
        with self.assertRefused(UserError, "a word"):
            request.action_refuse()
        request.answer = "Appelons-nous d'abord."
        request.action_refuse()
        self.assertEqual(self._planned(), [1, 8, 15, 22, 29])
        request.action_apply()
        self.assertEqual(request.state, "refused", "too late")

    def test_refusals(self):
        for start, end in ((20, 10), (1, 30)):
            if start > end:
                with self.assertRefused(UserError, "comes after"):
                    self._ask(start=start, end=end)
        with freeze_time("2026-06-20"), self.assertRefused(UserError, "from today"):
            self._ask()
        self.mission.action_done()
        with self.assertRefused(UserError, "does not run"):
            self._ask()

    def test_steps_are_taken_by_buttons_of_the_office(self):
        request = self._ask()
        with self.assertRefused(UserError, "buttons"):
            self._as(request, self.manager).state = "applied"
        for user in (self.advisor, self.worker.user_id):
            with self.assertRaises(AccessError):
                self._as(request, user).action_apply()


@tagged("post_install", "-at_install")
class TestSheet(HomeCase):
    def _visits(self):
        return self._mission(self.worker).intervention_ids.sorted("planned_start")

    def _keep(self, visits):
        return self.env["oe.visit.sheet"]._keep(visits, PHOTO, self.worker.partner_id)

    def test_a_sheet_signs_what_was_planned(self):
        visits = self._visits()[:3]
        self._record(visits[0], signature=None, not_signed_reason="absent")
        sheet = self._keep(visits)
        self.assertEqual(sheet.visit_ids, visits)
        self.assertEqual(set(visits.mapped("state")), {"done"})
        self.assertEqual(set(visits.mapped("billed_minutes")), {180})
        self.assertFalse(any(visits.mapped("not_signed_reason")))
        self.assertFalse(visits[1]._is_unsigned())

    def test_refusals_keep_nothing(self):
        visits = self._visits()
        self._record(visits[0])
        with self.assertRefused(UserError, "signed already"):
            self._keep(visits[:2])
        self.assertEqual(visits[1].state, "planned")
        with self.assertRefused(UserError, "Choose the visits"):
            self._keep(visits.browse())
        with freeze_time(FIRST), self.assertRefused(UserError, "once it is over"):
            self._keep(visits[1])

    def test_the_office_keeps_one(self):
        visits = self._visits()[:2]
        wizard = Form(
            self._as("oe.sheet.wizard", self.manager).with_context(
                active_ids=visits.ids
            )
        )
        wizard.photo = PIXEL
        wizard.save().action_keep()
        self.assertEqual(set(visits.mapped("state")), {"done"})

    def test_only_own_recent_unsigned_visits_are_offered(self):
        visits = self._visits()
        with freeze_time("2026-06-16 20:00"):
            offered = self.env["oe.intervention"]._to_prove(self.worker)
            self.assertEqual(offered, visits[:3])
            self.assertFalse(self.env["oe.intervention"]._to_prove(self.other))
        with freeze_time("2026-12-16"):
            self.assertFalse(self.env["oe.intervention"]._to_prove(self.worker))


@tagged("post_install", "-at_install")
class TestDeath(HomeCase):
    def _close(self, **values):
        form = Form(
            self._as("oe.death.wizard", self.manager).with_context(
                default_partner_id=self.client.id
            )
        )
        for name, value in {"day": june(1), **values}.items():
            form[name] = value
        wizard = form.save()
        wizard.kept_mandate_ids = self.client.oe_mandate_ids.filtered("can_pay")
        return wizard

    def test_everything_stops_and_the_estate_pays(self):
        mission = self._mission(self.worker)
        self._record(mission.intervention_ids.sorted("planned_start")[0])
        self.env["oe.satisfaction"]._cron_ask()
        self.client.oe_no_screen = True
        self.client._oe_tell("Objet", "Texte", "Pourquoi", self.cae_sap)
        self.client.oe_mandate_ids.can_pay = True
        quote = self._quotes(self._need())
        wizard = self._close(street="1 rue du Notaire")
        self.assertEqual((wizard.mission_count, wizard.visit_count), (1, 4))
        self.assertEqual(wizard.unbilled, 3)
        wizard.action_close()
        wizard.action_close()
        self.assertEqual((mission.state, quote.state), ("done", "cancel"))
        self.assertNotIn("planned", mission.intervention_ids.mapped("state"))
        estate = self.client.oe_estate_id
        self.assertEqual(estate.street, "1 rue du Notaire")
        self.assertIn("Jeanne Le Goff", estate.name)
        self.assertFalse(mission.satisfaction_ids)
        self.assertFalse(self._calls().filtered(lambda call: call.state == "todo"))
        mandate = self.client.oe_mandate_ids
        self.assertTrue(mandate.can_pay)
        self.assertFalse(mandate.can_visits or mandate.can_accept)
        self.assertTrue(self.daughter._oe_may_act_for(estate, "pay"))
        moves = self.env["sale.order"]._oe_invoice_hours(
            self.cae_sap, JUNE.start, JUNE.end
        )
        self.assertEqual(moves.partner_id, estate)

    def test_nothing_began_so_the_mission_is_cancelled(self):
        mission = self._mission(self.worker)
        self._close(day=datetime.date(2026, 5, 31)).action_close()
        self.assertEqual(mission.state, "cancelled")
        self.assertFalse(self.client.oe_mandate_ids._now("visits"))

    def test_the_login_closes(self):
        user = self._portal(
            self.client, "jeanne-home", ["oe_base.group_oe_client"], self.cae_sap
        )
        self._close().action_close()
        self.assertFalse(user.active)

    def test_by_a_manager_only_and_not_ahead(self):
        wizard = self._close(day=fields.Date.add(fields.Date.today(), days=2))
        with self.assertRefused(UserError, "still ahead"):
            wizard.action_close()
        with self.assertRaises(AccessError):
            self._as(self.client, self.advisor)._oe_close_with_dignity(
                june(1), {}, self.env["oe.mandate"]
            )


@tagged("post_install", "-at_install")
class TestPaperAndNotebook(HomeCase):
    def test_the_week_in_large_print(self):
        self._mission(self.worker)
        clients = self.client | self.daughter
        data = clients._oe_week_paper(june(8))
        self.assertTrue(data.startswith(b"%PDF"))
        self.assertEqual(data.count(b"/Type /Page\n"), 2)
        visits = clients._oe_week_visits(june(8))
        self.assertEqual(len(visits[self.client]), 1)

    def test_who_reads_the_notebook(self):
        mission = self._mission(self.worker)
        anne = self._portal(
            self.daughter, "anne-notebook", ["oe_base.group_oe_client"], self.cae_sap
        )
        model = self.env["oe.liaison.note"]

        def homes(user):
            return set(model.with_user(user)._homes(user))

        self.assertEqual(homes(self.worker.user_id), {self.client})
        self.assertEqual(homes(anne), {self.client})
        self.assertFalse(homes(self.other.user_id))
        self.assertFalse(homes(self.manager))
        with freeze_time(FIRST):
            mission.intervention_ids.sorted("planned_start")[0]._replace(self.other)
            self.assertEqual(homes(self.other.user_id), {self.client})
        mission.action_done()
        self.assertFalse(homes(self.worker.user_id))

    def test_words_go_away_and_nobody_in_the_office_reads_them(self):
        model = self.env["oe.liaison.note"]
        args = (self.client, self.cae_sap, self.daughter, "Les clés sont au crochet")
        note = model._write_down(*args, "ref-1")
        self.assertEqual(model._write_down(*args, "ref-1"), note)
        with self.assertRefused(UserError, "a word"):
            model._write_down(*args[:3], " ")
        for user in (self.manager, self.advisor, self.worker.user_id):
            with self.assertRaises(AccessError):
                self._as(note, user).read(["body"])
        self.assertEqual(model._page(self.client, self.daughter)[0]["mine"], True)
        model._purge_expired(fields.Date.add(fields.Date.today(), days=95))
        self.assertFalse(note.exists())
