"""Payers, transfers, CESU: role × model × operation × own / other company."""

from odoo.tests import tagged

from .common import SapCase

ROLES = ("entrepreneur", "client", "advisor", "manager", "accountant", "network")
NOBODY = ("", "")
FULL = (NOBODY, NOBODY, NOBODY, ("rwd", ""), ("rwd", ""), ("rwd", ""))
# own company, other company, for the roles above in order.
TABLE = {
    "oe.sap.payer": (NOBODY, NOBODY, NOBODY, ("rwd", ""), ("rw", ""), ("rwd", "")),
    "oe.sap.payer.use": (NOBODY, NOBODY, NOBODY, ("r", ""), ("r", ""), ("r", "")),
    "oe.sap.remittance": FULL,
    "oe.sap.remittance.line": FULL,
    "oe.sap.remittance.format": FULL,
    "oe.sap.cesu.issuer": (("",), ("",), ("",), ("r",), ("r",), ("rwd",)),
    "oe.sap.cesu.receipt": FULL,
    "oe.sap.cesu.voucher": FULL,
    "oe.sap.cesu.slip": FULL,
}
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestRightsPayers(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls.cae_sap
        worker = cls._worker("Moi", login="moi-payeurs")
        client = cls._portal(
            cls.daughter, "anne-payeurs", ["oe_base.group_oe_client"], here
        )
        staff = {
            role: cls._staff(f"{role}-payeurs", group, here)
            for role, group in (
                ("advisor", "advisor"),
                ("manager", "manager"),
                ("accountant", "accountant"),
                ("network", "network_manager"),
            )
        }
        cls.users = {"entrepreneur": worker.user_id, "client": client, **staff}
        cls.issuer = cls.env["oe.sap.cesu.issuer"].create({"name": "Émetteur"})
        other = cls.env["oe.sap.cesu.issuer"].create({"name": "Sans titres"})
        pairs = [cls._rows(company) for company in (here, cls.cae)]
        cls.records = {
            model: [rows[model] for rows in pairs]
            for model in TABLE
            if model in pairs[0]
        }
        cls.records["oe.sap.cesu.issuer"] = [other]
        cls.env.flush_all()

    @classmethod
    def _rows(cls, company):
        own = {"company_id": company.id}
        terms = {
            **own,
            "partner_id": cls.client.id,
            "payer_id": cls.daughter.id,
            "kind": "apa",
            "date_start": "2026-01-01",
            "hourly": 10,
        }
        create = {model: cls.env[model].with_company(company).create for model in TABLE}
        rule = create["oe.sap.payer"]({**terms, "decision": "D-1"})
        # Months of other terms: those of the table may then be deleted.
        used = create["oe.sap.payer"]({**terms, "decision": "D-2"})
        move = (
            cls.env["account.move"]
            .with_company(company)
            .create({**own, "move_type": "out_invoice", "partner_id": cls.client.id})
        )
        use = create["oe.sap.payer.use"](
            {"rule_id": used.id, "month": "2026-06-01", "move_id": move.id}
        )
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )
        transfer = create["oe.sap.remittance"](
            {
                **own,
                "payer_id": cls.daughter.id,
                "name": "VIR",
                "journal_id": journal.id,
                "amount": 1,
            }
        )
        receipt = create["oe.sap.cesu.receipt"](
            {**own, "partner_id": cls.client.id, "issuer_id": cls.issuer.id}
        )
        return {
            "oe.sap.payer": rule,
            "oe.sap.payer.use": use,
            "oe.sap.remittance": transfer,
            "oe.sap.remittance.line": create["oe.sap.remittance.line"](
                {"remittance_id": transfer.id, "amount": 1}
            ),
            "oe.sap.remittance.format": create["oe.sap.remittance.format"](
                {**own, "payer_id": cls.daughter.id, "amount_column": "Montant"}
            ),
            "oe.sap.cesu.receipt": receipt,
            "oe.sap.cesu.voucher": create["oe.sap.cesu.voucher"](
                {"receipt_id": receipt.id, "number": f"N{company.id}", "amount": 1}
            ),
            "oe.sap.cesu.slip": create["oe.sap.cesu.slip"](
                {**own, "issuer_id": cls.issuer.id}
            ),
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
