"""Data rules: what must hold of the files beyond what shapes can say, each rule one function.

A rule takes the corpus read once into `Facts` and yields faults with their addresses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode

from kg import dates, layout
from kg.corpus import Corpus, Fault
from kg.rdf import DefaultGraph, Literal, NamedNode, Quad, Value
from kg.terms import (
    ALT_LABEL,
    BASE,
    DCTERMS,
    DEFINITION,
    ID,
    IS_PART_OF,
    LABEL,
    LANGUAGES,
    ONTOLOGY,
    OWL,
    PREFIXES,
    RDF,
    RDFS,
    REGISTER,
    SH,
    SKOS,
    SRC,
    SUBCLASS,
    SUBPROPERTY,
    XSD,
    A,
    compact,
    kg,
)

_OWN = tuple(PREFIXES[p] for p in ("kg", "code", "field", "view", "projection"))
_FOREIGN = (DCTERMS, SKOS, OWL, RDF, RDFS, SH, PREFIXES["prov"])
_CLASS, _CONCEPT = NamedNode(OWL + "Class"), NamedNode(SKOS + "Concept")
_KINDS = {
    NamedNode(OWL + "Class"): "class",
    NamedNode(OWL + "ObjectProperty"): "property",
    NamedNode(OWL + "DatatypeProperty"): "property",
    NamedNode(OWL + "AnnotationProperty"): "property",
    _CONCEPT: "concept",
    NamedNode(SKOS + "ConceptScheme"): "scheme",
    kg("View"): "view",
    kg("Projection"): "projection",
}
_TERM_KINDS = ("class", "property")
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
#: ISO 639-1 codes: languages in which sources, titles and names are written.
_ISO_639_1 = frozenset(
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
    XSD + "integer": re.compile(r"[+-]?\d+"),
    XSD + "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    XSD + "boolean": re.compile(r"true|false|0|1"),
    XSD + "duration": re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?"),
    XSD + "anyURI": re.compile(r"https?://[^\s<>\"]+"),
    XSD + "language": re.compile(r"[a-z]{2,3}"),
    XSD + "gYear": re.compile(r"\d{4}"),
    XSD + "gYearMonth": re.compile(r"\d{4}-\d\d"),
    XSD + "date": re.compile(r"\d{4}-\d\d-\d\d"),
}
_DATED = (XSD + "gYear", XSD + "gYearMonth", XSD + "date")


class Facts:
    """The corpus as rules ask for it."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.ontology: dict[NamedNode, list[Quad]] = defaultdict(list)
        self.register: dict[NamedNode, list[Quad]] = defaultdict(list)
        self.described: dict[NamedNode, list[Quad]] = defaultdict(list)
        self.said: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in corpus.quads:
            graph = quad.graph_name
            if graph == ONTOLOGY:
                self.ontology[quad.subject].append(quad)
            elif graph == REGISTER:
                self.register[quad.subject].append(quad)
            elif isinstance(graph, NamedNode) and isinstance(quad.subject, NamedNode):
                own = quad.subject.value.startswith(SRC)
                (self.described[quad.subject] if own else self.said[graph]).append(quad)

    def fault(self, quad: Quad, message: str, remedy: str, *, warning: bool = False) -> Fault:
        """Make a fault at the block of a quad's subject."""
        return self.fault_at(quad.graph_name, quad.subject, message, remedy, warning=warning)

    def fault_at(
        self,
        graph: NamedNode | DefaultGraph,
        subject: NamedNode | BlankNode,
        message: str,
        remedy: str,
        *,
        warning: bool = False,
    ) -> Fault:
        """Make a fault at a subject's block within a graph."""
        name = graph.value if isinstance(graph, NamedNode) else ""
        path, line = self.corpus.address(name, subject.value)
        record = compact(subject.value) if isinstance(subject, NamedNode) else str(subject)
        return Fault(self.corpus.relative(path), line, record, message, remedy, warning)

    @staticmethod
    def values(quads: Iterable[Quad], predicate: NamedNode) -> list[Value]:
        """Return the values of one predicate among a subject's quads."""
        return [q.object for q in quads if q.predicate == predicate]

    @staticmethod
    def links(quads: Iterable[Quad], predicate: NamedNode) -> list[NamedNode]:
        """Return the IRIs to which one predicate leads among a subject's quads."""
        return [q.object for q in quads if q.predicate == predicate and isinstance(q.object, NamedNode)]

    @staticmethod
    def texts(quads: Iterable[Quad], predicate: NamedNode) -> list[Literal]:
        """Return the literals of one predicate among a subject's quads."""
        return [q.object for q in quads if q.predicate == predicate and isinstance(q.object, Literal)]

    @cached_property
    def above(self) -> dict[NamedNode, set[NamedNode]]:
        """Each class with itself and all its super-classes."""
        direct = {c: self.links(quads, SUBCLASS) for c, quads in self.ontology.items()}
        return {c: {c, *_reach(c, direct)} for c in direct}

    @cached_property
    def happenings(self) -> set[NamedNode]:
        """The classes whose records are typed by passages only."""
        return {c for c, parents in self.above.items() if kg("Happening") in parents}

    @cached_property
    def types(self) -> dict[NamedNode, set[NamedNode]]:
        """Each record with its classes, whoever states them, super-classes included."""
        found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for quads in (*self.register.values(), *self.said.values(), *self.described.values()):
            for quad in quads:
                if quad.predicate == A and isinstance(quad.object, NamedNode):
                    found[quad.subject] |= self.above.get(quad.object, {quad.object})
        return found

    @cached_property
    def parts(self) -> dict[NamedNode, dict[int, NamedNode]]:
        """Each instrument with its articles by number."""
        found: dict[NamedNode, dict[int, NamedNode]] = defaultdict(dict)
        for record, quads in self.register.items():
            if kg("Article") in self.links(quads, A):
                for whole in self.links(quads, IS_PART_OF):
                    for number in self.values(quads, kg("number")):
                        found[whole][int(number.value)] = record
        return found


