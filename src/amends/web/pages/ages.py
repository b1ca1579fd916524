"""ages: what a child of each age can take in, one tab an age."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from amends.process import AgeBand
from amends.web.covers import AGES, cover_of
from amends.web.fragments import Request, page
from amends.web.language import texts


@require_safe
def ages(request: Request) -> HttpResponse:
    """One age, as the address says (`?age=6-9`); without one, the youngest."""
    guidance = texts()
    bands = guidance.ages
    asked = request.GET.get("age", "")
    age = bands[next((band for band in bands if band == asked), next(iter(bands)))]
    longer = next((one for one in guidance.library.page if one.band is age.band), None)
    context = {
        "track": guidance.library.tracks["ages"][0],
        "age": age,
        "tabs": [(text, address(text.band)) for text in bands.values()],
        "longer": longer,
        "drawing": cover_of(longer).drawing if longer else AGES,
    }
    return page(request, "ages.html", context=context)


def address(band: AgeBand) -> str:
    """Where one age stands."""
    return f"{reverse('ages')}?{urlencode({'age': band})}"
