from odoo import api, fields, models

from ..calc import deadlines as calc


class Contract(models.Model):
    """Two interviews in any twelve months (C. trav. R.7331-3): the rolling count."""

    _inherit = "oe.cae.contract"

    interview_ids = fields.One2many("oe.cae.interview", "contract_id", "Interviews")
    interview_due = fields.Date(
        "Next interview by",
        compute="_compute_interview_due",
        store=True,
        index=True,
        help="Last day on which the next one keeps two in any twelve months.",
    )
    interview_recent = fields.Integer(
        "Signed in the last 12 months", compute="_compute_interview_recent"
    )
    interview_falls = fields.Date(
        "Fewer than two from",
        compute="_compute_interview_recent",
        help="First day on which the count is under two if none is held.",
    )

    def _interviews_held(self):
        """Days of the signed interviews."""
        self.ensure_one()
        signed = self.interview_ids.filtered(lambda row: row.state == "signed")
        return signed.mapped("date")

    @api.depends(
        "kind",
        "state",
        "date_start",
        "date_end",
        "interview_ids.state",
        "interview_ids.date",
    )
    def _compute_interview_due(self):
        for contract in self:
            due = False
            if contract.kind == "salaried" and contract.state == "signed":
                held = contract._interviews_held()
                # All of them are past: the day asked for may be the last one.
                day = max([contract.date_start, *held])
                due = calc.interview_status(contract.date_start, held, day).due
                if contract.date_end and contract.date_end < due:
                    due = False
            contract.interview_due = due

    @api.depends("interview_due")
    def _compute_interview_recent(self):
        for contract in self:
            contract.interview_recent = 0
            contract.interview_falls = False
            if contract.kind == "salaried" and contract.date_start:
                status = calc.interview_status(
                    contract.date_start,
                    contract._interviews_held(),
                    contract.company_id._oe_today(),
                )
                contract.interview_recent = status.recent
                contract.interview_falls = status.falls

    def action_interview(self):
        """Write the interview of this person: the draft there is, or a new one."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_cae.oe_cae_interview_action"
        )
        draft = self.env["oe.cae.interview"].search(
            [("contract_id", "=", self.id), ("state", "=", "draft")], limit=1
        )
        return {
            **action,
            "view_mode": "form",
            "views": [(False, "form")],
            "res_id": draft.id,
            "context": {"default_contract_id": self.id},
        }
