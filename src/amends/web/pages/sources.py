"""sources: where every claim comes from."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from amends.store.language import texts
from amends.web.fragments import Request, page


@require_safe
def sources(request: Request) -> HttpResponse:
    """All of them, each under its own name in the address: /sources/#lewicki-2016."""
    return page(request, "sources.html", context={"sources": texts().sources.values()})
