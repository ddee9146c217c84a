"""Role × model × operation × own / other / other company, as one table."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import PIXEL, MissionCase
from .works_common import PHOTO, WorksCase

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
ROLES = ("entrepreneur", "client", "partner", "advisor", "manager", "accountant")
# Works: a client, a firm and an entrepreneur see them through pages only.
WORKS = {
    name: dict(zip(ROLES, (NOBODY, NOBODY, NOBODY, READ, ALL, money), strict=True))
    for name, money in (
        ("oe.partner.convention", READ),
        ("oe.partner.charter", READ),
        ("oe.partner.fee", READ),
        ("oe.partner.certificate", NOBODY),
        ("oe.partner.technician", NOBODY),
        ("oe.works.order", READ),
        ("oe.works.offer", READ),
        ("oe.works.offer.line", READ),
        ("oe.works.link", NOBODY),
        ("oe.works.hours", NOBODY),
        ("oe.works.photo", NOBODY),
        ("oe.works.reserve", NOBODY),
    )
}
WORKS["oe.works.report"] = {
    **WORKS["oe.works.hours"],
    "manager": READ,
}


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


@tagged("post_install", "-at_install")
class TestWorksRights(WorksCase):
    """The same table for works; *other* is another firm's, *foreign* another CAE's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here, portal = cls.cae, "oe_base.group_oe_"
        boss = cls.env["res.partner"].create(
            {"name": "Gaël", "parent_id": cls.bretonneau.partner_id.id}
        )
        cls.users = {
            "entrepreneur": cls._person("Moi", here, login="moi-works").user_id,
            "client": cls._portal(cls.daughter, "anne-w", [f"{portal}client"], here),
            "partner": cls._portal(boss, "gael-w", [f"{portal}partner"], here),
            "advisor": cls._staff("advisor-works", "advisor", here),
            "manager": cls._staff("manager-works", "manager", here),
            "accountant": cls._staff("accountant-works", "accountant", here),
        }
        foreign = cls._firm("Ailleurs", company=cls.cae_sap)
        cls.orders = {
            "own": cls._whole(cls.bretonneau),
            "other": cls._whole(cls.chaux),
            "foreign": cls._whole(foreign, company=cls.cae_sap),
        }
        cls.env.flush_all()

    @classmethod
    def _whole(cls, convention, **values):
        order = cls._order(convention, **values)
        order._choose(
            cls._offered(order, convention), cls.client, "J", PIXEL, express=True
        )
        order._record_hours(
            cls._technician(convention=convention), order.date_wanted_start, 60
        )
        order._add_photo(PHOTO)
        order._finish()
        order._receive(cls.client, "J", PIXEL, ["Coulure"])
        return order

    def _records(self, model, scope):
        order = self.orders[scope]
        offer = order.chosen_offer_id
        convention = offer.convention_id
        return {
            "oe.partner.convention": convention,
            "oe.partner.charter": convention.charter_ids,
            "oe.partner.fee": convention.fee_ids,
            "oe.partner.certificate": convention.certificate_ids,
            "oe.partner.technician": convention.technician_ids,
            "oe.works.order": order,
            "oe.works.offer": offer,
            "oe.works.offer.line": offer.line_ids,
            "oe.works.link": order.link_ids,
            "oe.works.hours": order.hours_ids,
            "oe.works.photo": order.photo_ids,
            "oe.works.reserve": order.reserve_ids,
            "oe.works.report": self.env["oe.works.report"].search(
                [("order_id", "=", order.id)]
            ),
        }[model]

    def test_table(self):
        wrong = []
        for model, roles in WORKS.items():
            for role, scopes in roles.items():
                for scope, allowed in scopes.items():
                    record = self._records(model, scope)
                    self.assertTrue(record, (model, scope))
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, self.users[role], operation)
                        if got != (letter in allowed):
                            wrong.append((model, role, scope, operation, got))
        self.assertEqual(wrong, [])

    def test_searching_shows_exactly_what_one_may_read(self):
        for model, roles in WORKS.items():
            for role, scopes in roles.items():
                for scope, allowed in scopes.items():
                    record = self._records(model, scope)
                    records = self._as(model, self.users[role])
                    try:
                        seen = bool(records.search([("id", "in", record.ids)]))
                    except AccessError:
                        seen = False
                    self.assertEqual(seen, "r" in allowed, (model, role, scope))

    def test_whoever_may_read_a_record_may_read_all_that_is_shown(self):
        for model, roles in WORKS.items():
            for role in ("advisor", "manager", "accountant"):
                record = self._as(self._records(model, "own"), self.users[role])
                if "r" not in roles[role]["own"]:
                    continue
                record.invalidate_recordset()
                self.assertTrue(record.read(), (model, role))
                if model != "oe.works.report" and len(record) == 1:
                    Form(record)

    def test_the_law_is_changed_by_the_network_only(self):
        law = self.env["oe.works.parameter"].search([])
        network = self._staff("network-works", "network_manager", self.cae)
        for role, allowed in (
            *((role, "") for role in ("entrepreneur", "client", "partner")),
            *(("advisor", "r"), ("manager", "r"), ("accountant", "")),
        ):
            for letter, operation in OPERATIONS.items():
                got = self._allowed(law, self.users[role], operation)
                self.assertEqual(got, letter in allowed, (role, operation))
        self.assertTrue(self._allowed(law, network, "write"))

    def test_a_contact_tells_portal_users_nothing_of_works(self):
        firm = self._as(self.bretonneau.partner_id, self.users["partner"])
        for name in ("oe_convention_ids", "oe_senior_hours", "oe_works_count"):
            with self.assertRaises(AccessError):
                firm.read([name])
