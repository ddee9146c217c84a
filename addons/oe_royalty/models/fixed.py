from odoo import models
from odoo.exceptions import UserError


class FixedMixin(models.AbstractModel):
    """What stays with the one it was made for: licensor, licence, holder.

    Moved by a write it would count for somebody else, with the past it had.
    """

    _name = "oe.royalty.fixed.mixin"
    _description = "Record that stays with its parent"

    _fixed_fields: tuple[str, ...] = ()

    def write(self, vals):
        for name in self._fixed_fields:
            if name in vals:
                self._refuse_moved(name, vals[name])
        return super().write(vals)

    def _refuse_moved(self, name, value):
        # What a form sends back unchanged is no move.
        moved = self.sudo().filtered(lambda row: (row[name].id or None) != value)
        if moved:
            label = self._fields[name]._description_string(self.env)
            raise UserError(
                self.env._(
                    "“%(name)s” stays where it was made (%(parent)s): make another "
                    "one there.",
                    name=moved[0].display_name,
                    parent=label,
                )
            )
