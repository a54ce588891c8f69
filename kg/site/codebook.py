"""The codebook: every class, property and concept with its labels, definition and examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import DEFINITION, A, compact, kg, owl, rdf, skos
from kg.site import sections, static

if TYPE_CHECKING:
    from markupsafe import Markup

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
        terms = {term for name, kind in _KINDS if name == key for term in reader.subjects(A, NamedNode(kind))}
        page.sections.append(_section(page, reader, static.say(f"codebook.{key}"), key, terms))
    schemes = {v.value for term in reader.subjects(skos.inScheme) for v in reader.values(term, skos.inScheme)}
    for scheme in sorted(schemes):
        members = set(reader.subjects(skos.inScheme, NamedNode(scheme)))
        anchor = compact(scheme).replace(":", "-").strip("<>")
        page.sections.append(_section(page, reader, page.term(scheme), anchor, members))
    return page.html()


def _section(page: sections.Page, reader: Reader, title: Any, anchor: str, terms: set[str]) -> sections.Section:
    """Write terms as rows: label, definition, what is an example and what is none, prefixed name."""
    rows = []
    for iri in sorted(terms):
        if reader.labels(iri):
            counter = _text(reader, iri, _COUNTER)
            examples = [
                _text(reader, iri, _EXAMPLE),
                sections.joined([static.say("not"), counter], " ") if counter else "",
            ]
            code = sections.wrapped("code", static.tidy(compact(iri)))
            definition = _text(reader, iri, DEFINITION)
            rows.append([page.term(iri), definition, sections.joined([e for e in examples if e], " · "), code])
    heads = sections.heads("col.term", "col.definition", "col.examples", "col.id")
    return sections.Section(title, anchor, columns=heads, rows=rows)


def _text(reader: Reader, iri: str, predicate: NamedNode) -> Markup | str:
    """Write the texts of a property in all languages; nothing where there is none."""
    texts: dict[str, str | None] = {
        value.language or "en": value.value for value in reader.values(iri, predicate) if isinstance(value, Literal)
    }
    return static.in_languages(texts) if texts else ""
