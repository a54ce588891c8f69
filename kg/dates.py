"""Dates as sources give them: a year, a month or a day, never more precise than stated."""

from __future__ import annotations

import calendar
import re

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


class NotADate(ValueError):
    """A text that is no year, month or day of the calendar."""


def check(text: str) -> str:
    """Return a date unchanged if it is a possible year, month or day.

    Raises:
        NotADate: the text has another form, or names a day that no calendar has.

    >>> check("2025-02")
    '2025-02'
    >>> check("2025-02-30")
    Traceback (most recent call last):
        ...
    kg.dates.NotADate: 2025-02-30 is no date: write YYYY, YYYY-MM or YYYY-MM-DD, a day that exists
    """
    match = _DATE.fullmatch(text)
    if match:
        year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
        if year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            return text
    raise NotADate(f"{text} is no date: write YYYY, YYYY-MM or YYYY-MM-DD, a day that exists")


def earliest(text: str) -> str:
    """Return the first day that a date leaves open.

    >>> earliest("2025-02")
    '2025-02-01'
    """
    return check(text) + "-01-01"[len(text) - 10 :] if len(text) < 10 else check(text)


def latest(text: str) -> str:
    """Return the last day that a date leaves open.

    >>> latest("2024-02"), latest("1921")
    ('2024-02-29', '1921-12-31')
    """
    if len(check(text)) == 4:
        return text + "-12-31"
    if len(text) == 7:
        return f"{text}-{calendar.monthrange(int(text[:4]), int(text[5:]))[1]:02}"
    return text


def fits(one: str, other: str) -> bool:
    """Tell whether two dates can be one and the same: the shorter is a beginning of the longer.

    >>> fits("2025-10", "2025-10-02"), fits("2025-10-01", "2025-10-02")
    (True, False)
    """
    return one.startswith(other) or other.startswith(one)


def solar_hijri(day: str) -> str:
    """Return the Solar Hijri day of a Gregorian one, by the library jdatetime.

    >>> solar_hijri("2001-03-12")
    '1379-12-22'
    """
    from datetime import date

    import jdatetime

    return str(jdatetime.date.fromgregorian(date=date.fromisoformat(check(day))).isoformat())


def gregorian(day: str) -> str:
    """Return the Gregorian day of a Solar Hijri one; Persian digits and slashes are taken too.

    Raises:
        NotADate: the text is no day of the Solar Hijri calendar.

    >>> gregorian("۱۳۷۹/۱۲/۲۲")
    '2001-03-12'
    """
    import jdatetime

    try:
        year, month, day_of_month = (int(part) for part in re.split(r"[-/]", day))
        return str(jdatetime.date(year, month, day_of_month).togregorian().isoformat())
    except ValueError:
        raise NotADate(f"{day} is no Solar Hijri day: write YYYY-MM-DD, such as 1379-12-22") from None


def read(text: str) -> str:
    """Read a day that a user gives: Gregorian in any precision, or a whole Solar Hijri day (year before 1600).

    Raises:
        NotADate: it is neither.

    >>> read("2025-08"), read("۱۴۰۳/۱۰/۲۸")
    ('2025-08', '2025-01-17')
    """
    plain = text.translate(_DIGITS).replace("/", "-")
    if re.match(r"1[0-5]\d\d(-|\Z)", plain):
        if plain.count("-") != 2:
            raise NotADate(f"{text} is no day: a Solar Hijri date is given in full, such as 1403-10-28")
        return gregorian(plain)
    return check(plain)


def slip(one: str, other: str) -> str | None:
    """Name the slip that may have made two days of one, or None."""
    from datetime import date

    if len(one) != 10 or len(other) != 10:
        return None
    earlier, later = sorted((check(one), check(other)))
    days = (date.fromisoformat(later) - date.fromisoformat(earlier)).days
    if days == 1:
        return "one-day"
    if earlier[:7] == later[:7] and earlier >= "1925-03-31":
        for true, taken in ((earlier, later), (later, earlier)):
            if solar_hijri(true)[8:] == taken[8:]:
                return "solar-hijri-day"
    return "old-style" if 11 <= days <= 13 and later < "1924" else None


def add(day: str, duration: str) -> str:
    """Return the day that lies a duration of years and months after a day.

    >>> add("2001-03-12", "P20Y"), add("2020-01-31", "P1M")
    ('2021-03-12', '2020-02-29')
    """
    years, months = (int((re.search(rf"(\d+){unit}", duration) or [0, 0])[1]) for unit in ("Y", "M"))
    total = int(day[:4]) * 12 + int(day[5:7]) - 1 + years * 12 + months
    month = f"{total // 12:04}-{total % 12 + 1:02}"
    return f"{month}-{min(day[8:], latest(month)[8:])}"
