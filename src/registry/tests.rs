//! What is true of a registry as a whole.

#![expect(clippy::disallowed_methods, reason = "tests read and write what they have made")]

use std::fs;

use sha2::{Digest as _, Sha256};

use super::*;
use crate::facts::registered::{Digest, Likeness, Met, hash_of_id};
use crate::facts::sketch::BANDS;
use crate::facts::sketch::Sketch;
use crate::facts::{DocumentPlace, Sorter, Spill};

/// A document: its id, its text, and the bands of its sketch that are not its own but those of number 0.
type Made<'a> = (&'a str, &'a str, usize);

fn digest(text: &str) -> Digest {
    Sha256::digest(text).into()
}

fn bands(text: &str, common: usize) -> Bands {
    let mut bands = [[7; 6]; BANDS];
    for (number, band) in (0_u8..).zip(&mut bands).skip(common) {
        *band = *digest(text).first_chunk().unwrap();
        band[5] = number;
    }
    Bands { size: 300, bands }
}

fn entry((id, text, common): Made<'_>) -> Entry {
    let wording = digest(&text.to_lowercase());
    let id_hash = hash_of_id(id.as_bytes());
    Entry { id: Some(id.into()), id_hash, text: digest(text), wording, sketch: Some(bands(text, common)) }
}

fn place(number: usize) -> DocumentPlace {
    DocumentPlace::new(number % 2, number as u64).unwrap()
}

