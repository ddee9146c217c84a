"""Three people who published themselves, and what clients let us publish."""

from odoo import fields

PROFILES = (
    (
        "nadia",
        "44400 Rezé",
        "Aide au repas, courses et entretien de la maison",
        "Douze ans auprès de personnes âgées, à Rezé et au sud de Nantes. Je viens à "
        "vélo, toujours aux mêmes heures, et je préviens si j'ai du retard.",
        3,
    ),
    (
        "paul",
        "44000 Nantes",
        "Entretien de la maison et petit bricolage",
        "Ancien artisan peintre. J'aime que les choses soient nettes, et qu'on se "
        "parle.",
        2,
    ),
    (
        "samira",
        "44700 Orvault",
        "Formatrice : prévenir les chutes, gestes et postures",
        "Je forme des aidants et des équipes, chez vous ou dans vos locaux.",
        3,
    ),
)
OPINIONS = (
    ("2025-Q4", "4", "Ponctuelle et discrète, la maison est un plaisir.", True),
    ("2026-Q1", "4", "", False),
    ("2026-Q2", "3", "Très bien, mais on aimerait qu'elle vienne plus souvent.", True),
)


class Profiles:
    """Part of the month: who shows oneself to everybody."""

    def profiles(self):
        """Each publishes the own profile, as on the phone."""
        for company in (self.samad, self.msg):
            company.oe_legal_form = "SARL coopérative à capital variable"
        french = self.env.ref("base.lang_fr")
        spanish = self.env.ref("base.lang_es")
        self.nadia.lang_ids = french | spanish
        for name, place, job, text, count in PROFILES:
            person = getattr(self, name)
            profile = self.env["oe.public.profile"]._of(person)
            services = [row.id for row in profile._sold_by(person)]
            profile._save(
                person.user_id,
                {
                    "name_kind": "initial",
                    "job": job,
                    "text": text,
                    "place": place,
                    "skills": set(person.competence_ids.ids),
                    "services": set(services[:count]),
                    "shows_languages": True,
                    "shows_opinions": True,
                    "photo": None,
                },
            )
            profile._publish(person.user_id, True)
        self._opinions()

    def _opinions(self):
        mission = self.env["oe.mission"].search(
            [("partner_id", "=", self.jeanne.id)], limit=1
        )
        for quarter, rating, words, consent in OPINIONS:
            row = self.env["oe.satisfaction"].create(
                {
                    "mission_id": mission.id,
                    "quarter": quarter,
                    "asked_on": fields.Date.today(),
                    "entrepreneur_ids": [(4, self.nadia.id)],
                }
            )
            row._answer(self.anne, rating, words, consent)
            if rating == "4" and consent:
                row.action_show()
