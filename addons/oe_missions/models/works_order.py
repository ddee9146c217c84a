import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.oe_base.tools import lock_rows

# Written by the steps of the order only, never typed nor sent by a remote call.
STEPS = frozenset(
    {
        *("state", "chosen_offer_id", "chosen_on", "chosen_by_id", "acceptance"),
        *("signature", "signed_by", "express_request", "payment_from"),
        *("withdrawal_until", "withdrawn_on", "fee_amount", "bringer_amount"),
        *("finished_on", "received_on", "received_by", "received_by_id"),
        *("reception_signature", "rating", "rating_comment"),
    }
)
ADVISOR = "oe_base.group_oe_advisor"
BEFORE_CHOICE = ("draft", "requested", "offered")


class WorksOrder(models.Model):
    """Works for a client by a partner firm: asked, offered, chosen, done, received."""

    _name = "oe.works.order"
    _description = "Works order"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "title", "partner_id"]

    name = fields.Char("Number", required=True, copy=False, default="/", readonly=True)
    title = fields.Char("Works", required=True)
    lead_id = fields.Many2one(
        "crm.lead", "Need", index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    territory_id = fields.Many2one("oe.territory", required=True, index=True)
    pole_id = fields.Many2one("oe.pole", index="btree_not_null")
    partner_id = fields.Many2one(
        "res.partner", "Client", required=True, index=True, ondelete="restrict"
    )
    place_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_place_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Where the works are done; firms see the commune only until chosen.",
    )
    description = fields.Text("What is wanted", help="Neither name nor health data.")
    date_wanted_start = fields.Date("Wanted from")
    date_wanted_end = fields.Date("Wanted before")
    user_id = fields.Many2one(
        "res.users",
        "Followed by",
        default=lambda self: self.env.user,
        index="btree_not_null",
    )
    assessed_by_id = fields.Many2one(
        "oe.entrepreneur",
        "Advises the choice",
        index="btree_not_null",
        help="The entrepreneur who assessed the need. Two offers are then asked.",
    )
    brought_by_id = fields.Many2one(
        "oe.entrepreneur", "Brought by", index="btree_not_null"
    )
    bringer_share = fields.Float(
        "Share of the bringer, %",
        digits=(5, 2),
        help="Of the works excl. VAT; never more than the fee of the cooperative.",
    )
    assessor_may_earn = fields.Boolean(
        "The adviser may earn", help="By default whoever assessed earns nothing."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Requested"),
            ("offered", "Offers in"),
            ("chosen", "Chosen"),
            ("under_way", "Under way"),
            ("received", "Received"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    offer_ids = fields.One2many("oe.works.offer", "order_id", "Offers")
    # Accountants read orders and offers; firms, people and homes are not theirs.
    link_ids = fields.One2many(
        "oe.works.link", "order_id", "Firms asked", groups=ADVISOR
    )
    hours_ids = fields.One2many("oe.works.hours", "order_id", groups=ADVISOR)
    photo_ids = fields.One2many("oe.works.photo", "order_id", "Photos", groups=ADVISOR)
    reserve_ids = fields.One2many(
        "oe.works.reserve", "order_id", "Reserves", groups=ADVISOR
    )

    _bringer_share = models.Constraint(
        "CHECK (bringer_share >= 0 AND bringer_share <= 100)",
        "A share lies between 0 and 100 %.",
    )

    @api.depends("partner_id")
    def _compute_place_id(self):
        for order in self:
            order.place_id = order.place_id or order.partner_id

    @api.depends("name", "title")
    def _compute_display_name(self):
        for order in self:
            order.display_name = f"{order.name}, {order.title or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        sequence = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = sequence.next_by_code("oe.works.order")
        orders = super().create(vals_list)
        # Looked at afterwards: a value may also come from default_* of the context.
        for order in () if self.env.su else orders:
            taken = any(order[name] for name in STEPS - {"state"})
            if taken or order.state != "draft":
                self._refuse_steps()
        return orders

    def write(self, vals):
        if not self.env.su and STEPS & set(vals):
            self._refuse_steps()
        return super().write(vals)

    @api.constrains("title", "description", "partner_id")
    def _check_names_nobody(self):
        """Firms read title and description before they are chosen."""
        for order in self:
            if self._names(order.partner_id, f"{order.title} {order.description}"):
                raise ValidationError(
                    self.env._(
                        "Title and description do not name the client: firms read "
                        "them before one is chosen."
                    )
                )

    @api.model
    def _names(self, partner, text):
        """Whether a text holds the name of a person, or that of a firm."""
        name = (partner.name or "").lower()
        words = set(re.findall(r"\w+", text.lower()))
        if partner.is_company:
            return name in text.lower()
        return any(word in words for word in re.findall(r"\w{4,}", name))

    def _refuse_steps(self):
        raise UserError(
            self.env._("The steps of an order are taken by its buttons only.")
        )

    def _set_steps(self, **values):
        """Write fields of a step; who may take it was checked before."""
        self.sudo().write(values)

    def _lock(self):
        """Hold the order, so that one step is taken at a time."""
        lock_rows(self.sudo())
        self.invalidate_recordset()

    def _assert_state(self, *states):
        """Refuse a step that does not apply.

        :raises UserError: saying where the order stands
        """
        self.ensure_one()
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(name)s is “%(state)s”: this step does not apply.",
                    name=self.name,
                    state=labels[self.state],
                )
            )

    def action_close(self):
        """Nothing is left to do: reserves are lifted.

        :raises UserError: naming the reserves that remain
        """
        self.check_access("write")
        for order in self:
            order._lock()
            order._assert_state("received")
            left = order.reserve_ids.filtered(lambda row: not row.lifted_on)
            if left:
                raise UserError(
                    self.env._(
                        "These reserves are not lifted yet: %(what)s.",
                        what=", ".join(left.mapped("name")),
                    )
                )
            order._set_steps(state="closed")

    def action_cancel(self):
        """Give up before works begin; links open nothing any more."""
        self.check_access("write")
        for order in self:
            order._lock()
            order._assert_state(*BEFORE_CHOICE, "chosen")
            order._cancel()

    def _cancel(self, **values):
        self._set_steps(state="cancelled", **values)
        self.sudo().offer_ids.filtered(lambda offer: offer.state == "sent").write(
            {"state": "lost"}
        )
        self._tell_firms(self.sudo().chosen_offer_id)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_chosen(self):
        if any(order.state not in (*BEFORE_CHOICE, "cancelled") for order in self):
            raise UserError(
                self.env._("An order that a client signed is closed, not deleted.")
            )
