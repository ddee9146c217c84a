from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..aici.client import Access, Client, Denied, Failed
from ..aici.urls import DEFAULTS, allowed

SETTERS = "oe_base.group_oe_network_manager"
JOURNAL_CODE = "AICI"
ACCOUNT_CODE = "511700"


class AdvanceAccount(models.Model):
    """What links a company to the immediate advance: credentials, journal, guarantee.

    The secret is written by the network's settings role and read by nobody: it leaves
    for the service only.
    """

    _name = "oe.sap.advance.account"
    _description = "Immediate advance of a company"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _rec_name = "company_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean("Switched on", default=True, tracking=True)
    place = fields.Selection(
        [
            ("production", "Production"),
            ("sandbox", "Sandbox of the service"),
            ("simulator", "Simulator on this machine"),
        ],
        "Called service",
        required=True,
        default="sandbox",
        tracking=True,
    )
    base_url = fields.Char(
        "Address",
        compute="_compute_base_url",
        store=True,
        readonly=False,
        help="https below the domain of the service, or this machine for a simulator.",
    )
    client_ref = fields.Char("Client identifier (client_id)")
    secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    secret_typed = fields.Char(
        "Secret",
        compute="_compute_secret_typed",
        inverse="_inverse_secret_typed",
        help="Written once, never shown again. Write a new one to replace it.",
    )
    has_secret = fields.Boolean("Secret written", compute="_compute_secret_typed")
    provider_ref = fields.Char(
        "Biller (idTiersFacturation)", help="Given by the service with the credentials."
    )
    journal_id = fields.Many2one(
        "account.journal",
        "Paid into",
        check_company=True,
        domain="[('type', '=', 'bank')]",
        help="Transfers of the service; made by “Prepare the books”.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Reminded",
        required=True,
        default=lambda self: self.env.user,
        help="Who is told of proofs that end and of a guarantee to raise.",
    )
    takes_deposits = fields.Boolean(
        "Clients pay deposits", help="A guarantee is due from the first euro then."
    )
    guarantee = fields.Monetary("Guarantee held", tracking=True)
    proofs_renewed_on = fields.Date(
        "Proofs of the company renewed on",
        tracking=True,
        help="Certificates of tax and social contributions, guarantee.",
    )
    declared = fields.Monetary("Declared this year", compute="_compute_guarantee")
    guarantee_due = fields.Monetary(compute="_compute_guarantee")
    blocked = fields.Text("No request leaves, because", compute="_compute_blocked")
    told = fields.Char("Last trouble", readonly=True, copy=False)
    told_on = fields.Datetime("Last trouble on", readonly=True, copy=False)

    _company_unique = models.UniqueIndex(
        "(company_id)", "This company has its immediate advance already."
    )

    @api.depends("place")
    def _compute_base_url(self):
        for account in self:
            if not allowed(account.base_url or "", account.place):
                account.base_url = DEFAULTS[account.place]

    @api.depends("secret")
    def _compute_secret_typed(self):
        for account in self:
            account.secret_typed = False
            account.has_secret = bool(account.sudo().secret)

    def _inverse_secret_typed(self):
        if not self.env.su and not self.env.user.has_group(SETTERS):
            raise AccessError(self.env._("Credentials are for network managers."))
        for account in self.filtered("secret_typed"):
            account.sudo().secret = account.secret_typed.strip()
        # Nor does an answer carry back what was just typed.
        self.invalidate_recordset(["secret_typed"])

    @api.constrains("place", "base_url")
    def _check_base_url(self):
        for account in self:
            if not allowed(account.base_url or "", account.place):
                raise ValidationError(
                    self.env._(
                        "This address cannot be called: https below urssaf.fr, or "
                        "http://127.0.0.1 with a port for the simulator."
                    )
                )

    @api.constrains("proofs_renewed_on")
    def _check_day(self):
        for account in self:
            day = account.proofs_renewed_on
            if day and day > account.company_id._oe_today():
                raise ValidationError(self.env._("Proofs are renewed today at latest."))

    @api.model
    def _of(self, companies):
        """Accounts switched on, past the rules: dict company → account."""
        # Whoever prepares a request need not read credentials.
        rows_sudo = self.sudo().search([("company_id", "in", companies.ids)])
        return {row_sudo.company_id: row_sudo for row_sudo in rows_sudo}

    @api.model
    def _callable(self):
        """Accounts that have credentials, for the jobs."""
        rows_sudo = self.sudo().search([("client_ref", "!=", False)])
        return rows_sudo.filtered("has_secret")

    def _client(self):
        """The client of the company's calls.

        :raises UserError: when a credential is missing
        """
        self.ensure_one()
        account_sudo = self.sudo()
        if not (account_sudo.client_ref and account_sudo.secret):
            raise UserError(
                self.env._(
                    "%(company)s has no credentials for the immediate advance: a "
                    "network manager writes them in Settings.",
                    company=account_sudo.company_id.name,
                )
            )
        return Client(
            Access(account_sudo.base_url, account_sudo.client_ref, account_sudo.secret)
        )

    def _tell(self, code):
        """Remember the last trouble of the service: a code, no sentence of its own."""
        self.sudo().write({"told": code[:64], "told_on": fields.Datetime.now()})

    def _tell_good(self):
        if self.told:
            self.sudo().write({"told": False, "told_on": False})

    def action_test(self):
        """Ask the service for a token: whether the credentials are good."""
        self.ensure_one()
        self.check_access("write")
        try:
            self._client().check()
        except Denied as error:
            self._tell(error.code)
            message = self.env._(
                "The service refuses these credentials: copy them again."
            )
        except Failed as error:
            self._tell(error.code)
            message = self.env._("The service does not answer: try again later.")
        else:
            self._tell_good()
            message = self.env._("The service accepts these credentials.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "warning" if self.told else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_prepare_books(self):
        """Make the journal of the transfers and its account; can be run again."""
        self.check_access("write")
        for account in self.filtered(lambda row: not row.journal_id):
            # A journal of ours, with nothing but a name: no accounting right needed.
            account.journal_id = account.sudo()._make_journal()
        return True

    def _make_journal(self):
        self.ensure_one()
        company = self.company_id
        journals = self.env["account.journal"].with_company(company)
        known = journals.search(
            [("company_id", "=", company.id), ("code", "=", JOURNAL_CODE)], limit=1
        )
        if known:
            return known
        journal = journals.create(
            {
                "name": self.env._("Immediate advance"),
                "code": JOURNAL_CODE,
                "type": "bank",
                "company_id": company.id,
                "oe_sap_advance": True,
            }
        )
        lines = (
            journal.inbound_payment_method_line_ids
            | journal.outbound_payment_method_line_ids
        )
        # Between the payment and the line of the bank statement.
        lines.payment_account_id = self._waiting_account()
        return journal

    def _waiting_account(self):
        accounts = self.env["account.account"].with_company(self.company_id)
        known = accounts.search(
            [("company_ids", "in", self.company_id.ids), ("code", "=", ACCOUNT_CODE)],
            limit=1,
        )
        return known or accounts.create(
            {
                "name": self.env._("Immediate advance to cash in"),
                "code": ACCOUNT_CODE,
                "account_type": "asset_current",
                "reconcile": True,
                "company_ids": [(6, 0, self.company_id.ids)],
            }
        )


class AccountJournal(models.Model):
    _inherit = "account.journal"

    oe_sap_advance = fields.Boolean(
        "Immediate advance",
        help="What comes in here is shown apart on the tax certificate.",
    )
