"""Dates as sources state them: a year, a month or a day, never made more precise."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kg.errors import Error
from kg.text.phrases import date_in_words, digits, listed, say

# ASCII digits: `\d` would take Persian ones, which no date of RDF has.
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


_FORMS = "write YYYY, YYYY-MM or YYYY-MM-DD, a day that exists"


class NotADate(Error, ValueError):
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
    kg.text.dates.NotADate: 2025-02-30 is no date: write YYYY, YYYY-MM or YYYY-MM-DD, a day that exists
    """
    match = _DATE.fullmatch(text)
    if match:
        year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
        if year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
            return text
    raise NotADate(f"{text} is no date: {_FORMS}")


def earliest(text: str) -> str:
    """Return the first day of a year, month or day.

    >>> earliest("2025-02")
    '2025-02-01'
    """
    # What the text lacks of ten letters: -01-01 after a year, -01 after a month.
    return check(text) + "-01-01"[len(text) - 10 :] if len(text) < 10 else check(text)


def day_before(day: str) -> str:
    """Return the day before a day.

    >>> day_before("2024-01-01")
    '2023-12-31'
    """
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def day_after(day: str) -> str:
    """Return the day after a day.

    >>> day_after("2024-02-28")
    '2024-02-29'
    """
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def latest(text: str) -> str:
    """Return the last day of a year, month or day.

    >>> latest("2024-02"), latest("1921")
    ('2024-02-29', '1921-12-31')
    """
    if len(check(text)) == 4:
        return text + "-12-31"
    if len(text) == 7:
        return f"{text}-{monthrange(int(text[:4]), int(text[5:]))[1]:02}"
    return text


def period(first: str, last: str) -> str | None:
    """Return the year, month or day that begins and ends on two days; None where there is none.

    >>> period("2001-01-01", "2001-12-31"), period("2024-02-01", "2024-02-29"), period("2001-03-12", "2001-03-22")
    ('2001', '2024-02', None)
    """
    # Most pairs are of one day, or no period: these need no calendar.
    if first[8:] != "01":
        return first if first == last and len(first) == len("YYYY-MM-DD") else None
    return next(
        (part for part in (first[:4], first[:7], first) if (earliest(part), latest(part)) == (first, last)), None
    )


def years(days: Iterable[str]) -> range:
    """Return the range of years from the earliest to the latest of some dates; empty without a date.

    >>> list(years(["2001-03-12", "1999"])), list(years([]))
    ([1999, 2000, 2001], [])
    """
    numbers = [int(day[:4]) for day in days]
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)


def fits(one: str, other: str) -> bool:
    """Return whether two dates are compatible: the shorter is a prefix of the longer.

    >>> fits("2025-10", "2025-10-02"), fits("2025-10-01", "2025-10-02")
    (True, False)
    """
    return one.startswith(other) or other.startswith(one)


def solar_hijri(day: str) -> str:
    """Convert a Gregorian day to the Solar Hijri calendar, with the library jdatetime.

    >>> solar_hijri("2001-03-12")
    '1379-12-22'
    """
    from datetime import date

    import jdatetime

    return str(jdatetime.date.fromgregorian(date=date.fromisoformat(check(day))).isoformat())


def day_in_words(date: str, language: str = "en") -> str:
    """Write a date in words, in the calendar of a language: a whole day in Persian in the Solar Hijri one.

    A month or year covers parts of two Solar Hijri ones, so it stays as it is stated.

    >>> day_in_words("2025-01-17", "fa"), day_in_words("2025-01", "fa"), day_in_words("2025-01-17", "ru")
    ('۲۸ دی ۱۴۰۳', 'ژانویهٔ ۲۰۲۵', '17 января 2025')
    """
    if language != "fa" or len(date) < len("YYYY-MM-DD"):
        return date_in_words(date, language)
    year, month, day = map(int, solar_hijri(date).split("-"))
    # The names of the months are English first, then Persian.
    return digits(f"{day} {MONTHS['Solar Hijri'].split()[11 + month]} {year}", language)


def gregorian(day: str, calendar: str = "Solar Hijri") -> str:
    """Convert a day in another calendar to the Gregorian one; Persian digits and slashes are accepted.

    Solar Hijri days are converted by the library jdatetime, Julian and lunar Hijri ones by convertdate. A
    lunar month began when the moon was seen, so its tabular day can be off by one.

    Args:
        day: year, month and day, such as 1379-12-22.
        calendar: Solar Hijri, lunar Hijri or Julian.

    Raises:
        NotADate: the text is no day of that calendar.

    >>> gregorian("۱۳۷۹/۱۲/۲۲")
    '2001-03-12'
    >>> gregorian("1828-07-29", "Julian"), gregorian("1243-08-05", "lunar Hijri")
    ('1828-08-10', '1828-02-21')
    """
    try:
        year, month, day_of_month = (int(part) for part in re.split(r"[-/]", day))
        return _converted(calendar, year, month, day_of_month)
    except ValueError:
        raise NotADate(f"{day} is no {calendar} day: write YYYY-MM-DD, such as 1379-12-22") from None


