#!/usr/bin/env python3
"""Prints every public name of an installed wazzup-pysdk, one per line, sorted.

    python -m venv env && env/bin/pip install 'wazzup-pysdk[webhooks]==0.1.8'
    env/bin/python names.py > wazzup-pysdk-0.1.8.txt

Kinds of lines:

    module                  a module to import from
    Class                   a class, an exception, a function or a type alias
    Class(parameter)        a parameter of its constructor; for a model: a field
    Class.member            a method, property or attribute
    Class.method(parameter) a parameter of a method
    namespace.method(...)   the same, as reached from `client.<namespace>`; what a method hands on
                            by `**kwargs` is followed to where it is named
    field="value"           a value that a model, a `Literal` or the table of events allows
"""

import dataclasses
import importlib
import inspect
import pkgutil
import re
import types
import typing

import pydantic

import wazzup_client
from wazzup_client import webhook_events
from wazzup_client.client import BaseResource, WazzupClient
from wazzup_client.exceptions import ErrorCategory

SHOWN_DUNDERS = {"__aenter__", "__aexit__", "__repr__", "__iter__", "__len__", "__getitem__"}

lines = set()


def modules():
    yield wazzup_client
    for info in pkgutil.walk_packages(wazzup_client.__path__, "wazzup_client."):
        if not info.name.rsplit(".", 1)[-1].startswith("_"):
            yield importlib.import_module(info.name)


def own(value):
    return getattr(value, "__module__", "").startswith("wazzup_client")


def shown(name):
    return not name.startswith("_") or name in SHOWN_DUNDERS


def parameters(function):
    for name, parameter in inspect.signature(function).parameters.items():
        if name in ("self", "cls"):
            continue
        yield name, parameter.kind is inspect.Parameter.VAR_KEYWORD


def add_call(name, function):
    lines.add(name)
    for parameter, _ in parameters(function):
        lines.add(f"{name}({parameter})")


def words_of(pattern):
    """The words of a pattern such as ^(one|two)$ or ^TIER_(0|1K)$; none for other patterns."""
    found = re.fullmatch(r"\^(\w*)(?:\(([\w|]+)\))?\$", pattern)
    if not found:
        return []
    stem, words = found.group(1), found.group(2)
    return [stem + word for word in words.split("|")] if words else [stem]


def add_values(field, schema):
    if isinstance(schema, dict):
        for word in words_of(schema.get("pattern", "")) + schema.get("enum", []):
            lines.add(f'{field}="{word}"')
        for names in [schema.get("propertyNames", {})] + [
            {"pattern": pattern} for pattern in schema.get("patternProperties", {})
        ]:
            for word in words_of(names.get("pattern", "")):
                lines.add(f'{field}="{word}"')
        for key in ("anyOf", "items"):
            inner = schema.get(key, [])
            for part in inner if isinstance(inner, list) else [inner]:
                add_values(field, part)


def add_class(name, cls):
    lines.add(name)
    if issubclass(cls, pydantic.BaseModel):
        properties = cls.model_json_schema()["properties"]
        for field in cls.model_fields:
            lines.add(f"{name}({field})")
            add_values(field, properties[field])
        return
    built = set()
    if "__init__" in vars(cls) and not getattr(cls, "_is_protocol", False):
        built = {parameter for parameter, _ in parameters(cls)}
        lines.update(f"{name}({parameter})" for parameter in built)
    for field in vars(cls).get("__annotations__", {}):
        # The fields of a dataclass are the parameters of its constructor.
        if shown(field) and not (dataclasses.is_dataclass(cls) and field in built):
            lines.add(f"{name}.{field}")
    for member, value in vars(cls).items():
        if not shown(member) or (dataclasses.is_dataclass(cls) and member == "__repr__"):
            continue
        if isinstance(value, (staticmethod, classmethod)):
            add_call(f"{name}.{member}", getattr(cls, member))
        elif isinstance(value, types.FunctionType):
            add_call(f"{name}.{member}", value)
        elif isinstance(value, property):
            lines.add(f"{name}.{member}")


def add_attributes(name, instance):
    for attribute in vars(instance):
        if shown(attribute):
            lines.add(f"{name}.{attribute}")


def add_namespaces(client):
    for namespace, resource in vars(client).items():
        if not own(type(resource)) or namespace.startswith("_"):
            continue
        for member in dir(type(resource)):
            value = getattr(type(resource), member)
            if not callable(value) or not shown(member) or member in SHOWN_DUNDERS:
                continue
            name = f"{namespace}.{member}"
            lines.add(name)
            for parameter, rest in parameters(value):
                if not rest:
                    lines.add(f"{name}({parameter})")
                    continue
                for target in handed_on_to(resource, member):
                    for inner, _ in parameters(target):
                        lines.add(f"{name}({inner})")


def handed_on_to(resource, member):
    if isinstance(resource, BaseResource) and member in ("list", "create", "update"):
        section = getattr(resource, "_section")
        target = f"{member}_{section}s" if member == "list" else f"{member}_{section}"
    elif member == "update_settings":
        target = "update_account_settings"
    else:
        return
    if hasattr(resource._legacy, target):
        yield getattr(resource._legacy, target)


def main():
    classes, functions, aliases = {}, {}, {}
    for module in modules():
        where = module.__name__.removeprefix("wazzup_client").lstrip(".")
        lines.add(module.__name__)
        for name, value in vars(module).items():
            if name.startswith("_") and name != "__version__":
                continue
            if inspect.isclass(value) and own(value) and value.__module__ == module.__name__:
                classes.setdefault(name, []).append((where, value))
            elif inspect.isfunction(value) and own(value) and value.__module__ == module.__name__:
                functions.setdefault(name, []).append((where, value))
            elif isinstance(value, typing.TypeVar):
                continue
            elif typing.get_origin(value) and name not in vars(typing):
                aliases.setdefault(name, {})[where.split(".")[0]] = value
            elif name == "__version__":
                lines.add(name)

    for name, found in classes.items():
        for where, cls in found:
            add_class(name if len(found) == 1 else f"{where.split('.')[0]}.{name}", cls)
    for name, found in functions.items():
        for where, function in found:
            add_call(f"{where}.{name}" if ".endpoints." in where else name, function)
    for name, places in aliases.items():
        same = len(set(map(str, places.values()))) == 1
        lines.update([name] if same else [f"{place}.{name}" for place in places])

    client = WazzupClient("0" * 32, crm_key="1" * 16)
    add_namespaces(client)
    add_attributes("WazzupClient", client)
    add_attributes("WazzupLegacyClient", client._legacy)
    add_attributes("BaseWazzupClient", client._legacy._public_client)
    add_attributes("WebhooksNamespace", client.webhooks)

    for word in typing.get_args(ErrorCategory):
        lines.add(f'ErrorCategory="{word}"')
    for word in [*webhook_events._EVENT_MODEL_REGISTRY, "*"]:
        lines.add(f'event="{word}"')

    print("\n".join(sorted(lines)))


main()
