"""The payload of a graph page: its structure, and its compact form inside the page.

A payload is a plain dictionary (JSON types only); compact names such as `id:iran` stand for IRIs:

```
meta      title {en, fa, ru}, projection {id, label, definition}, and where wanted: version, digest, directed,
          view {id, label}, as_of, known_by, base (IRI), prefixes {prefix: IRI}, lang (first language),
          measure {en, fa, ru} (what node size means), site {} (title of the corpus), home (address of the index
          page), results (address of the site's search), records (folder of record pages),
          stories [{title {}, steps [{text {}, show}]}], where show is an address fragment of the page,
          sides [label {}] and parties [id]: the described parties
terms     {name: {label {}, definition {}, glyph, colour}}: every class, property and concept that is used
nodes     [{id, kind, label {}, short {}, alt [text], x, y, size, uncoded, disputed, fields [name], side, first,
          betweenness, community}]; short is the label in the picture, else label is; x, y and size may be left
          out: the page then lays the network out and sizes nodes by their number of relations; side is a number
          of `kg.model.belonging`; first: one of those that the page draws at first, where that is not all
edges     [{from, to, kind, record, start, end, passages [number], disputed, sign, label {}}];
          sign is 1, 0, -1 or none
records   {id: {kind, label {}, wikidata, statements [{p, o, passages [number]}], rivals [{p, dispute, sides [{o,
          side, passages, origins, fits [account]}], undecided [account]}], span {}}}, where o is {iri},
          {text, lang} or {value, type}, and a day printed in another calendar has its printed {} too; passages is
          empty for statements of the register; side is empty for a value, else least, most or about; an account
          is {o, side, passage}: it fits a side or several, and states none; span {phrases [(key, {slot: day})],
          possibly_from, not_before} is how `kg.model.plain.span_phrases` says the days of the record, and two of
          them; it may be left out
passages  [{id, source (number), holders [name], locator, stated, quoted_in (number or None),
          perspectives [name], citation}]: the sentences that follow the citation of its source
locators  {locator: {language: [{text, lang} or {iri}]}}: how the locators of passages are written in each language;
          may be left out
sources   [{id, title, lang, titles {fa, ru}, kind, written, issued, bound, address, publisher, citation}]; title is
          what readers of English are shown, in the language lang, and titles what others are, where it differs;
          titles and written may be left out; bound is most where the source is only known to have appeared by
          that day
names     {id: {label {}}}: every record that is mentioned and is no node
citations as `kg.site.citations.on_graph_page` returns them; may be left out
```

In the page, names are numbers into one list, so that no string is repeated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Payload = Mapping[str, Any]
LANGUAGES = ("en", "fa", "ru")


class Table:
    """A list of distinct strings, each referred to by its number.

    >>> table = Table(["a"])
    >>> table.number("b"), table.number("a")
    (1, 0)
    """

    def __init__(self, names: Any = ()) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}
        for name in names:
            self.number(name)

    def number(self, name: str) -> int:
        """Return the number of a string, new or known."""
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]


def check(payload: Payload) -> None:
    """Check that a payload describes everything that it refers to.

    Raises:
        ValueError: it does not; the message lists all faults, one on each line.
    """
    faults = list(_faults(payload))
    if faults:
        raise ValueError("The page cannot be written:\n" + "\n".join(faults))


def _faults(payload: Payload) -> Iterator[str]:
    """Yield the faults of a payload: no or repeated nodes, and references to what it does not describe."""
    nodes = [node["id"] for node in payload["nodes"]]
    known = set(nodes)
    if not nodes:
        yield "there is no node to draw"
    if len(known) < len(nodes):
        yield f"{len(nodes) - len(known)} nodes are listed twice"
    for edge in payload["edges"]:
        for end in (edge["from"], edge["to"]):
            if end not in known:
                yield f"an edge ({edge['kind']}) leads to {end}, which is no node"
    count = len(payload["passages"])
    cited = {p for edge in payload["edges"] for p in edge.get("passages", ())}
    for record in payload["records"].values():
        rivals = record.get("rivals", ())
        sides = [side for rival in rivals for side in rival["sides"]]
        cited |= {p for stated in (*record["statements"], *sides) for p in stated.get("passages", ())}
        cited |= {
            a["passage"]
            for group in ((s["fits"] for s in sides), (r["undecided"] for r in rivals))
            for accounts in group
            for a in accounts
        }
    yield from (f"passage {p} is cited but not described" for p in sorted(cited) if not 0 <= p < count)
    for passage in payload["passages"]:
        if not 0 <= passage["source"] < len(payload["sources"]):
            yield f"passage {passage['id']} has no source"


def pack(payload: Payload) -> dict[str, Any]:
    """Return the compact form of a payload, without what pyvis writes (positions, sizes, ends of edges)."""
    # Nodes come first, so that the number of a node's name is its index in the lists of nodes.
    names = Table(node["id"] for node in payload["nodes"])
    terms, dates = Table(), Table()
    nodes = _pack_nodes(payload, terms)
    edges = _pack_edges(payload, names, terms, dates)
    records = {
        names.number(name): _pack_record(record, names, terms, dates) for name, record in payload["records"].items()
    }
    passages = [_pack_passage(passage, names, terms) for passage in payload["passages"]]
    sources = [_pack_source(source) for source in payload["sources"]]
    cited = payload.get("citations")
    _number_terms(payload, terms)
    for publisher in filter(None, (source.get("publisher") for source in payload["sources"])):
        names.number(publisher)
    return {
        "meta": _meta(payload),
        "nodes": nodes,
        "edges": edges,
        "records": records,
        "passages": passages,
        "sources": sources,
        "locators": _pack_locators(payload, names),
        "citations": cited and {**cited, "records": {names.number(n): c for n, c in cited["records"].items()}},
        "dates": dates.names,
        "names": names.names,
        "labels": _labels(payload, names),
        "terms": [_pack_term(name, payload["terms"].get(name, {})) for name in terms.names],
    }


def _meta(payload: Payload) -> dict[str, Any]:
    """Return the meta of the page, with defaults for missing entries."""
    rest: dict[str, Any] = {
        "version": "",
        "digest": "",
        "view": None,
        "as_of": None,
        "known_by": None,
        "base": "",
        "prefixes": {},
    }
    return {**rest, **payload["meta"]}


def _label(label: Mapping[str, str | None] | None) -> list[str | None] | int:
    """Return a label as a list by language, or 0 where there is none: the page's script distinguishes them."""
    found = [(label or {}).get(tag) for tag in LANGUAGES]
    return found if any(found) else 0


