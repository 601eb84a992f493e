//! Exported functions and methods.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, GenericParam, Ident, LitStr, ReceiverKind, Result, ReturnType, Safety, Signature, Type};

use crate::attributes::{Js, conditions, docs, refuse};
use crate::names::{camel_case, plain};
use crate::parameter::{Count, Parameter, Source};
use crate::types::{borrows, first_argument, is_called, last_argument, last_segment, nameless, text};

/// What `self` is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    None,
    Shared,
    Mutable,
    Owned,
}

/// What a function gives.
enum Output {
    Nothing,
    Plain(Box<Type>),
    /// A `Result`, with the type of what is right if it is written.
    Fallible(Box<Type>, Option<Box<Type>>),
}

/// A function that scripts can call.
pub(crate) struct Function {
    pub(crate) js: Js,
    pub(crate) ident: Ident,
    pub(crate) receiver: Receiver,
    docs: String,
    conditions: Vec<Attribute>,
    parameters: Vec<Parameter>,
    output: Output,
}

impl Function {
    /// Reads a function whose `#[js(…)]` has been taken; takes those of its parameters.
    pub(crate) fn read(
        js: Js,
        attributes: &[Attribute],
        signature: &mut Signature,
        state: Option<&Type>,
    ) -> Result<Self> {
        if let Some(word) = &signature.asyncness {
            let message = "an exported function cannot be `async`: a script's call is over when the function returns; \
                           return a value, or take a callback as `Value<'js>`";
            return refuse(word, message);
        }
        if let Safety::Unsafe(word) = &signature.safety {
            return refuse(word, "an exported function cannot be `unsafe`: scripts can promise nothing");
        }
        if let Some(generic) = signature.generics.params.iter().find(|it| !matches!(it, GenericParam::Lifetime(_))) {
            return refuse(generic, "an exported function cannot be generic: scripts know one function of this name");
        }
        let mut receiver = Receiver::None;
        let (mut parameters, mut index) = (Vec::new(), 0);
        for (position, input) in signature.inputs.iter_mut().enumerate() {
            match input {
                FnArg::Receiver(own) => {
                    receiver = match &own.kind {
                        ReceiverKind::Reference(_, _, Some(_)) => Receiver::Mutable,
                        ReceiverKind::Reference(..) => Receiver::Shared,
                        ReceiverKind::Value => Receiver::Owned,
                        _ => return refuse(own, "write `self`, `&self` or `&mut self`"),
                    };
                }
                FnArg::Typed(given) => {
                    let parameter = Parameter::read(given, state, index, position)?;
                    index += usize::from(parameter.count != Count::None);
                    parameters.push(parameter);
                }
            }
        }
        Parameter::check_order(&parameters)?;
        let output = match &signature.output {
            ReturnType::Default => Output::Nothing,
            ReturnType::Type(_, ty) if is_called(ty, "Result") => {
                Output::Fallible(ty.clone(), first_argument(ty).cloned().map(Box::new))
            }
            ReturnType::Type(_, ty) => Output::Plain(ty.clone()),
        };
        let conditions = conditions(attributes).into_iter().cloned().collect();
        let (docs, ident) = (docs(attributes), signature.ident.clone());
        Ok(Self { js, ident, receiver, docs, conditions, parameters, output })
    }

    /// The name that scripts see, if nothing else is said.
    pub(crate) fn name(&self) -> String {
        self.js.name.as_ref().map_or_else(|| camel_case(&self.ident.to_string()), LitStr::value)
    }

    /// The name of the property that a setter is for.
    pub(crate) fn property(&self) -> String {
        let name = self.ident.to_string();
        let name = plain(&name);
        let given = self.js.name.as_ref().map(LitStr::value);
        given.unwrap_or_else(|| {
            camel_case(if self.js.has("setter") { name.strip_prefix("set_").unwrap_or(name) } else { name })
        })
    }

    /// How many arguments must be there.
    pub(crate) fn arity(&self) -> u8 {
        let required = self.parameters.iter().filter(|parameter| parameter.count == Count::One).count();
        u8::try_from(required).unwrap_or(u8::MAX)
    }

    /// How many arguments it can take at most, and whether one of them may be left out.
    pub(crate) fn takes(&self) -> usize {
        self.parameters.iter().filter(|parameter| parameter.count != Count::None).count()
    }

    pub(crate) fn docs(&self) -> &str {
        &self.docs
    }