fn incoming(documents: &[Made<'_>]) -> Incoming {
    let incoming = Incoming::new(Spill::for_tests()).unwrap();
    for (block, documents) in documents.chunks(3).enumerate() {
        let at = |number: usize| DocumentPlace::new(0, (block * 3 + number) as u64).unwrap();
        let entries: Vec<_> = documents.iter().enumerate().map(|(number, made)| (at(number), entry(*made))).collect();
        incoming.take_in(0, block as u64, &entries).unwrap();
    }
    incoming
}

fn add(registry: &Registry, name: &str, documents: &[Made<'_>]) -> Added {
    registry.add(incoming(documents), &[DropRow { name: name.to_owned(), added: 86_400 * 20_000 }]).unwrap()
}

fn meet(registry: &Registry, documents: &[Made<'_>], limit: usize) -> Result<Registered, RegistryError> {
    let (mut entries, mut sketches) = (Sorter::default(), Sorter::default());
    for (number, made) in documents.iter().enumerate() {
        let (entry, place) = (entry(*made), place(number));
        entries.push(EntryRecord { place, id: entry.id_hash, text: entry.text, wording: entry.wording });
        let Bands { size, bands } = entry.sketch.unwrap();
        sketches.push(SketchRecord { place, sketch: Sketch { size, bands } });
    }
    let wanted = Wanted { themselves: true, near: true };
    registry.meet(&entries.sorted(), &sketches.sorted(), wanted, &Spill { limit, ..Spill::for_tests() })
}

/// All that was met, and how many are there as themselves.
fn met(registered: &Registered) -> (Vec<Met>, u64) {
    (registered.met.all().unwrap().map(Result::unwrap).collect(), registered.themselves)
}

/// What was met, as the place, the likeness, and the id and the drop of the earlier document.
fn told(registered: &Registered) -> Vec<(u64, Likeness, String, String)> {
    let text = |id: &Option<std::sync::Arc<[u8]>>| String::from_utf8(id.as_deref().unwrap().to_vec()).unwrap();
    let tell = |met: &Met| (met.place.offset(), met.likeness, text(&met.id), met.drop.name.clone());
    let mut told: Vec<_> = met(registered).0.iter().map(tell).collect();
    told.sort();
    told
}

const FIRST: [Made<'_>; 4] =
    [("a", "Ferry", 0), ("b", "Bridge", 0), ("c", "Mill, the", 12), ("b", "Bridge, corrected", 0)];

#[test]
fn each_kind_of_likeness_is_found() {
    let registry = Registry::in_memory().unwrap();
    assert_eq!(add(&registry, "first", &FIRST), Added { documents: 4, known: 0, again: 0 });
    assert_eq!(add(&registry, "second", &[("d", "Ferry", 0)]), Added { documents: 1, known: 0, again: 0 });
    let run = [
        ("a", "Ferry", 0),
        ("b", "Bridge, changed", 0),
        ("e", "Ferry", 0),
        ("f", "FERRY", 0),
        ("g", "another mill", 12),
        ("h", "one more mill", 8),
        ("b", "Bridge", 0),
    ];
    let found = meet(&registry, &run, usize::MAX).unwrap();
    let expected = [
        (0, Likeness::Itself, "a", "first"),
        (1, Likeness::Id, "b", "first"),
        (2, Likeness::Text, "a", "first"),
        (3, Likeness::Wording, "a", "first"),
        (4, Likeness::Sketch(12), "c", "first"),
        (6, Likeness::Itself, "b", "first"),
    ];
    let expected = expected.map(|(at, likeness, id, drop)| (at, likeness, id.to_owned(), drop.to_owned()));
    assert_eq!((told(&found), found.themselves), (expected.to_vec(), 2));
    assert_eq!(met(&found).0[0].drop.added.map(|day| day.to_string()).as_deref(), Some("2024-10-04"));
}

#[test]
fn adding_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("known");
    let open = || Registry::open_or_create(&path).unwrap();
    assert_eq!(add(&open(), "first", &FIRST), Added { documents: 4, known: 0, again: 0 });
    let bytes = fs::read(&path).unwrap();
    assert_eq!(add(&open(), "again", &FIRST), Added { documents: 0, known: 4, again: 0 });
    assert!(fs::read(&path).unwrap() == bytes, "not a byte is another one");
    let half = [FIRST[0], ("x", "Something new", 0), ("x", "Something new", 0)];
    assert_eq!(add(&open(), "half", &half), Added { documents: 1, known: 1, again: 1 });
    let statistics = open().statistics().unwrap();
    assert_eq!((statistics.documents, statistics.drops, statistics.id_bytes), (5, 2, 5));
}

#[test]
fn nothing_is_made_where_nothing_is_added() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("known");
    assert!(matches!(Registry::open(&path), Err(RegistryError::Missing)));
    assert!(!path.exists());
    let registry = Registry::open_or_create(&path).unwrap();
    assert_eq!(add(&registry, "nothing", &[]), Added::default());
    assert!(matches!(registry.statistics(), Err(RegistryError::Missing)));
    assert!(!path.exists());
    // An empty file, such as a run leaves that was ended while it made one, can be added to and holds nothing.
    std::fs::write(&path, "").unwrap();
    assert!(matches!(Registry::open(&path), Err(RegistryError::Empty)));
    assert_eq!(add(&Registry::open_or_create(&path).unwrap(), "nothing", &[]), Added::default());
}

#[test]
fn many_documents_take_less_than_200_bytes_each_and_are_found_in_pieces_as_in_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("known");
    let registry = Registry::open_or_create(&path).unwrap();
    let texts: Vec<(String, String)> =
        (0..12_000).map(|number| (format!("{number:05}"), format!("T{number}"))).collect();
    let documents: Vec<Made<'_>> = texts.iter().map(|(id, text)| (id.as_str(), text.as_str(), 0)).collect();
    assert_eq!(add(&registry, "many", &documents), Added { documents: 12_000, known: 0, again: 0 });
    let Statistics { bytes, id_bytes, documents: count, .. } = registry.statistics().unwrap();
    assert!((bytes - id_bytes) / count < 200, "{bytes} {id_bytes}");
    let run: Vec<Made<'_>> =
        documents.iter().map(|(id, text, _)| if *id < "06000" { (*id, *text, 0) } else { (*text, *text, 0) }).collect();
    let found = meet(&registry, &run, usize::MAX).unwrap();
    let found = met(&found);
    assert_eq!((found.0.len(), found.1), (12_000, 6_000));
    assert_eq!(met(&meet(&registry, &run, 0).unwrap()), found);
}

#[test]
fn time_does_not_grow_with_the_square_of_what_is_alike() {
    let registry = Registry::in_memory().unwrap();
    let ids: Vec<String> = (0..40_000).map(|number| number.to_string()).collect();
    // All with one text, one sketch, and many with one id: 1.6 · 10⁹ pairs.
    let same: Vec<Made<'_>> = ids.iter().map(|id| (id.as_str(), "same", 16)).collect();
    let versions: Vec<Made<'_>> = ids.iter().map(|text| ("id", text.as_str(), 16)).collect();
    add(&registry, "same", &same);
    add(&registry, "versions", &versions);
    let others: Vec<String> = ids.iter().map(|id| format!("{id}x")).collect();
    let run: Vec<Made<'_>> = others.iter().map(|id| (id.as_str(), "same", 16)).collect();
    let run: Vec<Made<'_>> = run.into_iter().chain(others.iter().map(|text| ("id", text.as_str(), 16))).collect();
    let found = meet(&registry, &run, usize::MAX).unwrap();
    assert_eq!(met(&found).0.len(), 80_000);
}

#[test]
fn another_form_is_refused_and_so_is_another_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("known");
    add(&Registry::open_or_create(&path).unwrap(), "first", &FIRST);
    let pragma = |name: &str, value: i64| {
        rusqlite::Connection::open(&path).unwrap().pragma_update(None, name, value).unwrap();
    };
    pragma("user_version", VERSION + 1);
    let error = Registry::open(&path).unwrap_err();
    assert!(matches!(error, RegistryError::Newer { found } if found == VERSION + 1));
    assert!(error.to_string().contains("use a newer corplint"));
    assert!(matches!(Registry::open_or_create(&path), Err(RegistryError::Newer { .. })));
    pragma("user_version", VERSION - 1);
    let error = Registry::open(&path).unwrap_err();
    assert!(matches!(error, RegistryError::Older { found } if found == VERSION - 1));
    assert!(error.to_string().contains("add all drops again"));
    pragma("user_version", VERSION);
    assert!(Registry::open(&path).is_ok());
    pragma("application_id", 7);
    assert!(matches!(Registry::open(&path), Err(RegistryError::NotARegistry)));
    fs::write(&path, "<<<FILE>>> a\nThis is a corpus, and it is long enough to be something else.\n".repeat(9))
        .unwrap();
    assert!(matches!(Registry::open(&path), Err(RegistryError::NotARegistry)));
}

