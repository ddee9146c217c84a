import base64
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import to_cents

from ..calc import pay_csv as calc

HANDLERS = "oe_base.group_oe_manager,oe_base.group_oe_accountant"


class PayExport(models.Model):
    """A file of the variables of pay that somebody took: who, when, which content.

    Each taking is a line; the file is kept with its SHA-256, readable by managers and
    accountants only. It holds no social security number and nothing about health.
    """

    _name = "oe.cae.pay.export"
    _description = "Export of the variables of pay"
    _inherit = ["oe.retention.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _retention_code = "pay"
    _retention_date_field = "create_date"

    run_id = fields.Many2one(
        "oe.cae.pay.run", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="run_id.company_id", store=True, index=True, precompute=True
    )
    month = fields.Date(related="run_id.month", store=True, precompute=True)
    user_id = fields.Many2one(
        "res.users", "Taken by", required=True, readonly=True, index=True
    )
    taken_on = fields.Datetime(required=True, readonly=True)
    content = fields.Binary("File", attachment=True, readonly=True, groups=HANDLERS)
    file_name = fields.Char(readonly=True)
    digest = fields.Char("SHA-256", required=True, readonly=True)
    line_count = fields.Integer("People", readonly=True, aggregator=None)
    changes = fields.Text(
        readonly=True, groups=HANDLERS, help="What is not as in the file before."
    )

    @api.depends("month", "taken_on")
    def _compute_display_name(self):
        for export in self:
            export.display_name = export.file_name or ""

    @api.model
    def _take(self, run, pays):
        """Write the file of these lines and log it; called after the rights checks.

        The same lines give the same bytes, and a file that differs from the one
        before says in what.
        """
        data = calc.content(pay._variables() for pay in pays)
        # Nobody writes the log by hand.
        model_sudo = self.sudo()
        before_sudo = model_sudo.search([("run_id", "=", run.id)], limit=1)
        old = base64.b64decode(before_sudo.content) if before_sudo else None
        return model_sudo.create(
            {
                "run_id": run.id,
                "user_id": self.env.uid,
                "taken_on": fields.Datetime.now(),
                "content": base64.b64encode(data),
                "file_name": f"variables-paie-{run.month:%Y-%m}-{run.company_id.id}"
                ".csv",
                "digest": calc.digest(data),
                "line_count": len(pays),
                "changes": self._told_changes(old, data),
            }
        )

    def _told_changes(self, old, data):
        if old is None:
            return self.env._("First file of the month.")
        found = calc.changes(old, data)
        if not found:
            return self.env._("The same as the file before.")
        return "\n".join(self._told_change(change) for change in found)

    def _told_change(self, change):
        if change.column:
            return self.env._(
                "%(number)s, %(column)s: %(before)s becomes %(after)s",
                number=change.number,
                column=change.column,
                before=change.before,
                after=change.after,
            )
        if change.after:
            return self.env._(
                "%(number)s is new: gross %(gross)s",
                number=change.number,
                gross=change.after,
            )
        return self.env._(
            "%(number)s is no longer there: gross was %(gross)s",
            number=change.number,
            gross=change.before,
        )

    def action_download(self):
        """Take this very file again; it does not change."""
        self.ensure_one()
        self.run_id._check_handler()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/content/"
            f"{self.file_name}?download=true",
            "target": "self",
        }


class PayRun(models.Model):
    """Handing the variables of pay over to payroll."""

    _inherit = "oe.cae.pay.run"

    export_ids = fields.One2many(
        "oe.cae.pay.export", "run_id", "Exports", groups=HANDLERS
    )

    def action_export(self):
        """The file of what is agreed; taking it says who did and when."""
        self.ensure_one()
        self._check_handler()
        self._hold()
        pays = self.pay_ids.filtered(
            lambda pay: pay.kind == "salaried" and pay.state != "draft"
        )
        self._check_exportable(pays)
        export = self.env["oe.cae.pay.export"]._take(self, pays)
        # Accountants read pays only; taking the file is what moves them.
        agreed_sudo = pays.sudo().filtered(lambda pay: pay.state == "agreed")
        agreed_sudo._put({"state": "exported"})
        return export.with_env(self.env).action_download()

    def _check_exportable(self, pays):
        if not pays:
            raise UserError(
                self.env._("Nothing is agreed yet: agree the pay list, then export.")
            )
        bare = pays.filtered(lambda pay: not pay.register_number)
        if bare:
            raise UserError(
                self.env._(
                    "No staff register number: %(names)s. Write it on the hosting of "
                    "each person, payroll knows people by it.",
                    names=", ".join(bare.entrepreneur_id.mapped("name")[:10]),
                )
            )


class Pay(models.Model):
    """One line of the file."""

    _inherit = "oe.cae.pay"

    def _variables(self):
        self.ensure_one()
        gross = to_cents(self.gross)
        variable = to_cents(self.variable_pay)
        return calc.Variables(
            number=self.register_number,
            month=f"{self.month:%Y-%m}",
            fixed_cents=gross - variable,
            variable_cents=variable,
            gross_cents=gross,
            hours=Decimal(str(self.hours)),
            cost_cents=to_cents(self.pay_cost),
            net_cents=to_cents(self.net),
            shares_cents=to_cents(self.share_deduction),
        )
