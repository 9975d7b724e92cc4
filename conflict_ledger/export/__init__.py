"""The ledger handed on: tidy tables with a dictionary of their columns, in the file that each tool opens.

Each format is a function from an export to bytes, in a file of its own; none prints, none knows a path. User text is data in all.
"""
