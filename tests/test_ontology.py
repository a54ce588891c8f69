"""The ontology under a reasoner, and the data under two outside parsers."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse, serialize

from kg.corpus import files
from kg.corpus.load import Corpus
from kg.corpus.rules import Facts
from kg.model.reader import Reader
from kg.rdf import turtle, vocabulary
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad
from kg.rdf.vocabulary import (
    BASE,
    DEFINITION,
    ID,
    KG,
    LANGUAGES,
    ONTOLOGY,
    OWL,
    REGISTER,
    SKOS,
    SUBCLASS,
    SUBPROPERTY,
    A,
    compact,
    expand,
    kg,
)
from kg.text.phrases import catalogue
from tests.conftest import REPO

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
            Quad(kg("Chimera"), SUBCLASS, kg("Agent"), ONTOLOGY),
            Quad(kg("Chimera"), SUBCLASS, kg("Instrument"), ONTOLOGY),
        ]
        assert not consistent([*world_quads, *both])


def test_no_class_of_happenings_is_disjoint(ontology_quads: list[Quad]) -> None:
    facts = Facts(Corpus(Path(), {Path("kg.ttl"): ontology_quads}))
    disjoint = {
        t for q in ontology_quads if q.predicate.value == OWL + "disjointWith" for t in (q.subject, q.object)
    }
    assert disjoint & facts.happenings == set()


def test_every_field_commitment_and_modality_has_cases_for_and_against(ontology_quads: list[Quad]) -> None:
    """`kg check` asks this of codes in use; the codebook gives it for all, so that the next coder has it too."""
    schemes = {f"{BASE}field/scheme", f"{BASE}code/commitment-types", f"{BASE}code/modalities"}
    codes = {
        q.subject for q in ontology_quads if q.predicate.value == SKOS + "inScheme" and q.object.value in schemes
    }
    assert len(codes) > 90
    for predicate in (NamedNode(SKOS + "example"), kg.counterExample):
        given = {q.subject for q in ontology_quads if q.predicate == predicate}
        assert sorted(compact(code.value) for code in codes - given) == []


def test_every_text_of_the_codebook_stands_in_three_languages(ontology_quads: list[Quad]) -> None:
    """A page in Persian or Russian shows no definition, note or case in English."""
    predicates = {DEFINITION, NamedNode(SKOS + "scopeNote"), NamedNode(SKOS + "example"), kg.counterExample}
    languages: dict[tuple[str, str], set[str | None]] = {}
    for q in ontology_quads:
        if q.predicate in predicates and isinstance(q.object, Literal):
            text = compact(q.subject.value), compact(q.predicate.value)
            languages.setdefault(text, set()).add(q.object.language)
    assert len(languages) > 700
    assert {text: tags for text, tags in languages.items() if tags != set(LANGUAGES)} == {}


def test_a_record_and_a_side_have_one_name_in_persian(ontology_quads: list[Quad]) -> None:
    """The pages say «مدخل» and «طرف»; a second word for either would be a second thing."""
    other = re.compile(r"رکورد|(?<![\w\u200c])(?:سو(?![\w\u200c])|سویی\b|سوها|سو(?:ی)?\u200cها)")
    assert [text for text in ("این رکوردها", "یک سو", "سویی که", "سوی‌های هر") if not other.search(text)] == []
    assert other.search("از سوی کشور") is None
    persian = [q.object for q in ontology_quads if isinstance(q.object, Literal) and q.object.language == "fa"]
    texts = [text.value for text in persian]
    texts += [phrase["fa"] for phrase in catalogue().values()]
    texts += [path.read_text(encoding="utf-8") for path in sorted((REPO / "ontology" / "questions").glob("*.rq"))]
    assert len(texts) > 2000
    assert [text for text in texts if other.search(text)] == []


VOCABULARIES = Path(__file__).parent / "vocabularies"
#: Vocabularies that RDFLib, which constraints.txt pins, carries with all their terms.
CARRIED = (
    *(rdflib.DCAT, rdflib.DCTERMS, rdflib.FOAF, rdflib.ORG, rdflib.OWL, rdflib.PROV, rdflib.RDF, rdflib.RDFS),
    *(rdflib.SDO, rdflib.SH, rdflib.SKOS, rdflib.VOID, rdflib.XSD),
)


def pinned_terms() -> dict[str, set[str]]:
    """The terms of every vocabulary that alignments may name, by namespace."""
    terms = {
        str(space._NS): {str(term) for term in [*dir(space), *(space[name] for name in space._extras)]}
        for space in CARRIED
    }
    for path in VOCABULARIES.glob("*.txt"):
        head, *names = path.read_text(encoding="utf-8").split("\n")
        namespace = head.split()[-1]
        terms.setdefault(namespace, set()).update(namespace + name for name in names if name)
    return terms


def exists(term: str) -> bool:
    """Tell whether a vocabulary that is pinned has a term."""
    return any(term in terms for namespace, terms in pinned_terms().items() if term.startswith(namespace))


def terms_of_code() -> list[NamedNode]:
    """Every term that `kg/rdf/vocabulary.py` names."""
    named = list(vars(vocabulary).values())
    spaces = [space for space in named if isinstance(space, vocabulary.Terms)]
    graphs = vocabulary.NOT_PASSAGES
    constants = [term for term in named if isinstance(term, NamedNode) and term not in graphs]
    return [*constants, *(getattr(space, name) for space in spaces for name in type(space).__annotations__)]


class TestTermsOfCode:
    def test_each_is_declared(self, ontology_quads: list[Quad]) -> None:
        declared = {quad.subject for quad in ontology_quads}
        terms = terms_of_code()
        own = [term for term in terms if term.value.startswith(BASE)]
        assert len(own) > 150 and len(terms) - len(own) > 50
        assert [compact(term.value) for term in own if term not in declared] == []
        assert [term.value for term in terms if term not in own and not exists(term.value)] == []

    def test_each_has_one_name(self) -> None:
        assert [term for term, times in Counter(terms_of_code()).items() if times > 1] == []


@pytest.fixture(scope="module")
def alignments() -> list[Quad]:
    """The statements of the file of alignments."""
    return turtle.read(Path(__file__).parent.parent / "ontology" / "alignments.ttl")


@pytest.fixture(scope="module")
def own_terms(ontology_quads: list[Quad]) -> dict[NamedNode, dict[str, list[Quad]]]:
    """The statements about each class and property of the ontology's own, by predicate."""
    terms: dict[NamedNode, dict[str, list[Quad]]] = {}
    for quad in ontology_quads:
        if quad.subject.value.startswith(KG):
            terms.setdefault(quad.subject, {}).setdefault(compact(quad.predicate.value), []).append(quad)
    return terms


