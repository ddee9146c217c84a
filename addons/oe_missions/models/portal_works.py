from odoo import api, models
from odoo.tools import formatLang


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _tabs(self):
        tabs = super()._tabs()
        if "partner" in self._kinds():
            works = {
                "key": "works",
                "label": self.env._("Works"),
                "url": "/my/oe/tab/works",
                "icon": "fa-wrench",
            }
            tabs.insert(1, works)
        return tabs

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "today":
            cards += self._works_cards() + self._works_paper_cards()
        if tab in ("today", "works") and self.env.user.has_group(
            "oe_base.group_oe_partner"
        ):
            cards += self._works_received_cards(waiting=tab == "today")
        if tab == "works":
            cards += self._works_senior_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _works_cards(self):
        """The client's works: what to choose, what goes on, what to receive."""
        orders_sudo = self.env["oe.works.order"]._readable(self.env.user.partner_id)
        cards = []
        for order in orders_sudo.filtered(lambda row: row.state != "closed"):
            text, button, tone = self._works_step(order)
            cards.append(
                {
                    "title": order.title,
                    "text": f"{order.partner_id.name}\n{text}",
                    "url": f"/my/oe/works/{order.id}",
                    "button": button,
                    "icon": "fa-home",
                    "tone": tone,
                    "sequence": 6 if tone else 15,
                }
            )
        return cards

    def _works_step(self, order):
        see = self.env._("See the works")
        if order.state == "offered":
            return (
                self.env._(
                    "Offers to compare: %(count)s", count=len(order._open_offers())
                ),
                self.env._("Compare and choose"),
                "warning",
            )
        if order.state == "under_way" and order.finished_on:
            return (
                self.env._("The firm says that it is done"),
                self.env._("Receive the works"),
                "warning",
            )
        labels = dict(order._fields["state"]._description_selection(self.env))
        return labels[order.state], see, None

    def _works_paper_cards(self):
        """What an entrepreneur takes to a client's home: the choice, the reception."""
        orders = self.env["oe.works.order"]
        steps = (
            (False, "paper", self.env._("Photograph the signed choice"), "fa-camera"),
            (True, "reception", self.env._("Have the works received"), "fa-pencil"),
        )
        return [
            {
                "title": order.title,
                "text": order.partner_id.name,
                "url": f"/my/oe/works/{order.id}/{page}",
                "button": button,
                "icon": icon,
                "sequence": 31,
            }
            for finished, page, button, icon in steps
            for order in orders._presented_by(self.env.user, finished)
        ]

    def _works_received(self):
        """Requests to the firm of the current user, past the rules."""
        user = self.env.user
        if not user.has_group("oe_base.group_oe_partner"):
            return self.env["oe.works.link"].sudo().browse()
        links_sudo = (
            self.env["oe.works.link"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", user.partner_id.commercial_partner_id.id),
                    ("company_id", "in", user.company_ids.ids),
                    ("sent_on", "!=", False),
                ],
                order="id desc",
                limit=40,
            )
        )
        return links_sudo.filtered(lambda link: link._is_open())

    def _works_received_cards(self, waiting):
        cards = []
        labels = dict(
            self.env["oe.works.link"]._fields["state"]._description_selection(self.env)
        )
        for link in self._works_received():
            asks = link.state == "sent"
            if waiting and not (asks or link.state == "chosen"):
                continue
            place = link.order_id.place_id
            cards.append(
                {
                    "title": link.order_id.title,
                    "text": f"{place.zip or ''} {place.city or ''}\n"
                    f"{labels[link.state]}",
                    "url": f"/my/oe/works/received/{link.id}",
                    "button": self.env._("See and answer")
                    if asks
                    else self.env._("Open the works"),
                    "icon": "fa-wrench",
                    "tone": "warning" if asks else None,
                    "sequence": 5 if asks else 20,
                }
            )
        return cards

    def _works_senior_cards(self):
        """Technicians offered, and hours of 45 and over that were declared."""
        user = self.env.user
        firm_sudo = user.partner_id.commercial_partner_id.sudo()
        companies = user.company_ids.ids
        report = self.env["oe.works.report"].sudo()
        ((hours, fte),) = report._read_group(
            [("partner_id", "=", firm_sudo.id), ("company_id", "in", companies)],
            [],
            ["hours:sum", "fte:sum"],
        )
        technicians = firm_sudo.oe_convention_ids.filtered(
            lambda row: row.company_id.id in companies and row.state == "running"
        ).technician_ids
        return [
            {
                "title": self.env._("Technicians"),
                "icon": "fa-users",
                "lines": [(row.name, row.trade or "") for row in technicians],
                "text": "" if technicians else self.env._("None declared yet"),
                "sequence": 30,
            },
            {
                "title": self.env._("Hours of 45 and over"),
                "icon": "fa-clock-o",
                "lines": [
                    (
                        self.env._("Hours"),
                        formatLang(self.env, hours or 0, digits=2),
                    ),
                    (
                        self.env._("Full-time equivalents"),
                        formatLang(self.env, fte or 0, digits=4),
                    ),
                ],
                "sequence": 31,
            },
        ]
