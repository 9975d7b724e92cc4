"""Answers as text for people: every function returns lines, none prints."""
