"""`kg cite`: cite a record, a source, a passage or the graph."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.argument("record")
@click.option(
    "--style",
    help="chicago (default), apa, mla, oscola or gost; bibtex, biblatex, ris or csl, also by the file's extension.",
)
@click.option("--accessed", metavar="DAY", type=options.Day(), help="The day of access; else today.")
@click.option("--title", help="The title of something without a name in the graph, such as a page.")
@options.output
@options.reading
@click.pass_context
def cite(
    ctx: click.Context,
    /,
    record: str,
    style: str | None,
    accessed: str | None,
    title: str | None,
    output: str,
    **choices: Any,
) -> None:
    """Cite a record, a source, a passage, a view, a question or a page.

    A treaty or source is cited as itself, a record as a part of the graph, the graph itself by its base IRI.
    The citation has the version of the data and the day of access. A file x.bib is BibTeX, x.ris is RIS, x.json is
    CSL-JSON.

    \b
    kg cite treaty-2025 --style oscola
    kg cite src:sadrmohammadi-2025.p5 -o passage.bib
    """
    import datetime

    from kg.model import citation, description

    compiled = options.open_store(ctx, choices)
    reader = options.open_reader(compiled)
    day = accessed or datetime.date.today().isoformat()
    # A page of the site has no record: its address is cited as given, under the title given.
    is_outside = (title and record.startswith("http")) or record == description.of(reader).base
    iri = record if is_outside else options.find_record(reader, record)
    try:
        form = citation.style_of(style, output)
        line = citation.cite(reader, iri, form, digest=compiled.digest, accessed=day, title=title or "")
    except (citation.UnknownStyle, citation.Conflict, citation.NotCitable) as error:
        raise click.UsageError(str(error)) from None
    options.write_output(output, (line.rstrip("\n") + "\n").encode())
