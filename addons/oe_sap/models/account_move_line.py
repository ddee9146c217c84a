from odoo import api, fields, models

from ..calc.invoice import Worker
from ..calc.visits import Visit


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    oe_sap_service_date = fields.Date(
        "Service date", help="VAT and rights to sell are judged on that day."
    )
    oe_sap_worker_ids = fields.Many2many(
        "oe.entrepreneur",
        "oe_sap_move_line_worker_rel",
        "line_id",
        "entrepreneur_id",
        "Who worked",
        # By _reverse_moves: whoever credits an invoice may know nobody of these.
        copy=False,
    )
    oe_sap_vat_reason = fields.Char("Why this VAT", readonly=True)

    def _oe_sap_document(self):
        return self.move_id

    def _oe_sap_day(self):
        """The day at which VAT and rights are judged."""
        self.ensure_one()
        day = self.oe_sap_service_date or self.move_id.invoice_date
        return day or fields.Date.context_today(self)

    @api.depends("oe_sap_service_date")
    def _compute_tax_ids(self):
        return super()._compute_tax_ids()

    def _get_computed_taxes(self):
        taxes = super()._get_computed_taxes()
        if self.product_id.oe_sap_activity_id and self.move_id.is_sale_document():
            rules = self.env["oe.sap.rules"]
            for decision in rules._decisions(self).values():
                taxes = rules._tax(self.move_id, decision)
        return taxes

    def _oe_sap_workers(self):
        """Who worked, with the number of the staff register to print."""
        self.ensure_one()
        numbers = self.env["oe.affiliation"].sudo()
        # Names and numbers only; an accountant may have no right on people.
        return tuple(
            Worker(
                person_sudo.name,
                numbers._on_home_service_document(
                    person_sudo, self.company_id, self._oe_sap_day()
                )[0],
            )
            for person_sudo in self.oe_sap_worker_ids.sudo()
        )

    def _oe_sap_until(self):
        """First day of the next line for the same work, or None."""
        # The month is cut where a right begins: the next piece has later visits.
        later = self.move_id.invoice_line_ids.filtered(
            lambda line: (
                line.sale_line_ids == self.sale_line_ids
                and line.analytic_distribution == self.analytic_distribution
                and line._oe_sap_day() > self._oe_sap_day()
            )
        )
        return min((line._oe_sap_day() for line in later), default=None)

    def _oe_sap_visits(self, hours):
        """The visits behind an invoice line.

        :param hours: the timesheet lines of its invoice
        """
        self.ensure_one()
        accounts = {int(key) for key in self.analytic_distribution or {}}
        until = self._oe_sap_until()
        # Timesheets are barred to accountants; only day, name and minutes leave.
        mine_sudo = hours.sudo().filtered(
            lambda hour: (
                hour.so_line in self.sale_line_ids
                and hour._oe_sap_account().id in accounts
                and hour.date >= self._oe_sap_day()
                and (until is None or hour.date < until)
            )
        )
        numbers = self.env["oe.affiliation"].sudo()
        visits = []
        for hour_sudo in mine_sudo:
            person_sudo = hour_sudo.oe_part_id.intervention_id.entrepreneur_id
            number = numbers._on_home_service_document(
                person_sudo, self.company_id, hour_sudo.date
            )[0]
            visits.append(
                Visit(
                    hour_sudo.date,
                    person_sudo.name,
                    number or "",
                    hour_sudo.oe_part_id.billed_minutes,
                )
            )
        return tuple(visits)
