"""Random bases and what is said about them, from a seed."""

from random import Random

from model import LIKELIHOODS, PRIORS, Base, Cause, Finding, Fix, percent, word
from said import PROBABLE, SURE


class Draft:
    """A base under construction. What a finding follows from has no links: an observation reaches the causes by one path."""

    def __init__(self, random: Random, id: str, several: bool, causes: int, symptoms: int, inhibitors: bool, rich: bool):
        self.random, self.inhibitors = random, inhibitors
        self.base = Base(id, several)
        self.silent = []
        self.add_findings(symptoms, rich)
        if rich and random.random() < 0.6:
            for kind in range(random.randint(1, 2)):
                self.base.kinds[f"k{kind}"] = several and random.random() < 0.7
        for number in range(causes):
            self.add_cause(number, rich)
        if rich:
            self.add_conditions()
        for number in range(random.randint(1, 4)):
            self.add_fix(number)

    def leak(self):
        if self.random.random() < 0.4:
            return percent(self.random.choice(["0.01", "0.1", "0.5"]))
        return percent(f"{self.random.uniform(1, 30 if self.inhibitors else 6):.2f}")

    def rate(self):
        return percent(f"{self.random.uniform(5, 80 if self.inhibitors else 20):.1f}")

    def add_findings(self, symptoms, rich):
        base, random = self.base, self.random
        for number in range(symptoms):
            words = [f"zq{base.id}x{number}s"] if random.random() < 0.6 else []
            base.findings.append(Finding(f"s{number}", "symptom", [self.leak()], words=words))
        for number in range(random.randint(1, 2)):
            base.findings.append(Finding(f"f{number}", "fact", [self.rate()]))
        if not rich:
            return
        if random.random() < 0.5:
            options = [f"m{number}" for number in range(random.randint(2, 3))]
            words = [f"zq{base.id}m{number}s" for number in range(len(options))]
            base.findings.append(Finding("screen", "messages", [percent("0.01") for _ in options], options, words))
        for number in range(random.choice([0, 1, 1, 2])):
            options = [f"v{number}" for number in range(random.randint(2, 3))]
            rates = [percent(f"{random.uniform(10, 45):.1f}") for _ in options[1:]]
            rates.append(percent(f"{100 - 100 * sum(rates):.1f}"))
            base.findings.append(Finding(f"o{number}", "one-of", rates, options))
        if random.random() < 0.4:
            base.findings.append(Finding("add", "several", [self.rate(), self.rate()], ["v0", "v1"]))
        self.silent.append(Finding("q", "fact", [percent("50")]))
        if random.random() < 0.5:
            count = Finding("n", "number")
            self.silent.append(count)
            base.findings.append(Finding("d", "defined", [self.rate()]))
            when = (">", count, random.choice([10, 40]))
            base.rules.append((random.choice([when, ("and", [when, ("not", ("is", self.silent[0], None))])]), "d", True))
        base.findings += self.silent

    def share(self, leak):
        """Returns P(finding | cause); below the leak only where inhibitors are wanted."""
        while True:
            number = word(LIKELIHOODS, self.random.choice(list(LIKELIHOODS)))
            if self.random.random() < 0.3:
                number = percent(f"{self.random.uniform(0.5, 99):.2f}")
            if self.inhibitors or number >= leak:
                return number

    def add_cause(self, number, rich):
        base, random = self.base, self.random
        prior = word(PRIORS, random.choice(list(PRIORS))) if random.random() < 0.4 else percent(f"{random.uniform(0.1, 15):.2f}")
        kind = random.choice([None, *base.kinds]) if base.kinds else None
        if base.several and base.kinds.get(kind):
            # What excludes one another must leave something for none of them.
            prior = percent(f"{random.uniform(0.5, 12):.2f}")
        cause = Cause(f"c{number}", kind, prior)
        for finding in base.findings:
            if finding in self.silent:
                continue
            if finding.sort in ("messages", "one-of"):
                self.add_links_to_choice(cause, finding)
                continue
            for option in range(len(finding.options)) if finding.options else [None]:
                if random.random() < 0.4:
                    cause.links[finding.id, option] = self.share(finding.otherwise[option or 0])
        if rich and random.random() < 0.3:
            cause.passes_in = random.choice([60, 600, 3600])
        base.causes.append(cause)

    def add_links_to_choice(self, cause, finding):
        linked = [option for option in range(len(finding.options)) if self.random.random() < 0.4]
        left = 100.0
        for option in linked:
            number = percent(f"{self.random.uniform(1, left * 0.8):.1f}")
            if finding.sort == "one-of" and len(linked) == len(finding.options) and option == linked[-1]:
                # Words over all values come to 100 %.
                number = percent(f"{left:.1f}")
            left -= 100 * number
            cause.links[finding.id, option] = number

    def atom(self):
        finding = self.random.choice([f for f in self.base.findings if f.sort in ("symptom", "fact", "one-of", "number")])
        match finding.sort:
            case "number":
                return (">", finding, 30)
            case "one-of":
                return ("is", finding, self.random.randrange(len(finding.options)))
        return ("is", finding, None)

    def condition(self):
        match self.random.randrange(5):
            case 0:
                return ("not", self.atom())
            case 1:
                return ("and", [self.atom(), self.atom()])
            case 2:
                return ("or", [self.atom(), ("not", self.atom())])
        return self.atom()

    def add_conditions(self):
        for cause in self.base.causes:
            if self.random.random() < 0.15:
                cause.ruled_out_when.append(self.condition())
            if self.random.random() < 0.1:
                cause.only_when.append(self.condition())
            if self.random.random() < 0.15:
                cause.confirmed_when.append(self.condition())

    def add_fix(self, number):
        random, base = self.random, self.base
        fix = Fix(f"x{number}", random.choice([10, 60, 300]))
        facts = [f.id for f in base.findings if f.sort == "fact" and f not in self.silent]
        told = [fix.tells for fix in base.fixes]
        if random.random() < 0.15 and facts[0] not in told:
            fix.tells = facts[0]
        else:
            for cause in random.sample([*(cause.id for cause in base.causes), "other"], random.randint(1, 3)):
                fix.effects[cause] = (random.choice(["cures", "cures", "eases"]), self.share(0.0))
        base.fixes.append(fix)


