"""Who agrees with whom on one property of one record, read from the findings of the compiled graph.

The holders of a side are those who state its value at its precision. Vaguer accounts and bounds that fit a side
are listed apart and never counted (`kg.dataset.derived.sides` describes how accounts are sorted).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args
from typing import Literal as OneOf

from kg.dataset.derived.origins import Nearness
from kg.dataset.derived.sides import State
from kg.memoize import kept, memoized
from kg.model.reader import Passage, Reader
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import CODE, DERIVED, ONTOLOGY, code, kg
from kg.text import dates

#: The criterion by which a rule resolves a dispute.
Rule = OneOf["majority", "latest", "official-first", "nearest"]

STATES: tuple[State, ...] = get_args(State)
RULES: tuple[Rule, ...] = get_args(Rule)
#: From the nearest account to the furthest.
NEARNESS: tuple[Nearness, ...] = get_args(Nearness)

_OFFICIAL = {code.treaty_text.value, code.official_statement.value, code.official_record.value}
_ORGANS = {cls.value for cls in (kg.StateOrgan, kg.State, kg.Office, kg.IntergovernmentalOrganization)}
#: What makes a node part of a finding.
_PART_OF = (kg.sideOf, kg.accountOf)
#: The properties of the nodes of findings; a run over each is faster than one over all derived quads.
_READ = (
    *(kg.onRecord, kg.onProperty, kg.state, kg.disputeClass, kg.weight, kg.slip, kg.statesBoth),
    *(*_PART_OF, kg.statedValue, kg.boundAs, kg.originCount, kg.inPassage, kg.nearness, kg.side, kg.fits),
)


@dataclass(frozen=True)
class Account:
    """What one passage states: a value, or a bound of it (`least`, `most`, `about`), and how near its holder is."""

    value: Value
    bound: str
    passage: Passage
    nearness: str


@dataclass(frozen=True)
class Side:
    """The accounts that state one value at one precision, their origins, and the accounts that only fit it."""

    value: Value
    bound: str
    accounts: tuple[Account, ...]
    fitting: tuple[Account, ...]
    origins: int

    @property
    def holders(self) -> list[tuple[str, ...]]:
        """Who states the value, each once; holders of one passage are grouped."""
        return sorted({account.passage.holders for account in self.accounts})

    @property
    def passages(self) -> list[str]:
        """The passages that state the value."""
        return [account.passage.iri for account in self.accounts]

    @property
    def nearness(self) -> str:
        """The nearness of the account that is nearest to the event."""
        return min((account.nearness for account in self.accounts), key=NEARNESS.index)


@dataclass(frozen=True)
class Finding:
    """The state of agreement on one property of one record; only disputes have `slips` and `torn`.

    `undecided` are accounts that fit more than one side and support none; `slips` are (kind, day, day), `torn`
    the holders who state two rival values in their own name.
    """

    iri: str
    record: str
    predicate: str
    state: State
    sides: tuple[Side, ...]
    undecided: tuple[Account, ...] = ()
    dispute: str = ""
    weight: float = 0.0
    slips: tuple[tuple[str, ...], ...] = ()
    torn: tuple[str, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether there are rivals."""
        return self.state == "disputed"


@dataclass(frozen=True)
class Resolution:
    """What a rule keeps of a finding's sides, equal ranks together, and what it sets aside."""

    finding: Finding
    kept: tuple[Side, ...]
    set_aside: tuple[Side, ...]


@memoized
def findings(reader: Reader, record: str | None = None) -> list[Finding]:
    """Return the findings on every record, or on one, in the order of records and properties."""
    if record is None:
        return _findings(reader, (quad for predicate in _READ for quad in reader.derived(predicate=predicate)))
    about = reader.subjects(kg.onRecord, NamedNode(record), DERIVED)
    ends = [(link, NamedNode(finding)) for finding in about for link in _PART_OF]
    nodes_of = (*about, *(part for link, end in ends for part in reader.subjects(link, end, DERIVED)))
    return _findings(reader, (quad for node in nodes_of for quad in reader.derived(node)))


@kept
def disputes(reader: Reader) -> list[Finding]:
    """Return the findings with rivals on every record, in the order of records and properties.

    They are a twentieth of all findings: reading these alone takes a fifth of the time.
    """
    return _findings(reader, reader.disputed())


