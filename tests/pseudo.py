"""A language that nobody speaks: Amends with every letter of ours replaced, to see where English is left.

Greek stands in for a language written from left to right, Hebrew for one written from right to left: Django knows
their dates. Words grow by a third, as they do in most translations.
"""

import shutil
from pathlib import Path

import amends

LEFT, RIGHT = "el", "he"

# Runs in the site's own process, before anything else does.
HOOK = '''
import re
import string

import django.utils.translation.trans_real as real
import msgspec

SPARED = re.compile(r"%\\(\\w+\\)[sd]|%[sd]|<[^>]+>|&\\w+;")
NAMES = {"id", "track", "code", "tel", "sms", "link"}
LETTERS = str.maketrans(
    string.ascii_letters, "абцдефгхийклмнопярстуввхызАБЦДЕФГХИЙКЛМНОПЯРСТУВВХЫЗ"
)


def pseudo(text):
    """The text in no language: letters replaced, longer by a third; what is filled in later stays."""
    if not text.strip() or text != SPARED.sub("", text) and not SPARED.sub("", text).strip():
        return text
    parts, kept = SPARED.split(text), SPARED.findall(text)
    said = "".join(part.translate(LETTERS) + (kept[n] if n < len(kept) else "") for n, part in enumerate(parts))
    return said + "·" * (len(said) // 3)


def wrapped(told):
    def speak(*given):
        said = told(*given)
        return type(said)(pseudo(str(said))) if real.get_language() in ("el", "he") else said

    return speak


for name in ("gettext", "pgettext", "ngettext", "npgettext"):
    setattr(real, name, wrapped(getattr(real, name)))


def spoken(value):
    """Guidance with all its words replaced."""
    if isinstance(value, msgspec.Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        words = {name: one for name, one in fields.items() if name not in NAMES or not isinstance(one, str)}
        words.pop("sources", None)
        return msgspec.structs.replace(value, **{name: spoken(one) for name, one in words.items()})
    if isinstance(value, tuple):
        return tuple(map(spoken, value))
    if isinstance(value, dict):
        return {name: spoken(one) for name, one in value.items()}
    return pseudo(value) if type(value) is str else value


from amends.guidance.files import Guidance

read = Guidance._own
Guidance._own = lambda self, name, shape: (
    spoken(read(self, name, shape)) if self.language in ("el", "he") else read(self, name, shape)
)
'''


def speaking_pseudo(folder: Path) -> str:
    """A copy of Amends in `folder` that speaks both. Returns what PYTHONPATH has to be."""
    package = folder / "amends"
    shutil.copytree(Path(amends.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    content = package / "guidance" / "content"
    for language in (LEFT, RIGHT):
        shutil.copytree(content / "en", content / language)
    (folder / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    return str(folder)
