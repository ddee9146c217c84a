"""Treasury: nothing that falls due within the months is lost or counted twice."""

from datetime import date, timedelta

from hypothesis import given, strategies as st

from odoo.addons.oe_cae.calc.treasury import Expected, forecast

TODAY = date(2026, 6, 15)
ITEMS = st.lists(
    st.builds(
        Expected,
        kind=st.sampled_from(["clients", "suppliers", "pay"]),
        day=st.integers(-60, 200).map(lambda days: TODAY + timedelta(days=days)),
        cents=st.integers(-500_000, 500_000),
    ),
    max_size=30,
)


def test_a_late_client_and_a_pay_to_come():
    rows = forecast(
        100_00,
        [
            Expected("clients", date(2026, 5, 30), 500_00),
            Expected("clients", date(2026, 7, 15), 200_00),
            Expected("pay", date(2026, 6, 30), -450_00),
            Expected("pay", date(2026, 7, 31), -450_00),
            Expected("clients", date(2026, 9, 1), 999_00),
        ],
        TODAY,
    )
    assert [row.closing_cents for row in rows] == [150_00, -100_00, -100_00]
    assert [row.late_cents for row in rows] == [500_00, 0, 0]
    assert rows[0].kinds == {"clients": 500_00, "pay": -450_00}
    assert [row.start for row in rows] == [
        date(2026, 6, 1),
        date(2026, 7, 1),
        date(2026, 8, 1),
    ]


@given(st.integers(-100_000, 100_000), ITEMS, st.integers(1, 8))
def test_the_last_closing_is_all_that_falls_due(held, items, months):
    rows = forecast(held, items, TODAY, months)
    year, month = divmod(5 + months, 12)
    end = date(2026 + year, month + 1, 1)
    due = sum(item.cents for item in items if item.day < end)
    assert rows[-1].closing_cents == held + due
    for row, following in zip(rows, rows[1:], strict=False):
        assert following.opening_cents == row.closing_cents
