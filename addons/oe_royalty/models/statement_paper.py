from odoo import models

from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.paper import Paper
from odoo.addons.oe_base.paper_font import readable

from .payout_paper import _address


class Statement(models.Model):
    """The statement on paper: what was counted, what was left out, what is due.

    No line of an invoice: clients at home are dependent people, and their lines stay
    on the screen of who has rights.
    """

    _inherit = "oe.royalty.statement"

    def _sums(self, name, amount):
        """(label, base, amount, number of lines) by value of a field of the lines."""
        selection = self.env["oe.royalty.base.line"]._fields[name]
        labels = {}
        if selection.type == "selection":
            labels = dict(selection._description_selection(self.env))
        # The licensee reads on its own statement the name of the rate it is charged.
        groups = self.sudo().line_ids._read_group(
            [
                ("statement_id", "=", self.id),
                ("reason", "=" if amount else "!=", False),
            ],
            [name],
            ["base_amount:sum", "amount:sum", "__count"],
        )
        return [
            (
                labels.get(value)
                or getattr(value, "display_name", value)
                or self.env._("No pole"),
                base,
                charged,
                count,
            )
            for value, base, charged, count in groups
        ]

    def _paper(self):
        """The PDF; made again it is the same to the byte."""
        self = readable(self)
        self.ensure_one()
        licensor, licensee = self.licensor_id.sudo(), self.company_id.sudo()
        month = self.month.strftime("%m/%Y")
        title = self.env._("Royalty statement %(month)s", month=month)
        paper = Paper(title, f"{licensor.name}, {licensee.name}, {month}")
        paper.head(
            _address(licensor.partner_id, licensor.company_registry),
            _address(licensee.partner_id, licensee.company_registry),
        )
        self._paper_base(paper)
        paper.heading(self.env._("What is due"))
        parts = self._settlement_parts()
        paper.amounts(
            [(words, _euros(amount), []) for amount, words in parts[:-1] if amount],
            (self.env._("Royalty due, excl. VAT"), _euros(self.amount)),
        )
        if self.recouped_amount:
            amount, words = parts[-1]
            paper.amounts(
                [(words, _euros(amount), [])],
                (self.env._("To invoice, excl. VAT"), _euros(self.billed_amount)),
            )
        if self.foreign_told:
            paper.heading(self.env._("Abroad"))
            paper.text(self.foreign_told)
        self._paper_end(paper)
        return paper.draw()

    def _paper_base(self, paper):
        counted = self.env._("%(count)s lines, royalty %(amount)s")
        for heading, name in (
            (self.env._("Base by rate"), "rate_id"),
            (self.env._("Base by pole"), "pole_id"),
        ):
            paper.heading(heading)
            paper.amounts(
                [
                    (
                        label,
                        _euros(base),
                        [counted % {"count": count, "amount": _euros(amount)}],
                    )
                    for label, base, amount, count in self._sums(name, amount=True)
                ],
                (self.env._("Base"), _euros(self.base_amount)),
            )
        left = self._sums("reason", amount=False)
        if left:
            paper.heading(self.env._("Left out of the base"))
            lines = self.env._("%(count)s lines")
            paper.amounts(
                [
                    (label, _euros(base), [lines % {"count": count}])
                    for label, base, _amount, count in left
                ]
            )

    def _paper_end(self, paper):
        if not self._is_closed():
            paper.text(self.env._("Not locked: it may still change."), "strong")
            return
        paper.text(
            self.env._(
                "Locked. Seal (SHA-256 over this statement and the one before): "
                "%(seal)s",
                seal=self.seal,
            ),
            "muted",
        )

    def _paper_name(self):
        return f"redevance-{self.month:%Y-%m}-{self.id}.pdf"

    def action_paper(self):
        """Open the PDF."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/oe/royalty/statements/{self.id}/pdf",
            "target": "new",
        }


def _euros(amount):
    return format_fr(to_cents(amount))
