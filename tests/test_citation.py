"""Citations of every kind of thing in every style, read back by parsers that we did not write."""

import io
import json

import pytest

from kg import citation, dates
from kg.citation import STYLES, NotCitable, UnknownStyle, Work, cite
from kg.export.material import Material
from kg.rdf import Literal, NamedNode, Quad
from kg.terms import BASE, DCTERMS, ID, SRC, VIEW, A, kg

REPORTED = SRC + "daily-2025.p2.ali-yusefi.pyotr-volkov"
HOSTILE = r"50% of {x} & \y$ #1 _a_ ~ ^ «سند» =1+1 } {"
CITED = {
    "source": SRC + "gazette-2025",
    "reported": REPORTED,
    "undated": SRC + "memoir.1",
    "treaty": ID + "treaty-new",
    "article": ID + "treaty-new-article-1",
    "record": ID + "hostile",
    "view": VIEW + "all",
    "hostile": SRC + "planted",
}


@pytest.fixture(scope="module")
def reader(world_quads):
    source = NamedNode(SRC + "planted")
    planted = [
        Quad(source, A, kg("Source"), source),
        Quad(source, NamedNode(DCTERMS + "title"), Literal(HOSTILE, language="en"), source),
        Quad(source, NamedNode(DCTERMS + "creator"), NamedNode(ID + "hostile"), source),
        Quad(source, NamedNode(DCTERMS + "language"), Literal("en"), source),
        Quad(source, kg("address"), Literal("https://x.example/{a}%20b?c=1&d=2"), source),
    ]
    return Material([*world_quads, *planted]).reader


def cited(reader, iri: str, style: str) -> str:
    return cite(reader, iri, style, version="1.2.0", accessed="2025-10-03")


def test_oscola_cites_a_treaty_by_its_days(reader):
    assert cited(reader, ID + "treaty-new-article-1", "oscola") == (
        "New Treaty (Northland–Southland) (signed 17 January 2025, entered into force 2 October 2025) art 1, "
        "Iran–Russia Knowledge Graph (version 1.2.0) <https://w3id.org/iran-russia/id/treaty-new-article-1> "
        "accessed 3 October 2025"
    )


def test_rival_days_stand_side_by_side(reader):
    text = cited(reader, ID + "treaty-old", "oscola")
    assert "(signed 12 March 2001 or 22 March 2001 (sources differ))" in text
    item = json.loads(cited(reader, ID + "treaty-old", "csl-json"))[0]
    assert item["issued"] == {"date-parts": [[2001, 3]]}


def test_apa_names_the_speaker_and_who_reports_it(reader):
    assert cited(reader, REPORTED, "apa") == (
        "The Daily (2025, July 20). The treaty is signed. "
        "Paragraph 2 (Pyotr Volkov, as reported by Ali Yusefi, as reported by The Daily). https://daily.example/1 "
        "As recorded in Iran–Russia Knowledge Graph (Version 1.2.0) [Data set]. Retrieved October 3, 2025, from "
        "https://w3id.org/iran-russia/source/daily-2025.p2.ali-yusefi.pyotr-volkov"
    )


def test_chicago_cites_an_undated_source_in_its_own_script(reader):
    assert cited(reader, SRC + "memoir.1", "chicago") == (
        "Volkov, Pyotr. “Мемуары.” n.d. Chapter 3. Iran–Russia Knowledge Graph, version 1.2.0. "
        "Accessed October 3, 2025. https://w3id.org/iran-russia/source/memoir.1"
    )


def test_a_title_stands_as_printed(reader):
    assert "روزنامهٔ رسمی" in cited(reader, SRC + "gazette-2025", "apa")


def test_a_page_is_cited_by_the_title_that_the_caller_gives(reader):
    text = cite(reader, BASE + "page/network", "oscola", version="1.2.0", accessed="2025-10", title="Network")
    assert text == (
        "Iran–Russia KG contributors, ‘Network’, Iran–Russia Knowledge Graph (version 1.2.0) "
        "<https://w3id.org/iran-russia/page/network> accessed October 2025"
    )


