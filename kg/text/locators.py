"""Locators as values in three languages: "paragraph 3" is a unit with a number, and no words of a source.

The corpus writes locators in English. Most are made of little: units with numbers, words for parts of a text, days,
and names of records. These are written in the language of the reader. What a locator says beyond them, such as the
subject in "on the value of the contract", stays as the corpus has it and is marked as English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from kg.text.phrases import catalogue, date_in_words, digits, listed, say

#: Roman numbers, letters in brackets and pages such as H11761 are written alike in all languages.
_NUMBER = r"(?:\d+(?:\.\d+)*(?:\(\d+\))?(?: bis)?|[IVXL]+|\([a-z]\)|[A-Z]\d+)"
_NUMBERED = re.compile(
    rf"([a-z’][a-z’ ]*?)(s?)(?:\.| number| no\.)? ({_NUMBER}(?:(?:, | and | to |–){_NUMBER})*)\Z"
)
#: What is left of a plural without its "s", where that is not the singular.
_SINGULAR = {"annexe": "annex", "entrie": "entry"}
_BETWEEN = re.compile("(, | and | to |–)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = "|".join(_MONTHS)
_DAY = re.compile(rf"(\d+) ({_MONTH})\Z|(?:(\d+) )?(?:({_MONTH}) )?(\d{{4}})\Z")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL = re.compile(rf"((?:(?:{'|'.join(_ORDINALS)})(?:, | and | to )?)+) ([a-z]+?)s?\Z")
_REPORTED = re.compile(r"(.+?),? as (?:reported|quoted|reproduced|told|read out|summarized)(?: (?:in|by) (.+))?\Z")
#: What a passage of a check of reports is called: the passage that reports, and what it reports on.
_CHECK = re.compile(r"([\w-]+\.[\w.-]+)\.([\w-]+)\Z")
#: A passage or its check, and in a word or two which of its statements is meant.
_POINT = re.compile(r"([\w-]+\.[\w.-]+), (.+)\Z")
#: A name or heading as the document prints it, and the scripts by which its language is known.
_PRINTED = re.compile("“[^”]+”\\Z")
_SCRIPTS = {"fa": re.compile("[\u0600-\u06ff]"), "ru": re.compile("[\u0400-\u04ff]")}
#: A word for a part of a text, and what it is of or on.
_HEADED = re.compile(
    r"(?:the )?((?:[a-z]+ ){0,3}?[a-z]+) ((?:of|on|from|to|by|with|above|below|beside|that|in|at) .+|[A-Z“(].*)\Z"
)
_TOPIC = re.compile(r"(?:on|of) (?:the )?(.+)\Z")


class Piece(NamedTuple):
    """A part of a locator: a text in a language, or a record that is named there."""

    text: str
    language: str
    record: str = ""


#: Finds the record that a text names; None for a text that is no name.
Finder = Callable[[str], str | None]


def read(locator: str, language: str, find: Finder = lambda _: None) -> list[Piece] | None:
    """Return a locator in a language, in pieces, or None where not even its kind is known.

    >>> write(read("paragraphs 3 and 4", "fa")), write(read("article 3(2), opening", "ru"))
    ('بندهای ۳ و ۴', 'статья 3(2), начало')
    >>> write(read("third to fifth paragraph", "ru")), write(read("article 6 as reported in paragraph 2", "ru"))
    ('абзацы 3–5', 'статья 6 по изложению: абзац 2')
    >>> write(read("annexes 1 and 2", "ru")), write(read("entries 3 and 4", "fa"))
    ('приложения 1 и 2', 'مدخل‌های ۳ و ۴')
    >>> write(read("annex I", "ru")), write(read("recital (g)", "fa")), write(read("4 May", "ru"))
    ('приложение I', 'بند دیباچه (g)', '4 мая')
    >>> [(piece.text, piece.language) for piece in read("2003, “Executive branch”", "ru")]
    [('2003', 'ru'), (', ', 'ru'), ('“Executive branch”', 'en')]
    >>> [(piece.text, piece.language) for piece in read("on the value", "ru")]
    [('тема: ', 'ru'), ('the value', 'en')]
    >>> read("Diplomatic Career", "ru") is None
    True
    """
    if record := find(locator):
        return [Piece("", language, record)]
    if locator.startswith("row ") and (record := find(locator.removeprefix("row "))):
        return _filled("locator.row.of", language, record=[Piece("", language, record)])
    if check := _check(locator, language, find):
        return check
    point = _POINT.match(locator)
    if point and (head := read(point[1], language, find)) and any(piece.record for piece in head):
        joint = Piece(listed(["", ""], language), language)
        return [*head, joint, *(read(point[2], language, find) or [Piece(point[2], "en")])]
    if language == "en":
        return [Piece(locator, "en")]
    if locator.startswith("the ") and (record := find(locator.removeprefix("the "))):
        return [Piece("", language, record)]
    if _PRINTED.match(locator):
        return [Piece(locator, printed_language(locator))]
    return (
        _reported(locator, language, find)
        or _part(locator, language)
        or _joined(locator, language, find)
        or (_headed(locator, language, find))
    )


def write(pieces: Iterable[Piece] | None, name: Callable[[str], str] = str) -> str:
    """Return pieces as one text, in which records have the names that a function gives them."""
    return "".join(name(piece.record) if piece.record else piece.text for piece in pieces or ())


def printed_language(text: str) -> str:
    """Return the language of a name or heading as a document prints it, by its script.

    >>> printed_language("“Executive branch”"), printed_language("“Пресс-служба”")
    ('en', 'ru')
    """
    return next((language for language, script in _SCRIPTS.items() if script.search(text)), "en")


def _filled(key: str, language: str, **slots: list[Piece]) -> list[Piece]:
    """Return a phrase whose slots are filled with pieces."""
    parts = re.split(r"\{(\w+)\}", catalogue()[key][language])
    return [
        piece
        for at, part in enumerate(parts)
        for piece in (slots[part] if at % 2 else [Piece(part, language)] if part else [])
    ]


def _check(text: str, language: str, find: Finder) -> list[Piece] | None:
    """Read the name of a passage that checks a report: the passage that reports, and what it reports on."""
    match = _CHECK.match(text)
    passage = find(match[1]) if match else None
    if not match or (language == "en" and not passage):
        return None
    record = find(match[2])
    about = [Piece("", language, record)] if record else [Piece(match[2], "en")]
    report = Piece("", language, passage) if passage else Piece(match[1], language)
    return _filled("locator.check", language, passage=[report], about=about)


def _reported(text: str, language: str, find: Finder) -> list[Piece] | None:
    """Read a part of a text that another text reports, and where it does."""
    match = _REPORTED.match(text)
    place = read(match[1], language, find) if match else None
    if not match or not place:
        return None
    if not match[2]:
        return _filled("locator.as-reported", language, place=place)
    where = read(match[2], language, find) or [Piece(match[2], "en")]
    return _filled("locator.reported", language, place=place, where=where)


def _part(text: str, language: str) -> list[Piece] | None:
    """Translate one unit: a word such as "preamble", a unit with its numbers, or a date."""
    if (key := f"locator.word.{text.replace(' ', '-')}") in catalogue():
        return [Piece(say(key, language), language)]
    if day := _DAY.match(text):
        number, month, year = day[1] or day[3], day[2] or day[4], day[5]
        at = _MONTHS.index(month) + 1 if month else 0
        if not year:
            return [Piece(digits(f"{number} {say(f'month.{at}', language)}", language), language)]
        date = [year, *([f"{at:02}"] if month else []), *([number.zfill(2)] if number else [])]
        return [Piece(date_in_words("-".join(date), language, "month.short"), language)]
    if ordinal := _ORDINAL.match(text):
        # In Russian an ordinal agrees with its unit; a number does not.
        numbers = re.sub("|".join(_ORDINALS), lambda word: str(_ORDINALS.index(word[0]) + 1), ordinal[1])
        plural = "s" if _BETWEEN.search(numbers) else ""
        text = f"{ordinal[2]}{plural} {numbers}"
    numbered = _NUMBERED.match(text)
    unit = _SINGULAR.get(numbered[1], numbered[1]).replace(" ", "-") if numbered else ""
    if not numbered or f"locator.{unit}" not in catalogue():
        return None
    key = f"locator.{unit}.many" if numbered[2] else f"locator.{unit}"
    if key not in catalogue():
        return None
    between = {", ": listed(["", ""], language), " and ": _and(language)}
    # A range in Persian is a word: a dash would stand between digits that read the other way.
    between["–"] = between[" to "] = say("locator.to", language)
    numbers = "".join(between.get(piece, piece) for piece in _BETWEEN.split(numbered[3]))
    return [Piece(digits(say(key, language, n=numbers), language), language)]


def _joined(text: str, language: str, find: Finder) -> list[Piece] | None:
    """Translate units that a comma or "and" joins, at the first place where both halves are known."""
    for between in re.finditer(", | and ", text):
        first, second = (read(half, language, find) for half in (text[: between.start()], text[between.end() :]))
        if first and second:
            joint = listed(["", ""], language) if between[0] == ", " else _and(language)
            return [*first, Piece(joint, language), *second]
    return None


def _headed(text: str, language: str, find: Finder) -> list[Piece] | None:
    """Read a subject ("on …"), or a part of a text with what it is of or on; what is not known stays English."""
    if topic := _TOPIC.match(text):
        return _filled("locator.on", language, about=_rest(topic[1], text.split(" ", 1)[1], language, find))
    headed = _HEADED.match(text)
    head = _part(headed[1], language) if headed else None
    if not headed or not head:
        # A comma may part a known unit from words of the corpus.
        unit, comma, words = text.partition(", ")
        head = read(unit, language, find) if comma else None
        return [*head, Piece(listed(["", ""], language), language), Piece(words, "en")] if head else None
    topic = _TOPIC.match(headed[2])
    rest = _rest(
        topic[1] if topic else headed[2], headed[2].removeprefix("of ").removeprefix("on "), language, find
    )
    key = "locator.of"
    if all(piece.language == language for piece in rest) and not head[-1].text[-1].isdigit():
        if topic and headed[2].startswith("of ") and (day := _DAY.match(topic[1])):
            key += ".day" if day[1] else ".date" if day[3] else ".month" if day[4] else ".year"
        else:
            key += ".part"
        if language == "fa":
            head = [*head[:-1], head[-1]._replace(text=_construct(head[-1].text))]
    return _filled(key, language, part=head, whole=rest)


def _rest(bare: str, whole: str, language: str, find: Finder) -> list[Piece]:
    """Read what a part is of or on: without its article where all of it is known, else as the corpus has it."""
    pieces = read(bare, language, find)
    # Half of it in each language would be read as two things.
    return pieces if pieces and all(piece.language == language for piece in pieces) else [Piece(whole, "en")]


def _construct(text: str) -> str:
    """Write a Persian word as it stands before what it is of: the ezafe shows after a vowel alone.

    >>> _construct("اعلامیه"), _construct("بندها"), _construct("متن")
    ('اعلامیهٔ', 'بندهای', 'متن')
    """
    return text + {"ه": "\u0654", "ا": "ی", "و": "ی"}.get(text[-1], "")


def _and(language: str) -> str:
    """Return the word between the last two of several units."""
    return f" {say('locator.and', language)} "
