"""Drafts of wizards."""

from django.conf import settings
from django.db import models

from madang.framework.protect.fields import EncryptedJson
from madang.framework.values import identifiers


class Draft(models.Model):
    """What someone has typed into a wizard so far, valid or not, sealed at rest: answers are personal.

    One for each account and kind. `key` stays the same while the draft lives, so that sending it twice can be told from
    sending two. Kept until it is sent or discarded, and at most thirty days after its last change.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=200)
    key = models.CharField(max_length=32, default=identifiers.new_key)
    data = EncryptedJson(purpose="ui.draft", default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="ui_one_draft_a_kind")]
        indexes = [models.Index(fields=["saved_at"], name="ui_draft_age")]
