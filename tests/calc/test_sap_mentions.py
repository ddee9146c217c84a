"""Compulsory mentions of quotes and invoices, each missing one named."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from odoo.addons.oe_sap.calc.activity import Mode
from odoo.addons.oe_sap.calc.invoice import (
    NO_TAX_ADVANTAGE,
    InvoiceLine,
    RegisterPolicy,
    SapInvoice,
    Worker,
    check_invoice,
)
from odoo.addons.oe_sap.calc.quote import (
    CREDIT_APART,
    EMPLOYER_WARNING,
    MENTIONS,
    ExtraFee,
    Quote,
    QuoteLine,
    is_mandatory,
    notices,
    quote_refusals,
)

DAY = date(2026, 5, 10)

QUOTE_LINE = QuoteLine("Cleaning", 120, hourly_cents=25_00, vat_rate=Fraction(1, 10))
QUOTE = Quote(
    day=DAY,
    valid_until=date(2026, 6, 10),
    provider="CAE",
    authorization_number="SAP123456789",
    client="Mrs A",
    place="Nantes",
    mode=Mode.PRESTATAIRE,
    lines=(QUOTE_LINE,),
    total_cents=55_00,
    extra_fees=(ExtraFee("Travel", 5_00, 5_50),),
)


def mentions(found):
    return [(item.code, item.get("mention")) for item in found]


def test_a_complete_quote_may_be_sent():
    assert quote_refusals(QUOTE) == ()
    assert quote_refusals(replace(QUOTE, extra_fees=())) == ()
    assert len(MENTIONS) == len(set(MENTIONS)) == 12


def line(**changes):
    return {"lines": (replace(QUOTE_LINE, **changes),)}


@pytest.mark.parametrize(
    ("changes", "mention"),
    [
        ({"day": None}, "date_and_validity"),
        ({"valid_until": None}, "date_and_validity"),
        ({"provider": " "}, "provider"),
        ({"authorization_number": ""}, "authorization_number"),
        ({"client": ""}, "client"),
        ({"place": ""}, "place"),
        ({"lines": ()}, "description"),
        (line(description=""), "description"),
        ({"mode": None}, "mode"),
        (line(minutes=None), "hours"),
        (line(hourly_cents=None), "price"),
        (line(vat_rate=None), "vat_rate"),
        ({"total_cents": None}, "total"),
        ({"extra_fees": None}, "extra_fees"),
        ({"extra_fees": (ExtraFee("Travel", 5_00, None),)}, "extra_fees"),
    ],
)
def test_each_missing_mention_of_a_quote_is_named(changes, mention):
    assert mention in MENTIONS
    found = quote_refusals(replace(QUOTE, **changes))
    assert mentions(found) == [("quote.missing", mention)]


def test_a_lump_sum_and_a_rate_of_0_are_mentions():
    changes = line(hourly_cents=None, lump_sum_cents=80_00, vat_rate=Fraction(0))
    assert quote_refusals(replace(QUOTE, **changes)) == ()


def test_a_validity_before_the_date_is_refused():
    found = quote_refusals(replace(QUOTE, valid_until=date(2026, 5, 9)))
    assert [item.code for item in found] == ["quote.validity"]


def test_the_line_of_a_missing_mention_is_told():
    lines = (QUOTE_LINE, replace(QUOTE_LINE, minutes=None))
    (reason,) = quote_refusals(replace(QUOTE, lines=lines))
    assert reason.get("line") == 2


def test_notices_of_a_quote_and_when_it_is_mandatory():
    assert notices(QUOTE) == ()
    told = notices(replace(QUOTE, mode=Mode.MANDATAIRE, tax_credit=True))
    assert told == (EMPLOYER_WARNING, CREDIT_APART)
    assert is_mandatory(100_00)
    assert not is_mandatory(99_99)


INVOICE_LINE = InvoiceLine("Cleaning", 120, 25_00, None, 55_00, (Worker("Ann", "42"),))
INVOICE = SapInvoice(
    provider="CAE",
    declaration_number="SAP123456789",
    declared_on=date(2025, 1, 1),
    approved=False,
    client="Mrs A",
    total_cents=55_00,
    travel_cents=0,
    lines=(INVOICE_LINE,),
)


def invoice_line(**changes):
    return {"lines": (replace(INVOICE_LINE, **changes),)}


def test_a_complete_invoice_passes():
    result = check_invoice(INVOICE)
    assert (result.refusals, result.warnings, result.notices) == ((), (), ())


@pytest.mark.parametrize(
    ("changes", "mention"),
    [
        ({"provider": ""}, "provider"),
        ({"client": ""}, "client"),
        ({"declaration_number": None}, "declaration_number"),
        ({"declared_on": None}, "declaration_date"),
        ({"total_cents": None}, "total"),
        ({"travel_cents": None}, "travel_fees"),
        ({"lines": ()}, "nature"),
        (invoice_line(nature=""), "nature"),
        (invoice_line(minutes=0), "time"),
        (invoice_line(hourly_cents=None), "rate"),
        (invoice_line(price_cents=None), "price"),
        (invoice_line(workers=()), "worker"),
    ],
)
def test_each_missing_mention_of_an_invoice_is_named(changes, mention):
    found = check_invoice(replace(INVOICE, **changes)).refusals
    assert mentions(found) == [("invoice.missing", mention)]


UNREGISTERED = replace(INVOICE, **invoice_line(workers=(Worker("Bob", None),)))


def test_a_worker_without_register_number_is_refused_by_default():
    (reason,) = check_invoice(UNREGISTERED).refusals
    assert reason.code == "invoice.no_register_number"
    assert reason.get("worker") == "Bob"


def test_the_setting_warns_with_a_reason_and_refuses_without():
    warned = check_invoice(UNREGISTERED, RegisterPolicy.WARN, "adviser of 3 May")
    assert warned.refusals == ()
    assert [item.code for item in warned.warnings] == ["invoice.no_register_number"]
    bare = check_invoice(UNREGISTERED, RegisterPolicy.WARN, " ")
    assert [item.code for item in bare.refusals] == ["invoice.warn_needs_reason"]


def test_agree_without_declaration_says_that_there_is_no_tax_advantage():
    plain = replace(INVOICE, approved=True, declaration_number=None, declared_on=None)
    result = check_invoice(plain)
    assert result.refusals == ()
    assert result.notices == (NO_TAX_ADVANTAGE,)
    assert check_invoice(replace(INVOICE, approved=True)).notices == ()


def test_a_quote_may_be_valid_for_its_own_day():
    assert quote_refusals(replace(QUOTE, valid_until=QUOTE.day)) == ()


def test_a_number_without_its_date_is_no_declaration():
    half = replace(INVOICE, approved=True, declared_on=None)
    assert check_invoice(half).notices == (NO_TAX_ADVANTAGE,)
