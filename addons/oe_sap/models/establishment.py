from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.oe_base.calc.errors import CalcError

from ..calc.establishment import SIREN_DIGITS, department_of, luhn, siret_of


class SapEstablishment(models.Model):
    """A place from which a company sells home services: its SIRET, what it covers.

    A visit belongs to the establishment written on its mission, else on its order,
    else to the one that covers the commune of the home (by its postal code), then its
    département, else to the main one. Statistics are declared by establishment.
    """

    _name = "oe.sap.establishment"
    _description = "Establishment of home services"
    _inherit = ["mail.thread"]
    _order = "company_id, is_main desc, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        "Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    siret = fields.Char("SIRET", required=True, tracking=True)
    is_main = fields.Boolean(
        "Main establishment", help="What no other establishment covers is its own."
    )
    active = fields.Boolean(default=True)
    street = fields.Char()
    zip = fields.Char("Postal code")
    city = fields.Char()
    departments = fields.Char(
        "Départements covered", help="Numbers separated by commas: 44, 49."
    )
    commune_ids = fields.Many2many(
        "oe.commune",
        "oe_sap_establishment_commune_rel",
        "establishment_id",
        "commune_id",
        "Communes covered",
        help="They come before the départements, by postal code.",
    )
    nova_code = fields.Char(
        "Number in the statistics portal", help="Empty as long as it is not known."
    )
    date_start = fields.Date(
        "Open since",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        help="Statements are due from the quarter of that day on.",
    )
    report_ids = fields.One2many(
        "oe.sap.activity.report", "establishment_id", "Statements"
    )
    authorization_ids = fields.One2many(
        "oe.sap.authorization", "establishment_id", "Rights of this one only"
    )

    _siret_once = models.UniqueIndex(
        "(siret)", "This SIRET is an establishment already."
    )
    _main_once = models.UniqueIndex(
        "(company_id) WHERE is_main AND active",
        "This company has its main establishment already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._plain_values(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._plain_values(vals))

    @api.model
    def _plain_values(self, vals):
        """Numbers as they are compared: without spaces, in capitals."""
        plain = dict(vals)
        if vals.get("siret"):
            plain["siret"] = "".join(vals["siret"].split())
        if vals.get("departments"):
            codes = (code.strip().upper() for code in vals["departments"].split(","))
            plain["departments"] = ",".join(code for code in codes if code)
        return plain

    @api.constrains("siret", "company_id")
    def _check_siret(self):
        for place in self:
            try:
                digits = siret_of(place.siret)
            except CalcError as error:
                raise ValidationError(
                    self.env._(
                        "%(siret)s is no SIRET: fourteen digits, the last one checks "
                        "the others.",
                        siret=place.siret,
                    )
                ) from error
            registry = "".join((place.company_id.sudo().company_registry or "").split())
            if digits[:SIREN_DIGITS] != registry[:SIREN_DIGITS]:
                raise ValidationError(
                    self.env._(
                        "%(siret)s is no establishment of %(company)s: its first nine "
                        "digits are not the company's SIREN.",
                        siret=place.siret,
                        company=place.company_id.sudo().name,
                    )
                )

    @api.constrains("is_main", "active", "company_id")
    def _check_main(self):
        companies = self.company_id
        groups = self.sudo()._read_group(
            [("company_id", "in", companies.ids)], ["company_id"], ["is_main:bool_or"]
        )
        for company, has_main in groups:
            if not has_main:
                raise ValidationError(
                    self.env._(
                        "%(company)s needs a main establishment: what no other one "
                        "covers belongs to it.",
                        company=company.name,
                    )
                )

    @api.constrains("departments", "commune_ids", "company_id", "active")
    def _check_covered_once(self):
        for place in self.filtered("active"):
            others = self.sudo().search(
                [("company_id", "=", place.company_id.id), ("id", "!=", place.id)]
            )
            both = place._department_set() & set().union(
                *(other._department_set() for other in others)
            )
            names = sorted(both) + (place.commune_ids & others.commune_ids).mapped(
                "name"
            )
            if names:
                raise ValidationError(
                    self.env._(
                        "Another establishment covers these already: %(names)s.",
                        names=", ".join(names),
                    )
                )

    def _department_set(self):
        self.ensure_one()
        return set((self.departments or "").split(",")) - {""}

    @api.model
    def _of_company(self, company):
        """Its establishments, the main one first; past the rules, for a decision."""
        return self.sudo().search([("company_id", "=", company.id)])

    def _covering(self, postal_code):
        """Which of these covers a postal code: by commune, département, else main."""
        code = (postal_code or "").strip()
        for place in self.sorted("id"):
            if code and code in place.commune_ids.mapped("postal_code"):
                return place
        department = department_of(code)
        for place in self.sorted("id"):
            if department and department in place._department_set():
                return place
        return self.filtered("is_main")[:1]

    @api.model
    def _of_document(self, document):
        """The establishment of a quote or an invoice, or none."""
        explicit = document.sudo().oe_sap_establishment_id
        place = document.partner_shipping_id or document.partner_id
        mine = self._of_company(document.company_id)
        return explicit or mine._covering(place.sudo().zip)


class SapAuthorization(models.Model):
    _inherit = "oe.sap.authorization"

    establishment_id = fields.Many2one(
        "oe.sap.establishment",
        "Only for",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="Empty: for all establishments of the company.",
    )

    def _of_document(self, document):
        """These rights less those of the establishments that do not serve it."""
        if not self.establishment_id:
            return self
        mine = self.env["oe.sap.establishment"]._of_document(document)
        return self.filtered(
            lambda held: not held.establishment_id or held.establishment_id == mine
        )

    @api.constrains("kind", "number", "company_id")
    def _check_siren_key(self):
        for held in self.filtered(lambda held: held.kind == "declaration"):
            siren = "".join(held.number.split()).removeprefix("SAP")
            if not luhn(siren):
                raise ValidationError(
                    self.env._(
                        "%(number)s holds no true SIREN: its last digit does not "
                        "check the others. Correct the company's SIRET.",
                        number=held.number,
                    )
                )
