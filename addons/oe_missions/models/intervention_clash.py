import datetime

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.oe_base.tools import lock_rows

from ..calc.slots import Slot, missing_rest, overlapping

TWO_DAYS = datetime.timedelta(days=2)


class Intervention(models.Model):
    """Nobody is at two places at once, and people rest between two days."""

    _inherit = "oe.intervention"

    @api.constrains("planned_start", "planned_end", "entrepreneur_id", "state")
    def _check_clashes(self):
        planned = self.filtered(lambda v: v.state == "planned" and v.entrepreneur_id)
        if not planned:
            return
        # Two managers at once: the second one reads what the first has planned.
        lock_rows(planned.entrepreneur_id.sudo())
        others = planned._slots_around()
        for visit in planned:
            told = visit._clash(visit._utc_slot(), others[visit.entrepreneur_id.id])
            if told:
                raise ValidationError(told)

    def _move_to(self, times):
        """Follow the rhythm; where the person is elsewhere, without the person."""
        self.ensure_one()
        slot = Slot(times["planned_start"], times["planned_end"])
        person = self.entrepreneur_id
        around = self._person_slots(person, slot.start - TWO_DAYS, slot.end + TWO_DAYS)
        if person and self._clash(slot, around[person.id]):
            times = {**times, "entrepreneur_id": False, "activity_id": False}
        self.with_context(oe_planning=True).write(times)

    def _utc_slot(self):
        """When the visit takes place: real times once it is done."""
        self.ensure_one()
        return Slot(
            self.actual_start or self.planned_start, self.actual_end or self.planned_end
        )

    def _slots_around(self):
        """Person → visits planned or done around these, by one query."""
        first = min(self.mapped("planned_start")) - TWO_DAYS
        last = max(self.mapped("planned_end")) + TWO_DAYS
        return self._person_slots(self.entrepreneur_id, first, last)

    @api.model
    def _person_slots(self, people, first, last):
        found = {person.id: [] for person in people}
        # A person may work for several companies: all of it counts.
        visits_sudo = self.sudo().search(
            Domain("entrepreneur_id", "in", people.ids)
            & Domain("state", "in", ("planned", "done"))
            & Domain("planned_start", "<", last)
            & Domain("planned_end", ">", first)
        )
        for visit in visits_sudo:
            found[visit.entrepreneur_id.id].append((visit.id, visit._utc_slot()))
        return found

    def _clash(self, slot, others):
        """Why a person cannot do this visit then, in words, or an empty text.

        :param Slot slot: UTC
        :param list others: (visit id, slot) of the same person
        """
        self.ensure_one()
        wall = self.company_id._oe_wall
        rest = [other for ref, other in others if ref != self.id]
        clashes = overlapping(slot, rest)
        if clashes:
            return self.env._(
                "%(name)s has another visit on %(day)s from %(start)s to %(end)s.",
                name=self.entrepreneur_id.sudo().name,
                day=wall(clashes[0].start).strftime("%d/%m/%Y"),
                start=wall(clashes[0].start).strftime("%H:%M"),
                end=wall(clashes[0].end).strftime("%H:%M"),
            )
        if not self.activity_id.sudo().working_time_on_company:
            return ""
        return self._short_rest(slot, rest, wall)

    def _short_rest(self, slot, others, wall):
        """Days are those of the wall, the rest between them is in real hours."""
        rule = self.company_id._oe_rest()
        local = [Slot(wall(item.start), wall(item.end)) for item in others]
        lost = missing_rest(Slot(wall(slot.start), wall(slot.end)), local, rule)
        if not lost:
            return ""
        return self.env._(
            "%(name)s would rest %(found)s h %(minutes)s only from %(start)s to "
            "%(end)s: %(asked)s h are asked (C. trav. L.3131-1).",
            name=self.entrepreneur_id.sudo().name,
            found=lost[0].get("minutes") // 60,
            minutes=f"{lost[0].get('minutes') % 60:02d}",
            start=lost[0].get("rest_from").strftime("%d/%m %H:%M"),
            end=lost[0].get("rest_to").strftime("%d/%m %H:%M"),
            asked=rule.minutes // 60,
        )


class Mission(models.Model):
    _inherit = "oe.mission"

    def _without_clashes(self, values_list):
        """Values of new visits, with nobody where the person is elsewhere.

        They stand in the list of unfilled visits, where somebody is looked for.
        """
        people = self.env["oe.entrepreneur"].browse(
            {row["entrepreneur_id"] for row in values_list if row["entrepreneur_id"]}
        )
        if not people:
            return values_list
        lock_rows(people.sudo())
        visits = self.env["oe.intervention"]
        found = visits._person_slots(
            people,
            min(row["planned_start"] for row in values_list) - TWO_DAYS,
            max(row["planned_end"] for row in values_list) + TWO_DAYS,
        )
        for row in values_list:
            person = row["entrepreneur_id"]
            if not person:
                continue
            slot = Slot(row["planned_start"], row["planned_end"])
            asked = {
                key: row[key]
                for key in ("company_id", "entrepreneur_id", "activity_id")
            }
            if visits.new(asked)._clash(slot, found[person]):
                row.update(entrepreneur_id=False, activity_id=False)
            else:
                found[person].append((None, slot))
        return values_list
