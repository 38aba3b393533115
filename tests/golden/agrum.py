"""The posteriors by pyAgrum: noisy-or nodes, soft answers as likelihoods, "there is a problem" as an OR that is true."""

import pyagrum
from problem import Problem

YES = 1


class Network:
    def __init__(self, this: Problem):
        self.this, self.net, self.evidence = this, pyagrum.BayesNet(), {}
        self.at_work, self.remains = {}, {}
        self.numbers = {hypothesis: number for number, hypothesis in enumerate(this.hypotheses)}
        for number, context in enumerate(this.contexts):
            self.net.add(pyagrum.LabelizedVariable(f"context{number}", "", len(context.rates)))
            self.net.cpt(f"context{number}").fillWith(context.rates)
            self.observe(f"context{number}", context.weights)
        for number, group in enumerate(this.groups):
            self.add_group(number, group)
        for number, finding in enumerate(this.findings):
            if finding.pair[0] != finding.pair[1]:
                self.add_finding(f"finding{number}", finding)
        for number, table in enumerate(this.tables):
            self.add_table(f"table{number}", table)
        for hypothesis in this.hypotheses:
            self.add_outcomes(hypothesis)
        for hypothesis in this.excluded & set(this.hypotheses):
            self.evidence[self.at_work[hypothesis]] = [1, 0]
        for hypothesis in this.confirmed:
            self.evidence[self.at_work[hypothesis]] = [0, 1]
        if this.several:
            self.add_or("problem", 0.0, {self.remains[hypothesis]: 1.0 for hypothesis in this.hypotheses})
            self.evidence["problem"] = [0, 1]

    def binary(self, name, parent, if_not, if_so):
        """Adds a variable with P(yes) by the values of its one parent."""
        self.net.add(pyagrum.LabelizedVariable(name, "", 2))
        self.net.addArc(parent, name)
        self.net.cpt(name)[{parent: 0}] = [1 - if_not, if_not]
        self.net.cpt(name)[{parent: 1}] = [1 - if_so, if_so]
        return name

    def observe(self, name, weights):
        if len(set(weights)) > 1:
            self.evidence[name] = list(weights)

    def add_or(self, name, leak, weights):
        self.net.addNoisyORNet(pyagrum.LabelizedVariable(name, "", 2), leak)
        for parent, weight in weights.items():
            self.net.addWeightedArc(parent, name, weight)

    def add_group(self, number, group):
        """Adds a variable for which cause of the group is at work (0 is none), and one for each cause whether it is."""
        group_name, contexts = f"group{number}", self.contexts_of(group)
        self.net.add(pyagrum.LabelizedVariable(group_name, "", len(group) + 1))
        for context in contexts:
            self.net.addArc(f"context{context}", group_name)
        for values, _, priors in self.this.settings():
            key = {f"context{context}": values[context] for context in contexts}
            if key:
                self.net.cpt(group_name)[key] = priors[number]
            else:
                self.net.cpt(group_name).fillWith(priors[number])
        for position, hypothesis in enumerate(group):
            name = f"cause{self.numbers[hypothesis]}"
            self.net.add(pyagrum.LabelizedVariable(name, "", 2))
            self.net.addArc(group_name, name)
            for state in range(len(group) + 1):
                self.net.cpt(name)[{group_name: state}] = [0, 1] if state == position + 1 else [1, 0]
            self.at_work[hypothesis] = name

    def contexts_of(self, group):
        return [number for number, context in enumerate(self.this.contexts) if set(context.rows) & set(group)]

    def add_finding(self, name, finding):
        if not self.this.several:
            shows = [finding.links.get(hypothesis, finding.leak) for hypothesis in self.this.groups[0]]
            self.add_table_of(name, 2, [[1 - finding.leak, finding.leak]] + [[1 - one, one] for one in shows])
        else:
            self.add_noisy_or(name, finding)
        self.observe(name, finding.pair[::-1])

    def add_noisy_or(self, name, finding):
        """Adds a leaky noisy-or; where there are inhibitors, it is "an OR says yes, and no inhibitor keeps it from being seen"."""
        leak = finding.leak
        raises = {self.at_work[c]: (s - leak) / (1 - leak) for c, s in finding.links.items() if s > leak}
        keeps = {self.at_work[c]: 1 - s / leak for c, s in finding.links.items() if s < leak}
        if not keeps:
            return self.add_or(name, leak, raises)
        self.add_or(f"{name}or", leak, raises)
        self.add_or(f"{name}kept", 0.0, keeps)
        self.net.add(pyagrum.LabelizedVariable(name, "", 2))
        for parent in (f"{name}or", f"{name}kept"):
            self.net.addArc(parent, name)
        for shows in (0, 1):
            for kept in (0, 1):
                yes = shows == 1 and kept == 0
                self.net.cpt(name)[{f"{name}or": shows, f"{name}kept": kept}] = [0, 1] if yes else [1, 0]

    def add_table(self, name, table):
        self.add_table_of(name, len(table.rates), [table.rates] + [table.rows.get(c, table.rates) for c in self.this.groups[0]])
        self.observe(name, table.weights)

    def add_table_of(self, name, values, rows):
        """Adds a variable that depends on the first group; the first row is for none."""
        self.net.add(pyagrum.LabelizedVariable(name, "", values))
        self.net.addArc("group0", name)
        for state, chances in enumerate(rows):
            self.net.cpt(name)[{"group0": state}] = chances

    def add_outcomes(self, hypothesis):
        name = self.at_work[hypothesis]
        self.remains[hypothesis] = name
        if hypothesis not in self.this.outcomes:
            return
        repaired, likelihood = self.this.outcomes[hypothesis]
        if self.this.several:
            self.remains[hypothesis] = self.binary(f"{name}left", name, 0.0, 1 - repaired)
        else:
            likelihood *= 1 - repaired
        outcome = self.binary(f"{name}outcome", self.remains[hypothesis], 1.0, likelihood)
        self.evidence[outcome] = [0, 1]

    def posteriors(self):
        inference = pyagrum.LazyPropagation(self.net)
        inference.setEvidence(self.evidence)
        inference.setTargets(set(self.remains.values()))
        inference.makeInference()
        return {hypothesis: float(inference.posterior(name)[YES]) for hypothesis, name in self.remains.items()}


def posteriors(this: Problem) -> dict:
    return Network(this).posteriors()
