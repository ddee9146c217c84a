"""What must hold for any mission."""

from datetime import date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, strategies as st

from odoo.addons.oe_base.calc.period import Period
from odoo.addons.oe_missions.calc.brought import FeeRule, fee
from odoo.addons.oe_missions.calc.generate import (
    Existing,
    PatternLine,
    horizon,
    plan_visits,
)
from odoo.addons.oe_missions.calc.hours import (
    HourRules,
    Rounding,
    Surcharge,
    SurchargeKind,
    billed_minutes,
    billed_parts,
    price_visit,
    split_steps,
)
from odoo.addons.oe_missions.calc.score import (
    Candidate,
    MissionFacts,
    Weights,
    rank,
)
from odoo.addons.oe_missions.calc.shares import ShareSet, divide_by_shares
from odoo.addons.oe_missions.calc.slots import (
    Availability,
    Slot,
    WeeklyHours,
    free_slots,
    missing_rest,
)

TODAY = date(2026, 5, 4)
DAYS = horizon(Period(date(2026, 1, 1)), TODAY)
MISSION = MissionFacts("CAE", TODAY)
EPOCH = datetime(2026, 5, 4)

slots = st.builds(
    lambda start, length: Slot(
        EPOCH + timedelta(minutes=15 * start),
        EPOCH + timedelta(minutes=15 * (start + length)),
    ),
    st.integers(0, 4_000),
    st.integers(1, 40),
)
hours = st.builds(
    lambda day, start, length: WeeklyHours(day, start * 15, (start + length) * 15),
    st.integers(0, 6),
    st.integers(0, 90),
    st.integers(1, 20),
)
candidates = st.builds(
    Candidate,
    st.integers(),
    soft_met=st.integers(0, 5),
    soft_total=st.integers(0, 5),
    distance_m=st.none() | st.integers(0, 40_000),
    limit_m=st.none() | st.integers(0, 40_000),
    slots_free=st.integers(0, 5),
    slots_wanted=st.integers(0, 5),
    minutes_held=st.integers(0, 3_000),
    minutes_wanted=st.integers(0, 3_000),
    knows_client=st.booleans(),
    last_proposed=st.none() | st.dates(date(2025, 1, 1), TODAY),
)


@given(st.lists(candidates, max_size=12))
def test_ranking_loses_nobody_and_is_in_order(people):
    result = rank(MISSION, people, Weights(30, 20, 20, 15, 15))
    assert len(result.ranked) + len(result.refused) == len(people)
    scores = [item.score for item in result.ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= value <= 1 for value in scores)
    for item in result.ranked:
        weight = sum(part.weight for part in item.parts)
        exact = sum(part.value * part.weight for part in item.parts)
        assert item.score == exact / weight
        assert all(part.params for part in item.parts)


@st.composite
def plans(draw):
    lines = draw(st.lists(hours, max_size=4))
    pattern = [
        PatternLine(index, item, draw(st.integers(1, 3)))
        for index, item in enumerate(lines)
    ]
    first = plan_visits(pattern, DAYS, [])
    existing = [
        Existing(index, visit, key) for index, (key, visit) in enumerate(first.create)
    ]
    for index, item in enumerate(existing):
        what = draw(st.integers(0, 9))
        if what == 0:
            existing[index] = Existing(item.ref, draw(slots), item.key, manual=True)
        elif what == 1:
            existing[index] = Existing(item.ref, item.slot, item.key, cancelled=True)
    own = draw(st.lists(slots, max_size=3))
    existing += [Existing(1_000 + n, item, manual=True) for n, item in enumerate(own)]
    return pattern, existing


@given(plans(), st.lists(hours, max_size=3))
def test_generated_visits_never_overlap_manual_edits_and_settle_at_once(case, changed):
    _, existing = case
    pattern = [PatternLine(index, item) for index, item in enumerate(changed)]
    plan = plan_visits(pattern, DAYS, existing)
    manual = {item.ref: item for item in existing if item.manual or item.cancelled}
    moved = dict(plan.move)
    assert not manual.keys() & (set(plan.remove) | moved.keys())

    left = [item for item in existing if item.ref not in plan.remove]
    left = [
        Existing(item.ref, moved[item.ref], item.key) if item.ref in moved else item
        for item in left
    ]
    left += [Existing(("new", n), *new[::-1]) for n, new in enumerate(plan.create)]
    edited = [item.slot for item in left if item.manual]
    for item in left:
        if item.ref not in manual:
            assert DAYS.contains(item.slot.start.date())
            assert not any(item.slot.overlaps(other) for other in edited)
    again = plan_visits(pattern, DAYS, left)
    assert (again.create, again.move, again.remove) == ((), (), ())


