"""The site's own files: one stylesheet and few scripts out of many parts, so that a first page asks for few things."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE = "amends.css"
# In the order in which they apply; each is in a cascade layer, so the order inside a room does not matter elsewhere.
PARTS = (
    "tokens",
    "colours",
    "base",
    "frame",
    "parts",
    "dots",
    "book",
    "art",
    "now",
    "breathe",
    "sentence",
    "write",
    "write-note",
    "write-desk",
    "card",
    "asks",
    "after",
    "help",
    "library",
    "tool",
    "rehearsal",
    "patterns",
    "diary",
    "account",
    "given",
    "circle",
    "letters",
)
# What a script is joined from, before its own lines: a part may use what an earlier one names.
SCRIPTS = {
    "amends.js": ("store", "waits", "left", "asks", "leave", "lock", "saved", "worker", "deliver", "hour", "goes-on"),
    "country.js": ("store",),
    "offline.js": ("store", "listen"),
    "outbox.js": ("store", "hpke"),
    "write.js": ("mirror", "aside", "keeps"),
}
MODULES = {"offline.js", "outbox.js", "write.js"}  # asked for by `import`: each has a room of its own already


class OneStyle(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it ships no types
    """Collects files with their hash in the name, and the parts of the style and of each script as one file."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Joins the parts before names are given; only the whole is served."""
        folder = Path(self.location)
        joined = "\n".join((folder / "css" / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
        whole = {STYLE: joined} | {name: _script(name, paths) for name in SCRIPTS}
        for name, text in whole.items():
            self.delete(name)
            self._save(name, ContentFile(text.encode()))
        served = {name: path for name, path in paths.items() if not name.startswith(("css/", "js/"))}
        yield from super().post_process(served | {name: (self, name) for name in whole}, dry_run, **options)


def _script(name: str, paths: dict[str, Any]) -> str:
    """The parts of a script and its own lines, from their sources: what was joined before is not joined again."""
    lines = "\n".join(_source(part, paths) for part in (*(f"js/{part}.js" for part in SCRIPTS[name]), name))
    return lines if name in MODULES else f'(() => {{\n"use strict";\n{lines}}})();\n'


def _source(name: str, paths: dict[str, Any]) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
