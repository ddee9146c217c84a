from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import volunteer as calc
from .statement import euros

STEPS = frozenset({"state", "confirmed_by_id"})
OLDEST_DAYS = 366


class VolunteerHour(models.Model):
    """Hours that a volunteer gave: told on the phone or by a manager, then confirmed.

    Valued at what an hour was worth on the day; the value is told, never stored.
    """

    _name = "oe.cae.volunteer.hour"
    _description = "Hours of a volunteer"
    _inherit = ["oe.retention.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    _retention_code = "cae_volunteer"
    _retention_date_field = "date"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", "Volunteer", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        required=True, index=True, default=lambda self: self.env.company._oe_today()
    )
    hours = fields.Float(digits=(6, 2), required=True)
    name = fields.Char("What for", required=True)
    value = fields.Monetary("Worth", compute="_compute_value")
    state = fields.Selection(
        [("told", "Told"), ("confirmed", "Confirmed"), ("refused", "Refused")],
        required=True,
        readonly=True,
        default="told",
        copy=False,
        index=True,
    )
    refusal_reason = fields.Char("Why it is refused", help="The volunteer reads it.")
    confirmed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    sent_ref = fields.Char(readonly=True, copy=False)

    _sent_once = models.UniqueIndex(
        "(sent_ref) WHERE sent_ref IS NOT NULL", "These hours arrived already."
    )
    _hours_possible = models.Constraint(
        "CHECK (hours > 0 AND hours <= 24)", "A day has 24 hours: write what was given."
    )

    @api.depends("hours", "date", "company_id")
    def _compute_value(self):
        hourly = self._hourly()
        for row in self:
            row.value = euros(row._given(hourly).cents)

    def _hourly(self):
        """Cents of an hour, by row: terms of a company are few, read once."""
        terms = self.env["oe.cae.volunteer.terms"].search(
            [("company_id", "in", self.company_id.ids)], order="date_start"
        )
        found = {}
        for row in self:
            mine = terms.filtered(
                lambda term, row=row: (
                    term.company_id == row.company_id and term.date_start <= row.date
                )
            )
            found[row.id] = to_cents(mine[-1:].hourly_value)
        return found

    def _given(self, hourly):
        return calc.Given(calc.minutes_of(self.hours), hourly.get(self.id, 0))

    @api.constrains("entrepreneur_id", "company_id", "date")
    def _check_volunteer(self):
        for row in self:
            if row.date > row.company_id._oe_today():
                raise ValidationError(self.env._("This day is still to come."))
            if row.company_id not in row.entrepreneur_id._volunteers_for(row.date):
                raise ValidationError(
                    self.env._(
                        "%(name)s is no volunteer of %(company)s on %(day)s.",
                        name=row.entrepreneur_id.name,
                        company=row.company_id.name,
                        day=format_date(self.env, row.date),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        for row in () if self.env.su else rows:
            if row.state != "told" or row.confirmed_by_id:
                self._refuse_steps()
        return rows

    def write(self, vals):
        if not self.env.su:
            if STEPS & set(vals):
                self._refuse_steps()
            if any(row.state == "confirmed" for row in self):
                raise UserError(
                    self.env._("They are in the report: take them back first.")
                )
        return super().write(vals)

    def _refuse_steps(self):
        raise UserError(self.env._("Hours are confirmed with the button."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return
        if any(row.state == "confirmed" for row in self):
            raise UserError(self.env._("They are in the report: take them back first."))

    def _step(self, state):
        self.check_access("write")
        lock_rows(self)
        # Past the guard of write, after the rights were checked.
        for row_sudo in self.sudo():
            row_sudo.write(
                {
                    "state": state,
                    "confirmed_by_id": state == "confirmed" and self.env.uid,
                }
            )

    def action_confirm(self):
        """These hours were given."""
        self._step("confirmed")

    def action_refuse(self):
        """Not so; the volunteer reads why."""
        if any(not (row.refusal_reason or "").strip() for row in self):
            raise UserError(self.env._("Write the reason: the person reads it."))
        self._step("refused")

    def action_back(self):
        """Take a confirmation or a refusal back."""
        self._step("told")

    # -- the volunteer -------------------------------------------------------------

    @api.model
    def _tell(self, person, given, sent_ref=None):
        """A volunteer says what was given; the same form tells it once.

        :param dict given: ``company``, ``day``, ``hours`` (a fraction), ``name``
        :raises UserError: with what is missing
        """
        lock_rows(person)
        made = self.search(
            [("sent_ref", "=", sent_ref), ("entrepreneur_id", "=", person.id)]
        )
        if sent_ref and made:
            return made
        if not 0 < given["hours"] <= 24:
            raise UserError(self.env._("Write how many hours, at most 24 a day."))
        if not (given["name"] or "").strip():
            raise UserError(self.env._("Write what it is for."))
        if (given["company"]._oe_today() - given["day"]).days > OLDEST_DAYS:
            raise UserError(
                self.env._("It is more than a year ago: speak with the association.")
            )
        return self.create(
            {
                "entrepreneur_id": person.id,
                "company_id": given["company"].id,
                "date": given["day"],
                "hours": float(given["hours"]),
                "name": given["name"].strip()[:100],
                "sent_ref": sent_ref,
            }
        )

    def _withdraw(self, person):
        """The volunteer takes back what nobody confirmed."""
        self.ensure_one()
        lock_rows(self)
        if person != self.entrepreneur_id:
            raise UserError(self.env._("Nobody answers for another person."))
        if self.state != "told":
            raise UserError(self.env._("It was answered already."))
        self.unlink()
