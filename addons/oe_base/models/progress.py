import time

from odoo import api, fields, models
from odoo.tools import SQL

# A second connection per tick: not more often than one can read.
EVERY_SECONDS = 0.4
# Short work tells nothing: the page is there before the bar would be.
FEW = 200


class Progress(models.Model):
    """How far a long action is, told from outside of its own transaction.

    The action itself stays one transaction: killed, nothing of it is left but a row
    here that the next run overwrites.
    """

    _name = "oe.progress"
    _description = "Progress of a long action"
    _oe_shared = "figures of a running action, read by whoever started it"

    key = fields.Char(required=True, help="Model and id: oe.period/12.")
    label = fields.Char()
    done = fields.Integer()
    total = fields.Integer()
    user_id = fields.Many2one("res.users", required=True, index=True)
    told_on = fields.Datetime(default=fields.Datetime.now)

    _key_unique = models.UniqueIndex("(key)", "This action tells its progress already.")

    @api.model
    def _teller(self, record, total):
        """A function ``tell(done, label)`` for a long action on a record.

        It writes through a connection of its own, now and then.
        """
        if total < FEW:
            return lambda done, label: None
        last = [0.0]
        key, uid = f"{record._name}/{record.id}", self.env.uid

        def tell(done, label):
            now = time.monotonic()
            if done < total and now - last[0] < EVERY_SECONDS:
                return
            last[0] = now
            with self.env.registry.cursor() as cr:
                cr.execute(
                    SQL(
                        """
                        INSERT INTO oe_progress
                                    (key, label, done, total, user_id, told_on)
                             VALUES (%(key)s, %(label)s, %(done)s, %(total)s, %(uid)s,
                                     now() AT TIME ZONE 'UTC')
                        ON CONFLICT (key) DO UPDATE
                                SET label = EXCLUDED.label, done = EXCLUDED.done,
                                    total = EXCLUDED.total, user_id = EXCLUDED.user_id,
                                    told_on = EXCLUDED.told_on
                        """,
                        key=key,
                        label=label,
                        done=done,
                        total=total,
                        uid=uid,
                    )
                )

        return tell

    @api.model
    def read_progress(self, key):
        """Done, total and label of what the person logged in has started.

        :param str key: model and id of the record
        :return: dict, empty when nothing is told
        """
        found = self.sudo().search(
            [("key", "=", str(key)[:64]), ("user_id", "=", self.env.uid)], limit=1
        )
        if not found:
            return {}
        found.invalidate_recordset()  # written past the ORM
        return {"done": found.done, "total": found.total, "label": found.label or ""}

    @api.autovacuum
    def _gc_progress(self):
        """What was told is of no use afterwards."""
        old = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self.sudo().search([("told_on", "<", old)]).unlink()
