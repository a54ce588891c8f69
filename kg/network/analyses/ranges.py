"""How far a rank can be trusted: its range over projections, views and resampled voices.

Sources copy one another and voices repeat themselves, so statements are no independent draws. The bootstrap
therefore draws voices: a relation stays where at least one of its voices was drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.dataset.derived.origins import Origin
from kg.network.analyses import centrality
from kg.network.projections import Edge
from kg.network.result import Cell, Ranges, Result
from kg.network.study import Study, simple
from kg.rdf.vocabulary import compact
from kg.text.phrases import listed, say

#: How many of the first nodes are reported.
TOP = 15
#: The percentiles between which ranks under resampled voices lie.
INTERVAL = (5, 95)
#: Projections that are no alternative reading of actors: their nodes are sources.
_NO_RIVAL = ("co-statement",)


@dataclass(frozen=True)
class Standing:
    """A node's rank, and the least and greatest rank under each kind of alternative with where it falls."""

    node: str
    score: float
    rank: int
    projections: dict[str, int]
    views: dict[str, int]
    voices: tuple[int, int] | None

    @property
    def spans(self) -> dict[str, tuple[int, int]]:
        """The range of ranks by what varies, the rank itself included."""
        found = {}
        if self.voices:
            found["the voices"] = self.voices
        for name, ranks in (("the view", self.views), ("the projection", self.projections)):
            if ranks:
                found[name] = (min(ranks.values()), max(ranks.values()))
        return {name: (min(low, self.rank), max(high, self.rank)) for name, (low, high) in found.items()}

    @property
    def least(self) -> int:
        """The best rank that any alternative gives."""
        return min([self.rank, *(low for low, _ in self.spans.values())])

    @property
    def most(self) -> int:
        """The worst rank that any alternative gives."""
        return max([self.rank, *(high for _, high in self.spans.values())])

    def words(self, language: str = "en") -> str:
        """Return the range in words, what moves the rank most named first.

        >>> Standing("a", 1.0, 3, {"everything": 5}, {"press": 2}, (3, 4)).words()
        'rank 2–5, depending on the projection (3–5), the view (2–3), the voices (3–4)'
        >>> Standing("a", 1.0, 1, {}, {}, (1, 1)).words()
        'rank 1 throughout'
        """
        if self.least == self.most:
            return say("analysis.rank.throughout", language, n=self.rank)
        moving = {name: span for name, span in self.spans.items() if span[0] < span[1]}
        order = sorted(moving, key=lambda name: (moving[name][0] - moving[name][1], name))
        causes = [say(f"analysis.rank.{n}", language, low=moving[n][0], high=moving[n][1]) for n in order]
        return say(
            "analysis.rank.depending", language, low=self.least, high=self.most, causes=listed(causes, language)
        )


def run(study: Study) -> Result:
    """Report the first nodes by a measure, each rank with its range and what it depends on."""
    projection = study.projection or "actors"
    key = ("standings", projection, study.measure, str(study.seed), str(study.draws))
    found = study.once(key, lambda: standings(study, projection))
    rows = tuple(_row(study, s) for s in found)
    columns = (
        "rank", "record", "label", study.measure, "least rank", "greatest rank", "by projection", "by view",
        f"by voices ({INTERVAL[1] - INTERVAL[0]}%)", "absent in", "in words",
    )  # fmt: skip
    plot = Ranges(
        tuple(study.label(s.node) for s in found),
        tuple(float(s.rank) for s in found),
        tuple((float(s.least), float(s.most)) for s in found),
        say("figure.rank", study.language),
    )
    caption = study.caption("ranges", projection)
    numbers: dict[str, Cell] = {"nodes": len(found), "unmoved": sum(s.least == s.most for s in found)}
    if found:
        numbers |= {"first": compact(found[0].node), "first_least": found[0].least, "first_most": found[0].most}
    return Result(
        "ranges", caption, columns, rows, _notes(study, projection, found), numbers, plot if found else None
    )


