"""Calls every operation on sources and destinations through the vendor's official SDK (PyPI: unstructured-client).

The URL and the key come from UNSTRUCTURED_API_URL and UNSTRUCTURED_API_KEY. Prints the results as one JSON document.
The SDK validates every response against its models; an invalid one ends the script with an error.
"""

import json
import os

from unstructured_client import UnstructuredClient
from unstructured_client.models import operations, shared
from unstructured_client.models.errors import HTTPValidationError, SDKError

client = UnstructuredClient(
    api_key_auth=os.environ["UNSTRUCTURED_API_KEY"],
    server_url=os.environ["UNSTRUCTURED_API_URL"],
)

CONFIG = {"remote_url": "s3://my-bucket/input/", "key": "AKIAIOSFODNN7EXAMPLE", "secret": "wJalrXUtnFEMI"}
CHANGED = {**CONFIG, "remote_url": "s3://my-new-bucket/input/"}


def plain(model):
    """Converts one of the SDK's models to plain JSON."""
    return json.loads(model.model_dump_json(by_alias=True))


def exercise(role):
    """Creates, lists, reads, updates, checks and deletes a connector of a role."""
    resource = client.sources if role == "source" else client.destinations

    def call(operation, **fields):
        verb = getattr(resource, operation.format(role=role))
        name = "".join(word.capitalize() for word in operation.format(role=role).split("_"))
        request = getattr(operations, name + "Request")(**fields)
        return verb(request=request)

    def connector(verb, **fields):
        return getattr(shared, f"{verb}{role.capitalize()}Connector")(**fields)

    def info(response):
        return plain(getattr(response, f"{role}_connector_information"))

    body = connector("Create", name="From the SDK", type="s3", config=CONFIG)
    created = info(call("create_{role}", **{f"create_{role}_connector": body}))
    one = {f"{role}_id": created["id"]}
    body = connector("Update", config=CHANGED)
    updated = info(call("update_{role}", **one, **{f"update_{role}_connector": body}))
    read = info(call("get_{role}", **one))
    listed = call("list_{role}s", **{f"{role}_type": "s3"})
    listed = [plain(item) for item in getattr(listed, f"response_list_{role}s")]
    call("create_connection_check_{role}s", **one)
    checks = [call("get_connection_check_{role}s", **one).dag_node_connection_check for _ in range(2)]
    deleted = call("delete_{role}", **one)
    try:
        call("get_{role}", **one)
        gone = None
    except SDKError as error:
        gone = error.status_code
    try:
        call("get_{role}", **{f"{role}_id": "no-uuid"})
        malformed = None
    except HTTPValidationError as error:
        malformed = error.status_code
    return {
        "created": created,
        "updated": updated,
        "read": read,
        "listed": listed,
        "checks": [check.status.value for check in checks],
        "deleted": deleted.status_code if hasattr(deleted, "status_code") else 200,
        "gone": gone,
        "malformed": malformed,
    }


print(json.dumps({role: exercise(role) for role in ("source", "destination")}))
