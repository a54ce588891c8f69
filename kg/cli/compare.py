"""`kg compare`: compare instruments, or one instrument with reports on it."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.argument("treaties", nargs=-1, required=True, metavar="TREATY TREATY…")
@click.option(
    "--reports",
    is_flag=True,
    help="Compare one instrument with reports on it: what the text confirms, and what it does not.",
)
@options.language
@options.tabular
@options.reading
@click.pass_context
def compare(
    ctx: click.Context,
    /,
    treaties: tuple[str, ...],
    reports: bool,
    lang: str,
    form: str | None,
    output: str,
    **choices: Any,
) -> None:
    """Compare instruments: fields, commitments, lineage, and what is not coded.

    A cell has the numbers of articles, in brackets those that only touch a field; those of a commitment are
    grouped by modality. What is not yet coded is counted and never read as absence: "not there" is written only
    where the whole text is coded.

    Two instruments, the earlier first, have two more columns: what was gained, kept, weakened, strengthened or
    dropped, and the lineage between the articles. Weakened means that the strongest modality is a weaker one.

    A file that ends in .html is a page on which each cell links to its articles and passages.

    With --reports, one instrument is compared with reports on it. Each row is one check of this project: the
    report, whether the text confirms it, where, and why. What the text does not confirm comes first.

    \b
    kg compare treaty-2001 treaty-2025
    kg compare tehran-convention-2003 caspian-convention-2018 -o caspian.html
    kg compare --reports treaty-2025
    """
    from kg.model import plain, treaty

    if reports:
        _compare_reports(ctx, treaties, lang, form, output, choices)
        return
    if len(treaties) < 2:
        raise click.UsageError("Name two instruments or more: kg compare treaty-2001 treaty-2025.")
    compiled = options.open_store(ctx, choices)
    reader = options.open_reader(compiled)
    records = [options.find_record(reader, treaty_name) for treaty_name in treaties]
    comparison = treaty.compare(reader, records)
    if options.is_page(output):
        from kg.site import comparison as pages

        options.write_output(output, pages.render(reader, comparison, compiled.digest[:12], lang).encode())
        return
    options.write_table(plain.comparison_table(reader, comparison, lang), form, output)
    # An empty cell is no absence: how much is not coded is said each time, beside the table.
    for record, parts, uncoded in zip(records, comparison.provisions, comparison.uncoded, strict=True):
        options.say_aside("coverage.line", name=reader.label(record, lang), n=len(parts), open=len(uncoded))


def _compare_reports(
    ctx: click.Context,
    treaties: tuple[str, ...],
    lang: str,
    form: str | None,
    output: str,
    choices: dict[str, Any],
) -> None:
    """Print the checks of reports on one instrument, and on standard error the number of unchecked ones."""
    from kg.model import plain, reports

    if len(treaties) != 1:
        raise click.UsageError("Name one instrument: kg compare --reports treaty-2025.")
    reader = options.open_reader(options.open_store(ctx, choices))
    record = options.find_record(reader, treaties[0])
    checks = reports.checks(reader, record)
    options.write_table(plain.reports_table(reader, checks, lang), form, output)
    left = len(reports.unchecked(reader, record))
    options.say_aside("reports.line", name=reader.label(record, lang), n=len(checks), open=left)
