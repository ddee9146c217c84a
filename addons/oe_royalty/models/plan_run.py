from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import percent, rate
from odoo.addons.oe_base.tools import lock_rows

from ..calc import plan as calc, plan_bottom_up as bottom_up

TURNOVER = "turnover"
MONEY = ("turnover", "charges")


class Plan(models.Model):
    """Loads a scenario, calls the engines, writes its table and its curves."""

    _inherit = "oe.plan"

    def action_compute(self):
        """Compute the table and the curves; can be run twice."""
        self.check_access("write")
        # Results are nobody's to write: this button makes them.
        self.sudo()._run()
        return True

    def _run(self):
        for plan in self:
            lock_rows(plan)
            if not plan.year_ids:
                raise UserError(
                    self.env._(
                        "“%(name)s” has no year yet: say first how many ETD open in "
                        "each.",
                        name=plan.name,
                    )
                )
            plan._ensure_base()
            values = plan._values(plan._openings(), plan._profiles(), plan._settings())
            plan._apply_cells(values)
            plan._apply_variants()
            plan._apply_results(values)

    # -- what the engines read ----------------------------------------------------

    def _openings(self):
        """ETD opened in each year, from year 1 to the last one."""
        opened = {row.year: row.openings for row in self.year_ids}
        return tuple(
            opened.get(year, 0) for year in range(1, max(opened, default=0) + 1)
        )

    def _spend(self):
        """Concept spend of each year, thousands."""
        rows = self.spend_ids
        years = max([len(self._openings()), *rows.mapped("year")], default=0)
        return tuple(
            sum(rate(row.amount) for row in rows if row.year == year)
            for year in range(1, years + 1)
        )

    def _profiles(self):
        return tuple(row._calc() for row in self.profile_ids)

    def _settings(self):
        return bottom_up.Settings(
            opening_month=self.opening_month,
            waves=self.waves,
            billed_months=rate(self.billed_months),
            full_time_hours=self.full_time_hours,
            worked_months=self.worked_months,
        )

    def _prepare_target(self):
        """One ETD at target: exact, from the printed figures, in full time."""
        profiles = self._profiles()
        printed = sum(row.jobs * row.printed_turnover for row in self.profile_ids)
        full_time = 0
        if self.full_time_hours >= 1 and self.worked_months >= 1:
            full_time = bottom_up.full_time_at_target(profiles, self._settings())
        return {
            "target_month": float(bottom_up.target_month(profiles) / 100),
            "target_printed": printed,
            "target_full_time": float(full_time),
        }

    def _values(self, openings, profiles, settings):
        """``{word of the column: exact value of each year}``."""
        years, found = None, {}
        for column in self.column_ids.sorted(lambda row: (row.sequence, row.id)):
            sources = [found[key] for key in column._sources()]
            if column.kind == "by_age":
                found[column.key] = calc.by_year(column._calc(), openings)
            elif column.kind == "entities":
                found[column.key] = calc.entities(openings)
            elif column.kind == "cumulated":
                found[column.key] = calc.cumulated(calc.added(*sources))
            elif column.kind == "total":
                found[column.key] = calc.added(*sources)
            else:
                years = years or bottom_up.plan_years(profiles, openings, settings)
                found[column.key] = _measured(years, column.measure)
        return found

    # -- what is written ----------------------------------------------------------

    def _ensure_base(self):
        if "base" not in self.variant_ids.mapped("parameter"):
            self.env["oe.plan.variant"].create(
                {
                    "plan_id": self.id,
                    "name": self.env._("As planned"),
                    "parameter": "base",
                    "sequence": 0,
                }
            )

    def _apply_cells(self, values):
        """One cell per year and column; what is printed stays as it is."""
        years = range(1, len(self._openings()) + 1)
        cells = self.env["oe.plan.cell"]
        known = {(cell.column_id.id, cell.year): cell for cell in self.cell_ids}
        missing = cells.create(
            [
                {"column_id": column.id, "year": year}
                for column in self.column_ids
                for year in years
                if (column.id, year) not in known
            ]
        )
        known |= {(cell.column_id.id, cell.year): cell for cell in missing}
        for (_column, year), cell in known.items():
            if year <= len(years):
                cell.write(_cell_values(cell, values[cell.key]))
        gone = cells.browse(
            cell.id for (_c, y), cell in known.items() if y > len(years)
        )
        gone.filtered(lambda cell: not cell.is_printed).unlink()

    def _apply_variants(self):
        """Curves of each variant, anew."""
        points = self.env["oe.plan.point"]
        self.point_ids.unlink()
        created, spend = [], self._spend()
        for variant in self.variant_ids:
            openings, profiles, settings, share = variant._changed()
            turnover = self._values(openings, profiles, settings).get(TURNOVER)
            if turnover is None:
                raise UserError(
                    self.env._(
                        "The royalty is counted on turnover: give one column the word "
                        "“%(word)s”.",
                        word=TURNOVER,
                    )
                )
            years = calc.recovery(turnover, spend, percent(share))
            created += [
                {"variant_id": variant.id, **_point_values(row, value)}
                for row, value in zip(years, turnover, strict=True)
            ]
            variant.write(self._variant_values(years, turnover, sum(spend)))
        points.create(created)

    def _variant_values(self, years, turnover, investment):
        covered = calc.covering_years(years)
        repaid = calc.recovery_year(years, investment) if investment else None
        return {
            "recovery_year": repaid or 0,
            "covering_years": ", ".join(f"N{year}" for year in covered) or False,
            "last_turnover": float(turnover[-1]),
            "royalty_total": float(years[-1].royalty_to_date),
        }

    def _apply_results(self, values):
        base = self.variant_ids.filtered(lambda row: row.parameter == "base")[:1]
        spent = self.point_ids.filtered(
            lambda row: row.variant_id == base and row.spend and row.turnover
        ).sorted("year")
        staff = values.get("staff")
        self.write(
            {
                "recovery_year": base.recovery_year,
                "covering_years": base.covering_years,
                "covering_rate": spent[-1:].covering_rate,
                "last_turnover": base.last_turnover,
                "last_full_time": float(staff[-1]) if staff else 0,
                "computed_on": fields.Datetime.now(),
            }
        )
        self.stale = False


def _measured(years, measure):
    """A measure of the bottom-up engine; money in thousands."""
    if measure in MONEY:
        return tuple(rate(getattr(row, f"{measure}_cents")) / 100_000 for row in years)
    return tuple(rate(getattr(row, measure)) for row in years)


def _cell_values(cell, values):
    """Computed, shown at the printed precision, and the flag."""
    decimals = cell.column_id.decimals
    printed = {cell.year: f"{cell.printed:.{decimals}f}"}
    row = calc.compare(values, printed)[0]
    return {
        "computed": float(row.computed),
        "shown": float(row.shown),
        "gap": float(row.gap) if cell.is_printed else 0,
        "differs": cell.is_printed and not row.matches,
    }


def _point_values(row, turnover):
    needed = calc.covering_rate(turnover, row.spend) if row.spend else None
    return {
        "year": row.year,
        "turnover": float(turnover),
        "royalty": float(row.royalty),
        "spend": float(row.spend),
        "royalty_to_date": float(row.royalty_to_date),
        "spend_to_date": float(row.spend_to_date),
        "covering_rate": float(needed * 100) if needed else 0,
        "is_covered": bool(row.spend) and row.royalty >= row.spend,
    }
