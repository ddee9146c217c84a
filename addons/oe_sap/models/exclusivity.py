from odoo import api, fields, models
from odoo.tools import SQL, format_date

from odoo.addons.oe_base.calc.money import format_fr, percent, to_cents

from ..calc import exclusivity as calc

STATES = [
    ("exclusive", "Exclusive"),
    ("dispensed", "Dispensed"),
    ("at_risk", "Dispensed, not next year"),
    ("breach", "Neither exclusive nor dispensed"),
]


class SapExclusivity(models.Model):
    """Where each declared company stands: exclusive activity, or its dispensation.

    C. trav. L.7232-1-2: under 11 employees, and other turnover of the previous civil
    year up to 30 %. One row a company, computed from posted sales when it is read.
    """

    _name = "oe.sap.exclusivity"
    _description = "Exclusive activity of a company"
    _auto = False
    _order = "company_id"
    _rec_name = "company_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(readonly=True, aggregator=None)
    employees = fields.Integer(readonly=True)
    sap_before = fields.Monetary("Home services, last year", readonly=True)
    other_before = fields.Monetary("Other sales, last year", readonly=True)
    sap_now = fields.Monetary("Home services, this year", readonly=True)
    other_now = fields.Monetary("Other sales, this year", readonly=True)
    share_before = fields.Float(
        "Others, last year, %", compute="_compute_state", digits=(5, 2)
    )
    share_now = fields.Float(
        "Others, this year, %", compute="_compute_state", digits=(5, 2)
    )
    room = fields.Monetary(
        "May still be sold besides",
        compute="_compute_state",
        help="Against the home services sold so far, to stay dispensed next year.",
    )
    state = fields.Selection(STATES, "Stands", compute="_compute_state")
    findings = fields.Text("Because", compute="_compute_state")

    @property
    def _table_query(self):
        year = fields.Date.context_today(self).year
        return SQL(
            """
            SELECT company.id,
                   company.id AS company_id,
                   %(year)s::integer AS year,
                   (SELECT count(*) FROM hr_employee employee
                     WHERE employee.company_id = company.id AND employee.active)
                       ::integer AS employees,
                   COALESCE(sum(sold.amount) FILTER
                       (WHERE sold.is_sap AND sold.year < %(year)s), 0) AS sap_before,
                   COALESCE(sum(sold.amount) FILTER
                       (WHERE NOT sold.is_sap AND sold.year < %(year)s), 0)
                       AS other_before,
                   COALESCE(sum(sold.amount) FILTER
                       (WHERE sold.is_sap AND sold.year = %(year)s), 0) AS sap_now,
                   COALESCE(sum(sold.amount) FILTER
                       (WHERE NOT sold.is_sap AND sold.year = %(year)s), 0) AS other_now
              FROM res_company company
              LEFT JOIN LATERAL (%(sold)s) sold ON TRUE
             WHERE company.oe_kind = 'cae_sap'
                OR EXISTS (SELECT 1 FROM oe_sap_authorization held
                            WHERE held.company_id = company.id
                              AND held.kind = 'declaration')
          GROUP BY company.id
            """,
            year=year,
            sold=self._sold_query(year),
        )

    @api.model
    def _sold_query(self, year):
        """Sales of a company by civil year, excl. VAT: home services, or others.

        A home service is one of the catalogue, or its fees, sold to a private person.
        """
        return SQL(
            """
            SELECT EXTRACT(YEAR FROM line.date)::integer AS year,
                   -line.balance AS amount,
                   COALESCE(template.oe_sap_activity_id IS NOT NULL
                            OR template.oe_sap_is_fee, FALSE)
                       AND NOT COALESCE(partner.is_company, FALSE) AS is_sap
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id
              LEFT JOIN product_product product ON product.id = line.product_id
              LEFT JOIN product_template template
                ON template.id = product.product_tmpl_id
              LEFT JOIN res_partner partner ON partner.id = line.partner_id
             WHERE line.company_id = company.id
               AND line.parent_state = 'posted'
               AND line.display_type = 'product'
               AND move.move_type IN ('out_invoice', 'out_refund')
               AND line.date >= %(start)s AND line.date < %(end)s
            """,
            start=f"{year - 1}-01-01",
            end=f"{year + 1}-01-01",
        )

    @api.depends("sap_before", "other_before", "sap_now", "other_now", "employees")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        rules = self.env["oe.sap.parameter"]._by_day()(today)._exclusivity_rules()
        for row in self:
            found = calc.exclusivity(
                row.employees,
                calc.Turnover(to_cents(row.sap_before), to_cents(row.other_before)),
                calc.Turnover(to_cents(row.sap_now), to_cents(row.other_now)),
                rules,
            )
            row.state = found.state.value
            row.share_before = float(found.previous_share * 100)
            row.share_now = float(found.current_share * 100)
            row.room = found.room_cents / 100
            row.findings = "\n".join(
                self._finding(item, row.year) for item in found.findings
            )

    @api.model
    def _finding(self, item, year):
        shown = self.env["oe.sap.explain"]._percent
        if item.code == "exclusivity.employees":
            return self.env._(
                "%(count)s employees: the dispensation asks for fewer than %(below)s.",
                count=item.get("employees"),
                below=item.get("below"),
            )
        values = {
            "share": shown(_hundredth(item.get("share"))),
            "most": shown(item.get("maximum")),
        }
        if item.code == "exclusivity.previous_share":
            return self.env._(
                "Other sales were %(share)s of %(year)s: %(most)s at most.",
                year=year - 1,
                **values,
            )
        return self.env._(
            "Other sales are %(share)s of %(year)s so far: above %(most)s the "
            "dispensation falls next year.",
            year=year,
            **values,
        )

    @api.model
    def _cron_watch(self):
        """A task for the managers when a company leaves, or is about to leave, the law.

        Run again while the task is open, no second one.
        """
        # A company or two a territory: read whole.
        for row in self.search([("company_id", "!=", False)]):
            if row.state not in ("at_risk", "breach"):
                continue
            held = self.env["oe.sap.authorization"].search(
                [("company_id", "=", row.company_id.id), ("kind", "=", "declaration")],
                limit=1,
            )
            held._oe_ask_managers(
                self.env._("Exclusive activity: the dispensation is in danger"),
                self.env._(
                    "%(why)s\nStill possible besides home services: %(room)s.",
                    why=row.findings,
                    room=format_fr(to_cents(row.room)),
                ),
            )


