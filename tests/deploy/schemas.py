"""The few fields of other people's kinds that we use, as their definitions have them; anything else is a slip.

Kubernetes' own kinds are checked by kubernetes-validate. KEDA's (keda.sh/v1alpha1) and the Prometheus Operator's
(monitoring.coreos.com) definitions are no part of it.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
NUMBER: Schema = {"type": "integer", "minimum": 0}
TEXTS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}


def record(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """An object with exactly these fields."""
    properties = required | (optional or {})
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def some(items: Schema) -> Schema:
    """A list that is not empty."""
    return {"type": "array", "items": items, "minItems": 1}


def kind(api: str, name: str, spec: Schema) -> Schema:
    """An object of a kind in a namespace."""
    metadata = record({"name": TEXT, "namespace": TEXT}, {"labels": TEXTS, "annotations": TEXTS})
    return record({"apiVersion": {"const": api}, "kind": {"const": name}, "metadata": metadata, "spec": spec})


_POLICY = record({"type": {"enum": ["Pods", "Percent"]}, "value": NUMBER, "periodSeconds": NUMBER})
_SCALING = record({}, {"stabilizationWindowSeconds": NUMBER, "policies": some(_POLICY), "selectPolicy": TEXT})
_BEHAVIOUR = record({}, {"scaleUp": _SCALING, "scaleDown": _SCALING})
_KAFKA = record(
    {"bootstrapServers": TEXT, "consumerGroup": TEXT, "lagThreshold": {"type": "string", "pattern": "^[1-9][0-9]*$"}},
    {
        "topic": TEXT,
        "activationLagThreshold": {"type": "string", "pattern": "^[0-9]+$"},
        "offsetResetPolicy": {"enum": ["earliest", "latest"]},
        "allowIdleConsumers": {"enum": ["true", "false"]},
        "excludePersistentLag": {"enum": ["true", "false"]},
        "limitToPartitionsWithLag": {"enum": ["true", "false"]},
        "scaleToZeroOnInvalidOffset": {"enum": ["true", "false"]},
        "version": TEXT,
    },
)
_TRIGGER = record(
    {"type": {"const": "kafka"}, "metadata": _KAFKA},
    {"authenticationRef": record({"name": TEXT}, {"kind": TEXT}), "name": TEXT},
)
_SECRET_KEY = record({"parameter": TEXT, "name": TEXT, "key": TEXT})
_RELABELING = record(
    {"targetLabel": TEXT},
    {"sourceLabels": some(TEXT), "action": {"enum": ["replace", "keep", "drop"]}, "regex": TEXT, "replacement": TEXT},
)
_ENDPOINT = record(
    {"port": TEXT, "path": TEXT},
    {
        "interval": {"type": "string", "pattern": "^[0-9]+s$"},
        "scrapeTimeout": {"type": "string", "pattern": "^[0-9]+s$"},
        "honorLabels": {"type": "boolean"},
        "relabelings": some(_RELABELING),
    },
)

_LASTS: Schema = {"type": "string", "pattern": "^([0-9]+(ms|s|m|h|d))+$"}
_RULE: Schema = {
    "oneOf": [
        record({"record": TEXT, "expr": TEXT}, {"labels": TEXTS}),
        record({"alert": TEXT, "expr": TEXT, "labels": TEXTS, "annotations": TEXTS}, {"for": _LASTS}),
    ]
}
_MATCHER = record({"name": TEXT, "value": TEXT}, {"matchType": {"enum": ["!=", "=~", "!~"]}})
_HEARS: dict[str, Schema] = {
    "groupBy": some(TEXT),
    "groupWait": _LASTS,
    "groupInterval": _LASTS,
    "repeatInterval": _LASTS,
    "continue": {"type": "boolean"},
}
_ROUTE = record(
    {"receiver": TEXT}, _HEARS | {"routes": some(record({"receiver": TEXT, "matchers": some(_MATCHER)}, _HEARS))}
)
_HOOK = record({"urlSecret": record({"name": TEXT, "key": TEXT})}, {"sendResolved": {"type": "boolean"}})
_INHIBITS = record({"sourceMatch": some(_MATCHER), "targetMatch": some(_MATCHER)}, {"equal": some(TEXT)})

SCHEMAS: dict[str, Schema] = {
    "ScaledObject": kind(
        "keda.sh/v1alpha1",
        "ScaledObject",
        record(
            {"scaleTargetRef": record({"name": TEXT}, {"kind": TEXT}), "triggers": some(_TRIGGER)},
            {
                "pollingInterval": NUMBER,
                "cooldownPeriod": NUMBER,
                "minReplicaCount": NUMBER,
                "maxReplicaCount": NUMBER,
                "advanced": record({"horizontalPodAutoscalerConfig": record({"behavior": _BEHAVIOUR})}),
            },
        ),
    ),
    "TriggerAuthentication": kind(
        "keda.sh/v1alpha1", "TriggerAuthentication", record({"secretTargetRef": some(_SECRET_KEY)})
    ),
    "ServiceMonitor": kind(
        "monitoring.coreos.com/v1",
        "ServiceMonitor",
        record(
            {"selector": record({"matchLabels": TEXTS}), "endpoints": some(_ENDPOINT)},
            {"namespaceSelector": record({"matchNames": some(TEXT)})},
        ),
    ),
    "PrometheusRule": kind(
        "monitoring.coreos.com/v1",
        "PrometheusRule",
        record({"groups": some(record({"name": TEXT, "rules": some(_RULE)}, {"interval": _LASTS}))}),
    ),
    "AlertmanagerConfig": kind(
        "monitoring.coreos.com/v1alpha1",
        "AlertmanagerConfig",
        record(
            {"route": _ROUTE, "receivers": some(record({"name": TEXT, "webhookConfigs": some(_HOOK)}))},
            {"inhibitRules": some(_INHIBITS)},
        ),
    ),
}
"""The kinds that kubernetes-validate has no schema for, and that we may use."""
