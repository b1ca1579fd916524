"""safe: the one question before any words, with three answers of equal weight."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from amends.process import Tier, Unsafe
from amends.web.answers import WayForm
from amends.web.fragments import Request, page
from amends.web.language import texts


@require_safe
def safe(request: Request) -> HttpResponse:
    """Three ways: to the sentence, to the signs, to help. Nothing is sent, so nothing is kept."""
    way = WayForm(request.GET)
    context = {
        "gate": texts().safety.gate,
        "no": f"{reverse('quick')}{way.query(unsafe=Unsafe.NO)}",
        "not_sure": reverse("unsure"),
        "yes": f"{reverse('help-now')}?tier={Tier.A}",
    }
    return page(request, "safe.html", context=context)
