"""Rules on files: layout, names, blocks, and the form of every literal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode

from kg.corpus.files import DESCRIPTION, SHAPES, entries, source_key
from kg.corpus.load import Fault
from kg.corpus.rules.facts import Facts, local_rule, rule
from kg.corpus.rules.filing import record_file
from kg.rdf import turtle
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad
from kg.rdf.vocabulary import (
    DATE_TYPES,
    RANGE,
    REGISTER,
    A,
    bound_base,
    compact,
    kg,
    of_source,
    owl,
    rdf,
    sh,
    source_iri,
    xsd,
)
from kg.text import dates

_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


#: Embeddings, overrides and isolates of Unicode's bidirectional algorithm, by which a name can pass for another.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: ISO 639-1 codes: languages in which sources, titles and names are written.
ISO_639_1 = frozenset(
    [
        "aa",
        "ab",
        "ae",
        "af",
        "ak",
        "am",
        "an",
        "ar",
        "as",
        "av",
        "ay",
        "az",
        "ba",
        "be",
        "bg",
        "bh",
        "bi",
        "bm",
        "bn",
        "bo",
        "br",
        "bs",
        "ca",
        "ce",
        "ch",
        "co",
        "cr",
        "cs",
        "cu",
        "cv",
        "cy",
        "da",
        "de",
        "dv",
        "dz",
        "ee",
        "el",
        "en",
        "eo",
        "es",
        "et",
        "eu",
        "fa",
        "ff",
        "fi",
        "fj",
        "fo",
        "fr",
        "fy",
        "ga",
        "gd",
        "gl",
        "gn",
        "gu",
        "gv",
        "ha",
        "he",
        "hi",
        "ho",
        "hr",
        "ht",
        "hu",
        "hy",
        "hz",
        "ia",
        "id",
        "ie",
        "ig",
        "ii",
        "ik",
        "io",
        "is",
        "it",
        "iu",
        "ja",
        "jv",
        "ka",
        "kg",
        "ki",
        "kj",
        "kk",
        "kl",
        "km",
        "kn",
        "ko",
        "kr",
        "ks",
        "ku",
        "kv",
        "kw",
        "ky",
        "la",
        "lb",
        "lg",
        "li",
        "ln",
        "lo",
        "lt",
        "lu",
        "lv",
        "mg",
        "mh",
        "mi",
        "mk",
        "ml",
        "mn",
        "mr",
        "ms",
        "mt",
        "my",
        "na",
        "nb",
        "nd",
        "ne",
        "ng",
        "nl",
        "nn",
        "no",
        "nr",
        "nv",
        "ny",
        "oc",
        "oj",
        "om",
        "or",
        "os",
        "pa",
        "pi",
        "pl",
        "ps",
        "pt",
        "qu",
        "rm",
        "rn",
        "ro",
        "ru",
        "rw",
        "sa",
        "sc",
        "sd",
        "se",
        "sg",
        "si",
        "sk",
        "sl",
        "sm",
        "sn",
        "so",
        "sq",
        "sr",
        "ss",
        "st",
        "su",
        "sv",
        "sw",
        "ta",
        "te",
        "tg",
        "th",
        "ti",
        "tk",
        "tl",
        "tn",
        "to",
        "tr",
        "ts",
        "tt",
        "tw",
        "ty",
        "ug",
        "uk",
        "ur",
        "uz",
        "ve",
        "vi",
        "vo",
        "wa",
        "wo",
        "xh",
        "yi",
        "yo",
        "za",
        "zh",
        "zu",
    ]
)


_LEXICAL = {
    xsd.integer.value: re.compile(r"[+-]?[0-9]+"),
    xsd.decimal.value: re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    xsd.boolean.value: re.compile(r"true|false|0|1"),
    xsd.duration.value: re.compile(r"P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?"),
    xsd.anyURI.value: re.compile(r"https?://[^\s<>\"]+"),
    xsd.language.value: re.compile(r"[a-z]{2,3}"),
    xsd.gYear.value: re.compile(r"[0-9]{4}"),
    xsd.gYearMonth.value: re.compile(r"[0-9]{4}-[0-9]{2}"),
    xsd.date.value: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}


#: A repeated group that ends in a repetition: the time to find that a text does not match doubles with each letter.
_NESTED = re.compile(r"[+*}]\)[+*{]")
#: The properties of shapes whose values are programs.
_PROGRAMS = (sh.sparql, sh.js, sh.rule, sh.target)
#: The datatypes that this program reads; a date has one of three.
DATATYPES = frozenset([*_LEXICAL, *DATE_TYPES, xsd.string.value, rdf.langString.value])


def is_program(statement: Quad) -> bool:
    """Return whether a statement of a shape is a program, or a pattern that a text can keep busy for years."""
    if statement.predicate == sh.pattern:
        return bool(_NESTED.search(statement.object.value))
    return statement.predicate in _PROGRAMS


@rule
def every_file_read(facts: Facts) -> Iterator[Fault]:
    """The folders of a corpus hold nothing that looks like data and is not read."""
    root = facts.corpus.root
    read = {str(path) for path in facts.corpus.contents}
    there = (entry for folder in ("ontology", "graphs") for entry in entries(root / folder))
    beside = (entry.path for entry in there if not entry.name.startswith("README"))
    for path in sorted(path for path in beside if path not in read):
        yield Fault(
            facts.corpus.relative(Path(path)),
            1,
            "",
            "is not read",
            "Data are .ttl, .trig and .csv files in ontology/, graphs/records/, graphs/sources/ and "
            "graphs/coding/: move it, rename it, or remove it.",
        )


@rule
def shapes_present(facts: Facts) -> Iterator[Fault]:
    """The shapes stand in their file, hold no programs, which could call services, and no endless patterns."""
    statements = facts.corpus.quads_of.get(facts.corpus.root / SHAPES)
    if statements is None:
        remedy = "Restore it: without shapes, most faults of values and links go unseen."
        yield Fault(Path(SHAPES), 1, "", "is missing", remedy)
    for statement in statements or ():
        if is_program(statement):
            pattern = f" {statement.object.value}" if statement.predicate == sh.pattern else ""
            yield facts.fault(
                statement,
                f"has {compact(statement.predicate.value)}{pattern}",
                "Use the core of SHACL; what it cannot say is a rule in kg/corpus/rules/.",
            )


@local_rule
def no_comments(facts: Facts) -> Iterator[Fault]:
    """Files hold no comments: parsers drop them, so the layout would lose them."""
    for path in facts.corpus.quads_of:
        if path.suffix != ".csv":
            for line, comment in turtle.comments(facts.corpus.text(path)):
                yield Fault(
                    facts.corpus.relative(path),
                    line,
                    "",
                    f"comment: {comment[:60]}",
                    "Make it a skos:editorialNote on the record that it is about, or remove it.",
                )


@local_rule
def no_blank_nodes(facts: Facts) -> Iterator[Fault]:
    """Data holds no blank nodes: they have no address and cannot be cited."""
    remedy = "Give it an IRI: id:… for a record, src:… for a passage."
    for path, quads in facts.corpus.quads_of.items():
        blank = [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]
        named = {q.subject: q for q in blank if isinstance(q.subject, NamedNode)}
        for quad in named.values():
            yield facts.fault(quad, "a blank node", remedy)
        if blank and not named:
            text = facts.corpus.text(path)
            # The syntax of a blank node, or of a collection of them.
            syntax = re.search(r"_:|\[|\(", text)
            line = text.count("\n", 0, syntax.start()) + 1 if syntax else 1
            yield Fault(facts.corpus.relative(path), line, "", "a blank node", remedy)


@local_rule
def every_triple_in_a_block(facts: Facts) -> Iterator[Fault]:
    """In TriG files every triple is in the block of a source or a passage."""
    for quads in facts.corpus.quads_of.values():
        for quad in quads:
            if isinstance(quad.graph_name, DefaultGraph):
                yield facts.fault(
                    quad, "is outside every block", "Put it into the block of the passage that says so."
                )
                break


@local_rule
def file_named_like_source(facts: Facts) -> Iterator[Fault]:
    """A source's file is named like the source and holds its blocks only."""
    for path, quads in facts.corpus.quads_of.items():
        key = source_key(path)
        if path.suffix == ".csv" and path.with_suffix(".trig") not in facts.corpus.contents:
            remedy = f"Describe the source in {path.stem}.trig beside it."
            yield Fault(facts.corpus.relative(path), 1, f"src:{key}", "a table without its source", remedy)
        if path.suffix != ".trig":
            continue
        wanted = source_iri(key)
        graphs = dict.fromkeys(q.graph_name.value for q in quads if isinstance(q.graph_name, NamedNode))
        if wanted not in graphs:
            yield Fault(
                facts.corpus.relative(path),
                1,
                f"src:{key}",
                "the file holds no block of that source",
                f"Name the file like its source, or describe src:{key} in a block of that name.",
            )
        for graph in graphs:
            if graph != wanted and not graph.startswith(wanted + "."):
                quad = next(q for q in quads if q.graph_name.value == graph)
                yield facts.fault(
                    quad,
                    f"is in the block {compact(graph)}, which is not of src:{key}",
                    f"Move it to {compact(graph).removeprefix('src:').split('.')[0]}.trig, or rename the block.",
                )


