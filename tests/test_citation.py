"""Citations of every kind of thing in every style, read back by parsers that we did not write."""

import io
import json
import re

import pytest

import kg.graph
import kg.network.projections
from kg.dataset.store import LASTING
from kg.export.snapshot import Snapshot
from kg.model import citation, description
from kg.model.citation import STYLES, Conflict, NotCitable, UnknownStyle, cite, days, prose, style_of
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import BASE, DCTERMS, ID, SRC, VIEW, A, compact, expand
from kg.rdf.vocabulary import kg as term
from kg.site import citations, payload, record, static
from kg.text import dates

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
    "graph": BASE,
}
#: The world's corpus states 1.2.0; the digits are those of a digest, cut at twelve.
DIGEST, VERSION = "488bedf9358a77c0ffee", "1.2.0+488bedf9358a"
TITLE, MAKERS = "Northland–Southland Graph", "The coders"


@pytest.fixture(scope="module")
def reader(world_quads):
    source = NamedNode(SRC + "planted")
    planted = [
        Quad(source, A, term("Source"), source),
        Quad(source, NamedNode(DCTERMS + "title"), Literal(HOSTILE, language="en"), source),
        Quad(source, NamedNode(DCTERMS + "creator"), NamedNode(ID + "hostile"), source),
        Quad(source, NamedNode(DCTERMS + "language"), Literal("en"), source),
        Quad(source, term("address"), Literal("https://x.example/{a}%20b?c=1&d=2"), source),
    ]
    return Snapshot([*world_quads, *planted]).reader


def cited(reader, iri: str, style: str) -> str:
    return cite(reader, iri, style, digest=DIGEST, accessed="2025-10-03")


def keys() -> list[str]:
    return [citation.work.key(iri, description.Description({"en": TITLE})) for iri in CITED.values()]


# --- prose ------------------------------------------------------------------------------------


def test_oscola_cites_a_treaty_as_itself_by_its_days(reader):
    assert cited(reader, ID + "treaty-new-article-1", "oscola") == (
        "New Treaty (Northland–Southland) (17 January 2025). Article 1. Signed 17 January 2025, entered into force "
        f"2 October 2025. As recorded in The coders, ‘{TITLE}, version {VERSION}’ "
        "<https://w3id.org/iran-russia/id/treaty-new-article-1> accessed 3 October 2025."
    )


def test_a_treaty_has_no_author(reader):
    assert "author" not in json.loads(cited(reader, ID + "treaty-new", "csl"))[0]
    assert "author =" not in cited(reader, ID + "treaty-new", "bibtex")


def test_rival_days_stand_side_by_side(reader):
    text = cited(reader, ID + "treaty-old", "oscola")
    assert "Signed 12 March 2001 or 22 March 2001 (sources differ)." in text
    item = json.loads(cited(reader, ID + "treaty-old", "csl-json"))[0]
    assert item["issued"] == {"date-parts": [[2001, 3]]}


def test_apa_names_the_speaker_and_who_reports_it(reader):
    assert cited(reader, REPORTED, "apa") == (
        "The Daily. (2025, July 20). The treaty is signed. https://daily.example/1 "
        "Paragraph 2 (Pyotr Volkov, as reported by Ali Yusefi, as reported by The Daily). "
        f"As recorded in The coders. (n.d.). {TITLE} (Version {VERSION}) [Dataset]. "
        "Retrieved October 3, 2025, from https://w3id.org/iran-russia/source/daily-2025.p2.ali-yusefi.pyotr-volkov"
    )


def test_chicago_cites_an_undated_source_in_its_own_script(reader):
    assert cited(reader, SRC + "memoir.1", "chicago") == (
        f"Volkov, Pyotr. “Мемуары.” Chapter 3. As recorded in The coders. “{TITLE}.” Version {VERSION}. n.d. "
        "Accessed October 3, 2025. https://w3id.org/iran-russia/source/memoir.1."
    )


def test_mla_writes_given_names_in_full_and_no_title_twice(reader):
    assert cited(reader, SRC + "memoir.1", "mla").startswith("Volkov, Pyotr. “Мемуары.” Chapter 3. ")
    assert cited(reader, ID + "treaty-new", "mla").startswith("New Treaty (Northland–Southland). 17 Jan. 2025. ")


