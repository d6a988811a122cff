"""The classification of what is bought."""

from django.db import models


class ProductClass(models.Model):
    """A code of UNSPSC with its titles by language, from the published list that somebody imported; an import adds titles and
    replaces those of its language. Kept for ever.
    """

    code = models.CharField(max_length=8, primary_key=True)
    titles = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.code
