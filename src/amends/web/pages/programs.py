"""programs: which of them may open this diary, by a token of their own."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from amends.process import Program, Scope
from amends.store.tokens import MOST_PROGRAMS, Programs, TooManyPrograms
from amends.store.visits import Visitor
from amends.web.fields import AS_TYPED, LONGER, Said, unless
from amends.web.forms import HeardForm, posted
from amends.web.fragments import Request, form_view, page
from amends.web.pages.account import ConfirmForm
from amends.web.steady import clock
from amends.web.stop import form_page
from amends.web.visit import desk_of, open_of, parent_of

MAY: dict[Scope, Said] = {
    Scope.READ: gettext_lazy("read my diary"),
    Scope.WRITE: gettext_lazy("write into it, and read what it changes"),
    Scope.REMOVE: gettext_lazy("take entries out of it for good"),
    Scope.EXPORT: gettext_lazy("take all of it out at once"),
}


class ProgramForm(HeardForm):
    """A program to let in."""

    listens_to = ("program",)

    program = forms.CharField(
        label=gettext_lazy("What you call it"),
        max_length=Program.LONGEST_NAME,
        widget=forms.TextInput(attrs=AS_TYPED | {"dir": "auto"}),
        error_messages=LONGER | {"required": gettext_lazy("Give it a name, so that you know it again.")},
    )
    read = forms.BooleanField(label=gettext_lazy("It may read my diary"), required=False)
    write = forms.BooleanField(label=gettext_lazy("It may write into it, and read what it changes"), required=False)
    remove = forms.BooleanField(label=gettext_lazy("It may take entries out of it for good"), required=False)
    export = forms.BooleanField(label=gettext_lazy("It may take all of it out at once"), required=False)
    days = forms.IntegerField(
        label=gettext_lazy("For how many days"),
        initial=30,
        min_value=1,
        max_value=Program.MOST_DAYS,
        error_messages={
            "min_value": gettext_lazy("One day is the least."),
            "max_value": gettext_lazy("%(limit_value)d days are the most."),
            **unless(gettext_lazy("Say for how many days.")),
        },
    )

    @property
    def scopes(self) -> frozenset[Scope]:
        """What it is to be allowed."""
        ticked = {"read": Scope.READ, "write": Scope.WRITE, "remove": Scope.REMOVE, "export": Scope.EXPORT}
        return frozenset(scope for name, scope in ticked.items() if self.cleaned_data.get(name))

    def clean(self) -> dict[str, Any]:
        """It has to be allowed something."""
        given = super().clean()
        if not self.scopes:
            self.add_error("read", _("Tick one of these at least."))
        return given


@form_view
def programs(request: Request) -> HttpResponse:
    """Those that may open it; and, after the passphrase, a new one, whose token is shown this once."""
    desk_of(request)
    visitor = parent_of(request)
    proof, form = ConfirmForm(request, visitor), ProgramForm(posted(request))
    if form.is_valid() and proof.is_valid():
        try:
            return page(request, "program-made.html", context={"token": _made(visitor, form)})
        except TooManyPrograms:
            wrong = _("There are %(number)d programs already. Take one back first.") % {"number": MOST_PROGRAMS}
            form.add_error("program", wrong)
    known = [
        (one.id, one.entry, [MAY[scope] for scope in MAY if scope in one.entry.scopes])
        for one in Programs(visitor.vault).known(clock.now())
    ]
    answer = form_page(request, "programs.html", form, {"proof": proof, "known": known})
    if form.is_valid():  # so it was the passphrase
        answer.status_code = 422
    return answer


@require_POST
def revoke(request: Request, id: UUID) -> HttpResponse:
    """Takes a token back, at once. This asks for no passphrase: it opens nothing."""
    Programs(open_of(request).vault).revoke(id)
    return redirect("programs")


def _made(visitor: Visitor, form: ProgramForm) -> str:
    """Raises TooManyPrograms."""
    now = clock.now()
    until = now + timedelta(days=form.cleaned_data["days"])
    return Programs(visitor.vault).make(form.cleaned_data["program"], form.scopes, now, until)
