"""What a speaker says stands on his page, and no sentence carries a footnote that does not contain it."""

from __future__ import annotations

import pytest

from kg.model import plain
from kg.model.reader import Reader
from kg.model.sayings import sayings, spoken_of
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import ID, kg


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_sentence_stands_in_the_passages_of_its_footnotes(real: Reader, language: str) -> None:
    """Over all records: each gist with each passage that is printed beside it."""
    stated = {
        (q.subject.value, q.object, q.graph_name)
        for q in real.store.quads_for_pattern(None, kg("gist"), None, None)
    }
    lines = 0
    for record in real.records():
        for pointer in spoken_of(real, record, language):
            for gist, passages in pointer.gists:
                lines += 1
                assert passages
                for passage in passages:
                    assert (pointer.record, gist, NamedNode(passage)) in stated, (record, pointer.record, passage)
    assert lines > 4_000


def test_what_is_said_is_said_by_a_holder_of_the_passage(real: Reader) -> None:
    for agent in ("kazem-jalali", "mohammad-javad-zarif", "masoud-sadrmohammadi", "sergei-lavrov"):
        told = sayings(real, ID + agent)
        assert len(told) > 5
        for saying in told:
            assert ID + agent in saying.passage.holders
            for gist in saying.gists:
                quads = real.store.quads_for_pattern(
                    NamedNode(saying.record), kg("gist"), gist, NamedNode(saying.passage.iri)
                )
                assert next(iter(quads), None) is not None


def test_a_speakers_page_has_his_words_and_who_reports_them(world: Reader) -> None:
    page = plain.show(world, ID + "pyotr-volkov")
    says = page.split("\nSays\n")[1].split("\nSpoken of by\n")[0]
    assert "The treaty serves both lands. (as reported by Ali Yusefi) [" in says
    assert "The two men met at the harbour. [" in says
    assert "Говорит" in plain.show(world, ID + "pyotr-volkov", "ru")
    assert "گفته‌ها" in plain.show(world, ID + "pyotr-volkov", "fa")
    assert [s.day for s in sayings(world, ID + "ali-yusefi")] == ["2025-07-18", "2025-07-18"]
