"""Role × model × operation of the plan: draft / published, own ETD / another one."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import RoyaltyCase

INPUT = {"manager": ("", "r"), "accountant": ("", "r"), "network": ("rwd", "rwd")}
RESULT = {**INPUT, "network": ("r", "r")}
TABLE = {
    "oe.plan": INPUT,
    "oe.plan.year": INPUT,
    "oe.plan.spend": INPUT,
    "oe.plan.profile": INPUT,
    "oe.plan.column": INPUT,
    "oe.plan.variant": INPUT,
    "oe.plan.cell": INPUT,
    "oe.plan.point": RESULT,
    "oe.plan.actual": RESULT,
}
NOBODY = ("entrepreneur", "advisor")
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestPlanRights(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            "entrepreneur": cls._person("Moi", cls.cae, login="moi-plan").user_id,
            "network": cls._staff("network-table", "network_manager", cls.sas),
        }
        for role in ("advisor", "manager", "accountant"):
            cls.users[role] = cls._staff(f"{role}-table", role, cls.cae)
        cls.territory.date_opening = "2026-07-01"
        source = cls.env.ref("oe_royalty.plan_bottom_up")
        cls.plans = source.copy({"name": "Brouillon"}) | source.copy({"name": "Publié"})
        cls.plans.action_actuals()
        cls.plans[1].action_publish()
        cls.env.flush_all()

    def _record(self, model, plan):
        if model == "oe.plan":
            return plan
        rows = self.env[model].search([("plan_id", "=", plan.id)])
        if model == "oe.plan.actual":
            rows = rows.filtered(lambda row: row.territory_id == self.territory)
        self.assertTrue(rows, model)
        return rows[0]

    def test_table(self):
        wrong = []
        for model, roles in TABLE.items():
            roles = {**roles, **dict.fromkeys(NOBODY, ("", ""))}
            for role, scopes in roles.items():
                for plan, letters in zip(self.plans, scopes, strict=True):
                    record = self._record(model, plan)
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, self.users[role], operation)
                        if got != (letter in letters):
                            wrong.append((model, role, plan.state, operation, got))
        self.assertEqual(wrong, [])

    def test_a_cooperative_reads_the_actuals_of_its_own_etd(self):
        other = self.env["oe.territory"].create(
            {"name": "Vendée", "code": "85", "date_opening": "2026-07-01"}
        )
        published = self.plans[1]
        published.action_actuals()
        row = published.actual_ids.filtered(lambda row: row.territory_id == other)[0]
        self.assertFalse(self._allowed(row, self.users["manager"], "read"))
        self.assertTrue(self._allowed(row, self.users["network"], "read"))

    def test_the_network_manager_of_another_licensor_changes_nothing(self):
        elsewhere = self._staff("network-else", "network_manager", self.cae)
        plan = self.plans[1]
        self.assertTrue(self._allowed(plan, elsewhere, "read"))
        for name in ("action_compute", "action_actuals", "action_withdraw"):
            with self.assertRaises(AccessError):
                getattr(self._as(plan, elsewhere), name)()

    def test_buttons_are_the_network_manager_s(self):
        for role in ("manager", "accountant", "entrepreneur"):
            plan = self._as(self.plans[1], self.users[role])
            for name in (
                *("action_compute", "action_actuals", "action_publish"),
                *("action_withdraw", "action_profiles", "copy", "unlink"),
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    getattr(plan, name)()

    def test_a_row_cannot_be_slipped_into_another_s_scenario(self):
        elsewhere = self._staff("network-else", "network_manager", self.cae)
        years = self._as("oe.plan.year", elsewhere)
        with self.assertRaises(AccessError):
            years.create({"plan_id": self.plans[0].id, "year": 11, "openings": 1})
