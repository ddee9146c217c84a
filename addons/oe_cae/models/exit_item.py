from odoo import api, fields, models
from odoo.exceptions import UserError

CODES = [
    ("quotes", "Open quotes and orders"),
    ("drafts", "Invoices not issued"),
    ("unpaid", "Clients who owe"),
    ("bills", "Supplier bills to pay"),
    ("claims", "Expense claims"),
    ("reserve", "Reserves to give back"),
    ("balance", "Balance of the accounts"),
    ("clients", "Export of the clients"),
    ("interview", "Last interview"),
    ("material", "Material given back"),
    ("access", "End of the portal access"),
    ("shares", "Shares of the cooperative"),
    ("notices", "Notices to URSSAF and France Travail"),
    ("pay", "Last pay"),
    ("papers", "Papers of the end of the contract"),
    ("other", "Something else"),
]
# Days after the end; what is not listed is due on the last day.
DUE = {"unpaid": 60, "balance": 60, "claims": 30, "bills": 30, "pay": 15, "papers": 15}
# One may close without them: they live on by themselves.
FREE = frozenset({"material"})
ONLY = {"notices": "cape", "pay": "salaried", "papers": "salaried"}
# Done by a button only.
STEPS = frozenset({"state", "done_on", "done_by_id"})
# What a point of the list is, and that the exit waits for it.
FIXED = frozenset({"exit_id", "code", "blocking"})


class Exit(models.Model):
    _inherit = "oe.cae.exit"

    def _add_items(self):
        """The points of the list, as far as they concern the contract."""
        kind = self.contract_id.kind
        responsible = self.entrepreneur_id.advisor_id
        self.env["oe.cae.exit.item"].create(
            [
                {
                    "exit_id": self.id,
                    "code": code,
                    "sequence": rank,
                    "blocking": code not in FREE,
                    "responsible_id": responsible.id,
                    "date_due": self.date_end
                    and fields.Date.add(self.date_end, days=DUE.get(code, 0)),
                }
                for rank, (code, _label) in enumerate(CODES)
                if code != "other" and ONLY.get(code, kind) == kind
            ]
        )


class ExitItem(models.Model):
    """A point of the exit: what remains is asked from the books, never typed."""

    _name = "oe.cae.exit.item"
    _description = "Point of an exit"
    _order = "exit_id, sequence, id"
    _check_company_auto = True

    exit_id = fields.Many2one(
        "oe.cae.exit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="exit_id.company_id", store=True, index=True, precompute=True
    )
    exit_state = fields.Selection(related="exit_id.state")
    code = fields.Selection(CODES, "Point", required=True, default="other")
    name = fields.Char("What exactly", help="For what is on no list.")
    sequence = fields.Integer(default=99)
    blocking = fields.Boolean(default=True, help="The exit waits for it.")
    responsible_id = fields.Many2one("res.users", index="btree_not_null")
    date_due = fields.Date("Until")
    left = fields.Char("What remains", compute="_compute_left")
    state = fields.Selection(
        [("todo", "To do"), ("done", "Done"), ("waived", "Waived")],
        required=True,
        readonly=True,
        default="todo",
        copy=False,
    )
    done_on = fields.Date("Done", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        "res.users", "By", readonly=True, copy=False, index="btree_not_null"
    )
    waive_reason = fields.Char("Why it is waived", help="The person reads it.")
    note = fields.Char("Remark", help="The person reads it. No health cause.")
    proof = fields.Binary(attachment=True, copy=False)
    proof_name = fields.Char(copy=False)

    @api.depends("code", "name")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for item in self:
            label = labels.get(item.code, "")
            if item.code == "other" and item.name:
                label = item.name
            item.display_name = label

    @api.depends("code", "exit_id")
    def _compute_left(self):
        told = {row: row._left() for row in self.exit_id}
        for item in self:
            item.left = told.get(item.exit_id, {}).get(item.code) or False

    def _told_left(self, left):
        """The point and what remains of it, in one line."""
        what = left.get(self.code)
        return f"{self.display_name} : {what}" if what else self.display_name

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        for item in () if self.env.su else items:
            if item.state != "todo" or item.done_on or item.done_by_id:
                self._refuse_steps()
        items.exit_id._refuse_closed()
        return items

    def write(self, vals):
        if not self.env.su and STEPS & set(vals):
            self._refuse_steps()
        if not self.env.su and FIXED & set(vals):
            self._refuse_listed(vals)
        self.exit_id._refuse_closed()
        result = super().write(vals)
        self.exit_id._refuse_closed()
        return result

    def _refuse_listed(self, vals):
        """A point of the list is waived with a reason, never renamed or set free."""
        listed = any(item.code != "other" for item in self)
        if listed or {"exit_id", "code"} & set(vals):
            raise UserError(self.env._("A point of the list is waived, not removed."))

    def _refuse_steps(self):
        raise UserError(self.env._("Say that it is done with the button."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_listed(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return
        self.exit_id._refuse_closed()
        if any(item.code != "other" for item in self):
            raise UserError(self.env._("A point of the list is waived, not removed."))

    def action_done(self):
        """It is done: the books must say so too."""
        self.check_access("write")
        left = {row: row._left() for row in self.exit_id}
        for item in self:
            what = left[item.exit_id].get(item.code)
            if what:
                raise UserError(
                    self.env._(
                        "%(point)s: %(left)s. Settle it first, or waive it with a "
                        "reason.",
                        point=item.display_name,
                        left=what,
                    )
                )
        self._set_state("done")

    def action_waive(self):
        """It stays as it is, for a reason that the person reads."""
        self.check_access("write")
        for item in self:
            if not (item.waive_reason or "").strip():
                raise UserError(
                    self.env._(
                        "%(point)s: write why it is waived.", point=item.display_name
                    )
                )
        self._set_state("waived")

    def action_todo(self):
        """Back on the list."""
        self.check_access("write")
        self._set_state("todo")

    def _set_state(self, state):
        # Past the guard of write, after the rights were checked.
        for item_sudo in self.sudo():
            undone = state == "todo"
            item_sudo.write(
                {
                    "state": state,
                    "done_on": not undone and item_sudo.company_id._oe_today(),
                    "done_by_id": not undone and self.env.uid,
                }
            )

    def action_see(self):
        """Open what remains, with one's own rights."""
        self.ensure_one()
        self.check_access("read")
        action = self.exit_id._where(self.code)
        if not action:
            raise UserError(self.env._("There is no list behind this point."))
        return action
