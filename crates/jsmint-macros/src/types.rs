//! Types as the user wrote them.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{GenericArgument, Lifetime, PathArguments, PathSegment, Type};

/// The last segment of a path: what a type is called.
pub(crate) fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        Type::Paren(inner) => last_segment(&inner.elem),
        Type::Group(inner) => last_segment(&inner.elem),
        _ => None,
    }
}

/// Whether a type is called this.
pub(crate) fn is_called(ty: &Type, name: &str) -> bool {
    last_segment(ty).is_some_and(|segment| segment.ident == name)
}

/// The types in a type's angle brackets.
fn arguments(ty: &Type) -> impl Iterator<Item = &Type> {
    let list = last_segment(ty).and_then(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(list) => Some(list),
        _ => None,
    });
    list.into_iter().flat_map(|list| &list.args).filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The first type in a type's angle brackets.
pub(crate) fn first_argument(ty: &Type) -> Option<&Type> {
    arguments(ty).next()
}

/// The last one, or the type itself where there is none.
pub(crate) fn last_argument(ty: &Type) -> &Type {
    arguments(ty).last().unwrap_or(ty)
}

/// The type as it can be written inside of a function body, where its lifetimes have no names.
pub(crate) fn nameless(ty: &Type) -> Type {
    struct Rename;
    impl VisitMut for Rename {
        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            if lifetime.ident != "static" {
                *lifetime = Lifetime::new("'_", lifetime.span());
            }
        }
    }
    let mut ty = ty.clone();
    Rename.visit_type_mut(&mut ty);
    ty
}

/// Whether there is a reference anywhere in a type.
pub(crate) fn borrows(ty: &Type) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_type_reference(&mut self, _: &'ast syn::TypeReference) {
            self.0 = true;
        }
        fn visit_lifetime(&mut self, _: &'ast Lifetime) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    search.visit_type(ty);
    search.0
}

/// Whether a type is one of those that surely hold no value of a runtime: numbers, text, and collections of them.
pub(crate) fn is_plain(ty: &Type) -> bool {
    const PLAIN: [&str; 17] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
        "usize", "String",
    ];
    match last_segment(ty) {
        Some(segment) if PLAIN.iter().any(|name| segment.ident == name) => true,
        Some(segment) if segment.ident == "Option" || segment.ident == "Vec" => {
            first_argument(ty).is_some_and(is_plain)
        }
        _ => false,
    }
}

/// The expression for a type's TypeScript type, where `types` is in scope.
pub(crate) fn text(ty: &Type) -> TokenStream {
    let ty = nameless(ty);
    quote_spanned! {ty.span()=> (&::jsmint::generated::Typed::<#ty>::new()).text(types) }
}

/// What must be in scope for [`text`].
pub(crate) fn text_imports() -> TokenStream {
    quote! {
        #[allow(unused_imports, reason = "which of them is used depends on the type")]
        use ::jsmint::generated::{Known as _, Named as _};
    }
}
