"""privacy: what happens to words written here, said before the first one."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from amends.web.fragments import Request, page
from amends.web.language import texts


@require_safe
def privacy(request: Request) -> HttpResponse:
    """Plain answers: where words lie, who can read them, what this file could mean."""
    return page(
        request,
        "privacy.html",
        context={
            "safety": texts().safety,
            "host_only": settings.GUARDED and settings.WHOLE_HOST,
            "shared": not settings.WHOLE_HOST,
        },
    )
