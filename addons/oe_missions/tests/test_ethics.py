from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import PIXEL
from .home_common import HomeCase


@tagged("post_install", "-at_install")
class TestEthics(HomeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["oe.ethics.code"].search([]).date_start = "2000-01-01"
        cls.code = cls.env["oe.ethics.code"].create(
            {"name": "Version 1", "date_start": "2026-01-01", "text": "<p>Respect</p>"}
        )

    def _missing(self):
        self.env.flush_all()
        self.env["oe.ethics.missing"].invalidate_model()
        return self.env["oe.ethics.missing"].search([]).partner_id

    def _sign(self, user=None):
        return self.code._sign(user or self.worker.user_id, "Nadia Benali", PIXEL)

    def test_who_signed_leaves_the_list_and_signs_once(self):
        person = self.worker.partner_id
        self.assertIn(person, self._missing())
        self.assertIn(self.manager.partner_id, self._missing(), "staff signs too")
        signature = self._sign()
        self.assertEqual(self._sign(), signature)
        self.assertNotIn(person, self._missing())
        self.assertEqual(len(signature.text_hash), 64)
        self.assertEqual(signature.company_id, self.cae_sap)

    def test_a_signed_version_does_not_change_and_a_new_one_is_to_sign(self):
        self._sign()
        with self.assertRefused(UserError, "signed this version"):
            self.code.text = "<p>Autre</p>"
        with self.assertRefused(UserError, "it stays"):
            self.code.unlink()
        self.code.legal_reference = "Assemblée du 5 janvier"
        newer = self.code.copy({"name": "Version 2", "date_start": "2026-06-01"})
        self.assertEqual(self.env["oe.ethics.code"]._current(), newer)
        self.assertIn(self.worker.partner_id, self._missing())
        with self.assertRefused(UserError, "no longer in force"):
            self._sign(self.other.user_id)

    def test_nothing_drawn_nothing_signed(self):
        for name, drawing in (("", PIXEL), ("Nadia", None)):
            with self.assertRefused(UserError, "sign in the frame"):
                self.code._sign(self.worker.user_id, name, drawing)

    def test_unsigned_warns_by_default_and_blocks_where_the_company_wants(self):
        mission = self._mission()
        proposal = mission._propose(self.worker)
        self.assertIn("not signed", proposal.ethics_warning)
        self.cae_sap.oe_ethics_blocks = True
        with self.assertRefused(UserError, "Version 1", "not signed yet"):
            mission._propose(self.other)
        self._sign()
        self.assertFalse(mission._propose(self.worker).ethics_warning)
        self.assertEqual(proposal._answer(True), "accepted")

    def test_staff_signs_in_a_window(self):
        action = self._as(self.code, self.advisor).action_sign()
        wizard = Form(
            self._as(action["res_model"], self.advisor).with_context(
                **action["context"]
            )
        )
        wizard.signature = PIXEL
        wizard.save().action_sign()
        self.assertTrue(self.code._signature_of(self.advisor.partner_id))

    def test_nobody_writes_a_signature(self):
        signature = self._sign()
        for user in (self.manager, self.worker.user_id):
            mine = self._as(signature, user)
            for operation in ("write", "unlink"):
                self.assertFalse(mine.has_access(operation))


@tagged("post_install", "-at_install")
class TestConflict(HomeCase):
    def _conflict(self, **values):
        return self.env["oe.interest.conflict"].create(
            {
                "entrepreneur_id": self.worker.id,
                "partner_id": self.client.id,
                "company_id": self.cae_sap.id,
                "kind": "heir",
                "date_start": "2026-01-01",
                **values,
            }
        )

    def test_it_blocks_proposal_acceptance_and_replacement(self):
        mission = self._mission()
        proposal = mission._propose(self.worker)
        conflict = self._conflict()
        with self.assertRefused(UserError, "conflict of interest") as caught:
            proposal._answer(True)
        self.assertNotIn("Heir", str(caught))
        with self.assertRefused(UserError, "conflict of interest"):
            self._mission()._propose(self.worker)
        visit = self._mission(self.other).intervention_ids[:1]
        with self.assertRefused(UserError, "conflict of interest"):
            visit._replace(self.worker)
        conflict.date_end = "2026-05-31"
        self.assertEqual(proposal._answer(True), "accepted", "it ended before")

    def test_a_tie_that_begins_after_the_mission_blocks_nothing(self):
        self._conflict(date_start="2026-07-01")
        self.assertTrue(self._mission()._propose(self.worker))

    def test_another_client_or_person_is_free(self):
        self._conflict(partner_id=self.daughter.id)
        self._conflict(entrepreneur_id=self.other.id)
        self.assertTrue(self._mission()._propose(self.worker))

    def test_declared_twice_kept_once_and_found_by_the_office(self):
        model = self.env["oe.interest.conflict"]
        args = (self.worker, self.cae_sap, "family")
        told = model._declare(*args, told_name="Marthe Le Goff, Nantes")
        self.assertEqual(
            model._declare(*args, told_name="Marthe Le Goff, Nantes"), told
        )
        self.assertFalse(told.partner_id)
        found = {"partner_id": self.client.id, "date_start": "2026-01-01"}
        self._as(told, self.manager).write(found)
        with self.assertRefused(UserError, "conflict of interest"):
            self._mission()._propose(self.worker)

    def test_an_entrepreneur_reads_own_ones_and_writes_none(self):
        mine, others = self._conflict(), self._conflict(entrepreneur_id=self.other.id)
        user = self.worker.user_id
        self.assertEqual(self._as(mine, user).read(["kind"])[0]["kind"], "heir")
        self.assertFalse(self._as(mine, user).has_access("write"))
        with self.assertRaises(AccessError):
            self._as(others, user).read(["kind"])
        self.assertEqual(mine.date_start, fields.Date.to_date("2026-01-01"))
