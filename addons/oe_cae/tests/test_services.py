"""The yearly account of the mutualised services, from the structure's ledger."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import CaeCase


class ServicesCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        scheme = cls._scheme(start="2025-01-01")
        client = cls.env["res.partner"].create({"name": "Client"})
        cls.person, cls.mine = cls._worker(
            "Nadia", scheme, login="nadia-services", date_start="2025-01-01"
        )
        cls._worker("Paul", cls._scheme(cls.cae_sap), login="paul-services")
        cls._invoice(cls.cae, client, [(1000, cls.mine, None)], "2025-06-10")
        cls._close(cls.cae, "2025-06-01")
        rent = cls._charge(cls.mine, 70, "pcg_6132", "2025-06-12")
        rent.invoice_line_ids.analytic_distribution = False
        late = cls._charge(cls.mine, 999, "pcg_6132", "2026-01-12")
        late.invoice_line_ids.analytic_distribution = False
        cls.manager = cls._staff("gerante-services", "manager", cls.cae)
        accounts = cls._as("oe.cae.services.account", cls.manager)
        cls.account = accounts.create(
            {"company_id": cls.cae.id, "date_end": "2025-12-31"}
        )


@tagged("post_install", "-at_install")
class TestServices(ServicesCase):
    def test_what_was_received_and_spent_is_the_structure_s_ledger(self):
        account = self.account
        account.action_compute()
        self.assertEqual((account.contributions, account.spent), (100, 70))
        self.assertEqual((account.received, account.left), (100, 30))
        self.assertEqual(sum(account.line_ids.mapped("amount")), account.left)
        self.assertEqual(str(account.date_start), "2025-01-01")
        self.assertGreaterEqual(account.people, 1)
        rent = account.line_ids.filtered(lambda line: line.amount == -70)
        rent.comment = "Local de la rue Fouré"
        account.action_compute()
        rent = account.line_ids.filtered(lambda line: line.amount == -70)
        self.assertEqual(rent.comment, "Local de la rue Fouré", "words are kept")

    def test_published_it_never_changes(self):
        with self.assertRefused(UserError, "Compute it first"):
            self.account.action_publish()
        self.account.action_compute()
        self.account.action_publish()
        self.assertEqual(self.account.published_on, self.cae._oe_today())
        line = self.account.line_ids[0]
        for refused in (
            lambda: self.account.write({"word": "Autre"}),
            lambda: self.account.write({"state": "draft"}),
            self.account.action_compute,
            self.account.action_publish,
            self.account.unlink,
            lambda: line.write({"comment": "x"}),
            line.unlink,
        ):
            with self.assertRefused(UserError, "closed"):
                refused()

    def test_another_last_day_or_a_second_account_is_refused(self):
        self.account.date_end = "2025-11-30"
        with self.assertRefused(UserError, "ends on"):
            self.account.action_compute()

    def test_who_may(self):
        for role in ("advisor", "accountant"):
            user = self._staff(f"{role}-services", role, self.cae)
            self.assertFalse(self._as(self.account, user).published_on)
            with self.assertRaises(AccessError):
                self._as(self.account, user).action_compute()
        away = self._staff("ailleurs-services", "manager", self.cae_sap)
        for who in (away, self.person.user_id):
            with self.assertRaises(AccessError):
                self._as(self.account, who).read(["word"])


@tagged("post_install", "-at_install")
class TestServicesPage(ServicesCase, PageCase):
    def test_published_to_those_hosted_and_nobody_else(self):
        route = f"/my/oe/services/{self.account.id}"
        self.authenticate("nadia-services", PASSWORD)
        self.assertEqual(self.url_open(route).status_code, 404, "a draft")
        self.account.action_compute()
        self.account.action_publish()
        self.assertIn(route, self.url_open("/my/oe/tab/account").text)
        page = self.url_open(route).text
        self.assertIn("100,00", page)
        self.assertIn("-70,00", page)
        self.authenticate("paul-services", PASSWORD)
        self.assertEqual(self.url_open(route).status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(route).url)

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("nadia-services", PASSWORD)
        self._assertCallsRefused(
            *(
                ("oe.cae.services.account", method, args)
                for method, args in (
                    ("action_publish", [[self.account.id]]),
                    ("search_read", [[]]),
                    ("write", [[self.account.id], {"word": "x"}]),
                )
            )
        )
