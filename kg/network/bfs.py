"""Breadth-first searches from many sources at once, for closeness and betweenness on large networks.

Both functions take an undirected simple graph, leave its weights aside, search from every node, add in one fixed
order, and return one number for each node in the graph's order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import Error

if TYPE_CHECKING:
    import networkx as nx

#: Sources searched together: the bits of a machine word, and columns that fit a processor's cache.
_WORD, _COLUMNS = 64, 16
#: Steps beyond which a network is a chain rather than a web, and searching together no longer pays.
DEPTH = 40
#: Where fewer rows than this share are concerned, a product is taken over them alone.
_SHARE = 3


class TooDeep(Error, ValueError):
    """A network with longer shortest paths than `DEPTH`."""


def distances(graph: nx.Graph) -> tuple[Any, Any]:
    """Count for each node the others that it reaches and the steps to all of them, in whole numbers.

    64 searches run in each machine word: Then et al. 2014, doi:10.14778/2735496.2735507.

    >>> import networkx as nx
    >>> [counts.tolist() for counts in distances(nx.path_graph(3))]
    [[2, 2, 2], [3, 2, 3]]
    """
    import numpy as np

    matrix = _matrix(graph, np.int8)
    size = graph.number_of_nodes()
    linked = np.flatnonzero(np.diff(matrix.indptr))
    starts, neighbours = matrix.indptr[linked], matrix.indices
    reached, steps = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for first in range(0, size, _WORD):
        sources = np.arange(first, min(first + _WORD, size))
        new = np.zeros(size, dtype=np.uint64)
        new[sources] = np.uint64(1) << (sources - first).astype(np.uint64)
        visited, step = new.copy(), 0
        while new.any():
            step += 1
            near = np.zeros(size, dtype=np.uint64)
            # reduceat would give an isolate the word of the node after it: only linked nodes take part.
            if len(linked):
                near[linked] = np.bitwise_or.reduceat(new[neighbours], starts)
            new = near & ~visited
            visited |= new
            counts = np.bitwise_count(new).astype(np.int64)
            reached += counts
            steps += step * counts
    return reached, steps


def dependencies(graph: nx.Graph) -> Any:
    """Add up for each node the dependencies of all sources on it: twice its betweenness before normalization.

    Brandes 2001, doi:10.1080/0022250X.2001.9990249, with the searches of several sources as columns of one
    matrix, step by step: Kepner and Gilbert 2011, Graph Algorithms in the Language of Linear Algebra, chapter 6.

    Raises:
        TooDeep: a shortest path is longer than `DEPTH`.

    >>> import networkx as nx
    >>> dependencies(nx.path_graph(3)).tolist()
    [0.0, 2.0, 0.0]
    """
    import numpy as np

    matrix = _matrix(graph, float)
    size = graph.number_of_nodes()
    total = np.zeros(size)
    for first in range(0, size, _COLUMNS):
        sources = np.arange(first, min(first + _COLUMNS, size))
        shape = (size, len(sources))
        paths, levels = _outward(matrix, sources, shape)
        dependency = np.zeros(shape)
        # Inward from the farthest nodes; what depends on the sources themselves, at level 0, is left out.
        for level in range(len(levels) - 1, 1, -1):
            (rows, new), (above, above_new) = levels[level], levels[level - 1]
            share = np.zeros(shape)
            share[rows] = np.divide(1 + dependency[rows], paths[rows], out=np.zeros(new.shape), where=new)
            # Few targets: only their rows of the matrix are multiplied.
            few = len(above) * _SHARE < size and len(above) <= len(rows)
            gathered = matrix[above] @ share if few else _spread(matrix, share, rows)[above]
            dependency[above] += gathered * paths[above] * above_new
        total += dependency.sum(axis=1)
    return total


def _outward(matrix: Any, sources: Any, shape: tuple[int, int]) -> tuple[Any, list[tuple[Any, Any]]]:
    """Count the shortest paths from each source to each node, and note which nodes are met at which step."""
    import numpy as np

    paths = np.zeros(shape)
    paths[sources, np.arange(len(sources))] = 1
    unseen, front, rows = paths == 0, paths, sources
    levels: list[tuple[Any, Any]] = [(sources, None)]
    while len(rows):
        if len(levels) > DEPTH:
            raise TooDeep(f"a shortest path is longer than {DEPTH} steps")
        front = _spread(matrix, front, rows) * unseen
        rows = np.flatnonzero(front.any(axis=1))
        new = front[rows] > 0
        unseen[rows] &= ~new
        paths[rows] += front[rows]
        levels.append((rows, new))
    return paths, levels[:-1]


def _spread(matrix: Any, values: Any, rows: Any) -> Any:
    """Multiply the matrix with values that are nought outside some rows."""
    if len(rows) * _SHARE < matrix.shape[0]:
        return matrix[rows].T @ values[rows]
    return matrix @ values


def _matrix(graph: nx.Graph, kind: Any) -> Any:
    """Return the adjacency matrix without weights, row by row."""
    import networkx as nx

    return nx.to_scipy_sparse_array(graph, weight=None, dtype=kind, format="csr")
