from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    oe_convention_ids = fields.One2many(
        "oe.partner.convention",
        "partner_id",
        "Conventions",
        groups="oe_base.group_oe_advisor",
    )
    oe_works_count = fields.Integer(
        "Works orders", compute="_compute_oe_works", groups="oe_base.group_oe_advisor"
    )
    oe_senior_hours = fields.Float(
        "Hours of 45 and over",
        compute="_compute_oe_works",
        digits=(8, 2),
        groups="oe_base.group_oe_advisor",
    )
    oe_senior_fte = fields.Float(
        "Full-time equivalents of 45 and over",
        compute="_compute_oe_works",
        digits=(8, 4),
        groups="oe_base.group_oe_advisor",
    )

    @api.depends_context("allowed_company_ids")
    def _compute_oe_works(self):
        orders = self.env["oe.works.link"]._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
        )
        counts = {partner.id: count for partner, count in orders}
        report = self.env["oe.works.report"]._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"], ["hours:sum", "fte:sum"]
        )
        seniors = {partner.id: (hours, fte) for partner, hours, fte in report}
        for partner in self:
            partner.oe_works_count = counts.get(partner.id, 0)
            partner.oe_senior_hours, partner.oe_senior_fte = seniors.get(
                partner.id, (0, 0)
            )

    def action_oe_works(self):
        """Open the orders a firm was asked for."""
        self.ensure_one()
        self.env["oe.works.order"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_missions.oe_works_order_action"
        )
        action["domain"] = [("link_ids.partner_id", "=", self.id)]
        return action

    def action_oe_seniors(self):
        """Open the hours of technicians of 45 and over of a firm."""
        self.ensure_one()
        self.env["oe.works.report"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_missions.oe_works_report_action"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        return action