def _reach(start: NamedNode, direct: dict[NamedNode, list[NamedNode]]) -> set[NamedNode]:
    seen: set[NamedNode] = set()
    queue = list(direct.get(start, []))
    while queue:
        node = queue.pop()
        if node not in seen:
            seen.add(node)
            queue += direct.get(node, [])
    return seen


Rule = Callable[[Facts], Iterator[Fault]]
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Enter a function into the rules that `kg check` runs."""
    RULES.append(function)
    return function


@rule
def no_comments(facts: Facts) -> Iterator[Fault]:
    """Files hold no comments: parsers drop them, so the layout would lose them."""
    for path in facts.corpus.quads_of:
        if path.suffix != ".csv":
            for line, comment in layout.comments(path.read_text(encoding="utf-8")):
                yield Fault(
                    facts.corpus.relative(path),
                    line,
                    "",
                    f"comment: {comment[:60]}",
                    "Make it a skos:editorialNote on the record that it is about, or remove it.",
                )


@rule
def no_blank_nodes(facts: Facts) -> Iterator[Fault]:
    """Data holds no blank nodes: they have no address and cannot be cited."""
    for path, quads in facts.corpus.quads_of.items():
        for quad in quads:
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                named = quad.subject if isinstance(quad.subject, NamedNode) else None
                line = facts.fault(quad, "", "").line if named else _first_blank(path)
                yield Fault(
                    facts.corpus.relative(path),
                    line,
                    compact(named.value) if named else "",
                    "a blank node",
                    "Give it an IRI: id:… for a record, src:… for a passage.",
                )
                break


def _first_blank(path: Path) -> int:
    text = path.read_text(encoding="utf-8")
    found = re.search(r"_:|\[|\(", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


@rule
def every_triple_in_a_block(facts: Facts) -> Iterator[Fault]:
    """In TriG files every triple stands in the block of a source or a passage."""
    for path, quads in facts.corpus.quads_of.items():
        for quad in quads:
            if isinstance(quad.graph_name, DefaultGraph):
                yield Fault(
                    facts.corpus.relative(path),
                    1,
                    compact(quad.subject.value),
                    "stands outside every block",
                    "Put it into the block of the passage that says so.",
                )
                break


@rule
def file_named_like_source(facts: Facts) -> Iterator[Fault]:
    """A source's file is named like the source and holds its blocks only."""
    for path, quads in facts.corpus.quads_of.items():
        if path.suffix == ".csv" and path.with_suffix(".trig") not in facts.corpus.quads_of:
            remedy = f"Describe the source in {path.stem}.trig beside it."
            yield Fault(
                facts.corpus.relative(path), 1, f"src:{path.stem}", "a table without its source", remedy
            )
        if path.suffix != ".trig":
            continue
        wanted = SRC + path.stem
        graphs = dict.fromkeys(q.graph_name.value for q in quads if isinstance(q.graph_name, NamedNode))
        if wanted not in graphs:
            yield Fault(
                facts.corpus.relative(path),
                1,
                f"src:{path.stem}",
                "the file holds no block of that source",
                f"Name the file like its source, or describe src:{path.stem} in a block of that name.",
            )
        for graph in graphs:
            if graph != wanted and not graph.startswith(wanted + "."):
                quad = next(q for q in quads if q.graph_name.value == graph)
                yield facts.fault(
                    quad,
                    f"stands in the block {compact(graph)}, which is not of src:{path.stem}",
                    f"Move it to {compact(graph).removeprefix('src:').split('.')[0]}.trig, or rename the block.",
                )


