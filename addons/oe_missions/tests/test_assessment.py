"""What is seen at home becomes the services of the need, once."""

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.oe_base.tests.common import PASSWORD

from .home_common import HomeCase


@tagged("post_install", "-at_install")
class TestAssessment(HomeCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for service in cls.care | cls.cleaning:
            service.product_tmpl_id.oe_service_nature = "home"
        cls.need = cls._need()
        cls.need.user_id = cls.manager
        cls.row = cls.env["oe.home.assessment"].create(
            {
                "lead_id": cls.need.id,
                "company_id": cls.cae_sap.id,
                "entrepreneur_id": cls.worker.id,
                "date_planned": fields.Datetime.now(),
            }
        )
        for person, login in ((cls.client, "jeanne-as"), (cls.daughter, "anne-as")):
            cls._portal(person, login, ["oe_base.group_oe_client"], cls.cae_sap)

    def csrf_token(self):
        return Request.csrf_token(self)

    def _send(self, token=True, **values):
        data = {"service_0": self.cleaning.id, "minutes_0": 120, "per_week_0": 2}
        data |= values
        if token:
            data["csrf_token"] = self.csrf_token()
        return self.url_open(f"/my/oe/assessments/{self.row.id}/send", data=data)

    def _login(self, login):
        self.authenticate(login, PASSWORD)
        return self.url_open(f"/my/oe/assessments/{self.row.id}")

    def test_filled_on_the_phone_and_finished_once(self):
        page = self._login("nadia-home")
        self.assertIn("Jeanne Le Goff", page.text)
        self.assertIn(f"/my/oe/assessments/{self.row.id}", self.url_open("/my/oe").text)
        self._send(habits="Le ménage le matin", home_kind="house")
        self.assertEqual((self.row.state, self.row.line_ids.minutes), ("planned", 120))
        for _twice in range(2):
            self._send(finish="1")
        self.assertEqual(self.row.state, "done")
        line = self.need.oe_need_line_ids
        self.assertEqual(line.product_id, self.cleaning)
        self.assertEqual((line.minutes, line.visits), (120, 8))
        self.assertEqual(len(self.need.activity_ids), 1)
        self.assertEqual(self.need.oe_assessed_by_id, self.worker)

    def test_bad_numbers_are_refused_and_what_was_typed_stays(self):
        self._login("nadia-home")
        page = self._send(minutes_0="5", habits="Chat à nourrir")
        self.assertIn("alert", page.text)
        self.assertIn("Chat à nourrir", page.text)
        self.assertFalse(self.row.line_ids)
        for huge in ("000060" + "9" * 12, "0" * 5000 + "60"):
            page = self._send(minutes_0=huge)
            self.assertEqual(page.status_code, 200)
            self.assertIn("alert", page.text)
        page = self._send(service_0="", finish="1")
        self.assertIn("alert", page.text)
        self.assertEqual(self.row.state, "planned")

    def test_others_see_nothing_and_the_client_once_it_is_done(self):
        for login in ("paul-home", "jeanne-as"):
            with self.subTest(login):
                self.assertEqual(self._login(login).status_code, 404)
                self.assertEqual(self._send().status_code, 404)
        self._login("nadia-home")
        self._send(finish="1")
        page = self._login("jeanne-as")
        self.assertIn("2 visite(s) de 2", page.text)
        self.assertEqual(self._send().status_code, 404)
        self.assertEqual(self._login("anne-as").status_code, 404)
        self.client.oe_mandate_ids.can_write = True
        self.assertEqual(self._login("anne-as").status_code, 200)

    def test_logged_out_without_token_and_by_rpc(self):
        address = f"/my/oe/assessments/{self.row.id}"
        for route in (address, f"{address}/send"):
            self.assertIn("/web/login", self.url_open(route).url)
        self._login("nadia-home")
        self.assertEqual(self._send(token=False).status_code, 400)
        mine = self._as(self.row, self.worker.user_id)
        for method in ("action_done", "action_cancel"):
            with self.assertRaises(AccessError):
                getattr(mine, method)()

    def test_rights_of_the_office(self):
        other = self._staff("ailleurs-as", "manager", self.cae)
        for model in (self.row, self._line()):
            for user, allowed in (
                (self.advisor, "r"),
                (self.manager, "rwd"),
                (other, ""),
                (self.worker.user_id, ""),
            ):
                for letter, operation in (
                    ("r", "read"),
                    ("w", "write"),
                    ("d", "unlink"),
                ):
                    with self.subTest(model=model._name, user=user.login, op=operation):
                        self.assertEqual(
                            self._allowed(model, user, operation), letter in allowed
                        )

    def _line(self, **values):
        return self.env["oe.home.assessment.line"].create(
            {"assessment_id": self.row.id, "product_id": self.cleaning.id, **values}
        )

    def test_states_change_by_buttons_only_and_one_is_open(self):
        mine = self._as(self.row, self.manager)
        with self.assertRefused(UserError, "Use the buttons"):
            mine.state = "done"
        with self.assertRefused(UserError, "at least one service"):
            mine.action_done()
        mine.action_cancel()
        self.assertEqual(self.row.state, "cancelled")
        self.env.flush_all()
        made = mine.with_context(default_state="done").create(
            {
                "lead_id": self.need.id,
                "company_id": self.cae_sap.id,
                "entrepreneur_id": self.worker.id,
                "date_planned": fields.Datetime.now(),
            }
        )
        self.assertEqual(made.state, "planned", "nor by a default of the context")

    def test_another_one_does_it_and_counts_as_who_assessed(self):
        other = self._worker("Autre Personne")
        mine = self._as(self.row, self.manager)
        mine.entrepreneur_id = other
        self.assertEqual(self.need.oe_assessed_by_id, other)

    def test_the_weeks_are_those_of_the_need(self):
        self.need.write({"oe_date_start": "2026-06-01", "oe_date_end": "2026-07-26"})
        self.assertEqual(self._line(per_week=3)._prepare_need_line()["visits"], 24)

    def test_lengths_that_cannot_be(self):
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self._line(minutes=5)
