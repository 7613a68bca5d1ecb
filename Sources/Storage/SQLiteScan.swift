internal import GRDBSQLite

/// Lets SQLite call back for each row in the middle of its own loop, as an aggregate function that is never
/// done: cheaper than stepping from row to row and asking for each column.
final class SQLiteScan {
    typealias Body = (borrowing Row) throws -> Void

    /// What the running scan calls; a scan inside a scan puts the outer one back when it ends.
    private var body: Body?
    private var failure: (any Error)?

    /// Makes the function `each_row` on a connection. The scan must outlive it.
    init(_ database: OpaquePointer) throws {
        let code = sqlite3_create_function_v2(
            database, "each_row", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY,
            Unmanaged.passUnretained(self).toOpaque(), nil, { SQLiteScan.step($0, $2) },
            { sqlite3_result_null($0) }, nil)
        guard code == SQLITE_OK else { throw SQLiteFailure.error(code, database) }
    }

    /// Calls `body` for each row that `query` hands to `each_row`.
    /// - Returns: what `body` threw, which has broken the query off.
    func run(_ body: Body, query: () throws -> Void) throws -> (any Error)? {
        let outer = (self.body, failure)
        failure = nil
        defer { (self.body, failure) = outer }
        return try withoutActuallyEscaping(body) { escapable in
            self.body = escapable
            defer { self.body = nil }
            do {
                try query()
            } catch  where failure == nil {
                throw error
            } catch {}
            return failure
        }
    }

    private static func step(
        _ context: OpaquePointer?, _ values: UnsafeMutablePointer<OpaquePointer?>?
    ) {
        guard let values, let scan = sqlite3_user_data(context) else { return }
        Unmanaged<SQLiteScan>.fromOpaque(scan)._withUnsafeGuaranteedRef { scan in
            do {
                try scan.body?(Row(sqliteValues: OpaquePointer(values)))
            } catch {
                scan.failure = error
                sqlite3_result_error_code(context, SQLITE_ABORT)
            }
        }
    }
}

/// Reads the values that SQLite hands to a function.
enum SQLiteValue {
    @inline(__always)
    static func int(_ values: OpaquePointer, _ column: Int) -> Int64? {
        let value = argument(values, column)
        let number = sqlite3_value_int64(value)
        if number == 0, sqlite3_value_type(value) == SQLITE_NULL { return nil }
        return number
    }

    static func isNull(_ values: OpaquePointer, _ column: Int) -> Bool {
        sqlite3_value_type(argument(values, column)) == SQLITE_NULL
    }

    static func bytes(_ values: OpaquePointer, _ column: Int) -> UnsafeBufferPointer<UInt8>? {
        let value = argument(values, column)
        let type = sqlite3_value_type(value)
        if type == SQLITE_NULL { return nil }
        // Blob and text lie in the same place; asking for a blob spares the zero at the end.
        let isStored = type == SQLITE_BLOB || type == SQLITE_TEXT
        let start =
            isStored
            ? sqlite3_value_blob(value)?.assumingMemoryBound(to: UInt8.self) : sqlite3_value_text(value)
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
    }

    @inline(__always)
    private static func argument(_ values: OpaquePointer, _ column: Int) -> OpaquePointer? {
        UnsafeMutablePointer<OpaquePointer?>(values)[column]
    }
}
