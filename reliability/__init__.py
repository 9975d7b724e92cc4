"""Measures how far the program can be trusted: each script records what it found, and the report says it in RELIABILITY.md.

No part of the package: `python -m reliability.fuzz`, `.differential`, `.corpus`, `.coverage`, `.mutants`, and for what writes `.faults`,
`.crashes`, `.crowd` and `.edits`, measure and write `results.json`; `python -m reliability` writes the report. They need the extra `reliability`.
"""
