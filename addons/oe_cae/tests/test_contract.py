import datetime

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import format_date

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestContract(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._scheme()
        cls.person = cls._person(
            "Nadia", cls.cae, status="cape", date_start="2025-01-06"
        )

    def _day(self, text):
        return format_date(self.env, text)

    def _cape(self, start, end):
        return self._contract(
            self.person, self.scheme, "cape", date_start=start, date_end=end
        )

    def test_cape_then_cesa_gives_the_deadlines_of_the_law(self):
        self._cape("2025-01-06", "2026-01-05")
        cesa = self._contract(self.person, self.scheme, date_start="2026-01-06")
        self.assertEqual(cesa.member_deadline, datetime.date(2028, 1, 6))
        self.assertEqual(cesa.trial_end, datetime.date(2026, 1, 6))
        self.assertEqual(cesa.deadline_kind, "membership")
        cesa.member_since = "2026-05-01"
        self.assertFalse(cesa.deadline)

    def test_a_cape_says_when_it_ends_and_how_far_it_may_run(self):
        cape = self._cape("2025-01-06", "2025-07-05")
        self.assertEqual(cape.deadline_kind, "cape_end")
        self.assertEqual(cape.deadline, datetime.date(2025, 7, 5))
        self.assertEqual(cape.cape_limit, datetime.date(2026, 1, 5))
        self.assertEqual(cape.deadline_alert, -1)

    def test_cape_limits_are_refused_in_words(self):
        with self.assertRefused(ValidationError, "12", self._day("2026-01-05")):
            self._cape("2025-01-06", "2026-01-06")
        with self.assertRefused(ValidationError, "last day"):
            self._cape("2025-01-06", False)
        self._cape("2025-01-06", "2025-12-31")
        self._cape("2026-01-01", "2026-12-31")
        self._cape("2027-01-01", "2027-12-31")
        with self.assertRefused(ValidationError, "renewed", "CESA"):
            self._cape("2028-01-01", "2028-01-02")

    def test_two_contracts_at_once_are_refused(self):
        self._cape("2025-01-06", "2026-01-05")
        with self.assertRefused(ValidationError, "Nadia", self._day("2025-01-06")):
            self._contract(self.person, self.scheme, date_start="2026-01-05")

    def test_a_paid_contract_needs_its_scheme(self):
        with self.assertRefused(ValidationError, "L.7331-2"):
            self._contract(self.person, None, date_start="2026-02-01")

    def test_the_affiliation_follows_the_contract(self):
        made_before = self.person.affiliation_ids
        cape = self._cape("2025-01-06", "2026-01-05")
        self.assertEqual(cape.affiliation_id, made_before)
        self.assertEqual(made_before.date_end, datetime.date(2026, 1, 5))
        cesa = self._contract(self.person, self.scheme, date_start="2026-01-06")
        self.assertEqual(cesa.affiliation_id.status, "salaried")
        self.assertEqual(len(self.person.affiliation_ids), 2)
        cesa.date_end = "2027-01-31"
        self.assertEqual(cesa.affiliation_id.date_end, datetime.date(2027, 1, 31))

    def test_a_volunteer_of_the_association(self):
        person = self._person("Paul", self.association, status="volunteer")
        contract = self._contract(
            person, kind="volunteer", company_id=self.association.id
        )
        self.assertFalse(contract.deadline)
        self.assertEqual(contract.affiliation_id.company_id, self.association)

    def test_a_manager_can_sign_without_more_rights(self):
        manager = self._staff("manager-contrat", "manager", self.cae)
        contract = self._as("oe.cae.contract", manager).create(
            {
                "entrepreneur_id": self.person.id,
                "company_id": self.cae.id,
                "kind": "cape",
                "date_start": "2025-01-06",
                "date_end": "2025-12-31",
                "scheme_id": self.scheme.id,
            }
        )
        self.assertTrue(contract.affiliation_id)

    def test_invoices_of_a_cape_holder_say_so_once(self):
        self._cape("2025-01-06", "2026-01-05")
        activity = self._activity(self.person, self.cae)
        client = self.env["res.partner"].create({"name": "Client"})
        move = self._invoice(self.cae, client, [(100, activity, None)], "2025-06-15")
        self.assertIn("CAPE", move.narration)
        self.assertIn("Nadia", move.narration)
        self.assertIn(self.cae.name, move.narration)
        move.button_draft()
        move.action_post()
        self.assertEqual(move.narration.count("Nadia"), 1)
        later = self._invoice(self.cae, client, [(100, activity, None)], "2026-06-15")
        self.assertNotIn("CAPE", later.narration or "")
