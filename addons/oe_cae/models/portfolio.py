from odoo import fields, models

# Said by everybody in the trade; the long words do not fit a column.
SHORT = {"cape": "CAPE", "salaried": "CESA"}


class Entrepreneur(models.Model):
    """What an advisor sees of each person at one glance; nothing is stored."""

    _inherit = "oe.entrepreneur"

    portfolio_contract = fields.Char(
        "Contract", compute="_compute_portfolio", groups="oe_base.group_oe_advisor"
    )
    portfolio_interview = fields.Date(
        "Next interview by",
        compute="_compute_portfolio",
        groups="oe_base.group_oe_advisor",
    )
    portfolio_meeting = fields.Datetime(
        "Appointment", compute="_compute_portfolio", groups="oe_base.group_oe_advisor"
    )
    portfolio_risk = fields.Char(
        "At risk", compute="_compute_portfolio", groups="oe_base.group_oe_advisor"
    )
    portfolio_urgent = fields.Boolean(
        compute="_compute_portfolio", groups="oe_base.group_oe_advisor"
    )
    portfolio_balance = fields.Float(
        "Left on the account",
        digits=(16, 2),
        compute="_compute_portfolio",
        groups="oe_base.group_oe_advisor",
        help="Euros on all activities, in the last statement of each.",
    )
    portfolio_alert = fields.Char(
        "About the pay",
        compute="_compute_portfolio",
        groups="oe_base.group_oe_advisor",
    )

    def _compute_portfolio(self):
        contracts = self._last_contracts()
        deadlines = self._first_deadlines()
        statements = self._last_statements()
        meetings = self._next_meetings()
        kinds = self.env["oe.cae.deadline"]._fields["kind"]
        kinds = dict(kinds._description_selection(self.env))
        stages = self.env["oe.cae.contract"]._fields["kind"]
        stages = dict(stages._description_selection(self.env))
        for person in self:
            contract = contracts.get(person.id)
            deadline = deadlines.get(person.id)
            rows = statements.get(person.id, [])
            kind = contract and contract.kind
            person.portfolio_contract = SHORT.get(kind) or stages.get(kind, "")
            person.portfolio_interview = contract and contract.interview_due
            person.portfolio_meeting = meetings.get(person.id)
            person.portfolio_risk = deadline and kinds[deadline.kind]
            person.portfolio_urgent = bool(
                deadline and deadline.urgency in ("0_late", "1_month")
            )
            person.portfolio_balance = sum(row.balance for row in rows)
            person.portfolio_alert = next(
                (row.pay_alert for row in rows if row.pay_alert), ""
            )

    def _last_contracts(self):
        found = self.env["oe.cae.contract"].search(
            [("entrepreneur_id", "in", self.ids), ("state", "=", "signed")],
            order="date_start, id",
        )
        return {contract.entrepreneur_id.id: contract for contract in found}

    def _first_deadlines(self):
        """The deadline that comes first, by person."""
        found = self.env["oe.cae.deadline"].search(
            [("entrepreneur_id", "in", self.ids)], order="date_due desc, id desc"
        )
        return {deadline.entrepreneur_id.id: deadline for deadline in found}

    def _last_statements(self):
        """The last statement of each activity, by person."""
        groups = self.env["oe.cae.statement"]._read_group(
            [("entrepreneur_id", "in", self.ids)],
            ["entrepreneur_id", "activity_id"],
            ["month:max"],
        )
        wanted = {(activity.id, month) for _person, activity, month in groups}
        rows = self.env["oe.cae.statement"].search(
            [
                ("activity_id", "in", [activity for activity, _month in wanted]),
                ("month", "in", [month for _activity, month in wanted]),
            ]
        )
        last = {}
        for row in rows:
            if (row.activity_id.id, row.month) in wanted:
                last.setdefault(row.entrepreneur_id.id, []).append(row)
        return last

    def _next_meetings(self):
        groups = self.env["oe.cae.meeting"]._read_group(
            [
                ("entrepreneur_id", "in", self.ids),
                ("start", ">=", fields.Datetime.now()),
            ],
            ["entrepreneur_id"],
            ["start:min"],
        )
        return {person.id: start for person, start in groups}
