"""How hard property tests look: a little and always the same in `make test`, much and anew in `make soak`."""

import os

SOAK = bool(os.environ.get("AMENDS_SOAK"))
TIMES = 50  # as many examples where there is time


def examples(usual: int) -> int:
    """How many examples to try: the `usual` number, or fifty times as many."""
    return usual * TIMES if SOAK else usual
