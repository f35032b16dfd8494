"""Shows a draft in real mail programs and browsers, and has it judged: `make clients`.

    engines ─ missing ─> skipped, with how to get it
       └───── look ────> Seen: pictures, texts, scores ─> table on the terminal, results.json, index.html

What runs here are other people's programs (several of them GPL or AGPL), started as separate programs with a
home and a profile of their own in a temporary folder, stopped by the process id of what we started, and kept
to this machine: whatever would look outside finds a closed port. None of it is part of the newsletter.
"""
