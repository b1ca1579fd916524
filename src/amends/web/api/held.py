"""What stands in the way of keeping words: danger that is heard in them, or other words that came in between."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from django.http import HttpRequest
from django.urls import reverse
from msgspec import Meta

from amends.coach import alarms
from amends.guidance import HelpLine
from amends.known import know
from amends.process import Alarm, Flag, Limit, Step, Tier, alarm_name, fresh_alarms
from amends.web.api.calls import Named
from amends.web.country import country_of
from amends.web.doors import leading, tier_of
from amends.web.refused import Error, NoAnswer

COUNTRY: tuple[Named, ...] = (
    ("country", "Whose help lines to name where danger is heard, as in GB.", {"type": "string"}),
)
HELD = (
    "Nothing was kept: help comes first. Show it. Then send the same with keep, or with overrule where the words mean "
    "something else."
)


@dataclass(frozen=True, slots=True)
class Held:
    """Danger that was heard, how urgent it is (A before B), and in which words. Show who can help before anything else:
    `emergency` is the number to call, `lines` those that answer this; both are empty where no country is known. `help`
    is the page that lists everybody.
    """

    flags: tuple[Flag, ...]
    tier: Tier
    quotes: tuple[str, ...]
    emergency: str
    lines: tuple[HelpLine, ...]
    help: str


@dataclass(frozen=True, slots=True)
class Now:
    """The words as they are now, of a step or (null) of what came after: others wrote there since. Put yours together
    with them, and send these as `before`. `limit` is the limit in this step, where that is what changed: send it as
    `limit_before`."""

    step: Step | None
    words: str
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class InTheWay:
    """Nothing was kept. `held` says which danger was heard, `now` what was written meanwhile."""

    error: Error
    held: Annotated[Held | None, Meta(description="Danger that was heard, and who can help.")] = None
    now: Annotated[Now | None, Meta(description="What stands there now.")] = None


know(InTheWay)


def held_back(request: HttpRequest, heard: Collection[Alarm]) -> NoAnswer:
    """The answer to words of danger: who can help comes first, as on the site."""
    country = country_of(request)
    flags = tuple(flag for flag in Flag if flag in {alarm.flag for alarm in heard})
    lines = dict.fromkeys(line for door in leading(country, heard) for line in door.lines)
    quotes = tuple(dict.fromkeys(alarm.quote for alarm in heard))
    emergency = country.emergency[0] if country else ""
    held = Held(flags, tier_of(heard), quotes, emergency, tuple(lines), help_page(request))
    return NoAnswer(409, HELD, more=partial(InTheWay, held=held))


def changed_since(step: Step | None, words: str, limit: Limit | None = None) -> NoAnswer:
    """The answer to words that were written without having seen the newest ones."""
    says = "Nothing was kept: other words stand there now. Read them in now, and send them as before with yours."
    return NoAnswer(409, says, more=partial(InTheWay, now=Now(step, words, limit)))


def in_the_way(says: str) -> NoAnswer:
    """The answer where something else has to come first."""
    return NoAnswer(409, says, more=InTheWay)


def hear(
    request: HttpRequest, texts: Iterable[str], known: Collection[str], keep: bool, overrule: bool
) -> tuple[tuple[str, ...], tuple[Alarm, ...]]:
    """Hears words that stand beside the steps, as every form of the site does: what was overruled, by name, and the
    danger that is kept on purpose. `known` are the names of what was settled before. Raises NoAnswer where nothing may
    be kept yet."""
    heard = alarms("\n".join(texts))
    overruled = tuple(map(alarm_name, heard)) if overrule else ()
    fresh = fresh_alarms(heard, [*known, *overruled])
    if fresh and not keep:
        raise held_back(request, fresh)
    return overruled, fresh


def help_page(request: HttpRequest) -> str:
    """The address of the page that says who to call."""
    return request.build_absolute_uri(reverse("help-now"))
