from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.period import ONE_DAY, Period

from ..calc import deadlines as calc


class Contract(models.Model):
    """CAPE, CESA or volunteer agreement of a person with a company.

    It holds what the law asks for (C. trav. L.7331-2) and writes the person's
    affiliation, which all other add-ons read.
    """

    _name = "oe.cae.contract"
    _description = "Contract of an entrepreneur"
    _inherit = ["mail.thread"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("cape", "Support contract (CAPE)"),
            ("salaried", "Salaried entrepreneur (CESA)"),
            ("volunteer", "Volunteer agreement"),
        ],
        required=True,
        default="cape",
        tracking=True,
    )
    date_start = fields.Date(required=True, tracking=True)
    date_end = fields.Date("Last day", tracking=True)
    scheme_id = fields.Many2one(
        "oe.cae.scheme",
        "Contribution scheme",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    fixed_pay = fields.Monetary("Part fixe a month", help="Gross, flat (R.7331-11).")
    overdraft = fields.Monetary(
        "Authorised overdraft", help="What the account may lack for the part fixe."
    )
    member_since = fields.Date("Member (associé) since", tracking=True)
    objectives = fields.Text("Objectives and minimum activity")
    variable_formula = fields.Text("Formula of the part variable")
    statutes_version = fields.Char("Version of the statutes")
    affiliation_id = fields.Many2one(
        "oe.affiliation", readonly=True, copy=False, index="btree_not_null"
    )
    trial_end = fields.Date(
        "End of the trial",
        compute="_compute_deadlines",
        store=True,
        help="Eight months less any earlier contract (C. trav. L.7332-1).",
    )
    member_deadline = fields.Date(
        "Member before",
        compute="_compute_deadlines",
        store=True,
        help="Three years less any earlier contract (C. trav. L.7331-3).",
    )
    cape_limit = fields.Date(
        "May run until",
        compute="_compute_deadlines",
        store=True,
        help="12 months each, renewed twice, 36 in all (C. com. L.127-2).",
    )
    deadline = fields.Date(
        "Next deadline", compute="_compute_deadlines", store=True, index=True
    )
    deadline_kind = fields.Selection(
        [
            ("cape_end", "CAPE ends: renew, sign a CESA or part"),
            ("membership", "Must be a member, or the contract ends"),
            ("contract_end", "The contract ends"),
        ],
        "What is at risk",
        compute="_compute_deadlines",
        store=True,
    )
    deadline_alert = fields.Integer(
        "Months left",
        compute="_compute_deadline_alert",
        help="Last alert reached: 12, 6, 3 or 1 months; -1 once it has passed.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A contract cannot end before it starts.",
    )
    _amounts_positive = models.Constraint(
        "CHECK (fixed_pay >= 0 AND overdraft >= 0)",
        "The part fixe and the overdraft cannot be negative.",
    )

    @api.depends("entrepreneur_id", "kind", "date_start")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for contract in self:
            contract.display_name = (
                f"{contract.entrepreneur_id.name or ''}, {labels.get(contract.kind)}"
            )

    @api.depends(
        "kind",
        "date_start",
        "date_end",
        "member_since",
        "company_id",
        "entrepreneur_id.cae_contract_ids.kind",
        "entrepreneur_id.cae_contract_ids.date_start",
        "entrepreneur_id.cae_contract_ids.date_end",
    )
    def _compute_deadlines(self):
        for contract in self:
            values = dict.fromkeys(
                ("trial_end", "member_deadline", "cape_limit", "deadline"), False
            )
            values["deadline_kind"] = False
            if contract.date_start:
                contract._add_deadlines(values)
            contract.update(values)

    def _add_deadlines(self, values):
        earlier = [other._period() for other in self._earlier()]
        if self.kind == "cape":
            capes = [
                other._period()
                for other in self._earlier()
                if other.kind == "cape" and other.date_end
            ]
            limit = calc.cape_last_end([*capes, self._period()])
            values["cape_limit"] = limit - ONE_DAY
        elif self.kind == "salaried":
            values["trial_end"] = calc.trial_end(self.date_start, earlier)
            values["member_deadline"] = calc.member_deadline(self.date_start, earlier)
        if self.kind == "salaried" and not self.member_since and not self.date_end:
            values.update(
                deadline=values["member_deadline"], deadline_kind="membership"
            )
        elif self.date_end:
            kind = "cape_end" if self.kind == "cape" else "contract_end"
            values.update(deadline=self.date_end, deadline_kind=kind)

    @api.depends("deadline")
    def _compute_deadline_alert(self):
        today = fields.Date.context_today(self)
        for contract in self:
            alert = contract.deadline and calc.current_alert(contract.deadline, today)
            contract.deadline_alert = alert.months if alert else 0
            if contract.deadline and contract.deadline < today:
                contract.deadline_alert = -1

    def _period(self):
        """Days of the contract, half-open."""
        self.ensure_one()
        end = self.date_end and self.date_end + ONE_DAY
        return Period(self.date_start, end or None)

    def _earlier(self):
        """Earlier contracts between the same parties (volunteers have none)."""
        return self.entrepreneur_id.cae_contract_ids.filtered(
            lambda other: (
                other.company_id == self.company_id
                and other.kind != "volunteer"
                and other.date_start
                and other.date_start < self.date_start
            )
        )

    @api.constrains("entrepreneur_id", "company_id", "kind", "date_start", "date_end")
    def _check_law(self):
        for contract in self:
            same = contract.entrepreneur_id.cae_contract_ids.filtered(
                lambda other, contract=contract: other.company_id == contract.company_id
            )
            contract._check_overlap(same - contract)
            if contract.kind == "cape":
                contract._check_cape(same.filtered(lambda other: other.kind == "cape"))

    def _check_overlap(self, others):
        for other in others:
            if self._period().overlaps(other._period()):
                raise ValidationError(
                    self.env._(
                        "%(name)s has a contract from %(day)s already: end it before "
                        "this one starts.",
                        name=self.entrepreneur_id.name,
                        day=format_date(self.env, other.date_start),
                    )
                )

    def _check_cape(self, capes):
        if not self.date_end:
            raise ValidationError(
                self.env._("A CAPE has a last day, at most 12 months away: write it.")
            )
        try:
            calc.check_capes(cape._period() for cape in capes)
        except calc.CapeTooLong as error:
            raise ValidationError(
                self.env._(
                    "A CAPE runs for at most %(limit)s months (C. com. L.127-2): end "
                    "it on %(day)s at the latest, then renew it.",
                    limit=error.params["limit"],
                    day=format_date(
                        self.env, self.date_start + relativedelta(months=12, days=-1)
                    ),
                )
            )
        except calc.CapeTooManyRenewals as error:
            raise ValidationError(
                self.env._(
                    "A CAPE is renewed at most %(limit)s times (C. com. L.127-2): sign "
                    "a CESA, or end the support.",
                    limit=error.params["limit"],
                )
            )
        except calc.CapeTotalTooLong as error:
            raise ValidationError(
                self.env._(
                    "All CAPE together run for at most 36 months (C. com. L.127-2): "
                    "end this one on %(day)s at the latest.",
                    day=format_date(self.env, error.params["limit"] - ONE_DAY),
                )
            )

    @api.constrains("kind", "scheme_id")
    def _check_scheme(self):
        for contract in self:
            if contract.kind != "volunteer" and not contract.scheme_id:
                raise ValidationError(
                    self.env._(
                        "The contract of %(name)s needs its contribution scheme: the "
                        "law wants it written (C. trav. L.7331-2).",
                        name=contract.entrepreneur_id.name,
                    )
                )

    @api.model
    def _in_month(self, company, month):
        """The contract that counts in a month, by person: the last one started."""
        end = month + relativedelta(months=1)
        found = self.search(
            [
                ("company_id", "=", company.id),
                ("date_start", "<", end),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", month),
            ],
            order="date_start, id",
        )
        return {contract.entrepreneur_id.id: contract for contract in found}
