//! What sorts of objects there are.

/// What has become of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    Pending,
    Fulfilled,
    Rejected,
}

/// What sort of object it is, whatever its prototype says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing but properties. The word is what else there is to say of its class.
    Plain(Option<&'static str>),
    Array,
    Function,
    Proxy,
    Error,
    DomException,
    /// A primitive as an object.
    Boxed,
    Date,
    RegExp,
    /// A buffer, or a view of one.
    Bytes,
    Promise,
    Map,
    Set,
    /// Anything else, by the name of its class in lower case.
    Other(&'static str),
}

/// The class of the engine with this number, but for functions, which are told apart by what they can do.
pub(super) fn kind(class: u16) -> Option<Kind> {
    Some(match class {
        1 | 40 => Kind::Plain(None),
        2 => Kind::Array,
        3 => Kind::Error,
        4..=7 | 35 => Kind::Boxed,
        8 | 9 => Kind::Plain(Some("Arguments")),
        10 => Kind::Date,
        11 => Kind::Plain(Some("Module")),
        19 => Kind::RegExp,
        20..=34 => Kind::Bytes,
        36 => Kind::Map,
        37 => Kind::Set,
        38 => Kind::Other("weakmap"),
        39 => Kind::Other("weakset"),
        41 => Kind::Other("iterator concat"),
        42 => Kind::Other("iterator helper"),
        43 => Kind::Other("iterator wrap"),
        44 => Kind::Other("map iterator"),
        45 => Kind::Other("set iterator"),
        46 => Kind::Other("array iterator"),
        47 => Kind::Other("string iterator"),
        48 => Kind::Other("regexp string iterator"),
        49 => Kind::Other("generator"),
        50 => Kind::Other("disposablestack"),
        51 => Kind::Proxy,
        52 => Kind::Promise,
        58 => Kind::Other("asyncfromsynciterator"),
        60 => Kind::Other("asyncgenerator"),
        61 => Kind::Other("asyncdisposablestack"),
        62 => Kind::Other("weakref"),
        63 => Kind::Other("finalizationregistry"),
        64 => Kind::DomException,
        65 => Kind::Other("callsite"),
        66 => Kind::Other("rawjson"),
        _ => return None,
    })
}

/// Classes whose structure has more than one shape.
pub(super) const MAPPED_ARGUMENTS: u16 = 9;
pub(super) const ARRAY_BUFFER: u16 = 20;
pub(super) const SHARED_ARRAY_BUFFER: u16 = 21;
pub(super) const DATA_VIEW: u16 = 34;

/// How many bytes an element of a typed array takes.
pub(super) fn element_size(class: u16) -> usize {
    match class {
        22..=24 => 1,
        25 | 26 | 31 => 2,
        27 | 28 | 32 => 4,
        29 | 30 | 33 => 8,
        _ => 0,
    }
}
