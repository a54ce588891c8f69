"""Questions with their answers: what was asked, in words and in SPARQL, and what the graph answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.query.questions import Question, ask
from kg.query.sparql import QueryFault
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
        code = sections.wrapped("pre", static.tidy_lines(question.text.strip()))
        query = sections.wrapped("details", sections.wrapped("summary", "SPARQL") + code, "query")
        section = sections.Section(title, question.name, about)
        try:
            answer = ask(reader.store, question)
        except (QueryFault, LookupError) as fault:
            hint: Markup | str = static.tidy(str(fault), 400)
        else:
            hint = _summary(question, len(answer.rows))
            section.columns = [static.tidy(column, 60) for column in answer.columns]
            section.rows = [[_cell(page, term) for term in row] for row in answer.rows[:MOST_ROWS]]
        section.blocks = [sections.wrapped("p", hint, "hint"), query]
        page.sections.append(section)
    return page.html()


def _summary(question: Question, rows: int) -> Markup:
    """Write the command that asks a question, how many rows answer it, and how many of them are left out."""
    parameters = [f"{p.name}={p.default}" for p in question.parameters]
    command = sections.wrapped("code", " ".join(["kg ask", question.name, *parameters]))
    counts = [static.say("table.rows", n=rows)]
    if rows > MOST_ROWS:
        counts.append(static.say("more", n=rows - MOST_ROWS))
    return sections.joined([command, sections.joined(counts)], " — ")


def _cell(page: sections.Page, term: Any) -> Markup | str:
    """Write a term of an answer; a record is a link to its page."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        name = compact(term.value)
        return sections.wrapped("code", name) if name.startswith("src:") else page.record(term.value, 160)
    if isinstance(term, Literal):
        return page.writer.value(page.writer.builder.value(term))
    return static.tidy(str(term), 200)
