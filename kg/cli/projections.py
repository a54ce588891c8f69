"""`kg projections`: list the declared ways to read the graph as a network."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@options.language
@options.reading
@click.pass_context
def projections(ctx: click.Context, /, lang: str, **choices: Any) -> None:
    """List the declared ways to read the graph as a network.

    \b
    kg projections
    """
    from kg.network import projections as network
    from kg.rdf.vocabulary import compact
    from kg.text.phrases import listed, say

    reader = options.open_reader(options.open_store(ctx, choices))
    for projection in network.projections(reader):
        click.echo(f"{projection.name}\t{projection.labels.get(lang, '')}")
        click.echo(f"    {reader.definition(projection.iri, lang)}")
        click.echo(f"    {say('network.nodes', lang)}: {listed(map(compact, projection.node_classes), lang)}")
        click.echo(f"    {say('network.edges', lang)}: {listed(map(compact, projection.edges), lang)}")
        if projection.folded_over:
            click.echo(f"    {say('network.folded', lang)}: {compact(projection.folded_over)}")
