"""What the team keeps in templates/gesprek/: methods for a conversation, and words that stop a reader."""

from pipeline.read.gesprek.methods import METHOD_FILES, MethodText, parse_methods
from pipeline.read.gesprek.word_list import WORD_FILE, parse_words

__all__ = ["METHOD_FILES", "WORD_FILE", "MethodText", "parse_methods", "parse_words"]
