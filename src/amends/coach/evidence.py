"""Which words a mark stands under: whole words of one clause, and never one that leaves its sentence hanging."""

from collections.abc import Iterator, Sequence

from amends.coach.grammar import Grammar
from amends.coach.normalise import Plain, Word
from amends.process import Place

SHORT = 12  # words: a clause of so many is shown whole where only a model heard something in it


def of_cue(sentence: Plain, heard: Place) -> Place | None:
    """The words of a cue that lie in one clause: of several, the one that holds most. None if none does."""
    words, clause = _most(sentence, heard)
    return _place(words, clause, sentence.language.grammar)


def of_model(sentence: Plain, heard: Place) -> Place | None:
    """The clause in which a model heard something, whole where it is short, else the words heard in it."""
    words, clause = _most(sentence, heard)
    part = max(_begun(clause, sentence.language.grammar), key=lambda part: len(set(part) & set(words)))
    shown = part if len(part) <= SHORT else [word for word in words if word in part]
    return _place(shown, clause, sentence.language.grammar)


def _most(sentence: Plain, heard: Place) -> tuple[list[Word], list[Word]]:
    """Of the clauses that hold some of what was heard, those words of the one that holds most, and all of its words."""
    grammar = sentence.language.grammar
    pieces = ((_within(sentence, clause, heard), _within(sentence, clause, clause)) for clause in sentence.clauses)
    return max(pieces, key=lambda piece: (len(_finished(piece[0], grammar)), len(piece[0])))


def _begun(clause: Sequence[Word], grammar: Grammar) -> Iterator[list[Word]]:
    """A clause cut before "because", "when", "if" and their like."""
    part: list[Word] = []
    for word in clause:
        if part and word.text in grammar.clause_begins:
            yield part
            part = []
        part.append(word)
    yield part


def _within(sentence: Plain, clause: Place, heard: Place) -> list[Word]:
    start, end = max(clause.start, heard.start), min(clause.end, heard.end)
    return [word for word in sentence.words if start <= word.start and word.end <= end]


def _finished(words: Sequence[Word], grammar: Grammar) -> Sequence[Word]:
    """Without stops, and without words at the end that wait for another one."""
    kept = [word for word in words if word.text not in "?!"]
    while kept and kept[-1].text in grammar.never_last:
        kept.pop()
    return kept


def _place(words: Sequence[Word], clause: Sequence[Word], grammar: Grammar) -> Place | None:
    finished = _finished(words, grammar) or _finished(clause, grammar)
    return Place(finished[0].start, finished[-1].end) if finished else None
