"""`kg init`: begin a corpus on the relations of two other states."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import main, options


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--parties", type=(str, str), required=True, metavar="STATE STATE", help="Two states, by any name.")
@click.option("--base", default="", metavar="IRI", help="With what the IRIs of records begin, such as https://…/.")
@click.pass_context
def init(ctx: click.Context, /, folder: Path, parties: tuple[str, str], base: str) -> None:
    """Begin a corpus on the relations of two other states.

    FOLDER gets the description of the corpus, the entries of the two states, and the ontology with its questions:
    perspectives and views are named after the states, and examples that are records of this corpus stay behind. It
    passes kg check; go on with kg --corpus FOLDER new. The base decides how records are named on the web: take an
    address of yours, or the base of a corpus with which this one shall be joined (kg build --with).

    \b
    kg init iran-china --parties iran china --base https://example.org/iran-china/
    """
    from kg import atomic
    from kg.curation import skeleton
    from kg.dataset.names import NameFault
    from kg.rdf.vocabulary import kg

    register = options.open_register(ctx)
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty. Name a new folder.")
    try:
        one, other = (register.find(party, kg.State) for party in parties)
        texts = skeleton.files(register, (one, other), base)
    except (NameFault, skeleton.SkeletonFault) as fault:
        raise click.ClickException(str(fault)) from None
    with atomic.folder(folder.resolve()) as new:
        for path, text in texts.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_text(text, encoding="utf-8")
    click.echo(f"{folder}: {len(texts)} files. Now: kg --corpus {folder} check", err=True)
