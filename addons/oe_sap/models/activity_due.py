"""Which statements are due, who is asked for them, and their file."""

import base64
import csv
import datetime
import io

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.period import add_months
from odoo.addons.oe_base.tools import lock_rows

from ..calc.establishment import siret_of
from .activity_figure import MONEY, PLACES
from .activity_report import MONTHS


class SapStatisticsRule(models.Model):
    _inherit = "oe.sap.statistics.rule"

    def _due(self, kind, end):
        """When the statement of a period is due; ``end`` is the first day after it."""
        self.ensure_one()
        if kind == "quarter":
            return end.replace(day=self.quarter_day)
        return datetime.date(end.year, self.year_month, self.year_day)


class SapEstablishment(models.Model):
    _inherit = "oe.sap.establishment"

    @api.model
    def _cron_statements(self, today=None):
        """Statements of what ended are opened, late ones marked, managers asked.

        Run again nothing doubles: a unique index holds each statement.
        """
        today = today or fields.Date.context_today(self)
        self._open_main()
        reports = self.env["oe.sap.activity.report"]
        places = self.search([("company_id", "!=", False)])
        self._open_statements(places, today)
        late = reports.search([("state", "!=", "declared"), ("date_due", "<", today)])
        late.filtered(lambda row: not row.is_late).is_late = True
        rule = self.env["oe.sap.statistics.rule"]._require_at(today)
        soon = today + datetime.timedelta(days=rule.warn_days)
        due = reports.search([("state", "!=", "declared"), ("date_due", "<=", soon)])
        for report in due:
            report._ask_managers()

    @api.model
    def _open_main(self):
        """The main establishment of a declared company, from its SIRET."""
        held = self.env["oe.sap.authorization"].search([("company_id", "!=", False)])
        every = self.with_context(active_test=False)
        known = every.search([("company_id", "in", held.company_id.ids)]).company_id
        for company in held.company_id - known:
            # Two runs at once: the unique index of the SIRET holds one.
            try:
                siret = siret_of(company.company_registry or "")
            except CalcError:
                held.filtered(lambda row, mine=company: row.company_id == mine)[
                    :1
                ]._oe_ask_managers(
                    self.env._("Write the main establishment of home services"),
                    self.env._("The company's SIRET is missing or wrong."),
                )
                continue
            lock_rows(company)
            if not self.search_count([("company_id", "=", company.id)]):
                self.create(
                    {
                        "name": company.city or company.name,
                        "company_id": company.id,
                        "siret": siret,
                        "is_main": True,
                        "street": company.street,
                        "zip": company.zip,
                        "city": company.city,
                        "date_start": min(
                            row.date_start for row in held if row.company_id == company
                        ),
                    }
                )

    @api.model
    def _open_statements(self, places, today):
        """The last quarter and the last year that ended, for each establishment."""
        quarter = today.replace(month=today.month - (today.month - 1) % 3, day=1)
        ended = {
            "quarter": (add_months(quarter, -3), quarter),
            "year": (
                datetime.date(today.year - 1, 1, 1),
                datetime.date(today.year, 1, 1),
            ),
        }
        reports = self.env["oe.sap.activity.report"]
        # One opener at a time, so that a second run finds what the first made.
        lock_rows(places)
        known = {
            (row.establishment_id, row.kind, row.date_start)
            for row in reports.search([("establishment_id", "in", places.ids)])
        }
        rules = self.env["oe.sap.statistics.rule"]
        fresh = []
        for kind, (start, end) in ended.items():
            rule = rules._require_at(end)
            fresh += [
                {
                    "establishment_id": place.id,
                    "kind": kind,
                    "date_start": start,
                    "date_due": rule._due(kind, end),
                }
                for place in places
                if place.date_start < end and (place, kind, start) not in known
            ]
        return reports.create(fresh)

    def action_statements(self):
        """Its statements."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statements of %(name)s", name=self.name),
            "res_model": "oe.sap.activity.report",
            "views": [(False, "list"), (False, "form")],
            "domain": [("establishment_id", "=", self.id)],
        }


class SapActivityReport(models.Model):
    _inherit = "oe.sap.activity.report"

    csv_file = fields.Binary("File", compute="_compute_csv_file")
    csv_name = fields.Char(compute="_compute_csv_name")

    @api.onchange("kind", "date_start")
    def _onchange_period(self):
        if self.kind and self.date_start:
            months = MONTHS[self.kind]
            month = self.date_start.month - (self.date_start.month - 1) % months
            self.date_start = self.date_start.replace(month=month, day=1)
            end = add_months(self.date_start, months)
            rule = self.env["oe.sap.statistics.rule"]._at(end)
            self.date_due = rule and rule._due(self.kind, end)

    @api.depends("date_start", "kind", "establishment_id", "version")
    def _compute_csv_name(self):
        for report in self:
            siret = report.establishment_id.siret or ""
            day = report.date_start
            period = day and f"{day.year}"
            if day and report.kind == "quarter":
                period = f"{day.year}-T{(day.month + 2) // 3}"
            report.csv_name = f"EMA-{period}-{siret}-v{report.version}.csv"

    @api.depends("figure_ids.whole", "state")
    def _compute_csv_file(self):
        for report in self:
            text = report.figure_ids and report._csv_text()
            # The mark lets spreadsheets read accents.
            report.csv_file = text and base64.b64encode(text.encode("utf-8-sig"))

    def _csv_text(self):
        """The rows of the form in its order, as a French spreadsheet reads them."""
        self.ensure_one()
        quarter = self.kind == "quarter"
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        place = self.establishment_id
        writer.writerow([self.env._("Establishment"), _plain(place.name), place.siret])
        writer.writerow([self.env._("Portal number"), _plain(place.nova_code or "")])
        writer.writerow([self.env._("Period"), self._period_label()])
        months = [self.label_first, self.label_second, self.label_third]
        head = months if quarter else [self.env._("Year")]
        writer.writerow([self.env._("Mode"), self.env._("Figure"), *head])
        figures = self.env["oe.sap.activity.figure"]._fields
        modes = dict(figures["mode"]._description_selection(self.env))
        codes = dict(figures["code"]._description_selection(self.env))
        for row in self.figure_ids:
            names = PLACES if quarter else ("whole",)
            digits = 2 if row.code in MONEY else 0
            writer.writerow(
                [
                    modes.get(row.mode, self.env._("All modes")),
                    codes[row.code],
                    *(f"{row[name]:.{digits}f}".replace(".", ",") for name in names),
                ]
            )
        return out.getvalue()

    def _summary(self):
        self.ensure_one()
        return self.env._("Declare the activity: %(name)s", name=self.display_name)

    def _ask_managers(self):
        """One task for each manager, as long as it is open."""
        self.ensure_one()
        self.env["oe.sap.authorization"]._oe_ask_company(
            self.company_id,
            self._summary(),
            self.env._(
                "Due on %(day)s. Compute the figures, type them into the portal, then "
                "mark the statement as declared.",
                day=format_date(self.env, self.date_due),
            ),
        )

    def _close_tasks(self):
        for report in self:
            self.env["oe.sap.authorization"]._oe_close_tasks(
                report.company_id, report._summary()
            )


def _plain(text):
    """A cell that no spreadsheet takes for a formula, spaces before it or not."""
    risky = text.lstrip()[:1] in tuple("=+-@|%") or text[:1] in ("\t", "\r", "\n")
    return f"'{text}" if text and risky else text
