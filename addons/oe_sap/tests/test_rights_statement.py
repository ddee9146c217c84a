"""Establishments, statements, caps: role × model × operation × own / other company."""

from odoo.tests import tagged

from .common import SapCase

ROLES = ("entrepreneur", "client", "advisor", "manager", "accountant", "network")
NOBODY = ("", "")
# own company, other company, for the roles above in order.
TABLE = {
    "oe.sap.establishment": (
        NOBODY,
        NOBODY,
        ("r", ""),
        ("rw", ""),
        ("r", ""),
        ("rwd", ""),
    ),
    "oe.sap.activity.report": (
        NOBODY,
        NOBODY,
        NOBODY,
        ("rwd", ""),
        ("rwd", ""),
        ("rwd", ""),
    ),
    "oe.sap.activity.figure": (NOBODY, NOBODY, NOBODY, ("r", ""), ("r", ""), ("r", "")),
    "oe.sap.activity.item": (NOBODY, NOBODY, NOBODY, ("r", ""), ("r", ""), ("r", "")),
    "oe.sap.statistics.rule": (("",), ("",), ("",), ("r",), ("r",), ("rwd",)),
    "oe.sap.price.cap": (("",), ("",), ("r",), ("r",), ("r",), ("rwd",)),
}
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestRightsStatement(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls.cae_sap
        cls.cae.company_registry = "900000019 00019"
        worker = cls._worker("Moi", login="moi-ema", register_number="7")
        client = cls._portal(
            cls.daughter, "anne-ema", ["oe_base.group_oe_client"], here
        )
        staff = {
            role: cls._staff(f"{role}-ema", group, here)
            for role, group in (
                ("advisor", "advisor"),
                ("manager", "manager"),
                ("accountant", "accountant"),
                ("network", "network_manager"),
            )
        }
        cls.users = {"entrepreneur": worker.user_id, "client": client, **staff}
        pairs = [
            cls._rows(company, siret)
            for company, siret in (
                (here, "85245678900019"),
                (cls.cae, "90000001900019"),
            )
        ]
        cls.records = {model: [rows[model] for rows in pairs] for model in pairs[0]}
        cls.records["oe.sap.statistics.rule"] = [
            cls.env.ref("oe_sap.statistics_rule_2026")
        ]
        cls.records["oe.sap.price.cap"] = [cls.env.ref("oe_sap.price_cap_2026")]
        cls.env.flush_all()

    @classmethod
    def _rows(cls, company, siret):
        place = cls.env["oe.sap.establishment"].create(
            {
                "name": company.name,
                "company_id": company.id,
                "siret": siret,
                "is_main": True,
                "date_start": "2025-01-01",
            }
        )
        report = cls.env["oe.sap.activity.report"].create(
            {
                "establishment_id": place.id,
                "date_start": "2026-04-01",
                "date_due": "2026-07-15",
            }
        )
        report.action_compute()
        item = (
            cls.env["oe.sap.activity.item"]
            .sudo()
            .create(
                {
                    "report_id": report.id,
                    "company_id": company.id,
                    "day": "2026-05-01",
                    "month": "2026-05-01",
                    "kind": "work",
                }
            )
        )
        return {
            "oe.sap.establishment": place,
            "oe.sap.activity.report": report,
            "oe.sap.activity.figure": report.figure_ids[:1],
            "oe.sap.activity.item": item,
        }

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
