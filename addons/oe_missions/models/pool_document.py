import base64

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.oe_base.tools import kind_of, lock_rows

STEPS = frozenset({"state", "seen_on", "seen_by_id", "told_days", "sent_ref"})
CHECKED = frozenset(
    {"type_id", "entrepreneur_id", "technician_id", "employee_id", "valid_until"}
    | {"file", "company_id"}
)


class PoolDocument(models.Model):
    """A document of a person of the pool: a copy, or only that it was seen.

    Whoever the copy belongs to sends it, a manager checks it. A newer one that is
    checked takes the place of the older one, whose copy goes.
    """

    _name = "oe.pool.document"
    _description = "Document of a person of the pool"
    _inherit = [
        "oe.pool.owner.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "oe.retention.mixin",
    ]
    _order = "valid_until, id desc"
    _check_company_auto = True

    _retention_code = "pool_document"
    _retention_date_field = "valid_until"

    company_id = fields.Many2one("res.company", index=True)
    type_id = fields.Many2one(
        "oe.pool.document.type", "Document", required=True, index=True
    )
    seen_only = fields.Boolean(related="type_id.seen_only")
    state = fields.Selection(
        [
            ("sent", "To check"),
            ("valid", "Checked"),
            ("refused", "Refused"),
            ("replaced", "Replaced by a newer one"),
        ],
        required=True,
        default="sent",
        readonly=True,
        copy=False,
        tracking=True,
    )
    valid_until = fields.Date(help="Last day.", index=True)
    file = fields.Binary(
        "Copy kept", attachment=True, copy=False, groups="oe_base.group_oe_manager"
    )
    file_name = fields.Char(copy=False)
    refusal_reason = fields.Char(
        "Reason, told to the person", copy=False, help="No health data."
    )
    seen_on = fields.Date("Seen on", readonly=True, copy=False)
    seen_by_id = fields.Many2one(
        "res.users", "Seen by", readonly=True, copy=False, index="btree_not_null"
    )
    told_days = fields.Integer(
        "Reminded, days before", readonly=True, copy=False, aggregator=None
    )
    sent_ref = fields.Char(
        readonly=True, copy=False, help="Identifier given by the page that sent it."
    )

    _sent_once = models.UniqueIndex(
        "(entrepreneur_id, sent_ref) WHERE sent_ref IS NOT NULL",
        "This document was sent already.",
    )
    _of_entrepreneur = models.Index(
        "(entrepreneur_id, type_id) "
        "WHERE state = 'valid' AND entrepreneur_id IS NOT NULL"
    )

    @api.depends("type_id", "person_name")
    def _compute_display_name(self):
        for row in self:
            row.display_name = ", ".join(
                filter(None, (row.type_id.name, row.person_name))
            )

    @api.constrains("type_id", "file")
    def _check_copy(self):
        for row in self:
            content = row.sudo().with_context(bin_size=False).file
            if not content:
                continue
            if row.type_id.seen_only:
                row._refuse_copy()
            if not kind_of(base64.b64decode(content)[:16]):
                raise ValidationError(
                    self.env._("A copy is a photo or a PDF (JPEG, PNG, PDF).")
                )

    def _refuse_copy(self):
        raise ValidationError(
            self.env._(
                "No copy of “%(name)s” is ever kept: write only that it was seen.",
                name=self.type_id.name,
            )
        )

    def _holds_copies(self):
        """Whether a file hangs on one of these, as the copy or beside it."""
        attachments_sudo = self.env["ir.attachment"].sudo()
        return bool(
            attachments_sudo.search_count(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    # Left out by the core unless it is named.
                    *("|", ("res_field", "=", False), ("res_field", "!=", False)),
                ],
                limit=1,
            )
        )

    @api.constrains("type_id")
    def _check_nothing_beside(self):
        seen = self.filtered(lambda row: row.type_id.seen_only)
        if seen._holds_copies():
            seen[:1]._refuse_copy()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                # Forced, not left out: default_* of a context is a value too.
                vals.update(
                    state="sent",
                    seen_on=False,
                    seen_by_id=False,
                    told_days=0,
                    sent_ref=False,
                )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if STEPS & set(vals):
                raise UserError(self.env._("Use the buttons: they note who, when."))
            if CHECKED & set(vals) and self.filtered(lambda row: row.state != "sent"):
                raise UserError(
                    self.env._("This document was checked already: enter a new one.")
                )
        return super().write(vals)

    # -- steps ------------------------------------------------------------------------

    def _assert_checker(self):
        self.check_access("write")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager checks documents."))
        for row in self:
            if row._person().sudo().partner_id == self.env.user.partner_id:
                raise UserError(self.env._("Somebody else checks your own documents."))

    def action_check(self):
        """It was seen and is right; run again it changes nothing.

        :raises UserError: when it has expired, or holds neither copy nor last day
        """
        self._assert_checker()
        # Two of one kind at once would both count, and both keep their copy.
        for kind in ("entrepreneur", "technician", "employee"):
            lock_rows(self.sudo()[f"{kind}_id"])
        lock_rows(self)
        for row in self.sudo().filtered(lambda row: row.state == "sent"):
            row._take(self.env.user)

    def _take(self, user):
        today = self.company_id._oe_today()
        last = self.valid_until
        if not last and self.type_id.months_valid:
            last = today + relativedelta(months=self.type_id.months_valid)
        if last and last < today:
            raise UserError(
                self.env._("%(name)s has expired already.", name=self.display_name)
            )
        older = self._same().filtered(lambda row: row.state == "valid")
        older.write({"state": "replaced", "file": False})
        older._forget_tasks()
        self.write(
            {
                "state": "valid",
                "valid_until": last,
                "seen_on": today,
                "seen_by_id": user.id,
                "refusal_reason": False,
            }
        )
        self._forget_tasks()

    def _same(self):
        """Other documents of the same kind and person, in this company."""
        self.ensure_one()
        owner = f"{self._kind()}_id"
        return self.search(
            [
                ("type_id", "=", self.type_id.id),
                (owner, "=", self[owner].id),
                ("company_id", "=", self.company_id.id),
                ("id", "!=", self.id),
            ]
        )

    def action_refuse(self):
        """It is not right: the person reads why, and sends another one."""
        self._assert_checker()
        lock_rows(self)
        for row in self.sudo().filtered(lambda row: row.state == "sent"):
            if not (row.refusal_reason or "").strip():
                raise UserError(self.env._("Write the reason, the person reads it."))
            row.write({"state": "refused", "file": False, "seen_by_id": self.env.uid})
            row._forget_tasks()

    def _process_attachments_for_post(
        self, attachments, attachment_ids, message_values
    ):
        # Named in a message only, a file would hang on it and not on the document.
        seen = self.filtered("seen_only")
        if seen and (attachments or attachment_ids):
            seen[0]._refuse_copy()
        return super()._process_attachments_for_post(
            attachments, attachment_ids, message_values
        )

    # -- retention --------------------------------------------------------------------

    @api.model
    def _retention_domain(self, limit):
        """Expired or refused for so long, or of somebody who left before."""
        return [
            *("|", "|"),
            ("valid_until", "<", limit),
            *("&", ("state", "in", ("refused", "replaced"))),
            ("write_date", "<", limit),
            *self._gone_before(limit),
        ]