def holds(reader: Reader, subject: str, predicate: NamedNode, value: str) -> bool:
    """Tell whether a compiled graph states a triple, the value given as a prefixed name or a literal's text."""
    texts = {v.value if isinstance(v, Literal) else compact(v.value) for v in reader.values(subject, predicate)}
    return value in texts


class TestAlignments:
    def test_every_target_is_a_term_of_its_vocabulary(self, alignments: list[Quad]) -> None:
        assert len(alignments) > 50
        assert [compact(q.object.value) for q in alignments if not exists(q.object.value)] == []

    @pytest.mark.parametrize(
        "term",
        [
            "http://www.w3.org/ns/org#post",
            "http://data.europa.eu/eli/ontology#Treaty",
            "https://schema.org/Happening",
            "https://example.org/unpinned",
        ],
    )
    def test_a_target_that_no_vocabulary_has_is_found(self, term: str) -> None:
        assert not exists(term)

    def test_every_alignment_has_an_example(self, alignments: list[Quad]) -> None:
        pairs = [(compact(q.subject.value), compact(q.object.value)) for q in alignments]
        assert sorted(pairs) == sorted((row["term"], row["aligned_with"]) for row in examples())

    def test_every_example_is_stated_and_entailed(self, real: Reader) -> None:
        for row in examples():
            subject, term, aligned = (expand(row[name]) for name in ("subject", "term", "aligned_with"))
            if row["object"]:
                assert holds(real, subject, NamedNode(term), row["object"]), row
                assert holds(real, subject, NamedNode(aligned), row["object"]), row
            else:
                assert holds(real, subject, A, row["term"]), row
                assert holds(real, subject, A, row["aligned_with"]), row

    @pytest.mark.parametrize(
        "name", ["swift", "spfs", "sepam", "mir", "shetab", "nuclear-program-of-iran", "port-olya-3"]
    )
    def test_what_lies_nowhere_is_no_place(self, real: Reader, name: str) -> None:
        assert real.values(ID + name, A)
        assert not holds(real, ID + name, A, "schema:Place")

    def test_an_act_of_replacement_is_no_retired_record(self, real: Reader) -> None:
        assert holds(real, ID + "treaty-2001-replacement", kg("replacedBy"), "id:treaty-2025")
        assert not real.values(ID + "treaty-2001-replacement", NamedNode(str(rdflib.DCTERMS.isReplacedBy)))

    def test_quoted_words_are_not_quoted_from_their_reporter(self, real: Reader) -> None:
        quotations = list(real.store.quads_for_pattern(None, kg("quotedIn"), None, DefaultGraph()))
        assert quotations
        assert not any(real.values(q.subject.value, NamedNode(str(rdflib.PROV.wasQuotedFrom))) for q in quotations)