def test_bounds_in_one_year_date_a_source_to_it():
    work = Work(SRC + "x", "document", "X", issued="2025", bounds=("2025-01-17", "2025-05-21"))
    edition = citation.Edition("1", "2025-10-03", work.iri)
    assert "(2025). X." in citation.apa(work, edition)
    assert "Published between 17 January 2025 and 21 May 2025" in citation.bibtex(work, edition)


@pytest.mark.parametrize("iri", CITED.values(), ids=CITED.keys())
@pytest.mark.parametrize("style", STYLES)
def test_every_citation_states_version_address_and_day(reader, iri, style):
    text = cited(reader, iri, style)
    assert "1.2.0" in text and iri in text
    assert "October 3, 2025" in text or "3 October 2025" in text
    if style not in ("apa", "chicago", "oscola"):
        assert citation.TRANSLITERATION in text
    assert text == cited(reader, iri, style)


@pytest.mark.parametrize("style", ["bibtex", "biblatex"])
def test_pybtex_reads_the_entries(reader, style):
    pybtex = pytest.importorskip("pybtex.database")
    text = "\n\n".join(cited(reader, iri, style) for iri in CITED.values())
    found = pybtex.parse_string(text, "bibtex").entries
    assert list(found) == [citation.key(Work(iri, "", "")) for iri in CITED.values()]
    memoir = found["memoir.1"]
    assert [str(p) for p in memoir.persons["author"]] == ["Volkov, Pyotr"]
    assert memoir.fields["title"] == "{Мемуары}"
    planted = found["planted"].fields
    assert r"50\% of \textbraceleft{}x\textbraceright{} \& \textbackslash{}y\$ \#1 \_a\_" in planted["title"]
    assert planted["url"] == "https://x.example/%7Ba%7D%20b?c=1&d=2"
    assert str(found["daily-2025.p2.ali-yusefi.pyotr-volkov"].persons["author"][0]) == "{The Daily}"


@pytest.mark.parametrize("style", ["bibtex", "biblatex"])
def test_a_hostile_title_leaves_no_brace_open(reader, style):
    written = cited(reader, SRC + "planted", style)
    assert written.count("{") == written.count("}")
    assert not set("\x00\x07\r") & set(written)


def test_rispy_reads_the_records(reader):
    rispy = pytest.importorskip("rispy")
    text = "\n\n".join(cited(reader, iri, "ris") for iri in CITED.values())
    found = rispy.load(io.StringIO(text))
    assert [r["id"] for r in found] == [citation.key(Work(iri, "", "")) for iri in CITED.values()]
    by_key = {r["id"]: r for r in found}
    assert by_key["daily-2025.p2.ali-yusefi.pyotr-volkov"]["year"] == "2025"
    assert by_key["planted"]["title"] == HOSTILE
    assert by_key["memoir.1"]["authors"] == ["Volkov, Pyotr"]


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_citeproc_renders_the_items(reader):
    citeproc = pytest.importorskip("citeproc")
    from citeproc.source.json import CiteProcJSON

    items = [json.loads(cited(reader, iri, "csl-json"))[0] for iri in CITED.values()]
    source = CiteProcJSON(items)
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
    for item in items:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    rendered = [str(line) for line in bibliography.bibliography()]
    assert len(rendered) == len(items)
    assert any("The treaty is signed" in line and "2025" in line for line in rendered)
    assert any("Volkov, P" in line and "Мемуары" in line for line in rendered)


def test_an_unknown_style_lists_the_known(reader):
    with pytest.raises(UnknownStyle, match=r"No style is named mla\. Styles: apa, chicago, oscola, bibtex"):
        cited(reader, ID + "treaty-new", "mla")


def test_what_the_graph_does_not_know_is_not_cited(reader):
    with pytest.raises(NotCitable, match=r"id:nobody is not in the graph"):
        cited(reader, ID + "nobody", "apa")


def test_the_day_of_access_is_a_day(reader):
    with pytest.raises(dates.NotADate):
        cite(reader, ID + "treaty-new", "apa", version="1", accessed="yesterday")
