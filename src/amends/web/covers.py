"""What stands on the cover of a page of the library: a drawing, and the light of its shelf."""

from dataclasses import dataclass

from amends.guidance import Exercise

CHAPTERS = {"regulate": "calm", "words": "words", "ages": "ages", "story": "story", "reflect": "card"}
AGES, PHRASES, REHEARSAL = "crayons", "two-cups", "chair-by-bed"  # the pages that have rooms of their own
# No drawing stands twice on one shelf.
DRAWINGS = {
    "long-exhale": "window",
    "sigh": "blanket",
    "five-senses": "kettle",
    "cold-water": "cold-water",
    "feet-and-wall": "socks-wall",
    "let-go": "chair-by-bed",
    "step-out": "garden-step",
    "early-signs": "stairs",
    "hard-hours": "coats",
    "kind-word": "phone-down",
    "name-the-act": "small-shoe",
    "own-it": "lamp",
    "half-sorry": "letter",
    "their-side": "door-ajar",
    "limit-stays": "umbrella",
    "small-promise": "kettle",
    "without-sorry": "blanket",
    "one-breath": "window",
    "phrases": "socks-wall",
    "age-0-2": "blanket",
    "age-3-5": "small-shoe",
    "age-6-9": "coats",
    "age-10-12": "stairs",
    "age-13-17": "phone-down",
    "age-18": "two-cups",
    "other-wiring": "umbrella",
    "silent-ones": "door-ajar",
    "wait-for-calm": "chair-by-bed",
    "whose-voice": "stairs",
    "how-we-fought": "door-ajar",
    "someone-mended": "chair-by-bed",
    "what-i-keep": "coats",
    "hot-spots": "kettle",
    "young-me": "small-shoe",
    "guilt-not-shame": "lamp",
    "who-knows": "phone-down",
    "one-moment": "two-cups",
    "what-went-right": "garden-step",
    "values": "lamp",
    "my-childs-week": "crayons",
    "afterwards": "window",
    "letter-unsent": "letter",
    "two-of-us": "umbrella",
    "for-my-therapist": "phone-down",
}


@dataclass(frozen=True, slots=True)
class Cover:
    """A page as it stands on its shelf."""

    one: Exercise
    drawing: str
    chapter: str


def cover_of(one: Exercise) -> Cover:
    """The cover of a page. Raises KeyError for one without a drawing."""
    return Cover(one, DRAWINGS[one.id], CHAPTERS[one.track])
