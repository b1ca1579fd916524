"""What leaves one vault for another: who opens it, until when, and what a host that changes rows is noticed for."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db.models import F
from msgspec import json

from amends.process import Letter, LetterKind, Person, Role, State
from amends.store import archive, handed
from amends.store.circle import Circle, OwnInvitation, TooManyPeople
from amends.store.giving import Giving
from amends.store.handed import NotThere, Spot
from amends.store.invitations import TRIES, Hello, WrongWords, hear_invitation, lay_house_invitation
from amends.store.links import hear_link, listen, open_link, read_link, remove_link
from amends.store.models import Handed, Owner
from amends.store.opened import Vault
from amends.store.shelf import Kept, NotKept
from amends.store.visits import drop, purge
from amends.vault import WORKS, Other, answer, check_words, write_to
from tests.store.conftest import HOUSE, NOW, PHRASE, parent
from tests.works import counted

pytestmark = pytest.mark.django_db
LIGHT = WORKS["light"]
WORDS = "five words told by voice"
UNTIL = NOW + timedelta(weeks=4)
LATER = NOW + timedelta(hours=1)
PAGE = Letter(LetterKind.PAGE, NOW, UNTIL, "A page", "<article>It was late.</article>")


def invited(vault: Vault, role: Role = Role.CO_PARENT, name: str = "Ben") -> Spot:
    """An invitation to `name`."""
    return Spot.alone(Circle(vault).invite(name, role, WORDS, UNTIL, NOW, LIGHT, "Ada"))


def paired(
    one: Vault, other: Vault, role: Role = Role.CO_PARENT, name: str = "Ben"
) -> tuple[Kept[Person], Kept[Person]]:
    """Two who know each other: the second as the first knows them, and the first as the second does."""
    back = Circle(other).accept(hear_invitation(invited(one, role, name), WORDS, NOW), name, NOW)
    Circle(one).invitations(NOW)
    assert back is not None
    return next(kept for kept in Circle(one).known() if kept.entry.name == name), back


@pytest.fixture
def ada() -> Vault:
    return parent("ada")[0].vault


@pytest.fixture
def ben() -> Vault:
    return parent("ben")[0].vault


@pytest.fixture
def cleo() -> Vault:
    return parent("cleo")[0].vault


def states(vault: Vault, now: object = NOW) -> list[State]:
    """What became of all that was given, newest first."""
    return [state for _kept, state in Giving(vault).given(now)]


def test_who_hears_the_words_is_known_from_then_on_and_so_is_who_invited(ada: Vault, ben: Vault) -> None:
    to_ada, to_ben = paired(ada, ben)
    assert (to_ada.entry.name, to_ada.entry.role, to_ada.entry.invited) == ("Ben", Role.CO_PARENT, True)
    assert (to_ben.entry.name, to_ben.entry.role, to_ben.entry.invited) == ("Ada", Role.CO_PARENT, False)
    assert to_ada.entry.pair == to_ben.entry.pair
    assert check_words(to_ada.entry.pair) == check_words(to_ben.entry.pair)
    assert Circle(ada).invitations(NOW) == []
    assert not Handed.objects.exists()


def test_a_wrong_code_burns_the_invitation_at_the_third_try(ada: Vault) -> None:
    spot = invited(ada)
    for left in (2, 1, 0):
        with pytest.raises(WrongWords) as wrong:
            hear_invitation(spot, "five words that nobody told", NOW)
        assert wrong.value.left == left
    with pytest.raises(NotThere):
        hear_invitation(spot, WORDS, NOW)
    (over,) = Circle(ada).invitations(NOW)
    assert over.is_over
    Circle(ada).withdraw(over.id)
    assert Circle(ada).invitations(NOW) == []


def test_the_right_words_cost_no_try(ada: Vault) -> None:
    spot = invited(ada)
    for _ in range(TRIES + 1):
        hear_invitation(spot, WORDS, NOW)


def test_an_invitation_is_answered_once_and_ends_by_itself_or_when_taken_back(
    ada: Vault, ben: Vault, cleo: Vault
) -> None:
    spot = invited(ada)
    first, second = (hear_invitation(spot, WORDS, NOW) for _ in range(2))
    Circle(ben).accept(first, "Ben", NOW)
    with pytest.raises(NotThere):
        Circle(cleo).accept(second, "Cleo", NOW)
    assert Circle(cleo).known() == []
    with pytest.raises(NotThere):
        hear_invitation(invited(ada), WORDS, UNTIL)
    spot = invited(ada)
    Circle(ada).withdraw(spot.id)
    with pytest.raises(NotThere):
        hear_invitation(spot, WORDS, NOW)


def test_a_host_that_answers_an_invitation_itself_is_noticed(ada: Vault) -> None:
    spot = invited(ada)
    Handed.objects.filter(id=spot.id).update(answer=bytes(2000))
    (one,) = Circle(ada).invitations(NOW)
    assert one.is_forged
    assert Circle(ada).known() == []


def test_an_invitation_of_the_house_pairs_nobody_and_opens_once(ben: Vault) -> None:
    spot = lay_house_invitation(WORDS, UNTIL, LIGHT)
    assert Circle(ben).accept(hear_invitation(spot, WORDS, NOW), "Ben", NOW) is None
    with pytest.raises(NotThere):
        hear_invitation(spot, WORDS, NOW)


def test_of_two_who_take_an_invitation_of_the_house_at_once_one_has_it(ben: Vault, cleo: Vault) -> None:
    spot = lay_house_invitation(WORDS, UNTIL, LIGHT)
    first, second = (hear_invitation(spot, WORDS, NOW) for _ in range(2))
    assert Circle(ben).accept(first, "Ben", NOW) is None
    with pytest.raises(NotThere):
        Circle(cleo).accept(second, "Cleo", NOW)
    assert not Handed.objects.exists()


def test_nobody_is_paired_with_themselves(ada: Vault) -> None:
    spot = invited(ada)
    with pytest.raises(OwnInvitation):
        Circle(ada).accept(hear_invitation(spot, WORDS, NOW), "Ada", NOW)
    assert Circle(ada).known() == []
    assert not Circle(ada).invitations(NOW)[0].is_over


def test_an_answer_that_waits_is_burnt_by_nobody(ada: Vault, ben: Vault) -> None:
    spot = invited(ada)
    Circle(ben).accept(hear_invitation(spot, WORDS, NOW), "Ben", NOW)
    for words in (WORDS, *["wrong words"] * TRIES):
        with pytest.raises(NotThere):
            hear_invitation(spot, words, NOW)
    Circle(ada).invitations(NOW)
    assert [kept.entry.name for kept in Circle(ada).known()] == ["Ben"]


def test_a_capital_letter_is_not_heard(ada: Vault) -> None:
    hear_invitation(invited(ada), f"  {WORDS.title()} ", NOW)


def test_who_is_forgotten_counts_no_more_and_what_was_given_to_them_counts_as_taken_back(
    ada: Vault, ben: Vault
) -> None:
    to_ben, to_ada = paired(ada, ben)
    Giving(ada).give(to_ben, PAGE)
    Giving(ben).part(to_ada.id, NOW)
    Giving(ada).box(NOW)
    assert states(ada) == [State.PARTED]
    Giving(ada).forget_person(to_ben.id, NOW)
    assert Circle(ada).known() == []
    assert states(ada) == [State.TAKEN_BACK]
    with pytest.raises(NotKept):
        Giving(ada).forget_person(to_ben.id, NOW)


def test_there_is_an_end_to_how_many_people_one_knows(ada: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amends.store.circle.MOST_PEOPLE", 1)
    invited(ada)
    with pytest.raises(TooManyPeople):
        invited(ada)


def test_what_is_given_opens_for_its_person_alone_as_it_was_byte_for_byte(ada: Vault, ben: Vault, cleo: Vault) -> None:
    to_ben, from_ada = paired(ada, ben)
    paired(ada, cleo, name="Cleo")
    kept = Giving(ada).give(to_ben, PAGE)
    (found,) = Giving(ben).box(NOW).letters
    assert (found.id, found.person, found.letter) == (kept.id, from_ada, PAGE)
    assert Giving(cleo).box(NOW).letters == ()
    with pytest.raises(NotThere):
        Giving(cleo).open(kept.id, NOW)
    with pytest.raises(NotThere):
        Giving(ada).open(kept.id, NOW)


def test_the_row_does_not_say_who_gave_it(ada: Vault, ben: Vault) -> None:
    Giving(ada).give(paired(ada, ben)[0], PAGE)
    row = Handed.objects.values().get()
    assert str(ada.owner) not in repr(row)
    assert ada.owner.bytes not in bytes(row["sealed"])
    assert b"late" not in bytes(row["sealed"])


def test_its_giver_sees_what_became_of_it(ada: Vault, ben: Vault) -> None:
    to_ben, _ = paired(ada, ben)
    kept = Giving(ada).give(to_ben, PAGE)
    assert states(ada) == [State.WAITING]
    Giving(ben).box(NOW)
    assert states(ada) == [State.WAITING]
    assert Giving(ben).open(kept.id, LATER).receipt == Giving(ben).letter(kept.id, NOW).receipt
    assert states(ada) == [State.OPENED]
    Giving(ben).remove(kept.id, LATER)
    assert states(ada) == [State.REMOVED]
    assert Giving(ben).box(NOW).letters == ()
    assert not bytes(Handed.objects.get().sealed)


def test_what_was_taken_back_or_is_over_is_gone_for_good(ada: Vault, ben: Vault) -> None:
    to_ben, _ = paired(ada, ben)
    kept = Giving(ada).give(to_ben, PAGE)
    Giving(ada).take_back(kept.id, NOW)
    Giving(ada).take_back(kept.id, LATER)
    assert states(ada) == [State.TAKEN_BACK]
    assert not Handed.objects.exists()
    late = Giving(ada).give(to_ben, replace(PAGE, written=LATER))
    with pytest.raises(NotThere):
        Giving(ben).open(late.id, UNTIL)
    assert states(ada, UNTIL) == [State.EXPIRED, State.TAKEN_BACK]
    purge(UNTIL)
    assert not Handed.objects.exists()
    Giving(ada).forget(late.id, NOW)
    assert len(states(ada)) == 1


def test_a_host_that_edits_what_was_given_is_noticed_by_both(ada: Vault, ben: Vault, cleo: Vault) -> None:
    to_ben, _ = paired(ada, ben)
    to_cleo, _ = paired(ada, cleo, name="Cleo")
    first, second = Giving(ada).give(to_ben, PAGE), Giving(ada).give(to_ben, replace(PAGE, title="Another"))
    rows = {row.id: bytes(row.sealed) for row in Handed.objects.all()}

    def edited(**columns: object) -> tuple[int, int, State]:
        """How many letters Ben opens, how many strange ones he is told of, and what Ada sees of the first."""
        Handed.objects.filter(id=first.id).update(**columns)
        box = Giving(ben).box(NOW)
        seen = (len(box.letters), box.strange, dict((one.id, state) for one, state in Giving(ada).given(NOW))[first.id])
        Handed.objects.filter(id=first.id).update(sealed=rows[first.id], answer=b"")
        return seen

    assert edited(sealed=rows[second.id]) == (1, 1, State.CHANGED)
    assert edited(sealed=bytes(2000)) == (1, 1, State.CHANGED)
    assert edited(answer=bytes(300)) == (2, 0, State.WAITING)
    moved = Giving(ada).give(to_cleo, PAGE)
    Handed.objects.filter(id=moved.id).update(owner_id=ben.owner)
    assert Giving(ben).box(NOW).strange == 1
    assert Giving(cleo).box(NOW).letters == ()
    Handed.objects.filter(id=first.id).delete()
    assert [state for one, state in Giving(ada).given(NOW) if one.id in (first.id, moved.id)] == [
        State.GONE,
        State.GONE,
    ]


def test_a_host_that_gives_more_time_gives_none(ada: Vault, ben: Vault) -> None:
    Giving(ada).give(paired(ada, ben)[0], PAGE)
    words = "other words for a link"
    link = Giving(ada).give_link("Dr Reed", PAGE, words, LIGHT)
    Handed.objects.update(until=F("until") + 100_000)
    assert Giving(ben).box(UNTIL).letters == ()
    assert Giving(ben).box(UNTIL).strange == 1
    spot = Spot.alone(link.id)
    with pytest.raises(NotThere):
        open_link(spot, hear_link(spot, words, UNTIL), UNTIL)


def test_a_stranger_who_writes_into_the_box_is_refused_and_counted(ada: Vault, ben: Vault, cleo: Vault) -> None:
    paired(ada, ben)
    to_ada, _ = paired(cleo, ada, name="Ada")
    stranger = replace(to_ada, entry=replace(to_ada.entry, public=Circle(ada).known()[0].entry.public, box=ben.owner))
    Giving(cleo).give(stranger, PAGE)
    assert Giving(ben).box(NOW).letters == ()
    assert Giving(ben).box(NOW).strange == 1


def test_both_write_before_either_sees(ada: Vault, ben: Vault) -> None:
    to_ben, to_ada = paired(ada, ben)
    hers = Letter(LetterKind.TOGETHER, NOW, UNTIL, "Friday", words="I shouted.", together=uuid4())
    given = Giving(ada).give(to_ben, hers)
    seen = Giving(ben).open(given.id, NOW)
    assert (seen.letter.title, seen.letter.words, seen.receipt) == ("Friday", "", None)
    his = Giving(ben).give(to_ada, replace(hers, words="I went out."))
    assert Giving(ben).open(given.id, NOW).letter == hers
    assert Giving(ada).open(his.id, NOW).letter.words == "I went out."
    Giving(ben).take_back(his.id, NOW)
    assert Giving(ben).open(given.id, NOW).letter.words == ""


def test_leaving_somebody_removes_what_was_received_and_takes_back_what_was_given(ada: Vault, ben: Vault) -> None:
    to_ben, to_ada = paired(ada, ben)
    Giving(ada).give(to_ben, PAGE)
    Giving(ben).give(to_ada, PAGE)
    Giving(ben).part(to_ada.id, NOW)
    Giving(ben).part(to_ada.id, NOW)
    assert Giving(ada).box(NOW).letters == ()
    assert Giving(ben).box(NOW).letters == ()
    assert Circle(ada).person(to_ben.id).entry.is_over
    assert Circle(ben).person(to_ada.id).entry.pair == b""
    assert states(ada) == [State.PARTED]
    assert states(ben) == [State.TAKEN_BACK]
    assert not Handed.objects.exists()


def test_leaving_one_person_takes_nothing_from_the_others_and_changes_nothing_that_is_over(
    ada: Vault, ben: Vault, cleo: Vault
) -> None:
    to_ben, to_cleo = paired(ada, ben)[0], paired(ada, cleo, name="Cleo")[0]
    first = Giving(ada).give(to_ben, PAGE)
    Giving(ada).take_back(first.id, NOW)
    Giving(ada).give(to_ben, PAGE)
    lasting = Giving(ada).give(to_cleo, PAGE)
    Giving(ada).part(to_ben.id, LATER)
    taken = {kept.id: kept.entry.taken_back for kept, _state in Giving(ada).given(LATER)}
    assert taken.pop(first.id) == NOW
    assert taken.pop(lasting.id) is None
    assert list(taken.values()) == [LATER]
    assert [one.id for one in Giving(cleo).box(LATER).letters] == [lasting.id]


def test_a_link_opens_with_its_words_as_often_as_they_are_said_and_shows_what_was_fetched_apart(ada: Vault) -> None:
    kept = Giving(ada).give_link("Dr Reed", PAGE, WORDS, LIGHT)
    spot = Spot.alone(kept.id)
    for _ in range(5):
        handed.was_fetched(spot)
    assert states(ada) == [State.FETCHED]
    for _ in range(2):
        assert open_link(spot, hear_link(spot, WORDS, NOW), NOW) == PAGE
    assert states(ada) == [State.OPENED]
    with pytest.raises(WrongWords):
        hear_link(spot, "other words than those", NOW)
    with pytest.raises(NotThere):
        open_link(spot, bytes(32), NOW)
    remove_link(spot, hear_link(spot, WORDS, NOW), LATER)
    assert states(ada) == [State.REMOVED]
    with pytest.raises(NotThere):
        hear_link(spot, WORDS, NOW)


def test_words_for_one_thing_are_no_try_at_another(ada: Vault) -> None:
    link, invitation = Giving(ada).give_link("Dr Reed", PAGE, WORDS, LIGHT), invited(ada)
    for _ in range(TRIES + 1):
        with pytest.raises(NotThere):
            hear_invitation(Spot.alone(link.id), "wrong words", NOW)
        with pytest.raises(NotThere):
            hear_link(invitation, WORDS, NOW)
    assert open_link(Spot.alone(link.id), hear_link(Spot.alone(link.id), WORDS, NOW), NOW) == PAGE
    hear_invitation(invitation, WORDS, NOW)


def test_whoever_asks_is_told_the_same_where_nothing_lies(ada: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    works = counted(monkeypatch)
    with pytest.raises(WrongWords):
        listen(Spot.alone(uuid4()), WORDS, NOW, LIGHT)
    assert works == [LIGHT]  # though there is nothing here that could cost anything
    link = Giving(ada).give_link("Dr Reed", PAGE, WORDS, LIGHT)
    for spot, words in ((Spot.alone(link.id), "other words"), (Spot.alone(uuid4()), WORDS), (invited(ada), WORDS)):
        with pytest.raises(WrongWords):
            listen(spot, words, NOW, LIGHT)
    key = listen(Spot.alone(link.id), WORDS, NOW, LIGHT)
    assert read_link(Spot.alone(link.id), key, NOW) == PAGE
    assert states(ada) == [State.WAITING]


def test_a_link_that_was_taken_back_leaves_nothing(ada: Vault) -> None:
    owners = Owner.objects.count()
    kept = Giving(ada).give_link("Dr Reed", PAGE, WORDS, LIGHT)
    Giving(ada).take_back(kept.id, NOW)
    assert Owner.objects.count() == owners
    with pytest.raises(NotThere):
        hear_link(Spot.alone(kept.id), WORDS, NOW)


def test_nothing_is_laid_with_who_is_not_here_any_more_nor_more_than_fits(
    ada: Vault, ben: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_ben, _ = paired(ada, ben)
    monkeypatch.setattr(handed, "MOST_IN_A_BOX", 1)
    Giving(ada).give(to_ben, PAGE)
    with pytest.raises(handed.Full):
        Giving(ada).give(to_ben, PAGE)
    monkeypatch.undo()
    monkeypatch.setattr(handed, "MOST_BYTES_IN_A_BOX", 3_000)
    Giving(ada).give(to_ben, PAGE)
    with pytest.raises(handed.Full):
        Giving(ada).give(to_ben, replace(PAGE, page="word " * 1_000))
    drop([ben.owner])
    with pytest.raises(NotThere):
        Giving(ada).give(to_ben, PAGE)
    assert states(ada) == [State.GONE, State.GONE]


def test_a_new_key_parts_everybody_and_keeps_the_list_of_what_was_given(ada: Vault, ben: Vault) -> None:
    to_ben, _ = paired(ada, ben)
    invited(ada, name="Dr Reed")
    Giving(ada).give(to_ben, PAGE)
    moved, _code = HOUSE.move(ada, "another good phrase", NOW)
    assert [kept.entry.is_over for kept in Circle(moved).known()] == [True]
    assert states(moved) == [State.TAKEN_BACK]
    assert Circle(moved).invitations(NOW) == []
    assert Giving(ben).box(NOW).letters == ()
    assert Circle(ben).known()[0].entry.is_over


def test_what_is_not_mine_can_neither_be_taken_back_nor_withdrawn_nor_parted(
    ada: Vault, ben: Vault, cleo: Vault
) -> None:
    to_ben, _ = paired(ada, ben)
    kept, spot = Giving(ada).give(to_ben, PAGE), invited(ada)
    for act in (
        lambda: Giving(cleo).take_back(kept.id, NOW),
        lambda: Giving(cleo).forget(kept.id, NOW),
        lambda: Giving(cleo).part(to_ben.id, NOW),
        lambda: Circle(cleo).withdraw(spot.id),
    ):
        with pytest.raises(NotKept):
            act()
    with pytest.raises(NotThere):
        Giving(cleo).remove(kept.id, NOW)
    assert states(ada) == [State.WAITING]


def test_who_answers_without_saying_where_letters_for_them_lie_is_not_let_in(ada: Vault, ben: Vault) -> None:
    spot = invited(ada)
    heard = hear_invitation(spot, WORDS, NOW)
    sealed, _pair = answer(heard.public, heard.secret, json.encode(Hello("Ben")), ben.key, spot.place)
    handed.leave(spot, sealed)
    (one,) = Circle(ada).invitations(NOW)
    assert one.is_forged
    assert Circle(ada).known() == []


def test_what_somebody_known_writes_that_is_no_letter_is_strange(ada: Vault, ben: Vault) -> None:
    to_ben, _ = paired(ada, ben)
    spot = Spot(ben.owner, uuid4())
    other = Other(to_ben.entry.public, b"", to_ben.entry.pair)
    handed.lay(spot, write_to(other, b'{"kind": "spell"}', spot.place), UNTIL)
    assert (Giving(ben).box(NOW).letters, Giving(ben).box(NOW).strange) == ((), 1)


def test_two_pages_that_take_up_one_answer_make_one_person(ada: Vault, ben: Vault) -> None:
    spot = invited(ada)
    Circle(ben).accept(hear_invitation(spot, WORDS, NOW), "Ben", NOW)
    row = handed.lying(spot, NOW)
    (kept,) = Circle(ada)._invitations.entries()
    for _ in range(2):
        Circle(ada)._take_up(kept, bytes(row.answer), NOW)
    assert len(Circle(ada).known()) == 1


def test_words_to_an_invitation_that_never_was_are_no_try(ada: Vault) -> None:
    with pytest.raises(NotThere):
        handed.try_once(Spot.alone(uuid4()), TRIES)


@pytest.mark.django_db(transaction=True)  # a backup is one transaction of its own
def test_a_backup_holds_nothing_that_was_given_and_brings_none_of_it_back(
    ada: Vault, ben: Vault, tmp_path: Path
) -> None:
    to_ben, _ = paired(ada, ben)
    before = tmp_path / "before.amends"
    with before.open("wb") as out:
        archive.backup(out, PHRASE)
    Giving(ada).give(to_ben, PAGE)
    Giving(ada).give_link("Dr Reed", PAGE, WORDS, LIGHT)
    after = tmp_path / "after.amends"
    with after.open("wb") as out:
        archive.backup(out, PHRASE)
    archive.restore(after, PHRASE, replace=True)
    assert not Handed.objects.exists()
    assert states(ada) == [State.GONE, State.GONE]
    assert len(Circle(ben).known()) == 1


def test_a_form_that_is_sent_twice_lays_one_link_and_one_invitation_behind_the_same_words(ada: Vault) -> None:
    giving, words = Giving(ada), ada.words_for("form")
    assert (words, words == ada.words_for("another")) == (ada.words_for("form"), False)
    first, second = (giving.give_link("Dr Reed", PAGE, words, LIGHT, "form") for _ in range(2))
    assert (first.id, len(giving.given(NOW))) == (second.id, 1)
    giving.take_back(first.id, NOW)
    anew = giving.give_link("Dr Reed", PAGE, words, LIGHT, "form")
    assert anew.id != first.id
    assert hear_link(Spot.alone(anew.id), words, NOW)
    made = {giving.circle.invite("Ben", Role.NEAR, words, UNTIL, NOW, LIGHT, "Ada", "form") for _ in range(2)}
    assert (len(made), len(giving.circle.invitations(NOW))) == (1, 1)


def test_of_two_forms_at_once_the_faster_one_lays_the_link(ada: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    giving, words = Giving(ada), ada.words_for("form")
    faster = giving.give_link("Dr Reed", PAGE, words, LIGHT, "form")
    monkeypatch.setattr(type(giving.circle.given), "holds", lambda *_: False)  # as it was when the slower one looked
    assert giving.give_link("Dr Reed", PAGE, words, LIGHT, "form") == faster
    monkeypatch.undo()
    assert len(giving.given(NOW)) == 1
