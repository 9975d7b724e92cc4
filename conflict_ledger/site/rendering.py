"""Templates to pages. Whatever a template writes is text: escaped, and of what would act on a page the number is shown.

Escaping is most of what a page costs. Jinja makes a `Markup` of each piece, for filters that might follow; here a piece goes
straight to the page, for a fifteenth of the time.
"""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

from conflict_ledger import dates
from conflict_ledger.disputes import CONTRADICTION, DRIFT, REVISION
from conflict_ledger.site.filters import bounds, direction, period, web
from conflict_ledger.text.layout import safe
from conflict_ledger.text.phrases import figure, many, noun
from conflict_ledger.words import PRECISIONS

if TYPE_CHECKING:
    from jinja2.compiler import Frame
    from jinja2.nodes import Call, Expr, Getattr

SEVERITIES = {CONTRADICTION: "contradiction", DRIFT: "changed on the way", REVISION: "revision"}
_TEMPLATES = Path(__file__).parent / "templates"


def written(value: Any) -> str:
    """What a template puts in braces, as it stands on the page; only Markup stands there as it is."""
    if type(value) is str:
        return _escape_inner(value if value.isprintable() else safe(value))
    if type(value) is int:
        return str(value)
    return value if type(value) is Markup else escape(value)


class _Generator(CodeGenerator):
    """Calls `written` where Jinja would call `escape`.

    A dot asks for an attribute: no template looks into a mapping by one. What is called is not asked whether it wants Jinja's
    context: nothing does.
    """

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 - so Jinja calls it
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        self.write("environment.written(")


class _Environment(Environment):
    code_generator_class = _Generator
    written = staticmethod(written)


@cache
def _environment() -> Environment:
    environment = _Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "spoken": dates.spoken,
        "figure": figure,
        "bounds": bounds,
        "noun": noun,
        "web": web,
        "period": period,
        "direction": partial(direction, None),
    }
    environment.globals |= {"many": many, "PRECISIONS": PRECISIONS, "SEVERITIES": SEVERITIES}
    return environment


def rendered(template: str, /, **about: Any) -> str:
    """The page, or the part of one, that the template makes of what it is told."""
    return _environment().get_template(template).render(about)
