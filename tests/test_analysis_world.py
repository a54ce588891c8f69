"""Every analysis on the miniature world: answers, reruns, paths, figures and the report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from xml.etree import ElementTree

import pytest

import kg.network.analyses
from kg.dataset.build import compiled_quads
from kg.dataset.names import NameFault
from kg.dataset.store import Choice
from kg.model.reader import Reader
from kg.network import figure, path, report
from kg.network.analyses import ANALYSES
from kg.network.projections import UnknownProjection
from kg.network.result import Bars, Caption, Cell, Lines, Plot, Ranges, Result, Web
from kg.network.study import Study
from kg.rdf.terms import NamedNode, Quad, Store
from kg.rdf.vocabulary import ID, LANGUAGES, expand
from kg.rdf.vocabulary import kg as terms


@pytest.fixture
def study(world: Reader) -> Study:
    return of(world)


def of(reader: Reader, **choices: str) -> Study:
    return Study(
        reader,
        version="v1",
        states=("southland", "northland"),
        treaties=("treaty-old", "treaty-new"),
        draws=20,
        **choices,  # type: ignore[arg-type]
    )


def reader_of(quads: Iterable[Quad]) -> Reader:
    store = Store()
    store.bulk_extend(compiled_quads(quads))
    return Reader(store)


def rows(result: Result) -> list[dict[str, Cell]]:
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


@pytest.mark.parametrize("name", sorted(ANALYSES))
def test_an_analysis_runs_says_what_it_rests_on_and_repeats_itself(name: str, world: Reader) -> None:
    first, again = (ANALYSES[name].run(of(world)) for _ in range(2))
    assert first == again
    assert first.caption.version == "v1"
    assert "view: All voices; " in first.caption.text
    assert first.notes
    assert all(len(row) == len(first.columns) for row in first.rows)
    assert json.loads(first.as_json())["name"] == name
    assert first.as_csv().splitlines()[0].startswith(first.columns[0])
    assert len(first.table().rows) == len(first.rows)


def test_another_language_shares_what_was_computed(world: Reader) -> None:
    first = of(world)
    ANALYSES["ranges"].run(first)
    again = first.speaking("ru")
    assert again.relations("actors") is first.relations("actors")
    assert ANALYSES["ranges"].run(again) == ANALYSES["ranges"].run(of(world, language="ru"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_analysis_has_a_title_and_a_question(language: str) -> None:
    for name in ANALYSES:
        title, question = ANALYSES[name].title(language), ANALYSES[name].question(language)
        assert title
        assert question[-1] in "?؟"
    assert len({ANALYSES[n].title(language) for n in ANALYSES}) == len(ANALYSES)


def test_an_unknown_analysis_names_the_near_ones() -> None:
    with pytest.raises(kg.network.analyses.UnknownAnalysis, match="centrality"):
        kg.network.analyses.find("centralty")


def test_a_choice_that_is_not_offered_says_what_is(world: Reader) -> None:
    with pytest.raises(kg.network.analyses.UnknownAnalysis, match="Measures: degree, strength"):
        ANALYSES["ranges"].run(of(world, measure="fame"))
    with pytest.raises(kg.network.analyses.UnknownAnalysis, match="Analyses that do: centrality"):
        ANALYSES["overlap"].run(of(world, projection="actors"))
    with pytest.raises(UnknownProjection, match="Projections: actors"):
        ANALYSES["centrality"].run(of(world, projection="actor"))


def test_fields_count_what_is_coded_and_what_is_not(study: Study) -> None:
    found = ANALYSES["fields"].run(study)
    (row,) = rows(found)
    assert (row["field"], row["earlier: main"], row["later: main"]) == ("field:aggression-response", 1, 1)
    assert row["change"] == "kept"
    assert (found.numbers["earlier_articles"], found.numbers["earlier_uncoded"]) == (2, 1)
    assert (found.numbers["later_articles"], found.numbers["later_uncoded"]) == (3, 2)


def test_a_field_is_gained_only_where_the_other_treaty_is_coded(told: Callable[[str], Reader]) -> None:
    text = """
        id:southland a kg:State . id:northland a kg:State .
        id:treaty-old a kg:Treaty . id:treaty-new a kg:Treaty .
        id:old-1 a kg:Article ; dcterms:isPartOf id:treaty-old ; kg:number 1 .
        id:new-1 a kg:Article ; dcterms:isPartOf id:treaty-new ; kg:number 1 .
        src:c { src:c a kg:Source ; kg:kind code:project-coding .
                src:c.1 a kg:Passage ; dcterms:isPartOf src:c ; kg:holder id:southland ; kg:locator "1" . }
        src:c.1 { id:new-1 kg:mainField field:culture . %s }
    """
    (row,) = rows(ANALYSES["fields"].run(of(told(text % ""))))
    assert row["change"] == "in the later only so far"
    (row, _) = rows(
        ANALYSES["fields"].run(
            of(told(text % "id:old-1 kg:mainField field:media . id:treaty-old kg:articleCount 1 ."))
        )
    )
    assert (row["field"], row["change"], row["specialization of the later"]) == ("field:culture", "gained", 2.0)


MEMBERS = """
id:southland a kg:State ; kg:succeeds id:old-south . id:northland a kg:State . id:old-south a kg:State .
id:league a kg:IntergovernmentalOrganization . id:club a kg:IntergovernmentalOrganization .
id:s1 kg:member id:old-south ; kg:organization id:league ; kg:role code:founding-member .
id:s2 kg:member id:southland ; kg:organization id:club ; kg:role code:full-member .
id:s3 kg:member id:southland ; kg:organization id:club ; kg:role code:observer .
id:n1 kg:member id:northland ; kg:organization id:league ; kg:role code:full-member .
id:n2 kg:member id:northland ; kg:organization id:club ; kg:role code:full-member .
src:a { src:a a kg:Source .
        src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:southland ; kg:locator "1" .
        src:a.2 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:northland ; kg:locator "2" . }
