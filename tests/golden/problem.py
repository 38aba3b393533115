"""The joint distribution that follows from bases and what was said: numbers only, before any sum is formed.

The sections of docs/semantics.md from "Priors" to "Fixes as evidence", and "Several causes at once".
"""

from dataclasses import dataclass, field
from itertools import product
from math import prod
from said import SURE, Contradiction, Listener

OMEGA = 0.05
OTHER = ("", "other")


@dataclass
class Finding:
    """A yes-or-no finding with P(yes | nothing at work), P(yes | only this cause) and the pair of what was observed."""

    leak: float
    links: dict
    pair: tuple[float, float]


@dataclass
class Table:
    """A finding with several values that speaks of one group: P(value | none), P(value | cause), a weight for each value."""

    rates: list[float]
    rows: dict
    weights: list[float]


@dataclass
class Context:
    """A fact that comes before the causes: P(value), P(value | cause), a weight for each value."""

    rates: list[float]
    rows: dict
    weights: list[float]


@dataclass
class Problem:
    """several: whether "none" is possible in each group. The first group of several is the single group, where there is one."""

    several: bool
    groups: list[list] = field(default_factory=list)
    priors: dict = field(default_factory=dict)
    contexts: list[Context] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    excluded: set = field(default_factory=set)
    confirmed: set = field(default_factory=set)
    # P(repaired) and the likelihood of the other outcomes, for each cause; empty where nothing was tried.
    outcomes: dict = field(default_factory=dict)

    @property
    def hypotheses(self):
        return [hypothesis for group in self.groups for hypothesis in group]

    def settings(self):
        """Returns every combination of values of the contexts, with its probability times its weight, and the priors of each group under it."""
        for values in product(*(range(len(context.rates)) for context in self.contexts)):
            weight = prod(c.rates[v] * c.weights[v] for c, v in zip(self.contexts, values))
            yield values, weight, [self.priors_under(group, values) for group in self.groups]

    def priors_under(self, group, values):
        """Returns P(none) and P(cause) of a group: the odds of each cause against none are multiplied."""
        none = 1 - sum(self.priors[hypothesis] for hypothesis in group)
        odds = [
            self.priors[hypothesis]
            * prod(c.rows[hypothesis][v] / c.rates[v] for c, v in zip(self.contexts, values) if hypothesis in c.rows)
            for hypothesis in group
        ]
        if not self.several:
            return [0.0, *odds]
        total = none + sum(odds)
        return [none / total, *(one / total for one in odds)]


def problem(bases, said) -> Problem | None:
    listeners = [Listener(base, said) for base in bases]
    present = [listener for listener in listeners if listener.takes_part]
    if not present:
        return None
    this = Problem(any(listener.base.several for listener in present))
    add_groups(this, [listener.base for listener in present])
    causes = {(base.id, cause.id): cause for base in bases for cause in base.causes}
    for listener in present:
        for finding in listener.base.findings:
            add_finding(this, listener, finding, causes)
        add_conditions(this, listener)
    for group in this.groups:
        if len(this.confirmed & set(group)) > 1:
            raise Contradiction
    if this.confirmed & this.excluded or (not this.several and len(this.confirmed) > 1):
        raise Contradiction
    add_outcomes(this, bases, listeners, causes)
    return this


# ─── Groups and priors ───


def add_groups(this, present):
    alone = [base for base in present if not base.several]
    together = [base for base in present if base.several]
    if alone:
        this.groups.append([(base.id, cause.id) for base in alone for cause in base.causes])
    if not together:
        for base in alone:
            total = sum(cause.prior for cause in base.causes)
            this.priors |= {(base.id, c.id): (1 - OMEGA) / len(alone) * c.prior / total for c in base.causes}
        this.groups[0].append(OTHER)
        this.priors[OTHER] = OMEGA
        return
    at_fault = []
    for base in together:
        own = groups_of(base)
        this.groups += [[(base.id, cause.id) for cause in group] for group in own]
        this.priors |= {(base.id, cause.id): float(cause.prior) for cause in base.causes}
        at_fault.append(1 - prod(1 - sum(cause.prior for cause in group) for group in own))
    mean = sum(at_fault) / len(at_fault)
    for base in alone:
        total = sum(cause.prior for cause in base.causes)
        share = mean / (1 - mean + len(alone) * mean)
        this.priors |= {(base.id, cause.id): share * cause.prior / total for cause in base.causes}
    some = 1 - prod(1 - sum(this.priors[hypothesis] for hypothesis in group) for group in this.groups)
    this.groups.append([OTHER])
    this.priors[OTHER] = OMEGA / (1 - OMEGA) * some


def groups_of(base):
    groups, of_kind = [], {}
    for cause in base.causes:
        if cause.kind and base.kinds[cause.kind]:
            if cause.kind not in of_kind:
                of_kind[cause.kind] = []
                groups.append(of_kind[cause.kind])
            of_kind[cause.kind].append(cause)
        else:
            groups.append([cause])
    return groups


# ─── Findings ───