def examples() -> list[dict[str, str]]:
    """One statement of the corpus for each alignment, which stays true in the words of the other vocabulary."""
    with (VOCABULARIES / "examples.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class TestTerms:
    def test_every_term_names_the_ontology_that_defines_it(
        self, own_terms: dict[NamedNode, dict[str, list[Quad]]]
    ) -> None:
        ontology = NamedNode(BASE + "ontology")
        lacking = [
            compact(term.value)
            for term, facts in own_terms.items()
            if "rdf:type" in facts and [q.object for q in facts.get("rdfs:isDefinedBy", [])] != [ontology]
        ]
        assert lacking == []

    def test_the_version_has_an_address(self, ontology_quads: list[Quad]) -> None:
        header = {
            compact(q.predicate.value): q.object.value
            for q in ontology_quads
            if q.subject.value == BASE + "ontology"
        }
        assert header["owl:versionIRI"] == f"{BASE}ontology/{header['owl:versionInfo']}"
        assert header["vann:preferredNamespaceUri"] == KG
        assert header["vann:preferredNamespacePrefix"] == compact(KG + "x").partition(":")[0]

    def test_every_class_has_an_example_that_belongs_to_it(
        self, own_terms: dict[NamedNode, dict[str, list[Quad]]], real: Reader
    ) -> None:
        classes = [
            t
            for t, facts in own_terms.items()
            if NamedNode(OWL + "Class") in (q.object for q in facts.get("rdf:type", []))
        ]
        assert len(classes) > 60
        for cls in classes:
            examples = [q.object for q in own_terms[cls].get("skos:example", [])]
            (example,) = (e for e in examples if getattr(e, "language", "en") == "en")
            if isinstance(example, NamedNode):
                assert holds(real, example.value, A, compact(cls.value)), cls
            else:  # what is worked out is no record
                records = [
                    r for r in real.of_class(cls.value) if r.startswith(ID)
                ]  # what is worked out has no records
                assert not records, f"{cls} has records, so one of them is its example"


class TestInvolvement:
    def test_every_role_of_an_agent_is_involvement(self, ontology_quads: list[Quad]) -> None:
        """A property that leads from an occurrence, instrument or passage to an agent says who is involved."""
        facts = Facts(Corpus(Path(), {Path("kg.ttl"): ontology_quads}))

        def below(cls: NamedNode, names: tuple[str, ...]) -> bool:
            return any(kg(name) in facts.above.get(cls, ()) for name in names)

        roles = {
            term
            for term, quads in facts.ontology.items()
            if any(
                below(d, ("Happening", "Instrument", "Passage"))
                for d in facts.links(quads, NamedNode(str(rdflib.RDFS.domain)))
            )
            and any(below(r, ("Agent",)) for r in facts.links(quads, NamedNode(str(rdflib.RDFS.range))))
        }
        assert len(roles) > 10
        above = {term: facts.links(facts.ontology[term], SUBPROPERTY) for term in roles}
        assert [compact(term.value) for term in roles if kg("involves") not in above[term]] == []

    def test_one_pattern_finds_everything_that_a_person_is_in(self, real: Reader) -> None:
        putin = NamedNode(ID + "vladimir-putin")
        involving = {
            q.subject.value for q in real.store.quads_for_pattern(None, kg("involves"), putin, DefaultGraph())
        }
        classes = {compact(kind) for iri in involving for kind in real.kinds(iri)}
        assert {"kg:Event", "kg:Tenure", "kg:Signature", "kg:Assessment", "kg:Passage", "kg:Positioning"} <= classes

    def test_what_an_occurrence_is_about_is_not_involved(self, world: Reader) -> None:
        visit = ID + "visit-harbour-2001"
        assert holds(world, visit, kg("about"), "id:treaty-old")
        assert {compact(v.value) for v in world.values(visit, kg("involves"))} == {
            "id:ali-yusefi",
            "id:pyotr-volkov",
        }

    def test_one_pattern_finds_everything_on_a_field(self, real: Reader) -> None:
        field = NamedNode(BASE + "field/oil-gas")
        records = real.store.quads_for_pattern(None, NamedNode(str(rdflib.DCTERMS.subject)), field, DefaultGraph())
        kinds = {
            name for q in records for kind in real.kinds(q.subject.value) for name in map(compact, real.above(kind))
        }
        assert {"kg:Event", "kg:Assessment", "kg:Instrument"} <= kinds


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
        for path in files.files(world_root):
            syntax = {".ttl": "turtle", ".trig": "trig"}[path.suffix]
            assert counted(path, syntax) == len(turtle.read(path))


def exports_of(form: RdfFormat) -> Callable[[list[Quad]], bytes]:
    """The text of quads in a format, as the corpus writes it (TriG) or as N-Quads."""
    if form == RdfFormat.TRIG:
        return lambda quads: turtle.write(quads).encode()
    return lambda quads: serialize(quads, format=form) or b""
