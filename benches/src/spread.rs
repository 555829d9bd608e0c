//! What many measurements of the same thing say.

/// Where the middle half of some values lies, and the middle one; `NaN` of none.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Spread {
    /// A quarter is smaller.
    pub quarter: f64,
    /// Half are smaller.
    pub median: f64,
    /// A quarter is greater.
    pub three_quarters: f64,
}

impl Spread {
    /// Of these values.
    pub fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        let last = values.len().saturating_sub(1);
        let at = |part: usize| values.get(last * part / 4).copied().unwrap_or(f64::NAN);
        Self {
            quarter: at(1),
            median: at(2),
            three_quarters: at(3),
        }
    }
}
