"""Who somebody is, on the stack: the vault as the desk's role reads it, for a console to which it is opened.

The console's own role sees nothing of the vault. A console that is given the desk's role and `claims.key` beside it
finds people by number and name; any other says that it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import MetaData

from services.claims.edge import Vault
from services.console.world import Identify, SoughtPerson
from services.runtime.kafka.process import database_of
from services.runtime.process.settings import Settings
from services.worlds import cipher_of

VAULT_OF = "claims"


@contextmanager
def opened_vault(settings: Settings) -> Iterator[Identify | None]:
    """Looks people up as the desk's role; None where no such role is set. Raises `WrongSetting` in one sentence."""
    if not settings.console_desk_url:
        yield None
        return
    desk = settings.model_copy(update={"database_url": settings.console_desk_url})
    vault, database = Vault(cipher_of(desk, VAULT_OF)), database_of(desk, VAULT_OF, MetaData(), kept=1)

    def identify(sought: SoughtPerson, most: int) -> Sequence[str]:
        with database.reading() as connection:
            return vault.whose(connection, sought.number, sought.name, most)

    try:
        yield identify
    finally:
        database.close()
