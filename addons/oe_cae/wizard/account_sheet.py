from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc.account import INTERNAL, STRUCTURE
from ..models.statement import euros

HALVES = [("profit", "Profit and loss"), ("balance", "Balance sheet")]


class AccountSheet(models.TransientModel):
    """The account of an activity on a day, or the control over a whole company.

    Nothing is stored for good: it is read from the ledger when it is opened.
    """

    _name = "oe.cae.account.sheet"
    _description = "Account of an activity"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        "Situation on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    account_id = fields.Many2one(
        "account.analytic.account",
        "Activity account",
        check_company=True,
        help="Empty: all activities and the structure, against the ledger.",
    )
    year_start = fields.Date("Financial year from", readonly=True)
    result = fields.Monetary("Result since the start", readonly=True)
    difference = fields.Monetary(
        readonly=True,
        help="Ledger less activities and structure, account by account, added up "
        "without signs: 0.00, always.",
    )
    line_ids = fields.One2many("oe.cae.account.sheet.line", "sheet_id", readonly=True)
    activity_line_ids = fields.One2many(
        "oe.cae.account.sheet.activity", "sheet_id", readonly=True
    )

    @api.model
    def _open(self, company, day, account=None):
        """Compute a sheet and give the action that shows it."""
        sheet = self.create(
            {
                "company_id": company.id,
                "date": day,
                "account_id": account and account.id,
            }
        )
        sheet._fill()
        return sheet._shown()

    @api.depends("account_id")
    def _compute_display_name(self):
        everything = self.env._("Activities and ledger")
        for sheet in self:
            sheet.display_name = sheet.account_id.name or everything

    @api.model
    def _open_today(self):
        """The control of the user's company, today."""
        return self._open(self.env.company, fields.Date.context_today(self))

    def _shown(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }

    def action_fill(self):
        """Read the ledger again, for another day or another activity."""
        self.check_access("write")
        for sheet in self:
            sheet._fill()
        return True

    def _fill(self):
        self.ensure_one()
        if self.company_id not in self.env.companies:
            raise UserError(
                self.env._("%(name)s is not yours.", name=self.company_id.name)
            )
        balance = self.env["oe.cae.balance"]
        self.line_ids.unlink()
        self.activity_line_ids.unlink()
        self.year_start = balance._year_start(self.company_id, self.date)
        if self.account_id:
            self._fill_activity(balance)
        else:
            self._fill_company(balance)

    def _fill_activity(self, balance):
        told = balance._spreads(self.company_id, self.date, self.account_id)
        structure = self.company_id.sudo().oe_structure_account_id
        owner = STRUCTURE if self.account_id == structure else self.account_id.id
        rows = balance._halves(told, self.year_start, {owner})
        self.result = euros(
            sum(row["cents"] for row in rows if row["half"] == "profit")
        )
        self.difference = euros(
            sum((row["half"] == "profit" or -1) * row["cents"] for row in rows)
        )
        self.line_ids = [
            fields.Command.create(
                {
                    "half": row["half"],
                    "name": row["label"],
                    "amount": euros(row["cents"]),
                    "items": list(row["items"]),
                }
            )
            for row in rows
        ]

    def _fill_company(self, balance):
        rows, told = balance._control_halves(self.company_id, self.date)
        self.line_ids = [
            fields.Command.create(
                {
                    "half": row["half"],
                    "name": row["label"],
                    "amount": euros(row["activities"]),
                    "structure": euros(row["structure"]),
                    "ledger": euros(row["ledger"]),
                    "difference": euros(_gap(row)),
                    "ledger_account_id": isinstance(row["account"], int)
                    and row["account"],
                }
            )
            for row in rows
        ]
        self.difference = euros(sum(abs(_gap(row)) for row in rows))
        self.result = euros(
            -sum(row["ledger"] for row in rows if row["half"] == "profit")
        )
        self.activity_line_ids = [
            fields.Command.create(values) for values in self._by_activity(told)
        ]

    def _by_activity(self, told):
        """What each activity earned, is owed by clients and owes the structure."""
        structure = self.company_id.sudo().oe_structure_account_id.id
        clients = set(
            self.env["account.account"]
            .sudo()  # which accounts are clients', for a figure
            .with_company(self.company_id)
            .search([("account_type", "=", "asset_receivable")])
            .ids
        )
        found = {}
        for _day, spread in told:
            for owner, cents in spread.shares.items():
                sums = found.setdefault(owner, [0, 0, 0])
                if spread.line.profit:
                    sums[0] -= cents
                elif spread.line.account in clients:
                    sums[1] += cents
                elif spread.line.account == INTERNAL:
                    sums[2] += cents
        return [
            {
                "account_id": structure if owner is STRUCTURE else owner,
                "result": euros(sums[0]),
                "clients": euros(sums[1]),
                "internal": euros(sums[2]),
            }
            for owner, sums in found.items()
            if any(sums) and (owner or structure)
        ]


class AccountSheetLine(models.TransientModel):
    _name = "oe.cae.account.sheet.line"
    _description = "Line of the account of an activity"
    _oe_shared = "the sheet has the company"

    sheet_id = fields.Many2one(
        "oe.cae.account.sheet", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="sheet_id.currency_id")
    half = fields.Selection(HALVES, required=True)
    name = fields.Char("Account", required=True)
    ledger_account_id = fields.Many2one("account.account")
    amount = fields.Monetary("Activities")
    structure = fields.Monetary()
    ledger = fields.Monetary()
    difference = fields.Monetary()
    items = fields.Json("Ids of the journal items")

    def action_items(self):
        """The journal items behind a figure; from there, their documents."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_account_moves_all"
        )
        sheet = self.sheet_id
        if sheet.account_id:
            domain = [("id", "in", self.items or [])]
        else:
            domain = [
                ("account_id", "=", self.ledger_account_id.id),
                ("company_id", "=", sheet.company_id.id),
                ("date", "<=", sheet.date),
                ("parent_state", "=", "posted"),
            ]
        return {**action, "name": self.name, "domain": domain, "context": {}}


class AccountSheetActivity(models.TransientModel):
    _name = "oe.cae.account.sheet.activity"
    _description = "Activity in the control of a company's accounts"
    _oe_shared = "the sheet has the company"

    sheet_id = fields.Many2one(
        "oe.cae.account.sheet", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="sheet_id.currency_id")
    account_id = fields.Many2one("account.analytic.account", "Activity account")
    result = fields.Monetary()
    clients = fields.Monetary("Owed by clients")
    internal = fields.Monetary(
        "Between activities",
        help="Less: owed to the structure or to other activities.",
    )

    def action_open(self):
        """The account of this activity."""
        self.ensure_one()
        self.check_access("read")
        sheet = self.sheet_id
        return sheet._open(sheet.company_id, sheet.date, self.account_id)


def _gap(row):
    return row["ledger"] - row["activities"] - row["structure"]
