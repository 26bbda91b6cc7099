//! Rates with their intervals.

/// A share of some things.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rate {
    /// How many have it.
    pub(crate) hits: u32,
    /// How many there are.
    pub(crate) all: u32,
}

impl Rate {
    /// Counts one more.
    pub(crate) const fn count(&mut self, hit: bool) {
        self.all += 1;
        self.hits += hit as u32;
    }

    /// The 95 % interval of Wilson (1927): it stays between 0 and 1 and holds for small counts.
    fn interval(self) -> (f64, f64) {
        const Z: f64 = 1.959_964;
        let (all, share) = (f64::from(self.all), f64::from(self.hits) / f64::from(self.all));
        let center = share + Z * Z / (2.0 * all);
        let spread = Z * (share * (1.0 - share) / all + Z * Z / (4.0 * all * all)).sqrt();
        let scale = 1.0 + Z * Z / all;
        (((center - spread) / scale).max(0.0), ((center + spread) / scale).min(1.0))
    }

    /// ` 97.4 [94.5, 98.8] 152/156`: per cent, interval, counts.
    pub(crate) fn shown(self) -> String {
        if self.all == 0 {
            return "     –              0/0".to_owned();
        }
        let (low, high) = self.interval();
        let share = 100.0 * f64::from(self.hits) / f64::from(self.all);
        format!("{share:5.1} [{:5.1},{:5.1}] {}/{}", 100.0 * low, 100.0 * high, self.hits, self.all)
    }
}
