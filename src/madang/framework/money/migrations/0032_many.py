"""Many entries in one statement. What was checked entry by entry and line by line is checked once a statement; an entry whose
lines come in several statements is still judged at commit.
"""

import django.db.models.deletion
from django.db import migrations, models

RULES = """
CREATE FUNCTION money_book_all(
    given_at timestamptz, days date[], books text[], kinds text[], subjects text[], memos text[],
    places integer[], accounts text[], minors bigint[], currencies text[], funds text[], codings text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    keys bigint[] := ARRAY(SELECT nextval('money_entry_id_seq') FROM generate_series(1, cardinality(kinds)));
BEGIN
    -- Entries and lines in one statement, so that the triggers see whole entries. A line names the place of its entry in the
    -- lists, so that no join is needed.
    WITH booked AS (
        INSERT INTO money_entry (id, at, booked_on, book, kind, reference, memo)
        SELECT one.id, given_at, one.day, one.book, one.kind, one.subject, one.memo
        FROM unnest(keys, days, books, kinds, subjects, memos) AS one(id, day, book, kind, subject, memo)
    )
    INSERT INTO money_line (entry_id, account_id, minor, currency, fund, coding)
    SELECT keys[one.place], one.account, one.minor, one.currency, one.fund, one.coding
    FROM unnest(places, accounts, minors, currencies, funds, codings)
        AS one(place, account, minor, currency, fund, coding);
END $$;

-- Entries that a statement left without lines, or to which it added lines that do not sum to nothing by themselves: what is
-- here at commit is judged whole.
-- The functions go by the indexes also where a table has no statistics yet, or a plan would read all of it for each entry.
CREATE TABLE money_unfinished (entry_id bigint NOT NULL);
CREATE FUNCTION money_finish() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    lines bigint;
    unbalanced text;
BEGIN
    SELECT coalesce(sum(counted), 0), string_agg(btrim(fund || ' ' || currency) || ' ' || total, ', ') FILTER (WHERE total <> 0)
    INTO lines, unbalanced FROM (
        SELECT fund, currency, sum(minor) AS total, count(*) AS counted FROM money_line WHERE entry_id = NEW.entry_id
        GROUP BY fund, currency
    ) totals;
    IF lines < 2 THEN
        RAISE EXCEPTION 'entry % has % line(s)', NEW.entry_id, lines USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF unbalanced IS NOT NULL THEN
        RAISE EXCEPTION 'entry % is not balanced: %', NEW.entry_id, unbalanced
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    DELETE FROM money_unfinished WHERE entry_id = NEW.entry_id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER money_unfinished_balanced AFTER INSERT ON money_unfinished DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION money_finish();

CREATE FUNCTION money_check_lines() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    -- What foreign keys would ask for each line, asked once: accounts and entries are never deleted.
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT account_id FROM added) AS wanted
        WHERE NOT EXISTS (SELECT 1 FROM money_ledgeraccount AS known WHERE known.code = wanted.account_id)
    ) THEN
        RAISE EXCEPTION 'an account has no row yet' USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT entry_id FROM added) AS wanted
        WHERE NOT EXISTS (SELECT 1 FROM money_entry AS known WHERE known.id = wanted.entry_id)
    ) THEN
        RAISE EXCEPTION 'a line has no entry' USING ERRCODE = 'foreign_key_violation';
    END IF;
    INSERT INTO money_unfinished (entry_id)
    SELECT DISTINCT entry_id FROM (
        SELECT entry_id FROM added GROUP BY entry_id, fund, currency HAVING sum(minor) <> 0
    ) AS uneven;
    RETURN NULL;
END $$;
DROP TRIGGER money_line_balanced ON money_line;
CREATE TRIGGER money_line_balanced AFTER INSERT ON money_line REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION money_check_lines();

CREATE TRIGGER money_ledgeraccount_stays BEFORE DELETE OR UPDATE OF code ON money_ledgeraccount
    FOR EACH ROW EXECUTE FUNCTION money_refuse_change();

CREATE FUNCTION money_check_entries() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO money_unfinished (entry_id)
    SELECT added.id FROM added WHERE NOT EXISTS (SELECT 1 FROM money_line AS line WHERE line.entry_id = added.id);
    RETURN NULL;
END $$;
DROP TRIGGER money_entry_balanced ON money_entry;
CREATE TRIGGER money_entry_balanced AFTER INSERT ON money_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION money_check_entries();

CREATE FUNCTION money_refuse_locked_days() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed date;
BEGIN
    -- Shared among writers; whoever locks a period holds it alone, so nothing slips in beside the totals.
    PERFORM pg_advisory_xact_lock_shared(hashtext('money.period'));
    SELECT min(one.day) INTO closed FROM (SELECT DISTINCT booked_on AS day FROM added) AS one
    WHERE EXISTS (SELECT 1 FROM money_lockedperiod WHERE one.day BETWEEN starts_on AND ends_on);
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'the period of % is locked', closed USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER money_entry_open ON money_entry;
CREATE TRIGGER money_entry_open AFTER INSERT ON money_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION money_refuse_locked_days();
"""
UNDO = """
DROP TRIGGER money_entry_open ON money_entry;
DROP FUNCTION money_refuse_locked_days();
CREATE TRIGGER money_entry_open BEFORE INSERT ON money_entry FOR EACH ROW EXECUTE FUNCTION money_refuse_locked();
DROP TRIGGER money_entry_balanced ON money_entry;
DROP FUNCTION money_check_entries();
CREATE CONSTRAINT TRIGGER money_entry_balanced AFTER INSERT ON money_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION money_check_entry();
DROP TRIGGER money_ledgeraccount_stays ON money_ledgeraccount;
DROP TRIGGER money_line_balanced ON money_line;
DROP FUNCTION money_check_lines();
CREATE CONSTRAINT TRIGGER money_line_balanced AFTER INSERT ON money_line DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION money_check_balance();
DROP TABLE money_unfinished;
DROP FUNCTION money_finish();
DROP FUNCTION money_book_all(timestamptz, date[], text[], text[], text[], text[],
                             integer[], text[], bigint[], text[], text[], text[]);
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0031_charge")]
    operations = [
        migrations.AlterField(
            "line",
            "entry",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="money.entry",
            ),
        ),
        migrations.AlterField(
            "line",
            "account",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="money.ledgeraccount",
            ),
        ),
        migrations.AddIndex("line", models.Index(fields=["account"], name="money_line_account")),
        migrations.RunSQL(RULES, UNDO),
    ]
