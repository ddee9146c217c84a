from collections import Counter

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..calc.hours import spoken


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        user = self.env.user
        if user.has_group("oe_base.group_oe_entrepreneur"):
            if tab == "today":
                cards += self._proposal_cards() + self._visit_cards(4)
                cards += self._paper_cards()
            elif tab == "missions":
                cards += self._proposal_cards() + self._mission_cards()
                cards += self._search_cards()
        if tab == "today" and not user.has_group("oe_base.group_oe_entrepreneur"):
            cards += self._quote_cards() + self._client_visit_cards()
            cards += self._invoice_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _proposal_cards(self):
        proposals = self.env["oe.mission.proposal"].search([("state", "=", "sent")])
        # Found as the user; the mission behind is shown without its client.
        proposals_sudo = proposals.sudo()
        return [
            {
                "title": self.env._("A mission is proposed to you"),
                "text": self.env._(
                    "%(pole)s, %(city)s, %(km)s km",
                    pole=proposal.mission_id.pole_id.name or "",
                    city=proposal.mission_id._place().city or "",
                    km=f"{proposal.distance_km:.0f}",
                ),
                "url": f"/my/oe/proposals/{proposal.id}",
                "button": self.env._("See and answer"),
                "icon": "fa-bell-o",
                "tone": "warning",
                "sequence": 5,
            }
            for proposal in proposals_sudo
        ]

    @api.model
    def _badges(self):
        """Proposals that wait for an answer stand on the tab."""
        badges = super()._badges()
        if self.env.user.has_group("oe_base.group_oe_entrepreneur"):
            badges["missions"] = self.env["oe.mission.proposal"].search_count(
                [("state", "=", "sent")]
            )
        return badges

    def _search_cards(self):
        return [
            {
                "title": self.env._("Missions that look for somebody"),
                "text": self.env._("Browse them and apply, freely."),
                "url": "/my/oe/missions",
                "button": self.env._("Browse"),
                "icon": "fa-search",
                "sequence": 30,
            },
            {
                "title": self.env._("I cannot come"),
                "text": self.env._("For a visit or some days: somebody else is found."),
                "url": "/my/oe/replacements",
                "button": self.env._("Say when"),
                "icon": "fa-calendar-times-o",
                "sequence": 40,
            },
        ]

    def _visit_cards(self, limit):
        visits = self.env["oe.intervention"].search(
            [("state", "=", "planned")], order="planned_start, id", limit=limit
        )
        return [self._visit_card(visit, rank) for rank, visit in enumerate(visits)]

    def _visit_card(self, visit, rank):
        values = visit._portal_values()
        return {
            "title": self.env._("Next visit") if not rank else values["day"],
            "value": values["hours"] if not rank else None,
            "text": "\n".join(
                [
                    f"{values['day']}, {values['hours']}" if rank else values["day"],
                    values["client"],
                    values["address"],
                ]
            ),
            "url": f"/my/oe/interventions/{visit.id}",
            "button": self.env._("Record this visit"),
            "icon": "fa-map-marker",
            # Where to go next is the first thing to see, before what waits.
            "sequence": 10 + rank if rank else 1,
        }

    def _mission_cards(self):
        missions = self.env["oe.mission"].search(
            [("state", "in", ("staffed", "running", "suspended"))]
        )
        labels = dict(missions._fields["state"]._description_selection(self.env))
        return [
            {
                "title": mission.sudo().partner_id.name,
                "text": labels[mission.state],
                "icon": "fa-handshake-o",
                "lines": self._weekly_lines(mission.sudo()),
                "sequence": 20,
            }
            for mission in missions
        ]

    def _weekly_lines(self, mission):
        """Each service once, with how often a week and how long."""
        counts = Counter(
            (part.order_line_id.product_id.name, part.minutes)
            for part in mission.pattern_ids.part_ids
        )
        return [
            (name, f"{count} × {spoken(minutes)}" if count > 1 else spoken(minutes))
            for (name, minutes), count in counts.items()
        ]

    def _paper_cards(self):
        return [
            {
                "title": self.env._("Quote %(name)s", name=order.name),
                "text": order.partner_id.name,
                "url": f"/my/oe/quotes/{order.id}/paper",
                "button": self.env._("Photograph the signed quote"),
                "icon": "fa-camera",
                "sequence": 30,
            }
            for order in self.env["sale.order"]._oe_presented_by(user=self.env.user)
        ]

    def _quote_cards(self):
        orders_sudo = self.env["sale.order"]._oe_readable_quotes(
            self.env.user.partner_id
        )
        return [
            {
                "title": self.env._("Quote %(name)s", name=order.name),
                "value": formatLang(
                    self.env, order.amount_total, currency_obj=order.currency_id
                ),
                "text": order.partner_id.name,
                "url": f"/my/oe/quotes/{order.id}",
                "button": self.env._("Read and accept"),
                "icon": "fa-file-text-o",
                "tone": "warning",
                "sequence": 5,
            }
            for order in orders_sudo.filtered(lambda o: o.state == "sent")
        ]

    def _client_visit_cards(self):
        visits_sudo = self.env["oe.intervention"]._readable_visits(
            self.env.user.partner_id
        )
        now = fields.Datetime.now()
        ahead = visits_sudo.filtered(
            lambda v: v.state == "planned" and v.planned_end >= now
        )[:1]
        done = visits_sudo.filtered(lambda v: v.state == "done")[-3:]
        cards = []
        for visit in ahead:
            values = visit._portal_values()
            cards.append(
                {
                    "title": self.env._("Next visit"),
                    "value": values["who"],
                    "text": f"{values['day']}, {values['hours']}",
                    "icon": "fa-user-o",
                    "sequence": 10,
                }
            )
        if done:
            cards.append(
                {
                    "title": self.env._("Last visits"),
                    "icon": "fa-check",
                    "lines": [
                        (f"{v['day']}, {v['hours']}", v["who"])
                        for v in (visit._portal_values() for visit in done)
                    ],
                    "sequence": 20,
                }
            )
        return cards

    def _invoice_cards(self):
        partner = self.env.user.partner_id
        principals = self.env["oe.mandate"].sudo()._principals(partner, "pay")
        moves_sudo = (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", (partner | principals).ids),
                    ("move_type", "in", ("out_invoice", "out_refund")),
                    ("state", "=", "posted"),
                    ("company_id", "in", self.env.user.company_ids.ids),
                ],
                limit=6,
            )
        )
        if not moves_sudo:
            return []
        return [
            {
                "title": self.env._("Invoices"),
                "icon": "fa-eur",
                "lines": [
                    (
                        f"{move.name}, {format_date(self.env, move.invoice_date)}",
                        formatLang(
                            self.env, move.amount_total, currency_obj=move.currency_id
                        ),
                        # The list of the core shows own invoices only, not those of
                        # whom one pays for.
                        move.get_portal_url(),
                    )
                    for move in moves_sudo
                ],
                "sequence": 30,
            }
        ]


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _oe_presented_by(self, user):
        """Open quotes that an ES presents at the client's home."""
        return (
            self.sudo()
            .search(
                [
                    ("oe_entrepreneur_id.partner_id", "=", user.partner_id.id),
                    ("state", "=", "sent"),
                    ("company_id", "in", user.company_ids.ids),
                ]
            )
            .filtered(lambda order: not order.is_expired)
        )


