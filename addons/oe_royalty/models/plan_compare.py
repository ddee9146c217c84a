from odoo import models
from odoo.exceptions import UserError


class Plan(models.Model):
    """Two scenarios or more, side by side."""

    _inherit = "oe.plan"

    def _open(self, action, **values):
        self.check_access("read")
        found = self.env["ir.actions.act_window"]._for_xml_id(f"oe_royalty.{action}")
        return {**found, "domain": [("plan_id", "in", self.ids)], **values}

    def action_compare(self):
        """Open the columns of the scenarios chosen, year by year."""
        if len(self) < 2:
            raise UserError(self.env._("Choose two scenarios or more to compare."))
        return self._open("oe_plan_cell_action")

    def action_cells(self):
        """Open each figure, by column: printed, computed, flag, how."""
        return self._open_list(search_default_by_column=1)

    def action_flags(self):
        """Open what the source prints otherwise."""
        return self._open_list(search_default_flags=1)

    def _open_list(self, **context):
        return self._open(
            "oe_plan_cell_action", views=[[False, "list"]], context=context
        )

    def action_curves(self):
        """Open the curves of royalty and recovery."""
        return self._open("oe_plan_point_action")

    def action_open_actuals(self):
        """Open actuals beside the plan."""
        return self._open("oe_plan_actual_action")
