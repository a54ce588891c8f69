"""Commands that make things to share: pages, exports, citations, differences, the published folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    Day,
    choice_of,
    corpus_root,
    find_record,
    language,
    main,
    open_reader,
    open_store,
    output,
    reading,
    write_output,
)

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


@main.command()
@click.argument("record")
@click.option(
    "--style",
    help="chicago (default), apa, mla, oscola or gost; bibtex, biblatex, ris or csl, also by the file's extension.",
)
@click.option("--accessed", metavar="DAY", type=Day(), help="The day of use; else today.")
@click.option("--title", help="A title for what the graph has no name for, such as a page.")
@output
@reading
@click.pass_context
def cite(
    ctx: click.Context,
    /,
    record: str,
    style: str | None,
    accessed: str | None,
    title: str | None,
    output: str,
    **options: Any,
) -> None:
    """Cite a record, a source, a passage, a view, a question or a page.

    A treaty or source is cited as itself, a record as a part of the graph, the graph itself by its base IRI.
    The citation names the version of the data and the day of use. A file x.bib is BibTeX, x.ris is RIS, x.json is
    CSL-JSON.

    \b
    kg cite treaty-2025 --style oscola
    kg cite src:sadrmohammadi-2025.p5 -o passage.bib
    """
    import datetime

    from kg.model import citation, description

    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    day = accessed or datetime.date.today().isoformat()
    given = (title and record.startswith("http")) or record == description.of(reader).base
    iri = record if given else find_record(reader, record)
    try:
        chosen = citation.style_of(style, output)
        line = citation.cite(reader, iri, chosen, digest=compiled.digest, accessed=day, title=title or "")
    except (citation.UnknownStyle, citation.Conflict, citation.NotCitable) as error:
        raise click.UsageError(str(error)) from None
    write_output(output, (line.rstrip("\n") + "\n").encode())


@main.command()
@click.argument("before")
@click.argument("after")
@click.option("--patch", is_flag=True, help="Write an RDF patch instead of words.")
@click.option("--limit", type=int, help="How many lines of each list at most.")
@output
@click.pass_context
def diff(ctx: click.Context, /, before: str, after: str, patch: bool, limit: int | None, output: str) -> None:
    """Say what changed between two corpora: folders, or revisions of this repository.

    \b
    kg diff HEAD~1 HEAD
    """
    from kg.corpus import diff as release
    from kg.corpus.load import CorpusFaults

    try:
        found = release.diff(before, after, corpus_root(ctx))
    except release.UnknownState as error:
        raise click.UsageError(str(error)) from None
    except CorpusFaults as faults:
        raise click.ClickException(f"A state cannot be read: {faults}. Check it with kg check.") from None
    write_output(output, release.patch(found) if patch else release.words(found, limit).encode())


@main.command()
@click.argument("projection", default="everything")
@click.option("--around", metavar="RECORD", help="Only what lies near a record.")
@click.option("--depth", default=1, show_default=True, help="How many steps from that record.")
@click.option("--field", metavar="FIELD", help="Only what touches a policy field, such as field:energy.")
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
    try:
        graph = projections.build(reader, projections.find(reader, projection))
    except projections.UnknownProjection as error:
        raise click.UsageError(str(error)) from None
    if around:
        graph = projections.near(graph, compact(find_record(reader, around)), depth)
    if field:
        graph = projections.touching(graph, compact(find_record(reader, field)))
    if not graph:
        raise click.ClickException("Nothing is left to draw. Widen the view, the depth or the field.")
    write_output(output, graph_page(reader, graph, compiled.digest, lang, choice).encode())


@main.command(name="publish")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--lang",
    type=click.Choice(["en", "fa", "ru"]),
    default="en",
    show_default=True,
    help="Language in which pages open.",
)
@click.pass_context
def publish_command(ctx: click.Context, /, folder: Path, lang: str) -> None:
    """Do everything: check, compile, answer, analyse, write pages, exports and an index.

    The folder is complete or left as it was.

    \b
    kg publish site
    """
    from kg.site import publish

    options = {"view": "all", "as_of": None, "known_by": None, "direct": False, "without_coding": False}
    compiled = open_store(ctx, options)
    if compiled.stale:
        raise click.ClickException("The corpus has faults; nothing was published. Mend them: kg check.")

    def say(line: str) -> None:
        click.echo(line, err=True)

    try:
        publish.publish(corpus_root(ctx), compiled, folder, lang, say)
    except publish.NotOurs as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"Published. Open {folder / 'index.html'} by double-click; it needs no network.")
