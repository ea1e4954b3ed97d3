"""`tideover gateway`: sealed payment files go to the bank, and what the bank says comes back as events."""

from __future__ import annotations

import logging
from http.client import HTTPException
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from contracts.base import Envelope, partition_of
from services.payments.gateway import BankGateway, BankNotLocal
from services.payments.sealed_files import SealBroken
from services.runtime.cipher import Cipher
from services.runtime.kafka.names import CONTENT_TYPE
from services.runtime.kafka.process import Process, running
from services.runtime.kafka_clients import BrokerRefused, producing
from services.runtime.logs import configure, log
from services.runtime.settings import Settings, WrongSetting
from services.runtime.store import Database
from services.runtime.topics import topic_name
from services.workers import real_databases


def gateway(
    *, every_seconds: Annotated[int, typer.Option(min=1, help="How often files are sent and the mailbox is read.")] = 5
) -> None:
    """Send sealed payment files to the bank of TIDEOVER_BANK_URL, and publish what it says of them."""
    configure(logging.INFO)
    settings = Settings.from_environment()
    with running(settings) as process:
        bank = _bank(settings)
        payments = real_databases(settings, ["payments"])["payments"]
        process.stop_on_signals()
        while not process.stop.is_set():
            process.health.beat()
            _once(settings, process, bank, payments)
            process.stop.wait(every_seconds)


def _bank(settings: Settings) -> BankGateway:
    if settings.bank_url is None or settings.keys is None:
        raise WrongSetting("TIDEOVER_BANK_URL and TIDEOVER_KEYS are needed to speak to the bank.")
    try:
        return BankGateway(settings.bank_url, Cipher.from_file(settings.keys / "payments.key"))
    except BankNotLocal as fault:
        raise WrongSetting(f"TIDEOVER_BANK_URL is wrong: {fault}.") from None


def _once(settings: Settings, process: Process, bank: BankGateway, payments: Database) -> None:
    """Files out, messages in; what fails is tried again, and nothing counts as handed on before Kafka has it."""
    try:
        bank.send_sealed(payments)
        _publish(settings, bank.collect(payments))
        process.health.ready(True, "The bank answers.")
    except SealBroken as fault:
        process.health.ready(False, f"A payment file was changed after it was sealed: {fault}")
        log.error("seal_broken", why="the other files went out")
    except (OSError, HTTPException, DBAPIError, BrokerRefused) as fault:
        process.health.ready(False, f"Trying again ({type(fault).__name__}).")
        log.warning("gateway_waits", error=type(fault).__name__)


def _publish(settings: Settings, envelopes: list[Envelope]) -> None:
    if not envelopes:
        return
    with producing(settings) as producer:
        sent = [
            producer.send(
                topic_name(one.type.split(".")[1]),
                one.to_bytes(),
                key=one.subject.encode(),
                headers=[CONTENT_TYPE],
                partition=partition_of(one.subject, settings.partitions),
            )
            for one in envelopes
        ]
        producer.flush()
        for future in sent:
            future.get(timeout=0)
