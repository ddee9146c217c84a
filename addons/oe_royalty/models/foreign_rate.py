from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AbroadMixin(models.AbstractModel):
    """A rate of licensees abroad: what a locked statement rests on stays.

    A rate that was missing may still be added: it changes nothing that was told.
    """

    _name = "oe.royalty.abroad.mixin"
    _description = "Rate of licensees abroad"
    _inherit = ["oe.royalty.fixed.mixin", "oe.dated.mixin"]
    _fixed_fields = ("company_id",)

    def _statements_domain(self):
        """Statements of this licensor that are told with this rate's key."""
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._refuse_used(added=True)
        return rows

    def write(self, vals):
        self._refuse_used()
        result = super().write(vals)
        self._refuse_used(added=True)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._refuse_used()

    def _refuse_used(self, added=False):
        """:param added: the row as it is now; it may fill a gap"""
        statements_sudo = self.env["oe.royalty.statement"].sudo()
        for row in self:
            starts = row._other_starts()
            later = [start for start in starts if start > row.date_start]
            domain = row._statements_domain() & Domain(
                "month", ">=", row.date_start.replace(day=1)
            )
            if later:
                domain &= Domain("month", "<", min(later).replace(day=1))
            locked = statements_sudo.search(domain, order="month")
            if added and len(later) == len(starts):
                locked = locked.filtered("abroad_terms")
            if locked:
                until = locked[-1].month + relativedelta(months=1, days=-1)
                raise UserError(
                    self.env._(
                        "Statements of licensees abroad are locked with this rate "
                        "until %(day)s: add one that starts later.",
                        day=until.strftime("%d/%m/%Y"),
                    )
                )

    def _other_starts(self):
        """Starts of the other rates of the same key."""
        domain = Domain("id", "!=", self.id)
        for name in self._dated_key:
            domain &= Domain(name, "=", self[name].id)
        return self.sudo().search(domain).mapped("date_start")
