"""Gallery: every part of the mail on one page, to look at after a change of a template."""

from __future__ import annotations

from pathlib import Path

from pipeline.jobs.root import Root
from pipeline.shell.folder import write_files
from pipeline.stages.render import render_gallery
from pipeline.templating import load_templates

GALLERY = "galerij.html"


def write_gallery(root: Root, out: Path | None = None) -> Path:
    """Writes the gallery of the root's templates to `out`, or else to build/galerij.html; returns where."""
    path = out or root.path / "build" / GALLERY
    write_files(path.parent, {path.name: render_gallery(load_templates(root.template_folders)).encode()})
    return path
