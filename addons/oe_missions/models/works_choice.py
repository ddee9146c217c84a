from fractions import Fraction

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import from_cents, percent, to_cents

from ..calc import brought, works as calc


class WorksChoice(models.Model):
    """The client chooses one offer, on the portal, by mandate or on paper."""

    _inherit = "oe.works.order"

    chosen_offer_id = fields.Many2one(
        "oe.works.offer", readonly=True, copy=False, index="btree_not_null"
    )
    chosen_partner_id = fields.Many2one(
        related="chosen_offer_id.partner_id", string="Firm chosen"
    )
    chosen_total = fields.Monetary(related="chosen_offer_id.amount_total")
    chosen_on = fields.Date(readonly=True, copy=False)
    chosen_by_id = fields.Many2one(
        "res.partner", "Chosen by", readonly=True, copy=False, index="btree_not_null"
    )
    acceptance = fields.Selection(
        [
            ("portal", "On the portal"),
            ("mandate", "On the portal, by mandate"),
            ("paper", "On paper"),
        ],
        "How",
        readonly=True,
        copy=False,
    )
    signature = fields.Binary(attachment=True, readonly=True, copy=False)
    signed_by = fields.Char(readonly=True, copy=False)
    express_request = fields.Boolean(
        "Works may start at once",
        readonly=True,
        copy=False,
        help="Asked expressly by the client, before the days to withdraw are over.",
    )
    payment_from = fields.Date("No payment before", readonly=True, copy=False)
    withdrawal_until = fields.Date("May withdraw until", readonly=True, copy=False)
    withdrawn_on = fields.Date(readonly=True, copy=False)
    fee_amount = fields.Monetary("Fee of the cooperative", readonly=True, copy=False)
    bringer_amount = fields.Monetary("Part of the bringer", readonly=True, copy=False)

    def _open_to_client(self):
        """Whoever may choose sees the order on the portal, in this company."""
        self.ensure_one()
        mandates = self.partner_id.sudo().oe_mandate_ids._now("accept")
        readers = self.partner_id | mandates.holder_id
        readers.sudo().user_ids._oe_add_company(self.company_id)

    def _choose(self, offer, partner, name, signature, express=False):
        """Choose on the portal, as the client or by a mandate to accept.

        :raises UserError: unsigned, too few offers, or the offer does not hold
        """
        self.ensure_one()
        self._lock()
        if not partner._oe_may_act_for(self.partner_id, "accept"):
            raise AccessError(self.env._("The client chooses, or by a mandate."))
        if not (name or "").strip() or not signature:
            raise UserError(self.env._("Write your name and sign in the frame."))
        self._assert_may_choose(offer)
        own = partner == self.partner_id
        self._set_chosen(
            offer,
            self.company_id._oe_today(),
            signature=signature,
            signed_by=name.strip()[:64],
            chosen_by_id=partner.id,
            acceptance="portal" if own else "mandate",
            express_request=bool(express),
        )

    def _choose_paper(self, offer, day, photo, express=False):
        """Choose on a signed paper, its photo attached.

        :param tuple photo: content, file name, MIME type
        :raises UserError: as :meth:`_choose`, or without photo, or signed tomorrow
        """
        self.ensure_one()
        self._lock()
        if not day or day > self.company_id._oe_today():
            raise UserError(self.env._("Write the day on which the paper was signed."))
        self._assert_may_choose(offer)
        content, filename, mimetype = photo
        self.env["ir.attachment"].create(
            {
                "name": filename,
                "raw": content,
                "mimetype": mimetype,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self._set_chosen(
            offer,
            day,
            chosen_by_id=self.partner_id.id,
            acceptance="paper",
            express_request=bool(express),
        )

    def _assert_may_choose(self, offer):
        if self.chosen_offer_id:
            raise UserError(self.env._("An offer was chosen already: thank you."))
        self._assert_state("offered")
        if offer.order_id != self or offer.state != "sent":
            raise UserError(
                self.env._(
                    "The firm changed or withdrew this offer a moment ago: read the "
                    "page again."
                )
            )
        today = self.company_id._oe_today()
        if offer.valid_until < today:
            raise UserError(
                self.env._(
                    "The offer of %(partner)s held until %(day)s: ask for a new one.",
                    partner=offer.partner_id.name,
                    day=format_date(self.env, offer.valid_until),
                )
            )
        self._assert_two_offers(today)
        offer.convention_id._assert_in_order(today)

    def _assert_two_offers(self, day):
        """Where an entrepreneur advises, the client compares two firms at least."""
        firms = self.offer_ids.filtered(
            lambda row: row.state == "sent" and row.valid_until >= day
        ).partner_id
        if self.assessed_by_id and len(firms) < 2:
            raise UserError(
                self.env._(
                    "%(name)s advises this choice: two offers from two firms are "
                    "needed first.",
                    name=self.assessed_by_id.name,
                )
            )

    def _set_chosen(self, offer, day, **values):
        parameter = self.env["oe.works.parameter"]._on(day)
        fee, brought_cents = self._fees(offer, day)
        self._set_steps(
            state="chosen",
            chosen_offer_id=offer.id,
            chosen_on=day,
            payment_from=calc.payment_from(day, parameter.payment_days),
            withdrawal_until=calc.withdrawal_until(day, parameter.withdrawal_days),
            fee_amount=float(from_cents(fee)),
            bringer_amount=float(from_cents(brought_cents)),
            **values,
        )
        offer._set_chosen()
        self.sudo().lead_id._oe_won()
        self._tell_firms(self.sudo().offer_ids)

    def _fees(self, offer, day):
        """What the cooperative keeps, and the part of it for whoever brought it."""
        untaxed = to_cents(offer.amount_untaxed)
        fees = self.env["oe.partner.fee"].sudo()
        kept = fees._require_at(day, convention_id=offer.convention_id)._cents(untaxed)
        if not self.brought_by_id:
            return kept, 0
        rule = brought.FeeRule(
            Fraction(percent(self.bringer_share)), kept, self.assessor_may_earn
        )
        share = brought.fee(
            untaxed, 0, rule, self.brought_by_id.id, self.assessed_by_id.id or None
        )
        return kept, share.due_cents

    def _tell_firms(self, offers):
        """Each firm learns what became of its offer; nobody's name goes by mail."""
        template = self.env.ref("oe_missions.mail_template_works_answer")
        for offer in offers:
            if offer.state in ("chosen", "lost") and offer.partner_id.email:
                template.sudo().send_mail(offer.id)

    def _withdraw(self, partner):
        """The client changes their mind within the days the law gives.

        :raises UserError: when the days are over
        """
        self.ensure_one()
        self._lock()
        if not partner._oe_may_act_for(self.partner_id, "accept"):
            raise AccessError(self.env._("The client withdraws, or by a mandate."))
        self._assert_state("chosen", "under_way")
        today = self.company_id._oe_today()
        if today > self.withdrawal_until:
            raise UserError(
                self.env._(
                    "The days to withdraw ended on %(day)s.",
                    day=format_date(self.env, self.withdrawal_until),
                )
            )
        self._cancel(withdrawn_on=today)
        self.message_post(body=self.env._("The client withdrew within the delay."))
