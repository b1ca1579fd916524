"""export and import: a diary as a file of its owner's, and files of other diaries brought in."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from amends.store.door import NotReadable
from amends.store.export import exported
from amends.store.imports import found
from amends.web.diary_file import diary_page
from amends.web.fields import ShownForm
from amends.web.fragments import Request, page
from amends.web.pages.account import ConfirmForm
from amends.web.visit import desk_of, parent_of, zone_of


class FileForm(ShownForm):
    """A file of a diary."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "Either all of it is kept, or nothing. To bring the same file twice does no harm. Pictures stay behind."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,.json,.csv"}),
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("Choose a file first. It may have 50 MB at most."),
            "invalid": gettext_lazy("Choose a file first. It may have 50 MB at most."),
        },
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
    """Takes a file, and keeps all its entries or none."""
    visitor = parent_of(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            file = form.cleaned_data["file"]
            whole = found(file.read(), zone_of(desk_of(request).preferences), file.name)
            visitor.diary.bring_all(whole.diary, whole.is_ours)
            return redirect("diary")
        except NotReadable as error:
            form.add_error("file", str(error))
    return page(request, "import.html", context={"form": form}, status=422 if form.is_bound else 200)
