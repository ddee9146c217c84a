"""Claims: a photo or a journey from the phone, approved, posted on the activity."""

import datetime
import io

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import CaeCase


def photo(colour=0):
    """A small JPEG; another colour is another receipt."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8), (80 * colour, 0, 0)).save(file, "JPEG")
    return file.getvalue()


class ExpenseCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        scheme = cls._scheme()
        cls.person, cls.mine = cls._worker("Nadia", scheme, login="nadia-frais")
        cls.other_person, cls.other = cls._worker("Paul", scheme, login="paul-frais")
        cls.manager = cls._staff("gerante-frais", "manager", cls.cae)
        cls.claims = cls.env["hr.expense"].sudo()
        cls.car = cls.env["oe.cae.vehicle"].create(
            {
                "name": "Clio",
                "power": "3",
                "entrepreneur_id": cls.person.id,
                "km_before": 4900,
                "year_before": 2026,
            }
        )

    def _receipt(self, cents=1200, colour=0, activity=None, **values):
        again = values.pop("again", False)
        ref = values.pop("ref", None)
        given = {
            "day": datetime.date(2026, 6, 10),
            "product": self.env.ref("oe_cae.expense_supplies"),
            "name": "Gants",
            "cents": cents,
            "vat": "20",
            **values,
        }
        return self.claims._oe_send_receipt(
            activity or self.mine,
            given,
            (photo(colour), "r.jpg", "image/jpeg"),
            ref,
            again,
        )

    def _journey(self, km, day="2026-06-10", car=None, ref=None):
        given = {
            "day": datetime.date.fromisoformat(day),
            "name": "Rezé, Vertou",
            "km": km,
        }
        return self.claims._oe_send_mileage(self.mine, given, car or self.car, ref)


@tagged("post_install", "-at_install")
class TestExpense(ExpenseCase):
    def test_case_11_mileage(self):
        """4 900 km before, 200 km now, 3 CV: f(5 100) − f(4 900) = 84.50."""
        claim = self._journey(200)
        self.assertEqual(claim.total_amount, 84.50)
        why = " ".join(claim._oe_why())
        for word in ("4900", "5100", "2 592,10", "2 676,60"):
            self.assertIn(word, why.replace("\u202f", " ").replace("\xa0", " "))

    def test_journeys_of_a_year_add_up_and_a_new_year_starts_again(self):
        claims = [self._journey(km) for km in (60, 33, 107)]
        self.assertEqual(round(sum(row.total_amount for row in claims), 2), 84.50)
        line = self.person.affiliation_ids[:1]
        line.sudo().copy({"date_start": "2025-01-01", "date_end": "2025-12-31"})
        past = self._journey(100, "2025-12-30")
        self.assertEqual(past.total_amount, 52.90)
        electric = self.car.copy({"electric": True, "km_before": 0})
        self.assertEqual(self._journey(100, car=electric).total_amount, 63.48)

    def test_a_refused_journey_gives_its_place_to_the_next(self):
        first, second = self._journey(100), self._journey(100)
        self.assertEqual((first.total_amount, second.total_amount), (52.90, 31.60))
        first._do_refuse("Trajet domicile")
        self.assertEqual(second.total_amount, 52.90)
        self.assertEqual(first.oe_refusal, "Trajet domicile")
        third = self._journey(100)
        self.assertEqual(third.total_amount, 31.60)
        second._oe_withdraw()
        self.assertEqual(third.total_amount, 52.90)

    def test_what_is_posted_stays_and_the_next_makes_up(self):
        first, second = self._journey(100), self._journey(100)
        (first + second)._do_approve()
        second._post_without_wizard()
        first._do_refuse("Erreur")
        self.assertEqual(second.total_amount, 31.60)
        third = self._journey(100)
        self.assertEqual(third.total_amount, 52.90)
        self.assertEqual(self._journey(10).oe_km_from, 5100)

    def test_a_receipt_is_approved_and_posted_on_the_activity(self):
        claim = self._receipt(1200)
        self.assertEqual((claim.state, claim.tax_amount), ("submitted", 2.0))
        self.assertEqual(claim.manager_id._is_internal(), True)
        mine = self._as(claim.sudo(False), self.manager)
        mine.action_approve()
        self.assertEqual(claim.state, "approved")
        claim._post_without_wizard()
        lines = claim.account_move_id.line_ids
        charge = lines.filtered(lambda line: line.account_id.code == "606300")
        self.assertEqual(charge.debit, 10.0)
        self.assertEqual(
            charge.analytic_distribution, {str(self.mine.account_id.id): 100}
        )
        self.assertEqual(claim.account_move_id.amount_total, 12.0)
        self.assertEqual(claim.account_move_id.partner_id, self.person.partner_id)
        statement = self._close(
            self.cae, claim.account_move_id.date.strftime("%Y-%m-01")
        )
        own = statement.filtered(lambda row: row.activity_id == self.mine)
        self.assertEqual(own.purchases, -10)

    def test_vat_is_given_back_where_the_law_allows_it(self):
        train = self.env.ref("oe_cae.expense_travel")
        self.assertEqual(self._receipt(5000, product=train).tax_amount, 0)
        self.assertEqual(self._receipt(1100, 1, vat="10").tax_amount, 1)
        self.assertEqual(self._receipt(1300, 2, vat="").tax_amount, 0)

    def test_refusals_say_what_to_do(self):
        tomorrow = self.cae._oe_today() + datetime.timedelta(days=1)
        old = datetime.date(2024, 1, 5)
        hosted_later = self.cae._oe_today() - datetime.timedelta(days=364)
        for values, word in (
            ({"day": tomorrow}, "to come"),
            ({"day": old}, "more than a year"),
            ({"cents": 0}, "what you paid"),
            ({"day": hosted_later}, "did not host"),
        ):
            with self.assertRefused(UserError, word):
                self._receipt(**values)
        with self.assertRefused(UserError, "photo first"):
            self.claims._oe_send_receipt(
                self.mine,
                {
                    "day": datetime.date(2026, 6, 10),
                    "product": self.env.ref("oe_cae.expense_supplies"),
                    "name": "x",
                    "cents": 5,
                    "vat": "",
                },
                (b"<html>", "x.jpg", "image/jpeg"),
            )
        for km in (0, 2001):
            with self.assertRefused(UserError, "distance of 1"):
                self._journey(km)
        self.assertFalse(self.claims._oe_claims(self.person))

    def test_the_same_receipt_or_amount_is_noticed(self):
        first = self._receipt(1200)
        with self.assertRefused(UserError, "very photo", "Gants"):
            self._receipt(900)
        with self.assertRefused(UserError, "same amount"):
            self._receipt(1200, 1)
        self.assertTrue(self._receipt(1200, 1, again=True))
        self.assertTrue(self._receipt(1200, activity=self.other), "another person's")
        first._do_refuse("Illisible")
        self.assertTrue(self._receipt(700), "a refused one may be sent again")

    def test_a_form_sent_twice_makes_one_claim(self):
        self.assertEqual(self._receipt(ref="abc"), self._receipt(ref="abc"))
        self.assertEqual(self._journey(5, ref="def"), self._journey(5, ref="def"))
        self.assertEqual(len(self.claims._oe_claims(self.person)), 2)

    def test_nobody_s_claim_is_approved_by_itself(self):
        self.env["res.users"].search([]).filtered(
            lambda user: user.has_group("oe_base.group_oe_manager")
        ).group_ids = [(3, self.env.ref("oe_base.group_oe_manager").id)]
        claim = self._receipt()
        self.assertFalse(claim.manager_id)
        claim.action_submit()
        self.assertEqual(claim.state, "submitted")

    def test_withdrawn_until_it_is_approved(self):
        claim = self._receipt()
        attachment = claim.message_main_attachment_id
        claim._oe_withdraw()
        self.assertFalse(attachment.exists())
        claim = self._receipt()
        claim._do_approve()
        with self.assertRefused(UserError, "read already"):
            claim._oe_withdraw()

    def test_who_may_what(self):
        claim = self._receipt().sudo(False)
        away = self._staff("ailleurs-frais", "manager", self.cae_sap)
        with self.assertRaises(AccessError):
            self._as(claim, away).read(["name"])
        for who in (self.person.user_id, self.other_person.user_id):
            for record in (claim, self.car):
                with self.assertRaises(AccessError):
                    self._as(record, who).read(["name"])
        advisor = self._staff("conseil-frais", "advisor", self.cae)
        with self.assertRaises(AccessError):
            self._as(claim, advisor).read(["name"])


@tagged("post_install", "-at_install")
class TestExpensePages(ExpenseCase, PageCase):
    def _form(self, **values):
        return {
            "day": "2026-06-10",
            "product_id": self.env.ref("oe_cae.expense_supplies").id,
            "amount": "12,00",
            "vat": "20",
            "name": "Gants de ménage",
            "sent_ref": "f1",
            **values,
        }

    def test_a_receipt_from_the_phone(self):
        self.authenticate("nadia-frais", PASSWORD)
        self.assertIn("/my/oe/expenses", self.url_open("/my/oe/tab/account").text)
        route = "/my/oe/expenses/new/send"
        files = {"photo": ("r.jpg", photo(), "image/jpeg")}
        for bad in (
            {"amount": "douze"},
            {"amount": "-3"},
            {"product_id": "²"},
            {"day": "hier"},
            {"product_id": "x"},
            {"product_id": self.env.ref("oe_cae.expense_mileage").id},
        ):
            page = self._post(route, files, **self._form(**bad))
            self.assertIn('role="alert"', page.text, bad)
            self.assertIn("Gants de ménage", page.text, "what was typed stays")
        page = self._post(
            route, {"photo": ("r.jpg", b"<x>", "image/jpeg")}, **self._form()
        )
        self.assertIn('role="alert"', page.text)
        self.assertFalse(self.claims._oe_claims(self.person))
        page = self._post(route, files, **self._form())
        self.assertIn('role="status"', page.text)
        again = self._post(route, files, **self._form())
        self.assertEqual(again.url, page.url, "a second sending finds the first")
        claim = self.claims._oe_claims(self.person)
        self.assertEqual((len(claim), claim.total_amount), (1, 12))
        receipt = self.url_open(f"/my/oe/expenses/{claim.id}/receipt")
        self.assertEqual(receipt.content, photo())
        self.assertIn("Gants de ménage", self.url_open("/my/oe/expenses").text)
        self._post(f"/my/oe/expenses/{claim.id}/withdraw")
        self.assertFalse(claim.exists())

    def test_a_journey_with_a_new_car(self):
        self.authenticate("paul-frais", PASSWORD)
        route = "/my/oe/expenses/mileage/send"
        form = {"day": "2026-06-10", "name": "Rezé, Clisson", "km": "58,4"}
        page = self._post(route, **form)
        self.assertIn('role="alert"', page.text)
        stolen = self._post(route, **form, car_id=self.car.id)
        self.assertIn('role="alert"', stolen.text, "another person's car")
        page = self._post(route, **form, car_name="Zoé", power="4")
        self.assertIn('role="status"', page.text)
        claim = self.claims._oe_claims(self.other_person)
        self.assertEqual(claim.total_amount, 35.39)
        self.assertEqual(claim.oe_vehicle_id.entrepreneur_id, self.other_person)

    def test_others_and_strangers_find_nothing(self):
        claim = self._receipt()
        pages = [f"/my/oe/expenses/{claim.id}", f"/my/oe/expenses/{claim.id}/receipt"]
        forms = ["/my/oe/expenses", "/my/oe/expenses/new", "/my/oe/expenses/mileage"]
        self.authenticate("paul-frais", PASSWORD)
        for route in pages:
            self.assertEqual(self.url_open(route).status_code, 404, route)
        self.assertEqual(self._post(f"{pages[0]}/withdraw").status_code, 404)
        self.authenticate(None, None)
        for route in pages + forms:
            self.assertIn("/web/login", self.url_open(route).url, route)
        client = self._portal(
            self.env["res.partner"].create({"name": "Cliente"}),
            "cliente-frais",
            ["oe_base.group_oe_client"],
            self.cae,
        )
        self.authenticate(client.login, PASSWORD)
        for route in pages + forms:
            self.assertEqual(self.url_open(route).status_code, 404, route)

    def test_post_without_token_is_refused(self):
        claim = self._receipt()
        self.authenticate("nadia-frais", PASSWORD)
        for route in (
            "/my/oe/expenses/new/send",
            "/my/oe/expenses/mileage/send",
            f"/my/oe/expenses/{claim.id}/withdraw",
        ):
            self.assertEqual(self.url_open(route, data={"km": "1"}).status_code, 400)
        self.assertTrue(claim.exists())

    def test_hostile_remote_calls_are_refused(self):
        claim = self._receipt()
        self.authenticate("nadia-frais", PASSWORD)
        self._assertCallsRefused(
            ("hr.expense", "_oe_send_receipt", [1, {}, None]),
            ("hr.expense", "read", [[claim.id], ["name"]]),
            ("hr.expense", "write", [[claim.id], {"total_amount": 999}]),
            ("hr.expense", "action_approve", [[claim.id]]),
            ("oe.cae.vehicle", "create", [{"name": "x", "power": "7"}]),
            ("oe.cae.vehicle", "search_read", [[]]),
            ("oe.cae.mileage.scale", "search_read", [[]]),
        )
