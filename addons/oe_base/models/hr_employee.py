from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

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
