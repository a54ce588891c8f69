"""Namespaces and every term that code uses: `kg.holder` in code is `kg:holder` in data.

A term is declared here once: the commonest as constants (`A`, `LABEL`), all others as attributes of their
namespace, so that a type checker finds a misspelt one. Tests compare each with its declaration in the ontology or,
for other vocabularies, in a pinned copy. Other terms are read from the ontology.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode

#: The base of the ontology in every corpus: its terms, codes, fields, views, projections, shapes and questions.
BASE: Final = "https://w3id.org/iran-russia/"
KG: Final = BASE + "ontology#"
#: The namespaces of records and of sources until a corpus of another base is opened (`bind`).
ID: Final = BASE + "id/"
SRC: Final = BASE + "source/"
VIEW: Final = BASE + "view/"
PROJECTION: Final = BASE + "projection/"

CODE: Final = BASE + "code/"
SHAPE: Final = BASE + "shape/"

DCAT: Final = "http://www.w3.org/ns/dcat#"
DCTERMS: Final = "http://purl.org/dc/terms/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
NP: Final = "http://www.nanopub.org/nschema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA: Final = "https://schema.org/"
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
VOID: Final = "http://rdfs.org/ns/void#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

#: The prefixes that mean the same in every corpus; `namespaces` adds `id:` and `src:`.
PREFIXES: Final[dict[str, str]] = {
    "code": CODE,
    "dcterms": DCTERMS,
    "eli": "http://data.europa.eu/eli/ontology#",
    "field": BASE + "field/",
    "foaf": FOAF,
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "graph": BASE + "graph/",
    "kg": KG,
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "projection": PROJECTION,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": SH,
    "shape": SHAPE,
    "skos": SKOS,
    "vann": "http://purl.org/vocab/vann/",
    "view": VIEW,
    "wd": "http://www.wikidata.org/entity/",
    "xsd": XSD,
}

#: The languages in which every thing and every term has a label, in the order in which files list them.
LANGUAGES: Final = ("en", "fa", "ru")

#: The graphs that are not passages: the ontology, the register, and the entailed and derived statements.
ONTOLOGY: Final = NamedNode(BASE + "graph/ontology")
REGISTER: Final = NamedNode(BASE + "graph/register")
ENTAILED: Final = NamedNode(BASE + "graph/entailed")
DERIVED: Final = NamedNode(BASE + "graph/derived")
NOT_PASSAGES: Final = (ONTOLOGY, REGISTER, ENTAILED, DERIVED)

#: The terms that nearly every module uses.
A: Final = NamedNode(RDF + "type")
LABEL: Final = NamedNode(SKOS + "prefLabel")
ALT_LABEL: Final = NamedNode(SKOS + "altLabel")
SHORT_NAME: Final = NamedNode(KG + "shortName")
DEFINITION: Final = NamedNode(SKOS + "definition")
GIST: Final = NamedNode(KG + "gist")
IS_PART_OF: Final = NamedNode(DCTERMS + "isPartOf")
IS_REPLACED_BY: Final = NamedNode(DCTERMS + "isReplacedBy")
RANGE: Final = NamedNode(RDFS + "range")
SUBCLASS: Final = NamedNode(RDFS + "subClassOf")
SUBPROPERTY: Final = NamedNode(RDFS + "subPropertyOf")

#: The datatypes of dates, which keep the precision of their source.
DATE_TYPES: Final = (XSD + "gYear", XSD + "gYearMonth", XSD + "date")

# What Turtle allows after a prefix without escapes, in ASCII; other IRIs are written in full.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")


class Terms:
    """The terms of one namespace that code uses, each annotated in a subclass.

    An underscore stands for a hyphen, which no name of Python has; one at the end avoids a keyword (`sh.class_`).
    Calling it returns the term of a name known at run time only.

    >>> kg.holder.value
    'https://w3id.org/iran-russia/ontology#holder'
    >>> code.treaty_text == code("treaty-text")
    True
    """

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        for attribute in type(self).__annotations__:
            setattr(self, attribute, NamedNode(namespace + attribute.rstrip("_").replace("_", "-")))

    def __call__(self, name: str) -> NamedNode:
        """Return the term of a name."""
        return NamedNode(self._namespace + name)


class _Kg(Terms):
    """Terms of the ontology, `ontology/kg.ttl`."""

    Account: NamedNode
    Action: NamedNode
    Agent: NamedNode
    Annex: NamedNode
    Answer: NamedNode
    Approval: NamedNode
    Article: NamedNode
    Assessment: NamedNode
    Ballot: NamedNode
    Company: NamedNode
    Corpus: NamedNode
    Denial: NamedNode
    EntryIntoForce: NamedNode
    Event: NamedNode
    Expiry: NamedNode
    Figure: NamedNode
    Finding: NamedNode
    Group: NamedNode
    Happening: NamedNode
    Infrastructure: NamedNode
    Instrument: NamedNode
    IntergovernmentalOrganization: NamedNode
    Lineage: NamedNode
    Membership: NamedNode
    Notification: NamedNode
    Office: NamedNode
    Organization: NamedNode
    Paragraph: NamedNode
    Parliament: NamedNode
    Passage: NamedNode
    Person: NamedNode
    Place: NamedNode
    Positioning: NamedNode
    Preamble: NamedNode
    Programme: NamedNode
    Projection: NamedNode
    Provision: NamedNode
    Ratification: NamedNode
    Record: NamedNode
    Renewal: NamedNode
    Sanction: NamedNode
    Side: NamedNode
    Signature: NamedNode
    Source: NamedNode
    State: NamedNode
    StateOrgan: NamedNode
    Tenure: NamedNode
    TextCheck: NamedNode
    Thing: NamedNode
    View: NamedNode
    Vote: NamedNode
    about: NamedNode
    abstentions: NamedNode
    accountOf: NamedNode
    actor: NamedNode
    address: NamedNode
    affiliation: NamedNode
    agent: NamedNode
    answer: NamedNode
    answeredIn: NamedNode
    answersQuestion: NamedNode
    archiveAddress: NamedNode
    articleCount: NamedNode
    asksAbout: NamedNode
    asPrinted: NamedNode
    base: NamedNode
    between: NamedNode
    bindsOnSignature: NamedNode
    body: NamedNode
    boundAs: NamedNode
    boundSide: NamedNode
    bounds: NamedNode
    caption: NamedNode
    checkedAgainst: NamedNode
    checkedClaim: NamedNode
    checkedReport: NamedNode
    choice: NamedNode
    cites: NamedNode
    colour: NamedNode
    commitment: NamedNode
    comparedInstrument: NamedNode
    comparedProvision: NamedNode
    copies: NamedNode
    counterExample: NamedNode
    coversField: NamedNode
    dateNoEarlierThan: NamedNode
    dateNoLaterThan: NamedNode
    definingLink: NamedNode
    deniedIn: NamedNode
    depositary: NamedNode
    describedParty: NamedNode
    disputeClass: NamedNode
    drawn: NamedNode
    earlier: NamedNode
    edgeBy: NamedNode
    edgeFrom: NamedNode
    edgeTo: NamedNode
    effect: NamedNode
    endDate: NamedNode
    endNoEarlierThan: NamedNode
    endNoLaterThan: NamedNode
    endRule: NamedNode
    endsWith: NamedNode
    entersWith: NamedNode
    exporter: NamedNode
    extentSeen: NamedNode
    field: NamedNode
    fingerprint: NamedNode
    fits: NamedNode
    foldedOver: NamedNode
    foundedOn: NamedNode
    glyph: NamedNode
    goods: NamedNode
    heldByMany: NamedNode
    heldOn: NamedNode
    holder: NamedNode
    importer: NamedNode
    imposer: NamedNode
    inPassage: NamedNode
    issueForm: NamedNode
    issuedNoEarlierThan: NamedNode
    issuedNoLaterThan: NamedNode
    joins: NamedNode
    keepsPerspective: NamedNode
    keepsSource: NamedNode
    keepsSourceKind: NamedNode
    kind: NamedNode
    lastAttested: NamedNode
    later: NamedNode
    latitude: NamedNode
    locatedIn: NamedNode
    locator: NamedNode
    longitude: NamedNode
    mainField: NamedNode
    maybeSame: NamedNode
    measure: NamedNode
    member: NamedNode
    modality: NamedNode
    names: NamedNode
    nearness: NamedNode
    negativeWith: NamedNode
    nodeClass: NamedNode
    notBefore: NamedNode
    number: NamedNode
    office: NamedNode
    officeOf: NamedNode
    onDate: NamedNode
    onProperty: NamedNode
    onRecord: NamedNode
    onlyWith: NamedNode
    organOf: NamedNode
    organization: NamedNode
    origin: NamedNode
    originCount: NamedNode
    owner: NamedNode
    paragraphCount: NamedNode
    participant: NamedNode
    party: NamedNode
    periodEnd: NamedNode
    periodStart: NamedNode
    person: NamedNode
    perspective: NamedNode
    place: NamedNode
    positiveWith: NamedNode
    possiblyFrom: NamedNode
    possiblyUntil: NamedNode
    provision: NamedNode
    publisherKind: NamedNode
    quotedIn: NamedNode
    renewalTerm: NamedNode
    replacedBy: NamedNode
    reports: NamedNode
    requiresApprovalBy: NamedNode
    reviewedBy: NamedNode
    reviewedOn: NamedNode
    role: NamedNode
    seat: NamedNode
    setsAside: NamedNode
    side: NamedNode
    sideOf: NamedNode
    signatory: NamedNode
    singleValued: NamedNode
    slip: NamedNode
    stance: NamedNode
    stanceTowards: NamedNode
    startDate: NamedNode
    startNoEarlierThan: NamedNode
    startNoLaterThan: NamedNode
    startRule: NamedNode
    startsWith: NamedNode
    state: NamedNode
    statedBy: NamedNode
    statedIn: NamedNode
    statedOn: NamedNode
    statedValue: NamedNode
    statesBoth: NamedNode
    succeeds: NamedNode
    supersedesRole: NamedNode
    supplements: NamedNode
    surelyFrom: NamedNode
    surelyUntil: NamedNode
    symbol: NamedNode
    target: NamedNode
    term: NamedNode
    timeAt: NamedNode
    timeFrom: NamedNode
    timeTo: NamedNode
    touchedField: NamedNode
    translatedLocator: NamedNode
    treaty: NamedNode
    unit: NamedNode
    value: NamedNode
    valueAbout: NamedNode
    valueOver: NamedNode
    valueUnder: NamedNode
    verdict: NamedNode
    vote: NamedNode
    voter: NamedNode
    votesAgainst: NamedNode
    votesFor: NamedNode
    weakAlone: NamedNode
    weight: NamedNode


class _Code(Terms):
    """Concepts of the code lists, `ontology/kg.ttl`: an underscore stands for their hyphen."""

    against_the_text: NamedNode
    assessment_kinds: NamedNode
    cites_text: NamedNode
    critical: NamedNode
    dataset: NamedNode
    declined: NamedNode
    diplomatic_document: NamedNode
    disputed: NamedNode
    endeavour: NamedNode
    extent_full: NamedNode
    full_member: NamedNode
    group_others: NamedNode
    in_the_text: NamedNode
    not_in_the_text: NamedNode
    not_voting: NamedNode
    obligation: NamedNode
    official_record: NamedNode
    official_statement: NamedNode
    partly_in_the_text: NamedNode
    permission: NamedNode
    perspective_groups: NamedNode
    project_coding: NamedNode
    public_body: NamedNode
    reference_work: NamedNode
    shared_roll_calls: NamedNode
    source_kinds: NamedNode
    statement: NamedNode
    revolution: NamedNode
    supportive: NamedNode
    trade_turnover: NamedNode
    treaty_text: NamedNode
    units: NamedNode
    voting_agreement: NamedNode
    war: NamedNode


class _Dcat(Terms):
    """W3C Data Catalog Vocabulary 3."""

    DataService: NamedNode
    Dataset: NamedNode
    Distribution: NamedNode
    compressFormat: NamedNode
    distribution: NamedNode
    downloadURL: NamedNode
    landingPage: NamedNode
    mediaType: NamedNode
    servesDataset: NamedNode
    version: NamedNode


class _Dcterms(Terms):
    """Dublin Core."""

    created: NamedNode
    creator: NamedNode
    description: NamedNode
    identifier: NamedNode
    issued: NamedNode
    language: NamedNode
    license: NamedNode
    publisher: NamedNode
    title: NamedNode


class _Foaf(Terms):
    """Friend of a Friend."""

    name: NamedNode


class _Np(Terms):
    """Nanopublications."""

    Nanopublication: NamedNode
    hasAssertion: NamedNode
    hasProvenance: NamedNode
    hasPublicationInfo: NamedNode


class _Owl(Terms):
    """OWL 2."""

    AnnotationProperty: NamedNode
    Class: NamedNode
    DatatypeProperty: NamedNode
    ObjectProperty: NamedNode
    versionInfo: NamedNode


class _Prov(Terms):
    """PROV-O."""

    hadPrimarySource: NamedNode
    wasAttributedTo: NamedNode
    wasDerivedFrom: NamedNode


class _Rdf(Terms):
    """RDF."""

    Property: NamedNode
    Statement: NamedNode
    langString: NamedNode


class _Rdfs(Terms):
    """RDF Schema."""

    comment: NamedNode
    domain: NamedNode
    seeAlso: NamedNode


class _Schema(Terms):
    """schema.org."""

    keywords: NamedNode
    target: NamedNode


class _Sd(Terms):
    """SPARQL 1.1 Service Description."""

    SPARQL11Query: NamedNode
    Service: NamedNode
    endpoint: NamedNode
    resultFormat: NamedNode
    supportedLanguage: NamedNode


class _Sh(Terms):
    """SHACL."""

    PropertyShape: NamedNode
    SPARQLExecutable: NamedNode
    SPARQLSelectExecutable: NamedNode
    class_: NamedNode
    declare: NamedNode
    js: NamedNode
    maxCount: NamedNode
    message: NamedNode
    minCount: NamedNode
    namespace: NamedNode
    path: NamedNode
    pattern: NamedNode
    prefix: NamedNode
    prefixes: NamedNode
    rule: NamedNode
    select: NamedNode
    sparql: NamedNode
    target: NamedNode
    targetClass: NamedNode
    targetSubjectsOf: NamedNode
    uniqueLang: NamedNode


class _Skos(Terms):
    """SKOS."""

    Concept: NamedNode
    ConceptScheme: NamedNode
    broader: NamedNode
    editorialNote: NamedNode
    exactMatch: NamedNode
    example: NamedNode
    inScheme: NamedNode
    scopeNote: NamedNode


class _Void(Terms):
    """Vocabulary of Interlinked Datasets."""

    Dataset: NamedNode
    Linkset: NamedNode
    classPartition: NamedNode
    class_: NamedNode
    classes: NamedNode
    dataDump: NamedNode
    distinctObjects: NamedNode
    distinctSubjects: NamedNode
    documents: NamedNode
    entities: NamedNode
    linkPredicate: NamedNode
    properties: NamedNode
    property: NamedNode
    propertyPartition: NamedNode
    sparqlEndpoint: NamedNode
    subjectsTarget: NamedNode
    triples: NamedNode
    uriSpace: NamedNode


class _Xsd(Terms):
    """XML Schema datatypes."""

    anyURI: NamedNode
    boolean: NamedNode
    date: NamedNode
    decimal: NamedNode
    double: NamedNode
    duration: NamedNode
    float: NamedNode
    gYear: NamedNode
    gYearMonth: NamedNode
    integer: NamedNode
    language: NamedNode
    string: NamedNode


kg: Final = _Kg(KG)
code: Final = _Code(CODE)
dcat: Final = _Dcat(DCAT)
dcterms: Final = _Dcterms(DCTERMS)
foaf: Final = _Foaf(FOAF)
np: Final = _Np(NP)
owl: Final = _Owl(OWL)
prov: Final = _Prov(PROV)
rdf: Final = _Rdf(RDF)
rdfs: Final = _Rdfs(RDFS)
schema: Final = _Schema(SCHEMA)
sd: Final = _Sd(SD)
sh: Final = _Sh(SH)
skos: Final = _Skos(SKOS)
void: Final = _Void(VOID)
xsd: Final = _Xsd(XSD)


#: The namespaces to which `id:` and `src:` are bound, and the base that both begin with.
_bound = {"base": BASE, "id": ID, "src": SRC}


def bind(base: str) -> str:
    """Bind `id:` and `src:` to the namespaces of the corpora with a base, and return the base bound before.

    One process reads corpora of one base: names such as `id:iran` are short for one IRI wherever they occur in it.

    >>> before = bind("https://example.org/iran-china/")
    >>> expand("id:iran"), is_record(ID + "iran")
    ('https://example.org/iran-china/id/iran', False)
    >>> bind(before)
    'https://example.org/iran-china/'
    """
    before = _bound["base"]
    for prefix in ("id", "src"):
        _NAMESPACES.pop(_bound[prefix], None)
    _bound.update(base=base, id=base + "id/", src=base + "source/")
    _NAMESPACES.update({_bound["id"]: "id", _bound["src"]: "src"})
    return before


@contextmanager
def bound(base: str) -> Iterator[None]:
    """Bind `id:` and `src:` to a base within a block, and to the one before at its end."""
    before = bind(base)
    try:
        yield
    finally:
        bind(before)


def bound_base() -> str:
    """Return the base of the corpora that this process reads."""
    return _bound["base"]


def namespaces() -> dict[str, str]:
    """Return the namespaces of all prefixes, in the order of the prefixes.

    >>> namespaces()["src"] == SRC, list(namespaces())[:2]
    (True, ['code', 'dcterms'])
    """
    return dict(sorted((PREFIXES | {prefix: _bound[prefix] for prefix in ("id", "src")}).items()))


def record_iri(key: str) -> str:
    """Return the IRI of a record by its local name.

    >>> record_iri("iran")
    'https://w3id.org/iran-russia/id/iran'
    """
    return _bound["id"] + key


def source_iri(key: str) -> str:
    """Return the IRI of a source or of a passage by its local name."""
    return _bound["src"] + key


def is_record(iri: str) -> bool:
    """Return whether an IRI names a record."""
    return iri.startswith(_bound["id"])


def of_source(iri: str) -> bool:
    """Return whether an IRI names a source or a passage of one."""
    return iri.startswith(_bound["src"])


def local_name(iri: str) -> str:
    """Return the local name of a record, source or passage; another IRI as it is.

    >>> local_name(ID + "iran"), local_name(SRC + "memoir.1")
    ('iran', 'memoir.1')
    """
    return iri.removeprefix(_bound["id"]).removeprefix(_bound["src"])


def compact(iri: str) -> str:
    """Return an IRI as a prefixed name, or in angle brackets where no prefix fits.

    >>> compact("https://w3id.org/iran-russia/source/sadrmohammadi-2025.p5")
    'src:sadrmohammadi-2025.p5'
    >>> compact("https://example.org/x")
    '<https://example.org/x>'
    """
    # Every namespace ends with a slash or a hash, so one look-up replaces a search among the prefixes.
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _NAMESPACES.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix and _LOCAL.match(iri[cut:]) else f"<{iri}>"


def is_passage(graph: NamedNode | DefaultGraph) -> bool:
    """Return whether a graph holds testimony or coding: it is neither ontology, nor register, nor a source.

    >>> [is_passage(NamedNode(iri)) for iri in (SRC + "memoir.1", SRC + "memoir", BASE + "graph/register")]
    [True, False, False]
    """
    space = _bound["src"]
    return isinstance(graph, NamedNode) and graph.value.startswith(space) and "." in graph.value[len(space) :]


def expand(name: str) -> str:
    """Return the full IRI of a prefixed name, of an IRI in angle brackets, or of a full IRI.

    Raises:
        KeyError: the prefix is unknown.

    >>> expand("id:iran")
    'https://w3id.org/iran-russia/id/iran'
    """
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    # The two slashes of an address come after a scheme, never after a prefix.
    prefix, colon, local = name.partition(":")
    if colon and not local.startswith("//"):
        return (_bound[prefix] if prefix in ("id", "src") else PREFIXES[prefix]) + local
    if colon:
        return name
    raise KeyError(name)


_NAMESPACES: Final = {namespace: prefix for prefix, namespace in namespaces().items()}
