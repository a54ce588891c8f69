"""The Reconciliation Service API 0.2 of the W3C community group, which OpenRefine speaks.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from kg.model.reader import Reader
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import KG, ONTOLOGY, A, compact, expand, is_record, local_name, owl, record_iri
from kg.text.folding import fold, solid

#: Queries of one batch, candidates of one query, and suggestions of one request.
MOST_QUERIES, MOST_CANDIDATES, MOST_SUGGESTED = 50, 50, 10
#: How many hits are looked through for candidates of the type that is asked for.
_REACH = 500
#: The score of the same name, and what a property that the candidate does not share costs of it.
_MOST, _PENALTY = 100, 20


def manifest(address: str, title: str) -> dict[str, Any]:
    """Return the manifest of the service at an address (without a slash at its end)."""
    suggest = {
        what: {"service_url": f"{address}/reconcile", "service_path": f"/suggest/{what}"} for what in SUGGESTIONS
    }
    return {
        "versions": ["0.2"],
        "name": title,
        "identifierSpace": record_iri(""),
        "schemaSpace": KG,
        "defaultTypes": [],
        "batchSize": MOST_QUERIES,
        "view": {"url": f"{address}/id/{{{{id}}}}"},
        "preview": {"url": f"{address}/reconcile/preview?id={{{{id}}}}", "width": 420, "height": 220},
        "suggest": suggest,
    }


def match(reader: Reader, query: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """Return the candidates for one query, best first.

    The score (0 to 100) is the likeness of the folded names, in any order of their words, less a penalty for each
    property of the query that the candidate does not have. `match` is true for a single record whose name is the
    one asked for and that lacks none of the properties.

    Raises:
        ValueError: the query is not as the specification says.
    """
    from rapidfuzz import fuzz

    # A query of properties alone is allowed, but names no record that could be looked for.
    words, types = query.get("query", ""), query.get("type") or []
    limit, properties = query.get("limit") or MOST_CANDIDATES, query.get("properties") or []
    if not isinstance(words, str) or not isinstance(limit, int | float) or not isinstance(properties, list):
        raise ValueError("Each query is an object with `query`, and perhaps `type`, `limit` and `properties`.")
    named = [types] if isinstance(types, str) else types
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
        raise ValueError("`type` is the name of a class, or a list of such names.")
    classes = {expand(f"kg:{one}") for one in named}
    hits = [
        hit
        for hit in (reader.names.search(words, _REACH) if fold(words) else [])
        if is_record(hit.record)
        and (not classes or any(classes.intersection(reader.above(kind)) for kind in reader.kinds(hit.record)))
    ]
    lacking = {hit.record: sum(not _has(reader, hit.record, one) for one in properties) for hit in hits}
    folded = fold(words)

    def likeness(label: str) -> float:
        """Compare a name with the one asked for: letter by letter, or word by word in any order."""
        # Lists write "Lavrov, Sergei"; a joiner within a Persian name may be a blank there.
        return max(fuzz.ratio(solid(folded), solid(fold(label))), fuzz.token_sort_ratio(folded, fold(label)))

    scores = {hit: likeness(hit.label) for hit in hits}
    equal = [hit for hit in hits if scores[hit] == _MOST and not lacking[hit.record]]
    candidates = [
        {
            **_entity(reader, hit.record, language),
            "score": max(0, round(scores[hit]) - _PENALTY * lacking[hit.record]),
            "match": len(equal) == 1 and hit in equal,
        }
        for hit in hits
    ]
    # Bounded before it is made whole: JSON has numbers (1e999) that no integer is.
    most = int(max(1, min(limit, MOST_CANDIDATES)))
    return sorted(candidates, key=lambda candidate: -candidate["score"])[:most]


def _has(reader: Reader, record: str, constraint: object) -> bool:
    """Return whether a record has one of the values that a query states, by identifier, name or text."""
    if not isinstance(constraint, dict) or "pid" not in constraint or "v" not in constraint:
        raise ValueError("Each of the `properties` is an object with `pid` and `v`.")
    stated = constraint["v"] if isinstance(constraint["v"], list) else [constraint["v"]]
    sought = {fold(str(one.get("id", "") if isinstance(one, dict) else one)) for one in stated}
    for value in reader.values(record, NamedNode(expand(f"kg:{constraint['pid']}"))):
        names = {value.value, local_name(value.value)}
        if isinstance(value, NamedNode):
            names |= {*reader.labels(value.value).values(), *reader.short_names(value.value).values()}
        if not sought.isdisjoint(map(fold, names)):
            return True
    return False


def _entity(reader: Reader, record: str, language: str) -> dict[str, Any]:
    """Return a record as the API writes it: identifier, name and classes."""
    kinds = [{"id": kind.removeprefix(KG), "name": reader.label(kind, language)} for kind in reader.kinds(record)]
    return {"id": local_name(record), "name": reader.label(record, language), "type": kinds}


def _suggest_entities(reader: Reader, prefix: str, cursor: int, language: str) -> list[dict[str, Any]]:
    """Suggest records by any of their names."""
    hits = reader.names.search(prefix, cursor + MOST_SUGGESTED) if fold(prefix) else []
    entities = [_entity(reader, hit.record, language) for hit in hits if is_record(hit.record)]
    return [{"id": entity["id"], "name": entity["name"], "notable": entity["type"]} for entity in entities[cursor:]]


def _suggest_terms(kind: NamedNode) -> Callable[[Reader, str, int, str], list[dict[str, Any]]]:
    """Return the function that suggests terms of the ontology of one kind."""

    def suggest(reader: Reader, prefix: str, cursor: int, language: str) -> list[dict[str, Any]]:
        """Suggest the terms of which a name in any language has a word that begins so."""
        begun = fold(prefix)
        terms = []
        for term in reader.subjects(A, kind, ONTOLOGY):
            names = [*reader.labels(term).values(), term.removeprefix(KG)]
            if term.startswith(KG) and any(f" {fold(one)}".find(f" {begun}") >= 0 for one in names):
                description = reader.definition(term, language)
                terms.append(
                    {"id": term.removeprefix(KG), "name": reader.label(term, language), "description": description}
                )
        return terms[cursor : cursor + MOST_SUGGESTED]

    return suggest


#: What can be suggested: `entity`, `type`, `property`.
SUGGESTIONS: dict[str, Callable[[Reader, str, int, str], list[dict[str, Any]]]] = {
    "entity": _suggest_entities,
    "type": _suggest_terms(owl.Class),
    "property": _suggest_terms(owl.ObjectProperty),
}


def preview(reader: Reader, record: str, language: str) -> str:
    """Return a small HTML page on a record: its names and its classes."""
    names = dict.fromkeys([*reader.labels(record).values(), *(a.value for a in reader.alternatives(record))])
    kinds = ", ".join(reader.label(kind, language) for kind in reader.kinds(record))
    others = "".join(f"<li dir=auto>{escape(name)}</li>" for name in list(names)[:6])
    name = escape(reader.label(record, language))
    return (
        f'<!DOCTYPE html><html lang="{language}"><meta charset="utf-8"><title>{name}</title>'
        f"<h1 dir=auto>{name}</h1><p>{escape(kinds)} · {escape(compact(record))}</p><ul>{others}</ul></html>"
    )
