"""The requests of the desk's pages, each answered in a few lines by the desk and the views."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from storyver import report
from storyver.errors import StoryverError, UsageError
from storyver.model import Verdict
from storyver.report.html import templates
from storyver.report.inert import visible
from storyver.review.desk import Desk
from storyver.review.guard import MOST_BYTES, Guard
from storyver.review.queue import Item, Show
from storyver.review.views import NAMES, Views

_TEMPLATES: Final = Path(__file__).parent / "templates"
_REPORTS: Final = Path(report.__file__).parent / "templates"
_JUDGEMENTS: Final = {"confirm": Verdict.CONFIRMED, "reject": Verdict.REJECTED, "relink": Verdict.RELINKED}
_SEE_OTHER: Final = 303
_UNUSABLE: Final = 422
_LONGEST_NUMBER: Final = 12
_MOST_FIELDS: Final = 20


def make_app(desk: Desk, token: str, port: int) -> ASGIApp:
    """The application, which answers only under this computer's own names and the token."""
    handlers = Handlers(desk, f"/{token}")
    hosts = {f"{name}:{port}": f"http://{name}:{port}" for name in ("127.0.0.1", "localhost")}
    routes = [
        Route(f"/{token}/", handlers.queue),
        Route(f"/{token}/desk.css", handlers.style),
        Route(f"/{token}/desk.js", handlers.script),
        Route(f"/{token}/undo", handlers.undo, methods=["POST"]),
        Route(f"/{token}/item/{{key}}", handlers.item),
        Route(f"/{token}/item/{{key}}", handlers.decide, methods=["POST"]),
    ]
    starlette = Starlette(routes=routes, exception_handlers={StoryverError: _told})
    return Guard(starlette, token=token, hosts=hosts)


async def _told(_: Request, error: Exception) -> Response:
    """What is wrong with the archive, as the command line tells it."""
    return PlainTextResponse(f"{visible(str(error))}\n", status_code=500)


class Handlers:
    """One short method for each address."""

    def __init__(self, desk: Desk, base: str) -> None:
        """``base`` is where the desk's addresses begin."""
        self._desk = desk
        self._views = Views(desk)
        self._base = base

    async def queue(self, request: Request) -> Response:
        """A list, with its first item open."""
        show = _show(request.query_params.get("show", ""))
        state = self._desk.state()
        listed = state.shown(show, self._desk.reviewer)
        page = self._views.page(state, show, listed[0] if listed else None, done=_number(request, "done"))
        return self._page(page)

    async def item(self, request: Request) -> Response:
        """One item, in a list."""
        state = self._desk.state()
        found = state.find(request.path_params["key"])
        if found is None:
            return self._lost()
        show = _show(request.query_params.get("show", ""))
        return self._page(self._views.page(state, show, found, done=_number(request, "done")))

    async def decide(self, request: Request) -> Response:
        """Enter a decision, and go on to the next item."""
        form = await _form(request)
        show, state = _show(form.get("show", "")), self._desk.state()
        found = state.find(request.path_params["key"])
        if found is None:
            return self._lost()
        try:
            entry = self._enter(found, form)
        except StoryverError as error:
            said = f"{error.where} {error.what}; {error.remedy}"
            return self._page(self._views.page(self._desk.state(), show, found, error=said), _UNUSABLE)
        onward = found
        if form.get("act") in _JUDGEMENTS:
            later = self._desk.state()
            onward = later.beside(found, show, self._desk.reviewer, by=1) or found
        return self._to(onward, show, entry)

    def _enter(self, item: Item, form: dict[str, str]) -> int:
        act = form.get("act", "")
        if act == "note":
            return self._desk.note(item, form.get("note", "")).entry
        if act == "evidence":
            return self._desk.show_evidence(item, form.get("evidence", "")).entry
        if act == "withdraw":
            return self._desk.withdraw(_digits(form.get("entry", ""))).entry
        verdict = _JUDGEMENTS.get(act)
        if verdict is None:
            raise UsageError(what="is no decision", where=f"“{act[:40]}”", remedy="use the buttons of this page")
        counterpart = form.get("counterpart", "") if verdict is Verdict.RELINKED else None
        return self._desk.judge(item, verdict, counterpart).entry

    async def undo(self, request: Request) -> Response:
        """Take back this reviewer's last decision, and go to what it was on."""
        form = await _form(request)
        show = _show(form.get("show", ""))
        made = self._desk.undo()
        state = self._desk.state()
        on = next((one for one in state.items if made and one.subject == made.subject), None)
        if on is None:
            on = state.find(form.get("key", ""))
        return self._to(on, show, made.entry if made else 0)

    async def style(self, _: Request) -> Response:
        """The style sheet of the reports, and what the desk has beside it."""
        return Response(_style(), media_type="text/css")

    async def script(self, _: Request) -> Response:
        """The script for the keys."""
        return Response((_TEMPLATES / "desk.js").read_text(encoding="utf-8"), media_type="text/javascript")

    def _page(self, page: object, status: int = 200) -> Response:
        template = _templates().get_template("desk.html")
        return HTMLResponse(template.render(page=page, base=self._base, names=NAMES), status_code=status)

    def _to(self, item: Item | None, show: Show, done: int) -> Response:
        place = f"/item/{item.key}" if item else "/"
        return RedirectResponse(f"{self._base}{place}?{urlencode({'show': show.value, 'done': done})}", _SEE_OTHER)

    def _lost(self) -> Response:
        page = self._views.page(self._desk.state(), Show.OPEN, None, error="There is no such change any more.")
        return self._page(page, 404)


@cache
def _templates() -> Environment:
    """The desk's templates and those of the reports, which escape whatever they print."""
    return templates().overlay(loader=FileSystemLoader([_TEMPLATES, _REPORTS]))


@cache
def _style() -> str:
    files = (_REPORTS / "style.css", _TEMPLATES / "desk.css")
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, each once; none of a body that is longer than the guard allows, or has too many."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return {}
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}


def _show(name: str) -> Show:
    return Show(name) if name in tuple(Show) else Show.OPEN


def _number(request: Request, name: str) -> int:
    return _digits(request.query_params.get(name, ""))


def _digits(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else 0
