"""Volunteers: hours, fees, costs paid back or given up, the year of the association."""

import base64

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import PIXEL, CaeCase


class VolunteerCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.association
        cls.manager = cls._staff("claire-benevole", "manager", cls.home)
        cls.accountant = cls._staff("sophie-benevole", "accountant", cls.home)
        cls.env["oe.cae.volunteer.terms"].create(
            {
                "company_id": cls.home.id,
                "date_start": "2026-01-01",
                "hourly_value": 12.31,
                "km_rate": 0.529,
                "fee": 15,
                "legal_reference": "CA du 12 janvier 2026",
            }
        )
        cls.ines = cls._person("Inès", cls.home, "volunteer", login="ines-benevole")
        cls.hours = cls.env["oe.cae.volunteer.hour"]
        cls.costs = cls.env["oe.cae.volunteer.cost"]
        cls.day = cls.env["oe.portal"]._today().replace(month=6, day=10)

    def _told(self, hours=2.75, **values):
        return self.hours.create(
            {
                "entrepreneur_id": self.ines.id,
                "company_id": self.home.id,
                "date": self.day,
                "hours": hours,
                "name": "Accueil",
                **values,
            }
        )

    def _cost(self, **values):
        return self.costs.create(
            {
                "entrepreneur_id": self.ines.id,
                "company_id": self.home.id,
                "date": self.day,
                "name": "Affiches",
                "amount": 20,
                **values,
            }
        )

    def _report(self, user=None):
        return self._as("oe.cae.volunteer.wizard", user or self.manager).create(
            {"company_id": self.home.id, "year": self.day.year}
        )


