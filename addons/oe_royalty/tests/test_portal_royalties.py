"""A holder's pages: own lines only, by page and by remote call."""

from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .sharing_common import SharingCase


@tagged("post_install", "-at_install")
class TestRoyaltyPages(PageCase, SharingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ana, cls.bob = cls._holder("Ana"), cls._holder("Bob", "author")
        for holder, points in ((cls.ana, 300), (cls.bob, 100)):
            cls._points(holder, points)
            holder.action_portal()
            holder._users().password = PASSWORD
        cls._royalty(1000, "2027-01")
        cls.sharing = cls._sharing("2027-01")
        payouts = cls.env["oe.royalty.payout"].sudo()._make(cls.scheme, "2027-12-31")
        payouts.action_approve()
        cls.paid_ana, cls.paid_bob = payouts.sorted("holder_id")

    def _text(self, url):
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200, url)
        return page.text

    def test_own_page(self):
        self.assertTrue(self.ana.has_portal)
        self.authenticate("ana@holders.example.com", PASSWORD)
        self.assertIn("/my/oe/royalties", self._text("/my/oe"))
        text = self._text("/my/oe/royalties")
        self.assertIn("450,00", text)
        self.assertIn("300", text)
        self.assertNotIn("Bob", text)
        self.assertNotIn("150,00", text.replace("450,00", ""))
        self.assertIn(
            "450,00", self._text(f"/my/oe/royalties/payouts/{self.paid_ana.id}")
        )
        self.assertIn("450,00", self._text("/my/oe/royalties/years/2027"))
        for url in (
            f"/my/oe/royalties/payouts/{self.paid_ana.id}/pdf",
            "/my/oe/royalties/years/2027/pdf",
        ):
            page = self.url_open(url)
            self.assertEqual(page.headers["Content-Type"], "application/pdf")

    def test_what_is_anothers_is_not_found(self):
        self.authenticate("ana@holders.example.com", PASSWORD)
        for url in (
            f"/my/oe/royalties/payouts/{self.paid_bob.id}",
            f"/my/oe/royalties/payouts/{self.paid_bob.id}/pdf",
            "/my/oe/royalties/payouts/999999",
            "/my/oe/royalties/years/2019",
            "/my/oe/royalties/years/2019/pdf",
        ):
            self.assertEqual(self.url_open(url).status_code, 404, url)

    def test_logged_out_and_without_rights(self):
        for url in ("/my/oe/royalties", "/my/oe/royalties/years/2027"):
            page = self.url_open(url, allow_redirects=False)
            self.assertEqual(page.status_code, 303)
        self._person("Zoe", self.cae, login="zoe-royalty")
        self.authenticate("zoe-royalty", PASSWORD)
        for url in (
            "/my/oe/royalties",
            "/my/oe/royalties/years/2027",
            f"/my/oe/royalties/payouts/{self.paid_ana.id}",
        ):
            self.assertEqual(self.url_open(url).status_code, 404, url)

    def test_remote_calls(self):
        theirs = self.sharing.allocation_ids.filtered(
            lambda row: row.holder_id == self.bob
        )
        mine = self.sharing.allocation_ids.filtered(
            lambda row: row.holder_id == self.ana
        )
        self.authenticate("ana@holders.example.com", PASSWORD)
        self._assertCallsRefused(
            ("oe.royalty.allocation", "read", [theirs.ids]),
            ("oe.royalty.holder", "read", [self.bob.ids]),
            ("oe.royalty.share", "read", [self.bob.share_ids.ids]),
            ("oe.royalty.payout", "read", [self.paid_bob.ids]),
            ("oe.royalty.payout", "action_approve", [self.paid_ana.ids]),
            ("oe.royalty.payout", "action_paid", [self.paid_ana.ids]),
            ("oe.royalty.payout", "action_cancel", [self.paid_ana.ids]),
            ("oe.royalty.holder", "action_portal", [self.ana.ids]),
            ("oe.royalty.sharing", "read", [self.sharing.ids]),
            ("oe.royalty.sharing", "action_approve", [self.sharing.ids]),
            ("oe.royalty.share", "write", [self.ana.share_ids.ids, {"points": 9}]),
            ("oe.royalty.allocation", "write", [mine.ids, {"amount": 9}]),
            ("oe.royalty.paid.year", "search_read", [[]]),
            ("oe.royalty.list.wizard", "create", [{"year": 2027}]),
            ("oe.royalty.payout.wizard", "create", [{}]),
        )
        self.assertEqual(
            self._as(mine, self.ana._users()).search([]).holder_id, self.ana
        )

    def test_a_draft_is_nobodys(self):
        self._royalty(1000, "2027-02")
        draft = self._sharing("2027-02", approve=False)
        user = self.ana._users()
        self.assertFalse(
            self._as("oe.royalty.allocation", user).search(
                [("sharing_id", "=", draft.id)]
            )
        )
        self.authenticate("ana@holders.example.com", PASSWORD)
        self.assertNotIn("02/2027", self._text("/my/oe/royalties"))
