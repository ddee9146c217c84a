"""The client chooses one offer, and may withdraw."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PIXEL
from .works_common import OTHER, PHOTO, WorksCase

JUNE_15 = fields.Date.to_date("2026-06-15")


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
