"""A workbook: one sheet a table, figures as numbers, no formula anywhere. Needs XlsxWriter (`pip install 'conflict-ledger[xlsx]'`)."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conflict_ledger.export.columns import Table, Value
    from conflict_ledger.export.tables import Export

ROWS = 1_048_575  # below the heading: a sheet holds no more
CELL = 32_767  # characters: a cell holds no more
_FIRST = datetime(2000, 1, 1)  # the same workbook from the same commit: no clock in it
_ANCIENT = date(1900, 3, 1)  # Excel has no days before 1900, and a wrong one at the end of that February


class TooLarge(ValueError):  # noqa: N818 - it is not an error of the program
    """A table has more rows than a sheet."""


def workbook(export: Export) -> bytes:
    """The bytes of the workbook. Raises ImportError without XlsxWriter, and TooLarge."""
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties(
        {
            "title": export.about["title"],
            "comments": "\n".join(f"{name}: {value}" for name, value in export.about.items()),
            "created": _FIRST,
        }
    )
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    for one in export.everything():
        _sheet(book, one, head)
    book.close()
    return out.getvalue()


def _sheet(book: Any, table: Table, head: Any) -> None:
    if len(table.rows) > ROWS:
        raise TooLarge(f"table {table.name} has {len(table.rows)} rows; a sheet holds {ROWS}")
    sheet = book.add_worksheet(table.name.replace("_", " "))
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.name, head)
        sheet.write_comment(0, place, column.meaning)
        sheet.set_column(place, place, _width(table, place))
    for number, row in enumerate(table.rows, start=1):
        for place, value in enumerate(row):
            _write(sheet, number, place, value)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write(sheet: Any, row: int, place: int, value: Value) -> None:
    if isinstance(value, str):
        sheet.write_string(row, place, _fitted(value))
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value) if value >= _ANCIENT else sheet.write_string(
            row, place, value.isoformat()
        )
    elif value is not None:
        sheet.write_number(row, place, value)


def _fitted(text: str) -> str:
    """The text, or as much of it as a cell holds, with the words that say so."""
    if len(text.encode("utf-16-le")) // 2 <= CELL:
        return text
    said = " … [longer than a cell of a workbook holds: the file has all of it]"
    return text[: CELL // 2 - len(said)] + said


def _width(table: Table, place: int) -> int:
    longest = max((len(str(row[place])) for row in table.rows[:200] if row[place] is not None), default=0)
    return min(max(longest, len(table.columns[place].name)) + 2, 48)
