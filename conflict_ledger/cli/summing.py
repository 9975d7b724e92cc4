"""The command `totals`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import dates, words
from conflict_ledger import totals as room
from conflict_ledger.cli.output import width, write, write_text
from conflict_ledger.cli.session import NOTHING, USAGE, closing, commit, opened, stop, when
from conflict_ledger.findings import one_of
from conflict_ledger.text.layout import DIM, span, wrap
from conflict_ledger.totals.near import near, spans
from conflict_ledger.totals.rules import RANGE, RULES
from conflict_ledger.totals.tables import periods as published
from conflict_ledger.totals.tally import BY

if TYPE_CHECKING:
    from collections.abc import Iterable

    import typer

    from conflict_ledger.dates import When
    from conflict_ledger.history import Commit
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.totals.over_time import Course

FORMATS = ("text", "json", "csv", "markdown")


class Asked(NamedTuple):
    """What `ledger totals` is asked for; None is not given."""

    periods: list[str]
    start: str | None
    end: str | None
    rule: str | None
    by: str
    measure: str
    victims: str
    row: str | None
    form: str


class Answer(NamedTuple):
    """The periods' totals, under which rule; `over` several periods typed as one question."""

    found: list[room.Totals]
    rule: str
    by: str
    by_rule: bool
    over: bool
    sheets: room.Sheets
    provenance: str


def totals(context: typer.Context, asked: Asked, as_of: str | None, at: str | None) -> int:
    _among(asked.form, FORMATS, "format")
    _among(asked.measure, words.MEASURES, "measure")
    _among(asked.victims, words.VICTIMS, "victims word")
    _among(asked.by, BY, "way to sum by")
    ledger = opened(context, as_of, at)
    if asked.rule:
        _among(asked.rule, [*(word for word in RULES if word.islower()), *ledger.actors], "rule or source")
    stands = commit(ledger)
    answer = _answer(asked, ledger, stands)
    if asked.row:
        _explain(asked.row, asked.form, answer, ledger, stands)
    elif asked.form == "text":
        _text(answer, ledger)
    else:
        write_text(_machine(asked.form, answer, ledger, stands))
    return closing(ledger)


def _answer(asked: Asked, ledger: Ledger, stands: Commit | None) -> Answer:
    periods, over = _periods(asked, ledger)
    by = "category" if asked.by == "month" else asked.by
    by_rule = asked.rule is not None or asked.by != "category"
    rule = asked.rule or RANGE
    sheets = room.Sheets(ledger, periods)
    days = spans(ledger)
    found = [
        room.totals(
            room.Question(period, asked.measure, asked.victims),
            rule,
            near(ledger, days, period),
            by_rule=by_rule,
            sheets=sheets,
            by=by,
        )
        for period in periods
    ]
    reported = not by_rule and (all if not over else any)(one.tables or one.between for one in found)
    how = "itemised by source" if reported else f"rule {rule}"
    return Answer(found, rule, by, not reported if over else by_rule, over, sheets, provenance(how, ledger, stands))


def _periods(asked: Asked, ledger: Ledger) -> tuple[list[When], bool]:
    """The periods asked for, and whether they are one question over time."""
    typed = [period for text in asked.periods for period in _run(text)]
    if asked.start or asked.end:
        first = when(asked.start, "--from").first if asked.start else dates.EVER
        last = when(asked.end, "--to").last if asked.end else ledger.as_of or ledger.today
        typed.append(dates.named(dates.When(first, last)))
    if asked.by == "month":
        if not typed:
            raise stop(USAGE, "--by month needs a period", "ledger totals 2022-Q2 --by month")
        return [month for period in typed if period.first != dates.EVER for month in dates.months(period)], True
    periods = typed or published(ledger)
    if not periods:
        raise stop(NOTHING, "no total is published here; name a period", "ledger totals 2022-Q2")
    return periods, len(typed) > 1


