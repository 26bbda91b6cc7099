//! The attributes of the `<<<CORPUS>>>` line, which hold for every document of its file.

use std::sync::{Arc, OnceLock};

use crate::syntax::Attribute;

/// The attributes of the `<<<CORPUS>>>` line, which are defaults for every document of the file.
///
/// A line may have thousands of them, and each document asks for some. So they are put in order once, and to copy them
/// copies none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    attributes: Arc<[Attribute]>,
    /// The numbers of the attributes in the order of their keys; of those with the same key, only the first one.
    by_key: Arc<[usize]>,
    exempted: Arc<OnceLock<Vec<bool>>>,
}

impl Defaults {
    /// These attributes, in the order of their line.
    pub fn new(attributes: Vec<Attribute>) -> Self {
        let mut by_key: Vec<(&[u8], usize)> =
            attributes.iter().enumerate().map(|(number, attribute)| (&*attribute.key, number)).collect();
        by_key.sort_unstable();
        by_key.dedup_by_key(|(key, _)| *key);
        let by_key = by_key.into_iter().map(|(_, number)| number).collect();
        Self { attributes: attributes.into(), by_key, exempted: Arc::default() }
    }

    /// All attributes, in the order of the line.
    pub fn all(&self) -> &[Attribute] {
        &self.attributes
    }

    /// What an attribute is set to. Where a key is given twice, the first holds.
    pub fn get(&self, key: impl AsRef<[u8]>) -> Option<&[u8]> {
        let of = |number: &usize| self.attributes.get(*number);
        let found = self.by_key.binary_search_by(|number| of(number).map(|own| &*own.key).cmp(&Some(key.as_ref())));
        of(self.by_key.get(found.ok()?)?).map(|attribute| &*attribute.value.bytes)
    }

    /// For each rule, by number, whether the `allow` attribute exempts all documents from it. What that is, `find` says,
    /// and is asked only once, since the attribute may be as long as a marker line.
    pub fn exempted(&self, find: impl FnOnce(&[u8]) -> Vec<bool>) -> &[bool] {
        if self.by_key.is_empty() {
            return &[];
        }
        self.exempted.get_or_init(|| self.get("allow").map(find).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Marker;

    #[test]
    fn the_first_of_several_holds_and_each_is_found() {
        let keys = (0..100).map(|number| format!("k{}={number}", number * 7 % 100));
        let line = format!("<<<CORPUS>>> version=1 lang=fr {} lang=de", keys.collect::<Vec<_>>().join(" "));
        let defaults = Defaults::new(Marker::parse(line.as_bytes()).expect("a marker").attributes);
        assert_eq!(defaults.all().len(), 103);
        assert_eq!(defaults.get("lang"), Some(&b"fr"[..]));
        for number in 0..100 {
            let value = defaults.get(format!("k{}", number * 7 % 100));
            assert_eq!(value, Some(number.to_string().as_bytes()));
        }
        assert_eq!((defaults.get("k"), defaults.get("k100"), Defaults::default().get("lang")), (None, None, None));
    }

    #[test]
    fn what_is_allowed_is_found_out_once() {
        let marker = Marker::parse(b"<<<CORPUS>>> allow=all").expect("a marker");
        let defaults = Defaults::new(marker.attributes);
        let mut asked = 0;
        for _ in 0..3 {
            let find = |value: &[u8]| {
                asked += 1;
                vec![value == b"all"]
            };
            assert_eq!(defaults.clone().exempted(find), [true]);
        }
        assert_eq!(asked, 1);
        assert!(Defaults::default().exempted(|_| unreachable!()).is_empty());
    }
}
