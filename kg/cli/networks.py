"""Commands on networks: projections and their edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    choice_of,
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
    from kg.model.reader import Reader
    from kg.network.result import Result


@main.command()
@language
@reading
@click.pass_context
def projections(ctx: click.Context, /, lang: str, **options: Any) -> None:
    """List the declared ways to read the graph as a network.

    \b
    kg projections
    """
    from kg.network import projections as network
    from kg.rdf.vocabulary import compact
    from kg.text.phrases import listed, say

    for projection in network.projections(open_reader(open_store(ctx, options))):
        click.echo(f"{projection.name}\t{projection.labels.get(lang, '')}\n    {projection.definition}")
        click.echo(f"    {say('network.nodes', lang)}: {listed(map(compact, projection.node_classes), lang)}")
        click.echo(f"    {say('network.edges', lang)}: {listed(map(compact, projection.edges), lang)}")
        if projection.folded_over:
            click.echo(f"    {say('network.folded', lang)}: {compact(projection.folded_over)}")


def _projection(reader: Reader, name: str) -> Any:
    from kg.network import projections as network

    try:
        return network.find(reader, name)
    except network.UnknownProjection as error:
        raise click.UsageError(str(error)) from None


@main.command(name="network")
@click.argument("projection", default="everything")
@click.option("--nodes", "what", flag_value="nodes", help="List the nodes.")
@click.option("--edges", "what", flag_value="edges", default=True, help="List the edges (the default).")
@language
@reading
@click.pass_context
def network_command(ctx: click.Context, /, projection: str, what: str, lang: str, **options: Any) -> None:
    """List the edges (or nodes) of a projection, with dates and passages, tab-separated.

    \b
    kg network treaties --nodes
    """
    from kg.network import projections as network
    from kg.rdf.vocabulary import compact

    reader = open_reader(open_store(ctx, options))
    declared = _projection(reader, projection)
    read = network.read(reader, declared)
    click.echo(declared.definition, err=True)
    if what == "nodes":
        for iri in sorted({end for e in read.edges for end in (e.source, e.target)}):
            kinds = reader.kinds(iri)
            click.echo(f"{compact(iri)}\t{reader.short(iri, lang)}\t{compact(kinds[0]) if kinds else ''}")
    else:
        for e in read.edges:
            row = (compact(e.source), compact(e.kind), compact(e.target), e.start or "", e.end or "")
            click.echo("\t".join([*row, " ".join(map(compact, e.passages))]))
    if read.endless:
        say_aside("network.endless", n=len(read.endless))


@main.command()
@click.argument("name", required=False)
@click.option("--projection", default="", help="The network, where the analysis offers a choice.")
@click.option("--measure", default="betweenness", show_default=True, help="The measure, where there is a choice.")
@click.option("--seed", default=0, show_default=True, help="Of everything random; one seed gives one answer.")
@click.option("--draws", default=100, show_default=True, help="How often voices are resampled for ranges.")
@click.option("--treaty", "treaties", multiple=True, help="Two instruments to compare, the earlier first.")
@click.option("--state", "states", multiple=True, help="Two states whose memberships are compared.")
@language
@tabular
@reading
@click.pass_context
def analyse(
    ctx: click.Context,
    /,
    name: str | None,
    projection: str,
    measure: str,
    seed: int,
    draws: int,
    treaties: tuple[str, ...],
    states: tuple[str, ...],
    lang: str,
    form: str | None,
    output: str,
    **options: Any,
) -> None:
    """Run an analysis of the network; without a name, list them.

    A file that ends in .svg or .png is a figure, one in .json the whole result, one in .csv the rows.
    `report` writes all findings in plain words.

    \b
    kg analyse fields
    kg analyse evolution -o evolution.svg
    """
    from kg.dataset.names import NameFault
    from kg.network import analyses, drawing, report, study
    from kg.network.projections import UnknownProjection

    if name is None:
        for entry in analyses.ANALYSES.values():
            click.echo(f"{entry.name}\t{entry.title(lang)}\t{entry.question(lang)}")
        return
    choice = choice_of(options)
    compiled = open_store(ctx, options)
    asked = study.Study(
        open_reader(compiled), choice, compiled.digest[:12], lang, seed, projection, measure, draws=draws
    )
    asked.treaties = _pair("--treaty", treaties, asked.treaties)
    asked.states = _pair("--state", states, asked.states)
    try:
        if name == "report":
            write_output(output, report.report(asked).markdown().encode())
            return
        result = analyses.find(name).run(asked)
        if output.endswith((".svg", ".png")):
            write_output(output, result.figure(output[-3:]))
            return
    except (analyses.UnknownAnalysis, UnknownProjection, NameFault) as error:
        raise click.UsageError(str(error)) from None
    except (drawing.NoFigure, drawing.MissingLibrary) as error:
        raise click.ClickException(str(error)) from None
    _write_result(result, form, output)


def _pair(option: str, given: tuple[str, ...], otherwise: tuple[str, str]) -> tuple[str, str]:
    if given and len(given) != 2:
        raise click.UsageError(f"{option} is given twice or not at all.")
    return (given[0], given[1]) if given else otherwise


def _write_result(result: Result, form: str | None, output: str) -> None:
    if form == "json" or output.endswith(".json"):
        write_output(output, result.as_json().encode())
    elif form == "csv" or output.endswith(".csv"):
        write_output(output, result.as_csv().encode())
    else:
        write_table(result.table(), form, output)
    for line in (result.caption.text, *result.notes):
        click.echo(line, err=True)


@main.command()
@click.argument("one")
@click.argument("other")
@click.option("--projection", default="everything", show_default=True, help="The network in which to walk.")
@click.option("--count", default=3, show_default=True, help="How many shortest chains at most.")
@language
@tabular
@reading
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
    **options: Any,
) -> None:
    """Show the shortest and the best-sourced chains between two records.

    Each step comes with its dates and passages.

    \b
    kg path kazem-jalali treaty-1921
    """
    from kg.network import paths, study
    from kg.network.projections import UnknownProjection

    choice = choice_of(options)
    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    ends = [find_record(reader, name) for name in (one, other)]
    asked = study.Study(reader, choice, compiled.digest[:12], lang, projection=projection)
    try:
        result = paths.path(asked, ends[0], ends[1], count)
    except UnknownProjection as error:
        raise click.UsageError(str(error)) from None
    except paths.NoPath as error:
        raise click.ClickException(str(error)) from None
    if form in (None, "text") and output == "-":
        write_output(output, ("\n".join(paths.sentences(asked, result)) + "\n").encode())
    else:
        _write_result(result, form, output)
