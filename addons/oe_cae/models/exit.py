from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.oe_base.tools import lock_rows

from .contract import HOSTED

# How long one reads the account after the end; a manager changes it on each exit.
ACCESS_MONTHS = 6
# Written by the buttons only, never sent by a remote call.
STEPS = frozenset(
    {"state", "closed_on", "closed_by_id", "closing", "exported_on", "access_closed_on"}
)


class Exit(models.Model):
    """What is left to do when a contract ends: a list, a balance, a statement.

    Opened with the end of the contract, planned or not. It closes when each blocking
    point is done, or waived with a reason; both halves of the accounts are frozen
    then, and the statement is on the portal as long as the access lasts (R.7331-5).
    """

    _name = "oe.cae.exit"
    _description = "Exit of an entrepreneur"
    _inherit = [
        "oe.closed.mixin",
        "oe.retention.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_end desc, id desc"
    _check_company_auto = True

    _retention_code = "cae_exit"
    _retention_date_field = "date_end"
    # The access may be prolonged afterwards; nothing else moves.
    _open_fields = frozenset({"access_end"})
    _sealed_fields = ("contract_id", "closing", "closed_on", "closed_by_id")

    contract_id = fields.Many2one(
        "oe.cae.contract",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True, precompute=True
    )
    entrepreneur_id = fields.Many2one(
        related="contract_id.entrepreneur_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_end = fields.Date(related="contract_id.date_end", store=True, index=True)
    end_reason = fields.Selection(related="contract_id.end_reason")
    clients_rights = fields.Selection(related="contract_id.clients_rights")
    state = fields.Selection(
        [("open", "Under way"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    item_ids = fields.One2many("oe.cae.exit.item", "exit_id", "Points")
    part_ids = fields.One2many("oe.cae.exit.part", "exit_id", "Accounts")
    access_end = fields.Date(
        "Access to the portal until",
        tracking=True,
        help="Until then the person reads the accounts and takes the clients along.",
    )
    access_closed_on = fields.Date(readonly=True, copy=False)
    exported_on = fields.Datetime("Clients exported", readonly=True, copy=False)
    blocking_count = fields.Integer("Still blocking", compute="_compute_blocking_count")
    closed_on = fields.Date("Closed", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", "Closed by", readonly=True, copy=False, index="btree_not_null"
    )
    closing = fields.Json(readonly=True, copy=False)

    _once = models.UniqueIndex("(contract_id)", "This contract has its exit already.")

    @api.depends("entrepreneur_id", "company_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._(
                "Exit of %(who)s", who=row.entrepreneur_id.name or ""
            )

    @api.depends("item_ids.state", "item_ids.blocking")
    def _compute_blocking_count(self):
        for row in self:
            row.blocking_count = len(row._blocking())

    def _blocking(self):
        return self.item_ids.filtered(
            lambda item: item.blocking and item.state == "todo"
        )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        for row in () if self.env.su else rows:
            if row.state != "open" or any(row[name] for name in STEPS - {"state"}):
                self._refuse_steps()
        return rows

    def write(self, vals):
        if not self.env.su and (STEPS | {"contract_id"}) & set(vals):
            self._refuse_steps()
        return super().write(vals)

    def _refuse_steps(self):
        raise UserError(self.env._("An exit goes on with the buttons."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return  # past its term the proof goes
        self._refuse_closed()

    def _put(self, values):
        """Write what people do not: past :meth:`write`, which guards it."""
        return models.Model.write(self, values)

    # -- opened with the contract --------------------------------------------------

    @api.model
    def _open(self, contract):
        """The exit of a contract, made when it is missing; the contract is held."""
        found = self.search([("contract_id", "=", contract.id)])
        if found:
            return found
        day = contract.date_end
        made = self.create(
            {
                "contract_id": contract.id,
                "access_end": day and fields.Date.add(day, months=ACCESS_MONTHS),
            }
        )
        made._add_items()
        made._add_parts()
        made._ask_advisor()
        return made

    def _ask_advisor(self):
        """The advisor, or a manager of the company, sees it among what is to do."""
        user = self.entrepreneur_id.advisor_id
        if not user:
            # Whose managers are whose is read for an activity, whoever ends it.
            alerts_sudo = self.env["oe.cae.alert"].sudo()
            user = alerts_sudo._managers(self.company_id).get(self.company_id)
        if user:
            # No mail about it: its subject would name the person.
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.date_end,
                summary=self.with_context(lang=user.lang).env._(
                    "A contract ends: go through the list"
                ),
                user_id=user.id,
            )

    # -- closed --------------------------------------------------------------------

    def action_close(self):
        """Freeze the accounts and publish the statement.

        :raises UserError: naming each point that stands in the way
        """
        self.check_access("write")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager closes an exit."))
        lock_rows(self)
        for row in self:
            row._refuse_closed()
            row._check_ended()
            row._check_items()
            row.part_ids._check_agreed()
        # Both halves are read for the person; managers may have no right on entries.
        for row_sudo in self.sudo():
            row_sudo._put({"closing": row_sudo._statement()})
            row_sudo._put(
                {
                    "state": "closed",
                    "closed_on": row_sudo.company_id._oe_today(),
                    "closed_by_id": self.env.uid,
                }
            )
            row_sudo._seal(row_sudo.browse())
            row_sudo.activity_unlink(["mail.mail_activity_data_todo"])

    def _check_ended(self):
        today = self.company_id._oe_today()
        if not self.date_end or self.date_end > today:
            raise UserError(
                self.env._(
                    "The contract runs until %(day)s: an exit closes after its last "
                    "day.",
                    day=format_date(self.env, self.date_end) if self.date_end else "…",
                )
            )

    def _check_items(self):
        """Points not done, and points done that the books contradict since."""
        left = self._left()
        told = [
            item._told_left(left)
            for item in self.item_ids
            if item.blocking
            and (item.state == "todo" or (item.state == "done" and left[item.code]))
        ]
        if told:
            raise UserError(
                self.env._(
                    "The exit of %(name)s cannot be closed yet:\n%(points)s\nDo each "
                    "of them, or waive it with a reason.",
                    name=self.entrepreneur_id.name,
                    points="\n".join(f"– {line}" for line in told),
                )
            )

    def action_show(self):
        """Open this exit."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }


class Contract(models.Model):
    """The end of a contract opens its exit."""

    _inherit = "oe.cae.contract"

    exit_ids = fields.One2many("oe.cae.exit", "contract_id", "Exits")

    def _end(self, day, reason, note=None):
        result = super()._end(day, reason, note)
        # A CESA that follows a CAPE is no exit.
        if self.kind in HOSTED and reason != "converted":
            self.env["oe.cae.exit"]._open(self)
        return result

    def action_exit(self):
        """Prepare the exit before the end, or open it."""
        self.ensure_one()
        self.check_access("write")
        lock_rows(self)
        if self.kind not in HOSTED or self.state != "signed" or not self.date_end:
            raise UserError(
                self.env._(
                    "Write the last day of the contract first: End the contract."
                )
            )
        if self.end_reason == "converted":
            raise UserError(self.env._("A CESA follows this CAPE: nobody leaves."))
        return self.env["oe.cae.exit"]._open(self).action_show()
