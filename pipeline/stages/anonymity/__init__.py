"""What in a story can give away who it is about.

scan(text)                              where, and of which kind
"""

from pipeline.stages.anonymity.scan import Public, scan

__all__ = ["Public", "scan"]
