from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.account import STRUCTURE, Move, MoveLine
from .ledger import PROFIT_TYPES

CONTRIBUTION = "contribution"
INSIDE = "inside"
DOCUMENTS = (
    "out_invoice",
    "out_refund",
    "out_receipt",
    "in_invoice",
    "in_refund",
    "in_receipt",
)


@dataclass
class Row:
    """A journal item as read: ``parts`` are its analytic lines, in cents."""

    id: int
    move: int
    account: int
    cents: int
    profit: bool
    tax: str | None
    parts: list = field(default_factory=list)
    taxes: set = field(default_factory=set)
    matches: list = field(default_factory=list)

    @property
    def source(self):
        """Whether the line says by itself whose it is."""
        return self.profit or bool(self.parts)


@dataclass
class Entry:
    """A move as read, before its place in the order is known."""

    id: int
    day: date
    document: bool
    cash_basis: bool
    rows: list = field(default_factory=list)
    depth: int | None = None

    @property
    def place(self):
        """Settled first: documents, then what pays them, step by step."""
        depth = 10**9 if self.depth is None else self.depth
        return (depth, not self.document, self.day, self.id)


class BalanceReader(models.AbstractModel):
    """Reads posted moves for both halves: the same number of queries for any size."""

    _name = "oe.cae.balance.reader"
    _description = "Moves read for the accounts of the activities"

    @api.model
    def _moves_of(self, company, day, account):
        """Ids of the moves of an account, and of all that is reconciled with them."""
        return [
            row[0]
            for row in self.env.execute_query(
                SQL(
                    """
                    WITH RECURSIVE found(id) AS (
                        SELECT aml.move_id
                          FROM account_analytic_line aal
                          JOIN account_move_line aml ON aml.id = aal.move_line_id
                         WHERE %(column)s = %(account)s
                           AND aml.company_id = %(company)s
                           AND aml.parent_state = 'posted' AND aml.date <= %(day)s
                         UNION
                        SELECT other.move_id
                          FROM found
                          JOIN account_move_line mine ON mine.move_id = found.id
                          -- Each side by its own index, never all partials at once.
                          JOIN LATERAL (
                               SELECT part.credit_move_id AS line
                                 FROM account_partial_reconcile part
                                WHERE part.debit_move_id = mine.id
                                  AND part.max_date <= %(day)s
                                UNION ALL
                               SELECT part.debit_move_id
                                 FROM account_partial_reconcile part
                                WHERE part.credit_move_id = mine.id
                                  AND part.max_date <= %(day)s
                               ) matched ON TRUE
                          JOIN account_move_line other ON other.id = matched.line
                         WHERE other.company_id = %(company)s
                    )
                    SELECT id FROM found
                    """,
                    column=self.env["oe.cae.ledger"]._column(),
                    company=company.id,
                    account=account.id,
                    day=day,
                )
            )
        ]

    def _entries(self, company, day, ids):
        entries = {}
        for move, on, kind, caba, *line in self.env.execute_query(
            SQL(
                """
                SELECT move.id, move.date, move.move_type,
                       move.tax_cash_basis_origin_move_id IS NOT NULL,
                       aml.id, aml.account_id, aml.balance,
                       account.account_type = ANY(%(profit)s), aml.tax_line_id
                  FROM account_move_line aml
                  JOIN account_move move ON move.id = aml.move_id
                  JOIN account_account account ON account.id = aml.account_id
                 WHERE aml.company_id = %(company)s
                   AND aml.parent_state = 'posted' AND aml.date <= %(day)s
                   AND aml.balance IS NOT NULL AND account.account_type <> 'off_balance'
                   AND (%(all)s OR aml.move_id = ANY(%(ids)s))
              ORDER BY aml.id
                """,
                profit=list(PROFIT_TYPES),
                company=company.id,
                day=day,
                all=ids is None,
                ids=ids or [],
            )
        ):
            entry = entries.setdefault(move, Entry(move, on, kind in DOCUMENTS, caba))
            key, account, balance, profit, tax = line
            entry.rows.append(
                Row(
                    key,
                    move,
                    account,
                    to_cents(balance),
                    profit,
                    None if tax is None else str(tax),
                )
            )
        return entries

    def _read_parts(self, company, rows):
        """The analytic lines of each item on the plan; the structure is ``None``."""
        structure = company.sudo().oe_structure_account_id.id
        column = self.env["oe.cae.ledger"]._column()
        for line, account, amount in self.env.execute_query(
            SQL(
                """
                SELECT aal.move_line_id, %(column)s, SUM(aal.amount)
                  FROM account_analytic_line aal
                 WHERE aal.move_line_id = ANY(%(ids)s) AND %(column)s IS NOT NULL
              GROUP BY 1, 2 ORDER BY 1, 2
                """,
                column=column,
                ids=list(rows),
            )
        ):
            activity = STRUCTURE if account == structure else account
            rows[line].parts.append((activity, -to_cents(amount)))

    def _read_taxes(self, rows):
        for line, tax in self.env.execute_query(
            SQL(
                """
                SELECT rel.account_move_line_id, COALESCE(child.child_tax, tax.id)
                  FROM account_move_line_account_tax_rel rel
                  JOIN account_tax tax ON tax.id = rel.account_tax_id
             LEFT JOIN account_tax_filiation_rel child
                    ON child.parent_tax = tax.id AND tax.amount_type = 'group'
                 WHERE rel.account_move_line_id = ANY(%s)
                """,
                list(rows),
            )
        ):
            rows[line].taxes.add(str(tax))

    def _partials(self, company, day, rows):
        """(debit line, credit line, cents), both sides among the lines read."""
        return [
            (debit, credit, to_cents(amount))
            for debit, credit, amount in self.env.execute_query(
                SQL(
                    """
                    SELECT debit_move_id, credit_move_id, amount
                      FROM account_partial_reconcile
                     WHERE company_id = %s AND max_date <= %s
                       AND debit_move_id = ANY(%s) AND credit_move_id = ANY(%s)
                  ORDER BY max_date, id
                    """,
                    company.id,
                    day,
                    list(rows),
                    list(rows),
                )
            )
        ]

    def _contributions(self, company, day, account):
        """Analytic entries without journal item, as moves of their own.

        Contributions activity → structure, and sales between two entrepreneurs.
        """
        structure = company.sudo().oe_structure_account_id.id
        column = self.env["oe.cae.ledger"]._column()
        moves = defaultdict(list)
        for entry, on, owner, line, amount, kind in self.env.execute_query(
            SQL(
                """
                SELECT COALESCE('s' || aal.oe_cae_statement_id,
                                'i' || aal.oe_internal_sale_id),
                       aal.date, %(column)s, aal.id, aal.amount,
                       CASE WHEN aal.oe_internal_sale_id IS NULL
                            THEN %(contribution)s ELSE %(inside)s END
                  FROM account_analytic_line aal
                 WHERE aal.company_id = %(company)s AND aal.date <= %(day)s
                   AND (aal.oe_cae_statement_id IS NOT NULL
                        OR aal.oe_internal_sale_id IS NOT NULL)
                   AND %(column)s IS NOT NULL
                   AND (%(all)s OR aal.oe_cae_statement_id IN (
                       SELECT own.oe_cae_statement_id
                         FROM account_analytic_line own
                        WHERE %(own)s = %(account)s
                          AND own.oe_cae_statement_id IS NOT NULL)
                        OR aal.oe_internal_sale_id IN (
                       SELECT own.oe_internal_sale_id
                         FROM account_analytic_line own
                        WHERE %(own)s = %(account)s
                          AND own.oe_internal_sale_id IS NOT NULL))
              ORDER BY aal.id
                """,
                column=column,
                own=SQL.identifier("own", self._column_name()),
                company=company.id,
                day=day,
                all=account is None,
                account=account.id if account else 0,
                contribution=CONTRIBUTION,
                inside=INSIDE,
            )
        ):
            moves[entry, on].append(
                MoveLine(
                    f"{kind}/{line}",
                    kind,
                    -to_cents(amount),
                    profit=True,
                    activity=STRUCTURE if owner == structure else owner,
                )
            )
        return [
            (on, Move(f"analytic/{entry}", tuple(lines)))
            for (entry, on), lines in moves.items()
        ]

    def _column_name(self):
        return self.env["account.analytic.plan"]._oe_activities_plan()._column_name()