def add_finding(this, listener, finding, causes):
    base = listener.base
    options = range(len(finding.options))
    match finding.sort:
        case "symptom" | "fact" | "defined":
            this.findings.append(yes_no(this, base, finding, None, causes, listener.pair_with_rules(finding)))
        case "several":
            this.findings += [
                yes_no(this, base, finding, option, causes, listener.pair(finding, option)) for option in options
            ]
        case "messages" if this.several:
            pairs = pairs_of_messages(*listener.choice(finding))
            this.findings += [yes_no(this, base, finding, option, causes, pairs[option]) for option in options]
        case "messages" | "one-of":
            add_choice(this, listener, finding, causes)


def yes_no(this, base, finding, option, causes, pair):
    leak = float(finding.otherwise[option or 0])
    links = {}
    for hypothesis in this.hypotheses:
        if hypothesis[0] == base.id and (finding.id, option) in causes[hypothesis].links:
            links[hypothesis] = float(causes[hypothesis].links[finding.id, option])
    if finding.sort in ("symptom", "messages"):
        links[OTHER] = max(average(this, lambda hypothesis: links.get(hypothesis, leak)) / 2, leak)
    return Finding(leak, links, pair)


def average(this, chance):
    known = [hypothesis for hypothesis in this.hypotheses if hypothesis != OTHER]
    return sum(this.priors[one] * chance(one) for one in known) / sum(this.priors[one] for one in known)


def pairs_of_messages(draws, weights):
    """Returns a pair for each message: what is shown is yes, "none" is no for each, and a probable pick is a probable yes."""
    rest = len(weights) - 1
    if draws == [rest]:
        return [(0.0, 1.0)] * rest
    if draws:
        return [(1.0, 0.0) if option in draws else (1.0, 1.0) for option in range(rest)]
    if weights[rest] > 1:
        return [(0.2, 0.8)] * rest
    return [(0.8, 0.2) if weight > 1 else (1.0, 1.0) for weight in weights[:rest]]


def add_choice(this, listener, finding, causes):
    base, has_rest = listener.base, finding.sort == "messages"
    rates = [float(rate) for rate in finding.otherwise]
    if not has_rest:
        rates[-1] = 1 - sum(rates[:-1])
    rows = {}
    for hypothesis in this.hypotheses:
        if hypothesis[0] == base.id:
            links = {o: float(s) for (id, o), s in causes[hypothesis].links.items() if id == finding.id}
            if links:
                rows[hypothesis] = row(rates, links, has_rest)
    draws, weights = listener.choice(finding)
    if has_rest:
        none = [*rates, 1 - sum(rates)]
        shows = [max(average(this, lambda one: rows.get(one, none)[v]) / 2, rates[v]) for v in range(len(rates))]
        rows[OTHER] = [*(one / max(1, sum(shows)) for one in shows), max(0, 1 - sum(shows))]
        rates = none
    if base.several and rows:
        this.contexts.append(Context(rates, rows, weights))
    elif draws:
        this.tables += [Table(rates, rows, [float(v == draw) for v in range(len(rates))]) for draw in draws]
    else:
        this.tables.append(Table(rates, rows, weights))


def row(rates, links, has_rest):
    """Returns P(value | a cause with these links), the rest last where there is one."""
    linked = sum(links.values())
    unlinked = sum(rate for option, rate in enumerate(rates) if option not in links)
    if has_rest:
        scale = max(1, linked + unlinked)
        values = [links.get(option, rate) / scale for option, rate in enumerate(rates)]
        return [*values, max(0, 1 - linked - unlinked)]
    if unlinked > 0 and linked <= 1:
        return [links.get(option, (1 - linked) * rate / unlinked) for option, rate in enumerate(rates)]
    return [links.get(option, 0) / linked for option in range(len(rates))]


# ─── Conditions and outcomes ───


def add_conditions(this, listener):
    for cause in listener.base.causes:
        hypothesis = (listener.base.id, cause.id)
        if any(listener.holds(when) == (True, SURE) for when in cause.ruled_out_when):
            this.excluded.add(hypothesis)
        if any(listener.holds(when) == (False, SURE) for when in cause.only_when):
            this.excluded.add(hypothesis)
        if any(listener.holds(when) == (True, SURE) for when in cause.confirmed_when):
            this.confirmed.add(hypothesis)


def add_outcomes(this, bases, listeners, causes):
    tried = []
    for base, listener in zip(bases, listeners):
        for fix in base.fixes:
            outcome = listener.outcome(fix.id)
            if fix.tells is None and outcome in ("yes", "partly", "no"):
                tried.append((base, fix, outcome))
    for hypothesis in this.hypotheses if tried else []:
        stays, likelihood = 1.0, 1.0
        for base, fix, outcome in tried:
            helps = helps_with_luck(base, fix, hypothesis, causes)
            match outcome:
                case "no":
                    stays *= 1 - helps
                case "yes":
                    likelihood *= helps
                case "partly":
                    likelihood *= 0.8 * helps + 0.2 * (1 - helps)
        this.outcomes[hypothesis] = (1 - stays, likelihood)


def helps_with_luck(base, fix, hypothesis, causes):
    name = "other" if hypothesis == OTHER else hypothesis[1] if hypothesis[0] == base.id else None
    helps = float(fix.effects[name][1]) if name in fix.effects else 0.0
    passes_in = None if hypothesis == OTHER else causes[hypothesis].passes_in
    if passes_in:
        helps = 1 - (1 - helps) * 2 ** (-fix.takes / passes_in)
    return max(helps, 1e-4)
