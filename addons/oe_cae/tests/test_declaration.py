"""An entrepreneur declares the month: from its last days until it is closed."""

import datetime

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestDeclaration(CaeCase, PageCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._scheme()
        cls.person, cls.activity = cls._worker("Nadia", cls.scheme, login="nadia-decl")
        cls.other, _activity = cls._worker("Paul", cls.scheme, login="paul-decl")
        cls.model = cls.env["oe.cae.declaration"]
        today = cls.cae._oe_today()
        cls.before = (today.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
        cls.key = f"{cls.cae.id}-{cls.before:%Y-%m}"

    def _rows(self, person=None):
        domain = [("month", "=", self.before)]
        if person:
            domain.append(("entrepreneur_id", "=", person.id))
        return self.model.search(domain)

    def test_which_months(self):
        months = self.model._months_of(self.person, self.cae)
        self.assertEqual(months[0], self.before)
        self.env["oe.period"]._get(self.cae, self.before)._close()
        self.assertNotIn(self.before, self.model._months_of(self.person, self.cae))
        with self.assertRefused(UserError, "not to declare"):
            self.model._declare(self.person, self.cae, self.before)

    def test_said_twice_kept_once(self):
        for note in ("Tout est là", "Tout est vraiment là"):
            self.model._declare(self.person, self.cae, self.before, note)
        self.assertEqual(self._rows().mapped("note"), ["Tout est vraiment là"])
        missing = self.model._missing(self.cae, self.before)
        self.assertIn(self.other, missing)
        self.assertNotIn(self.person, missing)

    def test_nobody_declares_for_a_company_that_does_not_host(self):
        with self.assertRefused(UserError, "not to declare"):
            self.model._declare(self.person, self.cae_sap, self.before)

    def test_on_the_phone(self):
        claim = self.env["hr.expense"].create(
            {
                "name": "Gants",
                "date": self.before,
                "company_id": self.cae.id,
                "employee_id": self.person.affiliation_ids.employee_id[:1].id,
                "product_id": self.env.ref("oe_cae.expense_supplies").id,
                "total_amount_currency": 12,
                "oe_activity_id": self.activity.id,
            }
        )
        self.assertEqual(claim.state, "draft")
        self.authenticate("nadia-decl", PASSWORD)
        self.assertIn("/my/oe/declarations", self.url_open("/my/oe").text)
        page = self.url_open("/my/oe/declarations").text
        self.assertIn("Notes de frais non envoyées", page)
        done = self._post(f"/my/oe/declarations/{self.key}", note="Voilà")
        self.assertIn("alert-success", done.text)
        self.assertEqual(self._rows(self.person).note, "Voilà")
        self._post(f"/my/oe/declarations/{self.key}", back="1")
        self.assertFalse(self._rows(self.person))

    def test_others_companies_and_nonsense_are_not_found(self):
        self.authenticate("nadia-decl", PASSWORD)
        for key in (
            f"{self.cae_sap.id}-{self.before:%Y-%m}",
            f"{self.cae.id}-2026-13",
            "x",
            "1-",
        ):
            answer = self._post(f"/my/oe/declarations/{key}")
            self.assertEqual(answer.status_code, 404, key)
        refused = self._post(f"/my/oe/declarations/{self.cae.id}-2020-01")
        self.assertIn('role="alert"', refused.text)
        self.assertFalse(self._rows())

    def test_logged_out_without_token_and_by_rpc(self):
        answer = self.url_open("/my/oe/declarations", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        client = self.env["res.partner"].create({"name": "Cliente"})
        self._portal(client, "client-decl", ["oe_base.group_oe_client"], self.cae)
        self.authenticate("client-decl", PASSWORD)
        self.assertEqual(self.url_open("/my/oe/declarations").status_code, 404)
        self.authenticate("nadia-decl", PASSWORD)
        answer = self.url_open(f"/my/oe/declarations/{self.key}", data={"note": "x"})
        self.assertEqual(answer.status_code, 400)
        self._assertCallsRefused(
            ("oe.cae.declaration", "search_read", [[]]),
            ("oe.cae.declaration", "create", [{"month": "2026-06-01"}]),
            ("oe.cae.declaration", "_declare", [1, 1, "2026-06-01"]),
            ("oe.cae.month.step", "search_read", [[]]),
        )
