"""Tax credit of a household: ceilings, caps, aids, cash and bundle."""

from datetime import date

import pytest
from sap_2026 import (
    CLEANING,
    COMPUTER_HELP,
    CREDIT,
    MEAL_DELIVERY,
    PERSONAL_CARE,
    REPAIRS,
)

from odoo.addons.oe_sap.calc.credit import (
    Aid,
    AidKind,
    Household,
    NegativeAid,
    Payment,
    ceiling,
    tax_credit,
)

DAY = date(2026, 5, 10)


def year_of(*payments, aids=(), household=None):
    return tax_credit(2026, payments, aids, household or Household(), CREDIT)


def paid(activity, cents, day=DAY, cash=False):
    return Payment(day, activity, cents, cash)


def codes(found):
    return [item.code for item in found]


@pytest.mark.parametrize(
    ("household", "cents"),
    [
        (Household(), 12_000_00),
        (Household(children=1), 13_500_00),
        (Household(shared_children=1), 12_750_00),
        (Household(seniors=2), 15_000_00),
        (Household(children=5), 15_000_00),
        (Household(disability=True), 20_000_00),
        (Household(children=3, disability=True), 20_000_00),
    ],
)
def test_ceilings(household, cents):
    assert ceiling(household, CREDIT) == cents


def test_cash_never_counts_and_is_told():
    result = year_of(paid(CLEANING, 100_00), paid(CLEANING, 50_00, cash=True))
    assert result.credit_cents == 50_00
    assert codes(result.warnings) == ["credit.cash"]
    assert result.meters[0].cash_cents == 50_00


def test_work_paid_in_cash_does_not_open_the_bundle():
    result = year_of(paid(MEAL_DELIVERY, 900_00), paid(CLEANING, 100_00, cash=True))
    assert result.credit_cents == 0
    assert "credit.bundle_missing" in codes(result.warnings)


def test_at_home_work_of_another_year_does_not_open_the_bundle():
    earlier = paid(CLEANING, 100_00, day=date(2025, 12, 31))
    assert year_of(paid(MEAL_DELIVERY, 900_00), earlier).credit_cents == 0


def test_computer_help_is_capped_at_3_000():
    result = year_of(paid(COMPUTER_HELP, 4_000_00))
    assert result.credit_cents == 1_500_00
    assert codes(result.warnings) == ["credit.cap_reached"]
    assert result.warnings[0].get("over_cents") == 1_000_00
    assert result.meters[0].left_cents == 0
    assert result.left_cents == 9_000_00


def test_the_aid_comes_off_before_the_cap():
    aids = [Aid(AidKind.OTHER, 400_00, "II-3")]
    result = year_of(paid(REPAIRS, 800_00), aids=aids)
    assert result.meters[0].counted_cents == 400_00


def test_an_aid_for_one_activity_leaves_the_others_alone():
    aids = [Aid(AidKind.PCH, 900_00, "I-3")]
    result = year_of(paid(CLEANING, 1_000_00), paid(PERSONAL_CARE, 500_00), aids=aids)
    assert [item.counted_cents for item in result.meters] == [0, 1_000_00]


def test_an_aid_for_one_activity_comes_before_a_general_one():
    aids = [Aid(AidKind.CMG, 1_000_00), Aid(AidKind.APA, 800_00, "I-3")]
    result = year_of(paid(CLEANING, 1_000_00), paid(PERSONAL_CARE, 1_000_00), aids=aids)
    assert result.used_cents == 200_00


def test_aids_above_what_was_paid_give_0():
    result = year_of(paid(CLEANING, 100_00), aids=[Aid(AidKind.APA, 900_00)])
    assert result.credit_cents == 0
    assert year_of(aids=[Aid(AidKind.APA, 900_00)]).credit_cents == 0


def test_employer_aid_above_its_maximum_is_told_and_deducted():
    aids = [Aid(AidKind.CESU_EMPLOYER, 2_000_00)]
    result = year_of(paid(CLEANING, 3_000_00), aids=aids)
    assert codes(result.warnings) == ["credit.employer_aid"]
    assert result.credit_cents == 500_00


def test_a_negative_aid_is_refused():
    with pytest.raises(NegativeAid):
        year_of(paid(CLEANING, 100_00), aids=[Aid(AidKind.APA, -1)])


def test_refunds_lower_what_counts_and_never_below_0():
    assert year_of(paid(CLEANING, 300_00), paid(CLEANING, -100_00)).used_cents == 200_00
    assert year_of(paid(CLEANING, -100_00)).used_cents == 0


def test_the_ceiling_is_told_and_the_steps_end_with_the_credit():
    result = year_of(paid(CLEANING, 14_000_00))
    assert codes(result.warnings) == ["credit.ceiling_reached"]
    assert result.warnings[0].get("over_cents") == 2_000_00
    assert year_of(paid(CLEANING, 12_000_00)).warnings == ()
    assert result.steps[-1].amount_cents == result.credit_cents == 6_000_00


def test_the_employer_aid_at_its_maximum_is_not_told():
    aids = [Aid(AidKind.CESU_EMPLOYER, 1_830_00)]
    assert year_of(paid(CLEANING, 3_000_00), aids=aids).warnings == ()


def test_aids_add_up_on_an_activity():
    aids = [Aid(AidKind.APA, 100_00), Aid(AidKind.PCH, 50_00)]
    (meter,) = year_of(paid(CLEANING, 3_000_00), aids=aids).meters
    assert (meter.aid_cents, meter.borne_cents) == (150_00, 2_850_00)
