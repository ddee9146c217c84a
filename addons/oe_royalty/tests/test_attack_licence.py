"""What one party takes alone: a licence, a proof, other people's sales."""

import base64
import hashlib

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import RoyaltyCase

PROOF = base64.b64encode(b"balance").decode()
FORGED = base64.b64encode(b"forged").decode()


@tagged("post_install", "-at_install")
class TestAttackLicence(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.network = cls._staff("reseau-licence", "network_manager", cls.sas)
        cls.manager = cls._staff("gerance-licence", "manager", cls.cae)
        cls.other = cls._staff("gerance-ailleurs", "manager", cls.cae_sap)

    def _mine(self, record, user):
        self.env.flush_all()
        return self._as(record, user)

    def _draft(self, user=None, **values):
        model = self._mine("oe.royalty.contract", user or self.network)
        return model.create(
            {
                "scheme_id": self.scheme.id,
                "company_id": self.cae.id,
                "date_start": "2027-01-01",
                "information_date": "2026-01-02",
                "signed_on": "2026-02-02",
                "signed_by": "La gérante",
                **values,
            }
        )

    # -- a licence ----------------------------------------------------------------

    def test_a_licensor_signs_alone_and_reads_turnover(self):
        self._sale(1000, "2027-01-05")
        licence = self._draft()
        licence.action_sign()
        self.assertEqual(licence.state, "offered")
        period = self._mine(self._period("2027-01"), self.network)
        period.action_compute()
        self.assertFalse(period.statement_ids)
        self.env.flush_all()
        reads = self._mine("oe.royalty.turnover", self.network)
        self.assertFalse(reads.search([("company_id", "=", self.cae.id)]))
        for user, words in ((self.network, "licensee"), (self.other, "")):
            with self.assertRefused(AccessError, words):
                self._mine(licence, user).action_accept()
        with self.assertRefused(UserError, "buttons"):
            self._mine(licence, self.network).write({"state": "signed"})
        with self.assertRefused(UserError, "buttons"):
            self._draft(accepted_by_id=self.manager.id, date_start="2030-01-01")
        mine = self._mine(licence, self.manager)
        mine.action_accept()
        self.assertEqual(
            (licence.state, licence.accepted_by_id), ("signed", self.manager)
        )
        self.assertTrue(licence.accepted_on)
        period.action_compute()
        self.assertEqual(period.statement_ids.base_amount, 1000)
        with self.assertRefused(UserError, "waits"):
            mine.action_accept()

    def test_an_accountant_of_the_licensee_does_not_accept(self):
        licence = self._draft()
        licence.action_sign()
        books = self._staff("compta-licence", "accountant", self.cae)
        with self.assertRaises(AccessError):
            self._mine(licence, books).action_accept()

    def test_who_has_both_sides_signs_both(self):
        both = self._staff("deux-cotes", "network_manager", self.sas | self.cae)
        licence = self._draft(both)
        licence.action_sign()
        self.assertEqual((licence.state, licence.accepted_by_id), ("signed", both))

    def test_a_licence_signed_before_counts_as_accepted(self):
        """Before the acceptance was written, ``signed`` meant both parties."""
        licence = self._license()
        licence.sudo().write({"accepted_by_id": False, "accepted_on": False})
        self._sale(1000, "2027-01-05")
        self.assertEqual(self._statement("2027-01").base_amount, 1000)
        licence.action_sign()  # again nothing is asked
        self.assertEqual(licence.state, "signed")

    def test_an_accepted_licence_goes_to_somebody_else(self):
        licence = self._draft(date_end="2027-12-31")
        licence.action_sign()
        self._mine(licence, self.manager).action_accept()
        mine = self._mine(licence, self.network)
        for values in (
            {"company_id": self.cae_sap.id},
            {"date_start": "2026-01-01"},
        ):
            with self.assertRefused(UserError, "sign another"):
                mine.write(values)
        for end in (False, "2028-12-31"):
            with self.assertRefused(UserError, "sign another"):
                mine.write({"date_end": end})
        mine.date_end = "2027-06-30"

    def test_accepted_licences_go_to_another_licensor(self):
        both = self._staff("deux-marques-l", "network_manager", self.sas | self.cae_sap)
        scheme = self._mine(self.scheme, both)
        scheme.company_id = self.cae_sap  # nobody has accepted anything yet
        scheme.company_id = self.sas
        self._license()
        with self.assertRefused(UserError, "signed with its licensor"):
            scheme.company_id = self.cae_sap
        scheme.write({"company_id": self.sas.id, "name": "Marque, autrement"})

    def test_an_offer_blocks_no_other_brand(self):
        rival = self._staff("reseau-rival-l", "network_manager", self.association)
        theirs = self.env["oe.royalty.scheme"].create(
            {"name": "Autre marque", "company_id": self.association.id}
        )
        offer = self._draft(rival, scheme_id=theirs.id)
        offer.action_sign()
        ours = self._draft()
        ours.action_sign()
        self._mine(ours, self.manager).action_accept()
        self._sale(1000, "2027-01-05")
        self.assertEqual(self._statement("2027-01").base_amount, 1000)
        with self.assertRefused(ValidationError, "at that time"):
            self._mine(offer, self.manager).action_accept()

    def test_a_licensor_reads_the_books_after_the_licence(self):
        self._license(date_end="2027-02-15")
        sale = self._sale(1000, "2027-02-05")
        self._statement("2027-02", lock=True)
        for day in ("2027-02-20", "2027-03-05", "2027-04-05"):
            self._sale(200, day)
        self._refund(sale, 100, "2027-04-06")
        self._statement("2027-03", lock=True)
        april = self._statement("2027-04")
        self.assertEqual(april.amount, -5, "what it counted is still corrected")
        lines = self.env["oe.royalty.base.line"].search(
            [("company_id", "=", self.cae.id)]
        )
        days = sorted(lines.mapped("date"))
        self.assertEqual([day.isoformat()[:7] for day in days].count("2027-03"), 0)
        self.assertEqual([str(day) for day in days][-1], "2027-04-06")
        self.env.flush_all()
        seen = self._mine("oe.royalty.turnover", self.network).search(
            [("company_id", "=", self.cae.id)]
        )
        self.assertEqual({day.month for day in seen.mapped("month")}, {2})

    def test_a_second_licensor_reads_the_books_of_before(self):
        self._license(date_end="2027-01-31")
        self._sale(1000, "2027-01-05")
        self._statement("2027-01", lock=True)
        rival = self._staff("reseau-suivant", "network_manager", self.association)
        theirs = self.env["oe.royalty.scheme"].create(
            {"name": "Autre marque", "company_id": self.association.id}
        )
        self._license(scheme_id=theirs.id, start="2027-03-10")
        self._sale(7, "2027-02-05")
        self._sale(8, "2027-03-05")
        self.env.flush_all()
        seen = self._mine("oe.royalty.turnover", rival).search(
            [("company_id", "=", self.cae.id)]
        )
        self.assertEqual(seen.mapped("amount"), [8])

    # -- the proof of a declaration -----------------------------------------------

    def test_the_proof_of_what_was_declared_is_replaced(self):
        licence = self._license(books_elsewhere=True)
        values = {
            "contract_id": licence.id,
            "month": "2027-01-01",
            "proof": PROOF,
            "line_ids": [(0, 0, {"amount": 1000})],
        }
        mine = self._mine("oe.royalty.declaration", self.manager).create(values)
        draft = mine.create({**values, "month": "2027-02-01"})
        mine.action_declare()
        digest = hashlib.sha256(b"balance").hexdigest()
        self.assertEqual(mine.proof_digest, digest)
        with self.assertRefused(UserError, "buttons"):
            draft.proof_digest = "x"
        files = self._mine("ir.attachment", self.manager)
        proof = (
            files.sudo()
            .search(
                [
                    ("res_model", "=", mine._name),
                    ("res_field", "=", "proof"),
                    ("res_id", "=", mine.id),
                ]
            )
            .sudo(False)
        )
        bound = {"res_model": mine._name, "res_field": "proof", "res_id": mine.id}
        loose = files.create({"name": "x", "datas": FORGED})
        for change in (
            lambda: proof.write({"datas": FORGED}),
            lambda: proof.write({"raw": b"forged"}),
            lambda: proof.write({"res_id": draft.id}),
            lambda: proof.write({"res_field": False}),
            lambda: proof.write({"type": "url", "url": "https://example.com"}),
            proof.unlink,
            lambda: loose.write(bound),
            lambda: files.create({"name": "x", "datas": FORGED, **bound}),
        ):
            with self.assertRefused(UserError, "proof"):
                change()
        self.env.invalidate_all()
        self.assertEqual(mine.with_context(bin_size=False).proof, PROOF.encode())
        draft.proof = FORGED  # not declared yet
        proof.sudo().write({"name": "balance.pdf", "raw": b"balance"})  # stored anew

    # -- actuals of the plan ------------------------------------------------------

    def test_a_plan_reads_sales_of_its_own_licensees_only(self):
        self.territory.date_opening = "2026-07-01"
        self._license(start="2026-08-01", date_end="2026-09-30")
        person = self._person("Zoé", self.cae)
        activity = self._activity(person, self.cae)
        for day in ("2026-07-03", "2026-08-03", "2026-10-03"):
            self._invoice(self.cae, self.household, [(1000, activity, None)], day)
        self._invoice(self.cae_sap, self.household, [(10, None, None)], "2026-08-03")
        source = self.env.ref("oe_royalty.plan_bottom_up")
        rival = self._staff("reseau-plan", "network_manager", self.association)
        self._mine(source, rival).check_access("read")
        copied = self._mine("oe.plan", rival).create(
            {
                "name": "Le leur",
                "company_id": self.association.id,
                "first_year": 2026,
                "year_ids": [(0, 0, {"year": 1, "openings": 1})],
            }
        )
        copied.action_actuals()
        self.assertFalse(any(copied.sudo().actual_ids.mapped("actual")))
        own = source.copy({"name": "Le nôtre"})
        own.action_actuals()
        found = own.actual_ids.filtered("actual")
        self.assertEqual([(row.month.month, row.actual) for row in found], [(8, 1000)])
