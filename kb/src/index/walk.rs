//! From the tree of a page to its index.

use super::{Declared, Mention, PageIndex, Role, Shape};
use crate::syntax::{
    Condition, Declaration, Detail, Domain, Figure, HeadWord, Name, Sign, Statement, StatementKind, Value,
};

impl PageIndex {
    pub(super) fn declaration(&mut self, declaration: &Declaration) {
        let head = &declaration.head;
        let (id, name) = match (&head.id, &head.detail) {
            (Some(id), _) => (id.text.clone(), id.span.range()),
            (None, Detail::Path(path)) => (path.value.clone(), path.span.range()),
            _ => return,
        };
        if let Some(id) = &head.id {
            self.mention(id, Role::Declares(head.word));
            if self.declarations.is_empty() && matches!(head.word, HeadWord::Base | HeadWord::Translation) {
                self.opens = Some((head.word, id.text.clone()));
            }
        }
        let shape = self.detail(&id, &head.detail);
        let end = declaration.statements.last().map_or(declaration.span, |last| last.span).range().end;
        let number = declaration.statements.iter().find_map(|statement| match &statement.kind {
            StatementKind::Is(figure) | StatementKind::Otherwise(figure, None) => Some(figure.probability),
            _ => None,
        });
        declaration.statements.iter().for_each(|statement| self.statement(&id, statement));
        let of = if let Detail::Of(of) = &head.detail { Some(of.text.clone()) } else { None };
        self.declarations.push(Declared {
            word: head.word,
            id,
            name,
            title: head.title.as_ref().map(|title| title.value.clone()),
            head: declaration.span.range(),
            range: declaration.span.range().start..end,
            shape,
            of,
            number,
        });
    }

    fn detail(&mut self, id: &str, detail: &Detail) -> Shape {
        match detail {
            Detail::Nothing | Detail::Path(_) => Shape::Plain,
            Detail::Of(name) => {
                self.mention(name, Role::Names);
                Shape::Plain
            }
            Detail::Rule(condition, conclusions) => {
                self.condition(condition);
                conclusions.iter().for_each(|conclusion| self.sign(&conclusion.sign));
                Shape::Plain
            }
            Detail::Domain(Domain::OneOf(values) | Domain::SeveralOf(values)) => {
                values.iter().for_each(|value| self.mention(value, Role::DeclaresValue(id.to_owned())));
                Shape::Values(values.iter().map(|value| value.text.clone()).collect())
            }
            Detail::Domain(Domain::OneOfSymptoms) => Shape::Symptoms,
            Detail::Domain(Domain::Number(_) | Domain::Text) => Shape::Other,
        }
    }

    fn statement(&mut self, owner: &str, statement: &Statement) {
        match &statement.kind {
            StatementKind::Access(name, _) => self.mention(name, Role::DeclaresAccess),
            StatementKind::Needs(names) => names.iter().for_each(|name| self.mention(name, Role::Access)),
            StatementKind::Label(name, _) => self.mention(name, Role::Value(owner.to_owned())),
            StatementKind::Otherwise(figure, value) => {
                self.figure(figure);
                value.iter().for_each(|value| self.value(owner, value));
            }
            StatementKind::AppliesWhen(condition)
            | StatementKind::NotAskedWhen(condition)
            | StatementKind::RuledOutWhen(condition)
            | StatementKind::OnlyWhen(condition)
            | StatementKind::ConfirmedWhen(condition) => self.condition(condition),
            StatementKind::Is(figure) | StatementKind::Unanswered(figure) | StatementKind::DoneWrong(figure) => {
                self.figure(figure);
            }
            StatementKind::Shows(figure, signs) => {
                self.figure(figure);
                signs.iter().for_each(|sign| self.sign(sign));
            }
            StatementKind::Helps(figure, _, names) => {
                self.figure(figure);
                names.iter().for_each(|name| self.mention(name, Role::Names));
            }
            StatementKind::For(signs) => signs.iter().for_each(|sign| self.sign(sign)),
            StatementKind::Tells(name) | StatementKind::Then(name) => self.mention(name, Role::Names),
            StatementKind::After(names) => names.iter().for_each(|name| self.mention(name, Role::Names)),
            _ => {}
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Sign(sign) => self.sign(sign),
            Condition::Compares(name, ..) | Condition::Says(name, _) => self.mention(name, Role::Names),
            Condition::Not(inner) => self.condition(inner),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.condition(part)),
        }
    }

    fn sign(&mut self, sign: &Sign) {
        self.mention(&sign.name, Role::Names);
        sign.value.iter().for_each(|value| self.value(&sign.name.text, value));
    }

    fn value(&mut self, fact: &str, value: &Value) {
        self.mention(&value.name, Role::Value(fact.to_owned()));
    }

    fn mention(&mut self, name: &Name, role: Role) {
        self.mentions.push(Mention { name: name.text.clone(), range: name.span.range(), role });
    }

    fn figure(&mut self, figure: &Figure) {
        self.figures.push((figure.span.range(), figure.probability));
    }
}
