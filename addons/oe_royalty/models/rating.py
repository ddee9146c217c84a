from collections import defaultdict
from dataclasses import replace

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from odoo.addons.oe_base.calc.errors import NoValue
from odoo.addons.oe_base.calc.money import from_cents, to_cents

from ..calc import rating as calc
from ..calc.rates import Place

ALL = SQL("TRUE")


class Rating(models.AbstractModel):
    """Has the lines of a statement rated by ``calc.rating`` and writes the traces.

    Without brackets the database does the same in one query (``rating_flat``); a test
    holds the two ways together.
    """

    _name = "oe.royalty.rating"
    _description = "Rating of a royalty statement"

    @api.model
    def _rate(self, statement):
        """Rate every line that counts.

        :raises UserError: when no approved rate is in force on the day of a line
        """
        rates = self.env["oe.royalty.rate"].search(
            [
                ("scheme_id", "=", statement.contract_id.scheme_id.id),
                ("state", "=", "approved"),
            ]
        )
        try:
            self._rate_at(statement, rates)
        except NoValue as error:
            raise UserError(
                self.env._(
                    "No approved rate is in force on %(day)s: approve one that starts "
                    "on that day or before.",
                    day=format_date(self.env, error.params["day"]),
                )
            )

    def _rate_at(self, statement, rates):
        """Rate every line.

        :raises NoValue: when no rate is in force on the day of a line
        """
        self._rate_by_calc(statement, rates)

    def _rate_by_calc(self, statement, rates, only=ALL):
        """Rate the lines in Python, whatever the rates are.

        :param SQL only: a condition on the ``line``
        """
        result = calc.rate_lines(
            self._prepare_lines(statement, only),
            [rate._calc() for rate in rates],
            self._positions(statement, rates),
        )
        self._apply(statement, result)

    def _place(self, contract, pole, day):
        # The territory is read from the licensee's file, for whoever computes.
        territory_sudo = contract.sudo().territory_id
        return Place(
            pole=str(pole.id) if pole else None,
            etd=str(territory_sudo.id) if territory_sudo else None,
            contract=str(contract.id),
            year=str(day.year),
        )

    def _prepare_lines(self, statement, only):
        """Lines that count, read at once: there may be thousands."""
        lines = self.env["oe.royalty.base.line"]
        lines.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id, line.date, line.base_amount, line.pole_id,
                       line.origin_id
                  FROM oe_royalty_base_line line
                 WHERE line.statement_id = %s AND line.reason IS NULL AND %s
              ORDER BY line.id
                """,
                statement.id,
                only,
            )
        )
        mine = {row[0] for row in rows}
        followed = {row[4] for row in rows if row[4] and row[4] not in mine}
        origins = self._origins(lines.browse(sorted(followed)))
        place = self._place(statement.contract_id, None, statement.month)
        return [
            calc.Line(
                key=f"{line:012d}",
                day=day,
                base_cents=to_cents(base),
                place=replace(
                    place, pole=str(pole) if pole else None, year=str(day.year)
                ),
                origin=origins.get(origin),
                origin_key=f"{origin:012d}" if origin in mine else None,
            )
            for line, day, base, pole, origin in rows
        ]

    def _origins(self, locked):
        """Locked lines with the sum of their corrections so far."""
        groups = self.env["oe.royalty.base.line"]._read_group(
            [
                ("origin_id", "in", locked.ids),
                ("statement_id.state", "in", ("locked", "invoiced")),
            ],
            ["origin_id"],
            ["base_amount:sum", "amount:sum"],
        )
        changes = {origin.id: sums for origin, *sums in groups}
        paid = self._paid_parts(locked)
        found = {}
        for line in locked:
            base, amount = changes.get(line.id, (0, 0))
            mine_base, mine = paid.get(
                line.move_line_ref, (line.base_amount, line.amount)
            )
            found[line.id] = calc.Origin(
                key=f"{line.id:012d}",
                rate_key=str(line.rate_id.id),
                base_cents=to_cents(mine_base),
                amount_cents=to_cents(mine),
                changed_base_cents=to_cents(base),
                changed_cents=to_cents(amount),
            )
        return found

    def _paid_parts(self, locked):
        """All parts paid of the same sales: what corrects one corrects the whole."""
        paid = locked.filtered(lambda line: line.kind == "collected")
        groups = self.env["oe.royalty.base.line"]._read_group(
            [
                ("move_line_ref", "in", paid.mapped("move_line_ref")),
                ("kind", "=", "collected"),
                ("origin_id", "=", False),
                ("statement_id.state", "in", ("locked", "invoiced")),
            ],
            ["move_line_ref"],
            ["base_amount:sum", "amount:sum"],
        )
        return {ref: sums for ref, *sums in groups}

    def _positions(self, statement, rates):
        """Base cumulated by locked statements, as brackets climb it."""
        if not rates.bracket_ids:
            return {}
        groups = self.env["oe.royalty.base.line"]._read_group(
            [
                ("licensor_id", "=", statement.licensor_id.id),
                ("statement_id.state", "in", ("locked", "invoiced")),
                ("reason", "=", False),
                ("rate_id", "in", rates.ids),
            ],
            ["contract_id", "pole_id", "rate_id", "date:year"],
            ["base_amount:sum"],
        )
        known = {rate.id: rate._calc() for rate in rates}
        positions = defaultdict(int)
        for contract, pole, rate, year, amount in groups:
            place = self._place(contract, pole, year)
            positions[calc.position_key(known[rate.id], place)] += to_cents(amount)
        return positions

    def _apply(self, statement, result):
        """Write all traces in one query."""
        if not result.lines:
            return
        rows = [
            SQL(
                "(%s, %s, %s::numeric, %s::numeric)",
                int(rated.line.key),
                int(rated.rate_key),
                float(rated.rate * 100),
                from_cents(rated.amount_cents),
            )
            for rated in result.lines
        ]
        self.env.cr.execute(
            SQL(
                """
                UPDATE oe_royalty_base_line line
                   SET rate_id = new.rate_id, rate = new.rate, amount = new.amount
                  FROM (VALUES %s) AS new (id, rate_id, rate, amount)
                 WHERE new.id = line.id AND line.statement_id = %s
                """,
                SQL(", ").join(rows),
                statement.id,
            )
        )
        self.env["oe.royalty.base.line"].invalidate_model()
