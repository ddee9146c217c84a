"""Where the figures of an activity statement come from, by one query."""

from odoo import api, models
from odoo.tools import SQL

PAYROLL_CODE = "641%"


class SapActivitySource(models.AbstractModel):
    """Lines of an establishment between two days: work, turnover, payroll.

    Work: hours of visits by their day; of invoices without visits, by their service
    date, shared equally over who worked. Turnover: posted sales of home services by
    the date of the books, excl. VAT, without fees and travel. Payroll: accounts 641.
    """

    _name = "oe.sap.activity.source"
    _description = "Sources of activity statements"

    @api.model
    def _query(self, establishment, start, end):
        """Rows ``day, kind, mode, entrepreneur_id, partner_id, employee, minutes,
        amount, hour_id, move_line_id`` of an establishment in [start, end)."""
        self.env.flush_all()
        values = {
            "company": establishment.company_id.id,
            "start": start,
            "end": end,
        }
        parts = [
            self._visits(values),
            self._invoices(values),
            self._turnover(values),
            self._payroll(values),
        ]
        return SQL(
            """
            SELECT row.day, row.kind, row.mode, row.entrepreneur_id, row.partner_id,
                   %(employee)s AS employee, row.minutes, row.amount, row.hour_id,
                   row.move_line_id
              FROM (%(rows)s) row
             WHERE COALESCE(row.explicit, %(covering)s) = %(establishment)s
            """,
            rows=SQL(" UNION ALL ").join(parts),
            employee=self._employee(establishment.company_id),
            covering=self._covering(establishment.company_id),
            establishment=establishment.id,
        )

    @api.model
    def _employee(self, company):
        """Whether who worked was an employee of the company that day."""
        return SQL(
            """
            EXISTS (SELECT 1 FROM oe_affiliation held
                     WHERE held.entrepreneur_id = row.entrepreneur_id
                       AND held.company_id = %s AND held.status = 'salaried'
                       AND held.date_start <= row.day
                       AND (held.date_end IS NULL OR held.date_end >= row.day))
            """,
            company.id,
        )

    @api.model
    def _covering(self, company):
        """The establishment of a postal code: ``_covering`` of the model, in SQL."""
        return SQL(
            """
            COALESCE(
                (SELECT place.id FROM oe_sap_establishment place
                   JOIN oe_sap_establishment_commune_rel rel
                     ON rel.establishment_id = place.id
                   JOIN oe_commune commune ON commune.id = rel.commune_id
                  WHERE place.company_id = %(company)s AND place.active
                    AND commune.postal_code = TRIM(row.zip)
               ORDER BY place.id LIMIT 1),
                (SELECT place.id FROM oe_sap_establishment place
                  WHERE place.company_id = %(company)s AND place.active
                    AND CASE
                        WHEN LEFT(TRIM(row.zip), 2) = '20' THEN
                            CASE WHEN TRIM(row.zip) < '20200' THEN '2A' ELSE '2B' END
                        WHEN LEFT(TRIM(row.zip), 2) IN ('97', '98')
                            THEN LEFT(TRIM(row.zip), 3)
                        ELSE LEFT(TRIM(row.zip), 2)
                        END = ANY (string_to_array(place.departments, ','))
               ORDER BY place.id LIMIT 1),
                (SELECT place.id FROM oe_sap_establishment place
                  WHERE place.company_id = %(company)s AND place.active
                    AND place.is_main LIMIT 1))
            """,
            company=company.id,
        )

    @api.model
    def _visits(self, values):
        return SQL(
            """
            SELECT hour.date AS day, 'work' AS kind,
                   COALESCE(sold.oe_sap_mode, 'prestataire') AS mode,
                   visit.entrepreneur_id, visit.partner_id,
                   ROUND(hour.unit_amount::numeric * 60)::integer AS minutes,
                   0::numeric AS amount, hour.id AS hour_id,
                   NULL::integer AS move_line_id,
                   COALESCE(mission.sap_establishment_id,
                            sold.oe_sap_establishment_id) AS explicit,
                   home.zip
              FROM account_analytic_line hour
              JOIN oe_intervention_part part ON part.id = hour.oe_part_id
              JOIN oe_intervention visit ON visit.id = part.intervention_id
              JOIN oe_mission mission ON mission.id = visit.mission_id
              JOIN sale_order_line line ON line.id = hour.so_line
              JOIN sale_order sold ON sold.id = line.order_id
              JOIN res_partner home ON home.id =
                   COALESCE(sold.partner_shipping_id, sold.partner_id)
              JOIN res_partner client ON client.id = sold.partner_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE hour.company_id = %(company)s
               AND hour.date >= %(start)s AND hour.date < %(end)s
               AND template.oe_sap_activity_id IS NOT NULL
               AND NOT COALESCE(client.is_company, FALSE)
            """,
            **values,
        )

    @api.model
    def _sold(self):
        """A posted line of a home service to a household, and where it was served."""
        return SQL(
            """
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id
              LEFT JOIN account_move lead ON lead.id = move.oe_sap_lead_id
              JOIN res_partner buyer
                ON buyer.id = COALESCE(lead.partner_id, move.partner_id)
              LEFT JOIN res_partner home ON home.id =
                   COALESCE(move.partner_shipping_id, lead.partner_shipping_id,
                            move.oe_sap_client_id, buyer.id)
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              LEFT JOIN LATERAL (
                   SELECT COALESCE(mission.sap_establishment_id,
                                   sold.oe_sap_establishment_id) AS explicit
                     FROM sale_order_line_invoice_rel rel
                     JOIN sale_order_line ordered ON ordered.id = rel.order_line_id
                     JOIN sale_order sold ON sold.id = ordered.order_id
                     LEFT JOIN oe_mission mission ON mission.order_id = sold.id
                    WHERE rel.invoice_line_id =
                          COALESCE(line.oe_sap_part_of_id, line.id)
                 ORDER BY mission.sap_establishment_id, sold.id LIMIT 1
                   ) served ON TRUE
              LEFT JOIN LATERAL (
                   SELECT ARRAY(SELECT rel.entrepreneur_id
                                  FROM oe_sap_move_line_worker_rel rel
                                 WHERE rel.line_id = line.id
                              ORDER BY rel.entrepreneur_id) AS people
                   ) workers ON TRUE
             WHERE line.parent_state = 'posted'
               AND line.display_type = 'product'
               AND move.move_type IN ('out_invoice', 'out_refund')
               AND template.oe_sap_activity_id IS NOT NULL
               AND NOT COALESCE(buyer.is_company, FALSE)
            """
        )

    @api.model
    def _invoices(self, values):
        """Hours of invoice lines that no visit stands behind."""
        return SQL(
            """
            SELECT part.day, 'work', part.mode, person.id, part.partner_id,
                   part.sign * (part.minutes / part.count + CASE
                       WHEN COALESCE(person.rank, 1) <= MOD(part.minutes, part.count)
                       THEN 1 ELSE 0 END),
                   0::numeric, NULL::integer, part.line_id, part.explicit, part.zip
              FROM (
            SELECT COALESCE(line.oe_sap_service_date, move.invoice_date) AS day,
                   COALESCE(move.oe_sap_mode, 'prestataire') AS mode,
                   COALESCE(move.oe_sap_client_id, buyer.id) AS partner_id,
                   ROUND(ABS(line.quantity)::numeric * 60)::integer AS minutes,
                   (CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END)
                       * SIGN(line.quantity)::integer AS sign,
                   workers.people,
                   GREATEST(1, CARDINALITY(workers.people)) AS count,
                   line.id AS line_id,
                   COALESCE(move.oe_sap_establishment_id, served.explicit) AS explicit,
                   home.zip
              %(sold)s
               AND line.company_id = %(company)s
               AND line.oe_sap_rule_id IS NULL
               AND line.product_uom_id = %(hour)s
               AND COALESCE(line.oe_sap_service_date, move.invoice_date) >= %(start)s
               AND COALESCE(line.oe_sap_service_date, move.invoice_date) < %(end)s
               AND NOT EXISTS (
                   SELECT 1 FROM sale_order_line_invoice_rel rel
                     JOIN account_analytic_line done ON done.so_line = rel.order_line_id
                    WHERE rel.invoice_line_id = line.id
                      AND done.oe_part_id IS NOT NULL)
                   ) part
              LEFT JOIN LATERAL unnest(part.people)
                   WITH ORDINALITY AS person(id, rank) ON TRUE
            """,
            **values,
            sold=self._sold(),
            hour=self.env.ref("uom.product_uom_hour").id,
        )

    @api.model
    def _turnover(self, values):
        return SQL(
            """
            SELECT line.date, 'turnover', COALESCE(move.oe_sap_mode, 'prestataire'),
                   NULL::integer,
                   COALESCE(move.oe_sap_client_id, buyer.id), 0, -line.balance,
                   NULL::integer, line.id,
                   COALESCE(move.oe_sap_establishment_id, served.explicit), home.zip
            %(sold)s
               AND line.company_id = %(company)s
               AND line.date >= %(start)s AND line.date < %(end)s
               AND NOT COALESCE(template.oe_sap_is_fee, FALSE)
            """,
            **values,
            sold=self._sold(),
        )

    @api.model
    def _payroll(self, values):
        company = self.env["res.company"].browse(values["company"])
        accounts_sudo = self.env["account.account"].sudo().with_company(company)
        accounts = accounts_sudo.search(
            [("code", "=like", PAYROLL_CODE), ("company_ids", "in", company.ids)]
        )
        return SQL(
            """
            SELECT line.date, 'payroll', 'prestataire', work.entrepreneur_id,
                   NULL::integer, 0, line.balance, NULL::integer, line.id,
                   held.sap_establishment_id, NULL::varchar
              FROM account_move_line line
              LEFT JOIN LATERAL (
                   SELECT activity.entrepreneur_id
                     FROM jsonb_object_keys(
                          COALESCE(line.analytic_distribution, '{}'::jsonb)) key
                     JOIN oe_activity activity ON activity.account_id::text =
                          ANY (string_to_array(key, ','))
                    ORDER BY activity.id LIMIT 1) work ON TRUE
              LEFT JOIN LATERAL (
                   SELECT link.sap_establishment_id FROM oe_affiliation link
                    WHERE link.entrepreneur_id = work.entrepreneur_id
                      AND link.company_id = line.company_id
                      AND link.date_start <= line.date
                      AND (link.date_end IS NULL OR link.date_end >= line.date)
                    ORDER BY link.date_start DESC LIMIT 1) held ON TRUE
             WHERE line.company_id = %(company)s
               AND line.parent_state = 'posted'
               AND line.account_id = ANY (%(accounts)s)
               AND line.date >= %(start)s AND line.date < %(end)s
            """,
            **values,
            accounts=accounts.ids,
        )

    @api.model
    def _sums(self, query):
        """These rows added up by month, kind, mode, person and client."""
        return self.env.execute_query(
            SQL(
                """
                SELECT date_trunc('month', row.day)::date, row.kind, row.mode,
                       row.entrepreneur_id, row.partner_id, bool_or(row.employee),
                       SUM(row.minutes)::integer,
                       ROUND(SUM(row.amount) * 100)::bigint
                  FROM (%s) row
              GROUP BY 1, 2, 3, 4, 5
              ORDER BY 1, 2, 3, 4, 5
                """,
                query,
            )
        )
