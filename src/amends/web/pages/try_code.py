"""try-code: a parent types the recovery code while the diary is open, and hears whether it would open it. Nothing
changes: on the day when it is needed it is too late to find out that it is an old one, or misread."""

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from amends.store import visits
from amends.store.accounts import accounts
from amends.store.visits import Visitor
from amends.vault import is_recovery_code
from amends.web.fields import AS_TYPED, LONGER, ShownForm
from amends.web.forms import posted
from amends.web.fragments import Request, page
from amends.web.throttle import guess
from amends.web.visit import parent_of


class TryCodeForm(ShownForm):
    """The code, as it stands on the paper."""

    code = forms.CharField(
        label=gettext_lazy("Your recovery code, from the paper"),
        max_length=80,
        error_messages=LONGER | {"required": gettext_lazy("Type the code as it stands on your paper.")},
        widget=forms.TextInput(attrs=AS_TYPED | {"autocapitalize": "characters"}),
    )

    def __init__(self, request: Request, visitor: Visitor) -> None:
        super().__init__(posted(request))
        self._visitor = visitor

    def clean_code(self) -> str:
        """Raises ValidationError for one that would not open this diary; throttle.TooMany after too many here. A letter
        that is missing or wrong is no guess: the code itself tells."""
        typed = str(self.cleaned_data["code"])
        if not is_recovery_code(typed):
            raise forms.ValidationError(
                _("This is not a whole recovery code: seven groups of four. Please look again.")
            )
        with guess(f"visit {visits.name_of(self._visitor.secret).hex()}"):
            if not accounts().is_code_of(self._visitor.vault, typed):
                raise forms.ValidationError(_("No: this code does not open this diary. Nothing was changed."))
        return typed


@require_http_methods(["GET", "HEAD", "POST"])
def try_code(request: Request) -> HttpResponse:
    """Asks for the code, and says yes or no. Neither changes a row, and yes shows the code no more."""
    form = TryCodeForm(request, parent_of(request))
    if form.is_valid():
        return page(request, "code-opens.html", context={})
    return page(request, "try-code.html", context={"form": form}, status=422 if form.is_bound else 200)
