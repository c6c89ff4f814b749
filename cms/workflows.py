"""The way a story goes before it is shown: somebody else reads it first. Wagtail's engine does the rest."""

from __future__ import annotations

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from cms.models import StoryIndexPage

WORKFLOW_NAME = "Duyệt câu chuyện"
TASK_NAME = "Biên tập viên đọc và duyệt"


def ensure_story_workflow(approvers: Group) -> Workflow:
    """Make the moderation workflow and put every story index under it. Safe to repeat; an editor's changes stay.

    Stories sent back carry the reason the approver wrote; an editor with the right to publish may also publish at once.
    """
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    if created:
        task = GroupApprovalTask.objects.create(name=TASK_NAME)
        task.groups.add(approvers)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for index in StoryIndexPage.objects.all():
        WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": workflow})
    return workflow
