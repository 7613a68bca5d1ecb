/// Copies of a whole database, and putting one in its place.
import Glibc

extension Database {
    /// Writes a copy of the whole database, as it is at one moment, while it is in use.
    /// - Parameter file: a path where there is no file yet.
    /// - Throws: ``StorageError/unsupported(_:)`` on PostgreSQL, which has `pg_dump` and base backups.
    public func backup(to file: String) throws {
        guard case .sqlite(let path) = place else {
            throw StorageError.unsupported(
                "PostgreSQL is backed up with pg_dump, or with pg_basebackup and its archived log.")
        }
        try copySQLite(path, to: file, settings: settings)
    }

    /// Puts a backup in the place of the database, which no process may have open. What was there before is
    /// kept beside it as `FILE.previous`.
    /// - Throws: ``StorageError/notRestorable(_:)`` when the backup is not a sound database of this program,
    ///   and ``StorageError/busy`` when the database is in use; it is untouched then.
    public static func restore(
        from file: String, to url: String, settings: DatabaseSettings = DatabaseSettings()
    ) throws {
        guard case .sqlite(let path) = try Place(url: url) else {
            throw StorageError.unsupported("PostgreSQL is restored with pg_restore or psql.")
        }
        try checkBackup(file, settings)
        let fresh = path + ".restoring"
        unlink(fresh)
        try copySQLite(file, to: fresh, settings: settings)
        try replace(path, with: fresh, settings)
    }
}

/// Copies through SQLite, so that the copy is whole whatever is being written meanwhile.
private func copySQLite(_ path: String, to file: String, settings: DatabaseSettings) throws {
    guard access(file, F_OK) != 0 else {
        throw StorageError.cannotOpen("\(file) is there already")
    }
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? "."
    guard access(folder, W_OK) == 0 else {
        throw StorageError.cannotOpen("the folder of \(file) is not there or may not be written")
    }
    let partial = file + ".partial"
    unlink(partial)
    defer { unlink(partial) }
    let connection = try SQLiteFile.open(path, as: .observer, settings: settings)
    defer { connection.close() }
    try connection.run(SQL("VACUUM INTO ?", [.text(partial)]))
    try connection.confirmRead()
    try flush(partial)
    try move(partial, to: file)
}

private func checkBackup(_ file: String, _ settings: DatabaseSettings) throws {
    guard access(file, R_OK) == 0 else { throw StorageError.notRestorable("\(file) cannot be read") }
    do {
        let connection = try SQLiteFile.open(file, as: .observer, settings: settings)
        defer { connection.close() }
        guard try connection.exists("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migration'") else {
            throw StorageError.notRestorable("it is not a database of this program")
        }
        let report = try connection.all("PRAGMA integrity_check(1)") { $0.text(0) }
        guard report == ["ok"] else { throw StorageError.notRestorable("it is damaged") }
        guard try !connection.exists("PRAGMA foreign_key_check") else {
            throw StorageError.notRestorable("it has rows that refer to missing ones")
        }
    } catch StorageError.cannotOpen(let reason) {
        throw StorageError.notRestorable(reason)
    } catch StorageError.sql(_, let message) {
        throw StorageError.notRestorable(message)
    }
}

/// Changes the files over while nobody else can have the old one open.
private func replace(_ path: String, with fresh: String, _ settings: DatabaseSettings) throws {
    defer { unlink(fresh) }
    let old = try openAlone(path, settings)
    defer { old?.close() }
    if access(path, F_OK) == 0 { try move(path, to: path + ".previous") }
    for suffix in ["-wal", "-shm"] where access(path + suffix, F_OK) == 0 {
        try move(path + suffix, to: path + ".previous" + suffix)
    }
    try move(fresh, to: path)
}

/// Opens the old database and locks everybody else out; nil when there is none or it is too damaged to open.
private func openAlone(_ path: String, _ settings: DatabaseSettings) throws -> SQLiteConnection? {
    guard access(path, F_OK) == 0 else { return nil }
    var impatient = settings
    impatient.busySeconds = 1
    do {
        let connection = try SQLiteFile.open(path, as: .writer, settings: impatient)
        // Leaving the write-ahead log needs the file for oneself, and folds the log into it.
        guard try connection.first("PRAGMA journal_mode = DELETE", { $0.text(0) }) == "delete" else {
            throw StorageError.busy
        }
        try connection.run("BEGIN EXCLUSIVE")
        return connection
    } catch StorageError.cannotOpen {
        return nil
    } catch StorageError.sql {
        return nil
    }
}

/// Renames, and makes the new name durable.
private func move(_ old: String, to new: String) throws {
    guard rename(old, new) == 0 else { throw StorageError.full }
    let slash = new.lastIndex(of: "/")
    try flush(slash.map { String(new[...$0]) } ?? ".")
}

/// Has a file or a directory written through to the disk.
private func flush(_ path: String) throws {
    let descriptor = Glibc.open(path, O_RDONLY)
    guard descriptor >= 0 else { throw StorageError.full }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else { throw StorageError.full }
}
