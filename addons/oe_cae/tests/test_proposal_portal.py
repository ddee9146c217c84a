"""Each page of proposals: own, another's, logged out, no token, remote calls."""

from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .proposal_common import ProposalCase


@tagged("post_install", "-at_install")
class TestProposalPortal(ProposalCase, PageCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.route = f"/my/oe/votes/{self.proposal.id}"
        self.authenticate("nadia-vote", PASSWORD)

    def test_read_once_the_discussion_is_open(self):
        self.assertEqual(self.url_open(self.route).status_code, 404)
        self.assertNotIn(self.route, self.url_open("/my/oe/votes").text)
        self.proposal.action_discuss()
        self.assertIn(self.route, self.url_open("/my/oe/votes").text)
        self.assertIn("Quel taux en 2027", self.url_open(self.route).text)
        self.assertIn("/my/oe/votes", self.url_open("/my/oe/tab/me").text)

    def test_commented_and_signed_with_the_first_name(self):
        self.proposal.action_discuss()
        self.people["Nadia"].partner_id.name = "Nadia Benali"
        answer = self._post(f"{self.route}/comment", text="<b>Trop</b> cher")
        self.assertIn("&lt;b&gt;Trop&lt;/b&gt; cher", answer.text)
        self.authenticate("paul-vote", PASSWORD)
        page = self.url_open(self.route).text
        self.assertIn("<strong>Nadia</strong>", page)
        self.assertNotIn("Benali", page)
        self.assertIn(
            "alert-danger", self._post(f"{self.route}/comment", text=" ").text
        )

    def test_vote_once(self):
        self._open()
        self.assertIn(self.route, self.url_open("/my/oe").text)
        first = self.proposal.option_ids[0]
        bad = self._post(f"{self.route}/vote", option="999999")
        self.assertIn("alert-danger", bad.text)
        answer = self._post(f"{self.route}/vote", option=str(first.id))
        self.assertIn("est dans l", answer.text)
        self.assertIn("Vous avez voté", answer.text)
        again = self._post(f"{self.route}/vote", option="blank")
        self.assertIn("déjà voté", again.text)
        self.assertNotIn(self.route, self.url_open("/my/oe").text)
        counts = self.env["oe.cae.proposal.ballot"].sudo()._counts(self.proposal)
        self.assertEqual(counts, {first.id: 1})

    def test_who_is_no_elector_reads(self):
        self._open()
        self.authenticate("lea-vote", PASSWORD)
        self.assertIn("sur la liste", self.url_open(self.route).text)
        answer = self._post(f"{self.route}/vote", option="blank")
        self.assertIn("sur la liste", answer.text)
        self.assertFalse(self.env["oe.cae.proposal.ballot"].sudo().search([]))

    def test_roll_call_changes(self):
        self._open(ballot="open")
        self._post(f"{self.route}/vote", option="blank")
        answer = self._post(
            f"{self.route}/vote", option=str(self.proposal.option_ids[0].id)
        )
        self.assertIn("Changer mon vote", answer.text)
        self._votes(Paul="Yes", Samira="Yes")
        self.proposal.action_close()
        page = self.url_open(self.route).text
        self.assertIn("a la majorité", page)
        self.assertIn("Qui a voté quoi", page)

    def test_raised_from_the_phone_read_first(self):
        answer = self._post(
            "/my/oe/votes/raise",
            company_id=str(self.cae.id),
            name="Un local partagé ?",
            body="Trois jours par semaine",
        )
        self.assertIn("lit votre proposition", answer.text)
        raised = self.env["oe.cae.proposal"].search([("name", "like", "local")])
        self.assertEqual(raised.author_id, self.people["Nadia"])
        self.assertEqual(raised.state, "draft")
        own = f"/my/oe/votes/{raised.id}"
        self.assertEqual(self.url_open(own).status_code, 200)
        refused = self._post(
            "/my/oe/votes/raise", company_id=str(self.cae.id), name="", body="Oui"
        )
        self.assertIn("alert-danger", refused.text)
        self.assertIn(">Oui</textarea>", refused.text)
        foreign = self._post(
            "/my/oe/votes/raise", company_id=str(self.cae_sap.id), name="Autre ?"
        )
        self.assertEqual(foreign.status_code, 404)
        self.authenticate("paul-vote", PASSWORD)
        self.assertEqual(self.url_open(own).status_code, 404)

    def test_own_net_and_nobody_elses(self):
        client = self.env["res.partner"].create({"name": "Cliente"})
        for name, amount in (("Nadia", 1900), ("Paul", 7777)):
            self._invoice(
                self.cae, client, [(amount, self.activities[name], None)], "2026-06-10"
            )
        self._close(self.cae, "2026-06-01")
        self._priced(12)
        self._open()
        page = self.url_open(self.route).text
        self.assertIn("228,00", page)
        self.assertIn("Pourquoi", page)
        self.assertNotIn("933,24", page)

    def test_strangers(self):
        self._open()
        routes = (self.route, "/my/oe/votes")
        posts = (f"{self.route}/vote", f"{self.route}/comment")
        self._person("Zoé", self.cae_sap, login="zoe-vote")
        self.authenticate("zoe-vote", PASSWORD)
        self.assertEqual(self.url_open(self.route).status_code, 404)
        for post in posts:
            answer = self._post(post, option="blank", text="Bonjour")
            self.assertEqual(answer.status_code, 404)
        client = self.env["res.partner"].create({"name": "Cliente"})
        self._portal(client, "cliente-vote", ["oe_base.group_oe_client"], self.cae)
        self.authenticate("cliente-vote", PASSWORD)
        for route in routes:
            self.assertEqual(self.url_open(route).status_code, 404)
        self.assertEqual(self._post("/my/oe/votes/raise", name="Non").status_code, 404)
        self.authenticate(None, None)
        for route in routes:
            answer = self.url_open(route, allow_redirects=False)
            self.assertEqual(answer.status_code, 303)

    def test_no_token_and_no_remote_call(self):
        self._open()
        for name in ("vote", "comment"):
            answer = self.url_open(
                f"{self.route}/{name}", data={"option": "blank", "text": "Non"}
            )
            self.assertEqual(answer.status_code, 400)
        answer = self.url_open(
            "/my/oe/votes/raise",
            data={"name": "Non", "company_id": str(self.cae.id)},
        )
        self.assertEqual(answer.status_code, 400)
        ids = self.proposal.ids
        elector = self.proposal.elector_ids.ids[0]
        self._assertCallsRefused(
            ("oe.cae.proposal", "search_read", [[]]),
            ("oe.cae.proposal", "action_close", [ids]),
            ("oe.cae.proposal", "action_effect", [ids]),
            ("oe.cae.proposal", "write", [ids, {"state": "closed"}]),
            ("oe.cae.proposal", "_vote", [ids, 1, 1]),
            ("oe.cae.proposal.option", "search_read", [[]]),
            ("oe.cae.proposal.comment", "search_read", [[]]),
            ("oe.cae.proposal.comment", "action_toggle", [[1]]),
            ("oe.cae.proposal.elector", "search_read", [[]]),
            ("oe.cae.proposal.elector", "write", [[elector], {"voted_on": False}]),
            ("oe.cae.proposal.ballot", "search_read", [[]]),
            ("oe.cae.proposal.ballot", "create", [[{"proposal_id": ids[0]}]]),
            ("oe.cae.what.if", "_own", [ids[0], 1]),
        )
        self.authenticate("gerante-vote", PASSWORD)
        self._assertCallsRefused(
            ("oe.cae.proposal.elector", "write", [[elector], {"voted_on": False}]),
            ("oe.cae.proposal.ballot", "create", [[{"proposal_id": ids[0]}]]),
            ("oe.cae.proposal", "write", [ids, {"result": {"winner": 1}}]),
        )
