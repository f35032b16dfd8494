"""The consent forms, to read and to print: templates/toestemming/ becomes build/toestemming/."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PdfError
from pipeline.jobs.root import Root
from pipeline.jobs.team_texts import find_template
from pipeline.model.consent_form import ConsentForm, Signer
from pipeline.read.consent_form import parse_form
from pipeline.shell.files import read_text
from pipeline.shell.folder import write_files
from pipeline.stages.render import CARD_FONTS, render_form_page, render_form_sheet
from pipeline.templating import load_templates

FOLDER = "toestemming"


@dataclass(frozen=True, slots=True)
class WrittenForms:
    """The files, pages and PDFs; `problem` says why there are no PDFs, "" when there are."""

    files: tuple[Path, ...]
    problem: str = ""


def read_form(root: Root, signer: Signer) -> ConsentForm:
    """Reads the form for `signer`, the root's own before ours. Raises ConfigError with file and line."""
    path = find_template(root, f"{FOLDER}/{signer.value}.toml")
    letter = root.config.newsletter
    values = {
        "nieuwsbrief": letter.title,
        "afzender": letter.sender,
        "contact": letter.contact.removeprefix("mailto:"),
    }
    return parse_form(read_text(path), str(path), signer, values=values)


def run_stories_form(root: Root, *, out: Path | None = None) -> WrittenForms:
    """Writes the three forms to `out`, or to build/toestemming/. Where Pango is missing there are no PDFs."""
    forms = [read_form(root, signer) for signer in Signer]
    templates = load_templates(root.template_folders)
    letter = root.config.newsletter
    try:
        prints = {
            f"{_stem(form)}.pdf": _print(root, render_form_sheet(form, letter, templates)) for form in forms
        }
        problem = ""
    except PdfError as error:
        prints, problem = {}, str(error)
    pages = {
        f"{_stem(form)}.html": render_form_page(
            form, letter, templates, pdf=f"{_stem(form)}.pdf" if prints else ""
        ).encode()
        for form in forms
    }
    folder = out or root.path / "build" / FOLDER
    write_files(folder, prints | pages)
    return WrittenForms(tuple(folder / name for name in sorted(prints | pages)), problem)


def _print(root: Root, html: str) -> bytes:
    # WeasyPrint takes half a second to import.
    from pipeline.shell.pdf import make_pdf  # noqa: PLC0415

    fonts = {name: find_template(root, f"fonts/{name}").read_bytes() for name in CARD_FONTS}
    return make_pdf(html, fonts=fonts)


def _stem(form: ConsentForm) -> str:
    return f"{FOLDER}-{form.signer.value}"
