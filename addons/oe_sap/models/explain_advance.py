from odoo import api, models
from odoo.tools import format_amount, format_date


class SapExplain(models.AbstractModel):
    """Sentences of the immediate advance: what fails, and the way to mend it."""

    _inherit = "oe.sap.explain"

    @api.model
    def _advance(self, refused):
        """A check that fails, with what to do next."""
        handlers = (
            self._advance_missing,
            self._advance_gate,
            self._advance_client,
            self._advance_dates,
            self._advance_amounts,
            self._advance_move,
        )
        for handler in handlers:
            told = handler(refused)
            if told:
                return told
        return refused.code

    @api.model
    def _advance_money(self, cents):
        return format_amount(self.env, (cents or 0) / 100, self.env.ref("base.EUR"))

    @api.model
    def _advance_day(self, day):
        return format_date(self.env, day) if day else ""

    @api.model
    def _advance_field(self, name):
        return {
            "title": self.env._("title (Mr, Ms)"),
            "birth_name": self.env._("birth name"),
            "first_names": self.env._("first names"),
            "birth_date": self.env._("birth date"),
            "birth_country": self.env._("country of birth"),
            "birth_commune": self.env._("town and département of birth"),
            "mobile": self.env._("mobile phone (06 or 07)"),
            "email": self.env._("e-mail"),
            "commune": self.env._("town of the address"),
            "postal_code": self.env._("postal code"),
            "way": self.env._("street (28 characters at most)"),
            "bic": self.env._("BIC"),
            "iban": self.env._("IBAN"),
            "holder": self.env._("account holder"),
            "idTiersFacturation": self.env._(
                "biller's number: a network manager writes it in Settings"
            ),
            "idClient": self.env._(
                "client's number at the service: wait until the enrolment is answered"
            ),
            "dateNaissanceClient": self.env._("birth date of the client"),
            "numFactureTiers": self.env._("invoice number: confirm the invoice"),
            "InputPrestations": self.env._("services on the invoice"),
            "codeNature": self.env._(
                "URSSAF code of the activity: write it in the catalogue"
            ),
            "unite": self.env._("unit of the line"),
            "complement2": self.env._(
                "staff register number of who worked: write it on the contract"
            ),
            "dateVersementAcompte": self.env._("day of the deposit"),
        }.get(name, name)

    @api.model
    def _advance_missing(self, refused):
        if refused.code == "advance.bad_field":
            return self.env._(
                "to correct: %(field)s", field=self._advance_field(refused.get("field"))
            )
        if refused.code != "advance.missing":
            return ""
        name = self._advance_field(refused.get("mention"))
        line = refused.get("line")
        if line:
            return self.env._(
                "missing: %(field)s (line %(line)s)", field=name, line=line
            )
        return self.env._("missing: %(field)s", field=name)

    @api.model
    def _advance_gate(self, refused):
        member = refused.get("member")
        if refused.code == "advance.guarantee":
            return self.env._(
                "%(member)s: a guarantee of %(due)s is due and %(held)s is held; raise "
                "it, then write it in the settings of the immediate advance.",
                member=member,
                due=self._advance_money(refused.get("due_cents")),
                held=self._advance_money(refused.get("held_cents")),
            )
        if refused.code == "advance.no_proof":
            return self.env._(
                "%(member)s has shown no proof: one member without proof excludes the "
                "whole cooperative. Collect it under “Proofs of the members”.",
                member=member,
            )
        if refused.code == "advance.proof_expired":
            return self.env._(
                "%(member)s: the proofs expired on %(day)s, and one member in breach "
                "excludes the whole cooperative. Renew them under “Proofs of the "
                "members”.",
                member=member,
                day=self._advance_day(refused.get("expired_on")),
            )
        return {
            "advance.no_account": self.env._(
                "the immediate advance of this company is not switched on: a network "
                "manager does it in Settings."
            ),
            "advance.no_credentials": self.env._(
                "no credentials: a network manager writes them in Settings."
            ),
        }.get(refused.code, "")

    @api.model
    def _advance_client(self, refused):
        if refused.code == "advance.before_activation":
            return self.env._(
                "services of %(start)s, before the client's activation on %(day)s: "
                "this invoice is paid otherwise.",
                start=self._advance_day(refused.get("start")),
                day=self._advance_day(refused.get("activated_on")),
            )
        if refused.code == "advance.public_aid":
            opens = refused.get("opens_on")
            if opens:
                return self.env._(
                    "the client receives APA or PCH: the program opens to them on "
                    "%(day)s.",
                    day=self._advance_day(opens),
                )
            return self.env._(
                "the client receives APA or PCH: the program is closed to them."
            )
        if refused.code == "advance.yearly_limit":
            return self.env._(
                "yearly limit: %(used)s used here, %(asked)s asked for, %(limit)s at "
                "most; what is beyond is paid by the client, who gets the credit by "
                "the tax return.",
                used=self._advance_money(refused.get("used_cents")),
                asked=self._advance_money(refused.get("asked_cents")),
                limit=self._advance_money(refused.get("limit_cents")),
            )
        return {
            "advance.not_enrolled": self.env._(
                "the client is not enrolled: enrol under “Clients of the advance”, or "
                "let the client do it on the portal."
            ),
            "advance.not_activated": self.env._(
                "the client has not activated the account at Urssaf yet: remind the "
                "client of the e-mail of Urssaf."
            ),
            "advance.mandataire": self.env._(
                "the household is the employer (mandataire): no advance by this way."
            ),
        }.get(refused.code, "")

    @api.model
    def _advance_dates(self, refused):
        start, end = (
            self._advance_day(refused.get("start")),
            self._advance_day(refused.get("end")),
        )
        if refused.code == "advance.several_months":
            return self.env._(
                "services from %(start)s to %(end)s: a request holds one calendar "
                "month; make one invoice a month.",
                start=start,
                end=end,
            )
        if refused.code == "advance.future_date":
            return self.env._(
                "%(day)s is still to come: send it from that day on.",
                day=self._advance_day(refused.get("day")),
            )
        if refused.code == "advance.end_before_start":
            return self.env._("the services end before they start: correct their days.")
        return ""

    @api.model
    def _advance_amounts(self, refused):
        money, get = self._advance_money, refused.get
        if refused.code == "advance.deposit":
            return self.env._(
                "%(deposit)s of %(total)s is paid already: a deposit is half at most; "
                "the rest is paid by the client.",
                deposit=money(get("deposit_cents")),
                total=money(get("total_cents")),
            )
        if refused.code in ("advance.line_product", "advance.line_vat"):
            return self.env._(
                "line %(line)s: %(expected)s computed, %(found)s written; correct the "
                "line.",
                line=get("line"),
                expected=money(get("expected_cents")),
                found=money(get("found_cents")),
            )
        if refused.code == "advance.too_many_lines":
            return self.env._(
                "%(count)s lines, %(maximum)s at most: make two invoices.",
                count=get("count"),
                maximum=get("maximum"),
            )
        if refused.code == "advance.child_too_young":
            return self.env._(
                "line %(line)s: a child of %(age)s; the advance for child care starts "
                "at %(minimum)s.",
                line=get("line"),
                age=get("age"),
                minimum=get("minimum"),
            )
        return {
            "advance.no_amount": self.env._("nothing to pay on this invoice."),
            "advance.lines_total": self.env._(
                "the lines do not make the total: compute the invoice again."
            ),
            "advance.negative_line": self.env._(
                "line %(line)s is negative: put the discount into the price.",
                line=get("line"),
            ),
            "advance.no_service": self.env._("fees only: the advance is for services."),
        }.get(refused.code, "")

    @api.model
    def _advance_move(self, refused):
        if refused.code == "advance.not_eligible":
            return self.env._(
                "“%(service)s” opens no tax credit: invoice it apart.",
                service=refused.get("service"),
            )
        return {
            "advance.duplicate_invoice": self.env._(
                "number %(number)s was sent already: replace the invoice, it gets a "
                "new number.",
                number=refused.get("number"),
            ),
            "advance.not_posted": self.env._("the invoice is not confirmed."),
            "advance.paid": self.env._("the invoice is paid already."),
            "advance.currency": self.env._("the invoice is not in euros."),
            "advance.credited": self.env._(
                "a credit note takes back a part of it: the client pays the rest."
            ),
        }.get(refused.code, "")

    @api.model
    def _advance_codes(self, codes):
        """What the service answered: its codes, and those we know in words."""
        known = {
            "ERR_FACTURE_DOUBLON": self.env._(
                "another request has this invoice number: replace the invoice"
            ),
            "ERR_PARTICULIER_INACTIF": self.env._(
                "the client's account at Urssaf is not active"
            ),
            "ERR_PARTICULIER_INCONNU": self.env._("Urssaf does not know the client"),
            "ERR_DATE_NAISSANCE": self.env._(
                "the birth date is not the one Urssaf knows"
            ),
        }
        told = [
            f"{known[code]} ({code})" if code in known else code
            for code in dict.fromkeys(codes)
        ]
        return self.env._("Urssaf rejects it: %(why)s.", why="; ".join(told))
