"""What an agent states, and what is stated of a record: each gist with the passages that contain it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.model.reader import Passage, Reader
from kg.rdf.terms import Literal, NamedNode, Value
from kg.rdf.vocabulary import GIST, IS_PART_OF, A, kg

#: What a record says of its subject, as distinct from what links it to other records.
_SUBJECTS = (kg.about, kg.stanceTowards, kg.treaty, kg.organization, kg.office, kg.agent)


@dataclass(frozen=True)
class Saying:
    """One statement of an agent: the record it makes in a passage, its gist or values, its subjects and its day.

    `day` is that of the speech, else of the publication; empty where neither is known.
    """

    record: str
    passage: Passage
    subjects: tuple[str, ...]
    gists: tuple[Literal, ...]
    values: tuple[tuple[str, Value], ...]
    day: str

    @property
    def direct(self) -> bool:
        """Whether the agent says it in a document of its own, rather than in another's report."""
        return self.passage.direct


def sayings(reader: Reader, agent: str) -> list[Saying]:
    """Return what an agent says, by subject, then by day, then by record.

    Every record that a passage of the agent describes is one saying; one without a gist has its values.
    """
    entries: list[Saying] = []
    for passage in map(reader.passage, reader.subjects(kg.holder, NamedNode(agent))):
        by_record: dict[str, list[tuple[NamedNode, Value]]] = defaultdict(list)
        for statement in reader.stated_in(passage.iri):
            by_record[statement.subject.value].append((statement.predicate, statement.object))
        for record, statements in by_record.items():
            links = {
                link.value
                for term in _SUBJECTS
                for link in reader.values(record, term)
                if isinstance(link, NamedNode)
            }
            # A record about nothing else is its own subject.
            subjects = tuple(sorted(links, key=reader.label)) or (record,)
            gists = tuple(value for term, value in statements if term == GIST and isinstance(value, Literal))
            others = [(term.value, value) for term, value in statements if term not in (A, GIST)]
            values = tuple(sorted(others, key=str))
            entries.append(Saying(record, passage, subjects, gists, values, reader.day(passage)))
    # "9" sorts what has no day after all days.
    return sorted(entries, key=lambda s: ([reader.label(r) for r in s.subjects], s.day or "9", s.record))


@dataclass(frozen=True)
class Pointer:
    """A record that links to another: by which properties, in which passages, and with which gists.

    `passages` are those of the links that contain none of the gists.
    """

    record: str
    predicates: tuple[str, ...]
    passages: tuple[str, ...]
    gists: tuple[tuple[Literal, tuple[str, ...]], ...]


def spoken_of(reader: Reader, iri: str, language: str = "en") -> list[Pointer]:
    """Return the records that link to a record, except its own parts, with one gist for each passage.

    The gist is in the language asked for where there is one, and comes with the passages that contain it only.
    """
    links: dict[str, tuple[list[str], set[str]]] = {}
    for pointing, predicate, passages in reader.mentions(iri):
        if predicate != IS_PART_OF.value:
            predicates, places = links.setdefault(pointing, ([], set()))
            predicates.append(predicate)
            places.update(passages or reader.attesting(pointing))
    pointers = []
    for pointing, (predicates, places) in links.items():
        gists = _gists(reader, pointing, language)
        telling = {passage for _, passages in gists for passage in passages}
        pointers.append(Pointer(pointing, tuple(predicates), tuple(sorted(places - telling)), gists))
    return pointers


def _gists(reader: Reader, record: str, language: str) -> tuple[tuple[Literal, tuple[str, ...]], ...]:
    """Choose, for each passage, its gist in a language, else in English, else the first."""
    preference = {language: 0, "en": 1}
    chosen: dict[str, Literal] = {}
    for statement in reader.statements(record):
        if statement.predicate == GIST.value and isinstance(statement.value, Literal):
            rank = preference.get(statement.value.language or "", 2)
            for passage in statement.passages:
                rival = chosen.get(passage)
                if rival is None or rank < preference.get(rival.language or "", 2):
                    chosen[passage] = statement.value
    by_gist: dict[Literal, list[str]] = {}
    for passage, gist in sorted(chosen.items()):
        by_gist.setdefault(gist, []).append(passage)
    return tuple((gist, tuple(passages)) for gist, passages in by_gist.items())
