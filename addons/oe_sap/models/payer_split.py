from collections import defaultdict

from odoo import Command, fields, models

from odoo.addons.oe_base.calc.money import percent, to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc.month_payers import DueLine, Taken, month_shares


class AccountMove(models.Model):
    """One invoice for the client, one for each payer, from the same hours.

    The client's invoice leads: it has all hours at their price, so the links to the
    order and to the timesheets are the core's own and nothing is billed twice; a line
    per payer takes off what that payer takes. The payer's invoice has the same amounts,
    the same VAT and the same accounts, and no link that would count the hours again.
    """

    _inherit = "account.move"

    oe_sap_lead_id = fields.Many2one(
        "account.move",
        "Invoice of the client",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The invoice of the same hours, less what this payer takes.",
    )
    oe_sap_share_ids = fields.One2many(
        "account.move", "oe_sap_lead_id", "Invoices of the payers", readonly=True
    )
    oe_sap_payer_id = fields.Many2one(
        "oe.sap.payer",
        "Payer's terms",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="oe_base.group_oe_manager,oe_base.group_oe_accountant",
    )
    oe_sap_use_ids = fields.One2many(
        "oe.sap.payer.use",
        "move_id",
        "What payers take",
        readonly=True,
        groups="oe_base.group_oe_manager,oe_base.group_oe_accountant",
    )

    def _oe_sap_share_out(self):
        """Share these drafts out over the payers of their clients; again, the same.

        :return: the payers' invoices, in draft
        """
        # Who invoices need not read whose aid it is; amounts follow the decisions.
        moves_sudo = self.sudo().filtered(
            lambda move: (
                move.state == "draft"
                and move.move_type in ("out_invoice", "out_refund")
                and not move.oe_sap_lead_id
            )
        )
        clients = {move: move._oe_sap_client() for move in moves_sudo}
        everybody = self.env["res.partner"].browse({p.id for p in clients.values()})
        rules_sudo = (
            self.env["oe.sap.payer"].sudo()._of(moves_sudo.company_id, everybody)
        )
        # Two batches of a month at once would both use the same hours of a cap.
        lock_rows(rules_sudo)
        shares = self.browse()
        for move_sudo in moves_sudo:
            mine = rules_sudo.filtered(
                lambda rule, move=move_sudo: (
                    rule.company_id == move.company_id
                    and rule.partner_id == clients[move]
                )
            )
            if mine or move_sudo.oe_sap_use_ids:
                shares |= move_sudo._oe_sap_share_one(mine).sudo(False)
        return shares

    def _oe_sap_share_one(self, rules):
        plan = self._oe_sap_plan(rules)
        if self._oe_sap_is_shared(plan):
            return self.oe_sap_share_ids
        sharing = self.with_context(oe_sap_sharing=True)
        sharing.oe_sap_share_ids.unlink()
        self.oe_sap_use_ids.unlink()
        old = self.invoice_line_ids.filtered("oe_sap_rule_id")
        taken = [item for item in plan if any(p.included_cents for p in item[3].parts)]
        self.write(
            {
                "invoice_line_ids": [
                    *(Command.delete(line.id) for line in old),
                    *(
                        Command.create(self._oe_sap_part_values(rule, *pair, -1))
                        for rule, _month, lines, share in taken
                        for pair in zip(lines, share.parts, strict=True)
                        if pair[1].included_cents
                    ),
                ]
            }
        )
        self.env["oe.sap.payer.use"].create(
            [self._oe_sap_use_values(*item) for item in plan]
        )
        by_rule = defaultdict(list)
        for rule, _month, lines, share in taken:
            by_rule[rule] += zip(lines, share.parts, strict=True)
        return sharing.create(
            [self._oe_sap_share_values(rule, pairs) for rule, pairs in by_rule.items()]
        )

    def _oe_sap_plan(self, rules):
        """Who takes what of this invoice: list of (rule, month, lines, share)."""
        self.ensure_one()
        months = defaultdict(lambda: self.env["account.move.line"])
        for line in self.invoice_line_ids:
            if line.product_id.oe_sap_activity_id and not line.oe_sap_rule_id:
                months[line._oe_sap_day().replace(day=1)] |= line
        due = self._oe_sap_due_lines()
        plan = []
        for month, lines in sorted(months.items()):
            covered = {
                rule: [
                    rank
                    for rank, line in enumerate(lines)
                    if rule in rules._on(line._oe_sap_day())
                    and rule._covers(line.product_id)
                ]
                for rule in rules
            }
            found = rules.filtered(covered.get)
            before = self.env["oe.sap.payer.use"]._before(found, month, self)
            shares = month_shares(
                [due[line] for line in lines],
                [
                    rule._prepare_calc(covered[rule], before.get(rule.id, Taken()))
                    for rule in found
                ],
            )
            plan += [
                (rule, month, lines, share)
                for rule, share in zip(found, shares, strict=True)
            ]
        return plan

    def _oe_sap_due_lines(self):
        """Dict line → ``DueLine``, to the cent of the VAT of the whole invoice."""
        sign = 1 if self.move_type == "out_invoice" else -1
        sold = self.invoice_line_ids.filtered(
            lambda line: line.product_id and not line.oe_sap_rule_id
        )
        minutes = self.env["oe.sap.mentions"]._minutes
        found = {}
        for taxes, lines in sold.grouped("tax_ids").items():
            vat_rate = percent(sum(taxes.mapped("amount")))
            excluded = [to_cents(line.price_subtotal) for line in lines]
            vat = [to_cents(line.price_total) for line in lines]
            vat = [total - cents for total, cents in zip(vat, excluded, strict=True)]
            # VAT is rounded on the whole; a cent of it goes to the largest line.
            largest = excluded.index(max(excluded, key=abs))
            vat[largest] += to_cents(lines._oe_sap_tax_amount()) - sum(vat)
            for line, cents, tax in zip(lines, excluded, vat, strict=True):
                count = minutes(line, line.quantity) or 0
                found[line] = DueLine(
                    sign * cents, sign * (cents + tax), sign * count, vat_rate
                )
        return found

    def _oe_sap_is_shared(self, plan):
        """Whether the plan is what the invoices say already."""
        wanted = {
            (rule.id, month): (
                share.minutes,
                share.whole_cents,
                share.included_cents,
            )
            for rule, month, _lines, share in plan
        }
        known = {
            (use.rule_id.id, use.month): (
                use.minutes,
                to_cents(use.whole),
                to_cents(use.taken),
            )
            for use in self.oe_sap_use_ids
        }
        takers = {rule.id for rule, _m, _l, share in plan if share.included_cents}
        live = self.oe_sap_share_ids.filtered(lambda move: move.state != "cancel")
        return wanted == known and takers == set(live.oe_sap_payer_id.ids)

    def _oe_sap_use_values(self, rule, month, _lines, share):
        return {
            "rule_id": rule.id,
            "month": month,
            "move_id": self.id,
            "minutes": share.minutes,
            "whole": share.whole_cents / 100,
            "taken": share.included_cents / 100,
        }


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    oe_sap_rule_id = fields.Many2one(
        "oe.sap.payer",
        "Part of a payer",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    oe_sap_part_of_id = fields.Many2one(
        "account.move.line",
        "Part of the line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _oe_sap_tax_amount(self):
        """VAT of lines of one invoice that have the same taxes, as it rounds it."""
        tax = self.tax_ids
        rows = self.move_id.line_ids.filtered(lambda line: line.tax_line_id in tax)
        whole = sum(rows.mapped("balance")) * self.move_id[:1].direction_sign
        others = self.move_id.invoice_line_ids.filtered(
            lambda line: line.tax_ids == tax and line not in self
        )
        return whole - sum(line.price_total - line.price_subtotal for line in others)
