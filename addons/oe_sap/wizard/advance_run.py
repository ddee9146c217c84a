from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError


class AdvanceRun(models.TransientModel):
    """The pre-flight of a month: each invoice, and every check that it fails."""

    _name = "oe.sap.advance.run"
    _description = "Immediate advance: requests of a month"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self._default_company()
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(
        required=True,
        default=lambda self: (
            fields.Date.context_today(self) - relativedelta(months=1)
        ).replace(day=1),
        help="Any day of the month in which the services were given.",
    )
    looked = fields.Boolean()
    gate = fields.Text("Nothing leaves, because", readonly=True)
    good_count = fields.Integer("Ready to send", readonly=True)
    sent_count = fields.Integer("Requests made", readonly=True)
    line_ids = fields.One2many("oe.sap.advance.run.line", "run_id", "Invoices")

    @api.model
    def _default_company(self):
        accounts = self.env["oe.sap.advance.account"]._of(self.env.companies)
        return next(iter(accounts), self.env.company)

    def _allowed(self):
        self.ensure_one()
        self.check_access("write")
        if not self.env.su and self.company_id not in self.env.companies:
            raise AccessError(self.env._("This company is not one of yours."))

    def action_check(self):
        """List the invoices of the month and what keeps each from leaving."""
        self._allowed()
        start = self.month.replace(day=1)
        # A manager may hold no accounting right: the list is all that is shown.
        moves = (
            self.env["oe.sap.advance"]
            .sudo()
            ._candidates(self.company_id, start, start + relativedelta(months=1))
        )
        return self._show(moves)

    def _show(self, moves):
        """The wizard filled with these invoices."""
        explain = self.env["oe.sap.explain"]
        account = self.env["oe.sap.advance.account"]._of(self.company_id)
        gate = account[self.company_id].blocked if account else False
        commands = [Command.clear()]
        good = 0
        for move, (request, refusals) in (
            self.env["oe.sap.advance"].sudo()._preflight(moves).items()
        ):
            own = [one for one in refusals if not self._is_gate(one)]
            good += not refusals
            commands.append(
                Command.create(
                    {
                        "move_id": move.id,
                        "line_count": len(request.lines) if request else 0,
                        "good": not refusals,
                        "why": "\n".join(explain._advance(one) for one in own)
                        or (refusals and self.env._("see above"))
                        or False,
                    }
                )
            )
        self.write(
            {
                "line_ids": commands,
                "good_count": good,
                "looked": True,
                "gate": gate,
                "sent_count": 0,
            }
        )
        return self._again()

    @api.model
    def _is_gate(self, refused):
        return refused.get("member") is not None

    def action_send(self):
        """Make the requests of those that pass; they leave in the background."""
        self._allowed()
        if not self.good_count:
            raise UserError(
                self.env._("Nothing passes every check: mend what is listed first.")
            )
        good_sudo = self.sudo().line_ids.filtered("good").move_id
        good_sudo = good_sudo.filtered(
            lambda move: move.company_id == self.company_id.sudo()
        )
        made = self.env["oe.sap.advance"].sudo()._enqueue(good_sudo)
        self.line_ids.filtered(lambda line: line.move_id in made.move_id).unlink()
        self.write({"sent_count": len(made), "good_count": 0})
        return self._again()

    def _again(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Requests of a month"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }


class AdvanceRunLine(models.TransientModel):
    """An invoice in the pre-flight."""

    _name = "oe.sap.advance.run.line"
    _description = "Immediate advance: invoice of a month"
    _order = "good, id"

    run_id = fields.Many2one(
        "oe.sap.advance.run", required=True, index=True, ondelete="cascade"
    )
    move_id = fields.Many2one("account.move", "Invoice", required=True)
    partner_id = fields.Many2one(related="move_id.partner_id", string="Client")
    currency_id = fields.Many2one(related="move_id.currency_id")
    amount = fields.Monetary(related="move_id.amount_total", string="Total")
    line_count = fields.Integer("Lines")
    good = fields.Boolean("Passes")
    why = fields.Text("To mend")

    @api.constrains("move_id", "run_id")
    def _check_company_of(self):
        # Client and amount show here: only of invoices of one's own company.
        # (Constraints run past the rules.)
        mine = self.sudo(False).env
        for line in self:
            company = line.move_id.company_id
            if company != line.run_id.company_id or (
                not mine.su and company not in mine.companies
            ):
                raise AccessError(self.env._("This company is not one of yours."))
