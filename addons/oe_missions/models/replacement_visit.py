from odoo import fields, models
from odoo.tools import format_date


class Intervention(models.Model):
    _inherit = "oe.intervention"

    replacement_id = fields.Many2one(
        "oe.replacement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )
    replaced_on = fields.Datetime(readonly=True, copy=False)

    def action_ask_replacement(self):
        """The office says who cannot come; opens what is now looked for."""
        self.check_access("write")
        wanted = self.env["oe.replacement"]
        for visit in self:
            wanted |= wanted._ask_for(visit)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_missions.oe_replacement_action"
        )
        return {**action, "domain": [("id", "in", wanted.ids)], "context": {}}

    def _replace(self, entrepreneur):
        result = super()._replace(entrepreneur)
        self.write({"replaced_on": fields.Datetime.now()})
        self.replacement_id._close_when_filled()
        by_client = self.grouped(lambda row: (row.partner_id, row.company_id))
        for (partner, _company), visits in by_client.items():
            visits._tell_replaced(partner, entrepreneur)
        return result

    def _tell_replaced(self, partner, entrepreneur):
        """The client learns who comes instead, on the channel they have."""
        lines = [
            format_date(
                self.env,
                visit.company_id._oe_wall(visit.planned_start).date(),
                date_format="EEEE d MMMM",
            )
            for visit in self.sorted("planned_start")
        ]
        partner.sudo()._oe_tell(
            self.env._("Somebody else comes"),
            self.env._(
                "%(name)s comes instead on: %(days)s.",
                name=(entrepreneur.sudo().name or "").split(" ")[0],
                days=", ".join(lines),
            ),
            self.env._("replacement"),
            self.company_id,
        )
