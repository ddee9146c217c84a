from datetime import datetime
from io import BytesIO

import xlsxwriter

from odoo import models

# Year, count, one decimal, two decimals, euros, text, month, as it comes.
FORMATS = {
    "y": "0",
    "n": "#,##0",
    "d": "#,##0.0",
    "c": "#,##0.00",
    "e": "#,##0.00 [$€-40C]",
    "t": "@",
    "m": "mmm yyyy",
    "g": "General",
}


class Plan(models.Model):
    """The scenario as a spreadsheet: numbers are numbers, texts never formulas."""

    _inherit = "oe.plan"

    def _spreadsheet(self):
        """The file, in bytes; the same content gives the same bytes."""
        self.ensure_one()
        stream = BytesIO()
        book = xlsxwriter.Workbook(
            stream, {"in_memory": True, "strings_to_formulas": False}
        )
        # The day of the file is the day it was computed, not the day of the copy.
        day = self.computed_on or datetime(2000, 1, 1)
        book.set_properties({"title": self.name, "created": day})
        styles = {
            code: book.add_format({"num_format": text, "valign": "top"})
            for code, text in FORMATS.items()
        }
        styles["head"] = book.add_format(
            {"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"}
        )
        for name, codes, rows in self._sheets():
            if len(rows) > 1:
                _fill(book.add_worksheet(name[:31]), codes, rows, styles)
        book.close()
        return stream.getvalue()

    def _sheets(self):
        """``(name, format of each column, rows)``; the first row holds the headings."""
        columns = self._ordered_columns()
        plan = "yy" + "".join("d" if row.decimals else "n" for row in columns)
        return [
            (self.env._("Plan"), plan, self._sheet_plan()),
            (self.env._("Printed and computed"), "tydddtt", self._sheet_printed()),
            (self.env._("Curves"), "tyddddd", self._sheet_curves()),
            (self.env._("Sensitivity"), "ttcytdd", self._sheet_variants()),
            (self.env._("Settings"), "tg", self._sheet_settings()),
            (self.env._("Profiles"), "tndcnccc", self._sheet_profiles()),
            (self.env._("Actuals"), "mtteee", self._sheet_actuals()),
        ]

    def _sheet_plan(self):
        columns = self._ordered_columns()
        cells = {(cell.column_id, cell.year): cell.computed for cell in self.cell_ids}
        return [
            [
                *(self.env._("Year"), self.env._("Calendar")),
                *(column._name_with_unit() for column in columns),
            ],
            *(
                [
                    year,
                    self.first_year + year - 1,
                    *(cells.get((column, year)) for column in columns),
                ]
                for year in range(1, len(self._openings()) + 1)
            ),
        ]

    def _sheet_printed(self):
        heads = [
            *(self.env._("Column"), self.env._("Year"), self.env._("Printed")),
            *(self.env._("Computed"), self.env._("Gap"), self.env._("Flag")),
            self.env._("How"),
        ]
        rows = self.cell_ids.filtered("is_printed").sorted(
            lambda cell: (cell.column_sequence, cell.year)
        )
        return [
            heads,
            *(
                [
                    *(cell.column_id.name, cell.year, cell.printed, cell.computed),
                    *(cell.gap, self.env._("yes") if cell.differs else ""),
                    cell.explanation,
                ]
                for cell in rows
            ),
        ]

    def _sheet_curves(self):
        names = ("turnover", "royalty", "spend", "royalty_to_date", "spend_to_date")
        heads = [
            *(self.env._("Scenario"), self.env._("Year")),
            *(told["string"] for told in self.point_ids.fields_get(names).values()),
        ]
        return [
            heads,
            *(
                [
                    *(row.variant_id.name, row.year),
                    *(row[name] for name in names),
                ]
                for row in self.point_ids
            ),
        ]

    def _sheet_variants(self):
        kinds = dict(
            self.variant_ids._fields["parameter"]._description_selection(self.env)
        )
        told = self.variant_ids.fields_get(["last_turnover", "royalty_total"])
        return [
            [
                *(self.env._("Name"), self.env._("Setting"), self.env._("Value")),
                *(self.env._("Repaid in year"), self.env._("Covered years")),
                *(told[name]["string"] for name in ("last_turnover", "royalty_total")),
            ],
            *(
                [
                    *(row.name, kinds[row.parameter]),
                    None if row.parameter == "base" else row.value,
                    *(row.recovery_year or None, row.covering_years or ""),
                    *(row.last_turnover, row.royalty_total),
                ]
                for row in self.variant_ids
            ),
        ]

    def _sheet_settings(self):
        names = (
            *("engine", "source", "first_year", "rate", "opening_month", "waves"),
            *("billed_months", "full_time_hours", "worked_months", "investment"),
            *("target_month", "target_printed", "target_full_time"),
        )
        told = self.fields_get(names, ["string"])
        engines = dict(self._fields["engine"]._description_selection(self.env))
        rows = [
            [told[name]["string"], engines.get(self[name], self[name] or "")]
            for name in names
        ]
        rows += [
            [self.env._("ETD opened in year %(year)s", year=row.year), row.openings]
            for row in self.year_ids
        ]
        rows += [[f"{row.name}, N{row.year}", row.amount] for row in self.spend_ids]
        return [[self.env._("Setting"), self.env._("Value")], *rows]

    def _sheet_profiles(self):
        names = (
            *("jobs", "hours", "billed_rate", "ramp_months", "charge_rate"),
            *("turnover", "printed_turnover"),
        )
        told = self.profile_ids.fields_get(names, ["string"])
        return [
            [self.env._("Profile"), *(told[name]["string"] for name in names)],
            *(
                [row.profile_id.code, *(row[name] for name in names)]
                for row in self.profile_ids
            ),
        ]

    def _sheet_actuals(self):
        """What the reader may see of it: rules filter, whoever made the plan."""
        heads = [
            *(self.env._("Month"), self.env._("ETD"), self.env._("Profile")),
            *(self.env._("Planned"), self.env._("Realised"), self.env._("Gap")),
        ]
        rows = self.env["oe.plan.actual"].search([("plan_id", "=", self.id)])
        return [
            heads,
            *(
                [
                    *(row.month, row.territory_id.name, row.profile_id.code or ""),
                    *(row.planned, row.actual, row.gap),
                ]
                for row in rows
            ),
        ]


def _fill(sheet, codes, rows, styles):
    """Write the rows; wide enough to read, one page wide when printed."""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            style = styles[codes[column] if row else "head"]
            if value is None:
                continue
            if not row or isinstance(value, str):
                sheet.write_string(row, column, str(value), style)
            elif isinstance(value, int | float):
                sheet.write_number(row, column, value, style)
            else:
                sheet.write_datetime(row, column, value, style)
    for column, code in enumerate(codes):
        texts = [str(row[column] or "") for row in rows[1:]] if code in "tg" else []
        sheet.set_column(column, column, min(60, max(14, *map(len, [*texts, ""])) + 1))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
