"""What somebody with a login tries by remote calls, past the pages."""

import base64
import io
import struct
import zlib
from types import SimpleNamespace
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..controllers import forms
from ..controllers.portal import drawn
from .common import OeCase


def bomb(side):
    """A PNG of 78 bytes that says to be ``side`` pixels wide and high."""

    def chunk(kind, data):
        sum_ = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum_)

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b""))
    )


class Upload(io.BytesIO):
    filename = "photo.png"


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

    def _page(self):
        return patch.object(forms, "request", SimpleNamespace(env=self.env))

    def test_a_picture_of_some_bytes_takes_the_memory_of_the_server(self):
        for side in (8000, 13000, 40000):
            with self.subTest(side), self._page():
                with self.assertRefused(UserError, "megapixels"):
                    forms.photo_of(Upload(bomb(side)))
                signed = base64.b64encode(bomb(side)).decode()
                self.assertIsNone(drawn(f"data:image/png;base64,{signed}"))

    def test_a_text_is_sent_where_a_photo_is_wanted(self):
        with self._page():
            with self.assertRefused(UserError, "Take a photo"):
                forms.photo_of("no file")
            self.assertEqual(forms.photo_of(Upload(bomb(4000)))[2], "image/png")

    def test_somebody_reads_what_another_has_in_an_open_wizard(self):
        """A transient model has no rule of its own: each says whose it is."""
        rules = self.env["ir.rule"].search([("domain_force", "ilike", "create_uid")])
        mine = set(rules.model_id.mapped("model"))
        open_ = [
            name
            for name, model in self.env.registry.items()
            if name.startswith("oe.") and model._transient and name not in mine
        ]
        self.assertEqual(open_, [])
