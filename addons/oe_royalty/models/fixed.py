from odoo import api, models
from odoo.exceptions import UserError


class FixedMixin(models.AbstractModel):
    """What stays with the one it was made for: licensor, licence, holder.

    Moved by a write it would count for somebody else, with the past it had.
    """

    _name = "oe.royalty.fixed.mixin"
    _description = "Record that stays with its parent"

    _fixed_fields: tuple[str, ...] = ()

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Once there, a form shows as fixed what a write would refuse."""
        arch, view = super()._get_view(view_id, view_type, **options)
        for name in self._fixed_fields:
            # Not those of another model in a list inside the form.
            for node in arch.xpath(f"//field[@name='{name}'][not(ancestor::field)]"):
                if not node.get("readonly"):
                    node.set("readonly", "id")
        return arch, view

    def write(self, vals):
        for name in self._fixed_fields:
            if name in vals:
                self._refuse_moved(name, vals[name])
        return super().write(vals)

    def _refuse_moved(self, name, value):
        self.check_access("write")  # a refusal names the record
        # What a form sends back unchanged is no move.
        moved = self.filtered(lambda row: (row[name].id or None) != value)
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
