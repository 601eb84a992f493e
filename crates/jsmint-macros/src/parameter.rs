//! Parameters of exported functions.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, Ident, LitStr, Pat, PatType, Result, Type};

use crate::attributes::{Js, refuse};
use crate::names::{camel_case, plain};
use crate::types::{first_argument, is_called, is_plain, last_segment, nameless, text};

/// Where a parameter's value comes from.
pub(crate) enum Source {
    /// The call itself.
    Call,
    /// The runtime that calls.
    Scope,
    /// The module's state.
    State(Type),
    /// `&str`.
    Text,
    /// `&[u8]`.
    Bytes,
    /// A reference to the value behind an instance.
    Instance { class: Type, mutable: bool },
    /// Any type that converts.
    Plain(Type),
}

/// How many arguments it takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    /// None: the call gives it.
    None,
    One,
    Optional,
    Rest,
}

/// One parameter.
pub(crate) struct Parameter {
    pub(crate) source: Source,
    pub(crate) count: Count,
    /// Which argument it is, from 0.
    pub(crate) index: usize,
    name: String,
    type_script: Option<LitStr>,
    span: Span,
}

impl Parameter {
    /// Reads one parameter; `#[js(…)]` is taken out of it. `position` is that among all parameters.
    pub(crate) fn read(given: &mut PatType, state: Option<&Type>, index: usize, position: usize) -> Result<Self> {
        let js = Js::take(&mut given.attrs)?;
        js.allow(&["name", "type"], "a parameter")?;
        let (source, count) = classify(&given.ty, state)?;
        let name = match (&js.name, &*given.pat) {
            (Some(name), _) => name.value(),
            (None, Pat::Ident(pattern)) => camel_case(plain(&pattern.ident.to_string()).trim_start_matches('_')),
            (None, pattern) => inner_name(pattern).unwrap_or_else(|| format!("argument{}", position + 1)),
        };
        Ok(Self { source, count, index, name, type_script: js.type_script, span: given.ty.span() })
    }

    /// The name that scripts' authors know it by.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Where its type stands.
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// The name of the variable that holds it.
    pub(crate) fn variable(&self, position: usize) -> Ident {
        format_ident!("argument_{position}", span = Span::mixed_site())
    }

    /// Whether its bytes can be lent.
    pub(crate) fn is_lendable(&self) -> bool {
        matches!(self.source, Source::Bytes) && self.count == Count::One
    }

    /// Whether it surely holds nothing of a runtime.
    pub(crate) fn is_plain(&self) -> bool {
        match &self.source {
            Source::Text | Source::Bytes => self.count != Count::Rest,
            Source::Plain(ty) => self.count != Count::Rest && is_plain(ty),
            _ => false,
        }
    }

