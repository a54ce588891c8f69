"""The page of questions: each in words and in SPARQL, with its answer."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.query.questions import Question, ask
from kg.query.sparql import QueryFault
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import LANGUAGES, compact
from kg.site import browse, sections, static
from kg.text.phrases import catalogue

if TYPE_CHECKING:
    from markupsafe import Markup

#: How many rows of an answer a page shows, and how many questions: each has a table.
MOST_ROWS, MOST_QUESTIONS = 60, 20
#: Width of the chart of years, and heights of its highest column and of the labels above and below it.
WIDTH, HIGH, OVER, UNDER = 720, 120, 14, 18


def render(
    reader: Reader,
    questions: Iterable[Question],
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    beside: sections.Beside | None = None,
    **meta: Any,
) -> str:
    """Return the page of a question library as HTML, by theme, each question answered with its defaults."""
    page = sections.begin("questions", reader, digest, lang, writer, meta)
    by_theme: dict[str, list[browse.Item]] = {}
    for question in questions:
        item = browse.Item(question.name, _question(page, reader, question), {"theme": [question.theme]})
        by_theme.setdefault(question.theme, []).append(item)
    labels = {theme: static.say(f"theme.{theme}") for theme in by_theme}
    facet = browse.Facet("theme", static.say("questions.theme"), labels, ordered=True)
    themes = [browse.Group(f"theme-{theme}", labels[theme], items) for theme, items in by_theme.items()]
    return browse.render(page, sections.Section(""), themes, [facet], beside=beside, most=MOST_QUESTIONS)


def _question(page: sections.Page, reader: Reader, question: Question) -> Markup:
    """Write a question: its title and content, the command that asks it, its chart, its answer and its query."""
    from markupsafe import Markup

    title = static.in_languages({tag: question.title(tag) for tag in LANGUAGES})
    about = static.in_languages({tag: question.about(tag) for tag in LANGUAGES})
    code = sections.wrapped("pre", static.tidy_lines(question.text.strip()))
    parts = [
        Markup('<h3><a href="#{}">{}</a></h3>').format(question.name, title),
        sections.wrapped("p", about, "hint"),
    ]
    try:
        answer = ask(reader.store, question)
    except (QueryFault, LookupError) as fault:
        parts.append(sections.wrapped("p", static.tidy(str(fault), 400), "hint"))
    else:
        settings = [
            part for parameter in question.parameters for part in (f"--{parameter.name}", parameter.default)
        ]
        command = sections.wrapped("code", shlex.join(["kg", "ask", question.name, *settings]))
        rows = joined_languages(answer.rows)
        counts = [static.say("table.rows", n=len(answer.rows))]
        if len(rows) > MOST_ROWS:
            counts.append(static.say("more", n=len(rows) - MOST_ROWS))
        summary = sections.joined([command, sections.joined(counts)], " — ")
        parts.append(sections.wrapped("p", summary, "hint"))
        if question.see == "bar" and (chart := by_year(answer.rows)):
            parts.append(chart)
        # A table of heads alone would look like an answer that failed to load.
        if rows:
            parts.append(table_of(page, answer.columns, rows[:MOST_ROWS]))
    parts.append(sections.wrapped("details", sections.wrapped("summary", "SPARQL") + code, "query"))
    return sections.joined(parts, "")


def joined_languages(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Join the rows of an answer that differ only in the language of one text, which then has each language's.

    Where a language has two texts, nothing tells which of them another one translates: such rows stay apart.

    >>> joined_languages([["a", Literal("Peace.", language="en")], ["a", Literal("Мир.", language="ru")]])
    [['a', {'en': 'Peace.', 'ru': 'Мир.'}]]
    """
    groups: dict[tuple[str, ...], list[tuple[int, list[Any]]]] = {}
    for number, row in enumerate(rows):
        texts = [at for at, term in enumerate(row) if isinstance(term, Literal) and term.language in LANGUAGES]
        at = texts[0] if len(texts) == 1 else -1
        same = [str(term) for place, term in enumerate(row) if place != at]
        key = (str(at), *same) if len(texts) == 1 else (str(number),)
        groups.setdefault(key, []).append((at, list(row)))
    joined = []
    for group in groups.values():
        at, cells = group[0]
        by_language = {row[at].language: row[at].value for _, row in group} if at >= 0 else {}
        if len(group) > 1 and len(by_language) == len(group):
            joined.append([*cells[:at], by_language, *cells[at + 1 :]])
        else:
            joined += [row for _, row in group]
    return joined