# ─── What is said ───


def statements(random: Random, bases, positives: int, others: int, outcomes: int):
    """Returns texts and answers by which `positives` symptoms or facts are yes, then other answers, then outcomes."""
    said = []
    candidates = [(base, finding) for base in bases for finding in base.findings if finding.sort in ("symptom", "fact")]
    random.shuffle(candidates)
    shown = []
    for base, finding in candidates[:positives]:
        if finding.words and random.random() < 0.6:
            shown.append((base.id, finding.id, None))
        else:
            said.append(("answer", base.id, finding.id, True, SURE))
    for start in range(0, len(shown), 3):
        said.append(("text", False, shown[start : start + 3]))
    rest = candidates[positives:] + [
        (base, f) for base in bases for f in base.findings if f.sort not in ("symptom", "fact", "defined")
    ]
    random.shuffle(rest)
    rest += random.sample(candidates[:positives], min(2, positives))
    for base, finding in rest[:others]:
        said.append(answer(random, base, finding))
    if random.random() < 0.2:
        shown = [(base.id, f.id, None) for base in bases for f in base.findings if f.words and f.sort == "symptom"]
        shown += [(base.id, "screen", option) for base in bases for f in base.findings if f.sort == "messages" for option in range(2)]
        said.append(("text", random.random() < 0.5, random.sample(shown, min(len(shown), random.randint(1, 2)))))
    random.shuffle(said)
    for _ in range(outcomes):
        base = random.choice(bases)
        said.append(("tried", base.id, random.choice(base.fixes).id, random.choice(["no", "no", "yes", "partly", "not done"])))
    return [one for one in said if one[0] != "text" or one[2]]


def answer(random: Random, base, finding):
    certainty = random.choice([SURE, PROBABLE])
    if random.random() < 0.1:
        return ("answer", base.id, finding.id, None, SURE)
    match finding.sort:
        case "symptom" | "fact":
            value = random.random() < 0.4
        case "messages":
            value = random.choice([*range(len(finding.options)), "else"])
        case "one-of":
            value = random.randrange(len(finding.options))
        case "several":
            value = random.sample([0, 1], random.randint(0, 2))
            certainty = SURE
        case "number":
            value, certainty = random.choice([5, 20, 35, 60]), SURE
    return ("answer", base.id, finding.id, value, certainty)
