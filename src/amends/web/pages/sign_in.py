"""sign-in: a passphrase or a recovery code opens the diary. What a locked page was sent goes on from here."""

from typing import cast

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amends.store import visits
from amends.store.accounts import WrongWay, accounts
from amends.store.diary import Diary
from amends.store.opened import Vault
from amends.store.visits import Visitor
from amends.vault import Mistyped
from amends.web.device import remember_device, whom
from amends.web.fields import SignInForm
from amends.web.fragments import Request, page
from amends.web.given import is_below, onward
from amends.web.sent import carried_along, sent
from amends.web.throttle import guess
from amends.web.visit import begin, remember, visitor_of
from amends.web.zones import with_zone


class KeptHere(HttpResponseRedirect):
    """On to the page that was locked, with the same form: 307 makes the browser send it again."""

    status_code = 307


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Asks, and opens. Wrong tries slow down; the recovery code is never slowed."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _enter(request, _vault(request, form), form)
        except Mistyped:
            form.add_error("code", _("This is not a whole recovery code: seven groups of four. Please look again."))
        except WrongWay:
            form.add_error(None, _("This does not open a diary here. Check the name and the passphrase."))
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        **(carried_along(request) if "carry" in request.POST else {}),
    }
    return page(request, "sign-in.html", context=context, status=422 if form.is_bound else 200)


def _vault(request: Request, form: SignInForm) -> Vault:
    """The vault that these words open. Raises WrongWay, Mistyped, or throttle.TooMany."""
    name = form.cleaned_data["known_as"]
    if form.recovery:
        try:
            return accounts().by_code(form.recovery)
        except WrongWay:
            if form.cleaned_data["code"] or not name:
                raise  # else it may be a passphrase that looks like a code
    with guess(*whom(request, name)):
        return accounts().by_name(name, form.cleaned_data["passphrase"])


def _enter(request: Request, vault: Vault, form: SignInForm) -> HttpResponse:
    diary = Diary(vault)
    with_zone(request, diary)
    before = visitor_of(request)
    left_behind = _bring_along(before, diary) if before else 0
    visitor = request.visitor = begin(vault)  # type: ignore[attr-defined]
    onward = _onward(request, lost=bool(form.recovery))
    answer = _say_first(request, left_behind, onward) if left_behind else onward
    name = form.cleaned_data["known_as"]
    return remember(remember_device(answer, name) if name and not form.recovery else answer, visitor)


def _bring_along(before: Visitor, diary: Diary) -> int:
    """What was open in this browser until now ends; a guest's words come along. Returns how many could not.

    Those open under no key any more, the guest's own included: to keep them would keep nothing.
    """
    damaged = 0
    if before.is_guest:
        whole = before.diary.whole()
        diary.bring_all(whole)
        damaged = whole.damaged
    visits.end(before.secret)
    return damaged


def _say_first(request: Request, left_behind: int, onward: HttpResponse) -> HttpResponse:
    """The page between, once: what did not come along, and the way on, with what a locked page was sent."""
    carried = sent(request) if isinstance(onward, KeptHere) else []
    context = {"left_behind": left_behind, "way": onward["Location"], "carried": carried}
    return page(request, "left-behind.html", context=context)


def _onward(request: Request, lost: bool) -> HttpResponse:
    way = request.POST.get("next", "")
    if "carry" in request.POST and _is_ours(way):
        return KeptHere(way)
    if lost:
        return onward(request, "passphrase")
    return cast(HttpResponse, redirect(way)) if _is_ours(way) else onward(request, "today")


def _is_ours(way: str) -> bool:
    if not is_below(way):
        return False
    try:
        return resolve(way.partition("?")[0]).url_name not in {"sign-in", "sign-up", "given-sign-in", "given-sign-up"}
    except Resolver404:
        return False