    /// The statement that reads it; `call` is in scope.
    pub(crate) fn read_it(&self, variable: &Ident) -> TokenStream {
        let Self { index, name, .. } = self;
        let generated = quote!(::jsmint::generated);
        let value = match (&self.source, self.count) {
            (Source::Call, _) => quote!(call),
            (Source::Scope, _) => quote!(call.scope()),
            (Source::State(ty), _) => quote_spanned!(self.span=> call.state::<#ty>()?),
            (Source::Text, Count::Optional) => {
                quote!(#generated::optional::<::std::string::String>(call, #index, #name)?)
            }
            (Source::Text, _) => quote!(#generated::argument::<::std::string::String>(call, #index, #name)?),
            (Source::Bytes, Count::Optional) => quote! {
                if #generated::is_absent(call, #index) {
                    ::core::option::Option::None
                } else {
                    ::core::option::Option::Some(#generated::bytes(call, #index, #name)?)
                }
            },
            (Source::Bytes, _) => quote!(#generated::bytes(call, #index, #name)?),
            (Source::Instance { class, .. }, _) => {
                quote_spanned!(self.span=> #generated::instance::<#class>(call, #index, #name)?)
            }
            (Source::Plain(ty), count) => {
                let ty = nameless(ty);
                let function = match count {
                    Count::Optional => format_ident!("optional", span = self.span),
                    Count::Rest => format_ident!("rest", span = self.span),
                    _ => format_ident!("argument", span = self.span),
                };
                quote_spanned!(self.span=> ::jsmint::generated::#function::<#ty>(call, #index, #name)?)
            }
        };
        quote!(let #variable = #value;)
    }

    /// What is given to the user's function.
    pub(crate) fn give(&self, variable: &Ident, lent: bool) -> TokenStream {
        match (&self.source, self.count) {
            (Source::Bytes, _) if lent => quote!(#variable),
            (Source::Text | Source::Bytes, Count::Optional) => quote!(#variable.as_deref()),
            (Source::Text | Source::Bytes, _) => quote!(&#variable),
            _ => quote!(#variable),
        }
    }

    /// What adds it to a signature.
    pub(crate) fn signature(&self) -> TokenStream {
        let name = &self.name;
        let method = match self.count {
            Count::None => return TokenStream::new(),
            Count::One => quote!(parameter),
            Count::Optional => quote!(optional),
            Count::Rest => quote!(rest),
        };
        let text = match (&self.type_script, &self.source) {
            (Some(given), _) => quote!(#given),
            (None, Source::Text) => quote!("string"),
            (None, Source::Bytes) => quote!("Uint8Array"),
            (None, Source::Instance { class: ty, .. } | Source::Plain(ty)) => text(ty),
            (None, Source::Call | Source::Scope | Source::State(_)) => return TokenStream::new(),
        };
        quote!(let text = #text; let signature = signature.#method(#name, text);)
    }

    /// Checks a parameter with those after it.
    pub(crate) fn check_order(all: &[Self]) -> Result<()> {
        let mut rests = all.iter().filter(|parameter| parameter.count == Count::Rest);
        let Some(rest) = rests.next() else { return Ok(()) };
        if rests.next().is_some() || all.iter().any(|other| other.count != Count::None && other.index > rest.index) {
            return Err(Error::new(rest.span, "`Rest` takes all arguments that are left, so it must be the last"));
        }
        Ok(())
    }
}

fn classify(ty: &Type, state: Option<&Type>) -> Result<(Source, Count)> {
    match ty {
        Type::Paren(inner) => classify(&inner.elem, state),
        Type::Group(inner) => classify(&inner.elem, state),
        Type::ImplTrait(_) => refuse(ty, "an exported function takes types, not traits: scripts give values"),
        Type::Reference(reference) => {
            let (inner, mutable) = (&*reference.elem, reference.mutability.is_some());
            let source = match inner {
                Type::Slice(slice) if is_called(&slice.elem, "u8") && !mutable => Source::Bytes,
                Type::Slice(_) => return refuse(ty, "only bytes can be borrowed from a script; take a `Vec`"),
                _ if mutable && is_state(inner, state) => {
                    let message = "a module's state is shared by calls that may be nested; take `&` of it, and put what \
                                   changes into a `Cell` or a `RefCell`";
                    return refuse(ty, message);
                }
                _ if is_called(inner, "Call") && !mutable => return Ok((Source::Call, Count::None)),
                _ if is_called(inner, "str") && !mutable => Source::Text,
                _ if is_state(inner, state) => return Ok((Source::State(inner.clone()), Count::None)),
                _ => Source::Instance { class: inner.clone(), mutable },
            };
            Ok((source, Count::One))
        }
        _ if is_called(ty, "Scope") => Ok((Source::Scope, Count::None)),
        _ if is_called(ty, "Option") && first_argument(ty).is_some() => {
            let inner = first_argument(ty).unwrap_or(ty);
            match classify(inner, state)? {
                (Source::Instance { .. }, _) => refuse(
                    inner,
                    "an instance that may be left out cannot be borrowed yet; \
                     take an `Option<Value<'js>>` and use `jsmint::class::Instance::of`",
                ),
                (source, Count::One) => Ok((source, Count::Optional)),
                _ => refuse(inner, "this is always there and cannot be optional"),
            }
        }
        _ if is_called(ty, "Rest") && first_argument(ty).is_some() => {
            let inner = first_argument(ty).unwrap_or(ty);
            Ok((Source::Plain(inner.clone()), Count::Rest))
        }
        _ => Ok((Source::Plain(ty.clone()), Count::One)),
    }
}

fn is_state(ty: &Type, state: Option<&Type>) -> bool {
    let name = |ty| last_segment(ty).map(|segment| &segment.ident);
    state.is_some_and(|state| name(state).is_some() && name(state) == name(ty))
}

/// The only name in a pattern such as `Bytes(bytes)`.
fn inner_name(pattern: &Pat) -> Option<String> {
    match pattern {
        Pat::Ident(pattern) => Some(camel_case(&pattern.ident.to_string())),
        Pat::TupleStruct(pattern) if pattern.elems.len() == 1 => inner_name(pattern.elems.first()?),
        _ => None,
    }
}
