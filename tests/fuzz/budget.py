"""How long the fuzz tests try: a few seconds in the suite, or as many minutes as KG_FUZZ_MINUTES says by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import seed as seeded

F = TypeVar("F", bound=Callable[..., None])
#: The minutes that all fuzz tests may take together; a third of one in the suite.
MINUTES = float(os.environ.get("KG_FUZZ_MINUTES", "0.33"))
#: The seed, which KG_FUZZ_SEED changes: the suite tries the same each time.
SEED = int(os.environ.get("KG_FUZZ_SEED", "18"))


def tries(examples: int) -> Callable[[F], F]:
    """Try so many examples in a minute of fuzzing, and fewer or more by the minutes there are."""

    def decorate(test: F) -> F:
        chosen = settings(
            max_examples=max(10, int(examples * MINUTES)),
            derandomize=False,
            database=None,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        )
        return chosen(seeded(SEED)(test))

    return decorate
