from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import format_fr, to_cents

from ..calc import payslip_entry as calc
from ..calc.payslip_file import Totals
from .statement import euros
from .words import month_label

# Accounts of the French chart, by kind of line.
ACCOUNTS = {
    calc.GROSS: "pcg_6411",
    calc.EMPLOYER: "pcg_6451",
    calc.NET_PAID: "pcg_421",
    calc.SOCIAL: "pcg_431",
    calc.TAX: "pcg_4421",
}
JOURNAL = "PAIE"
REAL = {
    "real_gross": "gross_cents",
    "real_employer": "employer_cents",
    "real_employee": "employee_cents",
    "real_net": "net_cents",
    "real_tax": "tax_cents",
    "real_paid": "paid_cents",
}


class Pay(models.Model):
    """Real payslips in the books: drafts of an entry, counter-entries, never twice."""

    _inherit = "oe.cae.pay"

    def _real_totals(self):
        """Totals of the payslip as the computing layer reads them, or nothing."""
        self.ensure_one()
        if not self.real_on:
            return None
        return Totals(*(to_cents(self[name]) for name in REAL))

    def _set_real(self, totals):
        self._put(
            {
                **{name: euros(getattr(totals, cents)) for name, cents in REAL.items()},
                "real_on": fields.Datetime.now(),
                "state": "paid",
                "booked_otherwise": False,
            }
        )

    @api.model
    def _booking_refusal(self, company, month):
        """Why nothing can be booked in a month, in one sentence, or nothing."""
        # Lock dates are read for a check, whoever imports.
        company_sudo = company.sudo()
        day = fields.Date.end_of(month, "month")
        locks = company_sudo._get_lock_date_violations(
            day, fiscalyear=True, sale=False, purchase=False, tax=False, hard=True
        )
        if not locks:
            return ""
        return self.env._(
            "The accounting of %(month)s is closed: %(locks)s. Ask the accountant to "
            "open it, or book the pay otherwise.",
            month=month_label(str(month)),
            locks=company_sudo._format_lock_dates(locks),
        )

    def _book(self, corrected=()):
        """One draft entry for these pays of one month, with what is not booked yet.

        A pay that the books charge already gives nothing, also when the accountant
        moved what is owed to other accounts. One that was corrected is taken back
        first, then entered anew.

        :param corrected: ids of pays whose totals changed
        :return: the entry, or an empty one when the books say it all
        """
        company, month = self.company_id, self[:1].month
        refusal = self._booking_refusal(company, month)
        if refusal:
            raise UserError(refusal)
        accounts = {
            kind: company._oe_chart_ref(name).id for kind, name in ACCOUNTS.items()
        }
        booked = self._booked(accounts)
        lines = []
        for pay in self:
            wanted = pay._entry()
            there = booked.get(pay.id, [])
            is_same = calc.same if pay.id in corrected else calc.same_charges
            if is_same(wanted, there):
                continue
            back = calc.counter(there)
            lines += pay._line_values(back, accounts, self.env._("Taken back"))
            lines += pay._line_values(wanted, accounts)
        return self._draft_entry(company, month, lines)

    def _draft_entry(self, company, month, lines):
        moves_sudo = self.env["account.move"].sudo().with_company(company)
        if not lines:
            return moves_sudo.browse()
        # A draft for the accountant to post; who imports may have no right on entries.
        return moves_sudo.create(
            {
                "move_type": "entry",
                "journal_id": self._journal(company).id,
                "company_id": company.id,
                "date": fields.Date.end_of(month, "month"),
                "ref": self.env._("Pay of %(month)s", month=month_label(str(month))),
                "line_ids": [(0, 0, values) for values in lines],
            }
        )

    def _entry(self):
        shares = [
            (share.activity_id.account_id.id, to_cents(share.budget))
            for share in self.share_ids
        ]
        return calc.entry(self._real_totals(), shares)

    def _booked(self, accounts):
        """What entries that are not cancelled hold for these pays, by pay."""
        by_account = {account: kind for kind, account in accounts.items()}
        found = self.env["account.move.line"].search(
            [("oe_cae_pay_id", "in", self.ids), ("parent_state", "!=", "cancel")]
        )
        booked = defaultdict(list)
        for line in found:
            keys = [int(key) for key in line.analytic_distribution or {}]
            kind = by_account.get(line.account_id.id, str(line.account_id.id))
            booked[line.oe_cae_pay_id.id].append(
                calc.Item(kind, to_cents(line.balance), keys[0] if keys else None)
            )
        return booked

    def _line_values(self, items, accounts, word=""):
        """Values of journal items; nobody's name is written in the books."""
        label = self.env._(
            "Pay %(month)s, %(number)s",
            month=month_label(str(self.month)),
            number=self.register_number,
        )
        return [
            {
                # An account that the accountant chose instead is taken back as it is.
                "account_id": accounts.get(item.kind) or int(item.kind),
                "name": f"{word}: {label}" if word else label,
                "balance": euros(item.cents),
                "analytic_distribution": {str(item.activity): 100}
                if item.activity
                else False,
                "oe_cae_pay_id": self.id,
            }
            for item in items
        ]

    @api.model
    def _journal(self, company):
        """The journal of pay, made when it is missing."""
        return company._oe_general_journal(JOURNAL, self.env._("Payroll"))

    @api.model
    def _told_totals(self, totals):
        """Totals in one line, for a report."""
        return self.env._(
            "gross %(gross)s, employer %(employer)s, net %(net)s, paid %(paid)s",
            gross=format_fr(totals.gross_cents),
            employer=format_fr(totals.employer_cents),
            net=format_fr(totals.net_cents),
            paid=format_fr(totals.paid_cents),
        )
