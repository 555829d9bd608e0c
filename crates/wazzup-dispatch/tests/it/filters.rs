use proptest::prelude::*;
use wazzup_dispatch::{Filter, SharedFilter, all_of, always, any_of, never};

/// A filter as data, so that it can be made at random and judged by plain logic.
#[derive(Clone, Debug)]
enum Expr {
    Always,
    Never,
    Bit(u8),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Not(Box<Self>),
    AllOf(Vec<Self>),
    AnyOf(Vec<Self>),
}

impl Expr {
    fn filter(&self) -> SharedFilter<u8> {
        match self {
            Self::Always => always().shared(),
            Self::Never => never().shared(),
            Self::Bit(bit) => {
                let mask = 1 << *bit;
                (move |event: &u8| event & mask != 0).shared()
            }
            Self::And(one, other) => one.filter().and(other.filter()).shared(),
            Self::Or(one, other) => one.filter().or(other.filter()).shared(),
            Self::Not(one) => one.filter().not().shared(),
            Self::AllOf(list) => all_of(list.iter().map(Self::filter)).shared(),
            Self::AnyOf(list) => any_of(list.iter().map(Self::filter)).shared(),
        }
    }

    fn holds(&self, event: u8) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Bit(bit) => event & (1 << bit) != 0,
            Self::And(one, other) => one.holds(event) && other.holds(event),
            Self::Or(one, other) => one.holds(event) || other.holds(event),
            Self::Not(one) => !one.holds(event),
            Self::AllOf(list) => list.iter().all(|one| one.holds(event)),
            Self::AnyOf(list) => list.iter().any(|one| one.holds(event)),
        }
    }
}

fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        Just(Expr::Always),
        Just(Expr::Never),
        (0..8_u8).prop_map(Expr::Bit)
    ];
    leaf.prop_recursive(4, 32, 3, |inner| {
        let pair = || {
            (
                inner.clone().prop_map(Box::new),
                inner.clone().prop_map(Box::new),
            )
        };
        let list = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            pair().prop_map(|(one, other)| Expr::And(one, other)),
            pair().prop_map(|(one, other)| Expr::Or(one, other)),
            inner.clone().prop_map(|one| Expr::Not(Box::new(one))),
            list().prop_map(Expr::AllOf),
            list().prop_map(Expr::AnyOf),
        ]
    })
}

proptest! {
    #[test]
    fn any_combination_says_what_plain_logic_says(expr in expr(), event: u8) {
        prop_assert_eq!(expr.filter().matches(&event), expr.holds(event));
    }

    #[test]
    fn the_laws_of_de_morgan_hold(one in expr(), other in expr(), event: u8) {
        let (one, other) = (one.filter(), other.filter());
        let neither = one.clone().or(other.clone()).not();
        let both_not = one.clone().not().and(other.clone().not());
        prop_assert_eq!(neither.matches(&event), both_not.matches(&event));
        let not_both = one.clone().and(other.clone()).not();
        let either_not = one.not().or(other.not());
        prop_assert_eq!(not_both.matches(&event), either_not.matches(&event));
    }

    #[test]
    fn always_and_never_are_neutral(one in expr(), event: u8) {
        let expected = one.holds(event);
        let one = one.filter();
        prop_assert_eq!(one.clone().and(always()).matches(&event), expected);
        prop_assert_eq!(one.clone().or(never()).matches(&event), expected);
        prop_assert_eq!(one.not().not().matches(&event), expected);
    }
}

#[test]
fn the_second_filter_is_not_asked_without_need() {
    fn asked(_: &u8) -> bool {
        panic!("asked without need")
    }

    assert!(!never().and(asked).matches(&1));
    assert!(always().or(asked).matches(&1));
}
