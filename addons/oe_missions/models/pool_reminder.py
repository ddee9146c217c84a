import datetime
import logging

from odoo import api, fields, models

from .invoice_run import REFUSALS

_logger = logging.getLogger(__name__)

SOON_DAYS = 60
THRESHOLDS = (30, 60)


class PoolDocument(models.Model):
    """Whom documents to check and to renew are told to."""

    _inherit = "oe.pool.document"

    @api.model
    def _managers(self, companies):
        """Who is told in each company: its first manager."""
        group = self.env.ref("oe_base.group_oe_manager").sudo()
        people = group.all_user_ids.filtered(
            lambda user: user.active and user._is_internal()
        ).sorted("id")
        return {
            company: people.filtered(lambda user, its=company: its in user.company_ids)[
                :1
            ]
            for company in companies
        }

    def _tell_manager(self, summary, managers=None):
        """A task each, in place of an earlier one; nothing by mail."""
        rows_sudo = self.sudo()
        rows_sudo._forget_tasks()
        managers = managers or self._managers(rows_sudo.company_id)
        told = rows_sudo.filtered(lambda row: managers[row.company_id])
        todo = self.env.ref("mail.mail_activity_data_todo")
        return (
            self.env["mail.activity"]
            .sudo()
            .with_context(mail_activity_quick_update=True)
            .create(
                [
                    {
                        "res_model_id": self.env["ir.model"]._get_id(self._name),
                        "res_id": row.id,
                        "activity_type_id": todo.id,
                        "user_id": managers[row.company_id].id,
                        "date_deadline": row.valid_until or row.company_id._oe_today(),
                        "summary": summary,
                    }
                    for row in told
                ]
            )
        )

    def _forget_tasks(self):
        self.sudo().activity_ids.unlink()

    @api.model
    def _cron_remind(self, today=None):
        """Tell managers 60 and 30 days before; run again, nobody is told twice.

        Set-based; when the batch fails it is taken one by one, so that one bad
        record keeps nobody else from being told.
        """
        today = today or fields.Date.context_today(self)
        rows_sudo = self.sudo().search(
            [
                ("state", "=", "valid"),
                ("valid_until", ">=", today),
                ("valid_until", "<=", today + datetime.timedelta(days=SOON_DAYS)),
            ]
        )
        by_step = rows_sudo.grouped(
            lambda row: next(
                days for days in THRESHOLDS if (row.valid_until - today).days <= days
            )
        )
        for days, rows in by_step.items():
            due = rows.filtered(
                lambda row, days=days: not row.told_days or row.told_days > days
            )
            if due and not due._remind(days):
                for row in due:
                    row._remind(days)

    def _remind(self, days):
        """Whether these could be told."""
        try:
            with self.env.cr.savepoint():
                self._tell_manager(
                    self.env._("A document expires: ask for the new one")
                )
                self.write({"told_days": days})
        except REFUSALS:
            # Numbers only: a name has no place in a log.
            _logger.exception("documents %s could not be told", self.ids)
            self.invalidate_recordset()
            return False
        return True
