from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PIXEL
from .works_common import FACADE, LATE, OTHER, PHOTO, WorksCase

JUNE_15 = fields.Date.to_date("2026-06-15")


@tagged("post_install", "-at_install")
class TestConvention(WorksCase):
    def test_it_runs_once_it_is_whole(self):
        draft = self._firm("Neuf", run=False, charter_ids=[], fee_ids=[])
        with self.assertRefused(UserError, "charter", "fee"):
            draft.action_run()

    def test_one_runs_at_a_time(self):
        second = self.bretonneau.copy()
        self.assertEqual(second.state, "draft")
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                second.action_run()
                self.env.flush_all()
        self.env.invalidate_all()
        self.bretonneau.action_end()
        second.action_run()
        self.assertEqual(second.state, "running")

    def test_a_company_of_the_network_is_no_partner(self):
        with self.assertRefused(ValidationError, "own partner"):
            self.bretonneau.copy({"partner_id": self.cae_sap.partner_id.id})

    def test_an_expired_insurance_blocks_new_requests_by_name(self):
        certificate = self.bretonneau.certificate_ids
        certificate.valid_until = "2026-05-31"
        self.assertIn("Ten-year insurance", self.bretonneau.lacking)
        order = self._order()
        with self.assertRefused(UserError, "Bretonneau", "Ten-year", "31/05/2026"):
            self._ask(order, self.bretonneau)
        certificate.is_compulsory = False
        self.assertFalse(self.bretonneau.lacking)

    def test_a_newer_certificate_lifts_the_block(self):
        certificate = self.bretonneau.certificate_ids
        certificate.valid_until = "2026-05-31"
        certificate.copy({"valid_until": LATE})
        self.assertFalse(self.bretonneau.lacking)
        self._ask(self._order(), self.bretonneau)

    def test_it_blocks_offer_and_choice_too(self):
        order = self._order(self.bretonneau, self.chaux)
        offer = self._offered(order, self.bretonneau)
        self.bretonneau.certificate_ids.valid_until = "2026-05-31"
        self.chaux.certificate_ids.valid_until = "2026-05-31"
        with self.assertRefused(UserError, "Chaux"):
            self._offered(order, self.chaux)
        with self.assertRefused(UserError, "Bretonneau"):
            order._choose(offer, self.client, "Jeanne", PIXEL)

    def test_no_request_without_a_convention_that_runs(self):
        order = self._order()
        self.bretonneau.action_end()
        with self.assertRefused(UserError, "No convention", "Bretonneau"):
            self._ask(order, self.bretonneau)

    def test_the_fee_is_the_one_in_force(self):
        fees = self.bretonneau.fee_ids
        fees.copy({"date_start": "2026-07-01", "kind": "amount", "amount": 200})
        at = self.env["oe.partner.fee"]._at
        june = at(JUNE_15, convention_id=self.bretonneau)
        self.assertEqual(june._cents(717948), 35897)
        july = at(fields.Date.to_date("2026-07-02"), convention_id=self.bretonneau)
        self.assertEqual(july._cents(717948), 20000)

    def test_a_year_of_birth_is_one(self):
        for year in (1850, 2025):
            with self.assertRefused(ValidationError, str(year)):
                self._technician(year)

    def test_a_technician_goes_after_the_term_and_hours_stay(self):
        order = self._finished()
        technician = order.hours_ids.technician_id
        technician.last_day = "2020-01-01"
        self.env["oe.partner.technician"]._purge_expired(self.today)
        self.assertFalse(technician.exists())
        self.env.invalidate_all()
        self.assertTrue(order.hours_ids.is_senior)
        self.assertEqual(order.senior_hours, 7)


