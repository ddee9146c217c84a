from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import plaintext2html

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.advance_guarantee import Member, guarantee_due, member_refusals

SOON_DAYS = 30
HOSTED = ("cape", "salaried")


class AdvanceMember(models.Model):
    """Proofs of a member of the cooperative, renewed every twelve months.

    One member in breach excludes the whole cooperative from the program, so each is
    looked at before anything is sent.
    """

    _name = "oe.sap.advance.member"
    _description = "Immediate advance: proofs of a member"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "company_id, entrepreneur_id"
    _rec_name = "entrepreneur_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", "Member", required=True, index=True, ondelete="cascade"
    )
    renewed_on = fields.Date("Proofs renewed on", tracking=True)
    proof = fields.Binary("Proofs", attachment=True)
    proof_name = fields.Char("Name of the file")
    expires_on = fields.Date("Hold until", compute="_compute_expires_on")
    state = fields.Selection(
        [
            ("none", "No proof"),
            ("good", "Good"),
            ("soon", "Ends within 30 days"),
            ("late", "Expired"),
            ("left", "No longer hosted"),
        ],
        compute="_compute_expires_on",
    )

    _member_unique = models.UniqueIndex(
        "(company_id, entrepreneur_id)", "This member is in the list already."
    )

    @api.depends("renewed_on", "company_id", "entrepreneur_id")
    def _compute_expires_on(self):
        today = fields.Date.context_today(self)
        months = self.env["oe.sap.advance.parameter"]._on(today).proof_months
        hosted = self._hosted(self.company_id, today)
        for member in self:
            renewed = member.renewed_on
            expires = renewed and renewed + relativedelta(months=months)
            member.expires_on = expires
            if member.entrepreneur_id not in hosted.get(member.company_id, ()):
                member.state = "left"
            elif not expires:
                member.state = "none"
            elif expires <= today:
                member.state = "late"
            elif expires <= fields.Date.add(today, days=SOON_DAYS):
                member.state = "soon"
            else:
                member.state = "good"

    @api.constrains("renewed_on")
    def _check_day(self):
        for member in self:
            if member.renewed_on and member.renewed_on > member.company_id._oe_today():
                raise ValidationError(self.env._("Proofs are renewed today at latest."))

    @api.model
    def _open_list(self):
        """The list, with everybody hosted in it: called by the menu."""
        accounts = self.env["oe.sap.advance.account"]._of(self.env.companies)
        if self.has_access("create"):
            for account_sudo in accounts.values():
                account_sudo._bring_members()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "oe_sap.oe_sap_advance_member_action"
        )

    @api.model
    def _hosted(self, companies, day):
        """Who works under the name of each company: dict company → entrepreneurs."""
        # Names and dates of contracts; who asks was checked.
        rows_sudo = (
            self.env["oe.affiliation"]
            .sudo()
            .search(
                [
                    ("company_id", "in", companies.ids),
                    ("status", "in", HOSTED),
                    ("date_start", "<=", day),
                    "|",
                    ("date_end", "=", False),
                    ("date_end", ">=", day),
                ]
            )
        )
        return {
            company: rows.entrepreneur_id.sudo(False)
            for company, rows in rows_sudo.grouped("company_id").items()
        }