def test_gost_gives_the_address_of_what_stands_online_and_speaks_russian(reader):
    assert cited(reader, REPORTED, "gost") == (
        "The Daily. The treaty is signed [Электронный ресурс]. 2025. URL: https://daily.example/1 "
        "(дата обращения: 03.10.2025). Абзац 2 (Пётр Волков, в передаче: Али Юсефи, в передаче: Ежедневник). "
        f"По данным: The coders. {TITLE}, version {VERSION} [Электронный ресурс]. URL: {REPORTED} "
        "(дата обращения: 03.10.2025)."
    )


def test_a_record_is_cited_as_a_part_of_the_graph(reader):
    text = cited(reader, ID + "harbour", "chicago")
    assert text == (
        f"The coders. “Harbour.” In {TITLE}, version {VERSION}. n.d. Accessed October 3, 2025. "
        "https://w3id.org/iran-russia/id/harbour."
    )


def test_a_title_stands_as_printed(reader):
    assert "روزنامهٔ رسمی" in cited(reader, SRC + "gazette-2025", "apa")
    assert "“The treaty is signed.”" in cited(reader, SRC + "daily-2025", "chicago")


def test_a_page_is_cited_by_the_title_that_the_caller_gives(reader):
    text = cite(reader, BASE + "page/network", "oscola", digest=DIGEST, accessed="2025-10", title="Network")
    assert text == (
        f"The coders, ‘Network’ ({TITLE}, version {VERSION}) <https://w3id.org/iran-russia/page/network> "
        "accessed October 2025."
    )


@pytest.mark.parametrize("style", prose.STYLES)
def test_a_form_filled_is_the_entry_rendered(reader, style):
    """Entries are rendered once a form; here each is rendered alone, with its own texts and days."""
    chosen = prose.STYLES[style]
    for iri in CITED.values():
        work = prose._work(json.loads(cited(reader, iri, "csl"))[0], chosen)
        kinds = (work["type"], "webpage")  # of some kinds Chicago has no entry in bibliographies
        forms = [json.dumps({**work, "id": "form", "type": kind}) for kind in kinds]
        alone = next(filter(None, (prose._rendered(LASTING, chosen.file, form) for form in forms)))
        assert prose._entry(work, chosen) == prose._corrected(alone, work, chosen)


def test_days_of_a_form_do_not_mix_with_those_of_the_year():
    work = {
        "id": "x",
        "type": "webpage",
        "title": "In 1977 and 7 more",
        "issued": {"date-parts": [[1977, 7, 7]]},
        "accessed": {"date-parts": [[2027, 6, 17]]},
        "URL": "https://x.example/77",
    }
    assert prose._entry(work, prose.STYLES["oscola"]) == (
        "‘In 1977 and 7 more’ (7 July 1977) <https://x.example/77> accessed 17 June 2027"
    )


@pytest.mark.parametrize(
    ("texts", "entry"),
    [
        (
            {"title": "Bill No. 7 of 1877 is read.", "URL": "https://x.example/6."},
            "The Daily. “Bill No. 7 of 1877 is read.” January 6, 2025. https://x.example/6.",
        ),
        (
            {"title": "what August 77 means?", "author": [{"literal": "ynet 7"}]},
            "ynet 7. “what August 77 means?” January 6, 2025. https://x.example/7.",
        ),
        (
            {"title": "On 6 June", "issued": {"date-parts": [[2024, 9, 6], [2025, 8, 7]], "circa": True}},
            "The Daily. “On 6 June.” [September 6, 2024–August 7, 2025?]. https://x.example/7.",
        ),
    ],
)
def test_what_a_work_says_itself_does_not_mix_with_its_dates(texts, entry):
    work = {
        "id": "x",
        "type": "webpage",
        "title": "",
        "author": [{"literal": "The Daily"}],
        "issued": {"date-parts": [[2025, 1, 6]]},
        "URL": "https://x.example/7",
        **({"accessed": {"date-parts": [[2026, 3, 5]]}} if "issued" in texts else {}),
        **texts,
    }
    assert prose._entry(work, prose.STYLES["chicago"]) == entry


def test_works_that_differ_in_texts_and_days_are_of_one_form():
    chicago = prose.STYLES["chicago"]
    work = {"type": "report", "title": "a plan", "URL": "https://x.example/1"}
    one, other = (
        prose._form({**work, **more}, chicago)[0]
        for more in (
            {"issued": {"date-parts": [[2024, 12, 31]]}, "author": [{"literal": "ynet"}]},
            {"title": "e-visas", "issued": {"date-parts": [[1907, 8, 7]]}, "author": [{"literal": "vekalat"}]},
        )
    )
    assert one == other


