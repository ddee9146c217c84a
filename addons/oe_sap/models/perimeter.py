"""« Est-ce que je peux faire ça ? »: the law of home services, asked by an ES."""

from odoo import api, fields, models

from odoo.addons.oe_base.calc import competence
from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.calc.period import Period

from ..calc import rights, vat
from ..calc.activity import Beneficiary, Mode

WHERE = ("home", "away", "video")
WHOM = ("anybody", "child", "dependent", "disabled", "temporary_need", "firm")


class SapPerimeter(models.AbstractModel):
    """One question, one answer in plain words; nothing is kept."""

    _name = "oe.sap.perimeter"
    _description = "May I do this?"

    @api.model
    def _choices(self):
        """What one may ask about: activities, for whom, where."""
        activities = self.env["oe.sap.activity"].sudo().search([("code", "!=", False)])
        whom = {
            "anybody": self.env._("A private person"),
            "child": self.env._("A child"),
            "dependent": self.env._("A dependent person (APA, PCH…)"),
            "disabled": self.env._("A disabled person"),
            "temporary_need": self.env._("A person who needs help for a time"),
            "firm": self.env._("A firm, a shop, an association"),
        }
        where = {
            "home": self.env._("At the client's home"),
            "away": self.env._("Elsewhere (errands, transport, laundry…)"),
            "video": self.env._("By video"),
        }
        return {
            "activity": [(row.id, row.name) for row in activities],
            "whom": [(key, whom[key]) for key in WHOM],
            "where": [(key, where[key]) for key in WHERE],
        }

    @api.model
    def _company(self, person):
        """The company of home services in the territory of a person."""
        territory_sudo = person.sudo().territory_id
        return territory_sudo._company_of("cae_sap")

    @api.model
    def _answer(self, person, activity, whom, where, child_age, bundle):
        """Whether this person may do it today, why, and what follows.

        :param person: the ES who asks
        :param activity: ``oe.sap.activity``
        :param str whom: of :data:`WHOM`
        :param str where: of :data:`WHERE`
        :param child_age: whole years, or None
        :param bool bundle: sold with work at home (offre globale)
        """
        day = fields.Date.context_today(self)
        company_sudo = self._company(person)
        if not company_sudo:
            return {
                "allowed": False,
                "why": [self.env._("Your territory has no company of home services.")],
                "good": [],
            }
        facts = activity.sudo()._facts(day)
        beneficiary = Beneficiary(
            child_age=child_age if whom == "child" else None,
            dependent=whom == "dependent",
            disabled=whom == "disabled",
            temporary_need=whom == "temporary_need",
        )
        why = self._law(company_sudo, facts, beneficiary, whom, where, bundle, day)
        why += self._own(person, company_sudo, activity, day)
        good = (
            []
            if why
            else self._good(
                company_sudo, activity, facts, beneficiary, whom, where, bundle, day
            )
        )
        return {"allowed": not why, "why": why, "good": good}

    @api.model
    def _law(self, company, facts, beneficiary, whom, where, bundle, day):
        """What the law refuses to the company."""
        authorizations = self.env["oe.sap.authorization"]
        held = authorizations._held(company).get(company, authorizations).sudo()
        limits = self.env["oe.sap.parameter"]._by_day()(day)._age_limits()
        sale = rights.Sale(
            activity=facts,
            mode=Mode.PRESTATAIRE,
            day=day,
            department=company.oe_territory_id.code,
            beneficiary=beneficiary,
            natural_person=whom != "firm",
            at_home=where == "home",
            by_video=where == "video",
            in_bundle=bundle,
        )
        refused = rights.sale_refusals(held._calc_company(day), sale, limits)
        explain = self.env["oe.sap.explain"]
        return [explain._right(item, company) for item in refused]

    @api.model
    def _own(self, person, company, activity, day):
        """What the person lacks: a contract there, a number, a competence."""
        told = []
        number, reason = (
            self.env["oe.affiliation"]
            .sudo()
            ._on_home_service_document(person.sudo(), company, day)
        )
        if reason == "not_hosted":
            told.append(
                self.env._(
                    "you have no contract with %(company)s: only its own people do "
                    "home services (C. trav. D.7233-1).",
                    company=company.name,
                )
            )
        elif not number:
            told.append(
                self.env._(
                    "you have no number in the staff register of %(company)s yet: ask "
                    "your advisor.",
                    company=company.name,
                )
            )
        wanted = activity.sudo().product_tmpl_id.oe_requirement_ids
        if wanted:
            assessments = self.env["oe.competence.assessment"]
            asked = [
                competence.Requirement(row.skill_id.id, row.minimum, True)
                for row in wanted
            ]
            gate = assessments._gate(person, asked, Period(day, None))[person.id]
            told += [assessments._explain_refusal(item) for item in gate.refusals]
        return told

    @api.model
    def _good(self, company, activity, facts, beneficiary, whom, where, bundle, day):
        """What follows when it may be done: VAT, price, credit, limits."""
        parameter = self.env["oe.sap.parameter"]._by_day()(day)
        authorizations = self.env["oe.sap.authorization"]
        held = authorizations._held(company).get(company, authorizations).sudo()
        decision = vat.decide(
            vat.Service(
                activity=facts,
                mode=Mode.PRESTATAIRE,
                day=day,
                in_bundle=bundle,
                at_home=where == "home",
                natural_person=whom != "firm",
                beneficiary=beneficiary,
            ),
            vat.Seller(
                declared_on=held._declaration(day).date_start or None,
                exclusive=company.oe_sap_exclusivity == "exclusive",
                dispensed=company.oe_sap_exclusivity == "dispensed",
            ),
            parameter.sudo()._vat_parameters(),
            parameter._age_limits(),
        )
        explain = self.env["oe.sap.explain"]
        told = [explain._vat(decision)]
        price = to_cents(activity.sudo().price)
        if price:
            told.append(
                self.env._(
                    "Price of an hour: %(excluded)s excl. VAT, %(included)s for the "
                    "client.",
                    excluded=format_fr(price),
                    included=format_fr(decision.included_cents(price)),
                )
            )
        told.append(
            self.env._(
                "It opens the tax credit of %(rate)s.",
                rate=explain._percent(parameter._credit_parameters().rate),
            )
            if decision.tax_credit
            else self.env._("It opens no tax credit.")
        )
        if facts.cap_cents:
            told.append(
                self.env._(
                    "The tax credit counts %(cap)s a year at most.",
                    cap=format_fr(facts.cap_cents),
                )
            )
        if facts.max_minutes:
            told.append(
                self.env._(
                    "A visit lasts %(minutes)s minutes at most.",
                    minutes=facts.max_minutes,
                )
            )
        return told


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        user = self.env.user
        if tab == "missions" and user.has_group("oe_base.group_oe_entrepreneur"):
            if self.env["oe.sap.perimeter"]._company(user._oe_entrepreneur()):
                cards.append(
                    {
                        "title": self.env._("May I do this?"),
                        "text": self.env._(
                            "Home services: what you may do, at which VAT, for whom."
                        ),
                        "url": "/my/oe/perimeter",
                        "button": self.env._("Ask"),
                        "icon": "fa-question-circle-o",
                        "sequence": 70,
                    }
                )
        return sorted(cards, key=lambda card: card.get("sequence", 50))
