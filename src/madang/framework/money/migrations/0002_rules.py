"""What the database itself refuses: books that do not balance, and books rewritten."""

from django.db import migrations

RULES = """
CREATE FUNCTION money_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is appended only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER money_entry_appended BEFORE UPDATE OR DELETE ON money_entry
    FOR EACH ROW EXECUTE FUNCTION money_refuse_change();
CREATE TRIGGER money_line_appended BEFORE UPDATE OR DELETE ON money_line
    FOR EACH ROW EXECUTE FUNCTION money_refuse_change();
CREATE TRIGGER money_receipt_appended BEFORE UPDATE OR DELETE ON money_receipt
    FOR EACH ROW EXECUTE FUNCTION money_refuse_change();

CREATE FUNCTION money_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked bigint;
    lines integer;
    unbalanced text;
BEGIN
    IF TG_TABLE_NAME = 'money_entry' THEN checked := NEW.id; ELSE checked := NEW.entry_id; END IF;
    SELECT count(*) INTO lines FROM money_line WHERE entry_id = checked;
    IF lines < 2 THEN
        RAISE EXCEPTION 'entry % has % line(s)', checked, lines USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT string_agg(currency || ' ' || total, ', ') INTO unbalanced FROM (
        SELECT currency, sum(minor) AS total FROM money_line WHERE entry_id = checked GROUP BY currency
    ) totals WHERE total <> 0;
    IF unbalanced IS NOT NULL THEN
        RAISE EXCEPTION 'entry % is not balanced: %', checked, unbalanced USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER money_entry_balanced AFTER INSERT ON money_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION money_check_balance();
CREATE CONSTRAINT TRIGGER money_line_balanced AFTER INSERT ON money_line DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION money_check_balance();

CREATE FUNCTION money_charge_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.minor, NEW.currency, NEW.payer_kind, NEW.payer_key, NEW.reference, NEW.number)
        IS DISTINCT FROM (OLD.minor, OLD.currency, OLD.payer_kind, OLD.payer_key, OLD.reference, OLD.number) THEN
        RAISE EXCEPTION 'a charge keeps its amount and payer' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER money_charge_fixed BEFORE UPDATE ON money_charge FOR EACH ROW EXECUTE FUNCTION money_charge_fixed();
CREATE SEQUENCE money_receipt_serial;
"""

UNDO = """
DROP SEQUENCE money_receipt_serial;
DROP TRIGGER money_charge_fixed ON money_charge;
DROP FUNCTION money_charge_fixed();
DROP TRIGGER money_line_balanced ON money_line;
DROP TRIGGER money_entry_balanced ON money_entry;
DROP FUNCTION money_check_balance();
DROP TRIGGER money_receipt_appended ON money_receipt;
DROP TRIGGER money_line_appended ON money_line;
DROP TRIGGER money_entry_appended ON money_entry;
DROP FUNCTION money_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0001_initial")]
    operations = [migrations.RunSQL(RULES, UNDO)]
