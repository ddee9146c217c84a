from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

HOSTED = ("cape", "salaried")


class SupportReport(models.Model):
    """The support given in a year, told to the general meeting.

    Counts only, nobody is named; published it never changes.
    """

    _name = "oe.cae.support.report"
    _description = "Support report of a year"
    _inherit = ["oe.closed.mixin"]
    _order = "date_end desc, company_id"
    _check_company_auto = True
    _closed_states = ("published",)
    _open_fields = frozenset()

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_start = fields.Date(
        "From", required=True, default=lambda self: self._last_year()["date_from"]
    )
    date_end = fields.Date(
        "Until", required=True, default=lambda self: self._last_year()["date_to"]
    )
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    published_on = fields.Date(readonly=True, copy=False)
    word = fields.Text(
        "Word of the support team", help="What was done, what comes; nobody is named."
    )
    figures = fields.Json(readonly=True, copy=False)
    table = fields.Html("Figures of the year", compute="_compute_table")

    _once = models.UniqueIndex(
        "(company_id, date_end)", "This year has its report already."
    )
    _ordered = models.Constraint(
        "CHECK (date_end > date_start)", "The year ends after it began."
    )

    @api.depends("company_id", "date_end")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._(
                "Support %(year)s, %(company)s",
                year=report.date_end and report.date_end.year or "",
                company=report.company_id.name or "",
            )

    @api.model
    def _last_year(self):
        """The last financial year that is over."""
        company = self.env.company
        this = company.compute_fiscalyear_dates(company._oe_today())
        day = fields.Date.subtract(this["date_from"], days=1)
        return company.compute_fiscalyear_dates(day)

    @api.depends("figures")
    @api.depends_context("lang")
    def _compute_table(self):
        for report in self:
            report.table = Markup("<table class='table'>%s</table>") % Markup().join(
                Markup("<tr><td>%s</td><td class='text-end'>%s</td></tr>") % row
                for row in report._rows()
            )

    def _labels(self):
        return {
            "people": self.env._("People accompanied in the year"),
            "cape": self.env._("of whom under CAPE at the end"),
            "salaried": self.env._("of whom CESA at the end"),
            "entered": self.env._("People who came in"),
            "converted": self.env._("CAPE that became CESA"),
            "left": self.env._("People who left"),
            "interviews": self.env._("Interviews held and signed"),
            "enough": self.env._("CESA with two interviews or more in the year"),
            "few": self.env._("CESA with fewer"),
            "meetings": self.env._("Appointments taken on the phone"),
            "advisors": self.env._("Advisors who held interviews"),
        }

    def _rows(self):
        """Figures as ``(label, number)``, in their order."""
        self.ensure_one()
        figures = self.figures or {}
        return [
            (label, figures[key])
            for key, label in self._labels().items()
            if key in figures
        ]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.update({"figures": False, "state": "draft", "published_on": False})
        return super().create(vals_list)

    def write(self, vals):
        if {"figures", "state", "published_on"} & set(vals) and not self.env.su:
            raise UserError(self.env._("Count and publish with the buttons."))
        return super().write(vals)

    def action_compute(self):
        """Count; as often as one likes while it is a draft."""
        self.check_access("write")
        for report in self:
            lock_rows(report)
            report._refuse_closed()
            # Figures are counted, nobody writes them.
            report.sudo().figures = report._count()
        return True

    def _count(self):
        """The counts of the year, from signed contracts and interviews."""
        contracts = self.env["oe.cae.contract"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "signed"),
                ("kind", "in", HOSTED),
                ("date_start", "<=", self.date_end),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", self.date_start),
            ],
            order="date_start, id",
        )
        interviews = self.env["oe.cae.interview"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "signed"),
                ("date", ">=", self.date_start),
                ("date", "<=", self.date_end),
            ]
        )
        held = interviews.grouped("entrepreneur_id")
        last = {contract.entrepreneur_id: contract for contract in contracts}
        at_end = {
            person: contract
            for person, contract in last.items()
            if not contract.date_end or contract.date_end >= self.date_end
        }
        cesa = [row for row in at_end if at_end[row].kind == "salaried"]
        enough = [person for person in cesa if len(held.get(person, ())) >= 2]
        return {
            "people": len(last),
            "cape": sum(row.kind == "cape" for row in at_end.values()),
            "salaried": len(cesa),
            "entered": len(self._entered(last)),
            "converted": len(self._converted(contracts)),
            "left": len(last) - len(at_end),
            "interviews": len(interviews),
            "enough": len(enough),
            "few": len(cesa) - len(enough),
            "meetings": self.env["oe.cae.meeting"].search_count(self._meetings()),
            "advisors": len(interviews.advisor_id),
        }

    def _entered(self, people):
        """People whose first contract here began in the year."""
        groups = self.env["oe.cae.contract"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "signed"),
                ("kind", "in", HOSTED),
                ("entrepreneur_id", "in", [person.id for person in people]),
            ],
            ["entrepreneur_id"],
            ["date_start:min"],
        )
        return [person for person, start in groups if start >= self.date_start]

    def _converted(self, contracts):
        """People who had a CAPE and began a CESA in the year."""
        had_cape = self.env["oe.cae.contract"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "signed"),
                ("kind", "=", "cape"),
            ]
        )
        begun = contracts.filtered(
            lambda row: row.kind == "salaried" and row.date_start >= self.date_start
        )
        return begun.entrepreneur_id & had_cape.entrepreneur_id

    def _meetings(self):
        start = self.company_id._oe_utc(
            fields.Datetime.to_datetime(self.date_start)
        ).replace(tzinfo=None)
        end = self.company_id._oe_utc(
            fields.Datetime.to_datetime(fields.Date.add(self.date_end, days=1))
        ).replace(tzinfo=None)
        return [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "taken"),
            ("start", ">=", start),
            ("start", "<", end),
        ]

    def action_publish(self):
        """Give it to every entrepreneur; it never changes again."""
        self.check_access("write")
        for report in self:
            lock_rows(report)
            report._refuse_closed()
            if not report.figures:
                raise UserError(self.env._("Count first: it has no figure yet."))
            report.sudo().write(
                {
                    "published_on": report.company_id._oe_today(),
                    "state": "published",
                }
            )
        return True
