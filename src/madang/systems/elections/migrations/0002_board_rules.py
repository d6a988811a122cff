"""What no program may do to the board, not even ours: change what stands on it."""

from django.db import migrations

RULES = """
CREATE FUNCTION elections_board_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What stands on the board is never changed or deleted.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER elections_event_stays BEFORE UPDATE OR DELETE ON elections_boardevent
    FOR EACH ROW EXECUTE FUNCTION elections_board_stays();
CREATE TRIGGER elections_data_stays BEFORE UPDATE OR DELETE ON elections_boarddata
    FOR EACH ROW EXECUTE FUNCTION elections_board_stays();
CREATE TRIGGER elections_ballot_stays BEFORE UPDATE OR DELETE ON elections_ballot
    FOR EACH ROW EXECUTE FUNCTION elections_board_stays();

CREATE FUNCTION elections_channel_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.channel <> '' AND NEW.channel <> OLD.channel THEN
        RAISE EXCEPTION 'Who voted one way does not vote another.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_channel_stays BEFORE UPDATE ON elections_voter
    FOR EACH ROW EXECUTE FUNCTION elections_channel_stays();
"""
UNDO = """
DROP TRIGGER elections_channel_stays ON elections_voter;
DROP FUNCTION elections_channel_stays();
DROP TRIGGER elections_ballot_stays ON elections_ballot;
DROP TRIGGER elections_data_stays ON elections_boarddata;
DROP TRIGGER elections_event_stays ON elections_boardevent;
DROP FUNCTION elections_board_stays();
"""


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("elections", "0001_initial")]
    operations = [migrations.RunSQL(RULES, UNDO)]
