"""The posteriors by ProbLog: each mechanism a probabilistic fact, each group an annotated disjunction, soft answers as noisy sensors."""

from problem import Problem
from problog import get_evaluatable
from problog.program import PrologString


def posteriors(this: Problem) -> dict:
    names = {hypothesis: f"c{number}" for number, hypothesis in enumerate(this.hypotheses)}
    remains = {hypothesis: f"r{name}" for hypothesis, name in names.items()}
    evaluated = get_evaluatable().create_from(PrologString(program(this, names, remains))).evaluate()
    found = {str(term): float(probability) for term, probability in evaluated.items()}
    return {hypothesis: found[name] for hypothesis, name in remains.items()}


def program(this, names, remains):
    lines = []
    for number, context in enumerate(this.contexts):
        lines.append("; ".join(f"{number_of(rate)}::k{number}v{v}" for v, rate in enumerate(context.rates)) + ".")
        lines += sensor(f"k{number}", [f"k{number}v{v}" for v in range(len(context.rates))], context.weights)
    lines += groups(this, names)
    for number, finding in enumerate(this.findings):
        if finding.pair[0] != finding.pair[1]:
            lines += finding_of(this, names, f"f{number}", finding)
    for number, table in enumerate(this.tables):
        lines += table_of(this, names, f"t{number}", table)
    for hypothesis, name in names.items():
        lines += outcomes(this, hypothesis, name, remains[hypothesis])
    lines += [f"evidence(\\+{names[hypothesis]})." for hypothesis in this.excluded & set(names)]
    lines += [f"evidence({names[hypothesis]})." for hypothesis in this.confirmed]
    lines += [f"problem :- {name}." for name in remains.values()] + ["evidence(problem)."]
    return "\n".join(lines + [f"query({name})." for name in remains.values()])


def number_of(probability):
    return f"{probability:.40f}"


def sensor(name, values, weights):
    """Returns a sensor that was heard: it is heard with a probability that is proportional to the weight of the value there is."""
    if len(set(weights)) == 1:
        return []
    scale = max(weights)
    lines = [f"{number_of(weight / scale)}::s{name}v{v} :- {value}." for v, (value, weight) in enumerate(zip(values, weights))]
    return lines + [f"s{name} :- s{name}v{v}." for v in range(len(values))] + [f"evidence(s{name})."]


def groups(this, names):
    """Returns an annotated disjunction for each group, under each combination of values of the contexts that it depends on."""
    lines, seen = [], set()
    for number, group in enumerate(this.groups):
        contexts = [c for c, context in enumerate(this.contexts) if set(context.rows) & set(group)]
        for values, _, priors in this.settings():
            setting = ", ".join(f"k{context}v{values[context]}" for context in contexts)
            if (number, setting) not in seen:
                seen.add((number, setting))
                heads = "; ".join(f"{number_of(p)}::{names[h]}" for h, p in zip(group, priors[number][1:]))
                lines.append(f"{heads} :- {setting}." if setting else f"{heads}.")
    return lines


def finding_of(this, names, name, finding):
    leak, lines = finding.leak, []
    if this.several:
        lines.append(f"{number_of(leak)}::y{name}.")
        for hypothesis, shows in finding.links.items():
            if shows > leak:
                lines.append(f"{number_of((shows - leak) / (1 - leak))}::y{name} :- {names[hypothesis]}.")
            elif shows < leak:
                lines.append(f"{number_of(1 - shows / leak)}::n{name} :- {names[hypothesis]}.")
        is_kept = any(shows < leak for shows in finding.links.values())
        lines.append(f"{name} :- y{name}, \\+n{name}." if is_kept else f"{name} :- y{name}.")
    else:
        lines += [f"{number_of(finding.links.get(h, leak))}::{name} :- {names[h]}." for h in this.groups[0]]
    if 0.0 in finding.pair:
        return lines + [f"evidence({name})." if finding.pair[1] == 0.0 else f"evidence(\\+{name})."]
    return lines + sensor(name, [name, f"\\+{name}"], finding.pair)


def table_of(this, names, name, table):
    """Returns what a sensor of the whole table would hear under each cause of the first group, and under none."""
    heard = lambda row: sum(weight * chance for weight, chance in zip(table.weights, row))
    rows = {names[hypothesis]: table.rows.get(hypothesis, table.rates) for hypothesis in this.groups[0]}
    if len(set(table.weights)) == 1:
        return []
    lines = [f"{number_of(heard(row) / max(table.weights))}::{name} :- {cause}." for cause, row in rows.items()]
    none = ", ".join(f"\\+{cause}" for cause in rows)
    return lines + [f"{number_of(heard(table.rates) / max(table.weights))}::{name} :- {none}.", f"evidence({name})."]


def outcomes(this, hypothesis, name, remains):
    if hypothesis not in this.outcomes:
        return [f"{remains} :- {name}."]
    repaired, likelihood = this.outcomes[hypothesis]
    return [
        f"{number_of(repaired)}::d{name}.",
        f"{remains} :- {name}, \\+d{name}.",
        f"{number_of(likelihood)}::h{name} :- {remains}.",
        f"h{name} :- \\+{remains}.",
        f"evidence(h{name}).",
    ]
