from odoo import api, models
from odoo.exceptions import UserError


class ActedMixin(models.AbstractModel):
    """Fields that only an action writes, past the rights of whoever presses it.

    A field that is read-only on the screen is still open to a remote call; these are
    not: the action checks who asks, then writes as superuser.
    """

    _name = "oe.acted.mixin"
    _description = "Fields written by actions"

    _acted_fields: frozenset[str] = frozenset({"state"})

    def _refuse_acted(self, names):
        if not self.env.su and self._acted_fields & set(names):
            raise UserError(
                self.env._("This moves on by its buttons, not by a change.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_acted(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_acted(vals)
        return super().write(vals)
