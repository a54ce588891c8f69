"""Layout of a network: positions of its nodes that are the same in each run.

Each connected component is laid out by itself (pivot MDS, then forces) and the components are packed
like boxes on shelves; nodes without a relation are arranged in a block instead of a ring.

The start is pivot MDS (Brandes & Pich 2007, doi:10.1007/978-3-540-70904-6_6), the forces are those of
Fruchterman & Reingold (1991, doi:10.1002/spe.4380211102). In large components repulsion is a
convolution on a grid, done by FFT as in FIt-SNE (Linderman et al. 2019, doi:10.1038/s41592-018-0308-4).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.dataset.store import LASTING, Lasting
from kg.memoize import kept

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

#: Ideal length of an edge, in page units (one unit is one pixel at scale 1).
EDGE = 90.0
#: Free space between the outlines of two nodes, and around a component.
GAP, MARGIN = 14.0, 70.0
#: Cell of the block of nodes without a relation: wide, because labels are.
CELL = (120.0, 62.0)
#: From this number of nodes on, repulsion is computed on a grid.
GRID_FROM = 250
_SEED = 20250117


def place(radii: Sequence[float], edges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return integer positions for nodes with some radii, connected by pairs of indices.

    >>> place([8, 8], [(0, 1)]) == place([8, 8], [(1, 0)])
    True
    >>> place([], [])
    []
    """
    distinct = sorted({(min(a, b), max(a, b)) for a, b in edges if a != b})
    return _placed(LASTING, tuple(radii), tuple(distinct)) if radii else []


@kept
def _placed(
    _: Lasting, /, radii: tuple[float, ...], distinct: tuple[tuple[int, int], ...]
) -> list[tuple[int, int]]:
    """Return the positions of nodes joined by distinct pairs; kept, as an edit leaves most networks as they are."""
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    count = len(radii)
    pairs = np.array(distinct, dtype=np.int64).reshape(-1, 2)
    graph = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    graph = graph + graph.T
    sizes = np.asarray(radii, dtype=float)
    _, of = connected_components(graph, directed=False)
    members: dict[int, list[int]] = {}
    for node, component in enumerate(of):
        members.setdefault(int(component), []).append(node)
    groups = sorted((g for g in members.values() if len(g) > 1), key=lambda g: (-len(g), g[0]))
    blocks = [(g, _component(graph[g][:, g], sizes[g])) for g in groups]
    lone = [g[0] for g in members.values() if len(g) == 1]
    return _assemble(count, blocks, sorted(lone), sizes)


def _component(graph: Any, radii: NDArray[np.float64]) -> Points:
    """Lay out one connected component, with its longer axis horizontal."""
    import numpy as np
    from scipy.spatial import cKDTree

    count = len(radii)
    if count == 2:
        return np.array([[0.0, 0.0], [EDGE, 0.0]])
    points = _pivot_mds(graph)
    spread = np.sqrt(np.mean(points**2)) or 1.0
    points *= EDGE * np.sqrt(count) / (2.2 * spread)
    # Leaves of one node share all their distances and so their place: without noise, no force parts them.
    points += np.random.default_rng(_SEED).normal(scale=EDGE / 3, size=points.shape)
    # In larger components each round takes longer, so they have fewer.
    points = _forces(points, graph, rounds=300 if count < 1500 else 180 if count < 5000 else 110)
    # Screens are wider than high, so the longer axis is rotated to lie horizontally.
    centred = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1]
    points = centred @ (axes * np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]]))
    # The median distance of nearest neighbours becomes about half an edge.
    nearest = cKDTree(points).query(points, k=2)[0][:, 1]
    points = points * (EDGE * 0.55 / max(float(np.median(nearest)), 1e-6))
    return _apart(points, radii)


def _pivot_mds(graph: Any, pivots: int = 40) -> Points:
    """Place nodes by pivot MDS: distances from a few distant pivots approximate path lengths."""
    import numpy as np
    from scipy.sparse.csgraph import dijkstra

    count = graph.shape[0]
    chosen, far = [0], np.full(count, np.inf)
    columns = []
    for _ in range(min(pivots, count)):
        steps = dijkstra(graph, unweighted=True, indices=chosen[-1])
        columns.append(steps)
        far = np.minimum(far, steps)
        chosen.append(int(far.argmax()))
    squares = np.array(columns).T ** 2
    centred = -0.5 * (squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean())
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, -2:][:, ::-1]
    # The sign of an eigenvector is arbitrary: fixing it makes the picture the same on every machine.
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    points: Points = centred @ axes / (np.abs(centred).max() or 1.0)
    return points


def _forces(points: Points, graph: Any, rounds: int) -> Points:
    """Apply attraction along edges and repulsion between nodes, in steps of decreasing size."""
    import numpy as np

    upper = graph.tocoo()
    keep = upper.row < upper.col
    a, b = upper.row[keep], upper.col[keep]
    degree = np.bincount(a, minlength=len(points)) + np.bincount(b, minlength=len(points))
    mass = 1.0 + np.sqrt(degree) / 2
    repel = _repel_exactly if len(points) < GRID_FROM else _repel_on_grid
    for turn in range(rounds):
        force = repel(points, mass) * (EDGE**2 * 0.9)
        delta = points[b] - points[a]
        length = np.hypot(delta[:, 0], delta[:, 1])
        pull = delta * (length / EDGE / np.sqrt(np.minimum(degree[a], degree[b])))[:, None]
        np.add.at(force, a, pull)
        np.add.at(force, b, -pull)
        # Gravity towards the middle, against drifting.
        force -= points * 0.2
        size = np.hypot(force[:, 0], force[:, 1])
        limit = EDGE * 1.5 * (1 - turn / rounds) ** 1.5 + 0.5
        points = points + force * (np.minimum(size, limit) / np.maximum(size, 1e-9))[:, None]
        points -= points.mean(axis=0)
    return points


