"""A page that stands alone is kept beside its store: the same when it is written, read, and written again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.dataset.names import Names
from kg.dataset.store import Compiled
from kg.model.reader import Reader
from kg.network import projections
from kg.network.projections import Part
from kg.site import graph
from kg.site.projection import Alone, graph_page, page_alone

CHOICE = {"view": None, "as_of": None, "known_by": None}
Draw = Callable[..., Alone | None]


@pytest.fixture
def draw(compiled: Compiled, tmp_path: Path) -> Draw:
    """Draws a part of everything with a new reader of a copied store, as each run of the command does."""
    shutil.copy(compiled.names, tmp_path / "names.sqlite")

    def drawn(part: Part | None = None, lang: str = "en", **choice: str | None) -> Alone | None:
        store = compiled.open()
        reader = Reader(store, Names(store, tmp_path / "names.sqlite"))
        everything = projections.find(reader, "everything")
        return page_alone(reader, everything, part or Part(), compiled.digest, lang, **{**CHOICE, **choice})

    return drawn


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The languages of the pages that were written, not read."""
    languages: list[str] = []
    render = graph.render

    def counting(payload: graph.Payload, *args: Any) -> str:
        languages.append(payload["meta"]["lang"])
        return render(payload, *args)

    monkeypatch.setattr(graph, "render", counting)
    return languages


def test_a_kept_page_is_the_page_that_publishing_writes(
    draw: Draw, rendered: list[str], compiled: Compiled, world: Reader
) -> None:
    network = projections.build(world, projections.find(world, "everything"))
    page = graph_page(world, network, compiled.digest, "en", CHOICE)
    written = draw()
    assert written == draw() == (page, network.number_of_nodes(), network.number_of_edges())
    assert rendered == ["en", "en"]


def test_each_part_language_and_reading_has_a_page_of_its_own(draw: Draw, rendered: list[str]) -> None:
    asked: list[tuple[Part, str, dict[str, str | None]]] = [
        *((Part(), lang, {}) for lang in ("en", "fa")),
        (Part("id:treaty-old"), "en", {}),
        (Part("id:treaty-old", 2), "en", {}),
        (Part(), "en", {"as_of": "2000-01-01"}),
    ]
    pages = [draw(part, lang, **choice) for part, lang, choice in asked]
    assert len(set(pages)) == len(asked) == len(rendered)
    assert [draw(part, lang, **choice) for part, lang, choice in asked] == pages
    assert len(rendered) == len(asked)


def test_a_damaged_page_is_written_again(draw: Draw, rendered: list[str], tmp_path: Path) -> None:
    written = draw()
    (file,) = tmp_path.glob("kg.site.projection.page_alone.*.pickle")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert draw() == written
    assert file.read_bytes() == whole
    assert len(rendered) == 2


def test_a_part_without_nodes_has_no_page(draw: Draw, rendered: list[str]) -> None:
    assert draw(Part("id:of-no-record")) is draw(Part("id:of-no-record")) is None
    assert rendered == []
