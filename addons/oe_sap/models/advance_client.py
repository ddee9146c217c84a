from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import clean_context

from odoo.addons.oe_base.tools import lock_rows

from ..calc.advance_person import FRANCE

STATES = [
    ("draft", "To complete"),
    ("to_send", "To send"),
    ("waiting", "Waits for the client's activation"),
    ("active", "Active"),
    ("refused", "Refused by the service"),
    ("closed", "Closed"),
]
# What staff types; the rest comes by buttons, by the client and by the service.
TYPED = (
    *("title", "birth_name", "first_names", "birth_date", "birth_country"),
    *("birth_town", "birth_department", "mobile", "email", "street"),
    *("postal_code", "city", "bic_typed", "iban_typed", "holder_typed"),
    *("public_aid", "disability"),
)
GIVEN = frozenset({"company_id", "partner_id", "consent_paper", *TYPED})
OPEN = ("draft", "to_send", "waiting", "active", "refused")


class AdvanceClient(models.Model):
    """A client of the immediate advance: what the service asks, and no more.

    The account and the place of birth leave for the service, then they are erased
    here: it alone debits the client. Nobody reads them in between.
    """

    _name = "oe.sap.advance.client"
    _description = "Client of the immediate advance"
    _inherit = ["oe.retention.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    _retention_code = "sap_advance_client"
    _retention_date_field = "closed_on"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Client",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_company', '=', False)]",
    )
    state = fields.Selection(
        STATES, required=True, readonly=True, default="draft", copy=False, index=True
    )
    title = fields.Selection([("1", "Mr"), ("2", "Ms")])
    birth_name = fields.Char()
    first_names = fields.Char()
    birth_date = fields.Date()
    birth_country = fields.Char(
        "Country of birth (INSEE)", default=FRANCE, help="99100: France."
    )
    birth_town = fields.Char(
        "Town of birth", help="Its name, or its INSEE code when it has changed since."
    )
    birth_department = fields.Char("Département of birth", help="44, 2A, 974…")
    mobile = fields.Char()
    email = fields.Char("E-mail")
    street = fields.Char()
    postal_code = fields.Char()
    city = fields.Char()
    bic = fields.Char(copy=False, groups=fields.NO_ACCESS)
    iban = fields.Char(copy=False, groups=fields.NO_ACCESS)
    holder = fields.Char(copy=False, groups=fields.NO_ACCESS)
    bic_typed = fields.Char("BIC", compute="_compute_bank", inverse="_inverse_bank")
    iban_typed = fields.Char("IBAN", compute="_compute_bank", inverse="_inverse_bank")
    holder_typed = fields.Char(
        "Account holder", compute="_compute_bank", inverse="_inverse_bank"
    )
    account_shown = fields.Char("Account", readonly=True, copy=False)
    public_aid = fields.Boolean(
        "Receives APA or PCH",
        help="The program is closed to them for now; no reason is stored.",
    )
    disability = fields.Boolean(
        "Ceiling for disability", help="The yearly limit of the advance is higher."
    )
    consent_text = fields.Text(readonly=True, copy=False)
    consent_on = fields.Date("Consent given on", readonly=True, copy=False)
    consent_by = fields.Char("Consent given by", readonly=True, copy=False)
    consent_paper = fields.Binary(
        "Signed paper", attachment=True, copy=False, help="When not on the portal."
    )
    service_ref = fields.Char("Number at the service", readonly=True, copy=False)
    service_code = fields.Char("Said by the service", readonly=True, copy=False)
    asked_on = fields.Datetime("Last call", readonly=True, copy=False)
    activated_on = fields.Date(
        copy=False,
        help="The day we learnt of it. Correct it when the client activated earlier: "
        "services before that day are paid otherwise.",
    )
    closed_on = fields.Date(readonly=True, copy=False)
    closed_by = fields.Char(readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(company_id, partner_id) WHERE state <> 'closed'",
        "This client is enrolled already, or on the way to be.",
    )

    @api.depends("account_shown")
    def _compute_bank(self):
        """Nothing is shown of what was typed."""
        self.bic_typed = self.iban_typed = self.holder_typed = False

    def _inverse_bank(self):
        for client in self:
            values = {}
            for name in ("bic", "iban", "holder"):
                typed = (client[f"{name}_typed"] or "").strip()
                if typed:
                    compact = "".join(typed.split()).upper()
                    values[name] = typed[:70] if name == "holder" else compact[:34]
            if "iban" in values:
                values["account_shown"] = f"•••• {values['iban'][-4:]}"
            if values:
                client.sudo()._set(values)
        # Nor does an answer carry back what was just typed.
        self.invalidate_recordset(["bic_typed", "iban_typed", "holder_typed"])

    @api.model_create_multi
    def create(self, vals_list):
        # Consent and state would come from default_* as well.
        clean = self.with_context(clean_context(self.env.context))
        return super(AdvanceClient, clean).create(
            [
                {**{key: vals[key] for key in GIVEN & set(vals)}, "state": "draft"}
                for vals in vals_list
            ]
        )

    def write(self, vals):
        active = all(client.state == "active" for client in self)
        if set(vals) == {"activated_on"} and active:
            # We learn of it late; the service judges by its own day in the end.
            return super().write(vals)
        if set(vals) - GIVEN:
            raise UserError(self.env._("An enrolment moves by its buttons only."))
        if any(client.state not in ("draft", "refused") for client in self):
            raise UserError(
                self.env._("It is with the service: close it and enrol again.")
            )
        return super().write(vals)

    @api.constrains("activated_on")
    def _check_activated_on(self):
        for client in self:
            day = client.activated_on
            if day and day > client.company_id._oe_today():
                raise ValidationError(
                    self.env._("The client activated today at the latest.")
                )

    def _set(self, values):
        """The one way to a state or an account: past :meth:`write`."""
        # pylint: disable=super-method-mismatch
        return models.Model.write(self, values)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_drafts(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return
        if any(client.state != "draft" for client in self):
            raise UserError(self.env._("What the service knows is closed, not erased."))

    @api.model
    def _retention_domain(self, limit):
        """Closed for long, or begun and left for as long: an account is in there."""
        closed = [*super()._retention_domain(limit), ("state", "=", "closed")]
        begun = [("write_date", "<", limit), ("state", "in", ("draft", "refused"))]
        return ["|", "&", *closed, "&", *begun]

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """What the contact says already, to who may read it."""
        self.partner_id.check_access("read")
        for name, value in self._of_partner(self.partner_id).items():
            if value and not self[name]:
                self[name] = value

    @api.model
    def _of_partner(self, partner):
        """Fields that a contact answers by itself."""
        partner_sudo = partner.sudo()
        phone = partner_sudo.phone or ""
        digits = "".join(char for char in phone if char.isdigit())
        return {
            # A landline would only be refused.
            "mobile": phone if digits.removeprefix("33")[-9:][:1] in "67" else False,
            "email": partner_sudo.email,
            "street": partner_sudo.street,
            "postal_code": partner_sudo.zip,
            "city": partner_sudo.city,
        }

    def _hold(self, *states):
        """One moment, one hand; refuses what is in another state."""
        self.ensure_one()
        lock_rows(self)
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._("This enrolment is: %(state)s.", state=labels[self.state])
            )

    def action_submit(self):
        """Send a paper enrolment: complete, and the client's signature kept."""
        self.check_access("write")
        self._hold("draft", "refused")
        if not self.consent_on and not self.consent_paper:
            raise UserError(
                self.env._(
                    "The client agrees first: keep the signed paper here, or let the "
                    "client enrol on the portal."
                )
            )
        self._submit(self.consent_by or self.partner_id.name)
        return True

    def _submit(self, who):
        """Ready to leave.

        :raises UserError: naming each field that the service would refuse
        """
        self.ensure_one()
        refusals = self._refusals()
        if refusals:
            explain = self.env["oe.sap.explain"]
            raise UserError(
                self.env._(
                    "Urssaf would refuse this: %(why)s.",
                    why="; ".join(explain._advance(one) for one in refusals),
                )
            )
        values = {"state": "to_send", "service_code": False}
        if not self.consent_on:
            values.update(
                consent_on=self.company_id._oe_today(),
                consent_by=who[:64],
                consent_text=self._consent_words(self.company_id),
            )
        self._set(values)
        # Who enrols need not be allowed to wake a job.
        self.env.ref("oe_sap.cron_advance_enrol").sudo()._trigger()

    def action_close(self):
        """The client wants no advance any more."""
        self.check_access("write")
        for client in self:
            client._hold(*OPEN)
            client._close(self.env.user.name)
        return True

    def _close(self, who):
        self.ensure_one()
        # Requests that did not leave yet never will; nobody need read them for that.
        self.env["oe.sap.advance"].sudo().search(
            [("client_id", "=", self.id), ("state", "in", ("queued", "held"))]
        )._drop()
        # The account is written and erased past the rules, read by nobody.
        self.sudo()._set(
            {
                "state": "closed",
                "closed_on": self.company_id._oe_today(),
                "closed_by": who[:64],
                **self._erased(),
            }
        )

    @api.model
    def _erased(self):
        """What the service has and nobody here needs."""
        names = ("bic", "iban", "holder", "birth_town", "birth_department")
        return dict.fromkeys(names, False)

    @api.model
    def _consent_words(self, company):
        """What the client agrees to; kept word for word with the enrolment."""
        return self.env._(
            "I ask %(company)s to enrol me in the immediate advance of the tax credit "
            "of Urssaf. It sends my identity, place of birth, address, phone, e-mail "
            "and bank account to Urssaf, and each month what was invoiced to me. "
            "Urssaf asks me to validate each request within 48 hours, debits my half "
            "from my account and pays %(company)s the whole. My bank account and "
            "place of birth are not kept here once Urssaf has them. I may stop at any "
            "time.",
            company=company.name,
        )
