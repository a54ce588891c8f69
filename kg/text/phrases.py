"""The program's messages in three languages: one catalogue for the command line, pages and their scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from kg.rdf.vocabulary import compact

_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
#: The mark before decimals, where it is not a point.
_MARKS = {"fa": "٫", "ru": ","}
#: The sign of a negative number, where it is not a hyphen. As in the Unicode CLDR, the Persian one has a mark of
#: direction before it: without one, it would stand at the right of its number.
_MINUS = {"fa": "\u200e\u2212"}
_NEGATIVE = re.compile(r"(?<![^\s(])-(?=\d)")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return every phrase by key, then language. Slots are written `{name}`."""
    text = resources.files("kg.text").joinpath("phrases.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def say(key: str, language: str = "en", *names: object, **values: object) -> str:
    """Return a phrase in a language with its slots filled, `{0}` by position and `{day}` by name.

    Raises:
        KeyError: the catalogue has no such phrase, which is a bug of the caller.

    >>> say("answer.no", "ru"), say("status.in-force", "en", day="2025-08-01", answer="no")
    ('нет', 'in force on 2025-08-01: no')
    """
    return catalogue()[key][language].format(*names, **values)


def foreign(iri: str) -> dict[str, str]:
    """Return the labels of a term of another vocabulary by language; empty where it has no phrase.

    >>> foreign("http://purl.org/dc/terms/isPartOf")["ru"]
    'часть'
    """
    return catalogue().get(f"term.{compact(iri)}", {})


def listed(texts: Iterable[str], language: str = "en") -> str:
    """Join texts with the comma of a language.

    >>> listed(["الف", "ب"], "fa")
    'الف، ب'
    """
    return say("comma", language).join(texts)


def enumerated(names: Iterable[str], language: str = "en") -> str:
    """Join names by commas and an "and" before the last; by "and" throughout where a name has a comma itself.

    >>> enumerated(["Iran", "Russia", "Iraq"]), enumerated(["ایران", "روسیه", "عراق"], "fa")
    ('Iran, Russia and Iraq', 'ایران، روسیه و عراق')
    >>> enumerated(["Iran", "2001 treaty, article 3", "Russia"])
    'Iran and 2001 treaty, article 3 and Russia'
    """
    known = list(names)
    if len(known) < 3 or any(say("comma", language) in name for name in known):
        return say("and", language).join(known)
    return say("and", language).join((listed(known[:-1], language), known[-1]))


def digits(text: str, language: str) -> str:
    """Replace the digits of a text by those of a language.

    >>> digits("1921", "fa"), digits("1921", "ru")
    ('۱۹۲۱', '1921')
    """
    return text.translate(_PERSIAN) if language == "fa" else text


def number(value: int, language: str) -> str:
    """Write a number with the digits and separators of a language.

    >>> number(1651, "en"), number(1651, "fa")
    ('1,651', '۱٬۶۵۱')
    """
    separator = {"fa": "٬", "ru": "\u00a0"}.get(language, ",")
    sign = _MINUS.get(language, "-") if value < 0 else ""
    return sign + digits(f"{abs(value):,}".replace(",", separator), language)


def counted(key: str, value: int) -> dict[str, str]:
    """Return a phrase with a number in each language, in the form that the number takes.

    The forms are parted by strokes: in English one and more, in Russian those of 1, 2 and 5.

    >>> [counted("duration.year", n)["ru"] for n in (1, 3, 11, 20, 21)]
    ['1 год', '3 года', '11 лет', '20 лет', '21 год']
    >>> counted("duration.day", 1)["en"], counted("duration.day", 90)["en"], counted("duration.day", 90)["fa"]
    ('1 day', '90 days', '۹۰ روز')
    """
    few = value % 10 in (2, 3, 4) and value % 100 not in (12, 13, 14)
    one = value % 10 == 1 and value % 100 != 11
    places = {"en": int(value != 1), "fa": 0, "ru": 0 if one else 1 if few else 2}
    return {
        tag: text.split("|")[places[tag]].format(n=number(value, tag)) for tag, text in catalogue()[key].items()
    }


def decimal(text: str, language: str) -> str:
    r"""Write a number as it is stated, with the digits and separators of a language.

    >>> decimal("420000.5", "en"), decimal("420000.5", "fa"), decimal("0.80", "ru")
    ('420,000.5', '۴۲۰٬۰۰۰٫۵', '0,80')
    >>> decimal("-0.13", "en"), decimal("-0.13", "fa") == "\u200e−۰٫۱۳"
    ('-0.13', True)
    """
    whole, point, fraction = text.partition(".")
    sign = _MINUS.get(language, "-") if whole.startswith("-") else ""
    mark = _MARKS.get(language, ".") if point else ""
    return sign + number(abs(int(whole)), language) + mark + digits(fraction, language)


def ungrouped(text: str, language: str) -> str:
    r"""Write years and measures within a text with the digits, the decimal mark and the minus of a language.

    >>> ungrouped("2023", "ru"), ungrouped("2.7 %", "ru"), ungrouped("2.7", "fa")
    ('2023', '2,7 %', '۲٫۷')
    >>> ungrouped("2019-2025 (-2)", "fa") == "۲۰۱۹-۲۰۲۵ (\u200e−۲)"
    True
    """
    text = _NEGATIVE.sub(_MINUS.get(language, "-"), text)
    return digits(re.sub(r"(?<=\d)\.(?=\d)", _MARKS.get(language, "."), text), language)


def percent(text: str, language: str) -> str:
    r"""Write a percentage with the digits, the decimal mark and the sign of a language.

    >>> percent("17.5", "en"), percent("17.5", "fa"), percent("17.5", "ru")
    ('17.5%', '۱۷٫۵٪', '17,5\xa0%')
    """
    return ungrouped(text, language) + {"fa": "٪", "ru": "\u00a0%"}.get(language, "%")


def date_in_words(date: str, language: str = "en", months: str = "month") -> str:
    """Write a date of any precision in words; `months` is the phrase of months without a day.

    >>> date_in_words("2025-09-26", "ru"), date_in_words("2025-09", "ru", "month.short")
    ('26 сентября 2025', 'сент. 2025')
    >>> date_in_words("2025", "fa"), date_in_words("2025-01", "fa")
    ('۲۰۲۵', 'ژانویهٔ ۲۰۲۵')
    """
    year, *rest = date.split("-")
    # After a day, Russian wants the genitive, in which alone the long names are.
    names = "month" if len(rest) > 1 else months
    month = [say(f"{names}.{int(rest[0])}", language)] if rest else []
    # Persian joins a month to its year, which is written where the month ends in a silent h.
    month = [name + "\u0654" if language == "fa" and name.endswith("ه") else name for name in month]
    return digits(" ".join([*(str(int(day)) for day in rest[1:]), *month, year]), language)


def bound(side: str, date: bool, language: str = "en") -> str:
    """Return the words before a bound: "at most" for numbers, but "by" for a day.

    >>> bound("most", date=True), bound("most", date=False), bound("", date=True)
    ('by ', 'at most ', '')
    """
    keys = [f"bound.date.{side}", f"bound.{side}"] if date else [f"bound.{side}"]
    return next((say(key, language) for key in keys if key in catalogue()), "")
