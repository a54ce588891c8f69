"""Views and clocks: which passages, with what belongs to them, and what a day leaves open."""

from __future__ import annotations

import pytest

from kg.dataset import view
from kg.dataset.derived.statements import Statements
from kg.dataset.store import Choice
from kg.dataset.view import UnknownView, select
from kg.rdf.terms import NamedNode, Quad
from kg.rdf.vocabulary import BASE, ID, IS_REPLACED_BY, ONTOLOGY, REGISTER, SRC, A, compact, kg
from kg.text.dates import NotADate

YUSEFI = "src:daily-2025.p2.ali-yusefi"
CODING = {"src:coding-world.1", "src:coding-world.2", "src:coding-world.3"}


def passages(quads: list[Quad]) -> set[str]:
    return {compact(q.subject.value) for q in quads if q.predicate == A and q.object == kg("Passage")}


def speaking(quads: list[Quad]) -> set[str]:
    """The passages that say something in a selection."""
    own = {ONTOLOGY, REGISTER}
    return {
        compact(q.graph_name.value)
        for q in quads
        if q.graph_name not in own and not q.subject.value.startswith(SRC)
    }


def registered(quads: list[Quad]) -> set[str]:
    return {compact(q.subject.value) for q in quads if q.graph_name == REGISTER}


def chosen(world_quads: list[Quad], **choice: object) -> view.Selection:
    return select(world_quads, Choice(**choice))


def test_all_is_everything(world_quads: list[Quad]) -> None:
    assert set(chosen(world_quads).quads) == set(world_quads)


def test_the_ontology_is_always_held(world_quads: list[Quad], ontology_quads: list[Quad]) -> None:
    assert set(ontology_quads) <= set(chosen(world_quads, view="seed", coding=False).quads)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("press", {"src:daily-2025.p1", "src:daily-2025.p2", YUSEFI, f"{YUSEFI}.pyotr-volkov"}),
        ("scholarly", {"src:memoir.1"}),
        ("iran-official", {"src:daily-2025.p2.ali-yusefi"}),
        ("critics", {"src:daily-2025.p1", "src:daily-2025.p2"}),
        ("russia-official", set()),
        ("official", {"src:daily-2025.p2.ali-yusefi"}),
        ("seed", set()),
        ("treaty-texts", set()),
    ],
)  # fmt: skip
def test_named_views(world_quads: list[Quad], name: str, expected: set[str]) -> None:
    assert speaking(chosen(world_quads, view=name, coding=False).quads) == expected
    assert speaking(chosen(world_quads, view=name).quads) == expected | CODING


def test_an_unknown_view_lists_the_known_ones(world_quads: list[Quad]) -> None:
    with pytest.raises(UnknownView, match=r"No view is named pres. Views: all, critics, iran-official"):
        chosen(world_quads, view="pres")


def test_direct_leaves_out_reported_words(world_quads: list[Quad]) -> None:
    said = speaking(chosen(world_quads, direct=True, coding=False).quads)
    assert said == {
        "src:daily-2025.p1",
        "src:daily-2025.p2",
        "src:gazette-2025.1",
        "src:gazette-2025.2",
        "src:memoir.1",
    }


def test_without_coding_keeps_the_voices(world_quads: list[Quad]) -> None:
    left_out = passages(chosen(world_quads).quads) - passages(chosen(world_quads, coding=False).quads)
    assert left_out == CODING


def test_a_view_by_perspective_needs_the_coding_even_without_its_layer(world_quads: list[Quad]) -> None:
    assert speaking(chosen(world_quads, view="iran-official", coding=False).quads)


def test_reporters_are_described_but_silent(world_quads: list[Quad]) -> None:
    held = chosen(world_quads, view="iran-official", coding=False).quads
    assert passages(held) == {"src:daily-2025.p2.ali-yusefi", "src:daily-2025.p2"}
    assert speaking(held) == {"src:daily-2025.p2.ali-yusefi"}


def test_register_entries_follow_links_with_all_provisions(world_quads: list[Quad]) -> None:
    held = registered(chosen(world_quads, view="scholarly", coding=False).quads)
    assert {
        "id:treaty-old",
        "id:treaty-old-article-1",
        "id:treaty-old-article-2",
        "id:harbour",
        "id:northland",
    } <= held
    assert "id:league" not in held


def test_a_retired_record_is_kept_with_its_successor(world_quads: list[Quad]) -> None:
    retired = NamedNode(ID + "treaty-new-clause-peace")
    link = Quad(retired, IS_REPLACED_BY, NamedNode(ID + "treaty-new-article-1"), REGISTER)
    assert compact(retired.value) in registered(select([*world_quads, link], Choice()).quads)