@rule
def declared_terms(facts: Facts) -> Iterator[Fault]:
    """Every class, property and concept used in data is declared in the ontology."""
    seen: set[tuple[str, str]] = set()
    for quads in (*facts.register.values(), *facts.described.values(), *facts.said.values()):
        for quad in quads:
            for term in (quad.predicate, quad.object):
                if not isinstance(term, NamedNode) or term in facts.ontology:
                    continue
                foreign = term.value.startswith(_FOREIGN) or not term.value.startswith(BASE)
                if term.value.startswith(_OWN) or (term == quad.predicate and not foreign):
                    key = (quad.subject.value, term.value)
                    if key not in seen:
                        seen.add(key)
                        yield facts.fault(
                            quad, f"{compact(term.value)} is not declared", _suggest(facts, term)
                        )
                elif term == quad.predicate and not term.value.startswith(_FOREIGN):
                    yield facts.fault(
                        quad,
                        f"{compact(term.value)} is of a vocabulary that this graph does not use",
                        "Use a property of ontology/kg.ttl, Dublin Core or SKOS.",
                    )


def _suggest(facts: Facts, term: NamedNode) -> str:
    from kg.names import near

    namespace = max((n for n in _OWN if term.value.startswith(n)), key=len, default="")
    local = term.value[len(namespace) :]
    known = [s.value[len(namespace) :] for s in facts.ontology if s.value.startswith(namespace)]
    found = near(local, known)
    prefix = compact(namespace + "x").rpartition(":")[0]
    return (
        "Did you mean " + " or ".join(f"{prefix}:{name}" for name in found) + "?"
        if found
        else "Declare it in ontology/, or use a declared term."
    )


@rule
def known_records(facts: Facts) -> Iterator[Fault]:
    """Every record that data speaks of stands in the register or is attested as a happening."""
    known = set(facts.register) | set(facts.types)
    seen: set[tuple[str, str]] = set()
    for quads in (*facts.register.values(), *facts.described.values(), *facts.said.values()):
        for quad in quads:
            for term in (quad.subject, quad.object):
                if isinstance(term, NamedNode) and term.value.startswith((ID, SRC)) and term not in known:
                    key = (quad.subject.value, term.value)
                    if key not in seen:
                        seen.add(key)
                        yield facts.fault(
                            quad,
                            f"{compact(term.value)} is unknown",
                            "Describe it in graphs/records/, or mend the name.",
                        )


@rule
def passages_described(facts: Facts) -> Iterator[Fault]:
    """Every graph of statements is a described passage, and every passage says something or is quoted from."""
    reporters = {o for quads in facts.described.values() for o in facts.links(quads, kg("quotedIn"))}
    for passage, quads in facts.said.items():
        if passage not in facts.described:
            source = compact(passage.value).split(".")[0]
            yield facts.fault(
                quads[0],
                f"stands in {compact(passage.value)}, which is not described",
                f"Describe the passage in the block {source}: source, locator, holder.",
            )
    for subject, quads in facts.described.items():
        if kg("Passage") in facts.links(quads, A) and subject not in facts.said and subject not in reporters:
            yield facts.fault(
                quads[0],
                "is a passage that states nothing",
                "Remove it, or write what its holder says there.",
            )


@rule
def testimony_of_types(facts: Facts) -> Iterator[Fault]:
    """Things are typed in the register, happenings in the passages that attest them."""
    for quads in facts.register.values():
        for quad in quads:
            if quad.predicate == A and quad.object in facts.happenings:
                yield facts.fault(
                    quad,
                    f"is typed {compact(quad.object.value)} in the register",
                    "A happening is typed in the passages that attest it: move the type there.",
                )
    for quads in facts.said.values():
        for quad in quads:
            if quad.predicate == A and quad.object in facts.ontology and quad.object not in facts.happenings:
                yield facts.fault(
                    quad,
                    f"is typed {compact(quad.object.value)} in a passage",
                    "A thing is typed once, in graphs/records/: move the type there.",
                )


