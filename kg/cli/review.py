"""`kg review`: decide on the proposals of a draft, in the terminal or on a local page."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import main, options

if TYPE_CHECKING:
    from kg.curation.proposals import Proposal
    from kg.curation.review import Review


@main.command()
@click.argument("proposals", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--text",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The document from which the proposals were drafted.",
)
@click.option("--by", "reviewer", required=True, metavar="NAME", help="Your name, which the source keeps.")
@click.option("--on", "day", type=options.Day(), help="The day of the review, else today.")
@click.option("--source", metavar="KEY", help="The source of the document, where the draft does not name it.")
@click.option("--all", "everything", is_flag=True, help="Ask about names and days that are sure, too.")
@click.option("--browser", is_flag=True, help="Review on a page of this machine instead, the text beside it.")
@click.option("--port", default=0, help="The port of the page; else a free one.")
@options.language_for("Language of the questions, and in which the page opens.")
@click.pass_context
def review(
    ctx: click.Context,
    /,
    proposals: Path,
    text: Path,
    reviewer: str,
    day: str | None,
    source: str | None,
    everything: bool,
    browser: bool,
    port: int,
    lang: str,
) -> None:
    """Decide on the proposals of a draft: accept, edit, skip, or mark as not stated.

    What you accept is written into the files of the source and the register when you stop, checked as kg check
    does, with your name and the day. Decisions are kept in the file of proposals: the same command takes the
    review up again.

    \b
    kg review article.html.proposals.json --text article.html --by "Jane Doe"
    """
    from kg.curation import frames
    from kg.curation import proposals as drafts
    from kg.curation.review import Review

    register = options.open_register(ctx)
    try:
        made = drafts.read(proposals)
        made.source = f"src:{source.removeprefix('src:')}" if source else made.source
        paragraphs = drafts.passages(made, options.read_copy(text), text)
        work = Review(register, proposals, made, paragraphs, reviewer, day or date.today().isoformat())
    except (drafts.ProposalFault, frames.FrameFault) as fault:
        raise click.ClickException(str(fault)) from None
    if browser:
        _serve(work, port, lang)
    else:
        try:
            _walk(work, everything, lang)
        except click.Abort:
            options.say_aside("review.stopped")
            ctx.exit(1)
    files, refusals = work.write()
    for path in files:
        click.echo(path.relative_to(register.corpus.root).as_posix())
    for refusal in refusals:
        if refusal.report:
            options.print_report(refusal.report)
        options.say_aside("review.refused", proposal=_summary(work, refusal.proposal, lang), reason=refusal.reason)
    asked = work.questions(everything=everything)
    options.say_aside("review.undecided", n=sum(p.decision is None for p in asked), all=len(asked))
    if sure := len(work.draft.proposals) - len(asked):
        options.say_aside("review.sure", n=sure)
    if refusals:
        ctx.exit(1)


def _serve(work: Review, port: int, lang: str) -> None:
    """Let a person decide on a page of this machine until that page, or the keyboard, ends it."""
    from kg.curation import page

    try:
        server = page.Server(work, port, lang)
    except OSError as fault:
        raise click.ClickException(f"Port {port} cannot be used: {fault.strerror}. Leave out --port.") from None
    with server:
        click.echo(server.address)
        options.say_aside("review.open")
        server.wait()


def _walk(work: Review, everything: bool, lang: str) -> None:
    """Ask about each proposal in turn; before the first of a paragraph show its text, names and days."""
    from kg.text.phrases import listed, say

    questions = [p for p in work.questions(everything=everything) if p.decision is None]
    shown = None
    for count, proposal in enumerate(questions, 1):
        if proposal.paragraph != shown:
            shown = proposal.paragraph
            click.echo(f"\n--- {say('locator.paragraph', lang, n=shown)}")
            click.echo(textwrap.fill(work.paragraphs[shown].text, 100))
            for kind in ("mention", "day"):
                sure = [
                    proposed
                    for proposed in work.draft.proposals
                    if (proposed.paragraph, proposed.kind) == (shown, kind) and proposed.values
                ]
                if sure:
                    values = dict.fromkeys(record for proposed in sure for record in proposed.values.values())
                    click.echo(say(f"review.{kind}s", lang, listed(values, lang)))
        click.echo(f"\n{count}/{len(questions)}  {_summary(work, proposal, lang)}")
        if not _ask(work, proposal, lang):
            return


def _summary(work: Review, proposal: Proposal, lang: str) -> str:
    """Return a proposal in one line: what, the words that it rests on, and why."""
    from kg.text.phrases import say

    words = textwrap.shorten(work.wording(proposal), 70, placeholder="…")
    return f"{say(f'draft.kind.{proposal.kind}', lang)}: “{words}” ({work.reason(proposal, lang)})"


def _ask(work: Review, proposal: Proposal, lang: str) -> bool:
    """Ask about a proposal until it is decided on; return False where the reviewer stops."""
    from kg.curation.frames import FrameFault
    from kg.text.phrases import say

    values = dict(proposal.values)
    slot = {"speaker": "kg:holder", "mention": "record", "day": "day"}.get(proposal.kind, "record")
    while True:
        for prop, value in values.items():
            click.echo(f"    {prop} = {value}")
        for number, candidate in enumerate(proposal.candidates, 1):
            mark = "→" if candidate == values.get(slot) else " "
            click.echo(f"  {mark} {number}. {candidate} {work.label(candidate, lang)}")
        answer = click.prompt(say("review.keys", lang), prompt_suffix=": ").strip().casefold()
        try:
            if answer in ("q", "quit"):
                return False
            if answer in ("a", "accept"):
                work.decide(proposal, "accepted", values)
                return True
            if answer in ("s", "skip"):
                work.decide(proposal, "skipped")
                return True
            if answer in ("n", "not stated"):
                work.decide(proposal, "not stated")
                return True
        except FrameFault as fault:
            click.echo(str(fault))
            continue
        if answer in ("e", "edit"):
            values = _edited(values, lang)
        elif answer.isdecimal() and 0 < int(answer) <= len(proposal.candidates):
            values[slot] = proposal.candidates[int(answer) - 1]
            values.pop("key", None)
        else:
            click.echo(say("review.no-answer", lang, answer))


def _edited(values: dict[str, str], lang: str) -> dict[str, str]:
    """Ask for changed values, one a line, until an empty line."""
    from kg.text.phrases import say

    click.echo(say("review.edit", lang))
    edited = dict(values)
    while line := click.prompt("", default="", show_default=False, prompt_suffix="> ").strip():
        prop, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not prop:
            click.echo(say("review.edit", lang))
        elif value:
            edited[prop] = value
        else:
            edited.pop(prop, None)
    return edited
