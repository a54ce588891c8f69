"""How far a rank can be trusted: its range over projections, views and resampled voices.

Sources copy one another and voices repeat themselves, so statements are no independent draws. The bootstrap
therefore draws voices: a relation stays where at least one of its voices was drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.dataset.derived.origins import Origin
from kg.memoize import memoized
from kg.network.analyses import centrality
from kg.network.findings import finding, linked, records, unlinked
from kg.network.projections import Edge
from kg.network.result import Cell, Ranges, Result
from kg.network.study import Study, simple
from kg.rdf.vocabulary import VIEW, compact
from kg.text.phrases import listed, say

if TYPE_CHECKING:
    import networkx as nx

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
        alternatives = {
            "the voices": self.voices or (),
            "the view": self.views.values(),
            "the projection": self.projections.values(),
        }
        return {
            cause: (min(self.rank, *ranks), max(self.rank, *ranks))
            for cause, ranks in alternatives.items()
            if ranks
        }

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
        moving = {cause: span for cause, span in self.spans.items() if span[0] < span[1]}
        order = sorted(moving, key=lambda name: (moving[name][0] - moving[name][1], name))
        causes = [say(f"analysis.rank.{n}", language, low=moving[n][0], high=moving[n][1]) for n in order]
        return say(
            "analysis.rank.depending", language, low=self.least, high=self.most, causes=listed(causes, language)
        )


def run(study: Study) -> Result:
    """Report the first nodes by a measure, each rank with its range and what it depends on."""
    projection, language = study.projection or "actors", study.language
    places = standings(study, projection, study.measure, study.seed, study.draws)
    ranked: list[tuple[Cell, ...]] = []
    for place in places:
        spans = [place.spans.get(cause) for cause in ("the projection", "the view", "the voices")]
        absent = [
            say("caption.view", language, study.reader.label(VIEW + view, language))
            for view in study.views
            if view not in place.views
        ]
        ranked.append((
            place.rank, compact(place.node), study.label(place.node), place.score, place.least, place.most,
            *(span and "–".join(map(str, sorted(set(span)))) for span in spans),
            say("semicolon", language).join(absent), place.words(language),
        ))  # fmt: skip
    columns = (
        "rank", "record", "label", study.measure, "least rank", "greatest rank", "by projection", "by view",
        f"by voices ({INTERVAL[1] - INTERVAL[0]}%)", "absent in", "in words",
    )  # fmt: skip
    plot = Ranges(
        tuple(study.label(place.node) for place in places),
        tuple(float(place.rank) for place in places),
        tuple((float(place.least), float(place.most)) for place in places),
        say("figure.rank", language),
    )
    rivals = sorted({rival for place in places for rival in place.projections})
    behind = voices_of(study, study.relations(projection).edges)
    notes = (
        say("analysis.note.ranks", language),
        say(
            "analysis.note.alternatives",
            language,
            projections=listed(map(study.projection_name, rivals), language) or say("none", language),
            views=listed((study.reader.label(VIEW + view, language) for view in study.views), language)
            or say("none", language),
        ),
        say(
            "analysis.note.draws",
            language,
            draws=study.draws,
            voices=len(set().union(*behind)),
            n=sum(not voices for voices in behind),
            all=len(behind),
        ),
    )
    numbers: dict[str, Cell] = {"nodes": len(places), "unmoved": sum(place.least == place.most for place in places)}
    if places:
        numbers |= {"first": compact(places[0].node), "first_least": places[0].least, "first_most": places[0].most}
    caption = study.caption("ranges", projection)
    return Result("ranges", caption, columns, tuple(ranked), notes, numbers, plot if places else None)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    ranks = [f"{unlinked(row['label'])}: {linked(result, row['in words'])}." for row in records(result)[:5]]
    return [*ranks, finding(result, "ranges")]


@memoized
def standings(study: Study, projection: str, measure: str, seed: int, draws: int) -> list[Standing]:
    """Return the first nodes of a projection with the ranks that alternatives give them, among its own nodes.

    Args:
        study: whose projections and views are the alternatives; its own options are not read.
        projection: its name.
        measure: by which nodes are ranked, one of `kg.network.analyses.centrality.MEASURES`.
        seed: of the draws.
        draws: how often voices are resampled.
    """
    import numpy as np

    score = centrality.measure(measure)
    scores = score(study.simple(projection))
    nodes, ranks = set(scores), centrality.ranks(scores)
    top = [node for node in ranks if scores[node] > centrality.EPSILON][:TOP]
    projections = {}
    for rival in [other.name for other in study.projections if other.name not in (projection, *_NO_RIVAL)]:
        graph = study.simple(rival)
        # A projection that lacks most of the first nodes is of something else, and no rival to their ranks.
        if 2 * len(set(top) & set(graph)) >= len(top) > 0:
            projections[rival] = centrality.ranks(score(graph), nodes)
    views = {view: centrality.ranks(score(study.under(view, projection)), nodes) for view in study.views}
    redrawn = bootstrap(study, projection, nodes, score, seed, draws)
    result = []
    for node in top:
        resampled = [draw[node] for draw in redrawn if node in draw]
        interval = np.percentile(resampled, INTERVAL, method="inverted_cdf") if resampled else None
        result.append(
            Standing(
                node,
                scores[node],
                ranks[node],
                {rival: places[node] for rival, places in projections.items() if node in places},
                {view: places[node] for view, places in views.items() if node in places},
                (int(interval[0]), int(interval[1])) if interval is not None else None,
            )
        )
    return result


def voices_of(study: Study, edges: Iterable[Edge]) -> list[frozenset[Origin]]:
    """Return the voices behind each edge; an edge of the register or of the coding alone has none."""
    return [study.voices(edge.passages) for edge in edges]


def bootstrap(
    study: Study,
    projection: str,
    nodes: set[str],
    score: Callable[[nx.Graph], centrality.Scores],
    seed: int,
    draws: int,
) -> list[dict[str, int]]:
    """Rank the nodes anew under voices drawn with replacement, as many as there are; once for each draw."""
    import numpy as np

    relations = study.relations(projection).edges
    behind = voices_of(study, relations)
    voices = sorted(set().union(*behind), key=sorted)
    number = {voice: i for i, voice in enumerate(voices)}
    numbered = [{number[voice] for voice in edge} for edge in behind]
    chance = np.random.default_rng(seed)
    ranks = []
    for _ in range(draws if voices else 0):
        draw = set(chance.integers(len(voices), size=len(voices)).tolist())
        relations_drawn = [
            edge for edge, origins in zip(relations, numbered, strict=True) if not origins or origins & draw
        ]
        ranks.append(centrality.ranks(score(simple(study.folded(projection, relations_drawn))), nodes))
    return ranks
