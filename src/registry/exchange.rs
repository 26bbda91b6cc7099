//! Registries as Parquet files, for engines that merge the facts of a corpus that no machine holds. The only place that
//! names parquet.
//!
//! A file has a row for each document:
//!
//! | column | type | what is in it |
//! |---|---|---|
//! | `id` | bytes, or null | the id, byte for byte |
//! | `text_sha256` | 32 bytes, or null | of the text without white space at its ends; null of a document without a text |
//! | `wording_sha256` | 32 bytes, or null | of its letters and digits, in NFC and lower case; null where there are none |
//! | `sketch_size` | 32-bit integer, or null | how many shingles, by `facts::sketch::compact`; null of a short text |
//! | `sketch` | 96 bytes, or null | the 16 bands of its sketch, six bytes each |
//! | `drop` | text | the file that it came in, or the name that was given |
//! | `added` | 64-bit integer | when that was added, in seconds since 1970, UTC |
//!
//! Two documents are the same if `id` and `text_sha256` are; which of several rows of the same document stays makes no
//! difference to what is found, only to the drop that is named. So rows can be put together in any way, and in any order.
//! Reading takes compression by Snappy or Zstandard, columns in any order and others beside them, bytes of fixed or of
//! variable length, and integers of 32 or of 64 bits, since engines differ in that. There is a sketch where there is a size
//! of one, and nowhere else.
//!
//! The metadata of a file have two keys: `corplint.registry`, with the version of these columns, and `corplint.checksum`,
//! with a checksum over all rows in their order, as [`RowSum`] makes it. A file that says of itself that corplint has
//! made it and has rows with another checksum is damaged, and nothing of it is taken in. Engines may take both keys along
//! to a file with other rows, so that in a file that is made by one of them the checksum says nothing, and that is told;
//! checksums of pages, which some of them write, are compared.
//!
//! Why Parquet and not the IPC format of Arrow: without its layer for Arrow the crate adds 2.0 MB to a program and 39
//! seconds of a processor to its build, where `arrow-ipc` with what it needs adds 3.4 MB and 73 seconds.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io::Write;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Once};

use parquet::basic::{Compression, CompressionCodec, LogicalType, ZstdLevel};
use parquet::column::reader::ColumnReader;
use parquet::data_type::{
    ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType, Int32Type, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::entry::{self, Bands, Entry};
use super::error::RegistryError;
use super::incoming::Incoming;
use super::meet;
use super::row_sum::{Row, RowSum};
use super::store::{Column, DropRow, Reader};
use crate::facts::DocumentPlace;
use crate::facts::registered::{Digest, NO_DIGEST, NO_ID, hash_of_id};

/// The columns.
const SCHEMA: &str = "message document {
    optional binary id;
    optional fixed_len_byte_array(32) text_sha256;
    optional fixed_len_byte_array(32) wording_sha256;
    optional int32 sketch_size;
    optional fixed_len_byte_array(96) sketch;
    required binary drop (utf8);
    required int64 added;
}";

/// How many chunks of the registry make a row group.
const CHUNKS: usize = 16;

/// How many rows are read at once.
const ROWS: usize = 4096;

/// Under this key the version of these columns stands in a file.
const VERSION_KEY: &str = "corplint.registry";

/// Under this key the checksum of all rows stands in a file.
const SUM_KEY: &str = "corplint.checksum";

/// What a file says that corplint has made.
const MAKER: &str = "corplint";

/// The version of these columns.
const VERSION: &str = "2";

impl From<ParquetError> for RegistryError {
    fn from(error: ParquetError) -> Self {
        match error {
            // What the system said, or what unpacks pages.
            ParquetError::External(error) => Self::Failed(error),
            ParquetError::General(why) | ParquetError::EOF(why) | ParquetError::NYI(why) => {
                Self::Failed(format!("it is no Parquet file, or one that is damaged ({why})").into())
            }
            error => Self::Failed(Box::new(error)),
        }
    }
}

/// The rows of a row group, column by column.
#[derive(Debug, Default)]
struct Rows {
    ids: Vec<Option<ByteArray>>,
    texts: Vec<Option<FixedLenByteArray>>,
    wordings: Vec<Option<FixedLenByteArray>>,
    sizes: Vec<Option<i32>>,
    sketches: Vec<Option<FixedLenByteArray>>,
    drops: Vec<ByteArray>,
    added: Vec<i64>,
}

