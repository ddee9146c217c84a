"""Immediate advance: every check of the pre-flight."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sap_2026 import ADVANCE

from odoo.addons.oe_sap.calc.activity import Mode
from odoo.addons.oe_sap.calc.advance import (
    AdvanceLine,
    AdvanceRequest,
    ClientFacts,
    Unit,
    preflight,
    settlement,
)

TODAY = date(2026, 3, 10)
LINE = AdvanceLine("60", Fraction(8), Unit.HOUR, 25_00, 200_00, 181_82, 18_18, "42")
REQUEST = AdvanceRequest(
    provider_id="1",
    client_id="2",
    client_birth_date=date(1950, 1, 1),
    invoice_number="F1",
    invoice_date=date(2026, 3, 5),
    start=date(2026, 2, 1),
    end=date(2026, 2, 28),
    included_cents=200_00,
    excluded_cents=181_82,
    lines=(LINE,),
)
CLIENT = ClientFacts(activated_on=date(2026, 1, 1))


def check(request=REQUEST, client=CLIENT, known=frozenset()):
    return [item.code for item in preflight(request, client, TODAY, ADVANCE, known)]


def with_line(**changes):
    return replace(REQUEST, lines=(replace(LINE, **changes),))


def test_a_good_request_passes():
    assert check() == []


@pytest.mark.parametrize(
    ("changes", "mention"),
    [
        ({"provider_id": ""}, "idTiersFacturation"),
        ({"client_id": ""}, "idClient"),
        ({"client_birth_date": None}, "dateNaissanceClient"),
        ({"invoice_number": ""}, "numFactureTiers"),
        ({"lines": (replace(LINE, nature_code=""),)}, "codeNature"),
        ({"lines": (replace(LINE, unit=None),)}, "unite"),
        ({"lines": (replace(LINE, worker_number=""),)}, "complement2"),
        ({"deposit_cents": 50_00}, "dateVersementAcompte"),
    ],
)
def test_each_missing_field_is_named(changes, mention):
    found = preflight(replace(REQUEST, **changes), CLIENT, TODAY, ADVANCE)
    assert [(item.code, item.get("mention")) for item in found] == [
        ("advance.missing", mention)
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"end": date(2026, 1, 31)}, "advance.end_before_start"),
        ({"end": date(2026, 3, 1)}, "advance.several_months"),
        ({"invoice_date": date(2026, 3, 11)}, "advance.future_date"),
        ({"included_cents": 199_00}, "advance.lines_total"),
        ({"excluded_cents": 180_00}, "advance.lines_total"),
        ({"deposit_cents": -1, "deposit_date": TODAY}, "advance.deposit"),
        ({"deposit_cents": 100_01, "deposit_date": TODAY}, "advance.deposit"),
        ({"mode": Mode.MANDATAIRE}, "advance.mandataire"),
        ({"lines": ()}, "advance.missing"),
    ],
)
def test_each_check_of_the_request(changes, code):
    assert code in check(replace(REQUEST, **changes))


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"quantity": Fraction(7)}, ["advance.line_product"]),
        ({"vat_cents": 18_19}, ["advance.line_vat"]),
        ({"youngest_child_age": 5}, ["advance.child_too_young"]),
        ({"youngest_child_age": 6}, []),
    ],
)
def test_each_check_of_a_line(changes, codes):
    assert check(with_line(**changes)) == codes


def test_a_negative_line_is_refused():
    lines = (
        replace(
            LINE,
            included_cents=225_00,
            quantity=Fraction(9),
            excluded_cents=204_55,
            vat_cents=20_45,
        ),
        replace(
            LINE,
            included_cents=-25_00,
            quantity=Fraction(-1),
            excluded_cents=-22_73,
            vat_cents=-2_27,
        ),
    )
    assert check(replace(REQUEST, lines=lines)) == ["advance.negative_line"]


def test_eleven_lines_are_too_many():
    line = replace(
        LINE,
        quantity=Fraction(1),
        included_cents=25_00,
        excluded_cents=22_73,
        vat_cents=2_27,
    )
    request = replace(REQUEST, lines=(line,) * 11, included_cents=275_00)
    request = replace(request, excluded_cents=250_03)
    assert check(request) == ["advance.too_many_lines"]


def test_a_request_of_nothing_is_refused():
    line = replace(
        LINE, quantity=Fraction(0), included_cents=0, excluded_cents=0, vat_cents=0
    )
    request = replace(REQUEST, lines=(line,), included_cents=0, excluded_cents=0)
    assert check(request) == ["advance.no_amount"]


@pytest.mark.parametrize(
    ("client", "code"),
    [
        (ClientFacts(None), "advance.not_activated"),
        (ClientFacts(date(2026, 2, 2)), "advance.before_activation"),
        (replace(CLIENT, public_aid=True), "advance.public_aid"),
        (replace(CLIENT, used_cents=5_900_01), "advance.yearly_limit"),
    ],
)
def test_each_check_of_the_client(client, code):
    assert check(client=client) == [code]


def test_the_limits_are_reached_exactly():
    assert check(client=replace(CLIENT, used_cents=5_900_00)) == []
    disabled = replace(CLIENT, used_cents=9_900_00, disability=True)
    assert check(client=disabled) == []
    assert check(client=ClientFacts(date(2026, 2, 1))) == []


def test_aid_clients_are_admitted_from_the_dated_day():
    july = replace(
        REQUEST,
        start=date(2027, 7, 1),
        end=date(2027, 7, 31),
        invoice_date=date(2027, 8, 1),
    )
    aided = replace(CLIENT, public_aid=True)
    assert preflight(july, aided, date(2027, 8, 2), ADVANCE) == ()
    never = replace(ADVANCE, aid_opens_on=None)
    found = preflight(july, aided, date(2027, 8, 2), never)
    assert [item.code for item in found] == ["advance.public_aid"]


def test_an_invoice_number_is_sent_once():
    assert check(known=frozenset({"F1"})) == ["advance.duplicate_invoice"]


def test_a_deposit_lowers_the_debit_and_an_odd_cent_is_not_lost():
    result = settlement(200_00, ADVANCE, 50_00)
    assert (result.advance_cents, result.client_debit_cents) == (100_00, 50_00)
    assert result.provider_cents == 150_00
    odd = settlement(101, ADVANCE)
    assert odd.advance_cents + odd.client_debit_cents == 101


def test_one_day_invoiced_today_is_fine():
    one = replace(REQUEST, start=TODAY, end=TODAY, invoice_date=TODAY)
    assert check(one) == []


def test_ten_lines_are_fine():
    line = replace(
        LINE,
        quantity=Fraction(1),
        included_cents=20_00,
        unit_included_cents=20_00,
        excluded_cents=18_18,
        vat_cents=1_82,
    )
    request = replace(REQUEST, lines=(line,) * 10, excluded_cents=181_80)
    assert check(request) == []


def test_a_line_that_does_not_add_up_tells_both_figures():
    (reason,) = preflight(with_line(vat_cents=18_19), CLIENT, TODAY, ADVANCE)
    assert reason.get("expected_cents") == 200_01
    assert reason.get("found_cents") == 200_00
