"""Role × model × operation × own / other / other company, and privacy."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import RoyaltyCase

NONE = {"own": "", "foreign": ""}
READ = {"own": "r", "foreign": ""}
BOTH = {"own": "r", "foreign": "r"}
# r read, w write, d delete. "own": the CAE of the role; "foreign": another one. The
# licensor's manager (network) and accountant (books) read both, the CAE its own.
TABLE = {
    "oe.royalty.scheme": {
        "entrepreneur": NONE,
        "advisor": NONE,
        "manager": NONE,
        "accountant": NONE,
        "books": BOTH,
        "network": {"own": "rwd", "foreign": "rwd"},
    },
    "oe.royalty.rate": {
        "entrepreneur": NONE,
        "advisor": NONE,
        "manager": NONE,
        "accountant": NONE,
        "books": BOTH,
        "network": {"own": "rwd", "foreign": "rwd"},
    },
    "oe.royalty.contract": {
        "entrepreneur": NONE,
        "advisor": NONE,
        "manager": READ,
        "accountant": READ,
        "books": BOTH,
        "network": {"own": "rw", "foreign": "rw"},
    },
    "oe.royalty.period": {
        "entrepreneur": NONE,
        "manager": NONE,
        "accountant": NONE,
        "books": BOTH,
        "network": {"own": "rw", "foreign": "rw"},
    },
    "oe.royalty.statement": {
        "entrepreneur": NONE,
        "advisor": NONE,
        "manager": READ,
        "accountant": READ,
        "books": BOTH,
        "network": BOTH,
    },
    "oe.royalty.term": {
        "entrepreneur": NONE,
        "advisor": NONE,
        "manager": READ,
        "accountant": READ,
        "books": BOTH,
        "network": {"own": "rwd", "foreign": "rwd"},
    },
    "oe.royalty.advance": {
        "entrepreneur": NONE,
        "advisor": NONE,
        "manager": READ,
        "accountant": READ,
        "books": BOTH,
        "network": {"own": "rwd", "foreign": "rwd"},
    },
    "oe.royalty.declaration": {
        "entrepreneur": NONE,
        "advisor": NONE,
        "manager": {"own": "rwd", "foreign": ""},
        "accountant": {"own": "rwd", "foreign": ""},
        "books": BOTH,
        "network": BOTH,
    },
    "oe.royalty.declaration.line": {
        "entrepreneur": NONE,
        "advisor": NONE,
        "manager": {"own": "rwd", "foreign": ""},
        "accountant": {"own": "rwd", "foreign": ""},
        "books": BOTH,
        "network": BOTH,
    },
    "oe.royalty.turnover": {
        "entrepreneur": NONE,
        "advisor": NONE,
        "manager": READ,
        "accountant": READ,
        "books": BOTH,
        "network": BOTH,
    },
    "oe.royalty.books": {
        "entrepreneur": NONE,
        "advisor": NONE,
        "manager": READ,
        "accountant": READ,
        "books": BOTH,
        "network": BOTH,
    },
    "oe.royalty.base.line": {
        "entrepreneur": NONE,
        "advisor": NONE,
        "manager": READ,
        "accountant": READ,
        "books": BOTH,
        "network": BOTH,
    },
}
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestRights(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        contracts = {
            "own": cls._license(),
            "foreign": cls._license(cls.cae_sap),
        }
        for company in (cls.cae, cls.cae_sap):
            cls._invoice(company, cls.household, [(100, None, None)], "2027-01-05")
        period = cls._period("2027-01")
        period.action_compute()
        cls._booked(contracts)
        cls.records = {name: {} for name in TABLE}
        for scope, contract in contracts.items():
            made = {
                "oe.royalty.scheme": cls.scheme,
                "oe.royalty.rate": cls.five,
                "oe.royalty.contract": contract,
                "oe.royalty.period": period,
                "oe.royalty.statement": contract.statement_ids,
                "oe.royalty.base.line": contract.statement_ids.line_ids,
                **cls._terms(contract),
            }
            for name, record in made.items():
                cls.records[name][scope] = record
        person = cls._person("Moi", cls.cae, login="moi-royalty")
        cls.users = {
            "entrepreneur": person.user_id,
            "books": cls._staff("books-royalty", "accountant", cls.sas),
            "network": cls._staff("network-royalty", "network_manager", cls.sas),
        }
        for role in ("advisor", "manager", "accountant"):
            cls.users[role] = cls._staff(f"{role}-royalty", role, cls.cae)
        cls.env.flush_all()

    @classmethod
    def _booked(cls, contracts):
        """Rows of both controls: an advance of each licensee is in the books."""
        for contract in contracts.values():
            for account in ("pcg_7511", "pcg_6511"):
                sold = account == "pcg_7511"
                company = cls.sas if sold else contract.company_id
                partner = (contract.company_id if sold else cls.sas).partner_id
                cls.env["account.move"].with_company(company).create(
                    {
                        "move_type": "out_invoice" if sold else "in_invoice",
                        "company_id": company.id,
                        "partner_id": partner.id,
                        "invoice_date": "2027-01-31",
                        "invoice_line_ids": [
                            Command.create(
                                {
                                    "name": "Redevance",
                                    "price_unit": 5,
                                    "account_id": company._oe_chart_ref(account).id,
                                    "tax_ids": [Command.clear()],
                                }
                            )
                        ],
                    }
                ).action_post()

    @classmethod
    def _terms(cls, contract):
        """A record of each model of terms, and a row of each control."""
        company = [("company_id", "=", contract.company_id.id)]
        elsewhere = cls.env["oe.royalty.declaration"].create(
            {
                "contract_id": contract.id,
                "month": "2027-01-01",
                "line_ids": [Command.create({"amount": 5})],
            }
        )
        cls.env.flush_all()
        return {
            "oe.royalty.term": cls.env["oe.royalty.term"].create(
                {"contract_id": contract.id, "date_start": "2028-01-01"}
            ),
            "oe.royalty.advance": cls.env["oe.royalty.advance"].create(
                {"contract_id": contract.id, "amount": 5}
            ),
            "oe.royalty.declaration": elsewhere,
            "oe.royalty.declaration.line": elsewhere.line_ids,
            "oe.royalty.turnover": cls.env["oe.royalty.turnover"].search(
                company, limit=1
            ),
            "oe.royalty.books": cls.env["oe.royalty.books"].search(company, limit=1),
        }

    def test_table(self):
        wrong = []
        for model, roles in TABLE.items():
            for role, scopes in roles.items():
                for scope, allowed in scopes.items():
                    record = self.records[model][scope]
                    self.assertTrue(record, (model, scope))
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, self.users[role], operation)
                        if got != (letter in allowed):
                            wrong.append((model, role, scope, operation, got))
        self.assertEqual(wrong, [])

    def test_privacy(self):
        line = self._as(
            self.records["oe.royalty.base.line"]["own"], self.users["network"]
        )
        shown = line.read()[0]
        self.assertEqual(shown["base_amount"], 100)
        self.assertTrue(shown["number"])
        self.assertNotIn("Foyer", str(shown))
        self.assertNotIn("partner_id", line._fields)
        with self.assertRaises(AccessError):
            line.action_open_move()

    def test_only_the_licensor_runs_a_month(self):
        statement = self.records["oe.royalty.statement"]["own"]
        period = self.records["oe.royalty.period"]["own"]
        for role in ("manager", "accountant", "books", "advisor", "entrepreneur"):
            user = self.users[role]
            for record in (period, statement):
                with self.assertRaises(AccessError):
                    self._as(record, user).action_lock()
        network_of_the_cae = self._staff("nm-cae", "network_manager", self.cae)
        with self.assertRaises(AccessError):
            self._as(statement, network_of_the_cae).action_lock()

    def test_the_licensor_needs_no_rights_in_the_books_of_a_cae(self):
        period = self._as(
            self.records["oe.royalty.period"]["own"], self.users["network"]
        )
        period.action_compute()
        period.action_lock()
        period.action_invoice()
        self.assertEqual(period.state, "invoiced")
        statement = self.records["oe.royalty.statement"]["own"]
        self.assertEqual(statement.bill_id.company_id, self.cae)
        self.assertEqual(statement.bill_id.state, "draft")

    def test_forms_open_for_the_roles_that_have_their_menu(self):
        for role, name in (
            ("manager", "oe.royalty.statement"),
            ("accountant", "oe.royalty.statement"),
            ("manager", "oe.royalty.contract"),
            ("books", "oe.royalty.period"),
            ("network", "oe.royalty.period"),
            ("network", "oe.royalty.rate"),
            ("books", "oe.royalty.scheme"),
            ("manager", "oe.royalty.declaration"),
            ("network", "oe.royalty.declaration"),
            ("network", "oe.royalty.contract"),
        ):
            record = self.records[name]["own"]
            shown = Form(self._as(record, self.users[role]))
            self.assertTrue(shown.id, (role, name))
