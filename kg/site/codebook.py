"""The codebook: every class, property and concept with its labels, definition and examples."""

from __future__ import annotations

from typing import Any

from kg.model.reader import Reader
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import DEFINITION, A, compact, kg, owl, rdf, skos
from kg.site import sections, static

_KINDS = (
    ("classes", owl.Class.value),
    ("properties", rdf.Property.value),
    ("properties", owl.ObjectProperty.value),
    ("properties", owl.DatatypeProperty.value),
    ("properties", owl.AnnotationProperty.value),
)
_EXAMPLE, _COUNTER = skos.example, kg.counterExample


def render(
    reader: Reader, digest: str = "", lang: str = "en", writer: static.Writer | None = None, **meta: Any
) -> str:
    """Return the codebook as HTML: classes, properties, then the concepts scheme by scheme."""
    page = sections.begin("codebook", reader, digest, lang, writer, meta)
    for key in dict.fromkeys(key for key, _ in _KINDS):
        found = {term for name, kind in _KINDS if name == key for term in reader.subjects(A, NamedNode(kind))}
        page.sections.append(_section(page, reader, static.say(f"codebook.{key}"), key, found))
    schemes = {v.value for term in reader.subjects(skos.inScheme) for v in reader.values(term, skos.inScheme)}
    for scheme in sorted(schemes):
        members = set(reader.subjects(skos.inScheme, NamedNode(scheme)))
        anchor = compact(scheme).replace(":", "-").strip("<>")
        page.sections.append(_section(page, reader, page.term(scheme), anchor, members))
    return page.html()


def _section(page: sections.Page, reader: Reader, title: Any, anchor: str, terms: set[str]) -> sections.Section:
    heads = sections.heads("col.term", "col.definition", "col.examples", "col.id")
    rows = [_row(page, reader, iri) for iri in sorted(terms) if reader.labels(iri)]
    return sections.Section(title, anchor, columns=heads, rows=rows)


def _row(page: sections.Page, reader: Reader, iri: str) -> list[Any]:
    def said(predicate: NamedNode) -> Any:
        by_language: dict[str, str | None] = {}
        for value in reader.values(iri, predicate):
            if isinstance(value, Literal):
                by_language[value.language or "en"] = value.value
        return static.in_languages(by_language) if by_language else ""

    counter = said(_COUNTER)
    examples = [said(_EXAMPLE), sections.joined([static.say("not"), counter], " ") if counter else ""]
    code = sections.wrapped("code", static.tidy(compact(iri)))
    return [page.term(iri), said(DEFINITION), sections.joined([e for e in examples if e], " · "), code]
