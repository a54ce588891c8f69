"""Descriptions of the dataset: DCAT 3, VoID, SPARQL service description, schema.org, RO-Crate."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from pyoxigraph import RdfFormat, Triple

from kg import atomic
from kg.export.rdf import serialize
from kg.export.snapshot import ExportFault, Release, Snapshot, licence_names
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import (
    DCAT,
    IS_PART_OF,
    PREFIXES,
    SD,
    SKOS,
    VOID,
    A,
    bound_base,
    dcat,
    dcterms,
    foaf,
    of_source,
    sd,
    void,
    xsd,
)

_MEDIA = {
    ".cyjs": "application/json",
    ".gexf": "application/gexf+xml",
    ".graphml": "application/graphml+xml",
    ".jsonld": "application/ld+json",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".parquet": "application/vnd.apache.parquet",
    ".rdf": "application/rdf+xml",
    ".rq": "application/sparql-query",
    ".trig": "application/trig",
    ".ttl": "text/turtle",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: The formats in which a SPARQL 1.1 endpoint answers, by their names in the namespace that the W3C gave them.
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle")
_FORMATS = "http://www.w3.org/ns/formats/"
_GZIPPED, _GZIP = ".gz", "application/gzip"
_IANA = "https://www.iana.org/assignments/media-types/"
#: The files of a release that lists none, as (file, title); `{stem}` is the corpus's.
OFFERED = (
    ("{stem}.nq.gz", "N-Quads, compressed: default graph, passages, entailed statements"),
    ("{stem}.trig.gz", "TriG, compressed: the same"),
    ("{stem}.jsonld.gz", "JSON-LD 1.1, compressed: the same"),
    ("{stem}.ttl.gz", "Turtle, compressed: the default graph, without passages"),
    ("{stem}.graphml.gz", "GraphML, compressed"),
    ("{stem}.gexf.gz", "GEXF 1.3, compressed"),
)
_PREFIXES = {
    "dcat": DCAT,
    "void": VOID,
    "sd": SD,
    **{p: PREFIXES[p] for p in ("dcterms", "foaf", "kg", "skos", "xsd")},
}


def media_type(path: str) -> str:
    """Return the media type of a file by its name; for a gzipped file, that of its content.

    >>> media_type("a.trig"), media_type("a.csv"), media_type("a.nq.gz")
    ('application/trig', 'text/csv', 'application/n-quads')
    """
    path = path.removesuffix(_GZIPPED)
    suffix = path[path.rfind(".") :].lower()
    return _MEDIA.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def encoding(path: str) -> str | list[str]:
    """Return the media types of a file for schema.org; for a gzipped file, that of its content first.

    >>> encoding("a.nq"), encoding("a.nq.gz")
    ('application/n-quads', ['application/n-quads', 'application/gzip'])
    """
    return [media_type(path), _GZIP] if path.endswith(_GZIPPED) else media_type(path)


def description(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write a description in DCAT 3 and VoID, with a service description where the release has an endpoint."""
    release = snapshot.release.of(snapshot.listed)
    dataset = NamedNode(bound_base() + "dataset")
    statistics = _statistics(dataset, snapshot.default_graph())
    triples = [*_described(dataset, release), *statistics]
    if release.endpoint:
        service, endpoint = NamedNode(bound_base() + "dataset/sparql"), NamedNode(release.endpoint)
        triples += [
            Triple(service, A, sd.Service),
            Triple(service, A, dcat.DataService),
            Triple(service, sd.endpoint, endpoint),
            Triple(service, sd.supportedLanguage, sd.SPARQL11Query),
            Triple(service, dcat.servesDataset, dataset),
            Triple(dataset, void.sparqlEndpoint, endpoint),
            *(Triple(service, sd.resultFormat, NamedNode(_FORMATS + form)) for form in _RESULTS),
        ]
    # Type first, then by name: the same data give the same bytes.
    in_order = sorted(
        set(triples), key=lambda t: (str(t.subject), t.predicate != A, str(t.predicate), str(t.object))
    )
    serialize(in_order, out, RdfFormat.TURTLE, _PREFIXES)
    return []


