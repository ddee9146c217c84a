from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import format_fr, to_cents

# What a manager decides on a line; everything else is computed.
DECIDED = frozenset(
    {"variable_pay", "variable_by_hand", "reserve", "reserve_kind", "note"}
)


class Pay(models.Model):
    """What people do with a line: decide, agree, take back."""

    _inherit = "oe.cae.pay"

    booked_otherwise = fields.Boolean(
        readonly=True,
        copy=False,
        help="Paid and booked without importing the payslip: nothing is waited for.",
    )

    def write(self, vals):
        if set(vals) - DECIDED:
            raise UserError(
                self.env._(
                    "The pay list is computed: decide the advance and what is put "
                    "aside, the buttons do the rest."
                )
            )
        self._hold()
        self._check_draft()
        if "variable_pay" in vals and "variable_by_hand" not in vals:
            vals = {**vals, "variable_by_hand": True}
        result = super().write(vals)
        if set(vals) - {"note"}:
            self._decide()
        return result

    def _hold(self):
        """Hold the lines: at the same moment another one is run again after us."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM oe_cae_pay WHERE id = ANY(%s) FOR UPDATE", [self.ids]
        )
        self.invalidate_recordset()

    def _check_draft(self):
        for pay in self:
            if pay.kind == "cape":
                raise UserError(
                    self.env._("Under CAPE nothing is paid: the result is provisioned.")
                )
            if pay.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s is agreed: take it back to draft to change it.",
                        name=pay.display_name,
                    )
                )

    def _decide(self):
        """Compute again with what was decided, and refuse what cannot be."""
        for run, pays in self.grouped("run_id").items():
            run._compute_pays(only=pays)
        self._refuse_problems()
        for pay in self.filtered(lambda pay: pay.reserve < 0):
            pay._check_taken_out()

    def _refuse_problems(self):
        found = [
            f"{pay.entrepreneur_id.name} : {pay.problem}" for pay in self if pay.problem
        ]
        if found:
            raise UserError("\n".join(found[:10]))

    def _check_taken_out(self):
        # The account of the activity is read for a figure.
        activity_sudo = self.sudo().activity_id
        held = (
            self.env["oe.cae.reserve.move"]
            .sudo()
            ._held(activity_sudo, fields.Date.end_of(self.month, "month"))
        )
        cents = held.get(self.reserve_kind, 0)
        if cents < -to_cents(self.reserve):
            labels = dict(self._fields["reserve_kind"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The reserve “%(kind)s” holds %(held)s: take out no more.",
                    kind=labels.get(self.reserve_kind, ""),
                    held=format_fr(cents),
                )
            )

    def action_agree(self):
        """Agree these lines, on the account as it stands now."""
        self.run_id._check_manager()
        self._hold()
        self._check_draft()
        for run, pays in self.grouped("run_id").items():
            run._compute_pays(only=pays)
        self._refuse_problems()
        self._agree()

    def _agree(self):
        # Whoever may agree may not write what is computed.
        pays_sudo = self.sudo()
        pays_sudo._put(
            {
                "state": "agreed",
                "agreed_by_id": self.env.uid,
                "agreed_on": fields.Datetime.now(),
            }
        )
        pays_sudo.env["oe.cae.reserve.move"].create(
            [pay._reserve_values() for pay in pays_sudo if to_cents(pay.reserve)]
        )

    def _reserve_values(self):
        return {
            "pay_id": self.id,
            "activity_id": self.activity_id.id,
            "date": fields.Date.end_of(self.month, "month"),
            "kind": self.reserve_kind or "smoothing",
            "direction": "in" if self.reserve > 0 else "out",
            "amount": abs(self.reserve),
            "note": self.note,
        }

    def action_reopen(self):
        """Back to draft, with what was put aside; the statement was not given yet."""
        self.run_id._check_manager()
        self._hold()
        pays_sudo = self.sudo()
        for pay in pays_sudo:
            self.env["oe.period"]._assert_open(pay.company_id, pay.month)
            if pay.state == "draft" or pay.real_on:
                raise UserError(
                    self.env._(
                        "%(name)s cannot be taken back: the payslip is there. Correct "
                        "it with a new file of payslips.",
                        name=pay.display_name,
                    )
                )
        pays_sudo._put(
            {
                "state": "draft",
                "agreed_by_id": False,
                "agreed_on": False,
                "booked_otherwise": False,
            }
        )
        pays_sudo.reserve_move_ids.unlink()
        for run, pays in self.grouped("run_id").items():
            run._compute_pays(only=pays)

    def action_booked_otherwise(self):
        """Paid, and booked without a file of payslips."""
        self.run_id._check_handler()
        self._hold()
        for pay in self:
            if pay.state not in ("agreed", "exported"):
                raise UserError(
                    self.env._(
                        "%(name)s is not waiting for its payslip.",
                        name=pay.display_name,
                    )
                )
        # Accountants read pays only; this says where the figures are.
        self.sudo()._put({"state": "paid", "booked_otherwise": True})

    @api.model
    def _agreed_in(self, company, month):
        """Lines agreed or further, of a month, by contract."""
        found = self.search(
            [
                ("company_id", "=", company.id),
                ("month", "=", month),
                ("state", "!=", "draft"),
                ("kind", "=", "salaried"),
            ]
        )
        return {pay.contract_id: pay for pay in found}

    def action_open(self):
        """Open one line."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }
