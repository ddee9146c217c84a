"""What a hostile name, a remote write or the neighbour's manager would reach."""

import datetime

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .moving_common import PEOPLE, QUOTE, MovingCase
from .test_candidature import CandidatureCase
from .test_exit import ExitCase
from .test_income import DAY
from .test_meeting import TestMeeting as MeetingCase
from .test_sharing import SharingCase
from .test_volunteer import VolunteerCase


@tagged("post_install", "-at_install")
class TestAttackExit(ExitCase, PageCase):
    def test_a_name_runs_as_a_script_in_the_managers_browser(self):
        row = self._end()
        self.nadia.partner_id.name = "<img src=x onerror=alert(1)>"
        self.authenticate(self.manager.login, PASSWORD)
        answer = self.url_open(f"/oe/exits/{row.id}/payroll")
        self.assertEqual(answer.status_code, 403)
        self.assertIn("text/plain", answer.headers["Content-Type"])
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")

    def test_anybody_prints_somebody_elses_exit(self):
        row = self._end()
        self._person("Paul", self.cae, login="paul-sortie")
        neighbour = self._staff("lou-sortie", "advisor", self.cae_sap)
        for login in ("paul-sortie", neighbour.login):
            self.authenticate(login, PASSWORD)
            for name, record in (("exit", row), ("contract", self.contract)):
                route = f"/report/html/oe_cae.report_{name}/{record.id}"
                self.assertNotIn("Nadia", self.url_open(route).text)
        self.authenticate(self.advisor.login, PASSWORD)
        answer = self.url_open(f"/report/html/oe_cae.report_exit/{row.id}")
        self.assertIn("Nadia", answer.text)

    def test_the_paper_of_a_shared_account_tells_what_a_colleague_is_paid(self):
        paul = self._person("Paul", self.cae)
        account = self.activity.account_id.id
        self._activity(paul, self.cae, account_id=account)
        self._sale(self.activity, 1000.01)
        self._charge(self.activity, 333.33, account="pcg_6411")
        row = self._end()
        row.part_ids.write({"part": 60, "agreement": "Accord du 3 janvier"})
        self.env.flush_all()
        self.authenticate(self.advisor.login, PASSWORD)
        page = self.url_open(f"/report/html/oe_cae.report_exit/{row.id}").text
        self.assertIn("400,01", page)
        self.assertNotIn("333,33", page)
        self.assertNotIn("666,68", page)

    def test_the_list_of_an_exit_is_changed_by_a_remote_write(self):
        row = self._end()
        paul, other = self._worker("Paul", self._scheme())
        mine = self._as(row, self.advisor)
        for record, values in (
            (mine, {"contract_id": paul.cae_contract_ids.id}),
            (mine.part_ids, {"account_id": other.account_id.id}),
            (self._item(mine, "balance"), {"code": "other"}),
            (self._item(mine, "balance"), {"blocking": False}),
        ):
            with self.subTest(values), self.assertRaises(UserError):
                record.write(values)


@tagged("post_install", "-at_install")
class TestAttackMember(CandidatureCase):
    def test_others_write_what_the_person_asked_for(self):
        row = self._apply(ref="abc", monthly_cents=2000, consents=True)
        for user in (self.advisor, self.manager):
            mine = self._as(row, user)
            for values in (
                {"shares": 400},
                {"monthly": 900},
                {"motive": "Autre"},
                {"asked_on": "2020-01-01"},
            ):
                with self.subTest(values), self.assertRaises(UserError):
                    mine.write(values)


@tagged("post_install", "-at_install")
class TestAttackVolunteer(VolunteerCase):
    def test_a_fee_is_paid_by_somebody_elses_invoice(self):
        move = self._invoice(
            self.cae, self.env["res.partner"].create({"name": "X"}), [(15, None, None)]
        )
        fees = self._as("oe.cae.volunteer.fee", self.manager)
        values = {"company_id": self.home.id, "partner_id": self.ines.partner_id.id}
        with self.assertRaises(UserError):
            fees.create({**values, "receipt_id": move.id})
        with self.assertRaises(UserError):
            fees.with_context(default_receipt_id=move.id).create(values)

    def test_a_refund_becomes_a_gift_without_the_volunteer(self):
        cost = self.costs.sudo()._ask(
            self.ines,
            {
                "company": self.home,
                "day": self.day,
                "name": "Gare",
                "km": 10,
                "wish": "refund",
            },
            sent_ref="abc",
        )
        with self.assertRaises(UserError):
            self._as(cost, self.manager).wish = "gift"


