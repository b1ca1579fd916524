"""Fields as every form shows them: label, length, help and error stand once, in the form and in one template."""

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.vault import is_recovery_code

Said = Any  # text of ours: translated when it is shown
LONGEST_NAME, LONGEST_PHRASE = 80, 500
LONGEST_SPOKEN = 200  # characters of five words, and all blanks between them
UNKEPT = {"autocomplete": "off"}  # a browser is asked to remember nothing of what is typed here
LONGER = {"max_length": gettext_lazy("That is longer than %(limit_value)d characters. Please look again.")}
AS_TYPED = UNKEPT | {"autocapitalize": "none", "spellcheck": "false"}


# Said where a field has no sentence of its own for it, instead of what Django says then: it speaks of fields.
COMMON = {
    "required": gettext_lazy("Something is still missing here."),
    "invalid_choice": gettext_lazy("Choose one of those that stand here."),
}

DJANGOS = (
    forms.Field.default_error_messages["required"],
    forms.ChoiceField.default_error_messages["invalid_choice"],
    forms.MultipleChoiceField.default_error_messages["invalid_choice"],
)


def unless(says: Said) -> dict[str, Said]:
    """What is said where a field is empty, and where what stands in it is nothing of its kind."""
    return {"required": says, "invalid": says}


class OurFields(DjangoTemplates):
    """Draws a field with its label, its help and its error."""

    field_template_name = "parts/field.html"


class Paper(forms.Textarea):
    """A page to write on. It does not cut what is pasted: the form says what is too long."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Without a length of its own."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {name: value for name, value in attrs.items() if name != "maxlength"}


class ShownForm(forms.Form):
    """A form whose fields draw themselves. The first one with an error has the focus, without script too."""

    use_required_attribute = False  # our own words say what is missing

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s", **named})
        for field in self.fields.values():
            for code, says in COMMON.items():
                if field.error_messages.get(code) in DJANGOS:
                    field.error_messages[code] = says

    def add_error(self, field: str | None, error: Any) -> None:
        """Notes what is wrong, and where to look first."""
        super().add_error(field, error)
        wrong = [name for name in self.fields if name in self.errors]
        for name in wrong:
            self.fields[name].widget.attrs.pop("autofocus", None)
        if wrong:
            self.fields[wrong[0]].widget.attrs["autofocus"] = True


def name_field(label: Said, *, help_text: Said = "", required: bool = True) -> forms.CharField:
    """The name by which a diary is found."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs=AS_TYPED),
        error_messages={
            "required": gettext_lazy("Choose a name. Any will do; it need not be yours."),
            "max_length": gettext_lazy("That name is too long."),
        },
    )


class SpokenForm(ShownForm):
    """The five words that somebody told by voice. Their letters alone count."""

    spoken = forms.CharField(
        label=gettext_lazy("The five words"),
        max_length=LONGEST_SPOKEN,
        widget=forms.TextInput(attrs=AS_TYPED | {"dir": "auto"}),
        error_messages=LONGER | {"required": gettext_lazy("Type the five words that you were told.")},
    )


class SignInForm(ShownForm):
    """A name and its passphrase; or the recovery code, which needs no name."""

    known_as = name_field(gettext_lazy("The name you chose"), required=False)
    passphrase = forms.CharField(
        label=gettext_lazy("Passphrase"),
        max_length=LONGEST_PHRASE,
        required=False,
        strip=False,
        error_messages=LONGER,
        widget=forms.PasswordInput(attrs=UNKEPT),
    )
    code = forms.CharField(
        label=gettext_lazy("Recovery code, as you printed it"),
        help_text=gettext_lazy("It always works, with no name and no passphrase. Then choose a new passphrase."),
        max_length=80,
        required=False,
        error_messages=LONGER,
        widget=forms.TextInput(attrs=AS_TYPED | {"autocapitalize": "characters"}),
    )

    @property
    def recovery(self) -> str:
        """The recovery code, also where it was typed as the passphrase. Empty where there is none."""
        given, phrase = self.cleaned_data, self.cleaned_data.get("passphrase") or ""
        return given.get("code") or (phrase if is_recovery_code(phrase) else "")

    def clean(self) -> dict[str, Any]:
        """Either way, but one of them whole."""
        given = super().clean() or {}
        if not self.recovery and not (given.get("known_as") and given.get("passphrase")):
            raise forms.ValidationError(_("Type your name and your passphrase, or your recovery code."))
        return given
