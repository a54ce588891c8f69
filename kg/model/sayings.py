"""What an agent states, and what is stated of a record: each gist with the passages that contain it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.memoize import memoized
from kg.model.reader import Passage, Reader
from kg.rdf.terms import Literal, NamedNode, Value
from kg.rdf.vocabulary import GIST, IS_PART_OF, A, code, kg

_OPINIONS = {kg.Assessment.value, kg.Denial.value}
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

    @property
    def stances(self) -> list[str]:
        """The stances that it takes, as concepts."""
        return [stance.value for predicate, stance in self.values if predicate == kg.stance.value]


def sayings(reader: Reader, agent: str) -> list[Saying]:
    """Return what an agent says, by subject, then by day, then by record.

    Every record that a passage of the agent describes is one saying; one without a gist has its values.
    """
    passages = reader.subjects(kg.holder, NamedNode(agent))
    spoken = [saying for passage in passages for saying in _in_passage(reader, passage)]
    return sorted(spoken, key=lambda s: ([reader.label(r) for r in s.subjects], s.day or "9", s.record))


def is_opinion(reader: Reader, record: str) -> bool:
    """Return whether a record is an assessment or a denial, and so no fact that a passage tells."""
    return any(_OPINIONS.intersection(reader.above(kind)) for kind in reader.kinds(record))


def opinions_on(reader: Reader, iri: str) -> list[Saying]:
    """Return the assessments and denials about a record or towards it, by day; the undated ones last.

    An opinion that several passages state is one saying for each.
    """
    links = (kg.about, kg.stanceTowards)
    linked = {record for link in links for record in reader.subjects(link, NamedNode(iri))}
    on_it = [record for record in sorted(linked) if is_opinion(reader, record)]
    by_record = [(record, passage) for record in on_it for passage in reader.attesting(record)]
    spoken = [s for record, passage in by_record for s in _in_passage(reader, passage) if s.record == record]
    return sorted(spoken, key=lambda s: (s.day or "9", s.record))


@memoized
def _in_passage(reader: Reader, iri: str) -> list[Saying]:
    """Return what a passage says of each record."""
    passage = reader.passage(iri)
    by_record: dict[str, list[tuple[str, Value]]] = {}
    for quad in reader.stated_in(iri):
        by_record.setdefault(quad.subject.value, []).append((quad.predicate.value, quad.object))
    spoken = []
    for record, values in by_record.items():
        subjects = {
            subject.value
            for predicate in _SUBJECTS
            for subject in reader.values(record, predicate)
            if isinstance(subject, NamedNode)
        }
        spoken.append(
            Saying(
                record,
                passage,
                # A record that is about nothing else is its own subject.
                tuple(sorted(subjects, key=reader.label)) or (record,),
                tuple(v for p, v in values if p == GIST.value and isinstance(v, Literal)),
                tuple(sorted(((p, v) for p, v in values if p not in (A.value, GIST.value)), key=str)),
                reader.day(passage),
            )
        )
    return spoken


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
    for gist, passages in reader.stated(record, GIST).items():
        if isinstance(gist, Literal):
            rank = preference.get(gist.language or "", 2)
            for passage in passages:
                rival = chosen.get(passage)
                if rival is None or rank < preference.get(rival.language or "", 2):
                    chosen[passage] = gist
    by_gist: dict[Literal, list[str]] = {}
    for passage, gist in sorted(chosen.items()):
        by_gist.setdefault(gist, []).append(passage)
    return tuple((gist, tuple(passages)) for gist, passages in by_gist.items())


def attributions(reader: Reader) -> Counter[str]:
    """Return in how many passages each agent speaks, the project's coding aside: it is no voice of the corpus."""
    sources = reader.subjects(kg.kind, code.project_coding)
    coding = {passage for source in sources for passage in reader.subjects(IS_PART_OF, NamedNode(source))}
    return Counter(quad.object.value for quad in reader.everything(kg.holder) if quad.subject.value not in coding)
