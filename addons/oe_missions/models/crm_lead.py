from odoo import Command, fields, models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    """A need: household, firm, care home, partner, or business an ES brings."""

    _inherit = "crm.lead"

    oe_territory_id = fields.Many2one(
        "oe.territory", "Territory", index="btree_not_null"
    )
    oe_pole_id = fields.Many2one("oe.pole", "Pole", index="btree_not_null")
    oe_beneficiary_id = fields.Many2one(
        "res.partner",
        "Beneficiary",
        index="btree_not_null",
        help="Who the service is for; the payer may be somebody else.",
    )
    oe_brought_by_id = fields.Many2one(
        "oe.entrepreneur", "Brought by", index="btree_not_null"
    )
    oe_date_start = fields.Date("From")
    oe_date_end = fields.Date("To")
    oe_need_slot_ids = fields.One2many("oe.need.slot", "lead_id", "Wished visits")
    oe_need_line_ids = fields.One2many("oe.need.line", "lead_id", "Services needed")
    oe_works_ids = fields.One2many(
        "oe.works.order",
        "lead_id",
        "Works orders",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )
    oe_works_count = fields.Integer(
        compute="_compute_oe_works_count",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )

    def _compute_oe_works_count(self):
        groups = self.env["oe.works.order"]._read_group(
            [("lead_id", "in", self.ids)], ["lead_id"], ["__count"]
        )
        counts = {lead.id: count for lead, count in groups}
        for lead in self:
            lead.oe_works_count = counts.get(lead.id, 0)

    def action_oe_quotes(self):
        """One quote per selling company; run again, existing drafts are kept.

        :raises UserError: naming what the need still lacks
        """
        self.ensure_one()
        self._oe_check_qualified()
        by_seller = {}
        for line in self.oe_need_line_ids:
            seller = line.product_id.product_tmpl_id._oe_seller(
                self.oe_territory_id, self.oe_beneficiary_id
            )
            by_seller.setdefault(seller, self.env["oe.need.line"])
            by_seller[seller] |= line
        orders = self.env["sale.order"]
        for seller, lines in by_seller.items():
            known = self.order_ids.filtered(
                lambda order, seller=seller: (
                    order.company_id == seller and order.state != "cancel"
                )
            )
            orders |= known or orders.with_company(seller).create(
                self._oe_prepare_quote(seller, lines)
            )
        self._oe_quoted()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotes of the need"),
            "res_model": "sale.order",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", orders.ids)],
        }

    def _oe_quoted(self):
        """The board shows by itself that a need has its quotes."""
        stage = self.env.ref("crm.stage_lead3", raise_if_not_found=False)
        if stage and self.stage_id.sequence < stage.sequence:
            self.stage_id = stage

    def _oe_won(self):
        """The board shows by itself that a need was answered."""
        needs_sudo = self.sudo().filtered(lambda need: not need.stage_id.is_won)
        if needs_sudo:
            needs_sudo.action_set_won()

    def _oe_check_qualified(self):
        missing = []
        if not self.oe_beneficiary_id:
            missing.append(self.env._("who it is for"))
        if not self.oe_territory_id:
            missing.append(self.env._("the territory"))
        if not self.oe_need_line_ids:
            missing.append(self.env._("at least one service"))
        if missing:
            raise UserError(
                self.env._(
                    "The need is not ready for a quote; say first: %(what)s.",
                    what=", ".join(missing),
                )
            )

    def _oe_prepare_quote(self, seller, lines):
        beneficiary = self.oe_beneficiary_id
        payer = beneficiary.oe_payer_id or beneficiary
        return {
            "company_id": seller.id,
            "partner_id": beneficiary.id,
            "partner_invoice_id": payer.id,
            "opportunity_id": self.id,
            "oe_need_id": self.id,
            "oe_entrepreneur_id": self.oe_brought_by_id.id,
            "order_line": [
                Command.create(
                    {
                        "product_id": line.product_id.id,
                        "product_uom_qty": line.minutes * line.visits / 60,
                        "oe_need_line_id": line.id,
                    }
                )
                for line in lines
            ],
        }

    def action_oe_works(self):
        """The works order of the need, made when there is none.

        :raises UserError: naming what the need still lacks
        """
        self.ensure_one()
        orders = self.oe_works_ids.filtered(lambda order: order.state != "cancelled")
        if not orders:
            orders = self.env["oe.works.order"].create(self._oe_prepare_works())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Works orders"),
            "res_model": "oe.works.order",
            "views": [(False, "form")]
            if len(orders) == 1
            else [(False, "list"), (False, "form")],
            "res_id": orders[:1].id,
            "domain": [("id", "in", orders.ids)],
        }

    def _oe_prepare_works(self):
        missing = []
        if not self.oe_beneficiary_id:
            missing.append(self.env._("who it is for"))
        if not self.oe_territory_id:
            missing.append(self.env._("the territory"))
        if not self.oe_pole_id:
            missing.append(self.env._("the pole"))
        if missing:
            raise UserError(
                self.env._(
                    "The need is not ready for works; say first: %(what)s.",
                    what=", ".join(missing),
                )
            )
        company = self.oe_pole_id._company_in(self.oe_territory_id)
        # The name of a need often holds the client's, which no firm reads yet.
        named = self.env["oe.works.order"]._names(self.oe_beneficiary_id, self.name)
        return {
            "title": self.oe_pole_id.name if named else self.name,
            "lead_id": self.id,
            "company_id": company.id,
            "territory_id": self.oe_territory_id.id,
            "pole_id": self.oe_pole_id.id,
            "partner_id": self.oe_beneficiary_id.id,
            "brought_by_id": self.oe_brought_by_id.id,
            "date_wanted_start": self.oe_date_start,
            "date_wanted_end": self.oe_date_end,
        }
