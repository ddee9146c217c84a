import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

LEVELS = [("1", "Friendly"), ("2", "Firm"), ("3", "Last one")]
WORDS = ("client", "number", "date", "due", "days", "left", "person", "company")
WORD = re.compile(r"\{(\w+)\}")


class ReminderText(models.Model):
    """Words of a reminder, by level: the house's, and those an ES prefers."""

    _name = "oe.cae.reminder.text"
    _description = "Text of a reminder"
    _oe_shared = "words, the same for every company; an entrepreneur's own are his"
    _order = "level, entrepreneur_id"
    _rec_name = "level"

    level = fields.Selection(LEVELS, required=True)
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for everybody who did not write their own.",
    )
    body = fields.Text(
        required=True,
        translate=True,
        help="Filled in when it is shown: {client}, {number}, {date}, {due}, {days}, "
        "{left}, {person}, {company}.",
    )

    _once = models.UniqueIndex(
        "(level, COALESCE(entrepreneur_id, 0))", "This level has its text already."
    )

    @api.constrains("body")
    def _check_body(self):
        for text in self:
            unknown = set(WORD.findall(text.body or "")) - set(WORDS)
            if unknown:
                raise ValidationError(
                    self.env._(
                        "“{%(word)s}” cannot be filled in: use %(words)s.",
                        word=sorted(unknown)[0],
                        words=", ".join(f"{{{word}}}" for word in WORDS),
                    )
                )

    @api.model
    def _of(self, person, level):
        """The text of a level: the person's own, else the house's."""
        found = self.search(
            [("level", "=", level), ("entrepreneur_id", "in", [person.id, False])]
        )
        return (found.filtered("entrepreneur_id") or found)[:1]

    def _filled(self, values):
        """The text with its words filled in; nothing of it is executed."""
        return WORD.sub(lambda match: values.get(match[1], match[0]), self.body or "")

    @api.model
    def _keep(self, person, level, text, values):
        """Keep what an ES wrote as that person's own text of the level."""
        for word, value in sorted(values.items(), key=lambda row: -len(row[1])):
            if len(value) > 2:
                text = text.replace(value, f"{{{word}}}")
        own = self.search([("level", "=", level), ("entrepreneur_id", "=", person.id)])
        if own:
            own.body = text
        else:
            self.create({"level": level, "entrepreneur_id": person.id, "body": text})


class Reminder(models.Model):
    """A reminder that went out: which level, when, its words."""

    _name = "oe.cae.reminder"
    _description = "Reminder of an unpaid invoice"
    _order = "sent_on desc, id desc"
    _check_company_auto = True

    move_id = fields.Many2one(
        "account.move", "Invoice", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="move_id.company_id", store=True, index=True)
    level = fields.Selection(LEVELS, required=True)
    sent_on = fields.Date(required=True)
    text = fields.Text(required=True)
    by_mail = fields.Boolean(help="No: handed over by message or on paper.")
    sent_ref = fields.Char()

    _once = models.UniqueIndex(
        "(sent_ref) WHERE sent_ref IS NOT NULL", "This reminder went out already."
    )


class RecoveryFee(models.Model):
    """What a late firm owes by right, dated (C. com. L.441-10, D.441-5)."""

    _name = "oe.cae.recovery.fee"
    _description = "Fixed sum for late payment"
    _inherit = ["oe.dated.mixin"]
    _oe_shared = "a sum of the law, the same for everybody"

    amount = fields.Float("Euros", required=True, digits=(8, 2))
    penalty_points = fields.Float(
        "Penalty, points above the central bank's rate", required=True, digits=(5, 2)
    )

    _start = models.UniqueIndex("(date_start)", "A sum starts on that day already.")
    _positive = models.Constraint(
        "CHECK (amount >= 0 AND penalty_points >= 0)", "A sum is not negative."
    )
