import hashlib

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import clean_context

from odoo.addons.oe_base.tools import lock_rows

from ..calc import sepa
from .pay_run import HANDLERS

# Without a debit for so long a mandate is void (EPC016-06, 4.1).
LIFE_MONTHS = 36
GIVEN = frozenset({"company_id", "partner_id", "scheme", "kind"})


class DebitMandate(models.Model):
    """A client lets the cooperative debit an account (SEPA mandate).

    Prepared inside, signed by the client on the portal, or on paper. Its account is
    known to the file for the bank only. Void when revoked, or after 36 months without
    a debit.
    """

    _name = "oe.cae.debit.mandate"
    _description = "SEPA mandate of a client"
    _inherit = ["oe.retention.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _retention_code = "cae_mandate"
    _retention_date_field = "write_date"

    rum = fields.Char("Reference (RUM)", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", "Client", required=True, index=True, ondelete="restrict"
    )
    scheme = fields.Selection(
        [("CORE", "CORE: any client"), ("B2B", "B2B: between firms")],
        "SEPA scheme",
        required=True,
        default="CORE",
        help="B2B: the client registers it with the bank, and cannot claim back.",
    )
    kind = fields.Selection(
        [("recurrent", "Again and again"), ("once", "Once")],
        required=True,
        default="recurrent",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_sign", "To sign"),
            ("active", "In force"),
            ("used", "Used"),
            ("revoked", "Revoked"),
            ("expired", "Expired"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    bank_id = fields.Many2one(
        "res.partner.bank",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )
    account_shown = fields.Char("Account", readonly=True, copy=False)
    signed_on = fields.Date("Signed", readonly=True, copy=False)
    signed_name = fields.Char("Signed by", readonly=True, copy=False)
    signature = fields.Binary(attachment=True, readonly=True, copy=False)
    signature_hash = fields.Char(readonly=True, copy=False)
    used_on = fields.Date("Last debit", readonly=True, copy=False)
    used_count = fields.Integer("Debits", readonly=True, copy=False, aggregator=None)
    ended_on = fields.Date(readonly=True, copy=False)
    ended_by = fields.Char(readonly=True, copy=False)

    _rum_once = models.UniqueIndex(
        "(company_id, rum)", "This reference of a mandate exists already."
    )

    @api.depends("rum", "partner_id")
    def _compute_display_name(self):
        for mandate in self:
            mandate.display_name = f"{mandate.rum or ''}, {mandate.partner_id.name}"

    @api.constrains("scheme", "partner_id")
    def _check_firm(self):
        for mandate in self:
            partner = mandate.partner_id.commercial_partner_id
            if mandate.scheme == "B2B" and not partner.is_company:
                raise ValidationError(
                    self.env._("B2B mandates are between firms: take CORE.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        # A signature or a past would come from default_* as well.
        clean = self.with_context(clean_context(self.env.context))
        mandates = super(DebitMandate, clean).create(
            [
                # The state is forced: left out, it would come from default_state.
                {**{key: vals[key] for key in GIVEN & set(vals)}, "state": "draft"}
                for vals in vals_list
            ]
        )
        for mandate in mandates:
            mandate._set({"rum": f"OE{mandate.company_id.id:03d}-{mandate.id:07d}"})
        return mandates

    def write(self, vals):
        if set(vals) - GIVEN:
            raise UserError(self.env._("One signs with the buttons only."))
        if any(mandate.state != "draft" for mandate in self):
            raise UserError(
                self.env._("It is with the client: revoke it and make another.")
            )
        return super().write(vals)

    def _set(self, values):
        """The one way to a state or a signature: past :meth:`write`."""
        # pylint: disable=super-method-mismatch
        return models.Model.write(self, values)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return
        if any(mandate.state not in ("draft", "to_sign") for mandate in self):
            raise UserError(self.env._("A mandate that was signed is kept."))

    @api.model
    def _retention_domain(self, limit):
        """What may still be debited is no old paper."""
        ended = [("state", "in", ("used", "revoked", "expired"))]
        return [*super()._retention_domain(limit), *ended]

    def _begin(self, *states):
        self.ensure_one()
        self.check_access("write")
        if not any(self.env.user.has_group(group) for group in HANDLERS):
            raise AccessError(self.env._("Mandates are for managers and accountants."))
        self._hold(*states)

    def _hold(self, *states):
        lock_rows(self)
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._("This mandate is: %(state)s.", state=labels[self.state])
            )

    def action_send(self):
        """Put it before the client, on the portal."""
        self._begin("draft")
        if not self.company_id.sudo().oe_creditor_ref:
            raise UserError(
                self.env._(
                    "%(company)s has no creditor identifier (ICS): write it on the "
                    "company first.",
                    company=self.company_id.name,
                )
            )
        self._set({"state": "to_sign"})
        return True

    def action_revoke(self):
        """The client told us to stop, by letter or on the phone."""
        self._begin("to_sign", "active")
        self._revoke(self.env.user.name)
        return True

    def _revoke(self, who):
        self.sudo()._set(
            {
                "state": "revoked",
                "ended_on": self.company_id._oe_today(),
                "ended_by": who[:64],
            }
        )

    # -- the client ----------------------------------------------------------------

    @api.model
    def _of_client(self, user):
        """Mandates that a client may read, past the rules; never drafts."""
        partner = user.partner_id
        return self.sudo().search(
            [
                ("partner_id", "in", (partner | partner.commercial_partner_id).ids),
                ("state", "!=", "draft"),
            ]
        )

    def _sign(self, name, iban, image):
        """The client signs; called past the rules, for one of ``_of_client``.

        :raises UserError: with what to do instead
        """
        self.ensure_one()
        self._hold("to_sign")
        name = (name or "").strip()[:64]
        if not name:
            raise UserError(self.env._("Write your name above the signature."))
        iban = "".join((iban or "").split()).upper()
        if not sepa.is_iban(iban):
            raise UserError(
                self.env._("This IBAN has a mistake: copy it from your bank's paper.")
            )
        if not image:
            raise UserError(self.env._("Sign in the frame with your finger."))
        self._set(
            {
                "state": "active",
                "bank_id": self._account(iban).id,
                "account_shown": sepa.masked(iban),
                "signed_on": self.company_id._oe_today(),
                "signed_name": name,
                "signature": image,
                "signature_hash": hashlib.sha256(image.encode()).hexdigest(),
            }
        )

    def _account(self, iban):
        """The client's account, known or new; nothing is paid to it for that."""
        accounts = self.env["res.partner.bank"]
        found = accounts.search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("sanitized_acc_number", "=", iban),
            ],
            limit=1,
        )
        return found or accounts.create(
            {"partner_id": self.partner_id.id, "acc_number": iban}
        )

    # -- life ----------------------------------------------------------------------

    def _is_void(self, day):
        """Whether 36 months went by without a debit."""
        last = self.used_on or self.signed_on
        return not last or last + relativedelta(months=LIFE_MONTHS) <= day

    @api.model
    def _cron_expire(self):
        """Mandates that nobody used for 36 months are void."""
        today = fields.Date.context_today(self)
        limit = today - relativedelta(months=LIFE_MONTHS)
        stale = self.search(
            [
                ("state", "=", "active"),
                ("signed_on", "<=", limit),
                "|",
                ("used_on", "=", False),
                ("used_on", "<=", limit),
            ]
        )
        stale._set({"state": "expired", "ended_on": today})
