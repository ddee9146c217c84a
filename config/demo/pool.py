"""The pool: documents of Malo and Rose, three people whom households employ."""

import datetime

from odoo import Command, fields

DAY = datetime.timedelta(days=1)
PEOPLE = (
    (
        ("Solène Guého", "Vertou", "8 rue des Treilles", "06 00 00 00 11"),
        "Dix ans auprès de familles : ménage, repassage, repas simples.",
        ("0", "1", "3"),
        ("Mme Roy", "Ancienne employeuse, quatre ans", "Ponctuelle, soigneuse, gaie."),
    ),
    (
        ("Fatou Ndiaye", "Rezé", "3 rue de la Galarnière", "06 00 00 00 12"),
        "J'aime la cuisine et les maisons où l'on parle.",
        ("1", "2", "4"),
        ("M. Hamon", "Ancien employeur", "On lui laissait les clés les yeux fermés."),
    ),
    (
        ("Bruno Texier", "Vertou", "27 route de Nantes", "06 00 00 00 13"),
        "Ancien gardien : entretien de la maison et du jardin.",
        ("0", "2"),
        None,
    ),
)


class Pool:
    """Part of the stage: people of three kinds, what they showed, what expires."""

    def _pool(self):
        self.pool_people = {
            row[0][0].split(" ")[0].lower(): self._pool_employee(*row) for row in PEOPLE
        }
        self._pool_documents()
        self._pool_reference_of_malo()
        self._recruitment()

    def _pool_kind(self, name):
        return self.env.ref(f"oe_missions.pool_type_{name}")

    def _pool_employee(self, who, about, days, said):
        name, city, street, phone = who
        partner = self._partner(name, city, street, phone=phone)
        employee = self.env["oe.pool.employee"].create(
            {
                "partner_id": partner.id,
                "company_id": self.samad.id,
                "about": about,
                "product_ids": [Command.link(self.cleaning.id)],
                "availability_ids": [
                    Command.create(
                        {"weekday": day, "minute_start": 9 * 60, "minute_end": 17 * 60}
                    )
                    for day in days
                ],
                "skill_ids": [
                    Command.create(
                        {
                            "skill_id": self.env.ref("oe_base.skill_tutor").id,
                            "level": "2",
                            "proof": "Familles de Vertou",
                        }
                    )
                ],
            }
        )
        employee._consent("paper")
        if said:
            referee, role, words = said
            reference = self.env["oe.pool.reference"].create(
                {
                    "employee_id": employee.id,
                    "referee": referee,
                    "role": role,
                    "phone": "02 40 55 00 00",
                    "words": words,
                    "referee_agreed_on": fields.Date.today(),
                }
            )
            reference.action_called()
            reference._agree(True)
        return employee

    def _pool_documents(self):
        today = self.samad._oe_today()
        rows = (
            (self.malo, "insurance", today + 25 * DAY, True),
            (self.malo, "identity", today + 900 * DAY, True),
            (self.malo, "record", today + 200 * DAY, True),
            (self.rose, "insurance", today + 300 * DAY, True),
            (self.tanguy, "insurance", today + 300 * DAY, False),
        )
        documents = self.env["oe.pool.document"]
        for person, kind, until, seen in rows:
            row = documents.create(
                {
                    "entrepreneur_id": person.id,
                    "company_id": self.samad.id,
                    "type_id": self._pool_kind(kind).id,
                    "valid_until": until,
                }
            )
            if seen:
                row.with_user(self._checker()).action_check()
        for employee in self.pool_people.values():
            documents.create(
                {
                    "employee_id": employee.id,
                    "type_id": self._pool_kind("identity").id,
                    "valid_until": today + 700 * DAY,
                }
            ).with_user(self._checker()).action_check()
        bruno = self.pool_people["bruno"]
        bruno.document_ids.valid_until = today - 5 * DAY
        documents._cron_remind()

    def _checker(self):
        return self.env["res.users"].search([("login", "=", "claire")])

    def _recruitment(self):
        """Marguerite wants to employ somebody herself; Malo delivers the help."""
        row = self.env["oe.recruitment"].create(
            {
                "partner_id": self.marguerite.id,
                "company_id": self.samad.id,
                "recruiter_id": self.malo.id,
                "title": "Ménage et repassage",
                "tasks": "Entretien du rez-de-chaussée, repassage, les vitres une fois "
                "par mois.",
                "hours_week": 4,
                "rhythm": "le lundi et le jeudi matin",
                "place_id": self.env["oe.commune"]._typed("44120 Vertou").id,
                "date_wanted": self.samad._oe_today() + 21 * DAY,
                "wage": 13.50,
                "needs": "Un chat. Un escalier entre les deux étages.",
                "replacement_plan": "Appeler la coopérative la veille avant 18 h.",
                "mission_id": self.env["oe.mission"]
                .search([("partner_id", "=", self.marguerite.id)], limit=1)
                .id,
            }
        )
        for name in ("solène", "fatou"):
            candidate = row._add_candidate(self.pool_people[name])
            candidate._answer(True, "phone")
        row.candidate_ids[0].introduction = "Habite à dix minutes à pied."
        row.candidate_ids[1].introduction = "Libre aussi le vendredi."

    def _pool_reference_of_malo(self):
        self.env["oe.pool.reference"].create(
            {
                "entrepreneur_id": self.malo.id,
                "company_id": self.samad.id,
                "referee": "Maison des aînés de Vertou",
                "role": "Stage de trois mois",
                "words": "Calme, attentif, toujours à l'heure.",
            }
        ).action_called()
