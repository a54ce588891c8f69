"""What the graph covers and what it lacks: sources, passages and claims by kind, perspective, language, decade.

A claim is a (record, passage) pair. A fact is a value of a property of a record, opinions and the project's own
coding aside; it is weak where every source that states it comes from an aggregator, a copy site or a propaganda
network.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.dataset import view
from kg.dataset.store import Choice
from kg.memoize import kept
from kg.model import treaty
from kg.model.reader import Reader
from kg.rdf.terms import NamedNode, Value
from kg.rdf.vocabulary import (
    DERIVED,
    ENTAILED,
    GIST,
    IS_PART_OF,
    LANGUAGES,
    ONTOLOGY,
    REGISTER,
    VIEW,
    A,
    code,
    dcterms,
    is_passage,
    is_record,
    kg,
    skos,
)
from kg.text import dates
from kg.text.phrases import digits, say

#: The kinds of sources in which actors speak for themselves.
_PRIMARY = {
    term.value
    for term in (code.diplomatic_document, code.official_record, code.official_statement, code.treaty_text)
}

#: The day that each day or bound is of.
_EXACT = {
    term.value: day.value
    for day, bounds in (
        (kg.onDate, (kg.dateNoEarlierThan, kg.dateNoLaterThan)),
        (kg.startDate, (kg.startNoEarlierThan, kg.startNoLaterThan)),
        (kg.endDate, (kg.endNoEarlierThan, kg.endNoLaterThan)),
    )
    for term in (day, *bounds)
}
#: What a day on which a record held says of its beginning and of its end.
_HELD = (kg.startNoLaterThan.value, kg.endNoEarlierThan.value)

#: The properties on which a view's choice of passages turns.
_DESCRIBING = (*view.KEEPS, IS_PART_OF, kg.kind, kg.holder, kg.quotedIn, kg.agent, kg.perspective)


@dataclass(frozen=True)
class Count:
    """How many sources, passages and claims fall under one value of one aspect.

    `key` is the value in every language: an IRI, a tag, a decade; empty where the value is unknown.
    """

    aspect: str
    value: str
    sources: int
    passages: int
    claims: int
    key: str = ""


@dataclass(frozen=True)
class ViewSize:
    """How many sources, passages and claims a view holds, the project's own coding aside.

    That coding belongs to every view, and would hide how small some are. Passages that only report one that the
    view keeps are counted, their claims are not.
    """

    view: str
    sources: int
    passages: int
    claims: int


@dataclass(frozen=True)
class Share:
    """How many of all: records with a primary account, claims in a language, sources with a day."""

    name: str
    part: int
    whole: int


@dataclass(frozen=True)
class Voice:
    """A person who states more than a third of the opinions of a perspective: `part` of `whole`."""

    perspective: str
    person: str
    part: int
    whole: int


@dataclass(frozen=True)
class Coverage:
    """Counts by aspect, shares, dominant voices, and the provisions that are not yet coded."""

    counts: tuple[Count, ...]
    shares: tuple[Share, ...]
    voices: tuple[Voice, ...]
    uncoded: tuple[tuple[str, int, int], ...]  # (instrument, provisions, of these not yet coded)


@dataclass(frozen=True)
class WeakFact:
    """A value that rests on weak publishers alone: the kinds of these, and the sources that state it.

    A gist is the wording of one source, so gists of a record are one fact, and its value is None.
    """

    record: str
    predicate: str
    value: Value | None
    kinds: tuple[str, ...]
    sources: tuple[str, ...]


def coverage(reader: Reader, record: str | None = None, language: str = "en") -> Coverage:
    """Count the sources, passages and claims of the graph or of one record.

    For a record, claims on its parts and on the happenings that concern it are counted too.
    """
    pairs = reader.claims()
    if record:
        parts = {record, *treaty.provisions(reader, record)}
        around = parts | {subject for part in parts for subject, _, _ in reader.mentions(part)}
        pairs = {pair for pair in pairs if pair[0] in around}
    claims = Counter(passage for _, passage in pairs)
    counts: list[Count] = []
    for aspect, by_key in _aspects(reader, claims).items():
        values = [
            Count(
                aspect,
                _value(reader, aspect, key, language),
                len({reader.passage(passage).source for passage in passages}),
                len(passages),
                sum(claims[passage] for passage in passages),
                key,
            )
            for key, passages in by_key.items()
        ]
        counts += sorted(values, key=lambda count: (-count.claims, count.value))
    instruments = [record] if record else reader.of_class(kg.Instrument.value)
    provisions = {instrument: treaty.provisions(reader, instrument) for instrument in instruments}
    uncoded = tuple(
        (instrument, len(parts), sum(not treaty.coded(reader, part) for part in parts))
        for instrument, parts in provisions.items()
        if parts
    )
    return Coverage(tuple(counts), tuple(_shares(reader, pairs)), tuple(_dominant(reader, pairs)), uncoded)


def dominant_voices(reader: Reader) -> list[Voice]:
    """Return the persons who state more than a third of the opinions of a perspective."""
    return _dominant(reader, reader.claims())


def _dominant(reader: Reader, pairs: set[tuple[str, str]]) -> list[Voice]:
    """Return the dominant voices among some claims, the largest share of opinions first."""
    opinions, people = (set(reader.of_class(cls.value)) for cls in (kg.Assessment, kg.Person))
    perspectives = reader.perspectives
    whole: Counter[str] = Counter()
    by_person: Counter[tuple[str, str]] = Counter()
    for about, passage in pairs:
        if about in opinions:
            holders = reader.passage(passage).holders
            whole.update({view for holder in holders for view in perspectives.get(holder, ())})
            by_person.update((view, h) for h in people.intersection(holders) for view in perspectives.get(h, ()))
    voices = [Voice(view, person, part, whole[view]) for (view, person), part in by_person.items()]
    return sorted(
        (voice for voice in voices if 3 * voice.part > voice.whole),
        key=lambda v: (-v.part, v.perspective, v.person),
    )


def _shares(reader: Reader, pairs: set[tuple[str, str]]) -> Iterator[Share]:
    """Yield the shares of primary accounts, of languages and of dated sources, the project's coding aside."""
    sources = {passage: reader.passage(passage).source for passage in {passage for _, passage in pairs}}
    kinds = {source: {kind.value for kind in reader.values(source, kg.kind)} for source in set(sources.values())}
    told = {
        (record, passage) for record, passage in pairs if code.project_coding.value not in kinds[sources[passage]]
    }
    primary = {
        record for record, passage in told if kinds[sources[passage]] & _PRIMARY and reader.passage(passage).direct
    }
    yield Share("primary", len(primary), len({record for record, _ in told}))
    for language in LANGUAGES[1:]:
        spoken = {s for s in kinds if language in {tag.value for tag in reader.values(s, dcterms.language)}}
        yield Share(f"claims-{language}", sum(sources[passage] in spoken for _, passage in told), len(told))
    spoken_of = {sources[passage] for _, passage in told}
    dated = [source for source in spoken_of if len(reader.day_of_source(source)) == 10]
    yield Share("dated", len(dated), len(spoken_of))


