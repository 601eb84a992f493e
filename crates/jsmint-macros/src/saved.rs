//! What is kept where a runtime is copied, taken back or put to sleep.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{FnArg, Result, Signature, Type};

use crate::attributes::{Js, Save, refuse};
use crate::function::{Function, Receiver};

/// The functions of a class that keep what its instances stand for.
#[derive(Default)]
pub(crate) struct Keepers {
    save: Option<Function>,
    /// With what it takes.
    load: Option<(Function, Type)>,
}

impl Keepers {
    /// Reads a function with one of the two marks.
    pub(crate) fn read(&mut self, js: Js, signature: &mut Signature) -> Result<()> {
        if js.has("save") {
            js.allow(&["save"], "a function that saves")?;
            let read = Function::read(js, &[], signature, None)?;
            if read.receiver != Receiver::Shared || read.takes() > 0 || read.made().is_none() {
                return refuse(signature, "what saves an instance takes `&self`, and gives what serde serializes");
            }
            if self.save.replace(read).is_some() {
                return refuse(signature, "one function saves an instance");
            }
            return Ok(());
        }
        js.allow(&["load"], "a function that loads")?;
        let taken = match signature.inputs.first() {
            Some(FnArg::Typed(first)) if signature.inputs.len() == 1 => Some((*first.ty).clone()),
            _ => None,
        };
        let read = Function::read(js, &[], signature, None)?;
        let Some(taken) = taken.filter(|_| read.made().is_some()) else {
            return refuse(
                signature,
                "what loads an instance takes what was saved of it, and gives `Self`, or a `Result` of it",
            );
        };
        if self.load.replace((read, taken)).is_some() {
            return refuse(signature, "one function loads an instance");
        }
        Ok(())
    }

    /// Refuses one without the other.
    pub(crate) fn check(&self, at: &impl ToTokens) -> Result<()> {
        match (&self.save, &self.load) {
            (Some(_), None) => refuse(at, "a function of this class saves; mark the one that loads with `#[js(load)]`"),
            (None, Some(_)) => refuse(at, "a function of this class loads; mark the one that saves with `#[js(save)]`"),
            _ => Ok(()),
        }
    }
}

impl ToTokens for Keepers {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { save: Some(save), load: Some((load, taken)) } = self else { return };
        let (saver, loader) = (&save.ident, &load.ident);
        let (saved, loaded) = (save.right(&quote!(Self::#saver(self))), load.right(&quote!(Self::#loader(saved))));
        tokens.extend(quote! {
            fn save(&self) -> ::jsmint::Result<::jsmint::SavedState> {
                let saved = #saved;
                ::jsmint::SavedState::of(&saved)
            }

            fn load(saved: &::jsmint::SavedState) -> ::jsmint::Result<Self> {
                let saved: #taken = saved.get()?;
                ::core::result::Result::Ok(#loaded)
            }
        });
    }
}

/// What a module does of whose state this is said.
pub(crate) fn saved_state(ty: &Type, save: Save) -> TokenStream {
    let state = quote!(state: &(dyn ::core::any::Any + ::core::marker::Send));
    match save {
        Save::Anew => quote! {
            fn save_state(&self, _: &(dyn ::core::any::Any + ::core::marker::Send)) -> ::jsmint::Result<::jsmint::SavedState> {
                ::core::result::Result::Ok(::jsmint::SavedState::anew())
            }
        },
        Save::Value => quote! {
            fn save_state(&self, #state) -> ::jsmint::Result<::jsmint::SavedState> {
                ::jsmint::generated::save_state::<#ty>(state)
            }

            fn load_state(
                &self,
                saved: &::jsmint::SavedState,
            ) -> ::jsmint::Result<::std::boxed::Box<dyn ::core::any::Any + ::core::marker::Send>> {
                ::jsmint::generated::load_state::<#ty>(saved)
            }
        },
    }
}

/// The same for one that is an impl block.
pub(crate) fn saved_clone(save: Save) -> TokenStream {
    match save {
        Save::Anew => quote! {
            fn save(&self) -> ::core::option::Option<::jsmint::Result<::jsmint::SavedState>> {
                ::core::option::Option::Some(::core::result::Result::Ok(::jsmint::SavedState::anew()))
            }
        },
        Save::Value => quote! {
            fn save(&self) -> ::core::option::Option<::jsmint::Result<::jsmint::SavedState>> {
                ::core::option::Option::Some(::jsmint::SavedState::of(self))
            }

            fn load(saved: &::jsmint::SavedState) -> ::core::option::Option<::jsmint::Result<Self>> {
                ::core::option::Option::Some(saved.get())
            }
        },
    }
}
