"""`kg export`: write the graph in another tool's format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import main, options

if TYPE_CHECKING:
    from kg.dataset.store import Compiled
    from kg.dataset.view import Selection


@main.command(name="export")
@click.argument("form", metavar="[FORMAT]", required=False)
@click.option("--list", "list_formats", is_flag=True, help="List the formats with what each preserves and loses.")
@options.projection("The network for graph formats.")
@click.option("--table", default="statements", show_default=True, help="The table for CSV, TSV and Parquet files.")
@click.option("--raw", is_flag=True, help="Leave texts that look like spreadsheet formulas unmarked.")
@click.option(
    "--issued", metavar="DAY", type=options.Day(), help="The day of release, for descriptions of the dataset."
)
@options.output
@options.reading
@click.pass_context
def export_command(
    ctx: click.Context,
    /,
    form: str | None,
    list_formats: bool,
    projection: str,
    table: str,
    raw: bool,
    issued: str | None,
    output: str,
    **choices: Any,
) -> None:
    """Write the graph in another tool's format.

    The format is named, or follows from the file's extension. What a format loses is reported on standard error.

    \b
    kg export trig -o iran-russia.trig
    kg export -o treaties.graphml --projection treaties
    kg export --list
    """
    from kg import export
    from kg.dataset.written import Written
    from kg.network import projections
    from kg.text.tables import MissingLibrary

    if list_formats:
        for option, title, extensions, carries in export.listing():
            click.echo(f"{option}\t{title}\t{extensions}\t{carries}")
        return
    if not form and output == "-":
        raise click.UsageError("Name a format (kg export --list shows them), or a file with -o.")
    compiled = options.open_sound_store(ctx, choices, "exported")
    try:
        chosen = form or export.by_extension(output)
        kind = export.find(chosen).kind
        stated = kind == "rdf" or (kind == "table" and table == "statements")
        source = (Written.of(compiled) if stated else None) or _read(ctx, compiled, choices)
        target = sys.stdout.buffer if output == "-" else Path(output)
        release = export.Release(issued=issued or "")
        remarks = export.export(
            source,
            chosen,
            target,
            projection=projection,
            table=table,
            raw=raw,
            release=release,
            reader=options.open_reader(compiled),
        )
    except (export.ExportFault, projections.UnknownProjection, MissingLibrary) as fault:
        raise click.UsageError(str(fault)) from None
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from None
    for remark in remarks:
        click.echo(remark, err=True)


def _read(ctx: click.Context, compiled: Compiled, choices: dict[str, Any]) -> Selection:
    """Return the chosen quads as the files write them, which a store does not always keep."""
    from kg.corpus.load import load
    from kg.dataset import view

    return view.select(load(options.corpus_root(ctx), compiled.digest).quads, options.choice_of(choices))
