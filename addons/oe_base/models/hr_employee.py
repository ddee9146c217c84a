from odoo import api, fields, models
from odoo.tools import format_date

HR = "hr.group_hr_user"


class HrEmployee(models.Model):
    """HR finds each entrepreneur among the employees, to read and no more.

    Plain values computed past the rules: HR has rights neither on entrepreneurs nor
    on what hosts them, and sees no money.
    """

    _inherit = "hr.employee"

    oe_is_entrepreneur = fields.Boolean(
        "Entrepreneur",
        compute="_compute_oe_hosting",
        search="_search_oe_is_entrepreneur",
        compute_sudo=True,
        groups=HR,
    )
    oe_hosting_status = fields.Char(
        "Status", compute="_compute_oe_hosting", compute_sudo=True, groups=HR
    )
    oe_hosting_state = fields.Selection(
        [("ahead", "To come"), ("running", "Running"), ("ended", "Ended")],
        "Hosting",
        compute="_compute_oe_hosting",
        compute_sudo=True,
        groups=HR,
    )
    oe_hosting_start = fields.Date(
        "Hosted from", compute="_compute_oe_hosting", compute_sudo=True, groups=HR
    )
    oe_hosting_end = fields.Date(
        "Hosted until", compute="_compute_oe_hosting", compute_sudo=True, groups=HR
    )
    oe_register_number = fields.Char(
        "Staff register number",
        compute="_compute_oe_hosting",
        compute_sudo=True,
        groups=HR,
    )
    oe_activity_names = fields.Char(
        "Activities", compute="_compute_oe_hosting", compute_sudo=True, groups=HR
    )
    oe_hosting_past = fields.Text(
        "Before", compute="_compute_oe_hosting", compute_sudo=True, groups=HR
    )

    @api.model
    def _search_oe_is_entrepreneur(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        lines = self.env["oe.affiliation"].sudo().search([("employee_id", "!=", False)])
        wanted = (operator == "in") == (True in value)
        return [("id", "in" if wanted else "not in", lines.employee_id.ids)]

    def _compute_oe_hosting(self):
        lines = self.env["oe.affiliation"].search(
            [("employee_id", "in", self.ids)], order="date_start desc, id desc"
        )
        by_employee = lines.grouped("employee_id")
        activities = self.env["oe.activity"].search(
            [("entrepreneur_id", "in", lines.entrepreneur_id.ids)]
        )
        by_person = activities.grouped(
            lambda row: (row.entrepreneur_id, row.company_id)
        )
        for employee in self:
            mine = by_employee.get(employee, lines.browse())
            # The one that runs counts, not the one already signed for later.
            today = employee.company_id._oe_today() if mine else None
            now = mine.filtered(lambda line, day=today: line._holds(day))[:1]
            shown = now or mine[:1]
            key = (shown.entrepreneur_id, shown.company_id)
            names = by_person.get(key, activities.browse()).mapped("name")
            employee.update(
                {
                    "oe_is_entrepreneur": bool(mine),
                    "oe_hosting_status": shown._status_label() if shown else False,
                    "oe_hosting_state": shown._state_on(today) if shown else False,
                    "oe_hosting_start": shown.date_start,
                    "oe_hosting_end": shown.date_end,
                    "oe_register_number": shown.register_number,
                    "oe_activity_names": ", ".join(names),
                    "oe_hosting_past": "\n".join(
                        self._oe_hosting_line(line) for line in mine - shown
                    ),
                }
            )

    def _oe_hosting_line(self, line):
        days = [format_date(self.env, day) for day in (line.date_start, line.date_end)]
        return f"{line._status_label()}: {' – '.join(filter(None, days))}"

    def _oe_set_skill(self, skill, level):
        """Give a skill its level through the employee, keeping history."""
        self.ensure_one()
        current = self.current_employee_skill_ids.filtered(
            lambda line: line.skill_id == skill
        )[:1]
        if current and current.skill_level_id == level:
            return
        values = {
            "skill_id": skill.id,
            "skill_type_id": skill.skill_type_id.id,
            "skill_level_id": level.id,
            "valid_from": fields.Date.context_today(self),
        }
        command = (1, current.id, values) if current else (0, 0, values)
        self.write({"current_employee_skill_ids": [command]})
