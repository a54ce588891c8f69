"""Commands on contest and silence: conflicts, views, timeline, coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    corpus_root,
    find_record,
    language,
    main,
    open_reader,
    open_store,
    reading,
    tabular,
    write_output,
    write_table,
)

if TYPE_CHECKING:
    pass


STATES = ("unique", "confirmed", "majority", "conflict")


@main.command()
@click.argument("record", required=False)
@click.option("--property", "prop", metavar="TERM", help="Only one property, such as kg:onDate.")
@click.option(
    "--state", "states", multiple=True, type=click.Choice(STATES), help="Only these states; else those with rivals."
)
@click.option(
    "--resolve",
    type=click.Choice(["majority", "latest", "official-first"]),
    help="Choose among rivals by a rule, and say what it sets aside.",
)
@language
@tabular
@reading
@click.pass_context
def conflicts(
    ctx: click.Context,
    /,
    record: str | None,
    prop: str | None,
    states: tuple[str, ...],
    resolve: str | None,
    lang: str,
    form: str | None,
    output: str,
    **options: Any,
) -> None:
    """List where voices contradict each other: each side with its passages and holders.

    With --state confirmed or unique the agreements are listed too. Nothing is decided unless --resolve asks.

    \b
    kg conflicts treaty-2025-entry-into-force
    kg conflicts --property kg:votesFor
    """
    from kg import agreement, text
    from kg.terms import compact, expand

    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    judge = agreement.Judge(reader)
    wanted = expand(prop) if prop and ":" in prop else prop
    if wanted and wanted not in judge.properties:
        from kg.terms import compact

        raise click.UsageError(
            f"{prop} has no single answer. Properties that have: {', '.join(map(compact, judge.properties))}."
        )
    iri = find_record(reader, record) if record else None
    chosen = states or ("majority", "conflict")
    found = [f for f in judge.findings(iri) if f.state in chosen and wanted in (None, f.predicate)]
    if output.endswith((".html", ".htm")):
        from kg.page import contest

        write_output(output, contest.render(reader, found, compiled.digest[:12], lang).encode())
    else:
        write_table(text.conflicts_table(reader, found, lang), form, output)
    click.echo(f"{len(found)} findings ({', '.join(chosen)})", err=True)
    if resolve:
        for line in text.resolved(reader, agreement.resolve(reader, found, resolve), lang):
            click.echo(line, err=True)


@main.command()
@language
@tabular
@click.pass_context
def views(ctx: click.Context, /, lang: str, form: str | None, output: str) -> None:
    """List the named views with what each holds.

    \b
    kg views
    """
    from kg import corpus, store, view
    from kg.table import TextTable
    from kg.terms import VIEW

    options = {"view": "all", "as_of": None, "known_by": None, "direct": False, "without_coding": False}
    reader = open_reader(open_store(ctx, options))
    loaded = corpus.load(corpus_root(ctx))
    index = view.Index(loaded.quads)
    rows = []
    for name in view.names(loaded.ontology):
        kept = view.select(index, store.Choice(view=name, coding=False)).counts
        label, definition = reader.label(VIEW + name, lang), reader.definition(VIEW + name)
        rows.append((name, label, *map(str, kept), definition))
    write_table(TextTable(("view", "label", "sources", "passages", "claims", "definition"), rows), form, output)


@main.command()
@click.argument("record", required=False)
@click.option("--disputed", is_flag=True, help="Only happenings whose dates rival each other.")
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
    from kg import chronicle, text

    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    iri = find_record(reader, record) if record else None
    entries = [e for e in chronicle.chronicle(reader, iri) if e.disputed or not disputed]
    if output.endswith(".ics"):
        write_output(output, chronicle.calendar(reader, entries, compiled.digest[:12], lang))
    elif output.endswith((".html", ".htm")):
        from kg.page import timeline as pages

        write_output(output, pages.render(reader, entries, compiled.digest[:12], lang).encode())
    else:
        write_table(text.timeline_table(reader, entries, lang), form, output)


@main.command()
@click.argument("record", required=False)
@language
@tabular
@reading
@click.pass_context
def coverage(
    ctx: click.Context, /, record: str | None, lang: str, form: str | None, output: str, **options: Any
) -> None:
    """Say what the graph rests on and where it is silent.

    Counts go by kind of source, perspective, language, decade, extent seen and hearing.

    \b
    kg coverage treaty-2025
    """
    from kg import coverage as covering
    from kg import text

    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    iri = find_record(reader, record) if record else None
    write_table(text.coverage_table(reader, covering.coverage(reader, iri, lang), lang), form, output)
