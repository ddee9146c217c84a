from odoo.tests import tagged

from .profile_common import ProfileCase


@tagged("post_install", "-at_install")
class TestDirectory(ProfileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._published()
        cls.directory = cls.env["oe.public.profile"]
        cls.directory.search([("id", "!=", cls.profile.id)]).is_published = False

    def _names(self, **filters):
        return [row["name"] for row in self.directory._directory(**filters)["rows"]]

    def _commune(self, text):
        return self.env["oe.commune"]._typed(text)

    def test_a_commune_as_people_type_it(self):
        for text, name, code in (
            ("44400", "Rezé", "44400"),
            ("44400 reze", "Rezé", "44400"),
            ("reze", "Rezé", "44400"),
            ("SAINT HERBLAIN", "Saint-Herblain", "44800"),
            ("st herblain", "Saint-Herblain", "44800"),
            ("Nantes", "Nantes", "44000"),
        ):
            found = self._commune(text)
            self.assertEqual(
                (found.name, found.postal_code[:2]), (name, code[:2]), text
            )
        for text in ("", "  ", "99999", "%", "_____", "Nulle part"):
            self.assertFalse(self._commune(text), text)

    def test_by_service_competence_and_distance(self):
        self.assertEqual(self._names(), ["Nadia B."])
        self.assertEqual(self._names(service=self.care.id), ["Nadia B."])
        foreign = self._service("Bilan", 60, "tva_normale_encaissement")
        self.assertEqual(self._names(service=foreign.id), [])
        self.assertEqual(self._names(skill=self.tutor.id), ["Nadia B."])
        trainer = self.env.ref("oe_base.skill_trainer")
        self.assertEqual(self._names(skill=trainer.id), [])
        nantes, paris = self._commune("Nantes"), self._commune("Paris")
        near = self.directory._directory(place=nantes, km=10)["rows"][0]
        self.assertEqual(near["place"], "Rezé")
        metres = self.worker.partner_id._oe_distance_m(
            self.env["res.partner"].create(
                {"name": "x", "zip": nantes.postal_code, "city": "Nantes"}
            )
        )
        self.assertEqual(near["km"], round(metres / 1000))
        self.assertEqual(self._names(place=paris, km=50), [])

    def test_choices_are_those_that_somebody_shows(self):
        choices = self.directory._directory_choices()
        self.assertEqual(
            dict(choices["service"]),
            {product.id: product.name for product in self.care | self.cleaning},
        )
        self.assertEqual(dict(choices["skill"]), {self.tutor.id: self.tutor.name})
        self.profile._withdraw(self.worker.user_id)
        self.assertEqual(
            self.directory._directory_choices(), {"service": [], "skill": []}
        )

    def test_a_card_shows_the_average_from_three_answers_on(self):
        self._opinions(("4", None, False), ("4", None, False))
        self.assertFalse(self.directory._directory()["rows"][0]["average"])
        self._opinions(("3", None, False))
        row = self.directory._directory()["rows"][0]
        self.assertEqual((row["average"], row["answers"]), ("3,7", 3))

    def test_pages_of_twelve(self):
        for rank in range(12):
            person = self._worker(
                f"Personne{rank:02d} Test", register_number=f"P{rank}"
            )
            profile = self.directory._of(person)
            profile.write(
                {
                    "is_published": True,
                    "job": "Aide",
                    "commune_id": self.profile.commune_id.id,
                    "service_ids": [(6, 0, self.care.ids)],
                }
            )
        first, second = (self.directory._directory(page=page) for page in (1, 2))
        self.assertEqual((len(first["rows"]), len(second["rows"])), (12, 1))
        self.assertEqual((first["total"], first["pages"]), (13, 2))
        shown = {row["slug"] for row in first["rows"] + second["rows"]}
        self.assertEqual(len(shown), 13, "nobody twice, nobody left out")
        self.assertEqual(self.directory._directory(page=9)["rows"], [])
        with self.assertQueryCount(1):
            self.directory._directory()

    def test_one_query_for_the_cards_and_one_for_the_filters(self):
        nantes = self._commune("Nantes")
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.directory._directory(
                service=self.care.id, skill=self.tutor.id, place=nantes
            )
        with self.assertQueryCount(1):
            self.directory._directory_choices()

    def test_a_service_sold_no_more_is_not_shown(self):
        self.care.product_tmpl_id.active = False
        row = self.directory._directory()["rows"][0]
        self.assertEqual(row["services"], [self.cleaning.name])
        names = [service["name"] for service in self.profile._page()["services"]]
        self.assertEqual(names, [self.cleaning.name])
