"""`tideover gateway`: sealed payment files go to the bank, and what the bank says comes back as events."""

from __future__ import annotations

from http.client import HTTPException
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from contracts.base import Envelope, partition_of
from services.payments.edge import BankGateway, BankNotLocal, SealBroken
from services.runtime.database.misfits import fitting
from services.runtime.database.store import Database
from services.runtime.delivery.locks import Sole
from services.runtime.kafka.clients import BrokerRefused, producing
from services.runtime.kafka.names import CONTENT_TYPE
from services.runtime.kafka.process import Process, running
from services.runtime.kafka.topics import topic_name
from services.runtime.process.file_faults import why_not
from services.runtime.process.health import BANK, show_answers
from services.runtime.process.library_logs import log_as_process
from services.runtime.process.logs import log
from services.runtime.process.settings import Settings, WrongSetting
from services.workers import real_databases
from services.worlds import payments_cipher

ALONE = -3
"""The number of the gateway's turn, beside those of the relay's readers."""


def gateway(
    *, every_seconds: Annotated[int, typer.Option(min=1, help="How often files are sent and the mailbox is read.")] = 5
) -> None:
    """Send sealed payment files to the bank of TIDEOVER_BANK_URL, and publish what it says of them."""
    log_as_process()
    settings = Settings.from_environment()
    with running(settings) as process:
        bank = _bank(settings)
        payments = real_databases(settings, ["payments"])["payments"]
        sole = Sole(payments, ALONE)
        process.stop_on_signals()
        while not process.stop.is_set():
            process.health.beat()
            _once(settings, process, bank, payments, sole)
            process.stop.wait(every_seconds)
        sole.let_go()


def _bank(settings: Settings) -> BankGateway:
    if settings.bank_url is None:
        raise WrongSetting("TIDEOVER_BANK_URL is not set: say where the bank takes payment files.")
    if settings.sent_files is None:
        raise WrongSetting("TIDEOVER_SENT_FILES is not set: say in which file the gateway writes down what it sends.")
    try:
        return BankGateway(settings.bank_url, payments_cipher(settings), journal=settings.sent_files)
    except OSError as fault:
        raise WrongSetting(f"TIDEOVER_SENT_FILES names {settings.sent_files}, which {why_not(fault)}.") from None
    except BankNotLocal as fault:
        raise WrongSetting(f"TIDEOVER_BANK_URL is wrong: {fault}.") from None


def _once(settings: Settings, process: Process, bank: BankGateway, payments: Database, sole: Sole) -> None:
    """Files out, messages in; what fails is tried again, and nothing counts as handed on before Kafka has it."""
    try:
        with fitting(payments):
            if not sole.held():
                process.health.ready(False, "Another gateway is at work; this one waits for its turn.")
                return
            broken = _send(process, bank, payments)
            said = bank.collect(payments)
            show_answers(BANK, True)
            publish(settings, said)
        process.health.ready(not broken, broken or "The bank answers.")
    except (OSError, HTTPException, DBAPIError, BrokerRefused) as fault:
        if isinstance(fault, OSError | HTTPException):
            show_answers(BANK, False)
        process.health.ready(False, f"Trying again ({type(fault).__name__}).")
        log.warning("gateway_waits", error=type(fault).__name__)


def _send(process: Process, bank: BankGateway, payments: Database) -> str:
    """Let the files go that are whole; what is wrong with the others, so that the bank is listened to all the same."""

    def goes_on() -> bool:
        process.health.beat()
        return not process.stop.is_set()

    try:
        bank.send_sealed(payments, goes_on)
    except SealBroken as fault:
        log.error("seal_broken", why="the other files went out")
        return f"A payment file was changed after it was sealed: {fault}"
    if bank.held:
        return f"Nothing is sent: the bank may have {', '.join(bank.held)}; see `tideover held list`."
    if bank.unreleased:
        log.info("files_wait_for_release", count=bank.unreleased)
    return ""


def publish(settings: Settings, envelopes: list[Envelope]) -> None:
    """Put events into the topics of their publishers, and wait until Kafka has them."""
    if not envelopes:
        return
    with producing(settings) as producer:
        sent = [
            producer.send(
                topic_name(envelope.type.split(".")[1]),
                envelope.to_bytes(),
                key=envelope.subject.encode(),
                headers=[CONTENT_TYPE],
                partition=partition_of(envelope.subject, settings.partitions),
            )
            for envelope in envelopes
        ]
        producer.flush()
        for future in sent:
            future.get(timeout=0)
