"""country: where this visitor lives, asked once, so that the right emergency number comes first."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from amends.web.country import emergency_context, remember_country
from amends.web.fragments import Request, page
from amends.web.language import texts


@require_http_methods(["GET", "HEAD", "POST"])
def country(request: Request) -> HttpResponse:
    """Shows the picker; keeps the choice on this device and goes back to `here`."""
    here = _own(request.POST.get("here") or request.GET.get("here", ""))
    if request.method == "POST" and request.POST.get("country", "") in texts().help.countries:
        return remember_country(cast(HttpResponse, redirect(here)), request.POST["country"])
    context = emergency_context(request) | {"picker_here": here}
    return page(request, "country.html", context=context, status=422 if request.method == "POST" else 200)


def _own(here: str) -> str:
    """An address of ours to go back to; the help page where it is none."""
    safe = here.startswith("/") and url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    return here if safe else reverse("help-now")
