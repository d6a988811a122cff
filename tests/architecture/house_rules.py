"""Rules of the house that import contracts cannot show, read from the source of any tree laid out like `src/madang`.

Each rule takes the tree's root (the folder that holds `systems` and `framework`) and yields its breaches as sentences.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
# Longer files, each by its whole path. The verifier has to be one file that shares no code with anything (issue 8), so it
# cannot be parted: the two groups, the archive, all proofs and the shuffles stand in it. What could still be cut is the
# sentence that each check says and the names that make it readable in an evening.
LONGER = {"systems/elections/verifier/verify_election.py": 550}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField", "GenericForeignKey"}
LOOKUPS = {"get_model", "get_app_config", "get_registered_model"}
SHAPELESS = {"utils", "util", "helpers", "helper", "managers", "manager", "misc", "common"}
WRITES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "update", "delete",
          "acreate", "aupdate", "adelete", "abulk_create"}  # fmt: skip
QUERIES = {"filter", "exclude", "all", "select_for_update", "using", "order_by"}
# Rooms that keep records: a use case writes, the data of a demo and a migration are written before there are any.
WRITERS = {"usecases", "migrations", "tests"}


@dataclass(frozen=True, slots=True)
class Source:
    """A Python file of the tree and the room it lies in."""

    path: Path
    parts: tuple[str, ...]

    @property
    def owner(self) -> str:
        """The system (or framework room, or country) it belongs to."""
        return self.parts[1] if len(self.parts) > 2 else self.parts[0]

    @property
    def in_system(self) -> bool:
        return self.parts[0] == "systems" and len(self.parts) > 2

    @property
    def rooms(self) -> set[str]:
        """Folders and the file itself below its owner."""
        return {part.removesuffix(".py") for part in self.parts[2:]}

    def at(self, node: ast.AST) -> str:
        return f"{'/'.join(self.parts)}:{getattr(node, 'lineno', 1)}"

    def tree(self) -> ast.Module:
        return _parsed(self.path, self.path.stat().st_mtime_ns)


@cache
def _parsed(path: Path, changed: int) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def sources(root: Path) -> Iterator[Source]:
    for path in sorted(root.rglob("*.py")):
        yield Source(path, path.relative_to(root).parts)


def systems(root: Path) -> set[str]:
    return {folder.name for folder in (root / "systems").iterdir() if (folder / "__init__.py").exists()}


def _foreign(source: Source, named: str, all_systems: set[str]) -> bool:
    """Whether `named` is a system that this file may not know by name."""
    return named in all_systems and not (source.in_system and source.owner == named)


def _strings(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part, part.value


def _calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(source.tree()):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            yield node, name


def relations_across_systems(root: Path) -> Iterator[str]:
    """A relation to `label.Model` of another system ties their tables together."""
    known = systems(root)
    for source in sources(root):
        for call, name in _calls(source):
            if name in RELATIONS:
                target = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "to"), None)
                if isinstance(target, ast.Constant) and isinstance(target.value, str):
                    label = target.value.partition(".")[0]
                    if _foreign(source, label, known):
                        yield f"{source.at(call)} relates to {target.value}: ask {label} by a contract"


def models_fetched_from_neighbours(root: Path) -> Iterator[str]:
    """`get_model("label", …)` and the like reach a neighbour's tables without an import."""
    known = systems(root)
    for source in sources(root):
        for call, name in _calls(source):
            if name in LOOKUPS and call.args:
                for _, text in _strings(call):
                    label = text.partition(".")[0]
                    if _foreign(source, label, known):
                        yield f"{source.at(call)} fetches a model of {label}: ask {label} by a contract"
            for keyword in call.keywords:
                label = str(getattr(keyword.value, "value", ""))
                if keyword.arg == "app_label" and _foreign(source, label, known):
                    yield f"{source.at(call)} names the app {label}: ask it by a contract"


def addresses_of_neighbours(root: Path) -> Iterator[str]:
    """`reverse("label:page")`, or that name kept in a constant or written in a template, breaks when a system moves out."""
    known = systems(root)
    namespace = re.compile(rf"^({'|'.join(sorted(known))}):[a-z_]+$")
    tag = re.compile(rf"""{{%\s*url\s+['"]({"|".join(sorted(known))}):""")
    for source in sources(root):
        if source.parts[0] == "site" or "tests" in source.rooms:
            continue
        for node, text in _strings(source.tree()):
            named = namespace.match(text)
            if named and _foreign(source, named[1], known):
                yield f"{source.at(node)} names the page {text}: its owner says where it is"
    for template in sorted(root.rglob("templates/**/*.html")):
        source = Source(template, template.relative_to(root).parts)
        for number, line in enumerate(template.read_text(encoding="utf-8").splitlines(), 1):
            for found in tag.finditer(line):
                if _foreign(source, found[1], known):
                    yield f"{'/'.join(source.parts)}:{number} links into {found[1]}: its owner says where it is"


