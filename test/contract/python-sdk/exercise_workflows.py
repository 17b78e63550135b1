"""Calls every operation on workflows, jobs and templates through the vendor's official SDK (PyPI: unstructured-client).

The URL and the key come from UNSTRUCTURED_API_URL and UNSTRUCTURED_API_KEY. Prints the results as one JSON document.
The SDK validates every response against its models; an invalid one ends the script with an error.
"""

import json
import os

from unstructured_client import UnstructuredClient
from unstructured_client.models import operations, shared
from unstructured_client.models.errors import SDKError

client = UnstructuredClient(
    api_key_auth=os.environ["UNSTRUCTURED_API_KEY"],
    server_url=os.environ["UNSTRUCTURED_API_URL"],
)

CONFIG = {"remote_url": "s3://my-bucket/", "anonymous": True}
NODE = shared.WorkflowNode(name="Partitioner", type="partition", subtype="vlm", settings={"is_dynamic": True})


def plain(model):
    """Converts one of the SDK's models to plain JSON."""
    return json.loads(model.model_dump_json(by_alias=True))


def get(workflow):
    request = operations.GetWorkflowRequest(workflow_id=workflow)
    return client.workflows.get_workflow(request=request).workflow_information


def job_of(id):
    return client.jobs.get_job(request=operations.GetJobRequest(job_id=id)).job_information


def run(workflow, **more):
    request = operations.RunWorkflowRequest(workflow_id=workflow, **more)
    return client.workflows.run_workflow(request=request).job_information


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

workflow = client.workflows.create_workflow(
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
read = get(workflow.id)
updated = client.workflows.update_workflow(
    request=operations.UpdateWorkflowRequest(
        workflow_id=workflow.id,
        update_workflow=shared.UpdateWorkflow(name="Renamed", schedule=shared.UpdateWorkflowSchedule.DAILY),
    )
).workflow_information
listed = client.workflows.list_workflows(
    request=operations.ListWorkflowsRequest(source_id=source.id, page=1, page_size=5)
).response_list_workflows

job = run(workflow.id)
statuses = [job.status, job_of(job.id).status, job_of(job.id).status]
details = client.jobs.get_job_details(request=operations.GetJobDetailsRequest(job_id=job.id)).job_details
failed = client.jobs.get_job_failed_files(
    request=operations.GetJobFailedFilesRequest(job_id=job.id)
).job_failed_files
jobs = client.jobs.list_jobs(request=operations.ListJobsRequest(workflow_id=workflow.id)).response_list_jobs
stopped = run(workflow.id)
client.jobs.cancel_job(request=operations.CancelJobRequest(job_id=stopped.id))

client.workflows.delete_workflow(request=operations.DeleteWorkflowRequest(workflow_id=workflow.id))
deleted = client.workflows.list_workflows(
    request=operations.ListWorkflowsRequest(show_only_soft_deleted=True)
).response_list_workflows
try:
    get(workflow.id)
    gone = None
except SDKError as error:
    gone = error.status_code

local = client.workflows.create_workflow(
    request=operations.CreateWorkflowRequest(
        create_workflow=shared.CreateWorkflow(
            name="Local", workflow_type=shared.WorkflowType.CUSTOM, workflow_nodes=[NODE]
        )
    )
).workflow_information
files = [shared.BodyRunWorkflowInputFiles(content=b"some text", file_name="a.txt")]
uploaded = run(local.id, body_run_workflow=shared.BodyRunWorkflow(input_files=files))

templates = client.templates.list_templates(request=operations.ListTemplatesRequest()).response_list_templates
template = client.templates.get_template(
    request=operations.GetTemplateRequest(template_id=templates[0].id)
).template_detail

print(
    json.dumps(
        {
            "source": source.id,
            "destination": destination.id,
            "created": plain(workflow),
            "read": plain(read),
            "updated": plain(updated),
            "listed": [plain(one) for one in listed],
            "statuses": [status.value for status in statuses],
            "details": plain(details),
            "failed": plain(failed),
            "jobs": [plain(one) for one in jobs],
            "stopped": job_of(stopped.id).status.value,
            "deleted": [one.id for one in deleted],
            "gone": gone,
            "uploaded": plain(uploaded),
            "template": plain(template),
        }
    )
)
