"""Paper that overrides a ballot cast online, and what no program may do there: leave out more or fewer than the roll says."""

import django.db.models.deletion
from django.db import migrations, models

# The way of voting may change where paper overrides, between online and paper, while the board is open. When it is closed,
# three numbers have to be one: the credentials left out, the entries that were handed paper after a ballot online, and the
# entries on paper with a ballot on the board.
RULES = """
CREATE OR REPLACE FUNCTION elections_channel_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.channel <> '' AND NEW.channel <> OLD.channel THEN
        IF (OLD.channel, NEW.channel) NOT IN (('online', 'paper'), ('paper', 'online'), ('paper', '')) OR NOT EXISTS (
            SELECT FROM elections_election e WHERE e.id = OLD.election_id AND e.paper_overrides AND e.state = 'ready'
        ) THEN
            RAISE EXCEPTION 'Who voted one way does not vote another.' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION elections_overrides_match() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    left_out bigint;
    handed bigint;
    on_board bigint;
BEGIN
    SELECT count(*) INTO left_out FROM elections_credential WHERE election_id = NEW.id AND overridden;
    SELECT count(*) INTO handed FROM elections_voter v JOIN elections_pollingrecord p ON p.voter_id = v.id
        WHERE v.election_id = NEW.id AND v.channel = 'paper' AND p.after_online AND p.given_back_at IS NULL;
    SELECT count(*) INTO on_board FROM elections_voter v WHERE v.election_id = NEW.id AND v.channel = 'paper' AND EXISTS (
        SELECT FROM elections_credential c JOIN elections_ballot b ON b.credential_id = c.id WHERE c.voter_id = v.id);
    IF left_out <> handed OR left_out <> on_board THEN
        RAISE EXCEPTION 'Of the ballots on the board % are left out, % entries were handed paper after one, % have both.',
            left_out, handed, on_board USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_overrides_match BEFORE UPDATE ON elections_election
    FOR EACH ROW WHEN (OLD.state = 'ready' AND NEW.state = 'closed') EXECUTE FUNCTION elections_overrides_match();

CREATE FUNCTION elections_overridden_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM elections_election e WHERE e.id = OLD.election_id AND e.paper_overrides AND e.state = 'ready'
    ) THEN
        RAISE EXCEPTION 'What is left out is settled when the board is closed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_overridden_stays BEFORE UPDATE ON elections_credential
    FOR EACH ROW WHEN (OLD.overridden <> NEW.overridden) EXECUTE FUNCTION elections_overridden_stays();
CREATE TRIGGER elections_override_list_stays BEFORE UPDATE OR DELETE ON elections_overridelist
    FOR EACH ROW EXECUTE FUNCTION elections_board_stays();

CREATE FUNCTION elections_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.given_back_at IS NOT NULL OR NEW.given_back_at IS NULL OR (NEW.voter_id, NEW.station, NEW.official, NEW.at,
        NEW.after_online) IS DISTINCT FROM (OLD.voter_id, OLD.station, OLD.official, OLD.at, OLD.after_online) THEN
        RAISE EXCEPTION 'Paper that was handed out is given back once, and nothing else of it changes.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_paper_stays BEFORE UPDATE ON elections_pollingrecord
    FOR EACH ROW EXECUTE FUNCTION elections_paper_stays();
"""
UNDO = """
DROP TRIGGER elections_paper_stays ON elections_pollingrecord;
DROP FUNCTION elections_paper_stays();
DROP TRIGGER elections_override_list_stays ON elections_overridelist;
DROP TRIGGER elections_overridden_stays ON elections_credential;
DROP FUNCTION elections_overridden_stays();
DROP TRIGGER elections_overrides_match ON elections_election;
DROP FUNCTION elections_overrides_match();
CREATE OR REPLACE FUNCTION elections_channel_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.channel <> '' AND NEW.channel <> OLD.channel THEN
        RAISE EXCEPTION 'Who voted one way does not vote another.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """Adds the columns, then the rules."""

    dependencies = [
        ('elections', '0013_shuffles_to_check'),
    ]

    operations = [
        migrations.CreateModel(
            name='OverrideList',
            fields=[
                ('election', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='override_list', serialize=False, to='elections.election')),
                ('text', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('credentials', models.PositiveIntegerField()),
                ('collected', models.BigIntegerField()),
                ('height', models.BigIntegerField()),
                ('head', models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name='credential',
            name='overridden',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='election',
            name='paper_overrides',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='pollingrecord',
            name='after_online',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='pollingrecord',
            name='given_back_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='pollingrecord',
            name='voter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='polling_records', to='elections.voter'),
        ),
        migrations.AddConstraint(
            model_name='pollingrecord',
            constraint=models.UniqueConstraint(condition=models.Q(('given_back_at', None)), fields=('voter',), name='elections_one_paper_a_voter'),
        ),
        migrations.RunSQL(RULES, UNDO),
    ]
