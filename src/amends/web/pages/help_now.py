"""help-now: who to call, for anyone, without an account."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from amends.guidance import Country, HelpFor, HelpLine, NeedText
from amends.process import Tier
from amends.web.country import emergency_context
from amends.web.fragments import Request, page
from amends.web.language import texts
from amends.web.pages.unsure import id_in

TIERS = {tier.value: tier for tier in Tier}
# What a page opens with: the needs it is most likely about stand first, and open.
FIRST: dict[Tier | None, tuple[HelpFor, ...]] = {
    None: (),
    Tier.A: (HelpFor.CHILD_SAFETY, HelpFor.CRISIS),
    Tier.B: (HelpFor.PARENTS,),
    Tier.C: (HelpFor.PARENTS,),
}


@dataclass(frozen=True, slots=True)
class Door:
    """One need, the lines that answer it in a country, and whether it stands open."""

    need: NeedText
    lines: tuple[HelpLine, ...]
    lack: str
    is_open: bool


@require_safe
def help_now(request: Request) -> HttpResponse:
    """One emergency number, then the lines by need. `tier`, `partner` and `back` say what the page is about."""
    tier = TIERS.get(request.GET.get("tier", ""))
    partner = "partner" in request.GET
    emergency = emergency_context(request)
    first = ((HelpFor.VIOLENCE,) if partner else ()) + FIRST[tier]
    doors = list(_doors(emergency["country"], first)) if emergency["country"] else []
    leading, others = doors[: len(first)], doors[len(first) :]
    context = {
        "safety": texts().safety,
        "tier": tier,
        "back": id_in(request.GET.get("back", "")),
        "partner": partner,
        "leading": leading,
        "others": others,
    }
    return page(request, "help-now.html", context=emergency | context)


def _doors(country: Country, first: tuple[HelpFor, ...]) -> Iterator[Door]:
    """All needs, those in `first` before the others."""
    needs = texts().safety.needs
    for need in (*first, *(need for need in HelpFor if need not in first)):
        yield Door(needs[need], country.lines(need), country.lack(need), is_open=need in first)