def _converted(calendar: str, year: int, month: int, day: int) -> str:
    """Convert a day to the Gregorian calendar; a day that the other calendar lacks is a ValueError."""
    from datetime import date

    if calendar == "Solar Hijri":
        import jdatetime

        return str(jdatetime.date(year, month, day).togregorian().isoformat())
    from convertdate import islamic, julian

    if year < 1:
        raise ValueError(year)  # the library accepts years before the calendar's first
    library = islamic if calendar == "lunar Hijri" else julian
    converted = library.to_gregorian(year, month, day)
    # The library does not reject a day that the month lacks: 30 Safar would become 1 Rabi' al-Awwal.
    if library.from_gregorian(*converted) != (year, month, day):
        raise ValueError(f"{calendar} {year}-{month}-{day}")
    return date(*converted).isoformat()


#: The marks by which users name the calendar of a day, without dots and blanks; `_WRITTEN` has those we write.
_MARKS = {
    **dict.fromkeys(("ap", "sh", "ش", "هش", "شمسی", "هجریشمسی", "خورشیدی"), "Solar Hijri"),
    **dict.fromkeys(("ah", "ق", "هق", "قمری", "هجریقمری"), "lunar Hijri"),
    **dict.fromkeys(("os", "julian", "oldstyle", "стст"), "Julian"),
    **dict.fromkeys(("ce", "ad", "م", "میلادی", "gregorian", "ns", "newstyle", "нст"), "Gregorian"),
}
_WRITTEN = {"Solar Hijri": "AP", "lunar Hijri": "AH", "Julian": "O.S.", "Gregorian": "CE"}
#: The names of the months of each calendar, twelve by twelve, as English, Persian and Russian texts print them.
MONTHS = {
    "Gregorian": (
        "january february march april may june july august september october november december "
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь "
        "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре "
        "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر "
        "ژانویه فوریه مارس آوریل می ژوئن جولای آگوست سپتامبر اکتبر نوامبر دسامبر"
    ),
    "Solar Hijri": (
        "farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand "
        "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند "
        "фарвардин ордибехешт хордад тир мордад шахривар мехр абан азер дей бахман эсфанд"
    ),
    "lunar Hijri": (
        "muharram safar rabialawwal rabialthani jumadaalawwal jumadaalthani "
        "rajab shaban ramadan shawwal dhualqada dhualhijja "
        "محرم صفر ربیعالاول ربیعالثانی جمادیالاول جمادیالثانی رجب شعبان رمضان شوال ذیقعده ذیحجه"
    ),
}

# Unmarked years. The Solar Hijri calendar has been Iran's by law since 1 Farvardin 1304 (1925), and no Gregorian
# day of relations between Iran and Russia has such a year, so 1304 to 1450 (2071) needs no word. Historians
# count back in it, and until 1304 Iran itself counted in lunar years: what is meant by 1250 to 1303 is nearly
# always Solar Hijri (1285 is the Constitution), by less a lunar year (1228 is Gulistan, 1243 Turkmenchay), but
# neither is sure. 900 AH is 1494, before the first embassy; 1600 CE is the year from which nothing is in doubt.
_SOLAR_BY_LAW, _SOLAR_FROM, _SOLAR_UNTIL, _LUNAR_FROM, _SURELY_GREGORIAN = 1304, 1250, 1450, 900, 1600

_NUMBERS = re.compile(r"([^0-9]*?)([0-9]{3,4})(?:[-/.]([0-9]{1,2}))?(?:[-/.]([0-9]{1,2}))?([^0-9]*)")
_WORDS = re.compile(r"([0-9]{1,2}) +([^0-9]+?) +([0-9]{3,4})([^0-9]*)")


@dataclass(frozen=True)
class Reading:
    """A user's date converted to the Gregorian calendar, with a note where the reading is not obvious."""

    day: str
    note: str = ""


