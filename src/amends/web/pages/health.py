"""healthz: for a program that asks whether the site is there. It shows nothing of anybody's, and writes nothing."""

from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from amends.store import pulse
from amends.web.faults import log
from amends.web.fragments import Request

TEXT = "text/plain; charset=utf-8"


@require_safe
def healthz(_request: Request) -> HttpResponse:
    """Says "ok" where the database answers, 503 where it does not. No template, no cookie, no visit."""
    try:
        pulse.ask()
    except (TimeoutError, DatabaseError, InterfaceError) as error:
        log.error("the database does not answer:", exc_info=error)
        return HttpResponse("the database does not answer", content_type=TEXT, status=503)
    return HttpResponse("ok", content_type=TEXT)
