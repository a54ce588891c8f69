"""The reference: documents written from the commands' help, the ontology, the codebook and the questions.

They stand in `docs/reference/`, where a test holds them equal to what is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from pyoxigraph import parse

from kg.cli import main
from kg.dataset import build
from kg.model.reader import Reader
from kg.query import questions
from kg.rdf.terms import Literal, NamedNode, Quad, Store
from kg.rdf.vocabulary import (
    DEFINITION,
    KG,
    LANGUAGES,
    ONTOLOGY,
    RANGE,
    SUBCLASS,
    SUBPROPERTY,
    A,
    compact,
    kg,
    owl,
    rdfs,
    sh,
    skos,
)
from kg.text.phrases import say

FOLDER = "docs/reference"
RENEW = "KG_GOLDEN=write pytest tests/test_reference.py"
_WIDTH = 100
_PROPERTIES = (owl.ObjectProperty, owl.DatatypeProperty, owl.AnnotationProperty)
_SIDES = {"least": "lowest", "most": "highest", "about": "approximate"}


def documents(root: Path) -> dict[str, str]:
    """Return every document of the reference of a corpus, by the name of its file."""
    reader = ontology_of(root)
    written = {
        "commands.md": ("Commands", _commands),
        "ontology.md": ("Classes and properties", lambda: _ontology(reader)),
        "codebook.md": ("Codebook", lambda: _codebook(reader)),
        "questions.md": ("Questions", lambda: _questions(root)),
    }
    return {name: _document(title, lines) for name, (title, lines) in written.items()}


def ontology_of(root: Path) -> Reader:
    """Read the ontology of a corpus alone, without its graphs."""
    store = Store()
    for path in sorted((root / "ontology").glob("*.ttl")):
        quads = [Quad(q.subject, q.predicate, q.object, ONTOLOGY) for q in parse(path=str(path))]
        store.bulk_extend(list(build.compiled_quads(quads)))
    return Reader(store)


def _document(title: str, lines: Callable[[], Iterator[str]]) -> str:
    head = [f"# {title}", "", f"Written by `{RENEW}`, never by hand.", ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join([*head, *lines()]).rstrip() + "\n")


# --- commands ---------------------------------------------------------------------------------


def _commands() -> Iterator[str]:
    group = click.Context(main, info_name="kg", terminal_width=_WIDTH, **main.context_settings)
    yield from _help(group)
    for name in main.list_commands(group):
        command = main.get_command(group, name)
        if command:
            yield from ["", f"## kg {name}", ""]
            yield from _help(click.Context(command, group, name, terminal_width=_WIDTH))


def _help(ctx: click.Context) -> list[str]:
    return ["```text", *(line.rstrip() for line in ctx.get_help().splitlines()), "```"]


# --- classes, properties, shapes ----------------------------------------------------------------


def _ontology(reader: Reader) -> Iterator[str]:
    yield "Each term has its names in English, Persian and Russian, its definition, and what the checks know of it."
    classes = declared(reader, owl.Class)
    properties = sorted({p for kind in _PROPERTIES for p in declared(reader, kind)})
    for title, terms, facts in (("Classes", classes, _of_class), ("Properties", properties, _of_property)):
        yield from ["", f"## {title}", ""]
        for iri in terms:
            yield from _term(reader, iri, facts(reader, iri))
    yield from ["", "## What a record must have", "", "Each is a shape that `kg check` runs.", ""]
    for shape in declared(reader, sh.PropertyShape):
        said = {name: _first(reader, shape, name) for name in (sh.message, skos.editorialNote)}
        yield f"- `{compact(shape)}`: it {said[sh.message]}. {said[skos.editorialNote]}"


def declared(reader: Reader, kind: NamedNode) -> list[str]:
    """Return the terms of the ontology that are declared to be of a kind, such as a class."""
    return reader.subjects(A, kind, ONTOLOGY)


def _term(reader: Reader, iri: str, facts: Iterator[str]) -> Iterator[str]:
    yield from [f"### {compact(iri)}", "", f"{_names(reader, iri)}  ", reader.definition(iri), ""]
    yield from (f"- {fact}" for fact in facts)
    yield ""


def _names(reader: Reader, iri: str) -> str:
    names = reader.labels(iri)
    return " · ".join(f"**{names[tag]}**" if tag == "en" else names[tag] for tag in LANGUAGES if tag in names)


def _of_class(reader: Reader, iri: str) -> Iterator[str]:
    yield from _linked("under", reader, iri, SUBCLASS)
    yield from _reverse("above", reader, iri, SUBCLASS)
    yield from _reverse("has", reader, iri, rdfs.domain)
    if links := reader.declared(iri, kg.definingLink):
        yield f"told apart by: {', '.join(_link(v.value) for v in links)}"
    patterns = [v.value for v in reader.declared(iri, kg.caption) if isinstance(v, Literal) and v.language == "en"]
    if patterns:
        yield f"named, without a label, as: `{patterns[0]}`"
    for example in _cases(reader, iri, skos.example):
        yield f"example: {example}"


def _of_property(reader: Reader, iri: str) -> Iterator[str]:
    kinds = [compact(k).removeprefix("owl:") for k in reader.kinds(iri)]
    yield {
        "ObjectProperty": "leads to a record or concept",
        "DatatypeProperty": "takes a value",
        "AnnotationProperty": "describes a term",
    }[kinds[0]]
    yield from _linked("domain", reader, iri, rdfs.domain)
    yield from _linked("range", reader, iri, RANGE)
    yield from _linked("narrower than", reader, iri, SUBPROPERTY)
    yield from _reverse("broader than", reader, iri, SUBPROPERTY)
    if reader.values(iri, kg.singleValued):
        yield "single-valued: it has one answer in the world, so incompatible values are a conflict"
    for bounded in reader.values(iri, kg.bounds):
        side = _SIDES[_first(reader, iri, kg.boundSide)]
        yield f"bound: the {side} value that is left open for {_link(bounded.value)}"
    yield from _reverse("bounded by", reader, iri, kg.bounds)
    if reader.values(iri, kg.drawn):
        yield "drawn as an edge"


def _linked(name: str, reader: Reader, iri: str, predicate: NamedNode) -> Iterator[str]:
    if found := reader.values(iri, predicate):
        yield f"{name}: {', '.join(_link(v.value) for v in found)}"


def _reverse(name: str, reader: Reader, iri: str, predicate: NamedNode) -> Iterator[str]:
    terms = reader.subjects(predicate, NamedNode(iri), ONTOLOGY)
    if terms:
        yield f"{name}: {', '.join(map(_link, terms))}"


def _link(iri: str) -> str:
    name = compact(iri)
    return f"[{name}](#{name.replace(':', '').lower()})" if iri.startswith(KG) else f"`{name}`"


def _first(reader: Reader, iri: str, predicate: NamedNode) -> str:
    found = [v for v in reader.values(iri, predicate) if isinstance(v, Literal)]
    return next((v.value for v in found if v.language in (None, "en")), "")


# --- codebook -----------------------------------------------------------------------------------


def _codebook(reader: Reader) -> Iterator[str]:
    yield "The concepts that records are sorted by, scheme by scheme. An example falls under its concept; what"
    yield "stands after *not* does not, and says where it belongs."
    schemes = declared(reader, skos.ConceptScheme)
    for scheme in sorted(schemes, key=lambda iri: (not compact(iri).startswith("field:"), iri)):
        yield from ["", f"## {reader.label(scheme)}", "", f"`{compact(scheme)}` · {_names(reader, scheme)}", ""]
        yield " ".join(filter(None, (reader.definition(scheme), _first(reader, scheme, skos.scopeNote))))
        yield from ["", "| concept | English | Persian | Russian | definition | examples |"]
        yield "| --- | --- | --- | --- | --- | --- |"
        yield from (_concept(reader, iri) for iri in _members(reader, scheme))


def _members(reader: Reader, scheme: str) -> list[str]:
    """Return the concepts of a scheme, each after the broader one that it stands under."""
    return sorted(reader.subjects(skos.inScheme, NamedNode(scheme), ONTOLOGY), key=lambda iri: _line(reader, iri))


def _line(reader: Reader, iri: str) -> list[str]:
    above = reader.values(iri, skos.broader)
    return [*(_line(reader, above[0].value) if above else []), iri]


def _concept(reader: Reader, iri: str) -> str:
    names = reader.labels(iri)
    depth = "↳ " * (len(_line(reader, iri)) - 1)
    counter = " ".join(_cases(reader, iri, kg.counterExample))
    meant = " ".join(filter(None, (_first(reader, iri, DEFINITION), _first(reader, iri, skos.scopeNote))))
    examples = [*_cases(reader, iri, skos.example), *([f"*not* {counter}"] if counter else [])]
    cells = [f"{depth}`{compact(iri)}`", *(names.get(tag, "") for tag in LANGUAGES), meant]
    return f"| {' | '.join(map(_cell, [*cells, ' '.join(examples)]))} |"


def _cases(reader: Reader, iri: str, predicate: NamedNode) -> list[str]:
    """Return the examples or counter-examples of a term: in English words first, then as records."""
    words = _first(reader, iri, predicate)
    records = [v.value for v in reader.values(iri, predicate) if isinstance(v, NamedNode)]
    return [*([words] if words else []), *(f"`{compact(record)}`" for record in records)]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


# --- questions ----------------------------------------------------------------------------------


def _questions(root: Path) -> Iterator[str]:
    library = questions.library(root)
    yield f"The {len(library)} questions of `kg ask`, by theme. Each stands in `{questions.FOLDER}/NAME.rq`, with"
    yield "rows that its answer holds beside it; `kg ask NAME --sparql` prints it with its parameters filled in."
    theme = ""
    for asked in library.values():
        if asked.theme != theme:
            theme = asked.theme
            yield from ["", f"## {' · '.join(say(f'theme.{theme}', tag) for tag in LANGUAGES)}", ""]
        yield from [f"### {asked.name}", "", f"**{asked.title()}**  ", *_translated(asked), "", asked.about(), ""]
        for parameter in asked.parameters:
            takes = say("type." + parameter.kind)
            yield f"- `--{parameter.name}`: {takes}; else `{parameter.default}`"
        yield from [f"- shown as: {asked.see}", ""]


def _translated(asked: questions.Question) -> list[str]:
    return [f"{asked.title('fa')}  ", asked.title("ru")]
