"""Royalty: the hash chain, and the revision of the rate."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from odoo.addons.oe_base.calc.money import percent, rate
from odoo.addons.oe_royalty.calc.chain import (
    GENESIS,
    NotCanonical,
    canonical,
    first_break,
    link,
)
from odoo.addons.oe_royalty.calc.revision import (
    BadBounds,
    BadIndex,
    EsMonths,
    IndexItem,
    RevisionRule,
    index_of,
    simulate,
    suggest,
)

START = date(2027, 1, 1)


def test_the_canonical_text_is_stable():
    document = {"b": [1, True, None], "a": "e\u0301", "d": START, "f": Fraction(1, 2)}
    text = canonical(document)
    assert text == '{"a":"é","b":[1,true,null],"d":"2027-01-01","f":"1/2"}'
    assert canonical(dict(reversed(document.items()))) == text
    assert canonical(Decimal("0.50")) == canonical(Fraction(1, 2))
    assert canonical(datetime(2027, 1, 1, 8)) == '"2027-01-01T08:00:00"'


def test_any_change_breaks_the_chain_where_it_was_made():
    documents = [{"n": n} for n in range(4)]
    chain, previous = [], GENESIS
    for document in documents:
        previous = link(previous, document)
        chain.append((document, previous))
    assert first_break(chain) is None
    chain[2] = ({"n": 9}, chain[2][1])
    assert first_break(chain).index == 2
    del chain[2]
    assert first_break(chain).index == 2


@pytest.mark.parametrize("bad", [0.5, {1: 2}, object(), [b"x"]])
def test_the_chain_refuses_what_is_no_proof(bad):
    with pytest.raises(NotCanonical):
        canonical(bad)


# Revision


def test_index_and_suggestion():
    items = [
        IndexItem("training", Fraction(3), Fraction(40), Fraction(44)),
        IndexItem("care", Fraction(1), Fraction(20), Fraction(20)),
    ]
    assert index_of(items) == Fraction("1.075")
    rule = RevisionRule(low=percent(3), high=percent(6), max_step=percent("0.5"))
    five = percent(5)
    steady = suggest(five, Fraction(1), Fraction(1), rule)
    assert (steady.rate, steady.bounded) == (five, False)
    up = suggest(five, Fraction("1.075"), Fraction("1.05"), rule)
    assert (up.raw, up.rate) == (rate("0.053125"), rate("0.0531"))
    assert suggest(five, Fraction(2), Fraction(1), rule).rate == percent("5.5")
    free = RevisionRule(low=percent(3), high=percent(6))
    assert suggest(five, Fraction(9), Fraction(9), free).rate == percent(6)
    assert suggest(five, Fraction(0), Fraction(0), free).rate == percent(3)


def test_the_simulation_lists_who_would_fall_under_the_target():
    people = [
        EsMonths("x", "c1", 20_000_00, 14_000_00, 13_950_00, rate("0.6")),
        EsMonths("y", "c1", 10_000_00, 14_000_00, 13_000_00, rate("0.6")),
        EsMonths("z", "c2", 10_000_00, 12_000_00, 13_000_00, rate("0.6")),
    ]
    result = simulate(percent(5), percent(6), people)
    assert result.royalty_by_cae == {"c1": 300_00, "c2": 100_00}
    assert result.taken_under == ("x",)
    assert [effect.net_after_cents for effect in result.people] == [
        13_880_00,
        13_940_00,
        11_940_00,
    ]
    assert [effect.under for effect in result.people] == [True, False, True]


def test_revision_refusals():
    with pytest.raises(BadIndex):
        index_of([])
    with pytest.raises(BadIndex):
        index_of([IndexItem("x", Fraction(1), Fraction(0), Fraction(1))])
    with pytest.raises(BadBounds):
        RevisionRule(low=percent(6), high=percent(3))
