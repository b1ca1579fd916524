"""The frozen types of the page behind a link."""

from amends.guidance.shape import Shape


class LinksText(Shape, frozen=True):
    """links.toml."""

    asked: str
    wrong: str
    for_you: str
    untitled: str
    remove: str
    removed: str
    told: str
    gone: str
    unsure: str
    sources: tuple[str, ...] = ()
