"""Creates a workflow, or reads one, through the vendor's official SDK (PyPI: unstructured-client).

Usage: `exchange_workflow.py create` or `exchange_workflow.py read <id>`. The URL and the key come from UNSTRUCTURED_API_URL and
UNSTRUCTURED_API_KEY. Prints the workflow as a JSON document. The SDK validates every response against its models; an invalid one ends the
script with an error.
"""

import os
import sys

from unstructured_client import UnstructuredClient
from unstructured_client.models import operations, shared

client = UnstructuredClient(
    api_key_auth=os.environ["UNSTRUCTURED_API_KEY"],
    server_url=os.environ["UNSTRUCTURED_API_URL"],
)

CONFIG = {"remote_url": "s3://my-bucket/", "anonymous": True}
NODE = shared.WorkflowNode(name="Partitioner", type="partition", subtype="vlm", settings={"is_dynamic": True})


def read(workflow):
    """Gets a workflow by its id."""
    request = operations.GetWorkflowRequest(workflow_id=workflow)
    return client.workflows.get_workflow(request=request).workflow_information


def create():
    """Creates a workflow between a new source and a new destination."""
    source = client.sources.create_source(
        request=operations.CreateSourceRequest(
            create_source_connector=shared.CreateSourceConnector(name="From", type="s3", config=CONFIG)
        )
    ).source_connector_information
    destination = client.destinations.create_destination(
        request=operations.CreateDestinationRequest(
            create_destination_connector=shared.CreateDestinationConnector(name="To", type="s3", config=CONFIG)
        )
    ).destination_connector_information
    return client.workflows.create_workflow(
        request=operations.CreateWorkflowRequest(
            create_workflow=shared.CreateWorkflow(
                name="From the SDK",
                workflow_type=shared.WorkflowType.CUSTOM,
                source_id=source.id,
                destination_id=destination.id,
                workflow_nodes=[NODE],
                schedule=shared.Schedule.WEEKLY,
                reprocess_all=True,
            )
        )
    ).workflow_information


workflow = create() if sys.argv[1] == "create" else read(sys.argv[2])
print(workflow.model_dump_json(by_alias=True))
