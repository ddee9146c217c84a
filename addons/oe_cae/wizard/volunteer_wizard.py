import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.tools import lock_rows

from ..calc.pay_csv import french
from ..calc.table_csv import Amount, content
from ..calc.volunteer import Year
from ..models.statement import euros

COLUMNS = (
    *("benevole", "annee", "heures", "valorisation", "adhesion_payee"),
    *("frais_rembourses", "frais_abandonnes"),
)
NAMES = ("value_cents", "fee_cents", "refunded_cents", "waived_cents")


class VolunteerWizard(models.TransientModel):
    """The year of an association: each volunteer, the whole, a table, an entry."""

    _name = "oe.cae.volunteer.wizard"
    _description = "Yearly report of volunteering"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self._default_company()
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(
        required=True,
        default=lambda self: self.env.company._oe_today().year,
    )
    line_ids = fields.One2many(
        "oe.cae.volunteer.wizard.line", "wizard_id", readonly=True
    )
    content = fields.Binary(compute="_compute_content", attachment=False)

    @api.model
    def _default_company(self):
        associations = self.env.companies.filtered(
            lambda company: company.oe_kind == "association"
        )
        return associations[:1] or self.env.company

    def _years(self):
        """``(name, year)`` of each volunteer, then of the association."""
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This company is not among yours."))
        # Who may run the report reads hours, claims and fees of the company.
        years = self.env["oe.cae.volunteer.year"]._years(self.company_id, self.year)
        rows = sorted(
            ((partner.name or "", mine) for partner, mine in years.items()),
            key=lambda row: row[0],
        )
        total = sum((mine for _name, mine in rows), Year())
        return [*rows, (self.env._("Association"), total)]

    @api.depends("company_id", "year")
    def _compute_content(self):
        for wizard in self:
            wizard.content = base64.b64encode(
                content(
                    COLUMNS,
                    [
                        (
                            name,
                            wizard.year,
                            Amount(french(round(mine.minutes * 100 / 60))),
                            *(Amount(french(getattr(mine, key))) for key in NAMES),
                        )
                        for name, mine in wizard._years()
                    ],
                )
            )

    def action_show(self):
        """Show the year on the screen."""
        self.ensure_one()
        self.check_access("write")
        self.line_ids.unlink()
        self.env["oe.cae.volunteer.wizard.line"].create(
            [
                {
                    "wizard_id": self.id,
                    "sequence": rank,
                    "name": name,
                    "hours": mine.minutes / 60,
                    **{
                        key.removesuffix("_cents"): euros(getattr(mine, key))
                        for key in NAMES
                    },
                }
                for rank, (name, mine) in enumerate(self._years())
            ]
        )
        return self._shown()

    def _shown(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Volunteering of the year"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_csv(self):
        """The year as a table."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/content/"
            f"benevolat-{self.year}.csv?download=true",
            "target": "self",
        }

    def action_fees(self):
        """A fee of the year for each volunteer who has none."""
        self.ensure_one()
        self._check_manager()
        self.env["oe.cae.volunteer.fee"]._of_volunteers(self.company_id, self.year)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_cae.oe_cae_volunteer_fee_action"
        )
        return {**action, "domain": [("year", "=", self.year)], "context": {}}

    def _check_manager(self):
        self.check_access("write")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager asks for it."))

    def action_entry(self):
        """On demand only: the value of the year on 864 and 875, as a draft, once."""
        self.ensure_one()
        self._check_manager()
        value = self._years()[-1][1].value_cents
        if not value:
            raise UserError(self.env._("No confirmed hours are worth anything yet."))
        # Books are the accountant's; the report proposes a draft.
        terms_sudo = self.env["oe.cae.volunteer.terms"].sudo()
        company = self.company_id
        ref = self.env._("Volunteering of %(year)s", year=self.year)
        # Held before it is asked whether it is there: a second click waits.
        journal = terms_sudo._journal(company)
        lock_rows(journal)
        found = terms_sudo.env["account.move"].search_count(
            [
                ("company_id", "=", company.id),
                ("journal_id", "=", journal.id),
                ("ref", "=", ref),
                ("state", "!=", "cancel"),
            ],
            limit=1,
        )
        if found:
            raise UserError(
                self.env._("The entry of this year is there already: cancel it first.")
            )
        amount = euros(value)
        terms_sudo._entry(
            company,
            f"{self.year}-12-31",
            ref,
            [
                (terms_sudo._account(company, "864"), amount, None),
                (terms_sudo._account(company, "875"), -amount, None),
            ],
        )
        return self.action_show()


class VolunteerWizardLine(models.TransientModel):
    """A line of the yearly report, for the eye."""

    _name = "oe.cae.volunteer.wizard.line"
    _description = "Line of the report of volunteering"
    _order = "sequence"

    wizard_id = fields.Many2one(
        "oe.cae.volunteer.wizard", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    name = fields.Char()
    hours = fields.Float(digits=(8, 2))
    value = fields.Monetary("Worth")
    fee = fields.Monetary("Fee paid")
    refunded = fields.Monetary("Paid back")
    waived = fields.Monetary("Given up")
