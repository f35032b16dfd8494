"""The editor's file of an edition: what it says, what is wrong with it, and what commands change in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import EditionError
from pipeline.model import CandidateLine, EditionPlan, Month, PlannedItem, Waiver
from pipeline.read.edition import add_item, drop_url, new_edition, parse_edition, pin_url

DECEMBER = Month(2026, 12)
PATH = "editions/2026-12.toml"

WHOLE = '''\
# boven
onderwerp = "Wie vraagt het eerst?" # kort houden
voorvertoning = "En verder: drie rapporten"
inleiding = """
Beste lezer,

verhaal = "dit staat in de tekst en is geen sleutel"
"""
verhaal = "geen"
verhaal_reden = "de verteller wil nog een week nadenken"
weglaten = [
  # stond vorige maand al in de mail
  "https://bron.example/oud", # echt niet
]

# een eigen bericht
[[item]] # vast
url = "https://bron.example/een"
titel = "Een"
samenvatting = "Kort."
rubriek = "publicaties"
vast = true

[[ontheffing]]
code = "link-gone"
reden = "de site is vandaag dicht voor onderhoud"
door = "redactie"
datum = 2026-12-02

# na de ontheffing komt nog een bericht
[[item]]
titel = "Zonder adres"
# slot
'''


def parse(text: str) -> EditionPlan:
    return parse_edition(text, PATH, DECEMBER)


def complaint(text: str) -> str:
    with pytest.raises(EditionError) as caught:
        parse(text)
    return str(caught.value)


def comments(text: str) -> list[str]:
    return re.findall(r"#[^\n\r]*", text)


def test_an_empty_file_decides_nothing() -> None:
    assert parse("") == EditionPlan(month=DECEMBER, path=PATH)


def test_a_whole_file_is_read_with_the_lines_of_its_items() -> None:
    assert parse(WHOLE) == EditionPlan(
        month=DECEMBER,
        path=PATH,
        subject="Wie vraagt het eerst?",
        preheader="En verder: drie rapporten",
        introduction='Beste lezer,\n\nverhaal = "dit staat in de tekst en is geen sleutel"',
        story="geen",
        no_story_reason="de verteller wil nog een week nadenken",
        items=(
            PlannedItem("https://bron.example/een", "Een", "Kort.", "publicaties", pinned=True, line=17),
            PlannedItem(title="Zonder adres", line=31),
        ),
        dropped=("https://bron.example/oud",),
        waivers=(
            Waiver("link-gone", "de site is vandaag dicht voor onderhoud", "redactie", date(2026, 12, 2)),
        ),
    )


def test_a_subject_never_holds_a_line_end() -> None:
    assert parse(r'onderwerp = "Hallo\r\nBcc: iedereen@lezer.example"').subject == (
        "Hallo Bcc: iedereen@lezer.example"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('\nonderwep = "x"', "2: onbekende sleutel ‘onderwep’; bedoel je ‘onderwerp’?"),
        (
            '[[item]]\nurl = "https://a.example"\nvats = true',
            "3: onbekende sleutel ‘vats’; bedoel je ‘vast’?",
        ),
        ("\n\nonderwerp = 3", "3: bij ‘onderwerp’ hoort tekst tussen aanhalingstekens"),
        ('verhaal = "geen"', '1: bij verhaal = "geen" hoort ‘verhaal_reden’: waarom deze maand niet?'),
        ('[[item]]\nrubriek = "agenda"', "1: in dit blok ontbreekt ‘url’ of ‘titel’"),
        (
            '[[item]]\n\nurl = "javascript:alert(1)"',
            "3: bij ‘url’ hoort een heel webadres, beginnend met https://",
        ),
        ('[[item]]\ntitel="a"\nvast = "ja"', "3: bij ‘vast’ hoort true of false, zonder aanhalingstekens"),
        ("item = 3", "1: schrijf dit als een blok dat begint met [[item]]"),
        ("[item]\ntitel = 'a'", "1: schrijf dit als een blok dat begint met [[item]]"),
        (
            'weglaten = ["bron.example"]',
            "1: bij ‘weglaten’ hoort een heel webadres, beginnend met https://",
        ),
        (
            'weglaten = "https://a.example"',
            '1: bij ‘weglaten’ hoort een lijst van adressen: ["https://…", "https://…"]',
        ),
        (
            '[[ontheffing]]\ncode = "link-gone"\nreden = "x"\ndatum = 2026-12-01',
            "1: in dit blok ontbreekt ‘door’: een rol, geen naam, zoals ‘redactie’",
        ),
        (
            '[[ontheffing]]\ncode = "link-gone"\nreden = "x"\ndoor = "redactie"\ndatum = "gisteren"',
            "5: bij ‘datum’ hoort een datum zoals 2026-12-01",
        ),
        (
            'weglaten = ["https://a.example/x"]\n[[item]]\nurl = "http://a.example/x?utm_source=mail"',
            "2: dit adres staat ook bij ‘weglaten’; haal het op een van de twee plekken weg",
        ),
        (
            '[[item]]\nurl = "https://a.example"\n[[item]]\nurl = "https://a.example/"',
            "3: dit adres heeft al een blok [[item]], op regel 1; maak er één van",
        ),
    ],
)
def test_a_wrong_file_is_told_with_its_line(text: str, expected: str) -> None:
    assert complaint(text) == f"{PATH}:{expected}"


@pytest.mark.parametrize(
    ("text", "line", "way"),
    [
        ("\nonderwerp = Wie vraagt het", 2, "zet de waarde tussen aanhalingstekens"),
        ('onderwerp = "Wie\nverhaal = "x"', 1, "een aanhalingsteken wordt niet gesloten"),
        ("\nBeste lezers\n", 2, "hier staat geen ‘sleutel = waarde’"),
        ('verhaal = "a"\nverhaal = "b"', 2, "deze sleutel staat er voor de tweede keer"),
        ("\nweglaten = [\n", 3, "een haakje of aanhalingsteken wordt niet gesloten"),
    ],
)
def test_broken_toml_is_told_in_dutch_with_its_line(text: str, line: int, way: str) -> None:
    told = complaint(text)

    assert told.startswith(f"{PATH}:{line}: hier is het bestand niet te lezen: ")
    assert way in told


@pytest.mark.parametrize("value", ["[" * 5000, "9" * 5000])
def test_a_value_made_to_break_the_parser_is_an_ordinary_complaint(value: str) -> None:
    assert "niet te lezen" in complaint(f"onderwerp = {value}")


def test_an_unknown_section_is_told_when_the_sections_are_known() -> None:
    text = '[[item]]\ntitel = "a"\nrubriek = "agende"'

    with pytest.raises(EditionError, match="onbekende rubriek ‘agende’; bedoel je ‘agenda’"):
        parse_edition(text, PATH, DECEMBER, sections=("agenda", "publicaties"))


CANDIDATES = (
    CandidateLine(
        *("agenda", "Agenda", "Leersessie", "Bron", date(2026, 11, 20), date(2026, 11, 21)),
        "https://bron.example/leersessie",
    ),
    CandidateLine(
        *("publicaties", "Publicaties", 'Slim\n[[item]]\ntitel = "x"', "Bron", None, date(2026, 11, 3)),
        "https://bron.example/rapport",
    ),
)


def test_a_new_file_decides_nothing_and_names_every_key_and_candidate() -> None:
    text = new_edition(DECEMBER, CANDIDATES)

    assert parse(text) == EditionPlan(month=DECEMBER, path=PATH)
    assert text.startswith("# De nieuwsbrief van december 2026.")
    for key in (
        *("onderwerp", "voorvertoning", "inleiding", "verhaal", "verhaal_reden", "weglaten"),
        *("[[item]]", "url", "titel", "samenvatting", "rubriek", "vast"),
        *("[[ontheffing]]", "code", "reden", "door", "datum"),
    ):
        assert re.search(rf"^[# ]*{re.escape(key)}(?: =|$)", text, re.MULTILINE), key
    assert text.endswith(
        "#\n"
        '# Agenda (rubriek = "agenda")\n'
        "#   Leersessie — Bron, 20 november 2026 — https://bron.example/leersessie\n"
        "#\n"
        '# Publicaties (rubriek = "publicaties")\n'
        '#   Slim [[item]] titel = "x" — Bron, nieuw gezien op 3 november 2026 — '
        "https://bron.example/rapport\n"
    )


def test_a_new_file_without_candidates_says_so() -> None:
    assert new_edition(DECEMBER, ()).endswith("# Er zijn nog geen berichten gevonden voor deze maand.\n")


@pytest.mark.parametrize(
    "example", ["onderwerp", "voorvertoning", "inleiding", "verhaal", "weglaten", "item", "ontheffing"]
)
def test_the_examples_of_a_new_file_work_once_their_hash_is_gone(example: str) -> None:
    text = new_edition(DECEMBER, ())
    if example in ("item", "ontheffing"):
        text = text.replace("https://…", "https://bron.example")
        block = re.search(rf"(?:^#   .*\n)*?^#   \[\[{example}\]\]\n(?:^#   .*\n)+", text, re.MULTILINE)
        assert block is not None
        lines = [line.removeprefix("#") for line in block[0].splitlines()]
        text = "\n".join(lines).replace('"…"', '"link-gone"')

    plan = parse(text)

    assert bool(plan.items) == (example == "item")
    assert bool(plan.waivers) == (example == "ontheffing")


def test_an_added_item_stands_at_the_end_and_nothing_else_moves() -> None:
    text = add_item(WHOLE, url="https://nieuw.example/a?utm_source=x", title='Zeg "ja"', section="agenda")

    assert text == WHOLE + (
        '\n[[item]]\nurl = "https://nieuw.example/a"\ntitel = "Zeg \\"ja\\""\nrubriek = "agenda"\n'
    )
    assert parse(text).items[-1] == PlannedItem(
        "https://nieuw.example/a", 'Zeg "ja"', "", "agenda", pinned=False, line=35
    )


def test_dropping_keeps_the_comments_inside_the_list() -> None:
    text = drop_url(WHOLE, "https://bron.example/ook-oud")

    assert parse(text).dropped == ("https://bron.example/oud", "https://bron.example/ook-oud")
    assert comments(text) == comments(WHOLE)
    assert [line.strip() for line in text.splitlines() if line not in WHOLE.splitlines()] == [
        '"https://bron.example/ook-oud",'
    ]


def test_dropping_from_a_file_without_the_list_adds_it_above_the_first_block() -> None:
    text = '# kop\nonderwerp = "a"\n\n# bij het bericht\n[[item]]\ntitel = "b"\n'

    assert drop_url(text, "https://bron.example/x") == (
        '# kop\nonderwerp = "a"\nweglaten = ["https://bron.example/x"]\n'
        '\n# bij het bericht\n[[item]]\ntitel = "b"\n'
    )


def test_pinning_an_item_adds_one_line_to_its_own_block() -> None:
    text = '[[item]]\nurl = "https://a.example/1" # een\n\n# tussen\n[[item]]\nurl = "https://a.example/2"\n'

    assert pin_url(text, "https://a.example/1") == (
        '[[item]]\nurl = "https://a.example/1" # een\nvast = true\n\n'
        '# tussen\n[[item]]\nurl = "https://a.example/2"\n'
    )


def test_pinning_an_item_that_was_not_pinned_changes_one_word() -> None:
    text = '[[item]]\nvast = false # nog niet\nurl = "https://a.example/1"\n'

    assert pin_url(text, "https://a.example/1") == text.replace("false", "true")


def test_pinning_what_has_no_item_adds_one() -> None:
    assert pin_url("", "https://a.example/1") == '[[item]]\nurl = "https://a.example/1"\nvast = true\n'


def test_a_dropped_address_is_not_added_or_pinned_behind_the_editors_back() -> None:
    text = 'weglaten = ["https://a.example/1"]\n'
    expected = f"{PATH}:1: dit adres staat bij ‘weglaten’; haal het daar eerst zelf weg"

    with pytest.raises(EditionError) as added:
        add_item(text, url="https://a.example/1", title="a", section="agenda", path=PATH)
    with pytest.raises(EditionError) as pinned:
        pin_url(text, "https://a.example/1", path=PATH)

    assert (str(added.value), str(pinned.value)) == (expected, expected)


def test_an_item_of_the_editor_is_not_dropped_behind_her_back() -> None:
    with pytest.raises(EditionError) as caught:
        drop_url(WHOLE, "https://bron.example/een", path=PATH)

    assert str(caught.value) == (
        f"{PATH}:17: dit adres staat als [[item]] in het bestand; haal dat blok eerst zelf weg"
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "bron.example", "", "file:///etc/passwd"])
def test_no_command_takes_what_is_no_web_address(url: str) -> None:
    for change in (pin_url, drop_url):
        with pytest.raises(EditionError, match="geen heel webadres"):
            change("", url)
    with pytest.raises(EditionError, match="geen heel webadres"):
        add_item("", url=url, title="a", section="agenda")


def test_no_command_changes_a_broken_file() -> None:
    for change in (pin_url, drop_url):
        with pytest.raises(EditionError, match=r"^boek\.toml:1: "):
            change("onderwerp = ", "https://a.example/", path="boek.toml")


def test_a_windows_file_keeps_its_line_ends() -> None:
    text = WHOLE.replace("\n", "\r\n")

    for changed in (
        add_item(text, url="https://a.example/1", title="a", section="agenda"),
        pin_url(text, "https://a.example/1"),
        drop_url('onderwerp = "a"\r\nweglaten = []\r\n', "https://a.example/1"),
    ):
        assert "\n" not in changed.replace("\r\n", "")


COMMENTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
ADDRESSES = st.sampled_from([f"https://bron.example/{number}" for number in range(6)])


def toml_string(word: str) -> str:
    escaped = "".join(rf"\u{ord(one):04x}" if ord(one) < 0x10000 else rf"\U{ord(one):08x}" for one in word)
    return f'"{escaped}"'


@st.composite
def edition_files(draw: st.DrawFn) -> str:
    """Files as people leave them: comments anywhere, keys in any order, blocks by turns."""

    def remark() -> str:
        return draw(st.one_of(st.just(""), COMMENTS.map(lambda text: f" # {text}")))

    def line() -> str:
        return draw(st.sampled_from(["", "\n", f"{remark()}\n"]))

    places = draw(st.permutations([f"https://bron.example/{number}" for number in range(4)]))
    keys = []
    for key in draw(st.permutations(["onderwerp", "voorvertoning", "inleiding", "verhaal"]))[
        : draw(st.integers(0, 4))
    ]:
        value = draw(st.sampled_from([toml_string(draw(WORDS)), '"""\n[[item]]\nweglaten = "\n"""', "'#'"]))
        keys.append(f"{key} = {value}{remark()}\n")
    if draw(st.booleans()):
        url = places[0]
        keys.append(
            draw(
                st.sampled_from(
                    [
                        f'weglaten = ["{url}"]{remark()}\n',
                        f"weglaten = []{remark()}\n",
                        f'weglaten = [{remark()}\n  "{url}",{remark()}\n]{remark()}\n',
                        f'weglaten = [\n"{url}"{remark()}\n]\n',
                    ]
                )
            )
        )
    blocks = [
        f'[[item]]{remark()}\n{line()}url = "{url}"{remark()}\n'
        + draw(
            st.sampled_from(["", "vast = false # nee\n", f"vast = true\n{line()}", "titel = '''\n[x]'''\n"])
        )
        for url in places[1 : 1 + draw(st.integers(0, 3))]
    ] + [
        f'[[ontheffing]]{remark()}\ncode = "a-b"\nreden = "x"\ndoor = "redactie"\ndatum = 2026-12-01\n'
    ] * draw(st.integers(0, 2))
    return "".join(part + line() for part in [*keys, *draw(st.permutations(blocks))])


