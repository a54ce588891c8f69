"""`kg path`: show chains between two records."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.argument("one")
@click.argument("other")
@options.projection("The network to search.")
@click.option("--count", default=3, show_default=True, help="The largest number of shortest chains.")
@options.language
@options.tabular
@options.reading
@click.pass_context
def path(
    ctx: click.Context,
    /,
    one: str,
    other: str,
    projection: str,
    count: int,
    lang: str,
    form: str | None,
    output: str,
    **choices: Any,
) -> None:
    """Show the shortest and the best-sourced chains between two records.

    Each step comes with its dates and passages.

    \b
    kg path kazem-jalali treaty-1921
    """
    from kg.network import path as chains
    from kg.network.projections import UnknownProjection
    from kg.network.study import Study

    choice = options.choice_of(choices)
    compiled = options.open_store(ctx, choices)
    reader = options.open_reader(compiled)
    ends = [options.find_record(reader, end) for end in (one, other)]
    study = Study(reader, choice, compiled.digest[:12], lang, projection=projection)
    try:
        result = chains.path(study, ends[0], ends[1], count)
    except UnknownProjection as error:
        raise click.UsageError(str(error)) from None
    except chains.NoPath as error:
        raise click.ClickException(str(error)) from None
    # A chain is read as sentences; rows are for files and programs.
    if form in (None, "text") and output == "-":
        options.write_output(output, ("\n".join(chains.sentences(study, result)) + "\n").encode())
    else:
        options.write_result(result, form, output)
