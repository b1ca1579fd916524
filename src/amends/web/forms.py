"""Forms that hear: every free text goes through the safety rules once, on its way in, from whatever page."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any, ClassVar, Generic, TypeVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy

from amends.coach import alarms, cautions
from amends.process import LONGEST_WORDS, Alarm, Caution, alarm_name, fresh_alarms
from amends.web.fields import ShownForm

Choice = TypeVar("Choice", bound=StrEnum)
NOT_SAID = {"csrfmiddlewaretoken", "keep", "overruled", "zone"}  # what a form sends beside what a parent said
HELD, CAME_BACK = "held", "came-back"
BACK, OVERRULE = "back", "overrule"
TOO_MANY = gettext_lazy("These are more lines than fit here: %(limit_value)d at most. Nothing was kept.")
TOO_LONG = gettext_lazy("This is more than can be taken at once: %(limit_value)d characters at most. Nothing was kept.")


def is_said(name: str, form: type["HearingForm"] | None = None) -> bool:
    """Whether a field of this name holds somebody's words in any form, and not what a button or a page says."""
    form = form or HearingForm
    return name in form.listens_to or any(is_said(name, kind) for kind in form.__subclasses__())


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


class WordsField(forms.CharField):
    """Free text: with a bound, and with the line breaks that were typed."""

    def __init__(self, *, max_length: int = LONGEST_WORDS, **more: Any) -> None:
        more.setdefault("error_messages", {}).setdefault("max_length", TOO_LONG)
        super().__init__(max_length=max_length, **more)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Words run the way of their own script, whatever the page's language."""
        return {**super().widget_attrs(widget), "dir": "auto"}

    def clean(self, value: Any) -> str:
        """The words. Browsers send another line break than the one they count: the bound is on what was typed."""
        return str(super().clean(value.replace("\r\n", "\n") if isinstance(value, str) else value))


def longest(form: type[forms.Form]) -> dict[str, int]:
    """How many characters each text of a form may have, by its name. A page that draws a field itself says the same."""
    texts = {name: getattr(field, "each", field) for name, field in form.base_fields.items()}
    bounds = {name: getattr(field, "max_length", None) for name, field in texts.items()}
    return {name: bound for name, bound in bounds.items() if bound}


class ManyWidget(forms.MultipleHiddenInput):
    """Several fields of one name."""


class ManyWordsField(forms.Field):
    """Free texts under one name, each with the same bound; at most so many of them."""

    widget = ManyWidget

    def __init__(self, *, max_length: int = LONGEST_WORDS, most: int, **more: Any) -> None:
        super().__init__(required=False, **more)
        self.most = most
        self.each = WordsField(max_length=max_length, required=False)

    def clean(self, value: Any) -> list[str]:
        """The texts, in order. Raises ValidationError for one that is too long, or for too many."""
        texts = [self.each.clean(words) for words in value or []]
        if len(texts) > self.most:
            raise ValidationError(TOO_MANY, params={"limit_value": self.most})
        return texts


class ChoiceOf(forms.Field, Generic[Choice]):
    """One of our own choices; anything else counts as left open."""

    def __init__(self, choices: type[Choice], **more: Any) -> None:
        super().__init__(required=False, **more)
        self.choices = choices

    def to_python(self, value: Any) -> Choice | None:
        """The choice, or None."""
        return next((choice for choice in self.choices if choice == value), None)


class OnceForm(ShownForm):
    """A form that makes one thing, however often it is sent: each page that shows it draws a new id for it.

    Sent again with other words (from a page that was gone back to), it makes another thing.
    """

    once = forms.CharField(required=False, max_length=64)

    @property
    def once_id(self) -> str:
        """The id that a page sends along: a new one, or that of the form that was sent."""
        return self.data.get("once") or uuid4().hex

    @property
    def once_name(self) -> str:
        """What was sent, as a name: the same for the same form with the same words. Empty where no id came along."""
        if not self.data.get("once"):
            return ""
        fields = sorted((name, _many(self.data, name)) for name in self.data if name not in NOT_SAID)
        return sha256(repr(fields).encode()).hexdigest()


class HearingForm(ShownForm):
    """A form whose free texts (the fields named in `listens_to`) are heard once, when it is checked.

    `alarms` and `cautions` say what was heard. What follows from it, whoever uses the form decides: see HeardForm.
    """

    listens_to: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Mapping[str, Any] | None = None, *more: Any, **named: Any) -> None:
        super().__init__(data, *more, **named)
        self.alarms: tuple[Alarm, ...] = ()
        self.cautions: tuple[Caution, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Hears what was written."""
        cleaned = super().clean() or self.cleaned_data
        text = "\n".join(self.said(cleaned))
        self.alarms, self.cautions = alarms(text), cautions(text)
        return cleaned

    def said(self, cleaned: Mapping[str, Any]) -> Iterable[str]:
        """All that is heard, text by text."""
        return (words for name in self.listens_to for words in _texts(cleaned.get(name)))


class HeardForm(HearingForm):
    """A form that grave words make invalid, in a way of its own, until the parent asks to keep them all the same.

    It is the shape of every form with free text outside the steps, where `process.turn` decides the same. `known` are
    the names of alarms that were overruled, or kept on purpose, before.
    """

    def __init__(
        self, data: Mapping[str, Any] | None = None, *more: Any, known: Collection[str] = (), **named: Any
    ) -> None:
        super().__init__(data, *more, **named)
        self.known = known

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError with code `held` for words of danger, `came-back` where the stop was answered."""
        cleaned = super().clean()
        answer = self.data.get("stopped", "")
        meant = map(alarm_name, self.alarms) if answer == OVERRULE else ()
        self.overruled = [*_many(self.data, "overruled"), *meant]
        self.fresh = fresh_alarms(self.alarms, [*self.known, *self.overruled])
        if answer:
            raise ValidationError("", code=CAME_BACK)
        if self.fresh and "keep" not in self.data:
            raise ValidationError("", code=HELD)
        return cleaned

    @property
    def is_held(self) -> bool:
        """Whether words of danger stand in the way: they come first, whatever else is wrong."""
        return HELD in self._codes

    @property
    def came_back(self) -> bool:
        """Whether the words come back from the stop and nothing else is wrong: shown again, not kept yet."""
        return self._codes == {CAME_BACK}

    @property
    def _codes(self) -> set[str | None]:
        return {error.code for errors in self.errors.as_data().values() for error in errors}


def names_in(*texts: str) -> list[str]:
    """What is heard in words that are kept already: they were kept on purpose, and do not stop a second time."""
    return [alarm_name(alarm) for alarm in alarms("\n".join(texts))]


def _texts(value: object) -> Iterable[str]:
    return value if isinstance(value, list) else [str(value or "")]


def _many(data: Mapping[str, Any], name: str) -> list[str]:
    return data.getlist(name) if isinstance(data, MultiValueDict) else [*data.get(name, ())]
