"""A Word document -> the text of a story in Markdown, and its pictures.

document = read_word(body, path)      WordDocument(title, text, pictures, notes)

Refused are documents in which something stands that the eye does not see and that may be a name: tracked
changes, comments, hidden text. Nothing of those is ever repeated in a message.
"""

from pipeline.read.word.convert import WordDocument, WordPicture, read_word

__all__ = ["WordDocument", "WordPicture", "read_word"]
