"""Templates: where they come from, what they escape, and what a broken one says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.templating import load_templates

ROOT = Path(__file__).parent.parent


def folder(path: Path, **files: str) -> Path:
    """Writes each file, named as in `mail__a_html_j2` for `mail/a.html.j2`, and returns the folder."""
    for name, text in files.items():
        target = path / name.replace("__", "/").replace("_", ".")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return path


def test_a_template_is_known_by_its_path_below_the_folder(tmp_path: Path) -> None:
    templates = load_templates([folder(tmp_path, mail__a_html_j2="<p>{{ word }}</p>")])

    assert templates.render("mail/a.html.j2", word="dag") == "<p>dag</p>\n"


def test_of_two_folders_the_first_wins_and_the_second_fills_in(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", a_html_j2="van ons")
    bundled = folder(tmp_path / "bundled", a_html_j2="van het huis", b_html_j2="ook van het huis")

    templates = load_templates([own, bundled])

    assert (templates.render("a.html.j2"), templates.render("b.html.j2")) == (
        "van ons\n",
        "ook van het huis\n",
    )


def test_a_folder_that_is_not_there_holds_no_templates(tmp_path: Path) -> None:
    assert load_templates([tmp_path / "nergens"]).files == {}


def test_html_is_escaped_and_plain_text_is_not(tmp_path: Path) -> None:
    templates = load_templates([folder(tmp_path, a_html_j2="{{ word }}", a_txt_j2="{{ word }}")])

    assert templates.render("a.html.j2", word="<b> & 'n'") == "&lt;b&gt; &amp; &#39;n&#39;\n"
    assert templates.render("a.txt.j2", word="<b> & 'n'") == "<b> & 'n'\n"


def test_template_signs_in_a_value_stay_text(tmp_path: Path) -> None:
    templates = load_templates([folder(tmp_path, a_html_j2="{{ word }}")])

    assert templates.render("a.html.j2", word="{{ 7*7 }} {% raise %}") == "{{ 7*7 }} {% raise %}\n"


def test_an_unknown_name_stops_and_says_in_which_file_and_line(tmp_path: Path) -> None:
    templates = load_templates([folder(tmp_path, a_html_j2="<p>\n{{ woord }}\n</p>")])

    with pytest.raises(ConfigError) as stop:
        templates.render("a.html.j2", word="dag")

    assert str(stop.value) == (
        f"{tmp_path / 'a.html.j2'}:2: this template cannot be used: 'woord' is undefined"
    )


def test_an_unknown_name_in_a_macro_names_the_file_of_the_macro(tmp_path: Path) -> None:
    templates = load_templates(
        [
            folder(
                tmp_path,
                a_html_j2='{% from "m.html.j2" import m %}\n{{ m() }}',
                m_html_j2="{% macro m() %}\n\n{{ woord }}{% endmacro %}",
            )
        ]
    )

    with pytest.raises(ConfigError) as stop:
        templates.render("a.html.j2")

    assert (stop.value.path, stop.value.line) == (str(tmp_path / "m.html.j2"), 3)


def test_a_broken_template_is_found_before_any_work_is_done(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as stop:
        load_templates([folder(tmp_path, a_html_j2="<p>\n{% if %}")])

    assert (stop.value.path, stop.value.line) == (str(tmp_path / "a.html.j2"), 2)


def test_a_template_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.html.j2").write_bytes(b"caf\xe9")

    with pytest.raises(ConfigError, match=r"a\.html\.j2: this template cannot be read"):
        load_templates([tmp_path])


@pytest.mark.parametrize("ask", ["render", "text"])
def test_a_template_nobody_wrote_is_missing(ask: str) -> None:
    with pytest.raises(ConfigError, match=r"templates/geen\.html\.j2"):
        getattr(load_templates([]), ask)("geen.html.j2")


def test_a_style_sheet_comes_as_it_is(tmp_path: Path) -> None:
    sheet = ".a { color: #000 }\n\n"

    assert load_templates([folder(tmp_path, mail__a_css=sheet)]).text("mail/a.css") == sheet


def test_no_html_of_ours_is_rendered_without_escaping() -> None:
    templates = load_templates([ROOT / "templates"])

    assert (templates.html.autoescape, templates.plain.autoescape) == (True, False)
    assert [
        path.name
        for path in (ROOT / "pipeline").rglob("*.py")
        if "jinja2" in path.read_text(encoding="utf-8")
    ] == ["templating.py"]


def test_only_html_that_was_cleaned_is_placed_as_it_is() -> None:
    """By its name: a value that ends in `_html` is cleaned where it is made."""
    marked = {
        name
        for path in (ROOT / "templates").rglob("*.j2")
        for name in re.findall(r"([\w.]+)\s*\|\s*safe", path.read_text(encoding="utf-8"))
    }

    assert {name for name in marked if not name.endswith("_html")} == set()


def test_a_template_that_changed_is_compiled_anew_and_one_that_came_back_is_right(tmp_path: Path) -> None:
    said = []
    for text in ("eerst {{ word }}", "toen {{ word }}", "eerst {{ word }}"):
        templates = load_templates([folder(tmp_path, a_html_j2=text, a_txt_j2=text)])
        said.append((templates.render("a.html.j2", word="<b>"), templates.render("a.txt.j2", word="<b>")))

    assert said == [
        ("eerst &lt;b&gt;\n", "eerst <b>\n"),
        ("toen &lt;b&gt;\n", "toen <b>\n"),
        ("eerst &lt;b&gt;\n", "eerst <b>\n"),
    ]
