from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import percent

from ..calc import rights, vat
from ..calc.activity import Beneficiary, Mode
from .activity import TAX_OF_RATE

MODES = [
    ("prestataire", "Provider"),
    ("mandataire", "Agent: the household is the employer"),
    ("mise_a_disposition", "Staff made available"),
]
# Only what the law asks to justify a rate: never why a person needs help.
PUBLICS = [
    ("child", "A child"),
    ("disabled_child", "A disabled child"),
    ("dependent", "A dependent person (APA, PCH…)"),
    ("disabled", "A disabled person"),
    ("temporary_need", "A person who needs help for a time"),
]
TAX_NAMES = {percent(rate): name for rate, name in TAX_OF_RATE.items()}


class SapRules(models.AbstractModel):
    """The law of home services applied to a line of a quote or an invoice.

    Both documents have the same ``oe_sap_*`` fields, so one reading serves both.
    """

    _name = "oe.sap.rules"
    _description = "Rules of home services"

    @api.model
    def _lines(self, lines):
        """Lines that are home services: a firm buys cleaning, not SAP.

        The declared company sells nothing else, so all its lines are checked.
        """
        return lines.filtered(
            lambda line: (
                line.product_id.oe_sap_activity_id
                and (
                    not line._oe_sap_document()._oe_sap_buyer().is_company
                    or line.company_id.oe_kind == "cae_sap"
                )
            )
        )

    @api.model
    def _beneficiary(self, document, day):
        born, public = document.oe_sap_child_birthdate, document.oe_sap_public
        age = None
        if born and public in ("child", "disabled_child"):
            age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return Beneficiary(
            child_age=age,
            dependent=public == "dependent",
            disabled=public in ("disabled", "disabled_child"),
            temporary_need=public == "temporary_need",
        )

    @api.model
    def _decide(self, document, product, day, held, parameters):
        """VAT decision of a product on a document at its service date.

        :param held: the company's ``oe.sap.authorization`` records
        :param parameters: the ``oe.sap.parameter`` in force
        """
        company = document.company_id
        seller = vat.Seller(
            declared_on=held._declaration(day).date_start or None,
            exclusive=company.oe_sap_exclusivity == "exclusive",
            dispensed=company.oe_sap_exclusivity == "dispensed",
        )
        service = vat.Service(
            activity=product.oe_sap_activity_id.sudo()._facts(day),
            mode=Mode(document.oe_sap_mode or "prestataire"),
            day=day,
            in_bundle=document.oe_sap_in_bundle,
            at_home=product.oe_sap_place == "home",
            natural_person=not document._oe_sap_buyer().is_company,
            beneficiary=self._beneficiary(document, day),
            school_support=product.oe_sap_school_support,
        )
        return vat.decide(
            service, seller, parameters._vat_parameters(), parameters._age_limits()
        )

    @api.model
    def _tax(self, document, decision):
        """The tax of the company's own chart for a decided rate."""
        company = document.company_id.sudo()
        tax = company._oe_chart_ref(TAX_NAMES[decision.rate]).sudo(False)
        return document.fiscal_position_id.map_tax(tax)

    @api.model
    def _decisions(self, lines):
        """VAT decision of each home service line; one query for the rights.

        :return: dict line → ``calc.vat.VatDecision``
        """
        lines = lines.filtered(
            lambda line: (
                line.product_id.oe_sap_activity_id
                and line.company_id.chart_template == "fr"
            )
        )
        authorizations = self.env["oe.sap.authorization"]
        held = authorizations._held(lines.company_id) if lines else {}
        parameters = self.env["oe.sap.parameter"]._by_day()
        return {
            line: self._decide(
                line._oe_sap_document(),
                line.product_id,
                line._oe_sap_day(),
                held.get(line.company_id, authorizations)
                .sudo()
                ._of_document(line._oe_sap_document()),
                parameters(line._oe_sap_day()),
            )
            for line in lines
        }

    @api.model
    def _refusals(self, lines):
        """Why the company may not sell these home services, each with its line.

        :return: list of (line, ``Refusal``)
        """
        pairs = [(line, line._oe_sap_day()) for line in lines]
        return [(line, refused) for line, _day, refused in self._refusals_on(pairs)]

    @api.model
    def _refusals_on(self, pairs):
        """The same for lines and the days on which they are given.

        :param pairs: of a line and a day
        :return: list of (line, day, ``Refusal``)
        """
        lines = self.env["sale.order.line"].browse()
        if pairs:
            lines = next(iter(pairs))[0].browse(line.id for line, _day in pairs)
        # Past the rules: who plans a visit need not read the order.
        lines = self._lines(lines.sudo())
        authorizations = self.env["oe.sap.authorization"]
        held = authorizations._held(lines.company_id) if lines else {}
        parameters = self.env["oe.sap.parameter"]._by_day()
        found = []
        for line, day in sorted(pairs, key=lambda pair: (pair[1], pair[0].id)):
            row = line.sudo()
            if row not in lines:
                continue
            mine = held.get(row.company_id, authorizations).sudo()
            mine = mine._of_document(row._oe_sap_document())
            limits = parameters(day)._age_limits()
            sale = self._prepare_sale(row, day)
            company = mine._calc_company(day)
            found += [
                (line, day, refused)
                for refused in rights.sale_refusals(company, sale, limits)
            ]
        return found

    @api.model
    def _prepare_sale(self, line, day):
        document, product = line._oe_sap_document(), line.product_id
        place = document.partner_shipping_id or document.partner_id
        return rights.Sale(
            activity=product.oe_sap_activity_id.sudo()._facts(day),
            mode=Mode(document.oe_sap_mode or "prestataire"),
            day=day,
            department=self._department(place),
            beneficiary=self._beneficiary(document, day),
            natural_person=not document._oe_sap_buyer().is_company,
            at_home=product.oe_sap_place == "home",
            by_video=product.oe_sap_place == "video",
            in_bundle=document.oe_sap_in_bundle,
        )

    @api.model
    def _department(self, place):
        """Number of the département of an address, from its postal code."""
        commune = place.sudo().oe_commune_id
        if commune:
            return commune.department
        code = (place.zip or "").strip()
        return code[:3] if code.startswith(("97", "98")) else code[:2]

    @api.model
    def _assert_allowed(self, lines):
        """Refuse a sale without the right to it.

        :raises UserError: naming the service, the rule and what to do
        """
        found = self._refusals(lines)
        if found:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(service)s: %(why)s",
                        service=line.product_id.display_name,
                        why=self.env["oe.sap.explain"]._right(refused, line.company_id),
                    )
                    for line, refused in found
                )
            )

    @api.model
    def _in_bundle(self, products, day=None):
        """Whether some of these services are work at home, which opens the bundle."""
        day = day or fields.Date.context_today(self)
        return any(
            not activity._facts(day).bundle_for_vat
            and not activity._facts(day).bundle_for_credit
            for activity in products.oe_sap_activity_id.sudo()
        )
