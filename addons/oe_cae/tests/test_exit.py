"""Exits: opened with the end, closed when everything is settled, nothing lost."""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .member_common import MemberCase


class ExitCase(MemberCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._staff("marc-sortie", "advisor", cls.cae)
        cls.nadia, cls.activity = cls._worker(
            "Nadia", cls._scheme(), login="nadia-sortie", clients_rights="es"
        )
        cls.nadia.advisor_id = cls.advisor
        cls.contract = cls.nadia.cae_contract_ids
        cls.exits = cls.env["oe.cae.exit"]

    def _end(self, contract=None, day="2026-10-31", reason="es"):
        contract = contract or self.contract
        wizard = self._as("oe.cae.end.wizard", self.manager).create(
            {"contract_id": contract.id, "date_end": day, "reason": reason}
        )
        wizard.action_end()
        return self.exits.search([("contract_id", "=", contract.id)])

    def _item(self, row, code):
        return row.item_ids.filtered(lambda item: item.code == code)

    def _settle(self, row):
        """Do what can be done, waive the rest."""
        row.item_ids.invalidate_recordset()
        for item in row.item_ids.filtered(lambda item: item.state == "todo"):
            if item.left:
                item.waive_reason = "Repris par la structure"
                item.action_waive()
            else:
                item.action_done()


@tagged("post_install", "-at_install")
class TestExit(ExitCase):
    def test_the_end_opens_it_once(self):
        row = self._end()
        self.assertEqual(str(row.access_end), "2027-04-30")
        self.assertEqual(row.activity_ids.user_id, self.advisor)
        self.assertNotIn("notices", row.item_ids.mapped("code"))
        self.assertEqual(self._item(row, "pay").responsible_id, self.advisor)
        self.assertEqual(str(self._item(row, "unpaid").date_due), "2026-12-30")
        self.assertEqual(self.contract.action_exit()["res_id"], row.id)
        self.assertEqual(len(self.contract.exit_ids), 1)

    def test_a_cape_ends_with_its_notices_a_conversion_is_no_exit(self):
        lea, _activity = self._worker("Léa", self._scheme(), "cape")
        cape = lea.cae_contract_ids
        with self.assertRefused(UserError, "last day"):
            self.contract.action_exit()
        self.assertTrue(cape.action_exit()["res_id"])
        row = self._end(cape, "2026-09-30")
        self.assertEqual(self._item(row, "notices").left, "2")
        with self.assertRefused(UserError, "Settle it first"):
            self._item(row, "notices").action_done()
        cape.notice_ids.reference = "AR"
        cape.notice_ids.action_done()
        self._item(row, "notices").action_done()
        self.assertNotIn("pay", row.item_ids.mapped("code"))
        paul, _activity = self._worker("Paul", self._scheme(), "cape")
        paul.cae_contract_ids._end(paul.cae_contract_ids.date_end, "converted")
        self.assertFalse(paul.cae_contract_ids.exit_ids)
        with self.assertRefused(UserError, "nobody leaves"):
            paul.cae_contract_ids.action_exit()

    def test_what_remains_is_asked_from_the_books(self):
        invoice = self._sale(self.activity, 1000)
        invoice.oe_activity_id = self.activity
        bill = self._charge(self.activity, 300)
        bill.oe_activity_id = self.activity
        self.env["sale.order"].create(
            {
                "company_id": self.cae.id,
                "partner_id": self.buyer.id,
                "oe_activity_id": self.activity.id,
            }
        )
        self.env["oe.cae.reserve.move"].create(
            {"activity_id": self.activity.id, "date": "2026-06-30", "amount": 80}
        )
        self.env["oe.cae.client"]._save(self.nadia, {"name": "Mairie"})
        row = self._end()
        left = row._left()
        self.assertIn("1 000,00", left["unpaid"].replace("\u202f", " "))
        self.assertIn("300,00", left["bills"])
        self.assertIn("80,00", left["reserve"])
        self.assertTrue(left["quotes"].startswith("1,"))
        self.assertIn("1 clients", left["clients"])
        self.assertIn("700,00", left["balance"])
        self.assertFalse(left["claims"] or left["drafts"] or left["shares"])
        action = self._item(row, "unpaid").action_see()
        self.assertEqual(self.env["account.move"].search(action["domain"]), invoice)
        with self.assertRefused(UserError, "no list"):
            self._item(row, "material").action_see()

    def test_it_closes_when_all_is_done_or_waived(self):
        member = self._member(partner=self.nadia.partner_id)
        row = self._end()
        mine = self._as(row, self.manager)
        with self.assertRefused(UserError, "Shares of the cooperative"):
            mine.action_close()
        with self.assertRefused(UserError, "10 shares"):
            self._item(row, "shares").action_done()
        with self.assertRefused(UserError, "why it is waived"):
            self._item(row, "interview").action_waive()
        self._move(member, "pay", "2026-02-03", amount=500)
        self._move(member, "refund", "2026-10-31", shares=10)
        self._settle(row)
        self.assertEqual(self._item(row, "shares").state, "done")
        self._sale(self.activity, 500).oe_activity_id = self.activity
        with self.assertRefused(UserError, "Clients who owe"):
            mine.action_close()
        item = self._item(row, "unpaid")
        item.action_todo()
        item.waive_reason = "Encaissé par la structure puis reversé"
        item.action_waive()
        self._item(row, "balance").action_todo()
        self._settle(row)
        with self.assertRaises(AccessError):
            self._as(row, self.advisor).action_close()
        mine.action_close()
        self.assertEqual((row.state, row.closed_by_id), ("closed", self.manager))
        self.assertTrue(row._seal_is_true())
        with self.assertRefused(UserError, "closed and cannot change"):
            mine.action_close()
        for refused in (
            lambda: self._item(row, "pay").action_todo(),
            lambda: row.write({"exported_on": False}),
            lambda: row.part_ids.write({"part": 5}),
            lambda: row.item_ids.create({"exit_id": row.id, "name": "Clé"}),
        ):
            with self.assertRefused(UserError, "closed"):
                refused()
        page = row._page()
        self.assertIn("2031", str(page["shares"]))
        self.assertEqual(page["accounts"][0]["balance_total"]["whole"][:3], "500")
        self._sale(self.activity, 77)
        self.assertEqual(row._page()["accounts"], page["accounts"], "frozen")
        row.access_end = "2027-12-31"

    def _with_paul(self):
        """Paul works on Nadia's account from the start."""
        paul = self._person("Paul", self.cae)
        self.env["oe.activity"].create(
            {
                "name": "À deux",
                "entrepreneur_id": paul.id,
                "company_id": self.cae.id,
                "account_id": self.activity.account_id.id,
            }
        )
        self._sale(self.activity, 1000.01)
        self._charge(self.activity, 333.33)
        return paul

    def _nothing_lost(self, row, whole):
        """Part and rest are the account, figure by figure; both halves agree."""
        [account] = row._statement()["accounts"]
        for half in ("profit", "balance"):
            told, mine, rest = account[f"{half}_total"]
            self.assertEqual((told, mine + rest), (whole, whole))
            for _label, cents, own, others in account[half]:
                self.assertEqual(own + others, cents)
        self.assertEqual(account["profit_total"], account["balance_total"])
        return account["balance_total"][1]

    def test_a_shared_account_loses_nothing(self):
        self._with_paul()
        row = self._end()
        part = row.part_ids
        self.assertTrue(part.is_shared)
        with self.assertRefused(UserError, "is shared"):
            self._settle(row)
            row.action_close()
        self._as(part, self.manager).write(
            {"part": 60, "agreement": "Accord du 3 janvier 2026"}
        )
        self._item(row, "balance").action_todo()
        self._settle(row)
        self.assertEqual(self._nothing_lost(row, 66668), 40001)
        self._as(row, self.manager).action_close()
        self.assertEqual(row.closing["accounts"][0]["balance_total"][1], 40001)

    def test_a_signed_agreement_cuts_each_day_and_each_own_pay(self):
        paul = self._with_paul()
        sharing = self.env["oe.cae.sharing"].create(
            {
                "activity_id": self.activity.id,
                "date_start": "2026-06-15",
                **dict.fromkeys(
                    ("nature", "clients", "brand", "assets", "leaving"), "Dit"
                ),
                "part_ids": [
                    Command.create({"entrepreneur_id": self.nadia.id, "weight": 3}),
                    Command.create({"entrepreneur_id": paul.id, "weight": 2}),
                ],
            }
        )
        sharing._finish(fields.Date.to_date("2026-06-01"))
        row = self._end()
        self.assertEqual(row.part_ids.sharing_id, sharing)
        # The sale of the 10th was Nadia's alone; the charge of the 20th is 60 % hers.
        self.assertEqual(self._nothing_lost(row, 66668), 100001 - 20000)
        self._contract(paul, self.contract.scheme_id)
        self._close(self.cae, "2026-06-01")
        own = {
            statement.entrepreneur_id: round(100 * statement.contribution)
            for statement in self.env["oe.cae.statement"].search(
                [("company_id", "=", self.cae.id), ("state", "=", "closed")]
            )
        }
        self.assertTrue(own[self.nadia])
        whole = 66668 + sum(own.values())
        self.assertEqual(self._nothing_lost(row, whole), 80001 + own[self.nadia])

    def test_steps_are_guarded(self):
        row = self._end(day="2026-12-31")
        with self.assertRefused(UserError, "closes after"):
            self._as(row, self.manager).action_close()
        item = self._item(row, "material")
        for values in ({"state": "done"}, {"done_on": "2026-01-01"}):
            with self.assertRefused(UserError, "with the button"):
                self._as(item, self.manager).write(values)
        for values in ({"state": "closed"}, {"closing": {}}, {"exported_on": False}):
            with self.assertRefused(UserError, "with the buttons"):
                self._as(row, self.manager).write(values)
        with self.assertRefused(UserError, "waived, not removed"):
            self._as(item, self.manager).unlink()
        own = self._as(row.item_ids, self.advisor).create(
            {"exit_id": row.id, "name": "Rendre la clé"}
        )
        self.assertEqual(own.display_name, "Rendre la clé")
        own.action_done()
        self.assertEqual(own.done_by_id, self.advisor)

    def test_the_access_ends(self):
        row = self._end()
        user = self.nadia.user_id
        row.access_end = "2026-11-01"
        self.exits._cron_access_end()
        self.assertFalse(user.active)
        self.assertTrue(row.access_closed_on)
        zoe, _activity = self._worker("Zoé", self._scheme(), login="zoe-sortie")
        self.env["oe.affiliation"].create(
            {
                "entrepreneur_id": zoe.id,
                "company_id": self.cae_sap.id,
                "status": "salaried",
                "date_start": "2026-01-01",
            }
        )
        other = self._end(zoe.cae_contract_ids)
        other.access_end = "2026-11-01"
        self.exits._cron_access_end()
        user = zoe.user_id
        self.assertTrue(user.active)
        self.assertEqual(user.company_ids, self.cae_sap)

    def test_a_client_keeps_the_login(self):
        row = self._end()
        user = self.nadia.user_id
        user.group_ids += self.env.ref("oe_base.group_oe_client")
        row.access_end = "2026-11-01"
        self.exits._cron_access_end()
        self.assertTrue(user.active)
        self.assertFalse(user.has_group("oe_base.group_oe_entrepreneur"))

    def test_figures_for_payroll(self):
        row = self._end()
        with self.assertRefused(UserError, "staff register number"):
            row._export_payroll()
        self.nadia.affiliation_ids.register_number = "44-009"
        self._sale(self.activity, 1000)
        data, name = row._export_payroll()
        cells = data.decode("utf-8-sig").split("\r\n")[1].split(";")
        self.assertEqual(name, "solde-tout-compte-44-009.csv")
        self.assertEqual(
            (cells[0], cells[1], cells[3]), ("44-009", "2026-10-31", "1000,00")
        )
        with self.assertRaises(AccessError):
            self._as(row, self.advisor).action_export_payroll()


@tagged("post_install", "-at_install")
class TestExitPages(ExitCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clients = cls.env["oe.cae.client"]
        clients._save(cls.nadia, {"name": "Mairie de Rezé", "email": "m@example.com"})
        cls.stranger, _activity = cls._worker(
            "Zoé", cls._scheme(), login="zoe-sortie-page"
        )
        clients._save(cls.stranger, {"name": "Cliente de Zoé"})

    def _logs(self):
        return self.env["oe.read.log"].search_count(
            [("partner_id", "=", self.nadia.partner_id.id)]
        )

    def test_balance_clients_and_statement_on_the_phone(self):
        row = self._end()
        own = f"/my/oe/exits/{row.id}"
        self.authenticate("nadia-sortie", PASSWORD)
        self.assertIn(own, self.url_open("/my/oe").text)
        self.assertIn("31/10/2026", self.url_open(own).text)
        self.assertEqual(self.url_open(f"{own}/statement").status_code, 404)
        for taken in (1, 2):
            answer = self._post(f"{own}/clients")
            self.assertIn("text/csv", answer.headers["Content-Type"])
            self.assertIn("Mairie de Rezé", answer.content.decode("utf-8-sig"))
            self.assertNotIn("Zoé", answer.content.decode("utf-8-sig"))
            self.assertEqual(self._logs(), taken)
        row.invalidate_recordset()
        self._settle(row)
        row.action_close()
        self.env.flush_all()
        self.assertIn(f"{own}/statement", self.url_open(own).text)
        answer = self.url_open(f"{own}/statement")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        row.access_end = "2026-11-01"
        self.env.flush_all()
        self.assertEqual(self.url_open(own).status_code, 404)
        self.assertEqual(self._post(f"{own}/clients").status_code, 404)

    def test_the_contract_says_whose_the_clients_are(self):
        self.contract.clients_rights = "cae"
        row = self._end()
        own = f"/my/oe/exits/{row.id}"
        self.authenticate("nadia-sortie", PASSWORD)
        self.assertNotIn(f"{own}/clients", self.url_open(own).text)
        self.assertIn('role="alert"', self._post(f"{own}/clients").text)
        self.assertEqual(self._logs(), 0)

    def test_inside_managers_take_it_others_do_not(self):
        row = self._end()
        self.nadia.affiliation_ids.register_number = "44-009"
        clients, payroll = f"/oe/exits/{row.id}/clients", f"/oe/exits/{row.id}/payroll"
        allowed = {
            "claire-paie": (200, 200),
            "sophie-paie": (403, 200),
            "marc-sortie": (403, 403),
            "nadia-sortie": (404, 404),
        }
        for login, codes in allowed.items():
            self.authenticate(login, PASSWORD)
            got = tuple(self.url_open(url).status_code for url in (clients, payroll))
            self.assertEqual(got, codes, login)
        self.assertEqual(self._logs(), 1)
        self._staff("loin-sortie", "manager", self.cae_sap)
        self.authenticate("loin-sortie", PASSWORD)
        self.assertEqual(self.url_open(clients).status_code, 404)
        self.assertEqual(self.url_open("/oe/exits/999999/clients").status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(clients).url)

    def test_others_strangers_and_no_token(self):
        row = self._end()
        own = f"/my/oe/exits/{row.id}"
        self.authenticate("zoe-sortie-page", PASSWORD)
        for route in (own, f"{own}/statement"):
            self.assertEqual(self.url_open(route).status_code, 404)
        self.assertEqual(self._post(f"{own}/clients").status_code, 404)
        self.authenticate("nadia-sortie", PASSWORD)
        code = self.url_open(f"{own}/clients", data={"a": "b"}).status_code
        self.assertEqual(code, 400)
        calls = (
            "action_close",
            "action_export_clients",
            "action_export_payroll",
            "_export_clients",
            "action_show",
        )
        self._assertCallsRefused(
            *(("oe.cae.exit", method, [[row.id]]) for method in calls),
            ("oe.cae.exit", "read", [[row.id], ["closing"]]),
            ("oe.cae.contract", "action_exit", [[self.contract.id]]),
            ("oe.cae.exit.part", "action_account", [row.part_ids.ids]),
            *(
                ("oe.cae.exit.item", method, [row.item_ids.ids])
                for method in ("action_done", "action_waive", "action_todo")
            ),
            ("oe.cae.exit.item", "action_see", [row.item_ids[:1].ids]),
        )
        self.authenticate(None, None)
        for route in (own, f"{own}/statement"):
            self.assertIn("/web/login", self.url_open(route).url)
