"""`kg export`: write the graph in another tool's format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import Day, choice_of, corpus_root, main, open_reader, open_store, output, reading

if TYPE_CHECKING:
    from kg.dataset.store import Compiled
    from kg.dataset.view import Selection


@main.command(name="export")
@click.argument("form", metavar="[FORMAT]", required=False)
@click.option("--list", "list_formats", is_flag=True, help="List the formats with what each can and cannot carry.")
@click.option("--projection", default="everything", show_default=True, help="The network that graph formats write.")
@click.option("--table", default="statements", show_default=True, help="The table of CSV, TSV and Parquet files.")
@click.option("--raw", is_flag=True, help="Leave texts that look like spreadsheet formulas unmarked.")
@click.option(
    "--issued", metavar="DAY", type=Day(), help="The day of release that descriptions of the dataset name."
)
@output
@reading
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
    **options: Any,
) -> None:
    """Write the graph in another tool's format.

    The format is named, or told by the file's extension. What a format cannot carry is said on standard error.

    \b
    kg export trig -o iran-russia.trig
    kg export -o treaties.graphml --projection treaties
    kg export --list
    """
    from kg import export
    from kg.network import projections
    from kg.text.tables import MissingLibrary

    if list_formats:
        for name, title, extensions, carries in export.listing():
            click.echo(f"{name}\t{title}\t{extensions}\t{carries}")
        return
    selection, compiled = _selected(ctx, options)
    try:
        chosen = form or export.by_extension(_named(output))
        target = sys.stdout.buffer if output == "-" else Path(output)
        release = export.Release(issued=issued or "")
        remarks = export.export(
            selection,
            chosen,
            target,
            projection=projection,
            table=table,
            raw=raw,
            release=release,
            reader=open_reader(compiled),
        )
    except (export.ExportFault, projections.UnknownProjection, MissingLibrary) as fault:
        raise click.UsageError(str(fault)) from None
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from None
    for remark in remarks:
        click.echo(remark, err=True)


def _named(output: str) -> str:
    if output == "-":
        raise click.UsageError("Name a format (kg export --list shows them), or a file with -o.")
    return output


def _selected(ctx: click.Context, options: dict[str, Any]) -> tuple[Selection, Compiled]:
    """Return what the reading options select, as parsed, since the store would rewrite literals, and the store."""
    from kg.corpus.load import load
    from kg.dataset import view

    choice = choice_of(options)
    compiled = open_store(ctx, options)
    if compiled.stale:
        raise click.ClickException("The corpus has faults; nothing was exported. Mend them: kg check.")
    return view.select(load(corpus_root(ctx)).quads, choice), compiled