def read(text: str, language: str = "en") -> Reading:
    """Parse a user's date in one of four calendars; the note is in a language.

    Gregorian dates have any precision. Digits may be Persian, parts are joined by dashes, slashes or dots, or
    the month has its name ("29 July 1828 O.S."). A mark names the calendar: AP (or SH, ش, ه‍.ش) Solar Hijri,
    AH (ق, ه‍.ق) lunar Hijri, O.S. (or Julian) Julian, CE (م) Gregorian. Without a mark a whole day of the years
    1304 to 1450 is Solar Hijri; one of 1250 to 1303 is taken for Solar Hijri too, and one of 900 to 1249 for
    lunar Hijri, and the reading is noted, as it is for Gregorian years before 1600. A year or month of another
    calendar than the Gregorian is taken at its last day.

    Raises:
        NotADate: it is no date of the calendar, or a year or month that only a mark can tell apart.

    >>> read("2025-08").day, read("۱۴۰۳/۱۰/۲۸").day, read("1828-07-29 O.S.").day
    ('2025-08', '2025-01-17', '1828-08-10')
    >>> read("1592-01-01").note
    '1592-01-01 is read as Gregorian; write 1592-01-01 AP for Solar Hijri.'
    """
    marked, parts = _parsed(text)
    year, plain = int(parts[0]), "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
    calendar, rivals = (marked, ()) if marked else _supposed(year)
    names = {calendar_name: say(f"calendar.{calendar_name}", language) for calendar_name in (calendar, *rivals)}
    choices = [(f"{plain} {_WRITTEN[rival]}", names[rival]) for rival in rivals]
    if calendar == "Gregorian":
        try:
            first = day = check(plain)
        except NotADate:
            raise NotADate(f"{text} is no date: {_FORMS}") from None
    else:
        if rivals and len(parts) < 3:
            ways = ", ".join(f"{plain} {_WRITTEN[way]} for {way}" for way in (calendar, *rivals))
            raise NotADate(f"{text} is no date: its calendar is not clear; write {ways}, or a whole day")
        try:
            first, day = _span(calendar, [int(part) for part in parts])
        except ValueError:
            raise NotADate(f"{text} is no date: the {calendar} calendar has no such day") from None
    notes = []
    if rivals and not _SOLAR_BY_LAW <= year <= _SOLAR_UNTIL:
        meant = names[calendar] if calendar == "Gregorian" else f"{names[calendar]} ({day})"
        ways = listed((say("date.written", language, *choice) for choice in choices), language)
        notes.append(say("date.read-as", language, plain, meant=meant, ways=ways))
    if first != day:
        notes.append(say("date.last-day", language, f"{plain} {_WRITTEN[calendar]}", first=first, last=day))
    elif calendar == "lunar Hijri":
        notes.append(say("date.by-the-moon", language, day))
    return Reading(day, " ".join(notes))


def _parsed(text: str) -> tuple[str, list[str]]:
    """Split a date into the calendar that it names, if any, and its year, month and day in digits."""
    plain = unicodedata.normalize("NFKC", text).translate(_DIGITS).strip()
    if match := _NUMBERS.fullmatch(plain):
        mark, parts = match[1] + match[5], [part for part in match.group(2, 3, 4) if part]
        calendar = ""
    elif match := _WORDS.fullmatch(plain):
        calendar, number = month(match[2])
        mark, parts = match[4], [match[3], number, match[1]]
    else:
        raise NotADate(f"{text} is no date: {_FORMS}")
    mark = _bare(mark)
    marked = _MARKS.get(mark, calendar if not mark else "")
    if (mark and not marked) or (calendar and marked != calendar and (calendar, marked) != ("Gregorian", "Julian")):
        raise NotADate(f"{text} is no date: {_FORMS}, and after it AP, AH, O.S. or CE for its calendar")
    return marked, parts


def as_printed(text: str, language: str) -> str:
    """Write a Solar Hijri or Julian day, as sources print it, in a language; any other text unchanged.

    >>> as_printed("20 Khordad 1393 AP", "fa"), as_printed("20 Khordad 1393 AP", "ru")
    ('۲۰ خرداد ۱۳۹۳ ش', '20 хордад 1393 с. х.')
    >>> as_printed("10 February 1828 O.S.", "ru"), as_printed("5 Sha'ban 1243 AH", "fa")
    ('10 февраля 1828 ст. ст.', "5 Sha'ban 1243 AH")
    """
    try:
        calendar, (year, number, day) = _parsed(text)
    except (NotADate, ValueError):
        return text
    if language == "en" or calendar not in ("Solar Hijri", "Julian"):
        return text
    if calendar == "Julian":
        written = date_in_words(f"{year}-{number.zfill(2)}-{day.zfill(2)}", language)
    else:
        row = ("en", "fa", "ru").index(language)
        written = digits(f"{day} {MONTHS[calendar].split()[12 * row + int(number) - 1]} {year}", language)
    return f"{written} {say(f'calendar.mark.{_WRITTEN[calendar]}', language)}"


