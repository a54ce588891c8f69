"""Choosing passages by view and by the two clocks, and gathering what belongs to them.

A view holds its passages, the descriptions of these and of their sources, the register entries of the
records they mention, followed along links, with all provisions of a mentioned instrument and the retired
records that a mentioned one replaces, and always the ontology. The project's coding is a layer in every
view; it is no voice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal as OneOf

from kg import dates
from kg.rdf import Literal, NamedNode, Quad, Value
from kg.store import Choice
from kg.terms import BASE, DCTERMS, ID, IS_PART_OF, IS_REPLACED_BY, ONTOLOGY, REGISTER, SRC, SUBCLASS, VIEW, A, kg

Answer = OneOf["surely", "by some accounts", "no"]

_CODING = NamedNode(BASE + "code/project-coding")
_ISSUED = NamedNode(DCTERMS + "issued")


class UnknownView(LookupError):
    """A view that no ontology declares."""


@dataclass
class Selection:
    """The quads of a choice, and what the clocks left out or could not decide."""

    quads: list[Quad]
    undated: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many sources, passages and claims (record and passage pairs) there are."""
        passages = {q.subject for q in self.quads if q.predicate == A and q.object == kg("Passage")}
        sources = {q.subject for q in self.quads if q.predicate == A and q.object == kg("Source")}
        claims = {(q.subject, q.graph_name) for q in self.quads if q.graph_name in passages}
        return len(sources), len(passages), len(claims)


class Index:
    """A corpus by graph and subject, with the few properties on which a choice turns; it serves many choices."""

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
            elif graph == ONTOLOGY or subject.value.startswith(SRC):
                self.values[subject, quad.predicate].append(quad.object)
                if isinstance(quad.object, NamedNode):
                    self.links[subject, quad.predicate].append(quad.object)
                if graph != ONTOLOGY:
                    self.described[subject].append(quad)
                    if quad.predicate == IS_PART_OF and isinstance(quad.object, NamedNode):
                        self.source_of[subject] = quad.object

    def one(self, subject: NamedNode, predicate: str) -> str | None:
        """Return one value of a property of the ontology's terms, sources or passages, or None."""
        values = self.values.get((subject, kg(predicate)), [])
        return values[0].value if values else None

    @cached_property
    def perspectives(self) -> dict[NamedNode, set[NamedNode]]:
        """The perspectives that the project's coding gives to each agent."""
        found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for happening in self._coded:
            links = {q.predicate: q.object for q in self.register[happening] if isinstance(q.object, NamedNode)}
            if kg("agent") in links and kg("perspective") in links:
                found[links[kg("agent")]].add(links[kg("perspective")])
        return found

    @cached_property
    def _coded(self) -> set[NamedNode]:
        coding = {s for (s, p), values in self.values.items() if p == kg("kind") and _CODING in values}
        return {q.subject for p, s in self.source_of.items() if s in coding for q in self.graphs.get(p, [])}


def names(quads: Iterable[Quad]) -> list[str]:
    """List the views that an ontology declares, by their short names."""
    return sorted(q.subject.value[len(VIEW) :] for q in quads if q.predicate == A and q.object == kg("View"))


def select(quads: Iterable[Quad] | Index, choice: Choice) -> Selection:
    """Gather the quads of a choice from those of a corpus, or from an index that was made of them.

    Raises:
        UnknownView: no view of that name is declared.
    """
    index = quads if isinstance(quads, Index) else Index(quads)
    view = NamedNode(VIEW + choice.view)
    if kg("View") not in index.values.get((view, A), []):
        known = ", ".join(names(index.graphs[ONTOLOGY]))
        raise UnknownView(f"No view is named {choice.view}. Views: {known}.")
    undated: set[str] = set()
    keeps = ("keepsSource", "keepsSourceKind", "keepsPerspective")
    wanted = {name: set(index.values.get((view, kg(name)), [])) for name in keeps}
    passages = [p for p in index.source_of if _kept(index, wanted, p, choice, undated)]
    doubtful: list[str] = []
    held = {passage: index.graphs.get(passage, []) for passage in passages}
    if choice.as_of:
        held, doubtful = _on_day(index, held, dates.check(choice.as_of))
    kept = list(_gather(index, held))
    return Selection(kept, sorted(undated), doubtful)


def _kept(
    index: Index, wanted: dict[str, set[Value]], passage: NamedNode, choice: Choice, undated: set[str]
) -> bool:
    source = index.source_of[passage]
    if choice.known_by and not _known(index, source, dates.check(choice.known_by), undated):
        return False
    kinds = index.values.get((source, kg("kind")), [])
    if _CODING in kinds:
        return choice.coding
    if choice.direct and (passage, kg("quotedIn")) in index.values:
        return False
    if not any(wanted.values()):
        return True
    holders = index.links.get((passage, kg("holder")), [])
    return (
        source in wanted["keepsSource"]
        or not wanted["keepsSourceKind"].isdisjoint(kinds)
        or not wanted["keepsPerspective"].isdisjoint(p for h in holders for p in index.perspectives.get(h, ()))
    )


def _known(index: Index, source: NamedNode, day: str, undated: set[str]) -> bool:
    issued = index.values.get((source, _ISSUED), [])
    bound = issued[0].value if issued else index.one(source, "issuedNoLaterThan")
    if bound is None:
        undated.add(source.value)
        return False
    return dates.latest(bound) <= dates.latest(day)


