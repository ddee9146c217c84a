import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .territory_opening import KINDS

_logger = logging.getLogger(__name__)


class TerritoryOpeningLine(models.Model):
    """One company to open."""

    _name = "oe.territory.opening.line"
    _description = "Company to open"
    _order = "opening_id, id"
    _oe_shared = "work of the network managers, before the companies exist"

    opening_id = fields.Many2one(
        "oe.territory.opening", required=True, index=True, ondelete="cascade"
    )
    code = fields.Char("Department", required=True, size=3)
    kind = fields.Selection(KINDS, required=True)
    name = fields.Char("Company", required=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Opened"), ("failed", "Failed")],
        required=True,
        default="waiting",
        readonly=True,
        copy=False,
    )
    company_id = fields.Many2one("res.company", "Opened as", readonly=True, copy=False)
    reason = fields.Char(readonly=True, copy=False)
    done_on = fields.Datetime(readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(opening_id, code, name)", "This company is in the list already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.opening_id._check_not_started()
        return lines

    def write(self, vals):
        if not self.env.su:
            self.opening_id._check_not_started()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self.opening_id._check_not_started()

    def _go_on(self):
        """Wake the background job when something waits."""
        if any(line.state == "waiting" for line in self):
            # Whoever may open territories wakes the job, which runs as the system.
            self.env.ref("oe_base.cron_open_territories").sudo()._trigger()

    @api.model
    def _cron_open(self):
        """Open what waits, one company and one commit at a time."""
        lines = self.search(
            [("state", "=", "waiting"), ("opening_id.started", "=", True)], order="id"
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(lines))
        for line in lines:
            line._open()
            if not cron._commit_progress(1):
                break  # out of time: the job is called again and goes on

    def _open(self):
        """Open one company; a refusal is written on the line, the others go on."""
        self.ensure_one()
        opening = self.opening_id
        try:
            with self.env.cr.savepoint():
                company = self.env["oe.territory"]._open_company(
                    self.code,
                    None,
                    opening.date_opening,
                    self.kind,
                    self.name,
                    opening.manager_ids | opening.create_uid,
                )
        except (UserError, ValidationError) as refusal:
            self.write({"state": "failed", "reason": str(refusal)})
        except Exception:
            # One company that breaks must not keep twenty others closed.
            _logger.exception("opening of company line %s", self.id)
            self.write(
                {
                    "state": "failed",
                    "reason": self.env._(
                        "Something went wrong, see the log of the server; try again."
                    ),
                }
            )
        else:
            self.write(
                {
                    "state": "done",
                    "company_id": company.id,
                    "done_on": fields.Datetime.now(),
                }
            )
