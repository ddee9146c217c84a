"""A cooperative moves in: checked first, applied once, refused in words."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .moving_common import (
    ACTIVITY,
    CLIENT,
    CONTRACT,
    PEOPLE,
    QUOTE,
    MovingCase,
)


@tagged("post_install", "-at_install")
class TestMoving(MovingCase):
    def test_a_check_writes_nothing(self):
        job = self._job("people", PEOPLE, ";Sans référence;;;;;")
        job.action_check()
        self.assertEqual(self._counts(job), (1, 0, 0, 1))
        self.assertEqual(job.state, "checked")
        self.assertFalse(self._record("people", "P1"))
        self.assertFalse(
            self.env["res.partner"].search([("name", "=", "Nadia Benali")])
        )
        refused = job.line_ids.filtered(lambda line: line.status == "refused")
        self.assertEqual((refused.line, refused.column), (3, "reference"))
        self.assertIn("empty", refused.reason)

    def test_the_whole_of_a_person_comes_in(self):
        self._move_people_in()
        person = self._record("people", "P1")
        self.assertEqual(person.partner_id.city, "Rezé")
        self.assertEqual(person.territory_id, self.cae.oe_territory_id)
        contract = person.cae_contract_ids
        self.assertEqual((contract.kind, contract.state), ("salaried", "signed"))
        self.assertEqual(str(contract.signed_on), "2026-01-06")
        self.assertEqual((contract.fixed_pay, contract.overdraft), (600, 150))
        hosted = person.affiliation_ids
        self.assertEqual((hosted.company_id, hosted.status), (self.cae, "salaried"))
        self.assertEqual(hosted.register_number, "77-001")
        self.assertTrue(hosted.sudo().employee_id)
        activity = self._record("activities", "A1")
        self.assertEqual(activity.account_id.company_id, self.cae)
        client = self._record("clients", "K1")
        self.assertEqual(client.entrepreneur_id, person)
        self.assertTrue(client.partner_id.is_company)

    def test_the_same_file_twice_changes_nothing(self):
        self._move_people_in()
        for kind, line in (
            ("people", PEOPLE),
            ("contracts", CONTRACT),
            ("activities", ACTIVITY),
            ("clients", CLIENT),
        ):
            before = self._record(kind, line.split(";")[0])
            stamp = before.write_date
            self.assertEqual(self._counts(self._apply(kind, line)), (0, 0, 1, 0), kind)
            after = self._record(kind, line.split(";")[0])
            self.assertEqual((after, after.write_date), (before, stamp))

    def test_a_corrected_file_adds_and_corrects(self):
        self._move_people_in()
        job = self._apply(
            "people", PEOPLE.replace("Rezé", "Nantes"), "P2;Paul Le Roy;;;;;"
        )
        self.assertEqual(self._counts(job), (1, 1, 0, 0))
        self.assertEqual(self._record("people", "P1").partner_id.city, "Nantes")
        job = self._apply("contracts", CONTRACT.replace("600,00", "650,00"))
        self.assertEqual(self._counts(job), (0, 1, 0, 0))
        self.assertEqual(self._record("contracts", "C1").fixed_pay, 650)

    def test_what_is_closed_stays(self):
        self._move_people_in()
        contract = self._record("contracts", "C1")
        contract._seal(contract.browse())
        job = self._job("contracts", CONTRACT.replace("600,00", "650,00"))
        job.action_check()
        self.assertIn("sealed", self._reasons(job)["C1"])
        with self.assertRefused(UserError, "nothing to apply"):
            job.action_apply()
        self.assertEqual(contract.fixed_pay, 600)
        person = self._record("people", "P1")
        self._portal(
            person.partner_id, "nadia-repr", ["oe_base.group_oe_entrepreneur"], self.cae
        )
        job = self._job("people", PEOPLE.replace("Rezé", "Nantes"))
        job.action_check()
        self.assertIn("login", self._reasons(job)["P1"])

    def test_refusals_name_line_column_and_reason(self):
        self._move_people_in()
        job = self._job(
            "contracts",
            "X1;P9;CESA;06/01/2026;;Barème repris;;;;;;;",
            "X2;P1;CESA;06/01/2026;;Barème inconnu;;;;;;;",
            "X3;P1;CDI;06/01/2026;;Barème repris;;;;;;;",
            "X4;P1;CESA;06/01/2026;;Barème repris;;;;;;;",
            "X5;P1;CESA;06/01/2026;01/01/2026;Barème repris;;;;;;;",
            "X6;P1;CAPE;01/01/2023;01/01/2025;Barème repris;;;;;;;",
        )
        job.action_check()
        told = self._reasons(job)
        for reference, words in (
            ("X1", "P9"),
            ("X2", "Barème inconnu"),
            ("X3", "CDI"),
            ("X4", "already"),
            ("X5", "before it starts"),
            ("X6", "L.127-2"),
        ):
            self.assertIn(words, told[reference])
        self.assertEqual(job.refused_count, 6)
        self.assertEqual(
            job.line_ids.filtered(lambda line: line.reference == "X1").column,
            "personne",
        )

    def test_one_bad_contract_does_not_take_the_others_along(self):
        self._apply("people", PEOPLE, "P2;Paul;;;;;", "P3;Rose;;;;;")
        lines = [
            CONTRACT.replace("C1;P1", f"C{n};P{n}").replace("77-001", f"77-{n}")
            for n in (1, 2, 3)
        ]
        bad = "C9;P2;CESA;01/02/2026;;Barème repris;;;;;;;"
        job = self._apply("contracts", *lines, bad)
        self.assertEqual(self._counts(job), (3, 0, 0, 1))
        self.assertIn("already", self._reasons(job)["C9"])

    def test_somebody_known_by_address_is_taken_as_is(self):
        known = self._person("nadia.reprise", self.cae_sap)
        job = self._apply("people", PEOPLE)
        self.assertEqual(self._record("people", "P1"), known)
        self.assertEqual(known.name, "nadia.reprise")
        self.assertIn("Known", self._reasons(job)["P1"])

    def test_quotes_come_in_whole_and_stay_open(self):
        self._move_people_in()
        second = QUOTE.replace("D1-1", "D1-2").replace("10;35,00;20", "2,5;40;5.5")
        job = self._apply("quotes", QUOTE, second)
        self.assertEqual(self._counts(job), (2, 0, 0, 0))
        order = self._record("quotes", "D1-1").order_id
        self.assertEqual((order.state, order.origin), ("sent", "D1"))
        self.assertEqual(len(order.order_line), 2)
        self.assertEqual(order.amount_untaxed, 450)
        self.assertEqual(order.amount_total, 525.5)
        activity = self._record("activities", "A1")
        self.assertEqual(order.oe_activity_id, activity)
        for line in order.order_line:
            self.assertEqual(
                line.analytic_distribution, {str(activity.account_id.id): 100}
            )
        self.assertEqual(
            self._counts(self._apply("quotes", QUOTE, second)), (0, 0, 2, 0)
        )
        third = QUOTE.replace("D1-1", "D1-3").replace("Retouches", "Ourlets")
        self._apply("quotes", QUOTE.replace("35,00", "36,00"), second, third)
        self.assertEqual(order.amount_untaxed, 360 + 100 + 350)
        order.action_confirm()
        job = self._job("quotes", QUOTE)
        job.action_check()
        self.assertIn("no longer open", self._reasons(job)["D1-1"])

    def test_a_quote_with_a_bad_line_stays_out(self):
        self._move_people_in()
        bad = QUOTE.replace("D1-1", "D1-2").replace("K1", "K9")
        job = self._job("quotes", QUOTE, bad)
        job.action_check()
        self.assertEqual(self._counts(job), (0, 0, 0, 2))

    def test_a_client_of_somebody_else_is_refused(self):
        self._move_people_in()
        self._apply("people", "P2;Paul;;;;;")
        self._apply("activities", "A2;P2;Peinture;;;")
        job = self._job("quotes", QUOTE.replace("A1", "A2"))
        job.action_check()
        self.assertIn("somebody else", self._reasons(job)["D1-1"])

    def test_applied_once_then_told(self):
        job = self._apply("people", PEOPLE)
        self.assertEqual(job.applied_by_id, self.manager)
        self.assertFalse(job.file)
        self.assertEqual(len(job.digest), 64)
        with self.assertRefused(UserError, self.manager.name):
            job.action_apply()
        with self.assertRefused(UserError, self.manager.name):
            job.write({"kind": "clients"})
        with self.assertRefused(UserError):
            job.unlink()
        self.env["oe.cae.moving"]._purge_expired(
            job.create_date.date().replace(year=2030)
        )
        self.assertFalse(job.exists())

    def test_a_changed_file_is_checked_again(self):
        job = self._job("people", PEOPLE)
        with self.assertRefused(UserError, "Check"):
            job.action_apply()
        job.action_check()
        job.write({"file": base64.b64encode(b"reference;nom\nP7;Rose")})
        self.assertEqual(job.state, "draft")
        self.assertFalse(job.line_ids)
        with self.assertRefused(UserError, "Check"):
            job.action_apply()

    def test_a_file_that_is_none(self):
        for data, words in ((b"nom;prenom\n1;2", "reference"), (b"\0", "CSV")):
            job = self._job("people")
            job.write({"file": base64.b64encode(data)})
            with self.assertRefused(UserError, words):
                job.action_check()
        job.write({"file": False})
        with self.assertRefused(UserError, "Choose a file"):
            job.action_check()

    def test_only_managers_of_the_company(self):
        for role in ("advisor", "accountant"):
            with self.assertRaises(AccessError):
                self._job(
                    "people", PEOPLE, user=self._staff(f"{role}-rep", role, self.cae)
                )
        stranger = self._staff("chef-ailleurs", "manager", self.cae_sap)
        job = self._job("people", PEOPLE)
        with self.assertRaises(AccessError):
            self._as(job, stranger).action_check()
        with self.assertRefused(UserError, "buttons"):
            job.write({"state": "applied"})
        born = self._as("oe.cae.moving", self.manager).create(
            {"company_id": self.cae.id, "state": "applied"}
        )
        self.assertEqual(born.state, "draft")

    def test_the_form_opens_for_a_manager(self):
        job = self._apply("people", PEOPLE)
        self.assertTrue(Form(job).id)
        self.assertIn("/report", job.action_report()["url"])
        self.assertIn("people.csv", job.action_template()["url"])

    def test_queries_do_not_grow_with_the_lines(self):
        """A check of 100 people asks little more than one of 10."""
        self._apply("people", PEOPLE)
        counts = []
        for size in (10, 100):
            lines = [f"Q{size}-{n};Personne {size} {n};;;;;" for n in range(size)]
            job = self._job("people", *lines)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            job.action_check()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(job.new_count, size)
        self.assertLess(counts[1], counts[0] + 100)


@tagged("post_install", "-at_install")
class TestMovingReport(MovingCase, PageCase, HttpCase):
    def test_the_report_is_for_managers_and_holds_no_formula(self):
        job = self._job("people", "=1+1;;;;;;", PEOPLE)
        job.action_check()
        route = f"/oe/cae/moving/{job.id}/report"
        self.assertIn("login", self.url_open(route).url)
        self.authenticate("claire-reprise", PASSWORD)
        page = self.url_open(route)
        self.assertEqual(page.status_code, 200)
        text = page.content.decode("utf-8-sig")
        self.assertIn("'=1+1", text)
        self.assertNotIn("\n=", text.replace(";=", "\n="))
        self.assertEqual(self.url_open("/oe/cae/moving/999999/report").status_code, 404)
        self.assertEqual(
            self.url_open("/oe_cae/static/moving/people.csv").status_code, 200
        )

    def test_nobody_else_takes_it(self):
        job = self._job("people", PEOPLE)
        job.action_check()
        self._staff("chef-sap", "manager", self.cae_sap)
        self._staff("compta-rep", "accountant", self.cae)
        self._person("Moi", self.cae, login="moi-rep")
        for login in ("chef-sap", "compta-rep", "moi-rep"):
            self.authenticate(login, PASSWORD)
            page = self.url_open(f"/oe/cae/moving/{job.id}/report")
            self.assertEqual(page.status_code, 404, login)
            self._assertCallsRefused(
                ("oe.cae.moving", "action_apply", [job.ids]),
                ("oe.cae.moving", "action_check", [job.ids]),
                ("oe.cae.moving", "_report_file", [job.ids]),
                ("oe.cae.moving.key", "search_read", [[]])
                if login == "moi-rep"
                else ("oe.cae.moving", "write", [job.ids, {"state": "applied"}]),
            )
