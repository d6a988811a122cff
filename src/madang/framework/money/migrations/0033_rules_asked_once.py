"""What is asked for each entry is asked once: functions that no trigger calls any more since 0032 are dropped, an entry that is
posted alone is written whole, so that nothing is put down to be judged at commit.
"""

from django.db import migrations

RULES = """
DROP FUNCTION IF EXISTS money_check_balance();
DROP FUNCTION IF EXISTS money_check_entry();
DROP FUNCTION IF EXISTS money_refuse_locked();
CREATE OR REPLACE FUNCTION money_book(
    given_at timestamptz, given_on date, given_kind text, given_reference text, given_memo text,
    books text[], accounts text[], minors bigint[], currencies text[], funds text[], codings text[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Each line names its book. Locked days and unknown accounts are refused by the tables' own rules.
    WITH made AS (
        INSERT INTO money_entry (at, booked_on, book, kind, reference, memo)
        SELECT DISTINCT given_at, given_on, named, given_kind, given_reference, given_memo FROM unnest(books) AS named
        RETURNING id, book
    )
    INSERT INTO money_line (entry_id, account_id, minor, currency, fund, coding)
    SELECT made.id, one.account, one.minor, one.currency, one.fund, one.coding
    FROM unnest(books, accounts, minors, currencies, funds, codings)
        AS one(book, account, minor, currency, fund, coding) JOIN made USING (book);
END $$;
CREATE OR REPLACE FUNCTION money_post(
    given_at timestamptz, given_on date, given_book text, given_kind text, given_reference text, given_memo text,
    accounts text[], minors bigint[], currencies text[], funds text[], codings text[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
    refused bigint;
BEGIN
    -- 0: the day is locked; -1: an account has no row yet. Whoever asked says it in words.
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM money_lockedperiod WHERE given_on BETWEEN starts_on AND ends_on) THEN 0
        WHEN EXISTS (
            SELECT 1 FROM unnest(accounts) AS wanted(code)
            WHERE NOT EXISTS (SELECT 1 FROM money_ledgeraccount known WHERE known.code = wanted.code)
        ) THEN -1
    END INTO refused;
    IF refused IS NOT NULL THEN RETURN refused; END IF;
    made := nextval('money_entry_id_seq');
    -- Entry and lines in one statement, so that the triggers see a whole entry and nothing is left to judge at commit.
    WITH booked AS (
        INSERT INTO money_entry (id, at, booked_on, book, kind, reference, memo)
        VALUES (made, given_at, given_on, given_book, given_kind, given_reference, given_memo)
    )
    INSERT INTO money_line (entry_id, account_id, minor, currency, fund, coding)
    SELECT made, one.account, one.minor, one.currency, one.fund, one.coding
    FROM unnest(accounts, minors, currencies, funds, codings) AS one(account, minor, currency, fund, coding);
    RETURN made;
END $$;
CREATE OR REPLACE FUNCTION money_check_lines() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
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
    -- Asked before it is written, because entries that balance are the rule.
    IF EXISTS (SELECT 1 FROM added GROUP BY entry_id, fund, currency HAVING sum(minor) <> 0) THEN
        INSERT INTO money_unfinished (entry_id)
        SELECT DISTINCT entry_id FROM (
            SELECT entry_id FROM added GROUP BY entry_id, fund, currency HAVING sum(minor) <> 0
        ) AS uneven;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION money_check_entries() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added WHERE NOT EXISTS (SELECT 1 FROM money_line AS line WHERE line.entry_id = added.id)
    ) THEN
        INSERT INTO money_unfinished (entry_id)
        SELECT added.id FROM added WHERE NOT EXISTS (SELECT 1 FROM money_line AS line WHERE line.entry_id = added.id);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION money_refuse_locked_days() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed date;
    held boolean;
BEGIN
    -- Shared among writers; whoever locks a period holds it alone, so nothing slips in beside the totals.
    -- An assignment, which costs a tenth of a query.
    held := pg_advisory_xact_lock_shared(hashtext('money.period')) IS NULL;
    SELECT min(one.day) INTO closed FROM (SELECT DISTINCT booked_on AS day FROM added) AS one
    WHERE EXISTS (SELECT 1 FROM money_lockedperiod WHERE one.day BETWEEN starts_on AND ends_on);
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'the period of % is locked', closed USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""
# What stood before: migrations 0003, 0020, 0030, 0031 and 0032.
UNDO = """
CREATE OR REPLACE FUNCTION money_post(
    given_at timestamptz, given_on date, given_book text, given_kind text, given_reference text, given_memo text,
    accounts text[], minors bigint[], currencies text[], funds text[], codings text[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    -- 0: the day is locked; -1: an account has no row yet. Whoever asked says it in words.
    IF EXISTS (SELECT 1 FROM money_lockedperiod WHERE given_on BETWEEN starts_on AND ends_on) THEN RETURN 0; END IF;
    IF EXISTS (
        SELECT 1 FROM unnest(accounts) AS wanted(code)
        WHERE NOT EXISTS (SELECT 1 FROM money_ledgeraccount known WHERE known.code = wanted.code)
    ) THEN RETURN -1; END IF;
    INSERT INTO money_entry (at, booked_on, book, kind, reference, memo)
    VALUES (given_at, given_on, given_book, given_kind, given_reference, given_memo) RETURNING id INTO made;
    INSERT INTO money_line (entry_id, account_id, minor, currency, fund, coding)
    SELECT made, one.account, one.minor, one.currency, one.fund, one.coding
    FROM unnest(accounts, minors, currencies, funds, codings) AS one(account, minor, currency, fund, coding);
    RETURN made;
END $$;
CREATE OR REPLACE FUNCTION money_check_lines() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
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
CREATE OR REPLACE FUNCTION money_check_entries() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO money_unfinished (entry_id)
    SELECT added.id FROM added WHERE NOT EXISTS (SELECT 1 FROM money_line AS line WHERE line.entry_id = added.id);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION money_refuse_locked_days() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE FUNCTION money_refuse_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Shared among writers; whoever locks a period holds it alone, so nothing slips in beside the totals.
    PERFORM pg_advisory_xact_lock_shared(hashtext('money.period'));
    IF EXISTS (SELECT 1 FROM money_lockedperiod WHERE NEW.booked_on BETWEEN starts_on AND ends_on) THEN
        RAISE EXCEPTION 'the period of % is locked', NEW.booked_on USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION money_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked bigint;
    lines integer;
    unbalanced text;
BEGIN
    IF TG_TABLE_NAME = 'money_entry' THEN checked := NEW.id; ELSE checked := NEW.entry_id; END IF;
    SELECT sum(counted), string_agg(btrim(fund || ' ' || currency) || ' ' || total, ', ') FILTER (WHERE total <> 0)
    INTO lines, unbalanced FROM (
        SELECT fund, currency, sum(minor) AS total, count(*) AS counted FROM money_line WHERE entry_id = checked
        GROUP BY fund, currency
    ) totals;
    IF coalesce(lines, 0) < 2 THEN
        RAISE EXCEPTION 'entry % has % line(s)', checked, coalesce(lines, 0) USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF unbalanced IS NOT NULL THEN
        RAISE EXCEPTION 'entry % is not balanced: %', checked, unbalanced USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION money_check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- An entry with lines is checked by each of them.
    IF NOT EXISTS (SELECT 1 FROM money_line WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'entry % has 0 line(s)', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION money_book(
    given_at timestamptz, given_on date, given_kind text, given_reference text, given_memo text,
    books text[], accounts text[], minors bigint[], currencies text[], funds text[], codings text[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Each line names its book. The tables' own rules refuse a locked day at once, but an unknown account only at the end.
    IF EXISTS (
        SELECT 1 FROM unnest(accounts) AS wanted(code)
        WHERE NOT EXISTS (SELECT 1 FROM money_ledgeraccount AS known WHERE known.code = wanted.code)
    ) THEN
        RAISE EXCEPTION 'an account has no row yet' USING ERRCODE = 'foreign_key_violation';
    END IF;
    WITH made AS (
        INSERT INTO money_entry (at, booked_on, book, kind, reference, memo)
        SELECT DISTINCT given_at, given_on, named, given_kind, given_reference, given_memo FROM unnest(books) AS named
        RETURNING id, book
    )
    INSERT INTO money_line (entry_id, account_id, minor, currency, fund, coding)
    SELECT made.id, one.account, one.minor, one.currency, one.fund, one.coding
    FROM unnest(books, accounts, minors, currencies, funds, codings)
        AS one(book, account, minor, currency, fund, coding) JOIN made USING (book);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0032_many")]
    operations = [migrations.RunSQL(RULES, UNDO)]
