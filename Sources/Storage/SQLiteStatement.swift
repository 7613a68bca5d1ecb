internal import GRDBSQLite
import Glibc

/// A prepared statement of SQLite that is used again and again.
final class SQLiteStatement {
    let handle: OpaquePointer
    let isReadOnly: Bool
    private let parameterCount: Int
    private(set) var isInUse = false

    init(_ text: UnsafePointer<CChar>, database: OpaquePointer) throws {
        var handle: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let code = sqlite3_prepare_v3(database, text, -1, flags, &handle, nil)
        guard code == SQLITE_OK else { throw SQLiteFailure.error(code, database) }
        guard let handle else { throw StorageError.sql(code: "1", message: "the statement is empty") }
        self.handle = handle
        isReadOnly = sqlite3_stmt_readonly(handle) != 0
        parameterCount = Int(sqlite3_bind_parameter_count(handle))
    }

    deinit {
        sqlite3_finalize(handle)
    }

    func bind(_ values: [Value], database: OpaquePointer) throws {
        precondition(values.count == parameterCount, "the statement has \(parameterCount) placeholders")
        isInUse = true
        var position: Int32 = 0
        for value in values {
            position += 1
            let code =
                if case .int(let number) = value {
                    sqlite3_bind_int64(handle, position, number)
                } else {
                    try bind(value, at: position)
                }
            guard code == SQLITE_OK else { throw SQLiteFailure.error(code, database) }
        }
    }

    /// True when there is a row, false at the end.
    @inline(__always)
    func step(database: OpaquePointer) throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw SQLiteFailure.error(code, database)
        }
    }

    func release() {
        sqlite3_reset(handle)
        isInUse = false
    }

    private func bind(_ value: Value, at position: Int32) throws -> Int32 {
        switch value {
        case .null:
            return sqlite3_bind_null(handle, position)
        case .int(let number):
            return sqlite3_bind_int64(handle, position, number)
        case .text(var text):
            return try text.withUTF8 { bytes in
                if let start = bytes.baseAddress, memchr(start, 0, bytes.count) != nil {
                    throw StorageError.textWithZero
                }
                return bytes.withMemoryRebound(to: CChar.self) {
                    let start = $0.baseAddress ?? Self.empty
                    return sqlite3_bind_text(handle, position, start, Int32($0.count), transient)
                }
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, position, 0) }
            return sqlite3_bind_blob64(handle, position, bytes, UInt64(bytes.count), transient)
        }
    }

    nonisolated(unsafe) private static let empty: UnsafePointer<CChar> = {
        let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        pointer.pointee = 0
        return UnsafePointer(pointer)
    }()
}

/// `SQLITE_TRANSIENT`: SQLite copies what is bound.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// Reads the columns of the row that a statement stands on.
enum SQLiteColumn {
    @inline(__always)
    static func int(_ statement: OpaquePointer, _ column: Int) -> Int64? {
        let value = sqlite3_column_int64(statement, Int32(column))
        if value == 0, isNull(statement, column) { return nil }
        return value
    }

    @inline(__always)
    static func isNull(_ statement: OpaquePointer, _ column: Int) -> Bool {
        sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
    }

    static func bytes(_ statement: OpaquePointer, _ column: Int) -> UnsafeBufferPointer<UInt8>? {
        // The blob of a text is its bytes; of an empty one, as of NULL, it is a null pointer.
        guard let start = sqlite3_column_blob(statement, Int32(column)) else {
            return isNull(statement, column) ? nil : UnsafeBufferPointer(start: nil, count: 0)
        }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
    }
}

/// Turns a result code of SQLite into an error.
enum SQLiteFailure {
    static func error(_ code: Int32, _ database: OpaquePointer) -> StorageError {
        let message = String(cString: sqlite3_errmsg(database))
        switch code & 0xff {
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN: return .full
        case SQLITE_READONLY where sqlite3_db_readonly(database, "main") == 0: return .full
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy
        case SQLITE_CONSTRAINT: return .constraint(kind(code), name(message))
        default: return .sql(code: String(code), message: message)
        }
    }

    private static func kind(_ code: Int32) -> ConstraintKind {
        switch code >> 8 {
        case 8, 6, 10: .unique
        case 3: .foreignKey
        case 1: .check
        case 5: .notNull
        default: .other
        }
    }

    /// What follows the colon: `UNIQUE constraint failed: firm.code`.
    private static func name(_ message: String) -> String {
        guard let colon = message.firstIndex(of: ":") else { return message }
        return String(message[message.index(after: colon)...].drop { $0 == " " })
    }
}