def decided(text: str) -> dict[str, object]:
    return {key: value for key, value in tomllib.loads(text).items() if key not in ("item", "weglaten")}


@given(edition_files(), ADDRESSES, WORDS)
def test_whatever_the_file_a_change_keeps_every_comment_and_key(text: str, url: str, title: str) -> None:
    changes: tuple[Callable[[str], str], ...] = (
        lambda file: add_item(file, url=url, title=title, section="agenda"),
        lambda file: pin_url(file, url),
        lambda file: drop_url(file, url),
    )
    for change in changes:
        try:
            changed = change(text)
        except EditionError as error:
            assert "eerst zelf weg" in str(error)
            continue
        parse(changed)
        kept = [line for line in text.split("\n") if line.lstrip().startswith("#")]
        assert [line for line in changed.split("\n") if line.lstrip().startswith("#")] == kept
        for remark in re.findall(r" # [^\n]*", text):
            assert remark in changed
        assert decided(changed) == decided(text)
        assert list(decided(changed)) == list(decided(text))
        assert change(changed) == changed


@given(edition_files(), ADDRESSES)
def test_whatever_the_file_a_change_says_what_was_asked(text: str, url: str) -> None:
    def outcome(change: str) -> EditionPlan | None:
        try:
            return parse({"pin": pin_url, "drop": drop_url}[change](text, url))
        except EditionError:
            return None

    pinned, dropped = outcome("pin"), outcome("drop")
    before = parse(text)

    assert pinned is None or [item.url for item in pinned.items if item.pinned and item.url == url] == [url]
    assert dropped is None or dropped.dropped == tuple(dict.fromkeys((*before.dropped, url)))
    assert pinned is None or [item.url for item in pinned.items][: len(before.items)] == [
        item.url for item in before.items
    ]