    /// A statement under the same conditions as the function.
    pub(crate) fn under_conditions(&self, statement: TokenStream) -> TokenStream {
        let conditions = &self.conditions;
        quote!(#(#conditions)* { #statement })
    }

    /// The type of the module's state that it makes.
    pub(crate) fn made(&self) -> Option<Type> {
        match &self.output {
            Output::Nothing => None,
            Output::Plain(ty) => Some((**ty).clone()),
            Output::Fallible(_, ty) => ty.as_deref().cloned(),
        }
    }

    /// What a call of it gives; an error is returned from where the call stands.
    pub(crate) fn right(&self, called: &TokenStream) -> TokenStream {
        if !matches!(self.output, Output::Fallible(..)) {
            return called.clone();
        }
        quote! {
            {
                #[allow(unused_imports, reason = "which of them is used depends on the type")]
                use ::jsmint::generated::{OwnConversion as _, StandardConversion as _};
                #called.map_err(|error| (&error).conversion().convert(error))?
            }
        }
    }

    /// The body of the closure that is called with `call`; it gives `Result<Value>`. What is called, with its arguments
    /// read, is put through `wrap`.
    pub(crate) fn body(&self, path: &TokenStream, wrap: &dyn Fn(TokenStream) -> TokenStream) -> TokenStream {
        self.body_with(path, wrap, &|value, ty| {
            let Some(ty) = ty else { return quote!(::jsmint::generated::result(#value, call.scope())) };
            // What serde does not know may be in an option or a vector, too.
            let (function, ty) = match first_argument(ty) {
                Some(inner) if is_called(ty, "Option") => ("optional_result", inner),
                Some(inner) if is_called(ty, "Vec") => ("list_result", inner),
                _ => ("result", ty),
            };
            let (function, ty) = (Ident::new(function, ty.span()), nameless(ty));
            quote_spanned!(ty.span()=> ::jsmint::generated::#function::<#ty>(#value, call.scope()))
        })
    }

    /// The same for a constructor; it gives `Result<Self>`.
    pub(crate) fn constructor_body(&self, path: &TokenStream) -> TokenStream {
        self.body_with(path, &|called| called, &|value, _| quote!(::core::result::Result::Ok(#value)))
    }

    fn body_with(
        &self,
        path: &TokenStream,
        wrap: &dyn Fn(TokenStream) -> TokenStream,
        finish: &dyn Fn(TokenStream, Option<&Type>) -> TokenStream,
    ) -> TokenStream {
        let variables: Vec<Ident> = (0..).zip(&self.parameters).map(|(at, parameter)| parameter.variable(at)).collect();
        // While bytes are lent the runtime is out of reach, so that one argument can be lent and no more.
        let lent = self.parameters.iter().position(Parameter::is_lendable).filter(|_| self.lends());
        let all = || variables.iter().zip(&self.parameters);
        let reads = all().enumerate().filter(|(at, _)| lent != Some(*at));
        let reads: Vec<TokenStream> = reads.map(|(_, (variable, parameter))| parameter.read_it(variable)).collect();
        let given = all().enumerate();
        let given = given.map(|(at, (variable, parameter))| parameter.give(variable, lent == Some(at)));
        let given: Vec<TokenStream> = given.collect();
        let this = Ident::new("this", Span::mixed_site());
        let own = (self.receiver != Receiver::None).then(|| quote!(#this,));
        let mut called = quote!(#path(#own #(#given),*));
        if let Some(at) = lent {
            let (variable, parameter) = (&variables[at], &self.parameters[at]);
            let (index, name) = (parameter.index, parameter.name());
            called = quote!(::jsmint::generated::lend(call, #index, #name, move |#variable: &[u8]| #called)?);
        }
        let output = Ident::new("output", Span::mixed_site());
        let finished = match &self.output {
            Output::Nothing => {
                let done = finish(quote!(()), None);
                quote!({ let () = #called; #done })
            }
            Output::Plain(ty) => {
                let done = finish(quote!(#output), Some(ty));
                quote!({ let #output = #called; #done })
            }
            Output::Fallible(ty, right) => {
                let done = finish(quote!(#output), right.as_deref());
                let convert = quote_spanned!(last_argument(ty).span()=> (&error).conversion().convert(error));
                quote! {
                    match #called {
                        ::core::result::Result::Ok(#output) => #done,
                        ::core::result::Result::Err(error) => {
                            #[allow(unused_imports, reason = "which of them is used depends on the type")]
                            use ::jsmint::generated::{OwnConversion as _, StandardConversion as _};
                            ::core::result::Result::Err(#convert)
                        }
                    }
                }
            }
        };
        let mut body = finished;
        for (variable, parameter) in all() {
            if let Source::Instance { mutable, .. } = parameter.source {
                let with = Ident::new(if mutable { "with_mut" } else { "with" }, parameter.span());
                body = quote_spanned!(parameter.span()=> #variable.#with(|#variable| #body));
            }
        }
        let body = wrap(body);
        quote!(#(#reads)* #body)
    }

    /// Whether bytes are lent: where everything else that it takes surely holds nothing of the runtime, and what it gives
    /// does not point into them.
    fn lends(&self) -> bool {
        let output = match &self.output {
            Output::Nothing => false,
            Output::Plain(ty) | Output::Fallible(ty, _) => borrows(ty),
        };
        !output && self.receiver == Receiver::None && self.parameters.iter().all(Parameter::is_plain)
    }

    /// The closure that describes it.
    pub(crate) fn signature(&self) -> TokenStream {
        let imports = crate::types::text_imports();
        let parameters = self.parameters.iter().map(Parameter::signature);
        let result = match (&self.js.type_script, &self.output) {
            (Some(given), _) => quote!(#given),
            (None, Output::Nothing) => quote!("void"),
            (None, Output::Plain(ty) | Output::Fallible(_, Some(ty))) => match &**ty {
                Type::Tuple(unit) if unit.elems.is_empty() => quote!("void"),
                ty => text(ty),
            },
            (None, Output::Fallible(_, None)) => quote!("void"),
        };
        quote! {
            |types| {
                #imports
                let _ = &types;
                let signature = ::jsmint::types::Signature::new();
                #(#parameters)*
                let text = #result;
                signature.returns(text)
            }
        }
    }

    /// Whether it is named like this for scripts by its output: used where a class's own functions are told apart.
    pub(crate) fn gives_self(&self, class: &Ident) -> bool {
        self.made().is_some_and(|ty| last_segment(&ty).is_some_and(|it| it.ident == "Self" || it.ident == *class))
    }

    /// The path by which it is called in this module.
    pub(crate) fn local_path(&self) -> TokenStream {
        let ident = &self.ident;
        quote!(self::#ident)
    }

    /// The path by which it is called on a type.
    pub(crate) fn path_on(&self, ty: &impl ToTokens) -> TokenStream {
        let ident = &self.ident;
        quote!(<#ty>::#ident)
    }
}
