from odoo import fields, models

JOURNAL = "REP"
# The account that open invoices and the opening entry meet on: nil once both are in.
OPENING = "890000"


class ResCompany(models.Model):
    _inherit = "res.company"

    oe_opening_account_id = fields.Many2one(
        "account.account",
        "Opening account",
        help="Open invoices that moved in stand against it, and so does the opening "
        "entry: it is nil once both are in. Made when it is missing (890000).",
    )

    def _oe_opening_account(self):
        """The account that what moves in stands against."""
        self.ensure_one()
        if not self.oe_opening_account_id:
            accounts = self.env["account.account"].with_company(self)
            found = accounts.search(
                [("code", "=", OPENING), ("company_ids", "in", self.ids)], limit=1
            )
            self.oe_opening_account_id = found or accounts.create(
                {
                    "code": OPENING,
                    "name": self.env._("Opening balance sheet"),
                    "account_type": "equity",
                    "company_ids": [(6, 0, self.ids)],
                }
            )
        return self.oe_opening_account_id

    def _oe_moving_journal(self, kind):
        """The journal of what moves in, ``sale`` or ``general``."""
        self.ensure_one()
        code = f"{JOURNAL}{'V' if kind == 'sale' else 'A'}"
        journals = self.env["account.journal"].with_company(self)
        found = journals.search(
            [("company_id", "=", self.id), ("code", "=", code)], limit=1
        )
        names = {
            "sale": self.env._("Taken over: open invoices"),
            "general": self.env._("Taken over: balances"),
        }
        return found or journals.create(
            {
                "name": names[kind],
                "code": code,
                "type": kind,
                "company_id": self.id,
                "default_account_id": self._oe_opening_account().id
                if kind == "sale"
                else False,
            }
        )
