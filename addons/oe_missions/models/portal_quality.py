from odoo import api, models
from odoo.tools import formatLang


class Portal(models.AbstractModel):
    """Cards of quality: sign the code, report, answer, and one's own averages."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        hosted = self.env.user.has_group("oe_base.group_oe_entrepreneur")
        if tab == "today":
            cards += self._satisfaction_cards()
            if hosted:
                cards += self._ethics_cards()
            else:
                cards += self._report_cards(80)
        elif tab == "me":
            cards += self._report_cards(70)
            if hosted:
                cards += self._signed_cards() + self._conflict_cards()
        elif tab == "progress" and hosted:
            cards += self._average_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _ethics_cards(self):
        code = self.env["oe.ethics.code"]._current()
        if not code or code._signature_of(self.env.user.partner_id):
            return []
        return [
            {
                "title": self.env._("Code of ethics to sign"),
                "text": code.name,
                "url": f"/my/oe/ethics/{code.id}",
                "button": self.env._("Read and sign"),
                "icon": "fa-pencil",
                "tone": "warning",
                "sequence": 4,
            }
        ]

    def _signed_cards(self):
        code = self.env["oe.ethics.code"]._current()
        if not code:
            return []
        page = code._page(self.env.user.partner_id)
        text = (
            self.env._("Signed on %(day)s", day=page["signed_on"])
            if page["signed_on"]
            else self.env._("Not signed yet")
        )
        return [
            {
                "title": self.env._("Code of ethics"),
                "text": f"{page['name']}\n{text}",
                "url": f"/my/oe/ethics/{code.id}",
                "button": self.env._("Read"),
                "icon": "fa-balance-scale",
                "sequence": 71,
            }
        ]

    def _conflict_cards(self):
        return [
            {
                "title": self.env._("Conflicts of interest"),
                "text": self.env._(
                    "A tie to a client (family, heir, lender…): say it, no mission "
                    "is proposed to you there."
                ),
                "url": "/my/oe/conflicts",
                "button": self.env._("See and declare"),
                "icon": "fa-random",
                "sequence": 72,
            }
        ]

    def _report_cards(self, sequence):
        if not self._tabs():
            return []
        return [
            {
                "title": self.env._("Something is wrong?"),
                "text": self.env._(
                    "Mistreatment, conflict, accident, complaint: the people in "
                    "charge read it, and nobody named in it."
                ),
                "url": "/my/oe/incidents",
                "button": self.env._("Report it"),
                "icon": "fa-life-ring",
                "sequence": sequence,
            }
        ]

    def _satisfaction_cards(self):
        rows_sudo = self.env["oe.satisfaction"]._readable(self.env.user.partner_id)
        return [
            {
                "title": self.env._("Are you satisfied?"),
                "text": values["who"] and f"{values['client']}, {values['who']}",
                "url": f"/my/oe/satisfactions/{values['id']}",
                "button": self.env._("Answer in two taps"),
                "icon": "fa-smile-o",
                "tone": "warning",
                "sequence": 7,
            }
            for values in (
                row._portal_values()
                for row in rows_sudo.filtered(lambda row: row.state == "asked")
            )
        ]

    def _average_cards(self):
        found = self.env["oe.satisfaction"]._average(self.env.user._oe_entrepreneur())
        if not found:
            return []
        score, count = found
        return [
            {
                "title": self.env._("What clients say"),
                "value": self.env._(
                    "%(score)s of 4", score=formatLang(self.env, score, digits=1)
                ),
                "text": self.env._("%(count)s answers, seen by you", count=count),
                "icon": "fa-smile-o",
                "sequence": 60,
            }
        ]

    @api.model
    def _report_choices(self):
        """What a page of reports offers: companies, clients, people not to read it.

        :return: dict of lists of ``(id, name)``
        """
        user = self.env.user
        partner = user.partner_id
        person_sudo = user._oe_entrepreneur()
        companies_sudo = user.sudo().company_ids.filtered("oe_kind")
        if person_sudo:
            companies_sudo = person_sudo.company_ids or companies_sudo
        incidents_sudo = self.env["oe.incident"].sudo()
        people_sudo = self.env["res.partner"].sudo()
        for company in companies_sudo:
            draft = incidents_sudo.new({"company_id": company.id})
            people_sudo |= draft._people_in_charge().partner_id
        if person_sudo:
            clients_sudo = self.env["oe.interest.conflict"]._clients_of(person_sudo)
        else:
            principals = self.env["oe.mandate"].sudo()._principals(partner, "visits")
            clients_sudo = partner.sudo() | principals
            visits_sudo = self.env["oe.intervention"]._readable_visits(partner)
            people_sudo |= visits_sudo.entrepreneur_id.partner_id
        return {
            "companies": [(row.id, row.name) for row in companies_sudo],
            "clients": [(row.id, row.name) for row in clients_sudo.sorted("name")],
            "people": [(row.id, row.name) for row in people_sudo.sorted("name")],
        }
