from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.period import ONE_DAY

from ..calc import deadlines as calc

# What a following contract takes over from the one before.
CARRIED = (
    *("entrepreneur_id", "company_id", "scheme_id", "statutes_version"),
    *("clients_rights", "ip_rights", "rights_note", "minimum_turnover"),
    *("minimum_hours", "quote_limit", "invoice_limit", "purchase_limit"),
)


class Contract(models.Model):
    """The life of a contract: signed, running, renewed, converted, ended."""

    _inherit = "oe.cae.contract"

    stage = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_sign", "To sign"),
            ("signed", "Signed"),
            ("running", "Running"),
            ("ended", "Ended"),
        ],
        compute="_compute_stage",
    )
    agreed_end = fields.Date(
        "Last day as signed", readonly=True, copy=False, help="Before any early end."
    )
    previous_id = fields.Many2one(
        "oe.cae.contract",
        "Follows",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    end_reason = fields.Selection(
        [
            ("term", "Came to its term"),
            ("converted", "Followed by a CESA"),
            ("es", "The entrepreneur leaves"),
            ("cae", "The cooperative ends it"),
            ("agreement", "Both agreed"),
            ("trial", "Ended in the trial"),
            ("membership", "Not a member in time (L.7331-3)"),
        ],
        "How it ended",
        readonly=True,
        copy=False,
        tracking=True,
    )
    end_note = fields.Char("About the end", readonly=True, copy=False)
    notice_ids = fields.One2many("oe.cae.notice", "contract_id", "Notices")
    notices_to_send = fields.Integer(compute="_compute_notices_to_send")
    carried = fields.Monetary(
        "Left on the account",
        compute="_compute_carried",
        help="Left by the closed months. Under CAPE it is the provision; it stays on "
        "the account of the activity and becomes pay under CESA, nothing is moved.",
    )

    @api.depends("state", "date_start", "date_end")
    def _compute_stage(self):
        for contract in self:
            contract.stage = contract.state
            if contract.state == "signed" and contract.date_start:
                today = contract.company_id._oe_today()
                if contract.date_end and contract.date_end < today:
                    contract.stage = "ended"
                elif contract.date_start <= today:
                    contract.stage = "running"

    @api.depends("notice_ids.done_on")
    def _compute_notices_to_send(self):
        for contract in self:
            contract.notices_to_send = len(
                contract.notice_ids.filtered(lambda notice: not notice.done_on)
            )

    @api.depends("entrepreneur_id", "company_id")
    def _compute_carried(self):
        groups = self.env["oe.cae.statement"]._read_group(
            [
                ("entrepreneur_id", "in", self.entrepreneur_id.ids),
                ("state", "=", "closed"),
            ],
            ["entrepreneur_id", "company_id"],
            ["movement:sum"],
        )
        left = {(who.id, where.id): amount for who, where, amount in groups}
        for contract in self:
            key = (contract.entrepreneur_id.id, contract.company_id.id)
            contract.carried = left.get(key, 0.0)

    def _before_finish(self):
        """The CAPE ends the day before the CESA that follows it."""
        before = self.previous_id
        runs_on = not before.date_end or before.date_end >= self.date_start
        if before and before.kind == "cape" and self.kind == "salaried" and runs_on:
            before._end(self.date_start - ONE_DAY, "converted")
        # Sealed with the rest: date_end itself moves when the contract ends early.
        self._set_signing({"agreed_end": self.date_end})
        return super()._before_finish()

    def _after_finish(self):
        self._sync_affiliation()
        self._make_notices()
        return super()._after_finish()

    def _make_notices(self):
        if self.kind == "cape":
            renewed = any(other.kind == "cape" for other in self._earlier())
            self.env["oe.cae.notice"]._make(
                self, "renewal" if renewed else "signature", self.signed_on
            )

    def action_notices(self):
        """Make the notices of a CAPE that was copied from paper, once."""
        self.check_access("write")
        for contract in self:
            if contract.kind != "cape" or contract.state != "signed":
                raise UserError(self.env._("Only a signed CAPE has notices to send."))
            contract._make_notices()

    def _set_end(self, day, reason=None, note=None):
        """Write the last day of a signed contract, past what its seal covers."""
        self.ensure_one()
        self._set_signing(
            {"date_end": day, "end_reason": reason, "end_note": note or False}
        )
        self._sync_affiliation()

    def _end(self, day, reason, note=None):
        """End a signed contract, at its term or before.

        :raises UserError: when it is no contract to end, or on no day of its own
        """
        self.ensure_one()
        self._lock()
        if self.state != "signed":
            raise UserError(self.env._("Only a signed contract ends."))
        term = self.date_end
        if day < self.date_start or (term and day > term):
            raise UserError(
                self.env._(
                    "The last day lies in the contract: from %(start)s to %(end)s.",
                    start=format_date(self.env, self.date_start),
                    end=format_date(self.env, term) or "…",
                )
            )
        early = not term or day < term
        if early and reason == "term":
            raise UserError(
                self.env._("This is before the term: say why it ends early.")
            )
        self._set_end(day, reason, note)
        if early and self.kind == "cape":
            self.env["oe.cae.notice"]._make(self, "early_end", day)
        self.message_post(
            body=self.env._(
                "Last day %(day)s: %(reason)s",
                day=format_date(self.env, day),
                reason=dict(
                    self._fields["end_reason"]._description_selection(self.env)
                )[reason],
            )
        )

    def action_end(self):
        """Ask for the last day and the reason."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("End the contract"),
            "res_model": "oe.cae.end.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_contract_id": self.id,
                "default_date_end": self.date_end or self._today(),
            },
        }

    def action_renew(self):
        """The next period of a CAPE, as a draft with the longest span allowed."""
        self.ensure_one()
        self.check_access("write")
        self._lock()
        if self.kind != "cape" or self.state != "signed":
            raise UserError(self.env._("Only a signed CAPE is renewed."))
        capes = [
            other._period()
            for other in (self._earlier() | self)
            if other.kind == "cape" and other.date_end
        ]
        try:
            period = calc.next_cape(capes)
        except (calc.CapeTooManyRenewals, calc.CapeTotalTooLong):
            raise UserError(
                self.env._(
                    "No renewal is left: a CAPE is renewed twice, 36 months in all "
                    "(C. com. L.127-2). Sign a CESA, or end the support."
                )
            )
        return self._open_next(
            "cape", period.start, period.end - ONE_DAY, fixed_pay=self.fixed_pay
        )

    def action_convert(self):
        """The CESA that follows a CAPE, as a draft; signing it ends the CAPE."""
        self.ensure_one()
        self.check_access("write")
        self._lock()
        if self.kind != "cape" or self.state != "signed":
            raise UserError(self.env._("Only a signed CAPE becomes a CESA."))
        today = self._today()
        # The first of next month, or the day after the term when that comes first.
        start = today.replace(day=1) + relativedelta(months=1)
        start = min(start, self.date_end + ONE_DAY)
        return self._open_next("salaried", start, False, variable_kind="all")

    def action_amend(self):
        """A draft amendment that starts next month, with today's values to change."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "signed":
            raise UserError(self.env._("Change the draft itself: nobody signed it."))
        start = self._today().replace(day=1) + relativedelta(months=1)
        start = max(start, self.date_start)
        terms = self._terms_at(start)[self]
        values = {name: getattr(value, "id", value) for name, value in terms.items()}
        amendment = self.env["oe.cae.contract.amendment"].create(
            {**values, "contract_id": self.id, "date_start": start}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": amendment._name,
            "res_id": amendment.id,
            "view_mode": "form",
        }

    def action_see_notices(self):
        """Open the notices of this contract."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_cae.oe_cae_notice_action"
        )
        return {**action, "domain": [("contract_id", "=", self.id)], "context": {}}

    def _open_next(self, kind, start, end, **values):
        """The draft that follows this contract: the one there is, or a new one."""
        found = self.search(
            [
                ("previous_id", "=", self.id),
                ("kind", "=", kind),
                ("state", "!=", "signed"),
            ],
            limit=1,
        )
        if not found:
            carried = self.copy_data()[0]
            found = self.create(
                {
                    **{name: carried[name] for name in CARRIED if name in carried},
                    **values,
                    "kind": kind,
                    "state": "draft",
                    "previous_id": self.id,
                    "date_start": start,
                    "date_end": end,
                }
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": found.id,
            "view_mode": "form",
        }
