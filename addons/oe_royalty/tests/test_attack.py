"""What somebody of another cooperative or licensor tries by remote calls."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .sharing_common import SharingCase


@tagged("post_install", "-at_install")
class TestAttack(SharingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls.scheme.contract_ids
        # Another owner of a brand, in the same database.
        cls.rival = cls._staff("reseau-rival", "network_manager", cls.association)
        cls.theirs = cls.env["oe.royalty.scheme"].create(
            {"name": "Autre marque", "company_id": cls.association.id}
        )
        cls.stranger = cls._staff("gerance-autre", "manager", cls.cae_sap)

    # -- another licensor ---------------------------------------------------------

    def test_another_licensor_empties_a_base_with_a_second_contract(self):
        """Its contract would take the days, hence the lines, of the one in force."""
        self._sale(1000, "2027-01-05")
        contracts = self._as("oe.royalty.contract", self.rival)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            contracts.create(
                {
                    "scheme_id": self.theirs.id,
                    "company_id": self.cae.id,
                    "date_start": "2027-01-01",
                }
            )
            self.env.flush_all()
        self.assertEqual(self._statement("2027-01").amount, 50)

    def test_another_licensor_moves_its_terms_into_this_scheme(self):
        """Its pool would take a part, its terms would recover, of this royalty."""
        pool = self.theirs.pool_ids[:1]
        pool.name = "Leur réserve"
        pool.weight_ids.date_start = "2026-06-01"
        recovery = self.env["oe.royalty.recovery"].create(
            {"scheme_id": self.theirs.id, "date_start": "2027-01-01"}
        )
        holder = self.env["oe.royalty.holder"].create(
            {
                "scheme_id": self.theirs.id,
                "partner_id": self.household.id,
                "legal_basis": "owner",
            }
        )
        rate = self.env["oe.royalty.rate"].create(
            {"scheme_id": self.theirs.id, "rate": 1, "date_start": "2027-03-01"}
        )
        contract = self.env["oe.royalty.contract"].create(
            {
                "scheme_id": self.theirs.id,
                "company_id": self.cae_sap.id,
                "date_start": "2027-01-01",
            }
        )
        rows = (pool, recovery, holder, rate, contract)
        for row in rows:
            mine = self._as(row, self.rival)
            mine.check_access("write")
            with (
                self.subTest(row._name),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                mine.write({"scheme_id": self.scheme.id})
            self.env.invalidate_all()
            self.assertEqual(row.sudo().scheme_id, self.theirs)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._as(pool.weight_ids, self.rival).pool_id = self.conceptual
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._as(self.theirs, self.rival).company_id = self.sas

    # -- windows of wizards -------------------------------------------------------

    def test_a_wizard_tells_the_dispute_of_another_cooperative(self):
        statement = self._royalty(50, "2027-01")
        self.env.cr.execute(
            "UPDATE oe_royalty_statement SET dispute = 'secret' WHERE id = %s",
            [statement.id],
        )
        self.env.invalidate_all()
        wizard = self._as("oe.royalty.remark.wizard", self.stranger).create(
            {"statement_id": statement.id, "words": "?"}
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            wizard.read(["dispute"])

    def test_a_wizard_tells_the_provider_of_another_licensor(self):
        holder = self._holder("Ana", "provider")
        payout = self._payout(holder)
        user = self._staff("compta-autre", "accountant", self.cae_sap)
        wizard = self._as("oe.royalty.bill.wizard", user).create(
            {"payout_id": payout.id, "move_id": self._sale(1, "2027-02-01").id}
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            wizard.read(["partner_id"])

    # -- payouts ------------------------------------------------------------------

    def _payout(self, holder):
        self._only_conceptual()
        self._points(holder)
        self._royalty(1000, "2027-01")
        self._sharing("2027-01")
        payout = self.env["oe.royalty.payout"].sudo()._make(self.scheme, "2027-12-31")
        payout.action_approve()
        return payout

    def test_a_bill_of_another_company_or_currency_settles_a_payout(self):
        holder = self._holder("Ana", "provider")
        payout = self._payout(holder)
        kip = self.env.ref("base.LAK")
        kip.active = True
        for company, currency in (
            (self.association, self.association.currency_id),
            (self.sas, kip),
        ):
            bill = self.env["account.move"].create(
                {
                    "move_type": "in_invoice",
                    "company_id": company.id,
                    "partner_id": holder.partner_id.id,
                    "currency_id": currency.id,
                    "invoice_date": "2027-02-01",
                    "invoice_line_ids": [
                        (0, 0, {"name": "x", "price_unit": 1000, "tax_ids": [(5,)]})
                    ],
                }
            )
            with self.assertRaises(UserError), self.env.cr.savepoint():
                payout._link_bill(bill)

    # -- decisions ----------------------------------------------------------------

    def _revision(self):
        return self.env["oe.royalty.revision"].create(
            {
                "name": "Taux",
                "scheme_id": self.scheme.id,
                "date_start": "2028-01-01",
                "date_reference": "2027-01-01",
            }
        )

    def test_indices_of_a_decided_revision_are_rewritten(self):
        revision = self._revision()
        values = {"name": "Soin", "reference": 1, "current": 2}
        item = self.env["oe.royalty.revision.item"].create(
            {"revision_id": revision.id, **values}
        )
        revision.sudo().state = "decided"
        with self.assertRaises(UserError), self.env.cr.savepoint():
            item.current = 3
        with self.assertRaises(UserError), self.env.cr.savepoint():
            item.unlink()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            item.create({"revision_id": revision.id, **values})

    def test_the_form_of_a_revision_still_opens(self):
        with Form(self.env["oe.royalty.revision"]) as form:
            form.name = "Essai"
            form.scheme_id = self.scheme
            form.date_start = "2028-01-01"
            form.date_reference = "2027-01-01"

    def test_a_disputed_month_of_one_blocks_the_next_month_of_all(self):
        self._license(self.cae_sap)
        self._sale(1000, "2027-01-05")
        self._sale(2000, "2027-02-05")
        january = self._period("2027-01")
        january.action_compute()
        held = january.statement_ids.filtered(
            lambda row: row.company_id == self.cae_sap
        )
        held.sudo().state = "disputed"
        january.action_lock()
        february = self._statement("2027-02", lock=True)
        self.assertEqual((february.state, february.amount), ("locked", 100))
        other = self._period("2027-02").statement_ids - february
        self.assertEqual(other.state, "draft")
        with self.assertRaises(UserError):
            other.action_lock()

    def test_an_advance_abroad_bears_french_vat(self):
        laos, kip = self.env.ref("base.la"), self.env.ref("base.LAK")
        company = self.env["res.company"]._oe_open_foreign(
            "Vientiane", laos, kip, "cae_general"
        )
        contract = self._license(company, books_elsewhere=True)
        advance = self.env["oe.royalty.advance"].create(
            {"contract_id": contract.id, "amount": 100, "date": "2027-01-01"}
        )
        advance.action_invoice()
        self.assertEqual(advance.invoice_id.amount_total, 100)
