"""`kg status`: report whether an instrument is in force on a day."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.argument("treaty", required=False)
@click.option(
    "--on",
    "day",
    metavar="DAY",
    type=options.Day(),
    help="The day, in any form that --as-of accepts; else --as-of, else today.",
)
@options.language
@options.tabular
@options.reading
@click.pass_context
def status(
    ctx: click.Context,
    /,
    treaty: str | None,
    day: str | None,
    lang: str,
    form: str | None,
    output: str,
    **choices: Any,
) -> None:
    """Report whether an instrument is in force on a day, with every account.

    Without an instrument, all are listed.

    Answers are: surely, presumably (it began, no account ends it, and it was last attested before the day), by some
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

    compiled = options.open_store(ctx, choices)
    reader = options.open_reader(compiled)
    # --as-of also chooses what is read; --on asks about a day and leaves every account in.
    on = day or choices["as_of"] or datetime.date.today().isoformat()
    if treaty is None:
        statuses = [treaties.status(reader, t, on) for t in treaties.instruments(reader)]
        rows = [
            (
                compact(s.treaty),
                reader.short(s.treaty, lang),
                say(f"answer.{s.in_force}", lang),
                say("semicolon", lang).join(plain.reason_text(reader, r, s, lang) for r in s.reasons),
            )
            for s in statuses
        ]
        columns = ("instrument", "label", f"in force on {on}", "because")
        keys = ("heads.instrument", "heads.label", "heads.in-force-on", "heads.because")
        options.write_table(TextTable(columns, rows, [say(key, lang, day=on) for key in keys]), form, output)
        return
    standing = treaties.status(reader, options.find_record(reader, treaty), on)
    if form in (None, "text"):
        options.write_output(output, plain.status(reader, standing, lang).encode())
    else:
        options.write_table(plain.status_table(reader, standing, lang), form, output)
