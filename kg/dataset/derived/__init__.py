"""The derived layer: what compiling computes once from a view's statements, for every reader of the store.

Its statements are in `graph:derived`, in terms that the ontology marks as `kg:derived`: the ultimate origin of a
passage (`origins`), who states which value (`sides`) or answers a question how (`answers`), when a record holds
(`spans`, `instruments`), and the caption of a record without a label (`captions`). None of them is testimony; each
can be traced to passages.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.dataset.derived.captions import captions
from kg.dataset.derived.findings import finding_quads, findings
from kg.dataset.derived.instruments import in_force
from kg.dataset.derived.origins import Origins
from kg.dataset.derived.spans import spans
from kg.dataset.derived.statements import Statements
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import DERIVED, LABEL, kg


def derive(quads: Iterable[Quad]) -> list[Quad]:
    """Return the derived quads of a view: origins, findings with their sides and accounts, days, captions."""
    statements = Statements(quads)
    origins = Origins(statements)
    known = findings(statements, origins)
    days = spans(statements, known)
    # After `spans`: an instrument's days follow from those of its acts.
    days |= in_force(statements, origins, known, days)
    quads_of_origins = [
        Quad(NamedNode(passage), kg.origin, NamedNode(who), DERIVED)
        for passage in statements.passages
        for who in sorted(origins.of(passage))
    ]
    return [
        *quads_of_origins,
        *finding_quads(statements, origins, known, {record: dated.interval for record, dated in days.items()}),
        *(quad for record in sorted(days) for quad in days[record].quads(record)),
        *(
            Quad(NamedNode(record), LABEL, Literal(text, language=language), DERIVED)
            for record, language, text in captions(statements)
        ),
    ]
