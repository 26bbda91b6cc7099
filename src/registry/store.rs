//! The file of a registry: an `SQLite` database in which columns of documents lie in chunks. The only place that names
//! rusqlite.
//!
//! `SQLite` sees to it that a change is made whole or not at all, whatever ends the process, and that one process writes
//! at a time. It has no checksums, so each chunk has its own, and the number of chunks and documents is kept beside.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _, Transaction, TransactionBehavior};
use twox_hash::XxHash3_64;

use super::error::RegistryError;
use super::{PATIENCE, VERSION};

/// By this number a file is known as a registry: `cplr`.
const APPLICATION: i64 = 0x6370_6C72;

/// The size of a page, in bytes. Large pages make reading whole columns quicker.
const PAGE: i64 = 8192;

/// How much of the file is kept in memory, in KiB.
const CACHE: i64 = 16 * 1024;

/// The tables. Columns have tables of their own, so that one can be read without the others.
const TABLES: &str = "
    create table total(name text primary key, value integer not null) without rowid;
    create table drops(number integer primary key, name text not null, added integer not null, sum integer not null);
    create table keys(chunk integer primary key, data blob not null);
    create table digests(chunk integer primary key, data blob not null);
    create table sketches(chunk integer primary key, data blob not null);
    create table ids(chunk integer primary key, data blob not null);
    insert into total values ('chunks', 0), ('documents', 0), ('drops', 0);
";

/// A column of the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Column {
    /// What is looked up: the first eight bytes of each hash.
    Keys,
    /// The rest of the digests, and the number of the drop.
    Digests,
    /// The sketches.
    Sketches,
    /// The ids.
    Ids,
}

impl Column {
    pub(super) const ALL: [Self; 4] = [Self::Keys, Self::Digests, Self::Sketches, Self::Ids];

    const fn insert(self) -> &'static str {
        match self {
            Self::Keys => "insert into keys values (?1, ?2)",
            Self::Digests => "insert into digests values (?1, ?2)",
            Self::Sketches => "insert into sketches values (?1, ?2)",
            Self::Ids => "insert into ids values (?1, ?2)",
        }
    }

    const fn one(self) -> &'static str {
        match self {
            Self::Keys => "select data from keys where chunk = ?1",
            Self::Digests => "select data from digests where chunk = ?1",
            Self::Sketches => "select data from sketches where chunk = ?1",
            Self::Ids => "select data from ids where chunk = ?1",
        }
    }

    const fn all(self) -> &'static str {
        match self {
            Self::Keys => "select chunk, data from keys order by chunk",
            Self::Digests => "select chunk, data from digests order by chunk",
            Self::Sketches => "select chunk, data from sketches order by chunk",
            Self::Ids => "select chunk, data from ids order by chunk",
        }
    }
}

/// How much is in a registry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) chunks: u64,
    pub(super) documents: u64,
    pub(super) drops: u64,
}

/// What was accepted at one time under one name, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DropRow {
    /// The file, or the name that was given.
    pub name: String,
    /// When it was added, in seconds since 1970, UTC.
    pub added: i64,
}

/// An open registry.
#[derive(Debug)]
pub(super) struct Store {
    /// None where there is no file, until there is something to be kept in it.
    connection: Option<Connection>,
    path: PathBuf,
}

impl Store {
    /// Opens a registry that is there, to read it.
    pub(super) fn open(path: &Path) -> Result<Self, RegistryError> {
        // To read what a run left behind that was killed, that has to be undone first; so it is opened for writing.
        // Where that is not allowed, SQLite opens it for reading by itself.
        let connection = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let store = Self { connection: Some(connection), path: path.to_owned() };
        let made = store.transaction(|reader| Ok(reader.is_made()))??;
        if made { Ok(store) } else { Err(RegistryError::Empty) }
    }

