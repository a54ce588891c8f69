"""Mutated files of a corpus: check, build and fmt refuse them or read them, and never lose a statement."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.corpus.check import check
from kg.dataset import build
from kg.dataset.store import Choice
from kg.rdf import turtle
from kg.rdf.terms import DefaultGraph
from tests.conftest import change, lay_world
from tests.faults import CODING, DAILY, GAZETTE, MEMOIR, TREATY
from tests.fuzz.budget import tries

TABLE = "graphs/sources/press-report/d/daily-2025.csv"
_CELLS = "record,a,kg:value,kg:onDate\nid:figure-trade-turnover-2023,kg:Figure,2.5,2023\n"
_INSERTED = st.sampled_from(
    [
        *(
            "<<(",
            ")>>",
            "{|",
            "_:b",
            "[]",
            "( )",
            "{",
            "}",
            ".",
            ";",
            '"',
            '"""',
            "<",
            ">",
            "@fa--rtl",
            "^^xsd:dat",
        ),
        *("\x00", "\ufeff", "\u202e", "\r", "\ufffe", "9" * 5000, "a 5 ;", "a kg:Signature ;", "a kg:Passage ;"),
        *("kg:quotedIn src:daily-2025.p2 ;", "dcterms:isPartOf src:memoir ;", "kg:holder id:nobody ;", "id:../x"),
        *(
            'kg:startDate "0000"^^xsd:gYear ;',
            "kg:articleCount 1000000000 ;",
            "kg:treaty id:treaty-new ;",
            "GRAPH ",
        ),
        *('skos:prefLabel "x"@en ;', "owl:sameAs id:iran ;", "src:daily-2025.p1 {", "graph:register {", "# x\n"),
    ]
)


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """A text with a few of its pieces removed, doubled, swapped, or joined by others."""
    for _ in range(draw(st.integers(1, 3))):
        lines = text.splitlines(keepends=True)
        line = draw(st.integers(0, max(len(lines) - 1, 0)))
        match draw(st.integers(0, 4)):
            case 0:
                del lines[line : line + draw(st.integers(1, 3))]
            case 1:
                lines.insert(line, draw(_INSERTED) + "\n")
            case 2:
                lines.insert(draw(st.integers(0, len(lines))), lines[line] if lines else "")
            case 3:
                place = draw(st.integers(0, len(text)))
                lines = [text[:place], draw(_INSERTED), text[place:]]
            case 4:
                place = draw(st.integers(0, len(text)))
                lines = [text[:place], text[place + draw(st.integers(1, 30)) :]]
        text = "".join(lines)
    return text


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world in which one file at a time is spoilt."""
    return lay_world(tmp_path_factory.mktemp("fuzz") / "corpus")


@tries(60)
@given(st.data())
def test_a_mutated_file_is_checked_or_refused_with_its_address(root: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([DAILY, GAZETTE, MEMOIR, TREATY, CODING, TABLE, "graphs/corpus.ttl"]))
    before = (root / name).read_bytes() if (root / name).exists() else None
    text = _CELLS if before is None else before.decode()
    try:
        change(root, (name, data.draw(mutated(text))))
        corpus, report = check(root)
        assert all(fault.line >= 1 and fault.message and fault.remedy for fault in report.faults)
        assert corpus is not None or report.errors
        if corpus is not None and not report.errors:
            build.compile_view(corpus, Choice())
    finally:
        if before is None:
            (root / name).unlink()
        else:
            (root / name).write_bytes(before)


_IRIS = st.sampled_from(
    [f"https://w3id.org/iran-russia/{path}" for path in ("id/a", "id/b-2", "source/s.p1", "x#y")]
)
_NODES = _IRIS.map(NamedNode)
_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
_LITERALS = st.one_of(
    _TEXTS.map(Literal),
    st.builds(
        lambda text, tag: Literal(text, language=tag), _TEXTS, st.sampled_from(["en", "fa", "ru", "zh-hant"])
    ),
    st.builds(lambda text, iri: Literal(text, datatype=NamedNode(iri)), _TEXTS, _IRIS),
    st.integers().map(Literal),
    st.decimals(allow_nan=False, allow_infinity=False).map(lambda n: Literal(str(n))),
)
_TRIPLES = st.builds(Triple, _NODES, _NODES, st.one_of(_NODES, _LITERALS))
_QUADS = st.builds(
    Quad, _NODES, _NODES, st.one_of(_NODES, _LITERALS, _TRIPLES), st.one_of(_NODES, st.just(DefaultGraph()))
)


@tries(400)
@given(st.lists(_QUADS, max_size=12))
def test_the_canonical_layout_loses_nothing(quads: list[Quad]) -> None:
    text = turtle.write(quads)
    read = turtle.read(Path("x.trig"), text.encode())
    assert Counter(map(str, read)) == Counter(map(str, dict.fromkeys(quads)))
    assert turtle.write(read) == text, "writing again changes nothing"
    assert not [quad for quad in read if isinstance(quad.subject, BlankNode)]
