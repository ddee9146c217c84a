"""Immediate advance: role × model × operation × own / other company."""

from odoo.tests import tagged

from .advance_common import AdvanceCase

ROLES = ("entrepreneur", "client", "advisor", "manager", "accountant", "network")
NOBODY = ("", "")
# own company, other company, for the roles above in order.
TABLE = {
    "oe.sap.advance.parameter": (("",), ("",), ("",), ("r",), ("r",), ("rwd",)),
    "oe.sap.advance.step": (("",), ("",), ("",), ("r",), ("r",), ("rwd",)),
    "oe.sap.advance.account": (NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, ("rw", "")),
    "oe.sap.advance.member": (
        NOBODY,
        NOBODY,
        NOBODY,
        ("rw", ""),
        ("r", ""),
        ("rw", ""),
    ),
    "oe.sap.advance.client": (
        NOBODY,
        NOBODY,
        NOBODY,
        ("rwd", ""),
        NOBODY,
        ("rwd", ""),
    ),
    "oe.sap.advance": (NOBODY, NOBODY, NOBODY, ("r", ""), ("r", ""), ("r", "")),
}
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestRightsAdvance(AdvanceCase):
    def test_table(self):
        person = self._worker("Moi", login="moi-avance")
        client = self._portal(
            self.daughter, "anne-avance", ["oe_base.group_oe_client"], self.cae_sap
        )
        self.account._bring_members()
        self.members.search([]).renewed_on = self.today
        staff = {
            role: self._staff(f"{role}-droits-av", group, self.cae_sap)
            for role, group in (
                ("advisor", "advisor"),
                ("manager", "manager"),
                ("accountant", "accountant"),
                ("network", "network_manager"),
            )
        }
        users = {"entrepreneur": person.user_id, "client": client, **staff}
        rules = self.env.ref("oe_sap.advance_parameter_2026")
        row = self._queued()
        elsewhere = self.account.copy({"company_id": self.cae.id, "journal_id": False})
        foreign_client = self._client(company_id=self.cae.id)
        foreign_row = row.copy(
            {
                "company_id": self.cae.id,
                "move_id": self._invoice(self.cae, self.client, [(1, None, None)]).id,
                "client_id": False,
                "payment_id": False,
            }
        )
        records = {
            "oe.sap.advance.parameter": [rules],
            "oe.sap.advance.step": [rules.step_ids[0]],
            "oe.sap.advance.account": [self.account, elsewhere],
            "oe.sap.advance.member": [
                self.members[0],
                self.members.create(
                    {"company_id": self.cae.id, "entrepreneur_id": person.id}
                ),
            ],
            "oe.sap.advance.client": [self.enrolled, foreign_client],
            "oe.sap.advance": [row, foreign_row],
        }
        self.env.flush_all()
        wrong = []
        for model, by_role in TABLE.items():
            for role, scopes in zip(ROLES, by_role, strict=True):
                pairs = zip(records[model], scopes, strict=True)
                for rank, (record, allowed) in enumerate(pairs):
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, users[role], operation)
                        if got != (letter in allowed):
                            wrong.append((model, role, rank, operation, got))
        self.assertEqual(wrong, [])

    def test_menus_open(self):
        for user in (self.manager, self.accountant):
            actions = self.env["ir.actions.server"].with_user(user)
            action = actions.browse(
                self.env.ref("oe_sap.oe_sap_advance_member_action_server").id
            )
            told = action.with_context(allowed_company_ids=self.cae_sap.ids).run()
            self.assertEqual(told["res_model"], "oe.sap.advance.member")
