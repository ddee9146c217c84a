from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

CONCEPTUAL, OPERATIONAL = 60, 40


class Scheme(models.Model):
    """How the royalty is shared: what is recovered first, then the pools.

    A new scheme has two pools, conceptual and operational, at 60 and 40.
    """

    _inherit = "oe.royalty.scheme"

    currency_id = fields.Many2one(related="company_id.currency_id")
    sharing_every = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter")],
        "Shared every",
        required=True,
        default="quarter",
    )
    pool_ids = fields.One2many("oe.royalty.pool", "scheme_id", "Pools")
    recovery_ids = fields.One2many(
        "oe.royalty.recovery", "scheme_id", "Terms of recovery"
    )
    holder_ids = fields.One2many("oe.royalty.holder", "scheme_id", "Holders")
    sharing_ids = fields.One2many("oe.royalty.sharing", "scheme_id", "Sharings")
    recovery_target = fields.Monetary("To recover", compute="_compute_recovered")
    recovered_amount = fields.Monetary("Recovered", compute="_compute_recovered")
    recovered_percent = fields.Float("Recovered, %", compute="_compute_recovered")
    to_recover_amount = fields.Monetary("Left to recover", compute="_compute_recovered")
    to_share_amount = fields.Monetary(
        "Waits to be shared",
        compute="_compute_to_share",
        help="Royalties of locked statements that are in no sharing yet.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        schemes = super().create(vals_list)
        schemes._ensure_pools()
        return schemes

    def _ensure_pools(self):
        """The two pools of a scheme that has none; run again nothing is added."""
        start = fields.Date.context_today(self).replace(month=1, day=1, year=2026)
        names = (
            (self.env._("Conceptual resources"), CONCEPTUAL),
            (self.env._("Operational resources"), OPERATIONAL),
        )
        bare = self.filtered(lambda scheme: not scheme.pool_ids)
        pools = self.env["oe.royalty.pool"].create(
            [
                {"scheme_id": scheme.id, "name": name, "sequence": rank}
                for scheme in bare
                for rank, (name, _weight) in enumerate(names)
            ]
        )
        self.env["oe.royalty.pool.weight"].create(
            [
                {
                    "pool_id": pool.id,
                    "weight": names[pool.sequence][1],
                    "date_start": start,
                }
                for pool in pools
            ]
        )

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su:
            self.check_access("write")  # nor does it go to another licensor
        return result

    @api.depends("recovery_ids", "sharing_ids.state", "sharing_ids.recovered_total")
    def _compute_recovered(self):
        today = fields.Date.context_today(self)
        approved = self.env["oe.royalty.sharing"].search(
            [("scheme_id", "in", self.ids), ("state", "=", "approved")],
            order="date_start",
        )
        last = {row.scheme_id: row for row in approved}
        for scheme in self:
            rows = scheme.recovery_ids.sorted("date_start")
            started = rows.filtered(lambda row: row.date_start <= today)
            current = (started or rows)[-1:]
            done = last.get(scheme)
            target = current.target_amount
            known = done and done.recovery_id
            recovered = done.recovered_total if known else current.opening_amount
            scheme.recovery_target = target
            scheme.recovered_amount = recovered
            scheme.to_recover_amount = max(target - recovered, 0)
            scheme.recovered_percent = 100 * recovered / target if target else 0

    @api.depends("sharing_ids.source_ids")
    def _compute_to_share(self):
        for scheme in self:
            waiting = scheme._waiting_statements()
            scheme.to_share_amount = sum(row._shared_amount() for row in waiting)

    def _waiting_statements(self, until=None):
        """Locked statements that no sharing has taken, up to a day."""
        domain = [
            ("contract_id.scheme_id", "in", self.ids),
            ("state", "in", self.env["oe.royalty.statement"]._closed_states),
            ("sharing_source_ids", "=", False),
        ]
        if until:
            domain.append(("month", "<=", until))
        # The licensor shares the royalty of everybody; only sums are shown.
        return self.env["oe.royalty.statement"].sudo().search(domain, order="month, id")

    def _shared_until(self):
        """Last day that an approved sharing covers, or ``None``."""
        self.ensure_one()
        # Frozen for everybody, whoever asks.
        last_sudo = (
            self.env["oe.royalty.sharing"]
            .sudo()
            .search(
                [("scheme_id", "=", self.id), ("state", "=", "approved")],
                order="date_end desc",
                limit=1,
            )
        )
        return last_sudo.date_end or None

    def _refuse_before(self, day):
        """What starts in a shared period would change what was shared.

        :raises UserError: naming the first day that is free
        """
        until = self._shared_until()
        if until and day <= until:
            raise UserError(
                self.env._(
                    "The royalty is shared until %(day)s: let it start after that day.",
                    day=format_date(self.env, until),
                )
            )


class Statement(models.Model):
    _inherit = "oe.royalty.statement"

    sharing_source_ids = fields.One2many(
        "oe.royalty.sharing.source", "statement_id", "Shared in"
    )

    def _shared_amount(self):
        """Hook: what of this statement is shared, in euros."""
        self.ensure_one()
        return self.amount