def _labels(payload: Payload, names: Table) -> list[list[str | None] | int]:
    """Return the label of each name: of a node, a record, or a record that is only mentioned."""
    known = {name: entry.get("label") for name, entry in payload["names"].items()}
    known |= {name: record.get("label") for name, record in payload["records"].items()}
    known |= {node["id"]: node.get("label") for node in payload["nodes"]}
    return [_label(known.get(name)) for name in names.names]


def _pack_nodes(payload: Payload, terms: Table) -> dict[str, list[Any]]:
    """Return the nodes as columns."""
    nodes = payload["nodes"]
    return {
        "kind": [terms.number(node["kind"]) for node in nodes],
        "short": [_label(node.get("short")) for node in nodes],
        "alt": [node.get("alt") or 0 for node in nodes],
        "fields": [[terms.number(f) for f in node.get("fields") or ()] or 0 for node in nodes],
        "flags": [
            int(bool(node.get("uncoded"))) + 2 * int(bool(node.get("disputed"))) + 4 * int(bool(node.get("first")))
            for node in nodes
        ],
        "side": [node.get("side", 0) for node in nodes],
        "community": [node.get("community", 0) for node in nodes],
        # In thousandths: more digits than a size or a colour can show.
        "betweenness": [round(1000 * node.get("betweenness", 0.0), 1) for node in nodes],
    }


_SIGNS = {None: 0, 1: 1, 0: 2, -1: 3}


def _pack_edges(payload: Payload, names: Table, terms: Table, dates: Table) -> dict[str, list[Any]]:
    """Return the edges as columns."""
    edges = payload["edges"]

    def label(edge: Mapping[str, Any]) -> list[str | None] | int:
        """Return an edge's label only where its record has none of its own."""
        return 0 if edge.get("record") in payload["records"] else _label(edge.get("label"))

    return {
        "kind": [terms.number(edge["kind"]) for edge in edges],
        "record": [names.number(edge["record"]) if edge.get("record") else -1 for edge in edges],
        "start": [_day(edge.get("start"), dates) for edge in edges],
        "end": [_day(edge.get("end"), dates) for edge in edges],
        "passages": [edge.get("passages") or 0 for edge in edges],
        "flags": [int(bool(edge.get("disputed"))) + 2 * _SIGNS[edge.get("sign")] for edge in edges],
        "label": [label(edge) for edge in edges],
    }


