from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .profile_common import ProfileCase, photo_bytes

PAGE = "/my/oe/profile"


@tagged("post_install", "-at_install")
class TestProfilePages(ProfileCase, PageCase):
    def _form(self, **given):
        return {
            "name_kind": "first",
            "job": "Ménage et repassage",
            "text": "Je viens à vélo.",
            "place": "Rezé",
            "services": [str(self.care.id), str(self.cleaning.id)],
            "skills": [str(self.tutor.id)],
            "shows_opinions": "1",
            **given,
        }

    def test_fill_in_look_publish_withdraw(self):
        self.authenticate("nadia-home", PASSWORD)
        self.assertIn(PAGE, self.url_open("/my/oe/tab/me").text)
        files = {"photo": ("moi.jpg", photo_bytes(), "image/jpeg")}
        done = self._post(f"{PAGE}/save", files=files, **self._form())
        self.assertIn('role="status"', done.text)
        self.assertEqual(self.profile.shown_name, "Nadia")
        self.assertEqual(self.profile.service_ids, self.care | self.cleaning)
        self.assertTrue(self.profile.has_photo)
        self.assertFalse(self.profile.shows_languages)
        seen = self.url_open(f"{PAGE}/preview")
        self.assertIn("Ménage et repassage", seen.text)
        self.assertIn("noindex", seen.text)
        photo = self.url_open(f"{PAGE}/photo")
        self.assertEqual(photo.headers["Content-Type"], "image/jpeg")
        public = f"/entrepreneurs/{self.profile.slug}"
        self.assertEqual(self.url_open(public).status_code, 404)
        self.assertIn('role="alert"', self._post(f"{PAGE}/publish").text)
        self._post(f"{PAGE}/publish", consent="1")
        self.assertEqual(self.url_open(public).status_code, 200)
        self._post(f"{PAGE}/withdraw")
        for address in (public, f"{public}/photo", f"{public}/contact"):
            self.assertEqual(self.url_open(address).status_code, 404, address)

    def test_what_is_refused_stays_in_the_form(self):
        self.authenticate("nadia-home", PASSWORD)
        text = "Appelez-moi au 06 12 34 56 78"
        refused = self._post(f"{PAGE}/save", **self._form(text=text))
        self.assertIn('role="alert"', refused.text)
        self.assertIn(text, refused.text)
        ticked = f'value="{self.care.id}" checked'
        self.assertIn(ticked, refused.text)
        self.assertFalse(self.profile.text)
        pdf = {"photo": ("x.pdf", b"%PDF-1.4", "application/pdf")}
        refused = self._post(f"{PAGE}/save", files=pdf, **self._form())
        self.assertIn('role="alert"', refused.text)
        for hostile in ("x", "-1", "9" * 30):
            self._post(f"{PAGE}/save", **self._form(services=hostile))
        self.assertFalse(self.profile.service_ids)

    def test_the_reason_of_a_suspension_is_read(self):
        self._published()
        self._as(self.profile, self.manager)._suspend("Photo de plusieurs personnes")
        self.authenticate("nadia-home", PASSWORD)
        for route in (PAGE, "/my/oe/tab/me"):
            self.assertIn("Photo de plusieurs personnes", self.url_open(route).text)
        self._post(f"{PAGE}/publish", consent="1")
        self.assertEqual(self.profile.state, "suspended")

    def test_own_pages_of_an_entrepreneur_only(self):
        steps = ("save", "publish", "withdraw")
        for step in steps:
            answer = self.url_open(f"{PAGE}/{step}", data={"consent": "1"})
            self.assertIn("/web/login", answer.url, "logged out")
        away = self.url_open(PAGE, allow_redirects=False)
        self.assertIn("/web/login", away.headers["Location"])
        self.authenticate("nadia-home", PASSWORD)
        self.assertEqual(
            self.url_open(f"{PAGE}/publish", data={"consent": "1"}).status_code, 400
        )
        self._assertCallsRefused(
            ("oe.public.profile", "write", [[self.profile.id], {"job": "x"}]),
            ("oe.public.profile", "write", [[self.profile.id], {"is_published": True}]),
            ("oe.public.profile", "create", [{"slug": "x"}]),
            ("oe.public.profile", "unlink", [[self.profile.id]]),
            ("oe.public.profile", "action_lift", [[self.profile.id]]),
            ("oe.public.profile", "_publish", [[self.profile.id], 1, True]),
            ("oe.public.profile", "_of", [self.worker.id]),
            ("oe.suspend.wizard", "create", [{"reason": "x"}]),
            ("oe.contact.counter", "search_read", [[]]),
            ("crm.lead", "_oe_asked_for", [self.worker.id]),
        )
        for login in ("manager-home", "advisor-home"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open(PAGE).status_code, 404, login)
            for step in steps:
                answer = self._post(f"{PAGE}/{step}", consent="1")
                self.assertEqual(answer.status_code, 404, (login, step))
        self.assertFalse(self.profile.is_published)

    def test_each_one_has_the_own_profile(self):
        self._published()
        self.authenticate("paul-home", PASSWORD)
        self._post(f"{PAGE}/withdraw")
        self.assertTrue(self.profile.is_published)
        self.assertNotIn("Douze ans", self.url_open(PAGE).text)
        self.assertEqual(self.url_open(f"{PAGE}/photo").status_code, 404)
        self._assertCallsRefused(
            ("oe.public.profile", "read", [[self.profile.id], ["job"]]),
        )
