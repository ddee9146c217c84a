"""What somebody with a login tries by remote calls, past the pages."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OeCase


@tagged("post_install", "-at_install")
class TestAttack(OeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.me = cls._person("Moi Même", login="moi-attaque")
        cls.rival = cls._person("Rivale")
        cls.hours = cls.env["oe.availability"].create(
            {"entrepreneur_id": cls.me.id, "weekday": "0"}
        )

    def test_an_entrepreneur_slips_an_absence_into_the_agenda_of_a_rival(self):
        mine = self._as(self.hours, self.me.user_id)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            mine.write({"entrepreneur_id": self.rival.id, "is_available": False})
        self.assertFalse(self.rival.availability_ids)

    def test_an_entrepreneur_still_changes_the_own_hours(self):
        mine = self._as(self.hours, self.me.user_id)
        mine.write({"entrepreneur_id": self.me.id, "minute_start": 600})
        self.assertEqual(self.hours.minute_start, 600)

    def test_an_advisor_gives_a_file_to_another_login(self):
        """Who is the person decides who reads the account, and who signs."""
        advisor = self._staff("conseil-attaque", "advisor")
        partner = self.env["res.partner"].create({"name": "Complice"})
        file = self._as(self.rival, advisor)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            file.partner_id = partner
        file.wanted_hours_week = 20
        manager = self._staff("gerance-attaque", "manager")
        self._as(self.rival, manager).partner_id = partner