class SapAuthorization(models.Model):
    _inherit = "oe.sap.authorization"

    @api.model
    def _cron_renew(self, today=None):
        """A task two months before a renewal is due; once as long as it is open."""
        today = today or fields.Date.context_today(self)
        limited = self.search(
            [("date_end", ">=", today), ("renewal_filed", "=", False)]
        )
        soon = fields.Date.add(today, months=2)
        for held in limited.filtered(lambda row: row.renewal_due <= soon):
            held._oe_ask_managers(
                held._oe_renewal_summary(),
                self.env._(
                    "To file by %(day)s; it ends on %(end)s.",
                    day=format_date(self.env, held.renewal_due),
                    end=format_date(self.env, held.date_end),
                ),
            )


class SapParameter(models.Model):
    _inherit = "oe.sap.parameter"

    exclusivity_employees = fields.Integer(
        "Dispensed under, employees", required=True, default=11
    )
    exclusivity_share = fields.Float(
        "Other sales at most, %", required=True, digits=(5, 2), default=30
    )

    def _exclusivity_rules(self):
        self.ensure_one()
        return calc.ExclusivityRules(
            self.exclusivity_employees, percent(self.exclusivity_share)
        )


def _hundredth(share):
    """A share shown with two decimals of a percent."""
    return round(share * 10_000) / 10_000
