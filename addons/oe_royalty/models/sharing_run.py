import json
from fractions import Fraction

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import percent, rate, to_cents

from ..calc import sharing as calc
from .sharing import euros


class Sharing(models.Model):
    """Load, calculate, write: what the buttons of a sharing do."""

    _inherit = "oe.royalty.sharing"

    def _share(self):
        self._refuse_closed()
        # What was computed before goes, then comes again.
        self.allocation_ids.unlink()
        self.pool_line_ids.unlink()
        self.source_ids.unlink()
        self.env.flush_all()
        self._take_statements()
        amount_cents = sum(to_cents(row.amount) for row in self.source_ids)
        weights = self._weights()
        owed = self._pool_carry()
        recovery = self._recovery()
        found = calc.pour(
            amount_cents,
            recovery,
            {str(pool.id): weight for pool, weight in weights.items()},
            {str(pool.id): owed.get(pool, Fraction(0)) for pool in weights},
        )
        self._apply_pour(amount_cents, found)
        for pool, weight in weights.items():
            line = self.env["oe.royalty.sharing.pool"].create(
                {
                    "sharing_id": self.id,
                    "pool_id": pool.id,
                    "weight": float(weight),
                    "amount": euros(found.pools[str(pool.id)]),
                    "carry": str(found.carry[str(pool.id)]),
                }
            )
            self.env["oe.royalty.allocation"]._share_line(line)

    def _take_statements(self):
        self.env["oe.royalty.sharing.source"].create(
            [
                {
                    "sharing_id": self.id,
                    "statement_id": row.id,
                    "amount": row._shared_amount(),
                }
                for row in self.scheme_id._waiting_statements(self.date_end)
            ]
        )

    def _weights(self):
        """Exact weight of each pool at the end of the period."""
        weights = {}
        for pool in self.scheme_id.pool_ids:
            found = pool._weight_at(self.date_end).weight
            if found:
                weights[pool] = rate(found)
        if not weights:
            raise UserError(
                self.env._(
                    "No pool of %(name)s has a weight.", name=self.scheme_id.name
                )
            )
        return weights

    def _pool_carry(self):
        """Parts of a cent owed to each pool since it was last used."""
        lines = self.env["oe.royalty.sharing.pool"].search(
            [
                ("pool_id", "in", self.scheme_id.pool_ids.ids),
                ("sharing_id.state", "=", "approved"),
            ],
            order="id",
        )
        return {line.pool_id: Fraction(line.carry) for line in lines}

    def _recovery(self):
        """Where the recovery stands before this period."""
        terms = self.env["oe.royalty.recovery"]._at(
            self.date_end, scheme_id=self.scheme_id
        )
        self.recovery_id = terms
        if not terms:
            return calc.Recovery(Fraction(0), 0)
        before = self._previous()
        if before.recovery_id == terms:
            position = Fraction(before.recovery_position)
        elif before.recovery_id:
            # Other terms go on from what is recovered.
            position = Fraction(to_cents(before.recovered_total))
        else:
            position = Fraction(to_cents(terms.opening_amount))
        return calc.Recovery(
            percent(terms.share), to_cents(terms.target_amount), position
        )

    def _apply_pour(self, amount_cents, found):
        before = self._previous()
        opening = (
            before.recovered_total
            if before.recovery_id
            else self.recovery_id.opening_amount
        )
        self.write(
            {
                "state": "computed",
                "amount": euros(amount_cents),
                "recovered_amount": euros(found.recovered_cents),
                "recovered_total": euros(to_cents(opening) + found.recovered_cents),
                "recovery_position": str(found.recovery.position),
                "shared_amount": euros(amount_cents - found.recovered_cents),
            }
        )

    def _seal_payload(self):
        """Canonical text: what came in, what was recovered, each part, in cents."""
        self.ensure_one()
        return json.dumps(
            {
                "scheme": self.scheme_id.id,
                "from": str(self.date_start),
                "until": str(self.date_end),
                "sources": [
                    [row.statement_id.id, to_cents(row.amount)]
                    for row in self.source_ids.sorted("id")
                ],
                "recovered": to_cents(self.recovered_amount),
                "position": self.recovery_position,
                "pools": [
                    [row.pool_id.id, to_cents(row.amount), row.carry]
                    for row in self.pool_line_ids.sorted("id")
                ],
                "parts": [
                    [row.pool_id.id, row.holder_ref, to_cents(row.amount), row.carry]
                    for row in self.allocation_ids.sorted("id")
                ],
            },
            sort_keys=True,
        )
