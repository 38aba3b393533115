"""What a base says, as plain data, and how it is written in the language (docs/language.md)."""

from dataclasses import dataclass, field

LIKELIHOODS = {
    "always": 0.98, "almost always": 0.90, "usually": 0.80, "often": 0.65, "half the time": 0.50, "sometimes": 0.30,
    "occasionally": 0.20, "seldom": 0.10, "rarely": 0.05, "almost never": 0.02, "never": 0.005,
}  # fmt: skip
PRIORS = {"most common": 0.30, "very common": 0.10, "common": 0.03, "uncommon": 0.01, "rare": 0.003, "very rare": 0.001}


class Number(float):
    """A probability and the word or percentage that it is written as."""

    text: str


def word(words: dict[str, float], text: str) -> Number:
    number = Number(words[text])
    number.text = text
    return number


def percent(text: str) -> Number:
    number = Number(float(text) / 100)
    number.text = f"{text}%"
    return number


@dataclass
class Finding:
    """sort: symptom, fact (yes or no), messages (exclusive symptoms), one-of, several, number, defined (by rules alone)."""

    id: str
    sort: str
    otherwise: list[Number] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


@dataclass
class Cause:
    id: str
    kind: str | None
    prior: Number
    # By finding and option; the option is None where the finding is yes or no.
    links: dict[tuple[str, int | None], Number] = field(default_factory=dict)
    ruled_out_when: list = field(default_factory=list)
    only_when: list = field(default_factory=list)
    confirmed_when: list = field(default_factory=list)
    passes_in: int | None = None


@dataclass
class Fix:
    id: str
    takes: int
    # By the id of a cause, or "other": the verb and the number.
    effects: dict[str, tuple[str, Number]] = field(default_factory=dict)
    tells: str | None = None


@dataclass
class Base:
    id: str
    several: bool
    findings: list[Finding] = field(default_factory=list)
    # By id whether its causes exclude one another.
    kinds: dict[str, bool] = field(default_factory=dict)
    causes: list[Cause] = field(default_factory=list)
    fixes: list[Fix] = field(default_factory=list)
    # Condition and the finding that is yes (or, where it is false, no) then.
    rules: list[tuple] = field(default_factory=list)

    def finding(self, id: str) -> Finding:
        return next(finding for finding in self.findings if finding.id == id)

    def fix(self, id: str) -> Fix:
        return next(fix for fix in self.fixes if fix.id == id)


# ─── As a page ───


def page(base: Base) -> str:
    lines = [f'base {base.id} "{base.id}"', "language en", "source estimate"]
    if base.several:
        lines.append("several causes at once")
    for finding in base.findings:
        lines += page_of_finding(finding)
    for position, (condition, id, holds) in enumerate(base.rules):
        lines.append(f"rule rule-{position} when {written(condition)} then {'' if holds else 'not '}{id}")
    for id, exclusive in base.kinds.items():
        lines += [f'kind {id} "{id}"'] + ["one at a time"] * exclusive
    for cause in base.causes:
        lines += page_of_cause(base, cause)
    for fix in base.fixes:
        lines += page_of_fix(fix)
    return "\n".join(lines) + "\n"


def page_of_finding(finding: Finding) -> list[str]:
    id, sort, asked = finding.id, finding.sort, 'ask "?"'
    if sort == "symptom":
        says = [f'says "{word}"' for word in finding.words]
        return [f'symptom {id} "{id}"', asked, *says, f"otherwise {finding.otherwise[0].text}"]
    if sort in ("fact", "defined"):
        return [f'fact {id} "{id}"'] + [asked] * (sort == "fact") + [f"otherwise {finding.otherwise[0].text}"]
    if sort == "number":
        return [f'fact {id} "{id}" : number 0..100', asked]
    if sort == "messages":
        lines = [f'fact {id} "{id}" : one of its symptoms', asked, 'else "none"']
        for option, rate, words in zip(finding.options, finding.otherwise, finding.words):
            lines += [f'symptom {option} of {id} "{option}"', f'says "{words}"', f"otherwise {rate.text}"]
        return lines
    joint, form = ("is", "one of") if sort == "one-of" else ("has", "several of")
    rates = list(zip(finding.options, finding.otherwise))
    # The last value of `one of` gets what the others leave.
    rates = rates[:-1] if sort == "one-of" else rates
    lines = [f'fact {id} "{id}" : {form} {", ".join(finding.options)}', asked]
    return lines + [f"otherwise {rate.text} {joint} {option}" for option, rate in rates]


def page_of_cause(base: Base, cause: Cause) -> list[str]:
    lines = [f"cause {cause.id} of {cause.kind}" if cause.kind else f"cause {cause.id}"]
    lines[0] += f' "{cause.id}"'
    lines.append(f"is {cause.prior.text}")
    for (id, option), number in cause.links.items():
        lines.append(f"{number.text} {sign(base.finding(id), option)}")
    lines += [f"ruled out when {written(condition)}" for condition in cause.ruled_out_when]
    lines += [f"only when {written(condition)}" for condition in cause.only_when]
    lines += [f"confirmed when {written(condition)}" for condition in cause.confirmed_when]
    return lines + ([f"passes in {cause.passes_in} s"] if cause.passes_in else [])


def page_of_fix(fix: Fix) -> list[str]:
    lines = [f'fix {fix.id} "{fix.id}"', f"takes {fix.takes} s"]
    lines += [f"{number.text} {verb} {cause}" for cause, (verb, number) in fix.effects.items()]
    return lines + ([f"tells {fix.tells}"] if fix.tells else []) + ['step "x"']


def sign(finding: Finding, option: int | None) -> str:
    if option is None:
        return finding.id
    if finding.sort == "messages":
        return finding.options[option]
    return f"{finding.id} {'is' if finding.sort == 'one-of' else 'has'} {finding.options[option]}"


def written(condition) -> str:
    """Writes a condition: ("is", finding, option), (">", finding, constant), ("not", c), ("and", [c]), ("or", [c])."""
    match condition:
        case ("is", finding, option):
            return sign(finding, option)
        case (">", finding, constant):
            return f"{finding.id} > {constant}"
        case ("not", part):
            return f"not ({written(part)})"
        case (joint, parts):
            return "(" + f" {joint} ".join(written(part) for part in parts) + ")"