@tagged("post_install", "-at_install")
class TestVolunteer(VolunteerCase):
    def test_no_employee_file(self):
        self.assertFalse(self.ines.affiliation_ids.employee_id)

    def test_hours_are_worth_what_their_day_says(self):
        row = self._told()
        self.assertEqual(row.value, 33.85)
        self.env["oe.cae.volunteer.terms"].create(
            {
                "company_id": self.home.id,
                "date_start": self.day.replace(day=1),
                "hourly_value": 20,
                "km_rate": 0.5,
                "fee": 20,
            }
        )
        row.invalidate_recordset()
        self.assertEqual(row.value, 55)
        mine = self._as(row, self.manager)
        mine.action_confirm()
        self.assertEqual(row.confirmed_by_id, self.manager)
        for refused in (lambda: mine.write({"hours": 3}), mine.unlink):
            with self.assertRefused(UserError, "take them back first"):
                refused()
        mine.action_back()
        with self.assertRefused(UserError, "Write the reason"):
            mine.action_refuse()
        mine.refusal_reason = "Compté deux fois"
        mine.action_refuse()
        with self.assertRefused(UserError, "with the button"):
            mine.write({"state": "confirmed"})
        with self.assertRaises(AccessError):
            self._as(row, self.accountant).action_confirm()

    def test_who_and_when(self):
        for values, words in (
            ({"date": "2099-01-01"}, "still to come"),
            ({"date": "2025-12-31"}, "no volunteer"),
        ):
            with self.assertRefused(ValidationError, words):
                self._told(**values)
        other = self._person("Paul", self.cae)
        with self.assertRefused(ValidationError, "no volunteer"):
            self._told(entrepreneur_id=other.id)
        with self.assertRefused(UserError, "with the button"):
            self._as(self.hours, self.manager).create(
                {
                    "entrepreneur_id": self.ines.id,
                    "hours": 1,
                    "name": "x",
                    "date": self.day,
                    "state": "confirmed",
                }
            )

    def test_a_cost_is_paid_back_by_a_vendor_receipt(self):
        cost = self._cost()
        mine = self._as(cost, self.manager)
        mine.action_accept()
        receipt = cost.entry_id
        self.assertEqual(
            (receipt.move_type, receipt.state, receipt.amount_total),
            ("in_receipt", "draft", 20),
        )
        self.assertEqual(receipt.partner_id, self.ines.partner_id)
        with self.assertRefused(UserError, "answered already"):
            mine.action_accept()
        with self.assertRefused(UserError, "does not change"):
            mine.write({"amount": 30})
        with self.assertRaises(AccessError):
            self._as(self._cost(), self.accountant).action_accept()

    def test_a_journey_given_up_is_a_gift(self):
        cost = self._cost(kind="journey", km=46, wish="gift")
        self.assertEqual(cost.amount, 24.33)
        self._as(cost, self.manager).action_accept()
        lines = cost.entry_id.with_company(self.home).line_ids
        told = {line.account_id.code: line.balance for line in lines}
        self.assertEqual(told, {"625100": 24.33, "754120": -24.33})
        refused = self._as(self._cost(), self.manager)
        with self.assertRefused(UserError, "Write the reason"):
            refused.action_refuse()
        refused.refusal_reason = "Pas pour l'association"
        refused.action_refuse()
        self.assertEqual(refused.state, "refused")

    def test_fees_are_standard_receipts_once(self):
        wizard = self._report()
        for _again in range(2):
            wizard.action_fees()
        fee = self.env["oe.cae.volunteer.fee"].search(
            [("company_id", "=", self.home.id)]
        )
        self.assertEqual((fee.partner_id, fee.amount), (self.ines.partner_id, 15))
        mine = self._as(fee, self.accountant)
        mine.action_receipt()
        mine.action_receipt()
        receipt = fee.receipt_id
        self.assertEqual((receipt.move_type, receipt.amount_total), ("out_receipt", 15))
        self.assertEqual(fee.state, "asked")
        with self.assertRefused(UserError, "cancel its receipt"):
            mine.write({"amount": 20})
        receipt.action_post()
        self.env["account.payment.register"].with_company(self.home).with_context(
            active_model="account.move", active_ids=receipt.ids
        ).create({})._create_payments()
        self.assertEqual(fee.state, "paid")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            fee.copy()

    def test_the_year_of_the_association(self):
        self._told().action_confirm()
        self._told(1.5)
        self._cost().action_accept()
        self._cost(kind="journey", km=46, wish="gift").action_accept()
        self._cost(name="Attend")
        wizard = self._report(self.accountant)
        text = base64.b64decode(wizard.content).decode("utf-8-sig").split("\r\n")
        year = self.day.year
        self.assertEqual(text[1], f"Inès;{year};2,75;33,85;0,00;20,00;24,33")
        self.assertTrue(text[2].endswith(";2,75;33,85;0,00;20,00;24,33"))
        wizard.action_show()
        self.assertEqual(wizard.line_ids.mapped("value"), [33.85, 33.85])
        with self.assertRaises(AccessError):
            wizard.action_entry()
        mine = self._report()
        mine.action_entry()
        entry = self.env["account.move"].search(
            [("company_id", "=", self.home.id), ("journal_id.code", "=", "BENEV")],
            limit=1,
        )
        told = {
            line.account_id.code: line.balance
            for line in entry.with_company(self.home).line_ids
        }
        self.assertEqual(
            (told, entry.state), ({"864000": 33.85, "875000": -33.85}, "draft")
        )
        with self.assertRefused(UserError, "there already"):
            mine.action_entry()
        with self.assertRaises(AccessError):
            self._report(
                self._staff("loin-benevole", "manager", self.cae)
            ).action_show()


