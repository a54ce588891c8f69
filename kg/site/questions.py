"""Questions with their answers: what was asked, in words and in SPARQL, and what the graph answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.query.questions import Question, ask
from kg.query.sparql import QueryFault, Table
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import LANGUAGES, compact
from kg.site import sections, static

if TYPE_CHECKING:
    from markupsafe import Markup

#: How many rows of an answer a page shows.
MOST_ROWS = 60


def render(
    reader: Reader,
    questions: Iterable[Question],
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of a question library as HTML, each question answered with its defaults."""
    page = sections.begin("questions", reader, digest, lang, writer, meta)
    for question in questions:
        title = static.in_languages({tag: question.title(tag) for tag in LANGUAGES})
        about = static.in_languages({tag: question.about(tag) for tag in LANGUAGES})
        try:
            found = ask(reader.store, question)
        except (QueryFault, LookupError) as fault:
            blocks = [sections.wrapped("p", static.tidy(str(fault), 400), "hint"), _query(question)]
            page.sections.append(sections.Section(title, question.name, about, blocks=blocks))
            continue
        page.sections.append(_section(page, question, title, about, found))
    return page.html()


def _section(
    page: sections.Page, question: Question, title: Markup, about: Markup, found: Table
) -> sections.Section:
    rows = [[_cell(page, term) for term in row] for row in found.rows[:MOST_ROWS]]
    blocks = [
        sections.wrapped("p", sections.joined([_parameters(question), _count(found.rows)], " — "), "hint"),
        _query(question),
    ]
    return sections.Section(title, question.name, about, [static.tidy(c, 60) for c in found.columns], rows, blocks)


def _count(rows: Sequence[object]) -> Markup:
    said = static.say("table.rows", n=len(rows))
    more = len(rows) - MOST_ROWS
    return sections.joined([said, static.say("more", n=more)], ", ") if more > 0 else said


def _parameters(question: Question) -> Markup:
    return sections.wrapped(
        "code", " ".join(["kg ask", question.name, *(f"{p.name}={p.default}" for p in question.parameters)])
    )


def _query(question: Question) -> Markup:
    code = sections.wrapped("pre", static.tidy_lines(question.text.strip()))
    return sections.wrapped("details", sections.wrapped("summary", "SPARQL") + code, "query")


def _cell(page: sections.Page, term: Any) -> Markup | str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        name = compact(term.value)
        return sections.wrapped("code", name) if name.startswith("src:") else page.record(term.value, 160)
    if isinstance(term, Literal):
        return page.writer.value(page.writer.builder.value(term))
    return static.tidy(str(term), 200)
