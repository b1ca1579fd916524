"""The frozen types of the words around a rehearsal."""

from collections.abc import Mapping

from amends.guidance.shape import Shape


class VoiceRules(Shape, frozen=True):
    """rehearsal/voice.toml: how a language model is asked to word a line, and what no child of ours says.

    `ask` has the places {band}, {temper}, {mood}, {happened}, {recent}, {heard}, {does}, {says} and {most}. `giving`
    is not said in a closed mood, `grown`, `narrator` and `rough` never. `small` are the words that anybody may share.
    """

    system: str
    ask: str
    bands: Mapping[str, str]
    tempers: Mapping[str, str]
    moods: Mapping[str, str]
    giving: tuple[str, ...]
    grown: tuple[str, ...]
    narrator: tuple[str, ...]
    rough: tuple[str, ...]
    small: tuple[str, ...]
    sources: tuple[str, ...] = ()
