"""Dates at the precision of their sources, and the two calendars."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import dates
from kg.dates import NotADate

DAYS = st.dates(min_value=datetime.date(1, 1, 1)).map(datetime.date.isoformat)
DATES = st.tuples(DAYS, st.sampled_from([4, 7, 10])).map(lambda pair: pair[0][: pair[1]])


@given(DATES)
def test_a_date_lies_between_its_first_and_last_day(date: str) -> None:
    first, last = dates.earliest(date), dates.latest(date)
    assert len(first) == len(last) == 10
    assert datetime.date.fromisoformat(first) <= datetime.date.fromisoformat(last)
    assert first.startswith(date)
    assert last.startswith(date)


@given(DATES)
def test_the_day_after_the_last_is_outside(date: str) -> None:
    last = dates.latest(date)
    if last < "9999-12-31" and len(date) < 10:
        after = datetime.date.fromisoformat(last) + datetime.timedelta(days=1)
        assert not after.isoformat().startswith(date)


@given(DATES, DATES)
def test_fitting_is_mutual_and_means_overlap(one: str, other: str) -> None:
    overlap = dates.earliest(one) <= dates.latest(other) and dates.earliest(other) <= dates.latest(one)
    assert dates.fits(one, other) == dates.fits(other, one) == overlap
    assert dates.fits(one, one)


@pytest.mark.parametrize(
    "text",
    [
        *("2025-02-29", "2025-13", "2025-00", "2025-01-00", "2025-1-1", "25", "0000", "-0500", "2025-01-17Z"),
        *(" 2025", "2025\n", "۲۰۲۵", "٢٠٢٥-٠١", "", "next week", "2025-01-17T00:00"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotADate, match="is no date: write YYYY, YYYY-MM or YYYY-MM-DD, a day that exists"):
        dates.check(text)


def test_leap_days() -> None:
    assert dates.check("2024-02-29") == "2024-02-29"
    assert (dates.latest("1900-02"), dates.latest("2000-02")) == ("1900-02-28", "2000-02-29")


@given(st.dates(min_value=datetime.date(1000, 1, 1), max_value=datetime.date(2500, 1, 1)))
def test_the_persian_calendar_and_back(day: datetime.date) -> None:
    assert dates.gregorian(dates.solar_hijri(day.isoformat())) == day.isoformat()


@pytest.mark.parametrize(
    ("persian", "gregorian"),
    [
        ("1379-12-22", "2001-03-12"),
        ("1403/10/28", "2025-01-17"),
        ("۱۴۰۴/۰۲/۳۱", "2025-05-21"),
        ("1357-11-22", "1979-02-11"),
        ("1403-12-30", "2025-03-20"),
    ],
)
def test_days_in_both_calendars(persian: str, gregorian: str) -> None:
    assert dates.gregorian(persian) == gregorian


@pytest.mark.parametrize("text", ["1404-13-01", "1404-12-30", "1404-07-31", "1404", "words", "1404-1-1-1"])
def test_what_is_no_persian_day_is_refused(text: str) -> None:
    with pytest.raises(NotADate, match="is no Solar Hijri day"):
        dates.gregorian(text)


@pytest.mark.parametrize(
    ("given", "day"),
    [("1403-10-28", "2025-01-17"), ("۱۴۰۳/۱۰/۲۸", "2025-01-17"), ("2025-08", "2025-08"), ("1828", "1828")],
)
def test_a_day_is_read_in_either_calendar(given: str, day: str) -> None:
    assert dates.read(given) == day


@pytest.mark.parametrize("given", ["1403", "1403-13-01", "2025-02-30", "soon"])
def test_what_is_no_day_of_either_calendar_is_refused(given: str) -> None:
    with pytest.raises(dates.NotADate):
        dates.read(given)
