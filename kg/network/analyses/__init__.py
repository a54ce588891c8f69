"""Network analysis: each analysis by name, with the question that it answers.

The module of an analysis has its name: `run` in it takes a study and returns the result, `sentences` says in
words what a result finds.

>>> sorted(ANALYSES)[:3]
['assortativity', 'balance', 'brokerage']
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
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
    """One analysis: its name and, where the projection can be chosen, the one that it takes by default."""

    name: str
    projection: str = ""

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
        """Run the analysis.

        Raises:
            UnknownAnalysis: the study names a projection where there is no choice, or an unknown measure.
            UnknownProjection: the study names a projection that is not declared.
            NameFault: a state or treaty that is compared is not in the graph.
        """
        if study.projection and not self.takes_projection:
            choosing = ", ".join(a.name for a in ANALYSES.values() if a.takes_projection)
            raise UnknownAnalysis(f"{self.name} offers no choice of projection. Analyses that do: {choosing}.")
        result: Result = self._module.run(study)
        return result

    def sentences(self, result: Result) -> list[str]:
        """Say in words what a result of this analysis finds (`kg.network.findings`)."""
        lines: list[str] = self._module.sentences(result)
        return lines

    @property
    def _module(self) -> ModuleType:
        """The module of the analysis, imported here, so that listing analyses costs nothing."""
        return import_module(f"{__name__}.{self.name.replace('-', '_')}")


_LIST = (
    Analysis("networks"),
    Analysis("centrality", "actors"),
    Analysis("ranges", "actors"),
    Analysis("communities", "actors"),
    Analysis("fields"),
    Analysis("overlap"),
    Analysis("evolution", "actors"),
    Analysis("pace"),
    Analysis("brokerage", "actors"),
    Analysis("cuts", "actors"),
    Analysis("polarization"),
    Analysis("balance"),
    Analysis("assortativity"),
    Analysis("similarity"),
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
