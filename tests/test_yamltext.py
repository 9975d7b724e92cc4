"""YAML text: what page 1.7 refuses, where every node stands, and that no bytes bring anything but a Refusal."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml.error import YAMLError

from conflict_ledger.yamltext import CHECKS, MAX_BYTES, MAX_SCALAR, Refusal, Text, Tree, character, read
from conflict_ledger.yamltext.syntax import explained

if TYPE_CHECKING:
    from conflict_ledger.findings import Route

INCIDENT = """\
# An incident, as people write it.
title: Attack on Tindara # the market
date: 2022-04-19
place:
  - {name: Tindara, aka: [Tindara-le-Marché, 'Tin Dara'], country: XK}
  - name: Kelouma
summary: |
  One paragraph,
  on two lines.
facts:
  deaths:
    measure: killed
    claims:
    - source: un-mission
      document: un-report
      count: at least 50
      quote: "at least 50 civilians: \\"all\\" of them"
    - source: army
      count: 18
"""

REFUSED = [  # content, check, line, column, message, hint
    # tags, anchors, aliases, merge keys, directives, documents
    ("a: !!int 5\n", "yaml-tag", 1, 4, "a tag, tag:yaml.org,2002:int", "remove it, or quote the text"),
    ("a: !name 5\n", "yaml-tag", 1, 4, "a tag, !name", "remove it, or quote the text"),
    ("a: ! 5\n", "yaml-tag", 1, 4, "a tag, !", "remove it, or quote the text"),
    ("a: !x!y 5\n", "yaml-tag", 1, 4, "a tag, or a text that starts with !", "remove the tag, or quote the text"),
    ("a:\n  b: &x 5\n", "yaml-anchor", 2, 6, "an anchor, &x", "remove it, or quote the text"),
    ("&x a: 5\n", "yaml-anchor", 1, 1, "an anchor, &x", "remove it, or quote the text"),
    ("a: &. more\n", "yaml-anchor", 1, 5, "a text that starts with &", "quote the text"),
    ("a: *x\n", "yaml-alias", 1, 4, "an alias, *x", "write the value out, or quote it"),
    ("a: **bold**\n", "yaml-alias", 1, 5, "a text that starts with *", "quote the text"),
    ("a: &" + "n" * 9000 + " 1\n", "yaml-anchor", 1, 4, "an anchor, &" + "n" * 37 + "...", None),
    ("a: 1\n<<: {b: 2}\n", "yaml-merge", 2, 1, "a merge key, <<", "write the values out"),
    ("a: 1\n'<<': {b: 2}\n", "yaml-merge", 2, 1, "a merge key, <<", "write the values out"),
    ("%YAML 1.1\n---\na: 1\n", "yaml-directive", 1, 1, "a line that starts with %", "remove it"),
    ("%YAML 9.9\n---\na: 1\n", "yaml-directive", 1, 1, "a line that starts with %", "remove it"),
    ("%FOO\n---\na: 1\n", "yaml-directive", 1, 5, "a line that starts with %", "remove it"),
    ("%TAG ! !x\n---\na: 1\n", "yaml-directive", 1, 1, "a line that starts with %", "remove it"),
    ("a: 1\n---\nb: 2\n", "several-documents", 2, 1, "a second document", "one file is one record"),
    ("a: 1\n--- {b: 2}\n", "yaml-syntax", 2, 5, "text on the line of ---", "leave the --- out"),
    ("a: 1\n---b: 2\n", "yaml-syntax", 2, 4, "text on the line of ---", "leave the --- out"),
    ("", "empty-file", 1, 1, "the file is empty", "delete it, or write the record"),
    ("# nothing\n", "empty-file", 1, 1, "the file is empty", "delete it, or write the record"),
    # keys
    ("a: 1\nb: 2\na: 3\n", "repeated-key", 3, 1, "the key a is given twice", "keep one of the two"),
    ("x:\n  - a: 1\n    'a': 2\n", "repeated-key", 3, 5, "the key a is given twice", "keep one of the two"),
    ("re\u0301: 1\nr\u00e9: 2\n", "repeated-key", 2, 1, "the key r\u00e9 is given twice", "keep one of the two"),
    ("k" * 99 + ": 1\n" + "k" * 99 + ": 2\n", "repeated-key", 2, 1, f"the key {'k' * 37}... is given twice", None),
    ("? [a]\n: 1\n", "complex-key", 1, 3, "a list or mapping as a key", "quote a text that starts with { or ["),
    ("{a: 1}: 1\n", "complex-key", 1, 1, "a list or mapping as a key", "quote a text that starts with { or ["),
    ("~: 1\n", "complex-key", 1, 1, "an empty key", "write the key before the colon"),
    ("'': 1\n", "complex-key", 1, 1, "an empty key", "write the key before the colon"),
    ('"a\\nb": 1\n', "complex-key", 1, 1, "a key of several lines", "write the key on one line"),
    # bytes and characters
    (b"a: 1\nb: \xe9t\xe9\n", "encoding", 2, 4, "byte 0xe9 is not UTF-8", "save the file as UTF-8"),
    (b"\xef\xbb\xbfa: \xff\n", "encoding", 1, 4, "byte 0xff is not UTF-8", "save the file as UTF-8"),
    ("a: 1\n".encode("utf-16"), "encoding", 1, 1, "the file is UTF-16, not UTF-8", "save it as UTF-8"),
    ("a: 1\nb: x\0y\n", "encoding", 2, 5, "a NUL byte", "save the file as UTF-8 text"),
    ("a: \x1b[31m\n", "control-character", 1, 4, "control character U+001B", "remove it"),
    ("a: \x9b\n", "control-character", 1, 4, "control character U+009B", "remove it"),
    ("a:\n\tb: 1\n", "control-character", 2, 1, "a tab for indentation", "indent with blanks"),
    ("a:\n  \tb: 1\n", "control-character", 2, 3, "a tab for indentation", "indent with blanks"),
    ("a: [\n\t1]\n", "control-character", 2, 1, "a tab for indentation", "indent with blanks"),
    ("a: x\u202ey\n", "bidirectional-override", 1, 5, "invisible character U+202E RIGHT-TO-LEFT OVERRIDE", "remove it"),
    ("a: x\u2067y\n", "bidirectional-override", 1, 5, "invisible character U+2067 RIGHT-TO-LEFT ISOLATE", "remove it"),
    ("a: x\ufeffy\n", "bidirectional-override", 1, 5, "invisible character U+FEFF ZERO WIDTH NO-BREAK SPACE", None),
    (
        "\ufeff\ufeffa: 1\n",
        "bidirectional-override",
        1,
        1,
        "invisible character U+FEFF ZERO WIDTH NO-BREAK SPACE",
        None,
    ),
    ("\ufeffa: \u202e\n", "bidirectional-override", 1, 4, "invisible character U+202E RIGHT-TO-LEFT OVERRIDE", None),
    ("a: \U000e0041\n", "bidirectional-override", 1, 4, "invisible character U+E0041 TAG LATIN CAPITAL LETTER A", None),
    ("a: \u2067x\x1b\u2069\n", "control-character", 1, 6, "control character U+001B", "remove it"),
    (
        "a: \u2067x\u2028\u2069\n",
        "line-separator",
        1,
        6,
        "U+2028 LINE SEPARATOR ends a line for some readers only",
        None,
    ),
    ("a: 1 # x\rb: 2\n", "line-separator", 1, 9, "U+000D ends a line for some readers only", "use a plain newline"),
    ("a: x\u0085y\n", "line-separator", 1, 5, "U+0085 ends a line for some readers only", "use a plain newline"),
    ('a: "\\e[31m"\n', "control-character", 1, 4, "an escaped U+001B", "remove it"),
    ('a: "x\\0"\n', "control-character", 1, 4, "an escaped U+0000", "remove it"),
    ('a: "\\r\\n"\n', "line-separator", 1, 4, "an escaped U+000D", "remove it"),
    ('a: "\\u202e"\n', "bidirectional-override", 1, 4, "an escaped U+202E RIGHT-TO-LEFT OVERRIDE", "remove it"),
    ('a: "\\ufeff"\n', "bidirectional-override", 1, 4, "an escaped U+FEFF ZERO WIDTH NO-BREAK SPACE", "remove it"),
    # sizes
    (b"#" * (MAX_BYTES + 1), "too-large", 1, 1, "the file has more than 1048576 bytes", "split it"),
    ("a: " + "x" * (MAX_SCALAR + 1), "too-large", 1, 4, "a text of 65537 characters; the most is 65536", None),
    ("[" * 33, "too-deep", 1, 33, "nested over 32 levels", "write it with fewer levels"),
    ("a:\n" + " " * 257 + "b: 1\n", "too-deep", 2, 258, "indented by more than 256 blanks", None),
    # syntax
    (
        "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n",
        "merge-conflict",
        2,
        1,
        "merge conflict markers",
        "settle the conflict, then remove them",
    ),
    ("a: b: c\n", "yaml-syntax", 1, 5, "a colon and a blank within a text", "quote the text: 'text: with a colon'"),
    ("a: `x`\n", "yaml-syntax", 1, 4, "a text cannot start with this character", "quote the text"),
    ("a: %5\n", "yaml-syntax", 1, 4, "a text cannot start with this character", "quote the text"),
    ("a:\n - b\n \t- c\n", "control-character", 3, 2, "a tab for indentation", "indent with blanks"),
    ("a: 1\nb\nc: 2\n", "yaml-syntax", 3, 1, "a key without its colon", "write `key: value`"),
    ("a: [1, 2\nb: 3\n", "yaml-syntax", 2, 2, "a list or mapping in brackets is not closed", None),
    ("a: {b:, c: 1}\n", "yaml-syntax", 1, 6, "a colon without a blank after it, in brackets", "write `key: value`"),
    ("a:\n  b: 1\n c: 2\n", "yaml-syntax", 3, 2, "the indentation does not fit the lines above", None),
    ('a: "x\n', "yaml-syntax", 2, 1, "a quote is opened and never closed", "close it with the same quotation mark"),
    ('a: "C:\\dir"\n', "yaml-syntax", 1, 7, "a backslash that starts no escape", None),
    ("a: '\n--- x'\n", "yaml-syntax", 2, 5, "text on the line of ---", "leave the --- out"),
    ("a: '\n...\n'\n", "yaml-syntax", 2, 1, "--- or ... at the start of a line within a text", "indent the line"),
    ("a: - b\n", "yaml-syntax", 1, 4, "a list item where none can stand", "start it on a line of its own"),
    ("[a]\nb\n", "yaml-syntax", 2, 1, "text after the record has ended", None),
    ("a: [,]\n", "yaml-syntax", 1, 5, "no value where one belongs", None),
    ("a: |x\n  y\n", "yaml-syntax", 1, 5, "text on the line of | or >", "start the text on the next line"),
    ("a: >50\n", "yaml-syntax", 1, 6, "text on the line of | or >", "start the text on the next line"),
    ('a: "\\ud800"\n', "yaml-syntax", 1, 7, "an escape that names no character", "write the character itself"),
    # what libyaml lets pass and YAML does not
    ("a: 'x'#c\n", "yaml-syntax", 1, 7, "a comment with no blank before #", "put a blank before the #"),
    ("é: 'é'#c\n", "yaml-syntax", 1, 7, "a comment with no blank before #", "put a blank before the #"),
    ("a: [x]#c\n", "yaml-syntax", 1, 7, "a comment with no blank before #", "put a blank before the #"),
    ("a: [x,#c\n  y]\n", "yaml-syntax", 1, 7, "a comment with no blank before #", "put a blank before the #"),
    ("a: >-#c\n  x\n", "yaml-syntax", 1, 6, "a comment with no blank before #", "put a blank before the #"),
    ("a: [x,\ny]\n", "yaml-syntax", 2, 1, "a line that its key does not hold", "indent it deeper than its key"),
    ("a:\n  b: 'x\n  y'\n", "yaml-syntax", 3, 3, "a line that its key does not hold", "indent it deeper than its key"),
    ("a: [-]\n", "yaml-syntax", 1, 5, "a dash in brackets", "quote the text"),
]


@pytest.mark.parametrize(("content", "check", "line", "column", "message", "hint"), REFUSED)
def test_refusal(content: str | bytes, check: str, line: int, column: int, message: str, hint: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        read(content if isinstance(content, bytes) else content.encode())
    no = refused.value
    assert (no.check, no.line, no.column, no.message) == (check, line, column, message)
    assert no.hint == hint if hint else no.hint


def test_an_error_without_a_mark_is_the_whole_files() -> None:
    no = explained(YAMLError("the parser gives up\nafter two lines"), ["a: 1"])
    assert (no.check, no.message, no.line, no.column) == ("yaml-syntax", "the parser gives up", 1, 1)


def test_every_check_is_shown_above() -> None:
    assert {row[1] for row in REFUSED} == set(CHECKS)


@pytest.mark.parametrize(
    ("content", "tree"),
    [
        ("a: no\nb: on\nc: 'yes'\nd: y", {"a": "no", "b": "on", "c": "yes", "d": "y"}),
        ("a: 012\nb: 1_000\nc: 12:30\nd: 0x1F", {"a": "012", "b": "1_000", "c": "12:30", "d": "0x1F"}),
        ("a: 2022-04-19\nb: 1.0\nc: .nan\nd: true", {"a": "2022-04-19", "b": "1.0", "c": ".nan", "d": "true"}),
        ("no: 1\n1: 2\ntrue: 3", {"no": "1", "1": "2", "true": "3"}),
        (
            "a:\nb: ~\nc: null\nd: ''\ne: '~'\nf: \"null\"",
            {"a": None, "b": None, "c": None, "d": "", "e": "~", "f": "null"},
        ),
        ("- a\n-\n- []\n- {}\n", ["a", None, [], {}]),
        ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", {"a": "1", "b": "x\ny\n"}),
        ("a: 1\r\nb: 2\n", {"a": "1", "b": "2"}),
        ("\ufeffa: 1\n", {"a": "1"}),
        ("\ufeffa: 1\r\nb: '2'", {"a": "1", "b": "2"}),
        ("---\na: 1\n...\n", {"a": "1"}),
        ("--- # start\na: 1\n", {"a": "1"}),
        ("# a#b ##\na: 'x' # c#d\nb: C#\nc: x#y\n", {"a": "x", "b": "C#", "c": "x#y"}),
        ("a: [x, # one\n# two\n  y]\n", {"a": ["x", "y"]}),
        ("a: [\n  x,\n]\n", {"a": ["x"]}),
        ("[a,\nb]\n", ["a", "b"]),
        ("a: |\n  x#y\n  'z'#\nb: 1#\n", {"a": "x#y\n'z'#\n", "b": "1#"}),
        ("a:\tx\n", {"a": "x"}),
        ("a: x \u2067\u05e9\u05dc\u05d5\u05dd\u2069 y\n", {"a": "x \u2067\u05e9\u05dc\u05d5\u05dd\u2069 y"}),
        ('a: "x \u2067\u05e9\u05dc\u2069 y"\n', {"a": "x \u2067\u05e9\u05dc\u2069 y"}),
        (
            "a: \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\n",
            {"a": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"},
        ),
        ("a: >\n  one\n  two\n\n  three\n", {"a": "one two\nthree\n"}),
        ("a: " + "x" * MAX_SCALAR, {"a": "x" * MAX_SCALAR}),
        ("re\u0301: e\u0301\n", {"r\u00e9": "e\u0301"}),  # keys are composed, texts are left as they are
        (" " * 300 + "\na: 1\n", {"a": "1"}),
    ],
)
def test_what_is_read(content: str, tree: Tree) -> None:
    assert read(content.encode()).tree == tree


def test_32_levels_are_read() -> None:
    assert read(b"[" * 32 + b"]" * 32).tree == read(b"\n".join(b" " * n + b"-" for n in range(31)) + b" []").tree


@pytest.mark.parametrize(
    ("route", "key", "place"),
    [
        ((), False, (2, 1)),
        (("title",), True, (2, 1)),
        (("title",), False, (2, 8)),
        (("place",), True, (4, 1)),
        (("place",), False, (5, 3)),
        (("place", 0), False, (5, 5)),
        (("place", 0), True, (5, 5)),
        (("place", 0, "aka"), True, (5, 21)),
        (("place", 0, "aka", 1), False, (5, 46)),
        (("place", 0, "country"), False, (5, 68)),
        (("place", 1, "name"), False, (6, 11)),
        (("summary",), False, (7, 10)),
        (("facts", "deaths", "measure"), False, (12, 14)),
        (("facts", "deaths", "claims", 0), False, (14, 7)),
        (("facts", "deaths", "claims", 0, "quote"), True, (17, 7)),
        (("facts", "deaths", "claims", 1, "count"), False, (19, 14)),
        (("facts", "deaths", "claims", 9), False, (14, 5)),  # as far as it leads
        (("facts", "nothing", "claims"), True, (10, 1)),
        (("title", "nothing"), False, (2, 8)),
    ],
)
def test_place(route: Route, key: bool, place: tuple[int, int]) -> None:
    assert read(INCIDENT.encode()).place(route, key=key) == place


def test_place_in_a_file_with_a_mark_and_carriage_returns() -> None:
    text = read(("\ufeff" + INCIDENT.replace("\n", "\r\n")).encode())
    assert text.place(("facts", "deaths", "claims", 1, "count")) == (19, 14)
    assert text.lines[18] == "      count: 18"


def nodes(tree: Tree, route: Route = ()) -> list[Route]:
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [route, *(found for key, child in inner for found in nodes(child, (*route, key)))]


def test_every_node_stands_where_its_text_is() -> None:
    text = read(INCIDENT.encode())
    routes = nodes(text.tree)
    assert len(routes) == 25
    for route in routes[1:]:
        line, column = text.place(route, key=True)
        if isinstance(route[-1], str):
            assert text.lines[line - 1][column - 1 :].startswith(f"{route[-1]}:")


def test_a_character_is_named() -> None:
    assert character("\u0430") == "U+0430 CYRILLIC SMALL LETTER A"
    assert character("\x1b") == "U+001B"


# --- no bytes bring anything but a Refusal -----------------------------------------------------------------------------


def outcome(data: bytes) -> Text | Refusal:
    start = time.perf_counter()
    try:
        return read(data)
    except Refusal as no:
        return no
    finally:
        assert time.perf_counter() - start < 1


def read_or_refused(data: bytes) -> None:
    result = outcome(data)
    lines = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n")
    if isinstance(result, Refusal):
        assert result.check in CHECKS
        assert result.message
        places = [(result.line, result.column)]
    else:
        places = [result.place(route) for route in nodes(result.tree)]
    for line, column in places:
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


@settings(max_examples=500)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    read_or_refused(data)


@settings(max_examples=500)
@given(st.text(alphabet="ab:-[]{},#&*!|>'\"%@`?\n \t~<.0é\r\ufeff\u2067\u2069\u2028", max_size=60))
def test_any_marks(text: str) -> None:
    read_or_refused(text.encode())


@settings(max_examples=500)
@given(st.data())
def test_mutated_incident(data: st.DataObject) -> None:
    content = INCIDENT
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 12)))
        mark = data.draw(
            st.sampled_from(["", "\n", "  ", "\t", ": ", "- ", "#", "'", '"', "[", "}", "&a ", "*a", "|", "---\n"])
        )
        content = content[:start] + mark + content[end:]
    read_or_refused(content.encode())


@pytest.mark.parametrize(
    "content",
    [
        "[" * 20_000,
        "{" * 5_000,
        "- " * 5_000,
        "? " * 2_000,
        "a: " + "[{" * 14,
        "'" * 60_000,
        "# \n" * 20_000,
        "\n" * 50_000,
        "a: " + "#" * 60_000,
        "a: '" + "\n#" * 30_000,
        "a: '" + "\n " * 30_000 + "'",
        "[" + "1#," * 20_000 + "]",
        "a: x\n" * 2_000,
        "\u2067" * 30_000 + "\u2069",
        " " * 100_000,
    ],
)
def test_large_and_odd_is_quick(content: str) -> None:
    assert isinstance(outcome(content.encode()), Text | Refusal)
