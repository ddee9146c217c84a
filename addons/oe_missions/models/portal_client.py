import datetime

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..calc.hours import spoken


class Entrepreneur(models.Model):
    _inherit = "oe.entrepreneur"

    photo_for_clients = fields.Boolean(
        "Photo shown to clients",
        help="The entrepreneur agrees, on the own page, that clients see who comes.",
    )


class Portal(models.AbstractModel):
    """The client's and the relative's tabs, and the values of their pages."""

    _inherit = "oe.portal"

    @api.model
    def _tabs(self):
        tabs = super()._tabs()
        if self._kinds() & {"client", "relative"} and not self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            tabs[1:1] = [
                {
                    "key": "visits",
                    "label": self.env._("Visits"),
                    "url": "/my/oe/visits",
                    "icon": "fa-calendar",
                },
                {
                    "key": "needs",
                    "label": self.env._("My needs"),
                    "url": "/my/oe/needs",
                    "icon": "fa-comment-o",
                },
            ]
        return tabs

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "today":
            cards += self._notebook_cards()
        if tab in ("today", "missions") and self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            cards += self._sheet_cards()
        if tab == "me" and self.env.user.has_group("oe_base.group_oe_entrepreneur"):
            cards += self._photo_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _notebook_cards(self):
        homes = self.env["oe.liaison.note"]._homes(self.env.user)
        return [
            {
                "title": self.env._("Notebook"),
                "text": client.name,
                "url": f"/my/oe/notebooks/{client.id}",
                "button": self.env._("Read and write"),
                "icon": "fa-book",
                "sequence": 45,
            }
            for client in homes
        ]

    def _sheet_cards(self):
        waiting = self.env["oe.intervention"]._to_prove(
            self.env.user._oe_entrepreneur()
        )
        if not waiting:
            return []
        return [
            {
                "title": self.env._("Signed on paper"),
                "text": self.env._(
                    "Visits that a paper sheet may prove: %(count)s", count=len(waiting)
                ),
                "url": "/my/oe/sheets",
                "button": self.env._("Photograph the sheet"),
                "icon": "fa-camera",
                "sequence": 32,
            }
        ]

    def _photo_cards(self):
        shown = self.env.user._oe_entrepreneur().photo_for_clients
        return [
            {
                "title": self.env._("My photo"),
                "text": self.env._("Clients see it, you agreed.")
                if shown
                else self.env._("Clients do not see it."),
                "url": "/my/oe/photos",
                "button": self.env._("Change"),
                "icon": "fa-user-circle-o",
                "sequence": 60,
            }
        ]

    @api.model
    def _visits_page(self, month):
        """A month of visits: planned, done, signed; own, or by a mandate.

        :param date month: its first day
        """
        visits_sudo = self.env["oe.intervention"]._readable_visits(
            self.env.user.partner_id
        )
        after = month + relativedelta(months=1)

        def day(visit):
            moment = visit.actual_start or visit.planned_start
            return visit.company_id._oe_wall(moment).date()

        shown = visits_sudo.filtered(lambda visit: month <= day(visit) < after)
        states = dict(visits_sudo._fields["state"]._description_selection(self.env))
        many = len(visits_sudo.partner_id) > 1
        return {
            "title": format_date(self.env, month, date_format="MMMM y").capitalize(),
            "before": f"{month - relativedelta(months=1):%Y-%m}",
            "after": f"{after:%Y-%m}",
            "visits": [
                {
                    **visit._portal_values(),
                    "state_label": states[visit.state],
                    "for": visit.partner_id.name if many else "",
                    "signed": bool(visit.signature),
                    "signed_by": visit.signed_by or "",
                    "on_paper": bool(visit.sheet_id),
                    "photo": visit.entrepreneur_id.photo_for_clients
                    and bool(visit.entrepreneur_id.partner_id.image_128)
                    and visit.entrepreneur_id.id,
                }
                for visit in shown
            ],
        }

    @api.model
    def _request_days(self, row):
        first, last = (
            format_date(self.env, day) for day in (row.date_start, row.date_end)
        )
        if row.kind == "end":
            return self.env._("last day %(last)s", last=last)
        return self.env._("from %(first)s to %(last)s", first=first, last=last)

    @api.model
    def _home_page(self, mission_sudo):
        """A mission as its client sees it: who comes, when, what was asked."""
        kinds = dict(
            self.env["oe.client.request"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        states = dict(
            self.env["oe.client.request"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        labels = self.env["oe.availability"]._fields["weekday"]
        weekdays = dict(labels._description_selection(self.env))
        today = mission_sudo.company_id._oe_today()
        notice = self.env["oe.home.parameter"]._on(today).notice_days
        people = mission_sudo.member_ids.filtered(
            lambda row: not row.date_end or row.date_end >= today
        ).entrepreneur_id
        return {
            "id": mission_sudo.id,
            "client": mission_sudo.partner_id.name,
            "company": mission_sudo.company_id.name,
            "who": [(person.name or "").split(" ")[0] for person in people],
            "rhythm": [
                (
                    f"{weekdays[line.weekday]} "
                    f"{line.minute_start // 60:02d}:{line.minute_start % 60:02d}",
                    ", ".join(
                        f"{part.order_line_id.product_id.name} {spoken(part.minutes)}"
                        for part in line.part_ids
                    ),
                )
                for line in mission_sudo.pattern_ids
            ],
            "until": mission_sudo.date_end
            and format_date(self.env, mission_sudo.date_end),
            "requests": [
                {
                    "kind": kinds[row.kind],
                    "days": self._request_days(row),
                    "state": states[row.state],
                    "answer": row.answer or "",
                }
                for row in mission_sudo.request_ids
                if row.date_end >= today
            ],
            "today": today.isoformat(),
            "notice": notice,
            "end_from": (today + datetime.timedelta(days=notice)).isoformat(),
        }
