"""The pre-flight names each check that fails; the gate of the members."""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .advance_common import MONTH, PAY, AdvanceCase


@tagged("post_install", "-at_install")
class TestAdvanceCheck(AdvanceCase):
    def _run(self, user=None, month=f"{MONTH}-15"):
        wizard = self._as("oe.sap.advance.run", user or self.manager)
        return wizard.create({"company_id": self.cae_sap.id, "month": month})

    def _codes(self, move):
        ((_request, refusals),) = self.Advance._preflight(move).values()
        return [one.code for one in refusals]

    def _told(self, move):
        ((_request, refusals),) = self.Advance._preflight(move).values()
        explain = self.env["oe.sap.explain"]
        return "\n".join(explain._advance(one) for one in refusals)

    def test_a_good_invoice_passes(self):
        self.assertEqual(self._codes(self._posted()), [])

    def test_each_failure_is_a_sentence(self):
        """Nothing reaches a person as a code."""
        cases = (
            ({"public_aid": True}, {}, "APA or PCH"),
            ({"activated_on": "2026-03-20"}, {}, "activation on"),
            ({"activated_on": False}, {}, "has not activated"),
        )
        move = self._posted()
        for values, _more, words in cases:
            with self.subTest(words):
                before = self.enrolled.read(list(values))[0]
                self.enrolled._set(values)
                told = self._told(move)
                self.assertIn(words, told)
                self.assertNotIn("advance.", told)
                before.pop("id")
                self.enrolled._set(before)

    def test_services_of_two_months(self):
        move = self._sap_invoice("2026-03-03")
        move.invoice_line_ids.oe_sap_service_date = "2026-02-28"
        move.write(
            {
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self._sap("II-1").id,
                            "quantity": 1,
                            "price_unit": 25,
                            "oe_sap_service_date": "2026-03-03",
                            "oe_sap_worker_ids": [Command.set(self.worker.ids)],
                        }
                    )
                ]
            }
        )
        move.action_post()
        self.assertEqual(self._codes(move), ["advance.several_months"])
        self.assertIn("one calendar month", self._told(move))

    def test_the_yearly_limit_counts_what_was_asked(self):
        self._sent(hours=400, price=24)
        move = self._posted(hours=60)
        self.assertEqual(self._codes(move), ["advance.yearly_limit"])
        self.assertIn("yearly limit", self._told(move))
        self.enrolled._set({"disability": True})
        self.assertEqual(self._codes(move), [])

    def test_what_the_household_said_elsewhere_counts(self):
        move = self._posted()
        aid = self.env["oe.sap.household.amount"].create(
            {
                "partner_id": self.client.id,
                "company_id": self.cae_sap.id,
                "year": self.today.year,
                "kind": "pch",
                "amount": 10,
            }
        )
        self.assertEqual(self._codes(move), ["advance.public_aid"])
        aid.unlink()
        self.assertEqual(self._codes(move), [])
        self._sent(hours=400, price=24)
        large = self._posted(hours=60)
        self.assertEqual(self._codes(large), ["advance.yearly_limit"])
        self.env["oe.sap.household"].create(
            {
                "partner_id": self.client.id,
                "company_id": self.cae_sap.id,
                "date_start": self.today,
                "disability": True,
            }
        )
        self.assertEqual(self._codes(large), [])

    def test_two_invoices_of_one_run_share_the_limit(self):
        moves = self._posted(hours=250, price=24) | self._posted(hours=250, price=24)
        rows = self.Advance._enqueue(moves)
        self.assertEqual(len(rows), 1)

    def test_a_worker_without_number(self):
        self.cae_sap.write(
            {
                "oe_sap_register_policy": "warn",
                "oe_sap_register_reason": "Avis du 2 mars 2026",
            }
        )
        self.worker.affiliation_ids.register_number = False
        move = self._posted()
        self.assertEqual(self._codes(move), ["advance.missing"])
        self.assertIn("register number", self._told(move))

    def test_an_invoice_partly_credited(self):
        move = self._posted()
        credit = move._reverse_moves([{"invoice_date": "2026-03-12"}])
        credit.invoice_line_ids.quantity = 1
        credit.action_post()
        self.assertIn("advance.credited", self._codes(move))

    def test_what_opens_no_credit(self):
        move = self._sap_invoice("2026-03-10")
        plain = self._service(
            "Courses", 10, "tva_intermediaire_encaissement", nature="other"
        )
        move.write(
            {
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": plain.id,
                            "quantity": 1,
                            "price_unit": 10,
                        }
                    )
                ]
            }
        )
        move.action_post()
        self.assertIn("opens no tax credit", self._told(move))

    def test_travel_is_spread(self):
        fee = self._service(
            "Déplacement", 5, "tva_intermediaire_encaissement", nature="other"
        )
        fee.oe_sap_is_fee = True
        move = self._sap_invoice("2026-03-10")
        move.write(
            {
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": fee.id,
                            "quantity": 1,
                            "price_unit": 5,
                            "tax_ids": [
                                Command.set(move.invoice_line_ids[0].tax_ids.ids)
                            ],
                        }
                    )
                ]
            }
        )
        move.action_post()
        row = self.Advance._enqueue(move)
        self.Advance._cron_send()
        self.assertEqual((row.state, row.amount), ("sent", 115.5))

    def test_without_account_credentials_or_biller(self):
        move = self._posted()
        self.account.provider_ref = False
        self.assertEqual(self._codes(move), ["advance.missing"])
        self.account.provider_ref = "1"
        self.account.client_ref = False
        self.assertEqual(self._codes(move), ["advance.no_credentials"])
        self.account.active = False
        self.assertEqual(self._codes(move), ["advance.no_account"])

    def test_the_list_of_a_month(self):
        good = self._posted()
        other = self.client.copy({"name": "Sans rien"})
        self._posted(partner=other)
        self._posted("2026-04-02")
        aided = self.client.copy({"name": "Avec APA"})
        self._enrol(aided, birth_name="Apa", public_aid=True)
        refused = self._posted(partner=aided)
        run = self._run()
        run.action_check()
        self.assertEqual(run.line_ids.move_id, good | refused)
        self.assertEqual(run.good_count, 1)
        line = run.line_ids.filtered(lambda row: row.move_id == refused)
        self.assertIn("APA", line.why)
        run.action_send()
        self.assertEqual((run.sent_count, run.line_ids.move_id), (1, refused))
        run.action_check()
        self.assertEqual(run.line_ids.move_id, refused)
        with self.assertRefused(UserError, "Nothing passes"):
            run.action_send()
        rows = self.Advance.search([("move_id", "in", (good | refused).ids)])
        self.assertEqual(rows.move_id, good)
        self.assertEqual(good.oe_sap_advance_shown, "To send")
        self.accountant.group_ids += self.env.ref("account.group_account_invoice")
        action = self._as(good, self.accountant).action_oe_sap_advance()
        self.assertEqual(action["res_id"], rows.id)
        action = self._as(refused, self.accountant).action_oe_sap_advance()
        self.assertEqual(action["res_model"], run._name)

    def test_the_run_of_another_company(self):
        elsewhere = self._staff("manager-ailleurs-avance", "manager", self.cae)
        run = self._run(elsewhere)
        with self.assertRaises(AccessError):
            run.action_check()

    def test_the_accountant_sends_as_well(self):
        """With no right on invoices but the role."""
        self._posted()
        run = self._run(self.accountant)
        run.action_check()
        run.action_send()
        self.assertEqual(run.sent_count, 1)
        self.assertTrue(Form(run).id)

    # -- the gate ----------------------------------------------------------------------

    def test_one_member_s_expired_proof_stops_the_cooperative(self):
        other = self._worker("Paul Martin", register_number="043")
        self.account._bring_members()
        late = self.env["oe.sap.advance.member"].search(
            [("entrepreneur_id", "=", other.id)]
        )
        move = self._posted()
        self.assertEqual(self._codes(move), ["advance.no_proof"])
        late.renewed_on = fields.Date.subtract(self.today, months=12, days=10)
        self.assertEqual(late.state, "late")
        # Fifteen days are left for it: see the rules.
        self.assertEqual(self._codes(move), [])
        row = self.Advance._enqueue(move)
        late.renewed_on = fields.Date.subtract(self.today, months=12, days=15)
        self.assertIn("advance.proof_expired", self._codes(move))
        self.assertIn("Paul Martin", self.account.blocked)
        self.Advance._cron_send()
        self.assertEqual(row.state, "held")
        self.assertEqual(self.service.calls[PAY], 0)
        run = self._run()
        run.action_check()
        self.assertIn("Paul Martin", run.gate or "")
        late.renewed_on = self.today
        self._as(row, self.manager).action_again()
        self.Advance._cron_send()
        self.assertEqual(row.state, "sent")

    def test_who_left_stops_nobody(self):
        other = self._worker("Partie", register_number="044")
        self.account._bring_members()
        move = self._posted()
        self.assertEqual(self._codes(move), ["advance.no_proof"])
        other.affiliation_ids.date_end = fields.Date.subtract(self.today, days=1)
        self.assertEqual(self._codes(move), [])

    def test_the_guarantee_follows_what_is_declared(self):
        self.account.takes_deposits = True
        self.assertEqual(self.account.guarantee_due, 15000)
        move = self._posted()
        self.assertEqual(self._codes(move), ["advance.guarantee"])
        self.account.guarantee = 15000
        self.assertEqual(self._codes(move), [])
        self.account.takes_deposits = False
        self.account.guarantee = 0
        row = self._sent()
        row.sudo().amount = 500_000
        self.account.invalidate_recordset()
        self.assertEqual(self.account.declared, 500_000)
        self.assertEqual(self.account.guarantee_due, 20000)
        self.assertIn("guarantee", self.account.blocked)

    def test_reminders_once(self):
        watch = self.env["oe.sap.advance.account"]._cron_watch
        watch()
        self.assertFalse(self.account.activity_ids)
        self.members[0].renewed_on = fields.Date.subtract(self.today, months=12)
        watch()
        watch()
        activity = self.account.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertIn(self.members[0].entrepreneur_id.name, activity.note)

    def test_members_are_brought_once(self):
        self.assertFalse(self.account._bring_members())
        action = self._as("oe.sap.advance.member", self.manager)._open_list()
        self.assertEqual(action["res_model"], "oe.sap.advance.member")
        self.assertTrue(self.account.action_members()["domain"])
        self.assertEqual(self.account.member_count, len(self.members))

    def test_buttons_are_for_handlers(self):
        row = self._queued()
        advisor = self._staff("conseil-avance", "advisor", self.cae_sap)
        for method in ("action_drop", "action_again", "action_ask", "action_replace"):
            with self.assertRaises(AccessError):
                getattr(self._as(row, advisor), method)()
        with self.assertRefused(UserError, "buttons"):
            self._as(row, self.manager).write({"state": "sent"})
        with self.assertRaises(UserError):
            self._as(row, advisor).write({"state": "sent"})
        with self.assertRefused(UserError, "their list"):
            self._as("oe.sap.advance", self.manager).create({"number": "x"})
        self._as(row, self.accountant).action_drop()
        self.assertEqual(row.state, "cancelled")
        with self.assertRefused(UserError, "Dropped"):
            self._as(row, self.accountant).action_again()
        # The invoice is free again.
        self.assertTrue(self.Advance._enqueue(row.move_id))
