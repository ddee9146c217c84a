import base64
import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import html_escape

from odoo.addons.oe_base.calc.money import NARROW_NBSP, format_fr


class SapCertificate(models.Model):
    """The certificate on paper, made in process: five milliseconds each."""

    _inherit = "oe.sap.certificate"

    @api.model
    def _make_pdf(self, company, values):
        """PDF of prepared values, base64, in the language of the taxpayer."""
        partner = self.env["res.partner"].browse(values["partner_id"])
        records = self.with_context(lang=partner.lang or self.env.lang or "fr_FR")
        out = io.BytesIO()
        SimpleDocTemplate(
            out,
            pagesize=A4,
            title=records.env._("Tax certificate %(year)s", year=values["year"]),
            author=company.name,
            leftMargin=20 * mm,
            rightMargin=20 * mm,
        ).build(records._pdf_story(company, partner, values))
        return base64.b64encode(out.getvalue())

    @api.model
    def _pdf_story(self, company, partner, values):
        styles = getSampleStyleSheet()
        normal, small = styles["Normal"], styles["Italic"]
        content = values["content"]
        story = [
            Paragraph(text, style)
            for style, text in (
                (styles["Title"], self._pdf_title(values)),
                (normal, self._pdf_party(company.partner_id)),
                (normal, self._pdf_declaration(content)),
                (styles["Heading3"], self.env._("Taxpayer")),
                (normal, self._pdf_party(partner)),
                (styles["Heading3"], self.env._("Paid in the year")),
            )
        ]
        story.append(self._pdf_amounts(content))
        story.append(Spacer(1, 4 * mm))
        story += [Paragraph(text, normal) for text in self._pdf_notices(content)]
        if content["visits"]:
            story.append(Paragraph(self.env._("Visits"), styles["Heading3"]))
            story.append(self._pdf_visits(content))
        story.append(Spacer(1, 4 * mm))
        story.append(
            Paragraph(
                self.env._(
                    "Issued on %(day)s, version %(version)s (C. trav. D.7233-4).",
                    day=format_date(self.env, values["issued_on"]),
                    version=values["version"],
                ),
                small,
            )
        )
        return story

    @api.model
    def _pdf_title(self, values):
        return self.env._("Tax certificate %(year)s", year=values["year"])

    @api.model
    def _pdf_party(self, partner):
        address = self.env["oe.sap.mentions"]._address(partner)
        return f"{html_escape(partner.sudo().name)}<br/>{html_escape(address)}"

    @api.model
    def _pdf_declaration(self, content):
        number, day = content["declaration"]
        return self.env._(
            "Declaration %(number)s of %(day)s",
            number=number,
            day=format_date(self.env, fields.Date.to_date(day)),
        )

    @api.model
    def _pdf_amounts(self, content):
        style = getSampleStyleSheet()["Normal"]
        rows = [
            [Paragraph(html_escape(name), style), self._pdf_money(cents)]
            for name, cents in content["amounts"]
        ]
        rows.append([self.env._("Total"), self._pdf_money(content["paid"])])
        if content["cesu"]:
            rows.append(
                [self.env._("of which prepaid CESU"), self._pdf_money(content["cesu"])]
            )
        return self._pdf_table(rows, (130 * mm, 40 * mm))

    @api.model
    def _pdf_money(self, cents):
        # The PDF's own fonts have no narrow space.
        return format_fr(cents).replace(NARROW_NBSP, "\u00a0")

    @api.model
    def _pdf_notices(self, content):
        texts = [
            self.env._(
                "Keep the invoices and bank statements: the tax office may ask for "
                "them."
            )
        ]
        if content["cesu"]:
            texts.append(
                self.env._(
                    "The part of the CESU that an employer paid opens no tax "
                    "advantage: take it off."
                )
            )
        if content["cash"]:
            texts.append(
                self.env._(
                    "%(amount)s paid in cash are left out: cash never counts.",
                    amount=self._pdf_money(content["cash"]),
                )
            )
        return texts

    @api.model
    def _pdf_visits(self, content):
        head = (
            self.env._("Day"),
            self.env._("Who"),
            self.env._("No."),
            self.env._("Time"),
        )
        rows = [list(head)]
        for day, worker, number, minutes in content["visits"]:
            when = format_date(self.env, fields.Date.to_date(day))
            hours = f"{minutes // 60} h {minutes % 60:02d}"
            rows.append([when, worker, number, hours])
        return self._pdf_table(rows, (30 * mm, 80 * mm, 30 * mm, 30 * mm))

    @api.model
    def _pdf_table(self, rows, widths):
        table = Table(rows, colWidths=widths, repeatRows=1)
        table.setStyle(
            TableStyle(
                [
                    ("ALIGN", (-1, 0), (-1, -1), "RIGHT"),
                    ("LINEBELOW", (0, 0), (-1, -1), 0.25, "#98a2b3"),
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ]
            )
        )
        return table
