"""How far a long action is, for whoever started it and nobody else."""

from odoo.tests import tagged

from .common import OeCase


@tagged("post_install", "-at_install")
class TestProgress(OeCase):
    def setUp(self):
        super().setUp()
        self.model = self.env["oe.progress"]
        self.registry_enter_test_mode()

    def test_told_to_the_one_who_started_it(self):
        boss = self._staff("claire-avance", "manager")
        record = self.env["oe.territory"].search([], limit=1)
        key = f"oe.territory/{record.id}"
        tell = self._as(self.model, boss)._teller(record, 1000)
        tell(100, "Relevés")
        told = self._as(self.model, boss).read_progress(key)
        self.assertEqual(told, {"done": 100, "total": 1000, "label": "Relevés"})
        tell(101, "Relevés")  # too soon to be worth a connection
        self.assertEqual(self._as(self.model, boss).read_progress(key)["done"], 100)
        tell(1000, "Fini")
        self.assertEqual(self._as(self.model, boss).read_progress(key)["done"], 1000)
        other = self._staff("marc-avance", "advisor")
        self.assertEqual(self._as(self.model, other).read_progress(key), {})
        self.model._gc_progress()
        self.assertTrue(self._as(self.model, boss).read_progress(key))
        self.model.search([]).told_on = "2020-01-01"
        self.model._gc_progress()
        self.assertEqual(self._as(self.model, boss).read_progress(key), {})

    def test_short_work_tells_nothing(self):
        record = self.env["oe.territory"].search([], limit=1)
        self.model._teller(record, 12)(12, "Relevés")
        self.assertFalse(self.model.search([("key", "=", f"oe.territory/{record.id}")]))

    def test_nonsense_is_answered_by_nothing(self):
        for key in ("", "x" * 9999, {"a": 1}, None):
            self.assertEqual(self.model.read_progress(key), {})