@tagged("post_install", "-at_install")
class TestOffer(WorksCase):
    def test_a_facade_to_the_cent(self):
        order = self._order(self.bretonneau)
        self.assertEqual(order.state, "requested")
        offer = self._offered(order, self.bretonneau)
        self.assertEqual(order.state, "offered")
        self.assertEqual(offer.line_ids.mapped("amount"), [5729.48, 1450.00])
        self.assertEqual(offer.amount_untaxed, 7179.48)
        self.assertEqual(offer.amount_tax, 717.95)
        self.assertEqual(offer.amount_total, 7897.43)

    def test_above_the_charter_is_refused_in_words(self):
        order = self._order(self.bretonneau)
        with self.assertRefused(UserError, "Ravalement", "50,01", "50,00", "m²"):
            self._offered(order, self.bretonneau, ((0, "1", 50.01),))
        self._offered(order, self.bretonneau, ((0, "1", 50.0),))

    def test_another_firm_s_charter_is_no_help(self):
        order = self._order(self.bretonneau)
        link = order.link_ids
        lines = self._lines(self.chaux, FACADE)
        with self.assertRefused(UserError, "service"):
            link._offer({"valid_until": LATE}, lines)

    def test_refusals(self):
        order = self._order(self.bretonneau)
        with self.assertRefused(UserError, "at least one line"):
            self._offered(order, self.bretonneau, ())
        with self.assertRefused(UserError, "at least until today"):
            self._offered(order, self.bretonneau, valid_until="2026-01-01")

    def test_a_second_sending_changes_nothing(self):
        order = self._order(self.bretonneau)
        self._offered(order, self.bretonneau, sent_ref="a")
        again = order.link_ids._offer(
            {"valid_until": LATE}, self._lines(self.bretonneau, OTHER), sent_ref="a"
        )
        self.assertEqual(again, "known")
        self.assertEqual(len(order.offer_ids), 1)

    def test_a_new_offer_replaces_the_old_one(self):
        order = self._order(self.bretonneau)
        first = self._offered(order, self.bretonneau)
        second = self._offered(order, self.bretonneau, OTHER)
        self.assertEqual((first.state, second.state), ("replaced", "sent"))
        with self.assertRefused(UserError, "read the page again"):
            order._choose(first, self.client, "Jeanne", PIXEL)

    def test_a_sent_offer_does_not_change(self):
        offer = self._offered(self._order(self.bretonneau), self.bretonneau)
        with self.assertRefused(UserError, "closed"):
            offer.note = "moins cher"
        with self.assertRefused(UserError, "closed"):
            offer.line_ids[0].price_unit = 1
        with self.assertRefused(UserError, "closed"):
            offer.line_ids[0].unlink()
        with self.assertRefused(UserError, "closed"):
            offer.line_ids[0].copy()

    def test_declining_is_free_and_takes_the_offer_back(self):
        order = self._order(self.bretonneau)
        self._offered(order, self.bretonneau)
        order.link_ids._decline("Trop loin")
        self.assertEqual(order.link_ids.state, "declined")
        self.assertEqual(order.state, "requested")
        self._offered(order, self.bretonneau)
        self.assertEqual(order.link_ids.state, "offered")

    def test_an_offer_on_paper_is_entered_by_the_manager(self):
        order = self._order()
        offer = self.env["oe.works.offer"].create(
            {
                "order_id": order.id,
                "convention_id": self.bretonneau.id,
                "valid_until": LATE,
                "line_ids": [(0, 0, row) for row in self._lines(self.chaux, FACADE)],
            }
        )
        with self.assertRefused(UserError, "above the charter"):
            offer.action_send()
        offer.line_ids = [(5, 0, 0)] + [
            (0, 0, row) for row in self._lines(self.bretonneau, FACADE)
        ]
        offer.action_send()
        self.assertEqual(order.state, "offered")


