from odoo import api, fields, models
from odoo.exceptions import ValidationError

SCOPES = (
    ("visits", "See who came and when"),
    ("accept", "Accept quotes"),
    ("pay", "See and pay invoices"),
    ("write", "Write to the coordinator"),
    ("certificates", "Download tax certificates"),
)


class Mandate(models.Model):
    """What a relative or a legal representative may do for a client, dated.

    A mandate opens exactly its scopes from its start to its end or revocation; the
    portal asks :meth:`_in_force` at each page and nothing else.
    """

    _name = "oe.mandate"
    _description = "Mandate"
    _inherit = ["mail.thread"]
    _order = "date_start desc, id desc"
    _oe_shared = "the person deals with several companies; rules are by person"

    principal_id = fields.Many2one(
        "res.partner", "Client", required=True, index=True, ondelete="restrict"
    )
    holder_id = fields.Many2one(
        "res.partner", "Representative", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("relative", "Relative"),
            ("legal", "Legal representative (guardian, curator)"),
            ("other", "Other trusted person"),
        ],
        required=True,
        default="relative",
    )
    date_start = fields.Date(required=True, default=fields.Date.context_today)
    date_end = fields.Date(help="Last day; empty as long as it holds.")
    proof = fields.Char(help="Where the signed paper or judgment is kept.")
    can_visits = fields.Boolean("Visits", help=SCOPES[0][1])
    can_accept = fields.Boolean("Quotes", help=SCOPES[1][1])
    can_pay = fields.Boolean("Invoices", help=SCOPES[2][1])
    can_write = fields.Boolean("Letters to the coordinator", help=SCOPES[3][1])
    can_certificates = fields.Boolean("Certificates", help=SCOPES[4][1])

    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A mandate cannot end before it starts.",
    )
    _two_people = models.Constraint(
        "CHECK (principal_id <> holder_id)", "Nobody needs a mandate for oneself."
    )

    @api.depends("principal_id", "holder_id")
    def _compute_display_name(self):
        for mandate in self:
            mandate.display_name = self.env._(
                "%(holder)s for %(principal)s",
                holder=mandate.holder_id.name or "",
                principal=mandate.principal_id.name or "",
            )

    @api.constrains("kind", "proof")
    def _check_proof(self):
        for mandate in self:
            if mandate.kind == "legal" and not mandate.proof:
                raise ValidationError(
                    self.env._(
                        "A legal representative needs a proof: write where the "
                        "judgment is kept."
                    )
                )

    @api.model
    def _in_force(self, principal, holder, scope, day=None):
        """The mandates that open ``scope`` to ``holder`` on a day."""
        if scope not in dict(SCOPES):
            raise ValueError(f"unknown scope {scope}")
        day = day or fields.Date.context_today(self)
        return self.search(
            [
                ("principal_id", "=", principal.id),
                ("holder_id", "=", holder.id),
                (f"can_{scope}", "=", True),
                ("date_start", "<=", day),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", day),
            ]
        )

    def _now(self, scope):
        """Those of these mandates that open ``scope`` today."""
        today = fields.Date.context_today(self)
        return self.filtered(
            lambda mandate: (
                mandate[f"can_{scope}"]
                and mandate.date_start <= today
                and (not mandate.date_end or today <= mandate.date_end)
            )
        )

    @api.model
    def _principals(self, holder, scope, day=None):
        """The clients for whom ``holder`` may do ``scope``."""
        day = day or fields.Date.context_today(self)
        return self.search(
            [
                ("holder_id", "=", holder.id),
                (f"can_{scope}", "=", True),
                ("date_start", "<=", day),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", day),
            ]
        ).principal_id

    def action_revoke(self):
        """End the mandate yesterday: from now on it opens nothing."""
        yesterday = fields.Date.subtract(fields.Date.context_today(self), days=1)
        for mandate in self:
            mandate.date_start = min(mandate.date_start, yesterday)
            mandate.date_end = yesterday
