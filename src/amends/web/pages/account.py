"""account: lock, leave, a new passphrase or code, the clock, and the end of it all."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from amends.process import IDLE_CHOICES, Preferences
from amends.store import visits
from amends.store.accounts import InUse, accounts
from amends.store.giving import Giving
from amends.store.models import MINUTE
from amends.store.visits import Visitor
from amends.web.clock import zones
from amends.web.fields import LONGER, LONGEST_PHRASE, UNKEPT, ShownForm, name_field
from amends.web.forms import posted
from amends.web.fragments import Request, page
from amends.web.given import is_given, onward, place
from amends.web.leaving import forgotten
from amends.web.pages.sign_up import IN_USE, phrase_field, show_code
from amends.web.steady import clock
from amends.web.throttle import guess
from amends.web.visit import begin, desk_of, end, open_of, parent_of, remember, visitor_of


class PreferencesForm(ShownForm):
    """The clock, and how soon the diary locks itself."""

    zone = forms.ChoiceField(
        label=gettext_lazy("Days and hours are those of"),
        required=False,
        choices=lambda: [("", "UTC"), *((one, one) for one in zones())],
    )
    idle = forms.TypedChoiceField(
        label=gettext_lazy("Lock by itself after"),
        choices=lambda: [(one, _minutes(one)) for one in IDLE_CHOICES],
        coerce=int,
    )


class PassphraseForm(ShownForm):
    """Another passphrase; and another name, for who wants one or has lost theirs."""

    passphrase = phrase_field(
        gettext_lazy("The new passphrase"), gettext_lazy("At least 12 characters. All other devices are signed out.")
    )
    known_as = name_field(
        gettext_lazy("A new name to find it by"),
        help_text=gettext_lazy("Leave it empty to keep the name you have."),
        required=False,
    )


class NewKeyForm(ShownForm):
    """The passphrase that opens it from now on."""

    passphrase = phrase_field(
        gettext_lazy("A new passphrase"), gettext_lazy("At least 12 characters. Another one than until now.")
    )


class ConfirmForm(ShownForm):
    """The passphrase (or recovery code) again, for what a borrowed phone must not be able to do."""

    proof = forms.CharField(
        label=gettext_lazy("Your passphrase, or the recovery code"),
        max_length=LONGEST_PHRASE,
        strip=False,
        error_messages=LONGER | {"required": gettext_lazy("Type it here: nobody else is to be able to do this.")},
        widget=forms.PasswordInput(attrs=UNKEPT),
    )

    def __init__(self, request: Request, visitor: Visitor) -> None:
        super().__init__(posted(request))
        self._visitor = visitor

    def clean_proof(self) -> str:
        """Raises ValidationError for another one; throttle.TooMany after too many on this visit."""
        given = str(self.cleaned_data["proof"])
        with guess(f"visit {visits.name_of(self._visitor.secret).hex()}"):
            if not accounts().confirms(self._visitor.vault, given):
                raise forms.ValidationError(_("This is not your passphrase. Nothing was done."))
        return given


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request) -> HttpResponse:
    """Everything about the account, and the two preferences."""
    visitor = open_of(request)
    preferences = desk_of(request).preferences
    sent = None if visitor.is_guest else posted(request)
    form = PreferencesForm(sent, initial={"zone": preferences.zone, "idle": preferences.idle})
    if form.is_valid():
        chosen = Preferences(form.cleaned_data["zone"], form.cleaned_data["idle"])
        visitor.diary.prefer(chosen)
        visits.let_idle(visitor.owner, chosen.idle, clock.now())
        return redirect("account")
    context = {"visitor": visitor, "form": form, "uses": _uses(visitor)}
    return page(request, "account.html", context=context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def passphrase(request: Request) -> HttpResponse:
    """A new passphrase, after the old one or the recovery code. All other visits end."""
    visitor = parent_of(request)
    proof, form = ConfirmForm(request, visitor), PassphraseForm(posted(request))
    proof.fields["proof"].label = _("The passphrase until now, or the recovery code")
    return _after_proof(request, proof, form, "passphrase.html", lambda: _changed(visitor, form))


@require_http_methods(["GET", "HEAD", "POST"])
def new_key(request: Request) -> HttpResponse:
    """All of the diary sealed anew, for who thinks that somebody had their passphrase or their open diary."""
    visitor = parent_of(request)
    proof, form = ConfirmForm(request, visitor), NewKeyForm(posted(request))
    return _after_proof(request, proof, form, "new-key.html", lambda: _moved(request, visitor, form))


@require_http_methods(["GET", "HEAD", "POST"])
def new_code(request: Request) -> HttpResponse:
    """A new recovery code, after the passphrase. The old one opens nothing any more."""
    visitor = parent_of(request)
    form = ConfirmForm(request, visitor)
    if form.is_valid():
        return show_code(request, accounts().new_code(visitor.vault), is_first=False)
    return page(request, "new-code.html", context={"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Request) -> HttpResponse:
    """Everything is gone: first what opens it, then the rows."""
    visitor = parent_of(request)
    form = ConfirmForm(request, visitor)
    if form.is_valid():
        Giving(visitor.vault).part_all(clock.now())
        visits.drop([visitor.owner])
        return forgotten(cast(HttpResponse, redirect("today")))
    return page(request, "delete.html", context={"form": form}, status=422 if form.is_bound else 200)


@require_POST
def lock(request: Request) -> HttpResponse:
    """Locks the diary on this device, also one that has just locked itself: the page to sign in is what is left."""
    visitor = visitor_of(request)
    if visitor and visitor.is_guest:  # a guest has no lock: to end the visit would be to forget
        return onward(request, "today")
    here, way = request.POST.get("here", ""), place("sign-in", is_given(request))
    way = f"{way}?{urlencode({'next': here})}" if here else way
    return end(request, cast(HttpResponse, redirect(way)))


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """Signs out here; with `everywhere`, on all devices."""
    visitor = parent_of(request)
    if "everywhere" in request.POST:
        visits.end_all(visitor.owner)
    return end(request, onward(request, "today"))


def _after_proof(
    request: Request, proof: ConfirmForm, form: ShownForm, template: str, change: Callable[[], HttpResponse]
) -> HttpResponse:
    """What comes of a new passphrase, once all is well; or the page that asks for it, with what is not."""
    if form.is_valid() and proof.is_valid():
        try:
            return change()
        except InUse:
            form.add_error("passphrase", IN_USE)
    context = {"form": form, "proof": proof}
    return page(request, template, context=context, status=422 if form.is_bound else 200)


def _moved(request: Request, visitor: Visitor, form: NewKeyForm) -> HttpResponse:
    """Raises InUse; nothing has changed then."""
    vault, code = accounts().move(visitor.vault, form.cleaned_data["passphrase"], clock.now())
    return remember(show_code(request, code, is_first=False), begin(vault))


def _changed(visitor: Visitor, form: PassphraseForm) -> HttpResponse:
    """Raises InUse; nothing has changed then."""
    accounts().change_phrase(visitor.vault, form.cleaned_data["passphrase"], form.cleaned_data["known_as"])
    visits.end_all(visitor.owner)
    return remember(cast(HttpResponse, redirect("account")), begin(visitor.vault))


def _minutes(number: int) -> str:
    return ngettext("%(number)d minute", "%(number)d minutes", number) % {"number": number}


def _uses(visitor: Visitor) -> list[tuple[bool, datetime]]:
    """Where the diary is open: whether it is here, and when it was last used there."""
    if visitor.is_guest:
        return []
    here, found = visits.name_of(visitor.secret), visits.last_uses(visitor.owner, clock.now())
    return [(tag == here, datetime.fromtimestamp(minute * MINUTE, UTC)) for tag, minute in found]
