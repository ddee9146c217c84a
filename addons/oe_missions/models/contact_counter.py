import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, hmac

KEPT_DAYS = 2


class ContactCounter(models.Model):
    """How many forms came today, by page and by sender: against floods.

    A sender is a keyed hash of the address and the day, gone after two days: nobody
    is followed, and no address stays.
    """

    _name = "oe.contact.counter"
    _description = "Forms received today"
    _log_access = False
    _oe_shared = "counts without persons, of no company"

    key = fields.Char(required=True)
    day = fields.Date(required=True, index=True)
    count = fields.Integer(required=True)

    _once = models.UniqueIndex("(key, day)", "This is counted already.")

    @api.model
    def _take(self, kind, value, limit):
        """Count one more; of two at the same instant the server retries the second.

        :raises UserError: above the limit of the day
        """
        today = fields.Date.context_today(self)
        key = f"{kind}:{hmac(self.env(su=True), 'oe-contact', (kind, value, today))}"
        ((count,),) = self.env.execute_query(
            SQL(
                """INSERT INTO oe_contact_counter (key, day, count)
                        VALUES (%s, %s, 1)
                   ON CONFLICT (key, day)
                 DO UPDATE SET count = oe_contact_counter.count + 1
                     RETURNING count""",
                key,
                today,
            )
        )
        if count > limit:
            raise UserError(
                self.env._(
                    "Too many requests were sent today: call us, or try again tomorrow."
                )
            )

    @api.autovacuum
    def _gc_old(self):
        """Counts of days gone by."""
        limit = fields.Date.context_today(self) - datetime.timedelta(days=KEPT_DAYS)
        self.sudo().search([("day", "<", limit)]).unlink()
