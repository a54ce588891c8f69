"""To which state an actor belongs, and on which described side a record stands."""

from __future__ import annotations

import pytest

from kg.model import belonging
from kg.model.reader import Reader
from kg.rdf.vocabulary import ID


def test_an_organ_and_an_office_belong_to_their_state(world: Reader) -> None:
    for actor in ("assembly", "president-of-southland"):
        assert belonging.states_of(world, f"{ID}{actor}") == [f"{ID}southland"]


@pytest.mark.parametrize(
    ("record", "side"),
    [
        ("northland", belonging.FIRST),
        ("southland", belonging.SECOND),
        ("assembly", belonging.SECOND),
        ("treaty-old", belonging.BOTH),
        ("treaty-old-article-1", belonging.BOTH),
        ("league", belonging.NONE),
    ],
)
def test_a_record_stands_where_its_state_or_its_parties_do(world: Reader, record: str, side: int) -> None:
    assert f"{ID}{record}" in set(world.records())
    assert belonging.side(world, f"{ID}{record}") == side
