"""The network plan through its models: worked figures, flags, copies, actuals."""

from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestPlan(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.origin = cls.env.ref("oe_royalty.plan_origin").copy({"name": "Origine"})
        cls.waves = cls.env.ref("oe_royalty.plan_bottom_up").copy({"name": "Vagues"})

    def _flags(self, key, plan=None):
        cells = (plan or self.origin).flag_ids.filtered(lambda cell: cell.key == key)
        return {cell.year: (cell.shown, cell.printed) for cell in cells}

    def _shown(self, key, plan=None):
        cells = (plan or self.origin).cell_ids.filtered(lambda cell: cell.key == key)
        return {cell.year: cell.shown for cell in cells}

    def _variant(self, parameter, value=0, plan=None):
        return (plan or self.origin).variant_ids.filtered(
            lambda row: row.parameter == parameter and row.value == value
        )

    # -- worked figures -----------------------------------------------------------

    def test_bottom_up_turnover(self):
        found = self._shown("turnover", self.waves)
        expected = {1: 401, 2: 4006, 3: 12923, 5: 29594, 10: 62720}
        self.assertEqual({year: found[year] for year in expected}, expected)
        self.assertEqual(
            {year: row[1] for year, row in self._flags("turnover", self.waves).items()},
            {1: 408, 2: 4026, 3: 12932, 5: 29552, 10: 62601},
        )

    def test_plan_of_origin_reproduces_what_is_printed(self):
        for key in ("etd", "turnover", "result", "partners"):
            self.assertEqual(self._flags(key), {}, key)
        self.assertEqual(self._shown("etd")[10], 21)

    def test_flags_of_the_cumulated_result(self):
        flags = self._flags("cumulated")
        self.assertEqual(set(flags), {1, 2, 3, 5, 10})
        self.assertEqual(flags[5], (531, 620))
        self.assertEqual(flags[10], (2131, 2134))

    def test_flags_of_staff_and_total(self):
        self.assertEqual(self._flags("staff"), {1: (13.5, 14.6)})
        self.assertEqual(self._flags("total")[3], (878.8, 878.7))
        self.assertEqual(set(self._flags("total")), {1, 3})

    def test_year_of_recovery_by_rate(self):
        found = {
            variant.value: variant.recovery_year
            for variant in self.origin.variant_ids
            if variant.parameter == "rate"
        }
        self.assertEqual(found, {1: 8, 2: 6, 3: 5})
        self.assertEqual(self.origin.recovery_year, 4)
        self.assertEqual(self.origin.covering_years, "N3")

    def test_rate_that_covers_the_third_year(self):
        self.assertEqual(self.origin.covering_rate, 3.63)
        self.assertEqual(self.origin.investment, 1820)

    def test_one_etd_at_target(self):
        self.assertEqual(self.waves.target_month, 290572.92)
        self.assertEqual(self.waves.target_printed, 290604)
        self.assertAlmostEqual(self.waves.target_full_time, 69.5, 1)

    # -- use ----------------------------------------------------------------------

    def test_computed_twice_it_is_the_same(self):
        before = [self.origin.cell_ids.mapped("computed"), len(self.origin.point_ids)]
        self.origin.action_compute()
        after = [self.origin.cell_ids.mapped("computed"), len(self.origin.point_ids)]
        self.assertEqual(after, before)
        self.assertEqual(len(self.origin.point_ids), 10 * len(self.origin.variant_ids))

    def test_a_cell_says_how_and_opens_its_inputs(self):
        cell = self.origin.cell_ids.filtered(
            lambda cell: cell.key == "staff" and cell.year == 2
        )
        self.assertIn("1 × 60,825 + 3 × 9,075 + 4,45 = 92,5", cell.explanation)
        action = cell.action_inputs()
        self.assertEqual(action["res_id"], cell.column_id.id)
        total = self.origin.cell_ids.filtered(
            lambda cell: cell.key == "total" and cell.year == 2
        )
        parts = self.env["oe.plan.cell"].search(total.action_inputs()["domain"])
        self.assertEqual(sorted(parts.mapped("key")), ["partners", "staff"])
        for key, model in (("turnover", "oe.plan.profile"), ("etd", "oe.plan.year")):
            found = self.waves.cell_ids.filtered(lambda c, key=key: c.key == key)
            self.assertEqual(found[0].action_inputs()["res_model"], model)
            self.assertTrue(found[0].explanation)

    def test_inputs_changed_must_be_computed_again(self):
        network = self._staff("network-plan", "network_manager", self.sas)
        mine = self._as(self.origin, network)
        self.assertFalse(mine.stale)
        mine.year_ids[0].openings = 2
        self.assertTrue(mine.stale)
        with self.assertRefused(UserError, "compute"):
            mine.action_publish()
        mine.action_compute()
        self.assertFalse(mine.stale)
        self.assertEqual(self._shown("etd")[1], 2)
        self.assertEqual(self._flags("etd")[1], (2, 1))
        mine.rate = 4
        self.assertTrue(mine.stale)

    def test_published_it_no_longer_changes(self):
        network = self._staff("network-plan", "network_manager", self.sas)
        mine = self._as(self.origin, network)
        mine.action_publish()
        for change in (
            lambda: mine.write({"rate": 4}),
            lambda: mine.year_ids[0].write({"openings": 9}),
            lambda: mine.cell_ids[0].write({"printed": 9}),
            lambda: mine.variant_ids[0].unlink(),
            lambda: mine.column_ids[0].copy({"key": "other"}),
            mine.unlink,
        ):
            with self.assertRefused(UserError, "published"):
                change()
        with self.assertRefused(UserError, "Compute"):
            mine.write({"state": "draft"})
        mine.action_withdraw()
        mine.rate = 4

    def test_a_copy_has_its_own_inputs_and_results(self):
        network = self._staff("network-plan", "network_manager", self.sas)
        published = self.env.ref("oe_royalty.plan_origin")
        copy = self._as(published, network).copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.recovery_year, 4)
        self.assertEqual(copy.flag_count, published.flag_count)
        copy.year_ids.filtered(lambda row: row.year == 2).openings = 0
        copy.action_compute()
        self.assertGreater(copy.recovery_year, 4)
        self.assertEqual(self._shown("etd", published)[2], 4)
        action = (published | copy).action_compare()
        cells = self.env["oe.plan.cell"].search(action["domain"])
        self.assertEqual(cells.plan_id, published | copy)
        with self.assertRefused(UserError, "two"):
            copy.action_compare()

    def test_sensitivity(self):
        base = self._variant("base", plan=self.waves)
        for parameter, value in (("billed_months", 11), ("ramp", 6), ("cap", 2)):
            changed = self._variant(parameter, value, self.waves)
            self.assertLess(changed.royalty_total, base.royalty_total, parameter)
        earlier = self._variant("opening_month", 1, self.waves)
        self.assertGreater(earlier.royalty_total, base.royalty_total)
        self.assertGreater(self._variant("delay", 1).recovery_year, 4)

    def test_a_change_that_makes_no_sense_is_refused(self):
        rows = (
            (self.origin, "ramp", 3, "bottom-up"),
            (self.waves, "billed_months", 13, "no possible value"),
            (self.waves, "cap", 1.5, "no possible value"),
            (self.waves, "rate", 120, "no possible value"),
        )
        for plan, parameter, value, word in rows:
            with self.assertRefused(ValidationError, word):
                plan.variant_ids = [
                    (0, 0, {"name": "x", "parameter": parameter, "value": value})
                ]

    def test_columns_are_made_of_earlier_ones(self):
        with self.assertRefused(ValidationError, "nothing"):
            self.origin.column_ids = [
                (
                    0,
                    0,
                    {
                        "name": "Wrong",
                        "key": "wrong",
                        "kind": "total",
                        "source_keys": "staff,nothing",
                        "sequence": 99,
                    },
                )
            ]

    def test_profiles_of_the_network_are_brought_in_once(self):
        self.waves.profile_ids.unlink()
        for _time in range(2):
            self.waves.action_profiles()
        self.assertEqual(len(self.waves.profile_ids), 3)
        self.assertEqual(self.waves.target_month, 290572.92)
        self.assertEqual(self.waves.target_printed, 290604)

    def test_a_scenario_without_year_or_turnover_is_told(self):
        plan = self.env["oe.plan"].create({"name": "Vide", "company_id": self.sas.id})
        with self.assertRefused(UserError, "no year"):
            plan.action_compute()
        plan.year_ids = [(0, 0, {"year": 1, "openings": 1})]
        with self.assertRefused(UserError, "turnover"):
            plan.action_compute()

    # -- actuals ------------------------------------------------------------------

    def _actuals(self, plan):
        plan.action_actuals()
        rows = plan.actual_ids.filtered(lambda row: row.territory_id == self.territory)
        return {
            (row.month.isoformat()[:7], row.profile_id.code or ""): row for row in rows
        }

    def test_actuals_by_month_etd_and_profile(self):
        self.territory.date_opening = "2026-07-15"
        self._license(start="2026-07-15")
        profile = self.env.ref("oe_base.profile_tc_dep")
        person = self._person("Zoé", self.cae, profile_id=profile.id)
        activity = self._activity(person, self.cae)
        self._invoice(self.cae, self.household, [(1000, activity, None)], "2026-08-03")
        self._invoice(self.cae, self.household, [(250, None, None)], "2026-08-20")
        self._invoice(self.cae, self.sas.partner_id, [(77, None, None)], "2026-08-21")
        for _time in range(2):
            found = self._actuals(self.waves)
        row = found["2026-08", "ES.TC.Dép"]
        self.assertEqual(row.actual, 1000)
        # Second month: 12 jobs at 2/9 and 12 at 1/9 of 2 814.75, 11.4 months of 12.
        self.assertEqual(row.planned, 10696.05)
        self.assertEqual(row.gap, -9696.05)
        self.assertEqual(found["2026-08", ""].actual, 250)
        self.assertEqual(found["2026-08", ""].planned, 0)
        self.assertNotIn(("2026-06", "ES.TC.Dép"), found)

    def test_actuals_beside_the_plan_of_origin(self):
        self.territory.date_opening = "2026-07-01"
        found = self._actuals(self.origin)
        self.assertEqual(found["2026-07", ""].planned, 68080)
        self.assertEqual(found["2027-01", ""].planned, 233383.33)

    # -- paper and spreadsheet ----------------------------------------------------

    def test_pages_for_the_board(self):
        for plan in (self.origin, self.waves):
            content = plan._paper()
            self.assertTrue(content.startswith(b"%PDF"))
            self.assertEqual(content.count(b"/Type /Page\n"), 2)
            self.assertEqual(content, plan._paper())
            self.assertIn("<svg", plan.chart_turnover)
            self.assertIn("repaid in year 4", plan.chart_recovery)
            self.assertNotIn("id=", plan.chart_recovery.replace("width=", ""))

    def test_a_spreadsheet_holds_numbers(self):
        self.origin.column_ids[0].name = "=1+1"
        content = self.origin._spreadsheet()
        self.assertEqual(content, self.origin._spreadsheet())
        with ZipFile(BytesIO(content)) as archive:
            sheets = [name for name in archive.namelist() if "worksheets/sheet" in name]
            self.assertEqual(len(sheets), 5)  # no profile, no actual
            first = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        cells = first.findall(".//{*}c")
        self.assertFalse(first.findall(".//{*}f"))
        numbers = [cell for cell in cells if cell.get("t") is None]
        self.assertEqual(len(numbers), 10 * 9)

    def test_results_are_nobody_s_to_write(self):
        network = self._staff("network-plan", "network_manager", self.sas)
        with self.assertRaises(AccessError):
            self._as(self.origin.point_ids[0], network).write({"royalty": 1})
        made = self._as("oe.plan", network).create(
            {"name": "Neuf", "state": "published", "company_id": self.sas.id}
        )
        self.assertEqual(made.state, "draft")