def standings(study: Study, projection: str) -> list[Standing]:
    """Return the first nodes of a projection with the ranks that alternatives give them, among its own nodes."""
    function = centrality.measure(study.measure)
    scores = function(study.simple(projection))
    nodes = set(scores)
    placed = centrality.ranks(scores)
    top = [node for node in placed if scores[node] > centrality.EPSILON][:TOP]
    rivals = {
        name: centrality.ranks(function(study.simple(name)), nodes) for name in _rivals(study, projection, set(top))
    }
    views = {v: centrality.ranks(function(study.under(v, projection)), nodes) for v in study.views}
    drawn = _bootstrap(study, projection, nodes)
    return [
        Standing(node, scores[node], placed[node], _of(rivals, node), _of(views, node), _interval(drawn, node))
        for node in top
    ]


def _rivals(study: Study, projection: str, top: set[str]) -> list[str]:
    """Return the other projections in which at least half of the first nodes are nodes too."""
    names = [p.name for p in study.projections if p.name != projection and p.name not in _NO_RIVAL]
    return [n for n in names if 2 * len(top & set(study.simple(n))) >= len(top) > 0]


def _of(alternatives: dict[str, dict[str, int]], node: str) -> dict[str, int]:
    return {name: ranks[node] for name, ranks in alternatives.items() if node in ranks}


def voices_of(study: Study, edges: Iterable[Edge]) -> list[frozenset[Origin]]:
    """Return the voices behind each edge; an edge of the register or of the coding alone has none."""
    return [study.voices(edge.passages) for edge in edges]


def _bootstrap(study: Study, projection: str, nodes: set[str]) -> list[dict[str, int]]:
    """Rank the nodes anew under voices drawn with replacement, as many as there are."""
    import numpy as np

    function = centrality.measure(study.measure)
    relations = study.relations(projection).edges
    behind = voices_of(study, relations)
    voices = sorted({voice for found in behind for voice in found}, key=sorted)
    number = {voice: i for i, voice in enumerate(voices)}
    numbered = [[number[voice] for voice in found] for found in behind]
    chance = np.random.default_rng(study.seed)
    ranks = []
    for _ in range(study.draws if voices else 0):
        drawn = set(chance.integers(len(voices), size=len(voices)).tolist())
        kept = [e for e, found in zip(relations, numbered, strict=True) if not found or not drawn.isdisjoint(found)]
        ranks.append(centrality.ranks(function(simple(study.folded(projection, kept))), nodes))
    return ranks


def _interval(drawn: list[dict[str, int]], node: str) -> tuple[int, int] | None:
    import numpy as np

    found = [ranks[node] for ranks in drawn if node in ranks]
    if not found:
        return None
    low, high = np.percentile(found, INTERVAL, method="inverted_cdf")
    return int(low), int(high)


def _row(study: Study, standing: Standing) -> tuple[Cell, ...]:
    absent = [say("caption.view", study.language, v) for v in study.views if v not in standing.views]
    spans = [_span(standing.spans.get(name)) for name in ("the projection", "the view", "the voices")]
    return (
        standing.rank, compact(standing.node), study.label(standing.node), standing.score, standing.least,
        standing.most, *spans, say("semicolon", study.language).join(absent), standing.words(study.language),
    )  # fmt: skip


def _span(span: tuple[int, int] | None) -> str | None:
    if span is None:
        return None
    return str(span[0]) if span[0] == span[1] else f"{span[0]}–{span[1]}"


def _notes(study: Study, projection: str, found: list[Standing]) -> tuple[str, ...]:
    rivals = sorted({name for s in found for name in s.projections})
    behind = voices_of(study, study.relations(projection).edges)
    voices = {voice for heard in behind for voice in heard}
    return (
        say("analysis.note.ranks", study.language),
        say(
            "analysis.note.alternatives",
            study.language,
            projections=listed(rivals, study.language) or say("none", study.language),
            views=listed(study.views, study.language) or say("none", study.language),
        ),
        say(
            "analysis.note.draws",
            study.language,
            draws=study.draws,
            voices=len(voices),
            n=sum(not b for b in behind),
            all=len(behind),
        ),
    )
