"""Role × model × operation × own / other / other company, as one table."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import TrainingCase

NOBODY = ("", "", "")
TABLE = {
    "oe.training.program": {
        "entrepreneur": ("r", "r", ""),
        "client": NOBODY,
        "advisor": ("r", "r", ""),
        "manager": ("rw", "rw", ""),
        "accountant": ("r", "r", ""),
        "network": ("rwd", "rwd", ""),
    },
    "oe.training.slot": {
        "entrepreneur": ("r", "", ""),
        "client": NOBODY,
        "advisor": ("rw", "rw", ""),
        "manager": ("rwd", "rwd", ""),
        "accountant": ("r", "r", ""),
        "network": ("rwd", "rwd", ""),
    },
    "oe.training.attendance": {
        "entrepreneur": ("r", "", ""),
        "client": NOBODY,
        "advisor": ("rw", "rw", ""),
        "manager": ("rwd", "rwd", ""),
        "accountant": NOBODY,
        "network": ("rwd", "rwd", ""),
    },
    "oe.training.certificate": {
        "entrepreneur": ("r", "", ""),
        "client": NOBODY,
        "advisor": ("r", "r", ""),
        "manager": ("rw", "rw", ""),
        "accountant": ("r", "r", ""),
        "network": ("rw", "rw", ""),
    },
}
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestRights(TrainingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls.cae
        mine = cls._person("Moi", here, login="moi-formation")
        neighbour = cls._person("Voisine", here)
        client = cls.env["res.partner"].create({"name": "Cliente"})
        cls.users = {
            "entrepreneur": mine.user_id,
            "client": cls._portal(
                client, "cliente-formation", ["oe_base.group_oe_client"], here
            ),
        }
        for role, group in (
            ("advisor", "advisor"),
            ("manager", "manager"),
            ("accountant", "accountant"),
            ("network", "network_manager"),
        ):
            cls.users[role] = cls._staff(f"{role}-formation", group, here)
        foreign = cls._session([mine], shift=40)
        foreign_program = cls.program.copy({"company_id": cls.cae_sap.id})
        slots = [
            cls._session([mine], shift=10).oe_slot_ids[0],
            cls._session([neighbour], shift=20).oe_slot_ids[0],
            foreign.oe_slot_ids[0],
        ]
        slots[2].company_id = cls.cae_sap
        cls.records = {
            "oe.training.program": [cls.program, cls.program, foreign_program],
            "oe.training.slot": slots,
            "oe.training.attendance": [slot.attendance_ids for slot in slots],
            "oe.training.certificate": [
                cls._certificate(slot, slot.attendance_ids.partner_id) for slot in slots
            ],
        }
        cls.env.flush_all()

    @classmethod
    def _certificate(cls, slot, partner):
        return cls.env["oe.training.certificate"].create(
            {
                "event_id": slot.event_id.id,
                "company_id": slot.company_id.id,
                "partner_id": partner.id,
                "title": "Gestes",
                "nature": "training",
                "signatory": "Gérante",
                "date_start": "2026-06-01",
                "date_end": "2026-06-02",
                "minutes": 60,
                "place": "Nantes",
                "issued_on": "2026-06-03",
            }
        )

    def test_table(self):
        wrong = []
        for model, by_role in TABLE.items():
            for role, scopes in by_role.items():
                pairs = zip(self.records[model], scopes, strict=True)
                for rank, (record, allowed) in enumerate(pairs):
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, self.users[role], operation)
                        if got != (letter in allowed):
                            wrong.append((model, role, rank, operation, got))
        self.assertEqual(wrong, [])

    def test_a_manager_runs_a_session_from_end_to_end(self):
        people = self._people(1, "Parcours")
        event = self._signed_session(people, shift=60)
        manager = self.users["manager"]
        self._as(event.oe_slot_ids, manager).action_seal()
        self._as(event, manager).action_oe_certificates()
        self.assertEqual(len(event.oe_certificate_ids), 1)
        advisor = self._as(event, self.users["advisor"])
        with self.assertRaises(AccessError):
            advisor.action_oe_certificates()
