"""What a remote call says of whose a record is, and terms that move under a party."""

import hashlib

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestAttackSides(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._license(books_elsewhere=True)
        cls.network = cls._staff("reseau-cotes", "network_manager", cls.sas)
        cls.rival = cls._staff("reseau-cotes-r", "network_manager", cls.association)
        cls.manager = cls._staff("gerance-cotes", "manager", cls.cae)
        cls.other = cls._staff("gerance-cotes-a", "manager", cls.cae_sap)

    def _mine(self, record, user):
        self.env.flush_all()
        return self._as(record, user)

    def _both(self):
        return self._staff("deux-cotes-c", "network_manager", self.sas | self.cae_sap)

    def _offer(self, sign=True, **values):
        """A licence that the licensor offers to another cooperative."""
        licence = self._mine("oe.royalty.contract", self.network).create(
            {
                "scheme_id": self.scheme.id,
                "company_id": self.cae_sap.id,
                "date_start": "2028-01-01",
                "information_date": "2026-01-02",
                "signed_on": "2026-02-02",
                "signed_by": "La gérante",
                **values,
            }
        )
        if sign:
            licence.action_sign()
        return licence

    def _drafted(self, **values):
        return self._mine("oe.royalty.declaration", self.manager).create(
            {
                "contract_id": self.contract.id,
                "month": "2027-01-01",
                "proof": "YmFsYW5jZQ==",
                "line_ids": [(0, 0, {"amount": 1000})],
                **values,
            }
        )

    def _declared(self, **values):
        row = self._drafted(**values)
        row.action_declare()
        return row

    # -- whose a record is ----------------------------------------------------------

    def test_a_record_says_itself_whose_it_is(self):
        """It is of the company of what it is made for, whatever a call says."""
        theirs, mine = self.association.id, self.cae_sap.id
        scheme, licence = self.scheme.id, self.contract.id
        start = {"date_start": "2028-01-01"}
        calls = [
            (self.rival, "rate", {"scheme_id": scheme, "company_id": theirs, **start}),
            (
                self.rival,
                "period",
                {"scheme_id": scheme, "company_id": theirs, "month": "2027-05-01"},
            ),
            (
                self.rival,
                "contract",
                {
                    "scheme_id": scheme,
                    "licensor_id": theirs,
                    "company_id": self.cae_sap.id,
                    **start,
                },
            ),
            (
                self.rival,
                "term",
                {"contract_id": licence, "licensor_id": theirs, **start},
            ),
            (
                self.other,
                "declaration",
                {"contract_id": licence, "company_id": mine, "month": "2027-05-01"},
            ),
        ]
        for user, name, values in calls:
            with self.subTest(name), self.assertRefused(AccessError):
                self._mine(f"oe.royalty.{name}", user).create(values)

    def test_a_record_is_hidden_from_its_licensor(self):
        row = self._drafted()
        for record in (row, row.line_ids):
            record.write({"licensor_id": self.association.id})
            record.write({"company_id": self.cae.id})
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(record.sudo().licensor_id, self.sas)
        rate = self._mine("oe.royalty.rate", self.network).create(
            {"scheme_id": self.scheme.id, "date_start": "2028-01-01"}
        )
        rate.write({"company_id": self.association.id})
        theirs = self.env["oe.royalty.scheme"].create(
            {"name": "Autre", "company_id": self.association.id}
        )
        with self.assertRefused(AccessError):
            rate.write({"scheme_id": theirs.id, "company_id": self.sas.id})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(rate.company_id, self.sas)

    def test_a_bracket_goes_into_a_rate_in_force(self):
        bracket = (0, 0, {"start_amount": 0, "rate": 1})
        draft = self._mine("oe.royalty.rate", self.network).create(
            {
                "scheme_id": self.scheme.id,
                "date_start": "2028-01-01",
                "bracket_ids": [bracket],
            }
        )
        with self.assertRefused(UserError, "make another"):
            draft.bracket_ids.write({"rate_id": self.five.id})

    # -- what is offered --------------------------------------------------------------

    def test_an_offer_changes_before_it_is_accepted(self):
        licence = self._offer(False)
        for change in (
            {"date_start": "2027-01-01"},
            {"charge": "activities"},
            {"basis": "collected"},
            {"date_end": "2040-12-31"},
        ):
            with self.subTest(change):
                licence.action_sign()
                self.assertEqual(licence.state, "offered")
                licence.write({name: licence[name] for name in change})  # as it was
                licence.write({"related_vote_reference": "AG"})
                self.assertEqual(licence.state, "offered")
                licence.write(change)
                with self.assertRefused(UserError, "waits"):
                    self._mine(licence, self.other).action_accept()
                self.assertEqual(licence.state, "draft")

    def test_a_minimum_slips_in_between_offer_and_acceptance(self):
        licence = self._offer()
        term = self._mine("oe.royalty.term", self.network).create(
            {
                "contract_id": licence.id,
                "date_start": "2028-01-01",
                "minimum_amount": 90_000,
            }
        )
        for change in (lambda: term.write({"minimum_amount": 1}), term.unlink):
            self.assertEqual(licence.state, "draft")
            with self.assertRefused(UserError, "waits"):
                self._mine(licence, self.other).action_accept()
            licence.action_sign()
            change()
        self.assertEqual(licence.state, "draft")

    def test_a_licensor_opens_books_that_were_kept_elsewhere(self):
        licence = self._offer(books_elsewhere=True)
        self._mine(licence, self.other).action_accept()
        for values in (
            {"books_elsewhere": False},
            {"charge": "activities"},
            {"basis": "collected"},
        ):
            with self.assertRefused(UserError, "sign another"):
                licence.write(values)
            licence.write({name: licence[name] for name in values})
        self._mine(licence, self._both()).books_elsewhere = False

    def test_a_licensor_reads_the_books_between_two_licences(self):
        """Nor those of a licence whose turnover is declared."""
        cae = self.cae_sap
        for start, end, elsewhere in (
            ("2027-01-01", "2027-01-31", False),
            ("2027-03-01", "2027-03-31", True),
            ("2027-05-10", False, False),
        ):
            self._license(cae, start, date_end=end, books_elsewhere=elsewhere)
        days = [f"2027-{month:02d}-05" for month in range(1, 7)]
        for day in days:
            self._invoice(cae, self.household, [(10, None, None)], day)
        self.env.flush_all()
        seen = self._mine("oe.royalty.turnover", self.network).search(
            [("company_id", "=", cae.id)]
        )
        self.assertEqual(sorted(day.month for day in seen.mapped("date")), [1, 5, 6])

    # -- the proof, told by its size -----------------------------------------------

    def test_a_proof_as_long_takes_the_place_of_another(self):
        row = self._declared()
        proof = self.env["ir.attachment"].search(
            [
                ("res_model", "=", row._name),
                ("res_field", "=", "proof"),
                ("res_id", "=", row.id),
            ]
        )
        for key in ("bin_size", "bin_size_raw"):
            mine = self._mine(proof, self.manager).with_context(**{key: True})
            for values in ({"raw": b"forged!"}, {"datas": "Zm9yZ2VkIQ=="}):
                with self.assertRefused(UserError, "proof"):
                    mine.write(values)

    def test_a_digest_is_of_the_file_not_of_its_size(self):
        row = self._drafted().with_context(bin_size=True)
        row.action_declare()
        digest = hashlib.sha256(b"balance").hexdigest()
        self.assertEqual(row.proof_digest, digest)

    # -- the rate of what was declared -----------------------------------------------

    def test_a_rate_changes_after_the_turnover_was_declared(self):
        kip = self.env.ref("base.LAK")
        exchange = self.env["oe.royalty.exchange"].create(
            {
                "company_id": self.sas.id,
                "currency_id": kip.id,
                "date_start": "2026-01-01",
                "units": 20000,
                "legal_reference": "Banque",
            }
        )
        self.cae.country_id = self.env.ref("base.la")
        self.contract.settlement_currency_id = kip
        row = self._drafted(line_ids=[(0, 0, {"local_amount": 20_000_000})])
        with self.assertRefused(UserError, "buttons"):
            row.local_currency_id = self.env.ref("base.EUR")
        row.action_declare()
        self.assertEqual(row.amount, 1000)
        told = row.exchange_told
        for change in (
            lambda: exchange.write({"units": 25000}),
            lambda: exchange.write({"date_start": "2026-02-01"}),
            exchange.unlink,
        ):
            with self.assertRefused(UserError, "declared at this rate"):
                change()
        exchange.create(
            {
                "company_id": self.sas.id,
                "currency_id": kip.id,
                "date_start": "2027-01-15",
                "units": 25000,
                "legal_reference": "Banque",
            }
        )
        self.env.invalidate_all()
        self.assertEqual((row.amount, row.exchange_told), (1000, told))
        # Another money since: what is corrected was in kip.
        self.contract.settlement_currency_id = self.env.ref("base.USD")
        less = self._drafted(
            corrects_id=row.id, line_ids=[(0, 0, {"local_amount": -2_000_000})]
        )
        less.action_declare()
        self.assertEqual((less.local_currency_id, less.amount), (kip, -100))
