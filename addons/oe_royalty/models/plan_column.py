from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import formatLang

from odoo.addons.oe_base.calc.money import rate

from ..calc import plan as calc
from ..calc.plan_variant import terms


class PlanColumn(models.Model):
    """A column of the plan: how it is computed, and what the source prints in it."""

    _name = "oe.plan.column"
    _description = "Column of a scenario"
    _inherit = ["oe.plan.input.mixin"]
    _order = "plan_id, sequence, id"

    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, index=True, precompute=True
    )
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    key = fields.Char(
        required=True,
        help="One word, the same in every scenario: columns are compared by it. The "
        "royalty is counted on “turnover”.",
    )
    unit = fields.Selection(
        [
            ("etd", "ETD"),
            ("money", "Thousands"),
            ("fte", "Full-time equivalents"),
            ("people", "People"),
        ],
        required=True,
        default="money",
    )
    kind = fields.Selection(
        [
            ("by_age", "Value by age of an ETD"),
            ("entities", "Number of ETD"),
            ("measure", "Profiles in waves"),
            ("cumulated", "Cumulated"),
            ("total", "Total of columns"),
        ],
        required=True,
        default="by_age",
    )
    first_value = fields.Float("ETD in its first year", digits=(16, 4))
    second_value = fields.Float("… second year", digits=(16, 4))
    third_value = fields.Float("… third year and after", digits=(16, 4))
    constant = fields.Float("Once a year", digits=(16, 4))
    measure = fields.Selection(
        [
            ("turnover", "Turnover"),
            ("charges", "Running charges"),
            ("heads", "People at the end of the year"),
            ("full_time", "FTE of the hours worked"),
            ("full_time_at_target", "FTE at target"),
        ],
    )
    source_keys = fields.Char(
        "Made of", help="Words of earlier columns, separated by commas."
    )
    decimals = fields.Integer("Printed decimals", default=0)
    cell_ids = fields.One2many("oe.plan.cell", "column_id", "Cells", copy=True)

    _key_unique = models.UniqueIndex(
        "(plan_id, key)", "A column of this word is in the scenario already."
    )
    _possible = models.Constraint(
        "CHECK (decimals BETWEEN 0 AND 4 AND (kind <> 'measure' OR measure IS NOT NULL)"
        " AND (kind NOT IN ('cumulated', 'total') OR source_keys IS NOT NULL))",
        "Say what the column is made of; it has 4 decimals at most.",
    )

    @api.constrains("plan_id", "key", "kind", "source_keys", "sequence")
    def _check_sources(self):
        for plan in self.plan_id:
            known = set()
            for column in plan.column_ids.sorted(lambda row: (row.sequence, row.id)):
                missing = [key for key in column._sources() if key not in known]
                if missing:
                    raise ValidationError(
                        self.env._(
                            "“%(column)s” is made of “%(missing)s”: no column before "
                            "it has that word.",
                            column=column.name,
                            missing=", ".join(missing),
                        )
                    )
                known.add(column.key)

    def _sources(self):
        """Words of the columns that this one is made of."""
        if self.kind not in ("cumulated", "total"):
            return []
        return [key.strip() for key in (self.source_keys or "").split(",")]

    def _calc(self):
        """A column by age as the computing layer reads it."""
        self.ensure_one()
        values = (self.first_value, self.second_value, self.third_value)
        return calc.Column(
            self.key, tuple(rate(value) for value in values), rate(self.constant)
        )

    def _shown(self, value, decimals=None):
        """A figure of the column as a reader sees it."""
        digits = self.decimals if decimals is None else decimals
        return formatLang(self.env, value, digits=digits)

    def _exact(self, value):
        """A figure to the thousandth, without zeros that say nothing."""
        return self._shown(value, 3).rstrip("0").rstrip(".,")