class AdvanceAccount(models.Model):
    """The gate: guarantee and proofs, of the company and of each of its members."""

    _inherit = "oe.sap.advance.account"

    member_count = fields.Integer("Members", compute="_compute_member_count")

    def _compute_member_count(self):
        groups = self.env["oe.sap.advance.member"]._read_group(
            [("company_id", "in", self.company_id.ids)], ["company_id"], ["__count"]
        )
        counts = dict(groups)
        for account in self:
            account.member_count = counts.get(account.company_id, 0)

    def action_members(self):
        """The members of the company, those who are missing added."""
        self.ensure_one()
        self.check_access("read")
        members = self.env["oe.sap.advance.member"]
        if members.has_access("create"):
            self._bring_members()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Proofs of the members"),
            "res_model": members._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("company_id", "=", self.company_id.id)],
            "context": {"default_company_id": self.company_id.id},
        }

    def _bring_members(self):
        """A row for everybody hosted today who has none."""
        members = self.env["oe.sap.advance.member"]
        today = self.company_id[:1]._oe_today()
        hosted = members._hosted(self.company_id, today)
        known = members.search([("company_id", "in", self.company_id.ids)])
        pairs = {(row.company_id, row.entrepreneur_id) for row in known}
        return members.create(
            [
                {"company_id": company.id, "entrepreneur_id": person.id}
                for company, people in hosted.items()
                for person in people
                if (company, person) not in pairs
            ]
        )

    def _compute_guarantee(self):
        today = fields.Date.context_today(self)
        rules = self.env["oe.sap.advance.parameter"]._on(today)
        declared = self._declared(today)
        for account in self:
            cents = declared.get(account.company_id, 0)
            account.declared = cents / 100
            account.guarantee_due = (
                guarantee_due(cents, account.takes_deposits, rules._ladder()) / 100
                if rules.step_ids
                else 0
            )

    def _declared(self, today):
        """Cents asked for in the civil year: dict company → cents."""
        rows_sudo = self.env["oe.sap.advance"].sudo()
        groups = rows_sudo._read_group(
            [
                ("company_id", "in", self.company_id.ids),
                ("state", "in", ("sending", "sent")),
                ("asked_on", ">=", date(today.year, 1, 1)),
                ("asked_on", "<=", date(today.year, 12, 31)),
            ],
            ["company_id"],
            ["amount:sum"],
        )
        return {company: to_cents(round(amount, 2)) for company, amount in groups}

    def _compute_blocked(self):
        explain = self.env["oe.sap.explain"]
        refusals = self._gate()
        for account in self:
            account.blocked = (
                "\n".join(explain._advance(item) for item in refusals[account]) or False
            )

    def _gate(self, today=None):
        """Why nothing may be sent: dict account → refusals (none: the way is free)."""
        today = today or fields.Date.context_today(self)
        rules = self.env["oe.sap.advance.parameter"]._on(today)
        ladder = rules._ladder()
        members = self.env["oe.sap.advance.member"]
        hosted = members._hosted(self.company_id, today)
        rows_sudo = members.sudo().search([("company_id", "in", self.company_id.ids)])
        known = {
            (row_sudo.company_id.id, row_sudo.entrepreneur_id.id): row_sudo.renewed_on
            for row_sudo in rows_sudo
        }
        declared = self._declared(today)
        found = {}
        for account in self:
            company = account.company_id
            judged = [
                Member(
                    company.name,
                    declared.get(company, 0),
                    account.takes_deposits,
                    to_cents(account.guarantee),
                    account.proofs_renewed_on or None,
                )
            ]
            judged += [
                # The guarantee is the company's; a member only shows proofs.
                Member(
                    person.sudo().name,
                    0,
                    takes_deposits=False,
                    guarantee_cents=0,
                    proofs_renewed_on=known.get((company.id, person.id)) or None,
                )
                for person in hosted.get(company, ())
            ]
            found[account] = [
                refused
                for member in judged
                for refused in member_refusals(
                    member, today, ladder, rules.proof_months, rules.grace_days
                )
            ]
        return found

    @api.model
    def _cron_watch(self):
        """Tell whom it concerns, once, what ends soon or is missing already."""
        accounts = self.search([("active", "=", True)])
        gates = accounts._gate(
            fields.Date.add(fields.Date.context_today(self), days=SOON_DAYS)
        )
        explain = self.env["oe.sap.explain"]
        for account in accounts:
            refusals = gates[account]
            if refusals:
                account._remind([explain._advance(item) for item in refusals])

    def _remind(self, sentences):
        """One open activity a company: what changed is written into it."""
        self.ensure_one()
        kind = self.env.ref("mail.mail_activity_data_todo")
        note = plaintext2html("\n".join(sentences))
        summary = self.env._("Immediate advance: proofs and guarantee")
        open_ones = self.activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id == kind and activity.summary == summary
            )
        )
        if open_ones:
            open_ones[0].note = note
        else:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=self.user_id.id,
                summary=summary,
                note=note,
            )
