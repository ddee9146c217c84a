"""The forms of service side by side, at home and on the client's page."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import SapCase


@tagged("post_install", "-at_install")
class TestForms(SapCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", login="nadia-fo")
        cls._worker("Paul Martin", login="paul-fo")
        cls.manager = cls._staff("gerance-fo", "manager", cls.cae_sap)
        # Who makes quotes sells: the core's own role.
        cls.manager.group_ids |= cls.env.ref("sales_team.group_sale_salesman_all_leads")
        cls.cleaning = cls._sap("II-1", 24)
        cls.need = cls._need([(cls.cleaning, 60)])
        cls.row = cls.env["oe.home.assessment"].create(
            {
                "lead_id": cls.need.id,
                "company_id": cls.cae_sap.id,
                "entrepreneur_id": cls.worker.id,
                "date_planned": fields.Datetime.now(),
                "line_ids": [
                    (
                        0,
                        0,
                        {"product_id": cls.cleaning.id, "minutes": 60, "per_week": 3},
                    )
                ],
            }
        )
        cls._portal(cls.client, "jeanne-fo", ["oe_base.group_oe_client"], cls.cae_sap)
        cls.route = f"/my/oe/assessments/{cls.row.id}"

    def test_who_writes_letters_reads_and_does_not_choose(self):
        self.row.write({"state": "done", "done_on": fields.Datetime.now()})
        self._portal(
            self.daughter, "anne-fo", ["oe_base.group_oe_client"], self.cae_sap
        )
        mandate = self.client.oe_mandate_ids.filtered(
            lambda row: row.holder_id == self.daughter
        )
        mandate.write({"can_write": True, "can_accept": False})
        self.authenticate("anne-fo", PASSWORD)
        self.assertEqual(self.url_open(f"{self.route}/forms").status_code, 200)
        self.assertIn('role="alert"', self._choose("direct").text)
        self.assertFalse(self.row.oe_sap_form)
        mandate.can_accept = True
        self._choose("direct")
        self.assertEqual(self.row.oe_sap_form, "direct")
        self.authenticate("nadia-fo", PASSWORD)
        self.assertIn('role="alert"', self._choose("independent").text)
        self.assertEqual(self.row.oe_sap_form, "direct", "the household chose")

    def test_what_was_typed_is_saved_on_the_way_to_the_forms(self):
        self.authenticate("nadia-fo", PASSWORD)
        self.assertIn('value="forms"', self.url_open(self.route).text)
        data = {"service_0": self.cleaning.id, "minutes_0": 90, "per_week_0": 2}
        data |= {"finish": "forms", "csrf_token": self.csrf_token()}
        page = self.url_open(f"{self.route}/send", data=data)
        self.assertTrue(page.url.endswith("/forms"), page.url)
        self.assertEqual((self.row.state, self.row.line_ids.minutes), ("planned", 90))

    def test_a_choice_stands_once_a_quote_went_out(self):
        self.row._oe_sap_choose("prestataire", self.client)
        self.row.sudo().state = "done"
        action = self._as(self.row, self.manager).action_oe_sap_go_on()
        self.row._oe_sap_choose("direct", self.client)
        self.env["sale.order"].search(action["domain"]).state = "sent"
        with self.assertRefused(UserError, "quote"):
            self.row._oe_sap_choose("partner", self.client)

    def test_nobody_chooses_for_the_client_by_a_new_record(self):
        self.row.state = "done"
        self.env.flush_all()
        mine = self._as(self.row, self.manager)
        made = mine.with_context(default_oe_sap_form="partner").create(
            {
                "lead_id": self.need.id,
                "company_id": self.cae_sap.id,
                "entrepreneur_id": self.worker.id,
                "date_planned": fields.Datetime.now(),
                "oe_sap_form_by_id": self.client.id,
            }
        )
        self.assertFalse(made.oe_sap_form or made.oe_sap_form_by_id)

    def csrf_token(self):
        return Request.csrf_token(self)

    def _choose(self, form, token=True):
        data = {"form": form}
        if token:
            data["csrf_token"] = self.csrf_token()
        return self.url_open(f"{self.route}/choose", data=data)

    def test_thirteen_hours_a_month_to_the_cent(self):
        cards = {card["form"]: card for card in self.row._oe_sap_forms_page()["cards"]}
        # 3 hours a week, 52 weeks: 13 hours a month at 26.40 € incl. VAT.
        told = [words for _label, words in cards["prestataire"]["rows"]]
        self.assertIn("343,20", told[2])
        self.assertIn("171,60", cards["prestataire"]["left"])
        self.assertTrue(cards["direct"]["least"])
        self.assertTrue(cards["mandataire"]["why"])

    def test_aids_of_the_household_come_off(self):
        self.env["oe.sap.household.amount"].create(
            {
                "partner_id": self.client.id,
                "company_id": self.cae_sap.id,
                "year": fields.Date.today().year,
                "kind": "apa",
                "amount": 1200,
            }
        )
        (card, *_others) = self.row._oe_sap_forms_page()["cards"]
        self.assertIn("121,60", card["left"])

    def test_chosen_at_home_then_by_the_client_and_the_quotes_follow(self):
        self.authenticate("nadia-fo", PASSWORD)
        self.assertIn("343,20", self.url_open(f"{self.route}/forms").text)
        paper = self.url_open(f"{self.route}/forms.pdf")
        self.assertTrue(paper.content.startswith(b"%PDF"))
        self._choose("direct")
        self.assertEqual(self.row.oe_sap_form, "direct")
        self.row._finish()
        self.authenticate("jeanne-fo", PASSWORD)
        self._choose("mandataire")
        self.assertEqual(self.row.oe_sap_form_by_id, self.client)
        action = self._as(self.row, self.manager).action_oe_sap_go_on()
        order = self.env["sale.order"].search(action["domain"])
        self.assertEqual(order.oe_sap_mode, "mandataire")

    def test_every_choice_goes_on_somewhere(self):
        self.need.oe_pole_id = self.pole
        self.row._finish()
        mine = self._as(self.row, self.manager)
        with self.assertRefused(UserError, "has not chosen"):
            mine.action_oe_sap_go_on()
        for form, model in (
            ("prestataire", "sale.order"),
            ("independent", "crm.lead"),
            ("direct", "oe.recruitment"),
            ("direct", "oe.recruitment"),
            ("partner", "oe.works.order"),
        ):
            with self.subTest(form):
                self.row._oe_sap_choose(form, self.client)
                self.assertEqual(mine.action_oe_sap_go_on()["res_model"], model)
        folder = self.env["oe.recruitment"].search(
            [("partner_id", "=", self.client.id)]
        )
        self.assertEqual(len(folder), 1, "asked twice it is one")
        self.assertEqual(folder.hours_week, 3)

    def test_refusals(self):
        self.authenticate("nadia-fo", PASSWORD)
        self.assertIn("alert", self._choose("gratuit").text)
        self.assertFalse(self.row.oe_sap_form)
        self.assertEqual(self._choose("direct", token=False).status_code, 400)
        mine = self._as(self.row, self.manager)
        with self.assertRefused(UserError, "Finish the home assessment"):
            mine.action_oe_sap_go_on()
        with self.assertRefused(UserError, "client chooses"):
            mine.oe_sap_form = "direct"
        with self.assertRaises(AccessError):
            self._as(self.row, self.worker.user_id).action_oe_sap_go_on()

    def test_nobody_else_and_logged_out(self):
        pages = ("forms", "forms.pdf", "choose")
        for page in pages:
            self.assertIn("/web/login", self.url_open(f"{self.route}/{page}").url)
        self.authenticate("paul-fo", PASSWORD)
        for page in pages[:2]:
            self.assertEqual(self.url_open(f"{self.route}/{page}").status_code, 404)
        self.assertEqual(self._choose("direct").status_code, 404)

    def test_without_home_service_there_is_nothing_to_compare(self):
        self.row.line_ids.product_id = self._service(
            "Bilan", 60, "tva_normale_encaissement", nature="other"
        )
        self.assertFalse(self.row._oe_sap_forms_page()["cards"])
        self.authenticate("nadia-fo", PASSWORD)
        self.assertEqual(self.url_open(f"{self.route}/forms").status_code, 200)
