"""help-now: who to call, for anyone, without an account."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from amends.process import Tier
from amends.web.fragments import Request, page
from amends.web.language import texts

PATTERN = "C"  # no flag: the same thing keeps coming back


@require_safe
def help_now(request: Request) -> HttpResponse:
    """Emergency numbers first. The country is the visitor's choice, never guessed from an address."""
    guidance = texts()
    country = guidance.help.countries.get(request.GET.get("country", ""))
    tier = request.GET.get("tier", "")
    context = {
        "help": guidance.help,
        "country": country,
        "tier": tier if tier in {*Tier, PATTERN} else "",
        "safety": guidance.safety,
        "back": _id(request.GET.get("back", "")),
        "partner": "partner" in request.GET,
    }
    return page(request, "help-now.html", context=context)


def _id(given: str) -> UUID | None:
    """A repair to come back to. Whether it may be opened is for that page to say."""
    try:
        return UUID(given)
    except ValueError:
        return None
