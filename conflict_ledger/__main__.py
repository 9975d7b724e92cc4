"""`python -m conflict_ledger` is `ledger`."""

from conflict_ledger.cli import run

if __name__ == "__main__":
    run()
