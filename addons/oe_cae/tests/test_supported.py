"""Supported projects: what was given, by whom, to what effect; receipts."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HOST, tagged

from odoo.addons.oe_base.tests.common import PASSWORD, OeCase
from odoo.addons.oe_base.tests.pages import PageCase

TABLE = {
    "oe.project.supported": {"advisor": "r", "accountant": "r", "manager": "rwd"},
    "oe.project.effect": {"advisor": "r", "accountant": "r", "manager": "rwd"},
    "oe.project.gift": {"advisor": "", "accountant": "rw", "manager": "rwd"},
}
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


class SupportedCase(OeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kip = cls.env.ref("base.LAK")
        cls.unison = cls.env["res.company"]._oe_open_foreign(
            "À l'Unisson", cls.env.ref("base.la"), cls.kip, "association"
        )
        cls.env.user.company_ids += cls.unison
        cls.env = cls.env(
            context=dict(
                cls.env.context,
                allowed_company_ids=(cls.companies | cls.unison).ids,
            )
        )
        cls.giver = cls.env["res.partner"].create({"name": "Élise", "city": "Nantes"})
        cls.project = cls.env["oe.project.supported"].create(
            {"name": "Jardin d'école", "company_id": cls.unison.id}
        )
        cls.effect = cls.env["oe.project.effect"].create(
            {"project_id": cls.project.id, "name": "Familles", "told_by": "École"}
        )

    @classmethod
    def _gift(cls, **values):
        return cls.env["oe.project.gift"].create(
            {
                "project_id": cls.project.id,
                "partner_id": cls.giver.id,
                "name": "Semences",
                "date": "2026-06-15",
                "amount": 100,
                "currency_id": cls.env.ref("base.EUR").id,
                **values,
            }
        )

    @classmethod
    def _rate(cls):
        cls.env["res.currency.rate"].create(
            {
                "currency_id": cls.kip.id,
                "company_id": False,
                "name": "2026-06-01",
                "rate": 24000,
            }
        )


@tagged("post_install", "-at_install")
class TestSupported(SupportedCase):
    def test_books_in_kip_without_a_tax(self):
        self.assertEqual(self.unison.currency_id, self.kip)
        self.assertTrue(self.kip.active)
        self.assertTrue(self.unison.oe_structure_account_id)
        taxes = self.env["account.tax"].search([("company_id", "=", self.unison.id)])
        self.assertFalse(taxes)

    def test_a_gift_in_euros_is_counted_in_kip(self):
        gift = self._gift()
        with self.assertRefused(UserError, "No rate of LAK"):
            gift.action_receive()
        self._rate()
        for _time in range(2):
            gift.action_receive()
        self.assertEqual(gift.company_amount, 2_400_000)
        self.assertTrue(gift.number.startswith("DON/"))
        hours = self._gift(kind="hours", amount=0, hours=12.5, name="Plantation")
        self._gift(amount=5)
        hours.action_receive()
        self.assertNotEqual(hours.number, gift.number)
        self.assertEqual(self.project.money_amount, 2_400_000)
        self.assertEqual(self.project.hours, 12.5)
        self.assertEqual(self.project.giver_count, 1)

    def test_a_received_gift_stays(self):
        self._rate()
        gift = self._gift()
        manager = self._staff("manager-gift", "manager", self.unison)
        mine = self._as(gift, manager)
        with self.assertRefused(UserError, "Received"):
            mine.write({"state": "received"})
        mine.action_receive()
        for change in (lambda: mine.write({"amount": 1}), mine.unlink):
            with self.assertRefused(UserError, "stays"):
                change()
        self.assertEqual(gift._paper(), gift._paper())

    def test_what_the_books_say_is_not_given_by_a_call(self):
        self._rate()
        home = self.unison | self.association
        manager = self._staff("manager-books", "manager", home)
        mine = self._as("oe.project.gift", manager).create(
            {
                "project_id": self.project.id,
                "partner_id": self.giver.id,
                "name": "Semences",
                "date": "2026-06-15",
                "amount": 100,
                "currency_id": self.env.ref("base.EUR").id,
                "company_amount": 7,
            }
        )
        self.assertEqual(mine.company_amount, 2_400_000)
        with self.assertRefused(UserError, "rate"):
            mine.company_amount = 7
        project = self._as(self.project, manager)
        mine.action_receive()
        with self.assertRefused(UserError, "received"):
            project.company_id = self.association
        project.name = "Jardin"

    def test_table(self):
        self._rate()
        records = (self.project, self.effect, self._gift())
        wrong = []
        roles = {role: self.unison for role in ("advisor", "accountant", "manager")}
        for role, home in roles.items():
            users = (
                self._staff(f"{role}-own", role, home),
                self._staff(f"{role}-foreign", role, self.cae),
            )
            for record in records:
                for user, letters in zip(
                    users, (TABLE[record._name][role], ""), strict=True
                ):
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, user, operation)
                        if got != (letter in letters):
                            wrong.append((record._name, user.login, operation, got))
        self.assertEqual(wrong, [])

    def test_an_advisor_reads_totals_and_no_giver(self):
        self._rate()
        self._gift().action_receive()
        advisor = self._staff("advisor-gift", "advisor", self.unison)
        mine = self._as(self.project, advisor)
        self.assertEqual(mine.money_amount, 2_400_000)
        with self.assertRaises(AccessError):
            mine.read(["gift_ids"])

    def test_the_wizard_opens_it_once(self):
        network = self._staff("network-abroad", "network_manager", self.sas)
        wizards = self._as("oe.foreign.wizard", network)
        values = {
            "name": "Lao essai",
            "country_id": self.env.ref("base.la").id,
            "currency_id": self.kip.id,
            "rate": 23850.5,
            "rate_date": "2026-06-01",
        }
        found = [wizards.create(values).action_open()["res_id"] for _n in range(2)]
        self.assertEqual(found[0], found[1])
        self.assertIn(found[0], network.company_ids.ids)
        rates = self.env["res.currency.rate"].search(
            [("currency_id", "=", self.kip.id), ("name", "=", "2026-06-01")]
        )
        self.assertEqual(rates.mapped("rate"), [23850.5])
        with self.assertRefused(UserError, "territory"):
            wizards.create(
                {**values, "country_id": self.env.ref("base.fr").id}
            ).action_open()
        manager = self._staff("manager-abroad", "manager", self.sas)
        with self.assertRaises(AccessError):
            self._as("oe.foreign.wizard", manager).create(values)


@tagged("post_install", "-at_install")
class TestSupportedPages(SupportedCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rate()
        cls.received, cls.promised = cls._gift(), cls._gift()
        cls.received.action_receive()
        cls._staff("manager-receipt", "manager", cls.unison)
        cls._staff("elsewhere-receipt", "manager", cls.cae)
        cls._person("Moi", cls.cae, login="moi-receipt")

    def _get(self, gift):
        return self.url_open(
            f"/oe/projects/gifts/{gift.id}/receipt", allow_redirects=False
        )

    def test_the_receipt(self):
        self.authenticate("manager-receipt", PASSWORD)
        answer = self._get(self.received)
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.content.startswith(b"%PDF"))
        self.assertEqual(self._get(self.promised).status_code, 404)

    def test_nobody_else(self):
        for login in ("elsewhere-receipt", "moi-receipt"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self._get(self.received).status_code, 404)
        self._assertCallsRefused(
            ("oe.project.gift", "read", [[self.received.id]]),
            ("oe.project.gift", "action_receive", [[self.promised.id]]),
            ("oe.project.supported", "search_read", [[]]),
            ("oe.foreign.wizard", "create", [{"name": "x"}]),
        )

    def test_logged_out(self):
        answer = self._get(self.received)
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertIn(HOST, self.base_url())

    def test_a_manager_deletes_a_receipt_by_saying_it_is_a_purge(self):
        gift = self._gift(kind="hours", amount=0, hours=1)
        gift.action_receive()
        manager = self._staff("gerance-purge", "manager", self.unison)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._as(gift, manager).with_context(oe_purge=True).unlink()
        self.assertTrue(gift.exists())
