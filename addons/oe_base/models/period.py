import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc import period as calc_period


class Period(models.Model):
    """A month of a company: open, then closed once for all our add-ons.

    Odoo's own lock dates stay the accountant's; this one freezes our statements,
    visits and runs.
    """

    _name = "oe.period"
    _description = "Month of a company"
    _order = "month desc, company_id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True)
    month = fields.Date(required=True, help="First day of the month.")
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")], required=True, default="open"
    )
    closed_by_id = fields.Many2one("res.users", readonly=True)
    closed_on = fields.Datetime(readonly=True)

    _month_unique = models.UniqueIndex(
        "(company_id, month)", "This month exists already for the company."
    )
    _first_day = models.Constraint(
        "CHECK (EXTRACT(DAY FROM month) = 1)", "A month is named by its first day."
    )

    @api.depends("month", "company_id")
    def _compute_display_name(self):
        for period in self:
            label = period.month and period.month.strftime("%m/%Y")
            period.display_name = (
                f"{label or ''} {period.company_id.name or ''}".strip()
            )

    @api.model
    def _get(self, company, day):
        """The month of a day, made when it is missing; safe for two at once."""
        month = calc_period.month_of(day).start
        found = self.sudo().search(
            [("company_id", "=", company.id), ("month", "=", month)]
        )
        if not found:
            # The unique index decides when two people open the month together.
            self.flush_model()
            self.env.cr.execute(
                "INSERT INTO oe_period (company_id, month, state, create_uid, "
                "create_date, write_uid, write_date) VALUES "
                "(%s, %s, 'open', %s, now(), %s, now()) ON CONFLICT DO NOTHING",
                (company.id, month, self.env.uid, self.env.uid),
            )
            found = self.sudo().search(
                [("company_id", "=", company.id), ("month", "=", month)]
            )
        return found

    @api.model
    def _is_open(self, company, day):
        month = calc_period.month_of(day).start
        return not self.sudo().search_count(
            [
                ("company_id", "=", company.id),
                ("month", "=", month),
                ("state", "=", "closed"),
            ],
            limit=1,
        )

    @api.model
    def _assert_open(self, company, day):
        """Refuse what would change a closed month.

        :raises UserError: naming the month and what to do instead
        """
        if isinstance(day, datetime.datetime):
            day = fields.Datetime.context_timestamp(self, day).date()
        if not self._is_open(company, day):
            raise UserError(
                self.env._(
                    "%(month)s is closed for %(company)s. Enter it in the next open "
                    "month, as a regularisation.",
                    month=day.strftime("%m/%Y"),
                    company=company.sudo().name,
                )
            )

    def _lock_row(self):
        """Hold the month: a second close waits, then finds it closed."""
        self.ensure_one()
        self.env.cr.execute(
            "SELECT id FROM oe_period WHERE id = %s FOR UPDATE", [self.id]
        )
        self.invalidate_recordset()

    def _close(self):
        """Close the month for all our add-ons.

        :raises UserError: when somebody else closed it meanwhile
        """
        for period in self:
            period._lock_row()
            if period.state == "closed":
                raise UserError(
                    self.env._(
                        "%(name)s was closed already by %(who)s.",
                        name=period.display_name,
                        who=period.sudo().closed_by_id.name or "",
                    )
                )
            period._set_closed()

    def write(self, vals):
        if {"state", "closed_by_id", "closed_on", "month", "company_id"} & set(vals):
            raise UserError(
                self.env._("A month is closed with its button and never opens again.")
            )
        return super().write(vals)

    def _set_closed(self):
        """The one way to the closed state: past :meth:`write`, which refuses it."""
        # pylint: disable=super-method-mismatch
        return super().write(
            {
                "state": "closed",
                "closed_by_id": self.env.uid,
                "closed_on": fields.Datetime.now(),
            }
        )
