"""What imports cannot show: each rule holds for the house, and catches every breach that is planted for it."""

import importlib.util
import sys
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("house_rules", Path(__file__).with_name("house_rules.py"))
assert _spec is not None
assert _spec.loader is not None
house_rules = importlib.util.module_from_spec(_spec)
sys.modules["house_rules"] = house_rules
_spec.loader.exec_module(house_rules)

HOUSE = Path(__file__).parents[2] / "src" / "madang"
UNFINISHED = "TO" + "DO"
# rule -> files with a breach each
BREACHES = {
    "relations_across_systems": {
        "systems/civil/models/a.py": 'x = models.ForeignKey("population.Person", on_delete=1)\n',
        "systems/civil/models/b.py": 'x = models.ManyToManyField(to="businesses.Business")\n',
        "framework/cases/models/c.py": 'x = OneToOneField("civil.Application", on_delete=1)\n',
    },
    "models_fetched_from_neighbours": {
        "systems/civil/usecases/a.py": 'x = apps.get_model("population", "Person")\n',
        "systems/civil/usecases/b.py": 'x = apps.get_model("population.Person")\n',
        "systems/civil/usecases/c.py": 'x = ContentType.objects.get(app_label="population", model="person")\n',
        "framework/audit/usecases/d.py": 'x = apps.get_app_config("civil").get_models()\n',
    },
    "addresses_of_neighbours": {
        "systems/civil/web/a.py": 'x = reverse("population:register")\n',
        "systems/civil/web/b.py": 'PAGE = "portal:home"\n',
        "systems/civil/templates/civil/c.html": "<a href=\"{% url 'population:register' %}\">x</a>\n",
        "framework/ui/d.py": 'x = redirect("civil:services")\n',
    },
    "tables_of_neighbours": {
        "systems/civil/usecases/a.py": 'cursor.execute("SELECT 1 FROM population_person")\n',
        "systems/civil/usecases/b.py": 'cursor.execute(f"""DELETE\n FROM x JOIN "businesses_business" b ON {y}""")\n',
        "exchange/c.py": 'QUERY = "update civil_application set x = 1"\n',
    },
    "tables_under_foreign_names": {
        "systems/civil/models/a.py": 'class A:\n    class Meta:\n        db_table = "population_person"\n',
    },
    "writes_outside_use_cases": {
        "systems/civil/web/a.py": "def f(x):\n    x.save()\n",
        "systems/civil/web/b.py": 'def f(x):\n    x.save(update_fields=["state"])\n',
        "systems/civil/exchange.py": "def f():\n    Draft.objects.create(x=1)\n",
        "systems/civil/jobs.py": "def f():\n    Draft.objects.filter(x=1).update(x=2)\n",
        "systems/civil/domain/c.py": "def f(person):\n    person.address_set.all().delete()\n",
        "systems/civil/models/d.py": "def f(self):\n    Draft.objects.bulk_create([])\n",
        "framework/cases/web/e.py": "def f(case):\n    case.delete()\n",
        "framework/identity/middleware.py": "def f(x):\n    Session.objects.get_or_create(x=1)\n",
    },
    "sealed_where_rotation_does_not_look": {
        "systems/civil/models/a.py": 'x = encrypt("plain", purpose="civil.x")\n',
        "systems/civil/usecases/b.py": 'x = protect.encrypt_many(["plain"], purpose="civil.x")\n',
    },
    "too_long": {
        "systems/civil/domain/a.py": "x = 1\n" * 401,
        "systems/civil/domain/b.py": "def f():\n" + "    x = 1\n" * 40,
        "systems/civil/verifier/verify_election.py": "x = 1\n" * 401,
    },
    "shapeless_modules": {
        "systems/civil/domain/utils.py": "",
        "framework/cases/helpers/people.py": "",
        "systems/civil/models/managers.py": "",
    },
    "unfinished_by_its_own_words": {
        "systems/civil/domain/a.py": f"# {UNFINISHED}: the fee\n",
        "systems/civil/templates/civil/b.html": f"<!-- {UNFINISHED} -->\n",
        "systems/civil/usecases/c.py": "def f():\n    raise NotImplementedError\n",
    },
}
# What a rule must let pass: (path, text)
SOUND = {
    "systems/civil/models/own.py": 'x = models.ForeignKey("civil.Draft", on_delete=1)\ny = models.ForeignKey("cases.Case")\n',
    "systems/civil/migrations/0002_rules.py": 'def f(apps, e):\n    apps.get_model("civil", "Draft").objects.all().delete()\n',
    "systems/civil/web/pages.py": (
        'x = reverse("civil:services")\nseen = {}\nseen.update(a=1)\nimage.save(buffer, "PNG")\nrequest.session.save()\n'
    ),
    "systems/civil/usecases/keep_draft.py": "def f(draft):\n    draft.save()\n    Draft.objects.filter(a=1).delete()\n",
    "systems/civil/usecases/count.py": 'SQL = "SELECT count(*) FROM civil_draft"\nTEXT = "asks the population for more"\n',
    "systems/civil/formats/archive.py": "def f(x):\n    try:\n        x()\n    except NotImplementedError:\n        pass\n",
    "systems/population/usecases/numbers.py": 'indexed_column(table="a", index="b")\nx = encrypt("n", purpose="p")\n',
    "systems/civil/formats/cipher.py": 'x = AESGCM(key).encrypt(nonce, plain, b"")\n',
    "systems/civil/tests/test_x.py": "def f(draft):\n    draft.save()\n",
}


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """A tree of the house's shape in which nothing is wrong."""
    for package in ("systems/civil", "systems/population", "systems/businesses", "systems/portal", "framework/ui"):
        (tmp_path / package).mkdir(parents=True)
        (tmp_path / package / "__init__.py").touch()
    for path, text in SOUND.items():
        _write(tmp_path / path, text)
    return tmp_path


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize("rule", house_rules.RULES)
def test_the_house_keeps_the_rule(rule: str) -> None:
    assert list(house_rules.RULES[rule](HOUSE)) == []


@pytest.mark.parametrize("rule", house_rules.RULES)
def test_what_is_sound_passes(rule: str, small_house: Path) -> None:
    assert list(house_rules.RULES[rule](small_house)) == []


@pytest.mark.parametrize(("rule", "path"), [(rule, path) for rule, files in BREACHES.items() for path in files])
def test_a_planted_breach_is_caught(rule: str, path: str, small_house: Path) -> None:
    _write(small_house / path, BREACHES[rule][path])
    assert [breach for breach in house_rules.RULES[rule](small_house) if breach.startswith(path)]


def test_every_rule_has_a_breach_planted_for_it() -> None:
    assert set(BREACHES) == set(house_rules.RULES)
