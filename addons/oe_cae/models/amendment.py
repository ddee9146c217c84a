from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, formatLang

from ..calc.terms import Change

# What a tick changes.
CHANGES = {
    "changes_scheme": ("scheme_id",),
    "changes_pay": ("fixed_pay", "overdraft"),
    "changes_minimum": ("minimum_turnover", "minimum_hours"),
}


class ContractAmendment(models.Model):
    """An amendment (avenant): a start date, what it changes, signatures.

    It touches only what is ticked, so that two amendments never undo each other; what
    holds at a day is the last one started (see ``calc/terms.py``).
    """

    _name = "oe.cae.contract.amendment"
    _description = "Amendment of a contract"
    _inherit = ["oe.cae.countersigned.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "contract_id, date_start desc, id desc"
    _check_company_auto = True

    _sealed_fields = (
        *("contract_id", "date_start", "reason", "scheme_id", "fixed_pay"),
        *("overdraft", "minimum_turnover", "minimum_hours", "date_end"),
        *("changes_scheme", "changes_pay", "changes_minimum", "changes_objectives"),
        *("changes_end", "signed_on", "es_signed_on", "es_signed_name"),
        *("es_signature_hash", "manager_signed_on", "manager_signed_by_id"),
    )

    contract_id = fields.Many2one(
        "oe.cae.contract",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    entrepreneur_id = fields.Many2one(
        related="contract_id.entrepreneur_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_start = fields.Date("In force from", required=True)
    reason = fields.Char("Why", help="No health cause.")
    changes_scheme = fields.Boolean("The contribution scheme")
    scheme_id = fields.Many2one(
        "oe.cae.scheme",
        "New contribution scheme",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    changes_pay = fields.Boolean("The part fixe")
    fixed_pay = fields.Monetary("New part fixe a month")
    overdraft = fields.Monetary("New authorised overdraft")
    changes_minimum = fields.Boolean("The minimum activity")
    minimum_turnover = fields.Monetary("New minimum turnover a month")
    minimum_hours = fields.Float("New minimum hours a month", digits=(6, 2))
    changes_objectives = fields.Boolean("The objectives")
    objective_ids = fields.One2many(
        "oe.cae.contract.objective", "amendment_id", "New objectives"
    )
    changes_end = fields.Boolean("The last day")
    date_end = fields.Date("New last day")

    _amounts_positive = models.Constraint(
        "CHECK (fixed_pay >= 0 AND overdraft >= 0 AND minimum_turnover >= 0 "
        "AND minimum_hours >= 0)",
        "What an amendment sets cannot be negative.",
    )

    @api.depends("contract_id", "date_start")
    def _compute_display_name(self):
        for amendment in self:
            amendment.display_name = self.env._(
                "Amendment of %(day)s, %(who)s",
                day=format_date(self.env, amendment.date_start),
                who=amendment.entrepreneur_id.name or "",
            )

    @api.constrains("date_start", "changes_scheme", "changes_pay", "contract_id")
    def _check_start(self):
        for amendment in self:
            contract = amendment.contract_id
            if amendment.date_start < contract.date_start:
                raise ValidationError(
                    self.env._("An amendment cannot start before its contract.")
                )
            monthly = amendment.changes_scheme or amendment.changes_pay
            if monthly and amendment.date_start.day != 1:
                raise ValidationError(
                    self.env._(
                        "Scheme and part fixe hold for whole months (R.7331-11): let "
                        "the amendment start on the first of a month."
                    )
                )

    def _missing_terms(self):
        missing = super()._missing_terms()
        ticks = [*CHANGES, "changes_objectives", "changes_end"]
        if not any(self[tick] for tick in ticks):
            missing.append(self.env._("What changes"))
        asked = [
            ("changes_scheme", "scheme_id"),
            ("changes_pay", "fixed_pay"),
            ("changes_objectives", "objective_ids"),
            ("changes_end", "date_end"),
        ]
        missing += [
            self._fields[name]._description_string(self.env)
            for tick, name in asked
            if self[tick] and not self[name]
        ]
        if self.changes_minimum and not (self.minimum_turnover or self.minimum_hours):
            missing.append(self.env._("Minimum activity, in turnover or hours"))
        return missing

    def _check_may_send(self):
        for amendment in self:
            if amendment.contract_id.state != "signed":
                raise UserError(
                    self.env._(
                        "The contract is not signed yet: change the draft itself."
                    )
                )
            # A past month never changes.
            self.env["oe.period"]._assert_open(
                amendment.company_id, amendment.date_start
            )
        return super()._check_may_send()

    def _before_finish(self):
        # The month may have been closed while the paper travelled.
        self._check_may_send()
        return super()._before_finish()

    def _after_finish(self):
        if self.changes_end:
            self.contract_id._set_end(self.date_end)
        self.contract_id.message_post(
            body=self.env._(
                "Amended from %(day)s: %(what)s",
                day=format_date(self.env, self.date_start),
                what=self._told(),
            )
        )
        return super()._after_finish()

    def _seal_payload(self):
        return f"{super()._seal_payload()}\n{self.objective_ids._plain()}"

    def _values(self):
        """The terms this amendment sets, for ``calc/terms.py``."""
        self.ensure_one()
        return {
            name: self[name]
            for tick, names in CHANGES.items()
            if self[tick]
            for name in names
        }

    @api.model
    def _changes(self, contracts):
        """Signed changes by contract id, all contracts in one query."""
        found = self.search(
            [("contract_id", "in", contracts.ids), ("state", "=", "signed")],
            order="date_start, id",
        )
        changes = {}
        for rank, amendment in enumerate(found):
            changes.setdefault(amendment.contract_id.id, []).append(
                Change(amendment.date_start, rank, amendment._values())
            )
        return changes

    @api.model
    def _tell(self, contract, values):
        """Changed terms as one line of text."""
        parts = []
        for name, value in values.items():
            field = contract._fields[name]
            if not value:
                text = self.env._("none")
            elif field.type == "many2one":
                text = value.display_name
            elif field.type == "monetary":
                text = formatLang(
                    self.env, value, currency_obj=contract.company_id.currency_id
                )
            else:
                text = formatLang(self.env, value, digits=2)
            parts.append(
                self.env._(
                    "%(what)s: %(value)s",
                    what=field._description_string(self.env),
                    value=text,
                )
            )
        return "; ".join(parts)

    def _told(self):
        """What this amendment changes, as one line of text."""
        self.ensure_one()
        parts = [self._tell(self.contract_id, self._values())]
        if self.changes_objectives:
            parts += [line._told() for line in self.objective_ids]
        if self.changes_end:
            parts.append(
                self.env._(
                    "Last day: %(day)s", day=format_date(self.env, self.date_end)
                )
            )
        return "; ".join(filter(None, parts))

    def _portal_title(self):
        self.ensure_one()
        return self.env._(
            "Amendment from %(day)s, %(company)s",
            day=format_date(self.env, self.date_start),
            company=self.company_id.name,
        )

    def _portal_values(self):
        """Plain values for the page."""
        self.ensure_one()
        return {
            "id": self.id,
            "contract_id": self.contract_id.id,
            "title": self._portal_title(),
            "state": self.state,
            "reason": self.reason or "",
            "changes": self._told().split("; "),
            "es_name": self.es_signed_name or self.entrepreneur_id.name,
            "signed": bool(self.es_signed_on),
        }