/// Writes all documents of a registry; gives their number.
pub(super) fn export(reader: &Reader<'_>, out: impl Write + Send) -> Result<u64, RegistryError> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let version = KeyValue::new(VERSION_KEY.to_owned(), Some(VERSION.to_owned()));
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(MAKER.to_owned())
        .set_key_value_metadata(Some(vec![version]));
    let mut writer = SerializedFileWriter::new(out, schema, Arc::new(properties.build()))?;
    let totals = reader.totals()?;
    let mut drops: BTreeMap<u32, (ByteArray, i64)> = BTreeMap::new();
    let mut written = 0;
    let mut sum = RowSum::default();
    for first in (0..totals.chunks).step_by(CHUNKS) {
        let mut rows = Rows::default();
        for chunk in first..(first + CHUNKS as u64).min(totals.chunks) {
            rows.push_chunk(reader, chunk, &mut drops)?;
        }
        written += rows.added.len() as u64;
        rows.add_to(&mut sum);
        let mut group = writer.next_row_group()?;
        rows.write(&mut group)?;
        group.close()?;
    }
    writer.append_key_value_metadata(KeyValue::new(SUM_KEY.to_owned(), Some(sum.finish())));
    writer.close()?;
    if written != totals.documents {
        return Err(RegistryError::damaged(format!("{written} of {} documents are there", totals.documents)));
    }
    Ok(written)
}

impl Rows {
    fn push_chunk(
        &mut self,
        reader: &Reader<'_>,
        chunk: u64,
        drops: &mut BTreeMap<u32, (ByteArray, i64)>,
    ) -> Result<(), RegistryError> {
        let [keys, digests, sketches, ids] = Column::ALL.map(|column| reader.chunk(column, chunk));
        let (keys, digests, sketches, ids) = (keys?, digests?, sketches?, ids?);
        let count = keys.len() / entry::KEY_ROW;
        let ids = entry::ids(&ids, count).ok_or_else(|| meet::damaged(chunk))?;
        let digest = |digest: Digest| (digest != NO_DIGEST).then(|| FixedLenByteArray::from(digest.to_vec()));
        for (row, (id, bands)) in ids.into_iter().zip(entry::sketches(&sketches)).enumerate() {
            let of = entry::digests(&keys, &digests, row).ok_or_else(|| meet::damaged(chunk))?;
            self.ids.push(id.map(|id| ByteArray::from(id.to_vec())));
            self.texts.push(digest(of.text));
            self.wordings.push(digest(of.wording));
            self.sizes.push(bands.map(|bands| i32::from(bands.size)));
            self.sketches.push(bands.map(|bands| FixedLenByteArray::from(bands.bands.concat())));
            let (name, added) = match drops.get(&of.drop) {
                Some(drop) => drop.clone(),
                None => {
                    let DropRow { name, added } = reader.drop_row(u64::from(of.drop))?;
                    let drop = (ByteArray::from(name.into_bytes()), added);
                    drops.insert(of.drop, drop.clone());
                    drop
                }
            };
            self.drops.push(name);
            self.added.push(added);
        }
        Ok(())
    }

    fn add_to(&self, sum: &mut RowSum) {
        let columns = self.ids.iter().zip(&self.texts).zip(&self.wordings).zip(&self.sizes).zip(&self.sketches);
        for (((((id, text), wording), size), sketch), (drop, added)) in columns.zip(self.drops.iter().zip(&self.added))
        {
            sum.add(&Row {
                id: id.as_ref().map(ByteArray::data),
                text: text.as_ref().map(|text| text.data()),
                wording: wording.as_ref().map(|wording| wording.data()),
                size: size.map(i64::from),
                sketch: sketch.as_ref().map(|sketch| sketch.data()),
                drop: drop.data(),
                added: *added,
            });
        }
    }

    fn write<W: Write + Send>(self, group: &mut SerializedRowGroupWriter<'_, W>) -> Result<(), RegistryError> {
        put::<ByteArrayType, W>(group, self.ids)?;
        put::<FixedLenByteArrayType, W>(group, self.texts)?;
        put::<FixedLenByteArrayType, W>(group, self.wordings)?;
        put::<Int32Type, W>(group, self.sizes)?;
        put::<FixedLenByteArrayType, W>(group, self.sketches)?;
        put_all::<ByteArrayType, W>(group, &self.drops, None)?;
        put_all::<Int64Type, W>(group, &self.added, None)
    }
}

/// Writes a column in which values can be missing.
fn put<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: Vec<Option<T::T>>,
) -> Result<(), RegistryError> {
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let values: Vec<T::T> = values.into_iter().flatten().collect();
    put_all::<T, W>(group, &values, Some(&levels))
}

