"""What must hold for any home-services figures."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, strategies as st
from sap_2026 import ACTIVITIES, ADVANCE, CREDIT, EXCLUSIVITY, VAT

from odoo.addons.oe_sap.calc.activity import Mode
from odoo.addons.oe_sap.calc.advance import batches, settlement
from odoo.addons.oe_sap.calc.advance_status import (
    NEXT,
    Effect,
    State,
    apply_status,
)
from odoo.addons.oe_sap.calc.certificate import figures
from odoo.addons.oe_sap.calc.credit import (
    Aid,
    AidKind,
    Household,
    Payment,
    tax_credit,
)
from odoo.addons.oe_sap.calc.exclusivity import Turnover, exclusivity
from odoo.addons.oe_sap.calc.paid import Invoice, Line, LineKind, Means, Payment as Paid
from odoo.addons.oe_sap.calc.split_payer import Basis, Payer, split_visit
from odoo.addons.oe_sap.calc.spread import spread_all
from odoo.addons.oe_sap.calc.vat import Seller, Service, decide

cents = st.integers(0, 100_000)
activities = st.sampled_from(sorted(ACTIVITIES.values(), key=lambda a: a.code))
days = st.integers(0, 1200).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
YEARS = range(2023, 2030)


@st.composite
def paid_amounts(draw, total):
    """Payments that never exceed a total, nor give back more than was paid."""
    amounts, paid = [], 0
    for _ in range(draw(st.integers(0, 5))):
        amount = draw(st.integers(-paid, total - paid))
        amounts.append(amount)
        paid += amount
    return amounts


@st.composite
def invoices(draw):
    kinds = st.sampled_from([LineKind.SERVICE, LineKind.EXTRA, LineKind.EXCLUDED])
    lines = tuple(
        Line(draw(activities).code, draw(cents), draw(kinds))
        for _ in range(draw(st.integers(1, 5)))
    )
    amounts = draw(paid_amounts(sum(item.amount_cents for item in lines)))
    when = sorted(draw(st.lists(days, min_size=len(amounts), max_size=len(amounts))))
    means = st.sampled_from(list(Means))
    payments = tuple(
        Paid(day, amount, draw(means), requested_on=draw(st.none() | st.just(day)))
        for day, amount in zip(when, amounts, strict=True)
    )
    return Invoice("F", lines, payments)


@given(invoices())
def test_certificates_over_the_years_sum_to_what_was_paid_without_cash(invoice):
    services = [item for item in invoice.lines if item.kind is LineKind.SERVICE]
    excluded = sum(
        item.amount_cents for item in invoice.lines if item.kind is LineKind.EXCLUDED
    )
    whole = sum(item.amount_cents for item in invoice.lines)
    results = [figures(year, [invoice]) for year in YEARS]
    counted = sum(item.paid_cents for item in results)
    cash = sum(item.cash_cents for item in results)
    total = sum(item.amount_cents for item in invoice.payments)
    assert counted + cash <= whole - excluded or not services
    if not excluded and sum(item.amount_cents for item in services):
        assert counted + cash == total
        by_cash = sum(
            item.amount_cents for item in invoice.payments if item.means is Means.CASH
        )
        assert counted == total - by_cash


@given(invoices())
def test_a_certificate_sums_to_its_activities(invoice):
    for year in YEARS:
        result = figures(year, [invoice])
        assert sum(item.paid_cents for item in result.amounts) == result.paid_cents


@st.composite
def dues_and_payments(draw):
    dues = draw(st.lists(cents, min_size=1, max_size=6))
    return dues, draw(paid_amounts(sum(dues)))


@given(dues_and_payments())
def test_spreading_keeps_every_cent_on_both_sides(case):
    dues, amounts = case
    rows = spread_all(amounts, dues)
    assert [sum(row) for row in rows] == amounts
    for index, due in enumerate(dues):
        running = 0
        for row in rows:
            running += row[index]
            assert 0 <= running <= due


@given(st.lists(cents, min_size=1, max_size=6), st.data())
def test_paying_all_pays_each_line_exactly(dues, data):
    left, amounts = sum(dues), []
    for _ in range(data.draw(st.integers(0, 4))):
        amounts.append(data.draw(st.integers(0, left)))
        left -= amounts[-1]
    rows = spread_all([*amounts, left], dues)
    assert [sum(column) for column in zip(*rows, strict=True)] == dues


payers = st.lists(
    st.builds(
        Payer,
        st.just("payer"),
        st.sampled_from(list(Basis)),
        st.fractions(0, 3, max_denominator=100).map(lambda n: n * 1000),
        st.none() | cents,
    ),
    max_size=4,
)


@given(st.lists(cents, min_size=1, max_size=4), st.integers(0, 600), payers)
def test_a_visit_split_over_payers_keeps_every_cent(lines, minutes, some):
    shares = split_visit(lines, minutes, [*some, Payer("home", Basis.REST)])
    assert sum(item.total_cents for item in shares) == sum(lines)
    for share in shares:
        assert share.total_cents == sum(share.lines)
        assert min(share.lines) >= 0
    columns = zip(*(item.lines for item in shares), strict=True)
    assert [sum(column) for column in columns] == lines


payments = st.lists(
    st.builds(
        Payment,
        st.just(date(2026, 6, 1)),
        activities,
        st.integers(-100_000, 2_000_000),
        st.booleans(),
    ),
    max_size=8,
)
aids = st.lists(
    st.builds(
        Aid,
        st.sampled_from(list(AidKind)),
        st.integers(0, 500_000),
        st.none() | activities.map(lambda item: item.code),
    ),
    max_size=3,
)
households = st.builds(
    Household, st.integers(0, 3), st.integers(0, 2), st.integers(0, 3), st.booleans()
)


@given(payments, aids, households)
def test_the_meter_never_exceeds_the_ceilings(some, helps, household):
    result = tax_credit(2026, some, helps, household, CREDIT)
    assert 0 <= result.used_cents <= result.ceiling_cents <= 20_000_00
    assert 0 <= result.credit_cents <= 10_000_00
    assert result.left_cents >= 0
    for item in result.meters:
        assert 0 <= item.counted_cents <= max(0, item.paid_cents)
        assert item.cap_cents is None or item.counted_cents <= item.cap_cents
        assert 0 <= item.left_cents <= result.left_cents
    assert sum(item.aid_cents for item in result.meters) <= sum(
        item.amount_cents for item in helps
    )


@given(payments, aids, households)
def test_the_order_of_payments_does_not_matter(some, helps, household):
    one = tax_credit(2026, some, helps, household, CREDIT)
    other = tax_credit(2026, some[::-1], helps, household, CREDIT)
    assert one.meters == other.meters


@given(
    activities,
    st.sampled_from(list(Mode)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_a_reduced_rate_never_comes_with_a_missed_condition(
    activity, mode, bundle, home, person, exclusive
):
    service = Service(activity, mode, date(2026, 5, 10), bundle, home, person)
    decision = decide(service, Seller(date(2025, 1, 1), exclusive), VAT)
    if decision.rate < VAT.standard_rate:
        assert decision.missed == ()
        assert mode is Mode.PRESTATAIRE and person and exclusive
    else:
        assert decision.missed


@given(st.integers(1, 1_000_000), st.data())
def test_a_settlement_never_asks_less_than_nothing(total, data):
    deposit = data.draw(st.integers(0, total // 2))
    result = settlement(total, ADVANCE, deposit)
    assert result.client_debit_cents >= 0
    assert result.advance_cents + result.client_debit_cents == result.provider_cents
    assert result.provider_cents + deposit == total


@given(st.lists(st.integers(), max_size=60))
def test_batches_keep_the_order_and_hold_ten_at_most(items):
    groups = batches(items)
    assert [item for group in groups for item in group] == items
    assert all(1 <= len(group) <= 10 for group in groups)


@given(st.data())
def test_a_payment_is_created_and_reversed_at_most_once(data):
    state, effects = State(), []
    for _ in range(8):
        following = sorted(NEXT[state.status]) + [state.status]
        change = apply_status(state, data.draw(st.sampled_from(following)))
        state = change.state
        effects.extend(change.effects)
    assert effects.count(Effect.CREATE_PAYMENT) <= 1
    assert effects.count(Effect.REVERSE_PAYMENT) <= effects.count(Effect.CREATE_PAYMENT)


@given(cents, cents)
def test_the_room_left_is_exactly_what_keeps_the_dispensation(sap, other):
    limit = EXCLUSIVITY.other_share_max
    room = exclusivity(1, Turnover(1, 0), Turnover(sap, other), EXCLUSIVITY).room_cents
    full = other + room
    assert Turnover(sap, full).other_share <= limit
    if sap + full + 1:
        assert Fraction(full + 1, sap + full + 1) > limit
