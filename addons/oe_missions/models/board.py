"""The manager's board: what waits today, each with its one action."""

import datetime

from odoo import api, fields, models
from odoo.tools import SQL

FORTNIGHT = 14

# Each kind: who waits, counted by company. Extended by other models of the suite.
COUNTS = {
    "unfilled": """
        SELECT visit.company_id, count(*)
          FROM oe_intervention visit
     LEFT JOIN oe_replacement wanted ON wanted.id = visit.replacement_id
         WHERE visit.state = 'planned'
           AND visit.planned_start >= (now() AT TIME ZONE 'UTC')
           AND visit.planned_start <= (now() AT TIME ZONE 'UTC') + interval '14 days'
           AND (visit.entrepreneur_id IS NULL
                OR wanted.state = 'open' AND visit.replaced_on IS NULL)
      GROUP BY 1""",
    "applications": """
        SELECT company_id, count(*) FROM oe_mission_proposal
         WHERE state = 'applied' GROUP BY 1""",
    "unstaffed": """
        SELECT m.company_id, count(*) FROM oe_mission m
         WHERE m.state IN ('draft', 'proposed')
           AND NOT EXISTS (SELECT FROM oe_mission_proposal p
                            WHERE p.mission_id = m.id
                              AND p.state IN ('sent', 'queued', 'applied'))
      GROUP BY 1""",
    "unrecorded": """
        SELECT company_id, count(*) FROM oe_intervention
         WHERE state = 'planned' AND entrepreneur_id IS NOT NULL
           AND planned_end < (now() AT TIME ZONE 'UTC') - interval '1 day'
      GROUP BY 1""",
    "set_aside": """
        SELECT company_id, count(*) FROM oe_visit_draft
         WHERE state = 'asked' GROUP BY 1""",
    "calls": """
        SELECT company_id, count(*) FROM oe_call_task
         WHERE state = 'todo' GROUP BY 1""",
    "to_invoice": """
        SELECT line.company_id, count(DISTINCT line.order_id)
          FROM account_analytic_line line
         WHERE line.oe_part_id IS NOT NULL AND line.timesheet_invoice_id IS NULL
           AND line.date < date_trunc('month', now())
      GROUP BY 1""",
}


class MissionBoard(models.Model):
    """One row for each thing that waits in a company; nothing waits, no row."""

    _name = "oe.mission.board"
    _description = "What waits today"
    _auto = False
    _order = "sequence, company_id"
    _rec_name = "kind"
    _depends = {
        "oe.intervention": [
            *("state", "planned_start", "planned_end", "entrepreneur_id"),
            *("replacement_id", "replaced_on", "company_id"),
        ],
        "oe.replacement": ["state"],
        "oe.mission": ["state", "company_id"],
        "oe.mission.proposal": ["state", "mission_id", "company_id"],
        "oe.visit.draft": ["state", "company_id"],
        "oe.call.task": ["state", "company_id"],
        "account.analytic.line": ["oe_part_id", "timesheet_invoice_id", "date"],
    }

    kind = fields.Selection(
        [
            ("unfilled", "Visits of the next 14 days that nobody does"),
            ("calls", "Clients to tell by phone"),
            ("set_aside", "Records set aside"),
            ("applications", "Applications to answer"),
            ("unstaffed", "Missions nobody is asked for"),
            ("unrecorded", "Visits over and not recorded"),
            ("to_invoice", "Orders with hours to invoice"),
        ],
        readonly=True,
    )
    company_id = fields.Many2one("res.company", readonly=True)
    count = fields.Integer("How many", readonly=True)
    sequence = fields.Integer(readonly=True)

    @property
    def _table_query(self):
        kinds = list(dict(self._fields["kind"].selection))
        parts = [
            SQL(
                "SELECT %s AS kind, %s AS sequence, q.* "
                "FROM (%s) q (company_id, count)",
                kind,
                kinds.index(kind),
                SQL(query),
            )
            for kind, query in COUNTS.items()
        ]
        return SQL(
            "SELECT company_id * 100 + sequence AS id, kind, sequence, company_id, "
            "count::int AS count FROM (%s) board",
            SQL(" UNION ALL ").join(parts),
        )

    def action_open(self):
        """Open what waits, where it is dealt with."""
        self.ensure_one()
        self.check_access("read")
        xml_id, domain = self._targets()[self.kind]
        action = self.env["ir.actions.act_window"]._for_xml_id(f"oe_missions.{xml_id}")
        if domain is not None:
            action["domain"] = [("company_id", "=", self.company_id.id), *domain]
        return action

    @api.model
    def _targets(self):
        now = fields.Datetime.now()
        fortnight = now + datetime.timedelta(days=FORTNIGHT)
        return {
            "unfilled": (
                "oe_unfilled_action",
                [("planned_start", "<=", fortnight)],
            ),
            "calls": ("oe_call_task_action", [("state", "=", "todo")]),
            "set_aside": ("oe_visit_draft_action", [("state", "=", "asked")]),
            "applications": ("oe_application_action", [("state", "=", "applied")]),
            "unstaffed": (
                "oe_mission_action",
                [("state", "in", ("draft", "proposed"))],
            ),
            "unrecorded": (
                "oe_visit_list_action",
                [
                    ("state", "=", "planned"),
                    ("entrepreneur_id", "!=", False),
                    ("planned_end", "<", now - datetime.timedelta(days=1)),
                ],
            ),
            "to_invoice": ("oe_invoice_wizard_action", None),
        }


