"""Role × model × operation × own / other / other company, for quality and the home."""

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import PIXEL
from .home_common import HomeCase

NONE = {"own": "", "other": "", "foreign": ""}
MINE = {"own": "r", "other": "", "foreign": ""}
READ = {"own": "r", "other": "r", "foreign": ""}
EDIT = {"own": "rw", "other": "rw", "foreign": ""}
ALL = {"own": "rwd", "other": "rwd", "foreign": ""}
SHARED = {"own": "r", "other": "r", "foreign": "r"}
ROLES = ("entrepreneur", "client", "advisor", "manager", "accountant", "quality")
TABLE = {
    "oe.interest.conflict": (MINE, NONE, READ, ALL, NONE, NONE),
    "oe.ethics.code": (NONE, NONE, SHARED, SHARED, SHARED, NONE),
    "oe.ethics.signature": (NONE, NONE, READ, READ, NONE, NONE),
    "oe.satisfaction": (NONE, NONE, READ, READ, NONE, NONE),
    "oe.client.request": (NONE, NONE, READ, EDIT, NONE, NONE),
    "oe.visit.sheet": (NONE, NONE, READ, READ, NONE, NONE),
    "oe.call.task": (NONE, NONE, EDIT, ALL, NONE, NONE),
    "oe.client.message": (NONE, NONE, READ, READ, NONE, NONE),
    "oe.liaison.note": (NONE, NONE, NONE, NONE, NONE, NONE),
    "oe.incident": (NONE, NONE, NONE, NONE, NONE, EDIT),
    "oe.incident.transmission": (NONE, NONE, NONE, NONE, NONE, ALL),
    "oe.incident.report": (NONE, NONE, NONE, READ, NONE, READ),
    "oe.quality.parameter": (NONE, NONE, SHARED, SHARED, NONE, NONE),
    "oe.home.parameter": (NONE, NONE, SHARED, SHARED, NONE, NONE),
}
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}
SHOWN = (
    *("oe.interest.conflict", "oe.ethics.code", "oe.satisfaction", "oe.call.task"),
    *("oe.client.request", "oe.visit.sheet"),
)


@tagged("post_install", "-at_install")
class TestHomeRights(HomeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls.cae_sap
        cls.users = {
            "entrepreneur": cls.worker.user_id,
            "client": cls._portal(
                cls.client, "jeanne-rights", ["oe_base.group_oe_client"], here
            ),
            "advisor": cls.advisor,
            "manager": cls.manager,
            "accountant": cls._staff("accountant-home", "accountant", here),
            "quality": new_test_user(
                cls.env,
                login="quality-home",
                groups="base.group_user,oe_missions.group_oe_quality",
                company_id=here.id,
                company_ids=[(6, 0, here.ids)],
            ),
        }
        cls.env["oe.ethics.code"].search([]).date_start = "2000-01-01"
        cls.code = cls.env["oe.ethics.code"].create(
            {"name": "1", "date_start": "2026-01-01", "text": "<p>Respect</p>"}
        )
        stranger = cls._person("Ailleurs", cls.cae, login="ailleurs-home")
        lesson = cls._service("Cours", 49, "tva_normale_encaissement", nature="other")
        abroad = cls._mission(lines=[(lesson, 60)])
        abroad._propose(stranger)._answer(True)
        cls.world = {
            "own": cls._world(cls._mission(cls.worker), cls.worker),
            "other": cls._world(cls._mission(cls.other), cls.other),
            "foreign": cls._world(abroad, stranger),
        }
        cls.env.flush_all()

    @classmethod
    def _world(cls, mission, person):
        company, client = mission.company_id, mission.partner_id
        signature = cls.code._sign(person.user_id, person.name, PIXEL)
        incident = cls.env["oe.incident"].create(
            {"kind": "other", "description": "x", "company_id": company.id}
        )
        if company == cls.cae:
            incident.kind = "accident"
        sheet = {"photo": PIXEL, "file_name": "f", "mimetype": "image/png"}
        common = {"partner_id": client.id, "company_id": company.id}
        words = {"subject": "s", "body": "b"}
        return {
            "oe.interest.conflict": cls.env["oe.interest.conflict"].create(
                {
                    **common,
                    "partner_id": cls.daughter.id,
                    "entrepreneur_id": person.id,
                    "kind": "other",
                }
            ),
            "oe.ethics.code": cls.code,
            "oe.ethics.signature": signature,
            "oe.satisfaction": cls.env["oe.satisfaction"].create(
                {"mission_id": mission.id, "quarter": "first"}
            ),
            "oe.client.request": cls.env["oe.client.request"].create(
                {
                    "mission_id": mission.id,
                    "date_start": "2026-06-08",
                    "date_end": "2026-06-09",
                }
            ),
            "oe.visit.sheet": cls.env["oe.visit.sheet"].create(
                {
                    **sheet,
                    "company_id": company.id,
                    "author_id": person.partner_id.id,
                }
            ),
            "oe.call.task": cls.env["oe.call.task"].create(
                {**common, **words, "reason": "r"}
            ),
            "oe.client.message": cls.env["oe.client.message"].create(
                {**common, **words, "reader_id": client.id}
            ),
            "oe.liaison.note": cls.env["oe.liaison.note"].create(
                {**common, "author_id": person.partner_id.id, "body": "x"}
            ),
            "oe.incident": incident,
            "oe.incident.transmission": cls.env["oe.incident.transmission"].create(
                {"incident_id": incident.id, "receiver": "ars"}
            ),
            "oe.quality.parameter": cls.env["oe.quality.parameter"].search([])[:1],
            "oe.home.parameter": cls.env["oe.home.parameter"].search([])[:1],
        }

    def _record(self, model, scope):
        if model == "oe.incident.report":
            company = self.cae if scope == "foreign" else self.cae_sap
            return self.env[model].search([("company_id", "=", company.id)], limit=1)
        return self.world[scope][model]

    def test_table(self):
        wrong = []
        for model, rights in TABLE.items():
            for role, scopes in zip(ROLES, rights, strict=True):
                for scope, allowed in scopes.items():
                    record = self._record(model, scope)
                    self.assertTrue(record, (model, scope))
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, self.users[role], operation)
                        if got != (letter in allowed):
                            wrong.append((model, role, scope, operation, got))
        self.assertEqual(wrong, [])

    def test_whoever_may_read_opens_the_form(self):
        for model in SHOWN:
            for role in ("advisor", "manager"):
                record = self._as(self._record(model, "own"), self.users[role])
                record.invalidate_recordset()
                self.assertTrue(record.read(), (model, role))
                Form(record)
        incident = self._as(self._record("oe.incident", "own"), self.users["quality"])
        Form(incident)

    def test_the_law_and_the_code_are_changed_by_the_network_only(self):
        network = self._staff("network-home", "network_manager", self.cae_sap)
        for model in ("oe.quality.parameter", "oe.home.parameter", "oe.ethics.code"):
            record = self._record(model, "own")
            self.assertTrue(self._allowed(record, network, "write"), model)
            self.assertFalse(self._allowed(record, self.manager, "write"), model)

    def test_a_contact_tells_portal_users_nothing_of_the_home(self):
        lead = self._as("crm.lead", self.users["client"])
        self.assertFalse(lead.has_access("read"))
        mission = self._as(
            self.world["own"]["oe.satisfaction"].mission_id, self.worker.user_id
        )
        for name in ("request_ids", "satisfaction_average"):
            with self.assertRaises(AccessError):
                mission.read([name])
