"""What must hold for any training, workload and aggregate."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import combinations

from hypothesis import given, strategies as st

from odoo.addons.oe_base.calc.money import round_half_up
from odoo.addons.oe_training.calc.attendance import (
    Attendance,
    TrainingSlot,
    realised_minutes,
    session_total,
)
from odoo.addons.oe_training.calc.bpf import Realised, trainee_frames
from odoo.addons.oe_training.calc.contract import (
    Contract,
    ContractRules,
    most_allowed,
    payment_refusals,
)
from odoo.addons.oe_training.calc.performance import spread
from odoo.addons.oe_training.calc.privacy import Group, visible
from odoo.addons.oe_training.calc.seal import Signature, first_broken, seal
from odoo.addons.oe_training.calc.workload import WorkedSlot, workload_signals

EPOCH = datetime(2026, 3, 2)


@given(
    st.lists(
        st.tuples(st.integers(30, 300), st.booleans(), st.booleans(), st.data()),
        max_size=6,
    )
)
def test_realised_minutes_stay_within_the_slot_and_sum(rows):
    attendances, slots = [], []
    for index, (length, signed, countersigned, data) in enumerate(rows):
        start = EPOCH + timedelta(days=index)
        slots.append(TrainingSlot(index, start, start + timedelta(minutes=length)))
        late = data.draw(st.integers(0, length))
        early = data.draw(st.integers(0, length - late))
        attendances.append(
            Attendance("Ann", slots[-1], signed, countersigned, late, early)
        )
    for item in attendances:
        assert 0 <= realised_minutes(item) <= item.slot.minutes
    total = session_total(slots, attendances)
    assert total.minutes == sum(realised_minutes(item) for item in attendances)
    assert total.minutes <= total.trainer_minutes


facts = st.fixed_dictionaries(
    {
        "status": st.sampled_from("abc"),
        "goal": st.sampled_from("de"),
        "speciality": st.sampled_from([str(n) for n in range(300, 308)]),
        "entrusted_to_us": st.booleans(),
    }
)


@st.composite
def years(draw):
    records = []
    for pair in draw(
        st.lists(
            st.tuples(st.integers(0, 5), st.integers(0, 3)), unique=True, max_size=12
        )
    ):
        fixed = draw(facts)
        for minutes in draw(st.lists(st.integers(0, 500), min_size=1, max_size=3)):
            records.append(Realised(*pair, minutes, **fixed))
    return records


@given(years())
def test_f1_f3_and_f4_agree_in_trainees_minutes_and_hours(records):
    frames = trainee_frames(records)
    three = (frames.f1, frames.f3, frames.f4)
    assert len({(frame.trainees, frame.minutes) for frame in three}) == 1
    hours = round_half_up(Fraction(frames.f1.minutes, 60))
    assert {sum(frame.hours()) for frame in three} == {hours}
    assert len(frames.f4.rows) <= 6
    whole = sum(item.minutes for item in records)
    assert frames.f1.minutes + frames.g.minutes == whole


signatures = st.lists(
    st.builds(
        Signature,
        st.integers(0, 500).map(lambda n: EPOCH + timedelta(minutes=n)),
        st.sampled_from(["trainee", "trainer"]),
        st.sampled_from(["Ann", "Bob", "Tom"]),
        st.integers(0, 210),
    ),
    min_size=1,
    max_size=6,
)


@given(signatures, st.data())
def test_any_change_of_a_sealed_slot_is_found(signed, data):
    sealed = seal(signed)
    assert first_broken(sealed) is None
    kept = list(sealed.signatures)
    other = data.draw(st.permutations(kept) | signatures)
    changed = type(sealed)(sealed.start, tuple(other), sealed.links)
    assert (first_broken(changed) is None) is (tuple(other) == sealed.signatures)


RULES = ContractRules(10, Fraction(3, 10))


@given(
    st.integers(1, 500_000),
    st.integers(0, 60),
    st.fractions(0, 1, max_denominator=50),
    st.integers(0, 600_000),
)
def test_a_payment_passes_exactly_up_to_what_is_allowed(price, after, progress, paid):
    contract = Contract(price, date(2026, 3, 1))
    day = date(2026, 3, 1) + timedelta(days=after)
    most = most_allowed(contract, day, RULES, progress)
    assert 0 <= most <= price
    refused = payment_refusals(contract, paid, day, RULES, 0, progress)
    assert bool(refused) is (after <= 10 or paid > most)


slots = st.lists(
    st.builds(
        lambda start, length: WorkedSlot(
            EPOCH + timedelta(minutes=30 * start),
            EPOCH + timedelta(minutes=30 * (start + length)),
        ),
        st.integers(0, 1_000),
        st.integers(1, 30),
    ),
    max_size=15,
)


@given(slots, st.randoms())
def test_signals_do_not_depend_on_order_nor_on_doubles(worked, random):
    shuffled = [*worked, *worked]
    random.shuffle(shuffled)
    assert workload_signals(shuffled) == workload_signals(worked)


@given(slots)
def test_every_signal_tells_a_figure_beyond_its_limit(worked):
    for item in workload_signals(worked):
        found, limit = item.get("minutes"), item.get("limit")
        rest = item.code.endswith("rest")
        assert found < limit if rest else found > limit


trees = st.recursive(
    st.integers(0, 12),
    lambda inner: st.lists(inner, min_size=1, max_size=3),
    max_leaves=6,
)


def build(shape, key="r"):
    if isinstance(shape, int):
        return Group(key, shape)
    parts = tuple(build(item, f"{key}.{n}") for n, item in enumerate(shape))
    return Group(key, sum(part.people for part in parts), parts)


def leaves(group):
    if not group.parts:
        return {group.key: group.people}
    found = {}
    for part in group.parts:
        found |= leaves(part)
    return found


def flat(group):
    return [group, *(item for part in group.parts for item in flat(part))]


@given(trees)
def test_no_sum_nor_difference_of_what_is_shown_tells_a_small_group(shape):
    root = build(shape)
    shown = visible(root)
    sets = [frozenset(leaves(item)) for item in flat(root) if item.key in shown]
    people = leaves(root)
    known = set(sets)
    # Groups are nested or disjoint: what a person can derive is a shown group less
    # shown groups inside it.
    for outer in sets:
        inside = [item for item in sets if item < outer]
        for count in (1, 2, 3):
            for removed in combinations(inside, count):
                known.add(outer - frozenset().union(*removed))
    for derived in known:
        total = sum(people[key] for key in derived)
        assert total == 0 or total >= 8


@given(st.lists(st.integers(-100, 100), min_size=1, max_size=9))
def test_quartiles_are_in_order_and_within_the_values(values):
    found = spread(values)
    assert (
        min(values)
        <= found.first_quartile
        <= found.median
        <= found.third_quartile
        <= max(values)
    )
