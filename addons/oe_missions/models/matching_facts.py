"""The facts of people for missions, loaded by one query whatever their number.

The query gathers; ``calc.score`` judges. People and places, validated competences,
load, agenda and what blocks are read once for all missions of a dispatch; the agenda
is looked at only for people whom no hard rule refuses.
"""

import datetime

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.oe_base.calc import geo
from odoo.addons.oe_base.calc.period import Period

from ..calc import generate
from .matching_query import FACTS, PLACE

ONE_DAY = datetime.timedelta(days=1)
MIDNIGHT = datetime.time()

OPERATIONAL = """e.is_operational
    AND EXISTS (SELECT FROM oe_affiliation a WHERE a.entrepreneur_id = e.id)"""


class Mission(models.Model):
    _inherit = "oe.mission"

    def _match_facts(self, people=None, slots=None, only_kept=False):
        """Rows of facts of people for these missions, by one query.

        :param people: only these entrepreneurs, wherever they live
        :param dict slots: mission id → wall-time ``calc.slots.Slot`` to be free on,
            instead of the rhythm
        :param bool only_kept: leave out whom a hard rule refuses
        :return: list of named rows, see the end of ``FACTS``
        """
        if not self:
            return []
        self.env.flush_all()
        wanted = self._match_slots(slots or {})
        values = {**self._match_missions(), **self._match_arrays(wanted)}
        by_territory = SQL("m.territory_id IS NULL OR e.territory_id = m.territory_id")
        if people is None:
            scope, who = by_territory, SQL(OPERATIONAL)
        else:
            scope, who = SQL("TRUE"), SQL("e.id = ANY(%s)", list(people.ids))
        # Nothing is known of how many rows the steps of the query give, and the
        # planner hopes for one: loops inside loops take minutes at full scale.
        self.env.cr.execute("SET LOCAL enable_nestloop TO off")
        found = self.env.execute_query_dict(
            SQL(
                FACTS,
                **values,
                place=SQL(PLACE),
                radius=geo.EARTH_RADIUS_M,
                scope=scope,
                people=who,
                blocks=SQL(" UNION ALL ").join(self._match_blocks()),
                shown=SQL("kept.person_id IS NOT NULL" if only_kept else "TRUE"),
            )
        )
        self.env.cr.execute("SET LOCAL enable_nestloop TO DEFAULT")
        return found

    def _match_blocks(self):
        """Queries of what blocks somebody: mission_id, entrepreneur_id, code, detail.

        Extended by whatever else refuses a person for a mission; each code has its
        sentence in :meth:`_explain_refusal`.

        :return: list of ``SQL``
        """
        return [
            SQL(
                """
                SELECT mission_id, entrepreneur_id, 'mission.member' AS code,
                       '' AS detail
                  FROM oe_mission_member
                 WHERE mission_id = ANY(%s)
                   AND (date_end IS NULL OR date_end >= %s)
                """,
                list(self.ids),
                self.env["oe.mission"]._match_today(),
            )
        ]

    @api.model
    def _match_today(self):
        return self.env.company._oe_today()

    def _match_missions(self):
        starts, ends, own = [], [], []
        for mission in self:
            period = mission._period()
            starts.append(period.start)
            # Open work is checked over its first day, as the gate does.
            ends.append(period.end or period.start + ONE_DAY)
            own.append(mission.company_id.oe_kind == "cae_sap")
        return {
            "mission_ids": list(self.ids),
            "mission_starts": starts,
            "mission_ends": ends,
            "own_contract": own,
            "today": self._match_today(),
        }

    def _match_slots(self, given):
        """(mission, number, wall slot) that people should be free on: six weeks."""
        today = self._match_today()
        found = []
        # The rhythms of all at once, or each mission would read its own.
        self.pattern_ids.part_ids.mapped("minutes")
        for mission in self:
            slots = given.get(mission.id)
            if slots is None:
                slots = mission._occurrences(today)
            found += [(mission, number, slot) for number, slot in enumerate(slots)]
        return found

    def _occurrences(self, today):
        """The visits of the rhythm over its first six weeks ahead, as wall slots.

        Of a mission that is over, to be recorded late, its first six weeks.
        """
        self.ensure_one()
        lines = [line._prepare_calc() for line in self.pattern_ids if line.part_ids]
        over = self.date_end and self.date_end < today
        start = self.date_start if over else max(self.date_start, today)
        weeks = Period(start, start + datetime.timedelta(weeks=generate.WEEKS_AHEAD))
        days = self._period().intersection(weeks)
        if not days or not lines:
            return []
        return [slot for _key, slot in generate.occurrences(lines, days)]

    def _match_arrays(self, wanted):
        """Slots as arrays; one that runs past midnight is two pieces of one number."""
        rows = []
        for mission, number, slot in wanted:
            company = mission.company_id
            start, end = company._oe_utc(slot.start), company._oe_utc(slot.end)
            day = slot.start.date()
            while datetime.datetime.combine(day, MIDNIGHT) < slot.end:
                midnight = datetime.datetime.combine(day, MIDNIGHT)
                first = max(0, (slot.start - midnight) // datetime.timedelta(minutes=1))
                last = min(1440, (slot.end - midnight) // datetime.timedelta(minutes=1))
                rows.append((mission.id, number, day, first, last, start, end))
                day += ONE_DAY
        names = ("missions", "numbers", "days", "from", "to", "start", "end")
        columns = list(zip(*rows, strict=True)) or [()] * len(names)
        days, starts, ends = columns[2], columns[5], columns[6]
        return {
            **{
                f"slot_{name}": list(column)
                for name, column in zip(names, columns, strict=True)
            },
            "first_day": min(days, default=None),
            "last_day": max(days, default=None),
            "first_moment": min(starts, default=None),
            "last_moment": max(ends, default=None),
        }