@rule
def statements_about_attested_records(facts: Facts) -> Iterator[Fault]:
    """A passage that says something of a happening also attests it with its type."""
    for quads in facts.said.values():
        typed = {q.subject for q in quads if q.predicate == A}
        for quad in {q.subject: q for q in quads if q.subject not in typed}.values():
            if facts.types.get(quad.subject, set()) & facts.happenings:
                cls = next(
                    iter(sorted(compact(t.value) for t in facts.types[quad.subject] & facts.happenings))
                )
                yield facts.fault(
                    quad,
                    "is described here without its type",
                    f"A passage that speaks of a happening attests it: add `a {cls}` (or its sub-class) in this block.",
                )


@rule
def literals_in_form(facts: Facts) -> Iterator[Fault]:
    """Dates exist, numbers are numbers, language tags are known, texts are not empty."""
    for quads in facts.corpus.quads_of.values():
        for quad in quads:
            if isinstance(quad.object, Literal) and (message := _literal_fault(quad.object)):
                yield facts.fault(quad, f"{compact(quad.predicate.value)} {message[0]}", message[1])


def _literal_fault(literal: Literal) -> tuple[str, str] | None:
    datatype, value = literal.datatype.value, literal.value
    if literal.language:
        if not _LANGUAGE_TAG.fullmatch(literal.language) or literal.language.split("-")[0] not in _ISO_639_1:
            return (
                f"has the unknown language tag @{literal.language}",
                "Use an ISO 639-1 code such as @en, @fa or @ru.",
            )
    elif datatype in _LEXICAL and not _LEXICAL[datatype].fullmatch(value):
        return (
            f'has the malformed {compact(datatype)} "{value}"',
            "Write it in the canonical form of its datatype.",
        )
    if datatype in _DATED:
        try:
            dates.check(value)
        except dates.NotADate as fault:
            return f'has the impossible date "{value}"', str(fault)
    return ("is empty", "Leave the statement out: unknown is empty.") if not value.strip() else None


@rule
def literals_of_their_range(facts: Facts) -> Iterator[Fault]:
    """A literal has the datatype that its property declares; a property of dates takes a year, month or day."""
    ranges, datatype_properties = {}, set()
    for prop, quads in facts.ontology.items():
        if NamedNode(OWL + "DatatypeProperty") in facts.links(quads, A):
            datatype_properties.add(prop)
            ranges[prop] = next((r.value for r in facts.links(quads, NamedNode(RDFS + "range"))), "")
    for quads in (*facts.register.values(), *facts.described.values(), *facts.said.values()):
        for quad in quads:
            if quad.predicate not in ranges:
                continue
            wanted = ranges[quad.predicate]
            got = quad.object.datatype.value if isinstance(quad.object, Literal) else "an IRI"
            if got != wanted and not (not wanted and got in _DATED):
                asked = compact(wanted) if wanted else "a date (xsd:date, xsd:gYearMonth or xsd:gYear)"
                shown = compact(got) if got != "an IRI" else got
                yield facts.fault(
                    quad,
                    f"{compact(quad.predicate.value)} is {shown}, not {asked}",
                    f"Write the value as {asked}.",
                )


@rule
def labels_of_things(facts: Facts) -> Iterator[Fault]:
    """Every thing has one English label, and at most one label in a language."""
    for thing, quads in facts.register.items():
        labels = [label.language for label in facts.texts(quads, LABEL)]
        if facts.links(quads, A) and "en" not in labels:
            yield facts.fault(quads[0], "has no English label", 'Add skos:prefLabel "…"@en.')
        for language in {tag for tag in labels if labels.count(tag) > 1}:
            yield facts.fault(
                quads[0],
                f"has {labels.count(language)} labels @{language}",
                "Keep one; the others are skos:altLabel.",
            )


