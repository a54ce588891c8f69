"""Every format, written from the miniature world with planted hostile values and read back by foreign readers."""

import codecs
import contextlib
import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import groupby
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from kg.corpus.load import load
from kg.dataset import view
from kg.dataset.build import compiled_quads
from kg.dataset.store import Choice
from kg.dataset.written import Written
from kg.export import FORMATS, ExportFault, Release, by_extension, export, find, listing
from kg.export import rdf as rdf_exports
from kg.export.characters import unguarded
from kg.export.graph import PropertyGraph
from kg.export.snapshot import Snapshot, is_statement
from kg.network import projections
from kg.rdf.vocabulary import BASE, ID, ONTOLOGY, REGISTER, SRC, dcterms, is_passage, kg, xsd
from kg.text.tables import MissingLibrary, guarded

RELEASE = Release(issued="2025-10-03")
HOSTILE = {
    "formula": '=HYPERLINK("https://x.example";"click")',
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "minus": "-2+3",
    "markup": "<b onclick='x'>&amp; ]]> <!-- ",
    "quotes": 'she said "no" and \'yes\' \\ \\n \\" {x} $y `z` # % _',
    "lines": "one\ntwo\r\nthree\rfour\tfive | six",
    "scripts": "فارسی ۱۲۳ — Русский ё — 中文 \U0001f54a \u202eback\u202c \u200c",
    "apostrophe": "'already quoted",
}
CONTROL = "bell\x07 and \x01 and \x0b\x7f\x85\u2028\ufffe"


def hostile_quads(texts: dict[str, str]) -> list[Quad]:
    passage = NamedNode(SRC + "memoir.1")
    found = []
    for key, text in texts.items():
        record = NamedNode(f"{ID}planted-{key}")
        found += [
            Quad(record, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), kg("Person"), REGISTER),
            Quad(
                record,
                NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
                Literal(text, language="en"),
                REGISTER,
            ),
            Quad(record, kg("affiliation"), NamedNode(ID + "northland"), passage),
            Quad(record, kg("gist"), Literal(text, language="en"), passage),
        ]
    return found


@pytest.fixture(scope="module")
def selection(world_root) -> view.Selection:
    return view.select(load(world_root).quads, Choice())


def test_a_store_gives_the_literals_that_it_rewrites_as_they_were_written(compiled, selection) -> None:
    quads = Written.of(compiled)
    assert quads is not None
    assert Counter(map(str, quads)) == Counter(map(str, selection.quads))
    assert Literal("4.0", datatype=xsd.decimal) in {quad.object for quad in quads}
    assert Literal("4.0", datatype=xsd.decimal) not in {quad.object for quad in compiled.open()}


@pytest.mark.parametrize("form", ["csv", *(form.name for form in FORMATS.values() if form.kind == "rdf")])
def test_an_export_is_the_same_from_a_store_and_from_the_files(compiled, selection, form: str) -> None:
    assert written(Written.of(compiled), form) == written(selection, form)


@pytest.fixture(scope="module")
def planted(selection) -> list[Quad]:
    return [*selection.quads, *hostile_quads(HOSTILE)]


@pytest.fixture(scope="module")
def controlled(selection) -> list[Quad]:
    return [*selection.quads, *hostile_quads({"control": CONTROL})]


@pytest.fixture(scope="module")
def snapshot(planted) -> Snapshot:
    return Snapshot(planted)


def written(quads, form: str, **options) -> bytes:
    out = io.BytesIO()
    export(quads, form, out, release=RELEASE, **options)
    return out.getvalue()


def asked(quads) -> set:
    """What questions are asked of: the quads, the default graph, and what follows."""
    return set(compiled_quads(quads))


def triples(quads) -> set:
    return {(q.subject, q.predicate, q.object) for q in quads}


def default_graph(quads) -> set:
    return triples(compiled_quads(quads))


def rows_of(data: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter=delimiter))


# --- the table of formats ---------------------------------------------------------------------


def test_every_format_has_words_and_a_writer():
    for form in FORMATS.values():
        assert form.title and "; loses " in form.carries and form.kind in ("rdf", "graph", "table", "folder")
        assert form.write or form.write_folder
        assert form.extensions or form.write_folder
    assert [row[0] for row in listing()] == list(FORMATS)


def test_no_two_formats_share_an_extension():
    counts = Counter(e for f in FORMATS.values() for e in f.extensions)
    assert set(counts.values()) == {1}


def test_each_extension_finds_its_format():
    for form in FORMATS.values():
        assert {by_extension(f"some/where{e}") for e in form.extensions} <= {form.name}


def test_an_unknown_format_names_the_near_ones():
    with pytest.raises(ExportFault, match=r"No format is named graphlm\. Did you mean graphml"):
        find("graphlm")
    with pytest.raises(ExportFault, match=r"Formats: nquads, trig"):
        find("zzz")
    with pytest.raises(ExportFault, match=r"The name x\.doc tells no format"):
        by_extension("x.doc")


# --- every format alike ------------------------------------------------------------------------


@pytest.mark.parametrize("form", [f.name for f in FORMATS.values() if f.write])
def test_the_same_export_twice_is_byte_identical(planted, form):
    shuffled = list(reversed(planted))
    first = written(planted, form)
    assert first == written(planted, form)
    if FORMATS[form].kind == "rdf":
        assert first == written(shuffled, form)


@pytest.mark.parametrize("form", [f.name for f in FORMATS.values() if f.write_folder and not f.within])
def test_the_same_folder_twice_is_byte_identical(planted, form, tmp_path):
    for place in ("a", "b"):
        export(planted, form, tmp_path / place, release=RELEASE)
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert names == sorted(p.name for p in (tmp_path / "b").iterdir()) and names
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_one_snapshot_serves_several_formats(planted, snapshot, monkeypatch):
    assert snapshot.network
    monkeypatch.setattr(projections, "build", None)  # built once, it is not built again
    for form in ("graphml", "nodelink"):
        out = io.BytesIO()
        export(snapshot, form, out)
        monkeypatch.undo()
        assert out.getvalue() == written(planted, form)
        monkeypatch.setattr(projections, "build", None)


