from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.oe_base.calc.collected import share_of
from odoo.addons.oe_base.calc.money import to_cents

from ..calc.month import COLLECTED, INVOICED, OTHER, PAYROLL, PURCHASES, Fact
from ..calc.sharing import SharedFact

# Classes of the French chart; everything else of profit and loss is "other".
PREFIXES = {INVOICED: ("70",), PURCHASES: ("60", "611"), PAYROLL: ("64",)}
PROFIT_TYPES = (
    "income",
    "income_other",
    "expense",
    "expense_other",
    "expense_depreciation",
    "expense_direct_cost",
)


class Ledger(models.AbstractModel):
    """Reads the books for statements: set-based, the same queries for 1 or 500 ES.

    Only analytic lines **with a journal item** are money: timesheets are not.
    """

    _name = "oe.cae.ledger"
    _description = "Figures read from the books"

    @api.model
    def _column(self):
        """Column of the plan Activities on analytic lines."""
        name = self.env["account.analytic.plan"]._oe_activities_plan()._column_name()
        return SQL.identifier("aal", name)

    @api.model
    def _accounts(self, company):
        """Ids of the profit-and-loss accounts of a company, by kind."""
        # The chart is read for a figure, whoever asks for it.
        accounts_sudo = self.env["account.account"].sudo().with_company(company)
        found = accounts_sudo.with_context(active_test=False).search_fetch(
            [
                ("company_ids", "parent_of", company.id),
                ("account_type", "in", PROFIT_TYPES),
            ],
            ["code"],
        )
        kinds = {kind: [] for kind in (*PREFIXES, OTHER)}
        for account in found:
            code = account.code or ""
            kind = next((k for k, p in PREFIXES.items() if code.startswith(p)), OTHER)
            kinds[kind].append(account.id)
        return kinds

    def _flush(self):
        for name in (
            "account.move",
            "account.move.line",
            "account.analytic.line",
            "account.partial.reconcile",
        ):
            self.env[name].flush_model()

    @api.model
    def _facts(self, company, months, only=None, shared=()):
        """Facts of some months (their first days), by analytic account.

        :param only: ids of the analytic accounts wanted (all by default)
        :param shared: ids of accounts of several people: theirs are ``SharedFact``
        :return: dict ``{analytic account id: [Fact, …]}``
        """
        self._flush()
        facts = {}
        accounts = self._accounts(company)
        rows = self._invoiced_rows(company, accounts, months, only, shared)
        for account, *labels, day, person, amount in rows:
            fact = Fact(*labels, to_cents(amount))
            if account in shared:
                fact = SharedFact(fact, day, person)
            facts.setdefault(account, []).append(fact)
        for account, month, day, cents in self._collected(company, accounts, months):
            if only is not None and account not in only:
                continue
            fact = Fact(COLLECTED, month, month, cents)
            if account in shared:
                fact = SharedFact(fact, day)
            facts.setdefault(account, []).append(fact)
        return facts

    def _invoiced_rows(self, company, accounts, months, only, shared):
        """(account, kind, month, origin, day, person, amount); a credit note belongs to
        the month of the invoice it corrects. Days and people for shared accounts."""
        kind = SQL(
            "CASE WHEN aml.account_id = ANY(%s) THEN %s"
            " WHEN aml.account_id = ANY(%s) THEN %s"
            " WHEN aml.account_id = ANY(%s) THEN %s ELSE %s END",
            accounts[INVOICED],
            INVOICED,
            accounts[PURCHASES],
            PURCHASES,
            accounts[PAYROLL],
            PAYROLL,
            OTHER,
        )
        return self.env.execute_query(
            SQL(
                """
                SELECT %(column)s, %(kind)s AS kind,
                       date_trunc('month', aml.date)::date AS month,
                       date_trunc('month', LEAST(aml.date, origin.date))::date
                           AS origin,
                       CASE WHEN %(column)s = ANY(%(shared)s)
                            THEN LEAST(aml.date, origin.date) END AS day,
                       CASE WHEN %(column)s = ANY(%(shared)s)
                            THEN pay.entrepreneur_id END AS person,
                       SUM(aal.amount)
                  FROM account_analytic_line aal
                  JOIN account_move_line aml ON aml.id = aal.move_line_id
                  JOIN account_move move ON move.id = aml.move_id
             LEFT JOIN account_move origin ON origin.id = move.reversed_entry_id
             LEFT JOIN oe_cae_pay pay ON pay.id = aml.oe_cae_pay_id
                 WHERE aml.company_id = %(company)s
                   AND aml.parent_state = 'posted'
                   AND aml.account_id = ANY(%(accounts)s)
                   -- A contribution is computed, never a fact.
                   AND aml.oe_cae_statement_id IS NULL
                   AND aml.date >= %(start)s AND aml.date < %(end)s
                   AND date_trunc('month', aml.date)::date = ANY(%(months)s)
                   AND %(column)s IS NOT NULL
                   AND (%(all)s OR %(column)s = ANY(%(only)s))
              GROUP BY 1, 2, 3, 4, 5, 6
                """,
                column=self._column(),
                shared=list(shared),
                all=only is None,
                only=list(only or []),
                kind=kind,
                company=company.id,
                accounts=sum(accounts.values(), []),
                months=list(months),
                start=min(months),
                end=max(months) + relativedelta(months=1),
            )
        )

    def _collected(self, company, accounts, months):
        """(account, month, day of the sale, cents) of what clients paid, excl. VAT, in
        proportion."""
        rows = self._payment_rows(company, months)
        paid, totals, days = {}, {}, {}
        for move, day, month, amount, total in rows:
            paid.setdefault(move, []).append((month, to_cents(amount)))
            totals[move] = to_cents(total)
            days[move] = day
        lines = self._sale_rows(list(paid), accounts)
        for move, payments in paid.items():
            shares = lines.get(move)
            if not shares or not totals[move]:
                continue
            keys, cents = zip(*sorted(shares.items()), strict=True)
            reached, before = 0, (0,) * len(keys)
            for month, amount in payments:
                reached += amount
                after = share_of(cents, totals[move], reached)
                if month in months:
                    for key, new, old in zip(keys, after, before, strict=True):
                        yield key, month, days[move], new - old
                before = after

    def _payment_rows(self, company, months):
        """Payments, by month, of every invoice paid in these months."""
        return self.env.execute_query(
            SQL(
                """
                WITH part AS (
                    SELECT debit_move_id AS line, max_date, amount
                      FROM account_partial_reconcile WHERE company_id = %(company)s
                     UNION ALL
                    SELECT credit_move_id, max_date, -amount
                      FROM account_partial_reconcile WHERE company_id = %(company)s
                ), paid AS (
                    SELECT aml.move_id, part.max_date, part.amount
                      FROM part
                      JOIN account_move_line aml ON aml.id = part.line
                      JOIN account_move move ON move.id = aml.move_id
                      JOIN account_account account ON account.id = aml.account_id
                     WHERE account.account_type = 'asset_receivable'
                       AND move.state = 'posted'
                       AND move.move_type IN
                           ('out_invoice', 'out_refund', 'out_receipt')
                ), due AS (
                    SELECT aml.move_id, SUM(aml.balance) AS total
                      FROM account_move_line aml
                      JOIN account_account account ON account.id = aml.account_id
                     WHERE account.account_type = 'asset_receivable'
                       AND aml.move_id IN (SELECT move_id FROM paid)
                  GROUP BY aml.move_id
                )
                SELECT paid.move_id, LEAST(move.date, origin.date),
                       date_trunc('month', paid.max_date)::date,
                       SUM(paid.amount), due.total
                  FROM paid JOIN due ON due.move_id = paid.move_id
                  JOIN account_move move ON move.id = paid.move_id
             LEFT JOIN account_move origin ON origin.id = move.reversed_entry_id
                 WHERE paid.move_id IN (
                       SELECT move_id FROM paid
                        WHERE date_trunc('month', max_date)::date = ANY(%(months)s))
              GROUP BY 1, 2, 3, 5 ORDER BY 1, 3
                """,
                company=company.id,
                months=list(months),
            )
        )

    def _sale_rows(self, moves, accounts):
        """Turnover of some invoices in cents: ``{move: {analytic account: cents}}``."""
        lines = {}
        for move, account, amount in self.env.execute_query(
            SQL(
                """
                SELECT aml.move_id, %(column)s, SUM(aal.amount)
                  FROM account_analytic_line aal
                  JOIN account_move_line aml ON aml.id = aal.move_line_id
                 WHERE aml.move_id = ANY(%(moves)s)
                   AND aml.account_id = ANY(%(accounts)s)
                   AND %(column)s IS NOT NULL
              GROUP BY 1, 2
                """,
                column=self._column(),
                moves=moves,
                accounts=accounts[INVOICED],
            )
        ):
            lines.setdefault(move, {})[account] = to_cents(amount)
        return lines

    @api.model
    def _control(self, company, month):
        """Cents of a month: ledger, activities, structure, and lines without activity.

        Activities, structure and lines without activity are counted apart from the
        ledger, so that a line split by halves, or an analytic line changed by hand,
        shows as a difference.
        """
        self._flush()
        accounts = sum(self._accounts(company).values(), [])
        (row,) = self.env.execute_query(
            SQL(
                """
                WITH item AS (
                    SELECT aml.id, -aml.balance AS amount
                      FROM account_move_line aml
                     WHERE aml.company_id = %(company)s
                       AND aml.parent_state = 'posted'
                       AND aml.account_id = ANY(%(accounts)s)
                       AND aml.date >= %(start)s AND aml.date < %(end)s
                ), analytic AS (
                    SELECT aal.move_line_id, aal.amount, %(column)s AS activity
                      FROM account_analytic_line aal
                      JOIN item ON item.id = aal.move_line_id
                     WHERE %(column)s IS NOT NULL
                )
                SELECT (SELECT SUM(amount) FROM item),
                       SUM(amount) FILTER (WHERE activity IS DISTINCT FROM
                                           %(structure)s),
                       SUM(amount) FILTER (WHERE activity = %(structure)s),
                       (SELECT SUM(amount) FROM item WHERE id NOT IN
                           (SELECT move_line_id FROM analytic))
                  FROM analytic
                """,
                column=self._column(),
                company=company.id,
                accounts=accounts,
                structure=company.sudo().oe_structure_account_id.id or None,
                start=month,
                end=month + relativedelta(months=1),
            )
        )
        names = ("ledger", "activities", "structure", "unassigned")
        return {
            name: to_cents(value or 0) for name, value in zip(names, row, strict=True)
        }
