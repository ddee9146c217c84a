from odoo import models


class Base(models.AbstractModel):
    """Records of ours do not go over the wall of a company once they are made.

    The core asks the rules before a write only: whoever may write a record could give
    it to another company, where it counts without anybody there having entered it.
    """

    _inherit = "base"

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and self._name.startswith("oe."):
            source = self._oe_company_source()
            if source in vals:
                self.check_access("write")
        return result

    def _oe_company_source(self):
        """The field that says whose company a record is: itself, or what it is of."""
        field = self._fields.get("company_id")
        if field is not None and field.related:
            return field.related.partition(".")[0]
        return "company_id"
