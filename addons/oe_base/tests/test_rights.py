"""Role × model × operation × own / other / other company, as one table."""

import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OeCase

# r read, w write, c create, d delete; what is not listed is refused.
TABLE = {
    "oe.entrepreneur": {
        "entrepreneur": {"own": "r", "other": "", "foreign": ""},
        "client": {"own": "", "other": "", "foreign": ""},
        "advisor": {"own": "rw", "foreign": ""},
        "manager": {"own": "rw", "foreign": ""},
        "accountant": {"own": "r", "foreign": ""},
    },
    "oe.affiliation": {
        "entrepreneur": {"own": "r", "other": "", "foreign": ""},
        "client": {"own": "", "other": "", "foreign": ""},
        "advisor": {"own": "r", "foreign": ""},
        "manager": {"own": "rw", "foreign": ""},
        "accountant": {"own": "r", "foreign": ""},
    },
    "oe.activity": {
        "entrepreneur": {"own": "r", "other": "", "foreign": ""},
        "client": {"own": "", "other": "", "foreign": ""},
        "advisor": {"own": "r", "foreign": ""},
        "manager": {"own": "rw", "foreign": ""},
        "accountant": {"own": "r", "foreign": ""},
    },
    "oe.availability": {
        "entrepreneur": {"own": "rwd", "other": "", "foreign": ""},
        "client": {"own": "", "other": "", "foreign": ""},
        "advisor": {"own": "rwd", "foreign": ""},
        "accountant": {"own": "", "foreign": ""},
    },
    "oe.competence.assessment": {
        "entrepreneur": {"own": "r", "other": "", "foreign": ""},
        "client": {"own": "", "other": "", "foreign": ""},
        "advisor": {"own": "rw", "foreign": ""},
        "accountant": {"own": "", "foreign": ""},
    },
    "oe.mandate": {
        "entrepreneur": {"own": "", "other": ""},
        "client": {"own": ""},
        "advisor": {"own": "r"},
        "manager": {"own": "rw"},
        "accountant": {"own": ""},
    },
    "oe.note": {
        "entrepreneur": {"own": "", "other": ""},
        "client": {"own": ""},
        "advisor": {"own": "rwd", "other": "", "foreign": ""},
        "manager": {"other": "", "foreign": ""},
        "accountant": {"other": ""},
    },
    "oe.worked.slot": {
        "entrepreneur": {"own": "", "other": ""},
        "client": {"own": ""},
        "advisor": {"own": "r", "foreign": ""},
        "accountant": {"own": ""},
    },
    "oe.read.log": {
        "entrepreneur": {"own": ""},
        "client": {"own": ""},
        "advisor": {"own": ""},
        "manager": {"own": "r", "foreign": ""},
        "accountant": {"own": ""},
    },
    "oe.period": {
        "entrepreneur": {"own": ""},
        "client": {"own": ""},
        "advisor": {"own": "r", "foreign": ""},
        "manager": {"own": "rw", "foreign": ""},
        "accountant": {"own": "r", "foreign": ""},
    },
}

OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestRights(OeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._person("Moi", cls.cae_sap, login="moi-droits")
        cls.neighbour = cls._person("Voisine", cls.cae_sap)
        cls.stranger = cls._person("Ailleurs", cls.cae)
        client = cls.env["res.partner"].create({"name": "Cliente"})
        here = cls.cae_sap
        cls.users = {
            "entrepreneur": cls.mine.user_id,
            "client": cls._portal(
                client, "cliente-droits", ["oe_base.group_oe_client"], here
            ),
            "advisor": cls._staff("advisor-droits", "advisor", here),
            "manager": cls._staff("manager-droits", "manager", here),
            "accountant": cls._staff("accountant-droits", "accountant", here),
        }
        cls.records = {
            name: {
                "own": cls._make(name, cls.mine, cls.cae_sap),
                "other": cls._make(name, cls.neighbour, cls.cae_sap),
                "foreign": cls._make(name, cls.stranger, cls.cae),
            }
            for name in TABLE
        }
        advisor = cls.users["advisor"]
        notes = cls.records["oe.note"]
        notes["own"] = cls._make("oe.note", cls.mine, cls.cae_sap, advisor)
        cls.env.flush_all()

    @classmethod
    def _make(cls, model, person, company, user=None):
        make = getattr(cls, "_make_" + model.split(".", 1)[1].replace(".", "_"))
        records = cls._as(model, user) if user else cls.env[model]
        return make(records, person, company)

    @classmethod
    def _make_entrepreneur(cls, model, person, company):
        return person

    @classmethod
    def _make_affiliation(cls, model, person, company):
        return person.affiliation_ids

    @classmethod
    def _make_activity(cls, model, person, company):
        return cls._activity(person, company)

    @classmethod
    def _make_availability(cls, model, person, company):
        return model.create({"entrepreneur_id": person.id, "weekday": "0"})

    @classmethod
    def _make_competence_assessment(cls, model, person, company):
        return model.create(
            {
                "entrepreneur_id": person.id,
                "skill_id": cls.env.ref("oe_base.skill_tutor").id,
                "situation": "Aide",
            }
        )

    @classmethod
    def _make_mandate(cls, model, person, company):
        holder = cls.env["res.partner"].create({"name": "Proche"})
        return model.create(
            {"principal_id": person.partner_id.id, "holder_id": holder.id}
        )

    @classmethod
    def _make_note(cls, model, person, company):
        return model.create(
            {
                "partner_id": person.partner_id.id,
                "company_id": company.id,
                "body": "Confidentiel",
            }
        )

    @classmethod
    def _make_worked_slot(cls, model, person, company):
        return model.create(
            {
                "entrepreneur_id": person.id,
                "company_id": company.id,
                "start": "2026-06-01 08:00:00",
                "end": "2026-06-01 09:00:00",
                "source": f"droits,{person.id}",
            }
        )

    @classmethod
    def _make_read_log(cls, model, person, company):
        model._record(person.partner_id, "test", company)
        return model.search([("partner_id", "=", person.partner_id.id)], limit=1)

    @classmethod
    def _make_period(cls, model, person, company):
        return model._get(company, datetime.date(2026, 6, 1))

    def test_table(self):
        wrong = []
        for model, roles in TABLE.items():
            for role, scopes in roles.items():
                for scope, allowed in scopes.items():
                    record = self.records[model][scope]
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, self.users[role], operation)
                        if got != (letter in allowed):
                            wrong.append((model, role, scope, operation, got))
        self.assertEqual(wrong, [])

    def test_searching_shows_exactly_what_one_may_read(self):
        for model, roles in TABLE.items():
            for role, scopes in roles.items():
                user = self.users[role]
                for scope, allowed in scopes.items():
                    record = self.records[model][scope]
                    found = self._as(model, user)
                    try:
                        seen = bool(found.search([("id", "in", record.ids)]))
                    except AccessError:
                        seen = False
                    self.assertEqual(seen, "r" in allowed, (model, role, scope))

    def test_an_entrepreneur_cannot_assess_somebody_else(self):
        model = self._as("oe.competence.assessment", self.mine.user_id)
        with self.assertRaises(AccessError):
            self._make_competence_assessment(model, self.neighbour, self.cae_sap)

    def test_portal_users_read_no_core_model_that_leaks(self):
        for name in (
            "account.analytic.line",
            "hr.employee",
            "account.analytic.account",
        ):
            for role in ("entrepreneur", "client"):
                model = self._as(name, self.users[role])
                self.assertFalse(model.has_access("read"), (name, role))

    def test_the_employee_file_is_not_shown_to_its_person(self):
        line = self._as(self.mine.affiliation_ids, self.mine.user_id)
        with self.assertRaises(AccessError):
            line.read(["employee_id"])
