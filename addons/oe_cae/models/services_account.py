from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc.account import STRUCTURE
from .balance_reader import CONTRIBUTION
from .statement import euros


class ServicesAccount(models.Model):
    """The yearly account of the mutualised services (C. trav. R.7331-9).

    What the cooperative received to serve everybody, what it spent, account by
    account, from the structure's own half of the ledger. Once published it never
    changes: what comes late is in the account of the next year.
    """

    _name = "oe.cae.services.account"
    _description = "Account of the mutualised services"
    _inherit = ["oe.closed.mixin"]
    _order = "date_end desc, company_id"
    _check_company_auto = True
    _closed_states = ("published",)
    _open_fields = frozenset()  # not even the state: nobody takes it back

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_end = fields.Date(
        "Financial year ended on", required=True, default=lambda self: self._last_end()
    )
    date_start = fields.Date("From", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    published_on = fields.Date(readonly=True, copy=False)
    people = fields.Integer("Entrepreneurs hosted", readonly=True, copy=False)
    contributions = fields.Monetary(readonly=True, copy=False)
    received = fields.Monetary("Received in all", readonly=True, copy=False)
    spent = fields.Monetary(readonly=True, copy=False)
    left = fields.Monetary(readonly=True, copy=False)
    word = fields.Text(
        "Word to the entrepreneurs",
        help="What the services were: accompaniment, accounting, pay, training, space…",
    )
    line_ids = fields.One2many("oe.cae.services.line", "account_id", "Lines")

    _once = models.UniqueIndex(
        "(company_id, date_end)", "This year has its account already."
    )

    @api.depends("company_id", "date_end")
    def _compute_display_name(self):
        for account in self:
            year = account.date_end and account.date_end.year
            account.display_name = self.env._(
                "Mutualised services %(year)s, %(company)s",
                year=year or "",
                company=account.company_id.name or "",
            )

    @api.model
    def _last_end(self):
        """End of the last financial year that is over."""
        today = self.env.company._oe_today()
        dates = self.env.company.compute_fiscalyear_dates(today)
        return fields.Date.subtract(dates["date_from"], days=1)

    def action_compute(self):
        """Read the ledger; as often as one likes while it is a draft."""
        self.check_access("write")
        for account in self:
            lock_rows(account)
            account._refuse_closed()
            account._compute_year()
        return True

    def _compute_year(self):
        company = self.company_id
        dates = company.compute_fiscalyear_dates(self.date_end)
        if dates["date_to"] != self.date_end:
            raise UserError(
                self.env._(
                    "The financial year of %(company)s ends on %(day)s.",
                    company=company.name,
                    day=fields.Date.to_string(dates["date_to"]),
                )
            )
        sums = self._sums(dates["date_from"])
        labels = self.env["oe.cae.balance"]._labels(sums)
        kept = {line.key: line.comment for line in self.line_ids}
        self.line_ids.unlink()
        received = sum(cents for cents in sums.values() if cents > 0)
        spent = -sum(cents for cents in sums.values() if cents < 0)
        self.write(
            {
                "date_start": dates["date_from"],
                "people": self._people(dates["date_from"]),
                "contributions": euros(sums.get(CONTRIBUTION, 0)),
                "received": euros(received),
                "spent": euros(spent),
                "left": euros(received - spent),
                "line_ids": [
                    fields.Command.create(
                        {
                            "key": str(key),
                            "name": labels[key][1],
                            "amount": euros(cents),
                            "comment": kept.get(str(key)),
                            "sequence": rank,
                        }
                    )
                    for rank, (key, cents) in enumerate(
                        sorted(sums.items(), key=lambda row: labels[row[0]])
                    )
                ],
            }
        )

    def _sums(self, start):
        """Cents of the structure's profit and loss in the year, by account."""
        # Figures for everybody; opening an item still needs rights in Accounting.
        balance_sudo = self.env["oe.cae.balance"].sudo()
        sums = defaultdict(int)
        booked = self._booked_contributions(start)
        for day, spread in balance_sudo._spreads(self.company_id.sudo(), self.date_end):
            line = spread.line
            if line.profit and start <= day:
                account = CONTRIBUTION if line.key in booked else line.account
                sums[account] -= spread.shares.get(STRUCTURE, 0)
        return {account: cents for account, cents in sums.items() if cents}

    def _booked_contributions(self, start):
        """Keys of journal items that are contributions, where a pair of accounts is."""
        items_sudo = self.env["account.move.line"].sudo()
        found = items_sudo.search_fetch(
            [
                ("company_id", "=", self.company_id.id),
                ("oe_cae_statement_id", "!=", False),
                ("date", ">=", start),
                ("date", "<=", self.date_end),
            ],
            [],
        )
        return {str(line.id) for line in found}

    def _people(self, start):
        lines = self.env["oe.affiliation"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_start", "<=", self.date_end),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", start),
            ]
        )
        return len(lines.entrepreneur_id)

    def action_publish(self):
        """Give it to every entrepreneur; it never changes again."""
        self.check_access("write")
        for account in self:
            lock_rows(account)
            account._refuse_closed()
            if not account.line_ids:
                raise UserError(self.env._("Compute it first: it has no line yet."))
            account.write(
                {
                    "published_on": account.company_id._oe_today(),
                    "state": "published",
                }
            )
            account._tell()

    def _tell(self):
        """A message to each person hosted today who has an address."""
        lines_sudo = self.env["oe.affiliation"].sudo()  # whoever is hosted is told
        lines_sudo = lines_sudo.search([("company_id", "=", self.company_id.id)])
        today = self.company_id._oe_today()
        hosted_sudo = lines_sudo.filtered(lambda line: line._holds(today))
        people_sudo = hosted_sudo.entrepreneur_id.filtered("email")
        if people_sudo:
            # One message; each recipient gets a mail of his own.
            template_sudo = self.env.ref("oe_cae.mail_template_services").sudo()
            recipients = [fields.Command.set(people_sudo.partner_id.ids)]
            template_sudo.send_mail(self.id, email_values={"recipient_ids": recipients})

    # -- shown ---------------------------------------------------------------------

    @api.model
    def _published_for(self, user):
        """Accounts of the companies that host a portal user, past the rules."""
        person_sudo = user._oe_entrepreneur()
        return self.sudo().search(
            [
                ("state", "=", "published"),
                ("company_id", "in", person_sudo.affiliation_ids.company_id.ids),
            ]
        )

    def _page(self):
        """The account as plain values."""
        self.ensure_one()
        return {
            "url": f"/my/oe/services/{self.id}",
            "name": self.display_name,
            "people": self.people,
            "word": self.word or "",
            "totals": [
                (self.env._("Contributions"), format_fr(to_cents(self.contributions))),
                (self.env._("Received in all"), format_fr(to_cents(self.received))),
                (self.env._("Spent"), format_fr(to_cents(self.spent))),
                (self.env._("Left"), format_fr(to_cents(self.left))),
            ],
            "lines": [
                (line.name, format_fr(to_cents(line.amount)), line.comment or "")
                for line in self.line_ids
            ],
        }


class ServicesLine(models.Model):
    """One account of the structure in a year."""

    _name = "oe.cae.services.line"
    _description = "Line of the account of the mutualised services"
    _order = "account_id, sequence, id"
    _check_company_auto = True

    account_id = fields.Many2one(
        "oe.cae.services.account", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer()
    key = fields.Char(readonly=True)
    name = fields.Char("Account", required=True, readonly=True)
    amount = fields.Monetary(readonly=True, help="Received, or less: spent.")
    comment = fields.Char("What it paid for")

    def write(self, vals):
        self.account_id._refuse_closed()
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.account_id._refuse_closed()
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.account_id._refuse_closed()
