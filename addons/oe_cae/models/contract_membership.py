from odoo import api, fields, models


class Contract(models.Model):
    """CESA, or ESA once its holder is a member (C. trav. L.7331-2, L.7331-3)."""

    _inherit = "oe.cae.contract"

    legal_status = fields.Selection(
        [
            ("cape", "CAPE"),
            ("cesa", "CESA"),
            ("esa", "ESA (member)"),
            ("volunteer", "Volunteer"),
            ("conceptual", "Rights holder"),
        ],
        "Status",
        compute="_compute_legal_status",
    )

    @api.depends("kind", "member_since")
    def _compute_legal_status(self):
        for contract in self:
            status = contract.kind
            if status == "salaried":
                status = "esa" if contract.member_since else "cesa"
            contract.legal_status = status

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts._know_member()
        return contracts

    def _after_finish(self):
        result = super()._after_finish()
        self._know_member()
        return result

    def _know_member(self):
        """A CESA of somebody who is a member already is an ESA from its first day."""
        new = self.filtered(
            lambda row: (
                row.kind == "salaried"
                and row.state == "signed"
                and not row.member_since
            )
        )
        if not new:
            return
        # Who is a member is in the register, whoever signs.
        members_sudo = self.env["oe.cae.member"].sudo()
        found_sudo = members_sudo.search(
            [
                ("partner_id", "in", new.entrepreneur_id.partner_id.ids),
                ("company_id", "in", new.company_id.ids),
                ("date_end", "=", False),
            ]
        )
        found_sudo._tell_contracts()
