import re

from odoo import api, fields, models
from odoo.tools import html2plaintext

HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.S)


class Portal(models.AbstractModel):
    """The portal shell's hook: who sees which tabs, and the cards on them.

    Add-ons extend :meth:`_tabs` and :meth:`_cards`; templates receive plain values,
    never records. Everything is searched as the user, so rules filter.
    """

    _name = "oe.portal"
    _description = "Portal shell"

    @api.model
    def _kinds(self):
        """What the current user is on the portal, as a set of words.

        Among volunteer, cape, salaried, conceptual (hosted people), client,
        relative, partner, holder (of rights on the concept).
        """
        user = self.env.user
        kinds = set()
        if user.has_group("oe_base.group_oe_entrepreneur"):
            person = user._oe_entrepreneur()
            today = self._today()
            kinds |= {
                line.status for line in person.affiliation_ids if line._holds(today)
            } or {"entrepreneur"}
        if user.has_group("oe_base.group_oe_client"):
            kinds.add("client")
        if self.env["oe.mandate"].sudo()._principals(user.partner_id, "visits"):
            kinds.add("relative")
        if user.has_group("oe_base.group_oe_partner"):
            kinds.add("partner")
        if user.has_group("oe_base.group_oe_holder"):
            kinds.add("holder")
        return kinds

    @api.model
    def _today(self):
        return fields.Date.context_today(self)

    @api.model
    def _title(self, page):
        """The title of a browser tab: what the page says of itself in its heading."""
        heading = HEADING.search(str(page))
        return " ".join(html2plaintext(heading.group(1)).split()) if heading else ""

    @api.model
    def _tabs(self):
        """The tabs of the current user, in order.

        :return: list of dicts ``key``, ``label``, ``url``, ``icon``, ``badge``
        """
        kinds = self._kinds()
        tabs = []
        if kinds & {"volunteer", "cape", "salaried", "conceptual", "entrepreneur"}:
            tabs += [
                ("today", self.env._("Today"), "/my/oe", "fa-sun-o"),
                ("missions", self.env._("Missions"), "/my/oe/tab/missions", "fa-map-o"),
                ("account", self.env._("Account"), "/my/oe/tab/account", "fa-eur"),
                (
                    "progress",
                    self.env._("Progress"),
                    "/my/oe/tab/progress",
                    "fa-line-chart",
                ),
                ("me", self.env._("Me"), "/my/oe/tab/me", "fa-user-o"),
            ]
        elif kinds & {"client", "relative", "partner", "holder"}:
            tabs += [
                ("today", self.env._("Welcome"), "/my/oe", "fa-home"),
                ("me", self.env._("Me"), "/my/oe/tab/me", "fa-user-o"),
            ]
        badges = self._badges()
        return [
            {
                "key": key,
                "label": label,
                "url": url,
                "icon": icon,
                "badge": badges.get(key, 0),
            }
            for key, label, url, icon in tabs
        ]

    @api.model
    def _badges(self):
        """How much waits behind a tab: key of the tab → number."""
        return {}

    @api.model
    def _cards(self, tab):
        """The cards of a tab for the current user, sorted by ``sequence``.

        :return: list of dicts: ``title``, and optionally ``text``, ``value``,
            ``url`` with ``button``, ``icon``, ``tone`` (Bootstrap colour),
            ``sequence``, ``lines`` (list of ``(label, value)``, or with an address)
        """
        cards = []
        if tab == "me":
            cards += self._me_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    @api.model
    def _me_cards(self):
        user = self.env.user
        cards = [
            {
                "title": user.name,
                "text": user.email or user.login,
                "url": "/my/account",
                "button": self.env._("Change my details"),
                "icon": "fa-id-card-o",
                "sequence": 1,
            },
            {
                "title": self.env._("Security"),
                "text": self.env._("Password and second factor"),
                "url": "/my/security",
                "button": self.env._("Manage"),
                "icon": "fa-lock",
                "sequence": 90,
            },
        ]
        person = self.env["oe.entrepreneur"]
        if user.has_group("oe_base.group_oe_entrepreneur"):
            person = person.search([("partner_id", "=", user.partner_id.id)], limit=1)
        for line in person.affiliation_ids:
            labels = dict(line._fields["status"]._description_selection(self.env))
            cards.append(
                {
                    "title": line.sudo().company_id.name,
                    "text": labels[line.status],
                    "icon": "fa-building-o",
                    "sequence": 10,
                }
            )
        return cards
