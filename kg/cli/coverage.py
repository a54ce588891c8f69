"""`kg coverage`: report how well the graph is sourced and what it lacks."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.argument("record", required=False)
@click.option(
    "--weak", is_flag=True, help="List the facts that only aggregators, copy sites or propaganda networks state."
)
@options.language
@options.tabular
@options.reading
@click.pass_context
def coverage(
    ctx: click.Context, /, record: str | None, weak: bool, lang: str, form: str | None, output: str, **choices: Any
) -> None:
    """Report how well the graph is sourced and what it lacks.

    It counts by kind of source, perspective, language, decade, extent seen and hearing, and reports how many
    records have a primary account, how many claims come from Persian and Russian sources, how many sources are
    dated to the day, and who states more than a third of a perspective's opinions. With --weak it lists each
    value that needs a better source, opinions aside.

    \b
    kg coverage treaty-2025
    kg coverage treaty-2025 --weak
    """
    from kg.model import coverage as covering
    from kg.model import plain

    compiled = options.open_store(ctx, choices)
    reader = options.open_reader(compiled)
    subject = options.find_record(reader, record) if record else None
    if not weak:
        options.write_table(
            plain.coverage_table(reader, covering.coverage(reader, subject, lang), lang), form, output
        )
        return
    facts = covering.weak(reader, subject)
    options.write_table(plain.weak_table(reader, facts, lang), form, output)
    options.say_aside("coverage.weak.count", n=len(facts))
