"""How pages of officers are answered: who is signed in, what they may see, and what a form does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from services.console.acts.form import CSRF, KEY, NO_FORM, FormFault, SentForm
from services.console.acts.looking import TakenList, note_list
from services.console.language import LANGUAGES
from services.console.list_file import as_csv, as_shown
from services.console.officers.officer import SignedIn
from services.console.officers.roles import PURPOSES, Role
from services.console.officers.rules import Denied
from services.console.pages import page
from services.console.requests import address_of, form_of, language_of
from services.console.secrets import new_secret
from services.console.signin.cookies import must_be_of, session_in
from services.console.signin.sessions import Session
from services.console.staff import staff_pages
from services.console.staff_page import AccessDenied, Content, GoTo, NotHere, PageFile, StaffPage, Visit, address_in
from services.console.world import ConsoleWorld

HOME = "/home"
"""Behind the language: the first page of whoever is signed in."""
SEARCH = "search"
"""The page that the field in the header of every page leads to."""
FILE = "as"
"""In an address: `as=csv` for the list of a page as a file."""


@dataclass(frozen=True)
class StaffSite:
    """The pages of officers, on one world. `secure` says whether cookies go over HTTPS alone."""

    world: ConsoleWorld
    secure: bool

    def routes(self) -> list[Route]:
        """Every page by its address."""
        return [Route(f"/{{language}}{HOME}", self._home), *self._pages()]

    def frame_of(self, request: Request) -> Mapping[str, Any]:
        """What stands around a page for everybody where somebody is signed in; nothing where nobody is."""
        session = session_in(request, self.world, secure=self.secure)
        if session is None:
            return {}
        language = language_of(request)
        around = _around(session, partial(address_in, language))
        return {**around, "today": language.day(self.world.today())}

    def _pages(self) -> list[Route]:
        return [
            Route(f"/{{language}}{own.path}", self._endpoint(own), methods=["GET", "POST"] if own.act else ["GET"])
            for own in staff_pages()
        ]

    async def _home(self, request: Request) -> Response:
        return await run_in_threadpool(partial(self._to_first_page, request))

    def _to_first_page(self, request: Request) -> Response:
        """To the first page of the officer's own menu; who has none is told so where any page would tell it."""
        session = session_in(request, self.world, secure=self.secure)
        language = language_of(request).words.language
        if session is None:
            return RedirectResponse(f"/{language}/sign-in", 303)
        any_page = next(own for own in staff_pages() if own.menu is not None)
        first = next(iter(menu_of(session.officer)), any_page)
        return RedirectResponse(f"/{language}{first.path}", 303)

    def _endpoint(self, own: StaffPage) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            form = await form_of(request) if request.method == "POST" else None
            return await run_in_threadpool(partial(self._answer, own, request, form))

        return endpoint

    def _answer(self, own: StaffPage, request: Request, form: SentForm | None) -> Response:
        language, session = language_of(request), session_in(request, self.world, secure=self.secure)
        if session is None:
            sign_in = f"/{language.words.language}/sign-in?{urlencode({'back': address_of(request)})}"
            if form is None:
                return RedirectResponse(sign_in, 303)
            return page(request, "session_ended.html.jinja", language, {"sign_in": sign_in, "lost": form.typed}, 403)
        if form is not None:
            must_be_of(session, form)
        visit = Visit(
            page=own,
            world=self.world,
            officer=session.officer,
            language=language,
            given=request.path_params,
            query=request.query_params,
            form=form or NO_FORM,
            seen_by={page.name: page.seen_by for page in staff_pages()},
        )
        try:
            made = self._made(visit, acting=form is not None)
        except AccessDenied as fault:
            return self._denied(fault, visit, request, session)
        except NotHere:
            raise HTTPException(404) from None
        except FormFault:
            raise HTTPException(400) from None
        return self._shown(made, visit, request, session)

    def _made(self, visit: Visit, *, acting: bool) -> Content | GoTo | PageFile:
        """What the page makes of the visit. Raises `AccessDenied`, `NotHere`."""
        own = visit.page
        visit.enter()
        if not own.is_about_a_person and not own.seen_by & visit.officer.roles:
            raise AccessDenied(Denied.ROLE)
        if acting and own.acts_as and not own.acts_as & visit.officer.roles:
            raise AccessDenied(Denied.ROLE)
        made = own.act(visit) if acting and own.act else own.show(visit)
        if own.is_about_a_person and not visit.looked_at and not isinstance(made, GoTo):
            raise RuntimeError(f"the page {own.name} shows a person without a note of who looked")
        return made

    def _shown(self, made: Content | GoTo | PageFile, visit: Visit, request: Request, session: Session) -> Response:
        is_file = visit.query.get(FILE) == "csv"
        # a form that is sent again may find its act still waiting
        said = visit.looked_at or isinstance(made, GoTo) or is_file
        carried = BackgroundTask(self.world.carry) if said else None
        if isinstance(made, GoTo):
            return RedirectResponse(made.address, 303, background=carried)
        if isinstance(made, PageFile):
            headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
            return Response(made.body, media_type=made.media_type, headers=headers, background=carried)
        if is_file and made.listing is not None:
            self._note_list(visit, len(made.listing.rows))
            response = as_csv(made.listing if visit.page.is_about_a_person else as_shown(made.listing))
        else:
            faults = {"faults": made.faults, "fault": lambda name: made.faults.get(name, "")}
            values = {**_frame(visit, session), **made.values, **faults}
            response = page(request, visit.page.template, visit.language, values, 422 if made.faults else 200)
        response.background = carried
        return response

    def _note_list(self, visit: Visit, rows: int) -> None:
        """Who takes a list of people along is written down; of one person's page the look itself is."""
        roles = visit.officer.roles & visit.page.seen_by & PURPOSES.keys()
        role = next((role for role in Role if role in roles), None)
        if role is None or visit.page.is_about_a_person:
            return
        asked = {name: text for name, text in visit.query.items() if name != FILE and text}
        note_list(self.world, TakenList(visit.officer, role, visit.page.name, urlencode(asked), rows))

    @staticmethod
    def _denied(fault: AccessDenied, visit: Visit, request: Request, session: Session) -> Response:
        """A page that says why not, and the way for who must look all the same."""
        why = None
        if fault.matter is not None and fault.may_say_why and request.method == "GET":
            why = visit.address("/why-i-look", person=fault.matter.person, back=address_of(request))
        values = {"denied": fault.denied.value, "why": why}
        return page(request, "denied.html.jinja", visit.language, {**_frame(visit, session), **values}, 403)


def _frame(visit: Visit, session: Session) -> Mapping[str, Any]:
    """What stands around every page of officers, and what each of its forms bears."""
    return {
        **_around(session, visit.address),
        "here": visit.page.name,
        "today": visit.language.day(visit.today),
        "queries": {code: dict(visit.query) for code in LANGUAGES},
        "form_key": (KEY, new_secret()),
        "typed": visit.form,
        "query": visit.query,
    }


def _around(session: Session, address: Callable[..., str]) -> dict[str, Any]:
    """Who is signed in, and where they may go."""
    return {
        "officer": session.officer,
        "menu": menu_of(session.officer),
        "sees": frozenset(own.name for own in staff_pages() if own.seen_by & session.officer.roles),
        "searches": any(own.name == SEARCH and own.seen_by & session.officer.roles for own in staff_pages()),
        "address": address,
        "csrf": (CSRF, session.csrf),
    }


def menu_of(officer: SignedIn) -> list[StaffPage]:
    """What somebody's menu leads to, in its order."""
    seen = [own for own in staff_pages() if own.menu is not None and own.seen_by & officer.roles]
    return sorted(seen, key=lambda own: (own.menu or 0, own.name))
