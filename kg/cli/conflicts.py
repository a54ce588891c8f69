"""`kg conflicts`: list where accounts exclude each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli import main, options

if TYPE_CHECKING:
    from kg.model.agreement import Rule

# Repeated from kg.model.agreement, which `kg conflicts --help` need not import.
STATES = ("unique", "confirmed", "compatible", "disputed")
CLASSES = ("substance", "days", "figures", "slips")
RULES = ("majority", "latest", "official-first", "nearest")
#: The concept of each class of dispute, by its value of the option.
_CONCEPTS = {
    "substance": "differs-in-substance",
    "days": "differs-in-days",
    "figures": "differs-in-figures",
    "slips": "likely-slip",
}


@main.command()
@click.argument("record", required=False)
@click.option("--property", "prop", metavar="TERM", help="Only one property, such as kg:onDate.")
@click.option(
    "--state", "states", multiple=True, type=click.Choice(STATES), help="Only these states; else the disputed ones."
)
@click.option(
    "--class",
    "classes",
    multiple=True,
    type=click.Choice(CLASSES),
    help="Only disputes of this class: substance, days, figures, likely slips.",
)
@click.option(
    "--sort",
    type=click.Choice(["weight", "record"]),
    default="weight",
    show_default=True,
    help="By weight (origins on each side, distance, centrality), the largest first, or by record.",
)
@click.option("--resolve", type=click.Choice(RULES), help="Choose among rivals by a rule; list what it sets aside.")
@options.language
@options.tabular
@options.reading
@click.pass_context
def conflicts(
    ctx: click.Context,
    /,
    record: str | None,
    prop: str | None,
    states: tuple[str, ...],
    classes: tuple[str, ...],
    sort: str,
    resolve: Rule | None,
    lang: str,
    form: str | None,
    output: str,
    **choices: Any,
) -> None:
    """List where accounts exclude each other: each side with its passages and those who state it.

    Vaguer accounts that fit a side have a column of their own and are not counted.

    With --state the agreements are listed too. Nothing is decided unless --resolve asks.

    \b
    kg conflicts treaty-2025-entry-into-force
    kg conflicts --property kg:votesFor --class figures
    """
    from kg.model import agreement, plain
    from kg.rdf.vocabulary import compact, expand
    from kg.text.phrases import listed, say

    compiled = options.open_store(ctx, choices)
    reader = options.open_reader(compiled)
    properties = agreement.properties(reader)
    predicate = expand(prop) if prop and ":" in prop else prop
    if predicate and predicate not in properties:
        raise click.UsageError(
            f"{prop} has no single answer. Properties that have: {', '.join(map(compact, properties))}."
        )
    subject = options.find_record(reader, record) if record else None
    states = states or ("disputed",)
    concepts = [_CONCEPTS[choice] for choice in classes]
    only_disputed = states == ("disputed",) and subject is None
    rows = [
        finding
        for finding in (agreement.disputes(reader) if only_disputed else agreement.findings(reader, subject))
        if finding.state in states
        and predicate in (None, finding.predicate)
        and (not concepts or finding.dispute in concepts)
    ]
    if sort == "weight":
        rows.sort(key=lambda f: (-f.weight, f.record, f.predicate))
    if options.is_page(output):
        from kg.site import conflicts

        options.write_output(output, conflicts.render(reader, rows, compiled.digest[:12], lang).encode())
    else:
        options.write_table(plain.conflicts_table(reader, rows, lang), form, output)
    words = listed((say(f"state.{state}", lang) for state in states), lang)
    options.say_aside("conflicts.count", n=len(rows), states=words)
    if resolve:
        for line in plain.resolved(reader, agreement.resolve(reader, rows, resolve), lang):
            click.echo(line, err=True)
