"""The tax certificate: what the service paid, apart, in the year of the request."""

import base64
import io

from pypdf import PdfReader

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .advance_common import AdvanceCase


@tagged("post_install", "-at_install")
class TestAdvanceCertificate(AdvanceCase):
    def _paid(self, asked_on):
        row = self._sent()
        row.sudo().asked_on = asked_on
        self._tell(row, 70, paid_on=f"{asked_on[:8]}20T00:00:00Z")
        self.assertEqual(str(row.payment_id.date), f"{asked_on[:8]}20")
        return row

    def _run(self, year):
        model = self.env["oe.sap.certificate"]
        return model._run(self.cae_sap, year)

    def test_paid_in_full_and_the_half_of_the_state_apart(self):
        self._paid("2026-04-02")
        issued, _reasons = self._run(2026)
        self.assertEqual(issued.paid, 110)
        self.assertEqual(issued.content["advance"], 11000)
        self.assertEqual(issued.content["advance_funded"], 5500)
        content = base64.b64decode(issued.pdf)
        text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        self.assertIn("55,00", text)

    def test_the_window_of_the_program(self):
        """Asked for on 15 January: the year before; on the 16th: this one."""
        self._paid("2027-01-15")
        issued, _reasons = self._run(2026)
        self.assertEqual(issued.paid, 110)
        self.assertFalse(self._run(2027)[0])
        self._paid("2027-01-16")
        issued, _reasons = self._run(2027)
        self.assertEqual(issued.paid, 110)

    def test_the_window_is_a_setting(self):
        rules = self.env.ref("oe_sap.advance_parameter_2026")
        rules.write({"window_month": 1, "window_day": 1})
        self._paid("2027-01-02")
        self.assertFalse(self._run(2026)[0])
        self.assertEqual(self._run(2027)[0].paid, 110)
        with self.assertRefused(ValidationError, "no day"):
            rules.window_day = 45

    def test_taken_back_counts_no_more(self):
        row = self._paid("2026-04-02")
        self._tell(row, 120)
        issued, reasons = self._run(2026)
        self.assertFalse(issued)
        self.assertIn("nothing was paid", reasons[self.client])

    def test_a_certificate_without_advance_is_as_before(self):
        self._pay(self._posted(), 110, "2026-03-20")
        issued, _reasons = self._run(2026)
        self.assertNotIn("advance", issued.content)

    def test_a_deposit_is_the_client_s_own(self):
        move = self._posted()
        self._pay(move, 30, "2026-03-12")
        row = self.Advance._enqueue(move)
        self.Advance._cron_send()
        row.sudo().asked_on = "2026-04-02"
        self._tell(row, 70)
        issued, _reasons = self._run(2026)
        self.assertEqual(issued.paid, 110)
        self.assertEqual(issued.content["advance"], 8000)
        self.assertEqual(issued.content["advance_funded"], 5500)
