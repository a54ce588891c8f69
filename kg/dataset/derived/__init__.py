"""The derived layer: what compiling works out from a view's statements, once, for every way out to read.

Its statements stand in `graph:derived`, written in terms that the ontology marks as `kg:derived`: from whom the
words of a passage come in the end (`origins`), who states which value (`sides`), when a record holds (`spans`,
`instruments`), and what a record without a name of its own is called (`captions`). Nothing here is anybody's
testimony; each statement leads back to passages.
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
    days |= in_force(statements, origins, known, days)
    quads_of_origins = [
        Quad(NamedNode(passage), kg.origin, NamedNode(who), DERIVED)
        for passage in statements.passages
        for who in sorted(origins.of(passage))
    ]
    return [
        *quads_of_origins,
        *finding_quads(statements, origins, known, days),
        *(quad for record in sorted(days) for quad in days[record].quads(record)),
        *(
            Quad(NamedNode(record), LABEL, Literal(text, language=language), DERIVED)
            for record, language, text in captions(statements)
        ),
    ]
