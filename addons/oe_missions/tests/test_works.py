"""Conventions with partner firms, and the offers they send."""

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PIXEL
from .works_common import FACADE, LATE, OTHER, WorksCase

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
