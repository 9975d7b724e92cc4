"""Writing: a record put into a file beside what stands there, a file laid out anew, a new ledger. Nothing else is changed.

A library's load and dump of a whole file loses comments and rewrites lines that nobody touched. So a new record is *spliced*:
its place is found by its mark (`splice`), ruamel.yaml emits the new block alone (`blocks`), and the result is read again and
compared before anything is written. Where that cannot be shown to be right, it is refused. One function writes (`writing`).
"""
