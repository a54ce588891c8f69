"""One page for each record, so that record IRIs resolve: what its class asks for, then all statements."""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import Any

from kg.model import description
from kg.rdf.identifiers import file_name
from kg.rdf.vocabulary import LANGUAGES, compact, dcterms, expand, kg, skos
from kg.site import citations, days, portraits, relations, rivals, sections, speech, static

#: How many of the passages that agree on a value have a footnote; `kg show` prints all.
MOST_MARKS = 3
#: The properties that identify a record elsewhere, which its page shows last.
_IDENTIFIERS = {compact(p.value) for p in (dcterms.identifier, skos.exactMatch, kg.publisherKind)}

_NOTE = compact(skos.editorialNote.value)


def render(writer: static.Writer, iri: str, **meta: Any) -> str:
    """Return the page of a record as HTML.

    Args:
        writer: of the graph; its `root` is the relative path from this page to the folder of the index.
        iri: of the record.
        meta: version, digest, lang, home, site, assets, shared, and graph_page (address of a graph page that draws
            it).
    """
    builder, prefixed = writer.builder, compact(iri)
    builder.record(iri)
    reader, entry = builder.reader, builder.records[prefixed]
    label = entry["label"] if any(entry["label"].values()) else {"en": prefixed}
    page = sections.Page("record", writer, {**meta, "record": prefixed, "names_listed": True}, title=label)
    portrait = portraits.of(page, reader, iri)
    statements = _statements(page, iri)
    own = [speech.says(page, reader, iri), speech.said_of(page, reader, iri)]
    # Where nothing is shown that is peculiar to the class, the statements come first.
    told = any(section.rows or section.blocks for section in portrait)
    page.sections = [*portrait, *own, statements] if told else [statements, *own]
    page.sections.append(relations.section(page, reader, iri))
    kinds = [writer.name(entry["kind"])] if entry["kind"] else []
    kinds += [page.term(perspective) for perspective in reader.perspectives.get(iri, ())]
    return page.html(
        "record.html",
        name=prefixed,
        iri=iri,
        kind=sections.joined(kinds, " — "),
        names=[(tag, static.tidy(label[tag])) for tag in LANGUAGES if label.get(tag)],
        # A name can be that of two languages.
        alternatives=list(dict.fromkeys(static.tidy(a.value, 200) for a in reader.alternatives(iri))),
        wikidata=entry["wikidata"] if re.fullmatch(r"Q\d+", entry["wikidata"] or "") else None,
        issue=description.of(reader).issue_address(prefixed),
        wide=False,
        **_citation(page, iri),
    )


def _citation(page: sections.Page, iri: str) -> dict[str, Any]:
    """Return the citation of a record, and what of it the page's script writes, which knows the edition.

    It fills the form that pages share, which has all but the title, or names the edition in another citation, such
    as that of a treaty.
    """
    reader, sharing, digest = page.writer.builder.reader, page.meta.get("shared"), page.meta.get("digest", "")
    if not sharing:
        return {"citation": citations.of(reader, iri, digest), "written": ""}
    brief = citations.of(reader, iri, "")
    if brief == citations.filled(sharing.brief, reader.label(iri), iri):
        return {"citation": brief, "written": "form"}
    exact = citations.of(reader, iri, digest)
    version, edition = sharing.editions
    named = exact == {notation: line.replace(version, edition) for notation, line in brief.items()}
    return {"citation": brief if named else exact, "written": "edition" if named else ""}


def _statements(page: sections.Page, iri: str) -> sections.Section:
    """Write the properties of a record with their values, or, where disputed, the sides with their holders.

    Below stand the days between which the record holds, as worked out from them.
    """
    writer, builder = page.writer, page.writer.builder
    disputes = {builder.term(f.predicate): f for f in builder.findings.get(iri, ())}
    by_property: dict[str, list[dict[str, Any]]] = {prop: [] for prop in disputes}
    for statement in builder.records[compact(iri)]["statements"]:
        by_property.setdefault(statement["p"], []).append(statement)
    lines = []
    for prop, same in sorted(by_property.items(), key=lambda pair: pair[0] in _IDENTIFIERS):
        parts = [sections.wrapped("dt", writer.name(prop))]
        if prop in disputes:
            parts.append(sections.wrapped("dd", rivals.block(writer, page.notes, disputes[prop]), "rivals"))
        if prop == _NOTE:
            where = itemgetter("passages")
            notes = groupby(sorted(same, key=where), key=where)
            same = [{"passages": cited, "o": [note["o"] for note in alike]} for cited, alike in notes]
        for statement in same if prop not in disputes else ():
            passages = statement["passages"]
            value = static.noted(statement["o"]) if prop == _NOTE else writer.value(statement["o"])
            line = [value, page.notes.mark(passages[:MOST_MARKS])]
            if len(passages) > MOST_MARKS:
                line.append(sections.wrapped("span", static.say("more", n=len(passages) - MOST_MARKS), "pale"))
            parts.append(sections.wrapped("dd", sections.joined(line, " ")))
        lines.append(sections.wrapped("div", sections.joined(parts, "")))
    blocks = [sections.wrapped("dl", sections.joined(lines, ""), "statements")] if lines else []
    if worked_out := days.worked_out(writer, iri):
        heading = sections.wrapped("h3", static.say("show.days"))
        blocks.append(heading + sections.listed(worked_out, "days"))
    return sections.Section(static.say("statements"), "statements", blocks=blocks)


def address(name: str) -> str:
    """Return the path of a record's page, relative to the folder of the index.

    >>> address("id:treaty-2025")
    'id/treaty-2025.html'
    """
    return f"id/{file_name(expand(name))}.html"
