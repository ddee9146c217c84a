from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, percent, to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import shares as calc


class ShareDeduction(models.Model):
    """Consent of an entrepreneur to pay shares out of the monthly pay.

    Nothing is kept from a pay without it (C. trav. L.3251-1 and following): the person
    signs on the portal what is kept each month, and may stop it at any time. It ends
    by itself once everything called is paid.
    """

    _name = "oe.cae.share.deduction"
    _description = "Deduction from pay for shares"
    _inherit = ["oe.cae.signed.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _open_fields = frozenset({"stopped_on"})
    _sealed_fields = (
        *("entrepreneur_id", "company_id", "mode", "amount", "percent"),
        *("date_start", "signed_on", "es_signed_on", "es_signed_name"),
        "es_signature_hash",
    )

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    mode = fields.Selection(
        [("fixed", "A fixed amount"), ("percent", "A part of the net pay")],
        "What is kept",
        required=True,
        default="fixed",
    )
    amount = fields.Monetary("Each month")
    percent = fields.Float("Part of the net pay, %", digits=(5, 2))
    date_start = fields.Date(
        "From the pay of",
        required=True,
        default=lambda self: self.env.company._oe_today().replace(day=1),
        help="First day of a month.",
    )
    stopped_on = fields.Date("Stopped on", readonly=True, copy=False)

    _one_running = models.UniqueIndex(
        "(entrepreneur_id, company_id) WHERE state = 'signed' AND stopped_on IS NULL",
        "A deduction runs already: stop it before another one is signed.",
    )
    _values_possible = models.Constraint(
        "CHECK (amount >= 0 AND percent >= 0 AND percent <= 100)",
        "What is kept is an amount, or a part of the pay.",
    )

    @api.depends("entrepreneur_id", "date_start")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._(
                "Deduction for shares, %(who)s", who=row.entrepreneur_id.name or ""
            )

    @api.constrains("date_start")
    def _check_month(self):
        for row in self:
            if row.date_start.day != 1:
                raise ValidationError(
                    self.env._("A deduction starts with a month: choose its first day.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["stopped_on"] = False  # stopped with the button only
        return super().create(vals_list)

    def write(self, vals):
        if "stopped_on" in vals:
            raise UserError(self.env._("A deduction is stopped with the button."))
        return super().write(vals)

    def _missing_terms(self):
        missing = super()._missing_terms()
        if not (self.amount if self.mode == "fixed" else self.percent):
            name = "amount" if self.mode == "fixed" else "percent"
            label = self._fields[name]._description_string(self.env)
            missing = [*missing, label]
        return missing

    def _check_may_send(self):
        """Only who has shares to pay is asked."""
        members_sudo = self.env["oe.cae.member"].sudo()
        for row in self:
            member = members_sudo._of(row.entrepreneur_id.partner_id, row.company_id)
            if not member or member._holding().left_cents <= 0:
                raise UserError(
                    self.env._(
                        "%(name)s owes nothing for shares in %(company)s: there is "
                        "nothing to deduct.",
                        name=row.entrepreneur_id.name,
                        company=row.company_id.name,
                    )
                )
        return super()._check_may_send()

    def _after_es_signature(self):
        """The person's own consent is all that is needed."""
        self._refuse_second()
        self._finish()
        return super()._after_es_signature()

    def _refuse_second(self):
        lock_rows(self.entrepreneur_id)
        if self._running(self.entrepreneur_id, self.company_id):
            raise UserError(
                self.env._("A deduction runs already: stop it before you sign another.")
            )

    @api.model
    def _running(self, people, company):
        return self.search(
            [
                ("entrepreneur_id", "in", people.ids),
                ("company_id", "=", company.id),
                ("state", "=", "signed"),
                ("stopped_on", "=", False),
            ]
        )

    def _stop(self):
        """From now on nothing more is kept; what was agreed in a pay stays."""
        self.ensure_one()
        lock_rows(self)
        if self.state != "signed" or self.stopped_on:
            raise UserError(self.env._("This deduction does not run."))
        self._set_signing({"stopped_on": self._today()})

    def action_stop(self):
        """The person asked to stop it, at the office."""
        self.check_access("write")
        for row in self:
            row._stop()

    # -- what is kept --------------------------------------------------------------

    def _holds_in(self, month):
        """Whether it counts for the pay of a month."""
        end = fields.Date.end_of(month, "month")
        return self.date_start <= month and (
            not self.stopped_on or self.stopped_on > end
        )

    def _kept(self, left_cents, net_cents):
        """Cents kept from a net pay."""
        if self.mode == "fixed":
            return calc.deduction(left_cents, net_cents, to_cents(self.amount))
        return calc.deduction(left_cents, net_cents, part_of_net=percent(self.percent))

    def _told(self):
        """What is kept, in words."""
        self.ensure_one()
        if self.mode == "fixed":
            return self.env._(
                "%(amount)s each month", amount=format_fr(to_cents(self.amount))
            )
        rate = f"{self.percent:.2f}".rstrip("0").rstrip(".").replace(".", ",")
        return self.env._("%(rate)s %% of the net pay", rate=rate)

    def _portal_title(self):
        self.ensure_one()
        return self.env._(
            "Shares of %(company)s, deducted from pay", company=self.company_id.name
        )

    def _portal_values(self):
        """The consent as plain values."""
        self.ensure_one()
        member = self.env["oe.cae.member"]._of(
            self.entrepreneur_id.partner_id, self.company_id
        )
        left = member._holding().left_cents if member else 0
        return {
            "id": self.id,
            "title": self._portal_title(),
            "state": self.state,
            "told": self._told(),
            "start": self.date_start.strftime("%m/%Y"),
            "left": format_fr(left),
            "signed_on": self.signed_on and format_date(self.env, self.signed_on),
            "stopped_on": self.stopped_on and format_date(self.env, self.stopped_on),
            "es_name": self.entrepreneur_id.name,
        }
