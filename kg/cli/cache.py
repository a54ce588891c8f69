"""`kg cache`: list or clear the compiled stores of this user."""

from __future__ import annotations

from datetime import datetime

import click

from kg.cli import main, options


@main.command()
@click.argument("action", type=click.Choice(["list", "clear"]), default="list")
@options.tabular
def cache(action: str, form: str | None, output: str) -> None:
    """List the compiled stores with their sizes and days of last use, or clear them.

    Stores above a gigabyte and those unused for a month are removed by themselves, the least recently used first;
    one that a process uses stays. The folder is that of the variable KG_CACHE, else of the user's cache.

    \b
    kg cache
    kg cache clear
    """
    from kg.dataset import cache as stores
    from kg.dataset import store
    from kg.text.tables import TextTable

    if action == "clear":
        removed, used = stores.clear()
        options.remark(f"{removed} removed from {store.cache_root()}, {used} in use")
        return
    rows = [
        (
            entry.path.name,
            f"{entry.size / 1e6:.1f}",
            datetime.fromtimestamp(entry.used).isoformat(" ", "minutes"),
            "whole" if entry.whole else "damaged",
        )
        for entry in reversed(stores.entries())
    ]
    options.write_table(TextTable(("store", "megabytes", "used", "state"), rows), form, output)