@kept
def view_sizes(reader: Reader) -> list[ViewSize]:
    """Return the size of each view, by its short name; the reader has to be of the whole corpus."""
    # What a view keeps depends on what describes passages and their holders, a fifth of all statements.
    described = [statement for predicate in _DESCRIBING for statement in reader.everything(predicate)]
    coded = [
        statement
        for source in reader.subjects(kg.kind, code.project_coding)
        for passage in reader.subjects(IS_PART_OF, NamedNode(source))
        for statement in reader.stated_in(passage)
    ]
    index = view.Index(s for s in (*described, *coded) if s.graph_name not in (ENTAILED, DERIVED))
    claims = Counter(passage for _, passage in reader.claims())
    sizes = []
    for named in reader.subjects(A, kg.View, ONTOLOGY):
        kept, _ = view.passages_of(index, Choice(named.removeprefix(VIEW), coding=False))
        sources = {index.source_of[passage] for passage in kept}
        passages = {*kept, *view.reporters(index, kept)}
        spoken = sum(claims[passage.value] for passage in kept)
        sizes.append(ViewSize(named.removeprefix(VIEW), len(sources), len(passages), spoken))
    return sizes


@kept
def weak(reader: Reader, record: str | None = None) -> list[WeakFact]:
    """Return the facts, of all records or of one, that only weak publishers state, in the order of records.

    The kinds of publishers that are weak alone are marked `kg:weakAlone` in the ontology. A source that names no
    publisher is not weak, and neither is a coarser day, a bound or a day between beginning and end that follows
    from what better sources state.
    """
    marked = set(reader.subjects(kg.weakAlone, graph=ONTOLOGY))
    kinds = {link.subject.value: link.object.value for link in reader.everything(kg.publisherKind)}
    published = {link.subject.value: link.object.value for link in reader.everything(dcterms.publisher)}
    kind_of = {source: kinds[publisher] for source, publisher in published.items() if publisher in kinds}
    opinions = set(reader.of_class(kg.Assessment.value))
    stating: dict[tuple[str, str, Value | None], set[str]] = defaultdict(set)
    for statement in reader.quads(record) if record else reader.testimony():
        about = statement.subject.value
        if statement.predicate == skos.editorialNote or not is_passage(statement.graph_name):
            continue
        if is_record(about) and about not in opinions:
            value = None if statement.predicate == GIST else statement.object
            stating[about, statement.predicate.value, value].add(reader.passage(statement.graph_name.value).source)
    alone = {fact for fact, sources in stating.items() if all(kind_of.get(source) in marked for source in sources)}
    borne: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for about, predicate, value in stating.keys() - alone:
        if value is not None:
            borne[about] += [
                (term, value.value) for term in (_HELD if predicate == kg.heldOn.value else (predicate,))
            ]
    facts = [
        WeakFact(about, predicate, value, tuple(sorted({kind_of[s] for s in sources})), tuple(sorted(sources)))
        for (about, predicate, value), sources in stating.items()
        if (about, predicate, value) in alone
        and not (value is not None and _borne_out(borne[about], predicate, value.value))
    ]
    return sorted(facts, key=lambda f: (f.record, f.predicate, f.value.value if f.value else ""))


