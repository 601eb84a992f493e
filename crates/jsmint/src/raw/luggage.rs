//! What a host has for the scripts of its world, as data: for a world that sleeps.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Weak;

use serde::{Deserialize, Serialize};

use super::carried::{Carried, SavedInstance};
use super::deferred::{Deferred, PendingCall};
use super::door::SharedFunction;
use super::graph::Graph;
use super::held::{Held, Place};
use super::holdings::Rejection;
use super::host::{Host, ModuleStates};
use super::saved::SavedState;
use crate::error::{Error, ErrorKind, Result};

/// Functions of the host that a world is given again where it wakes, by name.
pub(crate) type Functions = BTreeMap<String, SharedFunction>;

/// What is [carried](Carried), with places in the world as distances from where it begins.
#[derive(Serialize, Deserialize)]
pub(super) struct Luggage {
    ticks: bool,
    /// None where it is as in the image.
    graph: Option<Graph>,
    /// The names of closures of the host.
    functions: Vec<String>,
    /// Values that somebody had handles of, who has them no longer where the world wakes: they are let go of there.
    handles: Vec<Place>,
    rejected: Vec<(Place, Place)>,
    deferred: (u64, Vec<(PendingCall, Place, Place)>),
    instances: Vec<(usize, u16, SavedState, Place)>,
    numbers: (usize, usize),
    states: ModuleStates<SavedState>,
}

impl Luggage {
    /// What is carried from a world that begins at `base`.
    pub(super) fn pack(carried: Carried, host: &Host, base: usize) -> Self {
        let Carried { ticks, graph, dynamic, handles, rejected, deferred, instances, numbers, states } = carried;
        let call = |one: Deferred| (one.call, one.resolve.place(base), one.reject.place(base));
        let instance = |one: SavedInstance| (one.number, one.class, one.saved, one.instance.place(base));
        Self {
            ticks,
            graph: graph.filter(|graph| !host.has_from_image(graph)),
            functions: dynamic.iter().map(|function| function.name.clone()).collect(),
            handles: handles.iter().filter_map(|(_, held)| Some(held.as_ref()?.place(base))).collect(),
            rejected: rejected.iter().map(|one| (one.promise.place(base), one.reason.place(base))).collect(),
            deferred: (deferred.0, deferred.1.into_iter().map(call).collect()),
            instances: instances.into_iter().map(instance).collect(),
            numbers,
            states,
        }
    }

    /// What is carried into a world that begins at `base`, with these functions.
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) where a function is missing.
    pub(super) fn unpack(self, host: &Host, base: usize, functions: &Functions) -> Result<Carried> {
        let missing: Vec<&str> =
            self.functions.iter().filter(|name| !functions.contains_key(*name)).map(String::as_str).collect();
        if !missing.is_empty() {
            let message = format!(
                "the runtime had functions of its host that are no part of its factory: {}; give them to it again with \
                 ResumeOptions::function, or have a NativeModule define them",
                missing.join(", ")
            );
            return Err(Error::new(ErrorKind::NotFound, message));
        }
        let held = |place: Place| Held::at(place, base);
        let call = |(call, resolve, reject)| Deferred {
            call,
            resolve: held(resolve),
            reject: held(reject),
            sleeps: Cell::new(false),
        };
        let instance = |(number, class, saved, place)| SavedInstance { number, class, saved, instance: held(place) };
        Ok(Carried {
            ticks: self.ticks,
            graph: self.graph.or_else(|| host.graph_of_image()),
            dynamic: self.functions.iter().filter_map(|name| functions.get(name).cloned()).collect(),
            handles: self.handles.into_iter().map(|place| (Weak::new(), Some(held(place)))).collect(),
            rejected: self
                .rejected
                .into_iter()
                .map(|(promise, reason)| Rejection { promise: held(promise), reason: held(reason) })
                .collect(),
            deferred: (self.deferred.0, self.deferred.1.into_iter().map(call).collect()),
            instances: self.instances.into_iter().map(instance).collect(),
            numbers: self.numbers,
            states: self.states,
        })
    }
}