fn put_all<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> Result<(), RegistryError> {
    let column = group.next_column()?;
    let mut column = column.ok_or_else(|| RegistryError::Failed("there are fewer columns than values".into()))?;
    column.typed::<T>().write_batch(values, levels, None)?;
    column.close()?;
    Ok(())
}

/// Reads the documents of a file into `incoming`, and their drops into `drops`: each with its number there in place of
/// the number of a file. Gives whether it is proved by a checksum that they are those that were exported.
pub(super) fn read(
    path: &Path,
    number: usize,
    incoming: &Incoming,
    drops: &mut BTreeMap<DropRow, usize>,
) -> Result<bool, RegistryError> {
    // Opening a pipe would wait for somebody to write to it.
    if !fs::metadata(path)?.is_file() {
        return Err(RegistryError::NotAFile);
    }
    // The library promises nothing about files that somebody has made to be read wrongly.
    let result = quietly(|| read_rows(path, number, incoming, drops));
    result.unwrap_or_else(|| Err(ParquetError::General("its parts contradict each other".to_owned()).into()))
}

thread_local! {
    /// Whether a panic of this thread is expected, and told in other words.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Does `work`; none if it panics, of which nothing is said on standard error then.
fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !EXPECTED.get() {
                usual(info);
            }
        }));
    });
    EXPECTED.set(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    EXPECTED.set(false);
    result.ok()
}

#[expect(clippy::disallowed_methods, reason = "the library jumps in the file, which a source does not")]
fn read_rows(
    path: &Path,
    number: usize,
    incoming: &Incoming,
    drops: &mut BTreeMap<DropRow, usize>,
) -> Result<bool, RegistryError> {
    let file = SerializedFileReader::new(File::open(path)?)?;
    let said = file.metadata().file_metadata();
    let value = |key: &str| {
        let pair = said.key_value_metadata().into_iter().flatten().find(|pair| pair.key == key);
        pair.and_then(|pair| pair.value.as_deref())
    };
    // An engine that has put files together may have left it out.
    if let Some(version) = value(VERSION_KEY).filter(|version| *version != VERSION) {
        let message = format!(
            "its columns are of version {version}, and this corplint knows {VERSION}; add and export its drops with this \
             one, or import it with the one that made it",
        );
        return Err(RegistryError::Failed(message.into()));
    }
    let expected = value(SUM_KEY).filter(|_| said.created_by() == Some(MAKER));
    let mut sum = RowSum::default();
    let mut block = (number as u64) << 32;
    let mut offset = 0;
    for group in 0..file.num_row_groups() {
        let group = file.get_row_group(group)?;
        let group_rows = group.metadata().num_rows();
        let mut columns = Columns::of(&*group)?;
        let mut found = 0_u64;
        loop {
            let rows = columns.next_rows(&mut sum)?;
            found += rows.len() as u64;
            if rows.is_empty() {
                break;
            }
            for (drop, same) in by_drop(rows) {
                let next = drops.len();
                let file = *drops.entry(drop).or_insert(next);
                let mut entries = Vec::with_capacity(same.len());
                for entry in same {
                    let place = DocumentPlace::new(number, offset);
                    let place = place.ok_or_else(|| RegistryError::Failed("it has too many documents".into()))?;
                    offset += 1;
                    entries.push((place, entry));
                }
                incoming.take_in(file, block, &entries).map_err(RegistryError::Temporary)?;
                block += 1;
            }
        }
        if u64::try_from(group_rows) != Ok(found) {
            return Err(ParquetError::General("it has not as many rows as it says".to_owned()).into());
        }
    }
    if expected.is_some_and(|expected| expected != sum.finish()) {
        let message = "it is damaged: its rows are not those that were exported; export it again";
        return Err(RegistryError::Failed(message.into()));
    }
    Ok(expected.is_some())
}

/// Puts those that stand side by side and are of one drop together.
fn by_drop(rows: Vec<(DropRow, Entry)>) -> Vec<(DropRow, Vec<Entry>)> {
    let mut groups: Vec<(DropRow, Vec<Entry>)> = Vec::new();
    for (drop, entry) in rows {
        match groups.last_mut() {
            Some((last, entries)) if *last == drop => entries.push(entry),
            _ => groups.push((drop, vec![entry])),
        }
    }
    groups
}

/// The columns of a row group, which are read side by side.
struct Columns {
    ids: ColumnReader,
    texts: ColumnReader,
    wordings: ColumnReader,
    sizes: ColumnReader,
    sketches: ColumnReader,
    drops: ColumnReader,
    added: ColumnReader,
}

