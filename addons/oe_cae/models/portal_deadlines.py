from odoo import api, models
from odoo.tools import format_date

NEAR = ("0_late", "1_month", "3_months")


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab in ("today", "me") and self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            cards += self._cae_deadline_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _cae_deadline_cards(self):
        """What is near for the person: three months or less."""
        # Closed to portal users; only this person's rows, as plain values.
        rows_sudo = (
            self.env["oe.cae.deadline"]
            .sudo()
            .search(
                [
                    ("entrepreneur_id.partner_id", "=", self.env.user.partner_id.id),
                    ("kind", "!=", "notice"),
                    ("urgency", "in", NEAR),
                ]
            )
        )
        titles = {
            "cape_end": self.env._("My CAPE ends"),
            "cape_ended": self.env._("My CAPE has ended"),
            "membership": self.env._("Become a member"),
            "contract_end": self.env._("My contract ends"),
            "interview": self.env._("Our next interview"),
            "part_variable": self.env._("My part variable of the year"),
        }
        return [
            {
                "title": titles[self._cae_deadline_title(row_sudo)],
                "value": format_date(self.env, row_sudo.date_due),
                "text": self._cae_advice(row_sudo),
                **self._cae_deadline_link(row_sudo),
                "icon": "fa-hourglass-half",
                # What is weeks away does not stand before the next visit.
                "tone": "warning" if row_sudo.urgency == "3_months" else "danger",
                "sequence": 60 if row_sudo.urgency == "3_months" else 8,
            }
            for row_sudo in rows_sudo
        ]

    def _cae_deadline_title(self, row):
        past = row.kind == "cape_end" and row.date_due < self._today()
        return "cape_ended" if past else row.kind

    def _cae_deadline_link(self, row):
        if row.kind == "part_variable":
            return {"url": "/my/oe/pays", "button": self.env._("My pays")}
        if row.kind == "interview":
            return {"url": "/my/oe/meetings", "button": self.env._("Choose a slot")}
        return {
            "url": f"/my/oe/contracts/{row.contract_id.id}",
            "button": self.env._("Open the contract"),
        }

    def _cae_advice(self, row):
        advisor = row.advisor_id.name
        if row.kind == "part_variable":
            return self.env._("What the year leaves you is paid by this day.")
        if row.kind == "interview":
            return self.env._(
                "Two interviews in any twelve months: agree on a day with your advisor."
            )
        if advisor:
            return self.env._(
                "Talk about what comes next with %(advisor)s.", advisor=advisor
            )
        return self.env._("Talk about what comes next with your advisor.")
