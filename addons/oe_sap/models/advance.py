from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.tools import lock_rows

from ..calc.advance_status import Status

HANDLERS = ("oe_base.group_oe_manager", "oe_base.group_oe_accountant")
STATUSES = [
    ("10", "Received by Urssaf"),
    ("20", "Waits for the client (48 h)"),
    ("30", "Validated by the client"),
    ("40", "Refused by the client"),
    ("50", "Client debited"),
    ("60", "Debit unpaid"),
    ("70", "Paid by Urssaf"),
    ("110", "Cancelled at Urssaf"),
    ("111", "Cancelled by the client"),
    ("112", "Cancelled after payment"),
    ("120", "Taken back by Urssaf"),
]
# Nothing more comes; the invoice waits for somebody to decide.
BACK = ("40", "110", "111", "112", "120")
# At these the money is not claimed any more.
NO_CLAIM = BACK
POLLED = ("10", "20", "30", "50", "60", "70")


class Advance(models.Model):
    """A payment request for one invoice: one row an attempt, one invoice number.

    An outbox: a row is written "being sent" and committed before the call. After a
    lost answer it is looked up at the service by its invoice number; sent again only
    when the service does not know it.
    """

    _name = "oe.sap.advance"
    _description = "Immediate advance: payment request"
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    move_id = fields.Many2one(
        "account.move",
        "Invoice",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    client_id = fields.Many2one(
        "oe.sap.advance.client",
        "Enrolment",
        index=True,
        readonly=True,
        # Past its term the enrolment goes; the request stays with its invoice.
        ondelete="set null",
        check_company=True,
    )
    partner_id = fields.Many2one(
        "res.partner", "Client", required=True, index=True, readonly=True
    )
    number = fields.Char("Invoice number", required=True, readonly=True)
    date_start = fields.Date("From", readonly=True)
    date_end = fields.Date("Until", readonly=True)
    amount = fields.Monetary(readonly=True)
    deposit = fields.Monetary("Paid already", readonly=True)
    advance = fields.Monetary("Paid by the State", readonly=True)
    debited = fields.Monetary("Debited from the client", readonly=True)
    expected = fields.Monetary("Paid to us", readonly=True)
    state = fields.Selection(
        [
            ("queued", "To send"),
            ("sending", "Being sent"),
            ("held", "Stopped by a check"),
            ("rejected", "Rejected by the service"),
            ("sent", "At the service"),
            ("cancelled", "Dropped"),
        ],
        required=True,
        readonly=True,
        default="queued",
        index=True,
    )
    status = fields.Selection(STATUSES, "Status at the service", readonly=True)
    shown = fields.Char("Where it stands", compute="_compute_shown")
    tone = fields.Char(compute="_compute_shown")
    service_ref = fields.Char("Number at the service", readonly=True, index=True)
    asked_on = fields.Date(
        readonly=True, help="The day it left: it decides the year of the certificate."
    )
    sending_on = fields.Datetime("Last sent", readonly=True)
    posts = fields.Integer("Times sent", readonly=True, aggregator=None)
    lost = fields.Boolean("Answer lost", readonly=True)
    told_on = fields.Datetime("Status of", readonly=True)
    trouble = fields.Text(readonly=True)
    reject_code = fields.Char("Code of the refusal", readonly=True)
    payment_id = fields.Many2one(
        "account.payment", readonly=True, index="btree_not_null", check_company=True
    )
    reversal_id = fields.Many2one(
        "account.payment",
        "Payment given back",
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )
    new_move_id = fields.Many2one(
        "account.move",
        "Replaced by",
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )
    settled_on = fields.Date(
        "Dealt with", readonly=True, help="Somebody decided what to do after its end."
    )
    needs_me = fields.Boolean(
        "Needs me", compute="_compute_needs_me", search="_search_needs_me"
    )

    _number_once = models.UniqueIndex(
        "(company_id, number) WHERE state <> 'cancelled'",
        "This invoice number was sent already: a refusal asks for a new one.",
    )
    _move_once = models.UniqueIndex(
        "(move_id) WHERE state <> 'cancelled'",
        "This invoice has a payment request already.",
    )

    @api.depends("state", "status", "lost")
    def _compute_shown(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        statuses = dict(self._fields["status"]._description_selection(self.env))
        for row in self:
            row.shown = states[row.state]
            row.tone = {"held": "warning", "rejected": "danger"}.get(row.state, "muted")
            if row.state == "sending" and row.lost:
                row.shown = self.env._("Answer lost: looked up before anything else")
                row.tone = "warning"
            if row.state == "sent" and row.status:
                row.shown = statuses[row.status]
                row.tone = "success" if row.status == "70" else "info"
                if row.status in (*BACK, "60"):
                    row.tone = "danger"

    @api.depends("state", "status", "settled_on", "trouble")
    def _compute_needs_me(self):
        for row in self:
            back = row.status in (*BACK, "60") and not row.settled_on
            row.needs_me = row.state in ("held", "rejected") or (
                row.state == "sent" and (back or bool(row.trouble))
            )

    @api.model
    def _search_needs_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        back = [
            *("&", ("status", "in", (*BACK, "60")), ("settled_on", "=", False)),
        ]
        domain = [
            *("|", ("state", "in", ("held", "rejected"))),
            *("&", ("state", "=", "sent"), "|", ("trouble", "!=", False)),
            *back,
        ]
        # ``in (True,)`` asks for them, ``in (False,)`` for the others.
        return domain if True in value else ["!", *domain]

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("Requests are made from their list only."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("A request moves by its buttons only."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A request is kept with its invoice."))

    def _begin(self, *states):
        """Whoever presses a button may, one at a time, and the state is right."""
        self.check_access("read")
        user = self.env.user
        if not self.env.su and not any(user.has_group(group) for group in HANDLERS):
            raise AccessError(
                self.env._("The immediate advance is for managers and accountants.")
            )
        rows_sudo = self.sudo()  # nobody has a right to write them by hand
        lock_rows(rows_sudo)
        wrong = rows_sudo.filtered(lambda row: row.state not in states)
        if wrong:
            raise UserError(
                self.env._(
                    "%(number)s is: %(state)s.",
                    number=wrong[0].number,
                    state=wrong[0].shown,
                )
            )
        return rows_sudo

    def action_drop(self):
        """Take back what has not left, or was rejected."""
        self._begin("queued", "held", "rejected")._drop()
        return True

    def _drop(self):
        lock_rows(self)
        self.filtered(lambda row: row.state in ("queued", "held", "rejected")).write(
            {"state": "cancelled", "trouble": False}
        )

    def action_again(self):
        """What was stopped or rejected is mended: check and send it again."""
        rows_sudo = self._begin("held", "rejected")
        rows_sudo.write({"state": "queued", "trouble": False})
        self._wake("send")
        return True

    def action_ask(self):
        """Ask the service now, in the background."""
        self._begin("queued", "sending", "sent")
        self._wake("send")
        self._wake("poll")
        return True

    def action_settled(self):
        """The client pays otherwise: nothing more to do here."""
        rows_sudo = self._begin("sent")
        if any(row.status not in (*BACK, "60") for row in rows_sudo):
            raise UserError(self.env._("It goes on at the service: nothing to decide."))
        rows_sudo.write({"settled_on": fields.Date.context_today(self)})
        return True

    @api.model
    def _wake(self, job):
        # Who sends need not be allowed to wake a job, which runs as the system.
        self.env.ref(f"oe_sap.cron_advance_{job}").sudo()._trigger()

    def _code(self):
        return Status(int(self.status or "10"))
