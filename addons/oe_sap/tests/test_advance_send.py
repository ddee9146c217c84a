"""Requests leave once, whatever happens on the way; over real HTTP."""

import logging
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from odoo.addons.oe_sap.aici.client import TOKENS, Client

from .advance_common import IBAN, PAY, SEARCH, SECRET, AdvanceCase


@tagged("post_install", "-at_install")
class TestAdvanceSend(AdvanceCase):
    def _late(self, rows):
        """So long ago that what the service does not know may be sent again."""
        rows.sudo().write(
            {"sending_on": fields.Datetime.subtract(fields.Datetime.now(), hours=2)}
        )

    def test_an_invoice_of_200_asks_the_client_for_100(self):
        row = self._queued(hours=8, price=22.73)
        self.assertEqual(row.amount, 200.02)
        self.assertEqual(
            (row.advance, row.debited, row.expected), (100.01,) * 2 + (200.02,)
        )
        self.Advance._cron_send()
        self.assertEqual((row.state, row.status, row.posts), ("sent", "10", 1))
        self.assertEqual(row.asked_on, self.today)
        self.assertTrue(row.service_ref)
        self.assertEqual(self.service.accepted[row.number], 1)
        self.Advance._cron_send()
        self.assertEqual(self.service.calls[PAY], 1)

    def test_what_goes_out_is_what_the_contract_says(self):
        self._sent()
        (request,) = self.service.requests.values()
        content = request.content
        self.assertEqual(content["idTiersFacturation"], "1000")
        self.assertEqual(content["idClient"], self.enrolled.service_ref)
        self.assertEqual(content["dateNaissanceClient"], "1942-03-01T00:00:00Z")
        self.assertEqual(content["dateDebutEmploi"], "2026-03-10T00:00:00Z")
        self.assertEqual(content["mntFactureTTC"], 110)
        self.assertEqual(content["mntFactureHT"], 100)
        self.assertEqual(
            content["inputPrestations"],
            [
                {
                    "codeNature": "60",
                    "quantite": 4.0,
                    "unite": "HEURE",
                    "mntUnitaireTTC": 27.5,
                    "mntPrestationTTC": 110.0,
                    "mntPrestationHT": 100.0,
                    "mntPrestationTVA": 10.0,
                    "complement2": "042",
                }
            ],
        )

    def test_accepted_then_the_line_drops(self):
        """Each way to lose an answer: looked up, never sent again."""
        for fault in ("drop after", "500 after", "cut after"):
            with self.subTest(fault):
                row = self._queued()
                self.service.fail(PAY, fault)
                self.Advance._cron_send()
                self.assertEqual((row.state, row.lost), ("sending", True))
                self.assertTrue(self.account.told)
                self._late(row)
                self.Advance._cron_send()
                self.assertEqual((row.state, row.posts), ("sent", 1))
                self.assertEqual(self.service.accepted[row.number], 1)
                self.assertFalse(self.account.told)

    def test_lost_before_it_arrived(self):
        """Not there: sent again, after the time of the rules and not before."""
        for fault in ("drop", "500", "503"):
            with self.subTest(fault):
                row = self._queued()
                self.service.fail(PAY, fault)
                self.Advance._cron_send()
                posts = self.service.calls[PAY]
                self.Advance._cron_send()
                self.assertEqual(self.service.calls[PAY], posts)
                self.assertEqual(row.state, "sending")
                self._late(row)
                self.Advance._cron_send()
                self.assertEqual((row.state, row.posts), ("sent", 2))
                self.assertEqual(self.service.accepted[row.number], 1)

    def test_a_process_killed_between_the_mark_and_the_answer(self):
        row = self._queued()
        (claimed,) = self.Advance._claim(self.cae_sap)
        self.assertEqual(row, claimed)
        # The call arrived, its answer was never written.
        self.account._client().request_payments([row._payload()])
        self.Advance._cron_send()
        self.assertEqual(row.state, "sending")
        self._late(row)
        self.Advance._cron_send()
        self.assertEqual(row.state, "sent")
        self.assertEqual(self.service.calls[PAY], 1)

    def test_when_the_look_up_fails_nothing_is_sent(self):
        row = self._queued()
        self.service.fail(PAY, "drop after")
        self.Advance._cron_send()
        self._late(row)
        for fault in ("500", "drop"):
            self.service.fail(SEARCH, fault)
            self.Advance._cron_send()
            self.assertEqual(row.state, "sending")
        self.assertEqual(self.service.calls[PAY], 1)

    def test_an_answer_told_twice_counts_once(self):
        rows = self._queued(2)
        self.service.fail(PAY, "twice")
        self.Advance._cron_send()
        self.assertEqual(rows.mapped("state"), ["sent", "sent"])
        self.assertEqual(len(set(rows.mapped("service_ref"))), 2)

    def test_a_token_that_ended_is_asked_again(self):
        row = self._queued()
        self.account._client().check()
        self.service.forget_tokens()
        self.Advance._cron_send()
        self.assertEqual((row.state, row.posts), ("sent", 1))

    def test_refused_credentials_leave_all_in_the_queue(self):
        row = self._queued()
        self.service.fail(PAY, "403")
        self.Advance._cron_send()
        self.assertEqual((row.state, row.posts), ("queued", 0))
        self.assertEqual(self.account.told, "ERR_HTTP_403")
        self.Advance._cron_send()
        self.assertEqual(row.state, "sent")

    def test_a_service_away_leaves_all_in_the_queue(self):
        row = self._queued()
        TOKENS.drop(self.account._client()._access)
        self.service.fail("token", "503")
        self.Advance._cron_send()
        self.assertEqual((row.state, row.posts), ("queued", 0))
        self.assertEqual(self.account.told, "NO_TOKEN")

    def test_one_rejected_item_stops_no_other(self):
        good = self._queued()
        other = self.client.copy({"name": "Autre foyer"})
        self._enrol(other, birth_name="Autre", birth_date="1950-01-01")
        bad = self._queued(partner=other)
        self.service.clients[bad.client_id.service_ref]["etat"] = "KO"
        self.Advance._cron_send()
        self.assertEqual((good.state, bad.state), ("sent", "rejected"))
        self.assertIn("ERR_PARTICULIER_INACTIF", bad.trouble)
        self.assertTrue(bad.needs_me)
        self.assertIn(bad, self.Advance.search([("needs_me", "=", True)]))
        self.assertIn(good, self.Advance.search([("needs_me", "=", False)]))
        self.service.activate()
        self._as(bad, self.manager).action_again()
        self.Advance._cron_send()
        self.assertEqual(bad.state, "sent")
        self.assertEqual(self.service.accepted[bad.number], 1)

    def test_a_list_refused_is_sent_one_by_one(self):
        rows = self._queued(3)
        answer = Client.request_payments

        def refuse_lists(caller, requests):
            if len(requests) > 1:
                requests = [{}, *requests]
                return caller._call("POST", "/demandePaiement", body="pas une liste")
            return answer(caller, requests)

        with patch.object(Client, "request_payments", refuse_lists):
            self.Advance._cron_send()
        self.assertEqual(set(rows.mapped("state")), {"sent"})
        self.assertEqual(set(self.service.accepted.values()), {1})

    def test_a_list_refused_and_a_line_cut_in_the_middle(self):
        rows = self._queued(3)
        answer, sent = Client.request_payments, []

        def refuse_lists(caller, requests):
            if len(requests) > 1:
                return caller._call("POST", "/demandePaiement", body="pas une liste")
            sent.append(requests)
            if len(sent) == 2:
                self.service.fail(PAY, "drop after")
            return answer(caller, requests)

        with patch.object(Client, "request_payments", refuse_lists):
            self.Advance._cron_send()
        self.assertEqual(
            rows.sorted("id").mapped("state"), ["sent", "sending", "queued"]
        )
        self._late(rows.filtered("lost"))
        self.Advance._cron_send()
        self.assertEqual(set(rows.mapped("state")), {"sent"})
        self.assertEqual(set(self.service.accepted.values()), {1})

    def test_a_number_somebody_else_used(self):
        """Found under our number, for another amount: never adopted as ours."""
        row = self._queued()
        content = row._payload()
        content["mntFactureTTC"] = 55
        content["mntFactureHT"] = 50
        line = content["inputPrestations"][0]
        line.update(quantite=2, mntPrestationTTC=55, mntPrestationHT=50)
        line["mntPrestationTVA"] = 5
        self.account._client().request_payments([content])
        self.Advance._cron_send()
        self.assertEqual((row.state, row.lost), ("sending", True))
        self._late(row)
        self.Advance._cron_send()
        self.assertEqual(row.state, "rejected")

    def test_paid_since_it_was_queued(self):
        row = self._queued()
        self._pay(row.move_id, 110, "2026-03-20")
        self.Advance._cron_send()
        self.assertEqual(row.state, "held")
        self.assertIn("paid already", row.trouble)
        self.assertEqual(self.service.calls[PAY], 0)

    def test_twelve_requests_leave_in_two_calls(self):
        self._sent(12)
        self.assertEqual(self.service.calls[PAY], 2)

    def test_23_requests_are_polled_in_3_calls(self):
        rows = self._sent(23)
        self.service.calls.clear()
        self.Advance._cron_poll()
        self.assertEqual(self.service.calls[SEARCH], 3)
        self.assertEqual(set(rows.mapped("status")), {"10"})

    def test_no_secret_and_nobody_in_the_logs(self):
        with self.assertLogs(level=logging.DEBUG) as logs:
            row = self._queued()
            self.service.fail(PAY, "drop after")
            self.Advance._cron_send()
            self._late(row)
            self.Advance._cron_send()
            self._tell(row, 70)
            client = self._client(self.client.copy({"name": "Autre"}))
            client.action_submit()
            self.env["oe.sap.advance.client"]._cron_enrol()
        # SQL is not logged at this level in production; what we write is.
        ours = [text for text in logs.output if "odoo.sql_db" not in text]
        told = "\n".join(ours)
        messages = row.move_id.message_ids | self.account.message_ids
        told += " ".join(map(str, messages.mapped("body")))
        for word in (SECRET, IBAN, "1942", "jeanne@", "jeton-", client.service_ref):
            self.assertNotIn(word, told)
