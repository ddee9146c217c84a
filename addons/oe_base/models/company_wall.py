from odoo import api, models


class Base(models.AbstractModel):
    """Records of ours do not go over the wall of a company once they are made.

    The core asks the rules before a write only: whoever may write a record could give
    it to another company, where it counts without anybody there having entered it.
    """

    _inherit = "base"

    def write(self, vals):
        if self._oe_is_walled():
            vals = self._oe_without_followed(vals)
        result = super().write(vals)
        if self._oe_is_walled() and self._oe_company_source() in vals:
            self.check_access("write")
        return result

    @api.model_create_multi
    def create(self, vals_list):
        if self._oe_is_walled():
            vals_list = [self._oe_without_followed(vals) for vals in vals_list]
        return super().create(vals_list)

    def _oe_is_walled(self):
        return not self.env.su and self._name.startswith("oe.")

    def _oe_without_followed(self, vals):
        """These values without those of the parent, which nobody writes.

        The core takes a stored related field as it is sent, read-only or not: a record
        would say itself whose it is, past the rules that read it there.
        """
        fields = self._fields
        followed = {
            name
            for name in vals
            if name in fields
            and fields[name].related
            and fields[name].store
            and not fields[name].inverse
        }
        return {name: vals[name] for name in vals if name not in followed}

    def _oe_company_source(self):
        """The field that says whose company a record is: itself, or what it is of."""
        field = self._fields.get("company_id")
        if field is not None and field.related:
            return field.related.partition(".")[0]
        return "company_id"
