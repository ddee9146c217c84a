from odoo import api, fields, models

from ..departments import DEPARTMENTS


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

    manager_ids = fields.Many2many(
        "res.users",
        string="Who works there",
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
        help="They get the new companies beside their own.",
    )

    @api.onchange("department_id")
    def _onchange_department(self):
        if self.department_id:
            self.code = self.department_id.department
            self.name = self.name or DEPARTMENTS.get(self.code)

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
        territories = self.env["oe.territory"]
        territory = territories._ensure(self.code, self.name, self.date_opening)
        for kind, name in self._wanted_companies():
            territories._open_company(
                self.code,
                self.name,
                self.date_opening,
                kind,
                name,
                self.manager_ids | self.env.user,
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "oe.territory",
            "res_id": territory.id,
            "views": [(False, "form")],
        }
