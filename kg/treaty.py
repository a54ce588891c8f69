"""Where an instrument stands on a day, and how instruments compare: answers with their accounts, never triples.

Answers are three-valued over precision and rivals: *surely* where every account agrees, *no* where every
account excludes it, *by some accounts* between the two; *cannot tell* where nobody gives a date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal as OneOf

from kg import dates
from kg.rdf import DefaultGraph, Literal, NamedNode
from kg.record import Reader
from kg.terms import ENTAILED, IS_PART_OF, ONTOLOGY, REGISTER, SRC, kg

Answer = OneOf["surely", "by some accounts", "no", "cannot tell"]

_DATED = ("onDate", "startDate", "dateNoEarlierThan", "dateNoLaterThan", "dateAbout", "endDate")
_OPEN_START, _OPEN_END = "0000-01-01", "9999-12-31"
_ENDINGS = ("Expiry", "Replacement", "Repudiation", "Termination")
_NO_PASSAGE = (DefaultGraph(), ENTAILED, ONTOLOGY, REGISTER)


@dataclass(frozen=True)
class Account:
    """What one passage says of the date of an act: the first and last day it leaves open, and its words."""

    passage: str
    least: str
    most: str
    words: str


@dataclass(frozen=True)
class Act:
    """An act in an instrument's life with all accounts of its date."""

    record: str
    kind: str
    actors: tuple[str, ...]
    accounts: tuple[Account, ...]
    undated: tuple[str, ...]
    part_only: bool

    def done_by(self, day: str) -> Answer:
        """Answer whether the act had taken place by a day.

        An account that gives only the latest date ("in force by July") says nothing of the days before it.
        """
        first, last = dates.earliest(day), dates.latest(day)
        telling = [a for a in self.accounts if a.most <= first or a.least > _OPEN_START]
        if not telling:
            return "cannot tell"
        if all(a.most <= first for a in telling):
            return "surely"
        return "no" if all(a.least > last for a in telling) else "by some accounts"


@dataclass(frozen=True)
class Status:
    """Where an instrument stands on a day: the answer, the acts and reasons behind it, and each party's acts."""

    treaty: str
    day: str
    in_force: Answer
    reasons: tuple[str, ...]
    acts: tuple[Act, ...]
    by_party: dict[str, tuple[Act, ...]] = field(default_factory=dict)
    denials: tuple[str, ...] = ()


def acts(reader: Reader, treaty: str) -> list[Act]:
    """Return the attested acts in the life of an instrument, by their earliest date."""
    found = []
    for quad in reader.store.quads_for_pattern(None, kg("treaty"), NamedNode(treaty), REGISTER):
        record = quad.subject.value
        if reader.kinds(record):
            found.append(_act(reader, record))
    return sorted(found, key=lambda a: (min((x.least for x in a.accounts), default="9"), a.record))


def _act(reader: Reader, record: str) -> Act:
    accounts, undated = [], []
    for passage, said in _said(reader, record).items():
        account = _account(passage, said)
        if account:
            accounts.append(account)
        else:
            undated.append(passage)
    kind = reader.kinds(record)[0].rpartition("#")[2]
    actors = tuple(v.value for v in reader.values(record, kg("actor")))
    part_only = bool(reader.values(record, kg("provision")))
    return Act(record, kind, actors, tuple(accounts), tuple(undated), part_only)


