from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date


class DatedMixin(models.AbstractModel):
    """Data that the law or a general meeting changes: a start date, never an end.

    The value at a date is the last one started, so gaps and overlaps cannot exist.
    Concrete models add a unique index over ``_dated_key`` and ``date_start``.
    """

    _name = "oe.dated.mixin"
    _description = "Value that starts at a date"
    _order = "date_start desc, id desc"

    # Fields that name the thing whose value changes (rate of which scheme, …).
    _dated_key: tuple[str, ...] = ()

    date_start = fields.Date(
        required=True, index=True, help="In force from this day on."
    )
    legal_reference = fields.Char(help="Text, decision or resolution it comes from.")

    @api.model
    def _at(self, day, **key):
        """The record in force on ``day`` for these key values, or an empty one.

        :param datetime.date day: the day asked for
        :param key: a value for each field of ``_dated_key``
        """
        domain = Domain("date_start", "<=", day)
        for name in self._dated_key:
            value = key[name]
            domain &= Domain(name, "=", getattr(value, "id", value))
        return self.search(domain, order="date_start desc, id desc", limit=1)

    @api.model
    def _require_at(self, day, **key):
        """Like :meth:`_at`, refusing in words when nothing is in force yet.

        :raises UserError: naming the data and the day
        """
        found = self._at(day, **key)
        if not found:
            raise UserError(
                self.env._(
                    "No value of “%(what)s” is in force on %(day)s: add one that "
                    "starts on or before that day.",
                    what=self.env["ir.model"]._get(self._name).name,
                    day=format_date(self.env, day),
                )
            )
        return found
