"""`contracts/asyncapi.yaml`, made of the table of topics and the events: `python -m contracts.asyncapi`.

Reading it takes nothing of ours; making it takes PyYAML beside pydantic.
"""
