import datetime
from collections import defaultdict

from odoo import Command, models


class SaleOrder(models.Model):
    """The month's invoices of home services: days, workers, VAT at the day."""

    _inherit = "sale.order"

    def _oe_prepare_lines(self, hours):
        """Hours before and after a new right are apart: VAT goes by service date."""
        prepared = []
        for part in self._oe_sap_split(hours):
            values_list = super()._oe_prepare_lines(part)
            self._oe_sap_complete(values_list, part)
            prepared += values_list
        return prepared

    def _oe_sap_split(self, hours):
        companies = hours.company_id
        held = self.env["oe.sap.authorization"]._held(companies)
        starts = sorted({row.date_start for rows in held.values() for row in rows})
        payers = self._oe_sap_payer_cuts(hours)
        parts = defaultdict(lambda: self.env["account.analytic.line"])
        for line in hours:
            cuts = [*starts, *payers.get(line.order_id.partner_id, ())]
            home = line.so_line.product_id.oe_sap_activity_id
            passed = [day for day in cuts if home and day <= line.date]
            parts[max(passed, default=datetime.date.min)] |= line
        return [parts[day] for day in sorted(parts)]

    def _oe_sap_complete(self, values_list, hours):
        """Write day, workers and VAT on the prepared lines of home services."""
        rules, explain = self.env["oe.sap.rules"], self.env["oe.sap.explain"]
        authorizations = self.env["oe.sap.authorization"]
        held = authorizations._held(hours.company_id)
        parameters = self.env["oe.sap.parameter"]._by_day()
        by_line = hours.grouped(lambda hour: (hour.so_line, hour._oe_sap_account().id))
        for values in values_list:
            line = self.env["sale.order.line"].browse(values["sale_line_ids"][0][1])
            if not line.product_id.oe_sap_activity_id:
                continue
            account = int(next(iter(values["analytic_distribution"])))
            mine = by_line[line, account]
            day = min(mine.mapped("date"))
            decision = rules._decide(
                line.order_id,
                line.product_id,
                day,
                held.get(line.company_id, authorizations).sudo(),
                parameters(day),
            )
            people = mine.oe_part_id.intervention_id.entrepreneur_id
            values["oe_sap_service_date"] = day
            values["oe_sap_worker_ids"] = [Command.set(people.ids)]
            values["oe_sap_vat_reason"] = explain._vat(decision)
            tax = rules._tax(line.order_id, decision)
            values["tax_ids"] = [Command.set(tax.ids)]