def table_of(page: sections.Page, columns: Sequence[str], answers: Sequence[Sequence[Any]]) -> Markup:
    """Write an answer as a table, folded: the list is read by its questions."""
    from markupsafe import Markup

    rows = [[_cell(page, term) for term in row] for row in answers]
    table = sections.table([_head(column) for column in columns], rows, headed=False)
    table = Markup("<div class=scroll tabindex=0>{}</div>").format(table)
    return Markup("<details><summary>{}</summary>{}</details>").format(static.say("questions.answer"), table)


def _head(variable: str) -> Markup | str:
    """Write the variable of a column in words; those of a corpus's own questions may not be in the catalogue."""
    return static.say(key) if (key := f"head.{variable}") in catalogue() else static.tidy(variable, 60)


def by_year(rows: Sequence[Sequence[Any]]) -> Markup | None:
    """Draw the second column of an answer by the year in its first; None where that is no year or has rivals.

    Screen readers have the table. A year without a row is left empty.
    """
    from markupsafe import Markup

    values = {str(getattr(row[0], "value", "")): _number(row[1]) for row in rows if len(row) > 1}
    heights = {int(year): n for year, n in values.items() if re.fullmatch(r"\d{4}", year) and n is not None}
    if not heights or len(heights) < len(rows) or max(heights.values()) <= 0:
        return None
    first, last, most = min(heights), max(heights), max(heights.values())
    slot = WIDTH / (last - first + 1)

    def place(year: int) -> float:
        """Return the x coordinate of the middle of a year, far enough inside for its label."""
        return min(max((year - first + 0.5) * slot, 14), WIDTH - 14)

    column = Markup('<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
    parts = [
        column.format((year - first + 1 / 8) * slot, OVER + HIGH * (1 - n / most), slot * 3 / 4, HIGH * n / most)
        for year, n in sorted(heights.items())
        if n > 0
    ]
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first) / step <= 10)
    labels = [
        (place(year), OVER + HIGH + UNDER - 4, str(year)) for year in range(first + -first % step, last + 1, step)
    ]
    labels.append((place(max(heights, key=lambda year: heights[year])), OVER - 3, f"{most:g}"))
    parts += [
        Markup('<text class="t year" lang="{}" x="{:.1f}" y="{}">{}</text>').format(
            tag, x, y, static.digits(text, tag)
        )
        for x, y, text in labels
        for tag in LANGUAGES
    ]
    return Markup('<svg class="chart" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>').format(
        WIDTH, OVER + HIGH + UNDER, Markup("").join(parts)
    )


def _number(term: Any) -> float | None:
    """Return a term as a number; None where it is not a number."""
    try:
        return float(term.value)
    except (AttributeError, ValueError):
        return None


def _cell(page: sections.Page, term: Any) -> Markup | str:
    """Write a term of an answer; a record is a link to its page."""
    if term is None:
        return ""
    if isinstance(term, dict):
        return static.in_languages(term)
    if isinstance(term, NamedNode):
        prefixed = compact(term.value)
        return sections.wrapped("code", prefixed) if prefixed.startswith("src:") else page.record(term.value, 160)
    if isinstance(term, Literal) and (key := f"answer.{term.value}") in catalogue():
        return static.say(key)
    if isinstance(term, Literal):
        return page.writer.value(page.writer.builder.value(term))
    return static.tidy(str(term), 200)