class LoadReport(models.Model):
    """Planned hours of each person, week by week, beside the hours they want."""

    _name = "oe.load.report"
    _description = "Load of the entrepreneurs"
    _auto = False
    _order = "week, entrepreneur_id"
    _rec_name = "entrepreneur_id"
    _depends = {
        "oe.intervention": [
            *("entrepreneur_id", "company_id", "planned_start", "planned_end"),
            "state",
        ],
        "oe.entrepreneur": ["wanted_hours_week"],
    }

    entrepreneur_id = fields.Many2one("oe.entrepreneur", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    week = fields.Date("Week from", readonly=True)
    hours = fields.Float("Planned hours", readonly=True, digits=(6, 2))
    wanted = fields.Float(
        "Wanted hours a week", readonly=True, digits=(6, 2), aggregator="avg"
    )
    load = fields.Float("Load, %", readonly=True, digits=(5, 0), aggregator="avg")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(visit.id) AS id, visit.entrepreneur_id, visit.company_id,
                   date_trunc('week', visit.planned_start)::date AS week,
                   sum(extract(epoch FROM visit.planned_end - visit.planned_start))
                       / 3600 AS hours,
                   person.wanted_hours_week AS wanted,
                   CASE WHEN person.wanted_hours_week > 0 THEN
                       sum(extract(epoch FROM visit.planned_end - visit.planned_start))
                       / 36 / person.wanted_hours_week::float END AS load
              FROM oe_intervention visit
              JOIN oe_entrepreneur person ON person.id = visit.entrepreneur_id
             WHERE visit.state <> 'cancelled'
               AND visit.planned_start >= date_trunc('week', now()) - interval '28 days'
          GROUP BY visit.entrepreneur_id, visit.company_id, week,
                   person.wanted_hours_week
            """
        )


class Intervention(models.Model):
    _inherit = "oe.intervention"

    is_unfilled = fields.Boolean(
        "Nobody comes",
        compute="_compute_is_unfilled",
        search="_search_is_unfilled",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )

    @api.depends("state", "entrepreneur_id", "replacement_id.state", "replaced_on")
    def _compute_is_unfilled(self):
        for visit in self:
            asked = visit.replacement_id.state == "open" and not visit.replaced_on
            visit.is_unfilled = visit.state == "planned" and (
                not visit.entrepreneur_id or asked
            )

    def _search_is_unfilled(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [
            ("state", "=", "planned"),
            "|",
            ("entrepreneur_id", "=", False),
            "&",
            ("replacement_id.state", "=", "open"),
            ("replaced_on", "=", False),
        ]

    def action_find_somebody(self):
        """Who could come, and how far they are: the nearest first."""
        self.ensure_one()
        self.check_access("write")
        wanted = self.replacement_id.filtered(lambda row: row.state == "open")
        if not wanted:
            wanted = self.env["oe.replacement"]._ask_for(self)
        wanted.action_find_candidates()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who could come"),
            "res_model": "oe.mission.candidate",
            "views": [
                (
                    self.env.ref("oe_missions.oe_mission_candidate_view_near").id,
                    "list",
                ),
                (
                    self.env.ref("oe_missions.oe_mission_candidate_view_kanban").id,
                    "kanban",
                ),
            ],
            "domain": [("replacement_id", "=", wanted.id), ("refused", "=", False)],
        }
