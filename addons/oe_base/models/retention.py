import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class RetentionClass(models.Model):
    """How long a kind of personal data is kept, and why."""

    _name = "oe.retention.class"
    _description = "Retention class"
    _order = "code"
    _oe_shared = "the same rule for the whole network"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    months = fields.Integer(
        required=True, help="Months kept after the event the class counts from."
    )
    legal_reference = fields.Char()

    _code_unique = models.UniqueIndex("(code)", "This retention class exists already.")
    _months_positive = models.Constraint(
        "CHECK (months > 0)", "Data must be kept for at least one month."
    )


class RetentionMixin(models.AbstractModel):
    """Personal data that goes away by itself.

    The concrete model names its class and the date its term counts from.
    """

    _name = "oe.retention.mixin"
    _description = "Personal data with a term"

    _retention_code = ""
    _retention_date_field = "write_date"

    @api.model
    def _retention_limit(self, today):
        rule = self.env["oe.retention.class"].search(
            [("code", "=", self._retention_code)], limit=1
        )
        return rule and today - relativedelta(months=rule.months)

    @api.model
    def _retention_domain(self, limit):
        return [(self._retention_date_field, "<", limit)]

    @api.model
    def _purge_expired(self, today=None):
        """Delete what is past its term; returns how many records went."""
        limit = self._retention_limit(today or fields.Date.context_today(self))
        if not limit:
            return 0
        expired = self.sudo().search(self._retention_domain(limit))
        count = len(expired)
        expired.with_context(oe_purge=True).unlink()
        if count:
            _logger.info("purge: %s records of %s", count, self._name)
        return count

    @api.model
    def _cron_purge(self):
        """Every model with a retention class, once a day."""
        for name, model in self.env.registry.items():
            if not model._abstract and getattr(model, "_retention_code", ""):
                self.env[name]._purge_expired()
