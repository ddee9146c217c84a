from odoo import fields, models

from odoo.addons.oe_base.tools import lock_rows


class Mission(models.Model):
    _inherit = "oe.mission"

    satisfaction_ids = fields.One2many("oe.satisfaction", "mission_id")
    satisfaction_average = fields.Float(
        "Satisfaction, of 4",
        compute="_compute_satisfaction",
        digits=(4, 2),
        groups="oe_base.group_oe_advisor",
    )
    satisfaction_count = fields.Integer(
        compute="_compute_satisfaction", groups="oe_base.group_oe_advisor"
    )

    def _compute_satisfaction(self):
        groups = self.env["oe.satisfaction"]._read_group(
            [("mission_id", "in", self.ids), ("state", "=", "answered")],
            ["mission_id"],
            ["score:avg", "__count"],
        )
        found = {mission: (score, count) for mission, score, count in groups}
        for mission in self:
            average, count = found.get(mission, (0, 0))
            mission.satisfaction_average = average
            mission.satisfaction_count = count

    def _oe_open_question(self):
        """The question that waits for an answer, else that of this quarter.

        :raises UserError: when this quarter was answered
        """
        self.ensure_one()
        lock_rows(self)
        waiting = self.satisfaction_ids.filtered(lambda row: row.state == "asked")[:1]
        today = self.company_id._oe_today()
        quarter = f"{today.year}-Q{(today.month - 1) // 3 + 1}"
        known = self.satisfaction_ids.filtered(lambda row: row.quarter == quarter)
        if waiting or known:
            return waiting or known
        return self.satisfaction_ids.create(
            {
                "mission_id": self.id,
                "quarter": quarter,
                "entrepreneur_ids": [(6, 0, self.member_ids.entrepreneur_id.ids)],
            }
        )

    def _oe_coordinator(self):
        """Who follows the mission in the office: of the need, the order, the CAE."""
        self.ensure_one()
        mission_sudo = self.sudo()
        order = mission_sudo.order_id
        group = self.env.ref("oe_base.group_oe_manager").sudo()
        managers = group.all_user_ids.filtered(
            lambda user: user.active and mission_sudo.company_id in user.company_ids
        )
        named = (order.oe_need_id.user_id | order.user_id).filtered(
            lambda user: (
                user.active
                and user.has_group("oe_base.group_oe_advisor")
                and mission_sudo.company_id in user.company_ids
            )
        )
        return named[:1] or managers.sorted("id")[:1]

    def _oe_ask_coordinator(self, summary):
        """One task for the coordinator; asked again while open, no second one."""
        for mission in self.sudo():
            user = mission._oe_coordinator()
            known = mission.activity_ids.filtered(
                lambda task, user=user: task.summary == summary and task.user_id == user
            )
            if user and not known:
                mission.with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_todo", user_id=user.id, summary=summary
                )
