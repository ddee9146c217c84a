from odoo import api, models
from odoo.exceptions import ValidationError

from ..calc.attendance import registration_refusals


class EventRegistration(models.Model):
    _inherit = "event.registration"

    @api.constrains("event_id", "partner_id", "state", "active")
    def _check_oe_once(self):
        """A trainee is registered once in a session; the core accepts it twice."""
        for event in self.event_id.filtered("oe_program_id"):
            partners = event._oe_registrations().partner_id
            people = [row.partner_id.id for row in event._oe_registrations()]
            for refused in registration_refusals(people):
                twice = partners.browse(refused.get("trainee"))
                raise ValidationError(
                    self.env._(
                        "%(name)s is registered in this session already.",
                        name=twice.name,
                    )
                )
