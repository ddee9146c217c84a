from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

OPEN = ("asked", "heard")
# Written by the steps only, never sent by a remote call.
STEPS = frozenset(
    {
        *("state", "asked_on", "opinion_by_id", "opinion_on", "decided_by_id"),
        *("member_id", "sent_ref", "deduction_id"),
    }
)
# The word of the person who applied on the portal.
ASKED = frozenset({"entrepreneur_id", "company_id", "motive", "shares", "monthly"})


class Candidature(models.Model):
    """An entrepreneur asks to become a member: opinion, decision, register.

    The advisor gives an opinion; the meeting or the board, as the statutes say,
    decides; a manager writes the decision down. Accepted, the person is a member from
    the day of the decision, with the shares asked for.
    """

    _name = "oe.cae.candidature"
    _description = "Application for membership"
    _inherit = ["oe.retention.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "asked_on desc, id desc"
    _check_company_auto = True

    _retention_code = "cae_candidature"
    _retention_date_field = "decision_date"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    contract_id = fields.Many2one("oe.cae.contract", compute="_compute_contract_id")
    member_deadline = fields.Date("Member before", compute="_compute_contract_id")
    asked_on = fields.Date("Asked on", required=True, readonly=True, copy=False)
    state = fields.Selection(
        [
            ("asked", "Waits for the opinion"),
            ("heard", "Waits for the decision"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="asked",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    motive = fields.Text("Why become a member")
    shares = fields.Integer("Shares asked for", required=True, aggregator=None)
    monthly = fields.Monetary(
        "Deducted each month",
        help="What the person agrees to pay out of each pay; a consent is sent to sign "
        "once accepted. Nothing: the person pays otherwise.",
    )
    sent_ref = fields.Char(readonly=True, copy=False)
    opinion = fields.Selection(
        [
            ("for", "In favour"),
            ("reserved", "With reserves"),
            ("against", "Against"),
        ],
        "Opinion of the advisor",
    )
    opinion_note = fields.Text("Why", help="The person may ask to read it.")
    opinion_by_id = fields.Many2one(
        "res.users", "Given by", readonly=True, copy=False, index="btree_not_null"
    )
    opinion_on = fields.Date("Given on", readonly=True, copy=False)
    decided_by = fields.Selection(
        [("meeting", "General meeting"), ("board", "Board")],
        "Who decides",
        compute="_compute_decided_by",
    )
    decision_date = fields.Date("Decided on", copy=False)
    resolution = fields.Char(help="Number of the resolution.", copy=False)
    refusal_reason = fields.Char(
        "Reason of a refusal", help="The person reads it.", copy=False
    )
    decided_by_id = fields.Many2one(
        "res.users",
        "Written down by",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    member_id = fields.Many2one(
        "oe.cae.member",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    deduction_id = fields.Many2one(
        "oe.cae.share.deduction",
        "Consent to the deduction",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    _one_open = models.UniqueIndex(
        "(entrepreneur_id, company_id) WHERE state IN ('asked', 'heard')",
        "This person has an application under way already.",
    )
    _sent_once = models.UniqueIndex(
        "(sent_ref) WHERE sent_ref IS NOT NULL", "This application arrived already."
    )
    _values_possible = models.Constraint(
        "CHECK (shares > 0 AND monthly >= 0)", "Ask for one share or more."
    )

    @api.depends("entrepreneur_id", "company_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._(
                "Membership of %(who)s", who=row.entrepreneur_id.name or ""
            )

    @api.depends("entrepreneur_id", "company_id", "asked_on")
    def _compute_contract_id(self):
        contracts = self.env["oe.cae.contract"].search(
            [
                ("entrepreneur_id", "in", self.entrepreneur_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "signed"),
                ("kind", "in", ("cape", "salaried")),
            ],
            order="date_start",
        )
        for row in self:
            mine = contracts.filtered(
                lambda contract, row=row: (
                    contract.entrepreneur_id == row.entrepreneur_id
                    and contract.company_id == row.company_id
                )
            )
            row.contract_id = mine[-1:]
            row.member_deadline = mine[-1:].member_deadline

    @api.depends("company_id", "decision_date")
    def _compute_decided_by(self):
        terms = self.env["oe.cae.share.terms"]
        by_company = {
            company: terms._at(company._oe_today(), company_id=company)
            for company in self.company_id
        }
        for row in self:
            row.decided_by = by_company[row.company_id].decided_by or False

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            company = self.env["res.company"].browse(
                vals.get("company_id") or self.env.company.id
            )
            vals["asked_on"] = vals.get("asked_on") or company._oe_today()
        rows = super().create(vals_list)
        given = STEPS - {"state", "asked_on"}
        # Looked at afterwards: a value may also come from default_* of the context.
        for row in () if self.env.su else rows:
            if row.state != "asked" or any(row[name] for name in given):
                self._refuse_steps()
        return rows

    def write(self, vals):
        if not self.env.su:
            if STEPS & set(vals):
                self._refuse_steps()
            if ASKED & set(vals) and any(row.sent_ref for row in self):
                raise UserError(
                    self.env._(
                        "The person asked for this on the portal: nobody changes it "
                        "for them."
                    )
                )
            if any(row.state not in OPEN for row in self):
                raise UserError(
                    self.env._(
                        "It is decided: an application does not change any more."
                    )
                )
        return super().write(vals)

    def _refuse_steps(self):
        raise UserError(self.env._("An application goes on with the buttons."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return
        if any(row.state == "accepted" for row in self):
            raise UserError(self.env._("The register relies on this application."))

    @api.model
    def _retention_domain(self, limit):
        """An accepted one is kept with the register."""
        domain = super()._retention_domain(limit)
        return [*domain, ("state", "in", ("refused", "withdrawn"))]

    def _lock_open(self):
        """Hold it; of two decisions at once the second reads the first."""
        lock_rows(self)
        for row in self:
            if row.state not in OPEN:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(name)s: %(state)s already.",
                        name=row.display_name,
                        state=labels[row.state],
                    )
                )
