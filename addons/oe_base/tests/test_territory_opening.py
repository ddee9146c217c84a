"""Territories opened in the background: one commit each, resumable, with progress."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OeCase

PROGRESS = "odoo.addons.base.models.ir_cron.IrCron._commit_progress"


@tagged("post_install", "-at_install")
class TestTerritoryOpening(OeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._staff("claire-ouvre", "network_manager")
        cls.opening = cls._as("oe.territory.opening", cls.boss).create(
            {"name": "85, 2b;85"}
        )

    def _run(self, times=99):
        """The job, stopped (out of time) after some companies."""
        left = iter([1] * times + [0] * 99)
        with patch(PROGRESS, lambda *_args, **_more: next(left)):
            self.env["oe.territory.opening.line"]._cron_open()
        self.opening.invalidate_recordset()

    def test_the_list_is_proposed_once(self):
        self.opening.action_list()
        self.opening.action_list()
        self.assertEqual(
            self.opening.line_ids.mapped("name"),
            [
                *("CAE SAMAD Vendée", "CAE MSG Vendée"),
                *("CAE SAMAD Haute-Corse", "CAE MSG Haute-Corse"),
            ],
        )
        with self.assertRefused(UserError, "99"):
            self._as("oe.territory.opening", self.boss).create(
                {"name": "44 99"}
            ).action_list()

    def test_stopped_it_goes_on_and_doubles_nothing(self):
        self.opening.name = "85"
        self.opening.action_start()
        self._run(times=1)  # the first answer is that of the start
        self.assertEqual(self.opening.done, 1)
        self.assertEqual(self.opening.progress, 50)
        self._run()
        self.assertEqual((self.opening.done, self.opening.failed), (2, 0))
        territory = self.env["oe.territory"].search([("code", "=", "85")])
        companies = territory.sudo().company_ids
        self.assertEqual(len(companies), 2)
        self.assertEqual(companies.mapped("chart_template"), ["fr", "fr"])
        self.assertTrue(all(companies.oe_structure_account_id))
        self.assertLessEqual(companies, self.boss.company_ids)
        count = self.env["res.company"].search_count([])
        self._run()
        self.opening.line_ids.sudo().state = "waiting"
        self._run()
        self.assertEqual(self.env["res.company"].search_count([]), count)

    def test_one_that_fails_says_why_and_the_others_go_on(self):
        self.opening.name = "85"
        self.opening.action_list()
        self.opening.line_ids[0].code = "999"
        self.opening.action_start()
        self._run()
        self.assertEqual((self.opening.done, self.opening.failed), (1, 1))
        self.assertIn("999", self.opening.line_ids[0].reason)
        self.opening.line_ids[0].sudo().code = "85"
        self.opening.action_retry()
        self._run()
        self.assertEqual(self.opening.done, 2)

    def test_a_crash_in_one_company_leaves_nothing_of_it(self):
        self.opening.name = "85"
        self.opening.action_start()
        before = self.env["res.company"].search_count([])

        def broken(companies):
            raise RuntimeError

        self.patch(self.registry["res.company"], "_oe_open_books", broken)
        with self.assertLogs("odoo.addons.oe_base", level="ERROR"):
            self._run()
        self.assertEqual(self.opening.failed, 2)
        self.assertEqual(self.env["res.company"].search_count([]), before)
        self.assertFalse(self.env["oe.territory"].search([("code", "=", "85")]))

    def test_begun_the_list_stays(self):
        self.opening.action_start()
        line = self.opening.line_ids[0]
        for refused in (
            self.opening.action_list,
            lambda: self.opening.write({"name": "29"}),
            lambda: line.write({"name": "Autre"}),
            line.unlink,
            self.opening.unlink,
            lambda: line.copy({"name": "Encore"}),
        ):
            with self.assertRefused(UserError, "begun"):
                refused()

    def test_network_managers_only(self):
        for role in ("advisor", "manager", "accountant"):
            user = self._staff(f"{role}-ouvre", role)
            with self.assertRaises(AccessError):
                self._as(self.opening, user).action_start()
            with self.assertRaises(AccessError):
                self._as("oe.territory.opening", user).search([])
