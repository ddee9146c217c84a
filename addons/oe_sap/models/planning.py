"""The right to sell, judged at the day of each planned visit."""

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


class Intervention(models.Model):
    _inherit = "oe.intervention"

    @api.constrains("planned_start", "part_ids", "state")
    def _check_oe_sap_right(self):
        """A visit is not planned on a day on which the company may not sell it."""
        self.filtered(lambda visit: visit.state == "planned").part_ids._oe_sap_check()


class InterventionPart(models.Model):
    _inherit = "oe.intervention.part"

    @api.constrains("order_line_id")
    def _check_oe_sap_service(self):
        self.filtered(
            lambda part: part.intervention_id.state == "planned"
        )._oe_sap_check()

    def _oe_sap_check(self):
        """Refuse what may not be sold on the day of its visit.

        :raises ValidationError: naming the day, the service, the rule, what to do
        """
        pairs = {
            (
                part.order_line_id,
                part.intervention_id.company_id._oe_wall(
                    part.intervention_id.planned_start
                ).date(),
            )
            for part in self
        }
        rules = self.env["oe.sap.rules"]
        for line, day, refused in rules._refusals_on(pairs):
            raise ValidationError(
                self.env._(
                    "%(day)s, %(service)s: %(why)s",
                    day=format_date(self.env, day),
                    service=line.product_id.display_name,
                    why=self.env["oe.sap.explain"]._right(
                        refused, line.sudo().company_id
                    ),
                )
            )


class Mission(models.Model):
    _inherit = "oe.mission"

    def _without_clashes(self, values_list):
        """Days without the right to sell are left out, and the coordinator is told."""
        lines = self.env["sale.order.line"]
        wanted = {}
        for rank, row in enumerate(values_list):
            day = self.company_id._oe_wall(row["planned_start"]).date()
            for _command, _id, part in row["part_ids"]:
                wanted.setdefault((lines.browse(part["order_line_id"]), day), rank)
        refused = {
            (line, day): why
            for line, day, why in self.env["oe.sap.rules"]._refusals_on(set(wanted))
        }
        if not refused:
            return super()._without_clashes(values_list)
        self._oe_sap_tell_refused(refused)
        days = {day for _line, day in refused}
        kept = [
            row
            for row in values_list
            if self.company_id._oe_wall(row["planned_start"]).date() not in days
        ]
        return super()._without_clashes(kept)

    def _oe_sap_tell_refused(self, refused):
        (line, day), why = min(refused.items(), key=lambda item: item[0][1])
        self._oe_ask_coordinator(
            self.env._(
                "No visit planned from %(day)s: %(why)s",
                day=format_date(self.env, day),
                why=self.env["oe.sap.explain"]._right(why, line.sudo().company_id),
            )
        )