@given(slots, st.lists(hours, max_size=5), st.lists(slots, max_size=3), st.data())
def test_availability_agrees_with_a_check_of_each_quarter_hour(
    wanted, weekly, busy, data
):
    extra = data.draw(st.lists(slots, max_size=3))
    found = free_slots(
        [wanted], Availability(tuple(weekly), tuple(extra), busy=tuple(busy))
    )

    def inside(start, end, instant):
        return start <= instant < end

    def free(instant):
        if any(inside(item.start, item.end, instant) for item in busy):
            return False
        windows = [(item.start, item.end) for item in extra]
        for eve in (0, 1):
            day = instant.date() - timedelta(days=eve)
            midnight = datetime.combine(day, datetime.min.time())
            windows += [
                (
                    midnight + timedelta(minutes=item.start_minute),
                    midnight + timedelta(minutes=item.end_minute),
                )
                for item in weekly
                if item.weekday == day.weekday()
            ]
        return any(inside(start, end, instant) for start, end in windows)

    quarters = wanted.minutes // 15
    expected = all(
        free(wanted.start + timedelta(minutes=15 * n)) for n in range(quarters)
    )
    assert found == (expected,)


@given(slots, st.lists(slots, max_size=4))
def test_rest_that_is_missing_is_shorter_than_the_rule(one, others):
    for item in missing_rest(one, others):
        assert 0 <= item.get("minutes") < item.get("required_minutes") == 660


rates = st.fractions(0, 2, max_denominator=20)
surcharges = st.builds(
    Surcharge,
    st.sampled_from(list(SurchargeKind)),
    rates,
    st.integers(0, 1440),
    st.integers(0, 1440),
)


@given(
    slots,
    st.integers(0, 100_00),
    st.lists(surcharges, max_size=3),
    st.sampled_from(list(Rounding)),
    st.booleans(),
)
def test_parts_of_a_price_sum_to_it_in_minutes_and_cents(
    visit, price, some, rounding, cumulative
):
    rules = HourRules(
        rounding,
        surcharges=tuple(some),
        holidays=frozenset({TODAY}),
        cumulative=cumulative,
    )
    result = price_visit(visit, price, rules)
    assert sum(part.minutes for part in result.parts) == result.billed_minutes
    assert sum(part.amount_cents for part in result.parts) == result.total_cents
    plain = price_visit(visit, price, HourRules(rounding))
    assert result.total_cents >= plain.total_cents


dated = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(-999, 9_999)),
    max_size=12,
)


@given(dated, st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_dividing_by_shares_keeps_every_cent_and_stays_fair(amounts, weights):
    whole = sum(weights)
    members = tuple((n, Fraction(part, whole)) for n, part in enumerate(weights))
    found = divide_by_shares(amounts, [(date(2026, 1, 1), ShareSet(members))])
    total = sum(cents for _, cents in amounts)
    assert sum(item.amount_cents for item in found) == total
    for item in found:
        exact = total * members[item.member][1]
        assert abs(item.amount_cents - exact) < len(weights)


@given(st.lists(st.integers(-50_000, 90_000), max_size=8), rates, st.integers(0, 9_999))
def test_fees_paid_never_exceed_the_cap_nor_go_below_0(turnovers, rate, cap):
    rule, paid, so_far = FeeRule(rate, cap), 0, 0
    for turnover in turnovers:
        so_far += turnover
        paid += fee(so_far, paid, rule, "Ann").due_cents
        assert 0 <= paid <= cap


@given(slots, st.sampled_from([3, 6, 15, 30]), st.integers(0, 40), st.booleans())
def test_billed_parts_keep_every_minute_in_whole_steps(slot, step, minimum, cumulative):
    rules = HourRules(
        step_minutes=step,
        minimum_minutes=minimum * step,
        surcharges=(
            Surcharge(SurchargeKind.SUNDAY, Fraction(1, 4)),
            Surcharge(SurchargeKind.NIGHT, Fraction(1, 5), 1260, 360),
        ),
        cumulative=cumulative,
    )
    billed = billed_minutes(slot.minutes, rules)
    parts = billed_parts(slot, billed, rules)
    assert sum(part.minutes for part in parts) == billed
    assert all(part.minutes > 0 and part.minutes % step == 0 for part in parts)


@given(st.integers(0, 2_000), st.lists(st.integers(1, 300), min_size=1, max_size=5))
def test_steps_over_services_keep_every_minute(billed, weights):
    shares = split_steps(billed, weights, 15)
    assert sum(shares) == billed
    assert all(share % 15 == 0 for share in shares[1:])
