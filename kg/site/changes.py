"""The page of changes between states of the corpus, record by record, and the entries of the site's feed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.corpus.diff import Diff, State, Statement, diff, state
from kg.model import description
from kg.model.reader import Reader
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import compact, of_source
from kg.site import browse, sections, static
from kg.site.web import Entry

if TYPE_CHECKING:
    from markupsafe import Markup

#: The most records of a step, and statements of a record, that the page lists: `kg diff --by-record` lists all.
MOST_RECORDS, MOST_STATEMENTS = 1000, 30


@dataclass(frozen=True)
class Step:
    """What changed from one state of the corpus to the next."""

    before: State
    after: State
    difference: Diff

    @property
    def anchor(self) -> str:
        """The anchor of the step on the page: the names of its two states."""
        return re.sub(r"[^\w.-]", "-", f"{self.before.name}..{self.after.name}")

    @property
    def title(self) -> str:
        """The names of the two states."""
        return f"{self.before.name} → {self.after.name}"


def steps(root: Path, since: Sequence[str], after: State) -> list[Step]:
    """Return the changes from each state to the next, and from the last one to the corpus, the latest first.

    Args:
        root: of the corpus.
        since: folders or revisions of its repository, the earliest first.
        after: the corpus itself.

    Raises:
        UnknownState: one is neither a corpus nor a revision.
        CorpusFaults: a state's files cannot be read.
    """
    places = [*since, str(root)]
    ends = pairwise([*(state(place, root) for place in since), after])
    taken = [
        Step(before, later, diff(one, other, root))
        for (before, later), (one, other) in zip(ends, pairwise(places), strict=True)
    ]
    return taken[::-1]


def render(
    reader: Reader,
    taken: Iterable[Step] = (),
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    beside: sections.Beside | None = None,
    **meta: Any,
) -> str:
    """Return the page as HTML: steps as groups, in each the records of which something else is said."""
    page = sections.begin("changes", reader, digest, lang, writer, meta)
    groups: list[browse.Group] = []
    kinds: dict[str, Markup] = {}
    for step in taken:
        listed = dict(list(step.difference.by_record.items())[:MOST_RECORDS])
        whole = len(step.difference.by_record)
        items = []
        for record, statements in listed.items():
            kind = [compact(iri) for iri in reader.kinds(record)[:1]]
            kinds |= {name: page.term(iri) for name, iri in zip(kind, reader.kinds(record), strict=False)}
            values = {"change": [_change(step, record)], "kind": kind}
            content = _record(page, step, record, statements)
            items.append(browse.Item(f"{step.anchor}.{compact(record).partition(':')[2]}", content, values))
        text = [static.say("changes.counts", n=whole), static.day(step.after.day)]
        if whole > len(listed):
            text.append(static.say("changes.cut", n=len(listed)))
        heading = static.in_languages({"en": step.title})
        groups.append(browse.Group(step.anchor, heading, items, sections.joined(filter(None, text), " — ")))
    facets = [
        browse.Facet(
            "change",
            static.say("changes.change"),
            {name: static.say(f"changes.{name}") for name in ("new", "changed", "gone")},
            ordered=True,
        ),
        browse.Facet("kind", static.say("col.kind"), kinds),
    ]
    return browse.render(page, sections.Section(""), groups, facets, beside=beside)


def entries(taken: Iterable[Step]) -> Iterator[Entry]:
    """Yield an entry of the feed for each step: the counts, then the records that are new, changed and gone."""
    for step in taken:
        difference = step.difference
        counts = [
            words
            for noun, sides in (("source", difference.sources), ("record", difference.records))
            if (words := sides.words(noun))
        ]
        lines = ["; ".join(counts) or "No record changed."]
        for record in list(difference.by_record)[:MOST_RECORDS]:
            name = difference.names.get(record, compact(record))
            lines.append(f"{_change(step, record)}: {name} ({compact(record)})")
        yield Entry(step.title, f"changes.html#{step.anchor}", step.after.day, tuple(lines))


def _change(step: Step, record: str) -> str:
    """Return whether a record is new in a step, gone, or changed: the name of a phrase, and of an English word."""
    sides = step.difference.records
    return "new" if record in sides.added else "gone" if record in sides.removed else "changed"


def _record(page: sections.Page, step: Step, record: str, statements: Sequence[Statement]) -> Markup:
    """Write a record with the statements that were added or removed, each with its passage."""
    from markupsafe import Markup

    shown = statements[:MOST_STATEMENTS]
    lists = []
    for _, same in groupby(shown, key=lambda s: s.quad.predicate if _language(s) else None):
        alike = list(same)
        # What is said in several languages is read in the reader's own first: the script puts it there.
        kind = "tongues" if len(alike) > 1 and all(map(_language, alike)) else ""
        lists.append(sections.listed([_statement(page, step, statement) for statement in alike], kind))
    if more := len(statements) - len(shown):
        lists.append(sections.wrapped("p", static.say("changes.more", n=more)))
    name = page.record(record)
    if step.difference.records.removed and record in step.difference.records.removed:
        # The graph has no name for it any more.
        name = static.in_languages({"en": step.difference.names.get(record, compact(record))})
    head = Markup("<h3>{} <span class=pale>({})</span></h3>")
    return head.format(name, static.say(f"changes.{_change(step, record)}")) + sections.joined(lists, "")


def _language(statement: Statement) -> str | None:
    """Return the language of the value of a statement, if it has one."""
    value = statement.quad.object
    return value.language if isinstance(value, Literal) else None


def _statement(page: sections.Page, step: Step, statement: Statement) -> Markup:
    """Write a statement: whether it was added or removed, its property and value, and who states it."""
    quad = statement.quad
    value = page.writer.value(page.writer.builder.value(quad.object))
    if isinstance(quad.object, NamedNode) and not any(page.writer.builder.short(quad.object.value).values()):
        # A record or term that is gone has its name in the earlier state alone.
        earlier = step.difference.names.get(quad.object.value)
        value = static.in_languages({"en": earlier}) if earlier else value
    passage = quad.graph_name.value
    try:
        place = page.cite([passage] if of_source(passage) else [])
    except KeyError:
        # A passage that is gone has no footnote.
        place = sections.wrapped("code", compact(passage))
    verb = static.say("changes.added" if statement.added else "changes.removed")
    term = sections.joined([page.term(quad.predicate.value), value], ": ")
    return sections.joined([sections.wrapped("span", verb, "pale"), term, place], " ")


def now(reader: Reader, root: Path, digest: str, issued: str) -> State:
    """Return the corpus as a state: its edition, and the day of its release or of its last commit."""
    name = description.of(reader).edition(digest)
    return State(name, issued or state(str(root), root).day)
