from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc import exit as calc
from .statement import euros


class Exit(models.Model):
    _inherit = "oe.cae.exit"

    def _add_parts(self):
        """One line per account: all of it, or the part to agree where it is shared."""
        # Whether others work on the account is all that is told of them.
        accounts_sudo = self.sudo()._activities().account_id
        self.env["oe.cae.exit.part"].create(
            [
                {"exit_id": self.id, "account_id": account.id}
                for account in accounts_sudo
            ]
        )
        for part in self.part_ids.filtered(lambda row: not row.is_shared):
            part.write({"part": 100, "agreement": False})


class ExitPart(models.Model):
    """An account of who leaves, and the part of it that is the person's.

    The books know a shared account as a whole only (C. trav. R.7331-6 has the split
    written by those who share it): the part is their agreement.
    """

    _name = "oe.cae.exit.part"
    _description = "Account of who leaves"
    _order = "exit_id, id"
    _check_company_auto = True

    exit_id = fields.Many2one(
        "oe.cae.exit", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="exit_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        "account.analytic.account",
        "Activity account",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        check_company=True,
    )
    is_shared = fields.Boolean("Shared", compute="_compute_is_shared")
    part = fields.Float("Part of who leaves, %", digits=(5, 2))
    agreement = fields.Char(help="Which agreement of those who share it, of which day.")
    whole_amount = fields.Monetary("Account", compute="_compute_amounts")
    part_amount = fields.Monetary("Part", compute="_compute_amounts")
    rest_amount = fields.Monetary("Stays", compute="_compute_amounts")

    _once = models.UniqueIndex(
        "(exit_id, account_id)", "This account is there already."
    )
    _part_possible = models.Constraint(
        "CHECK (part >= 0 AND part <= 100)", "A part lies between 0 and 100 %."
    )

    @api.depends("account_id")
    def _compute_is_shared(self):
        activities_sudo = self.env["oe.activity"].sudo().with_context(active_test=False)
        found = activities_sudo._read_group(
            [("account_id", "in", self.account_id.ids)],
            ["account_id"],
            ["entrepreneur_id:count_distinct"],
        )
        people = {account.id: count for account, count in found}
        for row in self:
            row.is_shared = people.get(row.account_id.id, 0) > 1

    @api.depends("part", "account_id")
    def _compute_amounts(self):
        for row in self:
            whole, part, rest = row._cut_totals()
            row.whole_amount = euros(whole)
            row.part_amount = euros(part)
            row.rest_amount = euros(rest)

    def write(self, vals):
        self.exit_id._refuse_closed()
        return super().write(vals)

    def _check_agreed(self):
        for row in self:
            if row.is_shared and not (row.agreement or "").strip():
                raise UserError(
                    self.env._(
                        "%(account)s is shared: write the part of who leaves, and the "
                        "agreement it comes from.",
                        account=row.sudo().account_id.name,
                    )
                )

    def _halves(self):
        """Rows of both halves on the day, with labels; read for whoever asks."""
        row_sudo = self.sudo()
        balance_sudo = row_sudo.env["oe.cae.balance"]
        company, account = row_sudo.company_id, row_sudo.account_id
        day = company._oe_today()
        told = balance_sudo._spreads(company, day, account)
        start = balance_sudo._year_start(company, day)
        return balance_sudo._halves(told, start, {account.id})

    def _cuts(self, half, rows):
        return calc.cut(
            [(row["label"], row["cents"]) for row in rows if row["half"] == half],
            self.part,
        )

    def _cut_totals(self):
        """Cents of the balance-sheet half: the account, the part, the rest.

        An account that was emptied is worth nothing, whatever passed through it.
        """
        self.ensure_one()
        return calc.totals(self._cuts("balance", self._halves()))

    def _page(self):
        """Both halves as plain data, part and rest of each figure."""
        rows = self._halves()
        page = {
            "name": self.sudo().account_id.name,
            "shared": self.is_shared,
            "part": self.part,
            "agreement": self.agreement or "",
        }
        for half in ("profit", "balance"):
            cuts = self._cuts(half, rows)
            page[half] = [
                [cut.key, cut.cents, cut.part_cents, cut.rest_cents]
                for cut in cuts
                if cut.cents
            ]
            page[f"{half}_total"] = list(calc.totals(cuts))
        return page

    def action_account(self):
        """Open the account on today, down to its items."""
        self.ensure_one()
        self.check_access("read")
        return self.env["oe.cae.account.sheet"]._open(
            self.company_id, self.company_id._oe_today(), self.account_id
        )