class Intervention(models.Model):
    _inherit = "oe.intervention"

    @api.model
    def _readable_visits(self, partner):
        """Visits a portal client may see: own, or by a mandate."""
        principals = self.env["oe.mandate"].sudo()._principals(partner, "visits")
        return self.sudo().search(
            [
                ("partner_id", "in", (partner | principals).ids),
                ("company_id", "in", self.env.user.company_ids.ids),
                ("state", "!=", "cancelled"),
            ]
        )

    def _portal_values(self):
        """Plain values of a visit for pages: nothing a client or ES may not see."""
        self.ensure_one()
        visit_sudo = self.sudo()
        company = visit_sudo.company_id
        start = company._oe_wall(visit_sudo.actual_start or visit_sudo.planned_start)
        end = company._oe_wall(visit_sudo.actual_end or visit_sudo.planned_end)
        client, place = visit_sudo.partner_id, visit_sudo.mission_id._place()
        return {
            "id": self.id,
            "state": visit_sudo.state,
            "day": format_date(self.env, start.date(), date_format="EEEE d MMMM"),
            "date": start.date().isoformat(),
            "hours": f"{start:%H:%M} – {end:%H:%M}",
            "start": f"{start:%H:%M}",
            "end": f"{end:%H:%M}",
            "client": client.name,
            "address": ", ".join(
                part for part in (place.street, place.zip, place.city) if part
            ),
            "phone": client.phone or "",
            "who": (visit_sudo.entrepreneur_id.name or "").split(" ")[0],
            "parts": [
                (part.order_line_id.product_id.name, spoken(part.minutes))
                for part in visit_sudo.part_ids
            ],
        }
