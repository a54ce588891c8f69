"""Days in a running text, in English, Persian and Russian and in four calendars.

A day without a year, a weekday and words such as "yesterday" are read from the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.text import dates

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_NAMES = sorted({name for names in dates.MONTHS.values() for name in names.split()}, key=len, reverse=True)
_SHORT = dict(
    zip(
        ["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"],
        (1, 2, 3, 4, 6, 7, 8, 9, 9, 10, 11, 12),
        strict=True,
    )
)
_MONTH = "(?P<month>" + "|".join([*_NAMES, *(rf"{short}\." for short in _SHORT)]) + r")(?!\w)"
_YEAR = r"(?P<year>[0-9]{4})(?![0-9])"
_SUFFIX = r"(?:\s*(?P<mark>O\.\s?S\.|AH|AP|г(?:ода|\.)|года|هجری قمری|هجری شمسی|ه\.ش|ه\.ق|میلادی|CE))?"
_PATTERNS = (
    # 17 January 2025, 17 января 2025 года, ۲۸ دی ۱۴۰۳, ۲۸ دی ماه سال ۱۴۰۳; the year may be missing
    re.compile(
        rf"(?<![\w.,])(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|-го)?\s+(?:of\s+)?{_MONTH}(?:\s*ماه)?(?:,?\s+(?:سال\s+)?{_YEAR})?{_SUFFIX}",
        re.I,
    ),
    # January 17, 2025
    re.compile(rf"(?<!\w){_MONTH}\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9%.]\d|\d)(?:,?\s+{_YEAR})?", re.I),
    # January 2025, в январе 2025 года, دی ۱۴۰۳
    re.compile(rf"(?<!\w)(?<![0-9]\s){_MONTH}(?:\s*ماه)?,?\s+(?:of\s+|سال\s+)?{_YEAR}{_SUFFIX}", re.I),
    # 2025-01-17, ۱۴۰۳/۱۰/۲۸, 17.01.2025
    re.compile(r"(?<![\w/.-])(?P<year>[0-9]{4})[-/.](?P<number>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})(?![\w/-])"),
    re.compile(r"(?<![\w/.-])(?P<day>[0-9]{1,2})\.(?P<number>[0-9]{1,2})\.(?P<year>[0-9]{4})(?![\w/-])"),
    # in 2001, of 2001, в 2001 году, سال ۲۰۰۱
    re.compile(
        r"(?<!\w)(?:(?:in|since|until|by|from|of)\s+|سال\s+)(?P<year>1[5-9][0-9]{2}|20[0-9]{2})(?![\w.,/%-]*[0-9])",
        re.I,
    ),
    re.compile(r"(?<![\w.,])(?P<year>1[5-9][0-9]{2}|20[0-9]{2})\s+(?:год[ауе]?|г\.)(?!\w)", re.I),
)
_WEEKDAYS = {
    word: number
    for words in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "понедельник вторник среду четверг пятницу субботу воскресенье",
        "دوشنبه سهشنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه",
    )
    for number, word in enumerate(words.split())
}
_WEEKDAY = re.compile(
    r"(?<!\w)(?:(?:on|last|в|во)\s+|روز\s+)(?P<weekday>"
    + "|".join([*(w for w in _WEEKDAYS if not w.endswith("شنبه")), r"(?:دو|سه|چهار|پنج|یک)?[\s\u200c]?شنبه"])
    + r")(?!\w)",
    re.I,
)
_RELATIVE = {"today": 0, "yesterday": 1, "сегодня": 0, "вчера": 1, "امروز": 0, "دیروز": 1}
_NEAR = re.compile(rf"(?<!\w)(?P<word>{'|'.join(_RELATIVE)})(?!\w)", re.I)


@dataclass(frozen=True)
class Day:
    """A day in a text: its place, the Gregorian day, month or year, how it was read, and whether it is derived.

    How it was read is the end of the key of a phrase, `draft.why.…`.
    """

    start: int
    end: int
    day: str
    why: str
    relative: bool = False


def find(text: str, issued: str = "") -> list[Day]:
    """Return the days in a text by their place; of two that overlap, the longer.

    Args:
        text: in any of the three languages, its digits of any script.
        issued: the day of publication, without which relative days are left out.

    >>> [(day.day, day.why) for day in find("on 28 Dey 1403 and on January 17", "2025-02-01")]
    [('2025-01-17', 'solar-hijri'), ('2025-01-17', 'year-of-publication')]
    """
    plain = text.translate(_DIGITS)
    days: list[Day] = []
    for day in [*_written(plain, issued), *(_told_from(plain, issued) if len(issued) == 10 else ())]:
        if not any(day.start < other.end and other.start < day.end for other in days):
            days.append(day)
    return sorted(days, key=lambda day: day.start)


def _written(plain: str, issued: str) -> Iterator[Day]:
    """Yield the days that are written out, the most complete patterns first."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            parts = match.groupdict()
            supplied = not parts.get("year")
            # "12 may": in English a month is capitalized, and the verb is not
            if (parts.get("month") or "").isascii() and (parts.get("month") or "").islower():
                continue
            if supplied and len(issued) < 4:
                continue
            try:
                day, why = _read(parts, issued)
            except dates.NotADate:
                continue
            # A year after the publication's is a plan, not a slip: it is kept.
            yield Day(match.start(), match.end(), day, why, relative=supplied)


