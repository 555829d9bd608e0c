//! Answers and connections gone wrong, on request.

mod fault;
mod pattern;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Method, Response, Uri};

use crate::control;

pub use fault::Fault;
pub(crate) use fault::{Drop, parse};

/// The faults that wait for their requests.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    armed: AtomicUsize,
    list: Mutex<List>,
}

#[derive(Debug, Default)]
struct List {
    last_id: u64,
    faults: Vec<(u64, Fault)>,
}

/// A fault that found its request.
#[derive(Debug)]
pub(crate) struct Armed {
    pub(crate) id: u64,
    pub(crate) delay_ms: Option<i64>,
    pub(crate) answer: Option<Response<Bytes>>,
    pub(crate) execute: bool,
    pub(crate) drop: Option<Drop>,
    pub(crate) cut: Option<usize>,
}

/// The end of a request before it is whole.
#[derive(Debug)]
pub(crate) struct RequestCut {
    /// The fault that wants it.
    pub(crate) id: u64,
    /// After how many bytes it comes.
    pub(crate) after: usize,
    /// What was asked for, as far as it makes sense.
    pub(crate) asked: Option<(Method, Uri)>,
}

impl Faults {
    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a fault behind those that wait already; gives its id.
    pub(crate) fn inject(&self, fault: Fault) -> u64 {
        let mut list = self.list();
        list.last_id += 1;
        let id = list.last_id;
        list.faults.push((id, fault));
        self.armed.store(list.faults.len(), Ordering::Release);
        id
    }

    pub(crate) fn waiting(&self) -> Vec<(u64, Fault)> {
        self.list().faults.clone()
    }

    /// Forgets the fault `id`; whether there was one.
    pub(crate) fn remove(&self, id: u64) -> bool {
        let mut list = self.list();
        let before = list.faults.len();
        list.faults.retain(|(known, _)| *known != id);
        self.armed.store(list.faults.len(), Ordering::Release);
        list.faults.len() < before
    }

    pub(crate) fn clear(&self) {
        let mut list = self.list();
        list.faults.clear();
        self.armed.store(0, Ordering::Release);
    }

    /// The first fault that fits, used up by one.
    pub(crate) fn take(&self, method: &Method, path: &str) -> Option<Armed> {
        let (id, fault) = self.spend(|fault| {
            fault.cut_request.is_none() && fault.route.fits(method.as_str(), path)
        })?;
        Some(Armed {
            id,
            delay_ms: fault.delay_ms.and_then(|delay| i64::try_from(delay).ok()),
            answer: fault.answer(),
            execute: fault.execute,
            drop: fault.drop,
            cut: fault.cut,
        })
    }

    /// How the request that begins with `head` is to be cut.
    pub(crate) fn take_request_cut(&self, head: &[u8]) -> Option<RequestCut> {
        if self.armed.load(Ordering::Acquire) == 0 {
            return None;
        }
        let line = head.split(|byte| *byte == b'\r').next()?;
        let mut words = std::str::from_utf8(line).ok()?.split(' ');
        let (method, target) = (words.next()?, words.next()?);
        let path = target.split('?').next()?;
        if path.starts_with(control::PREFIX) {
            return None;
        }
        let (id, fault) =
            self.spend(|fault| fault.cut_request.is_some() && fault.route.fits(method, path))?;
        let asked = method.parse().ok().zip(target.parse().ok());
        Some(RequestCut {
            id,
            after: fault.cut_request?,
            asked,
        })
    }

    fn spend(&self, fits: impl Fn(&Fault) -> bool) -> Option<(u64, Fault)> {
        if self.armed.load(Ordering::Acquire) == 0 {
            return None;
        }
        let mut list = self.list();
        let place = list.faults.iter().position(|(_, fault)| fits(fault))?;
        let (id, fault) = &mut list.faults[place];
        fault.times -= 1;
        let spent = (*id, fault.clone());
        if spent.1.times == 0 {
            list.faults.remove(place);
            self.armed.store(list.faults.len(), Ordering::Release);
        }
        Some(spent)
    }
}
