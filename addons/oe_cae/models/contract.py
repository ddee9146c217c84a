from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.oe_base.calc.period import ONE_DAY, Period

# Kinds under which somebody works and sells: the law on CAPE and CESA speaks of them.
HOSTED = ("cape", "salaried")
COUNTED = [("kind", "in", HOSTED), ("state", "=", "signed")]


class Contract(models.Model):
    """CAPE, CESA, volunteer or rights-holder agreement of a person with a company.

    It holds what the law asks for (C. trav. L.7331-2) and writes the person's
    affiliation, which all other add-ons read. Only a signed contract counts. One
    created without passing through a draft is one signed on paper before: it counts
    at once, and a manager may still correct what was copied, until it is sealed.
    """

    _name = "oe.cae.contract"
    _description = "Contract of an entrepreneur"
    _inherit = ["oe.cae.countersigned.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    _birth_states = ("draft", "signed")
    # What lives on after the signature: the path to membership, and the thresholds
    # of approval, which are the cooperative's own control.
    _open_fields = frozenset(
        {
            "member_since",
            "affiliation_id",
            "quote_limit",
            "invoice_limit",
            "purchase_limit",
        }
    )
    _sealed_fields = (
        *("entrepreneur_id", "company_id", "kind", "date_start", "agreed_end"),
        *("scheme_id", "fixed_pay", "overdraft", "objectives", "statutes_version"),
        *("minimum_turnover", "minimum_hours", "variable_kind", "variable_share"),
        *("variable_formula", "kept_share", "trial_months", "clients_rights"),
        *("ip_rights", "rights_note", "signed_on", "es_signed_on", "es_signed_name"),
        *("es_signature_hash", "manager_signed_on", "manager_signed_by_id"),
    )

    state = fields.Selection(default="signed")
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
            ("conceptual", "Rights-holder agreement"),
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

    def _period(self):
        """Days of the contract, half-open."""
        self.ensure_one()
        end = self.date_end and self.date_end + ONE_DAY
        return Period(self.date_start, end or None)

    def _is_closed(self):
        """Sealed, or being read; one copied from paper stays open to corrections."""
        self.ensure_one()
        return self.state == "to_sign" or (self.state == "signed" and bool(self.seal))

    def _birth_fields(self, state):
        return frozenset({"signed_on"} if state == "signed" else ())

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        for contract in contracts:
            if contract.state == "signed" and not contract.signed_on:
                contract._set_signing({"signed_on": contract.date_start})
        return contracts

    @api.model
    def _in_month(self, company, month):
        """The contract that counts in a month, by person: the last one started."""
        end = month + relativedelta(months=1)
        found = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "signed"),
                ("date_start", "<", end),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", month),
            ],
            order="date_start, id",
        )
        return {contract.entrepreneur_id.id: contract for contract in found}
