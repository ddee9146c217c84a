from odoo import fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    oe_mirror_of_id = fields.Many2one(
        "account.move",
        "Mirror of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The invoice of another company of the network that this bill repeats.",
    )
    oe_mirror_ids = fields.One2many("account.move", "oe_mirror_of_id", "Mirrored by")

    # Two runs at once make one bill: the index decides.
    _oe_mirror_unique = models.UniqueIndex(
        "(oe_mirror_of_id) WHERE oe_mirror_of_id IS NOT NULL",
        "This invoice has its mirror already.",
    )

    def _oe_mirror(self, company, account_ref, distribution=None, by_account=None):
        """Repeat posted sales of this company as bills of another of the network.

        Same lines, same amounts, linked both ways; credit notes become vendor credit
        notes. Can be run again: a move with a mirror keeps it.

        :param company: the company that buys
        :param str account_ref: expense account in its chart (``pcg_6511``)
        :param dict distribution: analytic distribution for all lines, if any
        :param dict by_account: another account of the buyer for the lines of some
            accounts of the seller (an advance, ``{4191: "pcg_4091"}``)
        :return: the bills, in draft, for the accountant to post
        :raises UserError: when a move is not a posted sale to that company
        """
        bills = self.env["account.move"]
        for move in self:
            if move.sudo().oe_mirror_ids:
                bills |= move.sudo().oe_mirror_ids.with_company(company)
                continue
            move._oe_check_mirror(company)
            values = move._oe_prepare_mirror(
                company, account_ref, distribution, by_account or {}
            )
            bills |= bills.sudo().with_company(company).create(values)
        return bills

    def _post(self, soft=True):
        self._oe_refuse_double_mirror()
        return super()._post(soft)

    def _oe_refuse_double_mirror(self):
        """A sale of the network came as its mirror: the paper or e-bill is no other.

        :raises UserError: naming the bill that is there already
        """
        bills = self.filtered(
            lambda move: (
                move.move_type in ("in_invoice", "in_refund")
                and not move.oe_mirror_of_id
                and (move.ref or "").strip()
                and move.commercial_partner_id.sudo().ref_company_ids
            )
        )
        for bill in bills:
            # Who posts may not see the mirror; its name is on the paper in hand.
            twin_sudo = self.sudo().search(
                [
                    ("oe_mirror_of_id", "!=", False),
                    ("company_id", "=", bill.company_id.id),
                    ("commercial_partner_id", "=", bill.commercial_partner_id.id),
                    ("ref", "=", bill.ref.strip()),
                    ("state", "!=", "cancel"),
                ],
                limit=1,
            )
            if twin_sudo:
                raise UserError(
                    self.env._(
                        "%(ref)s came already, as the mirror of the sale of "
                        "%(seller)s: cancel this copy.",
                        ref=twin_sudo.ref,
                        seller=twin_sudo.partner_id.name,
                    )
                )

    def _oe_check_mirror(self, company):
        self.ensure_one()
        is_sale = self.move_type in ("out_invoice", "out_refund")
        if not is_sale or self.state != "posted":
            raise UserError(
                self.env._(
                    "%(name)s is not a posted sale: post it, then mirror it.",
                    name=self.display_name,
                )
            )
        if self.commercial_partner_id != company.sudo().partner_id:
            raise UserError(
                self.env._(
                    "%(name)s was not sold to %(company)s.",
                    name=self.display_name,
                    company=company.sudo().name,
                )
            )

    def _oe_prepare_mirror(self, company, account_ref, distribution, by_account):
        refund = self.move_type == "out_refund"
        company_sudo = company.sudo()
        account = company_sudo._oe_chart_ref(account_ref)
        others = {
            sold: company_sudo._oe_chart_ref(bought)
            for sold, bought in by_account.items()
        }
        lines = self.invoice_line_ids.filtered(lambda li: li.display_type == "product")
        return {
            "move_type": "in_refund" if refund else "in_invoice",
            "company_id": company.id,
            "partner_id": self.company_id.sudo().partner_id.id,
            "invoice_date": self.invoice_date,
            "date": self.date,
            "ref": self.name,
            "oe_mirror_of_id": self.id,
            "invoice_line_ids": [
                (
                    0,
                    0,
                    {
                        "name": line.name,
                        "quantity": line.quantity,
                        "price_unit": line.price_unit,
                        "discount": line.discount,
                        "account_id": others.get(line.account_id, account).id,
                        "tax_ids": [(6, 0, line._oe_mirror_taxes(company).ids)],
                        "analytic_distribution": distribution,
                    },
                )
                for line in lines
            ],
        }
