from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..calc import deadlines as calc

KINDS = [
    ("cape_end", "CAPE ends: renew, sign a CESA or part"),
    ("membership", "Must be a member, or the contract ends"),
    ("contract_end", "The contract ends"),
    ("interview", "An interview must be held"),
    ("notice", "A notice must be sent"),
    ("part_variable", "The balance of the part variable is due"),
]


class Deadline(models.Model):
    """Who is at risk, of what, and when: contracts, interviews, notices in one list.

    A view of the database, nothing stored. A contract that ended with its reason
    written, or that another signed one follows, is at no risk any more.
    """

    _name = "oe.cae.deadline"
    _description = "Deadline of an entrepreneur"
    _auto = False
    _order = "date_due, id"
    _depends = {
        "oe.cae.contract": [
            *("entrepreneur_id", "company_id", "kind", "state", "date_start"),
            *("date_end", "end_reason", "deadline", "deadline_kind", "interview_due"),
        ],
        "oe.cae.notice": ["contract_id", "date_due", "done_on"],
        "oe.cae.year.end.line": ["contract_id", "date_due", "balance", "settled_on"],
        "oe.cae.year.end": ["state"],
        "oe.entrepreneur": ["advisor_id"],
        "res.company": ["partner_id"],
        "res.partner": ["tz"],
    }

    entrepreneur_id = fields.Many2one("oe.entrepreneur", readonly=True)
    advisor_id = fields.Many2one("res.users", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    contract_id = fields.Many2one("oe.cae.contract", readonly=True)
    notice_id = fields.Many2one("oe.cae.notice", readonly=True)
    kind = fields.Selection(KINDS, "What is at risk", readonly=True)
    date_due = fields.Date("Until", readonly=True)
    urgency = fields.Selection(
        [
            ("0_late", "Late"),
            ("1_month", "Within a month"),
            ("3_months", "Within 3 months"),
            ("6_months", "Within 6 months"),
            ("9_year", "Within a year"),
            ("9_years", "Later"),
        ],
        readonly=True,
    )
    months_left = fields.Integer(compute="_compute_months_left")

    @property
    def _table_query(self):
        # The company's own calendar day, not the server's.
        now = fields.Datetime.now()
        return SQL(
            """
            SELECT due.*, e.advisor_id,
                   CASE WHEN due.date_due < due.today THEN '0_late'
                        WHEN due.date_due - interval '1 month' <= due.today
                             THEN '1_month'
                        WHEN due.date_due - interval '3 months' <= due.today
                             THEN '3_months'
                        WHEN due.date_due - interval '6 months' <= due.today
                             THEN '6_months'
                        WHEN due.date_due - interval '12 months' <= due.today
                             THEN '9_year'
                        ELSE '9_years' END AS urgency
              FROM (%(contracts)s UNION ALL %(interviews)s UNION ALL %(notices)s
                    UNION ALL %(balances)s) due
              JOIN oe_entrepreneur e ON e.id = due.entrepreneur_id
            """,
            contracts=self._query_contracts(now),
            interviews=self._query_interviews(now),
            notices=self._query_notices(now),
            balances=self._query_balances(now),
        )

    def _today_of_company(self, now):
        return SQL(
            "(%s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE "
            "COALESCE(p.tz, 'Europe/Paris'))::date",
            now,
        )

    def _query_contracts(self, now):
        return SQL(
            """
            SELECT c.id * 4 AS id, c.entrepreneur_id, c.company_id,
                   c.id AS contract_id, NULL::integer AS notice_id,
                   c.deadline_kind AS kind, c.deadline AS date_due, %s AS today
              FROM oe_cae_contract c
              JOIN res_company o ON o.id = c.company_id
              JOIN res_partner p ON p.id = o.partner_id
             WHERE c.state = 'signed' AND c.deadline IS NOT NULL
               AND c.end_reason IS NULL
               AND NOT EXISTS (
                   SELECT FROM oe_cae_contract n
                    WHERE n.entrepreneur_id = c.entrepreneur_id
                      AND n.company_id = c.company_id AND n.state = 'signed'
                      AND n.date_start > c.date_start)
            """,
            self._today_of_company(now),
        )

    def _query_interviews(self, now):
        today = self._today_of_company(now)
        return SQL(
            """
            SELECT c.id * 4 + 1, c.entrepreneur_id, c.company_id, c.id,
                   NULL::integer, 'interview', c.interview_due, %(today)s
              FROM oe_cae_contract c
              JOIN res_company o ON o.id = c.company_id
              JOIN res_partner p ON p.id = o.partner_id
             WHERE c.interview_due IS NOT NULL
               AND (c.date_end IS NULL OR c.date_end >= %(today)s)
            """,
            today=today,
        )

    def _query_notices(self, now):
        return SQL(
            """
            SELECT n.id * 4 + 2, n.entrepreneur_id, n.company_id, n.contract_id,
                   n.id, 'notice', n.date_due, %s
              FROM oe_cae_notice n
              JOIN res_company o ON o.id = n.company_id
              JOIN res_partner p ON p.id = o.partner_id
             WHERE n.done_on IS NULL
            """,
            self._today_of_company(now),
        )

    def _query_balances(self, now):
        return SQL(
            """
            SELECT l.id * 4 + 3, l.entrepreneur_id, l.company_id, l.contract_id,
                   NULL::integer, 'part_variable', l.date_due, %s
              FROM oe_cae_year_end_line l
              JOIN oe_cae_year_end y ON y.id = l.year_end_id
              JOIN res_company o ON o.id = l.company_id
              JOIN res_partner p ON p.id = o.partner_id
             WHERE y.state = 'confirmed' AND l.balance > 0 AND l.settled_on IS NULL
            """,
            self._today_of_company(now),
        )

    @api.depends("kind", "entrepreneur_id")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            row.display_name = (
                f"{row.entrepreneur_id.name or ''}, {labels.get(row.kind, '')}"
            )

    @api.depends("date_due", "company_id")
    def _compute_months_left(self):
        for row in self:
            row.months_left = calc.months_left(row.date_due, row.company_id._oe_today())

    def action_open(self):
        """Go where it is dealt with: the notice, the interview, or the contract."""
        self.ensure_one()
        self.check_access("read")
        if not self.exists():
            raise UserError(self.env._("This is dealt with already."))
        if self.kind == "interview":
            return self.contract_id.action_interview()
        if self.kind == "part_variable":
            lines = self.env["oe.cae.year.end.line"]
            return lines.browse(self.id // 4).year_end_id._action_show()
        source = self.notice_id or self.contract_id
        return {
            "type": "ir.actions.act_window",
            "res_model": source._name,
            "res_id": source.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
