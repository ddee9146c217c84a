import base64
import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.tools import lock_rows

from ..calc import moving_columns, moving_file as calc

_logger = logging.getLogger(__name__)
MANAGERS = "oe_base.group_oe_manager"
KINDS = [
    ("people", "1. People"),
    ("contracts", "2. Contracts"),
    ("activities", "3. Activities"),
    ("balances", "4. Opening balances"),
    ("clients", "5. Clients"),
    ("quotes", "6. Open quotes"),
    ("invoices", "7. Open invoices"),
]
# What somebody must look at comes first.
RANKS = ("refused", "changed", "new", "same")
GIVEN = frozenset({"company_id", "kind", "date", "file", "file_name"})


class Moving(models.Model):
    """A file by which a cooperative moves in: checked first, then applied.

    The check writes everything and takes it back, so that its report is what applying
    will do. Applying is one transaction: a process that is killed leaves nothing, and
    the same file applied again changes nothing (see :class:`MovingKey`).
    """

    _name = "oe.cae.moving"
    _description = "Moving in from a file"
    _inherit = ["oe.retention.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _retention_code = "cae_moving"
    _retention_date_field = "create_date"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(KINDS, "What", required=True, default="people")
    date = fields.Date(
        "Day of the opening",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="First day kept here: opening entries and open invoices are dated so.",
    )
    state = fields.Selection(
        [("draft", "To check"), ("checked", "Checked"), ("applied", "Applied")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    file = fields.Binary(attachment=True, copy=False, groups=MANAGERS)
    file_name = fields.Char()
    digest = fields.Char("SHA-256", readonly=True, copy=False)
    columns = fields.Text("Columns of the file", compute="_compute_columns")
    line_ids = fields.One2many("oe.cae.moving.line", "moving_id", readonly=True)
    new_count = fields.Integer("New", readonly=True, copy=False, aggregator=None)
    changed_count = fields.Integer("Corrected", readonly=True, copy=False)
    same_count = fields.Integer("As before", readonly=True, copy=False)
    refused_count = fields.Integer("Refused", readonly=True, copy=False)
    checked_on = fields.Datetime(readonly=True, copy=False)
    applied_on = fields.Datetime(readonly=True, copy=False)
    applied_by_id = fields.Many2one(
        "res.users", "Applied by", readonly=True, copy=False, index="btree_not_null"
    )

    @api.depends("kind", "company_id")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for job in self:
            job.display_name = f"{labels.get(job.kind, '')}, {job.company_id.name}"

    @api.depends("kind")
    def _compute_columns(self):
        for job in self:
            job.columns = job.kind and moving_columns.header(job.kind)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Forced: a missing value would come from default_* of the context.
            vals["state"] = "draft"
        return super().create(vals_list)

    def write(self, vals):
        if set(vals) - GIVEN:
            raise UserError(self.env._("One applies a file with the buttons only."))
        self._refuse_applied()
        result = super().write(vals)
        self._set({"state": "draft", "checked_on": False})
        self.sudo().line_ids.unlink()
        return result

    def _set(self, values):
        """The one way to a state: past :meth:`write`."""
        # pylint: disable=super-method-mismatch
        return models.Model.write(self, values)

    def _refuse_applied(self):
        applied = self.filtered(lambda job: job.state == "applied")
        if applied:
            raise UserError(
                self.env._(
                    "%(who)s applied this file on %(day)s. Make a new one to go on: "
                    "what is there already stays as it is.",
                    who=applied[0].applied_by_id.name,
                    day=fields.Date.to_string(applied[0].applied_on),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        # The trace of what came in goes away with its term only.
        if not (self.env.su and self.env.context.get("oe_purge")):
            self._refuse_applied()

    def _check_mover(self):
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group(MANAGERS):
            raise AccessError(self.env._("A manager moves the cooperative in."))
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This company is not among yours."))

    def _data(self):
        data = base64.b64decode(self.file or b"")
        if not data:
            raise UserError(self.env._("Choose a file first."))
        return data

    def _rows(self):
        try:
            return calc.read(self.kind, self._data())
        except calc.NotTheFile as error:
            words = self.env["oe.cae.moving.words"]
            raise UserError(words._not_the_file(error.params)) from error

    def _handler(self):
        """What reads and writes this kind, past the rights of the manager.

        Whoever moves a cooperative in need have no right in Sales or Accounting: all
        that is written is a draft, or a file of one's own company.
        """
        job_sudo = self.sudo().with_company(self.company_id)
        context = {"tracking_disable": True, "mail_create_nolog": True}
        env = job_sudo.with_context(**context).env
        return env[f"oe.cae.moving.{self.kind}"]

    def action_check(self):
        """Say what applying would do, line by line; nothing of it stays."""
        self._check_mover()
        self._refuse_applied()
        rows = self._rows()
        with self.env.cr.savepoint() as point:
            judged = self._handler()._run(self.sudo(), rows)
            told = [line._told() for line in judged]
            point.rollback()
        self.env.invalidate_all()
        self._report(told)
        self._set({"state": "checked", "checked_on": fields.Datetime.now()})
        return True

    def action_apply(self):
        """Write what is good; what is refused stays in the report."""
        self._check_mover()
        # All files of the company: two that say the same come one after the other.
        lock_rows(self.sudo().search([("company_id", "=", self.company_id.id)]))
        self._refuse_applied()
        if self.state != "checked":
            raise UserError(self.env._("Check the file first: read its report."))
        data = self._data()
        judged = self._handler()._run(self.sudo(), self._rows())
        told = [line._told() for line in judged]
        if all(line["status"] == "refused" for line in told):
            raise UserError(self.env._("Every line is refused: nothing to apply."))
        self._report(told)
        self._set(
            {
                "state": "applied",
                "applied_on": fields.Datetime.now(),
                "applied_by_id": self.env.uid,
                "digest": hashlib.sha256(data).hexdigest(),
                # Names and amounts are in the records now, not a second time here.
                "file": False,
            }
        )
        _logger.info("moving in: %s lines of %s applied", len(told), self.kind)
        return True

    def _report(self, told):
        lines_sudo = self.env["oe.cae.moving.line"].sudo()  # nobody writes a report
        self.sudo().line_ids.unlink()
        lines_sudo.create([{"moving_id": self.id, **line} for line in told])
        counts = {f"{status}_count": 0 for status in RANKS}
        for line in told:
            counts[f"{line['status']}_count"] += 1
        self._set(counts)

    def _report_file(self):
        """The report as a CSV file (bytes)."""
        self.ensure_one()
        labels = dict(
            self.env["oe.cae.moving.line"]
            ._fields["status"]
            ._description_selection(self.env)
        )
        head = ("ligne", "reference", "colonne", "etat", "motif")
        rows = [
            (
                str(line.line),
                line.reference or "",
                line.column or "",
                labels[line.status],
                line.reason or "",
            )
            for line in self.line_ids
        ]
        return calc.report([head, *rows])

    def action_report(self):
        """Take the report along."""
        self._check_mover()
        return {
            "type": "ir.actions.act_url",
            "url": f"/oe/cae/moving/{self.id}/report",
            "target": "self",
        }

    def action_template(self):
        """Take an empty file of this kind, with an example line."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/oe_cae/static/moving/{self.kind}.csv",
            "target": "self",
        }


class MovingLine(models.Model):
    """What becomes of one line of the file, and why."""

    _name = "oe.cae.moving.line"
    _description = "Line of a file to move in"
    _order = "moving_id, rank, line, id"
    _check_company_auto = True

    moving_id = fields.Many2one(
        "oe.cae.moving", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="moving_id.company_id", store=True, index=True, precompute=True
    )
    line = fields.Integer("Line of the file", aggregator=None)
    reference = fields.Char()
    column = fields.Char()
    rank = fields.Integer(aggregator=None)
    status = fields.Selection(
        [
            ("new", "New"),
            ("changed", "Corrected"),
            ("same", "As before"),
            ("refused", "Refused"),
        ],
        required=True,
    )
    reason = fields.Char("About it")


class MovingKey(models.Model):
    """The name that a record had in the former tool: who came once is found again."""

    _name = "oe.cae.moving.key"
    _description = "Reference in the former tool"
    _order = "company_id, kind, reference"
    _rec_name = "reference"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True)
    kind = fields.Selection(KINDS, required=True)
    reference = fields.Char(required=True)
    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    digest = fields.Char(required=True, help="SHA-256 of what the line said.")

    _once = models.UniqueIndex(
        "(company_id, kind, lower(reference))", "This reference came in already."
    )
