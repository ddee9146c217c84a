"""Prices of home services for everybody, with what must stand beside a price."""

from odoo import api, fields, models
from odoo.tools import format_amount, format_date


class SapActivity(models.Model):
    _inherit = "oe.sap.activity"

    @api.model
    def _price_page(self, territory=None):
        """Services with a price, by the company that sells them in a territory.

        :param territory: only there; all open ones by default
        :return: list of sellers with their services and mentions
        """
        # Public: plain values of what has a price go out, past the rules.
        companies = self.env["res.company"].sudo()
        wanted = [("oe_kind", "=", "cae_sap"), ("oe_territory_id", "!=", False)]
        if territory:
            wanted.append(("oe_territory_id", "=", territory.id))
        activities = self.sudo().search([("product_tmpl_id", "!=", False)])
        priced = activities.filtered(lambda row: row.price > 0)
        day = fields.Date.context_today(self)
        pages = []
        for company in companies.search(wanted, order="oe_territory_id, id", limit=60):
            services = priced._prices_of(company, day)
            if services:
                pages.append(
                    {
                        "company": company.name,
                        "territory": company.oe_territory_id.name,
                        "identity": company._oe_sap_identity(),
                        "services": services,
                        "mentions": company._oe_sap_price_mentions(priced, day),
                    }
                )
        return pages

    def _prices_of(self, company, day):
        """Price of an hour incl. VAT of each service that the company may sell."""
        shown = []
        for activity in self:
            facts = activity._facts(day)
            if not company._oe_sap_may_show(facts, day):
                continue
            product = activity.product_tmpl_id.product_variant_id
            taxes = product.taxes_id.filtered(
                lambda tax, company=company: tax.company_id == company
            )
            currency = company.currency_id
            total = taxes.compute_all(product.list_price, currency, 1, product)
            rates = ", ".join(f"{tax.amount:g}".replace(".", ",") for tax in taxes)
            shown.append(
                {
                    "name": activity.name,
                    "price": self.env._(
                        "%(price)s an hour, VAT of %(rate)s %% included",
                        price=format_amount(
                            self.env, total["total_included"], currency
                        ),
                        rate=rates or "0",
                    ),
                    "limits": activity._price_limits(facts, company.currency_id),
                }
            )
        return shown

    def _price_limits(self, facts, currency):
        """What limits this service: its public, its bundle, a visit's length."""
        self.ensure_one()
        told = []
        if facts.public.value != "all":
            publics = dict(
                self.version_ids._fields["public"]._description_selection(self.env)
            )
            told.append(
                self.env._("For: %(whom)s.", whom=publics[facts.public.value].lower())
            )
        if facts.bundle_for_credit:
            told.append(self.env._("Sold with work at home (offre globale)."))
        if facts.max_minutes:
            told.append(
                self.env._(
                    "%(minutes)s minutes a visit at most.", minutes=facts.max_minutes
                )
            )
        if facts.cap_cents:
            told.append(
                self.env._(
                    "Tax credit: %(cap)s of expense a year at most.",
                    cap=format_amount(self.env, facts.cap_cents / 100, currency),
                )
            )
        return told


class ResCompany(models.Model):
    _inherit = "res.company"

    def _oe_sap_may_show(self, facts, day):
        """A price is shown of what may be sold: declared, and with its agreement."""
        self.ensure_one()
        authorizations = self.env["oe.sap.authorization"]
        held = authorizations._held(self).get(self, authorizations).sudo()
        if not held._declaration(day):
            return False
        if facts.regime_prestataire.value == "declaration":
            return True
        return any(
            row.kind == facts.regime_prestataire.value
            and row._period().contains(day)
            and (not row.activity_ids or facts.code in row.activity_ids.mapped("code"))
            for row in held
        )

    def _oe_sap_identity(self):
        """Who sells: name, legal form, SIREN, address, phone."""
        self.ensure_one()
        siren = "".join((self.company_registry or "").split())[:9]
        place = ", ".join(
            part
            for part in (self.street, f"{self.zip or ''} {self.city or ''}".strip())
            if part
        )
        parts = (
            self.oe_legal_form,
            siren and self.env._("SIREN %(siren)s", siren=siren),
            place,
            self.phone,
        )
        return ", ".join(part for part in parts if part)

    def _oe_sap_price_mentions(self, activities, day):
        """Sentences of the order of 17 March 2015 and of the declaration."""
        self.ensure_one()
        products = activities.product_tmpl_id.product_variant_id
        told = products._oe_public_mentions(self, day)
        parameter = self.env["oe.sap.parameter"]._by_day()(day)
        told += [
            self.env._(
                "A quote is free, and handed over from 100 € incl. VAT a month or on "
                "demand (order of 17 March 2015)."
            ),
            self.env._(
                "Travel and other fees stand on the quote; without a line there, "
                "there is none."
            ),
            self.env._(
                "Sunday, holiday and night rates, and the rule of late cancellations, "
                "stand on the quote."
            ),
            self.env._("Prices of %(day)s.", day=format_date(self.env, day)),
        ]
        credit = self.env._(
            "Tax credit of %(rate)s within yearly limits, for taxpayers of France "
            "(%(article)s).",
            rate=self.env["oe.sap.explain"]._percent(
                parameter._credit_parameters().rate
            ),
            article=parameter.credit_article,
        )
        return {"law": told, "credit": credit}
