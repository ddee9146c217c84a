import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

# Taxes of services, due on payment (CGI 269-2-c); partly inactive in chart "fr".
SERVICE_TAXES = (
    "tva_normale_encaissement",
    "tva_intermediaire_encaissement",
    "tva_reduite_encaissement",
    "tva_acq_encaissement",
    "tva_acq_intermediaire_encaissement",
)


class ResCompany(models.Model):
    _inherit = "res.company"

    oe_kind = fields.Selection(
        [
            ("association", "Association (law of 1901)"),
            ("sas", "SAS: concept and brand"),
            ("cae_sap", "CAE declared for home services"),
            ("cae_general", "CAE, general services"),
        ],
        "Place in the network",
    )
    oe_territory_id = fields.Many2one(
        "oe.territory", "Territory", index="btree_not_null"
    )
    oe_structure_account_id = fields.Many2one(
        "account.analytic.account",
        "Structure account",
        help="Analytic account of the company itself: contributions come in here.",
    )

    @property
    def _oe_is_cae(self):
        return (self.oe_kind or "").startswith("cae")

    def _oe_chart_ref(self, xml_id):
        """A record of this company's chart, by its name in the chart template.

        :raises UserError: when the chart does not have it
        """
        self.ensure_one()
        found = self.env.ref(f"account.{self.id}_{xml_id}", raise_if_not_found=False)
        if not found:
            raise UserError(
                self.env._(
                    "The chart of accounts of %(company)s has no %(name)s: load the "
                    "French chart first.",
                    company=self.display_name,
                    name=xml_id,
                )
            )
        return found

    def _oe_open_books(self):
        """French chart, service taxes, structure account; can be run again."""
        chart = self.env["account.chart.template"]
        for company in self:
            if not company.chart_template:
                company.country_id = company.country_id or self.env.ref("base.fr")
                chart.try_loading("fr", company, install_demo=False)
            elif company.chart_template == "fr":
                company._oe_after_chart_load()
            company._oe_ensure_structure_account()

    def _oe_after_opening(self, day):
        """Hook: what else a company of the network needs from its first day on."""

    def _oe_after_chart_load(self):
        """Services by default: their taxes and account; products taxed per company."""
        for company in self:
            taxes = self.env["account.tax"]
            for name in SERVICE_TAXES:
                taxes |= company._oe_chart_ref(name)
            taxes.active = True
            company.account_sale_tax_id = company._oe_chart_ref(
                "tva_normale_encaissement"
            )
            company.account_purchase_tax_id = company._oe_chart_ref(
                "tva_acq_encaissement"
            )
            company._oe_sell_services()
        self.env["product.template"]._oe_sync_taxes(companies=self)

    def _oe_sell_services(self):
        """706 where the chart proposes 707: these companies sell services, no goods."""
        goods, services = self.income_account_id, self._oe_chart_ref("pcg_706")
        self.income_account_id = services
        self._set_category_defaults()
        journals = self.env["account.journal"].search(
            [("company_id", "=", self.id), ("default_account_id", "=", goods.id)]
        )
        journals.default_account_id = services

    def _oe_ensure_structure_account(self):
        for company in self.filtered(lambda c: not c.oe_structure_account_id):
            plan = self.env["account.analytic.plan"]._oe_activities_plan()
            company.oe_structure_account_id = self.env[
                "account.analytic.account"
            ].create(
                {
                    "name": self.env._("Structure of %(name)s", name=company.name),
                    "code": f"STR{company.id}",
                    "plan_id": plan.id,
                    "company_id": company.id,
                }
            )

    @api.model
    def _oe_network(self):
        """Every company of the network (whatever the user's current choice)."""
        return self.sudo().search([("oe_kind", "!=", False)])

    def _oe_wall(self, moment):
        """A stored moment (UTC) as the naive wall time of the company."""
        zone = pytz.timezone(self.partner_id.tz or "Europe/Paris")
        return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)

    def _oe_utc(self, wall):
        """A naive wall time of the company as a moment to store (UTC).

        In the hour that comes twice in October the first one is meant.
        """
        zone = pytz.timezone(self.partner_id.tz or "Europe/Paris")
        aware = zone.localize(wall, is_dst=True)
        return aware.astimezone(pytz.utc).replace(tzinfo=None)

    def _oe_today(self):
        """The calendar day it is now in the company."""
        # Its address is not open to everybody, its time zone is no secret.
        return self.sudo()._oe_wall(fields.Datetime.now()).date()
