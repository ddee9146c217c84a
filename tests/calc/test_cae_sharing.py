"""Shared activities: nothing is lost, the order of documents does not matter."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_cae.calc.month import INVOICED, PAYROLL, PURCHASES, Fact
from odoo.addons.oe_cae.calc.sharing import NoAgreement, SharedFact, share_facts

MARCH = date(2026, 3, 1)
days = st.integers(0, 30).map(lambda number: MARCH + timedelta(days=number))
keys = st.dictionaries(
    st.sampled_from("abc"), st.integers(0, 100), min_size=1, max_size=3
).filter(lambda key: any(key.values()))
starts = st.dictionaries(days, keys, max_size=4).map(
    lambda pairs: [(date.min, {"a": 1}), *pairs.items()]
)
facts = st.lists(
    st.builds(
        lambda kind, day, cents, person: SharedFact(
            Fact(kind, MARCH, MARCH, cents), day, person
        ),
        st.sampled_from((INVOICED, PURCHASES, PAYROLL)),
        days,
        st.integers(-(10**7), 10**7),
        st.sampled_from((None, None, "b")),
    ),
    max_size=12,
)


def totals(told):
    return {
        holder: sorted(
            (kind, sum(row.cents for row in rows if row.kind == kind))
            for kind in {row.kind for row in rows}
        )
        for holder, rows in told.items()
    }


def test_case_8_dated_split():
    told = share_facts(
        [(MARCH, {"a": 60, "b": 40}), (date(2026, 3, 15), {"a": 1, "b": 1})],
        [
            SharedFact(Fact(INVOICED, MARCH, MARCH, 100000), date(2026, 3, 10)),
            SharedFact(Fact(INVOICED, MARCH, MARCH, 50000), date(2026, 3, 20)),
        ],
    )
    assert {holder: rows[0].cents for holder, rows in told.items()} == {
        "a": 85000,
        "b": 65000,
    }
    assert [item.amount_cents for item in told["a"][0].steps] == [60000, 25000]


@given(starts, facts)
def test_every_cent_is_somebodys(starts, facts):
    told = share_facts(starts, facts)
    for kind in (INVOICED, PURCHASES, PAYROLL):
        shared = sum(
            row.cents for rows in told.values() for row in rows if row.kind == kind
        )
        assert shared == sum(row.fact.cents for row in facts if row.fact.kind == kind)


@given(starts, facts, st.randoms())
def test_order_of_documents_does_not_matter(starts, facts, random):
    mixed = list(facts)
    random.shuffle(mixed)
    assert totals(share_facts(starts, mixed)) == totals(share_facts(starts, facts))


@given(starts, facts)
def test_own_facts_are_never_split(starts, facts):
    own = [row for row in facts if row.person]
    told = share_facts(starts, own)
    assert set(told) <= {"b"}
    assert [row.cents for row in told.get("b", [])] == [row.fact.cents for row in own]


def test_no_key_no_guess():
    fact = SharedFact(Fact(INVOICED, MARCH, MARCH, 1), MARCH)
    for keys in ([], [(date(2026, 4, 1), {"a": 1})]):
        with pytest.raises(NoAgreement) as refused:
            share_facts(keys, [fact])
        assert refused.value.params == {"day": MARCH}
