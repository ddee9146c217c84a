import csv

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import file_open

from odoo.addons.oe_base.calc.money import percent, to_cents

from ..calc import activity as calc_activity

FILE_START = "2026-01-01"
SETTERS = "oe_base.group_oe_network_manager"
TAX_OF_RATE = {
    5.5: "tva_reduite_encaissement",
    10: "tva_intermediaire_encaissement",
    20: "tva_normale_encaissement",
}
REGIMES = [
    ("declaration", "Declaration"),
    ("agrement", "Agreement (agrément)"),
    ("autorisation", "Authorisation of the département"),
]
PUBLICS = [
    ("all", "Everybody"),
    ("child_under_3", "Children under the age limit"),
    ("child_3_and_over", "Children of the age limit and over"),
    ("dependent", "Dependent people"),
    ("disabled", "Disabled people"),
    ("temporary_need", "People who need help for a time"),
]


class SapActivity(models.Model):
    """One of the 26 activities of home services (C. trav. D.7231-1)."""

    _name = "oe.sap.activity"
    _description = "Home service activity"
    _order = "sequence, id"
    _rec_names_search = ["code", "name"]
    _oe_shared = "the law is the same for the whole network"

    code = fields.Char(required=True)
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    version_ids = fields.One2many("oe.sap.activity.version", "activity_id", "Rules")
    product_tmpl_id = fields.Many2one(
        "product.template", "Service", index="btree_not_null", readonly=True
    )
    price = fields.Float(
        "Price per hour, excl. VAT",
        compute="_compute_price",
        inverse="_inverse_price",
        digits="Product Price",
    )
    nova_code = fields.Char(help="Code in the statistics portal, when it is known.")

    _code_unique = models.UniqueIndex("(code)", "This activity exists already.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for activity in self:
            activity.display_name = f"{activity.code} {activity.name}"

    def write(self, vals):
        """The law's own words are the network's; a manager sets prices and codes."""
        free = self.env.su or self.env.user.has_group(SETTERS)
        if not free and set(vals) - {"price", "nova_code"}:
            raise AccessError(
                self.env._("Only network managers change the list of activities.")
            )
        return super().write(vals)

    @api.depends("product_tmpl_id")
    def _compute_price(self):
        for activity in self:
            # A manager of services has no right on products, and needs none here.
            product_sudo = activity.product_tmpl_id.sudo()
            activity.price = product_sudo.list_price

    def _inverse_price(self):
        self.check_access("write")
        for activity in self.filtered("product_tmpl_id"):
            # Only the price of its own service, after the check above.
            product_sudo = activity.product_tmpl_id.sudo()
            product_sudo.list_price = activity.price

    def _facts(self, day):
        """What the law says of this activity on a day, for the computing layer.

        Before its first version, the first one holds: the data starts somewhere.
        """
        self.ensure_one()
        versions = self.version_ids.sorted("date_start")
        started = versions.filtered(lambda version: version.date_start <= day)
        return (started[-1:] or versions[:1])._facts()

    @api.model
    def _load_file(self):
        """Activities of the shipped file and a product for each; can be run again."""
        known = {activity.code: activity for activity in self.search([])}
        with file_open("oe_sap/data/sap_activities.csv") as file:
            for rank, row in enumerate(csv.DictReader(file), 1):
                if row["code"] not in known:
                    activity = self.create(self._prepare_row(row, rank))
                    activity._make_product()

    @api.model
    def _prepare_row(self, row, rank):
        # Read by the computing layer first: a bad row is refused by name.
        facts = calc_activity.activity_from_row(row)
        outside = facts.outside_bundle_rate
        version = {
            "date_start": FILE_START,
            "regime_prestataire": facts.regime_prestataire.value,
            "regime_mandataire": facts.regime_mandataire.value,
            "public": facts.public.value,
            "bundle_vat": facts.bundle_for_vat,
            "bundle_credit": facts.bundle_for_credit,
            "vat_rate": float(facts.vat_rate * 100),
            "has_outside_rate": outside is not None,
            "vat_rate_outside": float((outside or 0) * 100),
            "legal_reference": facts.vat_article,
            "cap": (facts.cap_cents or 0) / 100,
            "max_minutes": facts.max_minutes or 0,
            "urssaf_nature": row["urssaf_nature"],
            "tax_return_box": row["tax_return_box"],
        }
        return {
            "code": row["code"],
            "name": row["label_fr"],
            "sequence": rank,
            "version_ids": [(0, 0, version)],
        }

    def _make_product(self):
        """The service sold by the hour for this activity, taxed in each company."""
        self.ensure_one()
        rate = self.version_ids[:1].vat_rate
        product = self.env["product.template"].create(
            {
                "name": self.name,
                "default_code": f"SAP-{self.code}",
                "list_price": 0,
                "oe_service_nature": "home",
                "oe_sale_tax": TAX_OF_RATE[rate],
                "oe_sap_activity_id": self.id,
                "oe_sap_school_support": (
                    self.code == calc_activity.SCHOOL_SUPPORT_ACTIVITY
                ),
            }
        )
        product._oe_make_hourly()
        self.product_tmpl_id = product


class SapActivityVersion(models.Model):
    """What the law says of an activity from a day on."""

    _name = "oe.sap.activity.version"
    _description = "Rules of a home service activity"
    _inherit = ["oe.dated.mixin"]
    _rec_name = "date_start"
    _oe_shared = "the law is the same for the whole network"

    _dated_key = ("activity_id",)

    activity_id = fields.Many2one(
        "oe.sap.activity", required=True, index=True, ondelete="cascade"
    )
    regime_prestataire = fields.Selection(REGIMES, "As provider", required=True)
    regime_mandataire = fields.Selection(REGIMES, "As agent", required=True)
    public = fields.Selection(PUBLICS, required=True)
    bundle_vat = fields.Boolean("Bundle for VAT", help="Offre globale.")
    bundle_credit = fields.Boolean("Bundle for the tax credit", help="Offre globale.")
    vat_rate = fields.Float("VAT, %", required=True, digits=(5, 2))
    has_outside_rate = fields.Boolean("Other rate outside a bundle")
    vat_rate_outside = fields.Float("VAT outside a bundle, %", digits=(5, 2))
    cap = fields.Float("Yearly cap, €", help="0: no cap.", digits=(12, 2))
    max_minutes = fields.Integer("Minutes a visit at most", help="0: no limit.")
    urssaf_nature = fields.Char("URSSAF code")
    tax_return_box = fields.Char()

    _version_unique = models.UniqueIndex(
        "(activity_id, date_start)", "The activity changes once a day."
    )

    def _facts(self):
        self.ensure_one()
        outside = percent(self.vat_rate_outside) if self.has_outside_rate else None
        code = self.activity_id.code
        return calc_activity.Activity(
            code=code,
            regime_prestataire=calc_activity.Regime(self.regime_prestataire),
            regime_mandataire=calc_activity.Regime(self.regime_mandataire),
            public=calc_activity.Public(self.public),
            bundle_for_vat=self.bundle_vat,
            bundle_for_credit=self.bundle_credit,
            vat_rate=percent(self.vat_rate),
            outside_bundle_rate=outside,
            vat_article=self.legal_reference or "",
            cap_cents=to_cents(self.cap) if self.cap else None,
            max_minutes=self.max_minutes or None,
            school_support_only=code == calc_activity.SCHOOL_SUPPORT_ACTIVITY,
        )
