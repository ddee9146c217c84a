from odoo import api, models
from odoo.tools import format_date

from odoo.addons.oe_base.paper import Paper
from odoo.addons.oe_base.paper_font import readable


class SupportReport(models.Model):
    """The report as its readers see it: a page, a paper."""

    _inherit = "oe.cae.support.report"

    @api.model
    def _published_for(self, user):
        """Reports of the companies that host a portal user, as superuser."""
        person_sudo = user._oe_entrepreneur().sudo()
        return self.sudo().search(
            [
                ("state", "=", "published"),
                ("company_id", "in", person_sudo.affiliation_ids.company_id.ids),
            ]
        )

    def _page(self):
        """The report as plain values."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.display_name,
            "period": self.env._(
                "From %(start)s to %(end)s",
                start=format_date(self.env, self.date_start),
                end=format_date(self.env, self.date_end),
            ),
            "word": self.word or "",
            "rows": self._rows(),
        }

    def _paper(self):
        """The report on paper, for the general meeting."""
        self = readable(self)
        page = self._page()
        company_sudo = self.company_id.sudo()
        paper = Paper(page["name"], company_sudo.name)
        paper.head([company_sudo.name, company_sudo.company_registry], [page["period"]])
        paper.text(page["word"])
        paper.heading(self.env._("The year in figures"))
        paper.amounts([(label, str(number), ()) for label, number in page["rows"]])
        return paper.draw()

    def action_paper(self):
        """Open the PDF."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/oe/supports/{self.id}/pdf",
            "target": "new",
        }


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "account" and self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            found_sudo = self.env["oe.cae.support.report"]._published_for(self.env.user)
            cards += [
                {
                    "title": report_sudo.display_name,
                    "text": self.env._("What the support team did in the year"),
                    "url": f"/my/oe/supports/{report_sudo.id}",
                    "button": self.env._("Read the report"),
                    "icon": "fa-life-ring",
                    "sequence": 42,
                }
                for report_sudo in found_sudo[:2]
            ]
        return sorted(cards, key=lambda card: card.get("sequence", 50))