def test_no_passage_speaks_of_an_undescribed_source(world_quads: list[Quad]) -> None:
    for name in view.names(world_quads):
        held = chosen(world_quads, view=name).quads
        described = {q.subject for q in held if q.predicate == A and q.object == kg("Source")}
        wanted = {
            NamedNode(SRC + q.graph_name.value[len(SRC) :].split(".")[0])
            for q in held
            if q.graph_name.value.startswith(SRC)
        }
        assert wanted <= described


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-07-19", set()),
        ("2025-07-20", {"daily-2025"}),
        ("2025-10-30", {"daily-2025"}),
        ("2025-10-31", {"daily-2025", "gazette-2025"}),
        ("2025-10", {"daily-2025", "gazette-2025"}),
        ("2025", {"daily-2025", "gazette-2025", "coding-world"}),
    ],
)
def test_known_by_keeps_what_had_surely_appeared(world_quads: list[Quad], day: str, expected: set[str]) -> None:
    selection = chosen(world_quads, known_by=day)
    assert {name.split(".")[0].removeprefix("src:") for name in speaking(selection.quads)} == expected
    assert [compact(iri) for iri in selection.undated] == ["src:memoir"]


def test_a_bound_of_publication_will_do(world_quads: list[Quad]) -> None:
    from kg.rdf.terms import Literal
    from kg.rdf.vocabulary import XSD

    memoir = NamedNode(SRC + "memoir")
    bound = Quad(memoir, kg("issuedNoLaterThan"), Literal("2010", datatype=NamedNode(XSD + "gYear")), memoir)
    selection = select([*world_quads, bound], Choice(known_by="2011"))
    assert (speaking(selection.quads), selection.undated) == ({"src:memoir.1"}, [])


def test_a_day_of_writing_publishes_nothing(world_quads: list[Quad]) -> None:
    """A secret paper was known to nobody when it was written, but what it says was said then."""
    from kg.rdf.terms import Literal
    from kg.rdf.vocabulary import dcterms, xsd

    memoir = NamedNode(SRC + "memoir")
    written = Literal("2009-05-02", datatype=xsd.date)
    paper = [*world_quads, Quad(memoir, dcterms.created, written, memoir)]
    selection = select(paper, Choice(known_by="2025"))
    assert ("src:memoir.1" in speaking(selection.quads), selection.undated) == (False, [memoir.value])
    place = Statements(paper).place(SRC + "memoir.1")
    assert place is not None and place.day == "2009-05-02"


def holding(world_quads: list[Quad], record: str, day: str) -> str:
    selection = chosen(world_quads, as_of=day)
    iri = BASE + "id/" + record
    if not any(q.subject.value == iri and q.graph_name.value.startswith(SRC) for q in selection.quads):
        return "no"
    return "by some accounts" if iri in selection.doubtful else "surely"


@pytest.mark.parametrize(
    ("record", "day", "answer"),
    [
        ("southland-in-league-observer", "2005-07-04", "no"),
        ("southland-in-league-observer", "2005-07-05", "surely"),
        ("southland-in-league-observer", "2005-07", "by some accounts"),
        ("southland-in-league-observer", "2022-12-31", "surely"),
        ("southland-in-league-observer", "2023-06-01", "by some accounts"),
        ("southland-in-league-observer", "2024-01-01", "no"),
        ("northland-in-league-full-member", "2000-12-31", "no"),
        ("northland-in-league-full-member", "2001-06-01", "by some accounts"),
        ("northland-in-league-full-member", "2002", "surely"),
        ("treaty-old-signature", "2001-03-11", "no"),
        ("treaty-old-signature", "2001-03-12", "by some accounts"),
        ("treaty-old-signature", "2001-03-22", "surely"),
        ("treaty-new-entry-into-force", "2025-07-17", "no"),
        ("treaty-new-entry-into-force", "2025-07-20", "by some accounts"),
        ("treaty-new-entry-into-force", "2025-10-02", "surely"),
        ("visit-harbour-2001", "2001-02-28", "no"),
        ("visit-harbour-2001", "2001-03-15", "by some accounts"),
    ],
)
def test_as_of_answers_surely_by_some_accounts_or_no(
    world_quads: list[Quad], record: str, day: str, answer: str
) -> None:
    assert holding(world_quads, record, day) == answer


def test_as_of_leaves_untimed_records_alone(world_quads: list[Quad]) -> None:
    def timeless(quads: list[Quad]) -> set[Quad]:
        return {q for q in quads if q.subject.value.endswith(("daily-treaty-paper", "treaty-new-article-1"))}

    assert timeless(chosen(world_quads, as_of="1900").quads) == timeless(world_quads)


@pytest.mark.parametrize("option", ["as_of", "known_by"])
def test_an_impossible_day_is_refused(world_quads: list[Quad], option: str) -> None:
    with pytest.raises(NotADate):
        chosen(world_quads, **{option: "2025-02-30"})


def test_each_choice_has_a_key_of_its_own() -> None:
    choices = [Choice(v, a, k, d, c) for v in ("all", "press") for a in (None, "2001") for k in (None, "2001")
               for d in (False, True) for c in (False, True)]  # fmt: skip
    assert len({choice.key for choice in choices}) == len(choices)
