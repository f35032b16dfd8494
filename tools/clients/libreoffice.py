"""LibreOffice Writer with the parts for Word opened: the nearest to Outlook on Windows that runs here."""

from __future__ import annotations

import re

from pipeline.stages.look.transforms import word_like
from tools.clients.nouns import Desk, Draft, Engine, Kind, Package, Picture, Seen
from tools.clients.processes import ClientError, environment, run

# Word hides by this property, and Writer by none.
_HIDDEN = re.compile(r"<(div|span|p)\b[^>]*\bmso-hide:\s*all\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_FILTER = "--infilter=HTML (StarWriter)"


def look(draft: Draft, desk: Desk) -> Seen:
    """Prints the mail as Writer reads it, and takes pictures of the pages."""
    page = desk.home / "word.html"
    html = word_like(draft.html.read_text(encoding="utf-8"))
    page.write_text(_HIDDEN.sub("", html), encoding="utf-8")
    env = environment(desk.home, SAL_USE_VCLPLUGIN="svp")
    office = ["soffice", f"-env:UserInstallation=file://{desk.home}/office", "--headless"]
    print_it = ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(desk.home), str(page)]
    done = run([*office, _FILTER, *print_it], env=env, seconds=90)
    pdf = desk.home / "word.pdf"
    if not pdf.is_file():
        raise ClientError(f"LibreOffice made no PDF: {done.err.strip()[:200]}")
    run(["pdftoppm", "-r", "80", "-png", str(pdf), str(desk.out / "libreoffice")], env=env, seconds=60)
    files = sorted(path.name for path in desk.out.glob("libreoffice-*.png"))
    version = run(["soffice", "--version"], env=env, seconds=30).out.split()
    return Seen(
        version=version[1] if len(version) > 1 else "",
        pictures=tuple(Picture(file, f"bladzijde {place}") for place, file in enumerate(files, 1)),
    )


LIBREOFFICE = Engine(
    key="libreoffice",
    title="LibreOffice",
    kind=Kind.STAND_IN,
    needs=(Package("soffice", apt="libreoffice-writer"), Package("pdftoppm", apt="poppler-utils")),
    look=look,
    note="Doet Outlook op Windows na: het leest de stukken voor Word en kent, als Word, geen max-width. "
    "Witruimte in een cel zonder rand tekent het niet; Word wel.",
)