def _described(dataset: NamedNode, release: Release) -> Iterator[Triple]:
    """Yield the metadata of the dataset: titles, licence, makers, languages, version, distributions."""
    node = NamedNode
    yield Triple(dataset, A, dcat.Dataset)
    yield Triple(dataset, A, void.Dataset)
    corpus = release.corpus
    for tag, title in corpus.titles.items():
        yield Triple(dataset, dcterms.title, Literal(title, language=tag))
    if corpus.abstract:
        yield Triple(dataset, dcterms.description, Literal(corpus.abstract, language="en"))
    if corpus.licence:
        yield Triple(dataset, dcterms.license, node(corpus.licence))
    for maker_iri, maker in corpus.makers:
        yield Triple(dataset, dcterms.creator, node(maker_iri))
        yield Triple(node(maker_iri), foaf.name, Literal(maker, language="en"))
    yield Triple(dataset, dcat.landingPage, node(release.address))
    # VoID takes the beginning of all IRIs as a text, not as a resource.
    yield Triple(dataset, void.uriSpace, Literal(bound_base()))
    for tag in ("en", "fa", "ru"):
        yield Triple(dataset, dcterms.language, node(f"http://id.loc.gov/vocabulary/iso639-1/{tag}"))
    if corpus.version:
        yield Triple(dataset, dcat.version, Literal(corpus.version))
    if release.issued:
        yield Triple(dataset, dcterms.issued, Literal(release.issued, datatype=xsd.date))
    for pattern, title in release.files or OFFERED:
        file = pattern.format(stem=corpus.stem)
        here = node(f"{bound_base()}dataset/{file}")
        yield Triple(dataset, dcat.distribution, here)
        yield Triple(here, A, dcat.Distribution)
        yield Triple(here, dcterms.title, Literal(title, language="en"))
        if corpus.licence:
            yield Triple(here, dcterms.license, node(corpus.licence))
        yield Triple(here, dcat.mediaType, node(_IANA + media_type(file)))
        if file.endswith(_GZIPPED):
            yield Triple(here, dcat.compressFormat, node(_IANA + _GZIP))
        yield Triple(here, dcat.downloadURL, here)
        # VoID means by a dump the whole dataset in RDF; of our formats these two hold the passages.
        if file.removesuffix(_GZIPPED).endswith((".nq", ".trig")):
            yield Triple(dataset, void.dataDump, here)


def _statistics(dataset: NamedNode, quads: list[Quad]) -> Iterator[Triple]:
    """Yield the statistics of VoID of distinct statements: of the whole, by class and property, and of links."""
    classes: Counter[Any] = Counter()
    properties: Counter[NamedNode] = Counter()
    objects: set[Any] = set()
    documents: set[Any] = set()
    # The engine makes an object of each term that is asked for, so each is asked for once. Lists by subject, where
    # a tuple for each statement would be one more for the collector of garbage to visit.
    stated: dict[Any, list[NamedNode]] = defaultdict(list)
    kinds: dict[Any, list[NamedNode]] = defaultdict(list)
    for quad in quads:
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        stated[subject].append(predicate)
        properties[predicate] += 1
        objects.add(value)
        if predicate == A:
            classes[value] += 1
            if isinstance(value, NamedNode):
                kinds[subject].append(value)
        elif predicate == IS_PART_OF and of_source(subject.value):
            documents.add(value)
    for term, number in (
        (void.triples, len(quads)),
        (void.distinctSubjects, len(stated)),
        (void.distinctObjects, len(objects)),
        (void.classes, len(classes)),
        (void.properties, len(properties)),
        (void.documents, len(documents)),
    ):
        yield Triple(dataset, term, _integer(number))
    of_class, of_property = (
        (void.classPartition, void.class_, void.entities),
        (void.propertyPartition, void.property, void.triples),
    )
    yield from _partitions(dataset, "class", of_class, classes)
    yield from _partitions(dataset, "property", of_property, properties)
    # Of these, editors complete the properties of a variable whose class is written.
    for term, own in _properties_by_class(stated, kinds).items():
        yield from _partitions(_part(dataset, "class", term), "property", of_property, own)
    for predicate, number in properties.items():
        if not (predicate.value.startswith(SKOS) and predicate.value.endswith("Match")):
            continue
        links = NamedNode(f"{bound_base()}dataset/links/{predicate.value.rpartition('#')[2]}")
        yield Triple(links, A, void.Linkset)
        yield Triple(links, void.subjectsTarget, dataset)
        yield Triple(links, void.linkPredicate, predicate)
        yield Triple(links, void.triples, _integer(number))


def _properties_by_class(
    stated: Mapping[Any, list[NamedNode]], kinds: Mapping[Any, list[NamedNode]]
) -> dict[NamedNode, Counter[NamedNode]]:
    """Return for each class how many triples with each property its instances are subjects of.

    Args:
        stated: the property of each triple, by its subject.
        kinds: the classes of each subject that has some.
    """
    # Most records share their classes with many: one count for all of them takes a fifth of the time.
    alike: dict[tuple[NamedNode, ...], Counter[NamedNode]] = defaultdict(Counter)
    for subject, own in kinds.items():
        alike[tuple(sorted(own, key=str))].update(stated[subject])
    counts: dict[NamedNode, Counter[NamedNode]] = defaultdict(Counter)
    for classes, properties in alike.items():
        for kind in classes:
            counts[kind].update(properties)
    return counts


def _partitions(
    whole: NamedNode, kind: str, predicates: tuple[NamedNode, NamedNode, NamedNode], counts: Counter[Any]
) -> Iterator[Triple]:
    """Yield the number of entities of each class, or of triples with each property, in a whole."""
    partition, about, unit = predicates
    for term, number in counts.items():
        if isinstance(term, NamedNode):
            part = _part(whole, kind, term)
            yield Triple(whole, partition, part)
            yield Triple(part, about, term)
            yield Triple(part, unit, _integer(number))