@tagged("post_install", "-at_install")
class TestAttackSharing(SharingCase):
    def test_the_owner_of_the_activity_is_left_out(self):
        zoe = self._person("Zoé", self.cae)
        sharing = self.env["oe.cae.sharing"].create(
            {
                "activity_id": self.shared.id,
                "date_start": "2026-03-01",
                "part_ids": [
                    fields.Command.create({"entrepreneur_id": one.id, "weight": 1})
                    for one in (self.ana, self.ben, zoe)
                ],
                **dict.fromkeys(
                    ("nature", "clients", "brand", "assets", "leaving"), "Convenu"
                ),
            }
        )
        mine = self._as(sharing, self.manager)
        mine.part_ids.filtered(lambda row: row.entrepreneur_id == self.ana).unlink()
        with self.assertRefused(ValidationError, "Ana"):
            mine.action_send()


@tagged("post_install", "-at_install")
class TestAttackMoving(MovingCase):
    def test_a_file_rewrites_somebody_of_another_cooperative(self):
        paul = self._person("Paul", self.cae_sap)
        paul.partner_id.email = "nadia.reprise@example.com"
        self._apply("people", PEOPLE)
        self.assertEqual(paul.name, "Paul")
        job = self._apply(
            "people",
            PEOPLE.replace("Nadia Benali;nadia", "Autre;autre"),
            PEOPLE.replace("P1;Nadia Benali;nadia", "P2;Zoé;zoe"),
        )
        self.assertEqual(job.refused_count, 1)
        self.assertEqual(paul.name, "Paul")
        self.assertEqual(paul.partner_id.email, "nadia.reprise@example.com")

    def test_a_quote_of_a_file_grows_into_somebody_elses(self):
        self._move_people_in()
        paul, wood = self._worker("Paul", self.scheme)
        order = self.env["sale.order"].create(
            {
                "company_id": self.cae.id,
                "partner_id": self.env["res.partner"].create({"name": "C"}).id,
                "oe_activity_id": wood.id,
                "origin": "D1",
            }
        )
        job = self._job("quotes", QUOTE)
        job.action_check()
        self.assertEqual(job.refused_count, 1)
        self.assertIn("somebody else", self._reasons(job)["D1-1"])
        self.assertFalse(order.order_line)


@tagged("post_install", "-at_install")
class TestAttackIncome(MovingCase):
    def test_an_advisor_reads_what_the_neighbour_cooperative_pays(self):
        nadia, here = self._worker("Nadia", self._scheme())
        there = self._activity(nadia, self.cae_sap)
        self.env["oe.affiliation"].create(
            {
                "entrepreneur_id": nadia.id,
                "company_id": self.cae_sap.id,
                "status": "salaried",
                "date_start": "2026-01-01",
            }
        )
        year = self.cae._oe_today().year
        buyer = self.env["res.partner"].create({"name": "Client"})
        for company, activity in ((self.cae, here), (self.cae_sap, there)):
            self._invoice(company, buyer, [(100, activity, None)], f"{year}-01-10")
        advisor = self._staff("lou-voisin", "advisor", self.cae)
        told = self._as(nadia, advisor)._incomes(DAY(year, 1, 1), DAY(year, 12, 31))
        self.assertEqual(sum(cents for _s, _l, cents, _r in told), 10000)


@tagged("post_install", "-at_install")
class TestAttackMeeting(MeetingCase):
    def test_colleagues_read_who_sees_the_advisor(self):
        self.slot.sudo()._book(self.nadia, "Mes prix")
        stranger = self._staff("curieux", "advisor", self.cae_sap)
        event = self._as(self.slot.sudo().event_id, stranger)
        event.invalidate_recordset()
        told = event.read(["name", "partner_ids", "location"])[0]
        self.assertFalse(told["partner_ids"] and told["location"])
        self.assertEqual(self.slot.sudo().event_id.privacy, "private")
        self.assertIsInstance(self.slot.start, datetime.datetime)
