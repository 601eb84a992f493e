//! Classes: `#[js(class)]` on a struct and on its impl block.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, Error, Ident, ImplItem, ItemImpl, LitStr, Path, Result, Type, Visibility, parse_quote};

use crate::attributes::{Js, docs, refuse};
use crate::function::{Function, Receiver};
use crate::saved::Keepers;

/// The words that say what a member is.
const KINDS: [&str; 3] = ["constructor", "getter", "setter"];

/// A class as it is read.
pub(crate) struct Class {
    ident: Ident,
    name: String,
    docs: String,
    members: Vec<TokenStream>,
    has_constructor: bool,
    keepers: Keepers,
}

impl Class {
    /// The class of this name, new if it was not known.
    pub(crate) fn find<'a>(classes: &'a mut Vec<Self>, ident: &Ident) -> &'a mut Self {
        let at = classes.iter().position(|class| class.ident == *ident).unwrap_or_else(|| {
            classes.push(Self {
                ident: ident.clone(),
                name: ident.to_string(),
                docs: String::new(),
                members: Vec::new(),
                has_constructor: false,
                keepers: Keepers::default(),
            });
            classes.len() - 1
        });
        &mut classes[at]
    }

    /// Reads what its struct says of it.
    pub(crate) fn describe(&mut self, js: &Js, attributes: &[Attribute]) {
        self.docs = docs(attributes);
        if let Some(name) = &js.name {
            self.name = name.value();
        }
    }

    /// Reads an impl block.
    pub(crate) fn read(&mut self, js: &Js, block: &mut ItemImpl, state: Option<&Type>) -> Result<()> {
        if let Some((path, _)) = &block.trait_ {
            return refuse(path, "`#[js(class)]` stands on an impl block of the type, not of a trait");
        }
        if !block.generics.params.is_empty() {
            return refuse(&block.generics, "a class cannot be generic");
        }
        if let Some(name) = &js.name {
            self.name = name.value();
        }
        for item in &mut block.items {
            match item {
                ImplItem::Fn(function) => {
                    let js = Js::take(&mut function.attrs)?;
                    if js.has("save") || js.has("load") {
                        self.keepers.read(js, &mut function.sig)?;
                    } else if !matches!(function.vis, Visibility::Public(_)) {
                        js.allow(&[], "what is not `pub`, and so is no member")?;
                    } else if js.has("skip") {
                        js.allow(&["skip"], "what is not exported")?;
                    } else {
                        let read = Function::read(js, &function.attrs, &mut function.sig, state)?;
                        let member = self.member(&read)?;
                        self.members.push(read.under_conditions(member));
                    }
                }
                ImplItem::Const(constant) if matches!(constant.vis, Visibility::Public(_)) => {
                    let js = Js::take(&mut constant.attrs)?;
                    if !js.has("skip") {
                        let message = "constants of classes are not exported; make it one of the module, or mark it with \
                                       `#[js(skip)]`";
                        return refuse(&constant.ident, message);
                    }
                }
                _ => {}
            }
        }
        self.keepers.check(&block.self_ty)
    }

    fn member(&mut self, function: &Function) -> Result<TokenStream> {
        let js = &function.js;
        js.allow(&["name", "type", "constructor", "getter", "setter"], "a member of a class")?;
        let kinds: Vec<&str> = KINDS.into_iter().filter(|kind| js.has(kind)).collect();
        if let [_, second, ..] = kinds[..] {
            return Err(Error::new(js.span(second), "a member is one of `constructor`, `getter` and `setter`"));
        }
        let path = function.path_on(&quote!(Self));
        let (arity, docs, signature) = (function.arity(), function.docs(), function.signature());
        let (own, at) = (function.receiver, function.ident.span());
        let (method, name) = match (kinds.first().copied(), own) {
            (Some("constructor"), Receiver::None) if function.gives_self(&self.ident) => {
                if std::mem::replace(&mut self.has_constructor, true) {
                    return Err(Error::new(at, "a class has one constructor; make this one static"));
                }
                let body = function.constructor_body(&path);
                return Ok(quote!(members.constructor(#arity, #docs, |call| { #body }).signature(#signature);));
            }
            (Some("constructor"), _) => {
                return Err(Error::new(at, "a constructor takes no `self` and gives `Self`, or a `Result` of it"));
            }
            (Some("getter"), Receiver::Shared | Receiver::Mutable) if function.takes() == 0 => {
                (quote!(getter), function.property())
            }
            (Some("getter"), _) => {
                return Err(Error::new(at, "a getter takes `&self` or `&mut self`, and no argument"));
            }
            (Some(_), Receiver::Shared | Receiver::Mutable) if function.takes() == 1 => {
                (quote!(setter), function.property())
            }
            (Some(_), _) => {
                return Err(Error::new(at, "a setter takes `&self` or `&mut self`, and one argument"));
            }
            (None, Receiver::None) => (quote!(static_method), function.name()),
            (None, _) => (quote!(method), function.name()),
        };
        let this = Ident::new("this", Span::mixed_site());
        let body = function.body(&path, &|called| match own {
            Receiver::None => called,
            Receiver::Shared => quote!(#this.with(|#this| #called)),
            Receiver::Mutable => quote!(#this.with_mut(|#this| #called)),
            Receiver::Owned => quote!({ let #this = #this.take()?; #called }),
        });
        // Whose method it is, is asked before its arguments are read, and lent only after that, since reading them may
        // run scripts.
        let find = (own != Receiver::None).then(|| quote!(let #this = ::jsmint::class::Instance::<Self>::this(call)?;));
        let body = quote!(#find #body);
        Ok(quote!(members.#method(#name, #arity, #docs, |call| { #body }).signature(#signature);))
    }

    /// The path of its type within the module.
    pub(crate) fn path(&self) -> Path {
        let ident = &self.ident;
        parse_quote!(self::#ident)
    }

    /// What makes the type a class.
    pub(crate) fn expand(&self) -> TokenStream {
        let Self { ident, docs, members, keepers, .. } = self;
        let name = LitStr::new(&self.name, ident.span());
        quote! {
            impl ::jsmint::class::Class for #ident {
                const NAME: &'static str = #name;

                fn docs() -> &'static str {
                    #docs
                }

                fn define(members: &mut ::jsmint::class::Members<Self>) {
                    let _ = &members;
                    #(#members)*
                }

                #keepers
            }

            impl<'js> ::jsmint::convert::IntoJs<'js> for #ident {
                fn into_js(self, scope: ::jsmint::Scope<'js>) -> ::jsmint::Result<::jsmint::Value<'js>> {
                    ::jsmint::class::new_instance(scope, self)
                }
            }

            impl ::jsmint::types::TypeScript for #ident {
                fn type_script(types: &mut ::jsmint::types::Types) -> ::std::string::String {
                    types.class::<Self>()
                }
            }
        }
    }
}
