"""The six steps of a repair. Each may be skipped or taken in another order."""

from collections.abc import Collection
from enum import StrEnum


class Step(StrEnum):
    """The steps, in the usual order."""

    CALM = "calm"
    ACKNOWLEDGE = "acknowledge"
    RESPONSIBILITY = "responsibility"
    VALIDATE = "validate"
    RECONNECT = "reconnect"
    PLAN = "plan"


WHOLE_WAY = tuple(Step)
SHORT_WAY = (Step.CALM, Step.ACKNOWLEDGE, Step.RESPONSIBILITY)  # after force: calm, name it, not your fault
# Words are written in every step but the first: calming needs none.
SPOKEN = tuple(step for step in Step if step is not Step.CALM)


def following(after: Step | None, settled: Collection[Step] = (), way: Collection[Step] = tuple(Step)) -> Step | None:
    """The next step of `way` that is not settled (done or skipped): from `after` on and then from the start.

    None when every other step of it is settled. Without `after`, the first of all.
    """
    order = list(Step)
    place = order.index(after) if after else -1
    rest = order[place + 1 :] + order[: max(place, 0)]
    return next((other for other in rest if other in way and other not in settled), None)
