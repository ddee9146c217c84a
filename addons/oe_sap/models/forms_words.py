from odoo import api, models

from odoo.addons.oe_base.calc.money import format_fr
from odoo.addons.oe_base.paper import Paper
from odoo.addons.oe_base.paper_font import readable


class HomeAssessment(models.Model):
    """The comparison told in plain words, on the page and in large print."""

    _inherit = "oe.home.assessment"

    def _oe_sap_forms_page(self):
        """What the page shows: one card a form, the cheapest at the end marked."""
        self.ensure_one()
        columns = self._oe_sap_columns()
        least = min((column.left_cents for column in columns), default=0)
        return {
            "id": self.id,
            "client": self.sudo().partner_id.name,
            "services": [line._told() for line in self.sudo().line_ids],
            "chosen": self.sudo().oe_sap_form or "",
            "cards": [
                {
                    "form": column.form.value,
                    "title": self._oe_sap_form_label(column.form.value),
                    "least": column.left_cents == least,
                    "left": format_fr(column.left_cents),
                    "headline": self.env._(
                        "%(left)s a month stay to pay",
                        left=format_fr(column.left_cents),
                    ),
                    "rows": self._oe_sap_form_rows(column),
                    "why": self._oe_sap_form_why(column),
                }
                for column in columns
            ],
            "notes": self._oe_sap_form_notes() if columns else [],
        }

    @api.model
    def _oe_sap_form_rows(self, column):
        """(label, words) of a form, in the order of the questions people ask."""
        rows = [
            (self.env._("Who employs"), self._oe_sap_employer(column.form.value)),
            (self.env._("Who replaces"), self._oe_sap_replacer(column.form.value)),
            (self.env._("Price of a month"), format_fr(column.price_cents)),
            (self.env._("Aids of a month"), format_fr(-column.aid_cents)),
            (self.env._("Tax credit"), format_fr(-column.credit_cents)),
            (self.env._("Stays to pay"), format_fr(column.left_cents)),
            (
                self.env._("Paid on the day"),
                self.env._(
                    "%(amount)s with the immediate advance",
                    amount=format_fr(column.now_cents),
                )
                if column.advance
                else format_fr(column.now_cents),
            ),
            (
                self.env._("Who works nets, an hour"),
                format_fr(column.net_hour_cents)
                if column.net_hour_cents is not None
                else self.env._("the wage of the firm"),
            ),
        ]
        return rows

    @api.model
    def _oe_sap_employer(self, form):
        return {
            "prestataire": self.env._("The cooperative"),
            "mandataire": self.env._("You; an agent does the papers"),
            "direct": self.env._("You, with the CESU"),
            "independent": self.env._("Nobody: the person is independent"),
            "partner": self.env._("The firm"),
        }[form]

    @api.model
    def _oe_sap_replacer(self, form):
        return {
            "prestataire": self.env._("The cooperative"),
            "mandataire": self.env._("The agent proposes somebody"),
            "direct": self.env._("You look for somebody"),
            "independent": self.env._("You look for somebody"),
            "partner": self.env._("The firm"),
        }[form]

    @api.model
    def _oe_sap_form_why(self, column):
        told = []
        for item in column.steps:
            facts = dict(item.inputs)
            if item.label_key == "forms.hour":
                told.append(
                    self.env._(
                        "An hour: %(gross)s gross + %(charges)s of charges + %(fee)s "
                        "of fee = %(total)s.",
                        gross=format_fr(facts["gross_cents"]),
                        charges=format_fr(facts["charges_cents"]),
                        fee=format_fr(facts["fee_cents"]),
                        total=format_fr(item.amount_cents),
                    )
                )
            elif item.label_key == "credit.amount":
                told.append(
                    self.env._(
                        "Tax credit of a year: %(used)s × %(rate)s = %(credit)s.",
                        used=format_fr(facts["used_cents"]),
                        rate=self.env["oe.sap.explain"]._percent(facts["rate"]),
                        credit=format_fr(item.amount_cents),
                    )
                )
        return told

    @api.model
    def _oe_sap_form_notes(self):
        return [
            self.env._(
                "Estimates for twelve equal months, with usual wages and fees: ask for "
                "a quote before you decide."
            ),
            self.env._(
                "As an employer you declare, pay leave and illness rules apply, and an "
                "end of contract has its own rules."
            ),
            self.env._(
                "Who assessed your need earns nothing on your choice, unless you "
                "agreed in writing."
            ),
        ]

    def _oe_sap_forms_paper(self):
        """The same in large print, a form a block; PDF bytes."""
        self = readable(self)
        self.ensure_one()
        page = self._oe_sap_forms_page()
        paper = Paper(self.env._("Which form suits me?"))
        large = self.env["res.partner"]._oe_large
        large(paper, self.env._("Which form suits me?"), "title")
        large(paper, page["client"] or "")
        for told in page["services"]:
            large(paper, told)
        for card in page["cards"]:
            large(paper, card["title"], "day")
            for label, words in card["rows"]:
                large(paper, f"{label} : {words}")
        for note in page["notes"]:
            large(paper, note)
        return paper.draw()