def _said(reader: Reader, record: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in reader.store.quads_for_pattern(NamedNode(record), None, None):
        if quad.graph_name not in _NO_PASSAGE:
            said = found[quad.graph_name.value]
            if isinstance(quad.object, Literal):
                said[quad.predicate.value.rpartition("#")[2]].append(quad.object.value)
    return dict(sorted(found.items()))


def _account(passage: str, said: dict[str, list[str]]) -> Account | None:
    points = said.get("onDate", []) + said.get("dateAbout", []) + said.get("startDate", [])
    least = [dates.earliest(d) for d in points + said.get("dateNoEarlierThan", [])]
    most = [dates.latest(d) for d in points + said.get("dateNoLaterThan", [])]
    if not least and not most:
        return None
    words = "; ".join(f"{_SAYS[name]} {value}" for name in _DATED if name in _SAYS for value in said.get(name, []))
    return Account(passage, max(least, default=_OPEN_START), min(most, default=_OPEN_END), words)


_SAYS = {
    "onDate": "on",
    "startDate": "from",
    "dateNoEarlierThan": "no earlier than",
    "dateNoLaterThan": "by",
    "dateAbout": "about",
}


def status(reader: Reader, treaty: str, day: str) -> Status:
    """Answer where an instrument stands on a day, with every account.

    Raises:
        NotADate: the day is none.
    """
    dates.check(day)
    known = acts(reader, treaty)
    answer, reasons = _in_force(reader, treaty, known, day)
    parties = [v.value for v in reader.values(treaty, kg("party"))]
    return Status(
        treaty,
        day,
        answer,
        tuple(reasons),
        tuple(known),
        {party: tuple(a for a in known if _acts_for(reader, a, party)) for party in parties},
        tuple(_denials_about(reader, _registered(reader, treaty))),
    )


def _in_force(reader: Reader, treaty: str, known: list[Act], day: str) -> tuple[Answer, list[str]]:
    entries = [a for a in known if a.kind == "EntryIntoForce"]
    begun, reasons = _any_done(reader, entries, day)
    unsigned = [a for a in known if a.kind == "Signature" and a.done_by(day) == "no"]
    if unsigned:
        return "no", [f"{reader.label(a.record)}: not yet by {day}" for a in unsigned]
    if not entries or begun == "cannot tell":
        return "cannot tell", [*reasons, "no dated entry into force is recorded"]
    if begun == "no":
        return "no", reasons
    ended, why = _ended(reader, treaty, known, entries, day)
    reasons += why
    if ended == "no":
        return begun, reasons
    if ended == "surely":
        return "no", reasons
    return ("cannot tell" if ended == "cannot tell" and begun == "surely" else "by some accounts"), reasons


def _any_done(reader: Reader, candidates: Iterable[Act], day: str) -> tuple[Answer, list[str]]:
    """Join acts of which one is enough, such as the entries into force that different sources keep apart."""
    answers = {act.record: act.done_by(day) for act in candidates}
    reasons = [f"{reader.label(record)}: {said}, by {day}" for record, said in answers.items()]
    for answer in ("surely", "by some accounts", "no"):
        if answer in answers.values():
            return answer, reasons
    return "cannot tell", reasons


def _ended(reader: Reader, treaty: str, known: list[Act], entries: list[Act], day: str) -> tuple[Answer, list[str]]:
    endings = [a for a in known if a.kind in _ENDINGS and not a.part_only]
    ended, reasons = _any_done(reader, endings, day)
    if ended in ("surely", "by some accounts"):
        over = [a for a in endings if a.done_by(day) in ("surely", "by some accounts")]
        against = [*_denials(reader, over), *(a.record for a in known if _contradicts(a, over, day))]
        reasons += [f"against it: {reader.label(record)}" for record in against]
        return ("by some accounts" if against else ended), reasons
    renewals = [a for a in known if a.kind == "Renewal"]
    run_out = list(_term_over(reader, treaty, entries, renewals, day))
    return ("cannot tell", [*reasons, *run_out]) if run_out else ("no", reasons)


def _contradicts(act: Act, endings: list[Act], day: str) -> bool:
    """Tell whether an act supposes the instrument alive: a renewal by the day, or any act after every ending."""
    if act in endings:
        return False
    only_expiry = all(ending.kind == "Expiry" for ending in endings)
    if act.kind == "Renewal" and only_expiry:
        return act.done_by(day) != "no"
    last = max((a.most for ending in endings for a in ending.accounts), default=_OPEN_END)
    return act.kind in (*_ENDINGS, "Amendment", "Renewal") and any(last < a.least for a in act.accounts)


def _term_over(reader: Reader, treaty: str, entries: list[Act], renewals: list[Act], day: str) -> Iterator[str]:
    """Say where a stated term had run out by a day without a renewal or an end on record."""
    terms = {v.value for v in reader.values(treaty, kg("term"))}
    if not terms or renewals:
        return
    starts = [a.most for act in entries for a in act.accounts]
    ends = sorted(add(start, term) for start in starts for term in terms)
    if ends and ends[-1] < dates.earliest(day):
        renewable = " (it may renew itself)" if reader.values(treaty, kg("renewalTerm")) else ""
        yield f"its stated term ended about {ends[-1]}{renewable}, and neither renewal nor end is recorded"


def add(day: str, duration: str) -> str:
    """Return the day that lies a duration of years and months after a day.

    >>> add("2001-03-12", "P20Y"), add("2020-01-31", "P1M")
    ('2021-03-12', '2020-02-29')
    """
    import re

    years, months = (int((re.search(rf"(\d+){unit}", duration) or [0, 0])[1]) for unit in ("Y", "M"))
    total = int(day[:4]) * 12 + int(day[5:7]) - 1 + years * 12 + months
    month = f"{total // 12:04}-{total % 12 + 1:02}"
    return f"{month}-{min(day[8:], dates.latest(month)[8:])}"


def _acts_for(reader: Reader, act: Act, party: str) -> bool:
    return any(party in _line(reader, actor) for actor in act.actors)


def _line(reader: Reader, actor: str) -> set[str]:
    """Return an actor with the states and bodies that it is an organ or office of."""
    line, queue = {actor}, [actor]
    while queue:
        here = queue.pop()
        for predicate in ("organOf", "officeOf"):
            for up in reader.values(here, kg(predicate)):
                if up.value not in line:
                    line.add(up.value)
                    queue.append(up.value)
    return line


def _denials(reader: Reader, known: Iterable[Act]) -> Iterator[str]:
    """Yield the denials that are about one of the acts."""
    yield from _denials_about(reader, {act.record for act in known})


def _denials_about(reader: Reader, wanted: set[str]) -> Iterator[str]:
    for record in reader.of_class(kg("Denial").value):
        if wanted & {v.value for v in reader.values(record, kg("about"))}:
            yield record


def _registered(reader: Reader, treaty: str) -> set[str]:
    """Return the acts of an instrument that the register knows, attested or only denied."""
    found = reader.store.quads_for_pattern(None, kg("treaty"), NamedNode(treaty), REGISTER)
    return {quad.subject.value for quad in found}


def instruments(reader: Reader) -> list[str]:
    """Return the instruments that acts are recorded of, by the date of their earliest act, then by name."""
    found = {
        q.object.value
        for q in reader.store.quads_for_pattern(None, kg("treaty"), None, REGISTER)
        if reader.kinds(q.subject.value)
    }
    return sorted(found, key=lambda t: (_first(reader, t), t))


def _first(reader: Reader, treaty: str) -> str:
    return min((a.least for act in acts(reader, treaty) for a in act.accounts if a.least > "0001"), default="9")


def provisions(reader: Reader, treaty: str) -> list[str]:
    """Return the provisions of an instrument: preamble, articles by number, then annexes.

    Where an instrument has chapters, each is followed by its articles, whose numbers begin anew in it.
    """
    parts = {
        q.subject.value
        for q in reader.store.quads_for_pattern(None, IS_PART_OF, NamedNode(treaty))
        if not q.subject.value.startswith(SRC)
    }
    ordered = []
    for part in sorted(parts, key=lambda p: (number(reader, p), p)):
        ordered.append(part)
        if kg("Annex").value in reader.kinds(part):
            ordered += provisions(reader, part)
    return ordered


def number(reader: Reader, provision: str) -> int:
    """Return the number of a provision; a preamble counts 0, an unnumbered part comes last."""
    numbers = reader.values(provision, kg("number"))
    if numbers:
        return int(numbers[0].value)
    return 0 if kg("Preamble").value in reader.kinds(provision) else 10_000


def coded(reader: Reader, provision: str) -> bool:
    """Tell whether the content of a provision has been coded or summarized; computed, never stored."""
    return any(reader.values(provision, kg(name)) for name in ("mainField", "touchedField", "commitment", "gist"))


@dataclass(frozen=True)
class Cell:
    """What one instrument has on one subject: its provisions, main ones first, and the passages behind them."""

    main: tuple[str, ...]
    touched: tuple[str, ...]
    passages: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.main or self.touched or self.passages)


