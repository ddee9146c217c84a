"""Role × model × operation × own / other / other company, for the pool."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .pool_common import PoolCase

NONE = {"own": "", "other": "", "foreign": ""}
READ = {"own": "r", "other": "r", "foreign": ""}
EDIT = {"own": "rw", "other": "rw", "foreign": ""}
ALL = {"own": "rwd", "other": "rwd", "foreign": ""}
SHARED = {"own": "r", "other": "r", "foreign": "r"}
ROLES = ("entrepreneur", "client", "advisor", "manager", "accountant")
TABLE = {
    "oe.pool.document.type": (NONE, NONE, SHARED, SHARED, NONE),
    "oe.pool.document": (NONE, NONE, READ, ALL, NONE),
    "oe.pool.employee": (NONE, NONE, READ, ALL, NONE),
    "oe.pool.skill": (NONE, NONE, READ, ALL, NONE),
    "oe.pool.availability": (NONE, NONE, READ, ALL, NONE),
    "oe.pool.reference": (NONE, NONE, READ, ALL, NONE),
    "oe.pool.person": (NONE, NONE, READ, READ, NONE),
    "oe.recruitment": (NONE, NONE, READ, EDIT, NONE),
    "oe.recruitment.candidate": (NONE, NONE, READ, ALL, NONE),
    "oe.recruitment.criterion": (NONE, NONE, READ, ALL, NONE),
    "oe.recruitment.mark": (NONE, NONE, READ, READ, NONE),
    "oe.recruitment.duty": (NONE, NONE, READ, ALL, NONE),
    "oe.employer.duty": (NONE, NONE, SHARED, SHARED, NONE),
    "oe.household.wage": (NONE, NONE, SHARED, SHARED, NONE),
}
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestPoolRights(PoolCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls.cae_sap
        cls.users = {
            "entrepreneur": cls.nadia.user_id,
            "client": cls._portal(
                cls.client, "jeanne-pool", ["oe_base.group_oe_client"], here
            ),
            "advisor": cls.advisor,
            "manager": cls._staff("manager-pool-here", "manager", here),
            "accountant": cls._staff("accountant-pool", "accountant", here),
        }
        abroad = cls._employee("Ailleurs", company=cls.cae)
        stranger = cls._person("Loin", cls.cae)
        cls.world = {
            "own": cls._world(cls.nadia, cls.solene, here),
            "other": cls._world(cls.paul, cls._employee("Deux"), here),
            "foreign": cls._world(stranger, abroad, cls.cae),
        }
        cls.env.flush_all()

    @classmethod
    def _world(cls, person, employee, company):
        of_one = {"employee_id": employee.id}
        made = {
            "oe.pool.document.type": cls.insurance,
            "oe.pool.document": cls._document(person, company=company),
            "oe.pool.employee": employee,
            "oe.pool.skill": cls.env["oe.pool.skill"].create(
                {**of_one, "skill_id": cls.tutor.id}
            ),
            "oe.pool.availability": employee.availability_ids,
            "oe.pool.reference": cls.env["oe.pool.reference"].create(
                {**of_one, "referee": "Mme Roy"}
            ),
        }
        recruitment = cls.env["oe.recruitment"].create(
            {"partner_id": cls.client.id, "company_id": company.id}
        )
        candidate = recruitment._add_candidate(employee)
        criterion = recruitment.criterion_ids[:1]
        made |= {
            "oe.recruitment": recruitment,
            "oe.recruitment.candidate": candidate,
            "oe.recruitment.criterion": criterion,
            "oe.recruitment.mark": cls.env["oe.recruitment.mark"].create(
                {"candidate_id": candidate.id, "criterion_id": criterion.id}
            ),
            "oe.recruitment.duty": cls.env["oe.recruitment.duty"].create(
                {
                    "recruitment_id": recruitment.id,
                    "name": "Contrat",
                    "deadline": cls.day,
                }
            ),
            "oe.employer.duty": cls.env["oe.employer.duty"].search([], limit=1),
            "oe.household.wage": cls.env["oe.household.wage"].search([], limit=1),
        }
        cls.env.flush_all()
        made["oe.pool.person"] = cls.env["oe.pool.person"].search(
            [("employee_id", "=", employee.id)]
        )
        return made

    def test_table(self):
        wrong = []
        for model, rights in TABLE.items():
            for role, scopes in zip(ROLES, rights, strict=True):
                for scope, allowed in scopes.items():
                    record = self.world[scope][model]
                    self.assertTrue(record, (model, scope))
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, self.users[role], operation)
                        if got != (letter in allowed):
                            wrong.append((model, role, scope, operation, got))
        self.assertEqual(wrong, [])

    def test_whoever_may_read_opens_the_form(self):
        for model in TABLE:
            for role in ("advisor", "manager"):
                record = self._as(self.world["own"][model], self.users[role])
                record.invalidate_recordset()
                self.assertTrue(record.read(), (model, role))
                Form(record)

    def test_the_list_of_kinds_is_the_network_s(self):
        network = self._staff("network-pool", "network_manager", self.cae_sap)
        own = self.world["own"]
        for model in (
            *("oe.pool.document.type", "oe.employer.duty", "oe.household.wage"),
        ):
            self.assertTrue(self._allowed(own[model], network, "write"), model)
            self.assertFalse(self._allowed(own[model], self.manager, "write"), model)

    def test_a_manager_makes_only_what_is_of_the_own_cooperative(self):
        manager = self.users["manager"]
        self.world["own"]["oe.pool.document"].state = "sent"
        for model in ("oe.pool.document", "oe.pool.availability", "oe.pool.reference"):
            record = self._as(self.world["own"][model], manager)
            foreign = self.world["foreign"]["oe.pool.employee"]
            owner = {"technician_id": False, "entrepreneur_id": False}
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                record.write({**owner, "employee_id": foreign.id})
                record.flush_recordset()