@rule
def terms_explained(facts: Facts) -> Iterator[Fault]:
    """Every term of the ontology is named in three languages and defined in one English sentence."""
    for term, quads in facts.ontology.items():
        if not any(t in _KINDS for t in facts.links(quads, A)):
            continue
        named = {label.language for label in facts.texts(quads, LABEL)}
        for language in LANGUAGES:
            if language not in named:
                yield facts.fault(
                    quads[0], f"has no label @{language}", f'Add skos:prefLabel "…"@{language}.'
                )
        definitions = [d.value for d in facts.texts(quads, DEFINITION) if d.language == "en"]
        if len(definitions) != 1 or not definitions[0].endswith("."):
            yield facts.fault(
                quads[0], "has no English definition of one full sentence", 'Add skos:definition "… ."@en.'
            )


@rule
def labels_distinct(facts: Facts) -> Iterator[Fault]:
    """No two terms of one kind have the same label in one language; concepts are compared within their scheme."""
    owners: dict[tuple[str, str, str], NamedNode] = {}
    for term, quads in sorted(facts.ontology.items(), key=lambda pair: pair[0].value):
        kinds = {_KINDS[t] for t in facts.links(quads, A) if t in _KINDS}
        scheme = next((s.value for s in facts.links(quads, NamedNode(SKOS + "inScheme"))), "")
        for kind in kinds:
            for label in facts.texts(quads, LABEL):
                key = (kind + scheme, label.language or "", label.value)
                other = owners.setdefault(key, term)
                if other != term:
                    yield facts.fault(
                        quads[0],
                        f'has the label "{label.value}"@{label.language} of {compact(other.value)}',
                        "Give each its own label, or merge the two.",
                    )


@rule
def datatypes_declared(facts: Facts) -> Iterator[Fault]:
    """Every datatype property declares its datatype; one that declares none is a property of dates by its name."""
    bounded = {prop: facts.links(quads, kg("bounds")) for prop, quads in facts.ontology.items()}
    for prop, quads in facts.ontology.items():
        if NamedNode(OWL + "DatatypeProperty") not in facts.links(quads, A):
            continue
        if not facts.links(quads, NamedNode(RDFS + "range")) and not _speaks_of_time(prop, bounded):
            yield facts.fault(quads[0], "has no datatype", "Add rdfs:range xsd:…, or name it as a date.")


def _speaks_of_time(prop: NamedNode, bounded: dict[NamedNode, list[NamedNode]]) -> bool:
    name = prop.value.rpartition("#")[2]
    return bool(re.search(r"(Date|date|On|Start|End|Than)$|^date", name)) or any(
        _speaks_of_time(b, bounded) for b in bounded[prop]
    )


@rule
def no_cycles(facts: Facts) -> Iterator[Fault]:
    """Sub-classes, sub-properties, broader concepts, parts and quotations run in no circle."""
    for predicate in (SUBCLASS, SUBPROPERTY, NamedNode(SKOS + "broader"), IS_PART_OF, kg("quotedIn")):
        direct: dict[NamedNode, list[NamedNode]] = {}
        quad_of: dict[NamedNode, Quad] = {}
        for table in (facts.ontology, facts.register, facts.described):
            for subject, quads in table.items():
                for quad in quads:
                    if quad.predicate == predicate and isinstance(quad.object, NamedNode):
                        direct.setdefault(subject, []).append(quad.object)
                        quad_of[subject] = quad
        for subject in direct:
            if subject in _reach(subject, direct):
                yield facts.fault(
                    quad_of[subject], f"{compact(predicate.value)} leads back to itself", "Break the circle."
                )


@rule
def one_register_each(facts: Facts) -> Iterator[Fault]:
    """A record stands in one file of the register; what a table row adds is no second entry."""
    owners: dict[NamedNode, Path] = {}
    for path, quads in facts.corpus.quads_of.items():
        if path.suffix == ".csv":
            continue
        for subject in dict.fromkeys(q.subject for q in quads if q.graph_name == REGISTER):
            first = owners.setdefault(subject, path)
            if first != path:
                line = layout.line_of(path.read_text(encoding="utf-8"), compact(subject.value)) or 1
                yield Fault(
                    facts.corpus.relative(path),
                    line,
                    compact(subject.value),
                    f"stands in {facts.corpus.relative(first)} too",
                    "Merge the two entries into one file.",
                )


@rule
def one_file_per_address(facts: Facts) -> Iterator[Fault]:
    """Two sources do not share an address."""
    owners: dict[str, NamedNode] = {}
    for source, quads in facts.described.items():
        for address in facts.values(quads, kg("address")):
            other = owners.setdefault(address.value, source)
            if other != source:
                yield facts.fault(
                    quads[0],
                    f"has the address of {compact(other.value)}",
                    "Merge the two sources into one file.",
                )


