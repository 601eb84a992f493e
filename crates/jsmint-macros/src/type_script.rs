//! `#[derive(TypeScript)]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DataEnum, DeriveInput, Fields, FieldsNamed, FieldsUnnamed, GenericParam, Result, Type, parse_quote};

use crate::attributes::{docs, refuse};
use crate::serde_attributes::{Serde, renamed};
use crate::types::{first_argument, is_called, text, text_imports};

/// Expands the derive.
pub(crate) fn expand(mut input: DeriveInput) -> Result<TokenStream> {
    let serde = Serde::read(&input.attrs)?;
    let text = match (&serde.type_script, &input.data) {
        (Some(given), _) => quote!(::std::string::String::from(#given)),
        (None, Data::Struct(data)) => shape(&data.fields, &serde, serde.rename_all.as_deref())?,
        (None, Data::Enum(data)) => variants(data, &serde)?,
        (None, Data::Union(data)) => return refuse(&data.union_token, "unions do not cross to scripts"),
    };
    // What is written in place has no name; what is generic has many.
    let is_inline = serde.type_script.is_some() || serde.transparent || is_newtype(&input.data);
    let generic = input.generics.type_params().next().is_some();
    for parameter in &mut input.generics.params {
        if let GenericParam::Type(parameter) = parameter {
            parameter.bounds.push(parse_quote!(::jsmint::types::TypeScript));
        }
    }
    let ident = &input.ident;
    let name = serde.rename.clone().unwrap_or_else(|| crate::names::plain(&ident.to_string()).to_owned());
    let docs = docs(&input.attrs);
    let text = if is_inline || generic {
        text
    } else {
        quote!(types.declare::<Self>(#name, #docs, |types| { let _ = &types; #text }))
    };
    let imports = text_imports();
    let (impl_generics, type_generics, conditions) = input.generics.split_for_impl();
    Ok(quote! {
        impl #impl_generics ::jsmint::types::TypeScript for #ident #type_generics #conditions {
            fn type_script(types: &mut ::jsmint::types::Types) -> ::std::string::String {
                #imports
                let _ = &types;
                #text
            }
        }
    })
}

fn is_newtype(data: &Data) -> bool {
    matches!(data, Data::Struct(data) if matches!(&data.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1))
}

/// The expression for the type of fields.
fn shape(fields: &Fields, serde: &Serde, rule: Option<&str>) -> Result<TokenStream> {
    match fields {
        Fields::Unit => Ok(quote!(::std::string::String::from("undefined"))),
        Fields::Named(fields) if serde.transparent => {
            for field in &fields.named {
                let own = Serde::read(&field.attrs)?;
                if !own.skip {
                    return Ok(type_of(&field.ty, &own));
                }
            }
            Ok(quote!(::std::string::String::from("undefined")))
        }
        Fields::Named(fields) => named(fields, rule, None),
        Fields::Unnamed(fields) => unnamed(fields),
    }
}

fn type_of(ty: &Type, serde: &Serde) -> TokenStream {
    match &serde.type_script {
        Some(given) => quote_spanned!(ty.span()=> ::std::string::String::from(#given)),
        None => text(ty),
    }
}

/// Fields with names: an object. `tag` is one more, with its value.
fn named(fields: &FieldsNamed, rule: Option<&str>, tag: Option<(&str, &str)>) -> Result<TokenStream> {
    let mut lines = Vec::new();
    let mut flattened = Vec::new();
    if let Some((tag, value)) = tag {
        lines.push(quote!(object.field(#tag, "", false, &::jsmint::generated::quoted(#value));));
    }
    for field in &fields.named {
        let serde = Serde::read(&field.attrs)?;
        let Some(ident) = field.ident.as_ref().filter(|_| !serde.skip) else { continue };
        if serde.flatten {
            flattened.push(type_of(&field.ty, &serde));
            continue;
        }
        let name = serde.rename.clone().unwrap_or_else(|| renamed(&ident.to_string(), rule, false));
        let docs = docs(&field.attrs);
        // An option that is `None` is not there, or undefined.
        let inner = if is_called(&field.ty, "Option") { first_argument(&field.ty) } else { None };
        let optional = inner.is_some() || serde.default;
        let text = type_of(inner.unwrap_or(&field.ty), &serde);
        lines.push(quote!(let text = #text; object.field(#name, #docs, #optional, &text);));
    }
    Ok(quote! {
        {
            let mut object = ::jsmint::generated::Object::new();
            #(#lines)*
            #(let text = #flattened; object.and(&text);)*
            object.finish()
        }
    })
}

/// Fields without names: what one alone is, or a tuple.
fn unnamed(fields: &FieldsUnnamed) -> Result<TokenStream> {
    let mut texts = Vec::new();
    for field in &fields.unnamed {
        let serde = Serde::read(&field.attrs)?;
        if !serde.skip {
            texts.push(type_of(&field.ty, &serde));
        }
    }
    if let ([text], 1) = (&texts[..], fields.unnamed.len()) {
        return Ok(text.clone());
    }
    Ok(quote! {
        {
            let mut parts = ::std::vec::Vec::<::std::string::String>::new();
            #(parts.push(#texts);)*
            ::std::format!("[{}]", parts.join(", "))
        }
    })
}

/// An enum: one of several.
fn variants(data: &DataEnum, serde: &Serde) -> Result<TokenStream> {
    let mut texts = Vec::new();
    for variant in &data.variants {
        let own = Serde::read(&variant.attrs)?;
        if own.skip {
            continue;
        }
        let name = own.rename.clone();
        let name = name.unwrap_or_else(|| renamed(&variant.ident.to_string(), serde.rename_all.as_deref(), true));
        let rule = own.rename_all.as_deref().or(serde.rename_all_fields.as_deref());
        let literal = quote!(::jsmint::generated::quoted(#name));
        let content = shape(&variant.fields, &Serde::default(), rule)?;
        let is_unit = matches!(variant.fields, Fields::Unit);
        let pair =
            |key: TokenStream, text: TokenStream| quote!(let text = #text; object.field(#key, "", false, &text););
        let object = |lines: &[TokenStream]| quote!({ let mut object = ::jsmint::generated::Object::new(); #(#lines)* object.finish() });
        texts.push(match (&serde.tag, &serde.content) {
            _ if serde.untagged || own.untagged => content,
            (Some(tag), Some(_)) if is_unit => object(&[pair(quote!(#tag), literal)]),
            (Some(tag), Some(inner)) => object(&[pair(quote!(#tag), literal), pair(quote!(#inner), content)]),
            (Some(tag), None) => match &variant.fields {
                Fields::Named(fields) => named(fields, rule, Some((tag, &name)))?,
                Fields::Unit => object(&[pair(quote!(#tag), literal)]),
                Fields::Unnamed(_) => {
                    object(&[pair(quote!(#tag), literal), quote!(let text = #content; object.and(&text);)])
                }
            },
            (None, _) if is_unit => literal,
            (None, _) => object(&[pair(quote!(#name), content)]),
        });
    }
    if texts.is_empty() {
        return Ok(quote!(::std::string::String::from("never")));
    }
    Ok(quote! {
        {
            let mut parts = ::std::vec::Vec::<::std::string::String>::new();
            #(parts.push(#texts);)*
            parts.join(" | ")
        }
    })
}
