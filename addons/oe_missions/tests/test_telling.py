from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .home_common import HomeCase


@tagged("post_install", "-at_install")
class TestTelling(HomeCase):
    def _tell(self, partner=None):
        return (partner or self.client)._oe_tell(
            "Votre visite change", "Paul vient lundi à 9 h.", "Remplacement"
        )

    def test_the_daughter_reads_it_and_nobody_is_called(self):
        self.assertFalse(self._tell())
        message = self.env["oe.client.message"].search(
            [("partner_id", "=", self.client.id)]
        )
        self.assertEqual(message.reader_id, self.daughter)
        mail = self._mails(self.daughter)
        self.assertEqual(mail.subject, "Votre visite change")
        self.assertNotIn("Le Goff", mail.subject + str(mail.body_html))

    def test_a_client_without_a_screen_is_called_even_beside_a_relative(self):
        self.client.oe_no_screen = True
        call = self._tell()
        self.assertEqual(call.reason, "Remplacement")
        self.assertIn("Paul vient", call.body)
        self.assertEqual(self._tell(), call, "asked twice, called once")
        call.action_told()
        self.assertNotEqual(self._tell(), call)

    def test_nobody_to_read_makes_a_call(self):
        self.client.oe_mandate_ids.action_revoke()
        self.assertEqual(self._tell().partner_id, self.client)

    def test_a_client_with_an_address_reads_it_alone(self):
        self.client.oe_mandate_ids.action_revoke()
        self.client.email = "jeanne@example.com"
        self.assertFalse(self._tell())
        self.assertTrue(self._mails(self.client))

    def test_nobody_is_told_for_somebody_deceased(self):
        self.client.oe_deceased_on = "2026-05-01"
        self.assertFalse(self._tell())
        self.assertFalse(self._mails(self.daughter))

    def test_who_called_is_noted_once(self):
        self.client.oe_no_screen = True
        call = self._tell()
        mine = self._as(call.with_company(self.cae_sap), self.advisor)
        call.company_id = self.cae_sap
        mine.action_no_answer()
        self.assertEqual((call.attempts, call.state), (1, "todo"))
        mine.action_told()
        self.assertEqual(call.done_by_id, self.advisor)
        self._as(call, self.manager).action_letter()
        self.assertEqual((call.state, call.done_by_id), ("done", self.advisor))
        with self.assertRefused(UserError, "buttons"):
            mine.write({"state": "todo"})

    def test_only_the_office_of_the_company_reads_the_list(self):
        self.client.oe_no_screen = True
        call = self._tell()
        call.company_id = self.cae_sap
        foreign = self._staff("advisor-abroad", "advisor", self.cae)
        for user in (foreign, self.worker.user_id):
            with self.assertRaises(AccessError):
                self._as(call, user).read(["body"])
