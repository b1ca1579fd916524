"""Words that change nothing about what is said, heard as one: who speaks, of whom, and how it is spelled.

The models read a sentence in this form, in training as in use. Cues and safety rules read it as it was: they name their
words, and whether he or she does something can matter to them.
"""

from dataclasses import replace

from amends.coach.language import Language
from amends.coach.names import without_owner
from amends.coach.normalise import Plain, Word, starts_of


def alike(told: Plain) -> Plain:
    """The same sentence with each such word as the one that stands for all of its kind; places stay where they were."""
    language = told.language
    words = tuple(Word(_one_of_a_kind(one.text, language), *one[1:]) for one in told.words)
    return replace(told, text=f" {' '.join(one.text for one in words)} ", words=words, starts=starts_of(words))


def _one_of_a_kind(word: str, language: Language) -> str:
    """ "dad's" as "mums", and a name as the same with or without one: many leave the apostrophe out. Not "it's", which
    is two words."""
    kinds, joined = language.spelling.alike, language.spelling.joined
    if word in kinds:
        return kinds[word]
    if word in joined:
        return word
    bare, owner = without_owner(word)
    if bare == language.names.stands_for:
        return bare
    return f"{kinds.get(bare, bare)}s" if owner else word.replace("'", "")
