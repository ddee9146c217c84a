from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..calc.rates import rate_for


class Rating(models.AbstractModel):
    """Rating without brackets: one query rounds the running totals and writes them.

    ``calc`` chooses the rate of each day and pole, and rates what corrects a line of an
    earlier statement: few lines. The others need no Python: at one rate a trace is the
    difference of two rounded running totals.
    """

    _inherit = "oe.royalty.rating"

    def _rate_at(self, statement, rates):
        self.env["oe.royalty.base.line"].flush_model()
        if rates.bracket_ids or self._has_chain(statement):
            return super()._rate_at(statement, rates)
        self._rate_flat(statement, rates)
        return self._rate_by_calc(statement, rates, only=_CORRECTS_EARLIER)

    def _has_chain(self, statement):
        """Whether a line corrects a line of this statement that corrects another."""
        return bool(
            self.env.execute_query(
                SQL(
                    """
                    SELECT 1
                      FROM oe_royalty_base_line line
                      JOIN oe_royalty_base_line origin ON origin.id = line.origin_id
                     WHERE line.statement_id = %s AND line.reason IS NULL
                       AND origin.statement_id = line.statement_id
                       AND origin.origin_id IS NOT NULL
                     LIMIT 1
                    """,
                    statement.id,
                )
            )
        )

    def _rate_flat(self, statement, rates):
        """Write rate and trace of all lines but the corrections of earlier ones."""
        places = self._rates_of_places(statement, rates)
        if not places:
            return
        # A product by 0.01 is exact in PostgreSQL, a quotient by 100 is not always.
        self.env.cr.execute(
            SQL(
                """
                WITH line AS (%(lines)s),
                reached AS (
                    SELECT line.*, place.rate_id, place.rate,
                           ROUND(SUM(ROUND(line.base_amount * 100) * place.rate * 0.01)
                                 OVER (PARTITION BY place.rate_id
                                           ORDER BY line.corrects, line.date, line.id)
                           ) AS cents
                      FROM line
                      JOIN (VALUES %(places)s) AS place (day, pole_id, rate_id, rate)
                        ON place.day = line.day AND place.pole_id = line.pole_id
                ), trace AS (
                    SELECT id, rate_id,
                           CASE WHEN base_amount = 0 THEN 0 ELSE rate END AS rate,
                           (cents - LAG(cents, 1, 0::numeric)
                                    OVER (PARTITION BY rate_id
                                              ORDER BY corrects, date, id)
                           ) * 0.01 AS amount
                      FROM reached
                )
                UPDATE oe_royalty_base_line line
                   SET rate_id = trace.rate_id, rate = trace.rate,
                       amount = trace.amount
                  FROM trace
                 WHERE line.id = trace.id
                """,
                lines=self._lines_with_places(statement),
                places=SQL(", ").join(places),
            )
        )
        self.env["oe.royalty.base.line"].invalidate_model()

    def _rates_of_places(self, statement, rates):
        """(day, pole, rate, percentage) of each day and pole that has lines."""
        found = self.env.execute_query(
            SQL(
                "SELECT DISTINCT day, pole_id FROM (%s) line ORDER BY day, pole_id",
                self._lines_with_places(statement),
            )
        )
        known = [rate._calc() for rate in rates]
        rows = []
        for day, pole in found:
            pole = self.env["oe.pole"].browse(pole or ())
            place = self._place(statement.contract_id, pole, day)
            rate = rate_for(known, day, place)
            share = rate.brackets[0].rate
            rows.append(
                SQL(
                    "(%s::date, %s, %s, %s::numeric)",
                    day,
                    pole.id or 0,
                    int(rate.key),
                    100 * Decimal(share.numerator) / Decimal(share.denominator),
                )
            )
        return rows

    def _lines_with_places(self, statement):
        """Lines that count, with the day and the pole that choose their rate.

        No pole is 0. What corrects a line of this statement has the rate of that line
        and comes last, as ``calc.rating`` says. Lines corrected are found by their key
        alone: by statement too, they would be read once for each line.
        """
        return SQL(
            """
            SELECT line.id, line.date, line.base_amount,
                   origin.id IS NOT NULL AS corrects,
                   COALESCE(origin.date, line.date) AS day,
                   COALESCE(CASE WHEN origin.id IS NULL THEN line.pole_id
                                 ELSE origin.pole_id END, 0) AS pole_id
              FROM oe_royalty_base_line line
         LEFT JOIN oe_royalty_base_line origin ON origin.id = line.origin_id
             WHERE line.statement_id = %s AND line.reason IS NULL
               AND (line.origin_id IS NULL
                    OR (origin.reason IS NULL
                        AND origin.statement_id = line.statement_id))
            """,
            statement.id,
        )


_CORRECTS_EARLIER = SQL(
    """
    line.origin_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM oe_royalty_base_line mine
         WHERE mine.id = line.origin_id AND mine.reason IS NULL
           AND mine.statement_id = line.statement_id)
    """
)
