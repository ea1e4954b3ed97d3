"""`python -m deploy.kafka.acls show|diff|apply`: the broker's access lists, as the table of topics has them.

`show` prints the commands for Kafka's own kafka-acls.sh and asks nobody. `diff` compares with a broker, `apply` adds
what is missing and, with `--prune`, takes away what nobody wrote down. Both speak as the settings TIDEOVER_KAFKA_* say,
and need a principal that may alter the cluster.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from typing import Annotated

import typer
from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    KafkaAdminClient,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
)

from deploy.kafka.rights import Right, all_rights, principals, topics
from services.runtime.kafka.clients import BrokerRefused, administering
from services.runtime.process.settings import Settings, WrongSetting

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

_OPERATIONS = {one: ACLOperation[words] for one, words in (
    ("Read", "READ"), ("Write", "WRITE"), ("Create", "CREATE"), ("Describe", "DESCRIBE"), ("Alter", "ALTER"),
    ("DescribeConfigs", "DESCRIBE_CONFIGS"), ("AlterConfigs", "ALTER_CONFIGS"),
)}  # fmt: skip
_NAMES = {operation: name for name, operation in _OPERATIONS.items()}


class NotAnswered(Exception):
    """The broker refused to show or change its access lists; the message is its own."""


def there(client: KafkaAdminClient) -> tuple[frozenset[Right], list[ACL]]:
    """What the broker allows now: as rights of ours, and those that none of our rights could say."""
    anything = ACLFilter(
        None,
        "*",
        ACLOperation.ANY,
        ACLPermissionType.ANY,
        ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY),
    )
    found, error = client.describe_acls(anything)
    if error.errno:
        raise NotAnswered(f"the broker does not show its access lists: {error}")
    rights = {_as_right(acl): acl for acl in found}
    return frozenset(right for right in rights if right), [acl for acl in found if _as_right(acl) is None]


def _as_right(acl: ACL) -> Right | None:
    pattern = acl.resource_pattern
    if acl.permission_type is not ACLPermissionType.ALLOW or acl.host != "*" or acl.operation not in _NAMES:
        return None
    if pattern.resource_type not in {ResourceType.TOPIC, ResourceType.GROUP}:
        return None
    prefixed = pattern.pattern_type is ACLResourcePatternType.PREFIXED
    kind = pattern.resource_type.name.lower()
    return Right(
        acl.principal.removeprefix("User:"), kind, pattern.resource_name, _NAMES[acl.operation], prefixed=prefixed
    )


def _as_acl(right: Right) -> ACL:
    kind = ACLResourcePatternType.PREFIXED if right.prefixed else ACLResourcePatternType.LITERAL
    pattern = ResourcePattern(ResourceType[right.kind.upper()], right.name, kind)
    operation = _OPERATIONS[right.operation]
    return ACL(f"User:{right.principal}", "*", operation, ACLPermissionType.ALLOW, pattern)


def give(client: KafkaAdminClient, rights: Iterable[Right]) -> None:
    """Let the broker allow these. Raises `NotAnswered`."""
    acls = [_as_acl(right) for right in sorted(rights)]
    if acls and (failed := client.create_acls(acls)["failed"]):
        raise NotAnswered(f"the broker refused {len(failed)} access lists, the first: {failed[0][1]}")


def take(client: KafkaAdminClient, rights: Iterable[Right]) -> None:
    """Let the broker no longer allow these. Raises `NotAnswered`."""
    filters = [_as_acl(right) for right in sorted(rights)]
    for _, _, error in client.delete_acls(filters) if filters else []:
        if error.errno:
            raise NotAnswered(f"the broker kept an access list: {error}")


@app.command()
def show() -> None:
    """Print every right as arguments for kafka-acls.sh."""
    for right in sorted(all_rights(topics(), principals())):
        typer.echo(right.as_command())


@app.command()
def diff() -> None:
    """Say what the broker allows too little and too much; ends with 1 if there is anything."""
    wanted = all_rights(topics(), principals())
    with administering(Settings.from_environment()) as client:
        now, foreign = there(client)
    for sign, rights in (("missing", wanted - now), ("superfluous", now - wanted)):
        for right in sorted(rights):
            typer.echo(f"{sign}: {right.as_command()}")
    for acl in foreign:
        typer.echo(f"not ours: {acl}")
    raise typer.Exit(int(bool(wanted ^ now or foreign)))


@app.command()
def apply(
    *, prune: Annotated[bool, typer.Option(help="Take away what is not written down, of our principals too.")] = False
) -> None:
    """Add what is missing; safe to repeat."""
    wanted = all_rights(topics(), principals())
    with administering(Settings.from_environment()) as client:
        now, _ = there(client)
        give(client, wanted - now)
        if prune:
            take(client, now - wanted)
    taken = len(now - wanted) if prune else 0
    typer.echo(f"{len(wanted - now)} added, {taken} taken away, {len(wanted & now)} as before.")


def main() -> None:
    """Run a command; what is wrong is one sentence, not a traceback, below what the client saw."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    try:
        app()
    except (NotAnswered, BrokerRefused, WrongSetting) as fault:
        sys.stderr.write(f"{fault}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
