"""The canonical layout: writing loses nothing, is a fixed point, and gives every subject an address."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kg.rdf import turtle
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad
from kg.rdf.turtle import ParseFault
from kg.rdf.vocabulary import ID, PREFIXES, RDF, SKOS, SRC, XSD

WORLD = Path(__file__).parent / "world"

HOSTILE = st.sampled_from(
    [
        *('"', '\\"', "'''", '"""', "\\", "\n", "\r\n", "\t", "# no comment", "<a>", "@en", "^^xsd:date", "{", "}"),
        *(" .", ";", "\u2028", "\x85", "\x0b", "\x00", "\u200c", "\u202e", "\ufeff", "a:b", "\U0001f600", "\x7f"),
    ]
)
TEXTS = st.lists(st.one_of(HOSTILE, st.text(max_size=4)), max_size=4).map("".join)
NAMES = st.sampled_from(
    ["iran", "a.b", "p10", "p2", "x-1", "_", "a%20b", "a/b", "a.", "-a", "خ", "1", "kg:x", "a..b", "0.5", "A", ""]
)
BASES = [ID, SRC, PREFIXES["kg"], SKOS, RDF, "http://example.org/", "urn:x:"]
IRIS = st.builds(lambda base, name: NamedNode(base + name), st.sampled_from(BASES), NAMES)
NUMBERS = st.sampled_from(["1", "+01", "-1.50", ".5", "5.", "1e3", "true", "TRUE", "2025-01-17", ""])
DATATYPES = st.sampled_from(["integer", "decimal", "boolean", "double", "date", "string", "duration"])
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(lambda t, tag: Literal(t, language=tag), TEXTS, st.sampled_from(["en", "fa", "ru", "fa-ir"])),
    st.builds(lambda t, name: Literal(t, datatype=NamedNode(XSD + name)), st.one_of(TEXTS, NUMBERS), DATATYPES),
    st.builds(lambda t: Literal(t, datatype=NamedNode("http://example.org/type")), TEXTS),
)
TRIPLES = st.tuples(IRIS, IRIS, st.one_of(IRIS, LITERALS))
QUADS = st.lists(st.builds(lambda t, g: Quad(*t, g), TRIPLES, IRIS), max_size=6)
TURTLE = st.lists(st.builds(lambda t: Quad(*t, DefaultGraph()), TRIPLES), max_size=6)


def read(text: str) -> list[Quad]:
    return list(parse(text, format=RdfFormat.TRIG))


@given(st.one_of(QUADS, TURTLE))
def test_writing_loses_nothing_and_is_a_fixed_point(quads: list[Quad]) -> None:
    text = turtle.write(quads)
    again = read(text)
    assert set(again) == set(quads)
    assert len(again) == len(set(quads)), "each statement is written once"
    assert turtle.write(again) == text


@given(QUADS)
def test_the_order_of_statements_does_not_matter(quads: list[Quad]) -> None:
    assert turtle.write(quads[::-1]) == turtle.write(quads)


@given(QUADS)
def test_every_subject_has_a_line_of_its_own(quads: list[Quad]) -> None:
    text = turtle.write(quads)
    lines = text.split("\n")
    for quad in quads:
        subject, graph = turtle.write_term(quad.subject), turtle.write_term(quad.graph_name)
        number = turtle.line_of(text, subject, graph)
        assert number is not None
        assert lines[number - 1].strip() == subject
        inside = [line for line in lines[: number - 1] if line.endswith(" {") and not line.startswith(" ")]
        assert inside[-1] == f"{graph} {{"


@given(QUADS)
def test_only_the_prefixes_in_use_are_declared(quads: list[Quad]) -> None:
    declared = [q.split()[1][:-1] for q in turtle.write(quads).split("\n") if q.startswith("@prefix ")]
    terms = [t for q in quads for t in (q.subject, q.predicate, q.object, q.graph_name)]
    terms += [t.datatype for t in terms if isinstance(t, Literal)]
    short = {turtle.write_term(t).split(":")[0] for t in terms if isinstance(t, NamedNode)}
    assert set(declared) <= {name for name in short if not name.startswith("<")}
    assert declared == sorted(declared)


@given(TEXTS)
def test_no_text_is_taken_for_a_comment(text: str) -> None:
    written = turtle.write([Quad(NamedNode(ID + "a"), NamedNode(SKOS + "note"), Literal(text), DefaultGraph())])
    assert list(turtle.comments(written)) == []


