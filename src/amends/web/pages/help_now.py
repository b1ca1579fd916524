"""help-now: who to call, for anyone, without an account."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from amends.process import Tier
from amends.web.country import emergency_context
from amends.web.doors import doors
from amends.web.fragments import Request, page
from amends.web.language import texts
from amends.web.pages.unsure import id_in

TIERS = {tier.value: tier for tier in Tier}


@require_safe
def help_now(request: Request) -> HttpResponse:
    """One emergency number, then the lines by need. `tier`, `partner` and `back` say what the page is about."""
    return help_page(request, TIERS.get(request.GET.get("tier", "")), id_in(request.GET.get("back", "")))


def help_page(request: Request, tier: Tier | None, back: UUID | None = None, carried: str = "") -> HttpResponse:
    """The same, with the way on: to the repair `back`, or with one that is `carried` and kept nowhere."""
    partner = "partner" in request.GET
    emergency = emergency_context(request)
    leading, others = doors(emergency["country"], tier, partner)
    context = {
        "safety": texts().safety,
        "tier": tier,
        "back": back,
        "carried": carried,
        "partner": partner,
        "leading": leading,
        "others": others,
    }
    return page(request, "help-now.html", context=emergency | context)
