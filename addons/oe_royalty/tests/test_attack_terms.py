"""What rewrites the past by a remote call: holders, rates abroad, moves by a write."""

from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sharing_common import SharingCase


@tagged("post_install", "-at_install")
class TestAttackTerms(SharingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.network = cls._staff("reseau-termes", "network_manager", cls.sas)
        cls.contract = cls.scheme.contract_ids
        cls.laos, cls.kip = cls.env.ref("base.la"), cls.env.ref("base.LAK")

    def _mine(self, record, user=None):
        self.env.flush_all()
        return self._as(record, user or self.network)

    # -- holders ------------------------------------------------------------------

    def _paid(self, basis="owner"):
        self._only_conceptual()
        holder = self._holder("Ana", basis)
        self._points(holder)
        self._royalty(1000, "2027-01")
        return holder

    def test_a_paid_holder_becomes_somebody_else(self):
        holder = self._paid()
        self._sharing("2027-01")
        payout = self.env["oe.royalty.payout"].sudo()._make(self.scheme, "2027-12-31")
        payout.action_approve()
        before = payout.partner_id
        for values in (
            {"partner_id": self.household.id},
            {"legal_basis": "author"},
        ):
            with self.assertRefused(UserError, "make another"):
                self._mine(holder).write(values)
        self.assertEqual(payout.partner_id, before)
        self._mine(holder).write({"partner_id": before.id})  # the form sends it back

    def test_parts_that_were_shared_stay_with_their_holder(self):
        holder = self._paid()
        self._sharing("2027-01", approve=False)
        self._mine(holder).legal_basis = "author"  # nothing was earned for good yet
        self._mine(holder).legal_basis = "owner"
        self.env["oe.royalty.sharing"].search([]).action_approve()
        with self.assertRefused(UserError, "make another"):
            self._mine(holder).partner_id = self.household

    # -- abroad -------------------------------------------------------------------

    def _abroad(self, **values):
        company = self.env["res.company"]._oe_open_foreign(
            "Coopérative de Vientiane", self.laos, self.kip, "cae_general"
        )
        self.env.user.company_ids += company
        contract = self._license(
            company,
            books_elsewhere=True,
            settlement_currency_id=self.kip.id,
            is_withheld=True,
            **values,
        )
        return contract

    def _exchange(self, start="2026-01-01", units=20000):
        return self.env["oe.royalty.exchange"].create(
            {
                "company_id": self.sas.id,
                "currency_id": self.kip.id,
                "date_start": start,
                "units": units,
                "legal_reference": "Banque",
            }
        )

    def _withholding(self):
        return self.env["oe.royalty.withholding"].create(
            {
                "company_id": self.sas.id,
                "country_id": self.laos.id,
                "date_start": "2026-01-01",
                "percent": 5,
                "legal_reference": "Loi de l'essai",
            }
        )

    def _declare(self, contract, month, amount):
        row = self.env["oe.royalty.declaration"].create(
            {
                "contract_id": contract.id,
                "month": f"{month}-01",
                "proof": "YmFsYW5jZQ==",
                "line_ids": [(0, 0, {"amount": amount})],
            }
        )
        row.action_declare()
        return row

    def test_rates_behind_a_locked_statement_are_rewritten(self):
        contract = self._abroad()
        exchange, withholding = self._exchange(), self._withholding()
        self._declare(contract, "2027-01", 1000)
        statement = self._statement("2027-01", lock=True, company=contract.company_id)
        told = statement.foreign_told
        for change in (
            lambda: self._mine(exchange).write({"units": 1}),
            lambda: self._mine(exchange).unlink(),
            lambda: self._mine(withholding).write({"percent": 50}),
            lambda: self._mine(withholding).unlink(),
            lambda: self._mine("oe.royalty.exchange").create(
                exchange.copy_data({"date_start": "2027-01-31", "units": 3})[0]
            ),
        ):
            with self.assertRefused(UserError, "31/01/2027"):
                change()
        for values in ({"is_withheld": False}, {"settlement_currency_id": False}):
            with self.assertRefused(UserError, "locked"):
                self._mine(contract).write(values)
        later = self._mine("oe.royalty.exchange").create(
            exchange.copy_data({"date_start": "2027-02-01", "units": 3})[0]
        )
        self._mine(later).units = 4
        # Behind the screens: the statement has its own copy, under its seal.
        self.env.cr.execute("UPDATE oe_royalty_exchange SET units = 1")
        self.env.invalidate_all()
        self.assertEqual(statement.foreign_told, told)
        self.assertIn("20\u202f000 LAK", told)
        self.assertTrue(statement.is_intact)
        self.env.cr.execute(
            "UPDATE oe_royalty_statement SET abroad_terms = "
            "jsonb_set(abroad_terms, '{units}', '\"1\"') WHERE id = %s",
            [statement.id],
        )
        self.env.invalidate_all()
        self.assertFalse(statement.is_intact)

    def test_a_missing_rate_holds_its_own_statement_only(self):
        contract = self._abroad()
        self._exchange()
        self._declare(contract, "2027-01", 0)
        self._sale(1000, "2027-01-05")
        period = self._period("2027-01")
        period.action_compute()
        self._mine(period).action_lock()
        own = period.statement_ids.filtered(lambda row: row.company_id == self.cae)
        abroad = period.statement_ids - own
        self.assertEqual((own.state, abroad.state), ("locked", "computed"))
        self.assertIn("No value of", abroad.waits_for)
        self.assertFalse(own.waits_for)
        with self.assertRefused(UserError, "Vientiane", "No value of"):
            self._mine(abroad).action_lock()
        # Locked before this was looked at: neither invoiced, nor in the way.
        abroad.sudo().state = "locked"
        self._mine(period).action_invoice()
        self.assertEqual((own.state, abroad.state), ("invoiced", "locked"))
        with self.assertRefused(UserError, "Vientiane", "No value of"):
            self._mine(period).action_invoice()
        self._withholding()
        self._mine(period).action_invoice()
        self.assertEqual(abroad.state, "invoiced")

    # -- moved by a write ---------------------------------------------------------

    def test_nothing_moves_to_another_parent(self):
        """Of a manager who works for two licensors, or has two licensees."""
        both = self._staff("deux-marques", "network_manager", self.sas | self.cae_sap)
        books = self._staff("deux-comptes", "accountant", self.sas | self.cae_sap)
        theirs = self.env["oe.royalty.scheme"].create(
            {"name": "Autre marque", "company_id": self.cae_sap.id}
        )
        ours = self._abroad()
        other = self.env["oe.royalty.contract"].create(
            {
                "scheme_id": theirs.id,
                "company_id": self.association.id,
                "date_start": "2027-01-01",
                "books_elsewhere": True,
            }
        )
        holder, else_holder = self._holder("Ana", "industry"), self._holder("Bea")
        else_holder.legal_basis = "industry"
        dividend = self.env["oe.royalty.dividend"].create(
            {
                "holder_id": holder.id,
                "decision_date": "2027-01-01",
                "year": 2026,
                "amount": 1,
                "reference": "AG",
            }
        )
        revision = {
            "name": "Taux",
            "date_start": "2028-01-01",
            "date_reference": "2027-01-01",
        }
        create = {
            "oe.royalty.term": {"contract_id": ours.id, "date_start": "2028-01-01"},
            "oe.royalty.advance": {"contract_id": ours.id, "amount": 1},
            "oe.royalty.period": {"scheme_id": self.scheme.id, "month": "2029-01-01"},
            "oe.royalty.revision": {"scheme_id": self.scheme.id, **revision},
        }
        made = {model: self.env[model].create(row) for model, row in create.items()}
        schedule = self.env["oe.royalty.amortization"].create(
            {
                "name": "Concept",
                "company_id": self.sas.id,
                "cost_amount": 1,
                "date_start": "2027-01-01",
            }
        )
        declaration = self.env["oe.royalty.declaration"].create(
            {"contract_id": ours.id, "month": "2029-01-01"}
        )
        home = self._staff("gerance-abroad", "manager", ours.company_id)
        home.company_ids += self.association
        company = {"company_id": self.cae_sap.id}
        rows = [
            (dividend, {"holder_id": else_holder.id}, both),
            (self._points(holder), {"holder_id": else_holder.id}, both),
            (made["oe.royalty.term"], {"contract_id": other.id}, both),
            (made["oe.royalty.advance"], {"contract_id": other.id}, both),
            (made["oe.royalty.period"], {"scheme_id": theirs.id}, both),
            (made["oe.royalty.revision"], {"scheme_id": theirs.id}, both),
            (self._exchange(), company, both),
            (self._withholding(), company, both),
            (schedule, company, books),
            (declaration, {"contract_id": other.id}, home),
        ]
        for row, values, user in rows:
            with self.subTest(row._name):
                mine = self._mine(row, user)
                mine.check_access("write")
                with self.assertRefused(UserError, "make another"):
                    mine.write(values)
                (name,) = values
                mine.write({name: row[name].id})  # what a form sends back

    def test_a_refusal_names_nothing_to_a_stranger(self):
        """Whoever may not write a record is told so, not what it is called."""
        stranger = self._staff("reseau-etranger", "network_manager", self.cae_sap)
        holder = self._holder("Ana", "industry")
        points = self._points(holder)
        payout = {"partner_id": self.household.id}
        with patch.object(type(holder), "_has_earned", lambda self: True):
            for row, values in (
                (holder, payout),
                (points, {"holder_id": self._holder("Bea").id}),
            ):
                with self.subTest(row._name), self.assertRaises(AccessError):
                    self._mine(row, stranger).write(values)

    def test_forms_show_as_fixed_what_a_write_refuses(self):
        models = [
            self.env[name]
            for name in self.registry.descendants(
                ["oe.royalty.fixed.mixin"], "_inherit"
            )
            if not self.env[name]._abstract
        ]
        self.assertGreater(len(models), 8)
        for model in models:
            with self.subTest(model._name):
                arch = etree.fromstring(model.get_view(view_type="form")["arch"])
                for name in model._fixed_fields:
                    for node in arch.xpath(f"//field[@name='{name}']"):
                        self.assertTrue(node.get("readonly"))

    def test_a_month_with_statements_keeps_its_month(self):
        self._sale(1000, "2027-01-05")
        statement = self._statement("2027-01")
        with self.assertRefused(UserError, "statements"):
            self._mine(statement.period_id).month = "2027-03-01"

    def test_a_rate_of_another_brand_s_licensee(self):
        theirs = self.env["oe.royalty.scheme"].create(
            {"name": "Autre marque", "company_id": self.cae_sap.id}
        )
        with self.assertRefused(UserError, "licensee"):
            self._mine(
                "oe.royalty.rate",
                self._staff("deux-taux", "network_manager", self.sas | self.cae_sap),
            ).create(
                {
                    "scheme_id": theirs.id,
                    "contract_id": self.contract.id,
                    "date_start": "2028-01-01",
                }
            )