def _run(text: str) -> list[When]:
    """The periods that one argument names. Ends with 2 where it names none."""
    try:
        return dates.periods(text)
    except dates.NotADate as no:
        raise stop(USAGE, f"PERIOD: {no}", f"write: {no.hint}" if no.hint else "") from None


def _text(answer: Answer, ledger: Ledger) -> None:
    if answer.over:
        _over_time(answer, ledger)
    else:
        from conflict_ledger.text.totals import totals as text

        for number, each in enumerate(answer.found):
            write([[]] if number else [])
            write(text(each, ledger, width(), by_rule=answer.by_rule, by=answer.by))
    _sign(answer)


def _sign(answer: Answer) -> None:
    """Rule, commit and day below every total."""
    write([[], *wrap([span(answer.provenance, DIM)], width())])


def over_time(asked: Asked, ledger: Ledger) -> None:
    """Several periods as a table over time, on the terminal."""
    answer = _answer(asked, ledger, commit(ledger))._replace(over=True)
    _over_time(answer, ledger)
    _sign(answer)


def course(asked: Asked, ledger: Ledger) -> tuple[Course, Answer]:
    """The fullest publisher's figures over the periods asked for, or the sums under the rule; and the whole answer."""
    answer = _answer(asked, ledger, commit(ledger))
    return _courses(answer)[0], answer


def _courses(answer: Answer) -> list[Course]:
    """One for each publisher, fullest first; where nobody published anything, that of the sums under the rule."""
    from conflict_ledger.totals import over_time

    first = answer.found[0].question
    periods = [one.question.period for one in answer.found]
    found = [] if answer.by_rule else over_time.published(periods, first.measure, first.victims, answer.sheets)
    return found or [over_time.ruled(answer.found)]


def _over_time(answer: Answer, ledger: Ledger) -> None:
    from conflict_ledger.text.over_time import also
    from conflict_ledger.text.over_time import over_time as text

    found, questions = _courses(answer), [one.question for one in answer.found]
    shown = [one for one in found if one.filled > 1 or one.scope is None]
    for number, one in enumerate(shown):
        write([[]] if number else [])
        write(text(one, questions, answer.rule, ledger, width()))
    if single := also([one for one in found if one not in shown], ledger, width()):
        write([[], *single] if shown else single)


def _machine(form: str, answer: Answer, ledger: Ledger, stands: Commit | None) -> str:
    if form == "json":
        from conflict_ledger import wire

        return wire.dumps(wire.totals(answer.found, answer.rule, ledger, stands, answer.by))
    from conflict_ledger.wire import flat

    rows = flat.rows(answer.found, answer.provenance, by_rule=answer.by_rule, over=answer.over)
    return flat.as_csv(rows) if form == "csv" else flat.as_markdown(rows, answer.provenance)


def _explain(row: str, form: str, answer: Answer, ledger: Ledger, stands: Commit | None) -> None:
    from conflict_ledger.text.explained import explained as text
    from conflict_ledger.totals import explained

    _among(row, explained.rows(answer.found), "row")
    _among(form, ("text", "json"), "format of --explain-row")
    if form == "json":
        from conflict_ledger import wire

        behind = wire.explained(answer.found, row, answer.rule, ledger, stands, answer.by, by_rule=answer.by_rule)
        write_text(wire.dumps(behind))
        return
    for number, one in enumerate(answer.found):
        write([[]] if number else [])
        found = explained.explained(one, row, ledger, answer.by, by_rule=answer.by_rule)
        write(text(found, row, one.question, ledger, width()))
    _sign(answer)


def provenance(how: str, ledger: Ledger, stands: Commit | None) -> str:
    """What every total is printed with: the rule, the ledger's commit and the day it is seen from."""
    at = (
        "not under git"
        if stands is None
        else f"commit {stands.id[:12]}{' with uncommitted edits' if stands.modified else ''}"
    )
    return f"{how} · {at} · as of {ledger.as_of or date.today()}"


def _among(word: str, known: Iterable[str], what: str) -> None:
    if word not in known:
        raise stop(USAGE, f"no such {what}: {word}", one_of(word, known))