@tagged("post_install", "-at_install")
class TestVolunteerPages(VolunteerCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._person("Léo", cls.home, "volunteer", login="leo-benevole")
        cls._worker("Nadia", cls._scheme(), login="nadia-benevole")

    def test_hours_and_costs_on_the_phone(self):
        self.authenticate("ines-benevole", PASSWORD)
        self.assertIn("/my/oe/volunteering", self.url_open("/my/oe").text)
        root = "/my/oe/volunteering"
        for form in ("hours", "costs"):
            self.assertEqual(self.url_open(f"{root}/{form}").status_code, 200)
        base = {"day": self.day.isoformat(), "name": "Accueil"}
        for wrong in (
            {"hours": "x"},
            {"hours": "25"},
            {"hours": "1", "name": ""},
            {"hours": "1", "day": "2099-01-01"},
            {"hours": "1", "day": ""},
        ):
            page = self._post(f"{root}/hours/send", **{**base, **wrong})
            self.assertIn('role="alert"', page.text, wrong)
        for _again in range(2):
            page = self._post(f"{root}/hours/send", **base, hours="2,75", sent_ref="h1")
            self.assertIn('role="status"', page.text)
        row = self.hours.search([("entrepreneur_id", "=", self.ines.id)])
        self.assertEqual(row.hours, 2.75)
        self.assertIn("2 h 45", self.url_open(root).text)
        cost = {**base, "wish": "refund", "amount": "12,50", "sent_ref": "c1"}
        self.assertIn('role="alert"', self._post(f"{root}/costs/send", **cost).text)
        photo = {"photo": ("t.png", base64.b64decode(PIXEL), "image/png")}
        page = self._post(f"{root}/costs/send", files=photo, **cost)
        self.assertIn('role="status"', page.text)
        cost["sent_ref"] = "c2"
        page = self._post(f"{root}/costs/send", files=photo, **cost)
        self.assertIn('role="alert"', page.text, "the same receipt twice")
        made = self.costs.search([("sent_ref", "=", "c1")])
        own = f"{root}/costs/{made.id}/receipt"
        self.assertEqual(self.url_open(own).content, base64.b64decode(PIXEL))
        page = self._post(f"{root}/costs/send", **base, wish="gift", km="46")
        self.assertIn('role="status"', page.text)
        self.assertIn("24,33", self.url_open(root).text)
        self.assertEqual(self.url_open(f"{root}/{self.day.year - 1}").status_code, 200)
        self.assertEqual(self.url_open(f"{root}/1999").status_code, 404)
        page = self._post(f"{root}/hours/{row.id}/withdraw")
        self.assertIn('role="status"', page.text)
        self.assertFalse(row.exists())

    def test_confirmed_hours_stay(self):
        row = self._told()
        row.action_confirm()
        self.authenticate("ines-benevole", PASSWORD)
        page = self._post(f"/my/oe/volunteering/hours/{row.id}/withdraw")
        self.assertIn('role="alert"', page.text)

    def test_others_strangers_and_no_token(self):
        row, cost = self._told(), self._cost(photo=PIXEL, photo_name="a.png")
        receipt = f"/my/oe/volunteering/costs/{cost.id}/receipt"
        withdraw = f"/my/oe/volunteering/hours/{row.id}/withdraw"
        self.authenticate("leo-benevole", PASSWORD)
        self.assertEqual(self.url_open(receipt).status_code, 404)
        self.assertEqual(self._post(withdraw).status_code, 404)
        self.authenticate("nadia-benevole", PASSWORD)
        pages = ("", "/hours", "/costs")
        for page in pages:
            code = self.url_open(f"/my/oe/volunteering{page}").status_code
            self.assertEqual(code, 404, "no volunteer")
        self.authenticate("ines-benevole", PASSWORD)
        for route in (
            withdraw,
            "/my/oe/volunteering/hours/send",
            "/my/oe/volunteering/costs/send",
        ):
            self.assertEqual(self.url_open(route, data={"a": "b"}).status_code, 400)
        self._assertCallsRefused(
            ("oe.cae.volunteer.hour", "action_confirm", [[row.id]]),
            ("oe.cae.volunteer.hour", "action_back", [[row.id]]),
            ("oe.cae.volunteer.hour", "action_refuse", [[row.id]]),
            ("oe.cae.volunteer.hour", "read", [[row.id], ["hours"]]),
            ("oe.cae.volunteer.cost", "action_accept", [[cost.id]]),
            ("oe.cae.volunteer.cost", "action_refuse", [[cost.id]]),
            ("oe.cae.volunteer.cost", "create", [{"name": "x"}]),
            ("oe.cae.volunteer.fee", "create", [{"year": 2026}]),
            ("oe.cae.volunteer.wizard", "create", [{"year": 2026}]),
        )
        self.authenticate(None, None)
        for page in pages:
            answer = self.url_open(f"/my/oe/volunteering{page}")
            self.assertIn("/web/login", answer.url)
        self.assertIn("/web/login", self.url_open(receipt).url)
