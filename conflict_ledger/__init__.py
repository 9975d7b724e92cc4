"""When sources disagree about who was killed, by whom, and how many."""

__version__ = "0.1.0"
