"""Choosing passages by view, valid time and publication time, and gathering what belongs to them.

A view holds its passages, the descriptions of these and of their sources, the register entries of the
records they mention, followed along links, with all provisions of a mentioned instrument and the retired
records that a mentioned one replaces, and always the ontology. The project's coding is a layer in every
view, not testimony.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kg.dataset.derived import derive
from kg.dataset.derived.statements import Statements
from kg.dataset.intervals import POSITIVE, Answer, intervals_of
from kg.dataset.store import Choice
from kg.errors import Error
from kg.rdf.closure import closure
from kg.rdf.terms import NamedNode, Quad, Value
from kg.rdf.vocabulary import (
    IS_PART_OF,
    IS_REPLACED_BY,
    ONTOLOGY,
    REGISTER,
    VIEW,
    A,
    code,
    dcterms,
    is_record,
    kg,
    of_source,
)
from kg.text import dates

#: The properties by which a view chooses passages.
KEEPS = (kg.keepsSource, kg.keepsSourceKind, kg.keepsPerspective)


class UnknownView(Error, LookupError):
    """A view that no ontology declares."""


@dataclass
class Selection:
    """The quads of a choice, and what its dates left out or could not decide.

    `undated` are sources without a day of publication, `timeless` occurrences without a date, `doubtful` those
    that hold by some accounts only.
    """

    quads: list[Quad]
    undated: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    timeless: list[str] = field(default_factory=list)
    worked_out: list[Quad] | None = None

    @property
    def derived(self) -> list[Quad]:
        """The derived quads of the choice; those of a day are a subset, as a day changes no derived value."""
        if self.worked_out is None:
            self.worked_out = derive(self.quads)
        return self.worked_out

    @cached_property
    def statements(self) -> Statements:
        """The quads by record, indexed once for all days."""
        return Statements(self.quads)


class Index:
    """A corpus by graph and subject, with the properties that a choice depends on; reusable for many choices."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.graphs: dict[NamedNode, list[Quad]] = defaultdict(list)
        self.values: dict[tuple[NamedNode, NamedNode], list[Value]] = defaultdict(list)
        self.links: dict[tuple[NamedNode, NamedNode], list[NamedNode]] = defaultdict(list)
        self.register: dict[NamedNode, list[Quad]] = defaultdict(list)
        self.described: dict[NamedNode, list[Quad]] = defaultdict(list)
        self.source_of: dict[NamedNode, NamedNode] = {}
        for quad in quads:
            graph, subject = quad.graph_name, quad.subject
            self.graphs[graph].append(quad)
            if graph == REGISTER:
                self.register[subject].append(quad)
            elif graph == ONTOLOGY or of_source(subject.value):
                self.values[subject, quad.predicate].append(quad.object)
                if isinstance(quad.object, NamedNode):
                    self.links[subject, quad.predicate].append(quad.object)
                if graph != ONTOLOGY:
                    self.described[subject].append(quad)
                    if quad.predicate == IS_PART_OF and isinstance(quad.object, NamedNode):
                        self.source_of[subject] = quad.object

    def one(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        """Return one value of a property of the ontology's terms, sources or passages, or None."""
        values = self.values.get((subject, predicate), [])
        return values[0].value if values else None

    @cached_property
    def perspectives(self) -> dict[NamedNode, set[NamedNode]]:
        """The perspectives that the project's coding gives to each agent."""
        by_agent: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for happening in self._coded:
            links = {q.predicate: q.object for q in self.register[happening] if isinstance(q.object, NamedNode)}
            if kg.agent in links and kg.perspective in links:
                by_agent[links[kg.agent]].add(links[kg.perspective])
        return by_agent

    @cached_property
    def corpora(self) -> list[NamedNode]:
        """The corpora that the register describes; a checked corpus describes exactly one, itself."""
        kind = kg.Corpus
        return [
            s for s, quads in self.register.items() if any(q.predicate == A and q.object == kind for q in quads)
        ]

    @cached_property
    def _coded(self) -> set[NamedNode]:
        """The records that the passages of the project's coding describe."""
        coding = {s for (s, p), values in self.values.items() if p == kg.kind and code.project_coding in values}
        return {q.subject for p, s in self.source_of.items() if s in coding for q in self.graphs.get(p, [])}


def names(quads: Iterable[Quad]) -> list[str]:
    """List the views that an ontology declares, by their short names."""
    return sorted(q.subject.value[len(VIEW) :] for q in quads if q.predicate == A and q.object == kg.View)


def select(quads: Iterable[Quad] | Index, choice: Choice) -> Selection:
    """Gather the quads of a choice from those of a corpus, or from an index of them.

    Raises:
        UnknownView: no view of that name is declared.
    """
    index = quads if isinstance(quads, Index) else Index(quads)
    known = names(index.graphs[ONTOLOGY])
    if choice.view not in known:
        raise UnknownView(f"No view is named {choice.view}. Views: {', '.join(known)}.")
    passages, undated = passages_of(index, choice)
    chosen = list(_gather(index, {passage: index.graphs.get(passage, []) for passage in passages}))
    if not choice.as_of:
        return Selection(chosen, sorted(undated))
    return on_day(Selection(chosen, sorted(undated)), choice.as_of)


def passages_of(index: Index, choice: Choice) -> tuple[list[NamedNode], set[str]]:
    """Return the passages that a choice keeps, and the sources that it leaves out because they have no day.

    Of the index only what describes passages, sources, views and the project's coding matters here.
    """
    view = NamedNode(VIEW + choice.view)
    undated: set[str] = set()
    sources, kinds, camps = (set(index.values.get((view, predicate), [])) for predicate in KEEPS)
    # Sources are judged once for all of their passages, of which the speakers decide where these do not.
    whole: set[NamedNode] = set()
    chosen: set[NamedNode] = set()
    gone: set[NamedNode] = set()
    for source in dict.fromkeys(index.source_of.values()):
        of_source = index.values.get((source, kg.kind), [])
        if choice.known_by and not _known(index, source, dates.check(choice.known_by), undated):
            gone.add(source)
        elif code.project_coding in of_source:
            (whole if choice.coding else gone).add(source)
        elif not (sources or kinds or camps) or source in sources or not kinds.isdisjoint(of_source):
            chosen.add(source)
    placed = index.perspectives.items() if camps else ()
    holders = {agent for agent, perspectives in placed if not camps.isdisjoint(perspectives)}

    def is_kept(passage: NamedNode, source: NamedNode) -> bool:
        """Return whether a choice keeps a passage."""
        if source in whole or source in gone:
            return source in whole
        if choice.direct and (passage, kg.quotedIn) in index.values:
            return False
        speakers = index.links.get((passage, kg.holder), ()) if holders else ()
        return source in chosen or not holders.isdisjoint(speakers)

    return [passage for passage, source in index.source_of.items() if is_kept(passage, source)], undated


def reporters(index: Index, passages: Iterable[NamedNode]) -> list[NamedNode]:
    """Return the passages that report some passages, those that report these in turn, and so on."""
    quoting = [reporter for passage in passages for reporter in index.links.get((passage, kg.quotedIn), [])]
    return closure(quoting, lambda passage: index.links.get((passage, kg.quotedIn), []))


def _known(index: Index, source: NamedNode, day: str, undated: set[str]) -> bool:
    """Return whether a source had surely appeared by a day; one without any day is noted."""
    issued = index.values.get((source, dcterms.issued), [])
    bound = issued[0].value if issued else index.one(source, kg.issuedNoLaterThan)
    if bound is None:
        undated.add(source.value)
        return False
    return dates.latest(bound) <= dates.latest(day)


def _gather(index: Index, passages: dict[NamedNode, list[Quad]]) -> Iterator[Quad]:
    """Yield the ontology, passages with all that describes them, and the register entries of what they mention."""
    yield from index.graphs[ONTOLOGY]
    sources = dict.fromkeys(index.source_of[passage] for passage in passages)
    gathered = [quad for quads in passages.values() for quad in quads]
    for subject in dict.fromkeys([*sources, *passages, *reporters(index, passages)]):
        gathered += index.described[subject]
    yield from gathered
    # Every view can be cited, so every view describes its corpus and the makers of that; and the parties, which a
    # corpus that has only begun speaks of nowhere else.
    described = [q for corpus in index.corpora for q in index.register[corpus]]
    yield from described
    named = [q for q in described if q.predicate in (dcterms.creator, kg.describedParty)]
    for record in _mentioned(index, [*gathered, *named]):
        yield from index.register[record]


def _mentioned(index: Index, quads: list[Quad]) -> Iterator[NamedNode]:
    """Return the records that quads lead to along links, with the parts of instruments, in the register's order."""
    parts: dict[NamedNode, list[NamedNode]] = defaultdict(list)  # and retired records, by what replaces them
    for record, links in index.register.items():
        for quad in links:
            if quad.predicate in (IS_PART_OF, IS_REPLACED_BY) and isinstance(quad.object, NamedNode):
                parts[quad.object].append(record)
    terms = (t for q in quads for t in (q.subject, q.object))
    starts = dict.fromkeys(t for t in terms if isinstance(t, NamedNode) and is_record(t.value))

    def related(record: NamedNode) -> list[NamedNode]:
        """Return the records that an entry of the register links to, and its parts and predecessors."""
        if record not in index.register:
            return []
        leading = [q.object for q in index.register[record] if isinstance(q.object, NamedNode)]
        return leading + parts.get(record, [])

    mentioned = set(closure(starts, related))
    return (record for record in index.register if record in mentioned)


def on_day(selection: Selection, day: str) -> Selection:
    """Return a selection without the occurrences that did not hold on a day.

    What has a day of its own, such as an act or an event, has taken place from then on; a tenure, a membership or
    a figure holds from its first day to its last. Things, instruments among them, have no
    such days and are always kept.

    Raises:
        NotADate: the day is none.
    """
    dates.check(day)
    statements = selection.statements
    intervals = intervals_of(selection.derived)
    answers: dict[str, Answer] = {}
    timeless = []
    for record in statements.by_subject:
        if not statements.accounts(record):
            continue
        kinds = statements.kinds(record)
        moment = any(statements.declared(kind, kg.timeAt) for kind in kinds)
        lasting = any(statements.declared(kind, kg.timeFrom) for kind in kinds)
        if moment or lasting:
            if record in intervals:
                answers[record] = intervals[record].begun(day) if moment else intervals[record].holds(day)
            else:
                answers[record] = "cannot tell"
                timeless.append(record)
    dropped = {record for record, answer in answers.items() if answer not in POSITIVE}
    quads = [q for q in selection.quads if q.subject.value not in dropped or q.graph_name in (REGISTER, ONTOLOGY)]
    spoken_of = {q.subject for q in quads}
    derived = [q for q in selection.derived if q.subject in spoken_of or not is_record(q.subject.value)]
    doubtful = sorted(record for record, answer in answers.items() if answer == "by some accounts")
    return Selection(quads, selection.undated, doubtful, sorted(timeless), derived)
