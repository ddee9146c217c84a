from odoo import fields, models
from odoo.tools import SQL


class MembershipReport(models.Model):
    """Members in time: what became of each first CESA, once its deadline is reached.

    A view of the database. The rate of a cohort is the part of those whose deadline of
    L.7331-3 is reached who were members before it; who left before is no failure of
    membership and is not counted.
    """

    _name = "oe.cae.membership.report"
    _description = "Members within three years"
    _auto = False
    _order = "entry_date desc, id"
    _rec_name = "entrepreneur_id"
    _depends = {
        "oe.cae.contract": [
            *("entrepreneur_id", "company_id", "kind", "state", "date_start"),
            *("date_end", "end_reason", "member_since", "member_deadline"),
        ],
        "oe.cae.member": ["company_id", "partner_id", "date_start"],
        "oe.entrepreneur": ["advisor_id", "partner_id"],
        "res.company": ["partner_id"],
        "res.partner": ["tz"],
    }

    entrepreneur_id = fields.Many2one("oe.entrepreneur", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    contract_id = fields.Many2one("oe.cae.contract", readonly=True)
    advisor_id = fields.Many2one("res.users", readonly=True)
    entry_date = fields.Date("Entered on", readonly=True)
    cohort = fields.Char("Entry year", readonly=True)
    member_since = fields.Date("Member (associé) since", readonly=True)
    member_deadline = fields.Date("Member before", readonly=True)
    outcome = fields.Selection(
        [
            ("in_time", "Member in time"),
            ("late", "Member, too late"),
            ("missed", "Not a member at the deadline"),
            ("early", "Member, deadline ahead"),
            ("ahead", "Deadline ahead"),
            ("left", "Left before the deadline"),
        ],
        readonly=True,
    )
    due = fields.Integer("Deadline reached", readonly=True)
    in_time = fields.Integer("Members in time", readonly=True)
    rate = fields.Float(
        "Members in time, %", digits=(5, 1), readonly=True, aggregator="avg"
    )

    @property
    def _table_query(self):
        now = fields.Datetime.now()
        return SQL(
            """
            SELECT told.*, e.advisor_id,
                   (told.outcome IN ('in_time', 'late', 'missed'))::int AS due,
                   (told.outcome = 'in_time')::int AS in_time,
                   CASE told.outcome WHEN 'in_time' THEN 100.0
                        WHEN 'late' THEN 0.0 WHEN 'missed' THEN 0.0 END AS rate
              FROM (
            SELECT own.*, CASE
                     WHEN own.member_since < own.member_deadline
                          AND own.member_deadline <= own.today THEN 'in_time'
                     WHEN own.member_since < own.member_deadline THEN 'early'
                     WHEN own.last_day + 1 < own.member_deadline
                          AND own.last_day < own.today
                          AND NOT own.failed THEN 'left'
                     WHEN own.member_since IS NOT NULL THEN 'late'
                     WHEN own.failed OR own.member_deadline <= own.today
                          THEN 'missed'
                     ELSE 'ahead' END AS outcome
              FROM (%s) own) told
              JOIN oe_entrepreneur e ON e.id = told.entrepreneur_id
            """,
            self._query_first(now),
        )

    def _query_first(self, now):
        """The first CESA of each person in a company, and all that followed it."""
        return SQL(
            """
            SELECT c.id, c.id AS contract_id, c.entrepreneur_id, c.company_id,
                   span.entry_date, to_char(span.entry_date, 'YYYY') AS cohort,
                   c.member_deadline,
                   LEAST(span.member_since, joined.date_start) AS member_since,
                   span.last_day, span.failed,
                   (%(now)s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE
                    COALESCE(p.tz, 'Europe/Paris'))::date AS today
              FROM (SELECT DISTINCT ON (entrepreneur_id, company_id) *
                      FROM oe_cae_contract
                     WHERE kind = 'salaried' AND state = 'signed'
                  ORDER BY entrepreneur_id, company_id, date_start, id) c
              JOIN LATERAL (
                   SELECT MIN(s.date_start) AS entry_date,
                          MIN(s.member_since) AS member_since,
                          NULLIF(MAX(COALESCE(s.date_end, 'infinity')),
                                 'infinity') AS last_day,
                          COALESCE(bool_or(s.end_reason = 'membership'), FALSE)
                          AS failed
                     FROM oe_cae_contract s
                    WHERE s.entrepreneur_id = c.entrepreneur_id
                      AND s.company_id = c.company_id AND s.state = 'signed'
                      AND s.kind IN ('cape', 'salaried')) span ON TRUE
              JOIN oe_entrepreneur person ON person.id = c.entrepreneur_id
         LEFT JOIN LATERAL (
                   SELECT MIN(m.date_start) AS date_start
                     FROM oe_cae_member m
                    WHERE m.partner_id = person.partner_id
                      AND m.company_id = c.company_id) joined ON TRUE
              JOIN res_company o ON o.id = c.company_id
              JOIN res_partner p ON p.id = o.partner_id
             WHERE c.member_deadline IS NOT NULL
            """,
            now=now,
        )

    def action_open(self):
        """Open the contract behind a line."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "oe.cae.contract",
            "res_id": self.contract_id.id,
            "view_mode": "form",
        }
