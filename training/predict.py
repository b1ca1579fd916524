"""What one of the readers says of the held-out voices, as predictions: python -m training.predict "rules alone"

The same lines that `amends read --jsonl` writes, so that baselines and strangers are scored alike.
"""

import json
import sys
from collections.abc import Iterator

from training.corpus import Message, part
from training.package import named
from training.readers import READERS, Reader


def predicted(reader: Reader, found: list[Message]) -> Iterator[str]:
    """One line a message: the gold's own sentences, with what the reader says of them."""
    for message in found:
        said = zip(message.sentences, reader(message), strict=True)
        sentences = [{"start": one.start, "end": one.end, "labels": sorted(labels)} for one, labels in said]
        yield json.dumps({"id": named(message), "sentences": sentences})


if __name__ == "__main__":
    print(*predicted(READERS[sys.argv[1]](), part("test")), sep="\n")
