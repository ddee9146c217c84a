from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.tools import lock_rows

MOST_NEEDS = 5  # a week, of one person


class CrmLead(models.Model):
    _inherit = "crm.lead"

    oe_asked_by_id = fields.Many2one(
        "res.partner", "Asked on the portal by", readonly=True, index="btree_not_null"
    )
    oe_sent_ref = fields.Char(readonly=True, copy=False)

    _oe_sent_once = models.UniqueIndex(
        "(oe_asked_by_id, oe_sent_ref) WHERE oe_sent_ref IS NOT NULL",
        "This need was sent already.",
    )

    @api.model
    def _oe_needs_for(self, partner):
        """People for whom somebody may ask: oneself, and by a mandate to write."""
        return partner | self.env["oe.mandate"].sudo()._principals(partner, "write")

    @api.model
    def _oe_portal_needs(self, partner):
        """Needs a client sees: own ones, or of those who gave a mandate to write."""
        return self.sudo().search(
            [
                ("oe_beneficiary_id", "in", self._oe_needs_for(partner).ids),
                ("type", "=", "opportunity"),
            ],
            limit=20,
            order="create_date desc",
        )

    def _oe_need_values(self):
        """Plain values of a need for its client's page."""
        self.ensure_one()
        need_sudo = self.sudo()
        return {
            "for": need_sudo.oe_beneficiary_id.name,
            "day": format_date(self.env, need_sudo.create_date),
            "services": ", ".join(need_sudo.oe_need_line_ids.product_id.mapped("name")),
            "stage": need_sudo._oe_stage_for_client(),
        }

    def _oe_stage_for_client(self):
        """Where a need stands, in the client's words and not in the seller's."""
        if not self.active:
            return self.env._("Closed")
        if self.stage_id.is_won:
            return self.env._("Accepted: thank you")
        if any(order.state == "sent" for order in self.order_ids):
            return self.env._("A quote waits for your answer")
        return self.env._("Received: we call you")

    @api.model
    def _oe_services_offered(self):
        """Services that a household may ask for, by name."""
        return (
            self.env["product.product"]
            .sudo()
            .search(
                [
                    ("type", "=", "service"),
                    ("sale_ok", "=", True),
                    ("oe_service_nature", "!=", False),
                ],
                order="name, id",
                limit=100,
            )
        )

    @api.model
    def _oe_ask(self, user, client, words, service, start, sent_ref):
        """A need from the portal; sent twice it is one, and not by the hundred.

        :raises UserError: without words, for somebody one may not ask for, or when
            five were sent this week
        """
        partner = user.partner_id
        lock_rows(partner.sudo())
        if client not in self._oe_needs_for(partner):
            raise UserError(self.env._("Choose whom it is for."))
        leads_sudo = self.sudo()
        mine = [("oe_asked_by_id", "=", partner.id)]
        known = leads_sudo.search([*mine, ("oe_sent_ref", "=", sent_ref or "-")])
        if known:
            return known
        words = (words or "").strip()[:2000]
        if not words and not service:
            raise UserError(self.env._("Choose a service, or write what you need."))
        since = fields.Datetime.subtract(fields.Datetime.now(), days=7)
        if leads_sudo.search_count([*mine, ("create_date", ">=", since)]) >= MOST_NEEDS:
            raise UserError(
                self.env._("Five needs in one week are received: call us, please.")
            )
        territory = user.sudo().company_ids.oe_territory_id[:1]
        return leads_sudo.create(
            {
                "name": self.env._("Need of %(name)s", name=client.sudo().name or ""),
                "type": "opportunity",
                "partner_id": client.id,
                "company_id": False,
                "user_id": False,
                "oe_beneficiary_id": client.id,
                "oe_territory_id": territory.id,
                "oe_date_start": start,
                "oe_asked_by_id": partner.id,
                "oe_sent_ref": sent_ref,
                "description": words,
                "oe_need_line_ids": [
                    (0, 0, {"product_id": product.id}) for product in service
                ],
            }
        )
