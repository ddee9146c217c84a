from odoo import api, models
from odoo.tools import format_amount, format_date


class SapExplain(models.AbstractModel):
    """Sentences for what the computing layer says in codes."""

    _name = "oe.sap.explain"
    _description = "Sentences of home services"

    @api.model
    def _percent(self, rate):
        # A hard space: the sign never stands alone at the head of a line.
        return f"{float(rate * 100):g}".replace(".", ",") + "\u00a0%"

    @api.model
    def _vat(self, decision):
        """Rate, article, and the conditions missed: stored on the line."""
        rate = self._percent(decision.rate)
        if decision.reason == "vat.reduced":
            return self.env._(
                "VAT %(rate)s (%(article)s): every condition of the activity is met.",
                rate=rate,
                article=decision.article,
            )
        return self.env._(
            "VAT %(rate)s (%(article)s), because %(missed)s.",
            rate=rate,
            article=decision.article,
            missed=", ".join(self._condition(code) for code in decision.missed),
        )

    @api.model
    def _condition(self, code):
        return {
            "vat.listed": self.env._("the activity has no reduced rate"),
            "vat.prestataire": self.env._("the household is the employer"),
            "vat.school_support": self.env._("the lesson is not school support"),
            "vat.declared": self.env._(
                "the company was not declared yet on the day of the service"
            ),
            "vat.exclusive_or_dispensed": self.env._(
                "the company is neither exclusive nor dispensed"
            ),
            "vat.natural_person": self.env._("the client is not a private person"),
            "vat.at_home": self.env._("the service is not given at home"),
            "vat.public": self.env._("the client is not of the activity's public"),
            "vat.bundle": self.env._("it is sold without work at home (offre globale)"),
        }.get(code, code)

    @api.model
    def _right(self, refused, company):
        """Why a sale is refused, and what to do next."""
        kind, __, reason = refused.code.removeprefix("rights.").partition("_")
        if kind in ("agrement", "autorisation"):
            return self._authorization(kind, reason, refused, company)
        return {
            "rights.not_natural_person": self.env._(
                "home services are sold to private persons only; quote it from the "
                "general company."
            ),
            "rights.by_video": self.env._(
                "a service by video is not a home service; quote it from the general "
                "company."
            ),
            "rights.not_at_home": self.env._(
                "it is done away from home, so it needs work at home on the same "
                "quote (offre globale)."
            ),
            "rights.public": self.env._(
                "the activity is for another public; say on the document whom the "
                "service is for, or choose another service."
            ),
            "rights.not_declared": self.env._(
                "%(company)s holds no declaration on the day of the service "
                "(C. trav. L.7232-1-1); file it, then sell.",
                company=company.name,
            ),
        }.get(refused.code, refused.code)

    @api.model
    def _authorization(self, kind, reason, refused, company):
        what = {
            "agrement": self.env._("agreement (C. trav. L.7232-1)"),
            "autorisation": self.env._(
                "authorisation of the département (CASF L.313-1)"
            ),
        }[kind]
        if reason == "department":
            return self.env._(
                "the %(what)s of %(company)s does not cover département "
                "%(department)s; extend it first.",
                what=what,
                company=company.name,
                department=refused.get("department") or "?",
            )
        if reason == "date" and refused.get("ended_on"):
            return self.env._(
                "the %(what)s of %(company)s ended on %(day)s; renew it first.",
                what=what,
                company=company.name,
                day=format_date(self.env, refused.get("ended_on")),
            )
        if reason in ("activity", "mode"):
            return self.env._(
                "the %(what)s of %(company)s does not cover this activity in this "
                "mode; extend it first.",
                what=what,
                company=company.name,
            )
        return self.env._(
            "%(company)s holds no %(what)s on the day of the service; obtain it first.",
            what=what,
            company=company.name,
        )

    @api.model
    def _mention(self, name):
        """The label of a compulsory mention of a quote or an invoice."""
        return {
            "date_and_validity": self.env._("date and validity"),
            "provider": self.env._("provider"),
            "authorization_number": self.env._(
                "number of the declaration, agreement or authorisation"
            ),
            "client": self.env._("client"),
            "place": self.env._("place of the service"),
            "description": self.env._("description of the service"),
            "mode": self.env._("mode"),
            "hours": self.env._("hours"),
            "price": self.env._("price"),
            "vat_rate": self.env._("VAT rate"),
            "total": self.env._("total"),
            "extra_fees": self.env._("extra fees"),
            "declaration_number": self.env._("number of the declaration"),
            "declaration_date": self.env._("date of the declaration"),
            "travel_fees": self.env._("travel fees"),
            "nature": self.env._("exact nature of the service"),
            "time": self.env._("time"),
            "rate": self.env._("hourly rate or lump sum"),
            "worker": self.env._("who worked"),
        }.get(name, name)

    @api.model
    def _missing(self, refused):
        """A refusal of a quote's or an invoice's check, as a sentence."""
        if refused.code == "invoice.no_register_number":
            return self.env._(
                "%(worker)s has no number in the staff register (C. trav. "
                "D.7233-1); write it on the contract.",
                worker=refused.get("worker"),
            )
        if refused.code == "invoice.warn_needs_reason":
            return self.env._(
                "the company warns only, without a written reason: write it in the "
                "company's settings."
            )
        if refused.code == "quote.validity":
            return self.env._("the quote ends before its date: move its validity.")
        if refused.get("line"):
            return self.env._(
                "missing mention: %(mention)s (line %(line)s)",
                mention=self._mention(refused.get("mention")),
                line=refused.get("line"),
            )
        return self.env._(
            "missing mention: %(mention)s",
            mention=self._mention(refused.get("mention")),
        )

    @api.model
    def _certificate(self, refused, company):
        """Why a taxpayer has no certificate."""
        if refused.code == "certificate.only_cash":
            return self.env._(
                "paid in cash only (%(amount)s): cash never counts",
                amount=format_amount(
                    self.env, refused.get("cents") / 100, company.currency_id
                ),
            )
        return {
            "certificate.no_declaration_number": self.env._(
                "%(company)s has no declaration number: register its declaration",
                company=company.name,
            ),
            "certificate.no_declaration_date": self.env._(
                "the declaration of %(company)s has no date", company=company.name
            ),
            "certificate.beyond_total": self.env._(
                "Invoice %(invoice)s has payments or discounts beyond its total: "
                "correct it, then issue the certificates.",
                invoice=refused.get("invoice"),
            ),
            "certificate.nothing_paid": self.env._("nothing was paid in the year"),
            "certificate.nothing_eligible": self.env._(
                "what was paid opens no tax advantage"
            ),
            "certificate.net_refund": self.env._(
                "more was given back than paid: correct the earlier certificate"
            ),
        }.get(refused.code, refused.code)
