from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

PAID = ("paid", "reversed")


class Statement(models.Model):
    """The licensee reads its statement before it is locked, and may dispute it."""

    _inherit = "oe.royalty.statement"

    stage = fields.Selection(
        [
            ("draft", "Draft"),
            ("computed", "Computed"),
            ("review", "Sent for review"),
            ("disputed", "Disputed"),
            ("locked", "Locked"),
            ("invoiced", "Invoiced"),
            ("paid", "Paid"),
        ],
        compute="_compute_stage",
        search="_search_stage",
        help="The state, and whether the invoice is paid.",
    )
    waits_for = fields.Char(
        compute="_compute_waits_for", help="What is to be done before it goes on."
    )
    agreed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    agreed_on = fields.Date(readonly=True, copy=False)
    dispute = fields.Text("What is disputed", readonly=True, copy=False)
    answer = fields.Text("Answer of the licensor", readonly=True, copy=False)

    @api.depends("state", "invoice_id.payment_state")
    def _compute_stage(self):
        for statement in self:
            # The licensee reads that it has paid, without being in those books.
            invoice_sudo = statement.sudo().invoice_id
            paid = not invoice_sudo or invoice_sudo.payment_state in PAID
            invoiced = statement.state == "invoiced"
            statement.stage = "paid" if invoiced and paid else statement.state

    def _search_stage(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = []
        for stage in value:
            # Nothing was to be invoiced, or the invoice is paid.
            paid = Domain("invoice_id", "=", False) | Domain(
                "invoice_id.payment_state", "in", PAID
            )
            if stage == "paid":
                domains.append(Domain("state", "=", "invoiced") & paid)
            elif stage == "invoiced":
                domains.append(Domain("state", "=", "invoiced") & ~paid)
            else:
                domains.append(Domain("state", "=", stage))
        # Invoices of the licensor are looked at for whoever reads the statement.
        found_sudo = self.sudo()._search(Domain.OR(domains))
        return Domain("id", "in", found_sudo)

    def action_send(self):
        """Let the licensee read the statement before it is locked."""
        self._check_licensor()
        for statement in self:
            statement.period_id._lock_row()
            if statement.state not in ("computed", "review"):
                raise UserError(
                    self.env._(
                        "%(name)s is not waiting to be sent: compute it first.",
                        name=statement.display_name,
                    )
                )
            # Statements are written by the run only; nobody has that right.
            statement_sudo = statement.sudo()
            statement_sudo.state = "review"
            statement_sudo._tell(
                self.env._("Please read this statement: agree, or dispute it."),
                statement_sudo._licensee_managers(),
            )
        return True

    def _licensee_managers(self):
        return self.contract_id._licensee_managers()

    def _tell(self, words, partners):
        self.ensure_one()
        self.message_post(
            body=words, partner_ids=partners.ids, subtype_xmlid="mail.mt_comment"
        )

    def _check_licensee(self):
        """Who manages the licensee answers for it.

        :raises AccessError: for whoever does not
        """
        self.check_access("read")
        manager = self.env.user.has_group("oe_base.group_oe_manager")
        if not manager or any(row.company_id not in self.env.companies for row in self):
            raise AccessError(
                self.env._("Only the managers of the licensee answer for it.")
            )

    def _check_in_review(self):
        for statement in self:
            statement.period_id.sudo()._lock_row()  # read by the licensor only
            if statement.state not in ("review", "disputed"):
                raise UserError(
                    self.env._(
                        "%(name)s was not sent for review.",
                        name=statement.display_name,
                    )
                )

    def action_agree(self):
        """The licensee agrees with its statement."""
        self._check_licensee()
        self._check_in_review()
        statements_sudo = self.sudo()  # statements have no writer
        statements_sudo.write(
            {
                "state": "review",
                "agreed_by_id": self.env.uid,
                "agreed_on": fields.Date.context_today(self),
            }
        )
        for statement in statements_sudo:
            statement._tell(
                self.env._("%(who)s agrees.", who=self.env.user.name),
                self.env["res.partner"],
            )
        return True

    def _dispute(self, reason):
        """The licensee disputes its statement: it is not locked before an answer."""
        self._check_licensee()
        self._check_in_review()
        self.sudo().write(
            {
                "state": "disputed",
                "dispute": reason,
                "answer": False,
                "agreed_by_id": False,
                "agreed_on": False,
            }
        )
        self.sudo()._tell(
            self.env._("Disputed: %(why)s", why=reason), self._licensor_partners()
        )

    def _licensor_partners(self):
        group = self.env.ref("oe_base.group_oe_network_manager").sudo()
        return group.all_user_ids.filtered(
            lambda user: self.licensor_id in user.company_ids
        ).partner_id

    def _answer(self, words):
        """The licensor answers a dispute; the statement goes back to review."""
        self._check_licensor()
        self.period_id._lock_row()
        if self.state != "disputed":
            raise UserError(
                self.env._("%(name)s is not disputed.", name=self.display_name)
            )
        self.sudo().write({"state": "review", "answer": words})
        self.sudo()._tell(
            self.env._("Answer: %(words)s", words=words),
            self.sudo()._licensee_managers(),
        )

    def _grant_relief(self, amount, reason):
        """A relief with its justification, then the statement anew (0: none)."""
        self._check_licensor()
        self.period_id._lock_row()
        self._refuse_closed()
        self.sudo().write({"relief_amount": amount, "relief_reason": reason})
        self.sudo()._compute_royalty()

    @api.depends("state", "contract_id", "month")
    @api.depends_context("lang")
    def _compute_waits_for(self):
        for statement in self:
            why = ""
            if statement.state == "locked":
                why = statement._why_not_invoiced()
            elif statement.state != "invoiced":
                why = statement._why_not_locked()
            statement.waits_for = why or False

    def _why_not_invoiced(self):
        """Hook: what holds back the invoice of what is locked, in words."""
        self.ensure_one()
        return ""

    def _why_not_locked(self):
        """What holds this statement back, in words; nothing when it may be locked."""
        self.ensure_one()
        if self.state == "disputed":
            return self.env._(
                "%(name)s is disputed: answer first.", name=self.display_name
            )
        if self.contract_id.books_elsewhere and not self._is_declared():
            return self.env._(
                "%(name)s: the turnover of the month is not declared.",
                name=self.display_name,
            )
        return ""

    def _is_declared(self):
        """Whether the licensee declared the month (or the contract has ended)."""
        last = self.contract_id.date_end
        declared_sudo = self.env["oe.royalty.declaration"].sudo()  # a yes or no
        return bool(last and last < self.month) or bool(
            declared_sudo.search_count(
                [
                    ("contract_id", "=", self.contract_id.id),
                    ("month", "=", self.month),
                    ("state", "in", ("declared", "audited")),
                ],
                limit=1,
            )
        )

    def action_lock(self):
        """Refuse what is disputed, or not declared, before it is locked."""
        self._check_licensor()
        for statement in self:
            statement.period_id._lock_row()
            why = statement._why_not_locked()
            if why:
                raise UserError(why)
        return super().action_lock()
