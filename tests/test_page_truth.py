"""Pages tell nothing that no source says: their days, footnotes and holders, held against the graph itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from kg.dataset.intervals import FIELDS
from kg.model import treaty
from kg.model.agreement import Side, findings
from kg.model.reader import Reader
from kg.model.sayings import sayings
from kg.model.timeline import chronicle
from kg.rdf.terms import DefaultGraph, Literal
from kg.rdf.vocabulary import DATE_TYPES, DERIVED, ID, compact, expand, kg
from kg.site import (
    conflicts,
    instruments,
    opinions,
    organizations,
    payload,
    record,
    sources,
    speech,
    static,
    timeline,
)

META = {"version": "0.1.0", "digest": "a1b2c3d4", "lang": "en", "home": "index.html"}
#: Records of the real corpus: of each kind one with rivals, hearsay, a rule of ending, or many sayings.
SAMPLE = (
    *("kazem-jalali", "tass", "treaty-2025-entry-into-force", "treaty-1940", "treaty-2001", "brics", "rosatom"),
    *("treaty-2025-article-12", "araghchi-visit-moscow-2025-04", "bushehr-nuclear-power-plant", "aras-river"),
    "general-assembly-vote-new-york-1992-12-human-rights-in-iran",
)
VOID = {"meta", "link", "br", "img", "input", "hr"}


@dataclass
class Node:
    """An element of a page."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def all(self, tag: str, kind: str = "") -> list[Node]:
        """Return the elements within, by tag and class, in the order of the page."""
        return [
            n
            for n in self.below()
            if tag in ("", n.tag) and (not kind or kind in (n.attributes.get("class") or "").split())
        ]

    def below(self) -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.below()

    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)

    def notes(self) -> list[int]:
        """Return the numbers of the footnotes that its marks lead to."""
        links = [a.attributes.get("href") or "" for a in self.all("a")]
        return [int(link[6:]) for link in links if re.fullmatch(r"#note-\d+", link)]


