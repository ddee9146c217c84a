from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_date, html2plaintext


class Contract(models.Model):
    """The mention of a CAPE holder on business papers (C. com. R.127-3)."""

    _inherit = "oe.cae.contract"

    @api.model
    def _cape_of(self, activities, day):
        """CAPE in force on a day behind some activities.

        Whoever sells need not read contracts; the law wants the mention.
        """
        found_sudo = self.sudo().search(
            [
                ("kind", "=", "cape"),
                ("state", "=", "signed"),
                ("entrepreneur_id", "in", activities.sudo().entrepreneur_id.ids),
                ("company_id", "in", activities.sudo().company_id.ids),
                ("date_start", "<=", day),
                ("date_end", ">=", day),
            ]
        )
        pairs = {
            (activity.entrepreneur_id, activity.company_id)
            for activity in activities.sudo()
        }
        return found_sudo.filtered(
            lambda cape: (cape.entrepreneur_id, cape.company_id) in pairs
        )

    def _add_cape_mention(self, html, lang):
        """A text with the mention of each of these CAPE, once in any language."""
        html = Markup(html or "")
        for cape in self:
            sentence = cape._cape_sentence(lang)
            # Compared as text: storing rewrites the apostrophes of HTML.
            if sentence not in html2plaintext(html):
                html += Markup("<p>%s</p>") % sentence
        return html

    def _cape_sentence(self, lang):
        self.ensure_one()
        env = self.with_context(lang=lang or self.env.lang).env
        company = self.company_id
        address = (company.street, company.zip, company.city)
        return env._(
            "%(name)s works under a support contract (CAPE, C. com. L.127-1) with "
            "%(company)s, %(address)s, %(number)s, until %(day)s.",
            name=self.entrepreneur_id.name,
            company=company.name,
            address=", ".join(filter(None, address)),
            number=company.company_registry or company.vat or "",
            day=format_date(env, self.date_end),
        )
