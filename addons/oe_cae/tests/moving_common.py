"""What the tests of moving in start from: files as text, a manager, a scheme."""

import base64

from ..calc import moving_columns as columns
from .common import CaeCase

PEOPLE = "P1;Nadia Benali;nadia.reprise@example.com;;8 rue Fraix;44400;Rezé"
CONTRACT = "C1;P1;CESA;06/01/2026;;Barème repris;600,00;150,00;;;;Statuts 2025;77-001"
ACTIVITY = "A1;P1;Couture;1 250,40;9800;31200"
CLIENT = "K1;A1;Atelier du Port;oui;552100554;atelier@example.com;;;44000;Nantes"
QUOTE = "D1-1;D1;A1;K1;12/06/2026;12/08/2026;envoye;Retouches;10;35,00;20"
INVOICE = "F1;A1;K1;15/05/2026;15/06/2026;Rideaux;1200,00;20;"
BALANCES = (
    "L1;A1;512001;Banque;4000,00;",
    "L2;A1;890000;Factures ouvertes HT;1000,00;",
    "L3;A1;110000;Report;;5000,00",
    "L4;;512001;Banque;700,00;",
    "L5;;106800;Réserves;;700,00",
)


class MovingCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._staff("claire-reprise", "manager", cls.cae)
        cls.scheme = cls._scheme(rate=10, recognition="collected")
        cls.scheme.name = "Barème repris"

    @classmethod
    def _job(cls, kind, *lines, user=None, day="2026-07-01", encoding="utf-8-sig"):
        data = "\n".join([columns.header(kind), *lines]).encode(encoding)
        jobs = cls._as("oe.cae.moving", user or cls.manager)
        return jobs.create(
            {
                "company_id": cls.cae.id,
                "kind": kind,
                "date": day,
                "file": base64.b64encode(data),
                "file_name": f"{kind}.csv",
            }
        )

    @classmethod
    def _apply(cls, kind, *lines, **values):
        job = cls._job(kind, *lines, **values)
        job.action_check()
        job.action_apply()
        return job

    @classmethod
    def _counts(cls, job):
        return (job.new_count, job.changed_count, job.same_count, job.refused_count)

    @classmethod
    def _record(cls, kind, reference):
        key = cls.env["oe.cae.moving.key"].search(
            [
                ("company_id", "=", cls.cae.id),
                ("kind", "=", kind),
                ("reference", "=", reference),
            ]
        )
        return cls.env[key.res_model].browse(key.res_id) if key else None

    @classmethod
    def _reasons(cls, job):
        return {line.reference: line.reason for line in job.line_ids if line.reason}

    @classmethod
    def _move_people_in(cls):
        cls._apply("people", PEOPLE)
        cls._apply("contracts", CONTRACT)
        cls._apply("activities", ACTIVITY)
        cls._apply("clients", CLIENT)
