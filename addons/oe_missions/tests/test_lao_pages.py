"""The pages of an entrepreneur and of a client, read in Lao."""

from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import MissionCase

PAGE = r'<html[^>]* lang="lo'


@tagged("post_install", "-at_install")
class TestLaoPages(MissionCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("lo_LA")
        cls.env["ir.module.module"]._load_module_terms(
            ["oe_base", "oe_missions"], ["lo_LA"]
        )
        cls.worker = cls._worker("Nadia Benali", login="nadia-lao")
        client = cls._portal(
            cls.daughter, "anne-lao", ["oe_base.group_oe_client"], cls.cae_sap
        )
        (client | cls.worker.partner_id.user_ids).lang = "lo_LA"
        cls.mission = cls._mission(cls.worker)
        cls.proposal = cls._mission()._propose(cls.worker)

    def _reads(self, *routes):
        """Each page answers, as a page in Lao that holds these words."""
        for route, words in routes:
            page = self.url_open(route)
            self.assertEqual(page.status_code, 200, route)
            self.assertRegex(page.text, PAGE, route)
            self.assertIn(words, page.text, route)
            self.assertNotIn("Traceback", page.text, route)

    def test_an_entrepreneur_reads_lao(self):
        self.authenticate("nadia-lao", PASSWORD)
        visit = self.mission.intervention_ids.sorted("planned_start")[0]
        self._reads(
            ("/my/oe", "ການຢ້ຽມຢາມຄັ້ງຕໍ່ໄປ"),
            ("/my/oe/tab/missions", "ພາລະກິດ"),
            ("/my/oe/tab/progress", "ຄວາມກ້າວໜ້າ"),
            ("/my/oe/tab/me", "ລະຫັດຜ່ານ"),
            ("/my/oe/week", "ອາທິດຂອງຂ້ອຍ"),
            ("/my/oe/missions", "ພາລະກິດທີ່ຊອກຫາຄົນ"),
            ("/my/oe/replacements", "ຂ້ອຍມາບໍ່ໄດ້"),
            ("/my/oe/calendars", "ປະຕິທິນ"),
            ("/my/oe/documents", "ເອກະສານຂອງຂ້ອຍ"),
            ("/my/oe/profile", "ໂປຣໄຟລ໌ສາທາລະນະຂອງຂ້ອຍ"),
            (f"/my/oe/proposals/{self.proposal.id}", "ພາລະກິດສຳລັບທ່ານ"),
            (f"/my/oe/interventions/{visit.id}", "ບັນທຶກການຢ້ຽມຢາມ"),
        )

    def test_a_client_reads_lao(self):
        self.authenticate("anne-lao", PASSWORD)
        self._reads(
            ("/my/oe", "ມີບັນຫາບໍ?"),
            ("/my/oe/visits", "ການຢ້ຽມຢາມ"),
            ("/my/oe/needs", "ສົ່ງຄວາມຕ້ອງການຂອງຂ້ອຍ"),
            ("/my/oe/incidents", "ສົ່ງລາຍງານ"),
        )
