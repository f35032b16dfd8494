"""Files the team edits in templates/: the root's own before ours.

Stands below `conversation` as ground, without what a page or card is made with, so that a check is quick.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.jobs.root import Root
from pipeline.model.readability import WordList
from pipeline.read.gesprek import WORD_FILE, MethodText, parse_words
from pipeline.shell.files import read_text


def read_words(root: Root) -> WordList:
    """Reads the list of jargon. Raises ConfigError with file and line."""
    file = read_conversation_file(root, WORD_FILE)
    return parse_words(file.text, file.path)


def read_conversation_file(root: Root, name: str) -> MethodText:
    path = find_template(root, f"gesprek/{name}")
    return MethodText(str(path), read_text(path))


def find_template(root: Root, name: str) -> Path:
    """Returns where `name` lies. Raises ConfigError when it lies nowhere."""
    for folder in root.template_folders:
        if (folder / name).is_file():
            return folder / name
    raise ConfigError(root.template_folders[0] / name, "this file is missing")
