from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .recruitment_common import RecruitmentCase


@tagged("post_install", "-at_install")
class TestRecruitmentPages(RecruitmentCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls.cae_sap
        cls._portal(cls.daughter, "anne-recrute", ["oe_base.group_oe_client"], here)
        stranger = cls.env["res.partner"].create({"name": "Un voisin"})
        cls._portal(stranger, "voisin-recrute", ["oe_base.group_oe_client"], here)
        cls.solene._show_photo(True)
        cls.home = f"/my/oe/recruitments/{cls.recruitment.id}"
        cls.work = f"/my/oe/recruitings/{cls.recruitment.id}"

    def test_the_recruiter_fills_asks_and_presents(self):
        self.authenticate("nadia-pool", PASSWORD)
        self.assertIn(self.work, self.url_open("/my/oe/tab/missions").text)
        page = self.url_open(self.work).text
        self.assertIn("Solène Guého", page)
        sheet = {
            "title": "Ménage",
            "tasks": "Ménage et vitres",
            "hours": "3,5",
            "rhythm": "mardi",
            "place": "44120 Vertou",
            "level": "1",
            "wage": "13,20",
            "replacement": "Appeler la coopérative",
        }
        for wrong in (
            {"wage": "11,00"},
            {"wage": "beaucoup"},
            {"hours": "80"},
            {"level": "99"},
            {"place": "Nulle-Part"},
            {"from": "demain"},
        ):
            answer = self._post(f"{self.work}/sheet", **{**sheet, **wrong})
            self.assertIn('role="alert"', answer.text, wrong)
            self.assertIn("Ménage et vitres", answer.text, "what was typed is kept")
        done = self._post(f"{self.work}/sheet", **sheet)
        self.assertIn('role="status"', done.text)
        self.recruitment.invalidate_recordset()
        self.assertEqual(
            (self.recruitment.hours_week, self.recruitment.wage), (3.5, 13.2)
        )
        refused = self._post(f"{self.work}/present")
        self.assertIn('role="alert"', refused.text)
        for person in (self.solene, self.fatou, self.solene):
            self._post(f"{self.work}/add", employee=person.id)
        self.assertEqual(len(self.recruitment.candidate_ids), 2)
        abroad = self._employee("Ailleurs", company=self.cae)
        refused = self._post(f"{self.work}/add", employee=abroad.id)
        self.assertIn('role="alert"', refused.text)
        for row in self.recruitment.candidate_ids:
            self._post(f"{self.work}/answer", candidate=row.id, agreed="1")
            self._post(f"{self.work}/introduce", candidate=row.id, words="Habite près")
        done = self._post(f"{self.work}/present")
        self.assertIn('role="status"', done.text)
        self.recruitment.invalidate_recordset()
        self.assertEqual(self.recruitment.state, "presented")
        self._post(f"{self.work}/sheet", **{**sheet, "title": "Autre"})
        self.recruitment.invalidate_recordset()
        self.assertEqual(self.recruitment.title, "Ménage", "candidates agreed to it")
        folder = self.url_open(f"{self.home}/folder")
        self.assertTrue(folder.content.startswith(b"%PDF"))
        self.assertEqual(self.url_open(self.home).status_code, 404)
        self.authenticate("paul-pool", PASSWORD)
        for route in (self.work, self.home, f"{self.home}/folder"):
            self.assertEqual(self.url_open(route).status_code, 404, route)
        self.assertEqual(self._post(f"{self.work}/present").status_code, 404)

    def test_a_relative_reads_marks_chooses_hires_and_ticks(self):
        first, second = self._presented()
        self.authenticate("anne-recrute", PASSWORD)
        self.assertIn(self.home, self.url_open("/my/oe").text)
        page = self.url_open(self.home).text
        self.assertIn("Vous êtes l'employeur", page)
        self.assertIn("Solène", page)
        for secret in ("Guého", "06 11 11", "Ndiaye"):
            self.assertNotIn(secret, page)
        face = f"{self.home}/photos/{first.id}"
        self.assertEqual(self.url_open(face).status_code, 200)
        other = f"{self.home}/photos/{second.id}"
        self.assertEqual(self.url_open(other).status_code, 404, "no consent to it")
        line = self.recruitment.criterion_ids[0]
        grid = {f"mark_{line.id}": "3", f"words_{line.id}": "Bien"}
        self._post(f"{self.home}/grid", candidate=first.id, **grid)
        self.assertIn("Bien", first.mark_ids.mapped("words"))
        refused = self._post(f"{self.home}/choose", candidate="999999")
        self.assertIn('role="alert"', refused.text)
        for _double_tap in range(2):
            done = self._post(f"{self.home}/choose", candidate=first.id)
            self.assertIn('role="status"', done.text)
        refused = self._post(f"{self.home}/choose", candidate=second.id)
        self.assertIn('role="alert"', refused.text)
        refused = self._post(f"{self.home}/hire", day="bientôt")
        self.assertIn('role="alert"', refused.text)
        for _double_tap in range(2):
            done = self._post(f"{self.home}/hire", day=self.day)
            self.assertIn('role="status"', done.text)
        self.assertEqual(len(self.recruitment.duty_ids), 2)
        duty = self.recruitment.duty_ids[0]
        self._post(f"{self.home}/tick", duty=duty.id, done="1")
        duty.invalidate_recordset()
        self.assertEqual(duty.done_by_id, self.daughter)
        self._post(f"{self.home}/tick", duty=duty.id)
        duty.invalidate_recordset()
        self.assertFalse(duty.done_on)
        folder = self.url_open(f"{self.home}/folder")
        self.assertTrue(folder.content.startswith(b"%PDF"))
        self.client.oe_mandate_ids.can_accept = False
        self.assertEqual(self.url_open(self.home).status_code, 404)

    def test_others_find_nothing(self):
        first, _second = self._presented()
        self.authenticate("voisin-recrute", PASSWORD)
        for route in (
            *(self.home, self.work, f"{self.home}/folder"),
            f"{self.home}/photos/{first.id}",
        ):
            self.assertEqual(self.url_open(route).status_code, 404, route)
        for step in ("grid", "choose", "hire", "tick"):
            answer = self._post(f"{self.home}/{step}", candidate=first.id)
            self.assertEqual(answer.status_code, 404, step)
        for step in ("sheet", "add", "answer", "introduce", "present"):
            answer = self._post(f"{self.work}/{step}")
            self.assertEqual(answer.status_code, 404, step)
        self.authenticate("advisor-pool", PASSWORD)
        folder = self.url_open(f"{self.home}/folder")
        self.assertTrue(folder.content.startswith(b"%PDF"))
        foreign = self._recruitment(company_id=self.cae.id, recruiter_id=False)
        answer = self.url_open(f"/my/oe/recruitments/{foreign.id}/folder")
        self.assertEqual(answer.status_code, 404)

    def test_somebody_of_the_pool_agrees_on_the_own_page(self):
        row = self.recruitment._add_candidate(self.solene)
        base = "/" + self.solene._make_link().split("/", 3)[3]
        self.authenticate(None, None)
        page = self.url_open(base).text
        self.assertIn("Ménage et repassage", page)
        self.assertNotIn("Le Goff", page, "the household's name is not told")
        self._post(f"{base}/requests/{row.id}", agreed="1")
        row.invalidate_recordset()
        self.assertEqual((row.state, row.agreed_how), ("agreed", "page"))
        other = self.recruitment._add_candidate(self.fatou)
        answer = self._post(f"{base}/requests/{other.id}", agreed="1")
        self.assertEqual(answer.status_code, 404)
        self._post(f"{base}/requests/{row.id}", agreed="")
        row.invalidate_recordset()
        self.assertEqual(row.state, "declined")
        for wrong in (f"/oe/pool/{self.solene.id}/x", f"/oe/pool/{self.fatou.id}/x"):
            answer = self._post(f"{wrong}/requests/{row.id}", agreed="1")
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.url_open(f"{base}/requests/{row.id}").status_code, 404)

    def test_logged_out_without_token_and_by_remote_call(self):
        first, _second = self._presented()
        pages = (
            *(self.home, self.work, f"{self.home}/folder"),
            f"{self.home}/photos/{first.id}",
        )
        for route in pages:
            answer = self.url_open(route, allow_redirects=False)
            self.assertIn(answer.status_code, (302, 303), route)
        base = "/" + self.solene._make_link().split("/", 3)[3]
        forms = (
            *(f"{self.home}/{step}" for step in ("grid", "choose", "hire", "tick")),
            *(f"{self.work}/{step}" for step in ("sheet", "add", "answer", "present")),
            f"{self.work}/introduce",
            f"{base}/requests/{first.id}",
        )
        calls = (
            ("oe.recruitment", "search_read", [[]]),
            ("oe.recruitment", "action_present", [self.recruitment.ids]),
            ("oe.recruitment", "action_hired", [self.recruitment.ids]),
            ("oe.recruitment", "_choose", [self.recruitment.ids, 1, first.id]),
            ("oe.recruitment.candidate", "read", [first.ids, ["employee_id"]]),
            ("oe.recruitment.candidate", "action_agrees", [first.ids]),
            ("oe.recruitment.mark", "search_read", [[]]),
            ("oe.recruitment.criterion", "search_read", [[]]),
            ("oe.recruitment.duty", "search_read", [[]]),
            ("oe.employer.duty", "search_read", [[]]),
            ("oe.household.wage", "search_read", [[]]),
        )
        for login in ("anne-recrute", "nadia-pool"):
            self.authenticate(login, PASSWORD)
            for route in forms:
                answer = self.url_open(route, data={"candidate": first.id})
                self.assertEqual(answer.status_code, 400, route)
            self._assertCallsRefused(*calls)
        self.authenticate("advisor-pool", PASSWORD)
        self._assertCallsRefused(
            ("oe.recruitment", "action_present", [self.recruitment.ids]),
            ("oe.recruitment", "action_cancel", [self.recruitment.ids]),
            ("oe.recruitment", "write", [self.recruitment.ids, {"title": "x"}]),
            ("oe.recruitment.candidate", "action_declines", [first.ids]),
        )
