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


def render(
    reader: Reader, digest: str = "", lang: str = "en", writer: static.Writer | None = None, **meta: Any
) -> str:
    """Return the codebook as HTML: classes, properties, then the concepts scheme by scheme."""
    page = sections.begin("codebook", reader, digest, lang, writer, meta)
    page.lacks = "definitions.untranslated"
    for key in dict.fromkeys(key for key, _ in _KINDS):
        kinds = [kind for other, kind in _KINDS if other == key]
        terms = {term for kind in kinds for term in reader.subjects(A, NamedNode(kind))}
        page.sections.append(_section(page, reader, static.say(f"codebook.{key}"), key, terms))
    schemes = {
        scheme.value for term in reader.subjects(skos.inScheme) for scheme in reader.values(term, skos.inScheme)
    }
    for scheme in sorted(schemes):
        members = set(reader.subjects(skos.inScheme, NamedNode(scheme)))
        anchor = compact(scheme).replace(":", "-").strip("<>")
        page.sections.append(_section(page, reader, page.term(scheme), anchor, members))
    return page.html()


def _section(page: sections.Page, reader: Reader, title: Any, anchor: str, terms: set[str]) -> sections.Section:
    """Write terms as rows: label, definition, examples and counter-examples, prefixed name."""
    lines = []
    for term in static.by_name(reader, terms, page.meta["lang"]):
        # Terms of foreign vocabularies have no label here; their own codebooks describe them.
        if not reader.labels(term):
            continue
        meaning = [_words(page, reader, term, predicate) for predicate in (DEFINITION, skos.scopeNote)]
        examples, counter = (
            _cases(page, reader, term, predicate) for predicate in (skos.example, kg.counterExample)
        )
        cases = [examples, [static.say("codebook.not"), *counter] if counter else []]
        paragraphs = sections.joined(
            (sections.wrapped("p", sections.joined(case, " ")) for case in cases if case), ""
        )
        identifier = sections.wrapped("code", static.tidy(compact(term)))
        texts = sections.joined([text for text in meaning if text], " ")
        lines.append([page.term(term), texts, paragraphs, identifier])
    heads = sections.heads("col.term", "col.definition", "col.examples", "col.id")
    return sections.Section(title, anchor, columns=heads, rows=lines, by_name=True)


def _words(page: sections.Page, reader: Reader, iri: str, predicate: NamedNode) -> Any:
    """Return the texts of an annotation of a term, in every language that it has."""
    by_language = {
        text.language or "en": text.value for text in reader.values(iri, predicate) if isinstance(text, Literal)
    }
    return page.gist(by_language) if by_language else ""


def _cases(page: sections.Page, reader: Reader, iri: str, predicate: NamedNode) -> list[Any]:
    """Return the examples or counter-examples of a term: a sentence, then the records."""
    words = _words(page, reader, iri, predicate)
    cases = [case.value for case in reader.values(iri, predicate) if isinstance(case, NamedNode)]
    records = [page.record(case, 60) for case in cases if reader.labels(case)]
    return [*([words] if words else []), *([sections.joined(records)] if records else [])]