def _borne_out(stated: list[tuple[str, str]], predicate: str, value: str) -> bool:
    """Tell whether days and bounds that better sources state bear out a value of the same record."""
    if predicate == kg.heldOn.value:
        # A record held on each day from its beginning to its end.
        return all(_borne_out(stated, bound, value) for bound in _HELD)
    return any(_implies(*better, predicate, value) for better in stated)


def _implies(better: str, day: str, predicate: str, value: str) -> bool:
    """Tell whether a day or bound that a better source states bears out a coarser day, or a bound of that day."""
    if predicate not in _EXACT:
        return False
    if better == predicate == _EXACT[predicate]:
        return day.startswith(value)
    if _EXACT.get(better) != _EXACT[predicate] or better not in (predicate, _EXACT[predicate]):
        return False
    # A bound follows from a day that lies within it.
    upper = predicate.endswith("NoLaterThan")
    return dates.latest(day) <= dates.latest(value) if upper else dates.earliest(day) >= dates.earliest(value)


def _value(reader: Reader, aspect: str, key: str, language: str) -> str:
    """Name a value of an aspect in a language; that of a language is its tag."""
    if not key:
        return say("coverage.unknown", language)
    if aspect == "hearing":
        return say(f"coverage.{key}", language)
    if aspect == "decade":
        return say("coverage.decade", language, n=digits(key, language))
    return key if aspect == "language" else reader.label(key, language)


def _aspects(reader: Reader, passages: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """Sort passages by each aspect under the keys of its values; a passage may have several perspectives."""
    by_aspect: dict[str, dict[str, list[str]]] = {
        aspect: defaultdict(list)
        for aspect in ("kind of source", "perspective", "language", "decade", "extent seen", "hearing")
    }
    of_sources: dict[str, list[tuple[str, str]]] = {}
    for iri in sorted(passages):
        passage = reader.passage(iri)
        if passage.source not in of_sources:
            of_sources[passage.source] = list(_aspects_of_source(reader, passage.source))
        for aspect, key in of_sources[passage.source]:
            by_aspect[aspect][key].append(iri)
        camps = {perspective for holder in passage.holders for perspective in reader.perspectives.get(holder, ())}
        # Who codes what others say speaks for no camp, and is not unknown.
        ours = ("kind of source", code.project_coding.value) in of_sources[passage.source]
        for camp in sorted(camps) or [code.project_coding.value if ours else ""]:
            by_aspect["perspective"][camp].append(iri)
        by_aspect["hearing"]["direct" if passage.direct else "as reported by another"].append(iri)
    return by_aspect


def _aspects_of_source(reader: Reader, source: str) -> Iterator[tuple[str, str]]:
    """Yield the aspects that all passages of a source share, each with the key of its value."""
    for aspect, predicate in (("kind of source", kg.kind), ("extent seen", kg.extentSeen)):
        for kind in reader.values(source, predicate):
            yield aspect, kind.value
    for tag in reader.values(source, dcterms.language):
        yield "language", tag.value
    day = reader.day_of_source(source)
    yield "decade", f"{day[:3]}0" if day else ""


def named(reader: Reader, language: str) -> tuple[int, int]:
    """Return how many things have a label in a language, and how many things there are."""
    typed = reader.subjects(A, graph=REGISTER)
    things = sorted({thing for thing in reader.of_class(kg.Thing.value) if is_record(thing)}.intersection(typed))
    return sum(language in reader.labels(thing) for thing in things), len(things)
