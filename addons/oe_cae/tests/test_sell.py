"""The ES sells: the right seller, thresholds, the standard invoice, credit notes."""

from fractions import Fraction

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CaeCase


class SellCase(CaeCase):
    """A trainer of the general company, her client and her service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._scheme()
        cls.trainer, cls.activity = cls._worker(
            "Samira", cls.scheme, login="samira-vend", invoice_limit=1000
        )
        cls.contract = cls.trainer.cae_contract_ids
        cls.training = cls._sellable("Formation", 49, "tva_normale_encaissement")
        cls.client = cls.env["oe.cae.client"]._save(
            cls.trainer,
            {"name": "Amicale", "is_company": True, "email": "amicale@example.com"},
        )
        cls.manager = cls._staff("chef-vend", "manager", cls.cae)

    @classmethod
    def _sellable(cls, name, price, tax, **values):
        template = cls.env["product.template"].create(
            {
                "name": name,
                "type": "service",
                "list_price": price,
                "uom_id": cls.env.ref("uom.product_uom_hour").id,
                "invoice_policy": "delivery",
                "service_type": "manual",
                "oe_sale_tax": tax,
                "oe_service_nature": "other",
                "oe_direct_sale": True,
                **values,
            }
        )
        return template.product_variant_id

    @classmethod
    def _line(cls, hours=3, price=49, product=None, name="Journée"):
        return {
            "product": product or cls.training,
            "name": name,
            "quantity": Fraction(hours),
            "price": Fraction(price),
        }

    @classmethod
    def _quote(cls, *lines, client=None):
        return cls.env["sale.order"]._oe_sell(
            cls.trainer, client or cls.client, list(lines) or [cls._line()]
        )

    @classmethod
    def _accepted(cls, *lines):
        order = cls._quote(*lines)
        order._oe_go()
        order.action_confirm()
        return order


@tagged("post_install", "-at_install")
class TestSell(SellCase):
    def test_three_hours_at_49_to_an_association(self):
        order = self._quote()
        self.assertEqual(order.company_id, self.cae, "the general CAE may sell it")
        self.assertEqual(order.oe_activity_id, self.activity)
        self.assertEqual(order.amount_untaxed, 147)
        self.assertEqual(order.amount_total, 176.4)
        self.assertTrue(order._oe_go())
        self.assertEqual(order.state, "sent")
        order.action_confirm()
        move = order._oe_invoice_done({order.order_line.id: Fraction(3)})
        self.assertTrue(move._oe_go())
        self.assertEqual(move.state, "posted")
        self.assertEqual((move.amount_untaxed, move.amount_total), (147, 176.4))
        line = move.invoice_line_ids
        self.assertEqual(
            line.analytic_distribution, {str(self.activity.account_id.id): 100}
        )
        self.assertEqual(line.sale_line_ids, order.order_line, "the stock link")
        self.assertEqual(order.invoice_status, "invoiced")
        facts = self.env["oe.cae.month"]._live(self.trainer, self.cae, move.date)
        self.assertEqual(facts[0].statement.total("invoiced"), 14700)

    def test_a_home_service_at_home_is_sold_by_the_declared_company(self):
        care = self._sellable(
            "Aide", 25, "tva_reduite_encaissement", oe_service_nature="home"
        )
        home = self.env["oe.cae.client"]._save(self.trainer, {"name": "Jeanne"})
        with self.assertRaisesRegex(UserError, "no contract with it"):
            self._quote(self._line(product=care), client=home)
        with self.assertRaisesRegex(UserError, "two cooperatives"):
            self._quote(self._line(product=care), self._line(), client=home)
        firm = self._quote(self._line(product=care))
        self.assertEqual(firm.company_id, self.cae, "to a firm it is no home service")

    def test_what_is_missing_is_named(self):
        other, _activity = self._worker("Paul", self.scheme)
        theirs = self.env["oe.cae.client"]._save(other, {"name": "Autre"})
        with self.assertRaisesRegex(UserError, "one of your clients"):
            self._quote(client=theirs)
        with self.assertRaisesRegex(UserError, "at least one line"):
            self.env["sale.order"]._oe_sell(self.trainer, self.client, [])

    def test_a_draft_is_rewritten_and_a_sent_quote_is_not(self):
        order = self._quote()
        same = order._oe_sell(self.trainer, self.client, [self._line(hours=2)])
        self.assertEqual((same, same.amount_untaxed), (order, 98))
        order._oe_go()
        with self.assertRaisesRegex(UserError, "Only a draft"):
            order._oe_sell(self.trainer, self.client, [self._line()])
        with self.assertRaisesRegex(UserError, "sent already"):
            order._oe_done()

    def test_invoiced_in_two_parts_and_never_more_than_sold(self):
        order = self._accepted()
        line = order.order_line
        for wrong in (Fraction(0), Fraction(-1), Fraction(7, 2)):
            with self.assertRaises(UserError):
                order._oe_invoice_done({line.id: wrong})
        first = order._oe_invoice_done({line.id: Fraction(3, 2)})
        first._oe_go()
        with self.assertRaisesRegex(UserError, "1,5 are left"):
            order._oe_invoice_done({line.id: Fraction(2)})
        second = order._oe_invoice_done({line.id: Fraction(3, 2)})
        second._oe_go()
        self.assertEqual(first.amount_untaxed + second.amount_untaxed, 147)
        self.assertTrue(order._oe_is_invoiced())

    def test_a_credit_note_takes_back_once(self):
        order = self._accepted()
        move = order._oe_invoice_done({order.order_line.id: Fraction(3)})
        move._oe_go()
        line = move.invoice_line_ids
        with self.assertRaisesRegex(UserError, "Write why"):
            move._oe_credit({line.id: Fraction(1)}, " ")
        with self.assertRaisesRegex(UserError, "no more"):
            move._oe_credit({line.id: Fraction(4)}, "Erreur")
        refund = move._oe_credit({line.id: Fraction(1)}, "Une heure en trop")
        refund._oe_go()
        self.assertEqual((refund.move_type, refund.state), ("out_refund", "posted"))
        self.assertEqual(refund.amount_untaxed, 49)
        self.assertEqual(refund.oe_activity_id, self.activity)
        self.assertEqual(refund.reversed_entry_id, move)
        with self.assertRaisesRegex(UserError, "no more"):
            move._oe_credit({line.id: Fraction(5, 2)}, "Trop")
        rest = move._oe_credit({line.id: Fraction(2)}, "Le reste")
        rest._oe_go()
        with self.assertRaisesRegex(UserError, "no more"):
            move._oe_credit({line.id: Fraction(1)}, "Encore")

    def test_a_dropped_draft_can_be_invoiced_again(self):
        self.contract.invoice_limit = 100
        order = self._accepted()
        move = order._oe_invoice_done({order.order_line.id: Fraction(3)})
        self.assertFalse(move._oe_go())
        move._oe_discard()
        again = order._oe_invoice_done({order.order_line.id: Fraction(2)})
        self.assertEqual(again.amount_untaxed, 98)
        self.assertTrue(again._oe_go())
        with self.assertRaisesRegex(UserError, "credit note instead"):
            again._oe_discard()

    def test_a_cancelled_quote_is_not_accepted(self):
        order = self._quote()
        order._oe_go()
        order._oe_cancel()
        with self.assertRaisesRegex(UserError, "not open"):
            order._oe_accepted_on_paper(b"\xff\xd8\xff", "a.jpg", "image/jpeg")
        done = self._accepted()
        with self.assertRaisesRegex(UserError, "it stays"):
            done._oe_cancel()

    def test_a_cape_holder_says_so_on_the_quote(self):
        lea, _activity = self._worker("Léa", self.scheme, kind="cape")
        client = self.env["oe.cae.client"]._save(lea, {"name": "Mairie"})
        order = self.env["sale.order"]._oe_sell(lea, client, [self._line()])
        self.assertNotIn("CAPE", order.note or "")
        order._oe_go()
        self.assertIn("Léa", order.note)
        self.assertIn("CAPE", order.note)

    def test_only_a_service_set_by_hand_is_sold_directly(self):
        for values in ({"invoice_policy": "order"}, {"type": "consu"}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.training.product_tmpl_id.write(values)


@tagged("post_install", "-at_install")
class TestApproval(SellCase):
    def setUp(self):
        super().setUp()
        self.contract.quote_limit = 500
        self.big = self._quote(self._line(hours=12))

    def _row(self, document):
        rows = self._as("oe.cae.to.approve", self.manager).search([])
        return rows.filtered(
            lambda row: (row.res_model, row.res_id) == (document._name, document.id)
        )

    def test_above_the_threshold_a_manager_approves_and_it_goes(self):
        self.assertFalse(self.big._oe_go())
        self.assertEqual(self.big.state, "draft")
        row = self._row(self.big)
        self.assertEqual((row.amount, row.limit), (588, 500))
        row.action_approve()
        self.assertEqual(self.big.state, "sent")
        self.assertEqual(self.big.oe_approver_id, self.manager)
        self.assertFalse(self._row(self.big))
        with self.assertRaisesRegex(UserError, "judged already"):
            self._as(self.big, self.manager).sudo().action_oe_approve()

    def test_at_the_threshold_nobody_is_asked(self):
        exact = self._quote(self._line(hours=10, price=50))
        self.assertTrue(exact._oe_go())

    def test_refused_with_a_word_then_changed(self):
        self.big._oe_go()
        row = self._row(self.big)
        with self.assertRaisesRegex(UserError, "Write a word"):
            row.action_refuse()
        row.note = "Ajoute l'assurance"
        row.action_refuse()
        self.assertEqual(self.big.oe_approval, "refused")
        self.assertEqual(self.big.oe_approval_note, "Ajoute l'assurance")
        changed = self.big._oe_sell(self.trainer, self.client, [self._line(hours=5)])
        self.assertTrue(changed._oe_go(), "under the threshold it goes alone")

    def test_what_was_approved_is_an_amount(self):
        self.big._oe_go()
        self.big.write({"oe_approval": "approved", "oe_approved_amount": 588})
        self.big.order_line.product_uom_qty = 13
        self.assertTrue(self.big._oe_needs_approval())
        with self.assertRaisesRegex(UserError, "approves it first"):
            self.big.action_confirm()

    def test_the_accountant_does_not_post_what_waits(self):
        self.contract.write({"quote_limit": 0, "invoice_limit": 100})
        order = self._accepted()
        move = order._oe_invoice_done({order.order_line.id: Fraction(3)})
        self.assertFalse(move._oe_go())
        with self.assertRaisesRegex(UserError, "waits for a manager"):
            move.action_post()
        self._row(move).action_approve()
        self.assertEqual(move.state, "posted")

    def test_the_activity_has_a_threshold_of_its_own(self):
        self.activity.quote_limit = 600
        self.assertTrue(self.big._oe_go())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_a_manager_of_the_company_judges(self):
        self.big._oe_go()
        advisor = self._staff("conseil-vend", "advisor", self.cae)
        away = self._staff("ailleurs-vend", "manager", self.cae_sap)
        row = self._row(self.big)
        for user in (advisor, away):
            with self.assertRaises(AccessError):
                self._as(row, user).action_approve()
            with self.assertRaises(AccessError):
                self._as(row, user).note = "Non"
                self.env.flush_all()
        self.assertEqual(self.big.oe_approval, "asked")

    def test_nobody_approves_a_document_of_his_own(self):
        self.big._oe_go()
        self.trainer.partner_id = self.manager.partner_id
        with self.assertRaisesRegex(AccessError, "Somebody else"):
            self._row(self.big).action_approve()


@tagged("post_install", "-at_install")
class TestFloor(SellCase):
    def _target(self, **values):
        return self.env["oe.cae.target"].create(
            {
                "entrepreneur_id": self.trainer.id,
                "date_start": "2026-01-01",
                "net": 1135.40,
                "hours": 100,
                "charges": 120,
                **values,
            }
        )

    def test_the_floor_follows_the_target_of_the_competence(self):
        day = self.contract.date_start.replace(month=6, day=15)
        floors = self.env["oe.cae.floor"]
        self.assertIsNone(floors._of(self.activity, None, day), "no target, no profile")
        self._target()
        floor = floors._of(self.activity, None, day)
        # As the worked case of the computing layer: 10 % scheme, June 2026.
        self.assertEqual(floor.hour_cents, 1858)
        why = floors._why(floor)
        self.assertIn("100", why[-1])
        skill = self.env.ref("oe_base.skill_trainer")
        self._target(skill_id=skill.id, hours=50)
        self.assertEqual(floors._of(self.activity, skill, day).hour_cents, 3716)
        self.assertEqual(floors._of(self.activity, None, day).hour_cents, 1858)

    def test_without_target_the_profile_counts(self):
        self.trainer.profile_id = self.env.ref("oe_base.profile_fo")
        floor = self.env["oe.cae.floor"]._of(
            self.activity, None, self.contract.date_start
        )
        self.assertEqual(floor.month.turnover_cents // floor.hour_cents, 94)

    def test_a_line_under_the_floor_warns_on_the_page(self):
        self._target(hours=20)
        order = self._quote(self._line(price=20), self._line(price=500))
        low, high = (line._oe_values() for line in order.order_line)
        self.assertTrue(low["too_low"])
        self.assertFalse(high["too_low"])
        self.assertIn("an hour", low["why"][-1])
