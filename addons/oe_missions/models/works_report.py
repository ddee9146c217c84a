from odoo import fields, models
from odoo.tools import SQL


class WorksReport(models.Model):
    """Hours of technicians of 45 and over, by firm and year, and what they are worth.

    Each day is divided by the hours of the legal year in force that day.
    """

    _name = "oe.works.report"
    _description = "Hours of 45 and over"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_id"
    _depends = {
        "oe.works.hours": [
            *("order_id", "company_id", "partner_id", "date", "minutes", "is_senior"),
        ],
        "oe.works.parameter": ["date_start", "yearly_hours"],
    }

    order_id = fields.Many2one("oe.works.order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", "Partner firm", readonly=True)
    date = fields.Date(readonly=True)
    hours = fields.Float(readonly=True, digits=(8, 2))
    fte = fields.Float("Full-time equivalents", readonly=True, digits=(8, 4))

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT hours.id, hours.order_id, hours.company_id, hours.partner_id,
                   hours.date, hours.minutes / 60.0 AS hours,
                   hours.minutes / 60.0 / law.yearly_hours AS fte
              FROM oe_works_hours hours
              JOIN LATERAL (
                    SELECT yearly_hours
                      FROM oe_works_parameter
                     WHERE date_start <= hours.date
                  ORDER BY date_start DESC
                     LIMIT 1
                   ) law ON TRUE
             WHERE hours.is_senior
            """
        )
