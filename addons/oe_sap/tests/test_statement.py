import base64
import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import SapCase

MAIN, SECOND = "85245678900019", "85245678900027"


class StatementCase(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", register_number="042")
        cls.main = cls._place("Nantes", MAIN, is_main=True, departments="44")
        cls.report = cls._report()

    @classmethod
    def _place(cls, name, siret, **values):
        values.setdefault("date_start", "2025-01-01")
        return cls.env["oe.sap.establishment"].create(
            {"name": name, "siret": siret, "company_id": cls.cae_sap.id, **values}
        )

    @classmethod
    def _report(cls, place=None, kind="quarter", start="2026-04-01", **values):
        return cls.env["oe.sap.activity.report"].create(
            {
                "establishment_id": (place or cls.main).id,
                "kind": kind,
                "date_start": start,
                "date_due": "2026-07-15",
                **values,
            }
        )

    def _figure(self, report, code, mode=False):
        row = report.figure_ids.filtered(
            lambda figure: figure.code == code and figure.mode == mode
        )
        return (row.first, row.second, row.third, row.whole)

    def _visited(self, person=None):
        """Three visits of three hours at the client's, in June 2026."""
        mission = self._mission(person or self.worker, lines=[(self._sap("II-1"), 60)])
        for visit in mission.intervention_ids.sorted("planned_start")[:3]:
            self._record(visit, "09:00", "09:50")
        return mission


@tagged("post_install", "-at_install")
class TestStatement(StatementCase):
    def test_a_siret_is_checked_and_is_of_the_company(self):
        with self.assertRefused(ValidationError, "85245678900018"):
            self._place("Faux", "85245678900018")
        with self.assertRefused(ValidationError, "SIREN"):
            self._place("Ailleurs", "90000001900019")
        self.assertEqual(self._place("Deux", "852 456 789 00027").siret, SECOND)
        with self.assertRefused(ValidationError, "main"):
            self.main.is_main = False
        with self.assertRefused(ValidationError, "44"):
            self._place("Trois", "85245678900035", departments="44")

    def test_invoices_make_hours_clients_and_turnover(self):
        self._sap_invoice("2026-05-10", hours=4).action_post()
        self._sap_invoice("2026-06-02", hours=1.25).action_post()
        self.report.action_compute()
        figure = self._figure
        self.assertEqual(figure(self.report, "hours"), (0, 4, 2, 6))
        self.assertEqual(figure(self.report, "workers"), (0, 1, 1, 1))
        self.assertEqual(figure(self.report, "employees"), (0, 1, 1, 1))
        self.assertEqual(figure(self.report, "clients"), (0, 1, 1, 1))
        self.assertEqual(figure(self.report, "turnover"), (0, 100, 31.25, 131.25))
        self.assertEqual(figure(self.report, "hours", "prestataire"), (0, 4, 2, 6))
        self.assertEqual(figure(self.report, "hours", "mandataire"), (0, 0, 0, 0))
        count = len(self.report.item_ids)
        self.report.action_compute()
        self.assertEqual((count, len(self.report.item_ids)), (4, 4))

    def test_visits_count_by_their_day_and_once_with_their_invoice(self):
        self._visited()
        self.report.action_compute()
        minutes = sum(self.report.item_ids.mapped("minutes"))
        self.assertEqual(self._figure(self.report, "hours")[2], -(-minutes // 60))
        before = self._figure(self.report, "hours")
        moves = self.env["sale.order"]._oe_invoice_hours(
            self.cae_sap, None, datetime.date(2026, 7, 1)
        )
        moves.invoice_date = "2026-06-30"
        for line in moves.invoice_line_ids:
            line.oe_sap_worker_ids = self.worker
        moves.action_post()
        self.report.action_compute()
        self.assertEqual(self._figure(self.report, "hours"), before)
        self.assertEqual(
            self._figure(self.report, "turnover")[3],
            sum(moves.mapped("amount_untaxed")),
        )

    def test_every_figure_opens_its_lines(self):
        self._sap_invoice("2026-05-10", hours=4).action_post()
        self.report.action_compute()
        for figure in self.report.figure_ids:
            action = figure.action_lines()
            rows = self.env["oe.sap.activity.item"].search(action["domain"])
            if figure.code == "hours":
                self.assertEqual(figure.whole * 60, sum(rows.mapped("minutes")))
            elif figure.code in ("turnover", "payroll"):
                self.assertEqual(figure.whole, sum(rows.mapped("amount")))
            elif figure.code == "clients":
                self.assertEqual(figure.whole, len(rows.partner_id))
            else:
                self.assertEqual(figure.whole, len(rows.entrepreneur_id))

    def test_payroll_is_what_the_books_hold_where_the_person_is_attached(self):
        second = self._place("Saint-Nazaire", SECOND)
        account = self.cae_sap._oe_chart_ref("pcg_6411")
        other = self.cae_sap._oe_chart_ref("pcg_421")
        activity = self.env["oe.activity"].search(
            [("entrepreneur_id", "=", self.worker.id)]
        )
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "company_id": self.cae_sap.id,
                "date": "2026-05-31",
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "account_id": account.id,
                            "debit": 1800.5,
                            "analytic_distribution": {str(activity.account_id.id): 100},
                        },
                    ),
                    (0, 0, {"account_id": other.id, "credit": 1800.5}),
                ],
            }
        )
        entry.action_post()
        self.report.action_compute()
        self.assertEqual(self._figure(self.report, "payroll"), (0, 1800.5, 0, 1800.5))
        self.worker.affiliation_ids.sap_establishment_id = second
        self.report.action_compute()
        self.assertEqual(self._figure(self.report, "payroll")[3], 0)
        theirs = self._report(second)
        theirs.action_compute()
        self.assertEqual(self._figure(theirs, "payroll")[3], 1800.5)

    def test_the_place_of_the_home_says_the_establishment(self):
        commune = self.env["oe.commune"].search(
            [("postal_code", "=", "44600")], limit=1
        )
        second = self._place("Saint-Nazaire", SECOND, commune_ids=commune.ids)
        places = self.main | second
        reports = self.report | self._report(second)
        for code, wanted in (
            ("44600", second),
            (" 44600 ", second),
            ("44000", self.main),
            ("35000", self.main),
            ("", self.main),
        ):
            self.client.zip = code
            self.assertEqual(places._covering(code), wanted, code)
            move = self._sap_invoice("2026-05-10", hours=1)
            self.assertEqual(places._of_document(move), wanted, code)
            move.action_post()
            for report in reports:
                report.action_compute()
                place = report.establishment_id
                found = bool(report.item_ids)
                self.assertEqual(found, place == wanted, (code, place.name))
            move.button_draft()
            move.button_cancel()
        self.client.zip = "44000"
        move = self._sap_invoice("2026-05-10", oe_sap_establishment_id=second.id)
        self.assertEqual(places._of_document(move), second)

    def test_a_right_of_one_establishment_is_no_right_of_another(self):
        commune = self.env["oe.commune"].search(
            [("postal_code", "=", "44600")], limit=1
        )
        second = self._place("Saint-Nazaire", SECOND, commune_ids=commune.ids)
        self.declaration.establishment_id = second
        order = self._order("II-1")
        with self.assertRefused(UserError, "declar"):
            order._oe_sap_check()
        order.oe_sap_establishment_id = second
        order._oe_sap_check()

    def test_declared_it_is_frozen_and_changes_are_shown_beside(self):
        report = self.report
        self._sap_invoice("2026-05-10", hours=4).action_post()
        with self.assertRefused(UserError, "Compute"):
            report.action_declare()
        report.action_compute()
        report.action_declare()
        report.action_declare()
        self.assertEqual((report.state, report.is_intact), ("declared", True))
        with self.assertRefused(UserError, "closed"):
            report.action_compute()
        with self.assertRefused(UserError, "closed"):
            report.date_due = "2026-08-01"
        self.assertFalse(any(report.figure_ids.mapped("difference")))
        self._sap_invoice("2026-05-12", hours=2).action_post()
        report.figure_ids.invalidate_recordset()
        hours = report.figure_ids.filtered(lambda f: f.code == "hours" and not f.mode)
        self.assertIn("4 → 6", hours.difference)
        self.assertEqual(hours.second, 4)
        action = report.action_amend()
        again = report.action_amend()
        self.assertEqual(action["res_id"], again["res_id"])
        amended = report.browse(action["res_id"])
        self.assertEqual((amended.version, amended.amends_id), (2, report))
        self.assertEqual(self._figure(amended, "hours")[1], 6)
        amended.action_declare()
        self.assertEqual(amended.seal_before, report.seal)
        self.env.cr.execute(
            "UPDATE oe_sap_activity_figure SET first = 99 WHERE report_id = %s",
            [report.id],
        )
        self.env.invalidate_all()
        self.assertEqual((report.is_intact, amended.is_intact), (False, True))

    def test_a_period_that_runs_is_not_declared(self):
        today = datetime.date.today()
        report = self._report(kind="year", start=f"{today.year}-01-01")
        report.action_compute()
        with self.assertRefused(UserError, "over"):
            report.action_declare()

    def test_the_file_has_the_rows_of_the_form(self):
        self._sap_invoice("2026-05-10", hours=4).action_post()
        self.report.action_compute()
        text = base64.b64decode(self.report.csv_file).decode("utf-8-sig")
        lines = [line.split(";") for line in text.splitlines()]
        self.assertEqual(lines[0][2], MAIN)
        self.assertEqual(len(lines), 4 + 6 + 3 * 4)
        self.assertEqual(lines[6][2:], ["0", "4", "0"])
        self.assertEqual(lines[9][2:], ["0,00", "100,00", "0,00"])
        year = self._report(kind="year", start="2026-01-01")
        year.action_compute()
        text = base64.b64decode(year.csv_file).decode("utf-8-sig")
        self.assertEqual(text.splitlines()[6].split(";")[2:], ["4"])

    def test_statements_open_by_themselves_once_and_all_managers_are_asked(self):
        first = self._staff("dir-ema", "manager", self.cae_sap)
        second = self._staff("dir-ema2", "manager", self.cae_sap)
        places = self.env["oe.sap.establishment"]
        day = datetime.date(2026, 10, 20)
        places._cron_statements(day)
        places._cron_statements(day)
        mine = self.env["oe.sap.activity.report"].search(
            [("establishment_id", "=", self.main.id), ("id", "!=", self.report.id)]
        )
        self.assertEqual(
            sorted((row.kind, str(row.date_start), str(row.date_due)) for row in mine),
            [
                ("quarter", "2026-07-01", "2026-10-15"),
                ("year", "2025-01-01", "2026-04-15"),
            ],
        )
        self.assertTrue(all(mine.mapped("is_late")))
        quarter = mine.filtered(lambda row: row.kind == "quarter")
        tasks = self.cae_sap.partner_id.activity_ids.filtered(
            lambda task: task.summary == quarter._summary()
        )
        self.assertLessEqual(first | second, tasks.user_id)
        self.assertEqual(len(tasks), len(tasks.user_id))
        quarter.action_compute()
        quarter.action_declare()
        self.assertFalse(tasks.exists())

    def test_the_main_establishment_opens_from_the_siret_once(self):
        self.cae.company_registry = "90000001900019"
        held = self.declaration.copy(
            {"company_id": self.cae.id, "number": "SAP900000019"}
        )
        places = self.env["oe.sap.establishment"]
        places._open_main()
        places._open_main()
        mine = places.search([("company_id", "=", self.cae.id)])
        self.assertEqual(mine.mapped("siret"), ["90000001900019"])
        self.assertEqual((mine.is_main, mine.date_start), (True, held.date_start))

    def test_only_managers_and_accountants_handle_statements(self):
        advisor = self._staff("conseil-ema", "advisor", self.cae_sap)
        for call in ("action_compute", "action_declare", "action_amend"):
            with self.assertRaises(AccessError):
                getattr(self._as(self.report, advisor), call)()
        manager = self._staff("dir-ema3", "manager", self.cae_sap)
        report = self._as(self.report, manager)
        report.action_compute()
        report.action_declare()
        self.assertEqual(self.report.state, "declared")

    def test_lines_go_away_past_their_term_and_figures_stay(self):
        self._sap_invoice("2026-05-10", hours=4).action_post()
        self.report.action_compute()
        self.report.action_declare()
        model = self.env["oe.sap.activity.item"]
        model._purge_expired(datetime.date(2040, 1, 1))
        self.assertFalse(self.report.item_ids.exists())
        self.assertTrue(self.report.is_intact)
