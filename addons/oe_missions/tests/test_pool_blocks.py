from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .pool_common import DAY, PoolCase


@tagged("post_install", "-at_install")
class TestPoolBlocks(PoolCase):
    """An expired or missing compulsory document blocks what is new, by its name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ahead = {"oe_date_start": cls.day + 7 * DAY, "oe_date_end": False}

    def _refused(self, mission, person):
        mission.action_find_candidates()
        return mission.candidate_ids.filtered(
            lambda row: row.entrepreneur_id == person and row.refused
        ).reasons

    def test_missing_then_seen_then_expired(self):
        mission = self._mission(**self.ahead)
        self.assertFalse(self._refused(mission, self.nadia), "asked, not compulsory")
        self.insurance.compulsory_from = self.day
        self.assertIn("document missing: Assurance", self._refused(mission, self.nadia))
        with self.assertRefused(UserError, "Assurance"):
            mission._propose(self.nadia)
        waiting = self._document(self.nadia, check=False)
        self.assertIn("Assurance", self._refused(mission, self.nadia), "not checked")
        waiting.with_user(self.manager).action_check()
        self.assertFalse(self._refused(mission, self.nadia))
        proposal = mission._propose(self.nadia)
        self._expire(waiting)
        self.assertIn("document expired", self._refused(mission, self.nadia))
        with self.assertRefused(UserError, "document expired: Assurance"):
            proposal._answer(True)
        self._document(self.nadia)
        proposal._answer(True)
        self.assertEqual(proposal.state, "accepted")

    def test_valid_on_the_first_day_of_the_work(self):
        self.insurance.compulsory_from = self.day
        mission = self._mission(**self.ahead)
        row = self._document(self.nadia, until=self.day + 3 * DAY)
        self.assertIn("document expired", self._refused(mission, self.nadia))
        self._expire(row, self.day + 7 * DAY)
        self.assertFalse(self._refused(mission, self.nadia))

    def test_for_one_service_or_one_pole_only(self):
        self.insurance.write(
            {"compulsory_from": self.day, "product_ids": [(4, self.cleaning.id)]}
        )
        care = self._mission(lines=[(self.care, 60)], **self.ahead)
        both = self._mission(**self.ahead)
        self.assertFalse(self._refused(care, self.nadia))
        self.assertIn("Assurance", self._refused(both, self.nadia))
        self.insurance.write(
            {"product_ids": [(5, 0, 0)], "pole_ids": [(4, self.building.id)]}
        )
        self.assertFalse(self._refused(both, self.nadia))
        self.insurance.pole_ids = [(4, self.pole.id)]
        self.assertIn("Assurance", self._refused(both, self.nadia))
        self.insurance.compulsory_from = self.day + 30 * DAY
        self.assertFalse(self._refused(both, self.nadia), "from a later day on")

    def test_an_open_mission_and_a_replacement(self):
        open_one = self._mission(**self.ahead)
        open_one.is_open = True
        mission = self._mission(self.nadia, **self.ahead)
        mission.action_plan()
        self.insurance.compulsory_from = self.day
        shown = open_one._open_values(self.paul)[0]["refused"]
        self.assertIn("Assurance", " ".join(shown))
        with self.assertRefused(UserError, "Assurance"):
            open_one._apply(self.paul)
        visits = mission.intervention_ids.sorted("planned_start")
        visits[:1].action_ask_replacement()
        wanted = self.env["oe.replacement"].search([("mission_id", "=", mission.id)])
        wanted.action_find_candidates()
        paul = wanted.candidate_ids.filtered(lambda r: r.entrepreneur_id == self.paul)
        self.assertTrue(paul.refused)
        self.assertIn("Assurance", paul.reasons)
        with self.assertRefused(UserError, "Assurance"):
            wanted._propose(self.paul)
        self._document(self.paul)
        self.assertTrue(wanted._propose(self.paul))
        self.assertTrue(open_one._apply(self.paul))

    def test_what_one_cooperative_checked_holds_for_the_others(self):
        self.insurance.compulsory_from = self.day
        mission = self._mission(**self.ahead)
        self.env["oe.affiliation"].create(
            {
                "entrepreneur_id": self.nadia.id,
                "company_id": self.cae.id,
                "status": "salaried",
                "date_start": "2026-01-01",
                "register_number": "R-2",
            }
        )
        self._document(self.nadia, company=self.cae)
        self.assertFalse(self._refused(mission, self.nadia))

    def test_ranking_stays_one_query(self):
        self.insurance.compulsory_from = self.day
        missions = self._mission(**self.ahead) | self._mission(**self.ahead)
        missions._match_facts()
        with self.assertQueryCount(3):
            rows = missions._match_facts()
            told = [missions[:1]._refusals_in([row]) for row in rows if row["blocks"]]
        self.assertTrue(told)

    def test_a_technician_of_an_offer_and_of_hours(self):
        self.insurance.compulsory_from = self.day
        order = self._chosen()
        with self.assertRefused(UserError, "Yann B.", "Assurance"):
            order._record_hours(self.yann, self.today, 420)
        seen = self._document(self.yann)
        order._record_hours(self.yann, self.today, 420, "once")
        self._expire(seen)
        self.assertEqual(
            order._record_hours(self.yann, self.today, 420, "once"), "known"
        )

    def test_an_offer_names_who_will_come(self):
        self.insurance.compulsory_from = self.day
        order = self._order(self.bretonneau)
        offer = self.env["oe.works.offer"].create(
            {
                "order_id": order.id,
                "convention_id": self.bretonneau.id,
                "valid_until": self.day + 30 * DAY,
                "technician_ids": [(4, self.yann.id)],
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "charter_id": self.bretonneau.charter_ids[0].id,
                            "name": "Ravalement",
                            "quantity": 1,
                            "price_unit": 10,
                            "vat_rate": "10",
                        },
                    )
                ],
            }
        )
        offer = offer.with_user(self.manager)
        with self.assertRefused(UserError, "Yann B.", "Assurance"):
            offer.action_send()
        seen = self._document(self.yann)
        offer.action_send()
        self.assertEqual(offer.state, "sent")
        self._expire(seen)
        with self.assertRefused(UserError, "Yann B."):
            order._assert_may_choose(offer.sudo())
        self._document(self.yann)
        order._assert_may_choose(offer.sudo())
        stranger = self._technician(convention=self.chaux)
        with self.assertRefused(ValidationError, "own convention"):
            self.env["oe.works.offer"].create(
                {
                    "order_id": order.id,
                    "convention_id": self.bretonneau.id,
                    "valid_until": self.day,
                    "technician_ids": [(4, stranger.id)],
                }
            )
