from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from odoo.addons.oe_base.calc.money import from_cents, percent, rate, to_cents

from ..calc import works as calc

VAT = [("20", "20 %"), ("10", "10 %"), ("5.5", "5.5 %"), ("0", "0 % (franchise)")]


class WorksOffer(models.Model):
    """What a firm offers for an order; once sent, only a new one replaces it."""

    _name = "oe.works.offer"
    _description = "Offer for works"
    _inherit = ["oe.closed.mixin"]
    _order = "order_id, id"
    _check_company_auto = True

    _closed_states = ("sent", "chosen", "lost", "replaced")
    _sealed_fields = (
        *("order_id", "partner_id", "sent_on", "valid_until", "delay_days"),
        *("amount_untaxed", "amount_tax", "amount_total"),
    )

    order_id = fields.Many2one(
        "oe.works.order", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    convention_id = fields.Many2one(
        "oe.partner.convention",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('company_id', '=', company_id), ('state', '=', 'running')]",
    )
    partner_id = fields.Many2one(
        related="convention_id.partner_id",
        store=True,
        index=True,
        string="Partner firm",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "With the client"),
            ("chosen", "Chosen"),
            ("lost", "Not chosen"),
            ("replaced", "Taken back or replaced"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    line_ids = fields.One2many("oe.works.offer.line", "offer_id", "Lines")
    photo_ids = fields.One2many(
        "oe.works.photo", "offer_id", "Photos", groups="oe_base.group_oe_advisor"
    )
    sent_on = fields.Date(readonly=True, copy=False)
    valid_until = fields.Date(required=True)
    delay_days = fields.Integer("Done within, days", help="After works begin.")
    note = fields.Char()
    amount_untaxed = fields.Monetary(compute="_compute_amounts", store=True)
    amount_tax = fields.Monetary("VAT", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary(compute="_compute_amounts", store=True)
    sent_ref = fields.Char(
        readonly=True, copy=False, help="Identifier given by the page that sent it."
    )

    _sent_once = models.UniqueIndex(
        "(order_id, sent_ref) WHERE sent_ref IS NOT NULL",
        "This offer was sent already.",
    )
    _one_open = models.UniqueIndex(
        "(order_id, partner_id) WHERE state IN ('sent', 'chosen')",
        "This firm has an offer already.",
    )

    @api.depends("partner_id", "amount_total")
    def _compute_display_name(self):
        for offer in self:
            amount = formatLang(
                self.env, offer.amount_total, currency_obj=offer.currency_id
            )
            offer.display_name = f"{offer.partner_id.name or ''}, {amount}"

    @api.depends("line_ids.quantity", "line_ids.price_unit", "line_ids.vat_rate")
    def _compute_amounts(self):
        for offer in self:
            total = calc.total(offer.line_ids._prepare_calc())
            offer.amount_untaxed = float(from_cents(total.untaxed_cents))
            offer.amount_tax = float(from_cents(total.vat_cents))
            offer.amount_total = float(from_cents(total.total_cents))

    @api.model_create_multi
    def create(self, vals_list):
        offers = super().create(vals_list)
        # Looked at afterwards: a value may also come from default_* of the context.
        if not self.env.su and any(row.state != "draft" or row.seal for row in offers):
            self._refuse_steps()
        return offers

    def write(self, vals):
        if not self.env.su and {"state", "sent_on"} & set(vals):
            self._refuse_steps()
        return super().write(vals)

    def _refuse_steps(self):
        raise UserError(self.env._("An offer is sent with its button, then chosen."))

    def action_send(self):
        """Record an offer that came on paper or by phone."""
        self.check_access("write")
        for offer in self:
            offer.order_id._lock()
            offer._send()

    def _send(self):
        """Put a drafted offer before the client, after every check.

        :raises UserError: without lines, above the charter, with an expired
            certificate, or when it holds no longer
        """
        self.ensure_one()
        order = self.order_id
        order._assert_state("draft", "requested", "offered")
        today = self.company_id._oe_today()
        self.convention_id._assert_in_order(today)
        self._check_lines()
        if self.valid_until < today:
            raise UserError(self.env._("An offer holds at least until today."))
        older = order.sudo().offer_ids.filtered(
            lambda row: row.state == "sent" and row.partner_id == self.partner_id
        )
        older.write({"state": "replaced"})
        older.flush_recordset(["state"])  # one open offer a firm, also in between
        self.sudo().write({"state": "sent", "sent_on": today})  # it was checked
        order._set_steps(state="offered")
        order._open_to_client()
        order.message_post(
            body=self.env._(
                "Offer of %(partner)s: %(amount)s, valid until %(day)s.",
                partner=self.partner_id.name,
                amount=formatLang(
                    self.env, self.amount_total, currency_obj=self.currency_id
                ),
                day=format_date(self.env, self.valid_until),
            )
        )

    def _check_lines(self):
        if not self.line_ids:
            raise UserError(self.env._("An offer has at least one line."))
        maxima = {
            row.id: to_cents(row.max_price) for row in self.convention_id.charter_ids
        }
        too_dear = calc.above_charter(self.line_ids._prepare_calc(), maxima)
        if too_dear:
            charter = self.env["oe.partner.charter"].browse(too_dear[0].ref)
            raise UserError(
                self.env._(
                    "%(service)s at %(price)s is above the charter: at most "
                    "%(maximum)s per %(unit)s.",
                    service=charter.name,
                    price=self._money(too_dear[0].unit_cents),
                    maximum=self._money(maxima.get(charter.id, 0)),
                    unit=charter.unit,
                )
            )

    def _money(self, cents):
        return formatLang(
            self.env, float(from_cents(cents)), currency_obj=self.currency_id
        )

    def _set_chosen(self):
        """The client chose this one: it is sealed, the others are not chosen."""
        self.ensure_one()
        self.write({"state": "chosen"})
        self._seal(self.browse())
        others = self.order_id.offer_ids - self
        others.filtered(lambda row: row.state == "sent").write({"state": "lost"})

    def _seal_payload(self):
        lines = [
            (row.name, str(rate(row.quantity)), str(rate(row.price_unit)), row.vat_rate)
            for row in self.line_ids
        ]
        return f"{super()._seal_payload()}\n{lines}"


class WorksOfferLine(models.Model):
    """A service of the charter, how much of it and at which price."""

    _name = "oe.works.offer.line"
    _description = "Line of an offer"
    _order = "offer_id, sequence, id"
    _check_company_auto = True

    offer_id = fields.Many2one(
        "oe.works.offer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="offer_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="offer_id.currency_id")
    sequence = fields.Integer(default=10)
    charter_id = fields.Many2one(
        "oe.partner.charter",
        "Service",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('convention_id', '=', parent.convention_id)]",
    )
    name = fields.Char(
        "Details",
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    unit = fields.Char(related="charter_id.unit", store=True)
    quantity = fields.Float(required=True, default=1, digits=(10, 2))
    price_unit = fields.Float("Price excl. VAT", required=True, digits=(10, 2))
    vat_rate = fields.Selection(VAT, "VAT", required=True, default="10")
    amount = fields.Monetary("Amount excl. VAT", compute="_compute_amount", store=True)

    _positive = models.Constraint(
        "CHECK (quantity > 0 AND price_unit >= 0)",
        "A line has a quantity above zero and no negative price.",
    )

    @api.depends("charter_id")
    def _compute_name(self):
        for line in self:
            line.name = line.name or line.charter_id.name

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            (row,) = line._prepare_calc()
            line.amount = float(from_cents(row.cents))

    def _prepare_calc(self):
        return [
            calc.OfferLine(
                ref=line.charter_id.id,
                quantity=rate(line.quantity),
                unit_cents=to_cents(line.price_unit),
                vat_rate=percent(line.vat_rate or "0"),
            )
            for line in self
        ]

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.offer_id._refuse_closed()
        return lines

    def write(self, vals):
        self.offer_id._refuse_closed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self.offer_id._refuse_closed()
