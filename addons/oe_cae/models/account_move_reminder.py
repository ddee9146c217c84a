from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, plaintext2html

from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.tools import lock_rows

LAST = 3
LONGEST_PAUSE = 92


class AccountMove(models.Model):
    """Late invoices of an ES: reminders in the ES's own tone, then the cooperative."""

    _inherit = "account.move"

    oe_reminder_ids = fields.One2many(
        "oe.cae.reminder", "move_id", "Reminders", groups="base.group_user"
    )
    oe_reminder_count = fields.Integer(
        "Reminders sent", compute="_compute_oe_reminder", groups="base.group_user"
    )
    oe_reminded_on = fields.Date(
        "Last reminder", compute="_compute_oe_reminder", groups="base.group_user"
    )
    oe_pause_until = fields.Date(
        "Agreed with the client until",
        copy=False,
        groups="base.group_user",
        help="No reminder before that day.",
    )
    oe_taken_over_on = fields.Date(
        "Taken over by the cooperative on",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    @api.depends("oe_reminder_ids")
    def _compute_oe_reminder(self):
        groups = self.env["oe.cae.reminder"]._read_group(
            [("move_id", "in", self.ids)], ["move_id"], ["__count", "sent_on:max"]
        )
        found = {move: (count, day) for move, count, day in groups}
        for move in self:
            move.oe_reminder_count, move.oe_reminded_on = found.get(move, (0, False))

    def _oe_days_late(self):
        """Days past the due day of an issued invoice that is not paid; else 0."""
        self.ensure_one()
        today = self.company_id._oe_today()
        due = self.invoice_date_due
        open_ = self.state == "posted" and self.amount_residual > 0
        late = open_ and self.move_type == "out_invoice" and due and due < today
        return (today - due).days if late else 0

    def _oe_reminder_page(self):
        """What may be done about a late invoice, as plain values; None if not late."""
        late = self._oe_days_late()
        if not late:
            return None
        level = str(min(self.oe_reminder_count + 1, LAST))
        person = self.oe_activity_id.entrepreneur_id
        texts = self.env["oe.cae.reminder.text"]
        text = texts.with_context(lang=self.partner_id.lang or "fr_FR")
        return {
            "late": late,
            "level": int(level),
            "labels": dict(texts._fields["level"]._description_selection(self.env)),
            "refusal": self._oe_no_reminder(),
            "text": text._of(person, level)._filled(self._oe_reminder_words()),
            "taken_over": self.oe_taken_over_on
            and format_date(self.env, self.oe_taken_over_on),
            "may_hand_over": not self.oe_taken_over_on
            and self.oe_reminder_count >= LAST,
            "pause": not self.oe_taken_over_on,
            "email": self.partner_id.email or "",
            "sent": [
                (format_date(self.env, row.sent_on), row.level)
                for row in self.oe_reminder_ids
            ],
        }

    def _oe_reminder_words(self):
        self.ensure_one()
        return {
            "client": self.partner_id.name or "",
            "number": self.name or "",
            "date": format_date(self.env, self.invoice_date),
            "due": format_date(self.env, self.invoice_date_due),
            "days": str(self._oe_days_late()),
            "left": format_fr(to_cents(self.amount_residual)),
            "person": self.oe_activity_id.entrepreneur_id.name or "",
            "company": self.company_id.name,
        }

    def _oe_no_reminder(self):
        """Why no reminder goes out today, or an empty text."""
        today = self.company_id._oe_today()
        if not self._oe_days_late():
            return self.env._("This invoice is not late: there is nothing to remind.")
        if self.oe_taken_over_on:
            return self.env._("The cooperative has taken it over: it writes now.")
        if self.oe_pause_until and self.oe_pause_until > today:
            return self.env._(
                "You agreed with the client until %(day)s.",
                day=format_date(self.env, self.oe_pause_until),
            )
        if self.oe_reminder_count >= LAST:
            return self.env._("Three reminders went out: hand it to the cooperative.")
        gap = self.company_id.oe_reminder_gap_days
        if self.oe_reminded_on and (today - self.oe_reminded_on).days < gap:
            again = fields.Date.add(self.oe_reminded_on, days=gap)
            return self.env._(
                "A reminder went out on %(last)s: the next one from %(day)s.",
                last=format_date(self.env, self.oe_reminded_on),
                day=format_date(self.env, again),
            )
        return ""

    def _oe_remind(self, text, sent_ref=None, keep=False):
        """Send the next reminder, in the words given.

        :param str text: as the ES wrote or left it
        :param bool keep: keep these words as the person's own for this level
        :return: the reminder; the same one when this form was sent before
        :raises UserError: with what to do instead
        """
        self.ensure_one()
        lock_rows(self)
        sent = self.oe_reminder_ids.filtered(
            lambda row: sent_ref and row.sent_ref == sent_ref
        )
        if sent:
            return sent
        refusal = self._oe_no_reminder()
        if refusal:
            raise UserError(refusal)
        text = (text or "").strip()[:3000]
        if not text:
            raise UserError(self.env._("Write the words of the reminder."))
        level = str(self.oe_reminder_count + 1)
        if keep:
            self.env["oe.cae.reminder.text"]._keep(
                self.oe_activity_id.entrepreneur_id,
                level,
                text,
                self._oe_reminder_words(),
            )
        text = "\n\n".join(filter(None, (text, self._oe_late_law(level))))
        reminder = self.env["oe.cae.reminder"].create(
            {
                "move_id": self.id,
                "level": level,
                "sent_on": self.company_id._oe_today(),
                "text": text,
                "by_mail": bool(self.partner_id.email),
                "sent_ref": sent_ref,
            }
        )
        if self.partner_id.email:
            self._oe_mail_reminder(text)
        return reminder

    def _oe_late_law(self, level):
        """What the law adds for a firm from the second reminder on, not negotiable."""
        firm = self.commercial_partner_id.is_company
        if level == "1" or not firm:
            return ""
        fee = self.env["oe.cae.recovery.fee"]._at(self.company_id._oe_today())
        env = self.with_context(lang=self.partner_id.lang or "fr_FR").env
        return fee and env._(
            "From the day after the due day a professional owes, by right, penalties "
            "at the rate of the European Central Bank plus %(points)s points and a "
            "fixed sum of %(sum)s for recovery (C. com. L.441-10).",
            points=f"{fee.penalty_points:g}".replace(".", ","),
            sum=format_fr(to_cents(fee.amount)),
        )

    def _oe_mail_reminder(self, text):
        self._portal_ensure_token()
        template = self.env.ref("oe_cae.mail_template_reminder")
        template.with_context(oe_text=plaintext2html(text)).send_mail(self.id)

    def _oe_pause(self, day):
        """No reminder before a day that the ES agreed with the client.

        :raises UserError: for a day past or too far away
        """
        self.ensure_one()
        lock_rows(self)
        today = self.company_id._oe_today()
        if self.oe_taken_over_on:
            raise UserError(self._oe_no_reminder())
        if not today < day <= fields.Date.add(today, days=LONGEST_PAUSE):
            raise UserError(self.env._("Choose a day within the next three months."))
        self.oe_pause_until = day

    def _oe_take_over(self):
        """The cooperative writes from now on; a manager has it to do.

        :raises UserError: before three reminders, or when it is paid
        """
        managers = self.env["oe.cae.alert"]._managers(self.company_id)
        lock_rows(self)
        for move in self:
            if move.oe_taken_over_on or not move._oe_days_late():
                raise UserError(move._oe_no_reminder())
            if move.oe_reminder_count < LAST:
                raise UserError(
                    self.env._("Three reminders first: most clients just forgot.")
                )
            move.oe_taken_over_on = move.company_id._oe_today()
            if managers.get(move.company_id):
                move.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=managers[move.company_id].id,
                    summary=self.env._("Unpaid: three reminders, yours now"),
                )

    @api.model
    def _oe_cron_take_over(self):
        """Hand over what stays unpaid some days after the third reminder."""
        moves = self.search(
            [
                ("oe_reminder_ids.level", "=", str(LAST)),
                ("oe_taken_over_on", "=", False),
                ("state", "=", "posted"),
                ("amount_residual", ">", 0),
            ]
        ).filtered(
            lambda move: (
                move._oe_days_late()
                and (move.oe_pause_until or move.invoice_date_due)
                <= move.company_id._oe_today()
            )
        )
        for move in moves:
            gone = move.company_id._oe_today() - move.oe_reminded_on
            if gone.days >= move.company_id.oe_take_over_days:
                move._oe_take_over()
