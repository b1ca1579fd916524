"""How old the child is, as programs say it."""

import re
from typing import Annotated

from msgspec import Meta

from amends.process import AgeBand, band_of

_NAMED = "|".join(re.escape(band) for band in (*AgeBand, "adult"))
Years = Annotated[int, Meta(ge=0)] | Annotated[float, Meta(ge=0)]
Age = Annotated[
    Annotated[str, Meta(pattern=f"^({_NAMED}|[0-9]{{1,3}}|)$")] | Years | None,
    Meta(description=f"Years, a band ({', '.join(AgeBand)}), or adult; absent where nobody knows.", examples=["6-9"]),
]


def band(given: object) -> AgeBand | None:
    """A band from its name, a number of years, or nothing. Raises ValueError that says what it may be."""
    if given is None or given == "":
        return None
    if given == "adult":
        return AgeBand.GROWN
    if str(given) in set(AgeBand):
        return AgeBand(str(given))
    try:
        return band_of(float(str(given)))
    except ValueError:
        raise ValueError(f"age must be years or one of {', '.join(AgeBand)}, not {given!r}") from None
