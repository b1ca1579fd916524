"""The site's own files: one stylesheet out of the rooms' parts, so that a first page asks for few things."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE = "amends.css"
# In the order in which they apply; each is in a cascade layer, so the order inside a room does not matter elsewhere.
PARTS = (
    "tokens",
    "night",
    "base",
    "frame",
    "parts",
    "art",
    "now",
    "breathe",
    "sentence",
    "write",
    "card",
    "help",
    "library",
    "diary",
)


class OneStyle(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it ships no types
    """Collects files with their hash in the name, and the parts of the style as one file."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Joins the parts before names are given; only the whole is served."""
        folder = Path(self.location)
        joined = "\n".join((folder / "css" / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
        self.delete(STYLE)
        self._save(STYLE, ContentFile(joined.encode()))
        served = {name: path for name, path in paths.items() if not name.startswith("css/")}
        yield from super().post_process(served | {STYLE: (self, STYLE)}, dry_run, **options)