@dataclass(frozen=True)
class Comparison:
    """Instruments side by side: by policy field, by commitment type, by lineage; with what is not yet coded."""

    treaties: tuple[str, ...]
    fields: dict[str, tuple[Cell, ...]]
    commitments: dict[str, tuple[Cell, ...]]
    lineage: tuple[tuple[str, str, str, str], ...]  # (record, kind, later, earlier)
    provisions: tuple[tuple[str, ...], ...]
    uncoded: tuple[tuple[str, ...], ...]


def compare(reader: Reader, treaties: list[str]) -> Comparison:
    """Set instruments side by side: which fields and commitments each covers, and how their texts are linked.

    An article without coding is counted as not yet coded, never as silence.
    """
    parts = [provisions(reader, t) for t in treaties]
    fields = _cells(reader, treaties, parts, ("mainField",), ("touchedField", "coversField"))
    commitments = _cells(reader, treaties, parts, ("commitment",), ())
    every = {p for part in parts for p in part} | set(treaties)
    return Comparison(
        tuple(treaties),
        fields,
        commitments,
        tuple(_lineage(reader, every)),
        tuple(map(tuple, parts)),
        tuple(tuple(p for p in part if not coded(reader, p)) for part in parts),
    )


def _cells(
    reader: Reader,
    treaties: list[str],
    parts: list[list[str]],
    main: tuple[str, ...],
    touched: tuple[str, ...],
) -> dict[str, tuple[Cell, ...]]:
    found: dict[str, list[Cell]] = {}
    subjects = sorted(
        {v.value for part, t in zip(parts, treaties, strict=True) for p in [*part, t] for n in main + touched
         for v in reader.values(p, kg(n))}
    )  # fmt: skip
    for subject in subjects:
        found[subject] = [
            _cell(reader, subject, [*part, treaty], main, touched)
            for part, treaty in zip(parts, treaties, strict=True)
        ]
    return {subject: tuple(cells) for subject, cells in found.items()}


def _cell(reader: Reader, subject: str, where: list[str], main: tuple[str, ...], touched: tuple[str, ...]) -> Cell:
    holders: tuple[list[str], list[str]] = ([], [])
    passages: set[str] = set()
    for provision in where:
        for names, held in ((main, holders[0]), (touched, holders[1])):
            for name in names:
                graphs = [
                    q.graph_name
                    for q in reader.store.quads_for_pattern(NamedNode(provision), kg(name), NamedNode(subject))
                ]
                if graphs and provision not in holders[0] and provision not in held:
                    held.append(provision)
                passages |= {g.value for g in graphs if g not in _NO_PASSAGE}
    return Cell(tuple(holders[0]), tuple(holders[1]), tuple(sorted(passages)))


def _lineage(reader: Reader, every: set[str]) -> Iterator[tuple[str, str, str, str]]:
    for record in reader.of_class(kg("Lineage").value):
        later = [v.value for v in reader.values(record, kg("later"))]
        earlier = [v.value for v in reader.values(record, kg("earlier"))]
        kind = [v.value for v in reader.values(record, kg("kind"))]
        if later and earlier and kind and later[0] in every and earlier[0] in every:
            yield record, kind[0], later[0], earlier[0]
