"""Enrolment: complete, agreed to, sent once, erased of what nobody needs."""

from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .advance_common import ENROL, IBAN, SECRET, AdvanceCase

SERVICE = "odoo.addons.oe_sap.simulator.service"


@tagged("post_install", "-at_install")
class TestAdvanceEnrol(AdvanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.client.copy({"name": "Yvonne Autre"})
        cls.person = {"birth_name": "Autre", "first_names": "Yvonne"}

    def _cron(self):
        self.env["oe.sap.advance.client"]._cron_enrol()

    def test_on_its_way_to_active(self):
        client = self._client(self.other, **self.person)
        self.assertEqual(client.account_shown, "•••• 0189")
        self._as(client, self.manager).action_submit()
        self.assertEqual((client.state, client.consent_on), ("to_send", self.today))
        self.assertIn("Urssaf", client.consent_text)
        self._cron()
        self.assertEqual(client.state, "waiting")
        content = next(
            row
            for ref, row in self.service.clients.items()
            if ref == client.service_ref
        )
        self.assertEqual(content["born"], "1942-03-01T00:00:00Z")
        for name in ("iban", "bic", "holder", "birth_town", "birth_department"):
            self.assertFalse(client.sudo()[name], name)
        self.service.activate()
        self._cron()
        self.assertEqual((client.state, client.activated_on), ("active", self.today))

    def test_what_goes_out(self):
        sent = self._client(self.other, street="12 bis, rue de la Paix")._payload()
        self.assertEqual(
            sent["lieuNaissance"],
            {
                "codePaysNaissance": "99100",
                "departementNaissance": "044",
                "communeNaissance": {
                    "codeCommune": "109",
                    "libelleCommune": "NANTES",
                },
            },
        )
        self.assertEqual(sent["adressePostale"]["numeroVoie"], "12")
        self.assertEqual(sent["adressePostale"]["lettreVoie"], "B")
        self.assertEqual(sent["adressePostale"]["libelleVoie"], "rue de la Paix")
        self.assertEqual(sent["adressePostale"]["codeCommune"], "44109")
        self.assertEqual(sent["numeroTelephonePortable"], "0612345678")
        self.assertEqual(sent["coordonneeBancaire"]["iban"], IBAN)

    def test_the_place_of_birth(self):
        client = self._client(self.other)
        for town, department, code in (
            ("Nantes", "44", "44109"),
            ("saint étienne", "42", "42218"),
            ("75112", "", "75112"),
            ("2a004", "", "2A004"),
            ("Fort-de-France", "972", "97209"),
            ("Nantes", "75", ""),
            ("Nulle Part", "44", ""),
            ("", "44", ""),
        ):
            client.write({"birth_town": town, "birth_department": department})
            self.assertEqual(client._birth_commune(), code, town)
        client.write({"birth_country": "99109", "birth_town": "Berlin"})
        self.assertFalse(client._refusals())
        self.assertEqual(
            client._payload()["lieuNaissance"], {"codePaysNaissance": "99109"}
        )

    def test_each_wrong_field_is_named(self):
        client = self._client(self.other, mobile="02 40 11 22 33", iban_typed="FR76")
        with self.assertRefused(UserError, "mobile phone", "IBAN"):
            client.action_submit()
        client.write({"mobile": "07 00 00 00 00", "iban_typed": IBAN})
        client.consent_paper = False
        with self.assertRefused(UserError, "agrees first"):
            client.action_submit()

    def test_the_day_of_activation_is_corrected(self):
        client = self._as(self.enrolled, self.manager)
        client.activated_on = "2026-02-01"
        with self.assertRefused(ValidationError, "today at the latest"):
            client.activated_on = fields.Date.add(self.today, days=1)
        waiting = self._client(self.other)
        with self.assertRefused(UserError, "buttons"):
            self._as(waiting, self.manager).activated_on = "2026-02-01"

    def test_a_lost_answer_enrols_nobody_twice(self):
        client = self._client(self.other, **self.person)
        client.action_submit()
        before = len(self.service.clients)
        for fault in ("drop after", "500 after", "drop", "503"):
            self.service.fail(ENROL, fault)
            self._cron()
            self.assertEqual(client.state, "to_send")
            self.assertTrue(client.sudo().iban)
        self._cron()
        self.assertEqual(client.state, "waiting")
        self.assertLessEqual(len(self.service.clients), before + 1)

    def test_refused_by_the_service(self):
        client = self._client(self.other, **self.person)
        client.action_submit()
        # What passes here and not there: the name of the way, changed past the rules.
        client._set({"title": "1"})
        with patch(f"{SERVICE}.person_error", lambda body: "ERR_IDENTITE"):
            self._cron()
        self.assertEqual(
            (client.state, client.service_code), ("refused", "ERR_IDENTITE")
        )
        client.first_names = "Yvonne Marie"
        client.action_submit()
        self._cron()
        self.assertEqual(client.state, "waiting")

    def test_closed_at_the_service_closes_here(self):
        client = self._client(self.other, **self.person)
        client.action_submit()
        self._cron()
        self.service.activate(client.service_ref, "CLOSED")
        self._cron()
        self.assertEqual((client.state, client.closed_on), ("closed", self.today))

    def test_closing_drops_what_has_not_left(self):
        row = self._queued()
        self._as(self.enrolled, self.manager).action_close()
        self.assertEqual(row.state, "cancelled")
        self.assertEqual(self.enrolled.state, "closed")
        with self.assertRefused(UserError, "Closed"):
            self.enrolled.action_close()
        # The same person may enrol again, and the invoice be asked for again.
        again = self._enrol(self.client)
        self.assertEqual(self.Advance._enqueue(row.move_id).client_id, again)

    @mute_logger("odoo.sql_db")
    def test_one_open_enrolment_a_client(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._client(self.client)

    def test_nobody_reads_an_account_or_writes_a_state(self):
        client = self._as(self._client(self.other), self.manager)
        self.assertFalse(client.iban_typed)
        for name in ("iban", "bic", "holder"):
            with self.assertRaises(AccessError):
                client.read([name])
        for values in ({"state": "active"}, {"consent_on": "2020-01-01"}):
            with self.assertRefused(UserError, "buttons"):
                client.write(values)
        with self.assertRefused(UserError, "with the service"):
            self._as(self.enrolled, self.manager).write({"email": "x@example.com"})
        forged = client.create(
            {
                "company_id": self.cae_sap.id,
                "partner_id": self.daughter.id,
                "state": "active",
                "service_ref": "x",
            }
        )
        self.assertEqual((forged.state, forged.service_ref), ("draft", False))

    def test_the_form_brings_what_the_contact_says(self):
        with Form(self._as("oe.sap.advance.client", self.manager)) as form:
            form.partner_id = self.other
            self.assertEqual(form.city, "Nantes")
            form.iban_typed = IBAN
        client = form.record
        self.assertEqual(client.account_shown, "•••• 0189")

    def test_past_its_term_it_goes_and_the_request_stays(self):
        row = self._sent()
        self.enrolled.action_close()
        self.enrolled._set({"closed_on": "2020-01-01"})
        draft = self._client(self.other)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE oe_sap_advance_client SET write_date = '2020-01-01' WHERE id = %s",
            [draft.id],
        )
        self.env.invalidate_all()
        self.env["oe.sap.advance.client"]._purge_expired()
        self.assertFalse((self.enrolled | draft).exists())
        self.env.invalidate_all()
        self.assertEqual(row.partner_id, self.client)
        self.assertFalse(row.client_id)

    # -- credentials -------------------------------------------------------------------

    def test_the_secret_is_written_and_read_by_nobody(self):
        network = self._staff("reseau-avance", "network_manager", self.cae_sap)
        account = self._as(self.account, network)
        self.assertTrue(account.has_secret)
        self.assertFalse(account.secret_typed)
        with self.assertRaises(AccessError):
            account.read(["secret"])
        self.assertNotIn(SECRET, str(account.read()))
        account.secret_typed = " nouveau "
        self.assertEqual(self.account.sudo().secret, "nouveau")
        account.secret_typed = ""
        self.assertTrue(account.has_secret)
        copied = self.account.sudo().copy_data()[0]
        self.assertNotIn("secret", copied)
        for user in (self.manager, self.accountant):
            with self.assertRaises(AccessError):
                self._as(self.account, user).read(["company_id"])
        with self.assertRaises(AccessError):
            self._as("oe.sap.advance.account", self.manager).search_fetch(
                [("secret", "=like", "un%")], ["company_id"]
            )
        with self.assertRaises(AccessError):
            self._as("oe.sap.advance.account", network).search(
                [("secret", "=like", "un%")]
            )

    def test_only_the_service_or_this_machine_is_called(self):
        for place, url in (
            ("production", "https://example.com"),
            ("sandbox", "http://api-edi.urssaf.fr"),
            ("simulator", "http://169.254.169.254:80"),
        ):
            with self.assertRefused(ValidationError, "cannot be called"):
                self.account.write({"place": place, "base_url": url})
        self.account.place = "production"
        self.assertEqual(self.account.base_url, "https://api.urssaf.fr")

    def test_the_credentials_are_tested(self):
        said = self.account.action_test()["params"]
        self.assertEqual(said["type"], "success")
        self.account.secret_typed = "faux"
        said = self.account.action_test()["params"]
        self.assertEqual(said["type"], "warning")
        self.assertEqual(self.account.told, "INVALID_CLIENT")
        self.account.client_ref = False
        with self.assertRefused(UserError, "no credentials"):
            self.account.action_test()

    def test_the_books_are_prepared_once(self):
        journal = self.account.journal_id
        self.account.journal_id = False
        self.account.action_prepare_books()
        self.assertEqual(self.account.journal_id, journal)
        here = journal.with_company(self.cae_sap)
        lines = here.inbound_payment_method_line_ids
        self.assertEqual(lines.payment_account_id.code, "511700")

    def test_dates_of_proofs_are_not_ahead(self):
        ahead = fields.Date.add(self.today, days=1)
        for record, name in (
            (self.account, "proofs_renewed_on"),
            (self.members[0], "renewed_on"),
        ):
            with self.assertRefused(ValidationError, "today at latest"):
                record[name] = ahead
