//! `#[jsmint::module]`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{
    Attribute, Error, ImplItem, Item, ItemConst, ItemImpl, ItemMod, LitStr, Path, Result, Type, Visibility, parse_quote,
};

use crate::attributes::{Js, conditions, docs, refuse};
use crate::class::Class;
use crate::function::{Function, Receiver};
use crate::names::{kebab_case, plain};
use crate::saved::{saved_clone, saved_state};
use crate::types::{last_segment, text, text_imports};

/// What stands before the user's code: it is public for scripts, if for nobody else.
fn quiet() -> TokenStream {
    quote!(#[allow(unreachable_pub, reason = "what is public here is public for scripts")])
}

/// Expands the attribute on a module or an impl block.
pub(crate) fn expand(js: Js, item: Item) -> Result<TokenStream> {
    match item {
        Item::Mod(item) => expand_mod(js, item),
        Item::Impl(item) => expand_impl(js, item),
        other => refuse(&other, "`#[jsmint::module]` stands on a `mod` or on an `impl` block"),
    }
}

/// Name, aliases and documentation.
struct Head {
    name: String,
    aliases: Vec<LitStr>,
    docs: String,
}

impl Head {
    fn new(js: &Js, attributes: &[Attribute], ident: &str) -> Self {
        let name = js.name.as_ref().map_or_else(|| kebab_case(ident), LitStr::value);
        Self { name, aliases: js.aliases.clone(), docs: docs(attributes) }
    }
}

fn expand_mod(mut js: Js, mut item: ItemMod) -> Result<TokenStream> {
    js.add(Js::take(&mut item.attrs)?);
    js.allow(&["name", "aliases", "state", "save", "classes"], "a module")?;
    let Some((_, items)) = &mut item.content else {
        return refuse(&item, "the module must be written here, in braces, for its functions to be seen");
    };
    let head = Head::new(&js, &item.attrs, &item.ident.to_string());
    let maker = take_state_maker(items)?;
    let state: Option<Type> = match (&js.state, &maker) {
        (Some(None), _) => return Err(Error::new(js.span("state"), "say of which type: `state = Type`")),
        (Some(Some(path)), _) => Some(parse_quote!(#path)),
        (None, Some(maker)) => maker.made(),
        (None, None) => None,
    };
    if state.is_none() && js.save.is_some() {
        let message = "what is saved is the module's state; say of which type it is: `state = Type`";
        return Err(Error::new(js.span("save"), message));
    }
    let mut errors = Errors::default();
    let (mut exports, mut classes) = (Vec::new(), Vec::<Class>::new());
    for item in items.iter_mut() {
        match item {
            Item::Fn(function) => {
                errors.take(exported(&mut function.attrs, &function.vis).and_then(|js| {
                    let Some(js) = js else { return Ok(()) };
                    js.allow(&["name", "type"], "a function")?;
                    let read = Function::read(js, &function.attrs, &mut function.sig, state.as_ref())?;
                    exports.push(export(&read, &read.local_path()));
                    Ok(())
                }));
            }
            Item::Const(constant) => {
                errors.take(exported(&mut constant.attrs, &constant.vis).and_then(|js| {
                    js.map_or(Ok(()), |js| constant_of(&js, constant).map(|statement| exports.push(statement)))
                }));
            }
            Item::Struct(structure) => {
                errors.take(Js::take(&mut structure.attrs).and_then(|js| {
                    js.allow(&["class", "name"], "a struct")?;
                    if js.has("class") {
                        Class::find(&mut classes, &structure.ident).describe(&js, &structure.attrs);
                    }
                    Ok(())
                }));
            }
            Item::Impl(block) => errors.take(Js::take(&mut block.attrs).and_then(|js| {
                js.allow(&["class", "name"], "an impl block")?;
                if !js.has("class") {
                    return Ok(());
                }
                let Some(ident) = last_segment(&block.self_ty).map(|segment| segment.ident.clone()) else {
                    return refuse(&block.self_ty, "a class is a struct, named by its name");
                };
                Class::find(&mut classes, &ident).read(&js, block, state.as_ref())
            })),
            _ => {}
        }
    }
    errors.end()?;
    let generated: Vec<TokenStream> = classes.iter().map(Class::expand).collect();
    let paths: Vec<Path> = classes.iter().map(Class::path).chain(js.classes.iter().cloned()).collect();
    let new_state = state.as_ref().map(|ty| new_state(ty, maker.as_ref()));
    let save = state.as_ref().zip(js.save).map(|(ty, save)| saved_state(ty, save));
    let Head { name, aliases, docs } = head;
    let code: TokenStream = quote! {
        /// The module for [`Options::module`](::jsmint::Options::module).
        #[derive(Clone, Copy, Debug, Default)]
        pub struct Module;

        impl ::jsmint::NativeModule for Module {
            fn name(&self) -> &str {
                #name
            }

            fn aliases(&self) -> ::std::vec::Vec<::std::string::String> {
                ::std::vec![#(::std::string::String::from(#aliases)),*]
            }

            fn docs(&self) -> &str {
                #docs
            }

            fn define(&self, exports: &mut ::jsmint::Exports) {
                let _ = &exports;
                #(#exports)*
                #(exports.class::<#paths>();)*
            }

            #new_state

            #save
        }

        #(#generated)*
    };
    items.push(Item::Verbatim(code));
    let quiet = quiet();
    Ok(quote!(#quiet #item))
}

/// The function that makes the module's state, marked with `#[js(state)]`; the mark is taken.
fn take_state_maker(items: &mut [Item]) -> Result<Option<Function>> {
    for item in items {
        let Item::Fn(function) = item else { continue };
        let mut attributes = function.attrs.clone();
        let Ok(js) = Js::take(&mut attributes) else { continue };
        if js.state.is_some() {
            js.allow(&["state"], "a function that makes the state")?;
            let mut kept: Vec<Attribute> = attributes;
            // It stays what it is, but no export.
            kept.push(parse_quote!(#[js(skip)]));
            function.attrs = kept;
            let read = Function::read(js, &[], &mut function.sig, None)?;
            if read.made().is_none() || read.takes() > 0 {
                return refuse(
                    &function.sig,
                    "what makes the state takes nothing and gives the state, or a `Result` of it",
                );
            }
            return Ok(Some(read));
        }
    }
    Ok(None)
}

fn new_state(ty: &Type, maker: Option<&Function>) -> TokenStream {
    let made = match maker {
        Some(maker) => {
            let ident = &maker.ident;
            maker.right(&quote!(self::#ident()))
        }
        None => quote!(<#ty as ::core::default::Default>::default()),
    };
    quote! {
        fn new_state(&self) -> ::jsmint::Result<::std::boxed::Box<dyn ::core::any::Any + ::core::marker::Send>> {
            let state: #ty = #made;
            ::core::result::Result::Ok(::std::boxed::Box::new(state))
        }
    }
}

/// What `#[js(…)]` says of an item that scripts shall see; `None` for those that they shall not.
fn exported(attributes: &mut Vec<Attribute>, visibility: &Visibility) -> Result<Option<Js>> {
    let js = Js::take(attributes)?;
    if js.has("skip") {
        js.allow(&["skip"], "what is not exported")?;
        return Ok(None);
    }
    if matches!(visibility, Visibility::Public(_)) {
        return Ok(Some(js));
    }
    js.allow(&[], "what is not `pub`, and so is no export").map(|()| None)
}

/// The statement that exports a function.
fn export(function: &Function, path: &TokenStream) -> TokenStream {
    let (name, arity, docs) = (function.name(), function.arity(), function.docs());
    let (body, signature) = (function.body(path, &|called| called), function.signature());
    function.under_conditions(quote! {
        exports.raw(#name, #arity, #docs, |call| { #body }).signature(#signature);
    })
}

fn constant_of(js: &Js, constant: &ItemConst) -> Result<TokenStream> {
    js.allow(&["name", "type"], "a constant")?;
    let name = constant.ident.to_string();
    let name = js.name.as_ref().map_or_else(|| plain(&name).to_owned(), LitStr::value);
    Ok(constant_statement(js, &name, &constant.attrs, &constant.ident.clone().into(), &constant.ty))
}

fn constant_statement(js: &Js, name: &str, attributes: &[Attribute], path: &Path, ty: &Type) -> TokenStream {
    let (docs, conditions, imports) = (docs(attributes), conditions(attributes), text_imports());
    let text = js.type_script.as_ref().map_or_else(|| text(ty), |given| quote!(::std::string::String::from(#given)));
    quote! {
        #(#conditions)*
        {
            exports.constant(#name, #path).describe_constant(#docs, |types| {
                #imports
                let _ = &types;
                #text
            });
        }
    }
}

fn expand_impl(mut js: Js, mut item: ItemImpl) -> Result<TokenStream> {
    js.add(Js::take(&mut item.attrs)?);
    js.allow(&["name", "aliases", "save", "classes"], "an impl block")?;
    if let Some((path, _)) = &item.trait_ {
        return refuse(path, "a module is an impl block of a type, not of a trait");
    }
    if !item.generics.params.is_empty() {
        return refuse(&item.generics, "a module's type cannot be generic");
    }
    let own = (*item.self_ty).clone();
    let Some(ident) = last_segment(&own).map(|segment| segment.ident.to_string()) else {
        return refuse(&own, "a module is an impl block of a struct or an enum");
    };
    let head = Head::new(&js, &item.attrs, &ident);
    let mut errors = Errors::default();
    let mut exports = Vec::new();
    for member in &mut item.items {
        match member {
            ImplItem::Fn(function) => {
                errors.take(exported(&mut function.attrs, &function.vis).and_then(|js| {
                    let Some(js) = js else { return Ok(()) };
                    js.allow(&["name", "type"], "a function")?;
                    let read = Function::read(js, &function.attrs, &mut function.sig, Some(&own))?;
                    exports.push(export_of_impl(&read, &own, &function.sig)?);
                    Ok(())
                }));
            }
            ImplItem::Const(constant) => {
                errors.take(exported(&mut constant.attrs, &constant.vis).and_then(|js| {
                    let Some(js) = js else { return Ok(()) };
                    js.allow(&["name", "type"], "a constant")?;
                    let ident = &constant.ident;
                    let name = js.name.as_ref().map_or_else(|| ident.to_string(), LitStr::value);
                    let path: Path = parse_quote!(Self::#ident);
                    exports.push(constant_statement(&js, &name, &constant.attrs, &path, &constant.ty));
                    Ok(())
                }));
            }
            _ => {}
        }
    }
    errors.end()?;
    let Head { name, aliases, docs } = head;
    let (classes, quiet) = (&js.classes, quiet());
    let save = js.save.map(saved_clone);
    Ok(quote! {
        #quiet
        #item

        #[allow(unreachable_pub, reason = "what is public here is public for scripts")]
        impl #own {
            /// The module for [`Options::module`](::jsmint::Options::module). Every runtime has a clone of this value.
            #[must_use]
            pub fn into_module(self) -> impl ::jsmint::NativeModule {
                ::jsmint::generated::Cloned::new(self)
            }
        }

        impl ::jsmint::generated::Definition for #own {
            const NAME: &'static str = #name;
            const ALIASES: &'static [&'static str] = &[#(#aliases),*];
            const DOCS: &'static str = #docs;

            fn define(exports: &mut ::jsmint::Exports) {
                let _ = &exports;
                #(#exports)*
                #(exports.class::<#classes>();)*
            }

            #save
        }
    })
}

fn export_of_impl(function: &Function, own: &Type, signature: &syn::Signature) -> Result<TokenStream> {
    let path = function.path_on(own);
    let read_self = match function.receiver {
        Receiver::None => TokenStream::new(),
        Receiver::Shared => {
            let this = syn::Ident::new("this", Span::mixed_site());
            quote!(let #this = call.state::<#own>()?;)
        }
        Receiver::Mutable | Receiver::Owned => {
            let message = "a module's state is shared by calls that may be nested; take `&self`, and put what changes into \
                           a `Cell` or a `RefCell`";
            return refuse(&signature.inputs.first(), message);
        }
    };
    let (name, arity, docs) = (function.name(), function.arity(), function.docs());
    let (body, signature) = (function.body(&path, &|called| called), function.signature());
    Ok(function.under_conditions(quote! {
        exports.raw(#name, #arity, #docs, |call| { #read_self #body }).signature(#signature);
    }))
}

/// Collects errors, so that all of them are shown.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    pub(crate) fn take(&mut self, result: Result<()>) {
        if let Err(error) = result {
            match &mut self.0 {
                Some(first) => first.combine(error),
                None => self.0 = Some(error),
            }
        }
    }

    pub(crate) fn end(self) -> Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}
