"""editions/<month>.toml: what the editor decided, and the changes the commands make to it.

plan = parse_edition(text, path, month)                   EditionError with file and line
text = add_item(text, url=url, title=title, section=slug)  every comment stays where it was
"""

from pipeline.read.edition.edits import add_item, drop_url, new_edition, pin_url
from pipeline.read.edition.plan import parse_edition

__all__ = ["add_item", "drop_url", "new_edition", "parse_edition", "pin_url"]
