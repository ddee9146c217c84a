import random

from odoo.tests import tagged

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestRatingFlat(RoyaltyCase):
    """Without brackets the database rates as ``calc`` does, to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._license()
        cls.poles = cls.env["oe.pole"].search([], limit=2)
        cls._rate(4.1235, "2027-02-10")
        cls._rate(3.3333, "2027-01-15", pole_id=cls.poles[0].id)
        cls.rates = cls.scheme.rate_ids

    def _line(self, statement, dice, origin=None):
        return self.env["oe.royalty.base.line"].create(
            {
                "statement_id": statement.id,
                "contract_id": self.contract.id,
                "company_id": self.cae.id,
                "licensor_id": self.sas.id,
                "currency_id": self.cae.currency_id.id,
                "kind": "declared",
                "move_line_ref": 0,
                "move_ref": 0,
                "date": f"2027-02-{dice.randint(1, 28):02d}",
                "pole_id": dice.choice([False, *self.poles.ids]),
                "base_amount": dice.randint(-90_000, 400_000) / 100,
                "reason": dice.choice([False, False, False, "not_a_sale"]),
                "origin_id": origin and origin.id,
            }
        )

    def _found(self, statement):
        lines = statement.line_ids.sorted("id")
        lines.invalidate_recordset()
        return [(line.rate_id, line.rate, line.amount) for line in lines]

    def _both(self, statement):
        """What the two ways write of the same lines."""
        rating = self.env["oe.royalty.rating"]
        rating._rate_by_calc(statement, self.rates)
        by_calc = self._found(statement)
        self.env.cr.execute(
            "UPDATE oe_royalty_base_line SET rate_id = NULL, rate = NULL, "
            "amount = NULL WHERE statement_id = %s",
            [statement.id],
        )
        self.assertFalse(rating._has_chain(statement))
        rating._rate_at(statement, self.rates)
        return by_calc, self._found(statement)

    def test_the_two_ways_agree(self):
        dice = random.Random(20271)
        january = self._statement("2027-01")
        locked = self.env["oe.royalty.base.line"]
        for _turn in range(6):
            locked |= self._line(january, dice)
        locked.write({"reason": False, "date": "2027-01-20"})
        self.env["oe.royalty.rating"]._rate_by_calc(january, self.rates)
        january.sudo().write({"state": "locked"})
        statement = self._statement("2027-02")
        for _turn in range(40):
            line = self._line(statement, dice)
            if not line.reason and dice.random() < 0.4:
                self._line(statement, dice, origin=line)
            if dice.random() < 0.3:
                self._line(statement, dice, origin=dice.choice(locked))
        by_calc, by_database = self._both(statement)
        self.assertEqual(by_calc, by_database)
        rates = {rate for rate, *_rest in by_database if rate}
        self.assertEqual(rates, set(self.rates), "every rate has its lines")

    def _exceptions(self):
        """Rates of every scope, some of which end inside the month."""
        one, two = self.poles.ids
        licence, etd = self.contract.id, self.contract.territory_id.id
        for percent, day, scope in (
            (2.5, "2027-02-03", {"pole_id": two}),
            (7.7777, "2027-02-05", {"territory_id": etd}),
            (0, "2027-02-08", {"territory_id": etd, "pole_id": one}),
            (0.0001, "2027-02-12", {"contract_id": licence}),
            (0, "2027-02-16", {"contract_id": licence, "is_end": True}),
            (0, "2027-02-19", {"territory_id": etd, "pole_id": one, "is_end": True}),
            (12.5, "2027-02-22", {"contract_id": licence}),
            (0, "2027-02-22", {"territory_id": etd, "is_end": True}),
            (0, "2027-02-25", {"contract_id": licence, "is_end": True}),
        ):
            self._rate(percent, day, **scope)
        self.rates = self.scheme.rate_ids

    def test_the_two_ways_agree_on_exceptions_and_half_cents(self):
        """Every scope and its end, halves of a cent, ties, amounts that are nothing."""
        self._exceptions()
        january = self._statement("2027-01")
        dice = random.Random(909)
        locked = self._line(january, dice) | self._line(january, dice)
        locked.write({"reason": False, "date": "2027-01-20", "base_amount": 33.33})
        self.env["oe.royalty.rating"]._rate_by_calc(january, self.rates)
        january.sudo().write({"state": "locked"})
        statement = self._statement("2027-02")
        for turn in range(25):
            statement.line_ids.unlink()
            dice = random.Random(turn)
            few = dice.sample(range(1, 29), 6)
            for _line in range(12):
                line = self._line(statement, dice)
                line.write(self._thrown(dice, few))
                if not line.reason and dice.random() < 0.5:
                    again = self._line(statement, dice, origin=line)
                    line.base_amount = line.base_amount or 0.1
                    # Credited in full, or a part; its own day and pole say nothing.
                    part = dice.choice([1, 0.5, 2])
                    again.write(
                        {
                            **self._thrown(dice, few),
                            "base_amount": -line.base_amount * part,
                        }
                    )
                if dice.random() < 0.3:
                    more = self._line(statement, dice, origin=dice.choice(locked))
                    more.write(self._thrown(dice, few))
            with self.subTest(turn=turn):
                by_calc, by_database = self._both(statement)
                self.assertEqual(by_calc, by_database)

    def _thrown(self, dice, days):
        return {
            "date": f"2027-02-{dice.choice(days):02d}",
            "base_amount": dice.choice([0, 0.1, -0.1, 0.3, 0.9, 10.1, -10.1, 0.01]),
        }

    def test_a_large_amount_is_exact(self):
        statement = self._statement("2027-02")
        dice = random.Random(7)
        lines = self._line(statement, dice) | self._line(statement, dice)
        lines.write({"base_amount": 123_456_789_012.37, "reason": False})
        by_calc, by_database = self._both(statement)
        self.assertEqual(by_calc, by_database)

    def test_nothing_to_rate(self):
        statement = self._statement("2027-02")
        self.assertEqual(self._both(statement), ([], []))
        self.assertEqual(statement.amount, 0)

    def test_brackets_are_left_to_the_rules(self):
        """Only the rules climb brackets: a running total knows no place in a year."""
        brackets = [
            (0, 0, {"start_amount": 0, "rate": 5}),
            (0, 0, {"start_amount": 100, "rate": 2}),
        ]
        self._rate(0, "2027-02-01", bracket_ids=brackets, contract_id=self.contract.id)
        self._sale(150, "2027-02-03")
        statement = self._statement("2027-02")
        self.assertEqual(statement.amount, 6)
        self.assertEqual(statement.line_ids.rate, 4)

    def test_a_correction_of_a_correction(self):
        """Lines that follow each other inside a month are left to the rules too."""
        dice = random.Random(3)
        statement = self._statement("2027-02")
        sale = self._line(statement, dice)
        refund = self._line(statement, dice, origin=sale)
        again = self._line(statement, dice, origin=refund)
        (sale | refund | again).write({"reason": False, "date": "2027-02-11"})
        sale.write({"date": "2027-02-03", "pole_id": False})
        self.env.flush_all()
        rating = self.env["oe.royalty.rating"]
        self.assertTrue(rating._has_chain(statement))
        rating._rate_at(statement, self.rates)
        self.assertEqual({row[0] for row in self._found(statement)}, {self.five})