@tagged("post_install", "-at_install")
class TestChoice(WorksCase):
    def test_the_client_chooses(self):
        order = self._chosen()
        self.assertEqual(order.state, "chosen")
        self.assertEqual(order.acceptance, "portal")
        self.assertEqual(order.chosen_partner_id, self.bretonneau.partner_id)
        self.assertEqual(order.fee_amount, 358.97, "5 % of 7 179.48")
        self.assertTrue(order.chosen_offer_id._seal_is_true())
        others = order.offer_ids - order.chosen_offer_id
        self.assertEqual(others.state, "lost")

    def test_delays_of_the_law_run_from_the_signature(self):
        order = self._order(self.bretonneau)
        offer = self._offered(order, self.bretonneau)
        day = fields.Date.to_date("2026-06-10")
        order._choose_paper(offer, day, PHOTO)
        self.assertEqual(order.payment_from, fields.Date.to_date("2026-06-18"))
        self.assertEqual(order.withdrawal_until, fields.Date.to_date("2026-06-24"))

    def test_the_daughter_chooses_by_mandate_and_a_stranger_does_not(self):
        order = self._order(self.bretonneau)
        offer = self._offered(order, self.bretonneau)
        stranger = self.env["res.partner"].create({"name": "Autre"})
        with self.assertRefused(AccessError, "mandate"):
            order._choose(offer, stranger, "Autre", PIXEL)
        order._choose(offer, self.daughter, "Anne Le Goff", PIXEL)
        self.assertEqual(order.acceptance, "mandate")
        self.assertEqual(order.chosen_by_id, self.daughter)

    def test_unsigned_or_twice_is_refused(self):
        order = self._order(self.bretonneau)
        offer = self._offered(order, self.bretonneau)
        with self.assertRefused(UserError, "sign"):
            order._choose(offer, self.client, "Jeanne", None)
        with self.assertRefused(UserError, "name"):
            order._choose(offer, self.client, " ", PIXEL)
        order._choose(offer, self.client, "Jeanne", PIXEL)
        with self.assertRefused(UserError, "already"):
            order._choose(offer, self.daughter, "Anne", PIXEL)

    def test_who_is_advised_compares_two_firms(self):
        nadia = self._worker("Nadia")
        order = self._order(self.bretonneau, self.chaux, assessed_by_id=nadia.id)
        offer = self._offered(order, self.bretonneau)
        self._offered(order, self.bretonneau, sent_ref="again")
        offer = order.offer_ids.filtered(lambda row: row.state == "sent")
        with self.assertRefused(UserError, "Nadia", "two offers"):
            order._choose(offer, self.client, "Jeanne", PIXEL)
        self._offered(order, self.chaux, OTHER)
        order._choose(offer, self.client, "Jeanne", PIXEL)

    def test_whoever_assessed_does_not_earn_by_default(self):
        nadia = self._worker("Nadia")
        order = self._order(
            self.bretonneau,
            self.chaux,
            assessed_by_id=nadia.id,
            brought_by_id=nadia.id,
            bringer_share=2,
        )
        self._offered(order, self.chaux)
        offer = self._offered(order, self.bretonneau)
        self.assertEqual(order._fees(offer, JUNE_15), (35897, 0))
        order.assessor_may_earn = True
        self.assertEqual(order._fees(offer, JUNE_15), (35897, 14359))
        order.bringer_share = 50
        capped = order._fees(offer, JUNE_15)[1]
        self.assertEqual(capped, 35897, "never more than the cooperative keeps")

    def test_an_expired_offer_cannot_be_chosen(self):
        order = self._order(self.bretonneau)
        offer = self._offered(order, self.bretonneau)
        self.env.cr.execute(
            "UPDATE oe_works_offer SET valid_until = '2026-01-01' WHERE id = %s",
            [offer.id],
        )
        offer.invalidate_recordset()
        with self.assertRefused(UserError, "held until"):
            order._choose(offer, self.client, "Jeanne", PIXEL)

    def test_paper_needs_its_day_and_keeps_the_photo(self):
        order = self._order(self.bretonneau)
        offer = self._offered(order, self.bretonneau)
        with self.assertRefused(UserError, "day"):
            order._choose_paper(offer, fields.Date.add(self.today, days=1), PHOTO)
        order._choose_paper(offer, self.today, PHOTO)
        self.assertEqual(order.acceptance, "paper")
        attached = self.env["ir.attachment"].search(
            [("res_model", "=", "oe.works.order"), ("res_id", "=", order.id)]
        )
        self.assertEqual(attached.mapped("name"), ["page.jpg"])

    def test_withdrawing_within_the_days(self):
        order = self._chosen()
        order._withdraw(self.client)
        self.assertEqual(order.state, "cancelled")
        self.assertEqual(order.withdrawn_on, self.today)
        self.assertFalse(order.link_ids[0]._is_open())
        told = self.env["mail.mail"].search(
            [("model", "=", "oe.works.offer"), ("res_id", "=", order.offer_ids[1].id)]
        )
        self.assertEqual(len(told), 2, "chosen, then cancelled")
        self.assertIn("annulés", told.sorted("id")[-1].body_html)
        late = self._chosen()
        late.sudo().withdrawal_until = "2026-01-01"
        with self.assertRefused(UserError, "ended"):
            late._withdraw(self.client)
        stranger = self.env["res.partner"].create({"name": "Autre"})
        with self.assertRefused(AccessError, "mandate"):
            late._withdraw(stranger)

    def test_mails_name_no_client(self):
        self._chosen()
        mails = self.env["mail.mail"].search([("model", "like", "oe.works")])
        self.assertEqual(len(mails), 4, "two requests, one chosen, one not")
        text = " ".join(mails.mapped("body_html")) + " ".join(mails.mapped("subject"))
        self.assertNotIn("Le Goff", text)
        self.assertNotIn("Alsace-Lorraine", text)
        self.assertIn("/oe/works/", text)


