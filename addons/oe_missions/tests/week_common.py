"""A phone of June 2026: what it read of the week, and what it sends."""

import uuid

from odoo.tests import freeze_time

from .common import PIXEL, MissionCase

NOW = "2026-06-02 10:00:00"
SIGNATURE = f"data:image/png;base64,{PIXEL}"


class WeekCase(MissionCase):
    """Two ES and a mission on Mondays, 9 to 12; it is Tuesday 2 June, noon."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frozen = freeze_time(NOW)
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.nadia = cls._worker("Nadia Benali", login="nadia-semaine")
        cls.paul = cls._worker("Paul Martin", login="paul-semaine")
        cls.mission = cls._mission(cls.nadia)
        cls.visits = cls.mission.intervention_ids.sorted("planned_start")
        cls.visit = cls.visits[0]
        cls.manager = cls._staff("gerance-semaine", "manager", cls.cae_sap)

    @classmethod
    def _read(cls, visit, person=None):
        """What the phone of a person keeps of a visit to send it back."""
        start, end = visit._week_seen()
        mark = visit._week_mark(person or visit.entrepreneur_id, start, end)
        return {"start": start, "end": end, "mark": mark}

    @classmethod
    def _item(cls, visit=None, seen=None, **values):
        visit = visit or cls.visit
        return {
            "kind": "record",
            "ref": str(uuid.uuid4()),
            "visit": visit.id,
            "seen": seen or cls._read(visit),
            "start": "2026-06-01T09:05",
            "end": "2026-06-01T12:05",
            "break_minutes": "0",
            "travel_km": "4,5",
            "signature": SIGNATURE,
            "signed_by": "Jeanne Le Goff",
            **values,
        }

    def _take(self, *items, person=None):
        person = person or self.nadia
        visits = self._as("oe.intervention", person.user_id)
        return visits._week_take(person.sudo(), list(items))

    def _hours(self, visit=None):
        """Timesheet lines of a visit."""
        parts = (visit or self.visit).part_ids.ids
        return self.env["account.analytic.line"].search([("oe_part_id", "in", parts)])
