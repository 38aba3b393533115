"""From what was said to what is known: "Observations" and "Rules" of docs/semantics.md.

A statement is ("text", whole, [(base, finding, option)]), ("answer", base, finding, value, certainty) or ("tried", base, fix, outcome).
The value is True or False, an option, "else", a list of options or a number; None is "don't know". The option of a yes-or-no finding is None.
"""

SURE, PROBABLE = 2, 1
UNKNOWN = (None, 0)
NOTHING = (1.0, 1.0)


class Contradiction(Exception):
    pass


class Listener:
    """What one base makes of what was said."""

    def __init__(self, base, said):
        self.base, self.said, self.counts_absence = base, said, False
        self.counts_absence = any(self._is_observed(finding) for finding in base.findings)
        self.takes_part = any(truth[0] is not None for finding in base.findings for truth in self.truths(finding))

    # ─── Observations ───

    def answer(self, id):
        found = [s for s in self.said if s[0] == "answer" and s[1:3] == (self.base.id, id)]
        return (found[-1][3], found[-1][4]) if found and found[-1][3] is not None else None

    def outcome(self, id):
        found = [s for s in self.said if s[0] == "tried" and s[1:3] == (self.base.id, id)]
        return found[-1][3] if found else None

    def _shown(self, id, option):
        return any(s[0] == "text" and (self.base.id, id, option) in s[2] for s in self.said)

    def _told(self, id):
        tried = [s[2] for s in self.said if s[0] == "tried" and s[1] == self.base.id]
        outcomes = [self.outcome(fix) for fix in tried if self.base.fix(fix).tells == id]
        outcomes = [outcome for outcome in outcomes if outcome != "not done"]
        return outcomes[-1] if outcomes else None

    def pair(self, finding, option=None):
        """Returns (P(observation | yes), P(observation | no)) of a yes-or-no finding or one option of several, before the rules."""
        sure = (1.0, 0.0) if finding.sort == "symptom" else (0.99, 0.01)
        pairs = []
        if self._shown(finding.id, option):
            pairs.append((1.0, 0.0))
        elif self.counts_absence and finding.sort == "symptom" and finding.words and self._has_whole_text():
            pairs.append((0.02, 0.98))
        told, answer = self._told(finding.id), self.answer(finding.id)
        if told is not None:
            pairs.append({"yes": sure, "no": sure[::-1], "partly": (0.8, 0.2)}[told])
        elif answer is not None:
            value, certainty = answer
            holds = value if option is None else option in value
            pair = sure if certainty == SURE else (0.8, 0.2)
            pairs.append(pair if holds else pair[::-1])
        yes = no = 1.0
        for pair in pairs:
            yes, no = yes * pair[0], no * pair[1]
        if yes == no == 0.0:
            raise Contradiction
        return yes, no

    def _has_whole_text(self):
        return any(s[0] == "text" and s[1] for s in self.said)

    def choice(self, finding):
        """Returns the values drawn for certain, and a weight for each value: the options, then the rest where there is one."""
        options = len(finding.options)
        exclusive = finding.sort == "messages"
        values = options + exclusive
        draws = [option for option in range(options) if exclusive and self._shown(finding.id, option)]
        weights = [1.0] * values
        answer = self.answer(finding.id)
        if answer is not None:
            value = options if answer[0] == "else" else answer[0]
            if answer[1] == PROBABLE:
                weights[value] = 4.0
            elif not exclusive:
                weights = [0.99 if other == value else 0.01 / (values - 1) for other in range(values)]
            elif not draws or (value < options and value not in draws):
                draws.append(value)
        return draws, weights

    def _is_observed(self, finding):
        match finding.sort:
            case "symptom" | "fact" | "defined":
                pair = self.pair(finding)
                return pair[0] != pair[1]
            case "several":
                return any(len(set(self.pair(finding, option))) > 1 for option in range(len(finding.options)))
            case "number":
                return self.answer(finding.id) is not None
            case _:
                draws, weights = self.choice(finding)
                return bool(draws) or len(set(weights)) > 1

    # ─── Rules ───

    def truths(self, finding):
        """Returns for a yes-or-no finding, or each option, whether it holds and how surely."""
        match finding.sort:
            case "symptom" | "fact":
                return [truth_of(self.pair(finding))]
            case "several":
                return [truth_of(self.pair(finding, option)) for option in range(len(finding.options))]
            case "number":
                answer = self.answer(finding.id)
                return [(True, answer[1]) if answer else UNKNOWN]
            case "defined":
                return [self._defined(finding)]
        draws, weights = self.choice(finding)
        if draws:
            return [(value in draws, SURE) for value in range(len(weights))]
        order = sorted(weights, reverse=True)
        if order[0] == order[1]:
            return [UNKNOWN] * len(weights)
        certainty = SURE if order[0] >= 49 * order[1] * (1 - 1e-9) else PROBABLE
        return [(weight == order[0], certainty) for weight in weights]

    def _defined(self, finding):
        yes = [self.holds(when) for when, id, holds in self.base.rules if id == finding.id and holds]
        no = [self.holds(when) for when, id, holds in self.base.rules if id == finding.id and not holds]
        says_yes = max((certainty for truth, certainty in yes if truth), default=0)
        says_no = max((certainty for truth, certainty in no if truth), default=0)
        if yes and all(truth is False for truth, _ in yes):
            says_no = max(says_no, min(certainty for _, certainty in yes))
        if says_yes == says_no == SURE:
            raise Contradiction
        if says_yes == says_no:
            return UNKNOWN
        return (True, says_yes) if says_yes > says_no else (False, says_no)

    def holds(self, condition):
        match condition:
            case ("is", finding, option):
                return self.truths(finding)[option or 0]
            case (">", finding, constant):
                answer = self.answer(finding.id)
                return (answer[0] > constant, answer[1]) if answer else UNKNOWN
            case ("not", part):
                truth, certainty = self.holds(part)
                return (None if truth is None else not truth, certainty)
            case ("and", parts):
                return all_of([self.holds(part) for part in parts])
            case ("or", parts):
                truth, certainty = all_of([self.holds(("not", part)) for part in parts])
                return (None if truth is None else not truth, certainty)

    def pair_with_rules(self, finding):
        """Returns the pair of a finding as it enters the likelihood."""
        if finding.sort != "defined":
            return self.pair(finding)
        truth, certainty = self._defined(finding)
        if truth is None:
            return NOTHING
        pair = (0.99, 0.01) if certainty == SURE else (0.8, 0.2)
        return pair if truth else pair[::-1]


def truth_of(pair):
    yes, no = pair
    if yes == no:
        return UNKNOWN
    return yes > no, SURE if max(pair) >= 49 * min(pair) * (1 - 1e-9) else PROBABLE


def all_of(truths):
    """Returns the conjunction in strong Kleene logic."""
    falsehoods = [certainty for truth, certainty in truths if truth is False]
    if falsehoods:
        return False, max(falsehoods)
    if any(truth is None for truth, _ in truths):
        return UNKNOWN
    return True, min(certainty for _, certainty in truths)