def test_the_layout_by_example() -> None:
    quads = read(
        """@prefix id: <https://w3id.org/iran-russia/id/> .
        @prefix kg: <https://w3id.org/iran-russia/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix src: <https://w3id.org/iran-russia/source/> .
        src:a.p10 { id:x kg:votesFor 191, 20 . }
        src:a.p2 { id:x kg:value 2.70 ; kg:onDate '2025'^^<http://www.w3.org/2001/XMLSchema#gYear> ;
          skos:definition 'D'@en ; skos:altLabel 'z'@en ; skos:prefLabel 'Икс'@ru, 'ایکس'@fa, 'X'@en ; a kg:Event .
          id:b kg:drawn true . }"""
    )
    assert turtle.write(quads) == (
        "@prefix id: <https://w3id.org/iran-russia/id/> .\n"
        "@prefix kg: <https://w3id.org/iran-russia/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix src: <https://w3id.org/iran-russia/source/> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "\n"
        "src:a.p2 {\n"
        "    id:b\n"
        "        kg:drawn true ;\n"
        "    .\n"
        "\n"
        "    id:x\n"
        "        a kg:Event ;\n"
        '        skos:prefLabel "X"@en ;\n'
        "        skos:prefLabel\n"
        '            "ایکس"@fa ;\n'
        '        skos:prefLabel "Икс"@ru ;\n'
        '        skos:altLabel "z"@en ;\n'
        '        skos:definition "D"@en ;\n'
        '        kg:onDate "2025"^^xsd:gYear ;\n'
        "        kg:value 2.70 ;\n"
        "    .\n"
        "}\n"
        "\n"
        "src:a.p10 {\n"
        "    id:x\n"
        "        kg:votesFor 20 ;\n"
        "        kg:votesFor 191 ;\n"
        "    .\n"
        "}\n"
    )


def test_nothing_is_written_as_nothing() -> None:
    assert turtle.write([]) == ""


@pytest.mark.parametrize("path", [*WORLD.rglob("*.trig"), *WORLD.rglob("*.ttl")], ids=lambda p: p.name)
def test_the_world_is_in_the_layout(path: Path) -> None:
    assert turtle.format_data(path, path.read_bytes()) == path.read_bytes()


@pytest.mark.parametrize(
    ("data", "line", "message", "remedy"),
    [
        (b"@prefix a: <http://a/> .\n\na:b a a:c\n", 4, "cannot be parsed", "Correct the syntax on that line."),
        (b"# fine\na:b\n", 2, "cannot be parsed", "Correct the syntax on that line."),
        (b"<http://a> <http://b> \"\xff\" .\n", 1, "not UTF-8", "Save the file in UTF-8."),
        (b"<http://a> <http://b> <http://c> .\n\n\xc3", 3, "not UTF-8", "Save the file in UTF-8."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where(
    tmp_path: Path, data: bytes, line: int, message: str, remedy: str
) -> None:
    path = tmp_path / "bad.ttl"
    path.write_bytes(data)
    with pytest.raises(ParseFault) as fault:
        turtle.read(path)
    assert (fault.value.line, fault.value.remedy) == (line, remedy)
    assert fault.value.message.startswith(message)


def test_a_comment_is_not_dropped_silently(tmp_path: Path) -> None:
    path = tmp_path / "note.ttl"
    path.write_text("<http://a#x> <http://b> '#1' . # why\n", encoding="utf-8")
    with pytest.raises(ParseFault) as fault:
        turtle.format_data(path, path.read_bytes())
    assert (fault.value.line, fault.value.message) == (1, "comment: # why")


def test_addresses_in_files_not_yet_in_the_layout() -> None:
    text = "@prefix id: <http://x/> .\nsrc:a {\n id:x a id:T .\n}\nGRAPH src:a.1 {\n\tid:x id:p 1 .\n}\n"
    assert turtle.line_of(text, "id:x", "src:a") == 3
    assert turtle.line_of(text, "id:x", "src:a.1") == 6
    assert turtle.line_of(text, "id:y", "src:a") is None


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ('id:a kg:gist "سلام"@fa--rtl .', '        "سلام"@fa--rtl ;'),
        ('id:a kg:about <<( id:b kg:gist "x"@en )>> .', '    kg:about <<( id:b kg:gist "x"@en )>> ;'),
    ],
)
def test_what_rdf_1_2_adds_is_kept(statement: str, line: str, tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    heads = f"@prefix id: <{ID}> .\n@prefix kg: <{PREFIXES['kg']}> .\n"
    formatted = turtle.format_data(path, (heads + statement).encode()).decode()
    assert line in formatted.splitlines()
    assert turtle.read(path, formatted.encode()) == turtle.read(path, (heads + statement).encode())


def test_a_writer_that_loses_something_replaces_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turtle, "write", lambda _: "")
    with pytest.raises(turtle.ParseFault, match="cannot be written without loss"):
        turtle.format_data(tmp_path / "x.ttl", b"<http://a/b> <http://a/c> 1 .")


def test_line_ends_are_kept(tmp_path: Path) -> None:
    formatted = turtle.format_data(tmp_path / "x.ttl", b"<http://a/b> <http://a/c> 1 .\r\n")
    assert formatted == b"<http://a/b>\r\n    <http://a/c> 1 ;\r\n.\r\n"


def test_numbers_of_any_length_are_sorted() -> None:
    assert sorted(["p" + "9" * 5000, "p2"], key=turtle.natural) == ["p2", "p" + "9" * 5000]
