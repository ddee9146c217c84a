import datetime
import functools

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, Spacer

from odoo import api, models
from odoo.tools import format_date

from odoo.addons.oe_base.paper import TEXT, Paper, escape, plain
from odoo.addons.oe_base.paper_font import readable

# Read without glasses: nothing below 18 points.
LARGE = ParagraphStyle("large", TEXT, fontSize=20, leading=27)
DAY = ParagraphStyle(
    "day", TEXT, fontName="Helvetica-Bold", fontSize=22, leading=30, spaceBefore=14
)
TITLE = ParagraphStyle("huge", TEXT, fontName="Helvetica-Bold", fontSize=28, leading=36)
STYLES = {"text": LARGE, "day": DAY, "title": TITLE}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _oe_week_paper(self, monday):
        """The week of one or several clients in large print, a page each.

        :param date monday: first day of the week
        :return: PDF bytes
        """
        self = readable(self)
        paper = Paper(self.env._("My week"))
        visits = self._oe_week_visits(monday)
        for rank, client in enumerate(self):
            if rank:
                paper.parts.append(PageBreak())
            self._oe_add_week(paper, client, monday, visits.get(client, []))
        return paper.draw()

    def _oe_week_visits(self, monday):
        start = datetime.datetime.combine(monday, datetime.time())
        visits_sudo = (
            self.env["oe.intervention"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.ids),
                    ("company_id", "in", self.env.companies.ids),
                    ("state", "!=", "cancelled"),
                    ("planned_start", ">=", start - datetime.timedelta(days=1)),
                    ("planned_start", "<", start + datetime.timedelta(days=8)),
                ],
                order="planned_start, id",
            )
        )
        week = [monday + datetime.timedelta(days=day) for day in range(7)]
        return visits_sudo.filtered(
            lambda visit: visit.company_id._oe_wall(visit.planned_start).date() in week
        ).grouped("partner_id")

    @api.model
    def _oe_large(self, paper, text, style="text"):
        """A paragraph that is read without glasses."""
        paper.parts.append(Paragraph(escape(plain(text)), STYLES[style]))

    def _oe_add_week(self, paper, client, monday, visits):
        line = functools.partial(self._oe_large, paper)
        line(client.name, "title")
        line(
            self.env._(
                "Week from %(day)s",
                day=format_date(self.env, monday, date_format="d MMMM y"),
            )
        )
        paper.parts.append(Spacer(1, 12))
        for visit in visits:
            values = visit._portal_values()
            line(values["day"].capitalize(), "day")
            hours = self.env._(
                "from %(start)s to %(end)s", start=values["start"], end=values["end"]
            )
            line(f"{values['who']}, {hours}" if values["who"] else hours)
        if not visits:
            line(self.env._("No visit this week."))
        company = visits[0].company_id if visits else self.env.company
        if company.phone:
            paper.parts.append(Spacer(1, 24))
            line(self.env._("A question? Call %(phone)s", phone=company.phone), "day")

    def action_oe_week(self):
        """Open the week of these clients in large print."""
        self.check_access("read")
        ids = ",".join(map(str, self.ids[:200]))
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/oe/weeks/print?clients={ids}",
            "target": "new",
        }
