"""A real browser: pages in, pictures and what probes saw out; nothing is asked of the network.

    shots = take_shots(scenes, probe=SCRIPT, files={"beeld-1a2b.jpg": body})

The only home of Playwright and of the wheel that carries axe-core: the optional extra `beeld`.
"""

from pipeline.shell.browser.find import FLAGS, NAMES, chromium_candidates
from pipeline.shell.browser.shots import take_shots

__all__ = ["FLAGS", "NAMES", "chromium_candidates", "take_shots"]
