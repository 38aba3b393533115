"""The posteriors by enumeration: every value of every context, every set of causes at work, every set of them that remains."""

import numpy
from fractions import Fraction
from math import fsum
from problem import OTHER, Problem


def posteriors(this: Problem) -> dict | None:
    """Returns P(cause remains | evidence); nothing where the evidence is impossible."""
    total, remains = [], {hypothesis: [] for hypothesis in this.hypotheses}
    states = [states_of(this, group) for group in this.groups]
    likelihood = likelihoods(this, states)
    some_remains = over_worlds(states, lambda state: float(state[1]), numpy.maximum)
    for _, weight, priors in this.settings():
        worlds = weight * likelihood * (some_remains if this.several else 1)
        for group, (own, chances) in enumerate(zip(states, priors)):
            names = [None, *this.groups[group]]
            chance = [chances[names.index(cause)] for cause, _ in own]
            worlds = worlds * along(states, group, chance)
        total.append(fsum(worlds.ravel()))
        for group, own in enumerate(states):
            for position, (cause, is_there) in enumerate(own):
                if is_there:
                    remains[cause].append(fsum(numpy.take(worlds, position, axis=group).ravel()))
    if fsum(total) == 0.0:
        return None
    return {hypothesis: fsum(sums) / fsum(total) for hypothesis, sums in remains.items()}


def states_of(this, group):
    """Returns the states of a group: nothing at work; a cause at work that remains; one that was repaired."""
    states = [(None, False)] if this.several else []
    for cause in group:
        states.append((cause, True))
        if this.several and this.outcomes:
            states.append((cause, False))
    return states


def likelihoods(this, states):
    """Returns for every world P(everything observed but the contexts | world)."""
    worlds = numpy.ones([len(own) for own in states])
    for finding in this.findings:
        q = {c: (s - finding.leak) / (1 - finding.leak) for c, s in finding.links.items() if s >= finding.leak}
        r = {c: 1 - s / finding.leak for c, s in finding.links.items() if s < finding.leak}
        absent = over_worlds(states, lambda state: 1 - q.get(state[0], 0.0), numpy.multiply)
        kept = over_worlds(states, lambda state: 1 - r.get(state[0], 0.0), numpy.multiply)
        yes = (1 - (1 - finding.leak) * absent) * kept
        worlds = worlds * (finding.pair[0] * yes + finding.pair[1] * (1 - yes))
    for table in this.tables:
        chance = lambda state: fsum(w * p for w, p in zip(table.weights, table.rows.get(state[0], table.rates)))
        worlds = worlds * along(states, 0, [chance(state) for state in states[0]])
    for group, own in enumerate(states):
        worlds = worlds * along(states, group, [of_state(this, state) for state in own])
        confirmed = this.confirmed & set(this.groups[group])
        if confirmed:
            worlds = worlds * along(states, group, [float(cause in confirmed) for cause, _ in own])
    return worlds


def of_state(this, state):
    """Returns the likelihood of the outcomes, and 0 where the cause is excluded."""
    cause, remains = state
    if cause in this.excluded:
        return 0.0
    if cause not in this.outcomes:
        return 1.0
    repaired, likelihood = this.outcomes[cause]
    return (1 - repaired) * likelihood if remains else repaired


def along(states, group, numbers):
    """Returns numbers for the states of one group, as an array that spreads over the others."""
    shape = [1] * len(states)
    shape[group] = len(numbers)
    return numpy.array(numbers, dtype=float).reshape(shape)


def over_worlds(states, number, join):
    result = numpy.array(0.0 if join is numpy.maximum else 1.0)
    for group, own in enumerate(states):
        result = join(result, along(states, group, [number(state) for state in own]))
    return result


# ─── Without rounding ───


def exact_posteriors(this: Problem) -> dict:
    """Returns the same as `posteriors`, in fractions, world by world."""
    total, remains = Fraction(0), {hypothesis: Fraction(0) for hypothesis in this.hypotheses}
    for _, weight, priors in this.settings():
        for world, chance in worlds_of(this, priors):
            left = [cause for cause, is_there in world if is_there]
            if this.several and not left:
                continue
            probability = Fraction(weight) * chance * exact_likelihood(this, world)
            total += probability
            for cause in left:
                remains[cause] += probability
    return {hypothesis: float(sum / total) for hypothesis, sum in remains.items()}


def worlds_of(this, priors):
    worlds = [([], Fraction(1))]
    for group, chances in zip(this.groups, priors):
        names = [None, *group]
        states = states_of(this, group)
        worlds = [
            ([*world, state], chance * Fraction(chances[names.index(state[0])]))
            for world, chance in worlds
            for state in states
        ]
    return worlds


def exact_likelihood(this, world):
    at_work = [cause for cause, _ in world if cause]
    likelihood = Fraction(1)
    for finding in this.findings:
        leak = Fraction(finding.leak)
        absent, kept = 1 - leak, Fraction(1)
        for cause in at_work:
            if cause in finding.links:
                shows = Fraction(finding.links[cause])
                if shows >= leak:
                    absent *= 1 - (shows - leak) / (1 - leak)
                else:
                    kept *= shows / leak
        yes = (1 - absent) * kept
        likelihood *= Fraction(finding.pair[0]) * yes + Fraction(finding.pair[1]) * (1 - yes)
    for table in this.tables:
        row = table.rows.get(world[0][0], table.rates)
        likelihood *= sum(Fraction(weight) * Fraction(chance) for weight, chance in zip(table.weights, row))
    for group, state in zip(this.groups, world):
        likelihood *= Fraction(of_state(this, state))
        if this.confirmed & set(group) and state[0] not in this.confirmed:
            return Fraction(0)
    return likelihood
