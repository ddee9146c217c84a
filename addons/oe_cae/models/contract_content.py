from odoo import models
from odoo.tools import format_date, format_datetime, formatLang

from .contract import HOSTED


class Contract(models.Model):
    """What a contract says, as plain values: printed and on the portal alike."""

    _inherit = "oe.cae.contract"

    def _portal_title(self):
        self.ensure_one()
        return f"{self._choice('kind')}, {self.company_id.name}"

    def _content(self):
        """The whole contract for a template.

        :return: dict with ``title``, ``parties``, ``sections`` (title, lines of label
            and value, texts) and ``signatures``
        """
        self.ensure_one()
        sections = [
            self._section_dates(),
            self._section_activity(),
            self._section_pay(),
            self._section_rights(),
            self._section_approval(),
        ]
        return {
            "id": self.id,
            "title": self._choice("kind"),
            "state": self.state,
            "kind": self.kind,
            "is_hosted": self.kind in HOSTED,
            "parties": [
                self._party(self.company_id.partner_id, self.company_id),
                self._party(self.entrepreneur_id.partner_id),
            ],
            "sections": [
                section for section in sections if section["lines"] or section["texts"]
            ],
            "amendments": [
                self.env._(
                    "From %(day)s: %(what)s",
                    day=format_date(self.env, row.date_start),
                    what=row._told(),
                )
                for row in self.amendment_ids.sorted("date_start")
                if row.state == "signed"
            ],
            "signatures": self._signatures(),
            "seal": (self.seal or "")[:16],
        }

    def _party(self, partner, company=None):
        lines = [
            partner.street or "",
            f"{partner.zip or ''} {partner.city or ''}".strip(),
        ]
        if company and company.company_registry:
            lines.append(self.env._("SIRET %(no)s", no=company.company_registry))
        return {"name": partner.name, "lines": [line for line in lines if line]}

    def _money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _percent(self, value):
        return f"{formatLang(self.env, value, digits=2)} %"

    def _label(self, name):
        return self._fields[name]._description_string(self.env)

    def _choice(self, name):
        found = dict(self._fields[name]._description_selection(self.env))
        return found.get(self[name], "")

    def _day(self, name):
        return format_date(self.env, self[name]) if self[name] else ""

    def _section(self, title, rows, texts=()):
        """A section without the lines that say nothing."""
        return {
            "title": title,
            "lines": [(label, value) for label, value in rows if value],
            "texts": [text for text in texts if text],
        }

    def _section_dates(self):
        end = self.agreed_end or self.date_end
        rows = [
            (self.env._("From"), self._day("date_start")),
            (self._label("date_end"), format_date(self.env, end) if end else ""),
        ]
        if self.kind == "salaried":
            rows += [
                (
                    self._label("trial_end"),
                    self._day("trial_end")
                    if self.trial_end > self.date_start
                    else self.env._("no trial left"),
                ),
                (self._label("member_deadline"), self._day("member_deadline")),
                (self._label("member_since"), self._day("member_since")),
            ]
        if self.end_reason:
            rows += [
                (self.env._("Ended on"), self._day("date_end")),
                (self._label("end_reason"), self._choice("end_reason")),
            ]
        return self._section(self.env._("Duration"), rows)

    def _section_activity(self):
        rows = [
            (
                line._told(),
                self.env._("by %(day)s", day=format_date(self.env, line.date_due))
                if line.date_due
                else "—",
            )
            for line in self.objective_ids
        ]
        if self.minimum_turnover:
            rows.append(
                (self._label("minimum_turnover"), self._money(self.minimum_turnover))
            )
        if self.minimum_hours:
            rows.append(
                (
                    self._label("minimum_hours"),
                    formatLang(self.env, self.minimum_hours, digits=2),
                )
            )
        return self._section(
            self.env._("Objectives and minimum activity"), rows, [self.objectives]
        )

    def _section_pay(self):
        rows = [(self._label("scheme_id"), self.scheme_id.display_name)]
        texts = []
        if self.scheme_id:
            texts.append(
                self.env._(
                    "Rates are those voted by the general meeting and in force in the "
                    "month (C. trav. R.7331-8)."
                )
            )
        if self.kind == "cape":
            texts.append(
                self.env._("Nothing is paid under CAPE: the result is kept for you.")
            )
        if self.kind == "salaried":
            rows.append((self._label("fixed_pay"), self._money(self.fixed_pay)))
            rows.append((self._label("variable_kind"), self._choice("variable_kind")))
            if self.variable_kind == "share":
                rows.append(
                    (
                        self._label("variable_share").removesuffix(", %"),
                        self._percent(self.variable_share),
                    )
                )
            kept = self._label("kept_share").removesuffix(", %")
            rows.append((kept, self._percent(self.kept_share)))
            texts.append(self.variable_formula)
        return self._section(self.env._("Contribution and pay"), rows, texts)

    def _section_rights(self):
        rows = []
        if self.kind != "volunteer":
            rows = [
                (self._label("clients_rights"), self._choice("clients_rights")),
                (self._label("ip_rights"), self._choice("ip_rights")),
                (self._label("statutes_version"), self.statutes_version),
            ]
        return self._section(
            self.env._("Rights and statutes"), rows, [self.rights_note]
        )

    def _section_approval(self):
        rows = [
            (label, self._money(amount) if amount else "")
            for label, amount in (
                (self._label("quote_limit"), self.quote_limit),
                (self._label("invoice_limit"), self.invoice_limit),
                (self._label("purchase_limit"), self.purchase_limit),
            )
        ]
        return self._section(self.env._("What a manager approves first"), rows)

    def _signatures(self):
        def moment(value):
            return format_datetime(self.env, value, dt_format="short") if value else ""

        return {
            "es_name": self.es_signed_name or self.entrepreneur_id.name,
            "es_on": moment(self.es_signed_on),
            "es_image": (self.es_signature or b"").decode() or False,
            "manager_name": self.manager_signed_by_id.name or "",
            "manager_on": moment(self.manager_signed_on),
            "paper": self._day("signed_on")
            if self.state == "signed" and not self.es_signed_on
            else "",
        }
