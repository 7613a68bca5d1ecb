/// One row of a result, valid only while the closure that it is handed to runs.
///
/// Columns count from zero. Reading a NULL through an accessor that is not optional is a bug and stops the
/// program.
public struct Row: ~Copyable {
    /// What `source` says.
    private let handle: OpaquePointer
    private let source: Source
    /// The number of the row in a `PGresult`.
    private let index: Int32

    private enum Source {
        /// `sqlite3_stmt`.
        case sqlite
        /// An array of `sqlite3_value`.
        case sqliteValues
        /// `PGresult`.
        case postgresql
    }

    init(sqlite statement: OpaquePointer) {
        handle = statement
        source = .sqlite
        index = 0
    }

    init(sqliteValues values: OpaquePointer) {
        handle = values
        source = .sqliteValues
        index = 0
    }

    init(postgresql result: OpaquePointer, index: Int32) {
        handle = result
        source = .postgresql
        self.index = index
    }

    /// A whole number; false and true of PostgreSQL are 0 and 1, and a whole numeric that fits is taken too.
    @inline(__always)
    public func int(_ column: Int) -> Int64 {
        guard let value = optionalInt(column) else { preconditionFailure("column \(column) is null") }
        return value
    }

    public func optionalInt(_ column: Int) -> Int64? {
        switch source {
        case .sqlite: SQLiteColumn.int(handle, column)
        case .sqliteValues: SQLiteValue.int(handle, column)
        case .postgresql: PostgreSQLColumn.int(handle, index, column)
        }
    }

    public func text(_ column: Int) -> String {
        guard let value = optionalText(column) else { preconditionFailure("column \(column) is null") }
        return value
    }

    public func optionalText(_ column: Int) -> String? {
        guard let bytes = rawBytes(column) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    public func bytes(_ column: Int) -> [UInt8] {
        guard let value = optionalBytes(column) else { preconditionFailure("column \(column) is null") }
        return value
    }

    public func optionalBytes(_ column: Int) -> [UInt8]? {
        rawBytes(column).map { Array($0) }
    }

    public func isNull(_ column: Int) -> Bool {
        switch source {
        case .sqlite: SQLiteColumn.isNull(handle, column)
        case .sqliteValues: SQLiteValue.isNull(handle, column)
        case .postgresql: PostgreSQLColumn.isNull(handle, index, column)
        }
    }

    /// The bytes of a text or blob column where the engine holds them, without a copy; empty when null. They
    /// are gone when `body` returns.
    public func withBytes<Result>(
        _ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        try body(rawBytes(column) ?? UnsafeBufferPointer(start: nil, count: 0))
    }

    private func rawBytes(_ column: Int) -> UnsafeBufferPointer<UInt8>? {
        switch source {
        case .sqlite: SQLiteColumn.bytes(handle, column)
        case .sqliteValues: SQLiteValue.bytes(handle, column)
        case .postgresql: PostgreSQLColumn.bytes(handle, index, column)
        }
    }
}
