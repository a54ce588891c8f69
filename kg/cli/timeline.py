"""`kg timeline`: list dated happenings in order of time."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import (
    find_record,
    is_page,
    language,
    main,
    open_reader,
    open_store,
    reading,
    tabular,
    write_output,
    write_table,
)


@main.command()
@click.argument("record", required=False)
@click.option("--disputed", is_flag=True, help="Only happenings with rival dates.")
@language
@tabular
@reading
@click.pass_context
def timeline(
    ctx: click.Context,
    /,
    record: str | None,
    disputed: bool,
    lang: str,
    form: str | None,
    output: str,
    **options: Any,
) -> None:
    """List dated happenings in order of time, rivals as ranges.

    These are actions, events, memberships, tenures and sanctions.

    A file that ends in .ics is an iCalendar, one that ends in .html a page.

    \b
    kg timeline treaty-2025
    kg timeline --disputed -o timeline.html
    """
    from kg.model import plain
    from kg.model import timeline as chronicle

    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    iri = find_record(reader, record) if record else None
    entries = [e for e in chronicle.chronicle(reader, iri) if e.disputed or not disputed]
    if output.endswith(".ics"):
        write_output(output, chronicle.calendar(reader, entries, compiled.digest[:12], lang))
    elif is_page(output):
        from kg.site import timeline as pages

        write_output(output, pages.render(reader, entries, compiled.digest[:12], lang).encode())
    else:
        write_table(plain.timeline_table(reader, entries, lang), form, output)