    /// Opens a registry to add to it; where there is no file, it is made with the first change.
    ///
    /// What can never be added to is refused here, before anybody has spent hours on what it is to hold.
    pub(super) fn open_or_create(path: &Path) -> Result<Self, RegistryError> {
        let connection = match Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE) {
            Err(RegistryError::Missing) => return Ok(Self { connection: None, path: path.to_owned() }),
            connection => connection?,
        };
        let store = Self { connection: Some(connection), path: path.to_owned() };
        store.transaction(|reader| {
            reader.is_made()?;
            if reader.connection.is_readonly(rusqlite::MAIN_DB)? { Err(RegistryError::ReadOnly) } else { Ok(()) }
        })?;
        Ok(store)
    }

    /// A registry that nobody else sees, and that is gone in the end.
    pub(super) fn in_memory() -> Result<Self, RegistryError> {
        Ok(Self { connection: Some(Connection::open_in_memory()?), path: PathBuf::new() })
    }

    /// Whether there is a file, or a place in memory.
    pub(super) const fn is_there(&self) -> bool {
        self.connection.is_some()
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, RegistryError> {
        match fs::metadata(path) {
            // What SQLite would make of a device or a pipe is an empty registry.
            Ok(data) if !data.is_file() => return Err(RegistryError::NotAFile),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if !flags.contains(OpenFlags::SQLITE_OPEN_CREATE) {
                    return Err(RegistryError::Missing);
                }
            }
            Err(error) => return Err(error.into()),
        }
        // `:memory:` and `file:…` are no files to SQLite where a name begins with them, and what is added would be lost.
        let name = if path.is_relative() { Path::new(".").join(path) } else { path.to_owned() };
        let connection = Connection::open_with_flags(name, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "page_size", PAGE)?;
        connection.pragma_update(None, "cache_size", -CACHE)?;
        // A commit is on the disk before it is said to be made, and so is the removal of the journal.
        connection.pragma_update(None, "synchronous", "EXTRA")?;
        // Nothing in a file that somebody else made is run.
        connection.pragma_update(None, "trusted_schema", false)?;
        Ok(connection)
    }

    /// Shows `work` the registry as it is at one moment.
    pub(super) fn transaction<T>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, RegistryError>,
    ) -> Result<T, RegistryError> {
        let connection = self.connection.as_ref().ok_or(RegistryError::Missing)?;
        let transaction = connection.unchecked_transaction()?;
        let result = work(&Reader { connection: &transaction })?;
        transaction.commit()?;
        Ok(result)
    }

    /// Lets `work` change the registry, while nobody else does. What it changes is there all of it if it gives true,
    /// and else nothing of it. Where there was no file, there is one afterwards.
    pub(super) fn change<T>(
        &mut self,
        work: impl FnOnce(&Writer<'_>) -> Result<(T, bool), RegistryError>,
    ) -> Result<T, RegistryError> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            // Taking it away again could take it from another process that has opened it since.
            missing => {
                let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
                missing.insert(Self::connect(&self.path, flags)?)
            }
        };
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if !(Reader { connection: &transaction }).is_made()? {
            transaction.execute_batch(TABLES)?;
            transaction.pragma_update(None, "application_id", APPLICATION)?;
            transaction.pragma_update(None, "user_version", VERSION)?;
        }
        let (result, keep) = work(&Writer { transaction: &transaction })?;
        if keep {
            transaction.commit()?;
        } else {
            transaction.rollback()?;
        }
        Ok(result)
    }
}

/// Reads a registry as it is at one moment.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    connection: &'a Connection,
}