#[test]
fn what_is_damaged_is_never_taken_for_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("known");
    let ids: Vec<String> = (0..600).map(|number| format!("id-{number}")).collect();
    let documents: Vec<Made<'_>> = ids.iter().map(|id| (id.as_str(), id.as_str(), 0)).collect();
    for documents in documents.chunks(200) {
        add(&Registry::open_or_create(&path).unwrap(), "some", documents);
    }
    let run: Vec<Made<'_>> =
        documents.iter().map(|(id, text, _)| (*text, *text, if *id < "id-3" { 0 } else { 16 })).collect();
    let ask = || {
        let registry = Registry::open(&path)?;
        Ok::<_, RegistryError>((met(&meet(&registry, &run, usize::MAX)?), registry.statistics()?))
    };
    let whole = fs::read(&path).unwrap();
    let expected = ask().unwrap();
    let mut random = 88_172_645_463_325_252_u64;
    let mut next = |below: usize| {
        // Marsaglia, Xorshift RNGs, 2003.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % below as u64).unwrap()
    };
    let (mut refused, mut unharmed) = (0, 0);
    for number in 0..500 {
        let mut bytes = whole.clone();
        if number < 400 {
            // One in four in the first page, where there is most that has a meaning.
            let at = if number % 4 == 0 { next(8192) } else { next(bytes.len()) };
            bytes[at] ^= 1 << next(8);
        } else {
            bytes.truncate(next(bytes.len()));
        }
        fs::write(&path, &bytes).unwrap();
        match ask() {
            Err(_) => refused += 1,
            Ok((found, statistics)) => {
                assert_eq!(found, expected.0, "{number}");
                assert_eq!(statistics.documents, expected.1.documents);
                unharmed += 1;
            }
        }
    }
    // Bytes that nothing is in are a part of every page.
    assert!(refused > 250 && unharmed > 20, "{refused} refused, {unharmed} unharmed");
}

