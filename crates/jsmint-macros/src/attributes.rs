//! The attribute `#[js(…)]`, and what else is read from attributes.

use proc_macro2::Span;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, Expr, ExprLit, Ident, Lit, LitStr, Meta, Path, Result, Token, bracketed};

/// What `#[js(…)]` says of an item. Which of it makes sense where, [`Js::allow`] checks.
#[derive(Default)]
pub(crate) struct Js {
    pub(crate) name: Option<LitStr>,
    pub(crate) type_script: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) classes: Vec<Path>,
    /// A path, or nothing for the mark alone.
    pub(crate) state: Option<Option<Path>>,
    pub(crate) save: Option<Save>,
    marks: Vec<Ident>,
    seen: Vec<(String, Span)>,
}

/// What is kept where a runtime is copied, taken back or put to sleep.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Save {
    /// The value itself.
    Value,
    /// Nothing: it is made anew.
    Anew,
}

impl Parse for Save {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let word: Ident = input.parse()?;
        match word.to_string().as_str() {
            "value" => Ok(Self::Value),
            "anew" => Ok(Self::Anew),
            other => Err(Error::new(word.span(), format!("what is saved is `value` or `anew`, not `{other}`"))),
        }
    }
}

/// The words that stand alone.
const MARKS: [&str; 7] = ["class", "constructor", "getter", "load", "save", "setter", "skip"];

impl Js {
    /// Takes all `#[js(…)]` out of a list of attributes.
    pub(crate) fn take(attributes: &mut Vec<Attribute>) -> Result<Self> {
        let mut found = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("js")) {
            found.add(attribute.parse_args::<Self>()?);
        }
        attributes.retain(|attribute| !attribute.path().is_ident("js"));
        Ok(found)
    }

    /// Adds what another attribute says.
    pub(crate) fn add(&mut self, other: Self) {
        self.name = other.name.or(self.name.take());
        self.type_script = other.type_script.or(self.type_script.take());
        self.state = other.state.or(self.state.take());
        self.save = other.save.or(self.save.take());
        self.aliases.extend(other.aliases);
        self.classes.extend(other.classes);
        self.marks.extend(other.marks);
        self.seen.extend(other.seen);
    }

    /// Whether a word stands alone in it.
    pub(crate) fn has(&self, mark: &str) -> bool {
        self.marks.iter().any(|found| found == mark)
    }

    /// Where a word stands.
    pub(crate) fn span(&self, word: &str) -> Span {
        self.seen.iter().find(|(seen, _)| seen == word).map_or_else(Span::call_site, |(_, span)| *span)
    }

    /// Refuses words that make no sense here.
    pub(crate) fn allow(&self, words: &[&str], what: &str) -> Result<()> {
        match self.seen.iter().find(|(word, _)| !words.contains(&word.as_str())) {
            Some((word, span)) if words.is_empty() => {
                Err(Error::new(*span, format!("`{word}` makes no sense on {what}, nor does any other `#[js(…)]`")))
            }
            Some((word, span)) => {
                let allowed = words.join("`, `");
                Err(Error::new(*span, format!("`{word}` makes no sense on {what}; what does is `{allowed}`")))
            }
            None => Ok(()),
        }
    }
}

impl Parse for Js {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut found = Self::default();
        while !input.is_empty() {
            let word: Ident = syn::ext::IdentExt::parse_any(input)?;
            found.seen.push((word.to_string(), word.span()));
            match word.to_string().as_str() {
                "name" => found.name = Some(value(input)?),
                "type" => found.type_script = Some(value(input)?),
                "aliases" => found.aliases = list(input)?,
                "classes" => found.classes = list(input)?,
                "save" if input.peek(Token![=]) => found.save = Some(value(input)?),
                "state" if input.peek(Token![=]) => {
                    input.parse::<Token![=]>()?;
                    found.state = Some(Some(input.parse()?));
                }
                "state" => found.state = Some(None),
                mark if MARKS.contains(&mark) => found.marks.push(word),
                _ => {
                    let known = "`name`, `type`, `aliases`, `classes`, `state`, `save`, `load`, `class`, \
                                 `constructor`, `getter`, `setter`, `skip`";
                    return Err(Error::new(word.span(), format!("jsmint knows no `{word}`; it knows {known}")));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(found)
    }
}

fn value<T: Parse>(input: ParseStream<'_>) -> Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}

fn list<T: Parse>(input: ParseStream<'_>) -> Result<Vec<T>> {
    input.parse::<Token![=]>()?;
    let inner;
    bracketed!(inner in input);
    Ok(Punctuated::<T, Token![,]>::parse_terminated(&inner)?.into_iter().collect())
}

/// The text of the documentation comments.
pub(crate) fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<String> = lines.flat_map(|text| text.split('\n').map(str::to_owned).collect::<Vec<_>>()).collect();
    // Every line of `/// text` begins with the space behind the slashes.
    let indent = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len());
    let indent = indent.min().unwrap_or(0);
    let lines: Vec<&str> = lines.iter().map(|line| line.get(indent..).unwrap_or_default().trim_end()).collect();
    lines.join("\n").trim().to_owned()
}

/// The conditions under which an item is compiled.
pub(crate) fn conditions(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect()
}

/// An error at a piece of the user's code.
pub(crate) fn refuse<T>(at: &impl ToTokens, message: &str) -> Result<T> {
    Err(Error::new_spanned(at, message))
}
