"""Figures fit for a paper: legible in grey print, safe for colour-blind readers, right in every script.

Matplotlib draws them; since 3.11 it shapes Persian and sets it from right to left with HarfBuzz and FriBidi
(by libraqm), in its own font DejaVu Sans, which has the Arabic and Cyrillic letters. SVG holds text as
outlines, so that it looks the same on a machine without the font; where a figure is wanted in each language, it
holds text as text, which takes a sixth of the bytes.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from kg.errors import Error
from kg.network.result import Bars, Lines, Plot, Ranges, Result, Web
from kg.text.phrases import ungrouped

#: The colours of Okabe and Ito 2008, which readers with any colour vision tell apart, dark ones first.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
FORMATS = ("svg", "png")

_DASHES = ("-", "--", "-.", ":")
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
_WIDTH = 7.0
_SETTINGS: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    # With a salt of its own, Matplotlib gives an SVG the same identifiers in each run.
    "svg.hashsalt": "iran-russia-kg",
    "savefig.facecolor": "white",
}


class NoFigure(Error, ValueError):
    """A result that cannot be drawn."""


class MissingLibrary(Error, ImportError):
    """Matplotlib is not installed."""


def draw(result: Result, form: str = "svg", *, outlines: bool = True) -> bytes:
    """Draw a result with its caption under it; the same result gives the same bytes.

    Args:
        result: with something to plot.
        form: one of `FORMATS`.
        outlines: whether an SVG holds text as outlines; as text, its letters are those of the reader's machine.

    Raises:
        NoFigure: the result has nothing to draw, or the format is none of `FORMATS`.
        MissingLibrary: matplotlib is not installed.
    """
    if form not in FORMATS:
        raise NoFigure(f"{form} is no format of figures. Use one of: {', '.join(FORMATS)}.")
    if result.plot is None or not result.rows:
        raise NoFigure(f"{result.caption.title} has no figure here. Write its table instead.")
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'Figures need matplotlib. In a clone of the repository: pip install ".[figures]"'
        raise MissingLibrary(message) from error
    with matplotlib.rc_context({**_SETTINGS, "svg.fonttype": "path" if outlines else "none"}):
        title, basis = textwrap.wrap(result.caption.title, 64), textwrap.wrap(result.caption.basis, 120)
        plot, room = result.plot, _height(result.plot)
        # The names of what is drawn, where there is more than one, stand above the axes, whole.
        drawn = plot.values if isinstance(plot, Bars) or (isinstance(plot, Lines) and not plot.panels) else {}
        names = [_folded(series, 72) for series in drawn] if len(drawn) > 1 else []
        key = 0.14 * sum(entry.count("\n") + 1 for entry in names) + 0.15
        around = 0.2 * len(title) + 0.12 * len(basis)
        figure = Figure(figsize=(_WIDTH, room + around + (key if names else 0)), layout="constrained")
        figure.suptitle(_plain_lines(title), fontsize=11, fontweight="bold")
        side, place = ("right", 0.99) if result.caption.language == "fa" else ("left", 0.01)
        figure.supxlabel(_plain_lines(basis), fontsize=6.5, ha=side, x=place)
        parts: Any = figure.subfigures(2, 1, height_ratios=(key, room)) if names else (figure, figure)
        _DRAWERS[type(result.plot)](parts[1], result.plot)
        _number(parts[1].axes, result.caption.language)
        if names:
            handles = parts[1].axes[0].get_legend_handles_labels()[0]
            parts[0].legend(handles, names, loc="center", frameon=False, fontsize=8, borderpad=0, borderaxespad=0)
        out = io.BytesIO()
        # No date and no version of Matplotlib: the same result gives the same bytes.
        quiet = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        figure.savefig(out, format=form, dpi=300, metadata=quiet)
    # A line of text as text takes its direction from its first letter, as Matplotlib draws it.
    return out.getvalue().replace(b"</style>", b"text{unicode-bidi:plaintext}</style>", 1)


def _height(plot: Plot) -> float:
    """Return the height in inches that a plot needs for its rows or panels."""
    if isinstance(plot, Bars | Ranges):
        per_row = 0.16 * (len(plot.values) if isinstance(plot, Bars) else 1) + 0.12
        return 1.0 + per_row * len(plot.labels) + 0.17 * (1 + _folded(plot.axis, 40).count("\n"))
    if isinstance(plot, Lines):
        return 0.8 + 1.5 * len(plot.values) if plot.panels else 3.6
    return 6.0


def _bars(figure: Any, plot: Bars) -> None:
    """Draw bars, those of one row side by side, told apart by colour and hatch."""
    axes = figure.add_subplot()
    high = 0.8 / max(len(plot.values), 1)
    for i, (series, values) in enumerate(plot.values.items()):
        places = [row + i * high for row in range(len(plot.labels))]
        # Hatches tell the bars apart in grey print.
        hatch = ("", "////", "....")[i % 3]
        axes.barh(
            places,
            values,
            high,
            label=_plain(series),
            color=COLOURS[i],
            hatch=hatch,
            edgecolor="white",
            align="edge",
        )
    _rows(axes, plot.labels, 0.4)
    axes.set_xlabel(_folded(plot.axis, 40))


def _ranges(figure: Any, plot: Ranges) -> None:
    """Draw each row as a point on its span, on a logarithmic scale of ranks."""
    axes = figure.add_subplot()
    for row, (point, (low, high)) in enumerate(zip(plot.points, plot.spans, strict=True)):
        axes.plot([low, high], [row, row], color=COLOURS[5], linewidth=4, solid_capstyle="butt", zorder=1)
        axes.plot([point], [row], marker="o", color=COLOURS[6], markersize=5, zorder=2)
    _rows(axes, plot.labels, 0.0)
    axes.set_xlabel(_folded(plot.axis, 40))
    axes.set_xscale("log")
    # Ranks are whole numbers, which the ticks of a logarithmic scale are not: 1, 2, 5, 10 and so on.
    most = max(high for _, high in plot.spans)
    ticks = [step * 10**power for power in range(7) for step in (1, 2, 5) if step * 10**power <= most] or [1]
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.set_xticks([], minor=True)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)


def _rows(axes: Any, labels: tuple[str, ...], shift: float) -> None:
    """Name the rows at the left, the first at the top; `shift` is the middle of a row's bars."""
    axes.set_yticks([row + shift for row in range(len(labels))], [_plain(_cut(label)) for label in labels])
    axes.set_ylim(len(labels) - 0.1 + shift / 2, -0.5 + shift)
    axes.tick_params(axis="y", length=0)


