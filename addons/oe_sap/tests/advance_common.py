"""A company that offers the immediate advance, its simulator, an enrolled client."""

from unittest.mock import patch

from odoo import fields

from odoo.addons.oe_sap.simulator.server import Simulator

from .common import SapCase

SECRET = "un-secret-de-test"
IBAN = "FR7630006000011234567890189"
PAY = "POST /demandePaiement"
SEARCH = "POST /demandePaiement/rechercher"
ENROL = "POST /particulier"
MONTH = "2026-03"
PERSON = {
    "title": "2",
    "birth_name": "Le Goff",
    "first_names": "Jeanne",
    "birth_date": "1942-03-01",
    "birth_town": "Nantes",
    "birth_department": "44",
    "mobile": "06 12 34 56 78",
    "email": "jeanne@example.com",
    "street": "3 rue des Olivettes",
    "postal_code": "44000",
    "city": "Nantes",
    "iban_typed": IBAN,
    "bic_typed": "AGRIFRPP847",
    "holder_typed": "Jeanne Le Goff",
}
# A test is one transaction: what the jobs commit stays in it.
COMMIT = "odoo.addons.base.models.ir_cron.IrCron._commit_progress"


class AdvanceCase(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.simulator = Simulator().start()
        cls.addClassCleanup(cls.simulator.stop)
        cls._stage(cls.simulator)

    @classmethod
    def _stage(cls, simulator):
        """A company that offers the advance, and its first client."""
        cls.service = simulator.service
        cls.service.secrets["org"] = SECRET
        cls.manager = cls._staff("manager-avance", "manager", cls.cae_sap)
        cls.accountant = cls._staff("compta-avance", "accountant", cls.cae_sap)
        cls.worker = cls._worker("Nadia Benali", register_number="042")
        cls.today = cls.cae_sap._oe_today()
        cls.account = cls.env["oe.sap.advance.account"].create(
            {
                "company_id": cls.cae_sap.id,
                "place": "simulator",
                "base_url": simulator.url,
                "client_ref": "org",
                "secret_typed": SECRET,
                "provider_ref": "1000",
                "proofs_renewed_on": fields.Date.subtract(cls.today, days=30),
            }
        )
        cls.account.action_prepare_books()
        cls.account._bring_members()
        cls.members = cls.env["oe.sap.advance.member"].search(
            [("company_id", "=", cls.cae_sap.id)]
        )
        cls.members.renewed_on = fields.Date.subtract(cls.today, days=30)
        cls.enrolled = cls._enrol(cls.client)
        cls.Advance = cls.env["oe.sap.advance"]
        cls.known_clients = dict(cls.service.clients)

    def setUp(self):
        super().setUp()
        committing = patch(COMMIT, lambda *args, **more: float("inf"))
        committing.start()
        self.addCleanup(committing.stop)
        self.service.calls.clear()
        self.service.accepted.clear()
        self.service.requests.clear()
        self.service._faults.clear()
        self.service.clients = {
            ref: {**row, "etat": "OK"} for ref, row in self.known_clients.items()
        }

    @classmethod
    def _client(cls, partner=None, **values):
        """A draft enrolment, complete, with a signed paper."""
        return cls.env["oe.sap.advance.client"].create(
            {
                "company_id": cls.cae_sap.id,
                "partner_id": (partner or cls.client).id,
                "consent_paper": "eA==",
                **PERSON,
                **values,
            }
        )

    @classmethod
    def _enrol(cls, partner, **values):
        """An active enrolment since the beginning of the year."""
        client = cls._client(partner, **values)
        client.action_submit()
        client._sent(cls.account._client().enrol(client._payload()))
        cls.service.activate()
        client._set({"state": "active", "activated_on": "2026-01-01"})
        return client

    @classmethod
    def _posted(cls, day=f"{MONTH}-10", **values):
        move = cls._sap_invoice(day, **values)
        move.action_post()
        return move

    def _queued(self, count=1, **values):
        """Requests to send for so many invoices."""
        moves = self.env["account.move"]
        for _rank in range(count):
            moves |= self._posted(**values)
        rows = self.Advance._enqueue(moves)
        self.assertEqual(len(rows), count)
        return rows

    def _sent(self, count=1, **values):
        rows = self._queued(count, **values)
        self.Advance._cron_send()
        self.assertEqual(set(rows.mapped("state")), {"sent"})
        return rows

    def _tell(self, rows, status, **more):
        for row in rows:
            self.service.tell(row.number, status, **more)
        self.Advance._cron_poll()
        self.env.invalidate_all()
