"""The ontology under a reasoner, and the data under two outside parsers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from kg import corpus
from kg.rdf import DefaultGraph, Literal, NamedNode, Quad
from kg.terms import ID, ONTOLOGY, OWL, RDFS, REGISTER, SKOS, A, kg

needs_java = [
    pytest.mark.java,
    pytest.mark.skipif(not shutil.which("java"), reason="the reasoner HermiT needs Java"),
]
needs_raptor = [
    pytest.mark.raptor,
    pytest.mark.skipif(not shutil.which("rapper"), reason="rapper of raptor2-utils is not installed"),
]


@pytest.fixture
def consistent(tmp_path: Path) -> Callable[[list[Quad]], bool]:
    """Ask HermiT whether ontology and register are consistent; literals' datatypes are not its matter."""

    def ask(quads: list[Quad]) -> bool:
        import owlready2

        path = tmp_path / "all.nt"
        own = [q for q in quads if q.graph_name in (ONTOLOGY, REGISTER)]
        triples = [Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in own if not skos(q)]
        path.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
        world = owlready2.World()
        with path.open("rb") as file:
            loaded = world.get_ontology("https://w3id.org/iran-russia/ontology").load(fileobj=file)
        try:
            with loaded:
                owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
            return not list(world.inconsistent_classes())
        except owlready2.OwlReadyInconsistentOntologyError:
            return False
        finally:
            world.close()

    return ask


def skos(quad: Quad) -> bool:
    """Labels and notes carry no logic; without them the reasoner is asked a smaller question."""
    return quad.predicate.value.startswith(SKOS) and isinstance(quad.object, Literal)


def declared(quads: list[Quad]) -> None:
    assert Quad(kg("Instrument"), NamedNode(OWL + "disjointWith"), kg("Agent"), ONTOLOGY) in quads


class TestHermit:
    pytestmark = needs_java

    def test_ontology_and_register_are_consistent(self, real_quads: list[Quad], consistent: Callable) -> None:
        declared(real_quads)
        assert consistent(real_quads)

    def test_the_world_is_consistent(self, world_quads: list[Quad], consistent: Callable) -> None:
        assert consistent(world_quads)

    @pytest.mark.parametrize(
        "addition",
        [
            Quad(NamedNode(ID + "treaty-new"), A, kg("Person"), REGISTER),
            Quad(NamedNode(ID + "treaty-new"), kg("officeOf"), NamedNode(ID + "southland"), REGISTER),
            Quad(NamedNode(ID + "harbour"), kg("party"), NamedNode(ID + "southland"), REGISTER),
        ],
        ids=[
            "a treaty that is a person",
            "a treaty as an office, by domain",
            "a place as an instrument, by domain",
        ],
    )
    def test_an_inconsistent_addition_is_found(
        self, world_quads: list[Quad], consistent: Callable, addition: Quad
    ) -> None:
        assert not consistent([*world_quads, addition])

    def test_a_class_that_can_have_no_member_is_found(self, world_quads: list[Quad], consistent: Callable) -> None:
        both = [
            Quad(kg("Chimera"), A, NamedNode(OWL + "Class"), ONTOLOGY),
            Quad(kg("Chimera"), NamedNode(RDFS + "subClassOf"), kg("Agent"), ONTOLOGY),
            Quad(kg("Chimera"), NamedNode(RDFS + "subClassOf"), kg("Instrument"), ONTOLOGY),
        ]
        assert not consistent([*world_quads, *both])


def test_no_class_of_happenings_is_disjoint(ontology_quads: list[Quad]) -> None:
    from kg.rules import Facts

    facts = Facts(corpus.Corpus(Path(), {Path("kg.ttl"): ontology_quads}))
    disjoint = {
        t for q in ontology_quads if q.predicate.value == OWL + "disjointWith" for t in (q.subject, q.object)
    }
    assert disjoint & facts.happenings == set()


def test_every_term_of_code_is_declared(ontology_quads: list[Quad]) -> None:
    import re

    declared_terms = {q.subject for q in ontology_quads}
    package = Path(__file__).parent.parent / "kg"
    named = {
        name
        for path in package.rglob("*.py")
        for name in re.findall(r"\bkg\(\s*\"([A-Za-z]\w*)\"\s*\)", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 50
    assert {name for name in named if kg(name) not in declared_terms} == set()


def counted(path: Path, syntax: str) -> int:
    """Count the statements that rapper reads, a statement of several graphs once for each."""
    done = subprocess.run(
        ["rapper", "-q", "-i", syntax, "-o", "nquads", str(path)], capture_output=True, check=True, text=True
    )
    return len(set(done.stdout.splitlines()))


class TestRaptor:
    pytestmark = needs_raptor

    @pytest.mark.parametrize(
        ("name", "syntax", "form"), [("all.trig", "trig", RdfFormat.TRIG), ("all.nq", "nquads", RdfFormat.N_QUADS)]
    )
    def test_two_parsers_count_alike(
        self, real_quads: list[Quad], tmp_path: Path, name: str, syntax: str, form: RdfFormat
    ) -> None:
        path = tmp_path / name
        write = exports_of(form)
        path.write_bytes(write(real_quads))
        own = len(set(parse(path=str(path), format=form)))
        assert own == len(set(real_quads))
        assert counted(path, syntax) == own

    def test_every_file_is_turtle_or_trig_to_raptor(self, world_root: Path) -> None:
        for path in corpus.files(world_root):
            syntax = {".ttl": "turtle", ".trig": "trig"}[path.suffix]
            assert counted(path, syntax) == len(corpus.layout.read(path))


def exports_of(form: RdfFormat) -> Callable[[list[Quad]], bytes]:
    """The text of quads in a format, as the corpus writes it (TriG) or as N-Quads."""
    if form == RdfFormat.TRIG:
        return lambda quads: corpus.layout.write(quads).encode()
    return lambda quads: serialize(quads, format=form) or b""