def test_bounds_in_one_year_date_a_source_to_it(world_quads):
    source = NamedNode(SRC + "bounded")
    stated = [
        (DCTERMS + "title", Literal("X", language="en")),
        (DCTERMS + "creator", NamedNode(ID + "pyotr-volkov")),
        (term("issuedNoEarlierThan").value, Literal("2025-01-17")),
        (term("issuedNoLaterThan").value, Literal("2025-05-21")),
    ]
    planted = [Quad(source, NamedNode(p), o, source) for p, o in stated]
    reader = Snapshot([*world_quads, Quad(source, A, term("Source"), source), *planted]).reader
    assert "Volkov, P. (2025). X. Published between January 17, 2025 and May 21, 2025." in cited(
        reader, source.value, "apa"
    )
    assert "Published between 17 January 2025 and 21 May 2025" in cited(reader, source.value, "bibtex")


# --- all styles -------------------------------------------------------------------------------


@pytest.mark.parametrize("iri", CITED.values(), ids=CITED.keys())
@pytest.mark.parametrize("style", STYLES)
def test_every_citation_states_version_address_and_day(reader, iri, style):
    text = cited(reader, iri, style)
    assert VERSION in text and iri in text
    assert any(day in text for day in ("October 3, 2025", "3 October 2025", "3 Oct. 2025", "03.10.2025"))
    assert text == cited(reader, iri, style)


@pytest.mark.parametrize("style", STYLES)
def test_the_world_is_never_cited_as_another_corpus(reader, style):
    for iri in CITED.values():
        text = cited(reader, iri, style)
        assert TITLE in text
        assert "Iran" not in text.replace(BASE, "")


@pytest.mark.parametrize("style", ["bibtex", "biblatex"])
def test_pybtex_reads_the_entries(reader, style):
    pybtex = pytest.importorskip("pybtex.database")
    text = "\n\n".join(cited(reader, iri, style) for iri in CITED.values())
    entries = pybtex.parse_string(text, "bibtex").entries
    assert list(entries) == keys()
    memoir = entries["memoir.1"]
    assert [str(p) for p in memoir.persons["author"]] == ["Volkov, Pyotr"]
    assert memoir.fields["title"] == "{Мемуары}"
    planted = entries["planted"].fields
    assert r"50\% of \textbraceleft{}x\textbraceright{} \& \textbackslash{}y\$ \#1 \_a\_" in planted["title"]
    assert planted["url"] == "https://x.example/%7Ba%7D%20b?c=1&d=2"
    assert str(entries["daily-2025.p2.ali-yusefi.pyotr-volkov"].persons["author"][0]) == "{The Daily}"


@pytest.mark.parametrize("style", ["bibtex", "biblatex"])
def test_a_hostile_title_leaves_no_brace_open(reader, style):
    written = cited(reader, SRC + "planted", style)
    assert written.count("{") == written.count("}")
    assert not set("\x00\x07\r") & set(written)


def test_rispy_reads_the_records(reader):
    rispy = pytest.importorskip("rispy")
    text = "\n\n".join(cited(reader, iri, "ris") for iri in CITED.values())
    entries = rispy.load(io.StringIO(text))
    assert [r["id"] for r in entries] == keys()
    by_key = {r["id"]: r for r in entries}
    assert by_key["daily-2025.p2.ali-yusefi.pyotr-volkov"]["year"] == "2025"
    assert by_key["planted"]["title"] == HOSTILE
    assert by_key["memoir.1"]["authors"] == ["Volkov, Pyotr"]


# --- the same everywhere ----------------------------------------------------------------------


