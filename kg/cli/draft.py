"""`kg draft`: propose what a document says, for a person to review."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import main, options


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source", metavar="KEY", help="The source that the file is a copy of, as kg new source has named it."
)
@click.option(
    "--issued", type=options.Day(), help="The day of publication, where neither source nor file tells it."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file of proposals; else FILE.proposals.json.",
)
@click.pass_context
def draft(ctx: click.Context, /, file: Path, source: str | None, issued: str | None, output: Path | None) -> None:
    """Propose what a document says, for kg review: nothing enters the graph here.

    FILE is a saved page, a PDF file or a text, in English, Persian or Russian. Proposed are the known records that
    it names, who speaks, the days, figures with their unit, votes, memberships and acts of treaties, each with its
    passage and the reason. The file of proposals holds no wording of the document.

    \b
    kg draft article.html --source tass-1940345
    """
    from kg.curation import draft as drafting
    from kg.curation import proposals
    from kg.rdf.terms import NamedNode
    from kg.rdf.vocabulary import local_name, source_iri

    register = options.open_register(ctx)
    key = (source or "").removeprefix("src:")
    if key and NamedNode(source_iri(key)) not in register.facts.described:
        from kg.text.folding import near

        keys = [local_name(name.value) for name in register.facts.described if "." not in local_name(name.value)]
        raise click.ClickException(
            f"No source is named {key}. Near: {', '.join(near(key, keys))}. See kg new source."
        )
    copy = options.read_copy(file)
    day = issued or drafting.issued_of(register, key) or copy.day
    made = drafting.draft(register, copy, key, day)
    target = output or file.with_name(f"{file.name}.proposals.json")
    if target.exists():
        raise click.ClickException(
            f"{target} exists already, perhaps with decisions: review it, or name another with -o."
        )
    proposals.write(made, target)
    counts: dict[str, int] = {}
    for proposal in made.proposals:
        counts[proposal.kind] = counts.get(proposal.kind, 0) + 1
    click.echo(str(target))
    for kind, count in counts.items():
        click.echo(f"{count} {kind}{'' if count == 1 else 's'}", err=True)
    if not day:
        click.echo("No day of publication is known: weekdays and days without a year were left out.", err=True)
