from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    oe_requirement_ids = fields.Many2many(
        "oe.service.requirement", string="Competences the service asks for"
    )

    def _oe_make_hourly(self):
        """Settings of a service sold by the hour and invoiced from its visits."""
        self.write(
            {
                "type": "service",
                "uom_id": self.env.ref("uom.product_uom_hour").id,
                "invoice_policy": "delivery",
                "service_type": "timesheet",
                "service_tracking": "no",
            }
        )


class ServiceRequirement(models.Model):
    """A competence and level that a service asks for, copied onto its missions."""

    _name = "oe.service.requirement"
    _description = "Competence asked by a service"
    _order = "skill_id, minimum"
    _oe_shared = "reference data of the network"

    skill_id = fields.Many2one("hr.skill", required=True, index=True)
    minimum = fields.Integer("Minimum level", default=2, required=True)
    is_hard = fields.Boolean("Compulsory", default=True)

    _minimum_range = models.Constraint(
        "CHECK (minimum BETWEEN 0 AND 4)", "A level lies between 0 and 4."
    )
