"""`kg analyse`: run an analysis of the network, or list them."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.argument("name", required=False)
@options.projection("The network, where the analysis has a choice.", default="")
@click.option("--measure", default="betweenness", show_default=True, help="The measure, where there is a choice.")
@click.option(
    "--seed", default=0, show_default=True, help="The seed of random numbers; the same seed gives the same result."
)
@click.option("--draws", default=100, show_default=True, help="How often voices are resampled for ranges.")
@click.option("--treaty", "treaties", multiple=True, help="Two instruments to compare, the earlier first.")
@click.option(
    "--state",
    "states",
    multiple=True,
    help="Two states that are compared, else the parties that the corpus describes; one is compared with a party.",
)
@options.language
@options.tabular
@options.reading
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
    **choices: Any,
) -> None:
    """Run an analysis of the network; without a name, list them.

    A file that ends in .svg or .png is a figure, one in .json the whole result, one in .csv the rows.
    `report` writes a report of all findings.

    \b
    kg analyse fields
    kg analyse evolution -o evolution.svg
    """
    from kg.dataset.names import NameFault
    from kg.network import analyses, figure, report
    from kg.network.projections import UnknownProjection
    from kg.network.study import Study

    if name is None:
        for entry in analyses.ANALYSES.values():
            click.echo(f"{entry.name}\t{entry.title(lang)}\t{entry.question(lang)}")
        return
    choice = options.choice_of(choices)
    compiled = options.open_store(ctx, choices)
    reader = options.open_reader(compiled)
    study = Study(reader, choice, compiled.digest[:12], lang, seed, projection, measure, draws=draws)
    study.treaties = _pair("--treaty", treaties, study.treaties)
    try:
        if len(states) == 1:
            # any state but the last party itself is compared with that party
            find = study.reader.names.find
            states += tuple(other for other in reversed(study.states) if find(other) != find(states[0]))[:1]
        study.states = _pair("--state", states, study.states)
        if name == "report":
            options.write_output(output, report.report(study).markdown().encode())
            return
        result = analyses.find(name).run(study)
        if output.endswith((".svg", ".png")):
            options.write_output(output, figure.draw(result, output[-3:]))
            return
    except (analyses.UnknownAnalysis, UnknownProjection, NameFault) as error:
        raise click.UsageError(str(error)) from None
    except (figure.NoFigure, figure.MissingLibrary) as error:
        raise click.ClickException(str(error)) from None
    options.write_result(result, form, output)


def _pair(option: str, names: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    """Return the two names that an option gives, or the default where it gives none."""
    if names and len(names) != 2:
        raise click.UsageError(f"{option} is given twice or not at all.")
    return names or default
