"""Drafts, signatures, seal, renewal, conversion, early end, notices."""

import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PIXEL, CaeCase


@tagged("post_install", "-at_install")
class TestContractLife(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._scheme()
        cls.person = cls._person("Léa", cls.cae, status="cape", date_start="2025-01-06")
        cls.manager = cls._staff("manager-vie", "manager", cls.cae)

    def _cape(self, start="2025-01-06", end="2026-01-05", **values):
        return self._contract(
            self.person, self.scheme, "cape", date_start=start, date_end=end, **values
        )

    def _draft(self, **values):
        # A newcomer: nothing hosts her before she signs.
        self.person.affiliation_ids.unlink()
        return self._contract(
            self.person, self.scheme, state="draft", **{**self.TERMS, **values}
        )

    def test_a_missing_term_blocks_signing_and_is_named(self):
        draft = self._contract(self.person, None, state="draft")
        with self.assertRefused(
            UserError,
            "Contribution scheme",
            "Part fixe a month",
            "Part variable",
            "Version of the statutes",
            "Objectives",
            "Minimum activity",
        ):
            draft.action_send()
        self.assertEqual(draft.state, "draft")

    def test_a_draft_does_not_count(self):
        draft = self._draft(date_start="2026-01-06")
        self.assertFalse(draft.affiliation_id)
        self.assertFalse(draft.deadline)
        month = datetime.date(2026, 3, 1)
        found = self.env["oe.cae.contract"]._in_month(self.cae, month)
        self.assertNotIn(self.person.id, found)

    def test_both_sign_then_nothing_changes(self):
        draft = self._as(self._draft(date_start="2026-01-06"), self.manager)
        draft.action_send()
        with self.assertRefused(UserError, "Léa", "last"):
            draft.action_countersign()
        with self.assertRefused(UserError, "closed"):
            draft.fixed_pay = 1
        partner = self.person.partner_id
        for signer, name, image in (
            (self.cae.partner_id, "Léa", PIXEL),
            (partner, " ", PIXEL),
            (partner, "Léa", None),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                draft.sudo()._sign_es(signer, name, image)
        draft.sudo()._sign_es(partner, "Léa Fournier", PIXEL)
        with self.assertRefused(UserError, "already"):
            draft.sudo()._sign_es(partner, "Léa", PIXEL)
        asked = draft.activity_ids.user_id
        self.assertTrue(asked.has_group("oe_base.group_oe_manager"))
        draft.action_countersign()
        self.assertFalse(draft.activity_ids)
        self.assertEqual(draft.state, "signed")
        self.assertEqual(draft.manager_signed_by_id, self.manager)
        self.assertTrue(draft._seal_is_true())
        self.assertEqual(draft.affiliation_id.status, "salaried")
        with self.assertRefused(UserError, "already"):
            draft.action_countersign()
        with self.assertRefused(UserError, "closed"):
            draft.scheme_id = self._scheme()
        with self.assertRefused(UserError, "closed"):
            draft.sudo().objective_ids.name = "Autre"
        with self.assertRefused(UserError, "closed"):
            draft.sudo().unlink()
        # The path to membership and the thresholds of approval live on.
        draft.write({"member_since": "2026-05-01", "quote_limit": 1000})

    def test_state_and_signatures_are_not_written_nor_created(self):
        contract = self._contract(
            self.person,
            self.scheme,
            state="to_sign",
            es_signed_name="Faux",
            seal="faux",
        )
        self.assertEqual(
            (contract.state, contract.es_signed_name, contract.seal),
            ("draft", False, False),
        )
        for values in ({"state": "signed"}, {"es_signed_on": "2026-01-01 10:00:00"}):
            with self.assertRefused(UserError, "buttons"):
                contract.write(values)

    def test_a_contract_taken_back_loses_its_signature(self):
        draft = self._draft()
        draft.action_send()
        draft._sign_es(self.person.partner_id, "Léa", PIXEL)
        draft.action_reopen()
        self.assertEqual((draft.state, draft.es_signature), ("draft", False))
        self.assertFalse(draft.activity_ids)
        with self.assertRefused(UserError, "draft"):
            draft.action_reopen()

    def test_a_paper_makes_it_count_and_seals_it(self):
        draft = self._draft()
        with self.assertRefused(UserError, "paper"):
            draft.action_sign_paper()
        draft.write({"paper": PIXEL, "paper_date": "2025-12-20"})
        draft.action_sign_paper()
        self.assertEqual(str(draft.signed_on), "2025-12-20")
        self.assertTrue(draft._seal_is_true())

    def test_a_copied_contract_counts_and_stays_open_to_corrections(self):
        cape = self._cape()
        self.assertEqual(cape.state, "signed")
        self.assertEqual(cape.signed_on, cape.date_start)
        self.assertFalse(cape.notice_ids)
        cape.statutes_version = "2024"
        cape.action_notices()
        self.assertEqual(len(cape.notice_ids), 2)

    def test_worked_case_cape_2025_then_cesa_2026_member_before_2028(self):
        """CAPE 2025-01-06..2026-01-05, CESA 2026-01-06: 24 months left, trial 0."""
        cape = self._cape()
        action = cape.action_convert()
        cesa = self.env["oe.cae.contract"].browse(action["res_id"])
        self.assertEqual(cape.action_convert()["res_id"], cesa.id)
        self.assertEqual(cesa.date_start, datetime.date(2026, 1, 6))
        self.assertEqual(cesa.member_deadline, datetime.date(2028, 1, 6))
        self.assertEqual(cesa.trial_end, cesa.date_start)
        cesa.write({**self.TERMS})
        self._sign(cesa)
        self.assertEqual(str(cape.date_end), "2026-01-05")
        self.assertFalse(cape.end_reason)
        self.assertEqual(cesa.member_deadline, datetime.date(2028, 1, 6))

    def test_signing_the_cesa_ends_a_running_cape_the_day_before(self):
        cape = self._cape()
        self.person.affiliation_ids.register_number = "7"
        cesa = self.env["oe.cae.contract"].browse(cape.action_convert()["res_id"])
        cesa.write({**self.TERMS, "date_start": "2025-10-01"})
        self.assertEqual(str(cape.date_end), "2026-01-05")
        self._sign(cesa)
        self.assertEqual(str(cape.date_end), "2025-09-30")
        self.assertEqual(cape.end_reason, "converted")
        self.assertEqual(
            sorted(cape.notice_ids.mapped("event")), ["early_end", "early_end"]
        )
        self.assertEqual(str(cape.affiliation_id.date_end), "2025-09-30")
        self.assertEqual(cesa.affiliation_id.status, "salaried")

    def test_the_provision_is_shown_and_stays(self):
        cape = self._cape("2026-01-01", "2026-12-31")
        activity = self._activity(self.person, self.cae)
        client = self.env["res.partner"].create({"name": "Client"})
        self._invoice(self.cae, client, [(1000, activity, None)], "2026-06-10")
        self._close(self.cae, "2026-06-01")
        self.assertAlmostEqual(cape.carried, 900)
        cesa = self.env["oe.cae.contract"].browse(cape.action_convert()["res_id"])
        self.assertAlmostEqual(cesa.carried, 900)

    def test_renewals_are_prefilled_within_the_law(self):
        first = self._cape("2025-01-06", "2025-07-05")
        second = self.env["oe.cae.contract"].browse(first.action_renew()["res_id"])
        self.assertEqual(
            (str(second.date_start), str(second.date_end)), ("2025-07-06", "2026-07-05")
        )
        self.assertEqual((second.state, second.previous_id), ("draft", first))
        second.write({"objectives": "Trois clients", "statutes_version": "2025"})
        self._sign(second)
        self.assertEqual(second.notice_ids.mapped("event"), ["renewal", "renewal"])
        third = self.env["oe.cae.contract"].browse(second.action_renew()["res_id"])
        with self.assertRefused(ValidationError, "12"):
            third.date_end = "2027-07-06"
        third.write({"objectives": "Dix clients", "statutes_version": "2025"})
        self._sign(third)
        with self.assertRefused(UserError, "L.127-2", "CESA"):
            third.action_renew()

    def test_an_early_end_says_why_and_is_told(self):
        cape = self._cape()
        wizard = self.env["oe.cae.end.wizard"].create(
            {"contract_id": cape.id, "date_end": "2025-06-30", "reason": "term"}
        )
        with self.assertRefused(UserError, "early"):
            wizard.action_end()
        wizard.reason = "es"
        wizard.action_end()
        self.assertEqual((str(cape.date_end), cape.end_reason), ("2025-06-30", "es"))
        self.assertEqual(cape.stage, "ended")
        self.assertEqual(set(cape.notice_ids.mapped("event")), {"early_end"})
        with self.assertRefused(UserError, "last day"):
            cape._end(datetime.date(2030, 1, 1), "es")

    def test_a_notice_is_made_once_and_does_not_change_when_done(self):
        cape = self._cape()
        notices = self.env["oe.cae.notice"]
        for _again in range(2):
            notices._make(cape, "signature", cape.date_start)
        self.assertEqual(sorted(cape.notice_ids.mapped("body")), BODIES)
        notice = self._as(cape.notice_ids[0], self.manager)
        with self.assertRefused(UserError, "proof"):
            notice.action_done()
        with self.assertRefused(UserError, "button"):
            notice.done_on = "2025-01-07"
        notice.reference = "AR 12345"
        notice.action_done()
        self.assertEqual(notice.done_by_id, self.manager)
        self.assertEqual(cape.notices_to_send, 1)
        with self.assertRefused(UserError, "closed"):
            notice.reference = "AR 2"
        with self.assertRefused(UserError, "closed"):
            notice.action_done()

    def test_an_agreement_with_a_rights_holder(self):
        holder = self._person("Inès", self.sas, status="conceptual")
        agreement = self._contract(
            holder, kind="conceptual", company_id=self.sas.id, ip_rights="shared"
        )
        self.assertEqual(agreement.affiliation_id.status, "conceptual")
        self.assertFalse(agreement.deadline)
        self.assertIn("Rights on clients and works", agreement._missing_terms())

    def test_only_managers_sign_for_the_cooperative(self):
        draft = self._draft()
        draft.action_send()
        draft._sign_es(self.person.partner_id, "Léa", PIXEL)
        for role in ("advisor", "accountant"):
            user = self._staff(f"{role}-vie", role, self.cae)
            for method in ("action_countersign", "action_reopen", "action_sign_paper"):
                with self.assertRaises(AccessError):
                    getattr(self._as(draft, user), method)()

    def test_the_printed_contract_holds_what_the_law_wants(self):
        draft = self._draft(date_start="2026-01-06", kept_share=10)
        self._sign(draft)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("oe_cae.report_contract", draft.ids)[0]
            .decode()
        )
        for words in (
            *("Léa", self.cae.name, "Trois clients fidèles", "600", "50"),
            *("Statuts 2025", self.scheme.name, "R.7331-5", "L.7331-3", "Seal"),
        ):
            self.assertIn(words, html)
        self.assertIn("data:image/png;base64", html)


BODIES = ["france_travail", "urssaf"]
