"""Network analysis: each analysis by name, with the question that it answers.

>>> sorted(ANALYSES)[:3]
['assortativity', 'balance', 'brokerage']
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from kg.errors import Error
from kg.text.phrases import say

if TYPE_CHECKING:
    from kg.network.result import Result
    from kg.network.study import Study


class UnknownAnalysis(Error, LookupError):
    """An analysis, or a choice within one, that is not known by that name."""


@dataclass(frozen=True)
class Analysis:
    """One analysis: its name, the module and function that run it, and which choices it offers."""

    name: str
    module: str
    function: str
    projection: str = ""
    takes_measure: bool = False

    @property
    def takes_projection(self) -> bool:
        """Whether the projection can be chosen; the default is `projection`."""
        return bool(self.projection)

    def title(self, language: str = "en") -> str:
        """Return what the analysis is called."""
        return say(f"analysis.{self.name}.title", language)

    def question(self, language: str = "en") -> str:
        """Return the question that the analysis answers."""
        return say(f"analysis.{self.name}.question", language)

    def run(self, study: Study) -> Result:
        """Run the analysis. The module is imported here, so that listing analyses costs nothing.

        Raises:
            UnknownAnalysis: the study names a projection where there is no choice, or an unknown measure.
            UnknownProjection: the study names a projection that is not declared.
            NameFault: a state or treaty that is compared is not in the graph.
        """
        if study.projection and not self.takes_projection:
            choosing = ", ".join(a.name for a in ANALYSES.values() if a.takes_projection)
            raise UnknownAnalysis(f"{self.name} offers no choice of projection. Analyses that do: {choosing}.")
        run: Callable[[Study], Result] = getattr(import_module(f"kg.network.{self.module}"), self.function)
        return run(study)


_LIST = (
    Analysis("networks", "overview", "networks"),
    Analysis("centrality", "position", "centralities", "actors", True),
    Analysis("ranges", "robustness", "ranges", "actors", True),
    Analysis("communities", "community", "communities", "actors"),
    Analysis("fields", "content", "fields"),
    Analysis("overlap", "course", "overlap"),
    Analysis("evolution", "course", "evolution", "actors"),
    Analysis("pace", "course", "pace"),
    Analysis("brokerage", "position", "brokers", "actors"),
    Analysis("cuts", "position", "cuts", "actors"),
    Analysis("polarization", "discourse", "polarization"),
    Analysis("balance", "discourse", "structural_balance"),
    Analysis("assortativity", "discourse", "assortativity"),
    Analysis("similarity", "content", "similarity"),
)

#: Every analysis by its name, in the order in which reports give them.
ANALYSES: dict[str, Analysis] = {analysis.name: analysis for analysis in _LIST}


def find(name: str) -> Analysis:
    """Return the analysis of a name.

    Raises:
        UnknownAnalysis: with the names that are near, or all.

    >>> find("overlap").question()
    'In how many organizations did both states sit, year by year?'
    """
    if name not in ANALYSES:
        from kg.text.folding import near

        meant = near(name, list(ANALYSES)) or list(ANALYSES)
        raise UnknownAnalysis(f"No analysis is named {name}. Analyses: {', '.join(meant)}.")
    return ANALYSES[name]
