"""Deposits, mortgages, what was drawn; and of a guarantee no more hangs on it than it is good for, whoever writes."""

from django.db import migrations, models


RULES = """
CREATE FUNCTION customs_guarantee_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    good bigint;
    held bigint;
BEGIN
    IF NEW.guarantee_id IS NULL OR NEW.secured_minor = 0 THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.guarantee_id IS NOT DISTINCT FROM OLD.guarantee_id
        AND NEW.secured_minor <= OLD.secured_minor THEN
        RETURN NULL;
    END IF;
    -- Who hangs something on the same guarantee waits here, and then sees what the other one hung.
    SELECT limit_minor - drawn_minor INTO good FROM customs_guarantee WHERE id = NEW.guarantee_id FOR UPDATE;
    SELECT coalesce(sum(secured_minor), 0) INTO held FROM customs_secured_goods
        WHERE guarantee_id = NEW.guarantee_id AND state IN ('reserved', 'open', 'due', 'overdue');
    held := held + (SELECT coalesce(sum(secured_minor), 0) FROM customs_movement
        WHERE guarantee_id = NEW.guarantee_id AND ended_at IS NULL);
    IF held > good THEN
        RAISE EXCEPTION 'Guarantee % is good for %, and % would hang on it.', NEW.guarantee_id, good, held
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER customs_goods_hang AFTER INSERT OR UPDATE ON customs_secured_goods
    FOR EACH ROW EXECUTE FUNCTION customs_guarantee_holds();
CREATE TRIGGER customs_movement_hangs AFTER INSERT OR UPDATE ON customs_movement
    FOR EACH ROW EXECUTE FUNCTION customs_guarantee_holds();
"""
UNDO = """
DROP TRIGGER customs_goods_hang ON customs_secured_goods;
DROP TRIGGER customs_movement_hangs ON customs_movement;
DROP FUNCTION customs_guarantee_holds;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('customs', '0069_parcels_asked'),
    ]

    operations = [
        migrations.AddField(
            model_name='customsguarantee',
            name='appraised_minor',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='customsguarantee',
            name='appraised_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='customsguarantee',
            name='deposit',
            field=models.CharField(blank=True, db_default='', default='', max_length=60),
        ),
        migrations.AddField(
            model_name='customsguarantee',
            name='deposited_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='securedgoods',
            name='drawn_minor',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name='customsguarantee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('land', 'building')), _negated=True), models.Q(('appraised_minor__gte', models.F('limit_minor')), ('appraised_on__isnull', False)), _connector='OR'), name='customs_guarantee_appraised'),
        ),
        migrations.RunSQL(RULES, UNDO),
    ]
