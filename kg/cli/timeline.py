"""`kg timeline`: list dated happenings in order of time."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.argument("record", required=False)
@click.option("--disputed", is_flag=True, help="Only happenings with rival dates.")
@options.language
@options.tabular
@options.reading
@click.pass_context
def timeline(
    ctx: click.Context,
    /,
    record: str | None,
    disputed: bool,
    lang: str,
    form: str | None,
    output: str,
    **choices: Any,
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

    compiled = options.open_store(ctx, choices)
    reader = options.open_reader(compiled)
    subject = options.find_record(reader, record) if record else None
    entries = [e for e in chronicle.chronicle(reader, subject) if e.disputed or not disputed]
    if output.endswith(".ics"):
        options.write_output(output, chronicle.calendar(reader, entries, compiled.digest[:12], lang))
    elif options.is_page(output):
        from kg.site import timeline as pages

        options.write_output(output, pages.render(reader, entries, compiled.digest[:12], lang).encode())
    else:
        options.write_table(plain.timeline_table(reader, entries, lang), form, output)
