"""Real payslips come back: judged line by line, booked once, to the cent."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .pay_common import PayCase

HEAD = (
    "matricule;mois;brut;cotisations_patronales;cotisations_salariales;"
    "net_avant_impot;prelevement_source;net_paye"
)
# Worked case 2 as payroll found it, a little off the estimate.
NADIA = "44-001;2026-06;1 470,97;81,53;335,07;1 135,90;20,45;1 115,45"
PAUL = "44-002;06/2026;1470.97;81,03;335,57;1135,40;0;1135,40"


@tagged("post_install", "-at_install")
class TestPayslip(PayCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nadia, cls.first = cls._case_2("Nadia", "44-001", login="nadia-bulletin")
        cls.second = cls._activity(cls.nadia, cls.cae, "Conseil")
        cls._sale(cls.second, 1000)
        cls.paul, _activity = cls._case_2("Paul", "44-002")
        cls.late, _activity = cls._case_2("Tard", "44-003")
        cls.pay_list = cls._run()
        cls._pay_of(cls.pay_list, cls.nadia).action_agree()
        cls._pay_of(cls.pay_list, cls.paul).action_agree()
        cls.mine = cls._pay_of(cls.pay_list, cls.nadia)

    def _wizard(self, *lines, user=None, head=HEAD, encoding="utf-8-sig"):
        data = "\n".join([head, *lines]).encode(encoding)
        return self._as("oe.cae.payslip.wizard", user or self.accountant).create(
            {"company_id": self.cae.id, "file": base64.b64encode(data)}
        )

    def _import(self, *lines, **values):
        wizard = self._wizard(*lines, **values)
        wizard.action_import()
        return wizard

    def _balances(self, moves):
        totals = {}
        for line in moves.line_ids:
            code = line.account_id.with_company(self.cae).code[:4]
            totals[code] = round(totals.get(code, 0) + line.balance, 2)
        return totals

    def test_a_check_changes_nothing_and_tells_each_refusal(self):
        bad = (
            ";2026-06;1;0;0;1;0;1",
            "44-001;juin;1;0;0;1;0;1",
            "44-001;2026-13;1;0;0;1;0;1",
            "44-001;2026-06;1x;0;0;1;0;1",
            "44-001;2026-06;;0;0;1;0;1",
            "44-001;2026-06;-1;0;0;-1;0;-1",
            "44-001;2026-06;100;10;20;81;0;81",
            "44-001;2026-06;100;10;20;80;5;80",
            "99-999;2026-06;100;10;20;80;0;80",
            "44-001;2026-05;100;10;20;80;0;80",
            "44-003;2026-06;100;10;20;80;0;80",
            NADIA,
            NADIA,
        )
        wizard = self._wizard(*bad)
        wizard.action_check()
        told = wizard.line_ids.sorted("line").mapped("reason")
        wanted = (
            *("matricule", "juin", "2026-13", "1x", "brut", "negative", "80,00"),
            *("75,00", "Unknown number", "05/2026", "not agreed", "1\u202f470,97"),
            "twice",
        )
        for words, reason in zip(wanted, told, strict=True):
            self.assertIn(words, reason)
        self.assertEqual((wizard.new_count, wizard.refused_count), (1, 12))
        self.assertFalse(self.mine.real_on)
        self.assertFalse(
            self.env["account.move.line"].search([("oe_cae_pay_id", "!=", False)])
        )

    def test_the_entry_is_balanced_and_split_over_the_activities(self):
        wizard = self._import(NADIA, PAUL, "99-999;2026-06;100;10;20;80;0;80")
        self.assertEqual((wizard.new_count, wizard.refused_count), (2, 1))
        move = wizard.sudo().move_ids
        self.assertEqual(len(move), 1)
        self.assertEqual((move.state, str(move.date)), ("draft", "2026-06-30"))
        self.assertEqual(move.journal_id.code, "PAIE")
        self.assertEqual(
            self._balances(move),
            {
                "6411": 1470.97 * 2,
                "6451": 162.56,
                "4210": -2250.85,
                "4310": -(162.56 + 335.07 + 335.57),
                "4421": -20.45,
            },
        )
        # 1 552 and 880 of 2 432 brought: 938.71… and 532.26 of the gross.
        lines = move.line_ids.filtered(
            lambda line: line.oe_cae_pay_id == self.mine and line.debit > 200
        )
        parts = {
            int(next(iter(line.analytic_distribution))): line.debit for line in lines
        }
        self.assertEqual(
            parts,
            {self.first.account_id.id: 938.71, self.second.account_id.id: 532.26},
        )
        self.assertNotIn("Nadia", str(move.line_ids.mapped("name")))
        self.assertEqual(self.mine.state, "paid")
        self.assertEqual((self.mine.net, self.mine.real_net), (self.mine.net, 1135.90))

    def test_the_same_file_twice_does_nothing_twice(self):
        first = self._import(NADIA, PAUL)
        second = self._import(NADIA, PAUL, user=self.manager)
        self.assertEqual((second.same_count, second.new_count), (2, 0))
        self.assertFalse(second.sudo().move_ids)
        # A draft somebody deleted is entered again: the books say what was paid.
        first.sudo().move_ids.unlink()
        third = self._import(NADIA, PAUL)
        self.assertEqual(third.same_count, 2)
        self.assertEqual(self._balances(third.sudo().move_ids)["4421"], -20.45)

    def test_an_entry_that_was_reversed_is_entered_again(self):
        move = self._import(NADIA).sudo().move_ids
        move.action_post()
        books = new_test_user(
            self.env,
            login="cabinet-paie",
            groups="account.group_account_manager,oe_base.group_oe_accountant",
            company_id=self.cae.id,
            company_ids=[(6, 0, self.cae.ids)],
        )
        back = self._as(move, books)._reverse_moves([{"date": "2026-06-30"}])
        back.action_post()
        again = self._import(NADIA)
        self.assertEqual(again.same_count, 1)
        self.assertEqual(self._balances(again.sudo().move_ids)["6411"], 1470.97)

    def test_what_the_accountant_moved_stays_moved(self):
        move = self._import(NADIA, PAUL).sudo().move_ids
        health = self.cae._oe_chart_ref("pcg_437")
        social = self.cae._oe_chart_ref("pcg_431")
        line = move.line_ids.filtered(
            lambda row: row.account_id == social and row.oe_cae_pay_id == self.mine
        )
        line.account_id = health
        self.assertFalse(self._import(NADIA, PAUL).sudo().move_ids)
        second = self._import(NADIA.replace("81,53", "91,53")).sudo().move_ids
        totals = self._balances(move | second)
        self.assertEqual(totals["4370"], 0)
        self.assertEqual(round(sum(totals.values()), 2), 0)

    def test_a_correction_is_a_counter_entry(self):
        first = self._import(NADIA, PAUL).sudo().move_ids
        first.action_post()
        corrected = NADIA.replace("81,53", "91,53")
        wizard = self._import(corrected, PAUL)
        self.assertEqual((wizard.changed_count, wizard.same_count), (1, 1))
        second = wizard.sudo().move_ids
        self.assertEqual(
            self._balances(second),
            {"6411": 0, "6451": 10, "4210": 0, "4310": -10, "4421": 0},
        )
        self.assertEqual(set(second.line_ids.oe_cae_pay_id.ids), {self.mine.id})
        back = second.line_ids.filtered(lambda line: "Taken back" in line.name)
        self.assertEqual(round(sum(back.mapped("credit")), 2), 1470.97 + 81.53)
        total = self._balances(first | second)
        self.assertEqual(total["6451"], 172.56)
        self.assertEqual(self.mine.real_employer, 91.53)

    def test_the_sum_of_the_entries_is_the_sum_of_the_files(self):
        moves = self._import(NADIA).sudo().move_ids
        moves |= (
            self._import(NADIA.replace("20,45;1 115,45", "0;1135,9"), PAUL)
            .sudo()
            .move_ids
        )
        moves |= self._import(PAUL.replace("81,03", "80")).sudo().move_ids
        totals = self._balances(moves)
        self.assertEqual(totals["6411"], 2941.94)
        self.assertEqual(totals["6451"], 161.53)
        self.assertEqual(totals["4210"], -2271.30)
        self.assertEqual(round(sum(totals.values()), 2), 0)

    def test_a_closed_accounting_is_refused_in_words(self):
        self.cae.fiscalyear_lock_date = "2026-06-30"
        wizard = self._import(NADIA)
        self.assertEqual(wizard.refused_count, 1)
        self.assertIn("06/2026", wizard.line_ids.reason)
        self.assertFalse(wizard.sudo().move_ids)
        self.assertEqual(self.mine.state, "agreed")
        self.cae.fiscalyear_lock_date = False
        self._import(NADIA)
        self.cae.fiscalyear_lock_date = "2026-06-30"
        self.env["account.move.line"].search(
            [("oe_cae_pay_id", "!=", False)]
        ).move_id.unlink()
        with self.assertRefused(UserError, "06/2026"):
            self.mine._book()

    def test_the_next_statement_shows_estimate_and_real(self):
        self._import(NADIA).sudo().move_ids.action_post()
        statements = self._close(self.cae, "2026-06-01").filtered(
            lambda row: row.entrepreneur_id == self.nadia
        )
        booked = {row.activity_id: row.payroll for row in statements}
        self.assertEqual(
            booked, {self.first: -(938.71 + 52.03), self.second: -(532.26 + 29.50)}
        )
        self.assertEqual(sum(statements.mapped("budget")), 2432)
        july = self._pay_of(self._run("2026-07-01"), self.nadia)
        self.assertEqual(july.pending, 0)
        self.assertEqual(july.budget, round(2432 - 1552.50, 2))
        self.authenticate("nadia-bulletin", PASSWORD)
        own = statements.filtered(lambda row: row.activity_id == self.first)
        for route in (f"/my/oe/pays/{self.mine.id}", f"/my/oe/statements/{own.id}"):
            page = self.url_open(route).text.replace("\u202f", "")
            for words in ("Bulletin", "1135,90", "1115,45", "20,45"):
                self.assertIn(words, page, route)
            self.assertIn(f"{self.mine.net:.2f}".replace(".", ","), page, route)

    def test_files_that_are_none(self):
        for content, words in (
            (b"", "columns are missing"),
            (HEAD.replace(";brut", "").encode(), "brut"),
            (HEAD.encode(), "no line"),
            (b"\x00\x01" + HEAD.encode(), "no CSV"),
            (b"x" * 2_000_001, "2 MB"),
            (HEAD.encode() + b"\n44;2026-06;1;0;0;1;0;1" * 5001, "5000"),
        ):
            wizard = self._wizard()
            wizard.file = base64.b64encode(content)
            with self.assertRefused(UserError, words):
                wizard.action_check()

    def test_a_spreadsheet_of_windows_is_read(self):
        wizard = self._import(
            NADIA.replace("1 470,97", "1\xa0470,97"), encoding="cp1252"
        )
        self.assertEqual(wizard.new_count, 1)

    def test_who_may(self):
        advisor = self._staff("marc-bulletin", "advisor", self.cae)
        with self.assertRaises(AccessError):
            self._wizard(NADIA, user=advisor)
        away = self._as("oe.cae.payslip.wizard", self.accountant).create(
            {"company_id": self.cae.id, "file": base64.b64encode(b"x")}
        )
        away.sudo().company_id = self.cae_sap
        for name in ("action_check", "action_import"):
            with self.assertRaises(AccessError):
                getattr(away, name)()
        self.assertTrue(Form(self._as("oe.cae.payslip.wizard", self.accountant)))

    def test_what_is_paid_is_not_taken_back(self):
        self._import(NADIA)
        with self.assertRefused(UserError, "new file"):
            self.mine.action_reopen()
        with self.assertRefused(UserError, "not waiting"):
            self.mine.action_booked_otherwise()


@tagged("post_install", "-at_install")
class TestPayslipQueries(PayCase):
    def _queries(self, count, month):
        scheme = self._scheme()
        lines = [HEAD]
        for rank in range(count):
            person, activity = self._worker(f"Q {month} {rank}", scheme)
            person.affiliation_ids.register_number = f"{month}-{rank}"
            self._sale(activity, 1000, f"{month}-10")
            lines.append(f"{month}-{rank};{month};700;100;150;550;0;550")
        self._run(f"{month}-01").action_agree()
        wizard = self.env["oe.cae.payslip.wizard"].create(
            {
                "company_id": self.cae.id,
                "file": base64.b64encode("\n".join(lines).encode()),
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        wizard.action_import()
        self.env.flush_all()
        self.assertEqual(wizard.new_count, count)
        return self.env.cr.sql_log_count - start

    def test_importing_asks_no_more_for_many_than_for_one(self):
        one = self._queries(1, "2026-01")
        many = self._queries(50, "2026-02")
        self.assertLess(many, one + 60)