impl Columns {
    fn of(group: &dyn RowGroupReader) -> Result<Self, RegistryError> {
        let column = |name: &str| {
            let columns = group.metadata().columns();
            let at = columns.iter().position(|column| column.column_descr().path().parts() == [name]);
            let at = at.ok_or_else(|| RegistryError::Failed(format!("it has no column `{name}`").into()))?;
            let descriptor = group.metadata().column(at).column_descr();
            // Of a time, nobody knows whether it is in seconds.
            let time = matches!(descriptor.logical_type_ref(), Some(LogicalType::Timestamp { .. }));
            if descriptor.max_rep_level() > 0 || descriptor.max_def_level() > 1 || time {
                return Err(wrong(name));
            }
            match group.metadata().column(at).compression_codec() {
                CompressionCodec::UNCOMPRESSED | CompressionCodec::SNAPPY | CompressionCodec::ZSTD => {}
                other => {
                    let message = format!("it is compressed by {other:?}; write it with Snappy, Zstandard or nothing");
                    return Err(RegistryError::Failed(message.into()));
                }
            }
            Ok(group.get_column_reader(at)?)
        };
        Ok(Self {
            ids: column("id")?,
            texts: column("text_sha256")?,
            wordings: column("wording_sha256")?,
            sizes: column("sketch_size")?,
            sketches: column("sketch")?,
            drops: column("drop")?,
            added: column("added")?,
        })
    }

    /// The next rows, which are added to `sum`; none at the end.
    fn next_rows(&mut self, sum: &mut RowSum) -> Result<Vec<(DropRow, Entry)>, RegistryError> {
        let ids = bytes(&mut self.ids, "id")?;
        let mut texts = bytes(&mut self.texts, "text_sha256")?.into_iter();
        let mut wordings = bytes(&mut self.wordings, "wording_sha256")?.into_iter();
        let mut sizes = integers(&mut self.sizes, "sketch_size")?.into_iter();
        let mut sketches = bytes(&mut self.sketches, "sketch")?.into_iter();
        let mut drops = bytes(&mut self.drops, "drop")?.into_iter();
        let mut added = integers(&mut self.added, "added")?.into_iter();
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            let text = texts.next().ok_or_else(|| wrong("text_sha256"))?;
            let wording = wordings.next().ok_or_else(|| wrong("wording_sha256"))?;
            let size = sizes.next().ok_or_else(|| wrong("sketch_size"))?;
            let bands = sketches.next().ok_or_else(|| wrong("sketch"))?;
            let name = drops.next().flatten().ok_or_else(|| wrong("drop"))?;
            let added = added.next().flatten().ok_or_else(|| wrong("added"))?;
            sum.add(&Row {
                id: id.as_deref(),
                text: text.as_deref(),
                wording: wording.as_deref(),
                size,
                sketch: bands.as_deref(),
                drop: &name,
                added,
            });
            let (text, wording) = (digest(text, "text_sha256")?, digest(wording, "wording_sha256")?);
            let sketch = match (size, bands) {
                (Some(size), Some(bands)) => Some(sketch(size, &bands)?),
                (None, None) => None,
                _ => return Err(wrong("sketch")),
            };
            let name = String::from_utf8(name).map_err(|_| wrong("drop"))?;
            let id_hash = id.as_deref().map_or(NO_ID, hash_of_id);
            rows.push((DropRow { name, added }, Entry { id, id_hash, text, wording, sketch }));
        }
        Ok(rows)
    }
}

/// A column is not as it is documented at the top of this file.
fn wrong(column: &str) -> RegistryError {
    let should = match column {
        "id" => "bytes, or null",
        "text_sha256" | "wording_sha256" => "32 bytes, or null",
        "sketch_size" => "an integer, or null",
        "sketch" => "96 bytes where `sketch_size` is from 1 to 65,535, and null where that is null",
        "drop" => "text in UTF-8, and never null",
        "added" => "an integer, the seconds since 1970, and never null",
        _ => "what `corplint registry export` writes",
    };
    RegistryError::Failed(format!("its column `{column}` is not what it should be: {should}").into())
}

fn digest(value: Option<Vec<u8>>, column: &str) -> Result<Digest, RegistryError> {
    value.map_or(Ok(NO_DIGEST), |bytes| bytes.try_into().map_err(|_| wrong(column)))
}

