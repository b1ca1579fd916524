"""country: where this visitor lives, asked once, so that the right emergency number comes first."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from amends.web.country import emergency_context, remember_country
from amends.web.fragments import Request, page
from amends.web.given import ours
from amends.web.language import texts


@require_http_methods(["GET", "HEAD", "POST"])
def country(request: Request) -> HttpResponse:
    """Shows the picker; keeps the choice on this device and goes back to `here`."""
    here = ours(request.POST.get("here") or request.GET.get("here", ""), instead="help-now")
    if request.method == "POST" and request.POST.get("country", "") in texts().help.countries:
        return remember_country(cast(HttpResponse, redirect(here)), request.POST["country"])
    context = emergency_context(request) | {"picker_here": here}
    return page(request, "country.html", context=context, status=422 if request.method == "POST" else 200)
