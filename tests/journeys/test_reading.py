"""Words are read as they are typed: marked, asked about, never judged."""

from playwright.sync_api import Page, expect

from tests.journeys.test_first_repair import begin


def read(page: Page, words: str, script: bool) -> None:
    """Types into the page of the coach alone, and lets it be read."""
    page.goto("/read/")
    page.locator("#words").fill(words)
    if not script:
        page.get_by_role("button", name="Read", exact=True).click()


def test_what_may_hurt_is_marked_with_one_question_and_nothing_beside_it_is_named(phone: Page, script: bool) -> None:
    read(phone, "I'm sorry I yelled, but you never listen.", script)
    expect(phone.locator("mark.may-hurt")).to_contain_text("you never listen")
    expect(phone.locator("mark.there, .note.there")).to_have_count(0)
    expect(phone.locator("#reading .note:visible")).to_have_count(1)
    expect(phone.locator(".asked:visible")).to_have_count(1)


def test_the_other_notes_are_a_tap_away_and_say_where_they_come_from(phone: Page, script: bool) -> None:
    read(phone, "I'm sorry I yelled. That was my fault.", script)
    expect(phone.locator("mark.there")).not_to_have_count(0)
    expect(phone.locator("#reading .note:visible")).to_have_count(1)
    phone.locator("#reading summary", has_text="more note").click()
    expect(phone.locator("#reading .note:visible")).not_to_have_count(1)
    note = phone.locator("#reading .note").first
    note.get_by_text("Why", exact=True).click()
    note.get_by_text("Where this comes from").click()
    expect(note.locator("cite").first).to_be_visible()


def test_a_note_that_does_not_fit_is_sent_away_and_stays_away(phone: Page, script: bool) -> None:
    read(phone, "I'm sorry I yelled, but you never listen.", script)
    note = phone.locator(".note.may-hurt").first
    heading = note.get_by_role("heading").inner_text()
    note.get_by_role("button", name="This does not fit").click()
    expect(phone.get_by_role("heading", name=heading)).to_have_count(0)
    if script:
        phone.locator("#words").press("End")
        phone.locator("#words").press_sequentially(" ")
        phone.wait_for_timeout(1200)
    expect(phone.get_by_role("heading", name=heading)).to_have_count(0)


def test_words_of_danger_get_no_notes_only_the_way_to_help(phone: Page, script: bool) -> None:
    read(phone, "I'm sorry I shook you so hard. You made me do it.", script)
    expect(phone.get_by_role("heading", name="First, is everyone safe?")).to_be_focused()
    expect(phone.locator("main").locator("mark, .note, textarea, input[type=text]")).to_have_count(0)
    phone.get_by_role("button", name="Ireland", exact=True).click()
    number = phone.locator("a[href='tel:112']").first
    expect(number).to_be_visible()
    print(f"{phone.url}: the number begins at y {number.bounding_box()['y']:.0f} of 740")
    assert number.bounding_box()["y"] + number.bounding_box()["height"] < 740


def test_a_stop_that_was_right_is_said_aloud_and_leads_to_who_can_help(phone: Page) -> None:
    begin(phone)
    phone.get_by_role("button", name="Next", exact=True).click()
    phone.wait_for_load_state()
    phone.locator("#words").fill("I shook you and it left a mark.")
    phone.get_by_role("button", name="Next", exact=True).click()
    heading = phone.get_by_role("heading", name="First, is everyone safe?")
    expect(heading).to_be_focused()
    said = phone.locator("main").aria_snapshot()
    assert said.startswith('- main:\n  - alert "First, is everyone safe?"')
    assert said.index("Bring your child to a safe place") < said.index("These words mean something else")
    assert "textbox" not in said
    phone.get_by_role("link", name="See who can help now").click()
    expect(phone.get_by_role("heading", name="First, is everyone safe?")).to_be_visible()


def test_a_stop_that_was_false_gives_the_words_back_whole_and_never_stops_them_again(phone: Page, script: bool) -> None:
    begin(phone)
    phone.get_by_role("button", name="Next", exact=True).click()
    phone.wait_for_load_state()
    words = "I could have thrown you out of the window, that is how loud I was."
    phone.locator("#words").fill(words)
    phone.get_by_role("button", name="Next", exact=True).click()
    phone.get_by_role("button", name="These words mean something else").click()
    expect(phone.locator("#words")).to_have_value(words)
    expect(phone.get_by_role("button", name="Keep these words")).to_be_visible()
    phone.get_by_role("button", name="Next", exact=True).click()
    expect(phone.get_by_text("Step 3 of 6")).to_be_visible()
    phone.get_by_role("link", name="Name it").click()
    expect(phone.locator("#words")).to_have_value(words)
    if script:
        phone.locator("#words").press("End")
        phone.locator("#words").press_sequentially(" Too loud.")
        expect(phone.get_by_text("Kept.", exact=True)).to_be_visible()
    phone.locator(".aside > summary").click()
    phone.get_by_role("link", name="My card").click()
    expect(phone.locator(".opening")).to_contain_text("how loud I was")


def test_words_of_danger_are_kept_only_when_the_parent_says_so(phone: Page, script: bool) -> None:
    begin(phone)
    phone.get_by_role("button", name="Next", exact=True).click()
    address = phone.url
    words = "I shook you and it left a mark."
    phone.locator("#words").fill(words)
    phone.get_by_role("button", name="Next", exact=True).click()
    phone.get_by_role("button", name="Everyone is safe now").click()
    expect(phone.get_by_text("These words are not kept yet.")).to_be_visible()
    expect(phone.locator("#words")).to_have_value(words)
    phone.goto(address)
    expect(phone.locator("#words")).to_have_value("")
    phone.locator("#words").fill(words)
    phone.get_by_role("button", name="Next", exact=True).click()
    phone.get_by_role("button", name="Everyone is safe now").click()
    phone.get_by_role("button", name="Keep these words").click()
    phone.goto(address)
    expect(phone.locator("#words")).to_have_value(words)


def test_help_comes_before_drafting_when_somebody_may_be_hurt(phone: Page) -> None:
    phone.goto("/start/")
    phone.locator('label:has(input[name="unsafe"][value="yes"])').click()
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("button", name="Canada", exact=True).click()
    expect(phone.locator("a[href='tel:911']").first).to_be_visible()
    phone.get_by_role("link", name="Everyone is safe now").click()
    expect(phone.get_by_text("Step 1 of 6")).to_be_visible()


def test_the_gate_says_what_is_missing_and_loses_nothing(phone: Page) -> None:
    phone.goto("/start/")
    phone.locator('label:has(input[value="harsh-words"])').click()
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("alert")).to_contain_text("answer this one first")
    expect(phone.locator('input[value="harsh-words"]')).to_be_checked()
