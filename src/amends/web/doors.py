"""The needs that lines answer, in a country: those a page is about stand first, and open."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from amends.guidance import Country, HelpFor, HelpLine, NeedText
from amends.process import Alarm, Flag, Tier
from amends.web.language import texts

FIRST: dict[Tier | None, tuple[HelpFor, ...]] = {
    None: (),
    Tier.A: (HelpFor.CHILD_SAFETY, HelpFor.CRISIS),
    Tier.B: (HelpFor.PARENTS,),
    Tier.C: (HelpFor.PARENTS,),
}


NOT_TO_LIVE = {Flag.PARENT_SELFHARM, Flag.CHILD_SELFHARM}


@dataclass(frozen=True, slots=True)
class Door:
    """One need, the lines that answer it in a country, and whether it stands open."""

    need: NeedText
    lines: tuple[HelpLine, ...]
    lack: str
    is_open: bool


def doors(country: Country | None, tier: Tier | None, partner: bool) -> tuple[list[Door], list[Door]]:
    """The doors that lead, by how urgent it is (violence between adults before all), and the others. None unasked."""
    first = ((HelpFor.VIOLENCE,) if partner else ()) + FIRST[tier]
    every = list(_doors(country, first)) if country else []
    return every[: len(first)], every[len(first) :]


def tier_of(alarms: Collection[Alarm]) -> Tier:
    """How urgent the most urgent of these alarms is."""
    return min((alarm.tier for alarm in alarms), default=Tier.B)


def leading(country: Country | None, alarms: Collection[Alarm]) -> list[Door]:
    """The doors that lead after these alarms: where somebody may not want to live, who listens then leads."""
    flags = {alarm.flag for alarm in alarms}
    found = doors(country, tier_of(alarms), Flag.PARTNER_VIOLENCE in flags)[0]
    needs = texts().safety.needs
    first = (needs[HelpFor.VIOLENCE], needs[HelpFor.CRISIS])  # in this order, as they stand
    return sorted(found, key=lambda door: door.need not in first) if flags & NOT_TO_LIVE else found


def _doors(country: Country, first: tuple[HelpFor, ...]) -> Iterator[Door]:
    needs = texts().safety.needs
    for need in (*first, *(need for need in HelpFor if need not in first)):
        yield Door(needs[need], country.lines(need), country.lack(need), is_open=need in first)
