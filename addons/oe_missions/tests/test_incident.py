import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .home_common import HomeCase

THURSDAY = datetime.datetime(2026, 6, 4, 10, 0)


@tagged("post_install", "-at_install")
class TestIncident(HomeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("oe_missions.group_oe_quality").user_ids = [(5, 0, 0)]
        cls.officer = cls._officer("officer-one", "Solène Kerbrat")
        cls.second = cls._officer("officer-two", "Yves Moal")
        cls.anne = cls._portal(
            cls.daughter, "anne-incident", ["oe_base.group_oe_client"], cls.cae_sap
        )

    @classmethod
    def _officer(cls, login, name):
        return new_test_user(
            cls.env,
            login=login,
            name=name,
            email=f"{login}@example.com",
            groups="base.group_user,oe_base.group_oe_advisor,"
            "oe_missions.group_oe_quality",
            company_id=cls.cae_sap.id,
            company_ids=[(6, 0, cls.cae_sap.ids)],
        )

    def _report(self, unknown=False, **values):
        values = {
            "kind": "complaint",
            "description": "Les visites sont écourtées",
            "company_id": self.cae_sap.id,
            "client_id": self.client.id,
            **values,
        }
        return self.env["oe.incident"]._report(self.anne, values, unknown)

    def _may_read(self, incident, user):
        self.env.invalidate_all()
        mine = self._as(incident, user)
        found = (
            mine.search([("id", "=", incident.id)]) if mine.has_access("read") else 0
        )
        try:
            mine.read(["description"])
        except AccessError:
            self.assertFalse(found)
            return False
        self.assertTrue(found)
        return True

    def test_only_the_people_in_charge_read_it(self):
        incident = self._report()
        self.assertTrue(self._may_read(incident, self.officer))
        network = self._staff("network-incident", "network_manager", self.cae_sap)
        foreign = self._officer("officer-abroad", "Ailleurs")
        foreign.write(
            {"company_id": self.cae.id, "company_ids": [(6, 0, self.cae.ids)]}
        )
        for user in (
            *(self.manager, network, foreign),
            *(self.worker.user_id, self.anne),
        ):
            self.assertFalse(self._may_read(incident, user), user.login)

    def test_a_person_named_never_reads_it_even_in_charge(self):
        incident = self._report(named_ids=[(4, self.officer.partner_id.id)])
        self.assertFalse(self._may_read(incident, self.officer))
        self.assertTrue(self._may_read(incident, self.second))
        line = incident.transmission_ids.create(
            {"incident_id": incident.id, "receiver": "ars"}
        )
        with self.assertRaises(AccessError):
            self._as(line, self.officer).read(["receiver"])
        groups = self._as("oe.incident", self.officer)._read_group(
            [], ["kind"], ["__count"]
        )
        self.assertEqual(groups, [], "not even counted")
        with self.assertRaises(AccessError):
            self._as(incident, self.officer).write({"named_ids": [(5, 0, 0)]})

    def test_a_name_in_the_text_is_taken_as_named_before_anybody_reads(self):
        incident = self._report(description="Madame KERBRAT a haussé le ton")
        self.assertEqual(incident.named_ids, self.officer.partner_id)
        self.assertFalse(self._mails(self.officer.partner_id))
        self.assertTrue(self._mails(self.second.partner_id))

    def test_the_mail_tells_nothing(self):
        self._report(description="Madame Le Goff est tombée", kind="accident")
        mail = self._mails(self.second.partner_id)
        self.assertEqual(mail.subject, "A report waits to be read")
        for word in ("Goff", "tombée", "ccident", "SIG"):
            self.assertNotIn(word, mail.subject + str(mail.body_html))
        self.assertFalse(mail.res_id)

    def test_everybody_in_charge_is_named_so_the_network_is_told(self):
        network = self._staff("network-told", "network_manager", self.cae_sap)
        network.email = "reseau@example.com"
        self._report(description="Kerbrat et Moal se couvrent")
        self.assertIn("nobody in charge", self._mails(network.partner_id).body_html)

    def test_who_wishes_to_stay_unknown_is_unknown_to_those_in_charge(self):
        incident = self._report(unknown=True)
        rows = self._as(incident, self.officer).read()
        self.assertNotIn("portal_partner_id", rows[0])
        self.assertFalse(rows[0]["reporter_id"])
        self.assertNotIn("Anne", str(rows))
        self.assertNotEqual(incident.create_uid, self.anne)
        self.assertEqual(self.env["oe.incident"]._mine(self.anne), incident)
        with self.assertRaises(AccessError):
            self._as("oe.incident", self.officer).search(
                [("portal_partner_id", "=", self.daughter.id)]
            )

    def test_the_reporter_reads_the_state_and_not_the_notes(self):
        incident = self._report()
        incident.notes = "À vérifier auprès de la voisine"
        page = incident._portal_values()
        self.assertEqual(page["state"], "Arrived")
        self.assertNotIn("voisine", str(page))

    def test_deadlines_follow_the_state(self):
        with freeze_time(THURSDAY):
            incident = self._report()
            self.assertEqual(str(incident.due_on), "2026-06-08", "two working days")
            mine = self._as(incident, self.officer)
            mine.action_acknowledge()
            self.assertEqual(str(incident.due_on), "2026-07-04")
            mine.action_run()
            with self.assertRefused(UserError, "what was done"):
                mine.action_close()
            mine.outcome = "Rencontre avec la famille"
            mine.action_close()
        self.assertEqual((incident.state, incident.due_on), ("closed", False))
        mine.action_reopen()
        self.assertEqual(incident.state, "running")

    def test_steps_are_taken_by_buttons_of_those_in_charge(self):
        incident = self._report()
        with self.assertRefused(UserError, "buttons"):
            self._as(incident, self.officer).state = "closed"
        with self.assertRefused(UserError, "stands elsewhere"):
            self._as(incident, self.officer).action_run()
        for user in (self.manager, self.anne, self.worker.user_id):
            with self.assertRaises(AccessError):
                self._as(incident, user).action_acknowledge()

    def test_the_office_writes_what_a_third_party_tells(self):
        form = Form(self._as("oe.incident", self.officer))
        form.kind = "mistreatment"
        form.reported_by = "Voisine, par téléphone"
        form.description = "Cris entendus, dit à Solène Kerbrat et à Yves Moal"
        incident = form.save()
        self.assertEqual((incident.channel, incident.state), ("phone", "received"))
        self.assertTrue(incident.name.startswith("SIG/"))
        self.assertEqual(incident.named_ids, self.second.partner_id)

    def test_whoever_opens_the_file_is_noted(self):
        incident = self._report()
        logs = self.env["oe.read.log"].search([("screen", "=", incident.name)])
        self.assertFalse(logs)
        mine = self._as(incident, self.officer)
        mine.web_read({"name": {}, "state": {}})
        mine.web_read({"description": {}})
        logs = self.env["oe.read.log"].search([("screen", "=", incident.name)])
        self.assertEqual(logs.user_id, self.officer)
        self.assertNotEqual(logs.partner_id, self.client, "managers read the log")

    def test_sent_twice_kept_once_and_not_by_the_hundred(self):
        first = self._report(sent_ref="phone-1")
        self.assertEqual(self._report(sent_ref="phone-1"), first)
        for rank in range(9):
            self._report(sent_ref=f"more-{rank}")
        with self.assertRefused(UserError, "call us"):
            self._report()
        with self.assertRefused(UserError, "what happened"):
            self._report(description="  ")

    def test_counted_without_names(self):
        self._report()
        self._report(description="Encore", named_ids=[(4, self.manager.partner_id.id)])
        self.env.flush_all()
        rows = self._as("oe.incident.report", self.manager).search(
            [("kind", "=", "complaint"), ("state", "=", "received")]
        )
        self.assertEqual(sum(rows.mapped("reports")), 2)
        shown = str(rows.read())
        for word in ("Goff", "Anne", "SIG"):
            self.assertNotIn(word, shown)
        with self.assertRaises(AccessError):
            self._as("oe.incident.report", self.advisor).search([])

    def test_an_open_file_stays_and_a_closed_one_goes(self):
        incident = self._report()
        later = datetime.date(2040, 1, 1)
        self.env["oe.incident"]._purge_expired(later)
        self.assertTrue(incident.exists())
        incident.sudo().write({"state": "closed", "closed_on": "2026-06-10"})
        self.env["oe.incident"]._purge_expired(later)
        self.assertFalse(incident.exists())