def _pack_record(record: Mapping[str, Any], names: Table, terms: Table, dates: Table) -> list[Any]:
    """Return a record as a list: kind, Wikidata identifier, statements, rivals, span."""

    def account(given: Mapping[str, Any]) -> list[Any]:
        """Return an account that supports no side as a list."""
        return [_pack_object(given["o"], names), given["side"], given["passage"]]

    def side(given: Mapping[str, Any]) -> list[Any]:
        """Return a side as a list."""
        fits = [account(one) for one in given["fits"]]
        return [_pack_object(given["o"], names), given["side"], given["passages"], given["origins"], fits]

    statements = [
        [
            terms.number(s["p"]),
            _pack_object(s["o"], names),
            s.get("passages") or 0,
        ]
        for s in record["statements"]
    ]
    rivals = [
        [
            terms.number(r["p"]),
            terms.number(r["dispute"]),
            [side(s) for s in r["sides"]],
            [account(a) for a in r["undecided"]],
        ]
        for r in record.get("rivals", ())
    ]
    return [terms.number(record["kind"]), record.get("wikidata"), statements, rivals, _pack_span(record, dates)]


def _pack_span(record: Mapping[str, Any], dates: Table) -> list[Any] | int:
    """Return the phrases on the days of a record with the two days by which pages filter; 0 where it has none."""
    span = record.get("span")
    if not span or not span["phrases"]:
        return 0
    phrases = [[key, {slot: dates.number(day) for slot, day in days.items()}] for key, days in span["phrases"]]
    return [phrases, int(span["possibly_from"] is None), _day(span["not_before"], dates)]


def _day(date: str | None, dates: Table) -> int:
    """Return the number of a date, or -1 where there is none."""
    return dates.number(date) if date else -1


def _pack_object(value: Mapping[str, Any], names: Table) -> int | list[Any]:
    """Return an IRI as the number of its name, and a literal as a list with its language or datatype.

    A day in another calendar, as printed, has how each language writes it after an empty datatype.
    """
    if "iri" in value:
        return names.number(value["iri"])
    if "value" in value:
        return [value["value"], None, value["type"]]
    text = [value["text"], value.get("lang")]
    return [*text, None, value["printed"]] if "printed" in value else text


def _pack_passage(passage: Mapping[str, Any], names: Table, terms: Table) -> list[Any]:
    """Return a passage as a list."""
    holders = [names.number(holder) for holder in passage["holders"]]
    return [
        passage["id"],
        passage["source"],
        holders,
        passage.get("locator"),
        passage.get("stated"),
        passage.get("quoted_in"),
        [terms.number(term) for term in passage.get("perspectives") or ()],
        _pack_sentence(passage.get("citation") or "", passage.get("locator") or ""),
    ]


def _pack_locators(payload: Payload, names: Table) -> dict[str, list[Any]]:
    """Return how each locator is written in each language, where that is not as the corpus has it.

    A piece is a text, the number of a name, or a text of the corpus in a list with its language.
    """

    def piece(given: Mapping[str, str], language: str) -> str | int | list[str]:
        """Return one piece."""
        if "iri" in given:
            return names.number(given["iri"])
        return given["text"] if given["lang"] == language else [given["text"], given["lang"]]

    packed = {}
    for locator, written in payload.get("locators", {}).items():
        pieces = [[piece(given, tag) for given in written[tag]] for tag in LANGUAGES]
        if pieces[0] != [locator] or len({str(own) for own in pieces}) > 1:
            packed[locator] = [0 if own == [locator] else own for own in pieces]
    return packed


def _pack_sentence(sentence: str, locator: str) -> str | int:
    """Return the sentence of a passage, or 0 where it is its locator with a capital and a full stop."""
    return 0 if sentence == f"{locator[:1].upper()}{locator[1:]}." else sentence


def _pack_source(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return a source without its empty entries."""
    return {key: value for key, value in source.items() if value not in (None, [], "")}


def _number_terms(payload: Payload, terms: Table) -> None:
    """Number the terms that only sources and objects refer to."""
    for name in payload["terms"]:
        terms.number(name)


def _pack_term(name: str, term: Mapping[str, Any]) -> list[Any]:
    """Return a term as a list: name, label, definition, glyph, colour."""
    label = _label(term.get("label")) or [None, None, None]
    return [name, label, _label(term.get("definition")), term.get("glyph"), term.get("colour")]