def _lines(figure: Any, plot: Lines) -> None:
    """Draw values over years, in panels or in one with the space between two of them filled."""
    names = list(plot.values)
    grid = figure.subplots(len(names) if plot.panels else 1, 1, sharex=True, squeeze=False)
    style = {"drawstyle": "steps-post"} if plot.steps else {}
    for i, series in enumerate(names):
        axes = grid[i if plot.panels else 0][0]
        values = [float("nan") if point is None else point for point in plot.values[series]]
        axes.plot(plot.years, values, _DASHES[i % 4], color=COLOURS[i % 7], label=_plain(series), **style)
        if plot.panels:
            axes.set_ylabel(_folded(_cut(series), 20), fontsize=8)
    if plot.band:
        low, high = ([point or 0 for point in plot.values[series]] for series in plot.band)
        step = "post" if plot.steps else None
        grid[0][0].fill_between(plot.years, low, high, color=COLOURS[5], alpha=0.3, linewidth=0, step=step)
    if not plot.panels:
        grid[0][0].set_ylabel(_folded(plot.axis, 32))
        grid[0][0].set_ylim(bottom=0)
    grid[-1][0].set_xlabel(_folded(plot.x_axis, 72))
    grid[-1][0].xaxis.get_major_locator().set_params(integer=True)


def _web(figure: Any, plot: Web) -> None:
    """Draw a network by forces, groups told apart by colour and marker."""
    from matplotlib.patheffects import withStroke

    axes = figure.add_subplot()
    places = _places(tuple(node for node, *_ in plot.nodes), plot.edges, plot.seed)
    # Ties first and thin, so that names and markers stay legible above them: one broken line, since each line or
    # dot of its own would take ten times the time and the bytes.
    ties = [places[end] if end else (math.nan, math.nan) for tie in plot.edges for end in (*tie, "")]
    if ties:
        axes.plot(*zip(*ties, strict=True), color="#bbbbbb", linewidth=0.4, zorder=1)
    by_group: dict[int, list[tuple[float, float, float]]] = {}
    for node, _, group, degree in plot.nodes:
        by_group.setdefault(group, []).append((*places[node], 8 + 5 * degree**0.8))
    for group, dots in by_group.items():
        marker = _MARKERS[(group // len(COLOURS) + group) % len(_MARKERS)]
        colour = COLOURS[group % len(COLOURS)]
        axes.scatter(
            *zip(*dots, strict=True), c=colour, marker=marker, edgecolors="white", linewidths=0.3, zorder=2
        )
    for node, label, *_ in plot.nodes:
        x, y = places[node]
        if label:
            axes.annotate(
                _plain(_cut(label, 32)), (x, y), (0, 5), textcoords="offset points", fontsize=6.5, ha="center",
                zorder=3, path_effects=[withStroke(linewidth=2, foreground="white")],
            )  # fmt: skip
    axes.axis("off")


@lru_cache(maxsize=4)
def _places(
    nodes: tuple[str, ...], edges: tuple[tuple[str, str], ...], seed: int
) -> dict[str, tuple[float, float]]:
    """Place nodes by forces; memoized, since a network has the same places in each language."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    places = nx.spring_layout(graph, seed=seed, k=2.2 / max(len(graph), 1) ** 0.5, iterations=100, method="force")
    return {node: (float(x), float(y)) for node, (x, y) in places.items()}


def _number(every: list[Any], language: str) -> None:
    """Write the numbers along all axes with the digits and the decimal mark of a language."""
    for axes in every:
        for axis in (axes.xaxis, axes.yaxis):
            formatter = axis.get_major_formatter()
            plain = formatter.format_ticks
            formatter.format_ticks = lambda values, plain=plain: [
                ungrouped(text, language) for text in plain(values)
            ]


def _cut(label: str, length: int = 48) -> str:
    """Shorten a long name with an ellipsis."""
    return label if len(label) <= length else label[: length - 1] + "…"


def _folded(label: str, width: int) -> str:
    """Break a long name into lines of at most so many letters."""
    return _plain_lines(textwrap.wrap(label, width))


def _plain_lines(lines: list[str]) -> str:
    """Join lines whose texts are kept plain."""
    return "\n".join(map(_plain, lines))


def _plain(text: str) -> str:
    """Keep dollar signs and line breaks of data from being read as formulas or layout."""
    return " ".join(text.split()).replace("$", r"\$")


_DRAWERS: dict[type, Callable[[Any, Any], None]] = {Bars: _bars, Ranges: _ranges, Lines: _lines, Web: _web}
