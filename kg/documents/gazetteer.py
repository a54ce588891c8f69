"""Finding known names in a text, in three scripts: longest match, whatever their case endings and spelling.

Names and texts are folded as for search (`kg.text.folding`), and each word is reduced to its stem, so that
«Лаврова» and "Iran's" are found by the names of the register. Positions are those of the text as it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.text.folding import fold

_WORD = re.compile(r"[\w'’ʿʾ`]+(?:[\u200c\u200d]+[\w'’]+)*(?:\.(?=[A-ZА-Я]))?")
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
_CYRILLIC = re.compile(r"[а-я]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]+")
#: Endings of Russian nouns, adjectives and names in all cases, as folding leaves them: й is и.
_CASES = (
    *("иями", "ями", "ами", "иеи", "ием", "иях", "иям", "ого", "его", "ому", "ему", "ыми", "ими", "ои", "ом", "ем"),
    *("ым", "им", "ых", "их", "ую", "юю", "ая", "яя", "ое", "ее", "ые", "ие", "ия", "ию", "ии", "ыи", "ью", "ах"),
    *("ях", "ам", "ям", "а", "я", "о", "е", "у", "ю", "ы", "и", "ь"),
)
#: Those of the nominative, in which registers list names, longest first.
_NOMINATIVE = ("ая", "яя", "ое", "ее", "ые", "ие", "ия", "ии", "ыи", "а", "я", "о", "е", "и", "ь")
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
    """A folded word of a text, and the place of the printed word that it comes from."""

    folded: str
    start: int
    end: int
    printed: str

    @property
    def stem(self) -> str:
        """The word without the ending of its nominative."""
        if _CYRILLIC.fullmatch(self.folded):
            for ending in _NOMINATIVE:
                if self.folded.endswith(ending) and len(self.folded) - len(ending) >= _STEM:
                    return self.folded[: -len(ending)]
        return self.folded

    @property
    def stems(self) -> set[str]:
        """The stems that the word may have, whatever its case; folding leaves one spelling to several endings."""
        stems = {self.folded}
        if _CYRILLIC.fullmatch(self.folded):
            endings = (e for e in _CASES if self.folded.endswith(e) and len(self.folded) - len(e) >= _STEM)
            stems |= {self.folded[: -len(ending)] for ending in endings}
        return stems


def _words(text: str) -> Iterator[_Word]:
    """Yield the folded words of a text; a Persian word with a half-space is several."""
    for match in _WORD.finditer(text):
        printed = _POSSESSIVE.sub("", match[0])
        for part in fold(printed).split():
            yield _Word(part, match.start(), match.start() + len(printed), printed)


class _Index:
    """Names by their words: Persian ones in one piece, as their spaces differ, others stem by stem in a tree."""

    def __init__(self) -> None:
        self._tree: dict[str, Any] = {}
        self._solid: dict[str, dict[str, set[str]]] = {}
        self._longest = 0

    def add(self, words: list[_Word], record: str) -> None:
        """Add a name of a record."""
        spelling = " ".join(word.folded for word in words)
        if solid := _solid(words):
            holders = self._solid.setdefault(solid, {})
            # A word more than the longest name: half-spaced, a word of it may be two.
            self._longest = max(self._longest, len(words) + 1)
        else:
            branch = self._tree
            for word in words:
                branch = branch.setdefault(word.stem, {})
            holders = branch.setdefault("", {})
        holders.setdefault(record, set()).add(spelling)

    def longest(self, words: list[_Word], place: int) -> tuple[int, dict[str, set[str]]]:
        """Return the length of the longest name that begins at a word, and its records; 0 where there is none."""
        for length in range(min(self._longest, len(words) - place), 0, -1):
            if holders := self._solid.get(_solid(words[place : place + length])):
                return length, holders
        best: tuple[int, dict[str, set[str]]] = (0, {})
        branches = [self._tree]
        for length, word in enumerate(words[place:], 1):
            branches = [branch[stem] for branch in branches for stem in word.stems if stem in branch]
            if not branches:
                break
            if holders := {record: names for branch in branches for record, names in branch.get("", {}).items()}:
                best = (length, holders)
        return best


def _solid(words: list[_Word]) -> str:
    """Return Persian words in one piece, without the letter of an ezafe at their end; nothing for other words."""
    solid = "".join(word.folded for word in words)
    if not _ARABIC.fullmatch(solid):
        return ""
    return re.sub(r"(?<=[او])ی$", "", solid) if len(solid) > _SHORTEST else solid


class Gazetteer:
    """Names of records, for finding them in a text.

    Args:
        names: pairs of a record and one of its names, in any language.
        people: the records of persons, who are found by their surnames too.
    """

    def __init__(self, names: Iterable[tuple[str, str]], people: Iterable[str] = ()) -> None:
        self._names, self._surnames = _Index(), _Index()
        self._abbreviations: dict[str, set[str]] = defaultdict(set)
        persons = set(people)
        for record, name in names:
            if len(name) <= _ABBREVIATION and name.isupper():
                self._abbreviations[name].add(record)
                continue
            words = list(_words(name))
            if not words:
                continue
            # Persian, which writes no short vowels, has shorter names.
            shortest = _SHORTEST - 1 if _ARABIC.fullmatch(words[0].folded) else _SHORTEST
            if len(words) == 1 and len(words[0].folded) < shortest:
                continue
            self._names.add(words, record)
            last = [word for word in words if word.start == words[-1].start]
            if record in persons and len(last) < len(words) and len("".join(w.folded for w in last)) >= _SHORTEST:
                self._surnames.add(last, record)

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in a text by their place; a longer name takes precedence over names within it.

        A surname alone means the person who is named in full in the same text, else whoever bears it.
        """
        words = list(_words(text))
        mentions, place = [], 0
        open_words: list[int] = []
        while place < len(words):
            length, holders = self._names.longest(words, place)
            part = words[place : place + length]
            if holders and _capitalized(part):
                exact = {record for record, spellings in holders.items() if _spelling(part) in spellings}
                records, inflected = exact or set(holders), not exact
            else:
                length, inflected = 1, False
                records = self._abbreviations.get(words[place].printed, set())
            if records:
                end = words[place + length - 1].end
                mentions.append(Mention(words[place].start, end, tuple(sorted(records)), inflected=inflected))
            else:
                open_words.append(place)
            place += length
        named = {record for mention in mentions for record in mention.records}
        # Surnames that stand alone, among the words that belong to no name.
        free = set(open_words)
        for place in open_words:
            length, bearers = self._surnames.longest(words, place)
            part = words[place : place + length]
            if not bearers or not set(range(place, place + length)) <= free or not _capitalized(part):
                continue
            of_this_text = bearers.keys() & named
            # In Persian, where no capital tells a name from a word, only the persons of this text.
            if _ARABIC.fullmatch(part[0].folded) and not of_this_text:
                continue
            free -= set(range(place, place + length))
            inflected = not any(_spelling(part) in spellings for spellings in bearers.values())
            bearing = tuple(sorted(of_this_text or bearers))
            mentions.append(Mention(part[0].start, part[-1].end, bearing, inflected, surname=True))
        return sorted(mentions, key=lambda mention: mention.start)


def _spelling(words: list[_Word]) -> str:
    """Return words as they were printed, folded."""
    return " ".join(word.folded for word in words)


def _capitalized(words: list[_Word]) -> bool:
    """Return whether the first word of a name begins like one; scripts without capitals always do."""
    first = words[0].printed[:1]
    return not first.islower() or len(words) > 2