@rule
def one_description(facts: Facts) -> Iterator[Fault]:
    """A corpus describes itself once, in its own file, under the base IRI that this program reads."""
    corpora = [entry for record, entry in facts.register.items() if kg.Corpus in facts.types.get(record, ())]
    if not corpora:
        remedy = f"Write {DESCRIPTION}: a kg:Corpus with its title, makers, licence, version, base IRI and parties."
        yield Fault(Path(DESCRIPTION), 1, "", "no file says what this corpus is and who makes it", remedy)
    here = {quad.subject for quad in facts.corpus.quads_of.get(facts.corpus.root / DESCRIPTION, ())}
    for entry in corpora:
        if entry[0].subject not in here:
            yield facts.fault(
                entry[0], f"is a corpus described outside {DESCRIPTION}", f"Move it to {DESCRIPTION}."
            )
        for base in facts.values(entry, kg.base):
            if base.value != bound_base():
                yield facts.fault(
                    entry[0],
                    f"has the base IRI {base.value}",
                    f"This process reads IRIs under {bound_base()}: state that one, or open the corpus in another.",
                )
    for entry in corpora[1:]:
        yield facts.fault(entry[0], "is a second corpus in one", "Keep one kg:Corpus: it is what citations name.")


@rule
def one_register_each(facts: Facts) -> Iterator[Fault]:
    """A record is described in one file of the register; statements of table rows do not count."""
    owners: dict[NamedNode, Path] = {}
    for path, quads in facts.corpus.quads_of.items():
        if path.suffix == ".csv":
            continue
        for subject in dict.fromkeys(stated.subject for stated in quads if stated.graph_name == REGISTER):
            first = owners.setdefault(subject, path)
            if first != path:
                line = turtle.line_of(facts.corpus.text(path), compact(subject.value)) or 1
                yield Fault(
                    facts.corpus.relative(path),
                    line,
                    compact(subject.value),
                    f"is in {facts.corpus.relative(first)} too",
                    f"Merge the two entries into {record_file(facts, subject) or 'one file'}.",
                )


