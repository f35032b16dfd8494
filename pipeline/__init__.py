"""Collects publications, combines them with true stories, renders the monthly newsletter.

Path is layer: `cli, schedule -> jobs -> {stages, read, shell}`; `stages, read -> model, errors,
text`; `shell -> model, errors`. `tests/test_architecture.py` keeps it; docs/architecture.md tells why.
"""
