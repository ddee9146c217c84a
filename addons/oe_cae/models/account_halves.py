from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.account import INTERNAL, STRUCTURE
from .balance_reader import CONTRIBUTION, INSIDE

EARLIER = "earlier"


class AccountHalves(models.AbstractModel):
    """Profit and loss of a year, and balance sheet, account by account."""

    _inherit = "oe.cae.balance"

    @api.model
    def _year_start(self, company, day):
        """First day of the financial year that a day belongs to."""
        return company.sudo().compute_fiscalyear_dates(day)["date_from"]

    @api.model
    def _halves(self, told, year_start, owners=None):
        """Rows of both halves for some owners, in the order of the chart.

        The result of the years before is one row of the first half, so that both
        halves always give the same total.

        :param told: what :meth:`_spreads` returned
        :param owners: ids of analytic accounts, ``None`` among them for the
            structure; everybody by default
        :return: list of dicts ``half`` (profit, balance), ``account``, ``cents``
            (positive: earned, owned or owed to them), ``items`` (``{line id: cents}``)
        """
        cents, items = defaultdict(int), defaultdict(lambda: defaultdict(int))
        for day, spread in told:
            share = sum(
                amount
                for owner, amount in spread.shares.items()
                if owners is None or owner in owners
            )
            if not share:
                continue
            line = spread.line
            half = "profit" if line.profit else "balance"
            account = line.account
            if line.profit:
                share = -share
                if day < year_start:
                    account = EARLIER
            cents[half, account] += share
            if line.key.isdigit():
                items[half, account][int(line.key)] += share
        rows = [
            {
                "half": half,
                "account": account,
                "cents": amount,
                "items": dict(items[half, account]),
            }
            for (half, account), amount in cents.items()
            if amount or items[half, account]
        ]
        labels = self._labels({row["account"] for row in rows})
        for row in rows:
            row["label"] = labels[row["account"]][1]
        rows.sort(key=lambda row: (row["half"] != "profit", labels[row["account"]]))
        return rows

    def _labels(self, accounts):
        words = {
            CONTRIBUTION: ("8", self.env._("Contribution to the cooperative")),
            INSIDE: ("8", self.env._("Between entrepreneurs of the cooperative")),
            EARLIER: ("9", self.env._("Results of the years before")),
            INTERNAL: ("9", self.env._("Between activities and structure")),
        }
        # Names of accounts for a figure, whoever asks for it.
        ids = [key for key in accounts if key not in words]
        found_sudo = self.env["account.account"].sudo().browse(ids)
        return words | {
            account.id: (account.code or "", f"{account.code or ''} {account.name}")
            for account in found_sudo
        }

    @api.model
    def _ledger_totals(self, company, day):
        """Cents by account as the ledger has them (debit positive), read apart."""
        return {
            account: to_cents(balance)
            for account, balance in self.env.execute_query(
                SQL(
                    """
                    SELECT aml.account_id, SUM(aml.balance)
                      FROM account_move_line aml
                      JOIN account_account account ON account.id = aml.account_id
                     WHERE aml.company_id = %s AND aml.parent_state = 'posted'
                       AND aml.date <= %s AND account.account_type <> 'off_balance'
                  GROUP BY 1
                    """,
                    company.id,
                    day,
                )
            )
        }

    @api.model
    def _control_halves(self, company, day):
        """Activities + structure against the ledger, account by account.

        :return: ``(rows, told)``; rows are dicts ``account``, ``label``, ``half``,
            ``activities``, ``structure``, ``ledger``, in cents (debit positive)
        """
        told = self._spreads(company, day)
        totals = defaultdict(lambda: [0, 0])
        profit = set()
        for _day, spread in told:
            account = spread.line.account
            if spread.line.profit:
                profit.add(account)
            for owner, cents in spread.shares.items():
                totals[account][owner is STRUCTURE] += cents
        ledger = self._ledger_totals(company, day)
        accounts = {*totals, *ledger}
        labels = self._labels(accounts)
        return [
            {
                "account": account,
                "label": labels[account][1],
                "half": "profit" if account in profit else "balance",
                "activities": totals[account][0],
                "structure": totals[account][1],
                "ledger": ledger.get(account, 0),
            }
            for account in sorted(accounts, key=lambda key: labels[key])
            if any(totals[account]) or ledger.get(account)
        ], told
