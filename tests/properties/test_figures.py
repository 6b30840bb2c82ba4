"""Laws of the grammar of figures: whatever the text it stays in its bounds, whatever the value it comes back."""

from __future__ import annotations

import datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages import codes, load
from pipeline.languages.numbers import numbers
from pipeline.stages.find.figures import figures

PIECES = [
    "12", "3,5", "1.5", "%", "€", "M", "de", "entre", "et", "à", "plus", "un", "deux", "cent", "mille",
    "tiers", "sur", "18ème", "XXIe", "janvier", "2021", "and", "to", "between", "one", "half", "hundred",
    "third", "$", "bn", "-", "(", ")", ".", ",", "/", "’", "h", "per", "year", "1\u202f234",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=10).map("".join),
)


@pytest.mark.parametrize("code", codes())
@given(text=TEXTS)
@settings(max_examples=300, deadline=None)
def test_spans_are_inside_in_order_and_exact(code: str, text: str) -> None:
    found = figures(text, load(code), "x.0")
    assert all(0 <= f.span.start < f.span.end <= len(text) and f.span.of(text) == f.text for f in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(f.value for f in found)
    assert found == figures(text, load(code), "x.0")


@pytest.mark.parametrize("code", codes())
@given(value=st.decimals(min_value=1, max_value=10**12, places=2))
@settings(max_examples=60, deadline=None)
def test_numbers_written_the_countrys_way_come_back(code: str, value: Decimal) -> None:
    locale = load(code).locale
    for text, kind in (
        (f"= {format_decimal(value, '#,##0.00', locale=locale)} ;", "number"),
        (format_currency(value, "EUR", locale=locale), "money"),
        (format_percent(value / 100, "#,##0.00%", locale=locale), "percent"),
    ):
        (found,) = figures(text, load(code))
        assert (found.kind, Decimal(found.value)) == (kind, value), text


@pytest.mark.parametrize("code", codes())
@given(day=st.dates(datetime.date(1500, 1, 1), datetime.date(2099, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_dates_written_the_countrys_way_come_back(code: str, day: datetime.date) -> None:
    for form in ("long", "full", "medium"):
        (found,) = figures(format_date(day, form, locale=load(code).locale), load(code))
        assert (found.kind, found.value) == ("date", day.isoformat())


@pytest.mark.parametrize("code", codes())
def test_every_name_of_a_unit_and_of_a_currency_is_read(code: str) -> None:
    known = numbers(code)
    for unit in known.units:
        for name in unit.names:
            found = figures(f"12 {name}", load(code))
            assert [(f.value, f.unit) for f in found] in ([("12", unit.id)], [("12", "GBP")], [("144", unit.id)]), name
    for currency in known.currencies:
        for name in (*currency.names, *currency.symbols, currency.code):
            found = figures(f"3 000 000 {name}", load(code))
            assert [(f.kind, f.unit) for f in found] in ([("money", currency.code)], [("quantity", "pound")]), name
