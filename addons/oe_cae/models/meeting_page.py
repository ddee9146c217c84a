from odoo import api, models
from odoo.tools import format_datetime


class Meeting(models.Model):
    _inherit = "oe.cae.meeting"

    def _row(self):
        """A slot as plain values; the topic is the person's own."""
        self.ensure_one()
        modes = dict(self._fields["mode"]._description_selection(self.env))
        zone = self.company_id.partner_id.tz or "Europe/Paris"
        return {
            "id": self.id,
            "when": format_datetime(
                self.env, self.start, tz=zone, dt_format="EEEE d MMMM, HH:mm"
            ),
            "minutes": self.minutes,
            "where": ", ".join(filter(None, (modes[self.mode], self.place))),
            "topic": self.topic or "",
        }


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _meetings_page(self):
        """Free slots of one's advisor and one's own appointments."""
        person_sudo = self.env.user._oe_entrepreneur().sudo()
        meetings_sudo = self.env["oe.cae.meeting"].sudo()
        return {
            "advisor": person_sudo.advisor_id.name or "",
            "phone": person_sudo.advisor_id.partner_id.phone or "",
            "taken": [row._row() for row in meetings_sudo._taken_by(person_sudo)],
            "free": [row._row() for row in meetings_sudo._free_for(person_sudo)],
        }

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab not in ("today", "me") or not self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            return cards
        page = self._meetings_page()
        if page["taken"]:
            cards.append(
                {
                    "title": self.env._(
                        "Appointment with %(name)s", name=page["advisor"]
                    ),
                    "text": f"{page['taken'][0]['when']}\n{page['taken'][0]['where']}",
                    "url": "/my/oe/meetings",
                    "button": self.env._("Open"),
                    "icon": "fa-handshake-o",
                    "sequence": 7,
                }
            )
        elif page["free"] and tab == "me":
            cards.append(
                {
                    "title": self.env._("See my advisor"),
                    "text": self.env._(
                        "%(count)s free slots with %(name)s",
                        count=len(page["free"]),
                        name=page["advisor"],
                    ),
                    "url": "/my/oe/meetings",
                    "button": self.env._("Choose a slot"),
                    "icon": "fa-calendar-plus-o",
                    "sequence": 11,
                }
            )
        return sorted(cards, key=lambda card: card.get("sequence", 50))
