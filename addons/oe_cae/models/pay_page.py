from odoo import api, models

from odoo.addons.oe_base.calc.money import format_fr, to_cents

from .words import month_label


class Pay(models.Model):
    """What an entrepreneur sees of the own pay, as plain values."""

    _inherit = "oe.cae.pay"

    @api.model
    def _shown_to(self, user):
        """Pays of a portal user, agreed or further, as superuser."""
        return self.sudo().search(
            [
                ("entrepreneur_id.partner_id", "=", user.partner_id.id),
                ("kind", "=", "salaried"),
                ("state", "!=", "draft"),
            ],
            order="month desc, id desc",
        )

    def _row(self):
        """One pay in a list, without its why: that asks for each contribution."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "url": f"/my/oe/pays/{self.id}",
            "title": self.env._("Pay of %(month)s", month=month_label(str(self.month))),
            "company": self.company_id.name,
            "label": labels[self.state],
            "tone": "success" if self.state == "paid" else "info",
            "net": format_fr(to_cents(self.real_net if self.real_on else self.net)),
            "real": bool(self.real_on),
        }

    def _page(self):
        """One pay: figures side by side, what was put aside, and why."""
        return {
            **self._row(),
            "rows": self._compared(),
            "reserve": self._reserve_words(),
            "note": self.note or "",
            "why": (self.explanation or "").split("\n"),
        }

    def _compared(self):
        """Lines ``(label, agreed, payslip)``; the last is empty until it is there."""
        employer = self.pay_cost - self.gross
        employee = self.gross - self.net
        rows = [
            (self.env._("Gross"), self.gross, self.real_gross),
            (self.env._("Employer contributions"), employer, self.real_employer),
            (
                self.env._("Full cost"),
                self.pay_cost,
                self.real_gross + self.real_employer,
            ),
            (self.env._("Employee contributions"), employee, self.real_employee),
            (self.env._("Net before tax"), self.net, self.real_net),
        ]
        told = [
            (
                label,
                format_fr(to_cents(agreed)),
                format_fr(to_cents(real)) if self.real_on else "",
            )
            for label, agreed, real in rows
        ]
        if self.real_on:
            told += [
                (
                    self.env._("Income tax withheld"),
                    "",
                    format_fr(to_cents(self.real_tax)),
                ),
                (self.env._("Net paid"), "", format_fr(to_cents(self.real_paid))),
            ]
        return told

    def _reserve_words(self):
        cents = to_cents(self.reserve)
        return self.env["oe.cae.words"]._reserve(-cents) if cents else ""
