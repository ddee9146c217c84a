from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN_ORDER = ("draft", "requested", "offered")
DAYS = 30


class WorksLink(models.Model):
    """A firm asked for one order, by a link that needs no account.

    The link holds 256 random bits of which only the hash is kept: nobody who reads
    the database can open it, and asking again makes a new one.
    """

    _name = "oe.works.link"
    _description = "Firm asked for works"
    _inherit = ["oe.token.mixin"]
    _order = "order_id, id"
    _check_company_auto = True

    order_id = fields.Many2one(
        "oe.works.order", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Partner firm", required=True, index=True, ondelete="restrict"
    )
    sent_on = fields.Date(readonly=True, copy=False)
    expires_on = fields.Date("Open until", copy=False)
    revoked_on = fields.Date(readonly=True, copy=False)
    declined_on = fields.Date(readonly=True, copy=False)
    declined_reason = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Not sent"),
            ("sent", "Waiting for an answer"),
            ("declined", "Declined"),
            ("offered", "Offer in"),
            ("chosen", "Chosen"),
            ("revoked", "Revoked"),
            ("expired", "Expired"),
        ],
        compute="_compute_state",
    )

    _partner_once = models.UniqueIndex(
        "(order_id, partner_id)", "This firm is asked for the order already."
    )

    @api.depends("partner_id", "order_id")
    def _compute_display_name(self):
        for link in self:
            link.display_name = (
                f"{link.partner_id.name or ''}, {link.order_id.name or ''}"
            )

    @api.depends(
        "sent_on", "revoked_on", "declined_on", "expires_on", "order_id.offer_ids.state"
    )
    def _compute_state(self):
        for link in self:
            link.state = link._state_now()

    def _state_now(self):
        self.ensure_one()
        offers = self.order_id.offer_ids.filtered(
            lambda row: row.partner_id == self.partner_id
        )
        states = set(offers.mapped("state"))
        if self.revoked_on:
            return "revoked"
        if "chosen" in states:
            return "chosen"
        if self.declined_on:
            return "declined"
        if "sent" in states:
            return "offered"
        if not self.sent_on:
            return "draft"
        today = self.company_id._oe_today()
        return "expired" if self.expires_on < today else "sent"

    def _convention(self, day=None):
        self.ensure_one()
        order = self.order_id
        day = day or self.company_id._oe_today()
        return self.env["oe.partner.convention"]._running_with(
            self.partner_id, self.company_id, order.territory_id, day
        )

    def action_send(self):
        """Ask the firm: a new link goes by mail and is shown once, to be copied.

        :raises UserError: without convention, with an expired certificate, or when
            the client has chosen
        """
        self.ensure_one()
        self.check_access("write")
        token = self._ask()
        # Told to this screen only: the form is never saved, so nothing keeps it.
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The request is sent"),
            "res_model": "oe.works.link.shown",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_url": self._url(token),
                "default_partner_name": self.partner_id.name,
                "default_mailed": bool(self.partner_id.email),
            },
        }

    def _ask(self):
        """Open a new link, mail it, and return its token; an older one dies."""
        self.ensure_one()
        order = self.order_id
        order._lock()
        order._assert_state(*OPEN_ORDER)
        today = self.company_id._oe_today()
        convention = self._convention(today)
        if not convention:
            raise UserError(
                self.env._(
                    "No convention with %(partner)s runs in %(territory)s.",
                    partner=self.partner_id.name,
                    territory=order.territory_id.name,
                )
            )
        convention._assert_in_order(today)
        token, token_hash = self._new_token()
        self.sudo().write(
            {
                "token_hash": token_hash,
                "sent_on": today,
                "expires_on": max(
                    self.expires_on or today, fields.Date.add(today, days=DAYS)
                ),
                "revoked_on": False,
                "declined_on": False,
                "declined_reason": False,
            }
        )
        if order.state == "draft":
            order._set_steps(state="requested")
        if self.partner_id.email:
            template = self.env.ref("oe_missions.mail_template_works_request")
            template.sudo().with_context(oe_url=self._url(token)).send_mail(self.id)
        return token

    def _url(self, token):
        return f"{self.get_base_url()}/oe/works/{self.id}/{token}"

    def action_revoke(self):
        """Close the link at once."""
        self.check_access("write")
        for link in self:
            link.revoked_on = link.company_id._oe_today()

    def _is_open(self):
        """Whether the link opens its page today.

        The firm chosen keeps it until the order is closed, whatever its first term.
        """
        self.ensure_one()
        if self.revoked_on or not self.sent_on:
            return False
        order = self.order_id
        if order.state in ("cancelled", "closed"):
            return False
        if order.chosen_partner_id == self.partner_id:
            return True
        return self.expires_on >= self.company_id._oe_today()

    def _offer(self, terms, lines, photo=None, sent_ref=None):
        """The firm's offer, from its page; sent twice, recorded once.

        :param dict terms: ``valid_until``, ``delay_days``, ``note``
        :param list lines: ``charter_id``, ``name``, ``quantity``, ``price_unit``,
            ``vat_rate`` of each
        :param tuple photo: content, file name, MIME type, or nothing
        :return: ``recorded`` or ``known``
        :raises UserError: as the offer's own checks
        """
        self.ensure_one()
        order = self.order_id
        order._lock()
        if sent_ref and order.offer_ids.filtered(lambda row: row.sent_ref == sent_ref):
            return "known"
        convention = self._convention()
        if not convention:
            raise UserError(
                self.env._("Your convention has ended: ask the cooperative.")
            )
        mine = set(convention.charter_ids.ids)
        if any(line["charter_id"] not in mine for line in lines):
            raise UserError(self.env._("Choose the service of each line."))
        offer = self.env["oe.works.offer"].create(
            {
                "order_id": order.id,
                "convention_id": convention.id,
                "sent_ref": sent_ref,
                "line_ids": [(0, 0, line) for line in lines],
                **terms,
            }
        )
        offer._send()
        if photo:
            self.env["oe.works.photo"]._keep(order, photo, "offer", offer=offer)
        self.write({"declined_on": False, "declined_reason": False})
        return "recorded"

    def _decline(self, reason=None):
        """The firm is free to decline; an offer it sent is taken back.

        :raises UserError: when the client has chosen
        """
        self.ensure_one()
        order = self.order_id
        order._lock()
        order._assert_state(*OPEN_ORDER)
        order.offer_ids.filtered(
            lambda row: row.state == "sent" and row.partner_id == self.partner_id
        ).write({"state": "replaced"})
        self.write(
            {
                "declined_on": self.company_id._oe_today(),
                "declined_reason": (reason or "").strip()[:200],
            }
        )
        if order.state == "offered" and "sent" not in order.offer_ids.mapped("state"):
            order._set_steps(state="requested")

    def _technician(self, values):
        """A technician the firm adds from its page.

        :raises UserError: without first name
        """
        self.ensure_one()
        if not values["name"]:
            raise UserError(self.env._("Write the first name of the technician."))
        convention = self.order_id.chosen_offer_id.convention_id
        return self.env["oe.partner.technician"].create(
            {"convention_id": convention.id, **values}
        )
