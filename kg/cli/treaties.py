"""Commands on treaties: where they stand on a day, and how they compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    Day,
    find_record,
    language,
    main,
    open_reader,
    open_store,
    reading,
    say_aside,
    tabular,
    write_output,
    write_table,
)

if TYPE_CHECKING:
    pass


@main.command()
@click.argument("treaty", required=False)
@click.option(
    "--on",
    "day",
    metavar="DAY",
    type=Day(),
    help="The day asked about, in any form that --as-of takes; else --as-of, else today.",
)
@language
@tabular
@reading
@click.pass_context
def status(
    ctx: click.Context,
    /,
    treaty: str | None,
    day: str | None,
    lang: str,
    form: str | None,
    output: str,
    **options: Any,
) -> None:
    """Say where an instrument stands on a day, with every account.

    Without an instrument, all are listed.

    Answers are: surely, presumably (it began, nobody ends it, and it was last attested before the day), by some
    accounts, no, cannot tell.

    \b
    kg status treaty-2025 --on 2025-08-01
    kg status --on 1980-01-01
    """
    import datetime

    from kg.model import plain
    from kg.model import treaty as treaties
    from kg.rdf.vocabulary import compact
    from kg.text.phrases import say
    from kg.text.tables import TextTable

    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    on = day or options["as_of"] or datetime.date.today().isoformat()
    if treaty is None:
        found = [treaties.status(reader, t, on) for t in treaties.instruments(reader)]
        rows = [
            (
                compact(s.treaty),
                reader.short(s.treaty, lang),
                say(f"answer.{s.in_force}", lang),
                say("semicolon", lang).join(plain.reason_text(reader, r, s, lang) for r in s.reasons),
            )
            for s in found
        ]
        columns = ("instrument", "label", f"in force on {on}", "because")
        keys = ("heads.instrument", "heads.label", "heads.in-force-on", "heads.because")
        write_table(TextTable(columns, rows, [say(key, lang, day=on) for key in keys]), form, output)
        return
    found_status = treaties.status(reader, find_record(reader, treaty), on)
    if form in (None, "text"):
        write_output(output, plain.status(reader, found_status, lang).encode())
    else:
        write_table(plain.status_table(reader, found_status, lang), form, output)


@main.command()
@click.argument("treaties", nargs=-1, required=True, metavar="TREATY TREATY…")
@click.option(
    "--reports",
    is_flag=True,
    help="Set one instrument beside what is reported of it: what the text bears out, and what it does not.",
)
@language
@tabular
@reading
@click.pass_context
def compare(
    ctx: click.Context,
    /,
    treaties: tuple[str, ...],
    reports: bool,
    lang: str,
    form: str | None,
    output: str,
    **options: Any,
) -> None:
    """Set instruments side by side: fields, commitments, lineage, and what is not coded.

    What is not yet coded is counted, never taken for silence.

    A file that ends in .html is a page on which each cell leads to its articles and passages.

    With --reports, one instrument stands beside what is reported of it. Each row is one check of this project: the
    report, whether the text bears it out, where, and why. What the text does not bear out comes first.

    \b
    kg compare treaty-2001 treaty-2025
    kg compare --reports treaty-2025
    """
    from kg.model import plain
    from kg.model import treaty as comparing

    if reports:
        _compare_reports(ctx, treaties, lang, form, output, options)
        return
    if len(treaties) < 2:
        raise click.UsageError("Name two instruments or more: kg compare treaty-2001 treaty-2025.")
    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    records = [find_record(reader, name) for name in treaties]
    found = comparing.compare(reader, records)
    if output.endswith((".html", ".htm")):
        from kg.site import comparison

        write_output(output, comparison.render(reader, found, compiled.digest[:12], lang).encode())
        return
    write_table(plain.comparison_table(reader, found, lang), form, output)
    for record, parts, uncoded in zip(records, found.provisions, found.uncoded, strict=True):
        say_aside("coverage.line", name=reader.label(record, lang), n=len(parts), open=len(uncoded))


def _compare_reports(
    ctx: click.Context,
    treaties: tuple[str, ...],
    lang: str,
    form: str | None,
    output: str,
    options: dict[str, Any],
) -> None:
    from kg.model import plain as text
    from kg.model import reports

    if len(treaties) != 1:
        raise click.UsageError("Name one instrument: kg compare --reports treaty-2025.")
    reader = open_reader(open_store(ctx, options))
    record = find_record(reader, treaties[0])
    found = reports.checks(reader, record)
    write_table(text.reports_table(reader, found, lang), form, output)
    left = len(reports.unchecked(reader, record))
    say_aside("reports.line", name=reader.label(record, lang), n=len(found), open=left)
