"""The derived layer: what compiling computes once from a view's statements, for every reader of the store.

Its statements are in `graph:derived`, in terms that the ontology marks as `kg:derived`: the ultimate origin of a
passage (`origins`), who states which value (`sides`) or answers a question how (`answers`), when a record holds
(`spans`, `instruments`), and the caption of a record without a label (`captions`). None of them is testimony; each
can be traced to passages.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.dataset.derived.captions import Captions
from kg.dataset.derived.findings import Findings, occasion
from kg.dataset.derived.instruments import Forces
from kg.dataset.derived.origins import Origins
from kg.dataset.derived.spans import Days, Spans
from kg.dataset.derived.statements import Statements
from kg.rdf.terms import Quad
from kg.rdf.vocabulary import is_record, of_source

#: The kind of the units of which each yields the derived quads of one record or passage.
DERIVING = "derived"


class Derivation:
    """Derives what follows from the statements of a view, record by record."""

    def __init__(self, statements: Statements) -> None:
        self.statements = statements
        self._origins = Origins(statements)
        self._findings = Findings(statements, self._origins)
        self._spans = Spans(statements, self._findings)
        self._forces = Forces(statements, self._origins, self._spans)
        self._captions = Captions(statements)

    def of(self, subject: str) -> list[Quad]:
        """Return the derived quads of a passage (its origins) or a record (findings, days, caption)."""
        return self.statements.unit(DERIVING, subject, self._of)

    def _of(self, subject: str) -> list[Quad]:
        """Derive the quads of a passage or a record."""
        if of_source(subject):
            return list(self._origins.quads(subject))
        days = self._days(subject)
        happened = self._days(occasion(self.statements, subject))
        return [
            *self._findings.quads(subject, happened.interval if happened else None),
            *(days.quads(subject) if days else ()),
            *(self._captions.quads(subject) if is_record(subject) else ()),
        ]

    def _days(self, record: str) -> Days | None:
        """Return the days of a record; an instrument's follow from those of its acts."""
        return self._forces.of(record) or self._spans.of(record)


def derive(quads: Iterable[Quad]) -> list[Quad]:
    """Return the derived quads of a view: origins, findings with their sides and accounts, days, captions."""
    return derive_all(Statements(quads))


def derive_all(statements: Statements) -> list[Quad]:
    """Return the derived quads of statements in memory, which note what each unit has read."""
    derivation = Derivation(statements)
    return [quad for subject in list(statements.by_subject) for quad in derivation.of(subject)]
