from markupsafe import Markup
from reportlab.platypus import PageBreak, Spacer

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from odoo.addons.oe_base.paper import Paper
from odoo.addons.oe_base.paper_font import readable

from ..drawing import INK, Chart, svg

# The chart of the recovery is cut at twice the investment: above, all is repaid.
CUT = 2


class Plan(models.Model):
    """What a board reads: key figures, table, two charts, flags, sources."""

    _inherit = "oe.plan"

    chart_turnover = fields.Html("Turnover", compute="_compute_charts", sanitize=False)
    chart_recovery = fields.Html("Recovery", compute="_compute_charts", sanitize=False)

    @api.depends("cell_ids.computed", "cell_ids.printed", "point_ids.royalty_to_date")
    @api.depends_context("lang")
    def _compute_charts(self):
        for plan in self:
            drawn = bool(plan.computed_on and plan.point_ids)
            plan.chart_turnover = drawn and plan._svg(
                plan._turnover_chart(), plan._turnover_told()
            )
            plan.chart_recovery = drawn and plan._svg(
                plan._recovery_chart(), plan._recovery_told()
            )

    def _svg(self, chart, told):
        # Drawn here from figures; names in it are escaped by the drawing.
        return Markup(svg(chart.drawing, told))

    def _labels(self):
        return [f"N{year}" for year in range(1, len(self._openings()) + 1)]

    def _cells_of(self, key):
        return self.cell_ids.filtered(lambda cell: cell.key == key).sorted("year")

    def _turnover_chart(self):
        cells = self._cells_of("turnover")
        values = cells.mapped("computed")
        chart = Chart(
            self.env._("Turnover of the network by year, thousands"),
            self._labels(),
            max(values, default=0) * 1.06,
        )
        chart.bars(self.env._("Computed"), values)
        printed = {cell.year - 1: cell.printed for cell in cells if cell.is_printed}
        if printed:
            chart.dots(self.env._("Printed in the source"), printed)
        return chart

    def _turnover_told(self):
        last = self._cells_of("turnover")[-1:]
        return self.env._(
            "Turnover by year, up to %(amount)s thousand in year %(year)s",
            amount=formatLang(self.env, last.computed, digits=0),
            year=last.year,
        )

    def _rate_variants(self):
        return self.variant_ids.filtered(lambda row: row.parameter in ("base", "rate"))

    def _recovery_chart(self):
        chart = Chart(
            self.env._("Royalty to date against the cost of the concept, thousands"),
            self._labels(),
            self.investment * CUT,
        )
        points = self.point_ids.grouped("variant_id")
        variants = self._rate_variants()
        base = points.get(variants[:1], self.point_ids.browse()).sorted("year")
        chart.line(
            self.env._("Cost to date"), base.mapped("spend_to_date"), 0, 2.4, INK
        )
        for rank, variant in enumerate(variants, start=1):
            rows = points.get(variant, self.point_ids.browse()).sorted("year")
            name = variant.name
            if variant.parameter == "base":
                name = f"{_plain(self.rate)} %"
            chart.line(name, rows.mapped("royalty_to_date"), rank)
        return chart

    def _recovery_told(self):
        return self._recovery_sentence() or self.env._("Royalty to date by year")

    def _recovery_sentence(self):
        """When the concept is repaid, at the rate of the scenario."""
        if not self.investment:
            return ""
        amount = formatLang(self.env, self.investment, digits=0)
        if not self.recovery_year:
            return self.env._(
                "At %(rate)s %% the %(amount)s thousand of the concept are not repaid "
                "within the plan.",
                rate=_plain(self.rate),
                amount=amount,
            )
        return self.env._(
            "At %(rate)s %% the %(amount)s thousand of the concept are repaid in year "
            "%(year)s.",
            rate=_plain(self.rate),
            amount=amount,
            year=self.recovery_year,
        )

    def _thousands(self, amount):
        return self.env._(
            "%(amount)s thousand", amount=formatLang(self.env, amount, digits=0)
        )

    def _key_figures(self):
        """``(label, value)`` of what a board asks first."""
        return [
            (
                self.env._("Turnover of year %(year)s", year=len(self._openings())),
                self._thousands(self.last_turnover),
            ),
            (
                self.env._("Cost of the concept"),
                self._thousands(self.investment),
            ),
            (
                self.env._("Repaid in year, at %(rate)s %%", rate=_plain(self.rate)),
                f"N{self.recovery_year}" if self.recovery_year else "–",
            ),
            (
                self.env._("Rate that covers the last year of spend"),
                f"{formatLang(self.env, self.covering_rate, digits=2)} %",
            ),
            (
                self.env._("Years that cover their own spend"),
                self.covering_years or "–",
            ),
        ]

    # -- paper --------------------------------------------------------------------

    def _paper(self):
        """Two pages A4 for a board; the same content gives the same bytes."""
        self = readable(self)
        self.ensure_one()
        company_sudo = self.company_id.sudo()
        paper = Paper(self.name, f"{company_sudo.name}, {self.name}")
        engine = dict(self._fields["engine"]._description_selection(self.env))
        computed = self.computed_on and format_date(self.env, self.computed_on)
        paper.head(
            [company_sudo.name, engine[self.engine]],
            [
                self.env._("Network plan"),
                self.env._("Computed on %(day)s", day=computed or "–"),
            ],
        )
        paper.text(self._recovery_sentence())
        paper.amounts([(label, value, []) for label, value in self._key_figures()])
        paper.heading(self.env._("Table (thousands, full-time equivalents)"))
        paper.parts.append(self._paper_table())
        paper.text(
            self.env._("* The source prints another figure: see the flags."), "muted"
        )
        paper.parts.append(PageBreak())
        for chart in (self._turnover_chart(), self._recovery_chart()):
            paper.parts += [chart.drawing, Spacer(1, 8)]
        self._paper_flags(paper)
        return paper.draw()

    def _paper_flags(self, paper):
        flags = self.flag_ids.sorted(lambda cell: (cell.column_sequence, cell.year))
        paper.heading(self.env._("Flags: printed beside computed"))
        told = [
            self.env._(
                "%(column)s: %(figures)s",
                column=column.name,
                figures="; ".join(
                    f"N{cell.year} {column._shown(cell.printed)} / "
                    f"{column._shown(cell.shown)}"
                    for cell in cells
                ),
            )
            for column, cells in flags.grouped("column_id").items()
        ]
        paper.text("\n".join(told) or self.env._("None."), "muted")
        paper.heading(self.env._("Sources"))
        paper.text("\n".join(filter(None, (self.source, self.note))) or "–", "muted")

    def _file_name(self, kind):
        """Name of a download; letters of any language, no path."""
        name = "".join(c if c.isalnum() else "-" for c in self.name).strip("-")
        return f"{name.lower()}.{kind}"

    def _action_file(self, kind):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/oe/plans/{self.id}/board.{kind}",
            "target": "download",
        }

    def action_pdf(self):
        """Download the pages for the board."""
        return self._action_file("pdf")

    def action_xlsx(self):
        """Download the spreadsheet."""
        return self._action_file("xlsx")


def _plain(value):
    return f"{value:g}".replace(".", ",")