@tagged("post_install", "-at_install")
class TestLife(WorksCase):
    def test_hours_of_57_make_an_evidence(self):
        """3 days of 7 h at 57: 21 / 1 607; 14 h at 36 do not count."""
        order = self._chosen()
        senior, junior = self._technician(1969), self._technician(1990, "Loïc")
        for rank in range(3):
            order._record_hours(senior, fields.Date.add(JUNE_15, days=rank), 420)
        for rank in range(2):
            order._record_hours(junior, fields.Date.add(JUNE_15, days=rank), 420)
        self.assertEqual(order.state, "under_way")
        self.assertEqual(order.worked_hours, 35)
        self.assertEqual(order.senior_hours, 21)
        self.assertEqual(order.senior_fte, 0.0131)
        firm = self.bretonneau.partner_id
        self.assertEqual(firm.oe_senior_hours, 21)
        self.assertAlmostEqual(firm.oe_senior_fte, 21 / 1607, 4)
        ((count, hours),) = self.env["oe.works.report"]._read_group(
            [("order_id", "=", order.id)], [], ["__count", "hours:sum"]
        )
        self.assertEqual((count, hours), (3, 21))

    def test_a_corrected_year_counts_again(self):
        order = self._finished()
        order.hours_ids.technician_id.birth_year = 1985
        self.assertEqual(order.senior_hours, 0)

    def test_each_year_has_its_own_legal_hours(self):
        self.env["oe.works.parameter"].search([]).copy(
            {"date_start": "2026-06-16", "yearly_hours": 1400}
        )
        order = self._chosen()
        technician = self._technician()
        order._record_hours(technician, JUNE_15, 420)
        order._record_hours(technician, fields.Date.add(JUNE_15, days=1), 420)
        ((fte,),) = self.env["oe.works.report"]._read_group(
            [("order_id", "=", order.id)], [], ["fte:sum"]
        )
        self.assertAlmostEqual(fte, 7 / 1607 + 7 / 1400, 6)

    def test_sent_twice_recorded_once(self):
        order = self._chosen()
        technician = self._technician()
        self.assertEqual(order._record_hours(technician, JUNE_15, 420, "a"), "recorded")
        self.assertEqual(order._record_hours(technician, JUNE_15, 420, "a"), "known")
        self.assertEqual(order._add_photo(PHOTO, "Nord", "b"), "recorded")
        self.assertEqual(order._add_photo(PHOTO, "Nord", "b"), "known")
        self.assertEqual((len(order.hours_ids), len(order.photo_ids)), (1, 1))

    def test_hours_that_cannot_be(self):
        order = self._chosen()
        technician = self._technician()
        stranger = self._technician(convention=self.chaux)
        tomorrow = fields.Date.add(self.today, days=1)
        before = fields.Date.to_date("2026-06-07")
        for who, day, minutes, word in (
            (stranger, JUNE_15, 60, "technician of the firm"),
            (technician, tomorrow, 60, "no day of these works"),
            (technician, before, 60, "no day of these works"),
            (technician, JUNE_15, 0, "at most 12"),
            (technician, JUNE_15, 721, "at most 12"),
        ):
            with self.assertRefused(UserError, word):
                order._record_hours(who, day, minutes)
        order._record_hours(technician, JUNE_15, 420)
        with self.assertRefused(UserError, "12 hours"):
            order._record_hours(technician, JUNE_15, 301)

    def test_works_wait_for_the_days_to_withdraw(self):
        order = self._chosen(express=False)
        with self.assertRefused(UserError, "may withdraw until"):
            order._record_hours(self._technician(), self.today, 60)
        order.sudo().express_request = True
        order._record_hours(self._technician(), self.today, 60)

    def test_finished_needs_hours_and_reception_needs_the_end(self):
        order = self._chosen()
        with self.assertRefused(UserError, "does not apply"):
            order._finish()
        with self.assertRefused(UserError, "does not apply"):
            order._receive(self.client, "Jeanne", PIXEL)
        order._start(self.today)
        with self.assertRefused(UserError, "hours"):
            order._finish()
        with self.assertRefused(UserError, "not said yet"):
            order._receive(self.client, "Jeanne", PIXEL)

    def test_reception_with_reserves_closes_once_they_are_lifted(self):
        order = self._finished()
        order._finish()
        with self.assertRefused(UserError, "sign"):
            order._receive(self.client, "Jeanne", None)
        stranger = self.env["res.partner"].create({"name": "Autre"})
        with self.assertRefused(AccessError, "mandate"):
            order._receive(stranger, "Autre", PIXEL)
        with self.assertRefused(AccessError, "mandate"):
            order._receive(
                self.client, "Jeanne", PIXEL, witness=self._worker("Passant")
            )
        order._receive(self.daughter, "Anne", PIXEL, ["Coulure au nord", "", " "])
        self.assertEqual(order.state, "received")
        self.assertEqual(order.reserve_ids.mapped("name"), ["Coulure au nord"])
        with self.assertRefused(UserError, "Coulure au nord"):
            order.action_close()
        order.reserve_ids.lifted_on = self.today
        order.action_close()
        self.assertEqual(order.state, "closed")
        with self.assertRefused(UserError, "not deleted"):
            order.unlink()

    def test_satisfaction_from_1_to_5(self):
        order = self._finished()
        with self.assertRefused(UserError, "does not apply"):
            order._rate(self.client, "5")
        order._receive(self.client, "Jeanne", PIXEL)
        with self.assertRefused(UserError, "1 to 5"):
            order._rate(self.client, "6")
        order._rate(self.client, "5", "Très propre")
        self.assertEqual(order.rating, "5")

    def test_steps_are_not_written_by_hand(self):
        order = self._chosen()
        manager = self._staff("manager-steps", "manager", self.cae)
        mine = self._as(order, manager)
        for values in (
            {"state": "closed"},
            {"chosen_offer_id": False},
            {"fee_amount": 0},
        ):
            with self.assertRefused(UserError, "buttons"):
                mine.write(values)
        mine.title = "Façade nord"
        with self.assertRefused(UserError, "buttons"):
            self._as("oe.works.order", manager).create(
                {
                    "title": "x",
                    "partner_id": self.client.id,
                    "territory_id": self.territory.id,
                    "company_id": self.cae.id,
                    "state": "closed",
                }
            )

    def test_a_manager_s_own_buttons_work(self):
        manager = self._staff("manager-buttons", "manager", self.cae)
        order = self._as(self._order(), manager)
        link = self._as("oe.works.link", manager).create(
            {"order_id": order.id, "partner_id": self.bretonneau.partner_id.id}
        )
        action = link.action_send()
        self.assertIn(f"/oe/works/{link.id}/", action["context"]["default_url"])
        order.action_cancel()
        self.assertEqual(order.state, "cancelled")

    def test_title_and_description_name_nobody(self):
        order = self._order()
        for values in (
            {"title": "Façade de Mme le GOFF"},
            {"description": "Sonner chez Jeanne."},
        ):
            with self.assertRefused(ValidationError, "do not name"):
                order.write(values)
        firm = self.env["res.partner"].create(
            {"name": "Amicale de Doulon", "is_company": True}
        )
        self._order(partner_id=firm.id, title="Façade à Doulon")
        need = self._need(name="Façade, Jeanne Le Goff", oe_pole_id=self.building.id)
        action = need.action_oe_works()
        made = self.env["oe.works.order"].browse(action["res_id"])
        self.assertEqual(made.title, self.building.name)

    def test_a_need_becomes_an_order_once(self):
        need = self._need(oe_pole_id=False)
        with self.assertRefused(UserError, "pole"):
            need.action_oe_works()
        need.oe_pole_id = self.building
        action = need.action_oe_works()
        order = self.env["oe.works.order"].browse(action["res_id"])
        self.assertEqual(order.company_id, self.cae)
        self.assertEqual(order.place_id, self.client)
        self.assertEqual(need.action_oe_works()["res_id"], order.id)
        self.assertEqual(need.oe_works_count, 1)

    def test_reading_fifty_orders_asks_no_more_than_one(self):
        first = self._chosen()
        first._record_hours(self._technician(), JUNE_15, 420)
        orders = first
        for _rank in range(49):
            orders |= self._order()
        self.env.flush_all()

        def queries(records):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            records.mapped("senior_fte")
            return self.env.cr.sql_log_count - start

        one = queries(first)
        self.assertLessEqual(queries(orders), one + 2)
