from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..calc import works as calc

DAY_LIMIT = 12 * 60  # nobody works longer, derogations included (C. trav. L.3121-19)


class WorksHours(models.Model):
    """Hours of one technician on one day of an order."""

    _name = "oe.works.hours"
    _description = "Hours on works"
    _order = "date, id"
    _check_company_auto = True

    order_id = fields.Many2one(
        "oe.works.order", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="order_id.chosen_offer_id.partner_id",
        store=True,
        index=True,
        string="Partner firm",
    )
    # Kept without a name when the person's data reaches its term.
    technician_id = fields.Many2one(
        "oe.partner.technician", index="btree_not_null", ondelete="set null"
    )
    date = fields.Date(required=True, index=True)
    minutes = fields.Integer(required=True)
    hours = fields.Float(compute="_compute_hours", store=True, digits=(8, 2))
    # Written once, not computed: it must outlive the technician's data.
    is_senior = fields.Boolean("45 or over that day", readonly=True)
    sent_ref = fields.Char(
        readonly=True, copy=False, help="Identifier given by the page that sent it."
    )

    _some_time = models.Constraint(
        "CHECK (minutes > 0 AND minutes <= 720)",
        "A day of work lasts more than nothing and at most 12 hours.",
    )
    _sent_once = models.UniqueIndex(
        "(order_id, sent_ref) WHERE sent_ref IS NOT NULL",
        "These hours were sent already.",
    )

    @api.depends("minutes")
    def _compute_hours(self):
        for row in self:
            row.hours = row.minutes / 60

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_days()
        rows._mark_seniors()
        for technician, mine in rows.grouped("technician_id").items():
            if not technician:
                continue
            # The term of the data counts from the last day worked.
            last = max(mine.mapped("date"))
            technician.sudo().last_day = max(technician.last_day or last, last)
        return rows

    def write(self, vals):
        result = super().write(vals)
        if {"date", "minutes", "technician_id"} & set(vals):
            self._check_days()
            self._mark_seniors()
        return result

    def _mark_seniors(self):
        """Count each row by the age on its day, with the age in force that day."""
        parameter = self.env["oe.works.parameter"]
        for day, rows in self.grouped("date").items():
            age = parameter._on(day).senior_age
            for row in rows.filtered("technician_id"):
                row.is_senior = calc.is_senior(row.technician_id.birth_year, day, age)

    def _check_days(self):
        """One person's days hold at most twelve hours, whatever the orders."""
        groups = self._read_group(
            [
                ("technician_id", "in", self.technician_id.ids),
                ("date", "in", self.mapped("date")),
            ],
            ["technician_id", "date:day"],
            ["minutes:sum"],
        )
        for technician, day, minutes in groups:
            if minutes > DAY_LIMIT:
                raise UserError(
                    self.env._(
                        "%(name)s would have worked more than 12 hours on %(day)s.",
                        name=technician.name,
                        day=format_date(self.env, day),
                    )
                )
