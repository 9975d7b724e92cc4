"""The files of a new ledger, as they are written by `init`; `{tool}` stands for what CI installs."""