@rule
def defining_links_in_register(facts: Facts) -> Iterator[Fault]:
    """The defining links of a happening other than an assessment stand in the register."""
    links = {p for quads in facts.ontology.values() for p in facts.links(quads, kg("definingLink"))}
    for record, classes in facts.types.items():
        if classes & facts.happenings and kg("Assessment") not in classes and record not in facts.register:
            quad = next(q for quads in facts.said.values() for q in quads if q.subject == record)
            yield facts.fault(
                quad,
                "is a happening without defining links in the register",
                "Say in graphs/records/ which happening it is: "
                + ", ".join(sorted(compact(p.value) for p in links & _links_of(facts, classes)))
                + ".",
            )


def _links_of(facts: Facts, classes: set[NamedNode]) -> set[NamedNode]:
    return {p for c in classes for p in facts.links(facts.ontology.get(c, []), kg("definingLink"))}


@rule
def register_is_spoken_of(facts: Facts) -> Iterator[Fault]:
    """Defining links in the register belong to a happening that some passage attests."""
    for record, quads in facts.register.items():
        if not facts.links(quads, A) and record not in facts.types:
            yield facts.fault(
                quads[0],
                "has defining links, but no passage attests it and no type makes it a thing",
                "Write the passage that attests it, or remove the entry.",
            )


@rule
def articles_complete(facts: Facts) -> Iterator[Fault]:
    """An instrument's register lists its articles without a gap; by its own count where it has any article."""
    counts: dict[NamedNode, set[int]] = defaultdict(set)
    for quads in facts.said.values():
        for quad in quads:
            if quad.predicate == kg("articleCount"):
                counts[quad.subject].add(int(quad.object.value))
    for instrument, articles in facts.parts.items():
        for number in range(1, max(counts[instrument], default=0) + 1):
            if number not in articles:
                yield facts.fault(
                    facts.register[instrument][0],
                    f"has no article {number}, though it is said to have {max(counts[instrument])}",
                    f"Register id:…-article-{number}; an article without coding shows as not yet coded.",
                )


@rule
def articles_numbered(facts: Facts) -> Iterator[Fault]:
    """An article has one number and is part of one instrument."""
    for record, quads in facts.register.items():
        if kg("Article") in facts.links(quads, A):
            for predicate, remedy in ((kg("number"), "kg:number 12"), (IS_PART_OF, "dcterms:isPartOf id:…")):
                if len(facts.values(quads, predicate)) != 1:
                    yield facts.fault(
                        quads[0],
                        f"is an article without exactly one {compact(predicate.value)}",
                        f"Add {remedy}.",
                    )


@rule
def paragraphs_within_count(facts: Facts) -> Iterator[Fault]:
    """A numbered paragraph lies within the count of its article."""
    counts: dict[NamedNode, int] = {}
    for quads in facts.said.values():
        for quad in quads:
            if quad.predicate == kg("paragraphCount"):
                counts[quad.subject] = max(int(quad.object.value), counts.get(quad.subject, 0))
    for record, quads in facts.register.items():
        if kg("Paragraph") in facts.links(quads, A):
            for article in facts.links(quads, IS_PART_OF):
                for number in facts.values(quads, kg("number")):
                    if article in counts and int(number.value) > counts[article]:
                        yield facts.fault(
                            quads[0],
                            f"is paragraph {number.value} of an article of {counts[article]} paragraphs",
                            "Mend the number, or record the source that counts more.",
                        )


@rule
def lineage_between_instruments(facts: Facts) -> Iterator[Fault]:
    """Articles of one instrument only cite each other: lineage runs between instruments."""
    whole = {r: w for r, quads in facts.register.items() for w in facts.links(quads, IS_PART_OF) if quads}
    cites = NamedNode(BASE + "code/cites-text")
    for quads in facts.register.values():
        later, earlier = facts.links(quads, kg("later")), facts.links(quads, kg("earlier"))
        if later and earlier and cites not in facts.values(quads, kg("kind")):
            if whole.get(later[0], later[0]) == whole.get(earlier[0], earlier[0]):
                yield facts.fault(
                    quads[0],
                    "is lineage within one instrument",
                    "Use code:cites-text, or link two instruments.",
                )


