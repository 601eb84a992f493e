//! URLs, as the WHATWG has them.

use url::{Url, form_urlencoded, quirks};

use crate::error::Result;
use crate::native::{Call, Exports};
use crate::raw::{Scope, Value};

pub(super) fn define(exports: &mut Exports) {
    exports.raw("parse", 2, "", |call| {
        let (text, base): (String, Option<String>) = (call.get(0)?, call.get(1)?);
        parts(call.scope(), parse(&text, base.as_deref()).as_ref())
    });
    exports.raw("canParse", 2, "", |call| {
        let (text, base): (String, Option<String>) = (call.get(0)?, call.get(1)?);
        Ok(call.scope().boolean(parse(&text, base.as_deref()).is_some()))
    });
    exports.raw("set", 3, "", set);
    exports.raw("parseForm", 1, "", |call| {
        let text: String = call.get(0)?;
        let scope = call.scope();
        let flat = scope.array()?;
        let pairs = form_urlencoded::parse(text.as_bytes());
        for (index, part) in pairs.flat_map(|(name, value)| [name, value]).enumerate() {
            flat.set_index(index as u32, scope.string(&part)?)?;
        }
        Ok(flat)
    });
    exports.raw("serializeForm", 1, "", |call| {
        let flat: Vec<String> = call.get(0)?;
        let (pairs, _) = flat.as_chunks::<2>();
        let text = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs.iter().map(|[name, value]| (name, value)))
            .finish();
        call.scope().string(&text)
    });
    exports.raw("domainToAscii", 1, "", |call| call.scope().string(&ascii(&call.get::<String>(0)?)));
    exports.raw("domainToUnicode", 1, "", |call| {
        let ascii = ascii(&call.get::<String>(0)?);
        let unicode = if ascii.is_empty() { ascii } else { quirks::domain_to_unicode(&ascii) };
        call.scope().string(&unicode)
    });
}

fn parse(text: &str, base: Option<&str>) -> Option<Url> {
    match base {
        None => Url::parse(text).ok(),
        Some(base) => Url::parse(base).ok()?.join(text).ok(),
    }
}

/// The host that a URL with this domain has.
fn ascii(domain: &str) -> String {
    let url = Url::parse(&format!("ws://{domain}"));
    url.ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// All that scripts can ask for, in the order that url.js knows; `undefined` where it is no URL.
fn parts<'js>(scope: Scope<'js>, url: Option<&Url>) -> Result<Value<'js>> {
    let Some(url) = url else { return Ok(scope.undefined()) };
    let parts = scope.array()?;
    let origin = quirks::origin(url);
    let all = [
        quirks::href(url),
        &origin,
        quirks::protocol(url),
        quirks::username(url),
        quirks::password(url),
        quirks::host(url),
        quirks::hostname(url),
        quirks::port(url),
        quirks::pathname(url),
        quirks::search(url),
        quirks::hash(url),
    ];
    for (index, part) in all.into_iter().enumerate() {
        parts.set_index(index as u32, scope.string(part)?)?;
    }
    Ok(parts)
}

/// `(href, part, value)`: the parts after that part was set; what it cannot be set to changes nothing.
fn set<'js>(call: &Call<'_, 'js>) -> Result<Value<'js>> {
    let (href, part, value): (String, String, String) = (call.get(0)?, call.get(1)?, call.get(2)?);
    let Ok(mut url) = Url::parse(&href) else { return Ok(call.scope().undefined()) };
    let value = value.as_str();
    // What the standard's setters ignore they report here.
    let _ = match part.as_str() {
        "href" => quirks::set_href(&mut url, value).map_err(drop),
        "protocol" => quirks::set_protocol(&mut url, value),
        "username" => quirks::set_username(&mut url, value),
        "password" => quirks::set_password(&mut url, value),
        "host" => quirks::set_host(&mut url, value),
        "hostname" => quirks::set_hostname(&mut url, value),
        "port" => quirks::set_port(&mut url, value),
        "pathname" => {
            quirks::set_pathname(&mut url, value);
            Ok(())
        }
        "search" => {
            quirks::set_search(&mut url, value);
            Ok(())
        }
        _ => {
            quirks::set_hash(&mut url, value);
            Ok(())
        }
    };
    parts(call.scope(), Some(&url))
}
