"""Role × model × operation × own / other / other company, as one table."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MissionCase

ES = {"own": "r", "other": "", "foreign": ""}
NOBODY = {"own": "", "other": "", "foreign": ""}
READ = {"own": "r", "other": "r", "foreign": ""}
ALL = {"own": "rwd", "other": "rwd", "foreign": ""}
TABLE = {
    name: {
        "entrepreneur": ES,
        "client": NOBODY,
        "advisor": READ,
        "manager": ALL,
        "accountant": READ,
    }
    for name in ("oe.mission", "oe.intervention", "oe.intervention.part")
}
TABLE["oe.mission.proposal"] = {
    "entrepreneur": ES,
    "client": NOBODY,
    "advisor": READ,
    "manager": {"own": "rw", "other": "rw", "foreign": ""},
    "accountant": NOBODY,
}
for hidden in ("oe.mission.candidate", "oe.mission.requirement"):
    TABLE[hidden] = {
        "entrepreneur": NOBODY,
        "client": NOBODY,
        "advisor": READ,
        "manager": ALL,
        "accountant": NOBODY,
    }
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestRights(MissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._worker("Moi", login="moi-missions")
        cls.neighbour = cls._worker("Voisine")
        here = cls.cae_sap
        cls.users = {
            "entrepreneur": cls.mine.user_id,
            "client": cls._portal(
                cls.daughter, "anne-missions", ["oe_base.group_oe_client"], here
            ),
            "advisor": cls._staff("advisor-missions", "advisor", here),
            "manager": cls._staff("manager-missions", "manager", here),
            "accountant": cls._staff("accountant-missions", "accountant", here),
        }
        foreign = cls._mission(cls.neighbour)
        lesson = cls._service("Cours", 49, "tva_normale_encaissement", nature="other")
        foreign = cls._mission(lines=[(lesson, 60)])
        stranger = cls._person("Ailleurs", cls.cae)
        foreign._propose(stranger)._answer(True)
        foreign._plan_days(foreign._period())
        cls.missions = {
            "own": cls._mission(cls.mine),
            "other": cls._mission(cls.neighbour),
            "foreign": foreign,
        }
        for mission in cls.missions.values():
            mission.requirement_ids = [
                (0, 0, {"skill_id": cls.tutor.id, "is_hard": False})
            ]
            cls.env["oe.mission.candidate"].create(
                {
                    "mission_id": mission.id,
                    "entrepreneur_id": mission.member_ids.entrepreneur_id.id,
                }
            )
        cls.env.flush_all()

    def _records(self, model, scope):
        mission = self.missions[scope]
        return {
            "oe.mission": mission,
            "oe.intervention": mission.intervention_ids[:1],
            "oe.intervention.part": mission.intervention_ids[:1].part_ids[:1],
            "oe.mission.proposal": mission.proposal_ids,
            "oe.mission.candidate": mission.candidate_ids,
            "oe.mission.requirement": mission.requirement_ids,
        }[model]

    def _allowed(self, record, user, operation):
        try:
            self._as(record, user).check_access(operation)
        except AccessError:
            return False
        return True

    def test_table(self):
        wrong = []
        for model, roles in TABLE.items():
            for role, scopes in roles.items():
                for scope, allowed in scopes.items():
                    record = self._records(model, scope)
                    self.assertTrue(record, (model, scope))
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, self.users[role], operation)
                        if got != (letter in allowed):
                            wrong.append((model, role, scope, operation, got))
        self.assertEqual(wrong, [])

    def test_portal_users_read_no_timesheet_of_anybody(self):
        for role in ("entrepreneur", "client"):
            lines = self._as("account.analytic.line", self.users[role])
            self.assertFalse(lines.has_access("write"))
            try:
                found = lines.search([("oe_part_id", "!=", False)])
            except AccessError:
                found = lines.browse()
            self.assertFalse(found)