impl Reader<'_> {
    /// Whether anything is in the file; what is not ours is an error.
    fn is_made(&self) -> Result<bool, RegistryError> {
        let number = |name: &str| self.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let tables: i64 = self.connection.query_row("select count(*) from sqlite_schema", (), |row| row.get(0))?;
        match (number("application_id")?, number("user_version")?, tables) {
            (0, 0, 0) => Ok(false),
            (APPLICATION, VERSION, _) => Ok(true),
            (APPLICATION, found, _) if found > VERSION => Err(RegistryError::Newer { found }),
            (APPLICATION, found @ 1.., _) => Err(RegistryError::Older { found }),
            (APPLICATION, ..) => Err(RegistryError::damaged("its version is none")),
            _ => Err(RegistryError::NotARegistry),
        }
    }

    /// How much is in it.
    pub(super) fn totals(&self) -> Result<Totals, RegistryError> {
        let mut query = self.connection.prepare("select value from total where name = ?1")?;
        let mut value = |name: &str| {
            let value: Option<i64> = query.query_row([name], |row| row.get(0)).optional()?;
            value
                .and_then(|value| u64::try_from(value).ok())
                .ok_or_else(|| RegistryError::damaged("its totals are not there"))
        };
        Ok(Totals { chunks: value("chunks")?, documents: value("documents")?, drops: value("drops")? })
    }

    /// Shows `each` all chunks of a column, in order.
    pub(super) fn scan(
        &self,
        column: Column,
        mut each: impl FnMut(u64, &[u8]) -> Result<(), RegistryError>,
    ) -> Result<(), RegistryError> {
        let expected = self.totals()?.chunks;
        let mut query = self.connection.prepare(column.all())?;
        let mut rows = query.query(())?;
        let mut next = 0;
        while let Some(row) = rows.next()? {
            let number = row.get::<_, i64>(0)?;
            let data = row.get_ref(1)?.as_blob().map_err(|_| RegistryError::damaged("a chunk has no data"))?;
            if u64::try_from(number) != Ok(next) {
                return Err(RegistryError::damaged(format!("chunk {next} is missing")));
            }
            each(next, verified(column, next, data)?)?;
            next += 1;
        }
        if next != expected {
            return Err(RegistryError::damaged(format!("{next} of {expected} chunks are there")));
        }
        Ok(())
    }

    /// One chunk of a column.
    pub(super) fn chunk(&self, column: Column, number: u64) -> Result<Vec<u8>, RegistryError> {
        let mut query = self.connection.prepare(column.one())?;
        let key = i64::try_from(number).unwrap_or(i64::MAX);
        let data: Option<Vec<u8>> = query.query_row([key], |row| row.get(0)).optional()?;
        let mut data = data.ok_or_else(|| RegistryError::damaged(format!("chunk {number} is missing")))?;
        let length = verified(column, number, &data)?.len();
        data.truncate(length);
        Ok(data)
    }

    /// The drop with this number.
    pub(super) fn drop_row(&self, number: u64) -> Result<DropRow, RegistryError> {
        let mut query = self.connection.prepare("select name, added, sum from drops where number = ?1")?;
        let key = i64::try_from(number).unwrap_or(i64::MAX);
        let row: Option<(String, i64, i64)> =
            query.query_row([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        let (name, added, sum) = row.ok_or_else(|| RegistryError::damaged(format!("drop {number} is missing")))?;
        if sum != drop_sum(number, &name, added) {
            return Err(RegistryError::damaged(format!("drop {number} was changed")));
        }
        Ok(DropRow { name, added })
    }
}

/// Changes a registry, in one transaction.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    transaction: &'a Transaction<'a>,
}

impl Writer<'_> {
    /// What is there so far, what this has written included.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { connection: self.transaction }
    }

    /// Writes a chunk of a column.
    pub(super) fn put_chunk(&self, column: Column, number: u64, mut data: Vec<u8>) -> Result<(), RegistryError> {
        let sum = chunk_sum(column, number, &data);
        data.extend(sum.to_be_bytes());
        let key = i64::try_from(number).unwrap_or(i64::MAX);
        self.transaction.prepare(column.insert())?.execute((key, data))?;
        Ok(())
    }

    /// Writes a drop.
    pub(super) fn put_drop(&self, number: u64, row: &DropRow) -> Result<(), RegistryError> {
        let sum = drop_sum(number, &row.name, row.added);
        let key = i64::try_from(number).unwrap_or(i64::MAX);
        let mut insert = self.transaction.prepare("insert into drops values (?1, ?2, ?3, ?4)")?;
        insert.execute((key, &row.name, row.added, sum))?;
        Ok(())
    }

    /// Writes how much is there.
    pub(super) fn put_totals(&self, totals: Totals) -> Result<(), RegistryError> {
        let mut update = self.transaction.prepare("update total set value = ?2 where name = ?1")?;
        for (name, value) in [("chunks", totals.chunks), ("documents", totals.documents), ("drops", totals.drops)] {
            update.execute((name, i64::try_from(value).unwrap_or(i64::MAX)))?;
        }
        Ok(())
    }
}

/// A chunk without its checksum, if it is the one that was written.
fn verified(column: Column, number: u64, data: &[u8]) -> Result<&[u8], RegistryError> {
    let (data, sum) = data.split_last_chunk().unwrap_or((&[], &[0; 8]));
    if u64::from_be_bytes(*sum) == chunk_sum(column, number, data) {
        Ok(data)
    } else {
        Err(RegistryError::damaged(format!("chunk {number} is not what was written")))
    }
}

fn chunk_sum(column: Column, number: u64, data: &[u8]) -> u64 {
    XxHash3_64::oneshot_with_seed(number << 2 | column as u64, data)
}

fn drop_sum(number: u64, name: &str, added: i64) -> i64 {
    (XxHash3_64::oneshot_with_seed(number, name.as_bytes()) ^ added.cast_unsigned()).cast_signed()
}

impl From<rusqlite::Error> for RegistryError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::NotADatabase) => Self::NotARegistry,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::CannotOpen) => Self::Closed,
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => match error {
                // A table or a column is not there, or has something else in it.
                rusqlite::Error::SqlInputError { .. } | rusqlite::Error::InvalidColumnType(..) => {
                    Self::Damaged(error.to_string())
                }
                error => Self::Failed(Box::new(error)),
            },
        }
    }
}