def tables_of_neighbours(root: Path) -> Iterator[str]:
    """SQL that names a table of another system."""
    known = systems(root)
    table = re.compile(
        rf"""\b(?:from|join|into|update|table|copy|on)\s+"?({"|".join(sorted(known))})_[a-z]""", re.IGNORECASE
    )
    for source in sources(root):
        if "tests" in source.rooms:
            continue
        for node, text in _strings(source.tree()):
            for found in table.finditer(text):
                if _foreign(source, found[1].lower(), known):
                    yield f"{source.at(node)} reads a table of {found[1]}: ask {found[1]} by a contract"


def tables_under_foreign_names(root: Path) -> Iterator[str]:
    """A `db_table` begins with its own app's label, or the rule on neighbours' tables could not know whose it is."""
    for source in sources(root):
        for node in ast.walk(source.tree()):
            if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "db_table" for t in node.targets):
                value = getattr(node.value, "value", "")
                if not str(value).startswith(f"{source.owner}_"):
                    yield f"{source.at(node)} names its table {value}: it begins with {source.owner}_"


def writes_outside_use_cases(root: Path) -> Iterator[str]:
    """A record changes in a use case and nowhere else, so that its rules are found in one place.

    In a system that is the room `usecases`; a framework room without one is itself the use case, but its doors are not.
    """
    for source in sources(root):
        if "tests" in source.rooms or not _is_reader(source):
            continue
        for call, name in _calls(source):
            if isinstance(call.func, ast.Attribute) and _is_write(call, call.func, name):
                yield f"{source.at(call)} writes with .{name}(): move it to a use case"


def _is_reader(source: Source) -> bool:
    if source.in_system:
        return not source.rooms & WRITERS
    return source.parts[0] in {"framework", "exchange"} and bool(
        source.rooms & {"web", "views", "api", "domain", "formats", "templatetags", "urls", "middleware"}
    )


def _is_write(call: ast.Call, function: ast.Attribute, name: str) -> bool:
    if name in {"save", "asave"}:
        receiver = ast.unparse(function.value)
        # Pictures, workbooks and forms save too; a record's save takes keywords at most.
        return not call.args and not re.search(r"session|form|image|workbook|book", receiver)
    if name == "delete" and not call.args and isinstance(function.value, ast.Name):
        return not re.search(r"session", function.value.id)
    return name in WRITES and _is_query(function.value)


def _is_query(node: ast.AST) -> bool:
    """Whether an expression is a manager or a query set: `Model.objects`, `rows.filter(...)`, `parent.children.all()`."""
    while True:
        if isinstance(node, ast.Attribute):
            if node.attr in {"objects", "_default_manager", "_base_manager"} or node.attr.endswith("_set"):
                return True
            node = node.value
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in QUERIES:
                return True
            node = node.func
        else:
            return False


def sealed_where_rotation_does_not_look(root: Path) -> Iterator[str]:
    """What a system seals by hand it declares as a column, or rotation leaves it under a key that then goes."""
    declared = {source.owner for source in sources(root) if source.in_system and _declares_sealed_column(source)}
    for source in sources(root):
        if not source.in_system or source.owner in declared or "migrations" in source.rooms:
            continue
        for call, name in _calls(source):
            if name in {"encrypt", "encrypt_many"} and any(word.arg == "purpose" for word in call.keywords):
                yield f"{source.at(call)} seals by hand: use EncryptedText or EncryptedJson, or declare the column"


def _declares_sealed_column(source: Source) -> bool:
    return any(name in {"sealed_column", "indexed_column"} for _call, name in _calls(source))


def too_long(root: Path) -> Iterator[str]:
    """Files and functions that nobody reads in one go."""
    for source in sources(root):
        if "migrations" in source.rooms:
            continue
        lines = source.path.read_text(encoding="utf-8").count("\n")
        where = "/".join(source.parts)
        most = LONGER.get(where, LONGEST_FILE)
        if lines > most:
            yield f"{where} has {lines} lines, {most} are the most"
        for node in ast.walk(source.tree()):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    yield f"{source.at(node)} {node.name} has {length} lines, {LONGEST_FUNCTION} are the most"


def shapeless_modules(root: Path) -> Iterator[str]:
    """A module called after nothing collects everything."""
    for source in sources(root):
        for name in {part.removesuffix(".py") for part in source.parts} & SHAPELESS:
            yield f"{'/'.join(source.parts)} is called {name}: name what it is for"


def unfinished_by_its_own_words(root: Path) -> Iterator[str]:
    """What is not done is an issue or done, not a remark."""
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK|raise NotImplementedError)\b")
    for path in sorted(
        file for kind in ("*.py", "*.html", "*.js", "*.css", "*.typ", "*.yaml") for file in root.rglob(kind)
    ):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if words.search(line):
                yield f"{path.relative_to(root)}:{number} says that it is unfinished"


RULES = {
    rule.__name__: rule
    for rule in (
        relations_across_systems,
        models_fetched_from_neighbours,
        addresses_of_neighbours,
        tables_of_neighbours,
        tables_under_foreign_names,
        writes_outside_use_cases,
        sealed_where_rotation_does_not_look,
        too_long,
        shapeless_modules,
        unfinished_by_its_own_words,
    )
}