class PlanCell(models.Model):
    """A year of a column: printed, computed, and whether the two agree."""

    _name = "oe.plan.cell"
    _description = "Cell of the network plan"
    _order = "plan_id, year, column_sequence, id"

    column_id = fields.Many2one(
        "oe.plan.column", required=True, index=True, ondelete="cascade"
    )
    plan_id = fields.Many2one(
        related="column_id.plan_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="column_id.company_id", store=True, index=True, precompute=True
    )
    state = fields.Selection(related="plan_id.state")
    key = fields.Char(related="column_id.key", store=True, precompute=True)
    column_sequence = fields.Integer(
        related="column_id.sequence", store=True, precompute=True
    )
    unit = fields.Selection(related="column_id.unit", store=True, precompute=True)
    # Years, and figures of ten years, are not added up.
    year = fields.Integer("Year of the plan", required=True, aggregator=None)
    is_printed = fields.Boolean("Printed?")
    printed = fields.Float(
        digits=(16, 4), help="As the source prints it.", aggregator=None
    )
    computed = fields.Float(digits=(16, 6), readonly=True, copy=False)
    shown = fields.Float(
        "Computed, as printed",
        digits=(16, 4),
        readonly=True,
        copy=False,
        aggregator=None,
    )
    gap = fields.Float(
        "Printed less computed",
        digits=(16, 4),
        readonly=True,
        copy=False,
        aggregator=None,
    )
    differs = fields.Boolean("Flag", readonly=True, copy=False)
    explanation = fields.Char("How", compute="_compute_explanation")

    _year_unique = models.UniqueIndex(
        "(column_id, year)", "This year is in the column already."
    )

    @api.depends("column_id", "year")
    def _compute_display_name(self):
        for cell in self:
            cell.display_name = f"{cell.column_id.name or ''}, N{cell.year}"

    @api.model_create_multi
    def create(self, vals_list):
        cells = super().create(vals_list)
        cells.column_id._touch()
        return cells

    def write(self, vals):
        self.column_id._touch()
        result = super().write(vals)
        self.column_id._touch()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_input(self):
        self.column_id._touch()

    @api.depends(
        *("computed", "column_id.kind", "column_id.source_keys", "year"),
        *("column_id.first_value", "column_id.second_value", "column_id.third_value"),
    )
    @api.depends_context("lang")
    def _compute_explanation(self):
        for cell in self:
            told = getattr(cell, f"_explain_{cell.column_id.kind}", None)
            text = told() if told else ""
            value = cell.column_id._exact(cell.computed)
            cell.explanation = f"{text} = {value}" if text else value

    def _explain_by_age(self):
        column = self.column_id
        openings = self.plan_id._openings()
        parts = [
            f"{count} × {column._exact(float(value))}"
            for count, _age, value in terms(column._calc(), openings, self.year)
        ]
        if column.constant:
            parts.append(column._exact(column.constant))
        return " + ".join(parts)

    def _explain_entities(self):
        return " + ".join(str(n) for n in self.plan_id._openings()[: self.year])

    def _explain_measure(self):
        plan = self.plan_id
        return self.env._(
            "%(jobs)s jobs per ETD in %(waves)s waves from month %(month)s, "
            "%(billed)s months billed",
            jobs=sum(plan.profile_ids.mapped("jobs")),
            waves=plan.waves,
            month=plan.opening_month,
            billed=formatLang(self.env, plan.billed_months, digits=1),
        )

    def _source_cells(self):
        keys = self.column_id._sources()
        return self.plan_id.cell_ids.filtered(lambda cell: cell.key in keys)

    def _explain_cumulated(self):
        cells = self._source_cells().filtered(lambda cell: cell.year <= self.year)
        return self._added(cells)

    def _explain_total(self):
        return self._added(
            self._source_cells().filtered(lambda cell: cell.year == self.year)
        )

    def _added(self, cells):
        ordered = cells.sorted(lambda cell: (cell.year, cell.column_sequence))
        return " + ".join(self.column_id._exact(cell.computed) for cell in ordered)

    def action_inputs(self):
        """Open what the figure is made of."""
        self.ensure_one()
        self.check_access("read")
        action = {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "views": [[False, "list"]],
        }
        kind = self.column_id.kind
        if kind in ("cumulated", "total"):
            cells = self._source_cells()
            if kind == "total":
                cells = cells.filtered(lambda cell: cell.year == self.year)
            return {
                **action,
                "res_model": "oe.plan.cell",
                "domain": [("id", "in", cells.ids), ("year", "<=", self.year)],
            }
        domain = [("plan_id", "=", self.plan_id.id)]
        if kind == "measure":
            return {**action, "res_model": "oe.plan.profile", "domain": domain}
        if kind == "entities":
            return {**action, "res_model": "oe.plan.year", "domain": domain}
        return {
            **action,
            "res_model": "oe.plan.column",
            "res_id": self.column_id.id,
            "views": [[False, "form"]],
        }