class Builder(HTMLParser):
    """Builds the tree of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Node("page")
        self._open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Node(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, f"</{tag}> closes {self._open[-1].tag}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


class Recorder(static.Writer):
    """A writer that keeps which passages the footnotes of its page lead to."""

    def notes(self, cited: static.Notes) -> list[dict[str, object]]:
        self.cited = [expand(self.builder.passages[number]["id"]) for number in cited.order]
        return super().notes(cited)


@dataclass
class Page:
    """A page with the passages of its footnotes, in their order."""

    name: str
    tree: Node
    cited: list[str]


def walk(reader: Reader, records: list[str]) -> Iterator[Page]:
    """Yield one page of each kind, and those of some records and instruments."""
    known = {compact(iri) for iri in reader.records()}
    disputes = [f for f in findings(reader) if f.disputed]
    listed = treaty.instruments(reader)
    makers: dict[str, Callable[[static.Writer], str]] = {
        "conflicts": lambda w: conflicts.render(reader, disputes, writer=w, **META),
        "timeline": lambda w: timeline.render(reader, chronicle(reader), writer=w, **META),
        "organizations": lambda w: organizations.render(reader, writer=w, **META),
        "opinions": lambda w: opinions.render(reader, writer=w, **META),
        "sources": lambda w: sources.render(reader, writer=w, **META),
        "instruments": lambda w: instruments.render(reader, listed, writer=w, **META),
    }
    for iri in dict.fromkeys([*records, *listed[:8]]):
        makers[f"record {iri}"] = lambda w, iri=iri: record.render(w, iri, **META)  # type: ignore[misc]
    for name, make in makers.items():
        writer = Recorder(payload.PayloadBuilder(reader), "", known.__contains__)
        html = make(writer)
        yield Page(name, Builder(html).root, writer.cited)


@pytest.fixture(scope="module", params=["miniature", "real"])
def told_on(request: pytest.FixtureRequest) -> tuple[Reader, list[Page]]:
    """A reader of a corpus, and the pages of it that are walked."""
    if request.param == "miniature":
        world: Reader = request.getfixturevalue("world")
        return world, list(walk(world, list(world.records())))
    real: Reader = request.getfixturevalue("real")
    return real, list(walk(real, [ID + name for name in SAMPLE]))


def test_every_day_is_stated_or_marked_as_worked_out(told_on: tuple[Reader, list[Page]]) -> None:
    reader, pages = told_on
    stated, derived = set(), set()
    for quad in reader.store.quads_for_pattern(None, None, None, None):
        if isinstance(quad.object, Literal) and quad.object.datatype.value in DATE_TYPES:
            if quad.graph_name not in (DERIVED, DefaultGraph()):
                stated.add(quad.object.value)
            elif quad.graph_name == DERIVED and quad.predicate in FIELDS.values():
                derived.add(quad.object.value)
    for page in pages:
        for day in page.tree.all("time"):
            # A derived day that only bounds a stated month or year is written as that month or year.
            allowed = derived | stated if day.attributes.get("class") == "worked" else stated
            assert day.attributes["datetime"] in allowed, f"{page.name}: {day}"
    shown = [day for page in pages for day in page.tree.all("time")]
    assert any(day.attributes.get("class") == "worked" for day in shown)
    assert any(day.attributes.get("class") != "worked" for day in shown)


def sentences(node: Node) -> Iterator[tuple[list[str], list[int]]]:
    """Yield the texts that stand before footnote marks within one block, with the numbers of those marks."""
    texts: list[str] = []
    for inner in node.all(""):
        if inner.tag in ("li", "p", "td", "th", "dd", "div", "h3", "summary"):
            texts = []
        elif inner.tag == "bdi":
            texts.append(inner.text())
        elif inner.tag == "sup":
            yield texts, inner.notes()
            texts = []


def test_every_mark_of_a_sentence_leads_to_a_passage_that_contains_it(told_on: tuple[Reader, list[Page]]) -> None:
    reader, pages = told_on
    telling: dict[str, set[str]] = {}
    for quad in reader.store.quads_for_pattern(None, kg("gist"), None, None):
        if quad.graph_name != DefaultGraph():
            telling.setdefault(static.tidy(quad.object.value), set()).add(quad.graph_name.value)
    held = set()
    for page in pages:
        for texts, numbers in sentences(page.tree):
            for sentence in set(texts) & set(telling):
                places = {page.cited[number - 1] for number in numbers}
                assert places <= telling[sentence], f"{page.name}: {sentence}"
                held.add(page.name.split(" ")[0])
    assert held == {"record", "opinions"}


def test_whoever_stands_beside_a_rival_value_states_it(told_on: tuple[Reader, list[Page]]) -> None:
    reader, pages = told_on
    sides: dict[frozenset[str], list[Side]] = {}
    for finding in findings(reader):
        for side in finding.sides if finding.disputed else ():
            sides.setdefault(frozenset(side.passages), []).append(side)
    for page in pages:
        for box in page.tree.all("div", "rival"):
            (value,) = box.all("div", "value")
            places = frozenset(page.cited[number - 1] for number in value.notes())
            assert places in sides, f"{page.name}: {value.text()}"
            own = {f"id/{h.rpartition('/')[2]}.html" for s in sides[places] for who in s.holders for h in who}
            (holders,) = box.all("ul", "holders")
            for line in holders.all("li"):
                assert line.all("a")[0].attributes["href"] in own, f"{page.name}: {line.text()}"
            apart = {page.cited[n - 1] for group in box.all("ul", "apart") for n in group.notes()}
            assert apart in [{a.passage.iri for a in s.fitting} for s in sides[places]], page.name


def test_whoever_is_listed_under_an_answer_gives_it(told_on: tuple[Reader, list[Page]]) -> None:
    reader, pages = told_on
    tree = next(page.tree for page in pages if page.name == "conflicts")
    disputes = {conflicts.anchor(finding): finding for finding in findings(reader) if finding.disputed}
    articles = tree.all("article")
    assert sorted(article.attributes["id"] for article in articles) == sorted(disputes)
    for article in articles:
        finding = disputes[article.attributes["id"]]
        folded = {id(box) for other in article.all("article") for box in other.all("div", "answer")}
        boxes = [box for box in article.all("div", "answer") if id(box) not in folded]
        for box, side in zip(boxes, finding.sides, strict=True):
            (camps,) = box.all("dl")
            own = {f"id/{holder.rpartition('/')[2]}.html" for who in side.holders for holder in who}
            # A fold of copies is within the line of their origin.
            speakers = [line.all("a")[0].attributes["href"] for line in camps.all("li")]
            assert len(speakers) == len(side.accounts), article.attributes["id"]
            assert set(speakers) <= own, article.attributes["id"]


def test_what_is_folded_under_a_dispute_has_its_answers_by_the_same_sources(real: Reader) -> None:
    found = [finding for finding in findings(real) if finding.disputed]
    tree = Builder(conflicts.render(real, found)).root
    answers = {
        conflicts.anchor(finding): {
            (side.value, frozenset(account.passage.source for account in side.accounts)) for side in finding.sides
        }
        for finding in found
    }
    folds = [(item.attributes["id"], item.all("article", "alike")) for item in tree.all("article", "item")]
    # Two data sets date the founding of a body otherwise, and with it the membership of each founder.
    assert max(len(others) for _, others in folds) > 3
    for anchor, others in folds:
        assert all(answers[other.attributes["id"]] == answers[anchor] for other in others), anchor


def test_disputes_come_by_class_and_weight_and_likely_slips_last(told_on: tuple[Reader, list[Page]]) -> None:
    reader, pages = told_on
    tree = next(page.tree for page in pages if page.name == "conflicts")
    ranked = sorted((f for f in findings(reader) if f.disputed), key=lambda f: (-f.weight, f.record, f.predicate))
    order = [finding for cls in conflicts.CLASSES for finding in ranked if finding.dispute == cls]
    alike = [other.attributes["id"] for other in tree.all("article", "alike")]
    anchors = [anchor for anchor in map(conflicts.anchor, order) if anchor not in alike]
    assert [item.attributes["id"] for item in tree.all("article", "item")] == anchors
    slips = [finding for finding in order if finding.dispute == "likely-slip"]
    (group,) = [group for group in tree.all("section", "group") if group.attributes["id"] == "likely-slip"]
    folded = [item for fold in group.all("details") for item in fold.all("article")]
    assert len(folded) == len(slips) < len(order)


def test_a_speaker_s_page_prints_what_he_says(told_on: tuple[Reader, list[Page]]) -> None:
    reader, pages = told_on
    speaking = 0
    for page in pages:
        kind, _, iri = page.name.partition(" ")
        if kind == "record" and (said := sayings(reader, iri)):
            speaking += 1
            text = page.tree.text()
            said.sort(key=lambda saying: (saying.day or "9", saying.subjects, saying.record))
            for saying in said if len(said) <= speech.MOST else [s for s in said if s.day][-speech.MOST :]:
                assert all(static.tidy(gist.value) in text for gist in saying.gists)
                assert saying.passage.iri in page.cited
            if len(said) > speech.MOST:
                assert f"kg show {compact(iri)}" in text
    assert speaking


def test_whoever_is_named_under_a_sentence_says_it_there(told_on: tuple[Reader, list[Page]]) -> None:
    """A wording by others has no footnote but its speakers and a link to the source: both are those of the gist."""
    reader, pages = told_on
    voices: dict[str, set[tuple[str, str]]] = {}
    for quad in reader.store.quads_for_pattern(None, kg("gist"), None, None):
        if quad.graph_name != DefaultGraph():
            passage = reader.passage(quad.graph_name.value)
            address = next((v.value for v in reader.values(passage.source, kg.address)), "")
            for holder in passage.holders:
                pair = (f"id/{holder.rpartition('/')[2]}.html", address)
                voices.setdefault(static.tidy(quad.object.value), set()).add(pair)
    checked = 0
    for page in pages:
        for line in (li for fold in page.tree.all("details") for li in fold.all("li")):
            if line.all("p", "voice"):
                links = [a.attributes.get("href") or "" for a in line.all("a")]
                for gist in {bdi.text() for bdi in line.all("bdi")} & set(voices):
                    assert any(h in links and (not address or address in links) for h, address in voices[gist])
                    checked += 1
    assert checked


def places(span: Node, tag: str, kind: str) -> list[tuple[float, float]]:
    """Return where the pieces of a bar begin and end, in percent of its width."""
    pieces = []
    for piece in span.all(tag, kind):
        first = float((piece.attributes.get("x") or piece.attributes.get("x1") or "").rstrip("%"))
        size = (piece.attributes.get("width") or "").rstrip("%")
        pieces.append((first, first + float(size) if size else float((piece.attributes["x2"] or "").rstrip("%"))))
    return pieces


def test_no_bar_ends_where_no_end_is_known(told_on: tuple[Reader, list[Page]]) -> None:
    """A full piece covers what is sure; the bar fades towards the edge if and only if nobody states an end."""
    reader, pages = told_on
    drawn = 0
    for page in pages:
        for span in page.tree.all("svg", "span"):
            days = reader.interval(expand(span.attributes["data-record"] or ""))
            drawn += 1
            full, fading = places(span, "rect", "sure"), places(span, "rect", "open")
            assert len(full) <= (days.surely_from is not None) and not (full and days.denied_in), page.name
            assert bool(fading) == (bool(full) and days.possibly_until is None), page.name
            for first, last in fading:
                assert first < last and last == pytest.approx(100), "a fading end reaches the edge of the axis"
            known_last = days.surely_until or (days.last_attested if days.possibly_until is None else None)
            for first, last in full:
                if known_last is None or known_last == days.surely_from:
                    assert last - first < 1, "a bar of no known length is a mark"
            if days.possibly_from is None and full and full[0][0] > 0:
                ((early, begun),) = places(span, "line", "doubt")[:1]
                assert early < begun == full[0][0], "a bound of the beginning is drawn as a bound"
    assert drawn


def test_of_a_role_that_passes_the_end_is_stated_or_said_to_be_unknown(told_on: tuple[Reader, list[Page]]) -> None:
    reader, pages = told_on
    tree = next(page.tree for page in pages if page.name == "organizations")
    rows = [row for row in tree.all("div", "standing-row") if row.all("p", "pale")]
    assert len(rows) == len(reader.of_class(kg.Membership.value))
    unknown = 0
    for row in rows:
        (link,) = [a.attributes["href"] or "" for a in row.all("a") if "Details" in a.text()]
        days = reader.interval(ID + link.removeprefix("id/").removesuffix(".html"))
        if days.days:
            open_ended = days.surely_until is None and days.possibly_until is None
            assert ("end not stated" in row.text()) == open_ended, link
            unknown += open_ended
    assert unknown