fn sketch(size: i64, bytes: &[u8]) -> Result<Bands, RegistryError> {
    let (bands, rest) = bytes.as_chunks();
    let size = u16::try_from(size).ok().filter(|size| *size > 0 && rest.is_empty()).ok_or_else(|| wrong("sketch"))?;
    Ok(Bands { size, bands: bands.try_into().map_err(|_| wrong("sketch"))? })
}

/// The next values of a column of bytes, of whatever length.
fn bytes(column: &mut ColumnReader, name: &str) -> Result<Vec<Option<Vec<u8>>>, RegistryError> {
    let mut levels = Vec::new();
    let count;
    let values: Vec<Vec<u8>> = match column {
        ColumnReader::ByteArrayColumnReader(reader) => {
            let mut values = Vec::new();
            (count, _, _) = reader.read_records(ROWS, Some(&mut levels), None, &mut values)?;
            values.into_iter().map(|value| value.data().to_vec()).collect()
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            let mut values = Vec::new();
            (count, _, _) = reader.read_records(ROWS, Some(&mut levels), None, &mut values)?;
            values.into_iter().map(|value| value.data().to_vec()).collect()
        }
        _ => return Err(wrong(name)),
    };
    Ok(with_gaps(values, &levels, count))
}

/// The next values of a column of integers, of 32 or 64 bits.
fn integers(column: &mut ColumnReader, name: &str) -> Result<Vec<Option<i64>>, RegistryError> {
    let mut levels = Vec::new();
    let count;
    let values: Vec<i64> = match column {
        ColumnReader::Int32ColumnReader(reader) => {
            let mut values = Vec::new();
            (count, _, _) = reader.read_records(ROWS, Some(&mut levels), None, &mut values)?;
            values.into_iter().map(i64::from).collect()
        }
        ColumnReader::Int64ColumnReader(reader) => {
            let mut values = Vec::new();
            (count, _, _) = reader.read_records(ROWS, Some(&mut levels), None, &mut values)?;
            values
        }
        _ => return Err(wrong(name)),
    };
    Ok(with_gaps(values, &levels, count))
}

/// Values at the rows where there is one. A column in which none can be missing has no levels.
fn with_gaps<T>(values: Vec<T>, levels: &[i16], count: usize) -> Vec<Option<T>> {
    let mut values = values.into_iter();
    if levels.is_empty() {
        return values.map(Some).collect();
    }
    levels.iter().take(count).map(|level| if *level > 0 { values.next() } else { None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Spill;

    /// What is said of a file with one row, or nothing if it is taken in.
    fn refused(schema: &str, size: Option<i32>, sketch: Option<&[u8]>) -> Option<String> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let mut writer = SerializedFileWriter::new(&mut file, schema, Arc::default()).unwrap();
        let rows = Rows {
            ids: vec![Some(ByteArray::from("a"))],
            texts: vec![None],
            wordings: vec![None],
            sizes: vec![size],
            sketches: vec![sketch.map(|sketch| FixedLenByteArray::from(sketch.to_vec()))],
            drops: vec![ByteArray::from("drop")],
            added: vec![0],
        };
        let mut group = writer.next_row_group().unwrap();
        rows.write(&mut group).unwrap();
        group.close().unwrap();
        writer.close().unwrap();
        let incoming = Incoming::new(Spill::for_tests()).unwrap();
        read(file.path(), 0, &incoming, &mut BTreeMap::new()).err().map(|error| error.to_string())
    }

    #[test]
    fn a_size_without_a_sketch_is_refused_and_so_is_a_sketch_without_a_size() {
        assert_eq!(refused(SCHEMA, Some(7), Some(&[1; 96])), None);
        assert_eq!(refused(SCHEMA, None, None), None);
        let expected = "its column `sketch` is not what it should be: 96 bytes where `sketch_size` is from 1 to 65,535, and \
                        null where that is null";
        for (size, sketch) in [(Some(7), None), (None, Some(&[1; 96][..])), (Some(0), Some(&[1; 96]))] {
            assert_eq!(refused(SCHEMA, size, sketch).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_time_in_another_unit_is_never_taken_for_seconds() {
        let schema = SCHEMA.replace("int64 added", "int64 added (timestamp(micros, true))");
        let expected =
            "its column `added` is not what it should be: an integer, the seconds since 1970, and never null";
        assert_eq!(refused(&schema, None, None).as_deref(), Some(expected));
    }

    #[test]
    fn a_panic_of_the_library_is_no_result() {
        assert_eq!(quietly(|| 7), Some(7));
        assert_eq!(quietly(|| -> u8 { panic!("nobody reads this") }), None);
        assert!(!EXPECTED.get());
    }
}
