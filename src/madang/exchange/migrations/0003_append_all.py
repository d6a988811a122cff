"""Many entries of the access log in one statement: the asking side writes them in batches."""

from django.db import migrations

APPEND_ALL = """
CREATE FUNCTION exchange_append_all(p_rows text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    entry json;
BEGIN
    -- json, not jsonb: the record's text must stay as it was hashed.
    FOR entry IN SELECT value FROM json_array_elements(p_rows::json) LOOP
        PERFORM exchange_append(
            entry->>0, entry->>1, entry->>2, entry->>3, entry->>4, entry->>5, entry->>6, entry->>7,
            (entry->>8)::timestamptz, (entry->>9)::jsonb);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """The function beside `exchange_append`."""

    dependencies = [("exchange", "0002_rules")]
    operations = [migrations.RunSQL(APPEND_ALL, "DROP FUNCTION exchange_append_all(text);")]
