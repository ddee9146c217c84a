from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import kind_of


class SaleOrder(models.Model):
    _inherit = "sale.order"

    oe_need_id = fields.Many2one("crm.lead", "Need", index="btree_not_null", copy=False)
    oe_entrepreneur_id = fields.Many2one(
        "oe.entrepreneur",
        "Presented by",
        index="btree_not_null",
        help="The entrepreneur who presents the quote at the client's home.",
    )
    oe_mission_ids = fields.One2many("oe.mission", "order_id", "Missions")
    oe_acceptance = fields.Selection(
        [
            ("portal", "On the portal"),
            ("mandate", "On the portal, by mandate"),
            ("paper", "On paper"),
        ],
        "Accepted",
        readonly=True,
        copy=False,
    )
    oe_accepted_by_id = fields.Many2one(
        "res.partner", "Accepted by", readonly=True, copy=False, index="btree_not_null"
    )

    def action_confirm(self):
        """An accepted quote of a need opens its mission, once."""
        result = super().action_confirm()
        self._oe_open_missions()
        return result

    def _oe_open_missions(self):
        for order in self.filtered(lambda o: o.oe_need_id and not o.oe_mission_ids):
            self.env["oe.mission"].sudo().create(order._oe_prepare_mission())
            order.oe_need_id._oe_won()

    def _oe_prepare_mission(self):
        self.ensure_one()
        need = self.oe_need_id
        wanted = {}
        for requirement in self._oe_requirements():
            known = wanted.get(requirement.skill_id)
            if not known or known.minimum < requirement.minimum:
                wanted[requirement.skill_id] = requirement
        return {
            "name": self.env._(
                "%(client)s, %(order)s", client=self.partner_id.name, order=self.name
            ),
            "order_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "territory_id": need.oe_territory_id.id,
            "pole_id": need.oe_pole_id.id,
            "date_start": need.oe_date_start or fields.Date.context_today(self),
            "date_end": need.oe_date_end,
            "requirement_ids": [
                Command.create(
                    {
                        "skill_id": skill.id,
                        "minimum": requirement.minimum,
                        "is_hard": requirement.is_hard,
                    }
                )
                for skill, requirement in wanted.items()
            ],
            "pattern_ids": self._oe_prepare_rhythm(),
        }

    def _oe_requirements(self):
        """Competences that the mission of this order asks for."""
        self.ensure_one()
        return self.order_line.product_id.oe_requirement_ids

    def _oe_prepare_rhythm(self):
        """The wished visits of the need, with this order's services in each."""
        parts = [
            Command.create({"order_line_id": line.id, "minutes": need_line.minutes})
            for line in self.order_line
            if (need_line := line.oe_need_line_id)
        ]
        if not parts:
            return []
        return [
            Command.create(
                {
                    "weekday": slot.weekday,
                    "minute_start": slot.minute_start,
                    "part_ids": parts,
                }
            )
            for slot in self.oe_need_id.oe_need_slot_ids
        ]

    def action_oe_present(self):
        """Show the quote to the client: on the portal, or printed at home.

        Whoever may accept it by mandate sees it too, in the seller's company.
        """
        self.check_access("write")
        for order in self:
            if order.state != "draft" or not order.order_line:
                raise UserError(
                    self.env._("Only a draft quote with services is presented.")
                )
        self.action_quotation_sent()
        for order in self:
            mandates = order.partner_id.sudo().oe_mandate_ids._now("accept")
            readers = order.partner_id | mandates.holder_id
            readers.sudo().user_ids._oe_add_company(order.company_id)

    @api.model
    def _oe_readable_quotes(self, partner):
        """Quotes a portal person may open: own, or by a mandate to accept."""
        principals = self.env["oe.mandate"].sudo()._principals(partner, "accept")
        return self.sudo().search(
            [
                ("partner_id", "in", (partner | principals).ids),
                ("state", "in", ("sent", "sale")),
                ("company_id", "in", self.env.user.company_ids.ids),
            ]
        )

    def _oe_accept(self, partner, name, signature, express=False):
        """Accept on the portal, as the client or by a mandate.

        :param bool express: the client asks to start within the days to withdraw
        :raises UserError: without name or drawing, when the quote was accepted, has
            expired or was withdrawn
        """
        self.ensure_one()
        # Two people of the family at once: the second reads what the first did.
        self.env.cr.execute(
            "SELECT id FROM sale_order WHERE id = %s FOR UPDATE", [self.id]
        )
        self.invalidate_recordset()
        if not (name or "").strip() or not signature:
            raise UserError(self.env._("Write your name and sign in the frame."))
        if self.state == "sale":
            raise UserError(self.env._("This quote was accepted already: thank you."))
        if self.state != "sent" or self.is_expired:
            raise UserError(
                self.env._("This quote is no longer open: ask your coordinator.")
            )
        own = partner == self.partner_id
        self.write(
            {
                "signed_by": name.strip()[:64],
                "signed_on": fields.Datetime.now(),
                "signature": signature,
                "oe_acceptance": "portal" if own else "mandate",
                "oe_accepted_by_id": partner.id,
            }
        )
        self.action_confirm()
        self._oe_set_contract(express)

    def _oe_accept_paper(self, photo, filename, mimetype, express=False):
        """Accept a quote signed on paper, its photo attached.

        :raises UserError: when the file is no photo or PDF, or the quote is not open
        """
        self.ensure_one()
        self.env.cr.execute(
            "SELECT id FROM sale_order WHERE id = %s FOR UPDATE", [self.id]
        )
        self.invalidate_recordset()
        if self.state == "sale":
            raise UserError(self.env._("This quote was accepted already: thank you."))
        if self.state != "sent" or self.is_expired:
            raise UserError(
                self.env._("This quote is no longer open: ask your coordinator.")
            )
        if not kind_of(photo or b""):
            raise UserError(
                self.env._("Take a photo of the signed quote (JPEG, PNG or PDF).")
            )
        self.env["ir.attachment"].create(
            {
                "name": filename,
                "raw": photo,
                "mimetype": mimetype,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.write({"oe_acceptance": "paper", "oe_accepted_by_id": self.partner_id.id})
        self.action_confirm()
        self._oe_set_contract(express)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    oe_need_line_id = fields.Many2one(
        "oe.need.line", index="btree_not_null", copy=False, ondelete="set null"
    )
