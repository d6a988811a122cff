"""Receipts that came together share one timestamp: a bid keeps the way from its receipt to what the token stamps. Those that
wait are found without reading all bids of ten years."""

from django.db import migrations, models

KEPT = """
CREATE OR REPLACE FUNCTION procurement_bid_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE standing text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A bid is never deleted.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.number, NEW.tender_id, NEW.lot_id, NEW.supplier_id, NEW.sealed, NEW.sha256, NEW.received_at, NEW.body_sha256,
        NEW.signed_with_id, NEW.sent_by, NEW.receipt)
       IS DISTINCT FROM
       (OLD.number, OLD.tender_id, OLD.lot_id, OLD.supplier_id, OLD.sealed, OLD.sha256, OLD.received_at, OLD.body_sha256,
        OLD.signed_with_id, OLD.sent_by, OLD.receipt)
       OR (OLD.token IS NOT NULL AND {stamp}) THEN
        RAISE EXCEPTION 'A bid is never changed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state <> NEW.state THEN
        IF OLD.state = 'withdrawn' OR NEW.state = 'received' THEN
            RAISE EXCEPTION 'A bid goes one way.' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.state = 'withdrawn' THEN
            SELECT state INTO standing FROM procurement_ceremony WHERE tender_id = NEW.tender_id FOR SHARE;
            IF standing IS NOT NULL AND standing <> 'open' THEN
                RAISE EXCEPTION 'The list of bids is closed.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'procurement_list_closed';
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""
BOTH = KEPT.replace("{stamp}", "(NEW.token, NEW.inclusion) IS DISTINCT FROM (OLD.token, OLD.inclusion)")
TOKEN = KEPT.replace("{stamp}", "NEW.token IS DISTINCT FROM OLD.token")


class Migration(migrations.Migration):
    """Adds the column, the rule that keeps it, and the index."""

    dependencies = [("procurement", "0060_alerts_and_indicators")]
    operations = [
        migrations.AddField(model_name="bid", name="inclusion", field=models.JSONField(null=True)),
        migrations.RunSQL(BOTH, TOKEN),
        migrations.AddIndex(
            model_name="bid",
            index=models.Index(
                condition=models.Q(("token", None)), fields=["received_at"], name="procurement_receipts_to_stamp"
            ),
        ),
    ]
