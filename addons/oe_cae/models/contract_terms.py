from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import from_cents, to_cents

from ..calc.terms import part_of_month, terms_at
from .contract import HOSTED

# Terms that an amendment may change.
AMENDABLE = (
    "scheme_id",
    "fixed_pay",
    "overdraft",
    "minimum_turnover",
    "minimum_hours",
)
OWNERS = [
    ("es", "The entrepreneur"),
    ("cae", "The cooperative"),
    ("shared", "Shared, as written below"),
]


class Contract(models.Model):
    """What L.7331-2 wants written in the contract, as fields and not as prose."""

    _inherit = "oe.cae.contract"

    objective_ids = fields.One2many(
        "oe.cae.contract.objective",
        "contract_id",
        "Objectives",
        domain=[("amendment_id", "=", False)],
        copy=True,
    )
    objectives = fields.Text(
        "Objectives in words", help="Beside the lines, or instead of them."
    )
    minimum_turnover = fields.Monetary(
        "Minimum turnover a month", help="Excl. VAT; empty: none agreed."
    )
    minimum_hours = fields.Float(
        "Minimum hours a month", digits=(6, 2), help="Empty: none agreed."
    )
    variable_kind = fields.Selection(
        [
            ("all", "All of the available result"),
            ("share", "A share of the available result"),
            ("formula", "As written"),
        ],
        "Part variable",
    )
    variable_share = fields.Float("Share of the result, %", digits=(5, 2))
    variable_formula = fields.Text("Formula of the part variable")
    kept_share = fields.Float(
        "May stay in the cooperative, %",
        digits=(5, 2),
        help="Part of the year's result that may be left there (R.7331-12).",
    )
    statutes_version = fields.Char("Version of the statutes")
    trial_months = fields.Integer(
        "Trial, months", default=8, help="At most 8, renewal included; 0: none."
    )
    clients_rights = fields.Selection(
        OWNERS, "Clients belong to", default="es", required=True
    )
    ip_rights = fields.Selection(
        OWNERS, "Intellectual property belongs to", default="es", required=True
    )
    rights_note = fields.Text(
        "Rights on clients and works",
        help="Clients brought, created, developed; works, name, method.",
    )
    quote_limit = fields.Monetary(
        "Quotes above",
        help="Above this amount excl. VAT a manager approves; 0: none asked.",
        tracking=True,
    )
    invoice_limit = fields.Monetary(
        "Invoices above",
        help="Above this amount excl. VAT a manager approves; 0: none asked.",
        tracking=True,
    )
    purchase_limit = fields.Monetary(
        "Purchases above",
        help="Above this amount excl. VAT a manager approves; 0: none asked.",
        tracking=True,
    )
    amendment_ids = fields.One2many(
        "oe.cae.contract.amendment", "contract_id", "Amendments"
    )
    terms_today = fields.Char(
        "In force today",
        compute="_compute_terms_today",
        help="What amendments changed in what was signed.",
    )

    _minimum_positive = models.Constraint(
        "CHECK (minimum_turnover >= 0 AND minimum_hours >= 0)",
        "The minimum activity cannot be negative.",
    )
    _limits_positive = models.Constraint(
        "CHECK (quote_limit >= 0 AND invoice_limit >= 0 AND purchase_limit >= 0)",
        "A limit of approval cannot be negative.",
    )
    _shares_possible = models.Constraint(
        "CHECK (variable_share >= 0 AND variable_share <= 100 "
        "AND kept_share >= 0 AND kept_share <= 100)",
        "A share lies between 0 and 100 %.",
    )
    _trial_possible = models.Constraint(
        "CHECK (trial_months >= 0 AND trial_months <= 8)",
        "The trial lasts at most 8 months, renewal included (C. trav. L.7332-1).",
    )

    def _signed_terms(self):
        """The amendable terms as the contract itself says them."""
        self.ensure_one()
        return {name: self[name] for name in AMENDABLE}

    def _terms_at(self, day):
        """The terms in force on a day, by contract; one query for all of them."""
        changes = self.env["oe.cae.contract.amendment"]._changes(self)
        return {
            contract: terms_at(
                contract._signed_terms(), changes.get(contract.id, ()), day
            )
            for contract in self
        }

    def _terms_in(self, month):
        """The same for a whole month: a month begun or left has its part of the part
        fixe."""
        found = self._terms_at(month)
        for contract, terms in found.items():
            cents = part_of_month(
                to_cents(terms["fixed_pay"] or 0),
                month,
                contract.date_start,
                contract.date_end or None,
            )
            found[contract] = {**terms, "fixed_pay": float(from_cents(cents))}
        return found

    def _objectives_at(self, day):
        """Objectives in force: those of the last amendment that changed them."""
        self.ensure_one()
        changed = self.amendment_ids.filtered(
            lambda row: (
                row.state == "signed"
                and row.changes_objectives
                and row.date_start <= day
            )
        ).sorted(lambda row: (row.date_start, row.id))
        return changed[-1:].objective_ids or self.objective_ids

    def _seal_payload(self):
        return f"{super()._seal_payload()}\n{self.objective_ids._plain()}"

    @api.depends("amendment_ids.state")
    def _compute_terms_today(self):
        today = fields.Date.context_today(self)
        amendments = self.env["oe.cae.contract.amendment"]
        for contract, terms in self._terms_at(today).items():
            before = contract._signed_terms()
            changed = {
                name: value for name, value in terms.items() if value != before[name]
            }
            contract.terms_today = amendments._tell(contract, changed)

    def _missing_terms(self):
        missing = super()._missing_terms()
        names = []
        if self.kind in HOSTED:
            names += ["scheme_id", "statutes_version"]
        if self.kind == "cape":
            names.append("date_end")
        if self.kind == "salaried":
            names += ["fixed_pay", "variable_kind"]
            names += {"share": ["variable_share"], "formula": ["variable_formula"]}.get(
                self.variable_kind, []
            )
        if "shared" in (self.clients_rights, self.ip_rights):
            names.append("rights_note")
        return missing + self._missing_labels(names)

    def _missing_labels(self, names):
        labels = [
            self._fields[name]._description_string(self.env)
            for name in names
            if not self[name]
        ]
        if self.kind in HOSTED and not (self.objective_ids or self.objectives):
            labels.append(self.env._("Objectives"))
        if self.kind == "salaried" and not (
            self.minimum_turnover or self.minimum_hours
        ):
            labels.append(self.env._("Minimum activity, in turnover or hours"))
        return labels
