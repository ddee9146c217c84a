from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.collected import share_of
from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.calc.period import add_months, month_of

from ..calc import pay as calc_pay, treasury as calc

CLIENTS, SUPPLIERS, TAXES = "clients", "suppliers", "taxes"
STRUCTURE, PAY = "structure", "pay"
MONTHS = 3


class Treasury(models.AbstractModel):
    """What an activity holds, and what comes and goes in the next months.

    Held: class 5 of its balance sheet. Clients and suppliers: what is left of each
    document, on its due day. VAT and social debts: next month. Contributions not paid
    over: now. Pay: the part fixe of the contract, at the end of each month.
    """

    _name = "oe.cae.treasury"
    _description = "Treasury forecast of an activity"

    @api.model
    def _forecast(self, activity):
        """Forecast of an activity, as superuser.

        :return: ``(held cents, months, receivables)``; receivables are ``(journal
            item, cents)`` of what clients still owe to this activity
        """
        today = activity.company_id._oe_today()
        account = activity.account_id
        told = self.env["oe.cae.balance"]._spreads(activity.company_id, today, account)
        sums, items = defaultdict(int), defaultdict(dict)
        kinds = self._kinds_of_accounts(told)
        paid = False
        for day, spread in told:
            cents = spread.shares.get(account.id, 0)
            kind = kinds[spread.line.account]
            if spread.line.profit:
                same_month = month_of(day) == month_of(today)
                paid |= kind == PAY and same_month and bool(cents)
            elif cents:
                sums[kind] += cents
                if spread.line.key.isdigit():
                    items[kind][int(spread.line.key)] = cents
        receivables = self._left(items[CLIENTS], sums[CLIENTS])
        payables = self._left(items[SUPPLIERS], sums[SUPPLIERS])
        expected = [
            calc.Expected(kind, day, cents)
            for kind, rows in ((CLIENTS, receivables), (SUPPLIERS, payables))
            for _line, day, cents in rows
        ]
        following = add_months(month_of(today).start, 1)
        expected.append(calc.Expected(TAXES, following, sums[TAXES]))
        expected.append(calc.Expected(STRUCTURE, today, sums[STRUCTURE]))
        expected += self._pays(activity, today, paid)
        rows = calc.forecast(sums["held"], expected, today, MONTHS)
        return sums["held"], rows, receivables

    def _kinds_of_accounts(self, told):
        """What each account is for a forecast, by its key."""
        ids = {spread.line.account for _day, spread in told}
        accounts = self.env["account.account"].browse(
            [key for key in ids if isinstance(key, int)]
        )
        kinds = defaultdict(lambda: STRUCTURE)
        for account in accounts:
            company = account.company_ids[:1]
            code = account.with_company(company).code or ""
            if account.account_type == "asset_receivable":
                kinds[account.id] = CLIENTS
            elif account.account_type == "liability_payable":
                kinds[account.id] = SUPPLIERS
            elif code.startswith("5"):
                kinds[account.id] = "held"
            elif code.startswith("64"):
                kinds[account.id] = PAY
            else:
                kinds[account.id] = TAXES
        return kinds

    def _left(self, items, total):
        """What is left of each document for this activity, with its due day.

        The parts add up to ``total``, what the balance sheet says.

        :return: list of ``(journal item, due day, cents)``
        """
        lines = self.env["account.move.line"].browse(items).sorted("id")
        rows = []
        for line in lines:
            whole, left = to_cents(line.balance), to_cents(line.amount_residual)
            if not whole or not left:
                continue
            (cents,) = share_of([items[line.id]], whole, left)
            if cents:
                rows.append([line, line.date_maturity or line.date, cents])
        rest = total - sum(row[2] for row in rows)
        if rest and rows:
            rows[-1][2] += rest
        return rows

    def _pays(self, activity, today, paid):
        """The part fixe of this month and the next ones, on the first activity."""
        contracts = self.env["oe.cae.contract"]
        person, company = activity.entrepreneur_id, activity.company_id
        contract = contracts._of_day(person, company, today)
        first = self.env["oe.activity"].search(
            [("entrepreneur_id", "=", person.id), ("company_id", "=", company.id)],
            order="id",
            limit=1,
        )
        if contract.kind != "salaried" or first != activity:
            return []
        rows = []
        for number in range(MONTHS):
            start = add_months(month_of(today).start, number)
            parameter = self.env["oe.cae.pay.parameter"]._at(start)
            gross = to_cents(contract._terms_at(start)[contract]["fixed_pay"])
            if not parameter or not gross or (paid and not number):
                continue
            cost = calc_pay.cost(parameter._parameters(), gross)
            end = fields.Date.end_of(start, "month")
            rows.append(calc.Expected(PAY, end, -cost))
        return rows


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _treasury_page(self, activity_sudo):
        """The forecast as plain values for a page."""
        held, months, receivables = (
            self.env["oe.cae.treasury"].sudo()._forecast(activity_sudo)
        )
        labels = {
            CLIENTS: self.env._("Clients pay"),
            SUPPLIERS: self.env._("Suppliers and claims"),
            TAXES: self.env._("VAT and social contributions"),
            STRUCTURE: self.env._("Contributions to the cooperative"),
            PAY: self.env._("Cost of the part fixe"),
        }
        return {
            "name": activity_sudo.name,
            "held": format_fr(held),
            "months": [
                {
                    "label": format_date(self.env, row.start, date_format="MMMM y"),
                    "opening": format_fr(row.opening_cents),
                    "lines": [
                        (labels[kind], format_fr(cents))
                        for kind, cents in row.kinds.items()
                        if cents
                    ],
                    "late": row.late_cents > 0 and format_fr(row.late_cents),
                    "closing": format_fr(row.closing_cents),
                    "short": row.closing_cents < 0,
                }
                for row in months
            ],
            "receivables": self._treasury_clients(
                receivables, activity_sudo.company_id._oe_today()
            ),
            "shared": False,
        }

    def _treasury_clients(self, receivables, today):
        mine = set(self.env["account.move"]._oe_of(self.env.user).ids)
        return [
            {
                "client": line.partner_id.name or "",
                "document": line.move_id.name,
                "day": format_date(self.env, day),
                "late": (today - day).days if day < today else 0,
                "amount": format_fr(cents),
                "url": line.move_id.id in mine
                and f"/my/oe/sales/invoices/{line.move_id.id}",
            }
            for line, day, cents in sorted(receivables, key=lambda row: row[1])
        ]
