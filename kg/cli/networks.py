"""Commands on networks: projections and their edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    language,
    main,
    open_reader,
    open_store,
    reading,
)

if TYPE_CHECKING:
    from kg.record import Reader


@main.command()
@language
@reading
@click.pass_context
def projections(ctx: click.Context, /, lang: str, **options: Any) -> None:
    """List the declared ways to read the graph as a network.

    \b
    kg projections
    """
    from kg import network
    from kg.terms import compact

    for projection in network.projections(open_reader(open_store(ctx, options))):
        click.echo(f"{projection.name}\t{projection.labels.get(lang, '')}\n    {projection.definition}")
        click.echo(f"    nodes: {', '.join(map(compact, projection.node_classes))}")
        click.echo(f"    edges: {', '.join(map(compact, projection.edges))}")


def _projection(reader: Reader, name: str) -> Any:
    from kg import network

    try:
        return network.find(reader, name)
    except network.UnknownProjection as error:
        raise click.UsageError(str(error)) from None


@main.command(name="network")
@click.argument("projection", default="everything")
@click.option("--nodes", "what", flag_value="nodes", help="List the nodes.")
@click.option("--edges", "what", flag_value="edges", default=True, help="List the edges (the default).")
@language
@reading
@click.pass_context
def network_command(ctx: click.Context, /, projection: str, what: str, lang: str, **options: Any) -> None:
    """List the edges (or nodes) of a projection, with dates and passages, tab-separated.

    \b
    kg network treaties --nodes
    """
    from kg import network
    from kg.terms import compact

    reader = open_reader(open_store(ctx, options))
    declared = _projection(reader, projection)
    read = network.read(reader, declared)
    click.echo(declared.definition, err=True)
    if what == "nodes":
        for iri in sorted({end for e in read.edges for end in (e.source, e.target)}):
            kinds = reader.kinds(iri)
            click.echo(f"{compact(iri)}\t{reader.label(iri, lang)}\t{compact(kinds[0]) if kinds else ''}")
    else:
        for e in read.edges:
            row = (compact(e.source), compact(e.kind), compact(e.target), e.start or "", e.end or "")
            click.echo("\t".join([*row, " ".join(map(compact, e.passages))]))
    if read.endless:
        click.echo(f"Not drawn: {len(read.endless)} happenings that lack an end.", err=True)
