"""`kg page`: write a projection as an interactive page."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.argument("projection", default="everything")
@click.option("--around", metavar="RECORD", help="Only the neighbourhood of a record.")
@click.option("--depth", default=1, show_default=True, help="How many steps from that record.")
@click.option("--field", metavar="FIELD", help="Only what concerns a policy field, such as field:energy.")
@options.language
@options.output
@options.reading
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
    **choices: Any,
) -> None:
    """Write a projection as an interactive page: one file that works offline, by double-click.

    \b
    kg page treaties -o treaties.html
    kg page everything --around treaty-2025 --depth 2 -o near-the-treaty.html
    """
    from kg.network.projections import Part
    from kg.rdf.vocabulary import compact
    from kg.site.projection import page_alone

    choice = {option: choices[option] for option in ("view", "as_of", "known_by")}
    compiled = options.open_store(ctx, choices)
    reader = options.open_reader(compiled)
    drawn = options.find_projection(reader, projection)
    centre, theme = (compact(options.find_record(reader, name)) if name else None for name in (around, field))
    alone = page_alone(reader, drawn, Part(centre, depth, theme), compiled.digest, lang, **choice)
    # A blank canvas would look like a page that failed to load.
    if alone is None:
        raise click.ClickException("Nothing is left to draw. Widen the view, the depth or the field.")
    options.write_output(output, alone.html.encode())
