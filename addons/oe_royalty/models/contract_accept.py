from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.tools import lock_rows

# What both parties agree on: who, from when, whose books are read and written.
AGREED = frozenset(
    {
        *("scheme_id", "company_id", "date_start"),
        *("basis", "books_elsewhere", "charge"),
    }
)


class Contract(models.Model):
    """A licence has two parties: nothing is collected before both signed it.

    The licensor offers it; a manager of the licensee accepts it, because it opens the
    licensee's turnover to the licensor. Who manages both signs for both.
    """

    _inherit = "oe.royalty.contract"
    _acted_fields = frozenset({"state", "accepted_by_id", "accepted_on"})

    accepted_by_id = fields.Many2one(
        "res.users", "Accepted by", readonly=True, copy=False, tracking=True
    )
    accepted_on = fields.Date(readonly=True, copy=False)
    may_accept = fields.Boolean(compute="_compute_may_accept")

    @api.depends("state", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_may_accept(self):
        for contract in self:
            offered = contract.state == "offered"
            contract.may_accept = offered and contract._is_mine_to_accept()

    def _is_mine_to_accept(self):
        """Whether whoever asks signs for the licensee: who manages it, or a script."""
        manager = self.env.su or self.env.user.has_group("oe_base.group_oe_manager")
        home = self.env.su or self.company_id in self.env.companies
        return bool(manager and home)

    def _offer(self):
        """The licensor signed drafts; where it manages both sides, both have."""
        both = self.filtered(lambda row: row._is_mine_to_accept())
        offered_sudo = (self - both).sudo()  # the state is this button's alone
        offered_sudo.write({"state": "offered"})
        both._accept()
        for contract_sudo in offered_sudo:
            contract_sudo.message_post(
                body=self.env._(
                    "This licence waits for the signature of its licensee: a manager "
                    "accepts it."
                ),
                partner_ids=contract_sudo._licensee_managers().ids,
                subtype_xmlid="mail.mt_comment",
            )

    def action_accept(self):
        """A manager of the licensee signs: its turnover counts from the start on."""
        self.check_access("read")
        if not all(row._is_mine_to_accept() for row in self):
            raise AccessError(
                self.env._("Only a manager of the licensee accepts its licence.")
            )
        lock_rows(self.sudo())  # held by who may read it: the licensee does not write
        for contract in self.filtered(lambda row: row.state != "offered"):
            raise UserError(
                self.env._(
                    "%(name)s waits for nobody's signature.",
                    name=contract.display_name,
                )
            )
        self._accept()
        return True

    def _accept(self):
        # A script is nobody: the signature on paper says who signed.
        nobody = self.env.uid == SUPERUSER_ID
        # The licensee does not write its licence: only this.
        self.sudo().write(
            {
                "state": "signed",
                "accepted_by_id": False if nobody else self.env.uid,
                "accepted_on": fields.Date.context_today(self),
            }
        )

    def _licensee_managers(self):
        """Partners of the managers of the licensee."""
        group = self.env.ref("oe_base.group_oe_manager")
        network = self.env.ref("oe_base.group_oe_network_manager")
        return (
            (group.all_user_ids - network.all_user_ids)
            .filtered(lambda user: self.company_id in user.company_ids)
            .partner_id
        )

    def write(self, vals):
        alone = self.filtered(
            lambda row: row.state == "signed" and not row._is_mine_to_accept()
        )
        alone._refuse_alone(vals)
        changed = self.filtered(
            lambda row: (
                row.state == "offered" and row._changed(vals, AGREED | {"date_end"})
            )
        )
        result = super().write(vals)
        changed._withdraw()
        signed = self.filtered(lambda row: row.state == "signed")
        if "company_id" in vals and not all(
            row._is_mine_to_accept() for row in signed - alone
        ):
            raise UserError(
                self.env._("A licence that is signed goes to no other licensee.")
            )
        return result

    def _withdraw(self):
        """Nobody accepts what has changed since it was offered: a draft again."""
        offered_sudo = self.sudo().filtered(lambda row: row.state == "offered")
        if offered_sudo:
            offered_sudo.write({"state": "draft"})

    def _changed(self, vals, names):
        """Which of these fields the values change."""
        self.ensure_one()
        return {
            name
            for name in names & set(vals)
            if self._cached(name, vals[name]) != self._cached(name, self[name])
        }

    def _cached(self, name, value):
        return self._fields[name].convert_to_cache(value, self, validate=False)

    def _refuse_alone(self, vals):
        """What both parties signed is not changed by one of them, but for its end."""
        for contract in self:
            if contract._changed(vals, AGREED) or contract._is_put_off(vals):
                raise UserError(
                    self.env._(
                        "Both parties signed “%(name)s”: its start, its parties and "
                        "the way its turnover is counted and charged stay, and its "
                        "end is not put off. End it, and sign another one.",
                        name=contract.display_name,
                    )
                )

    def _is_put_off(self, vals):
        """Whether these values put off an end that both know."""
        if "date_end" not in vals or not self.date_end:
            return False
        end = fields.Date.to_date(vals["date_end"])
        return not end or end > self.date_end