src:a.1 { id:s1 a kg:Membership ; kg:startDate "1990"^^xsd:gYear .
          id:s2 a kg:Membership ; kg:startDate "1994"^^xsd:gYear ; kg:endDate "1995-06-01"^^xsd:date .
          id:s3 a kg:Membership ; kg:startDate "1980"^^xsd:gYear .
          id:n1 a kg:Membership ; kg:startDate "1992"^^xsd:gYear . }
src:a.2 { id:n1 a kg:Membership ; kg:startDate "1993"^^xsd:gYear .
          id:n2 a kg:Membership ; kg:startNoLaterThan "1994"^^xsd:gYear . }
"""


def test_overlap_counts_surely_and_by_some_accounts(told: Callable[[str], Reader]) -> None:
    found = {r["year"]: r for r in rows(ANALYSES["overlap"].run(of(told(MEMBERS))))}
    counts = {year: (r["surely shared"], r["shared at most"], r["cannot tell"]) for year, r in found.items()}
    assert counts == {
        1990: (0, 0, 0),
        1991: (0, 0, 0),
        1992: (0, 1, 0),
        1993: (1, 1, 0),
        1994: (2, 2, 0),
        1995: (1, 1, 0),
    }


def test_nobody_sits_in_an_organization_before_it_was_founded(told: Callable[[str], Reader]) -> None:
    late = 'src:a.1 { id:league kg:foundedOn "1994"^^xsd:gYear . }'
    found = {r["year"]: r["surely shared"] for r in rows(ANALYSES["overlap"].run(of(told(MEMBERS + late))))}
    assert (found[1993], found[1994]) == (0, 2)


def test_evolution_keeps_edges_for_their_time(told: Callable[[str], Reader]) -> None:
    study = of(told(MEMBERS), projection="memberships")
    found = {r["year"]: (r["nodes"], r["edges"]) for r in rows(ANALYSES["evolution"].run(study))}
    assert (found[1980], found[1990], found[1994], found[1995]) == ((2, 1), (4, 2), (5, 5), (5, 4))
    # In 1994 the club's observer is one until it is a full member, and a member "by 1994" has begun.


def test_pace_keeps_vague_and_rival_years_apart(study: Study) -> None:
    found = {r["year"]: r for r in rows(ANALYSES["pace"].run(study))}
    assert found[2001]["events surely"] == 1
    assert found[2001]["actions surely"] == 1
    assert (found[2025]["actions surely"], found[2025]["actions at most"]) == (3, 3)


def test_a_caption_names_what_it_rests_on_in_words(world: Reader) -> None:
    study = Study(world, Choice(direct=True, known_by="2025-08-01"), language="fa", draws=5)
    basis = ANALYSES["centrality"].run(study).caption.basis
    view, projection = (world.label(expand(name), "fa") for name in ("view:all", "projection:actors"))
    assert f"نمای «{view}، دانسته تا ۲۰۲۵-۰۸-۰۱، تنها سخن دست اول»" in basis
    assert f"نگاشت «{projection}»" in basis


def test_ranges_name_what_a_rank_depends_on(study: Study) -> None:
    found = rows(ANALYSES["ranges"].run(study))
    for row in found:
        low, high = row["least rank"], row["greatest rank"]
        assert low <= row["rank"] <= high  # type: ignore[operator]
        expected = f"rank {row['rank']} throughout" if low == high else f"rank {low}–{high}, depending on "
        assert str(row["in words"]).startswith(expected)


def test_stances_and_contested_subjects(study: Study) -> None:
    found = {r["record"]: r for r in rows(ANALYSES["polarization"].run(study))}
    assert found["id:treaty-new"] == {
        "record": "id:treaty-new",
        "label": "New Treaty",
        "supportive": 1,
        "critical": 1,
        "neutral": 0,
        "division": 1.0,
    }


def test_a_path_gives_its_passages_and_dates(study: Study) -> None:
    result = path.path(study, "ali-yusefi", "league")
    first = rows(result)[:3]
    assert [(r["from"], r["to"]) for r in first] == [
        ("id:ali-yusefi", "id:president-of-southland"),
        ("id:president-of-southland", "id:southland"),
        ("id:southland", "id:league"),
    ]
    assert first[2]["passages"] == "src:gazette-2025.1"
    assert (first[2]["start"], first[2]["end"]) == ("2005-07-05", "2023")
    assert first[0]["voices"] == 1
    text = "\n".join(path.sentences(study, result))
    assert "1. shortest: Ali Yusefi" in text
    assert "Southland: Gazette of Southland, notice 1" in text


def test_the_best_sourced_chain_takes_the_way_of_more_voices(told: Callable[[str], Reader]) -> None:
    reader = told(
        """
        id:a a kg:Person . id:b a kg:Organization . id:c a kg:Organization . id:d a kg:Organization .
        src:x { src:x a kg:Source .
            src:x.1 a kg:Passage ; dcterms:isPartOf src:x ; kg:holder id:a ; kg:locator "1" .
            src:x.2 a kg:Passage ; dcterms:isPartOf src:x ; kg:holder id:b ; kg:locator "2" .
            src:x.3 a kg:Passage ; dcterms:isPartOf src:x ; kg:holder id:c ; kg:locator "3" . }
        src:x.1 { id:a kg:affiliation id:d . id:a kg:affiliation id:b . id:b kg:owner id:d . }
        src:x.2 { id:a kg:affiliation id:b . id:b kg:owner id:d . }
        src:x.3 { id:a kg:affiliation id:b . id:b kg:owner id:d . }
        """
    )
    shortest, best, _ = path.chains(Study(reader, projection="actors"), ID + "a", ID + "d")
    assert [len(shortest.steps), shortest.weakest] == [1, 1]
    assert [len(best.steps), best.weakest] == [2, 3]


def test_records_without_a_chain_are_said_to_have_none(study: Study) -> None:
    with pytest.raises(path.NoPath, match="no node of the projection everything"):
        path.path(study, "hostile", "world-coding")
    with pytest.raises(path.NoPath, match="name two"):
        path.path(study, "league", "league")
    with pytest.raises(NameFault, match="nobody"):
        path.path(study, "nobody", "league")


def test_the_report_links_each_number_and_escapes_labels(study: Study) -> None:
    found = report.report(study)
    assert [s.name for s in found.sections] == list(ANALYSES)
    page = found.html("analysis.html#{}".format)
    assert '<a href="analysis.html#fields">2</a>' in page
    ElementTree.fromstring(f"<div>{page}</div>")
    assert "<img" not in page + found.markdown()
    assert "[2](#fields)" in found.markdown()
    assert found == report.report(of(study.reader))


def test_the_report_leaves_out_by_name_what_it_cannot_analyse(world: Reader) -> None:
    found = report.report(Study(world, states=("nowhere", "southland"), treaties=("none", "treaty-new"), draws=5))
    assert [line.partition(":")[0] for line in found.left_out] == [
        "Policy fields of two treaties", "Shared organizations by year", "Brokers",
    ]  # fmt: skip


def test_the_corpus_says_whom_and_what_to_compare(world: Reader) -> None:
    study = Study(world)
    assert study.state_pair == (ID + "northland", ID + "southland")
    assert study.treaty_pair == (ID + "treaty-old", ID + "treaty-new")
    assert {row[2] for row in ANALYSES["brokerage"].run(study).rows} <= {None, "id:northland", "id:southland"}


def test_another_pair_of_parties_is_compared_where_the_corpus_describes_it(world_quads: list[Quad]) -> None:
    def of_the_league(quad: Quad) -> Quad:
        """Describe the relations of the league instead of those of Southland."""
        party = quad.predicate == terms.describedParty and quad.object.value == ID + "southland"
        return Quad(quad.subject, quad.predicate, NamedNode(ID + "league"), quad.graph_name) if party else quad

    reader = reader_of(map(of_the_league, world_quads))
    study = Study(reader)
    assert study.state_pair == (ID + "league", ID + "northland")
    columns = ANALYSES["overlap"].run(study).columns
    assert [column for column in columns if column.startswith("of ")] == ["of League of Lands", "of Northland"]


def test_a_corpus_that_names_no_two_leaves_out_what_compares_them(world_quads: list[Quad]) -> None:
    naming = (terms.describedParty, terms.comparedInstrument)
    study = Study(reader_of(q for q in world_quads if q.predicate not in naming), draws=5)
    with pytest.raises(NameFault, match=r"name two here, or add kg:describedParty to graphs/corpus\.ttl"):
        ANALYSES["overlap"].run(study)
    assert study.unresolved == ["described party", "compared instrument"]
    assert len(report.report(study).left_out) == 3
    assert ANALYSES["evolution"].run(study).columns[-1] == "components"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["centrality", "ranges", "fields", "pace", "evolution", "polarization"])
def test_figures_are_drawn_alike_each_time(name: str, language: str, world: Reader) -> None:
    pytest.importorskip("matplotlib")
    result = ANALYSES[name].run(of(world, language=language))
    image = figure.draw(result, "svg")
    assert image == figure.draw(result, "svg")
    assert ElementTree.fromstring(image).tag.endswith("svg")
    assert figure.draw(result, "png").startswith(b"\x89PNG")


def test_a_network_is_drawn_with_its_groups() -> None:
    pytest.importorskip("matplotlib")
    web = Web((("a", "ایران $x$", 0, 1), ("b", "", 1, 1)), (("a", "b"),))
    result = Result("x", Caption("t", "q"), ("a",), ((1,),), plot=web)
    assert figure.draw(result, "svg") == figure.draw(result, "svg")


LONG, PERSIAN = "Treaty on the Comprehensive Strategic Partnership $x_1$ <b>between</b> " * 4, "معاهده " * 30


@pytest.mark.parametrize(
    "plot",
    [
        Bars((LONG, PERSIAN), {LONG: (1.0, 2.0), PERSIAN: (2.0, 0.0)}, LONG),
        Ranges((LONG, PERSIAN), (1.0, 2.0), ((1.0, 3.0), (1.0, 40.0)), LONG),
        Lines((2000, 2001), {LONG: (1.0, 2.0), PERSIAN: (2.0, 0.0)}, LONG, LONG),
        Lines((2000, 2001), {LONG: (1.0, 2.0), PERSIAN: (2.0, 0.0)}, LONG, panels=True),
    ],
    ids=["bars", "ranges", "lines", "panels"],
)
def test_long_and_hostile_names_fit_the_figure(plot: Plot) -> None:
    """A warning that the axes collapsed would be an error here."""
    pytest.importorskip("matplotlib")
    result = Result("x", Caption(LONG[:120], "q", definition=LONG), ("a",), ((1,),), plot=plot)
    for outlines in (True, False):
        assert ElementTree.fromstring(figure.draw(result, "svg", outlines=outlines)).tag.endswith("svg")
    assert figure.draw(result, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize(("language", "fifth"), [("en", "0.2"), ("fa", "۰٫۲"), ("ru", "0,2")])
def test_axes_have_the_digits_of_the_language_and_years_no_separator(language: str, fifth: str) -> None:
    pytest.importorskip("matplotlib")
    plot = Lines((1990, 2000, 2010), {"share": (0.0, 0.5, 1.0)}, "share")
    caption = Caption("Shares", "How many?", language=language)
    result = Result("shares", caption, ("share",), ((0.5,),), plot=plot)
    picture = ElementTree.fromstring(figure.draw(result, "svg", outlines=False))
    words = [line.text for line in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {fifth, "۲۰۰۰" if language == "fa" else "2000"}.issubset(words)


def test_a_legend_stands_whole_within_the_figure() -> None:
    pytest.importorskip("matplotlib")
    names = [figure._folded(series, 72) for series in (LONG, PERSIAN)]
    assert all(len(line) <= 74 for name in names for line in name.split("\n"))
    assert [" ".join(name.split()) for name in names] == [
        " ".join(t.replace("$", "\\$").split()) for t in (LONG, PERSIAN)
    ]


def test_persian_is_shaped_and_set_from_right_to_left() -> None:
    """Matplotlib is built with libraqm, which shapes with HarfBuzz and orders with FriBidi or SheenBidi."""
    ft2font = pytest.importorskip("matplotlib.ft2font")
    assert ft2font.__libraqm_version__
    assert _ink("سلام") != _ink("م‌ا‌ل‌س")


def _ink(text: str) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 1))
    canvas = FigureCanvasAgg(figure)
    figure.text(0.1, 0.4, text, fontsize=24)
    canvas.draw()
    return bytes(canvas.buffer_rgba())


def test_what_has_no_figure_says_so(study: Study) -> None:
    with pytest.raises(figure.NoFigure, match="Write its table"):
        figure.draw(ANALYSES["networks"].run(study))
    with pytest.raises(figure.NoFigure, match="svg, png"):
        figure.draw(ANALYSES["pace"].run(study), "pdf")