def _gather(index: Index, held: dict[NamedNode, list[Quad]]) -> Iterator[Quad]:
    yield from index.graphs[ONTOLOGY]
    sources = dict.fromkeys(index.source_of[passage] for passage in held)
    reporters: dict[NamedNode, None] = {}
    for passage in held:
        _reporters(index, passage, reporters)
    kept = [quad for quads in held.values() for quad in quads]
    for subject in dict.fromkeys([*sources, *held, *reporters]):
        kept += index.described[subject]
    yield from kept
    for record in _mentioned(index, kept):
        yield from index.register[record]


def _reporters(index: Index, passage: NamedNode, found: dict[NamedNode, None]) -> None:
    for reporter in index.links.get((passage, kg("quotedIn")), []):
        if reporter not in found:
            found[reporter] = None
            _reporters(index, reporter, found)


def _mentioned(index: Index, quads: list[Quad]) -> Iterator[NamedNode]:
    parts: dict[NamedNode, list[NamedNode]] = defaultdict(list)  # and retired records, by what replaces them
    for record, links in index.register.items():
        for quad in links:
            if quad.predicate in (IS_PART_OF, IS_REPLACED_BY) and isinstance(quad.object, NamedNode):
                parts[quad.object].append(record)
    queue = [t for q in quads for t in (q.subject, q.object) if isinstance(t, NamedNode) and t.value.startswith(ID)]
    seen: set[NamedNode] = set()
    while queue:
        record = queue.pop()
        if record in seen or record not in index.register:
            continue
        seen.add(record)
        queue += [q.object for q in index.register[record] if isinstance(q.object, NamedNode)]
        queue += parts.get(record, [])
    return (record for record in index.register if record in seen)


def _on_day(
    index: Index, held: dict[NamedNode, list[Quad]], day: str
) -> tuple[dict[NamedNode, list[Quad]], list[str]]:
    answers = holding(index, held.values(), day)
    kept = {p: [q for q in quads if answers.get(q.subject) != "no"] for p, quads in held.items()}
    return kept, sorted(record.value for record, said in answers.items() if said == "by some accounts")


def holding(index: Index, passages: Iterable[list[Quad]], day: str) -> dict[NamedNode, Answer]:
    """Answer for each record with a declared time span whether it holds on a day, over precision and rivals alike.

    A record with a span holds from its first day to its last; one with a single date has taken place from
    that date on. Accounts that give only a beginning and accounts that give only an end complete each other.
    """
    spans = _Spans(index)
    begun: dict[NamedNode, list[tuple[str, str]]] = defaultdict(list)
    ended: dict[NamedNode, list[tuple[str, str]]] = defaultdict(list)
    for quads in passages:
        for record, start, end in spans.read(quads):
            begun[record] += [start] if start else []
            ended[record] += [end] if end else []
    first, last = dates.earliest(day), dates.latest(day)
    return {record: _answer(begun[record], ended[record], first, last) for record in spans.timed}


def _answer(begun: list[tuple[str, str]], ended: list[tuple[str, str]], first: str, last: str) -> Answer:
    if (begun and all(least > last for least, _ in begun)) or (ended and all(most < first for _, most in ended)):
        return "no"
    surely_begun = bool(begun) and all(most <= first for _, most in begun)
    surely_open = all(least >= last for least, _ in ended)
    return "surely" if surely_begun and surely_open else "by some accounts"


class _Spans:
    """The time declarations of classes, inherited from class to subclass, read off passages."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.timed: dict[NamedNode, None] = {}
        self._declared: dict[NamedNode, dict[str, set[NamedNode]]] = {}
        self._bounds: dict[tuple[str, str], NamedNode] = {}
        for (subject, predicate), values in index.values.items():
            if predicate == kg("bounds"):
                self._bounds[values[0].value, index.one(subject, "boundSide") or ""] = subject

    def declared(self, cls: NamedNode) -> dict[str, set[NamedNode]]:
        """Return the properties that give a class its times, those of its super-classes included."""
        if cls not in self._declared:
            found = {k: set(self.index.links.get((cls, kg(k)), [])) for k in ("timeAt", "timeFrom", "timeTo")}
            for parent in self.index.links.get((cls, SUBCLASS), []):
                for k, values in self.declared(parent).items():
                    found[k] |= values
            self._declared[cls] = found
        return self._declared[cls]

    def read(self, quads: list[Quad]) -> Iterator[tuple[NamedNode, tuple[str, str] | None, tuple[str, str] | None]]:
        """Read off one passage each timed record with the range of its beginning and of its end."""
        subjects: dict[NamedNode, dict[NamedNode, list[str]]] = defaultdict(lambda: defaultdict(list))
        types: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for quad in quads:
            if quad.predicate == A and isinstance(quad.object, NamedNode):
                types[quad.subject].append(quad.object)
            elif isinstance(quad.object, Literal):
                subjects[quad.subject][quad.predicate].append(quad.object.value)
        for record, classes in types.items():
            times = [self.declared(cls) for cls in classes]
            starts = {p for t in times for p in t["timeFrom"] | t["timeAt"]}
            ends = {p for t in times for p in t["timeTo"]}
            if starts or ends:
                self.timed[record] = None
                said = subjects[record]
                yield record, self._range(said, starts), self._range(said, ends)

    def _range(self, said: dict[NamedNode, list[str]], properties: set[NamedNode]) -> tuple[str, str] | None:
        """Return the first and last day that a passage leaves open for a date, or None where it gives none."""
        least: list[str] = []
        most: list[str] = []
        for prop in properties:
            for side, days, edge in (("least", least, dates.earliest), ("most", most, dates.latest)):
                bound = self._bounds.get((prop.value, side))
                stated = said.get(prop, []) + (said.get(bound, []) if bound else [])
                days += [edge(text) for text in stated]
        if not least and not most:
            return None
        return max(least, default="0000-01-01"), min(most, default="9999-12-31")
