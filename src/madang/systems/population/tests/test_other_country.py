"""The same register under the law of Hanbit: other numbers, names, deadlines and money."""

from datetime import UTC, date, datetime

import pytest

from madang.framework.identity.actor import system_actor
from madang.framework.law import use_country
from madang.framework.values import Money
from madang.systems.population.demo import load_demo
from madang.systems.population.domain.people import Sex
from madang.systems.population.models import Person, VitalEvent
from madang.systems.population.usecases.correct_name import names_of
from madang.systems.population.usecases.lateness import late_vital
from madang.systems.population.usecases.numbers import number_of, written
from madang.systems.population.usecases.register_birth import register_birth

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_register_of_hanbit_loads_and_takes_a_birth() -> None:
    with use_country("xx") as pack:
        load_demo(country="xx", population=200, now=NOW, progress=lambda *step: None)
        hana = Person.objects.get(name="Hana Solen")
        assert (hana.nationality, len(number_of(person=hana))) == ("XX", 9)
        assert written(number=number_of(person=hana), full=False).endswith("-***-***")
        assert names_of(person=hana) == ("Solen", "Hana")
        child = register_birth(
            family_name="Tavi",
            given_name="Löwe Anna",
            born_on=date(2026, 11, 1),
            sex=Sex.FEMALE,
            parents=(hana.key,),
            actor=system_actor("test"),
            now=NOW,
        )
        assert child.name == "Löwe Anna Tavi"
        assert VitalEvent.objects.get(person=child).details["parents"] == [hana.key]
        # Civil Status Act of Hanbit s. 3: two months; s. 30: one step, 12.50.
        late = late_vital(kind="birth", event_on=date(2026, 1, 31), reported_on=date(2026, 4, 1))
        assert (late.due_on, late.days, late.amount) == (date(2026, 3, 31), 1, Money(1250, pack.currency))
