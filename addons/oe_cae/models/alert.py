from odoo import api, fields, models
from odoo.fields import Domain

from ..calc import deadlines as calc
from .deadline import KINDS

# An interview is due every few months: the first two warnings would be noise.
# The balance of the part variable is due a month after the meeting.
MONTHS = {"interview": (3, 1), "part_variable": (1,)}
ALL_MONTHS = (12, 6, 3, 1)


class Alert(models.Model):
    """An alert that was given: a deadline, so many months before.

    The unique index gives each alert once, whoever runs the check and however often.
    """

    _name = "oe.cae.alert"
    _description = "Alert given before a deadline"
    _order = "id desc"
    _check_company_auto = True

    contract_id = fields.Many2one(
        "oe.cae.contract", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    entrepreneur_id = fields.Many2one(
        related="contract_id.entrepreneur_id", string="Entrepreneur"
    )
    kind = fields.Selection(KINDS, "What is at risk", required=True)
    deadline = fields.Date(required=True)
    months = fields.Integer("Months before", required=True, aggregator=None)
    activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", index="btree_not_null"
    )

    _once = models.UniqueIndex(
        "(contract_id, kind, deadline, months)", "This alert was given already."
    )

    @api.model
    def _cron_alerts(self):
        """Once a day: what came within 12, 6, 3 or 1 months since the last run.

        After a time without running only the nearest threshold is told.
        """
        rows = self.env["oe.cae.deadline"].search(
            [("kind", "!=", "notice"), ("urgency", "!=", "9_years")]
        )
        today = {company: company._oe_today() for company in rows.company_id}
        wanted = []
        for row in rows:
            months = MONTHS.get(row.kind, ALL_MONTHS)
            alert = calc.current_alert(row.date_due, today[row.company_id], months)
            # What was so near already when the contract began is no news.
            if alert and alert.day > row.contract_id.date_start:
                wanted.append(
                    (
                        row.contract_id.id,
                        row.company_id.id,
                        row.kind,
                        row.date_due,
                        alert.months,
                    )
                )
        alerts = self._take(wanted)
        alerts._tell_advisors()
        alerts._tell_entrepreneurs()

    @api.model
    def _take(self, wanted):
        """Enter alerts; returns those that nobody entered before."""
        if not wanted:
            return self.browse()
        columns = [list(column) for column in zip(*wanted, strict=True)]
        self.env.cr.execute(
            "INSERT INTO oe_cae_alert (contract_id, company_id, kind, deadline, "
            "months, create_uid, create_date, write_uid, write_date) "
            "SELECT *, %s, now(), %s, now() FROM unnest(%s::integer[], "
            "%s::integer[], %s::varchar[], %s::date[], %s::integer[]) "
            "ON CONFLICT DO NOTHING RETURNING id",
            [self.env.uid, self.env.uid, *columns],
        )
        return self.browse([line[0] for line in self.env.cr.fetchall()])

    def _tell_advisors(self):
        """One activity each, in place of the one of an earlier threshold."""
        if not self:
            return
        self._earlier().activity_id.filtered("active").unlink()
        managers = self._managers(self.company_id)
        model_id = self.env["ir.model"]._get_id("oe.cae.contract")
        todo = self.env.ref("mail.mail_activity_data_todo")
        # No mail about it: its subject would name the person.
        activities = self.env["mail.activity"].with_context(
            mail_activity_quick_update=True
        )
        told = self.filtered(
            lambda alert: (
                alert.entrepreneur_id.advisor_id or managers.get(alert.company_id)
            )
        )
        made = activities.create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": alert.contract_id.id,
                    "activity_type_id": todo.id,
                    "user_id": (
                        alert.entrepreneur_id.advisor_id or managers[alert.company_id]
                    ).id,
                    "date_deadline": alert.deadline,
                    "summary": alert._summary(),
                }
                for alert in told
            ]
        )
        for alert, activity in zip(told, made, strict=True):
            alert.activity_id = activity

    def _earlier(self):
        """Alerts given before for the same contracts and the same risk."""
        domain = Domain.OR(
            Domain("contract_id", "=", alert.contract_id.id)
            & Domain("kind", "=", alert.kind)
            for alert in self
        )
        return self.search(domain & Domain("id", "not in", self.ids))

    @api.model
    def _managers(self, companies):
        """A manager of each company, for what nobody else is named for."""
        group = self.env.ref("oe_base.group_oe_manager")
        people = group.all_user_ids.filtered(lambda user: user.active).sorted("id")
        return {
            company: found
            for company in companies
            if (
                found := people.filtered(
                    lambda user, company=company: (
                        company in user.company_ids and user._is_internal()
                    )
                )[:1]
            )
        }

    def _summary(self):
        self.ensure_one()
        user = self.entrepreneur_id.advisor_id
        env = self.with_context(lang=user.lang or "fr_FR").env
        labels = dict(self._fields["kind"]._description_selection(env))
        return env._(
            "%(what)s: %(months)s month(s) left",
            what=labels[self.kind],
            months=self.months,
        )

    def _tell_entrepreneurs(self):
        """A message to each person, in the person's language."""
        reachable = self.filtered(lambda alert: alert.entrepreneur_id.email)
        if reachable:
            template = self.env.ref("oe_cae.mail_template_alert")
            template.send_mail_batch(reachable.ids)