def test_a_failed_export_leaves_the_earlier_file(selection, tmp_path):
    target = tmp_path / "x.graphml"
    export(selection, "graphml", target)
    before = target.read_bytes()
    with pytest.raises(projections.UnknownProjection):
        export(selection, "graphml", target, projection="nothing")
    assert target.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["x.graphml"]


def test_a_failed_folder_leaves_nothing(selection, tmp_path):
    with pytest.raises(projections.UnknownProjection):
        export(selection, "neo4j", tmp_path / "neo", projection="nothing")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_refused(selection, tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(ExportFault, match=r"holds files that are not of this export: thesis\.tex"):
        export(selection, "csv", tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_folder_format_does_not_stream(selection):
    with pytest.raises(ExportFault, match="is a folder of files"):
        export(selection, "neo4j", io.BytesIO())


def test_a_missing_library_is_named_with_its_remedy(selection, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingLibrary, match=r"pip install '\.\[tables\]'"):
        export(selection, "xlsx", io.BytesIO())


# --- RDF ---------------------------------------------------------------------------------------


def test_nquads_are_sorted_and_complete(planted, controlled):
    for quads in (planted, controlled):
        data = written(quads, "nquads")
        lines = data.splitlines(keepends=True)
        assert lines == sorted(set(lines))
        assert set(pyoxigraph.parse(data, format=RdfFormat.N_QUADS)) == asked(quads)


def test_nquads_sort_alike_in_bounded_batches(planted):
    whole = b"".join(map(b"".join, rdf_exports.sorted_batches(planted, RdfFormat.N_QUADS)))
    pieces = b"".join(map(b"".join, rdf_exports.sorted_batches(planted, RdfFormat.N_QUADS, batch=700)))
    assert whole == pieces


@pytest.mark.parametrize(("form", "reads"), [("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)])
def test_pyoxigraph_reads_back_every_quad(planted, controlled, form, reads):
    for quads in (planted, controlled):
        assert set(pyoxigraph.parse(written(quads, form), format=reads)) == asked(quads)


@pytest.mark.parametrize(("form", "reads"), [("turtle", RdfFormat.TURTLE), ("ntriples", RdfFormat.N_TRIPLES)])
def test_pyoxigraph_reads_back_every_triple(controlled, form, reads):
    assert triples(pyoxigraph.parse(written(controlled, form), format=reads)) == default_graph(controlled)


def test_rdfxml_holds_every_triple(planted, controlled):
    assert triples(pyoxigraph.parse(written(planted, "rdfxml"), format=RdfFormat.RDF_XML)) == default_graph(planted)
    out = io.BytesIO()
    remarks = export(controlled, "rdfxml", out)
    lost = 4 * sum(t[2].value == CONTROL for t in default_graph(controlled))
    assert f"RDF/XML cannot hold {lost} control characters: each is written as U+FFFD." in remarks
    assert len(triples(pyoxigraph.parse(out.getvalue(), format=RdfFormat.RDF_XML))) == len(
        default_graph(controlled)
    )


def test_rdfxml_leaves_out_a_predicate_that_xml_cannot_name(selection):
    odd = Quad(NamedNode(ID + "iran"), NamedNode("https://x.example/1"), Literal("x"), REGISTER)
    out = io.BytesIO()
    assert "RDF/XML cannot name the predicates of 1 statement: left out." in export(
        [*selection.quads, odd], "rdfxml", out
    )


def test_formats_without_passages_say_so(selection):
    remarks = export(selection, "turtle", io.BytesIO())
    assert remarks == [
        "Turtle names no passages: 79 statements of 10 passages are written without their speakers. "
        "TriG, N-Quads and JSON-LD keep them."
    ]


def test_rdf12_reads_back_as_the_same_quads(planted):
    from pyoxigraph import Triple

    found = list(pyoxigraph.parse(written(planted, "rdf12"), format=RdfFormat.TURTLE))
    back = {
        Quad(q.object.subject, q.object.predicate, q.object.object, q.subject)
        for q in found
        if isinstance(q.object, Triple)
    }
    assert back == {q for q in asked(planted) if q.graph_name not in (ONTOLOGY, DefaultGraph())}
    plain = {(q.subject, q.predicate, q.object) for q in found if not isinstance(q.object, Triple)}
    assert plain == default_graph(planted)


@pytest.fixture()
def exact_literals(monkeypatch):
    import rdflib

    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def by_rdflib(data: bytes, form: str) -> set:
    import rdflib

    default = (None, rdflib.graph.DATASET_DEFAULT_GRAPH_ID)
    found = rdflib.Dataset()
    found.parse(data=data, format=form)
    return {
        (str(s), str(p), str(o), getattr(o, "language", None), "" if g in default else str(g))
        for s, p, o, g in found.quads()
    }


def plain(quads) -> set:
    return {
        (
            q.subject.value,
            q.predicate.value,
            q.object.value,
            getattr(q.object, "language", None),
            "" if isinstance(q.graph_name, DefaultGraph) else q.graph_name.value,
        )
        for q in quads
    }


@pytest.mark.parametrize("form", ["nquads", "trig", "jsonld"])
def test_rdflib_reads_the_same_quads(planted, exact_literals, form):
    reads = {"jsonld": "json-ld"}.get(form, form)
    assert by_rdflib(written(planted, form), reads) == plain(asked(planted))


@pytest.mark.parametrize(("form", "reads"), [("turtle", "turtle"), ("ntriples", "nt"), ("rdfxml", "xml")])
def test_rdflib_reads_the_same_triples(planted, exact_literals, form, reads):
    import rdflib

    graph = rdflib.Graph()
    graph.parse(data=written(planted, form), format=reads)
    found = {(str(s), str(p), str(o), getattr(o, "language", None), "") for s, p, o in graph}
    assert found == plain(q for q in asked(planted) if q.graph_name == DefaultGraph())


@pytest.mark.raptor
@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper is missing: apt-get install raptor2-utils")
@pytest.mark.parametrize(
    ("form", "reads"),
    [("nquads", "nquads"), ("trig", "trig"), ("turtle", "turtle"), ("ntriples", "ntriples"), ("rdfxml", "rdfxml")],
)
def test_raptor_reads_the_same_statements(planted, tmp_path, form, reads):
    path = tmp_path / "x"
    export(planted, form, path)
    run = subprocess.run(
        ["rapper", "-q", "-i", reads, "-o", "nquads", str(path)], capture_output=True, check=True, timeout=60
    )
    found = set(pyoxigraph.parse(run.stdout, format=RdfFormat.N_QUADS))
    if form in ("nquads", "trig"):
        assert found == asked(planted)
    else:
        assert triples(found) == default_graph(planted)


def test_a_graph_of_a_passage_is_one_block_after_what_the_default_graph_says_of_its_first_subject(planted):
    passage, later = NamedNode(SRC + "memoir.2"), NamedNode(ID + "zz-last")
    said = [Quad(record, kg("gist"), Literal("one"), passage) for record in (NamedNode(ID + "aa-first"), later)]
    quads = list(pyoxigraph.parse(written([*planted, *said], "trig"), format=RdfFormat.TRIG))
    blocks = [graph for graph, _ in groupby(quads, key=lambda quad: quad.graph_name)]
    assert blocks.count(passage) == blocks.count(REGISTER) == 1
    place = quads.index(said[0])
    assert quads[place - 1].subject == said[0].subject
    assert Quad(said[0].subject, said[0].predicate, said[0].object) in quads[place - 20 : place]
    assert quads[place + 1] == said[1]


def test_jsonld_is_compact_and_needs_no_network(planted):
    document = json.loads(written(planted, "jsonld"))
    assert document["@context"]["holder"] == {"@id": "kg:holder", "@type": "@id"}
    assert document["@context"]["prefLabel"] == {"@id": "skos:prefLabel", "@container": "@language"}
    register = next(g for g in document["@graph"] if g["@id"] == "graph:register")
    northland = next(n for n in register["@graph"] if n["@id"] == "id:northland")
    assert northland["prefLabel"]["fa"] == "شمالستان"
    assert northland["@type"] == "kg:State"


def test_an_iri_whose_scheme_is_a_prefix_of_ours_survives_jsonld(selection):
    place = Quad(NamedNode(ID + "iran"), kg("address"), NamedNode("geo:35.7,51.4"), REGISTER)
    data = written([*selection.quads, place], "jsonld")
    assert place in set(pyoxigraph.parse(data, format=RdfFormat.JSON_LD))


def test_treaty_documents_nest_articles_and_acts(planted, tmp_path):
    export(planted, "treaties", tmp_path / "t")
    document = json.loads((tmp_path / "t" / "treaty-new.jsonld").read_text(encoding="utf-8"))
    assert {p["@id"] for p in document["hasPart"]} == {
        f"id:treaty-new-{x}" for x in ("article-1", "article-2", "preamble")
    }
    signature = next(a for a in document["acts"] if a["@id"] == "id:treaty-new-signature")
    assert len(signature["onDate" if "onDate" in signature else "kg:onDate"]) == 2
    found = triples(pyoxigraph.parse(json.dumps(document).encode(), format=RdfFormat.JSON_LD))
    assert found <= triples(planted)
    assert len(found) > 40


NANOPUB_SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
[] a sh:NodeShape ; sh:targetClass np:Nanopublication ;
    sh:property [ sh:path np:hasAssertion ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ; sh:node
            [ sh:property [ sh:path prov:wasAttributedTo ; sh:minCount 1 ] ,
                [ sh:path prov:hadPrimarySource ; sh:minCount 1 ] ] ] ,
        [ sh:path np:hasProvenance ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path np:hasPublicationInfo ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcterms:license ; sh:minCount 1 ] , [ sh:path dcterms:creator ; sh:minCount 1 ] ,
        [ sh:path dcterms:created ; sh:minCount 1 ] .
"""


def test_nanopublications_have_the_required_shape(planted):
    import rdflib
    from pyshacl import validate

    data = written(planted, "nanopub")
    merged = rdflib.Graph()
    found = list(pyoxigraph.parse(data, format=RdfFormat.TRIG))
    merged.parse(data=pyoxigraph.serialize(triple_terms(found), format=RdfFormat.N_TRIPLES), format="nt")
    conforms, _, report = validate(merged, shacl_graph=rdflib.Graph().parse(data=NANOPUB_SHAPE, format="turtle"))
    assert conforms, report
    heads = [q for q in found if q.object == NamedNode("http://www.nanopub.org/nschema#Nanopublication")]
    stating = {q.graph_name for q in planted if is_passage(q.graph_name)}
    assert len(heads) == len(stating)
    parts = Counter(q.graph_name.value.rpartition("#")[2] for q in found)
    assert set(parts) == {"head", "assertion", "provenance", "pubinfo"}
    assert parts["assertion"] == len({q for q in planted if q.graph_name in stating})


def publications(data: bytes) -> dict[str, list[Quad]]:
    """The quads of each nanopublication, by its name."""
    quads = pyoxigraph.parse(data, format=RdfFormat.TRIG)
    return {
        name: list(own) for name, own in groupby(quads, key=lambda quad: quad.graph_name.value.rpartition("#")[0])
    }


def verify(trusty: bytes, folder: Path) -> None:
    """Run the program with which the guide verifies a file of nanopublications."""
    guide = (Path(__file__).parent.parent / "docs" / "exports.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    (folder / "iran-russia.trusty.trig").write_bytes(trusty)
    with contextlib.chdir(folder):
        exec(program, {})


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_a_trusty_uri_is_the_hash_of_the_content(planted, tmp_path):
    data = written(planted, "nanopub-trusty")
    verify(data, tmp_path)
    named, plain = publications(data), publications(written(planted, "nanopub"))
    assert all(re.fullmatch(f"{BASE}nanopub/RA[\\w-]{{43}}", name) for name in named)
    assert len(named) == len(plain) == 10
    for (name, quads), (old, before) in zip(named.items(), plain.items(), strict=True):
        assert {str(quad).replace(name, old) for quad in quads} == set(map(str, before))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The treaty serves both lands.", "The treaty serves both land."),  # what is said
        ("prov:wasAttributedTo id:pyotr-volkov", "prov:wasAttributedTo id:ali-yusefi"),  # who says it
        ('dcterms:created "2025-10-03"', 'dcterms:created "2025-10-04"'),
    ],
)
def test_a_changed_nanopublication_no_longer_fits_its_name(planted, tmp_path, before: str, after: str):
    from nanopub.utils import MalformedNanopubError

    data = written(planted, "nanopub-trusty").decode()
    assert before in data
    with pytest.raises(MalformedNanopubError, match="is not valid"):
        verify(data.replace(before, after, 1).encode(), tmp_path)


def test_their_library_leaves_the_literals_of_the_caller_alone(planted):
    import rdflib

    for module in [name for name in sys.modules if name.partition(".")[0] == "nanopub"]:
        del sys.modules[module]
    assert written(planted, "nanopub-trusty") and rdflib.NORMALIZE_LITERALS


def test_without_their_library_there_are_still_nanopublications(planted, monkeypatch):
    monkeypatch.setitem(sys.modules, "nanopub.trustyuri.rdf.RdfHasher", None)
    with pytest.raises(MissingLibrary, match=r"needs the library nanopub\. .*pip install '\.\[nanopub\]'"):
        written(planted, "nanopub-trusty")
    assert written(planted, "nanopub")


def triple_terms(quads):
    return [pyoxigraph.Triple(q.subject, q.predicate, q.object) for q in quads]


# --- graphs ------------------------------------------------------------------------------------


def expected_nodes(snapshot) -> dict:
    return {n.id: dict(n.attributes) for n in PropertyGraph(snapshot.network).nodes}


def expected_edges(snapshot) -> dict:
    return {e.id: (e.source, e.target, dict(e.attributes)) for e in PropertyGraph(snapshot.network).edges}


def test_the_planted_values_are_in_the_network(snapshot):
    labels = {data["label"] for data in expected_nodes(snapshot).values()}
    assert set(HOSTILE.values()) <= labels
    assert any("onerror" in label for label in labels)


def check_graph(graph: nx.MultiDiGraph, snapshot) -> None:
    assert dict(graph.nodes(data=True)) == expected_nodes(snapshot)
    found = {key: (s, t, data) for s, t, key, data in graph.edges(keys=True, data=True)}
    assert found == expected_edges(snapshot)


def test_networkx_reads_graphml_back(planted, snapshot):
    data = written(planted, "graphml")
    graph = nx.read_graphml(io.BytesIO(data), force_multigraph=True)
    for *_, attributes in graph.edges(data=True):
        attributes.pop("id", None)
    check_graph(graph, snapshot)
    assert graph.graph["projection"] == "everything"


def test_networkx_reads_gexf_back(planted, snapshot):
    graph = nx.read_gexf(io.BytesIO(written(planted, "gexf")), version="1.3")
    expected = expected_edges(snapshot)
    assert dict(graph.nodes(data=True)) == expected_nodes(snapshot)
    assert graph.number_of_edges() == len(expected)
    for source, target, data in graph.edges(data=True):
        spells, key = data.pop("spells", None), data.pop("id")
        assert (source, target, {**data}) == expected[key]
        assert bool(spells) == ("start" in data or "end" in data)


def test_gephi_keeps_every_parallel_edge_by_its_type(planted):
    """Gephi tells parallel edges apart by the attribute `kind` of `edge`, and merges those with the same."""
    import xml.etree.ElementTree as ET

    northland, southland = (NamedNode(ID + n) for n in ("northland", "southland"))
    passage, kind = NamedNode(SRC + "memoir.1"), NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    bans = [NamedNode(f"{ID}ban-{i}") for i in range(3)]
    more = [Quad(ban, kind, kg("Sanction"), REGISTER) for ban in bans]
    more += [Quad(ban, kg("imposer"), northland, REGISTER) for ban in bans]
    more += [Quad(ban, kg("target"), southland, REGISTER) for ban in bans]
    more += [Quad(ban, kg("startDate"), Literal("2020"), passage) for ban in bans]
    space = "{http://gexf.net/1.3}"
    edges = list(ET.fromstring(written([*planted, *more], "gexf")).iter(f"{space}edge"))
    types = Counter((e.get("source"), e.get("target"), e.get("kind")) for e in edges)
    assert set(types.values()) == {1}
    assert ("id:northland", "id:southland", "kg:Sanction 3") in types
    for edge in edges:
        stated = next(v.get("value") for v in edge.iter(f"{space}attvalue") if v.get("for") == "kind")
        assert edge.get("kind").split(" ")[0] == stated


def test_gexf_spells_are_the_days_that_compiling_worked_out(selection):
    out = io.BytesIO()
    export(selection, "gexf", out, projection="memberships")
    assert '<spell start="2005-07-05" end="2023-12-31"/>' in out.getvalue().decode()


def test_networkx_reads_nodelink_back(planted, snapshot):
    graph = nx.node_link_graph(json.loads(written(planted, "nodelink")), edges="edges")
    assert graph.is_directed() and graph.is_multigraph()
    check_graph(graph, snapshot)


def test_networkx_reads_cytoscape_back(planted, snapshot):
    graph = nx.cytoscape_graph(json.loads(written(planted, "cytoscape")))
    assert {n: d["label"] for n, d in graph.nodes(data=True)} == {
        n: d["label"] for n, d in expected_nodes(snapshot).items()
    }
    assert {d["id"] for *_, d in graph.edges(data=True)} == set(expected_edges(snapshot))


def test_networkx_reads_pajek_back(planted, snapshot):
    graph = nx.read_pajek(io.BytesIO(written(planted, "pajek")))
    assert set(graph) == set(expected_nodes(snapshot))
    assert Counter(graph.edges()) == Counter((s, t) for s, t, _ in expected_edges(snapshot).values())


def test_igraph_reads_graphml_and_pajek(planted, snapshot, tmp_path):
    igraph = pytest.importorskip("igraph")
    export(planted, "graphml", tmp_path / "x.graphml")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "x.graphml"))
    nodes = expected_nodes(snapshot)
    assert {v["id"]: v["label"] for v in graph.vs} == {k: d["label"] for k, d in nodes.items()}
    assert {v["id"]: v["label_ru"] for v in graph.vs} == {k: d["label_ru"] for k, d in nodes.items()}
    # igraph gives edges the names of vertices, so edges are told apart by their ends and kinds
    ends = Counter((graph.vs[e.source]["id"], graph.vs[e.target]["id"], e["kind"], e["passages"]) for e in graph.es)
    expected = expected_edges(snapshot).values()
    assert ends == Counter((s, t, d["kind"], d["passages"]) for s, t, d in expected)
    export(planted, "pajek", tmp_path / "x.net")
    again = igraph.Graph.Read_Pajek(str(tmp_path / "x.net"))
    assert (again.vcount(), again.ecount()) == (graph.vcount(), graph.ecount())


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_xml_without_control_characters_is_well_formed_and_says_what_was_replaced(controlled, form):
    import xml.etree.ElementTree as ET

    out = io.BytesIO()
    remarks = export(controlled, form, out)
    assert remarks[-1].endswith("control characters: each is written as U+FFFD.")
    root = ET.fromstring(out.getvalue())
    texts = " ".join([*(t for t in root.itertext()), *(v for e in root.iter() for v in e.attrib.values())])
    assert "bell\ufffd and \ufffd and \ufffd\x7f\x85\u2028\ufffd" in texts


def test_happenings_without_ends_are_counted(selection):
    built = projections.build(
        Snapshot(selection.quads).reader, projections.find(Snapshot(selection.quads).reader, "treaties")
    )
    remarks = export(selection, "nodelink", io.BytesIO(), projection="treaties")
    assert bool(built.graph["endless"]) == bool(remarks)


def test_cypher_texts_are_quoted(planted):
    script = written(planted, "cypher").decode()
    statements = script.split(";\n")
    assert all("\n" not in s and "\r" not in s for s in script.splitlines())
    assert len(statements) > 40
    assert "`passages`: ['src:memoir.1']" in script
    assert r"one\ntwo\r\nthree\rfour\tfive" in script


def test_neo4j_files_have_the_header_of_the_importer(planted, snapshot, tmp_path):
    remarks = export(planted, "neo4j", tmp_path / "neo")
    assert (
        remarks[-1] == "16 cells would be read as a formula by a spreadsheet: these files are for importers only."
    )
    nodes = rows_of((tmp_path / "neo" / "nodes.csv").read_bytes())
    edges = rows_of((tmp_path / "neo" / "relationships.csv").read_bytes())
    assert {n["id:ID"]: n["label:string"] for n in nodes} == {
        k: d["label"] for k, d in expected_nodes(snapshot).items()
    }
    assert {e[":END_ID"] for e in edges} | {e[":START_ID"] for e in edges} <= {n["id:ID"] for n in nodes}
    assert len(edges) == len(expected_edges(snapshot))
    assert {n[":LABEL"] for n in nodes} >= {"Treaty", "State"}
    expected = {k: d.get("passages", "").split() for k, (_, _, d) in expected_edges(snapshot).items()}
    assert {e["id:string"]: list(filter(None, e["passages:string[]"].split(";"))) for e in edges} == expected
    assert max(map(len, expected.values())) > 1


def test_kgx_files_agree_with_each_other(planted, snapshot, tmp_path):
    export(planted, "kgx-tsv", tmp_path / "t")
    export(planted, "kgx-jsonl", tmp_path / "j")
    lines = [json.loads(x) for x in (tmp_path / "j" / "edges.jsonl").read_text(encoding="utf-8").splitlines()]
    table = rows_of((tmp_path / "t" / "edges.tsv").read_bytes(), "\t")
    assert [x["id"] for x in lines] == [r["id"] for r in table] == list(expected_edges(snapshot))
    assert all(x["subject"] and x["object"] and x["predicate"].startswith("biolink:") for x in lines)


# --- graphs and JSON-LD in JavaScript ----------------------------------------------------------

READ_GRAPHOLOGY = """
const {MultiDirectedGraph} = require('graphology');
const parser = require('graphology-%s');
const {DOMParser} = require('@xmldom/xmldom');
global.DOMParser = DOMParser; global.Document = DOMParser;
const parse = parser.parse || parser;
const graph = parse(MultiDirectedGraph, fs.readFileSync('data', 'utf8'), {addMissingNodes: false});
const out = {nodes: {}, edges: {}};
graph.forEachNode((n, a) => out.nodes[n] = a);
graph.forEachEdge((e, a, s, t) => out.edges[e] = [s, t, a]);
console.log(JSON.stringify(out));
"""


@pytest.mark.node
@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_graphology_reads_the_same_graph(planted, snapshot, node, form):
    found = node(READ_GRAPHOLOGY % form, data=written(planted, form))
    nodes, edges = expected_nodes(snapshot), expected_edges(snapshot)
    assert found["nodes"].keys() == nodes.keys()
    for key, attributes in nodes.items():
        assert {k: found["nodes"][key][k] for k in attributes} == attributes
    assert len(found["edges"]) == len(edges)
    ends = Counter((s, t, a["kind"]) for s, t, a in found["edges"].values())
    assert ends == Counter((s, t, a["kind"]) for s, t, a in edges.values())


READ_JSONLD = """
const jsonld = require('jsonld');
const loader = url => { throw new Error('network: ' + url); };
jsonld.toRDF(JSON.parse(fs.readFileSync('data', 'utf8')),
  {format: 'application/n-quads', documentLoader: loader, safe: true})
  .then(quads => console.log(JSON.stringify(quads)));
"""


@pytest.mark.node
def test_jsonld_js_reads_the_same_quads(planted, controlled, node):
    for quads in (planted, controlled):
        found = node(READ_JSONLD, data=written(quads, "jsonld"))
        assert set(pyoxigraph.parse(found.encode(), format=RdfFormat.N_QUADS)) == asked(quads)


CANONIZE = """
const {canonize} = require('rdf-canonize');
const {NQuads} = require('rdf-canonize');
const dataset = NQuads.parse(fs.readFileSync('data', 'utf8'));
canonize(dataset, {algorithm: 'RDFC-1.0', format: 'application/n-quads'})
  .then(text => console.log(JSON.stringify(text)));
"""


@pytest.mark.node
def test_sorted_nquads_are_the_canonical_form_of_rdfc10(planted, controlled, node):
    # rdf-canonize writes U+FFFE as it is, where RDFC-1.0 wants an escape for what XML 1.1 has no character for
    known = [q for q in controlled if "\ufffe" not in q.object.value]
    for quads in (planted, known, hostile_quads({"control": CONTROL[:-1]})):
        data = written(quads, "nquads")
        assert node(CANONIZE, data=data).encode() == data


READ_CYTOSCAPE = """
const cytoscape = require('cytoscape');
const graph = cytoscape({headless: true, ...JSON.parse(fs.readFileSync('data', 'utf8'))});
console.log(JSON.stringify({nodes: graph.nodes().map(n => n.data()), edges: graph.edges().map(e => e.data())}));
"""


@pytest.mark.node
def test_cytoscape_js_reads_the_same_graph(planted, snapshot, node):
    found = node(READ_CYTOSCAPE, data=written(planted, "cytoscape"))
    nodes = expected_nodes(snapshot)
    assert {n["id"]: n["label_fa"] for n in found["nodes"]} == {k: d["label_fa"] for k, d in nodes.items()}
    ends = {e["id"]: (e["source"], e["target"]) for e in found["edges"]}
    assert ends == {k: (s, t) for k, (s, t, _) in expected_edges(snapshot).items()}


READ_DOT = """
require('@viz-js/viz').instance().then(viz => {
  const laid = viz.renderJSON(fs.readFileSync('data', 'utf8'), {engine: 'nop'});
  console.log(JSON.stringify({objects: laid.objects, edges: laid.edges}));
});
"""


@pytest.mark.node
def test_graphviz_reads_the_same_graph(planted, snapshot, node):
    found = node(READ_DOT, data=written(planted, "dot"))
    nodes = expected_nodes(snapshot)
    assert {n["name"]: n["iri"] for n in found["objects"]} == {k: d["iri"] for k, d in nodes.items()}
    assert sorted(e["id"] for e in found["edges"]) == sorted(expected_edges(snapshot))
    shown = {n["name"]: n["label"].replace("\\\\", "\\") for n in found["objects"]}
    assert shown == {k: d["label"] for k, d in nodes.items()}


# --- any text at all -------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=4))
def test_any_text_survives_every_rdf_format_that_keeps_passages(texts):
    quads = hostile_quads({str(i): text for i, text in enumerate(texts)})
    for form, reads in (("nquads", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)):
        assert set(pyoxigraph.parse(written(quads, form), format=reads)) == asked(quads)


@given(st.text())
def test_any_text_survives_the_apostrophe_of_tables(text):
    assert unguarded(guarded(text)) == text


# --- tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_csv_statements_come_back_equal_and_harmless(planted, form, delimiter):
    out = io.BytesIO()
    remarks = export(planted, form, out)
    rows = rows_of(out.getvalue(), delimiter)
    assert len(rows) == sum(is_statement(q) for q in planted)
    texts = {unguarded(r["value"]) for r in rows if r["predicate"] == "kg:gist"}
    assert set(HOSTILE.values()) <= texts
    assert not [
        r for r in rows for cell in r.values() if cell[:1] in ("=", "+", "@", "\t", "\r") or cell[:2] == "-2"
    ]
    assert remarks[0].startswith("8 cells would be read as a formula")
    assert {r["passage"] for r in rows if r["predicate"] == "kg:articleCount"} == {"src:daily-2025.p1"}


def test_csv_for_excel_begins_with_a_byte_order_mark(planted, tmp_path):
    assert written(planted, "csv-excel") == codecs.BOM_UTF8 + written(planted, "csv")
    export(planted, "csv-excel", tmp_path / "one.csv")
    assert (tmp_path / "one.csv").read_bytes() == written(planted, "csv-excel")
    for form in ("csv", "csv-excel"):
        export(planted, form, tmp_path / form)
    for plain_file in (tmp_path / "csv").iterdir():
        marked = (tmp_path / "csv-excel" / plain_file.name).read_bytes()
        assert marked == codecs.BOM_UTF8 + plain_file.read_bytes()


def test_raw_csv_marks_nothing(planted):
    rows = rows_of(written(planted, "csv", raw=True))
    assert set(HOSTILE.values()) <= {r["value"] for r in rows}


def test_a_table_is_chosen_by_name(planted):
    rows = rows_of(written(planted, "csv", table="passages"))
    reported = next(r for r in rows if r["passage"] == "src:daily-2025.p2.ali-yusefi.pyotr-volkov")
    assert reported["holder_labels"] == "Pyotr Volkov, as reported by Ali Yusefi, as reported by The Daily"
    assert (reported["direct"], reported["quoted_in"]) == ("false", "src:daily-2025.p2.ali-yusefi")
    assert [r["kg:onDate"] for r in rows_of(written(planted, "csv", table="Approval"))] == [
        "2025-05-21 | 2025-05-22"
    ]
    with pytest.raises(ExportFault, match=r"No table is named nothing\. Tables: sources, passages"):
        export(planted, "csv", io.BytesIO(), table="nothing")


def test_frictionless_finds_the_package_valid(planted, tmp_path):
    export(planted, "datapackage", tmp_path / "p", release=RELEASE)
    command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", "datapackage.json", "--json"]
    run = subprocess.run(command, cwd=tmp_path / "p", capture_output=True, timeout=120)
    report = json.loads(run.stdout)
    assert report["valid"], [t["errors"][:2] for t in report["tasks"] if t["errors"]]
    assert len(report["tasks"]) == len(list((tmp_path / "p").glob("*.csv")))


def test_frictionless_sees_a_broken_foreign_key(planted, tmp_path):
    export(planted, "datapackage", tmp_path / "p", release=RELEASE)
    path = tmp_path / "p" / "holders.csv"
    path.write_text(path.read_text(encoding="utf-8") + "src:nowhere.1,id:nobody,Nobody\n", encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", "datapackage.json", "--json"]
    run = subprocess.run(command, cwd=tmp_path / "p", capture_output=True, timeout=120)
    kinds = {e["type"] for t in json.loads(run.stdout)["tasks"] for e in t["errors"]}
    assert "foreign-key" in kinds


def test_openpyxl_reads_texts_and_no_formula(planted, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    export(planted, "xlsx", tmp_path / "x.xlsx", release=RELEASE)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "b", "inlineStr"}
    rows = list(book["statements"].iter_rows(values_only=True))
    assert len(rows) - 1 == sum(is_statement(q) for q in planted)
    gists = {r[2].replace("_x000D_", "\r") for r in rows if r[1] == "kg:gist"}
    assert {t for k, t in HOSTILE.items() if k != "lines"} <= gists
    assert "راست" not in gists and any("فارسی" in g for g in gists)


def test_xlsx_replaces_control_characters(controlled, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    remarks = export(controlled, "xlsx", tmp_path / "x.xlsx")
    assert any(r.startswith("Excel cannot hold") for r in remarks)
    openpyxl.load_workbook(tmp_path / "x.xlsx")


def test_duckdb_and_polars_read_parquet_and_csv(planted, snapshot, tmp_path):
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    export(planted, "parquet", tmp_path / "p")
    export(planted, "csv", tmp_path / "c")
    table = polars.read_parquet(tmp_path / "p" / "statements.parquet")
    assert table.height == sum(is_statement(q) for q in planted)
    assert set(HOSTILE.values()) <= set(table["value"])
    vertices = polars.read_parquet(tmp_path / "p" / "vertices.parquet")
    assert dict(zip(vertices["id"], vertices["label_fa"], strict=True)) == {
        k: d["label_fa"] for k, d in expected_nodes(snapshot).items()
    }
    loose = "select count(*) from '{0}/edges.parquet' where src not in (select id from '{0}/vertices.parquet')"
    assert duckdb.sql(loose.format(tmp_path / "p")).fetchall() == [(0,)]
    count = "select count(*), count(passage) from read_csv('{}', header=true, all_varchar=true)"
    by_csv = duckdb.sql(count.format(tmp_path / "c" / "statements.csv")).fetchall()
    stated = sum(is_statement(q) and is_passage(q.graph_name) for q in planted)
    assert by_csv == [(table.height, stated)]
    frame = polars.read_csv(tmp_path / "c" / "statements.csv", infer_schema=False)
    assert frame.height == table.height


def test_the_programs_for_engines_count_as_networkx_does(planted, snapshot, tmp_path, monkeypatch):
    pytest.importorskip("duckdb"), pytest.importorskip("polars")
    export(planted, "parquet", tmp_path / "parquet")
    monkeypatch.chdir(tmp_path)
    guide = (Path(__file__).parent.parent / "docs" / "engines.md").read_text(encoding="utf-8")
    # The third program needs Spark, which is too large for the tests.
    by_duckdb, by_polars, _ = re.findall(r"^```python\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    names = {}
    exec(by_duckdb, names)
    exec(by_polars, names)
    known = sorted(snapshot.network.degree, key=lambda pair: (-pair[1], pair[0]))[:10]
    assert len(known) == 10
    assert [(row[0], row[2]) for row in names["most"]] == known
    assert list(zip(names["top"]["id"], names["top"]["relations"], strict=True)) == known


def test_empty_tables_are_written_with_their_header(selection):
    data = written([q for q in selection.quads if q.graph_name == ONTOLOGY], "csv")
    assert data == b"record,predicate,value,type,language,passage\n"


# --- descriptions ------------------------------------------------------------------------------


def test_the_description_counts_what_is_there(planted):
    data = written(planted, "dcat")
    found = triples(pyoxigraph.parse(data, format=RdfFormat.TURTLE))
    count = next(
        o.value for s, p, o in found if s.value == BASE + "dataset" and p.value == "http://rdfs.org/ns/void#triples"
    )
    assert int(count) == len(default_graph(planted))
    titles = {p.value: o.value for s, p, o in found if s.value == BASE + "dataset"}
    assert titles["http://purl.org/dc/terms/issued"] == "2025-10-03"
    assert titles["http://www.w3.org/ns/dcat#version"] == "1.2.0"


def test_a_service_is_described_where_an_endpoint_is_named(selection):
    out = io.BytesIO()
    export(selection, "dcat", out, release=Release(endpoint="https://x.example/sparql"))
    assert b"sd:endpoint <https://x.example/sparql>" in out.getvalue()


def test_an_ro_crate_lists_every_file_with_its_digest(selection, tmp_path):
    (tmp_path / "a b.csv").write_text("x\n")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "x.ttl").write_text("")
    export(selection, "ro-crate", tmp_path, release=RELEASE)
    crate = json.loads((tmp_path / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    entities = {e["@id"]: e for e in crate["@graph"]}
    assert [p["@id"] for p in entities["./"]["hasPart"]] == ["a%20b.csv", "deep/x.ttl"]
    assert entities["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert entities["./"]["datePublished"] == "2025-10-03" and entities["./"]["license"]
    assert entities["a%20b.csv"]["contentSize"] == "2"


def test_an_ro_crate_describes_a_folder_of_many_files_as_one_part(selection, tmp_path):
    (tmp_path / "id").mkdir()
    for number in range(101):
        (tmp_path / "id" / f"{number}.html").write_text("")
    (tmp_path / "index.html").write_text("")
    export(selection, "ro-crate", tmp_path, release=RELEASE)
    crate = json.loads((tmp_path / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    entities = {e["@id"]: e for e in crate["@graph"]}
    assert [p["@id"] for p in entities["./"]["hasPart"]] == ["id/", "index.html"]
    assert entities["id/"]["@type"] == "Dataset" and entities["id/"]["description"] == "101 files"
    assert must(crate) == []


#: The terms of the context of 1.1 that a crate uses here; that context has no `sha256`.
CRATE_TERMS = (
    *("about", "conformsTo", "contentSize", "creator", "datePublished", "description", "encodingFormat", "hasPart"),
    *("identifier", "license", "name", "version"),
)


def must(crate: dict) -> list[str]:
    """Return what an RO-Crate lacks of what version 1.1 says it MUST have."""
    graph = crate["@graph"]
    entities = {e["@id"]: e for e in graph}
    about, root = entities.get("ro-crate-metadata.json", {}), entities.get("./", {})
    day = root.get("datePublished", "")
    base, own = crate["@context"]
    links = [v["@id"] for e in graph for v in e.values() if isinstance(v, dict) and set(v) == {"@id"}]
    files = [e["@id"] for e in graph if e["@type"] in ("File", "Dataset") and e["@id"] != "./"]
    rules = {
        "the context of 1.1": base == "https://w3id.org/ro/crate/1.1/context",
        "keys that the contexts define": {k for e in graph for k in e if k[0] != "@"} <= {*CRATE_TERMS, *own},
        "one entity an @id": len(entities) == len(graph) and all(e.get("@id") for e in graph),
        "a type for each entity": all(e.get("@type") for e in graph),
        "a descriptor": about.get("@type") == "CreativeWork" and about.get("about") == {"@id": "./"},
        "a descriptor that conforms": about.get("conformsTo") == {"@id": "https://w3id.org/ro/crate/1.1"},
        "a root that is a Dataset": root.get("@type") == "Dataset",
        "name, description, licence": all(root.get(k) for k in ("name", "description", "license")),
        "datePublished in ISO 8601, a whole day": date.fromisoformat(day or "0001-01-01").isoformat() == day,
        "every file in hasPart": sorted(files) == sorted(p["@id"] for p in root.get("hasPart", [])),
        "file names that are relative and encoded": not any(f.startswith("/") or " " in f for f in files),
        "links that lead to entities or the web": all(x in entities or x.startswith("https://") for x in links),
        "no nested entity": not any(isinstance(v, dict) and len(v) > 1 for e in graph for v in e.values()),
    }
    return [rule for rule, holds in rules.items() if not holds]


def test_an_ro_crate_of_a_release_without_a_day_has_that_of_its_newest_source(selection, tmp_path):
    (tmp_path / "a b.csv").write_text("x\n")
    remarks = export(selection, "ro-crate", tmp_path)
    stated = [
        q.object.value for q in selection.quads if q.predicate == dcterms.issued and len(q.object.value) == 10
    ]
    crate = json.loads((tmp_path / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    root = next(e for e in crate["@graph"] if e["@id"] == "./")
    assert root["datePublished"] == max(stated) and max(stated) in remarks[0]
    assert must(crate) == []


@pytest.mark.parametrize("key", ["datePublished", "license", "hasPart", "name"])
def test_the_check_of_crates_sees_what_is_missing(selection, tmp_path, key):
    (tmp_path / "a.csv").write_text("x\n")
    export(selection, "ro-crate", tmp_path, release=RELEASE)
    crate = json.loads((tmp_path / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    assert must(crate) == []
    del next(e for e in crate["@graph"] if e["@id"] == "./")[key]
    assert len(must(crate)) == 1


def test_an_ro_crate_wants_a_day(selection, tmp_path):
    dateless = [q for q in selection.quads if q.predicate != dcterms.issued]
    with pytest.raises(ExportFault, match="needs the day of publication"):
        export(dateless, "ro-crate", tmp_path)


# --- Wikidata --------------------------------------------------------------------------------

RELATIONS = """
id:land skos:exactMatch wd:Q1 . id:league skos:exactMatch wd:Q2 . id:ann skos:exactMatch wd:Q3 .
id:minister skos:exactMatch wd:Q4 . id:bob skos:prefLabel "Bob"@en .
id:land-in-league kg:member id:land ; kg:organization id:league ; kg:role code:full-member .
id:land-watches kg:member id:land ; kg:organization id:league ; kg:role code:observer .
id:ann-minister kg:person id:ann ; kg:office id:minister .
id:ann-again kg:person id:ann ; kg:office id:minister .
id:bob-minister kg:person id:bob ; kg:office id:minister .
src:paper {
  src:paper a kg:Source ; kg:kind code:press-report ; kg:address "https://paper.example/1"^^xsd:anyURI .
  src:paper.1 a kg:Passage ; kg:locator "p1" ; dcterms:isPartOf src:paper ; kg:holder id:bob .
}
src:gazette {
  src:gazette a kg:Source ; kg:kind code:official-record ; kg:address "https://gazette.example/7"^^xsd:anyURI .
  src:gazette.1 a kg:Passage ; kg:locator "p1" ; dcterms:isPartOf src:gazette ; kg:holder id:land .
}
src:wiki {
  src:wiki a kg:Source ; kg:kind code:reference-work ; kg:address "https://wiki.example/a"^^xsd:anyURI .
  src:wiki.1 a kg:Passage ; kg:locator "p1" ; dcterms:isPartOf src:wiki ; kg:holder id:bob .
}
src:paper.1 {
  id:land-in-league a kg:Membership ; kg:startDate "2001-06"^^xsd:gYearMonth .
  id:land-watches a kg:Membership ; kg:startDate "1999"^^xsd:gYear .
  id:ann-minister a kg:Tenure ; kg:startDate "2010-03-01"^^xsd:date .
  id:bob-minister a kg:Tenure ; kg:startDate "2012"^^xsd:gYear .
}
src:gazette.1 {
  id:ann-minister a kg:Tenure ; kg:startDate "2010-05-20"^^xsd:date ; kg:endDate "2012"^^xsd:gYear .
}
src:wiki.1 {
  id:ann-again a kg:Tenure ; kg:startDate "2015"^^xsd:gYear .
}
"""


def test_quickstatements_are_for_review(told):
    """Rival starts are left out; an observer is no member; an encyclopaedia and its address are no reference."""
    out = io.BytesIO()
    remarks = export(Snapshot([], given_reader=told(RELATIONS)), "quickstatements", out)
    assert out.getvalue().decode().splitlines() == [
        'Q1\tP463\tQ2\tP580\t+2001-06-01T00:00:00Z/10\tS854\t"https://paper.example/1"',
        'Q3\tP39\tQ4\tP582\t+2012-01-01T00:00:00Z/9\tS854\t"https://gazette.example/7"',
    ]
    assert [remark.partition(" left out")[0].partition(" to be")[0] for remark in remarks] == [
        "2 statements",
        "1 relation",
        "1 relation",
    ]
