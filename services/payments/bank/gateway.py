"""Sends sealed files to the bank and collects its messages; what is in doubt stays so until the bank answers."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, select

from contracts.base import Envelope
from services.payments.bank import interlock, mailbox, taking_in
from services.payments.bank.bank_file import digest
from services.payments.bank.sealed_files import FileState, SealBroken, body_of, move, names_in, note_sending
from services.payments.bank.send_journal import SendJournal, SentFile
from services.payments.bank.taking_in import Collected
from services.payments.release.standing import is_released, released_names, waiting_for_release
from services.payments.release.terms import ReleaseTerms
from services.payments.tables import payment_file
from services.runtime.database.store import Database
from services.runtime.privacy.cipher import Cipher
from services.runtime.process.logs import log

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
PATIENCE_SECONDS = 20
"""How long the bank may be silent; less than the pause after which a process counts as hanging."""
ANSWERED = frozenset({200, 201, 202, 422})
"""The bank has read the file; what it thinks of it comes in a message."""


class BankNotLocal(Exception):
    """Plain HTTP is spoken on this machine only; another bank needs another channel."""


class _NotThere(ConnectionError):
    """The bank has nothing of this name."""


class BankGateway:
    """Sends sealed files to a bank on loopback and collects what it says.

    `cipher` opens the stored bytes. `journal` is a file outside the database and its copies, in which every send is
    written down: without it a restored copy is not noticed. The paths are those of mock-bank, which our own small bank
    shares.
    """

    def __init__(  # noqa: PLR0913 - a bank has three doors
        self,
        url: str,
        cipher: Cipher,
        *,
        journal: Path | None = None,
        terms: ReleaseTerms | None = None,
        payments_path: str = "/payments",
        mailbox_path: str = "/_mock/mailbox",
        archive_path: str = "/_mock/messages",
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname not in LOOPBACK:
            raise BankNotLocal("this gateway speaks plain HTTP to a bank on loopback only")
        self._host, self._port = parts.hostname, parts.port
        self._cipher = cipher
        self._terms = terms
        self._payments_path, self._mailbox_path, self._archive_path = payments_path, mailbox_path, archive_path
        self._collected = Collected()
        self._journal = SendJournal(journal) if journal else None
        self._asks_for_all = self._journal is not None and self._journal.is_new
        self._may_have_lost = True
        self.held: tuple[str, ...] = ()
        """The files that the bank may have and the database does not know: while there is one, nothing is sent."""
        self.unreleased = 0
        """How many sealed files wait for the people who must release them."""

    def send_sealed(self, database: Database, goes_on: Callable[[], bool] = lambda: True) -> int:
        """Send every file that was released and never sent, each once; how many the bank answered for.

        A file whose bytes changed is not sent and stays sealed, and the others go; it raises `SealBroken` at the end.
        `goes_on` is asked before each file: who was told to stop leaves the rest sealed. Nothing is sent while a file
        is `held`, and what the journal knows and the database does not is held from now on.
        """
        if not self._may_send(database):
            return 0
        with database.begin() as connection:
            for name in names_in(connection, FileState.SENDING):  # an earlier run ended in the middle of these
                move(connection, name, FileState.UNKNOWN, only_from=frozenset({FileState.SENDING}))
            names = released_names(connection, self._terms)
            self.unreleased = waiting_for_release(connection, self._terms)
        broken: list[str] = []
        sent = 0
        for name in names:
            if not goes_on():
                break
            try:
                sent += self._send(database, name, FileState.SEALED)
            except SealBroken:
                broken.append(name)
                log.error("seal_broken", batch=name)
        if broken:
            raise SealBroken(f"not sent, because their bytes have changed: {', '.join(broken)}")
        return sent

    def _may_send(self, database: Database) -> bool:
        """Whether the database knows all that was sent; if it does not, the bank is asked for all it ever said."""
        with database.begin() as connection:
            before = self.held
            self.held = tuple(
                interlock.compare(connection, self._journal) if self._journal else interlock.held(connection)
            )
            if self._asks_for_all and not _sent_before(connection):
                self._asks_for_all = False
        self._asks_for_all = self._asks_for_all or bool(set(self.held) - set(before))
        return not self.held and not self._asks_for_all

    def send_again(self, database: Database, name: str) -> bool:
        """On a person's order: send the same bytes of a doubtful file again; whether the bank answered.

        A bank that has it already says so, which ends the doubt. Raises `LookupError` if the file is not in doubt, or
        if it was not released.
        """
        with database.begin() as connection:
            if name not in names_in(connection, FileState.UNKNOWN):
                raise LookupError(f"{name} is not in doubt")
            if not is_released(connection, name, self._terms):
                raise LookupError(f"{name} was not released by the people it takes")
        return self._send(database, name, FileState.UNKNOWN)

    def collect(self, database: Database) -> list[Envelope]:
        """What the bank says of our payments since last time, and what named persons said of it, as events to publish.

        Messages are stored before they are read, and count as handed on when this is called again: after a crash
        they are handed on once more, with the same ids.
        """
        if self._asks_for_all:
            envelopes = self.collect_again(database)
            self._asks_for_all = False
            return envelopes
        if self._may_have_lost:
            self._keep_what_an_earlier_run_lost(database)
        self._keep_and_take(database)
        return self._told(database)

    def collect_again(self, database: Database) -> list[Envelope]:
        """As `collect`, from everything the bank ever sent: for when a mailbox was emptied and nothing was kept."""
        self._keep(database, self._archive_path)
        return self._told(database)

    def _keep_and_take(self, database: Database) -> None:
        """Keep what lies in the mailbox, and only then take it out: what is taken is not said again.

        What comes in between is taken and kept at once. Whoever ends there asks for all at the next start.
        """
        self._keep(database, f"{self._mailbox_path}?leave")
        self._may_have_lost = True
        self._keep(database, self._mailbox_path)
        self._may_have_lost = False

    def _keep_what_an_earlier_run_lost(self, database: Database) -> None:
        """A gateway that starts does not know where the one before it ended; a bank may keep no archive."""
        try:
            self._keep(database, self._archive_path)
        except _NotThere:
            log.warning("no_archive")

    def _keep(self, database: Database, path: str) -> None:
        status, listing = self._call("GET", path)
        if status != HTTPStatus.OK:
            fault = _NotThere if status == HTTPStatus.NOT_FOUND else ConnectionError
            raise fault(f"the bank answered {status} when asked for its messages")
        with database.begin() as connection:
            mailbox.keep(connection, self._cipher, listing)

    def _told(self, database: Database) -> list[Envelope]:
        with database.begin() as connection:
            taking_in.handed_on(connection, self._collected)
            collected = taking_in.collect(connection, self._cipher)
        self._collected = collected
        return list(collected.envelopes)

    def _send(self, database: Database, name: str, before: FileState) -> bool:
        with database.begin() as connection:
            body = body_of(connection, self._cipher, name)
            payments = interlock.payments_of(connection, name)
            file = SentFile(name=name, sha256=digest(body), end_to_ends=tuple(payments))
            if self._journal and interlock.elsewhere(connection, self._journal, file):
                interlock.hold(connection, [name], "A payment in it was handed to the bank with another file.")
                return False
            if not note_sending(connection, name, before):
                return False
        if self._journal:
            self._journal.note(file)
        answered = self._answered(body, name)
        with database.begin() as connection:
            after = FileState.SENT if answered else FileState.UNKNOWN
            move(connection, name, after, only_from=frozenset({FileState.SENDING}))
        return answered

    def _answered(self, body: bytes, name: str) -> bool:
        try:
            status, _ = self._call("POST", self._payments_path, body)
        except (OSError, HTTPException) as error:
            log.warning("send_in_doubt", batch=name, error=type(error).__name__)
            return False
        if status not in ANSWERED:
            log.warning("send_in_doubt", batch=name, code=str(status))
        return status in ANSWERED

    def _call(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """One request on a connection of its own: a reused one may be dead, and then a send would be in doubt."""
        connection = HTTPConnection(self._host or "", self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body, {"Content-Type": "application/xml"} if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def _sent_before(connection: Connection) -> bool:
    sent = select(func.count()).where(payment_file.c.state != FileState.SEALED.value)
    return bool(connection.scalar(sent))