def month(name: str) -> tuple[str, str]:
    """Return the calendar and number of a month's name.

    Raises:
        NotADate: no calendar has a month of that name.

    >>> month("июля"), month("Esfand")
    (('Gregorian', '7'), ('Solar Hijri', '12'))
    """
    for calendar, written in MONTHS.items():
        names = [_bare(month) for month in written.split()]
        if _bare(name) in names:
            return calendar, str(names.index(_bare(name)) % 12 + 1)
    raise NotADate(f"{name} is no month: write the date in digits, YYYY-MM-DD")


def _bare(word: str) -> str:
    """Fold a mark or the name of a month: no dots, blanks, joiners, apostrophes or accents, Persian yeh and kaf."""
    letters = unicodedata.normalize("NFKD", word.casefold()).replace("ي", "ی").replace("ك", "ک")
    return "".join(sign for sign in letters if sign == "-" or unicodedata.category(sign) in ("Ll", "Lo"))


def _supposed(year: int) -> tuple[str, tuple[str, ...]]:
    """Return the likely calendar of an unmarked year, with the calendars that may be meant instead."""
    if year >= _SURELY_GREGORIAN:
        return "Gregorian", ()
    if year > _SOLAR_UNTIL or year < _LUNAR_FROM:
        return "Gregorian", ("Solar Hijri",)
    if year < _SOLAR_FROM:
        return "lunar Hijri", ("Solar Hijri", "Gregorian")
    return "Solar Hijri", ("lunar Hijri", "Gregorian")


def _span(calendar: str, parts: list[int]) -> tuple[str, str]:
    """Return the first and last Gregorian day of a year, month or day of a calendar."""
    first = _converted(calendar, *parts, *[1] * (3 - len(parts)))
    if len(parts) == 3:
        return first, first
    year, month = (parts[0] + 1, 1) if len(parts) == 1 or parts[1] == 12 else (parts[0], parts[1] + 1)
    return first, day_before(_converted(calendar, year, month, 1))


def slip(one: str, other: str) -> str | None:
    """Return the kind of error that may explain two rival days, or None; both must be whole days.

    "one-day" is a difference of one; "solar-hijri-day" the day of a Persian month in the place of the Gregorian
    one, from 31 March 1925 on, when Iran gave up lunar months by law; "old-style" a Julian day beside its
    Gregorian one, until the end of 1923: Russia changed in February 1918, its emigration and the church went on,
    and Greece was the last state to change, in March 1923. Later such distances are chance.

    >>> slip("2001-03-12", "2001-03-22"), slip("1813-10-24", "1813-11-05"), slip("1828-02-22", "1828-02-02")
    ('solar-hijri-day', 'old-style', None)
    >>> slip("1922-02-22", "1922-02-23"), slip("1922-02", "1922-02-23")
    ('one-day', None)
    """
    from datetime import date

    if len(one) != 10 or len(other) != 10:
        return None
    earlier, later = sorted((check(one), check(other)))
    days = (date.fromisoformat(later) - date.fromisoformat(earlier)).days
    if days == 1:
        return "one-day"
    if earlier[:7] == later[:7] and earlier >= _SOLAR_LAW:
        for true, taken in ((earlier, later), (later, earlier)):
            if solar_hijri(true)[8:] == taken[8:]:
                return "solar-hijri-day"
    if 10 <= days <= 13 and later < "1924" and gregorian(earlier, "Julian") == later:
        return "old-style"
    return None


#: The day on which the law on the Solar Hijri calendar was passed.
_SOLAR_LAW = "1925-03-31"


def add(day: str, duration: str) -> str:
    """Add a duration to a day; a day that the month lacks becomes its last day, one after 9999 the last of all.

    >>> add("2001-03-12", "P20Y"), add("2020-01-31", "P1M"), add("2020-01-31", "P90D")
    ('2021-03-12', '2020-02-29', '2020-04-30')
    """
    years, months, days = (int((re.search(rf"(\d+){unit}", duration) or [0, 0])[1]) for unit in "YMD")
    total = int(day[:4]) * 12 + int(day[5:7]) - 1 + years * 12 + months
    if total // 12 > date.max.year:
        return date.max.isoformat()
    month = f"{total // 12:04}-{total % 12 + 1:02}"
    reached = date.fromisoformat(f"{month}-{min(day[8:], latest(month)[8:])}")
    return date.fromordinal(min(reached.toordinal() + days, date.max.toordinal())).isoformat()
