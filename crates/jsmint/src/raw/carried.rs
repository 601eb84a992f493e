//! What a host has for the scripts of its world, which goes along where the world is copied or taken back.

use std::any::Any;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::Weak;

use super::deferred::{Deferred, DeferredCalls, PendingCall};
use super::door::{Door, SharedFunction};
use super::graph::Graph;
use super::held::Held;
use super::holdings::{Holdings, Rejection};
use super::host::{Host, ModuleStates};
use super::instances::{Entry, Instances};
use super::saved::SavedState;
use crate::error::Result;

/// What a host had for scripts at one moment, between two entries. Values of scripts are where they were in its world then.
#[derive(Default)]
pub(super) struct Carried {
    pub(super) ticks: bool,
    pub(super) graph: Option<Graph>,
    pub(super) dynamic: Vec<SharedFunction>,
    pub(super) handles: Vec<(Weak<()>, Option<Held>)>,
    pub(super) rejected: Vec<Rejection>,
    /// Calls that are answered later, and the last number that one was given.
    pub(super) deferred: (u64, Vec<Deferred>),
    pub(super) instances: Vec<SavedInstance>,
    /// The last number that an instance was given, and how many there are when the host looks next.
    pub(super) numbers: (usize, usize),
    pub(super) states: ModuleStates<SavedState>,
}

pub(super) struct SavedInstance {
    pub(super) number: usize,
    pub(super) class: u16,
    pub(super) saved: SavedState,
    /// A weak reference to the object.
    pub(super) instance: Held,
}

/// The same with the values that were made of what was kept: nothing is left that could fail.
pub(super) struct Unpacked {
    ticks: bool,
    graph: Option<Graph>,
    holdings: Option<Holdings>,
    states: ModuleStates<Box<dyn Any + Send>>,
}

impl Unpacked {
    /// What a host that is to take this over waits for, and then no longer.
    pub(super) fn moot(&self, host: &Host) -> Vec<PendingCall> {
        let own = self.holdings.as_ref().map(|holdings| &holdings.deferred);
        host.held().map_or_else(Vec::new, |held| held.deferred.moot(own))
    }
}

impl Carried {
    /// What a host has now. Instances that are gone have been forgotten before.
    ///
    /// # Errors
    ///
    /// A value of the host does not say what becomes of it, or cannot be kept now.
    pub(super) fn of(host: &Host) -> Result<Self> {
        let mut carried = Self {
            ticks: host.ticks.get(),
            graph: host.graph.get().map(|graph| graph.at_rest()),
            states: host.saved_states()?,
            ..Self::default()
        };
        let Some(held) = host.held() else { return Ok(carried) };
        carried.dynamic.clone_from(&held.dynamic.borrow());
        let handles = held.handles.borrow();
        carried.handles = handles.iter().map(|(ticket, held)| (ticket.clone(), held.as_ref().map(at_rest))).collect();
        carried.rejected = held.rejected.borrow().iter().map(|rejection| rejection.moved(0)).collect();
        let deferred = held.deferred.calls.borrow();
        carried.deferred = (held.deferred.last.get(), deferred.values().map(|deferred| deferred.moved(0)).collect());
        carried.numbers = (held.instances.last.get(), held.instances.next_look.get());
        for (&number, Entry { value, instance }) in held.instances.table.borrow().iter() {
            let (class, saved) = host.door().save_instance(value)?;
            carried.instances.push(SavedInstance { number, class, saved, instance: at_rest(instance) });
        }
        Ok(carried)
    }

    /// Makes values of what was kept, for a world that lies so far from the one it was kept of.
    ///
    /// # Errors
    ///
    /// A value cannot be made.
    pub(super) fn unpack(&self, door: &dyn Door, distance: usize) -> Result<Unpacked> {
        let (modules, states) = &self.states;
        let states = states.iter().filter(|(_, saved)| !saved.is_anew());
        let states = states.map(|(module, saved)| Ok((*module, door.load_state(*module, saved)?)));
        let unpacked = Unpacked {
            ticks: self.ticks,
            graph: self.graph.as_ref().map(Graph::at_rest),
            holdings: self.holdings(door, distance)?,
            states: (*modules, states.collect::<Result<_>>()?),
        };
        Ok(unpacked)
    }

    fn holdings(&self, door: &dyn Door, distance: usize) -> Result<Option<Holdings>> {
        let Self { dynamic, handles, rejected, deferred: (last, deferred), instances, numbers, .. } = self;
        if dynamic.is_empty() && handles.is_empty() && rejected.is_empty() && *last == 0 && numbers.0 == 0 {
            return Ok(None);
        }
        let mut table = BTreeMap::new();
        for SavedInstance { number, class, saved, instance } in instances {
            let value = door.load_instance(*class, saved)?;
            table.insert(*number, Entry { value, instance: instance.moved(distance) });
        }
        let moved = |(ticket, held): &(Weak<()>, Option<Held>)| {
            (ticket.clone(), held.as_ref().map(|held| held.moved(distance)))
        };
        Ok(Some(Holdings {
            dynamic: RefCell::new(dynamic.clone()),
            handles: RefCell::new(handles.iter().map(moved).collect()),
            rejected: RefCell::new(rejected.iter().map(|rejection| rejection.moved(distance)).collect()),
            deferred: DeferredCalls::new(*last, deferred.iter().map(|deferred| deferred.moved(distance))),
            instances: Instances { last: numbers.0.into(), next_look: numbers.1.into(), table: RefCell::new(table) },
            ..Holdings::default()
        }))
    }
}

fn at_rest(held: &Held) -> Held {
    held.moved(0)
}

impl Rejection {
    fn moved(&self, distance: usize) -> Self {
        Self { promise: self.promise.moved(distance), reason: self.reason.moved(distance) }
    }
}

impl Host {
    /// Takes over what another host, or this one, had. What records its calls goes on as it is.
    pub(super) fn take_over(&mut self, unpacked: Unpacked) {
        let Unpacked { ticks, graph, holdings, states } = unpacked;
        self.ticks.set(ticks);
        self.graph = graph.map_or_else(OnceCell::new, |graph| OnceCell::from(Box::new(graph)));
        self.replace_holdings(holdings);
        self.replace_states(states);
    }
}
