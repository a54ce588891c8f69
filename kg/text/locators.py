"""Locators in three languages: "paragraph 3" is a unit with a number, and no words of a source.

The corpus writes locators in English. What they are made of is small and regular enough to be translated where it
is shown; a locator with a part that is not known, such as "on the words of Salehi", stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from kg.text.phrases import catalogue, digits, listed, say

_NUMBER = r"\d+(?:\.\d+)*(?:\(\d+\))?"
_NUMBERED = re.compile(rf"([a-z]+?)(s?) ({_NUMBER}(?:(?:, | and | to |–){_NUMBER})*)\Z")
_BETWEEN = re.compile("(, | and | to |–)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAY = re.compile(rf"(\d+) ({'|'.join(_MONTHS)}) (\d{{4}})\Z")


@cache
def translated(locator: str, language: str) -> str | None:
    """Return a locator in a language, or None where some part of it is not known.

    >>> translated("paragraphs 3 and 4", "fa"), translated("article 3(2), opening", "ru")
    ('بندهای ۳ و ۴', 'статья 3(2), начало')
    >>> translated("title and standfirst", "ru"), translated("article 6 as reported in paragraph 2", "ru")
    ('заголовок и вводка', 'статья 6 по изложению: абзац 2')
    >>> translated("on the words of Salehi", "ru") is None
    True
    """
    if language == "en":
        return locator
    text, between, reporter = locator.partition(" as reported in ")
    if between:
        place, where = translated(text, language), translated(reporter, language)
        return say("locator.reported", language, place=place, where=where) if place and where else None
    return _part(locator, language) or _joined(locator, language)


def _part(text: str, language: str) -> str | None:
    """Translate one unit: a word such as "preamble", a unit with its numbers, or a day."""
    if (key := f"locator.word.{text.replace(' ', '-')}") in catalogue():
        return say(key, language)
    if day := _DAY.match(text):
        number, month, year = day.groups()
        written = f"{number} {say(f'month.{_MONTHS.index(month) + 1}', language)} {year}"
    elif (numbered := _NUMBERED.match(text)) and f"locator.{numbered[1]}" in catalogue():
        key = f"locator.{numbered[1]}.many" if numbered[2] else f"locator.{numbered[1]}"
        if key not in catalogue():
            return None
        words = {", ": listed(["", ""], language), " and ": _and(language)}
        # A range in Persian is a word: a dash would stand between digits that read the other way.
        words["–"] = words[" to "] = say("locator.to", language)
        numbers = "".join(words.get(piece, piece) for piece in _BETWEEN.split(numbered[3]))
        written = say(key, language, n=numbers)
    else:
        return None
    return digits(written, language)


def _joined(text: str, language: str) -> str | None:
    """Translate units that a comma or "and" joins, at the first place where both halves are known."""
    for between in re.finditer(", | and ", text):
        first, second = (translated(half, language) for half in (text[: between.start()], text[between.end() :]))
        if first and second:
            return listed([first, second], language) if between[0] == ", " else first + _and(language) + second
    return None


def _and(language: str) -> str:
    """Return the word between the last two of several units."""
    return f" {say('locator.and', language)} "
