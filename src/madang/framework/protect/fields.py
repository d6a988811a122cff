"""A model field whose text is sealed at rest."""

import json
from typing import Any

from django.db import models

from madang.framework.protect.encryption import decrypt, encrypt


class EncryptedText(models.BinaryField):  # type: ignore[type-arg]
    """Text in Python, AES-256-GCM bytes in the database: `EncryptedText(purpose="population.resident_number")`.

    It cannot be searched; keep a `blind_index` beside it. Rotation (`manage.py rotate_field_keys`) finds it by itself.
    """

    description = "Sealed text"

    def __init__(self, *args: Any, purpose: str = "", **kwargs: Any) -> None:
        if not purpose:
            raise TypeError(
                "An EncryptedText names its purpose, a permanent name such as 'population.resident_number'."
            )
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """With the purpose."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Seal on the way in; bytes are taken as sealed already (bulk imports)."""
        if isinstance(value, str):
            value = encrypt(value, purpose=self.purpose)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        """Open on the way out."""
        return None if value is None else decrypt(value, purpose=self.purpose)

    def to_python(self, value: Any) -> Any:
        """Text stays text."""
        return value

    def value_to_string(self, obj: Any) -> str:
        """For serialisers: the text."""
        return str(self.value_from_object(obj))


class EncryptedJson(EncryptedText):
    """What JSON can carry in Python, its text sealed in the database: `EncryptedJson(purpose="ui.draft", default=dict)`."""

    description = "Sealed JSON"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Seal on the way in; bytes are taken as sealed already."""
        if value is not None and not isinstance(value, bytes | memoryview):
            value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Open on the way out."""
        text = super().from_db_value(value, expression, connection)
        return None if text is None else json.loads(text)

    def value_to_string(self, obj: Any) -> str:
        """For serialisers: the JSON text."""
        return json.dumps(self.value_from_object(obj), ensure_ascii=False)
