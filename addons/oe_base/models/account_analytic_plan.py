from odoo import api, models


class AccountAnalyticPlan(models.Model):
    _inherit = "account.analytic.plan"

    @api.model
    def _oe_activities_plan(self):
        """The one root plan "Activities", shared by all companies of the network."""
        return self.env.ref("oe_base.analytic_plan_activities")
