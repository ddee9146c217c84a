from odoo import api, fields, models
from odoo.exceptions import UserError

# What R.7331-3 wants talked about, in the order of the page.
POINTS = (
    "activity_review",
    "outlook",
    "new_objectives",
    "needs",
    "actions",
    "health_safety",
    "membership",
    "leave",
)


class Interview(models.Model):
    """An individual interview (C. trav. R.7331-3): written, signed by the person.

    At least two in any twelve months. The advisor writes and sends it; the entrepreneur
    signs on the portal, with a remark if any, or sends it back; signed, it is sealed.
    """

    _name = "oe.cae.interview"
    _description = "Individual interview"
    _inherit = [
        "oe.cae.signed.mixin",
        "oe.retention.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    _retention_code = "cae_interview"
    # Counts from the end of the contract: nothing goes while it runs.
    _retention_date_field = "contract_end"
    _sealed_fields = (
        *("contract_id", "date", "mode", "place", "advisor_id", *POINTS),
        *("leave_taken", "leave_left", "es_remark", "signed_on", "es_signed_on"),
        *("es_signed_name", "es_signature_hash"),
    )

    contract_id = fields.Many2one(
        "oe.cae.contract",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("state", "=", "signed")],
    )
    entrepreneur_id = fields.Many2one(
        related="contract_id.entrepreneur_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True, precompute=True
    )
    contract_end = fields.Date(related="contract_id.date_end", store=True)
    advisor_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    date = fields.Date("Held on", required=True, default=fields.Date.context_today)
    mode = fields.Selection(
        [("meeting", "In person"), ("video", "Video call"), ("phone", "By phone")],
        required=True,
        default="meeting",
    )
    place = fields.Char()
    activity_review = fields.Text("Activity against the objectives")
    outlook = fields.Text("Outlook of the activity")
    new_objectives = fields.Text()
    needs = fields.Text("Support and training needs")
    actions = fields.Text("Actions agreed", help="Who does what, by when.")
    health_safety = fields.Text(
        "Health and safety at work",
        help="Risks of the trade and how they are prevented. Nothing on anybody's "
        "state of health.",
    )
    membership = fields.Text("Membership and its deadline")
    leave = fields.Text("About leave", help="No health cause.")
    leave_taken = fields.Float("Leave taken, days", digits=(6, 2))
    leave_left = fields.Float("Leave left, days", digits=(6, 2))
    es_remark = fields.Text("Remark of the entrepreneur", readonly=True, copy=False)

    _leave_positive = models.Constraint(
        "CHECK (leave_taken >= 0 AND leave_left >= 0)", "Leave cannot be negative."
    )

    @api.depends("entrepreneur_id", "date")
    def _compute_display_name(self):
        for interview in self:
            day = interview.date and interview.date.strftime("%d/%m/%Y")
            interview.display_name = self.env._(
                "Interview of %(day)s, %(who)s",
                day=day or "",
                who=interview.entrepreneur_id.name or "",
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # The person's own words come from the page only.
            vals["es_remark"] = False
        return super().create(vals_list)

    def write(self, vals):
        if "es_remark" in vals:
            raise UserError(self.env._("The remark is the entrepreneur's own."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return  # past its term the proof goes
        self._refuse_closed()

    def _missing_terms(self):
        missing = super()._missing_terms()
        asked = list(POINTS)
        if self.contract_id.kind != "salaried":
            # Leave and membership are matters of the CESA.
            asked = [name for name in asked if name not in ("membership", "leave")]
        return missing + [
            self._fields[name]._description_string(self.env)
            for name in asked
            if not (self[name] or "").strip()
        ]

    def _check_may_send(self):
        for interview in self:
            if interview.contract_id.state != "signed":
                raise UserError(
                    self.env._("The contract of this interview is not signed.")
                )
            if interview.date > interview._today():
                raise UserError(
                    self.env._("Send it once it was held: its day is to come.")
                )
            if interview.date < interview.contract_id.date_start:
                raise UserError(
                    self.env._("It was held before this contract: choose the other.")
                )
        return super()._check_may_send()

    def _remark(self, partner, remark):
        """What the person adds before signing; nobody else's remark counts."""
        self.ensure_one()
        self._lock()
        if self.state == "to_sign" and partner == self.entrepreneur_id.partner_id:
            self._set_signing({"es_remark": (remark or "").strip()[:2000] or False})

    def _after_es_signature(self):
        # The advisor wrote it: with the person's signature it is complete.
        self._finish()
        return super()._after_es_signature()

    def _send_back(self, partner, remark):
        """The person does not sign: back to the advisor, with the reason.

        :raises UserError: with what to do instead
        """
        self.ensure_one()
        self._lock()
        if partner != self.entrepreneur_id.partner_id:
            raise UserError(self.env._("Nobody signs for another person."))
        if self.state != "to_sign":
            raise UserError(self.env._("This document does not wait for a signature."))
        if not (remark or "").strip():
            raise UserError(self.env._("Say what should be changed."))
        self._set_signing({"state": "draft", "es_remark": remark.strip()[:2000]})
        # No mail about it: its subject would name the person.
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Interview sent back with a remark"),
            user_id=self.advisor_id.id,
        )

    def _portal_title(self):
        self.ensure_one()
        return self.env._("Interview of %(day)s", day=self.date.strftime("%d/%m/%Y"))

    def _portal_values(self):
        """Plain values for the page."""
        self.ensure_one()
        modes = dict(self._fields["mode"]._description_selection(self.env))
        return {
            "id": self.id,
            "title": self._portal_title(),
            "company": self.company_id.name,
            "advisor": self.advisor_id.name,
            "where": ", ".join(filter(None, (modes[self.mode], self.place))),
            "state": self.state,
            "points": [
                (self._fields[name]._description_string(self.env), self[name])
                for name in POINTS
                if self[name]
            ],
            "leave": (
                f"{self.leave_taken:g}".replace(".", ","),
                f"{self.leave_left:g}".replace(".", ","),
            )
            if self.contract_id.kind == "salaried"
            else None,
            "remark": self.es_remark or "",
            "es_name": self.es_signed_name or self.entrepreneur_id.name,
            "signed_on": self.signed_on and self.signed_on.strftime("%d/%m/%Y"),
        }
