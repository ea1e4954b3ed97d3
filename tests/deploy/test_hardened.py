"""Nothing deployed may do more on its machine than its work asks for; each rule is seen to find a planted fault."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from services.names import CHAINED, CONSOLE, FEED, WORKERS
from tests.deploy.manifests import OVERLAYS, UNITS, compose, containers, objects, pod_specs

ONE_SHOT = {"roles", "migrate", "grants", "topics", "close-day", "replay"}
Service = dict[str, Any]


def faults_of_service(name: str, service: Service) -> list[str]:
    """What a compose service leaves open."""
    limits = service.get("deploy", {}).get("resources", {}).get("limits", {})
    rules = {
        "may gain rights": "no-new-privileges:true" in service.get("security_opt", []),
        "keeps capabilities": service.get("cap_drop") == ["ALL"],
        "may write its own image": service.get("read_only") is True,
        "has no limits": {"cpus", "memory", "pids"} <= limits.keys(),
        "is privileged": not service.get("privileged") and "network_mode" not in service,
        "does not say whether it is well": name in ONE_SHOT or "test" in service.get("healthcheck", {}),
        "is reached from other machines": all(port.startswith("127.0.0.1:") for port in service.get("ports", [])),
        "has a secret in its environment": not [
            key for key in service.get("environment", {}) if "PASSWORD" in key.upper() and not key.endswith("_FILE")
        ],
        "starts again for ever": name not in ONE_SHOT or service.get("restart") == "no",
    }
    return [f"{name} {fault}" for fault, fine in rules.items() if not fine]


@pytest.mark.parametrize("name", compose()["services"])
def test_a_container_is_shut_in(name: str) -> None:
    assert faults_of_service(name, compose()["services"][name]) == []


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("security_opt", [], "may gain rights"),
        ("cap_drop", ["NET_RAW"], "keeps capabilities"),
        ("read_only", False, "may write its own image"),
        ("deploy", {}, "has no limits"),
        ("privileged", True, "is privileged"),
        ("healthcheck", {"disable": True}, "does not say whether it is well"),
        ("ports", ["9092:9092"], "is reached from other machines"),
        ("environment", {"PGPASSWORD": "x"}, "has a secret in its environment"),
    ],
)
def test_a_container_that_is_not_shut_in_is_found(field: str, value: object, fault: str) -> None:
    opened = deepcopy(compose()["services"]["claims"]) | {field: value}
    assert faults_of_service("claims", opened) == [f"claims {fault}"]


def test_the_engine_has_no_way_out_of_its_network() -> None:
    networks = compose()["networks"]
    assert networks["engine"]["internal"] is True
    ours = {name: one for name, one in compose()["services"].items() if one["image"].startswith("tideover:")}
    assert {name for name, one in ours.items() if one["networks"] != ["engine"]} == {CONSOLE}, "it asks an issuer"


def faults_of_pod(spec: dict[str, Any]) -> list[str]:
    """What a pod leaves open, by the restricted standard and a little more."""
    rights = spec.get("securityContext", {})
    found = []
    if not (rights.get("runAsNonRoot") and rights.get("seccompProfile") == {"type": "RuntimeDefault"}):
        found.append("runs as root or with every system call")
    if spec.get("automountServiceAccountToken") is not False:
        found.append("speaks to the cluster")
    if any("hostPath" in volume for volume in spec["volumes"]) or any(name.startswith("host") for name in spec):
        found.append("reaches its node")
    for one in containers(spec):
        own = one.get("securityContext", {})
        shut = own.get("allowPrivilegeEscalation") is False and own.get("readOnlyRootFilesystem") is True
        if not (shut and own.get("capabilities") == {"drop": ["ALL"]}):
            found.append(f"{one['name']} may gain rights")
        resources = one.get("resources", {})
        if not ({"cpu", "memory"} <= resources.get("requests", {}).keys() and "memory" in resources.get("limits", {})):
            found.append(f"{one['name']} has no limits")
    return found


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_pod_is_shut_in(overlay: str) -> None:
    faults = {name: found for name, _, spec in pod_specs(overlay) if (found := faults_of_pod(spec))}
    assert faults == {}


def test_a_pod_that_is_not_shut_in_is_found() -> None:
    spec = deepcopy(next(spec for name, _, spec in pod_specs("small") if name == "Deployment/worker-all"))
    spec["securityContext"]["runAsNonRoot"] = False
    spec["hostNetwork"] = True
    del spec["automountServiceAccountToken"]
    spec["containers"][0]["securityContext"]["readOnlyRootFilesystem"] = False
    del spec["containers"][0]["resources"]["limits"]
    assert faults_of_pod(spec) == [
        "runs as root or with every system call",
        "speaks to the cluster",
        "reaches its node",
        "tideover may gain rights",
        "tideover has no limits",
    ]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_worker_is_probed_spread_drained_and_guarded(overlay: str) -> None:
    guarded = [one["spec"] for one in objects(overlay) if one["kind"] == "PodDisruptionBudget"]
    deployments = [one for one in objects(overlay) if one["kind"] == "Deployment"]
    workers = {*WORKERS, "relay"} if overlay == "apart" else {CHAINED, FEED}
    names = {one["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/component"] for one in deployments}
    assert names == workers | {"gateway", "exporter", CONSOLE}
    alone = {one["metadata"]["name"] for one in deployments if one["spec"]["strategy"] == {"type": "Recreate"}}
    assert alone == {f"worker-{name}" for name in names & {"relay", "gateway"}}, "of these, one at a time"
    assert all(one["spec"]["replicas"] == 1 for one in deployments if one["metadata"]["name"] in alone)
    for one in deployments:
        spec = one["spec"]["template"]["spec"]
        [container] = spec["containers"]
        labels = one["spec"]["selector"]["matchLabels"]
        probes = {name: container[f"{name}Probe"]["httpGet"]["path"] for name in ("liveness", "readiness", "startup")}
        assert probes == {"liveness": "/health", "readiness": "/ready", "startup": "/health"}
        pages = [{"containerPort": 8600, "name": "pages"}] if one["metadata"]["name"] == f"worker-{CONSOLE}" else []
        assert container["ports"] == [{"containerPort": 9600, "name": "http"}, *pages]
        assert spec["terminationGracePeriodSeconds"] >= 60
        assert [spread["labelSelector"]["matchLabels"] for spread in spec["topologySpreadConstraints"]] == [labels] * 2
        assert [budget["selector"]["matchLabels"] for budget in guarded].count(labels) == 1
    assert all(budget["maxUnavailable"] == 1 for budget in guarded)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_nobody_speaks_with_anybody_but_as_written_down(overlay: str) -> None:
    policies = {one["metadata"]["name"]: one["spec"] for one in objects(overlay) if one["kind"] == "NetworkPolicy"}
    assert policies["default-deny"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    allowed = {rule["ports"][0]["port"] for spec in policies.values() for rule in spec.get("egress", [])}
    assert allowed == {53, 9093, 5432}
    everyone = [name for name, spec in policies.items() if spec["podSelector"] == {}]
    assert sorted(everyone) == ["default-deny", "names"]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_everybody_has_their_own_secret_and_nobody_else_s(overlay: str) -> None:
    """Keys are refused unless they are their reader's alone, so each pod copies its own and mounts no other."""
    held: dict[str, str] = {}
    for name, _, spec in pod_specs(overlay):
        [secret] = [volume["secret"]["secretName"] for volume in spec["volumes"] if "secret" in volume]
        assert held.setdefault(secret, name) == name, "two processes share a secret"
        assert spec["initContainers"][0]["command"][-1] == "umask 077 && cp -L /secrets/* /run/tideover/"
        reading = [one["name"] for one in containers(spec) for mount in one["volumeMounts"] if mount["name"] == "given"]
        assert reading == ["secrets"]


def test_every_unit_has_the_hardening_and_a_user_of_its_own() -> None:
    for folder in ("tideover@.service.d", "tideover-.service.d"):
        assert (UNITS / folder / "hardening.conf").is_file()
    users = [
        line.removeprefix("User=")
        for unit in UNITS.glob("*.service")
        for line in unit.read_text("utf-8").splitlines()
        if line.startswith("User=")
    ]
    made = (UNITS.parent / "sysusers.conf").read_text("utf-8")
    assert len(users) == len(set(users)) == len(list(UNITS.glob("*.service")))
    wanted = [
        user.replace("%i", worker) for user in users for worker in ((CHAINED, *WORKERS) if "%i" in user else ("",))
    ]
    assert all(f"u {user} " in made for user in wanted)
