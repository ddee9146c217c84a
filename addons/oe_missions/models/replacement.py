import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.tools import lock_rows

from ..calc import replacement as calc
from ..calc.slots import Slot
from .mission_proposal import OPEN

FAR = datetime.timedelta(days=366)


class Replacement(models.Model):
    """Somebody cannot come: exactly the visits concerned look for another person.

    The mission keeps its member, so it goes back to them afterwards by itself. Why
    somebody cannot come is not asked: it may be about health.
    """

    _name = "oe.replacement"
    _description = "Replacement wanted"
    _order = "asked_on desc, id desc"
    _check_company_auto = True

    mission_id = fields.Many2one(
        "oe.mission", required=True, index=True, check_company=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", "Cannot come", index=True, help="Empty: nobody was planned."
    )
    date_start = fields.Date("From", required=True)
    date_end = fields.Date("To", required=True)
    asked_on = fields.Datetime(required=True, default=fields.Datetime.now)
    state = fields.Selection(
        [
            ("open", "Looks for somebody"),
            ("filled", "Filled"),
            ("cancelled", "Taken back"),
        ],
        required=True,
        default="open",
        readonly=True,
    )
    visit_ids = fields.One2many("oe.intervention", "replacement_id", "Visits")
    candidate_ids = fields.One2many("oe.mission.candidate", "replacement_id")
    proposal_ids = fields.One2many("oe.mission.proposal", "replacement_id")
    first_visit = fields.Datetime(compute="_compute_visits")
    missing = fields.Integer("Visits to fill", compute="_compute_visits")
    total = fields.Integer("Visits concerned", compute="_compute_visits")

    _days_ordered = models.Constraint(
        "CHECK (date_end >= date_start)", "A period ends after it starts."
    )

    @api.depends("visit_ids.state", "visit_ids.replaced_on", "visit_ids.planned_start")
    def _compute_visits(self):
        for wanted in self:
            left = wanted._left()
            wanted.missing = len(left)
            wanted.total = len(wanted.visit_ids)
            wanted.first_visit = min(left.mapped("planned_start"), default=False)

    @api.depends("mission_id", "entrepreneur_id", "date_start")
    def _compute_display_name(self):
        for wanted in self:
            wanted.display_name = (
                f"{wanted.entrepreneur_id.name or ''}, "
                f"{format_date(self.env, wanted.date_start)}"
            )

    def _left(self):
        """Visits nobody was found for yet."""
        return self.visit_ids.filtered(
            lambda visit: visit.state == "planned" and not visit.replaced_on
        )

    @api.model
    def _ask(self, entrepreneur, start, end, visit=None):
        """Open the search for exactly the visits of a person that an absence touches.

        Asked twice, the same visits are looked for once.

        :param date start: first day of the absence
        :param date end: last day
        :param visit: only this visit
        :return: the replacements, one a mission
        :raises UserError: when the dates make no sense, or nothing is planned then
        """
        today = self.env.company._oe_today()
        far = end - start > FAR or end - today > 3 * FAR
        if end < start or end < today or far:
            raise UserError(self.env._("Write the first and the last day, from today."))
        lock_rows(entrepreneur)
        planned = self._planned_visits(entrepreneur, start, end)
        if visit:
            planned &= visit
        if not planned:
            raise UserError(self.env._("No visit of yours is planned in these days."))
        found = self.browse()
        for mission, visits in planned.grouped("mission_id").items():
            known = visits.replacement_id.filtered(lambda r: r.state == "open")
            new = visits.filtered(lambda v, k=known: v.replacement_id not in k)
            found |= known
            if new:
                found |= self._open(mission, entrepreneur, start, end, new)
        return found

    def _planned_visits(self, entrepreneur, start, end):
        visits = self.env["oe.intervention"].search(
            [
                ("entrepreneur_id", "=", entrepreneur.id),
                ("state", "=", "planned"),
                ("planned_end", ">", fields.Datetime.now()),
                ("planned_start", "<", fields.Datetime.add(end_of(end), days=2)),
            ]
        )
        slots = {
            visit: Slot(
                visit.company_id._oe_wall(visit.planned_start),
                visit.company_id._oe_wall(visit.planned_end),
            )
            for visit in visits
        }
        concerned = calc.visits_concerned(
            [calc.PlannedVisit(v, entrepreneur.id, slot) for v, slot in slots.items()],
            entrepreneur.id,
            [Slot(fields.Datetime.to_datetime(start), end_of(end))],
        )
        return visits.browse([item.ref.id for item in concerned])

    @api.model
    def _ask_for(self, visit):
        """Open the search for one visit, also when nobody is planned for it."""
        wall = visit.company_id._oe_wall
        start, end = wall(visit.planned_start).date(), wall(visit.planned_end).date()
        if visit.entrepreneur_id:
            return self._ask(visit.entrepreneur_id, start, end, visit)
        visit.mission_id._lock()
        visit.invalidate_recordset()
        known = visit.replacement_id.filtered(lambda row: row.state == "open")
        return known or self._open(
            visit.mission_id, visit.entrepreneur_id, start, end, visit
        )

    def _open(self, mission, entrepreneur, start, end, visits):
        wanted = self.create(
            {
                "mission_id": mission.id,
                "company_id": mission.company_id.id,
                "entrepreneur_id": entrepreneur.id,
                "date_start": start,
                "date_end": end,
            }
        )
        visits.write({"replacement_id": wanted.id, "replaced_on": False})
        return wanted

    # -- filled --------------------------------------------------------------------

    def _fill(self, entrepreneur):
        """Give what is left to somebody and tell the client."""
        self.ensure_one()
        self._left()._replace(entrepreneur)

    def _close_when_filled(self):
        for wanted in self.filtered(lambda r: r.state == "open"):
            if not wanted._left():
                wanted.state = "filled"
                wanted.proposal_ids.filtered(lambda p: p.state in OPEN).write(
                    {"state": "taken"}
                )

    def action_take_back(self):
        """The person comes after all: what is not filled goes on as planned."""
        self.check_access("write")
        self._take_back()

    def _take_back(self):
        for wanted in self:
            wanted.mission_id._lock()
            if wanted.state != "open":
                raise UserError(self.env._("Nobody is looked for any more."))
            wanted._left().write({"replacement_id": False})
            wanted.state = "cancelled"
            wanted.proposal_ids.filtered(lambda p: p.state in OPEN).write(
                {"state": "withdrawn"}
            )

    def _portal_values(self):
        """Plain values for the page of who asked."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "client": self.mission_id.partner_id.name,
            "state": self.state,
            "state_label": labels[self.state],
            "visits": self._visit_labels(),
            "missing": self.missing,
            "total": self.total,
        }

    def _visit_labels(self):
        """The visits as people read them; empty for no replacement."""
        visits = self.visit_ids if self.state == "filled" else self._left()
        labels = []
        for visit in (visits or self.visit_ids).sorted("planned_start"):
            start = visit.company_id._oe_wall(visit.planned_start)
            end = visit.company_id._oe_wall(visit.planned_end)
            day = format_date(self.env, start.date(), date_format="EEEE d MMMM")
            labels.append(f"{day}, {start:%H:%M} – {end:%H:%M}")
        return labels


def end_of(day):
    """The midnight after a day."""
    return fields.Datetime.to_datetime(day) + datetime.timedelta(days=1)
