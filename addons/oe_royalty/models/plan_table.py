from markupsafe import Markup, escape
from reportlab.platypus import Table, TableStyle

from odoo import api, fields, models

from odoo.addons.oe_base.paper import ACCENT, LINE, paragraph

ROW = Markup("<tr>%s</tr>")
HEAD = Markup('<th scope="col" class="text-end align-bottom">%s</th>')
CELL = Markup('<td class="text-end text-nowrap">%s</td>')
FLAG = Markup('<br/><small class="text-warning-emphasis">%s</small>')
TABLE = Markup(
    '<div class="table-responsive"><table class="table table-sm mb-1"><thead>%s</thead>'
    "<tbody>%s</tbody></table></div>"
)


class Plan(models.Model):
    """Years by columns, as the founding document prints them: on screen, on paper."""

    _inherit = "oe.plan"

    board_table = fields.Html("Table", compute="_compute_board_table", sanitize=False)

    @api.depends("cell_ids.computed", "cell_ids.printed", "column_ids.name")
    @api.depends_context("lang")
    def _compute_board_table(self):
        for plan in self:
            plan.board_table = bool(plan.computed_on) and plan._html_table()

    def _ordered_columns(self):
        return self.column_ids.sorted(lambda row: (row.sequence, row.id))

    def _year_name(self, year):
        return f"N{year} ({self.first_year + year - 1})"

    def _table_years(self):
        return range(1, len(self._openings()) + 1)

    def _html_table(self):
        """What is printed otherwise stands under the figure, in words."""
        columns = self._ordered_columns()
        cells = {(cell.column_id, cell.year): cell for cell in self.cell_ids}
        head = HEAD % self.env._("Year")
        head += Markup().join(HEAD % column._name_with_unit() for column in columns)
        body = Markup().join(
            ROW
            % (
                Markup('<th scope="row" class="text-end text-nowrap">%s</th>')
                % self._year_name(year)
                + Markup().join(
                    CELL % self._html_cell(cells.get((column, year)))
                    for column in columns
                )
            )
            for year in self._table_years()
        )
        return TABLE % (ROW % head, body)

    def _html_cell(self, cell):
        if not cell:
            return ""
        told = escape(cell.column_id._shown(cell.shown))
        if cell.differs:
            printed = cell.column_id._shown(cell.printed)
            told += FLAG % self.env._("printed: %(figure)s", figure=printed)
        return told

    def _paper_table(self):
        columns = self._ordered_columns()
        cells = {(cell.column_id, cell.year): cell for cell in self.cell_ids}
        rows = [
            [paragraph(""), *(paragraph(column.name, "head") for column in columns)]
        ]
        for year in self._table_years():
            rows.append(
                [
                    paragraph(self._year_name(year), "muted"),
                    *(
                        paragraph(_cell_text(cells.get((column, year))), "amount")
                        for column in columns
                    ),
                ]
            )
        width = 426.0 / max(len(columns), 1)
        return Table(
            rows,
            colWidths=[56, *[width] * len(columns)],
            repeatRows=1,
            style=TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
                    ("VALIGN", (0, 1), (-1, -1), "MIDDLE"),
                    ("LINEBELOW", (0, 0), (-1, 0), 0.8, ACCENT),
                    ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
                    ("LEFTPADDING", (0, 0), (-1, -1), 3),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 1),
                    ("TOPPADDING", (0, 0), (-1, -1), 2),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ]
            ),
        )


class PlanColumn(models.Model):
    _inherit = "oe.plan.column"

    def _name_with_unit(self):
        """Its name; amounts say that they are thousands."""
        if self.unit != "money":
            return self.name
        return self.env._("%(name)s, thousands", name=self.name)


def _cell_text(cell):
    if not cell:
        return ""
    return f"{cell.column_id._shown(cell.shown)}{'*' if cell.differs else ''}"
