"""The own net under each option, and the effect on everybody without names."""

from odoo.tests import tagged

from odoo.addons.oe_base.calc.money import to_cents

from .proposal_common import ProposalCase


@tagged("post_install", "-at_install")
class TestProposalOwn(ProposalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        client = cls.env["res.partner"].create({"name": "Cliente"})
        for month, amounts in (("05", (2000, 800, 1500)), ("06", (1900, 900, 100))):
            for activity, amount in zip(cls.activities.values(), amounts, strict=False):
                cls._invoice(
                    cls.cae, client, [(amount, activity, None)], f"2026-{month}-10"
                )
        cls._invoice(
            cls.cae, client, [(1000, cls.activities["Léa"], None)], "2026-06-10"
        )
        cls._charge(cls.activities["Nadia"], 120)
        for month in ("2026-05-01", "2026-06-01"):
            cls._close(cls.cae, month)
        cls.what_if = cls.env["oe.cae.what.if"]

    def _own(self, name):
        return self.what_if._own(self.proposal.sudo(), self.people[name])

    def test_lived_again_a_month_is_its_statement(self):
        for name, person in self.people.items():
            today, options = self._own(name)
            statements = self.env["oe.cae.statement"].search(
                [("entrepreneur_id", "=", person.id)], order="month"
            )
            for lived, told in zip(today, statements, strict=True):
                self.assertEqual(
                    (-lived.contribution_cents, lived.budget_cents, lived.net_cents),
                    (
                        to_cents(told.contribution),
                        to_cents(told.budget),
                        to_cents(told.net) if name != "Léa" else None,
                    ),
                )
            # Options without figures change nothing.
            self.assertTrue(all(months == today for months in options.values()))

    def test_the_same_figures_change_nothing(self):
        option = self._priced(10)
        today, options = self._own("Nadia")
        self.assertEqual(options[option.id], today)

    def test_another_rate_in_euros(self):
        option = self._priced(12)
        today, options = self._own("Nadia")
        self.assertEqual(
            [row.contribution_cents for row in options[option.id]], [24000, 22800]
        )
        self.assertLess(options[option.id][-1].net_cents, today[-1].net_cents)
        page = self.proposal.sudo()._page(self.people["Nadia"])
        own = {row["name"]: row["own"] for row in page["options"]}
        self.assertIn("190,00", own["For"]["month"]["contribution"][0])
        self.assertIn("228,00", own["For"]["month"]["contribution"][1])
        self.assertIn("12 %", " ".join(own["For"]["why"]))
        self.assertEqual(own["For"]["month"]["tone"], -1)
        self.assertIsNone(own["Against"])
        self.assertIn("stays as it is", page["options"][1]["same"])
        kept = self.proposal.sudo()._page(self.people["Léa"])["options"][0]["own"]
        self.assertEqual(kept["left"], "Kept for you")
        self.assertIn("-20,00", kept["month"]["change"].replace("−", "-"))
        self.assertIsNone(
            self.what_if._own(self.proposal.sudo(), self._person("Neuve", self.cae))
        )

    def test_exempt_months_stay_exempt(self):
        self.env["oe.cae.exemption"].create(
            {
                "contract_id": self.people["Paul"].cae_contract_ids.id,
                "date_start": "2026-07-01",
                "date_end": "2026-07-31",
                "reason": "decision",
            }
        )
        self._close(self.cae, "2026-07-01")
        option = self._priced(12)
        _today, options = self._own("Paul")
        self.assertEqual(options[option.id][-1].contribution_cents, 0)

    def test_everybody_without_names(self):
        option = self._priced(12)
        self.proposal.action_effect()
        few = self.proposal.effect[str(option.id)]
        # Four people: nothing at all.
        self.assertEqual((few["people"], few["contribution_cents"]), (4, None))
        self.assertIn("&lt; 5", self.proposal.effect_table)
        client = self.env["res.partner"].create({"name": "Cliente"})
        for rank in range(4):
            person, activity = self._worker(f"P{rank}", self.scheme, fixed_pay=0)
            self.env["oe.cae.target"].create(
                {
                    "entrepreneur_id": person.id,
                    "date_start": "2026-01-01",
                    "net": 5000,
                    "hours": 100,
                }
            )
            self._invoice(self.cae, client, [(500, activity, None)], "2026-07-10")
        self._close(self.cae, "2026-07-01")
        self.proposal.action_effect()
        many = self.proposal.effect[str(option.id)]
        self.assertEqual((many["people"], many["lose"], many["gain"]), (8, 8, 0))
        self.assertEqual(many["difference_cents"], 20400)
        self.assertIsNone(many["under"])
        for name in self.people:
            self.assertNotIn(name, self.proposal.effect_table)

    def test_queries_do_not_grow_with_people(self):
        self._priced(12)
        proposal = self.proposal.sudo()

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.what_if._effects(proposal)
            return self.env.cr.sql_log_count - before

        few = count()
        for rank in range(6):
            self._worker(f"Q{rank}", self.scheme, fixed_pay=0)
        self._close(self.cae, "2026-07-01")
        self.assertLessEqual(count(), few + 3)