@rule
def one_file_per_address(facts: Facts) -> Iterator[Fault]:
    """Two sources do not share an address."""
    for description in facts.described.values():
        for address in facts.values(description, kg.address):
            sources = dict.fromkeys(quad.subject for quad in facts.statements_of(kg.address, address))
            first, *others = (source for source in sources if of_source(source.value))
            for other in others:
                yield facts.fault(
                    facts.described[other][0],
                    f"has the address of {compact(first.value)}",
                    "Merge the two sources into one file.",
                )


@local_rule
def literals_in_form(facts: Facts) -> Iterator[Fault]:
    """Dates exist, numbers are numbers, language tags are known, texts are neither empty nor in disguise."""
    for quads in facts.corpus.quads_of.values():
        for quad in quads:
            if isinstance(quad.object, Literal) and (message := _literal_fault(quad.object)):
                yield facts.fault(quad, f"{compact(quad.predicate.value)} {message[0]}", message[1])


def _literal_fault(literal: Literal) -> tuple[str, str] | None:
    """Return the message and remedy for a literal that is malformed, impossible, disguised or empty."""
    datatype, value = literal.datatype.value, literal.value
    if reordering := _REORDERING.search(value):
        return (
            f"has the invisible character U+{ord(reordering[0]):04X}, which reorders the text around it",
            "Delete it: Persian, Russian and English stand in one text without it.",
        )
    if literal.language:
        if not _LANGUAGE_TAG.fullmatch(literal.language) or literal.language.split("-")[0] not in ISO_639_1:
            return (
                f"has the unknown language tag @{literal.language}",
                "Use an ISO 639-1 code such as @en, @fa or @ru.",
            )
    # XML Schema allows a time zone in dates, but this program compares dates as texts.
    elif datatype in DATE_TYPES and re.search(r"([0-9]Z|[+-][0-9]{2}:[0-9]{2})$", value):
        return (
            f'has the malformed {compact(datatype)} "{value}"',
            "A date has no zone: leave out what follows the year, month or day.",
        )
    elif datatype in _LEXICAL and not _LEXICAL[datatype].fullmatch(value):
        return (
            f'has the malformed {compact(datatype)} "{value}"',
            "Write it in the canonical form of its datatype.",
        )
    if datatype in DATE_TYPES:
        try:
            dates.check(value)
        except dates.NotADate as fault:
            return f'has the impossible date "{value}"', str(fault)
    return ("is empty", "Leave the statement out: unknown is empty.") if not value.strip() else None


