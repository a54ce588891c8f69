"""`kg page`: write a projection as an interactive page."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import (
    find_projection,
    find_record,
    language,
    main,
    open_reader,
    open_store,
    output,
    reading,
    write_output,
)


@main.command()
@click.argument("projection", default="everything")
@click.option("--around", metavar="RECORD", help="Only the neighbourhood of a record.")
@click.option("--depth", default=1, show_default=True, help="How many steps from that record.")
@click.option("--field", metavar="FIELD", help="Only what concerns a policy field, such as field:energy.")
@language
@output
@reading
@click.pass_context
def page(
    ctx: click.Context,
    /,
    projection: str,
    around: str | None,
    depth: int,
    field: str | None,
    lang: str,
    output: str,
    **options: Any,
) -> None:
    """Write a projection as an interactive page: one file that works offline, by double-click.

    \b
    kg page treaties -o treaties.html
    kg page everything --around treaty-2025 --depth 2 -o near-the-treaty.html
    """
    from kg.network import projections
    from kg.rdf.vocabulary import compact
    from kg.site.projection import graph_page

    choice = {name: options[name] for name in ("view", "as_of", "known_by")}
    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    graph = projections.build(reader, find_projection(reader, projection))
    if around:
        graph = projections.near(graph, compact(find_record(reader, around)), depth)
    if field:
        graph = projections.touching(graph, compact(find_record(reader, field)))
    if not graph:
        raise click.ClickException("Nothing is left to draw. Widen the view, the depth or the field.")
    write_output(output, graph_page(reader, graph, compiled.digest, lang, choice).encode())