def _part(whole: NamedNode, kind: str, term: NamedNode) -> NamedNode:
    """Name the part of a whole for a term by a hash: a blank node would differ each time, and has no address."""
    return NamedNode(f"{whole.value}/{kind}/{hashlib.sha256(term.value.encode()).hexdigest()[:12]}")


def _integer(number: int) -> Literal:
    """Return an `xsd:integer` literal."""
    return Literal(str(number), datatype=xsd.integer)


def schema_dataset(release: Release, files: list[str] | None = None) -> dict[str, Any]:
    """Describe the dataset in schema.org JSON-LD, for the index page.

    >>> schema_dataset(Release())["@type"]
    'Dataset'
    """
    corpus = release.corpus
    downloads = [{"@type": "DataDownload", "contentUrl": f, "encodingFormat": encoding(f)} for f in files or []]
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": bound_base() + "dataset",
        "name": corpus.title,
        "description": corpus.abstract,
        "url": release.address,
        "license": corpus.licence,
        "inLanguage": ["en", "fa", "ru"],
        "isAccessibleForFree": True,
        "creator": [{"@type": "Organization", "@id": iri, "name": maker} for iri, maker in corpus.makers],
        **({"version": corpus.version} if corpus.version else {}),
        **({"datePublished": release.issued} if release.issued else {}),
        **({"distribution": downloads} if downloads else {}),
    }


def rocrate(snapshot: Snapshot, folder: Path) -> list[str]:
    """Describe a published folder as an RO-Crate 1.1: every file with its size, type and digest.

    A folder of very many files, as that of the pages of records, is described as one part.

    RO-Crate requires a date of publication. For a release without one, it is the newest date of any source: the
    release cannot be older, and the same data give the same bytes.

    Raises:
        ExportFault: neither the release nor any source has a day.
    """
    release = snapshot.release.of(snapshot.listed)
    remarks = []
    if not release.issued:
        day = newest_day(snapshot.listed)
        if not day:
            raise ExportFault("An RO-Crate needs the day of publication. Give it with --issued YYYY-MM-DD.")
        release = replace(release, issued=day)
        remarks = [f"datePublished is {day}, the newest day of any source: give that of the release with --issued."]
    entities = _parts(folder)
    corpus = release.corpus
    licence, identifier = licence_names(corpus.licence)
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": corpus.title,
        "description": corpus.abstract,
        "datePublished": release.issued,
        "version": corpus.version,
        "license": {"@id": corpus.licence},
        "creator": [{"@id": iri} for iri, _ in corpus.makers],
        "hasPart": [{"@id": entity["@id"]} for entity in entities],
    }
    makers = [{"@id": iri, "@type": "Organization", "name": maker} for iri, maker in corpus.makers]
    terms = {"@id": corpus.licence, "@type": "CreativeWork", "name": licence, "identifier": identifier}
    crate = {
        # The context of 1.1 lacks the digest of schema.org, and a key that no context defines means nothing.
        "@context": [f"{_CRATE['conformsTo']['@id']}/context", {"sha256": "http://schema.org/sha256"}],
        "@graph": [_CRATE, root, *makers, terms, *entities],
    }
    with atomic.file(folder / _CRATE["@id"]) as out:
        out.write((json.dumps(crate, ensure_ascii=False, indent=2) + "\n").encode())
    return remarks


def _parts(folder: Path) -> list[dict[str, Any]]:
    """Describe what a folder holds: its files, and as one part each folder of very many."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != _CRATE["@id"]]
    within = Counter(path.parent for path in files if path.parent != folder)
    entities: list[dict[str, Any]] = [
        {
            "@id": f"{quote(part.relative_to(folder).as_posix())}/",
            "@type": "Dataset",
            "name": part.name,
            "description": f"{count} files",
        }
        for part, count in sorted(within.items())
        if count > _MOST_FILES
    ]
    for path in files:
        if within[path.parent] > _MOST_FILES:
            continue
        data = path.read_bytes()
        entities.append(
            {
                "@id": quote(path.relative_to(folder).as_posix()),
                "@type": "File",
                "name": path.name,
                "encodingFormat": encoding(path.name),
                "contentSize": str(len(data)),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
        )
    return entities


def newest_day(quads: Iterable[Quad]) -> str:
    """Return the newest date of a source that is precise to the day, or an empty string."""
    stated = (
        statement.object.value
        for statement in quads
        if statement.predicate == dcterms.issued and of_source(statement.subject.value)
    )
    return max((day for day in stated if len(day) == len("2025-10-03")), default="")


#: A folder within a crate with more files than this is one entity.
_MOST_FILES = 100
#: The entity by which a crate describes itself.
_CRATE: dict[str, Any] = {
    "@id": "ro-crate-metadata.json",
    "@type": "CreativeWork",
    "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    "about": {"@id": "./"},
}
