from odoo import api, models
from odoo.exceptions import UserError

from ..calc.visits import visit_refusals


class Intervention(models.Model):
    _inherit = "oe.intervention"

    def _check_record(self, start, end, details):
        worked, billed = super()._check_record(start, end, details)
        shares = self._split_billed(billed, start.date())
        for part, minutes in zip(self.part_ids, shares, strict=True):
            part._oe_sap_check_length(minutes)
        return worked, billed


class InterventionPart(models.Model):
    _inherit = "oe.intervention.part"

    @api.constrains("minutes", "order_line_id")
    def _check_oe_sap_minutes(self):
        for part in self:
            part._oe_sap_check_length(part.minutes)

    def _oe_sap_check_length(self, minutes):
        """Small repairs last two hours at most: the limit comes with the activity.

        :raises UserError: with the limit
        """
        self.ensure_one()
        activity = self.order_line_id.product_id.oe_sap_activity_id.sudo()
        if not activity or minutes <= 0:
            return
        day = self.intervention_id.planned_start.date()
        for refused in visit_refusals(activity._facts(day), minutes):
            raise UserError(
                self.env._(
                    "%(service)s lasts %(limit)s minutes a visit at most (C. trav. "
                    "D.7231-1), not %(minutes)s: plan two visits.",
                    service=activity.name,
                    limit=refused.get("limit_minutes"),
                    minutes=minutes,
                )
            )
