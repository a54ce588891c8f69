"""`kg network`: list the edges or nodes of a projection."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.argument("projection", default="everything")
@click.option("--nodes", "what", flag_value="nodes", help="List the nodes.")
@click.option("--edges", "what", flag_value="edges", default=True, help="List the edges (the default).")
@options.language
@options.reading
@click.pass_context
def network(ctx: click.Context, /, projection: str, what: str, lang: str, **choices: Any) -> None:
    """List the edges (or nodes) of a projection, with dates and passages, tab-separated.

    \b
    kg network treaties --nodes
    """
    from functools import cache

    from kg.network import projections
    from kg.rdf.vocabulary import compact

    reader = options.open_reader(options.open_store(ctx, choices))
    declared = options.find_projection(reader, projection)
    relations = projections.read(reader, declared)
    options.remark(reader.definition(declared.iri, lang))
    rows: list[list[str]] = []
    if what == "nodes":
        for node in sorted({end for e in relations.edges for end in (e.source, e.target)}):
            kinds = reader.kinds(node)
            rows.append([compact(node), reader.short(node, lang), compact(kinds[0]) if kinds else ""])
    else:
        name = cache(compact)  # a passage is behind many edges
        for e in relations.edges:
            passages = " ".join(map(name, e.passages))
            rows.append([name(e.source), name(e.kind), name(e.target), e.start or "", e.end or "", passages])
    # At once: to flush each line takes as long as to read the network.
    options.write_output("-", "".join("\t".join(row) + "\n" for row in rows).encode())
    if relations.endless:
        options.say_aside("network.endless", n=len(relations.endless))