# The marks of calendars, without blanks and dots, in the form that `kg.text.dates` reads.
_MARKS = {
    "OS": " O.S.",
    "AH": " AH",
    "AP": " AP",
    "هجریقمری": " AH",
    "هق": " AH",
    "هجریشمسی": " AP",
    "هش": " AP",
}


def _read(parts: dict[str, str | None], issued: str) -> tuple[str, str]:
    """Return the day that the parts of a match make, and how it was read."""
    calendar, number = "Gregorian", parts.get("number")
    if name := parts.get("month"):
        short = _SHORT.get(name.rstrip(".").casefold())
        calendar, number = ("Gregorian", str(short)) if short and name.endswith(".") else dates.month(name)
    year, why = parts.get("year") or "", ""
    if not year:
        if calendar != "Gregorian":
            year = dates.solar_hijri(dates.latest(issued))[:4] if calendar == "Solar Hijri" else ""
        else:
            year = issued[:4]
        why = "year-of-publication"
    if calendar != "Gregorian" and not parts.get("day"):
        raise dates.NotADate("a month of another calendar lies in two Gregorian ones")
    text = "-".join(part.zfill(2) for part in (year, number, parts.get("day")) if part)
    printed = (parts.get("mark") or "").replace(" ", "").replace(".", "")
    mark = _MARKS.get(printed) or {"Solar Hijri": " AP", "lunar Hijri": " AH"}.get(calendar, "")
    reading = dates.read(text + mark)
    day = reading.day
    if why and len(issued) == 10 and day > issued and calendar == "Gregorian":
        earlier = f"{int(year) - 1}{text[4:]}"
        day, why = dates.check(earlier), "year-before-publication"
    if not mark and calendar == "Gregorian" and day != text:
        calendar = "Solar Hijri"
    if mark == " O.S.":
        return day, "old-style"
    return day, why or {"Solar Hijri": "solar-hijri", "lunar Hijri": "lunar-hijri"}.get(calendar, "as-printed")


def _told_from(plain: str, issued: str) -> Iterator[Day]:
    """Yield the days that are told from the day of publication: weekdays, yesterday, today."""
    published = date.fromisoformat(issued)
    for match in _WEEKDAY.finditer(plain):
        weekday = _WEEKDAYS[re.sub(r"[\s\u200c]", "", match["weekday"].casefold())]
        day = published - timedelta(days=(published.weekday() - weekday) % 7)
        yield Day(match.start(), match.end(), day.isoformat(), "weekday", True)
    for match in _NEAR.finditer(plain):
        day = published - timedelta(days=_RELATIVE[match["word"].casefold()])
        yield Day(match.start(), match.end(), day.isoformat(), "told-from-publication", True)
