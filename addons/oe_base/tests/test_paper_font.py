"""Papers in a script that the standard fonts of a PDF do not have."""

from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from odoo.addons.oe_base import paper, paper_font


@tagged("post_install", "-at_install")
class TestPaperFont(TransactionCase):
    def test_without_a_font_the_document_is_not_in_lao(self):
        self.env["res.lang"]._activate_lang("lo_LA")
        reader = self.env["res.partner"].with_context(lang="lo_LA")
        with patch.object(paper_font, "lao_font", return_value=""):
            self.assertIn(paper_font.readable(reader).env.lang, ("fr_FR", "en_US"))
        with patch.object(paper_font, "lao_font", return_value="OeLao"):
            self.assertEqual(paper_font.readable(reader).env.lang, "lo_LA")

    def test_other_languages_stay(self):
        reader = self.env["res.partner"].with_context(lang="en_US")
        self.assertEqual(paper_font.readable(reader).env.lang, "en_US")

    def test_lao_runs_have_their_font_and_markup_stays_text(self):
        with patch.object(paper, "lao_font", return_value="OeLao"):
            told = paper._markup("<b>ຕ້ອງຈ່າຍ</b> 12 ₭")
        self.assertEqual(
            told, '&lt;b&gt;<font face="OeLao">ຕ້ອງຈ່າຍ</font>&lt;/b&gt; 12 LAK'
        )

    def test_the_kip_has_letters(self):
        self.assertEqual(paper.plain("14 910 000 ₭"), "14 910 000 LAK")
