import base64
import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from odoo import api, models
from odoo.tools import format_date
from odoo.tools.misc import html_escape


class TrainingCertificate(models.Model):
    """The certificate on paper, made in process."""

    _inherit = "oe.training.certificate"

    @api.model
    def _make_pdf(self, company, partner, values):
        """PDF of prepared values, base64, in the trainee's language."""
        records = self.with_context(lang=partner.lang or self.env.lang or "fr_FR")
        out = io.BytesIO()
        styles = getSampleStyleSheet()
        title = records.env._("Certificate of completion")
        story = [Paragraph(title, styles["Title"]), Spacer(1, 8 * mm)]
        for text in records._pdf_texts(company.sudo(), partner.sudo(), values):
            story += [Paragraph(text, styles["Normal"]), Spacer(1, 4 * mm)]
        SimpleDocTemplate(
            out,
            pagesize=A4,
            title=title,
            author=company.sudo().name,
            leftMargin=20 * mm,
            rightMargin=20 * mm,
        ).build(story)
        return base64.b64encode(out.getvalue())

    @api.model
    def _pdf_texts(self, company, partner, values):
        natures = dict(self._fields["nature"]._description_selection(self.env))
        hours, rest = divmod(values["minutes"], 60)
        texts = [
            self.env._(
                "I, %(signatory)s, representing the training organisation %(company)s "
                "(activity number %(nda)s), certify that:",
                signatory=html_escape(values["signatory"]),
                company=html_escape(company.name),
                nda=html_escape(company.oe_training_nda or "-"),
            ),
            self._pdf_trainee(partner, values),
            self.env._(
                "took part in “%(title)s” (%(nature)s) from %(start)s to %(end)s.",
                title=html_escape(values["title"]),
                nature=natures[values["nature"]],
                start=format_date(self.env, values["date_start"]),
                end=format_date(self.env, values["date_end"]),
            ),
            self.env._("Realised duration: %(hours)s.", hours=f"{hours} h {rest:02d}"),
            self.env._(
                "Without prejudice to the time limits of tax, accounting or commercial "
                "law, I undertake to keep all the documents that establish this "
                "certificate."
            ),
            self.env._(
                "%(place)s, %(day)s, version %(version)s. Seal of the attendance "
                "sheets: %(seal)s",
                place=html_escape(values["place"]),
                day=format_date(self.env, values["issued_on"]),
                version=values["version"],
                seal=values["slot_seal"],
            ),
        ]
        return texts

    @api.model
    def _pdf_trainee(self, partner, values):
        name = html_escape(partner.name)
        if not values["employer"]:
            return name
        return self.env._(
            "%(name)s, employed by %(employer)s",
            name=name,
            employer=html_escape(values["employer"]),
        )