@rule
def actors_of_treaty_actions(facts: Facts) -> Iterator[Fault]:
    """An actor of a treaty action is a party, an organ or office of one, a member of it, or the depositary."""
    parties: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for quads in (*facts.register.values(), *facts.said.values()):
        for quad in quads:
            if quad.predicate in (kg("party"), kg("depositary")) and isinstance(quad.object, NamedNode):
                parties[quad.subject].add(quad.object)
    up = {
        r: [
            o
            for p in ("organOf", "officeOf", "succeeds", "affiliation", "owner")
            for o in facts.links(quads, kg(p))
        ]
        for r, quads in facts.register.items()
    }
    for record, quads in facts.register.items():
        for treaty in facts.links(quads, kg("treaty")):
            for actor in facts.links(quads, kg("actor")):
                if (
                    parties[treaty]
                    and actor not in parties[treaty]
                    and not parties[treaty] & _reach(actor, up)
                ):
                    yield facts.fault(
                        quads[0],
                        f"{compact(actor.value)} is neither party to {compact(treaty.value)} nor an organ of one",
                        "Mend the actor, or say whose organ it is (kg:organOf) or that it is a party (kg:party).",
                    )


@rule
def holders_can_speak(facts: Facts) -> Iterator[Fault]:
    """A passage is held by an agent or an office."""
    speakers = {kg("Agent"), kg("Office")}
    for quads in facts.described.values():
        for quad in quads:
            if quad.predicate == kg("holder") and isinstance(quad.object, NamedNode):
                if quad.object in facts.types and not facts.types[quad.object] & speakers:
                    yield facts.fault(
                        quad,
                        f"is held by {compact(quad.object.value)}, which is neither an agent nor an office",
                        "Name the person, body, group or office that speaks.",
                    )


@rule
def figures_have_numbers(facts: Facts) -> Iterator[Fault]:
    """A passage that attests a figure gives its number, or a bound of it."""
    numbers = {kg("value")} | {
        p for p, q in facts.ontology.items() if kg("value") in facts.links(q, kg("bounds"))
    }
    for quads in facts.said.values():
        stated = {q.subject for q in quads if q.predicate in numbers}
        for quad in quads:
            if quad.predicate == A and quad.object == kg("Figure") and quad.subject not in stated:
                yield facts.fault(
                    quad, "is a figure without a number", "Add kg:value, or kg:valueAbout and the like."
                )


@rule
def order_of_actions(facts: Facts) -> Iterator[Fault]:
    """No account has an instrument in force, ratified or approved surely before it was signed by every account."""
    signed: dict[NamedNode, set[str]] = defaultdict(set)
    later: dict[NamedNode, list[tuple[str, Quad]]] = defaultdict(list)
    for quads in facts.said.values():
        kinds = {q.subject: q.object for q in quads if q.predicate == A}
        for quad in quads:
            if quad.predicate != kg("onDate") or not _is_date(quad.object):
                continue
            treaty = next(iter(facts.links(facts.register.get(quad.subject, []), kg("treaty"))), None)
            if treaty and kinds.get(quad.subject) == kg("Signature"):
                signed[treaty].add(quad.object.value)
            elif treaty and kinds.get(quad.subject) in (
                kg("EntryIntoForce"),
                kg("Ratification"),
                kg("Notification"),
            ):
                later[treaty].append((quad.object.value, quad))
    for treaty, days in signed.items():
        for day, quad in later[treaty]:
            before = [s for s in days if dates.latest(day) < dates.earliest(s)]
            if before:
                sure = len(before) == len(days)
                yield facts.fault(
                    quad,
                    f"is dated {day}, before the signature ({', '.join(sorted(days))})",
                    "Mend the date." if sure else "Rival accounts: read both sources once more.",
                    warning=not sure,
                )


def _is_date(term: Value) -> bool:
    if not isinstance(term, Literal) or term.datatype.value not in _DATED:
        return False
    try:
        return bool(dates.check(term.value))
    except dates.NotADate:
        return False


@rule
def alternative_labels_differ(facts: Facts) -> Iterator[Fault]:
    """An alternative label says something that the preferred label of its language does not."""
    for quads in facts.register.values():
        preferred = {(label.value, label.language) for label in facts.texts(quads, LABEL)}
        for label in facts.texts(quads, ALT_LABEL):
            if (label.value, label.language) in preferred:
                yield facts.fault(
                    quads[0],
                    f'repeats its label "{label.value}" as an alternative',
                    "Remove the alternative.",
                )
