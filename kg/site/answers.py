"""Questions with their answers: what was asked, in words and in SPARQL, and what the graph answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.query.questions import Question, ask
from kg.query.sparql import QueryFault, Table
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import LANGUAGES, compact
from kg.site import sheet, still

if TYPE_CHECKING:
    from markupsafe import Markup

#: How many rows of an answer a page shows.
MOST_ROWS = 60


def render(
    reader: Reader,
    questions: Iterable[Question],
    digest: str = "",
    lang: str = "en",
    writer: still.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of a question library as HTML, each question answered with its defaults."""
    page = sheet.begin("answers", reader, digest, lang, writer, meta)
    for question in questions:
        title = still.in_languages({tag: question.title(tag) for tag in LANGUAGES})
        about = still.in_languages({tag: question.about(tag) for tag in LANGUAGES})
        try:
            found = ask(reader.store, question)
        except (QueryFault, LookupError) as fault:
            blocks = [sheet.wrapped("p", still.tidy(str(fault), 400), "hint"), _query(question)]
            page.sections.append(sheet.Section(title, question.name, about, blocks=blocks))
            continue
        page.sections.append(_section(page, question, title, about, found))
    return page.html()


def _section(page: sheet.Sheet, question: Question, title: Markup, about: Markup, found: Table) -> sheet.Section:
    rows = [[_cell(page, term) for term in row] for row in found.rows[:MOST_ROWS]]
    blocks = [
        sheet.wrapped("p", sheet.joined([_parameters(question), _count(found.rows)], " — "), "hint"),
        _query(question),
    ]
    return sheet.Section(title, question.name, about, [still.tidy(c, 60) for c in found.columns], rows, blocks)


def _count(rows: Sequence[object]) -> Markup:
    said = still.say("table.rows", n=len(rows))
    more = len(rows) - MOST_ROWS
    return sheet.joined([said, still.say("more", n=more)], ", ") if more > 0 else said


def _parameters(question: Question) -> Markup:
    return sheet.wrapped(
        "code", " ".join(["kg ask", question.name, *(f"{p.name}={p.default}" for p in question.parameters)])
    )


def _query(question: Question) -> Markup:
    code = sheet.wrapped("pre", still.tidy_lines(question.text.strip()))
    return sheet.wrapped("details", sheet.wrapped("summary", "SPARQL") + code, "query")


def _cell(page: sheet.Sheet, term: Any) -> Markup | str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        name = compact(term.value)
        return sheet.wrapped("code", name) if name.startswith("src:") else page.record(term.value, 160)
    if isinstance(term, Literal):
        return page.writer.value(page.writer.gatherer.value(term))
    return still.tidy(str(term), 200)