@local_rule
def links_to_records(facts: Facts) -> Iterator[Fault]:
    """A property that links records has an IRI as its value, never a text."""
    links = {
        link for link, statements in facts.ontology.items() if owl.ObjectProperty in facts.links(statements, A)
    }
    for statements in (*facts.register.values(), *facts.described.values(), *facts.said.values()):
        for quad in statements:
            if quad.predicate in links and isinstance(quad.object, Literal):
                prop = compact(quad.predicate.value)
                yield facts.fault(
                    quad,
                    f'{prop} leads to the text "{quad.object.value}"',
                    f"{prop} leads to a record or a concept: write its prefixed name.",
                )


@local_rule
def literals_of_their_range(facts: Facts) -> Iterator[Fault]:
    """A literal has the datatype that its property declares; a property of dates takes a year, month or day."""
    ranges, datatype_properties = {}, set()
    for prop, statements in facts.ontology.items():
        if owl.DatatypeProperty in facts.links(statements, A):
            datatype_properties.add(prop)
            ranges[prop] = next((r.value for r in facts.links(statements, RANGE)), "")
    for statements in (*facts.register.values(), *facts.described.values(), *facts.said.values()):
        for quad in statements:
            if quad.predicate not in ranges:
                continue
            wanted = ranges[quad.predicate]
            got = quad.object.datatype.value if isinstance(quad.object, Literal) else "an IRI"
            # A property without a declared range takes dates of any precision (see `datatypes_declared`).
            if got != wanted and not (not wanted and got in DATE_TYPES):
                asked = compact(wanted) if wanted else "a date (xsd:date, xsd:gYearMonth or xsd:gYear)"
                shown = compact(got) if got != "an IRI" else got
                yield facts.fault(
                    quad,
                    f"{compact(quad.predicate.value)} is {shown}, not {asked}",
                    f"Write the value as {asked}.",
                )
