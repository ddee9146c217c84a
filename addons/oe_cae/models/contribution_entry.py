from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.oe_base.calc.money import to_cents

from .ledger import PROFIT_TYPES
from .statement import euros
from .words import month_label

ENTRIES = [
    ("analytic", "Analytic entries only"),
    ("ledger", "A pair of general-ledger accounts"),
]


class ResCompany(models.Model):
    """How contributions move from the activities to the structure."""

    _inherit = "res.company"

    oe_contribution_entries = fields.Selection(
        ENTRIES,
        "Entries of contributions",
        required=True,
        default="analytic",
        help="Contributions never change the result of the company. With a pair of "
        "accounts each close makes a draft entry, which the accountant posts.",
    )
    oe_contribution_expense_id = fields.Many2one(
        "account.account",
        "Contributions charged",
        help="Debited on the activities; its sum is that of the account received.",
    )
    oe_contribution_income_id = fields.Many2one(
        "account.account",
        "Contributions received",
        help="Credited on the structure; never an account of turnover (70).",
    )

    @api.constrains(
        "oe_contribution_entries",
        "oe_contribution_expense_id",
        "oe_contribution_income_id",
    )
    def _check_contribution_accounts(self):
        for company in self.filtered(
            lambda row: row.oe_contribution_entries == "ledger"
        ):
            pair = (
                company.oe_contribution_expense_id | company.oe_contribution_income_id
            )
            types = set(pair.mapped("account_type"))
            code = company.oe_contribution_income_id.with_company(company).code or ""
            if (
                len(pair) != 2
                or not types <= set(PROFIT_TYPES)
                or any(company not in account.company_ids for account in pair)
                or code.startswith("70")
            ):
                raise ValidationError(
                    self.env._(
                        "Choose two different accounts of profit and loss of "
                        "%(company)s, the one received outside of turnover (70).",
                        company=company.name,
                    )
                )


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # Copied: an entry that is reversed takes the contribution back.
    oe_cae_statement_id = fields.Many2one(
        "oe.cae.statement",
        "Statement of the contribution",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )


class Period(models.Model):
    """The draft entry of a month, where the accountant wants a pair of accounts."""

    _inherit = "oe.period"

    cae_entries = fields.Selection(ENTRIES, "Contributions entered as", readonly=True)
    cae_move_id = fields.Many2one(
        "account.move",
        "Entry of the contributions",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    cae_move_state = fields.Selection(related="cae_move_id.state", string="State of it")

    def write(self, vals):
        if {"cae_entries", "cae_move_id"} & set(vals) and not self.env.su:
            raise UserError(self.env._("The close says how it was entered."))
        return super().write(vals)

    def _cae_enter(self, statements_sudo):
        """Contributions of the month, in the way the company chose."""
        self.ensure_one()
        way = self.company_id.oe_contribution_entries
        self.sudo().cae_entries = way
        if way == "analytic":
            statements_sudo._enter_contributions()
        else:
            self._cae_draft(statements_sudo)

    def _cae_draft(self, statements_sudo):
        """One draft entry for the month; the accountant posts it."""
        refusal = self.env["oe.cae.pay"]._booking_refusal(self.company_id, self.month)
        if refusal:
            raise UserError(refusal)
        company_sudo = self.company_id.sudo()
        lines = [
            fields.Command.create(values)
            for statement in statements_sudo
            if not statement.currency_id.is_zero(statement.contribution)
            for values in statement._contribution_items()
        ]
        if not lines:
            return
        # Who closes may have no right on entries; a draft changes no book.
        moves_sudo = self.env["account.move"].sudo().with_company(company_sudo)
        self.sudo().cae_move_id = moves_sudo.create(
            {
                "move_type": "entry",
                "journal_id": self._cae_journal(company_sudo).id,
                "company_id": company_sudo.id,
                "date": fields.Date.end_of(self.month, "month"),
                "ref": self.env._(
                    "Contributions of %(month)s", month=month_label(str(self.month))
                ),
                "line_ids": lines,
            }
        )

    @api.model
    def _cae_journal(self, company_sudo):
        journals_sudo = self.env["account.journal"].sudo().with_company(company_sudo)
        special = (
            company_sudo.currency_exchange_journal_id
            + company_sudo.tax_cash_basis_journal_id
        )
        found = journals_sudo.search(
            [
                ("company_id", "=", company_sudo.id),
                ("type", "=", "general"),
                ("code", "!=", "PAIE"),
                ("id", "not in", special.ids),
            ],
            limit=1,
        )
        if not found:
            raise UserError(
                self.env._(
                    "%(company)s has no journal for miscellaneous entries.",
                    company=company_sudo.name,
                )
            )
        return found

    def action_cae_draft_again(self):
        """Make the entry of a closed month again, where it was dropped or cancelled."""
        self._cae_check_accountant()
        for period in self:
            period._lock_row()
            move_sudo = period.sudo().cae_move_id
            if period.state != "closed" or period.cae_entries != "ledger":
                raise UserError(self.env._("This month has no entry to make."))
            if move_sudo and move_sudo.state != "cancel":
                raise UserError(self.env._("The entry of this month is there already."))
            statements_sudo = self.env["oe.cae.statement"].sudo()
            period._cae_draft(
                statements_sudo.search(
                    [
                        ("company_id", "=", period.company_id.id),
                        ("month", "=", period.month),
                        ("state", "=", "closed"),
                    ]
                )
            )
        return True

    def action_cae_post(self):
        """Post the entry of the contributions."""
        self._cae_check_accountant()
        for period in self:
            period._lock_row()
            if period.cae_move_id.state != "draft":
                raise UserError(self.env._("There is no draft entry to post."))
            period.cae_move_id.action_post()
        return True

    def action_cae_move(self):
        """Open the entry of the contributions."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.cae_move_id.id,
            "view_mode": "form",
        }

    def _cae_check_accountant(self):
        self.check_access("read")
        if not self.env.user.has_group("oe_base.group_oe_accountant"):
            raise AccessError(self.env._("An accountant posts entries."))


class Statement(models.Model):
    _inherit = "oe.cae.statement"

    def _contribution_items(self):
        """Debit on the activity, credit on the structure."""
        self.ensure_one()
        company = self.company_id
        label = self._contribution_label()
        return [
            {
                "account_id": account.id,
                "name": label,
                "balance": euros(sign * to_cents(self.contribution)),
                "analytic_distribution": {str(owner.id): 100},
                "oe_cae_statement_id": self.id,
            }
            for account, sign, owner in (
                (company.oe_contribution_expense_id, -1, self.activity_id.account_id),
                (company.oe_contribution_income_id, 1, company.oe_structure_account_id),
            )
        ]
