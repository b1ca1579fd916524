"""What whoever runs this house has said of it: its country, and help lines of its own. Settings read it, and here it is
held against the guidance, which settings do not know."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from amends.guidance import Country, GuidanceError, HelpLine, lines_in, load
from amends.settings import WrongSetting
from amends.web.language import texts


def countries() -> Mapping[str, Country]:
    """The countries by code. This house's own lines stand first: in its country, or in all where it named none."""
    known, own = texts().help.countries, lines_here()
    if not own:
        return known
    led = {settings.COUNTRY} if settings.COUNTRY else set(known)
    return {code: country.led_by(own) if code in led else country for code, country in known.items()}


def lines_here() -> tuple[HelpLine, ...]:
    """The help lines of this house's own."""
    return _read(settings.HELP_LINES) if settings.HELP_LINES else ()


@lru_cache
def _read(file: Path) -> tuple[HelpLine, ...]:
    return lines_in(file)


def check() -> None:
    """Raises WrongSetting where the guidance has no such country, or where the house's own lines cannot be used."""
    known = load().help.countries
    if settings.COUNTRY and settings.COUNTRY not in known:
        codes = ", ".join(sorted(known))
        raise WrongSetting(f"AMENDS_COUNTRY must be one of {codes}, or not be set, not {settings.COUNTRY!r}")
    try:
        lines_here()
    except GuidanceError as wrong:
        raise WrongSetting(f"AMENDS_HELP_LINES: {wrong}") from None