def _repel_exactly(points: Points, mass: NDArray[np.float64]) -> Points:
    """Return the repulsion of each node from all others: mass · mass / distance."""
    import numpy as np

    delta = points[:, None, :] - points[None, :, :]
    square = (delta**2).sum(axis=2) + 1.0
    push: Points = np.einsum("ij,ijk->ik", mass[:, None] * mass[None, :] / square, delta)
    return push


def _repel_on_grid(points: Points, mass: NDArray[np.float64], cells: int = 128) -> Points:
    """Approximate the same repulsion by distributing masses on a grid and convolving it by FFT."""
    import numpy as np
    from scipy import fft

    low = points.min(axis=0)
    step = (points.max(axis=0) - low).max() / (cells - 2) or 1.0
    spot = (points - low) / step
    corner = spot.astype(np.int64)
    part = spot - corner
    corners = [
        (corner[:, 0] + i, corner[:, 1] + j, abs(1 - i - part[:, 0]) * abs(1 - j - part[:, 1]))
        for i in (0, 1)
        for j in (0, 1)
    ]
    # Twice the size, so that the cyclic convolution does not wrap around.
    grid = np.zeros((2 * cells, 2 * cells))
    for x, y, share in corners:
        np.add.at(grid, (x, y), mass * share)
    axis = fft.fftfreq(2 * cells, d=1 / (2 * cells)) * step
    dx, dy = np.meshgrid(axis, axis, indexing="ij")
    square = dx**2 + dy**2 + step**2 / 4
    spectrum = fft.rfft2(grid)
    force = np.empty_like(points)
    for column, kernel in enumerate((dx / square, dy / square)):
        field = fft.irfft2(spectrum * fft.rfft2(kernel), s=grid.shape)
        force[:, column] = sum(field[x, y] * share for x, y, share in corners) * mass
    return force


def _apart(points: Points, radii: NDArray[np.float64], rounds: int = 60) -> Points:
    """Move overlapping nodes apart until none overlap, or all rounds are done."""
    import numpy as np
    from scipy.spatial import cKDTree

    points = points.copy()
    points += np.random.default_rng(_SEED).normal(scale=0.01, size=points.shape)
    for _ in range(rounds):
        pairs = cKDTree(points).query_pairs(2 * radii.max() + GAP, output_type="ndarray")
        a, b = pairs[:, 0], pairs[:, 1]
        delta = points[b] - points[a]
        length = np.maximum(np.hypot(delta[:, 0], delta[:, 1]), 1e-6)
        lack = radii[a] + radii[b] + GAP - length
        close = lack > 0.5
        if not close.any():
            break
        push = delta[close] / length[close, None] * (lack[close] / 2)[:, None]
        np.add.at(points, b[close], push)
        np.add.at(points, a[close], -push)
    return points


def _assemble(
    count: int, blocks: list[tuple[list[int], Points]], lone: list[int], radii: NDArray[np.float64]
) -> list[tuple[int, int]]:
    """Pack components and the block of lone nodes into one picture around the origin."""
    import numpy as np

    boxes: list[tuple[list[int], Points]] = []
    for nodes, points in blocks:
        room = (radii[nodes] + MARGIN / 2)[:, None]
        boxes.append((nodes, points - (points - room).min(axis=0)))
    sides = [tuple((points + (radii[nodes] + MARGIN / 2)[:, None]).max(axis=0)) for nodes, points in boxes]
    if lone:
        area = sum(w * h for w, h in sides) + len(lone) * CELL[0] * CELL[1]
        wide = max((sides[0][0] if sides else 0.0), (area * 1.5) ** 0.5)
        columns = max(1, min(len(lone), int(wide // CELL[0])))
        order = np.arange(len(lone))
        block = np.stack([order % columns, order // columns], axis=1) * CELL + np.array(CELL) / 2
        boxes.append((lone, block))
        sides.append((columns * CELL[0], (order[-1] // columns + 1) * CELL[1]))
    placed = np.zeros((count, 2))
    for (nodes, points), corner in zip(boxes, _shelve(sides), strict=True):
        placed[nodes] = points + np.array(corner)
    placed -= (placed.max(axis=0) + placed.min(axis=0)) / 2
    return [(round(float(x)), round(float(y))) for x, y in placed]


def _shelve(sides: Sequence[tuple[float, float]], shape: float = 1.5) -> list[tuple[float, float]]:
    """Return corners for boxes (width, height), each placed as high as the ones before it allow.

    >>> _shelve([(4, 2), (1, 1), (1, 1)])
    [(0.0, 0.0), (0.0, 2.0), (1.0, 2.0)]
    """
    wide = max([(sum(w * h for w, h in sides) * shape) ** 0.5, *(w for w, _ in sides)], default=0.0)
    skyline = [(0.0, wide, 0.0)]  # (left, right, height so far)
    corners = []
    for width, height in sides:
        # A box fits at each step of the skyline, on the highest part below it.
        spots = [
            (left, max(h for a, b, h in skyline if a < left + width - 1e-6 and b > left + 1e-6))
            for left, _, _ in skyline
            if left + width <= wide + 1e-6
        ]
        x, y = min(spots, key=lambda spot: (spot[1], spot[0]))
        corners.append((x, y))
        before = [(a, min(b, x), h) for a, b, h in skyline if a < x - 1e-6]
        after = [(max(a, x + width), b, h) for a, b, h in skyline if b > x + width + 1e-6]
        skyline = [*before, (x, x + width, y + height), *after]
    return corners
