"""One happening in several books, with its lines, in one statement."""

from django.db import migrations

RULES = """
CREATE FUNCTION money_book(
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
UNDO = "DROP FUNCTION money_book(timestamptz, date, text, text, text, text[], text[], bigint[], text[], text[], text[])"


class Migration(migrations.Migration):
    dependencies = [("money", "0020_post")]
    operations = [migrations.RunSQL(RULES, UNDO)]
