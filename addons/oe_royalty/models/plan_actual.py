from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.oe_base.calc.money import from_cents, rate, round_half_up
from odoo.addons.oe_base.tools import lock_rows

from ..calc.plan_variant import months_of_column, months_of_profile


class PlanActual(models.Model):
    """A month of an ETD and a profile: planned from its own opening, and real.

    Real is what the sales of its licensees came to: class 70 of posted moves,
    excl. VAT, sales inside the network left out.
    """

    _name = "oe.plan.actual"
    _description = "Actuals beside the plan"
    _order = "plan_id, month, territory_id, profile_id"
    _log_access = False

    plan_id = fields.Many2one("oe.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    month = fields.Date(required=True, index=True)
    territory_id = fields.Many2one(
        "oe.territory", "ETD", required=True, index=True, ondelete="cascade"
    )
    profile_id = fields.Many2one(
        "oe.profile",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: sales of people without a profile, or of nobody's activity.",
    )
    planned = fields.Monetary()
    actual = fields.Monetary("Realised")
    gap = fields.Monetary("Realised less planned")

    _cell_unique = models.UniqueIndex(
        "(plan_id, month, territory_id, COALESCE(profile_id, 0))",
        "This month is there already.",
    )


class Plan(models.Model):
    """Reads what really happened: one query, whatever the number of invoices."""

    _inherit = "oe.plan"

    actual_ids = fields.One2many("oe.plan.actual", "plan_id", "Actuals")

    def action_actuals(self):
        """Set the sales of the cooperatives beside the plan; can be run twice."""
        self.check_access("write")
        for plan in self.sudo():
            lock_rows(plan)
            plan._read_actuals()
        return True

    def _first_day(self):
        return fields.Date.to_date(f"{self.first_year}-01-01")

    def _read_actuals(self):
        self.ensure_one()
        self.actual_ids.unlink()
        self.env.flush_all()
        self.env.cr.execute(self._insert_actuals(self._planned_rows()))
        self.env["oe.plan.actual"].invalidate_model()
        self.invalidate_recordset(["actual_ids"])
        self.actuals_on = fields.Datetime.now()

    def _planned_rows(self):
        """``(month, territory, profile or None, amount)`` of each open ETD."""
        end = self._first_day() + relativedelta(years=len(self._openings()))
        rows = []
        for territory in self.env["oe.territory"].search(
            [("date_opening", "!=", False), ("date_opening", "<", end)]
        ):
            start = territory.date_opening.replace(day=1)
            count = (end.year - start.year) * 12 + end.month - start.month
            for profile, amounts in self._months_of_etd(start.month, count):
                rows += [
                    (start + relativedelta(months=age), territory.id, profile, amount)
                    for age, amount in enumerate(amounts)
                ]
        first = self._first_day()
        return [row for row in rows if row[0] >= first]

    def _months_of_etd(self, opening_month, count):
        """``(profile or None, amounts from the opening on)`` of one ETD."""
        if self.engine == "origin":
            column = self.column_ids.filtered(lambda row: row.key == "turnover")
            months = months_of_column(column._calc(), opening_month, count)
            return [(None, [_amount(value * 100_000) for value in months])]
        settings = self._settings()
        return [
            (
                row.profile_id.id,
                [
                    _amount(value)
                    for value in months_of_profile(row._calc(), settings, count)
                ],
            )
            for row in self.profile_ids
        ]

    def _insert_actuals(self, planned):
        columns = list(zip(*planned, strict=True)) or [[], [], [], []]
        return SQL(
            """
            INSERT INTO oe_plan_actual (
                plan_id, company_id, month, territory_id, profile_id,
                planned, actual, gap)
            SELECT %(plan)s, %(company)s, month, territory_id, profile_id,
                   COALESCE(planned, 0), COALESCE(actual, 0),
                   COALESCE(actual, 0) - COALESCE(planned, 0)
              FROM (SELECT month, territory_id, profile_id,
                           SUM(planned) AS planned, SUM(actual) AS actual
                      FROM (SELECT month, territory_id, profile_id, planned,
                                   NULL::numeric AS actual
                              FROM unnest(%(months)s::date[], %(territories)s::int[],
                                          %(profiles)s::int[], %(amounts)s::numeric[])
                                   AS p (month, territory_id, profile_id, planned)
                             UNION ALL (%(sales)s)) AS rows
                  GROUP BY month, territory_id, profile_id) AS cells
             WHERE planned <> 0 OR actual <> 0
            """,
            plan=self.id,
            company=self.company_id.id,
            months=list(columns[0]),
            territories=list(columns[1]),
            profiles=list(columns[2]),
            amounts=list(columns[3]),
            sales=self._sales(),
        )

    def _sales(self):
        """Sales of its licensees by month, ETD and profile of who did the work.

        Those of a cooperative without a licence of this licensor are not its business.
        """
        plan = self.env["account.analytic.plan"]._oe_activities_plan()
        network = self.env["res.company"]._oe_network().partner_id.ids
        first = self._first_day()
        return SQL(
            """
            SELECT date_trunc('month', aml.date)::date, company.oe_territory_id,
                   who.profile_id, NULL::numeric, SUM(-aml.balance)
              FROM account_move_line aml
              JOIN account_move move ON move.id = aml.move_id
              JOIN res_company company ON company.id = aml.company_id
               AND company.oe_kind LIKE 'cae%%'
               AND company.oe_territory_id IS NOT NULL
               AND company.currency_id = %(currency)s
              JOIN account_account account ON account.id = aml.account_id
               AND account.code_store
                   ->> split_part(company.parent_path, '/', 1) LIKE '70%%'
         LEFT JOIN LATERAL (
                   SELECT person.profile_id
                     FROM account_analytic_line aal
                     JOIN oe_activity activity ON activity.account_id = %(account)s
                     JOIN oe_entrepreneur person
                       ON person.id = activity.entrepreneur_id
                    WHERE aal.move_line_id = aml.id
                 ORDER BY activity.id LIMIT 1) who ON TRUE
             WHERE aml.parent_state = 'posted'
               AND aml.balance <> 0
               AND EXISTS (
                   SELECT 1 FROM oe_royalty_contract licence
                    WHERE licence.company_id = aml.company_id
                      AND licence.licensor_id = %(licensor)s
                      AND licence.state = 'signed'
                      AND licence.books_elsewhere IS NOT TRUE
                      AND aml.date BETWEEN licence.date_start
                          AND COALESCE(licence.date_end, 'infinity'))
               AND aml.date >= %(first)s AND aml.date < %(end)s
               AND (move.commercial_partner_id IS NULL
                    OR NOT move.commercial_partner_id = ANY(%(network)s))
          GROUP BY 1, 2, 3
            """,
            account=SQL.identifier("aal", plan._column_name()),
            currency=self.currency_id.id,
            network=network,
            licensor=self.company_id.id,
            first=first,
            end=first + relativedelta(years=len(self._openings())),
        )


def _amount(cents):
    """Exact cents as an amount."""
    return float(from_cents(round_half_up(rate(cents))))
