from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.price_cap import Price, highest_cents


class SapPriceRoom(models.Model):
    """What the price of each running contract of an authorised service may rise to."""

    _name = "oe.sap.price.room"
    _description = "Room of a price this year"
    _auto = False
    _order = "partner_id, activity_id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Client", readonly=True)
    activity_id = fields.Many2one("oe.sap.activity", "Service", readonly=True)
    line_id = fields.Many2one("sale.order.line", "Line of the order", readonly=True)
    order_id = fields.Many2one("sale.order", "Last order", readonly=True)
    price = fields.Float("Price now, excl. VAT", readonly=True, digits=(12, 2))
    base = fields.Float("Price at the beginning of the year", readonly=True)
    base_day = fields.Date("Since", readonly=True)
    year = fields.Integer(readonly=True, aggregator=None)
    most = fields.Monetary("May rise to", compute="_compute_most")
    room = fields.Monetary("Still possible", compute="_compute_most")
    reference = fields.Char("By", compute="_compute_most")

    @property
    def _table_query(self):
        year = fields.Date.context_today(self).year
        return SQL(
            """
            SELECT DISTINCT ON (row.company_id, row.partner_id, row.activity_id)
                   row.line_id AS id, row.company_id, row.partner_id, row.activity_id,
                   row.line_id, row.order_id, row.price, %(year)s::integer AS year,
                   FIRST_VALUE(row.base) OVER same AS base,
                   FIRST_VALUE(row.day) OVER same AS base_day
              FROM (
            SELECT line.id AS line_id, sold.id AS order_id, line.company_id,
                   sold.partner_id, template.oe_sap_activity_id AS activity_id,
                   line.price_unit * (1 - COALESCE(line.discount, 0) / 100.0) AS price,
                   COALESCE(sold.oe_sap_day, sold.date_order::date) AS day,
                   CASE WHEN line.oe_sap_price_year = %(year)s
                        THEN line.oe_sap_year_price
                        ELSE line.price_unit * (1 - COALESCE(line.discount, 0) / 100.0)
                        END AS base
              FROM sale_order_line line
              JOIN sale_order sold ON sold.id = line.order_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN res_partner client ON client.id = sold.partner_id
             WHERE sold.state = 'sale'
               AND NOT COALESCE(client.is_company, FALSE)
               AND EXISTS (
                   SELECT 1 FROM oe_sap_activity_version version
                    WHERE version.activity_id = template.oe_sap_activity_id
                      AND CASE sold.oe_sap_mode WHEN 'mandataire'
                          THEN version.regime_mandataire
                          ELSE version.regime_prestataire END = 'autorisation')
               AND NOT EXISTS (
                   SELECT 1 FROM oe_sap_authorization held
                    WHERE held.company_id = line.company_id AND held.is_aid_entitled)
               AND (NOT EXISTS (SELECT 1 FROM oe_mission mission
                                 WHERE mission.order_id = sold.id)
                    OR EXISTS (SELECT 1 FROM oe_mission mission
                                WHERE mission.order_id = sold.id
                                  AND mission.state NOT IN ('done', 'cancelled')
                                  AND (mission.date_end IS NULL
                                       OR mission.date_end >= CURRENT_DATE)))
                   ) row
            WINDOW same AS (
                   PARTITION BY row.company_id, row.partner_id, row.activity_id
                   ORDER BY EXTRACT(YEAR FROM row.day) < %(year)s DESC,
                            CASE WHEN EXTRACT(YEAR FROM row.day) < %(year)s
                                 THEN row.day END DESC,
                            row.day
                   ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
          ORDER BY row.company_id, row.partner_id, row.activity_id, row.day DESC,
                   row.line_id DESC
            """,
            year=year,
        )

    @api.depends("base", "price", "year")
    def _compute_most(self):
        rules = self.env["oe.sap.rules"]
        year = fields.Date.context_today(self).year
        cap_of = self.env["oe.sap.price.cap"]._of_year(year)
        for row in self:
            order_sudo = row.order_id.sudo()
            place = order_sudo.partner_shipping_id or order_sudo.partner_id
            cap, reference = cap_of(rules._department(place))
            base = Price(row.base_day, to_cents(row.base))
            highest = highest_cents(base.cents, cap)
            row.most = highest / 100
            row.room = (highest - to_cents(row.price)) / 100
            row.reference = reference or self.env._("The year's order is not written")
