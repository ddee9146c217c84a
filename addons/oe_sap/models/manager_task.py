from odoo import api, models


class SapAuthorization(models.Model):
    """Tasks for the managers of a company: all of them, until one has done it."""

    _inherit = "oe.sap.authorization"

    def _oe_ask_managers(self, summary, note):
        """The task of a right, on the company's contact.

        ``activity_ids`` of a right are the activities it covers, not tasks.
        """
        for held in self.sudo():
            self._oe_ask_company(held.company_id, summary, note)

    @api.model
    def _oe_ask_company(self, company, summary, note):
        """One task for each manager of a company, as long as it is open."""
        company_sudo = company.sudo()
        contact = company_sudo.partner_id
        managers = self.env.ref("oe_base.group_oe_manager").sudo().all_user_ids
        users = managers.filtered(
            lambda user: user.active and company_sudo in user.company_ids
        )
        asked = self._oe_tasks(company_sudo, summary).user_id
        for user in (users - asked).sorted("id"):
            contact.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=summary,
                note=note,
            )

    @api.model
    def _oe_tasks(self, company, summary):
        contact = company.sudo().partner_id
        return contact.activity_ids.filtered(lambda task: task.summary == summary)

    @api.model
    def _oe_close_tasks(self, company, summary):
        """It is done: the task of every manager goes, not only of who did it."""
        self._oe_tasks(company, summary).unlink()

    def _oe_renewal_summary(self):
        self.ensure_one()
        return self.env._("File the renewal of %(number)s", number=self.number)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("renewal_filed"):
            for held in self:
                self._oe_close_tasks(held.company_id, held._oe_renewal_summary())
        return result