def _findings(reader: Reader, quads: Iterable[Quad]) -> list[Finding]:
    """Read findings from the quads of their nodes and of those of their sides and accounts."""
    nodes: dict[str, dict[NamedNode, list[Value]]] = defaultdict(lambda: defaultdict(list))
    parts: dict[str, list[str]] = defaultdict(list)
    for statement in quads:
        nodes[statement.subject.value][statement.predicate].append(statement.object)
        if statement.predicate in _PART_OF:
            parts[statement.object.value].append(statement.subject.value)
    return sorted(
        (_finding(reader, iri, nodes, parts[iri]) for iri, node in nodes.items() if kg.onRecord in node),
        key=lambda f: (f.record, f.predicate),
    )


def properties(reader: Reader) -> list[str]:
    """Return the properties that have one answer in the world, in order."""
    return reader.subjects(kg.singleValued, Literal(True), ONTOLOGY)


def _finding(
    reader: Reader, iri: str, nodes: Mapping[str, Mapping[NamedNode, list[Value]]], parts: Iterable[str]
) -> Finding:
    """Read a finding from its node and those of its sides and accounts."""
    stating: dict[str, list[Account]] = defaultdict(list)
    fitting: dict[str, list[Account]] = defaultdict(list)
    undecided: list[Account] = []
    sides: list[str] = []
    for part in parts:
        node = nodes[part]
        if kg.sideOf in node:
            sides.append(part)
            continue
        account = Account(
            node[kg.statedValue][0],
            _text(node, kg.boundAs),
            reader.passage(node[kg.inPassage][0].value),
            _text(node, kg.nearness).removeprefix(CODE),
        )
        side, fits = _text(node, kg.side), _text(node, kg.fits)
        (stating[side] if side else fitting[fits] if fits else undecided).append(account)
    node = nodes[iri]
    state = _text(node, kg.state).removeprefix(CODE)
    return Finding(
        iri,
        _text(node, kg.onRecord),
        _text(node, kg.onProperty),
        next(known for known in STATES if known == state),
        tuple(
            Side(
                nodes[side][kg.statedValue][0],
                _text(nodes[side], kg.boundAs),
                _in_order(stating[side]),
                _in_order(fitting[side]),
                int(_text(nodes[side], kg.originCount)),
            )
            for side in sorted(
                sides, key=lambda side: int(side.rpartition("-")[2])
            )  # the side of most origins is the first
        ),
        _in_order(undecided),
        _text(node, kg.disputeClass).removeprefix(CODE),
        float(_text(node, kg.weight) or 0),
        tuple(sorted(tuple(days.value.split()) for days in node.get(kg.slip, []))),
        tuple(sorted(holder.value for holder in node.get(kg.statesBoth, []))),
    )


def _text(node: Mapping[NamedNode, list[Value]], predicate: NamedNode) -> str:
    """Return the first value of a property as text; empty where there is none."""
    return node[predicate][0].value if predicate in node else ""


def _in_order(accounts: list[Account]) -> tuple[Account, ...]:
    """Sort accounts by passage, so that output is the same in each run."""
    return tuple(sorted(accounts, key=lambda a: (a.passage.iri, a.bound, a.value.value)))


def resolve(reader: Reader, disputes: Iterable[Finding], rule: Rule) -> list[Resolution]:
    """Apply a rule to findings with rivals: `majority` of origins, `latest` source, `official-first`, `nearest`.

    Official are the texts of instruments and what state bodies publish or say in person; nearest is the text
    itself, then a party to the act, then whoever spoke at the time.
    """
    ranking: dict[Rule, Callable[[Side], int | str]] = {
        "majority": lambda side: side.origins,
        "latest": lambda side: max(
            (
                dates.latest(day)
                for account in side.accounts
                if (day := reader.day_of_source(account.passage.source))
            ),
            default="",
        ),
        "official-first": lambda side: int(_is_official(reader, side)),
        "nearest": lambda side: -NEARNESS.index(side.nearness),
    }
    rank: Callable[[Side], Any] = ranking[rule]
    resolutions = []
    for finding in disputes:
        if finding.disputed:
            ranks = [rank(side) for side in finding.sides]
            # Equal ranks stay together: a rule that cannot decide sets nothing aside.
            foremost = tuple(s for s, r in zip(finding.sides, ranks, strict=True) if r == max(ranks))
            resolutions.append(Resolution(finding, foremost, tuple(s for s in finding.sides if s not in foremost)))
    return resolutions


def _is_official(reader: Reader, side: Side) -> bool:
    """Return whether an official source states a side, or a state body does."""
    kinds = {kind.value for account in side.accounts for kind in reader.values(account.passage.source, kg.kind)}
    classes = {
        cls
        for holders in side.holders
        for holder in holders
        for kind in reader.kinds(holder)
        for cls in reader.above(kind)
    }
    return bool(kinds & _OFFICIAL or classes & _ORGANS)
