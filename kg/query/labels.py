"""Answers in the reader's language: each column of identifiers is followed by one of labels."""

from __future__ import annotations

from kg.model.reader import Reader
from kg.query.sparql import Table, Term
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import compact
from kg.text.phrases import catalogue
from kg.text.tables import printable

#: The suffix of a column name that makes the name of its column of labels.
LABEL = "Label"


def labelled(answer: Table, reader: Reader, language: str = "en") -> Table:
    """Return an answer in which `<name>Label` follows each column that holds records, terms or passages.

    A label is the short name in the language, else the label or caption, else that in another language; a passage
    is cited in a line. It is None where the graph has no name. The values of a column `answer` ("presumably") are
    translated. Other columns are unchanged, and a column of labels that the answer already has is not added again.
    """
    columns: list[str] = []
    parts: list[list[Term | None]] = []
    for place, column in enumerate(answer.columns):
        cells = [row[place] for row in answer.rows]
        columns.append(column)
        parts.append(cells)
        if column + LABEL in answer.columns:
            continue
        names = [
            _verdict(cell, language) if column == "answer" else name_of(reader, cell, language) for cell in cells
        ]
        if any(names) or any(isinstance(cell, NamedNode) for cell in cells):
            columns.append(column + LABEL)
            parts.append(list(names))
    rows = [list(row) for row in zip(*parts, strict=True)] if answer.columns else answer.rows
    return Table(columns, rows, answer.cut)


def name_of(reader: Reader, term: Term | None, language: str = "en") -> Literal | None:
    """Return the name of a record, term or passage, or None where the graph has none.

    >>> from kg.rdf.terms import Store
    >>> name_of(Reader(Store()), NamedNode("https://example.org/x")) is None
    True
    """
    if not isinstance(term, NamedNode):
        return None
    label = reader.short(term.value, language)
    return Literal(printable(label)) if label != compact(term.value) else None


def _verdict(term: Term | None, language: str) -> Literal | None:
    """Translate an answer such as "by some accounts"; None where the translation is the same word."""
    if not isinstance(term, Literal):
        return None
    phrase = catalogue().get(f"answer.{term.value}", {}).get(language, term.value)
    return Literal(phrase) if phrase != term.value else None
