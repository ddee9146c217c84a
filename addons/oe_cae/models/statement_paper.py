import io
import re
import zipfile

from odoo import models
from odoo.tools import format_date

from odoo.addons.oe_base.paper import Paper
from odoo.addons.oe_base.paper_font import readable


class Statement(models.Model):
    """A closed statement on paper: what the page says, drawn from the same values."""

    _inherit = "oe.cae.statement"

    def _paper(self):
        """PDF of a closed statement; made again it is the same to the byte."""
        self = readable(self)
        self.ensure_one()
        page = self.env["oe.portal"]._cae_statement_page(self)
        # What everybody may read on the page's own head.
        company_sudo, person_sudo = self.company_id.sudo(), self.entrepreneur_id.sudo()
        closed = self._closing_day()
        title = self.env._("Statement of activity, %(name)s", name=page["name"])
        paper = Paper(
            title,
            self.env._(
                "%(company)s, statement no. %(number)s, closed on %(day)s",
                company=company_sudo.name,
                number=self.id,
                day=format_date(self.env, closed),
            ),
        )
        address = (
            company_sudo.street,
            f"{company_sudo.zip or ''} {company_sudo.city or ''}",
        )
        paper.head(
            [
                company_sudo.name,
                *filter(str.strip, filter(None, address)),
                company_sudo.company_registry or "",
            ],
            [
                person_sudo.name,
                self.activity_id.sudo().name,
                self.env._(
                    "Month: %(month)s",
                    month=format_date(self.env, self.month, date_format="MMMM y"),
                ),
            ],
        )
        paper.heading(self.env._("The month"))
        paper.amounts(
            [(label, amount, ()) for label, amount in page["totals"]],
            (
                self.env._("Left on the account at the end of the month"),
                page["balance"],
            ),
        )
        if page["net"]:
            paper.amounts(
                [(self.env._("Net estimated, before income tax"), page["net"], ())]
            )
        paper.text(page["alert"], "muted")
        paper.heading(self.env._("Line by line, and why"))
        paper.amounts(
            [(line["label"], line["amount"], line["why"]) for line in page["lines"]]
        )
        why = [row for row in page["pay_why"] if row]
        if why:
            paper.heading(self.env._("Why this net?"))
            for row in why:
                paper.text(row, "muted")
        return paper.draw()

    def _closing_day(self):
        """The day the month was closed."""
        periods_sudo = self.env["oe.period"].sudo()
        period_sudo = periods_sudo.search(
            [("company_id", "=", self.company_id.id), ("month", "=", self.month)]
        )
        return period_sudo.closed_on.date()

    def _paper_name(self):
        """Name of the file: month and activity, letters and figures only."""
        self.ensure_one()
        name = re.sub(
            r"[^\w]+",
            "-",
            f"{self.entrepreneur_id.sudo().name} {self.activity_id.sudo().name}",
        ).strip("-")
        return f"{self.month:%Y-%m}-{name}-{self.id}.pdf"

    def _papers(self):
        """All of these statements in one ZIP, in bytes."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for statement in self:
                archive.writestr(statement._paper_name(), statement._paper())
        return stream.getvalue()

    def action_paper(self):
        """Open the PDF."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/oe/statements/{self.id}/pdf",
            "target": "new",
        }


class Period(models.Model):
    _inherit = "oe.period"

    def action_cae_papers(self):
        """All the statements of a closed month, in one ZIP."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/oe/statements/month/{self.id}",
            "target": "download",
        }
