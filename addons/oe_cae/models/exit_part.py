from collections import defaultdict
from fractions import Fraction

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc import exit as calc
from .account_halves import EARLIER
from .balance_reader import CONTRIBUTION
from .statement import euros

OWN, NONE = Fraction(1), Fraction(0)


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


class ExitPart(models.Model):
    """An account of who leaves, and the part of it that is the person's.

    On a shared account what is earned is split by the signed agreement of its day, pay
    and contributions are each person's own (C. trav. R.7331-6). Where nobody signed
    one, the part is what those who share it agree on now.
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
    sharing_id = fields.Many2one(
        "oe.cae.sharing", "Signed agreement", compute="_compute_is_shared"
    )
    part = fields.Float(
        "Part of who leaves, %",
        digits=(5, 2),
        help="Only where no signed agreement says it.",
    )
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
        # Whether others work on it, and what was signed, is no secret of the exit.
        sharings_sudo = self.env["oe.cae.sharing"].sudo()
        shared = sharings_sudo._shared_accounts(self.account_id)
        signed = sharings_sudo.search(
            [("account_id", "in", list(shared)), ("state", "=", "signed")],
            order="date_start",
        )
        last = {row.account_id.id: row for row in signed}
        for row in self:
            row.is_shared = row.account_id.id in shared
            row.sharing_id = last.get(row.account_id.id, False)

    @api.depends("part", "account_id")
    def _compute_amounts(self):
        for row in self:
            whole, part, rest = row._cut_totals()
            row.whole_amount = euros(whole)
            row.part_amount = euros(part)
            row.rest_amount = euros(rest)

    def write(self, vals):
        self.exit_id._refuse_closed()
        if not self.env.su and {"exit_id", "account_id"} & set(vals):
            # Another account would be on the statement of who leaves.
            self.exit_id._refuse_steps()
        return super().write(vals)

    def _check_agreed(self):
        for row in self:
            told = row.sharing_id or (row.agreement or "").strip()
            if row.is_shared and not told:
                raise UserError(
                    self.env._(
                        "%(account)s is shared: write the part of who leaves, and the "
                        "agreement it comes from.",
                        account=row.sudo().account_id.name,
                    )
                )

    # -- cut in two ----------------------------------------------------------------

    def _halves(self):
        """Pieces of each figure of both halves today: read for whoever asks.

        :return: ``(labels, {half: [(account, [(cents, part), …]), …]})``
        """
        row_sudo = self.sudo()
        balance_sudo = row_sudo.env["oe.cae.balance"]
        company, account = row_sudo.company_id, row_sudo.account_id
        today = company._oe_today()
        start = balance_sudo._year_start(company, today)
        told = [
            (day, spread, spread.shares.get(account.id, 0))
            for day, spread in balance_sudo._spreads(company, today, account)
        ]
        part_of = row_sudo._parts_of(told)
        halves = {"profit": defaultdict(list), "balance": defaultdict(list)}
        for day, spread, cents in told:
            if not cents:
                continue
            line = spread.line
            key = EARLIER if line.profit and day < start else line.account
            piece = (-cents if line.profit else cents, part_of(day, line.key))
            halves["profit" if line.profit else "balance"][key].append(piece)
        labels = balance_sudo._labels({key for rows in halves.values() for key in rows})
        return labels, {
            half: sorted(rows.items(), key=lambda row: labels[row[0]])
            for half, rows in halves.items()
        }

    def _parts_of(self, told):
        """Function ``(day, key of a line) -> part`` of who leaves."""
        if not self.is_shared:
            return lambda _day, _key: OWN
        person = self.exit_id.entrepreneur_id
        owners = self._owners([spread.line.key for _day, spread, _cents in told])
        keys = self.env["oe.cae.sharing"]._keys(self.account_id.ids)
        mine = keys.get(self.account_id.id)
        agreed = calc.whole_part(f"{self.part:.2f}")

        def part(day, key):
            if key in owners:
                return OWN if owners[key] == person else NONE
            return calc.part_on(mine, day, person.id) if mine else agreed

        return part

    def _owners(self, keys):
        """Whose pay or contribution a line is, by its key; the others are shared."""
        lines = self.env["account.move.line"].browse(
            [int(key) for key in keys if key.isdigit()]
        )
        owners = {
            str(line.id): (line.oe_cae_pay_id or line.oe_cae_statement_id)
            for line in lines
            if line.oe_cae_pay_id or line.oe_cae_statement_id
        }
        prefix = f"{CONTRIBUTION}/"
        entries = self.env["account.analytic.line"].browse(
            [int(key.removeprefix(prefix)) for key in keys if key.startswith(prefix)]
        )
        owners |= {
            f"{prefix}{entry.id}": entry.oe_cae_statement_id
            for entry in entries
            if entry.oe_cae_statement_id
        }
        statements = self.env["oe.cae.statement"]
        for key in keys:
            # The other side of a contribution, between activity and structure.
            if key.startswith("analytic/s"):
                number = key.removeprefix("analytic/s").partition("/")[0]
                owners[key] = statements.browse(int(number))
        return {key: owner.entrepreneur_id for key, owner in owners.items()}

    def _cuts(self):
        labels, halves = self._halves()
        return {
            half: [
                calc.Cut(labels[cut.key][1], cut.cents, cut.part_cents)
                for cut in calc.cut(rows)
            ]
            for half, rows in halves.items()
        }

    def _cut_totals(self):
        """Cents of the balance-sheet half: the account, the part, the rest."""
        self.ensure_one()
        return calc.totals(self._cuts()["balance"])

    def _page(self):
        """Both halves as plain data, part and rest of each figure."""
        page = {
            "name": self.sudo().account_id.name,
            "shared": self.is_shared,
            "agreement": self.sharing_id.sudo().display_name or self.agreement or "",
        }
        for half, cuts in self._cuts().items():
            page[half] = [
                [cut.key, cut.cents, cut.part_cents, cut.rest_cents]
                for cut in cuts
                if cut.cents or cut.part_cents
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
