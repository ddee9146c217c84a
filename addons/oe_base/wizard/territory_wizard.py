from odoo import api, fields, models
from odoo.exceptions import UserError


class TerritoryWizard(models.TransientModel):
    """Open an ETD in one action: territory, companies, charts, taxes, accounts.

    Run twice it changes nothing; it runs in one transaction, so an interruption
    leaves nothing half made.
    """

    _name = "oe.territory.wizard"
    _description = "Open a territory"

    department_id = fields.Many2one(
        "oe.commune",
        "A commune of the department",
        help="Any commune: it gives the department.",
    )
    code = fields.Char("Department", required=True, size=3)
    name = fields.Char("Name of the territory", required=True)
    date_opening = fields.Date(default=fields.Date.context_today, required=True)
    with_sap = fields.Boolean("CAE declared for home services", default=True)
    with_general = fields.Boolean("CAE, general services", default=True)
    with_association = fields.Boolean("Association")
    name_sap = fields.Char(
        "Its name", compute="_compute_names", readonly=False, store=True
    )
    name_general = fields.Char(
        "Name", compute="_compute_names", readonly=False, store=True
    )
    name_association = fields.Char(
        "Name of the association", compute="_compute_names", readonly=False, store=True
    )

    @api.onchange("department_id")
    def _onchange_department(self):
        if self.department_id:
            self.code = self.department_id.department

    @api.depends("name")
    def _compute_names(self):
        for wizard in self:
            name = wizard.name or ""
            wizard.name_sap = f"CAE SAMAD {name}".strip()
            wizard.name_general = f"CAE MSG {name}".strip()
            wizard.name_association = f"Oui Ensemble {name}".strip()

    def _wanted_companies(self):
        return [
            (kind, name)
            for kind, wanted, name in (
                ("cae_sap", self.with_sap, self.name_sap),
                ("cae_general", self.with_general, self.name_general),
                ("association", self.with_association, self.name_association),
            )
            if wanted
        ]

    def action_open(self):
        """Open the territory, or complete it, and show it."""
        self.ensure_one()
        self.env["oe.territory"].check_access("create")
        known = self.env["oe.commune"].search_count(
            [("department", "=", self.code.strip())], limit=1
        )
        if not known:
            raise UserError(
                self.env._(
                    "%(code)s is no French department: write its number, for example "
                    "44.",
                    code=self.code,
                )
            )
        territory = self._ensure_territory()
        for kind, name in self._wanted_companies():
            self._ensure_company(territory, kind, name)
        return {
            "type": "ir.actions.act_window",
            "res_model": "oe.territory",
            "res_id": territory.id,
            "views": [(False, "form")],
        }

    def _ensure_territory(self):
        code = self.code.strip()
        found = self.env["oe.territory"].search([("code", "=", code)])
        return found or self.env["oe.territory"].create(
            {"code": code, "name": self.name, "date_opening": self.date_opening}
        )

    def _ensure_company(self, territory, kind, name):
        # Opening a company touches settings only an administrator may write; the
        # wizard itself is for network managers (access rows).
        companies_sudo = self.env["res.company"].sudo()
        company = companies_sudo.search(
            [("oe_territory_id", "=", territory.id), ("oe_kind", "=", kind)], limit=1
        )
        if not company:
            company = companies_sudo.create(
                {
                    "name": name,
                    "oe_kind": kind,
                    "oe_territory_id": territory.id,
                    "country_id": self.env.ref("base.fr").id,
                    "currency_id": self.env.ref("base.EUR").id,
                }
            )
            company.partner_id.lang = "fr_FR"
            self.env.user.sudo().company_ids = [(4, company.id)]
        company._oe_open_books()
        return company
