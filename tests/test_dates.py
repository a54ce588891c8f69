"""Dates at the precision of their sources, and the two calendars."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import dates
from kg.text.dates import NotADate

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


#: One day, 1 August 2025 or 10 Mordad 1404, as users write it.
ONE_DAY = [
    *("2025-08-01", "2025/8/1", "2025.08.01", "1 August 2025", "2025-08-01 CE", "۲۰۲۵/۰۸/۰۱ م"),
    *("1404-05-10", "1404/5/10", "۱۴۰۴/۰۵/۱۰", "١٤٠٤-٠٥-١٠", "1404.05.10", " 1404-05-10 "),
    *("1404-05-10 AP", "AP 1404-05-10", "1404/05/10 SH", "۱۴۰۴/۰۵/۱۰ ش", "۱۴۰۴/۰۵/۱۰ ه\u200d.ش", "۱۰ مرداد ۱۴۰۴"),
    *("10 Mordad 1404", "۱۴۰۴-۰۵-۱۰ هجري شمسي"),
]


@pytest.mark.parametrize("given", ONE_DAY)
def test_a_day_is_read_however_it_is_written(given: str) -> None:
    assert dates.read(given) == dates.Reading("2025-08-01")


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2025-08", "2025-08"),
        ("1828", "1828"),
        ("1403/10/28", "2025-01-17"),
        ("1304-01-11", "1925-03-31"),
        ("1450-01-01", "2071-03-21"),
        ("1600-01-01", "1600-01-01"),
        ("1357-11-22 AP", "1979-02-11"),
        ("1299-12-07 AP", "1921-02-26"),
        ("1828-02-10 O.S.", "1828-02-22"),
        ("1813-10-12 Julian", "1813-10-24"),
        ("9 December 1881 Old Style", "1881-12-21"),
        ("1918-01-31 ст. ст.", "1918-02-13"),
        ("1405-08-14 CE", "1405-08-14"),
    ],
)
def test_days_that_need_no_word(given: str, day: str) -> None:
    assert dates.read(given) == dates.Reading(day)


@pytest.mark.parametrize(
    ("given", "day", "note"),
    [
        ("1592-01-01", "1592-01-01", "1592-01-01 is read as Gregorian; write 1592-01-01 AP for Solar Hijri."),
        ("1592", "1592", "1592 is read as Gregorian; write 1592 AP for Solar Hijri."),
        ("1451-01-01", "1451-01-01", "1451-01-01 is read as Gregorian; write 1451-01-01 AP for Solar Hijri."),
        (
            "1299-12-07",
            "1921-02-26",
            "1299-12-07 is read as Solar Hijri (1921-02-26); write 1299-12-07 AH for lunar Hijri, "
            "1299-12-07 CE for Gregorian.",
        ),
        (
            "1243-08-05",
            "1828-02-21",
            "1243-08-05 is read as lunar Hijri (1828-02-21); write 1243-08-05 AP for Solar Hijri, "
            "1243-08-05 CE for Gregorian. "
            "1828-02-21 can be off by a day: a lunar month began when the moon was seen.",
        ),
        (
            "5 Sha'ban 1243 AH",
            "1828-02-21",
            "1828-02-21 can be off by a day: a lunar month began when the moon was seen.",
        ),
        ("1403 AP", "2025-03-20", "1403 AP (2024-03-20 to 2025-03-20) is taken at its last day."),
        ("1403-12 ش", "2025-03-20", "1403-12 AP (2025-02-19 to 2025-03-20) is taken at its last day."),
        ("1828-02 O.S.", "1828-03-12", "1828-02 O.S. (1828-02-13 to 1828-03-12) is taken at its last day."),
    ],
)
def test_a_doubtful_reading_is_noted(given: str, day: str, note: str) -> None:
    assert dates.read(given) == dates.Reading(day, note)


@pytest.mark.parametrize("given", ["1592", "1299-12-07", "1243-08-05", "1403 AP"])
@pytest.mark.parametrize("language", ["fa", "ru"])
def test_a_note_is_in_the_reader_s_language(given: str, language: str) -> None:
    note = dates.read(given, language).note
    assert note
    assert set(re.findall("[A-Za-z]+", note)) <= {"AP", "AH", "CE"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("1403-13-01", "1403-13-01 is no date: the Solar Hijri calendar has no such day"),
        ("1404-12-30", "1404-12-30 is no date: the Solar Hijri calendar has no such day"),
        ("1243-02-30 AH", "1243-02-30 AH is no date: the lunar Hijri calendar has no such day"),
        ("1900-02-30 O.S.", "1900-02-30 O.S. is no date: the Julian calendar has no such day"),
        ("0000-01-01 AH", "0000-01-01 AH is no date: the lunar Hijri calendar has no such day"),
        ("2025-02-30", "2025-02-30 is no date: write YYYY, YYYY-MM or YYYY-MM-DD, a day that exists"),
        ("soon", "soon is no date: write YYYY, YYYY-MM or YYYY-MM-DD, a day that exists"),
        ("1 Brumaire 1800", "Brumaire is no month: write the date in digits, YYYY-MM-DD"),
        *((text, "is no date: write YYYY") for text in ("", "25", "20250801", "2025-01-17T00:00")),
        *((text, "AP, AH, O.S. or CE") for text in ("2025-01-17Z", "-0500", "2025-", "10 Mordad 1404 AH")),
    ],
)
def test_what_is_no_day_of_any_calendar_is_refused(given: str, message: str) -> None:
    with pytest.raises(NotADate) as fault:
        dates.read(given)
    assert message in str(fault.value)


@pytest.mark.parametrize("given", ["1403", "1403-10", "1243", "960"])
def test_a_year_that_only_a_mark_can_tell_apart_is_refused(given: str) -> None:
    with pytest.raises(NotADate) as fault:
        dates.read(given)
    for mark in ("AP for Solar Hijri", "AH for lunar Hijri", "CE for Gregorian"):
        assert f"{given} {mark}" in str(fault.value)


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("2001-03-12", "2001-03-22", "solar-hijri-day"),  # 22 Esfand 1379 is 12 March 2001
        ("2001-03-22", "2001-03-12", "solar-hijri-day"),
        ("1935-08-25", "1935-08-27", None),
        ("1828-02-22", "1828-02-02", None),  # day 2 of its Solar Hijri month, which nobody counted in 1828
        ("1925-03-12", "1925-03-21", None),  # ten days before the law
        ("1828-02-10", "1828-02-22", "old-style"),
        ("1813-11-05", "1813-10-24", "old-style"),
        ("1732-01-21", "1732-02-01", "old-style"),
        ("1723-09-12", "1723-09-24", None),  # eleven days in the eighteenth century, not twelve
        ("1900-02-28", "1900-03-12", "old-style"),
        ("1900-02-28", "1900-03-13", None),  # 29 February came between in the Julian calendar
        ("1907-08-18", "1907-08-31", "old-style"),
        ("1918-01-14", "1918-01-27", "old-style"),
        ("2015-01-07", "2015-01-20", None),
        ("2025-10-01", "2025-10-02", "one-day"),
        ("2025-10-02", "2025-10-02", None),
        ("2025-10", "2025-10-02", None),
    ],
)
def test_likely_slips_between_two_days(one: str, other: str, slip: str | None) -> None:
    assert dates.slip(one, other) == slip


@given(st.dates(min_value=datetime.date(1800, 3, 13), max_value=datetime.date(1900, 3, 12)))
def test_the_calendars_lie_twelve_days_apart_in_the_nineteenth_century(day: datetime.date) -> None:
    printed = (day - datetime.timedelta(days=12)).isoformat()
    if printed != "1800-02-29":
        assert dates.gregorian(printed, "Julian") == day.isoformat()


def test_no_duration_leads_beyond_the_last_day_that_there_is() -> None:
    assert dates.add("2025-10-02", "P1000Y") == "3025-10-02"
    assert dates.add("2025-10-02", "P7990Y") == dates.add("9999-12-01", "P31D") == "9999-12-31"
