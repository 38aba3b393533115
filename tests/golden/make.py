#!/usr/bin/env python3
"""Makes golden.jsonl: random bases, what is said about them, and the posteriors that three references agree on. See README.md."""

import json
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import agrum
import prolog
import worlds
from dice import Draft, statements
from model import page
from problem import problem
from said import PROBABLE, Contradiction, Listener, truth_of

CLOSE = 1e-10
# How many cases of each sort there are.
SORTS = {"network": 240, "inhibitors": 90, "rich": 120, "one at a time": 90, "together": 120}


def case(sort: str, seed: int):
    """Returns bases, what is said about them so that nothing contradicts, and what follows."""
    random = Random(f"{sort} {seed}")
    bases = BASES[sort](random)
    said = []
    for statement in SAID[sort](random, bases):
        if is_possible(bases, [*said, statement]):
            said.append(statement)
    return bases, said, problem(bases, said)


def network(random):
    return [Draft(random, "b", True, random.randint(9, 12), random.randint(12, 14), False, False).base]


def inhibitors(random):
    return [Draft(random, "b", True, random.randint(5, 10), random.randint(9, 12), True, random.random() < 0.3).base]


def rich(random):
    return [Draft(random, "b", True, random.randint(4, 7), random.randint(3, 8), random.random() < 0.3, True).base]


def one_at_a_time(random):
    return [Draft(random, "b", False, random.randint(2, 9), random.randint(2, 8), random.random() < 0.5, True).base]


def together(random):
    several = random.choice([[True, False], [False, True, False], [True, True], [False, False], [True, False, True]])
    return [
        Draft(random, f"b{number}", is_several, random.randint(2, 3), random.randint(2, 5), random.random() < 0.3, True).base
        for number, is_several in enumerate(several)
    ]


BASES = {"network": network, "inhibitors": inhibitors, "rich": rich, "one at a time": one_at_a_time, "together": together}
SAID = {
    "network": lambda random, bases: statements(random, bases, random.randint(8, 10), random.randint(4, 6), 0),
    "inhibitors": lambda random, bases: statements(random, bases, random.randint(3, 9), random.randint(2, 5), 0),
    "rich": lambda random, bases: statements(random, bases, random.randint(1, 5), random.randint(2, 6), random.choice([0, 1, 2, 3])),
    "one at a time": lambda random, bases: statements(random, bases, random.randint(1, 4), random.randint(2, 6), random.choice([0, 1, 2, 3])),
    "together": lambda random, bases: statements(random, bases, random.randint(2, 6), random.randint(2, 6), random.choice([0, 0, 1, 2])),
}


def is_possible(bases, said) -> bool:
    try:
        this = problem(bases, said)
        return this is None or worlds.posteriors(this) is not None
    except Contradiction:
        return False


# ─── The references ───


def agreed(this, seed, differences) -> dict:
    """Returns the posteriors by enumeration, once the other references have said the same."""
    found = worlds.posteriors(this)
    others = {"pyAgrum": agrum.posteriors, "ProbLog": prolog.posteriors}
    if seed % 10 == 0:
        others["fractions"] = worlds.exact_posteriors
    for name, reference in others.items():
        start = time.monotonic()
        other = reference(this)
        differences[f"{name}, seconds"] += time.monotonic() - start
        for hypothesis, posterior in found.items():
            difference = abs(posterior - other[hypothesis])
            differences[name] = max(differences[name], difference)
            assert difference <= CLOSE, f"{seed} {hypothesis}: {posterior} by enumeration, {other[hypothesis]} by {name}"
    return found


# ─── What is written ───


def line(sort, bases, said, posteriors) -> str:
    pages = [page(base) for base in bases]
    named = {":".join(part for part in hypothesis if part): posterior for hypothesis, posterior in posteriors.items()}
    told = [told_of(bases, statement) for statement in said]
    return json.dumps({"sort": sort, "pages": pages, "said": told, "posteriors": named}, separators=(",", ":"))


def told_of(bases, statement):
    match statement:
        case ("text", whole, shown):
            return {"whole" if whole else "text": ".\nthen ".join(words_of(bases, *sign) for sign in shown)}
        case ("answer", base, id, value, certainty):
            finding = next(b for b in bases if b.id == base).finding(id)
            return {"answers": {f"{base}:{id}": value_of(finding, value, certainty)}}
        case ("tried", base, fix, outcome):
            return {"tried": {f"{base}:{fix}": outcome}}


def words_of(bases, base, id, option):
    return next(b for b in bases if b.id == base).finding(id).words[option or 0]


def value_of(finding, value, certainty):
    if value is None:
        return "don't know"
    if finding.sort == "number":
        return value
    if finding.sort == "several":
        return [finding.options[option] for option in value]
    word = {True: "yes", False: "no"}[value] if not finding.options else "else" if value == "else" else finding.options[value]
    return f"probably {word}" if certainty == PROBABLE else word


def main():
    differences, counts, lines = Counter(), Counter(), []
    for sort, wanted in SORTS.items():
        seed = 0
        while counts[sort] < wanted:
            bases, said, this = case(sort, seed)
            seed += 1
            if this is None or (sort == "network" and not is_hard(bases, said, this)):
                continue
            lines.append(line(sort, bases, said, agreed(this, seed, differences)))
            counts[sort] += 1
            counts["hard"] += is_hard(bases, said, this)
            counts["with inhibitors"] += any(s < f.leak for f in this.findings for s in f.links.values())
            counts["with outcomes"] += bool(this.outcomes)
            counts["with contexts"] += bool(this.contexts)
            counts["with confirmed or excluded causes"] += bool(this.confirmed or this.excluded)
        print(sort, seed, "tried", dict(differences), file=sys.stderr, flush=True)
    Path(__file__).with_name("golden.jsonl").write_text("\n".join(lines) + "\n")
    print(dict(counts), dict(differences))


def is_hard(bases, said, this) -> bool:
    """Returns whether there are three groups or more, eight findings surely yes, and a soft answer."""
    truths = [truth_of(finding.pair) for finding in this.findings]
    soft = any(0.0 not in finding.pair and finding.pair[0] != finding.pair[1] for finding in this.findings)
    return len(this.groups) >= 3 and sum(truth == (True, 2) for truth in truths) >= 8 and soft


if __name__ == "__main__":
    main()
