"""Jinja2's one home: templates come in as texts, are read once, and place what Python decided.

HTML templates escape everything; plain-text templates (`*.txt.j2`) have an environment of their own,
because plain text is not HTML. Both refuse unknown names. A text from outside is never compiled as a
template: only files in a `templates/` folder are, and those are written by developers.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from jinja2 import (
    BytecodeCache,
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket

from pipeline.errors import ConfigError

_SUFFIXES = (".j2", ".css")
_PLAIN_TEXT = ".txt.j2"


class _Compiled(BytecodeCache):
    """What was compiled in this process, so that a preview or a schedule compiles only what changed.

    Jinja finds a bucket by the template's name and file, and drops it when the source is another.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


# One for each way of escaping, which is compiled in.
_COMPILED = {True: _Compiled(), False: _Compiled()}


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """One file of a templates folder; `path` is where it was read from, for messages."""

    path: str
    text: str


@dataclass(frozen=True)
class Templates:
    """All templates and style sheets of a root, by name: the path below `templates/`, with slashes."""

    files: Mapping[str, TemplateFile]
    html: Environment = field(init=False, repr=False, compare=False)
    plain: Environment = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "html", self._environment(autoescape=True))
        object.__setattr__(self, "plain", self._environment(autoescape=False))

    def render(self, name: str, **values: object) -> str:
        """Returns template `name` with `values` placed in it, ending in one line break.

        Raises ConfigError, naming file and line, for a template that is missing or broken or that asks
        for a name nobody gave it.
        """
        environment = self.plain if name.endswith(_PLAIN_TEXT) else self.html
        try:
            return environment.get_template(name).render(values).rstrip("\n") + "\n"
        except TemplateError as error:
            self._stop(name, error)

    def text(self, name: str) -> str:
        """Returns a file as it is, for style sheets; raises ConfigError when there is none."""
        try:
            return self.files[name].text
        except KeyError:
            raise ConfigError(f"templates/{name}", "this file is missing") from None

    def _environment(self, *, autoescape: bool) -> Environment:
        return Environment(
            # A loader that names the real file: Jinja then writes it into tracebacks, with the line.
            loader=FunctionLoader(self._source),
            autoescape=autoescape,  # noqa: S701  # off for plain text only, see above
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_COMPILED[autoescape],
        )

    def _source(self, name: str) -> tuple[str, str, None] | None:
        file = self.files.get(name)
        return None if file is None else (file.text, file.path, None)

    def _stop(self, name: str, error: TemplateError) -> NoReturn:
        path, line = self._place(error) or (f"templates/{name}", None)
        raise ConfigError(path, f"this template cannot be used: {error.message}", line=line) from error

    def _place(self, error: TemplateError) -> tuple[str, int | None] | None:
        if isinstance(error, TemplateSyntaxError) and error.filename is not None:
            return error.filename, error.lineno
        paths = {file.path for file in self.files.values()}
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in paths]
        return (frames[-1].filename, frames[-1].lineno) if frames else None


def load_templates(folders: Iterable[Path]) -> Templates:
    """Reads every template and style sheet below `folders`; of two with one name the first folder's counts.

    So a root may replace one file of ours and keep the rest. Each template is compiled here, so that a
    broken one is found before any work is done; raises ConfigError with its file and line.
    """
    files: dict[str, TemplateFile] = {}
    for folder in folders:
        for name, file in _read_folder(folder):
            files.setdefault(name, file)
    templates = Templates(files)
    for name in sorted(files):
        _compile(templates, name)
    return templates


def _read_folder(folder: Path) -> list[tuple[str, TemplateFile]]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
    return [(path.relative_to(folder).as_posix(), _read_file(path)) for path in paths]


def _read_file(path: Path) -> TemplateFile:
    try:
        return TemplateFile(str(path), path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, f"this template cannot be read: {error}") from error


def _compile(templates: Templates, name: str) -> None:
    environment = templates.plain if name.endswith(_PLAIN_TEXT) else templates.html
    try:
        environment.get_template(name)
    except TemplateSyntaxError as error:
        message = f"this template cannot be used: {error.message}"
        raise ConfigError(error.filename or name, message, line=error.lineno) from error
