"""Role × model × operation × own / other company, as one table."""

from odoo.tests import tagged

from .common import NUMBER, SapCase

ROLES = ("entrepreneur", "client", "advisor", "manager", "accountant", "network")
# own company, other company, for the roles above in order.
TABLE = {
    "oe.sap.activity": (("r",), ("",), ("r",), ("rw",), ("r",), ("rwd",)),
    "oe.sap.activity.version": (("r",), ("",), ("r",), ("r",), ("r",), ("rwd",)),
    "oe.sap.form.parameter": (("",), ("",), ("r",), ("r",), ("r",), ("rwd",)),
    "oe.sap.parameter": (("",), ("",), ("r",), ("r",), ("r",), ("rwd",)),
    "oe.sap.authorization": (
        ("", ""),
        ("", ""),
        ("r", ""),
        ("rw", ""),
        ("r", ""),
        ("rwd", ""),
    ),
    "oe.sap.certificate": (
        ("", ""),
        ("", ""),
        ("r", ""),
        ("rw", ""),
        ("rw", ""),
        ("rw", ""),
    ),
}
TABLE["oe.sap.household"] = (
    ("", ""),
    ("", ""),
    ("rw", ""),
    ("rwd", ""),
    ("", ""),
    ("rwd", ""),
)
TABLE["oe.sap.household.amount"] = (
    ("", ""),
    ("", ""),
    ("", ""),
    ("rwd", ""),
    ("", ""),
    ("rwd", ""),
)
TABLE["oe.sap.exclusivity"] = (
    ("", ""),
    ("", ""),
    *((("r", ""),) * 4),
)
TABLE["oe.sap.certificate.batch"] = (
    ("", ""),
    ("", ""),
    ("", ""),
    ("r", ""),
    ("r", ""),
    ("r", ""),
)
TABLE["oe.sap.certificate.missing"] = (
    ("", ""),
    ("", ""),
    *((("r", ""),) * 4),
)
TABLE["oe.sap.certificate.line"] = TABLE["oe.sap.certificate"]
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestRights(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls.cae_sap
        worker = cls._worker("Moi", login="moi-sap")
        client = cls._portal(
            cls.daughter, "anne-droits-sap", ["oe_base.group_oe_client"], here
        )
        staff = {
            role: cls._staff(f"{role}-sap", group, here)
            for role, group in (
                ("advisor", "advisor"),
                ("manager", "manager"),
                ("accountant", "accountant"),
                ("network", "network_manager"),
            )
        }
        cls.users = {"entrepreneur": worker.user_id, "client": client, **staff}
        cls.cae.company_registry = "900000019 00019"
        foreign = cls.declaration.copy(
            {"company_id": cls.cae.id, "number": "SAP900000019"}
        )
        issued = [cls._certificate(company) for company in (here, cls.cae)]
        activity = cls._activity_of("II-1")
        cls.records = {
            "oe.sap.activity": [activity],
            "oe.sap.activity.version": [activity.version_ids],
            "oe.sap.form.parameter": [cls.env.ref("oe_sap.form_parameter_2026")],
            "oe.sap.parameter": [cls.env.ref("oe_sap.parameter_2026")],
            "oe.sap.authorization": [cls.declaration, foreign],
            "oe.sap.certificate": issued,
            "oe.sap.certificate.line": [row.line_ids for row in issued],
            **cls._households(here, cls.cae),
            "oe.sap.exclusivity": [
                cls.env["oe.sap.exclusivity"].browse(company.id)
                for company in (here, cls.cae)
            ],
            "oe.sap.certificate.batch": [
                cls.env["oe.sap.certificate.batch"].create(
                    {"company_id": company.id, "year": 2025}
                )
                for company in (here, cls.cae)
            ],
            "oe.sap.certificate.missing": [
                cls.env["oe.sap.certificate.missing"].create(
                    {
                        "company_id": company.id,
                        "year": 2025,
                        "partner_id": cls.client.id,
                        "reason": "x",
                    }
                )
                for company in (here, cls.cae)
            ],
        }
        cls.env.flush_all()

    @classmethod
    def _households(cls, *companies):
        found = {"oe.sap.household": [], "oe.sap.household.amount": []}
        for partner, company in zip((cls.client, cls.daughter), companies, strict=True):
            base = {"partner_id": partner.id, "company_id": company.id}
            found["oe.sap.household"].append(
                cls.env["oe.sap.household"].create({**base, "date_start": "2026-01-01"})
            )
            found["oe.sap.household.amount"].append(
                cls.env["oe.sap.household.amount"].create(
                    {**base, "year": 2026, "kind": "apa", "amount": 10}
                )
            )
        return found

    @classmethod
    def _certificate(cls, company):
        return cls.env["oe.sap.certificate"].create(
            {
                "name": NUMBER,
                "company_id": company.id,
                "partner_id": cls.client.id,
                "year": 2025,
                "issued_on": "2026-01-10",
                "line_ids": [(0, 0, {"name": "II-1", "amount": 1})],
            }
        )

    def test_table(self):
        wrong = []
        for model, by_role in TABLE.items():
            for role, scopes in zip(ROLES, by_role, strict=True):
                pairs = zip(self.records[model], scopes, strict=True)
                for rank, (record, allowed) in enumerate(pairs):
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, self.users[role], operation)
                        if got != (letter in allowed):
                            wrong.append((model, role, rank, operation, got))
        self.assertEqual(wrong, [])
