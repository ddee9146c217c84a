import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OeCase


@tagged("post_install", "-at_install")
class TestClosing(OeCase):
    def test_a_month_is_made_once(self):
        day = datetime.date(2026, 6, 17)
        month = self.env["oe.period"]._get(self.cae, day)
        self.assertEqual(month.month, datetime.date(2026, 6, 1))
        self.assertEqual(self.env["oe.period"]._get(self.cae, day), month)
        self.assertNotEqual(self.env["oe.period"]._get(self.cae_sap, day), month)

    def test_a_closed_month_refuses_with_the_month_named(self):
        model = self.env["oe.period"]
        day = datetime.date(2026, 6, 17)
        model._assert_open(self.cae, day)
        model._get(self.cae, day)._close()
        with self.assertRefused(UserError, "06/2026", self.cae.name):
            model._assert_open(self.cae, day)
        model._assert_open(self.cae, datetime.date(2026, 7, 1))
        model._assert_open(self.cae_sap, day)

    def test_closing_twice_tells_who_closed_it(self):
        month = self.env["oe.period"]._get(self.cae, datetime.date(2026, 6, 1))
        month._close()
        with self.assertRefused(UserError, self.env.user.name):
            month._close()

    def test_nobody_opens_a_closed_month_again(self):
        month = self.env["oe.period"]._get(self.cae, datetime.date(2026, 6, 1))
        month._close()
        with self.assertRefused(UserError, "never opens again"):
            month.write({"state": "open"})

    def test_slots_of_one_person_that_overlap_are_found(self):
        person = self._person("Nadia")
        model = self.env["oe.worked.slot"]
        start = datetime.datetime(2026, 6, 1, 8)
        end = datetime.datetime(2026, 6, 1, 10)
        model.create(
            {
                "entrepreneur_id": person.id,
                "company_id": self.cae.id,
                "start": start,
                "end": end,
                "source": "test,1",
            }
        )
        find = model._overlapping
        self.assertTrue(find(person, datetime.datetime(2026, 6, 1, 9, 59), end))
        self.assertFalse(find(person, end, datetime.datetime(2026, 6, 1, 11)))
        self.assertFalse(find(person, start, end, except_source="test,1"))
        self.assertFalse(find(self._person("Paul"), start, end))
