"""forget: a guest's words are gone at once."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from amends.web.fragments import Request
from amends.web.visit import end


@require_POST
def forget(request: Request) -> HttpResponse:
    """Takes away all this guest wrote, and ends the visit."""
    return end(request, cast(HttpResponse, redirect("today")))


@require_POST
def leave(request: Request) -> HttpResponse:
    """The same in a hurry: what follows is a blank page that says nothing of where it was."""
    return end(request, cast(HttpResponse, redirect("blank")))
