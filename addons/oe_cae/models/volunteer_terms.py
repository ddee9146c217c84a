from odoo import api, fields, models
from odoo.fields import Command

CODE = "BENEV"
# Accounts of the associations (ANC 2018-06) that the general chart does not have.
ASSOCIATION = {
    "756": ("756000", "Cotisations", "income"),
    "7541": ("754120", "Abandons de frais par les bénévoles", "income"),
    "864": ("864000", "Personnel bénévole", "off_balance"),
    "875": ("875000", "Bénévolat", "off_balance"),
}


class VolunteerTerms(models.Model):
    """What an association counts with, from a day on: hour, kilometre, fee.

    The hour values what is given for the yearly report (ANC 2018-06 art. 211-1 and
    following); nothing is entered unless somebody asks.
    """

    _name = "oe.cae.volunteer.terms"
    _description = "Terms of volunteering"
    _inherit = ["oe.dated.mixin"]
    _check_company_auto = True
    _dated_key = ("company_id",)

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    hourly_value = fields.Monetary("Value of an hour", required=True)
    km_rate = fields.Float("€ a km", digits=(6, 4), required=True)
    fee = fields.Monetary("Membership fee a year", required=True)

    _once = models.UniqueIndex(
        "(company_id, date_start)", "Terms start on this day already."
    )
    _values_possible = models.Constraint(
        "CHECK (hourly_value >= 0 AND km_rate >= 0 AND fee >= 0)",
        "Values of volunteering are positive.",
    )

    @api.model
    def _account(self, company, key):
        """An account of the association's chart, made when it is missing."""
        code, name, kind = ASSOCIATION[key]
        accounts = self.env["account.account"].with_company(company)
        found = accounts.search(
            [("code", "=", code), ("company_ids", "in", company.ids)], limit=1
        )
        return found or accounts.create(
            {
                "code": code,
                "name": name,
                "account_type": kind,
                "company_ids": [Command.set(company.ids)],
            }
        )

    @api.model
    def _journal(self, company):
        """The journal of volunteering, made when it is missing."""
        return company._oe_general_journal(CODE, self.env._("Volunteering"))

    @api.model
    def _entry(self, company, day, ref, lines):
        """The draft of an entry: ``(account, euros, debit positive, partner)``."""
        return (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": self._journal(company).id,
                    "company_id": company.id,
                    "date": day,
                    "ref": ref,
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": account.id,
                                "name": ref,
                                "balance": amount,
                                "partner_id": partner and partner.id,
                            }
                        )
                        for account, amount, partner in lines
                    ],
                }
            )
        )


class Entrepreneur(models.Model):
    _inherit = "oe.entrepreneur"

    def _volunteers_for(self, day):
        """Companies that the person is a volunteer of on a day."""
        self.ensure_one()
        lines = self.affiliation_ids.filtered(
            lambda line: line.status == "volunteer" and line._holds(day)
        )
        return lines.company_id
