import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from odoo.addons.oe_base.calc.money import rate, to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import volunteer as calc
from .statement import euros

STEPS = frozenset({"state", "decided_by_id", "entry_id", "receipt_hash", "sent_ref"})
# The volunteer's own word: a gift is given up in writing by the person alone.
TOLD = frozenset({"entrepreneur_id", "company_id", "wish", "photo"})


class VolunteerCost(models.Model):
    """What a volunteer paid for the association: paid back, or given up in writing.

    A volunteer has no employee file: no expense claim, but a small one of ours.
    Accepted, it is a draft vendor receipt of the person, or, given up (CGI art. 200),
    a draft entry charge against gift.
    """

    _name = "oe.cae.volunteer.cost"
    _description = "Cost of a volunteer"
    _inherit = ["oe.retention.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    _retention_code = "cae_volunteer"
    _retention_date_field = "date"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", "Volunteer", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, default=lambda self: self.env.company._oe_today())
    name = fields.Char("What for", required=True)
    kind = fields.Selection(
        [("receipt", "Receipt"), ("journey", "Journey")],
        required=True,
        default="receipt",
    )
    km = fields.Float("Distance (km)", digits=(8, 1))
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True
    )
    wish = fields.Selection(
        [("refund", "Paid back"), ("gift", "Given up as a gift")],
        required=True,
        default="refund",
    )
    state = fields.Selection(
        [("asked", "Asked"), ("accepted", "Accepted"), ("refused", "Refused")],
        required=True,
        readonly=True,
        default="asked",
        copy=False,
        index=True,
    )
    refusal_reason = fields.Char("Why it is refused", help="The volunteer reads it.")
    decided_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    photo = fields.Binary("Receipt", attachment=True, copy=False)
    photo_name = fields.Char(copy=False)
    receipt_hash = fields.Char(readonly=True, copy=False)
    entry_id = fields.Many2one(
        "account.move", "Draft", readonly=True, copy=False, index="btree_not_null"
    )
    sent_ref = fields.Char(readonly=True, copy=False)

    _sent_once = models.UniqueIndex(
        "(sent_ref) WHERE sent_ref IS NOT NULL", "This claim arrived already."
    )
    _receipt_once = models.UniqueIndex(
        "(entrepreneur_id, receipt_hash) WHERE receipt_hash IS NOT NULL "
        "AND state <> 'refused'",
        "This very receipt was claimed already.",
    )
    _amounts_possible = models.Constraint(
        "CHECK (amount >= 0 AND km >= 0)", "Amounts and distances are positive."
    )

    @api.depends("kind", "km", "date", "company_id")
    def _compute_amount(self):
        terms = self.env["oe.cae.volunteer.terms"].search(
            [("company_id", "in", self.company_id.ids)], order="date_start"
        )
        for cost in self.filtered(lambda cost: cost.kind == "journey"):
            mine = terms.filtered(
                lambda term, cost=cost: (
                    term.company_id == cost.company_id and term.date_start <= cost.date
                )
            )
            km_rate = rate(f"{mine[-1:].km_rate:.4f}")
            cost.amount = euros(calc.journey(cost.km, km_rate))

    @api.constrains("entrepreneur_id", "company_id", "date")
    def _check_volunteer(self):
        for cost in self:
            if cost.company_id not in cost.entrepreneur_id._volunteers_for(cost.date):
                raise ValidationError(
                    self.env._(
                        "%(name)s is no volunteer of %(company)s on that day.",
                        name=cost.entrepreneur_id.name,
                        company=cost.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("kind") == "journey":
                vals.pop("amount", None)  # the distance says it
        costs = super().create(vals_list)
        for cost in () if self.env.su else costs:
            if cost.state != "asked" or any(cost[name] for name in STEPS - {"state"}):
                self._refuse_steps()
        return costs

    def write(self, vals):
        if not self.env.su:
            if STEPS & set(vals):
                self._refuse_steps()
            if TOLD & set(vals) and any(cost.sent_ref for cost in self):
                raise UserError(
                    self.env._("The volunteer said so: refuse it, with the reason.")
                )
            if any(cost.state == "accepted" for cost in self):
                raise UserError(
                    self.env._("It is accepted: it does not change any more.")
                )
        if "amount" in vals and any(cost.kind == "journey" for cost in self):
            raise UserError(self.env._("The distance says the amount of a journey."))
        return super().write(vals)

    def _refuse_steps(self):
        raise UserError(self.env._("A claim is answered with the buttons."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accepted(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return
        if any(cost.state == "accepted" for cost in self):
            raise UserError(self.env._("The books rely on this claim."))

    def _lock_asked(self):
        self.check_access("write")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager answers claims."))
        lock_rows(self)
        if any(cost.state != "asked" for cost in self):
            raise UserError(self.env._("It was answered already."))

    def action_accept(self):
        """Accept: a draft for the accountant, once."""
        self._lock_asked()
        # Books are the accountant's; the claim proposes its own draft.
        for cost_sudo in self.sudo():
            if not cost_sudo.amount:
                raise UserError(self.env._("Write an amount."))
            entry = cost_sudo._propose()
            cost_sudo.write(
                {
                    "state": "accepted",
                    "decided_by_id": self.env.uid,
                    "entry_id": entry.id,
                }
            )

    def action_refuse(self):
        """Refuse, with the reason that the volunteer reads."""
        self._lock_asked()
        for cost_sudo in self.sudo():
            if not (cost_sudo.refusal_reason or "").strip():
                raise UserError(self.env._("Write the reason: the person reads it."))
            cost_sudo.write({"state": "refused", "decided_by_id": self.env.uid})

    def _propose(self):
        company, partner = self.company_id, self.entrepreneur_id.partner_id
        name = "pcg_6251" if self.kind == "journey" else "pcg_6256"
        charge = company._oe_chart_ref(name)
        terms = self.env["oe.cae.volunteer.terms"]
        if self.wish == "gift":
            return terms._entry(
                company,
                self.date,
                self.env._("Given up by a volunteer: %(name)s", name=self.name),
                [
                    (charge, self.amount, partner),
                    (terms._account(company, "7541"), -self.amount, partner),
                ],
            )
        return (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "in_receipt",
                    "company_id": company.id,
                    "partner_id": partner.id,
                    "invoice_date": self.date,
                    "date": self.date,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": self.name,
                                "price_unit": self.amount,
                                "account_id": charge.id,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
        )

    # -- the volunteer -------------------------------------------------------------

    @api.model
    def _ask(self, person, given, photo=None, sent_ref=None):
        """A volunteer claims a receipt or a journey; the same form claims it once.

        :param dict given: ``company``, ``day``, ``name``, ``wish``, and ``cents`` (a
            receipt) or ``km`` (a journey)
        :param photo: ``(content base64, file name, raw content)`` of a receipt
        :raises UserError: with what is missing
        """
        lock_rows(person)
        made = self.search(
            [("sent_ref", "=", sent_ref), ("entrepreneur_id", "=", person.id)]
        )
        if sent_ref and made:
            return made
        self._check_asked(given)
        journey = bool(given.get("km"))
        values = {
            "entrepreneur_id": person.id,
            "company_id": given["company"].id,
            "date": given["day"],
            "name": given["name"].strip()[:100],
            "wish": given["wish"],
            "kind": "journey" if journey else "receipt",
            "sent_ref": sent_ref,
        }
        if journey:
            return self.create({**values, "km": float(given["km"])})
        digest = hashlib.sha256(photo[2]).hexdigest()
        same = [
            ("entrepreneur_id", "=", person.id),
            ("receipt_hash", "=", digest),
            ("state", "!=", "refused"),
        ]
        if self.search_count(same, limit=1):
            raise UserError(self.env._("This very receipt was claimed already."))
        return self.create(
            {
                **values,
                "amount": euros(given["cents"]),
                "photo": photo[0],
                "photo_name": photo[1],
                "receipt_hash": digest,
            }
        )

    def _check_asked(self, given):
        if not (given["name"] or "").strip():
            raise UserError(self.env._("Write what it is for."))
        if given["day"] > given["company"]._oe_today():
            raise UserError(self.env._("This day is still to come."))
        if given["wish"] not in dict(self._fields["wish"].selection):
            raise UserError(self.env._("Choose: paid back, or given up as a gift."))
        if not given.get("km") and given.get("cents", 0) <= 0:
            raise UserError(self.env._("Write an amount."))
        if given.get("km"):
            self.env["oe.cae.volunteer.terms"]._require_at(
                given["day"], company_id=given["company"]
            )

    def _cents(self):
        return to_cents(self.amount)
