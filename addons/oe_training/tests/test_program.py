from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..calc.need import OpenRequirement
from .common import TrainingCase


@tagged("post_install", "-at_install")
class TestProgram(TrainingCase):
    def test_the_score_says_what_is_missing(self):
        self.assertLess(self.program.completeness, 50)
        self.assertIn("Objectives", self.program.missing_text)
        names = {
            "audience": "Aides à domicile",
            "prerequisites": "aucun",
            "objectives": "Porter sans se blesser",
            "content": "Quatre demi-journées",
            "duration_hours": 14,
            "modality": "onsite",
            "means": "Salle équipée",
            "evaluation": "Mise en situation",
            "sanction": "Certificat de réalisation",
            "access_delay": "Deux semaines",
            "price_terms": "560 €",
            "accessibility": "Plain-pied",
            "contact": "02 40 00 00 00",
            "nsf_code": "333",
        }
        self.program.write(names)
        self.assertEqual(self.program.completeness, 100)
        self.assertFalse(self.program.missing_text)

    def test_a_new_version_archives_the_old_one_which_keeps_its_sessions(self):
        event = self._session([])
        action = self.program.action_new_version()
        newer = self.program.browse(action["res_id"])
        self.assertEqual((newer.version, newer.previous_id), (2, self.program))
        self.assertFalse(self.program.active)
        self.assertEqual(event.oe_program_id, self.program)

    def test_a_trainee_is_registered_once(self):
        (person,) = self._people(1)
        event = self._session([person])
        with self.assertRefused(ValidationError, person.name):
            event.registration_ids.copy()

    def test_half_days_of_a_session_do_not_overlap(self):
        event = self._session([])
        with self.assertRaises(ValidationError):
            event.oe_slot_ids[0].copy({"start": self._wall(0, 12)})

    def test_one_trainer_and_one_room_are_in_one_place(self):
        self._session([], room="A")
        other = self._person("Autre formateur", self.cae)
        with self.assertRaises(ValidationError):
            self._session([])
        with self.assertRaises(ValidationError):
            self._session([], trainer=other, room="A")
        self._session([], trainer=other, room="B")

    def test_needs_only_where_knowing_is_the_limit(self):
        person = self._people(1)[0]
        tutor = self.env.ref("oe_base.skill_tutor")
        trainer = self.env.ref("oe_base.skill_trainer")
        for skill, axes in ((tutor, "144"), (trainer, "341")):
            self.env["oe.competence.assessment"].create(
                {
                    "entrepreneur_id": person.id,
                    "skill_id": skill.id,
                    "situation": "Accueil",
                    "savoir": axes[0],
                    "vouloir": axes[1],
                    "pouvoir": axes[2],
                }
            )
        asked = [
            self._requirement(1, tutor, 3),
            self._requirement(2, trainer, 3),
        ]
        with self._requirements(asked):
            needs = person._training_needs()
        self.assertEqual([(n.competence, n.gap) for n in needs], [(tutor.id, 2)])

    def _requirement(self, mission, skill, level):
        return OpenRequirement(mission, skill.id, level)

    def _requirements(self, asked):
        model = type(self.env["oe.entrepreneur"])
        return patch.object(model, "_open_requirements", lambda person: asked)
