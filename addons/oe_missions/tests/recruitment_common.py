"""Jeanne looks for somebody; Nadia recruits; three people of the pool agreed."""

from .pool_common import PoolCase


class RecruitmentCase(PoolCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fatou = cls._employee("Fatou Ndiaye")
        cls.bruno = cls._employee("Bruno Texier")
        cls.env["oe.employer.duty"].search([]).active = False
        duties = cls.env["oe.employer.duty"]
        cls.contract = duties.create({"name": "Contrat écrit", "days": 0})
        cls.visit = duties.create({"name": "Visite médicale", "days": 90})
        cls.children = duties.create({"name": "Enfants", "declared_by": "pajemploi"})
        cls.papers = duties.create({"name": "Certificat", "anchor": "end", "days": 2})
        cls.env["oe.household.wage"].search([]).unlink()
        cls.smic = cls.env["oe.household.wage"].create(
            {
                "date_start": "2026-01-01",
                "level": 1,
                "amount": 12.02,
                "legal_reference": "SMIC",
            }
        )
        cls.commune = cls.env["oe.commune"]._typed("44120 Vertou")
        cls.recruitment = cls._recruitment()

    @classmethod
    def _recruitment(cls, **values):
        return cls.env["oe.recruitment"].create(
            {
                "partner_id": cls.client.id,
                "company_id": cls.cae_sap.id,
                "recruiter_id": cls.nadia.id,
                "title": "Ménage et repassage",
                "tasks": "Ménage, repassage, vitres une fois par mois",
                "hours_week": 4.5,
                "rhythm": "lundi et jeudi matin",
                "place_id": cls.commune.id,
                "wage": 13.5,
                **values,
            }
        )

    @classmethod
    def _candidates(cls, *people, recruitment=None):
        recruitment = recruitment or cls.recruitment
        rows = cls.env["oe.recruitment.candidate"]
        for person in people or (cls.solene, cls.fatou):
            row = recruitment._add_candidate(person)
            row._answer(True, "phone")
            rows |= row
        return rows

    @classmethod
    def _presented(cls, *people):
        rows = cls._candidates(*people)
        cls.recruitment._present()
        return rows

    @classmethod
    def _chosen(cls, **kwargs):
        rows = cls._presented()
        cls.recruitment._choose(cls.client, rows[0])
        return rows[0]
