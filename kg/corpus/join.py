"""Joining two corpora of one base: the files of a third, which states what either states."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from kg.corpus.files import DESCRIPTION, base_of
from kg.corpus.load import Corpus, CorpusFaults, Fault
from kg.errors import Error
from kg.rdf import turtle
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import DEFINITION, LABEL, SHORT_NAME, A, compact, dcterms, kg, owl

#: Of these a record of the register has one value in each language; what else it has may have several.
_ONE = (A, LABEL, SHORT_NAME, DEFINITION)
#: What is said of the corpus itself differs between any two: its texts are joined, of these the first stands.
_FIRST = (dcterms.license, owl.versionInfo)


class OtherNames(Error):
    """Two corpora that cannot be joined, since the IRIs of their records begin differently."""


def join(one: Corpus, other: Corpus) -> dict[PurePosixPath, bytes]:
    """Return the files of a corpus that joins two, by their paths.

    Records, sources and codings are those of both. The ontology is the same for all corpora but for the
    perspectives, views and questions of their parties: where both declare a term or ask a question, the first
    one's wording stands.

    Raises:
        OtherNames: their bases differ.
        CorpusFaults: both describe a record, a source or a row of a table, and not in the same way; each fault is
            at the place in the other corpus, and names the first one's.
    """
    bases = base_of(one.root), base_of(other.root)
    if bases[0] != bases[1]:
        raise OtherNames(
            f"{one.root} names its records under {bases[0]}, and {other.root} under {bases[1]}: no record of "
            "one is a record of the other. Corpora that shall be joined have one kg:base in graphs/corpus.ttl."
        )
    faults: list[Fault] = [*_disagreements(one, other)]
    joined = {PurePosixPath(one.relative(path).as_posix()): data for path, data in one.contents.items()}
    for path, data in other.contents.items():
        name = PurePosixPath(other.relative(path).as_posix())
        if name not in joined or joined[name] == data:
            joined[name] = data
        elif path.suffix == ".csv":
            joined[name], differing = _tables(path, joined[name], data)
            faults += differing
        else:
            merge = _descriptions if name == PurePosixPath(DESCRIPTION) else _added
            first, second = turtle.read(path, joined[name]), turtle.read(path, data)
            joined[name] = turtle.write(merge(name, first, second)).encode()
    for root in (other.root, one.root):
        for path in sorted((root / "ontology" / "questions").glob("*")):
            joined[PurePosixPath("ontology/questions", path.name)] = path.read_bytes()
    if faults:
        raise CorpusFaults(faults, len(joined))
    return joined


def _added(path: PurePosixPath, first: list[Quad], second: list[Quad]) -> Iterator[Quad]:
    """Yield the statements of two files of one path; a term of the ontology stays as the first declares it."""
    declared = {quad.subject for quad in first} if path.parts[0] == "ontology" else set()
    yield from first
    yield from (quad for quad in second if quad.subject not in declared)


def _descriptions(_path: PurePosixPath, first: list[Quad], second: list[Quad]) -> Iterator[Quad]:
    """Yield the description of the joined corpus: both titles in one, the makers and parties of both."""
    corpora = {quad.subject for quad in first if quad.predicate == A and quad.object == kg.Corpus}
    for quad in (*first, *(quad for quad in second if quad.predicate not in _FIRST or quad.subject not in corpora)):
        if quad.subject not in corpora or quad.predicate not in (LABEL, dcterms.description):
            yield quad
            continue
        language = quad.object.language if isinstance(quad.object, Literal) else None
        texts = [
            q.object.value
            for q in (*first, *second)
            if (q.subject, q.predicate) == (quad.subject, quad.predicate)
            and isinstance(q.object, Literal)
            and q.object.language == language
        ]
        yield Quad(quad.subject, quad.predicate, Literal(" + ".join(dict.fromkeys(texts)), language=language))


def _disagreements(one: Corpus, other: Corpus) -> Iterator[Fault]:
    """Yield a fault for each record of both registers, and each source of both, that is described in two ways."""
    own = _described(one)
    for (graph, subject, predicate, language), values in _described(other).items():
        known = own.get((graph, subject, predicate, language))
        if known is None or known == values:
            continue
        path, line = other.address(graph, subject)
        place, row = one.address(graph, subject)
        shown = " ".join(turtle.write_term(value) for value in sorted(known, key=str))
        stated = " ".join(turtle.write_term(value) for value in sorted(values, key=str))
        yield Fault(
            path,
            line,
            compact(subject),
            f"has the {compact(predicate)} {stated}, but {shown} in {place}:{row}",
            "Agree on one, or give the record another name in one of the corpora.",
        )


def _described(corpus: Corpus) -> dict[tuple[str, str, str, str], set[Value]]:
    """Return what a register says once of each record, and all that is said of each source and passage.

    The key is the graph, the subject, the property and the language.
    """
    described: dict[tuple[str, str, str, str], set[Value]] = {}
    corpora = {quad.subject for quad in corpus.quads if quad.predicate == A and quad.object == kg.Corpus}
    for path, quads in corpus.quads_of.items():
        if path.suffix == ".csv" or "ontology" in corpus.relative(path).parts[:1]:
            continue
        for quad in quads:
            if quad.subject in corpora or (path.suffix == ".ttl" and quad.predicate not in _ONE):
                continue
            graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            language = quad.object.language or "" if isinstance(quad.object, Literal) else ""
            key = (graph, quad.subject.value, quad.predicate.value, language)
            described.setdefault(key, set()).add(quad.object)
    return described


def _tables(path: Path, first: bytes, second: bytes) -> tuple[bytes, list[Fault]]:
    """Return the rows of two tables of one path, and a fault for each record with another row in each."""
    one, other = (turtle.decoded(path, data).splitlines() for data in (first, second))
    if one[:1] != other[:1]:
        return first, [Fault(path, 1, "", "has other columns than the table of the same name", "Use the same.")]
    rows = dict.fromkeys(one)
    records = {row.partition(",")[0] for row in one[1:]}
    faults = [
        Fault(
            path,
            number,
            row.partition(",")[0],
            "has another row in the table of the same name",
            "Agree on one row, or name the record otherwise in one of the corpora.",
        )
        for number, row in enumerate(other[1:], 2)
        if row not in rows and row.partition(",")[0] in records
    ]
    return ("\n".join([*rows, *(row for row in other if row not in rows)]) + "\n").encode(), faults