def test_command_python_record_page_and_graph_page_cite_alike(run, world_root, compiled, world):
    """The days of use differ, since pages state none; key, author, title and version do not."""
    graph = kg.graph.open(corpus=world_root)
    network = graph.network("everything")
    whole = payload.build(world, network, digest=compiled.digest)
    lines = whole["citations"]
    version = f"1.2.0+{compiled.digest[:12]}"
    writer = static.Writer(payload.PayloadBuilder(world))
    meta = {"digest": compiled.digest, "home": None}

    for iri, title in ((ID + "harbour", "Harbour"), (ID + "treaty-new", "New Treaty (Northland–Southland)")):
        name = compact(iri)
        bibtex = run("cite", name, "--style", "bibtex").stdout
        assert bibtex == f"{graph.cite(name, 'bibtex')}\n"
        on_page = record.render(writer, iri, **meta)
        label = whole["records"][name]["label"]["en"] if name in whole["records"] else title
        drawn = lines["records"].get(name) or citations.filled(lines["own"], label, iri)
        for entry in (bibtex, static.tidy_lines(drawn["bibtex"])):
            assert f"{{{iri.rpartition('/')[2]}," in entry
            assert f"title = {{{{{title}}}}}" in entry
            assert version in entry
            assert ("author = {{The coders}}" in entry) == (iri == ID + "harbour")
        assert drawn["text"] in on_page.replace("&#34;", '"')
        assert drawn["bibtex"] in on_page

    passage = next(p for p in whole["passages"] if compact(REPORTED) == p["id"])
    source = whole["sources"][passage["source"]]
    drawn = " ".join(
        [source["citation"], passage["citation"], lines["recorded"].replace(citations.ADDRESS, REPORTED)]
    )
    assert drawn == graph.cite(REPORTED, accessed="")
    assert run("cite", compact(REPORTED)).stdout.startswith(
        f"{source['citation']} {passage['citation']} As recorded"
    )
    assert graph.cite(SRC + "daily-2025").startswith(source["citation"])
    assert version in drawn


def test_every_record_of_a_graph_page_is_cited_as_the_module_cites_it(world, compiled):
    network = kg.network.projections.build(world, kg.network.projections.find(world, "everything"))
    whole = payload.build(world, network, digest=compiled.digest)
    lines = whole["citations"]
    assert {"id:treaty-new", "id:treaty-new-article-1"} <= set(lines["records"])
    assert len(lines["records"]) < len(whole["records"])
    for name, known in whole["records"].items():
        iri = expand(name)
        shown = lines["records"].get(name) or citations.filled(lines["own"], known["label"]["en"] or "", iri)
        assert shown["text"] == cite(world, iri, digest=compiled.digest)


# --- styles and files -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "file", "chosen"),
    [
        (None, "-", "chicago"),
        (None, "x.bib", "bibtex"),
        ("biblatex", "x.bib", "biblatex"),
        (None, "x.RIS", "ris"),
        (None, "x.json", "csl-json"),
        ("csl", "-", "csl-json"),
        ("gost", "x.txt", "gost"),
    ],
)
def test_a_file_tells_the_style(style, file, chosen):
    assert style_of(style, file) == chosen


def test_a_style_that_contradicts_the_file_is_refused_with_a_way_out():
    with pytest.raises(Conflict, match=r"Leave out --style, or name the file otherwise, such as x\.ris\."):
        style_of("ris", "x.bib")
    with pytest.raises(Conflict, match=r"such as x\.txt\."):
        style_of("apa", "x.json")


def test_the_command_writes_by_the_extension(run, tmp_path):
    path = tmp_path / "x.bib"
    assert run("cite", "treaty-new", "-o", str(path)).exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("@misc{treaty-new,\n")
    refused = run("cite", "treaty-new", "--style", "mla", "-o", str(path))
    assert refused.exit_code == 2
    assert "Leave out --style" in re.sub(r"\s+", " ", refused.stderr)


def test_an_unknown_style_lists_the_known(reader):
    with pytest.raises(UnknownStyle, match=r"No style is named bluebook\. Styles: apa, chicago, mla, oscola, gost"):
        cited(reader, ID + "treaty-new", "bluebook")


def test_what_the_graph_does_not_know_is_not_cited(reader):
    with pytest.raises(NotCitable, match=r"id:nobody is not in the graph"):
        cited(reader, ID + "nobody", "apa")


def test_the_day_of_access_is_a_day(reader):
    with pytest.raises(dates.NotADate):
        cite(reader, ID + "treaty-new", "apa", accessed="yesterday")


def test_the_citation_file_names_title_and_makers_of_the_corpus(real_quads):
    from tests.conftest import REPO

    corpus = description.among(real_quads)
    text = (REPO / "CITATION.cff").read_text(encoding="utf-8")
    assert f'title: "{corpus.title}"' in text
    assert [name in text for _, name in corpus.makers] == [True]
    assert set(corpus.titles) == {"en", "fa", "ru"}
    assert days.common(()) == ""
