"""Role × model × operation × own / other / other company, for the week's models."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import PIXEL
from .week_common import WeekCase

NOBODY = {"own": "", "other": "", "foreign": ""}
READ = {"own": "r", "other": "r", "foreign": ""}
ALL = {"own": "rwd", "other": "rwd", "foreign": ""}
DECIDE = {"own": "rw", "other": "rw", "foreign": ""}
REVOKE = {"own": "rd", "other": "rd", "foreign": ""}
ROLES = ("entrepreneur", "client", "advisor", "manager", "accountant")
TABLE = {
    "oe.mission.instruction": (NOBODY, NOBODY, READ, ALL, NOBODY),
    "oe.visit.draft": (NOBODY, NOBODY, READ, DECIDE, NOBODY),
    "oe.calendar.link": (NOBODY, NOBODY, NOBODY, REVOKE, NOBODY),
}
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestWeekRights(WeekCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls.cae_sap
        cls.users = {
            "entrepreneur": cls.nadia.user_id,
            "client": cls._portal(
                cls.daughter, "anne-w", ["oe_base.group_oe_client"], here
            ),
            "advisor": cls._staff("advisor-w", "advisor", here),
            "manager": cls.manager,
            "accountant": cls._staff("accountant-w", "accountant", here),
        }
        lesson = cls._service("Cours", 49, "tva_normale_encaissement", nature="other")
        foreign = cls._mission(lines=[(lesson, 60)])
        stranger = cls._person("Ailleurs", cls.cae)
        foreign._propose(stranger)._answer(True)
        foreign._plan_days(foreign._period())
        cls.missions = {
            "own": cls.mission,
            "other": cls._mission(cls.paul),
            "foreign": foreign,
        }
        cls.records = {scope: cls._whole(row) for scope, row in cls.missions.items()}
        cls.env.flush_all()

    @classmethod
    def _whole(cls, mission):
        mission.instruction_ids = [(0, 0, {"text": "Sonner"})]
        visit = mission.intervention_ids[:1]
        person = visit.entrepreneur_id
        links = cls.env["oe.calendar.link"]
        links._make(person, False)
        return {
            "oe.mission.instruction": mission.instruction_ids,
            "oe.calendar.link": links._of_person(person),
            "oe.visit.draft": cls.env["oe.visit.draft"].create(
                {
                    "intervention_id": visit.id,
                    "entrepreneur_id": person.id,
                    "sent_ref": f"{person.id}:abc",
                    "reason": "moved",
                    "start": visit.planned_start,
                    "end": visit.planned_end,
                    "photo": PIXEL,
                    "signature": PIXEL,
                }
            ),
        }

    def test_table(self):
        wrong = []
        for model, rows in TABLE.items():
            for role, scopes in zip(ROLES, rows, strict=True):
                for scope, allowed in scopes.items():
                    record = self.records[scope][model]
                    self.assertTrue(record, (model, scope))
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, self.users[role], operation)
                        if got != (letter in allowed):
                            wrong.append((model, role, scope, operation, got))
        self.assertEqual(wrong, [])

    def test_whoever_may_read_a_record_may_read_all_that_is_shown(self):
        for model, rows in TABLE.items():
            for role, scopes in zip(ROLES, rows, strict=True):
                if "r" in scopes["own"]:
                    record = self._as(self.records["own"][model], self.users[role])
                    record.invalidate_recordset()
                    self.assertTrue(record.read(), (model, role))
                    if model != "oe.calendar.link":
                        Form(record)

    def test_photos_are_for_managers(self):
        draft = self.records["own"]["oe.visit.draft"]
        for role, allowed in (("advisor", False), ("manager", True)):
            mine = self._as(draft, self.users[role])
            mine.invalidate_recordset()
            if allowed:
                self.assertTrue(mine.photo)
            else:
                with self.assertRaises(AccessError):
                    mine.read(["photo"])
            files = self._as("ir.attachment", self.users[role]).search(
                [("res_model", "=", "oe.visit.draft"), ("res_field", "=", "photo")]
            )
            self.assertEqual(bool(files), allowed, role)

    def test_an_advisor_presses_no_button_of_managers(self):
        draft = self._as(self.records["own"]["oe.visit.draft"], self.users["advisor"])
        for button in (draft.action_accept, draft.action_dismiss):
            with self.assertRaises(AccessError):
                button()
        self.assertEqual(draft.state, "waiting")

    def test_an_entrepreneur_reads_no_instruction_of_the_own_mission(self):
        mission = self._as(self.mission, self.nadia.user_id)
        self.assertNotIn("instruction_ids", mission.fields_get())
        with self.assertRaises(AccessError):
            mission.read(["instruction_ids"])
