"""The local preview: one page on loopback that follows every change to what an edition is made of.

    watch ─> Proofs.rebuild ─> app: the page, the frame, and the answer to "is there anything new?"

For the editor's own computer only: it listens on 127.0.0.1, knows no files but those in memory, and answers
nobody who asks for it under another name.
"""

from pipeline.preview.app import make_app
from pipeline.preview.serve import PreviewServer, run_preview

__all__ = ["PreviewServer", "make_app", "run_preview"]
