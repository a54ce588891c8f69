"""Finding known names in a text, in three scripts: longest match, whatever their case endings and spelling.

Names and texts are folded as for search (`kg.text.folding`), and each word is reduced to its stem, so that
«Лаврова» and "Iran's" are found by the names of the register. Positions are those of the text as it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.text.folding import fold

_WORD = re.compile(r"[\w'’ʿʾ`]+(?:[\u200c\u200d]+[\w'’]+)*(?:\.(?=[A-ZА-Я]))?")
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
_CYRILLIC = re.compile(r"[а-я]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]+")
#: Endings of Russian nouns, adjectives and names in all cases, as folding leaves them: й is и.
_CASES = (
    "иями ями ами иеи ием иях иям ого его ому ему ыми ими ои ом ем ым им ых их ую юю ая яя ое ее ые ие ия ию ии ыи "
    "ью ах ях ам ям а я о е у ю ы и ь"
)
_ENDINGS = tuple(sorted(_CASES.split(), key=len, reverse=True))
#: What remains of a word without its ending has at least this many letters: shorter stems are those of many words.
_STEM = 3
#: Abbreviations are matched with their case, since "EU" or "CIS" folded would match other words.
_ABBREVIATION = 5
#: A single word below this length is no name: it would be found in every text.
_SHORTEST = 4


@dataclass(frozen=True)
class Mention:
    """A name in a text: where it begins and ends, the records that have it, and how it was found."""

    start: int
    end: int
    records: tuple[str, ...]
    inflected: bool = False
    surname: bool = False


@dataclass(frozen=True)
class _Word:
    """A folded word of a text, its stem, and the place of the printed word that it comes from."""

    folded: str
    stem: str
    start: int
    end: int
    printed: str


def stem(word: str) -> str:
    """Reduce a folded word to the part that its case endings leave alone.

    >>> stem("лаврова") == stem("лавровым") == stem("лавров"), stem("россиеи") == stem("россия")
    (True, True)
    >>> stem("tehran"), stem("اروپای") == stem("اروپا")
    ('tehran', True)
    """
    if _CYRILLIC.fullmatch(word):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _STEM:
                return word[: -len(ending)]
    elif _ARABIC.fullmatch(word) and len(word) > _SHORTEST:
        # the ezafe after a vowel is written as a letter
        return re.sub(r"(?<=[او])ی$", "", word)
    return word


def _words(text: str) -> Iterator[_Word]:
    """Yield the folded words of a text; a Persian word with a half-space is several."""
    for match in _WORD.finditer(text):
        printed = _POSSESSIVE.sub("", match[0])
        for part in fold(printed).split():
            yield _Word(part, stem(part), match.start(), match.start() + len(printed), printed)


def _key(words: list[_Word]) -> tuple[str, ...]:
    """Return the stems under which a name is filed; Persian ones in one piece, as their spaces differ."""
    stems = tuple(word.stem for word in words)
    if not all(map(_ARABIC.fullmatch, stems)):
        return stems
    return (stem("".join([*stems[:-1], words[-1].folded])),)


class Gazetteer:
    """Names of records, for finding them in a text.

    Args:
        names: pairs of a record and one of its names, in any language.
        people: the records of persons, who are found by their surnames too.
    """

    def __init__(self, names: Iterable[tuple[str, str]], people: Iterable[str] = ()) -> None:
        self._names: dict[tuple[str, ...], dict[str, set[tuple[str, ...]]]] = defaultdict(dict)
        self._abbreviations: dict[str, set[str]] = defaultdict(set)
        self._surnames: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = defaultdict(dict)
        self._longest = 0
        persons = set(people)
        for record, name in names:
            if len(name) <= _ABBREVIATION and name.isupper():
                self._abbreviations[name].add(record)
                continue
            words = list(_words(name))
            if not words or (len(words) == 1 and len(words[0].folded) < _shortest(words[0].folded)):
                continue
            spelling = tuple(word.folded for word in words)
            self._names[_key(words)].setdefault(record, set()).add(spelling)
            self._longest = max(self._longest, len(words))
            last = [word for word in words if word.start == words[-1].start]
            if record in persons and len(last) < len(words) and len("".join(w.folded for w in last)) >= _SHORTEST:
                self._surnames[_key(last)][record] = tuple(word.folded for word in last)

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in a text by their place; a longer name takes precedence over names within it.

        A surname alone means the person who is named in full in the same text, else whoever bears it.
        """
        words = list(_words(text))
        mentions, place = [], 0
        open_words: list[int] = []
        while place < len(words):
            match = self._at(words, place)
            if match:
                length, records, inflected = match
                mentions.append(
                    Mention(words[place].start, words[place + length - 1].end, records, inflected=inflected)
                )
                place += length
            else:
                open_words.append(place)
                place += 1
        named = {record for mention in mentions for record in mention.records}
        mentions += self._bare_surnames(words, open_words, named)
        return sorted(mentions, key=lambda mention: mention.start)

    def _at(self, words: list[_Word], place: int) -> tuple[int, tuple[str, ...], bool] | None:
        """Return the longest name that begins at a word: its length, its records, and if it is inflected."""
        # A word more than the longest name: half-spaced, a word of it may be two.
        for length in range(min(self._longest + 1, len(words) - place), 0, -1):
            taken = words[place : place + length]
            holders = self._names.get(_key(taken))
            if not holders or not _capitalized(taken):
                continue
            spelling = tuple(word.folded for word in taken)
            exact = {record for record, spellings in holders.items() if spelling in spellings}
            return length, tuple(sorted(exact or holders)), not exact
        if records := self._abbreviations.get(words[place].printed):
            return 1, tuple(sorted(records)), False
        return None

    def _bare_surnames(self, words: list[_Word], places: list[int], named: set[str]) -> Iterator[Mention]:
        """Yield the surnames that stand alone among the words that belong to no name."""
        taken: set[int] = set()
        for place in places:
            for length in (3, 2, 1):
                span = range(place, place + length)
                if place + length > len(words) or taken & set(span) or not set(span) <= set(places):
                    continue
                part = words[place : place + length]
                bearers = self._surnames.get(_key(part), {})
                records = (bearers.keys() & named) or set(bearers)
                # In Persian, where no capital tells a name from a word, only the persons of this text.
                plain = bool(_ARABIC.fullmatch(part[0].folded))
                if records and _capitalized(part) and (not plain or bearers.keys() & named):
                    taken |= set(span)
                    inflected = tuple(word.folded for word in part) not in bearers.values()
                    yield Mention(part[0].start, part[-1].end, tuple(sorted(records)), inflected, surname=True)
                    break


def _shortest(folded: str) -> int:
    """Return the least length of a name of one word; Persian, which writes no short vowels, has shorter ones."""
    return _SHORTEST - 1 if _ARABIC.fullmatch(folded) else _SHORTEST


def _capitalized(words: list[_Word]) -> bool:
    """Return whether the first word of a name begins like one; scripts without capitals always do."""
    first = words[0].printed[:1]
    return not first.islower() or len(words) > 2