/// What is in a registry: an id, both digests and the sketch of each document, with the name and the time of its drop.
fn content(registry: &Registry) -> Vec<(Entry, DropRow)> {
    let store = registry.store.lock().unwrap();
    let mut content = store
        .transaction(|reader| {
            let mut content = Vec::new();
            for chunk in 0..reader.totals()?.chunks {
                let [keys, digests, sketches, ids] = Column::ALL.map(|column| reader.chunk(column, chunk).unwrap());
                let ids = entry::ids(&ids, keys.len() / entry::KEY_ROW).unwrap();
                for (row, (found, sketch)) in entry::keys(&keys).zip(entry::sketches(&sketches)).enumerate() {
                    let of = entry::digests(&keys, &digests, row).unwrap();
                    let id = ids[row].map(<[u8]>::to_vec);
                    let entry = Entry { id, id_hash: found.id, text: of.text, wording: of.wording, sketch };
                    content.push((entry, reader.drop_row(u64::from(of.drop))?));
                }
            }
            Ok(content)
        })
        .unwrap();
    content.sort_by(|one, another| (&one.0.id, one.0.text).cmp(&(&another.0.id, another.0.text)));
    content
}

#[test]
fn what_is_exported_is_imported_whole_and_once() {
    let folder = tempfile::tempdir().unwrap();
    let export = |registry: &Registry, name: &str| {
        let path = folder.path().join(name);
        let count = registry.export(fs::File::create(&path).unwrap()).unwrap();
        (path, count)
    };
    let (one, two) = (Registry::in_memory().unwrap(), Registry::in_memory().unwrap());
    add(&one, "first", &FIRST);
    add(&one, "second", &[("d", "Ferry", 0)]);
    let bare = Entry { id: None, id_hash: 0, text: [0; 32], wording: [0; 32], sketch: None };
    let incoming = Incoming::new(Spill::for_tests()).unwrap();
    incoming.take_in(0, 0, &[(place(0), bare), (place(2), entry(FIRST[1]))]).unwrap();
    two.add(incoming, &[DropRow { name: "bare".to_owned(), added: 5 }]).unwrap();
    let (first, count) = export(&one, "one.parquet");
    assert_eq!(count, 5);
    let (second, _) = export(&two, "two.parquet");
    let merged = |files: &[&PathBuf]| {
        let files: Vec<PathBuf> = files.iter().map(|path| (*path).clone()).collect();
        let registry = Registry::in_memory().unwrap();
        let Imported { added, unproved } = registry.import(&files, &Spill::for_tests()).unwrap();
        assert_eq!(unproved, Vec::<PathBuf>::new());
        (registry, added)
    };
    let (registry, added) = merged(&[&first]);
    assert_eq!((added, content(&registry)), (Added { documents: 5, known: 0, again: 0 }, content(&one)));
    // What is in both is there once, whichever comes first: only its drop is another one.
    let entries = |registry: &Registry| content(registry).into_iter().map(|(entry, _)| entry).collect::<Vec<_>>();
    let (registry, added) = merged(&[&first, &second]);
    assert_eq!(added, Added { documents: 6, known: 0, again: 1 });
    let (other, _) = merged(&[&second, &first, &first]);
    assert_eq!(entries(&registry), entries(&other));
    assert_eq!(
        registry.import(&[first, second], &Spill::for_tests()).unwrap().added,
        Added { documents: 0, known: 6, again: 1 }
    );
}

#[test]
fn what_is_no_export_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.parquet");
    let registry = Registry::in_memory().unwrap();
    add(&registry, "first", &FIRST);
    registry.export(fs::File::create(&path).unwrap()).unwrap();
    let whole = fs::read(&path).unwrap();
    let import = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let registry = Registry::in_memory().unwrap();
        registry.import(std::slice::from_ref(&path), &Spill::for_tests()).map(|imported| (imported, content(&registry)))
    };
    let (imported, exported) = import(&whole).unwrap();
    assert_eq!(imported.added.documents, 4);
    // One bit after another: what is taken in is what was exported, or nothing is.
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        if let Ok((_, content)) = import(&damaged) {
            assert_eq!(content, exported, "byte {at}");
        }
    }
    for length in 0..whole.len() {
        let (file, _) = import(&whole[..length]).unwrap_err();
        assert_eq!(file.as_deref(), Some(&*path));
    }
}
