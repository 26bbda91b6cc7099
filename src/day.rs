//! Days of the calendar: up to which something is allowed, and on which something was accepted. Which day it is today is
//! said by whoever may look at a clock.

use std::fmt;
use std::str::FromStr;

/// A day of the calendar of ISO 8601, from the year 0 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    monthday: u8,
}

/// This is no day of the calendar, or it is not written as `2026-12-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDay;

impl fmt::Display for NoDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("this is no day of the calendar; write it as `2026-12-31`")
    }
}

impl std::error::Error for NoDay {}

impl Day {
    /// The day, if the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, NoDay> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(leap),
            _ => return Err(NoDay),
        };
        if year <= 9999 && (1..=days).contains(&day) { Ok(Self { year, month, monthday: day }) } else { Err(NoDay) }
    }

    /// The year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// How many months begin from that of the year 0 on.
    pub const fn months(self) -> u32 {
        self.year as u32 * 12 + self.month as u32
    }

    /// The day in UTC that is so many seconds after the start of 1970.
    ///
    /// By the algorithm `civil_from_days` of Howard Hinnant, "chrono-compatible low-level date algorithms", 2021: years
    /// begin in March, so that the day that comes every four years is the last one of its year.
    pub fn from_unix_time(seconds: i64) -> Result<Self, NoDay> {
        const DAYS_OF_400_YEARS: i64 = 146_097;
        // From the first of March of the year 0.
        let days = seconds.div_euclid(86_400) + 719_468;
        let era = days.div_euclid(DAYS_OF_400_YEARS);
        let day_of_era = days.rem_euclid(DAYS_OF_400_YEARS);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let small = |number: i64| u8::try_from(number).map_err(|_| NoDay);
        Self::new(u16::try_from(year).map_err(|_| NoDay)?, small(month)?, small(day)?)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.monthday)
    }
}

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let number = |part: &str, digits: usize| {
            let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u16>().ok().filter(|_| is_number).ok_or(NoDay)
        };
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NoDay);
        };
        let small = |number: u16| u8::try_from(number).map_err(|_| NoDay);
        Self::new(number(year, 4)?, small(number(month, 2)?)?, small(number(day, 2)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_and_written() {
        for day in ["2026-12-31", "2024-02-29", "0000-01-01", "9999-12-31"] {
            assert_eq!(day.parse::<Day>().expect("a day").to_string(), day);
        }
        for wrong in ["2026-13-01", "2025-02-29", "2100-02-29", "26-12-31", "2026-1-1", "2026-12-31T", "+026-12-31", ""]
        {
            assert_eq!(wrong.parse::<Day>(), Err(NoDay), "{wrong}");
        }
    }

    #[test]
    fn the_seconds_of_a_clock_are_a_day() {
        for (seconds, day) in [
            (-1, "1969-12-31"),
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (86_400, "1970-01-02"),
            (951_782_399, "2000-02-28"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_798_675_200, "2026-12-31"),
            (4_107_542_399, "2100-02-28"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(Day::from_unix_time(seconds).expect("a day").to_string(), day);
        }
        for seconds in [i64::MIN, -62_200_000_000, 253_500_000_000, i64::MAX] {
            assert_eq!(Day::from_unix_time(seconds), Err(NoDay), "{seconds}");
        }
    }

    #[test]
    fn days_are_in_order() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        assert!(day("2025-12-31") < day("2026-01-01") && day("2026-01-31") < day("2026-02-01"));
    }
}
