"""export and import: a diary as a file of its owner's, and files of other diaries brought in."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from amends.store.door import NotReadable
from amends.store.export import exported
from amends.store.formats.found import Found, Left
from amends.store.imports import found
from amends.store.visits import Visitor
from amends.web.diary_file import diary_page
from amends.web.fields import ShownForm, unless
from amends.web.fragments import Request, page
from amends.web.held import MINUTES, hold, take
from amends.web.pages.account import ConfirmForm
from amends.web.visit import desk_of, parent_of, zone_of

MOST_A_TURN = 1_000  # entries: about a second of work, in which nobody else can write
TOO_LARGE = gettext_lazy(
    "This file has more than 50 MB, so nothing of it was read. Where there are pictures in it, make it again without "
    "them; or bring in a part of it."
)
GONE = gettext_lazy("This file is not held here any more, and nothing of it was kept. Choose it once more.")
EMPTY = gettext_lazy("There is no entry with words in this file.")
LEFT = {
    Left.PICTURES: gettext_lazy("pictures"),
    Left.VIDEOS: gettext_lazy("videos"),
    Left.SOUND: gettext_lazy("recordings"),
    Left.DOCUMENTS: gettext_lazy("documents"),
    Left.PLACES: gettext_lazy("places"),
    Left.WEATHER: gettext_lazy("the weather"),
    Left.EMPTY: gettext_lazy("entries without words"),
    Left.FILES: gettext_lazy("other files"),
}


class FileForm(ShownForm):
    """A file of a diary."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "You see first what is in it. It may have 50 MB at most. To bring the same file twice does no harm."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,.json,.csv,.tsv,.txt,.text,.md,.markdown"}),
        allow_empty_file=True,
        error_messages=unless(gettext_lazy("Choose a file first.")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: Request) -> HttpResponse:
    """Asks for the passphrase; then all there is, as one file. It is made in memory and written nowhere here."""
    visitor = parent_of(request)
    form = ConfirmForm(request, visitor)
    whole = visitor.diary.whole()
    if not form.is_valid():
        context = {"form": form, "damaged": whole.damaged}
        return page(request, "export.html", context=context, status=422 if form.is_bound else 200)
    content = exported(whole, diary_page(whole, timezone.now()), timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="diary.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Request) -> HttpResponse:
    """Takes a file and shows what is in it; only when that is wished, keeps its entries, turn by turn."""
    visitor = parent_of(request)
    if "held" in request.POST:
        return _answered(request, visitor)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        return _shown(request, visitor, form.cleaned_data["file"])
    if _is_too_large(request):
        return _told(request, str(TOO_LARGE))
    return _asked(request, form)


def _shown(request: Request, visitor: Visitor, file: UploadedFile) -> HttpResponse:
    """What is in the file, which is held until its owner has said what is to come of it."""
    name, content = file.name or "", file.read()
    try:
        context = _look(visitor, _found(request, name, content))
    except NotReadable as error:
        return _told(request, str(error))
    context |= {"held": hold(visitor, name, content, timezone.now()), "minutes": MINUTES}
    return page(request, "import-look.html", context=context)


def _answered(request: Request, visitor: Visitor) -> HttpResponse:
    """What was looked at is let go, or kept: a part of it at each turn, so that nobody waits behind a long diary."""
    held = take(visitor, request.POST["held"], timezone.now())
    if "not-now" in request.POST:
        return redirect("account")
    if held is None:
        return _told(request, str(GONE))
    if "stop" in request.POST:
        return redirect("diary")
    whole = _found(request, *held)
    left = visitor.diary.bring_some(whole.diary, whole.is_ours, MOST_A_TURN)
    if not left:
        return redirect("diary")
    entries = whole.diary.entries
    context = {"held": hold(visitor, *held, timezone.now()), "entries": entries, "done": entries - left}
    return page(request, "import-turn.html", context=context)


def _asked(request: Request, form: FileForm) -> HttpResponse:
    return page(request, "import.html", context={"form": form}, status=422 if form.is_bound else 200)


def _told(request: Request, wrong: str) -> HttpResponse:
    """The same page, with what is wrong about the file that was sent."""
    form = FileForm({})
    form.fields["file"].required = False  # one was sent
    form.add_error("file", wrong)
    return _asked(request, form)


def _found(request: Request, name: str, content: bytes) -> Found:
    """What is in a file. Raises NotReadable, also where no entry is."""
    whole = found(content, zone_of(desk_of(request).preferences), name)
    if not whole.diary.entries:
        raise NotReadable(str(EMPTY))
    return whole


def _look(visitor: Visitor, whole: Found) -> dict[str, object]:
    """What is in a file, and what would come of it here."""
    met = visitor.diary.meet(whole.diary, whole.is_ours)
    return {
        "found": whole,
        "left": [LEFT[kind] for kind in whole.left],
        "changed": len(met.changed),
        "there": len(whole.diary.journal) - len(met.new) - len(met.changed),
    }


def _is_too_large(request: Request) -> bool:
    """Whether a file was sent that was not read at all: at the door, or here by how long the form says it is."""
    said = int(request.META.get("CONTENT_LENGTH") or 0)
    return bool(request.META.get(settings.FILE_IS_TOO_LARGE)) or said > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
