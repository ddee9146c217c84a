"""The assessment on the phone: who opens it, what is typed, its card."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from odoo.addons.oe_base.tools import lock_rows

READ_DAYS = 30
MOST_ROWS = 6
TEXTS = {
    "door": 200,
    "people": 200,
    "animals": 100,
    "habits": 1000,
    "existing": 1000,
    "wishes": 1000,
}


class HomeAssessment(models.Model):
    _inherit = "oe.home.assessment"

    @api.model
    def _readable(self, partner):
        """Assessments a person may open: who does them, the client, by a mandate.

        Whoever does them until some days after; the client and relatives once done.
        """
        recent = fields.Datetime.subtract(fields.Datetime.now(), days=READ_DAYS)
        principals = self.env["oe.mandate"].sudo()._principals(partner, "write")
        return self.sudo().search(
            [
                ("company_id", "in", self.env.user.company_ids.ids),
                ("state", "!=", "cancelled"),
                "|",
                "&",
                ("entrepreneur_id.partner_id", "=", partner.id),
                "|",
                ("state", "=", "planned"),
                ("done_on", ">=", recent),
                "&",
                ("partner_id", "in", (partner | principals).ids),
                ("state", "=", "done"),
            ],
            limit=40,
        )

    def _is_mine(self, partner):
        """Whether this person does the assessment, and may still write it."""
        self.ensure_one()
        return self.entrepreneur_id.partner_id == partner and self.state == "planned"

    def _fill(self, texts, rows, home_kind, finish):
        """What was seen, from the phone; saved as often as wanted, finished once.

        :param dict texts: by name, of :data:`TEXTS`
        :param list rows: (service, minutes a visit, visits a week)
        :raises UserError: for what cannot be, or when it was finished meanwhile
        """
        self.ensure_one()
        row_sudo = self.sudo()
        lock_rows(row_sudo)
        if row_sudo.state != "planned":
            raise UserError(self.env._("This assessment was closed already."))
        kinds = dict(self._fields["home_kind"]._description_selection(self.env))
        row_sudo.write(
            {
                **{
                    name: (texts.get(name) or "").strip()[:most] or False
                    for name, most in TEXTS.items()
                },
                "home_kind": home_kind if home_kind in kinds else False,
                "line_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "product_id": product.id,
                                "minutes": minutes,
                                "per_week": per_week,
                            }
                        )
                        for product, minutes, per_week in rows
                    ),
                ],
            }
        )
        if finish:
            row_sudo._finish()

    def _portal_values(self):
        """Plain values of the page."""
        self.ensure_one()
        place = self.lead_id.oe_place_id or self.partner_id
        return {
            "id": self.id,
            "client": self.partner_id.name,
            "day": format_datetime(
                self.env, self.date_planned, dt_format="EEEE d MMMM, HH:mm"
            ),
            "address": place._display_address(without_company=True).replace("\n", ", "),
            "phone": self.partner_id.phone or "",
            "state": self.state,
            "home_kind": self.home_kind or "",
            "texts": {name: self[name] or "" for name in TEXTS},
            "told": [line._told() for line in self.line_ids],
            "rows": [
                (line.product_id.id, line.product_id.name, line.minutes, line.per_week)
                for line in self.line_ids
            ],
        }

    def _portal_card(self, partner):
        """The card of who does it, or of the client once it is done."""
        self.ensure_one()
        mine = self._is_mine(partner)
        values = self._portal_values()
        return {
            "title": self.env._("Home assessment"),
            "text": f"{values['client']}, {values['day']}",
            "url": f"/my/oe/assessments/{self.id}",
            "button": self.env._("Fill it in") if mine else self.env._("Read"),
            "icon": "fa-clipboard",
            "tone": "warning" if mine else None,
            "sequence": 12 if mine else 60,
        }


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "today":
            cards += self._assessment_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    @api.model
    def _assessment_cards(self):
        rows_sudo = self.env["oe.home.assessment"]._readable(self.env.user.partner_id)
        return [row._portal_card(self.env.user.partner_id) for row in rows_sudo[:5]]
