import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

DECLARED = [("cesu", "Cesu"), ("pajemploi", "Pajemploi (children)")]


class EmployerDuty(models.Model):
    """What a household has to do as an employer: data, told and ticked, not done for
    it. An adviser confirms the texts."""

    _name = "oe.employer.duty"
    _description = "Duty of an employer"
    _order = "anchor desc, sequence, id"
    _oe_shared = "the law is the same everywhere"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    anchor = fields.Selection(
        [("hired", "The first day of work"), ("end", "The end of the contract")],
        "Counts from",
        required=True,
        default="hired",
    )
    days = fields.Integer(
        help="Days after that day, negative: before.", aggregator=None
    )
    declared_by = fields.Selection(DECLARED, "Only with", help="Empty: with both.")
    explanation = fields.Text(translate=True)
    legal_reference = fields.Char()


class RecruitmentDuty(models.Model):
    """A line of one household's checklist; the words stay those of that day."""

    _name = "oe.recruitment.duty"
    _description = "Line of an employer's checklist"
    _order = "deadline, id"
    _check_company_auto = True

    recruitment_id = fields.Many2one(
        "oe.recruitment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="recruitment_id.company_id", store=True, index=True
    )
    duty_id = fields.Many2one(
        "oe.employer.duty", index="btree_not_null", ondelete="set null"
    )
    name = fields.Char(required=True, readonly=True)
    explanation = fields.Text(readonly=True)
    legal_reference = fields.Char(readonly=True)
    deadline = fields.Date(required=True)
    done_on = fields.Date(readonly=True)
    done_by_id = fields.Many2one(
        "res.partner", "Ticked by", readonly=True, index="btree_not_null"
    )

    _once = models.UniqueIndex(
        "(recruitment_id, duty_id) WHERE duty_id IS NOT NULL",
        "This duty is on the list already.",
    )

    @api.model
    def _add(self, recruitment, anchor, day):
        """The duties that count from a day; run again, none comes twice."""
        duties_sudo = self.env["oe.employer.duty"].sudo()
        wanted_sudo = duties_sudo.search(
            [
                ("anchor", "=", anchor),
                ("id", "not in", recruitment.duty_ids.duty_id.ids),
                ("declared_by", "in", (False, recruitment.declared_by)),
            ]
        )
        return self.create(
            [
                {
                    "recruitment_id": recruitment.id,
                    "duty_id": duty.id,
                    "name": duty.name,
                    "explanation": duty.explanation,
                    "legal_reference": duty.legal_reference,
                    "deadline": day + datetime.timedelta(days=duty.days),
                }
                for duty in wanted_sudo
            ]
        )

    def write(self, vals):
        if not self.env.su and {"done_on", "done_by_id"} & set(vals):
            raise UserError(self.env._("Use the buttons: they note who, when."))
        return super().write(vals)

    def _tick(self, partner, done):
        """Done today, or not after all; a second tap changes nothing."""
        rows_sudo = self.sudo()
        lock_rows(rows_sudo)
        for row in rows_sudo.filtered(lambda row: bool(row.done_on) != done):
            row.write(
                {
                    "done_on": done and row.company_id._oe_today(),
                    "done_by_id": done and partner.id,
                }
            )

    def action_tick(self):
        """The household told that it is done."""
        self.check_access("write")
        self._tick(self.env.user.partner_id, True)
