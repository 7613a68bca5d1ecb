/// Copying a database into an empty one of either engine: every row of every table, in one transaction.

/// How many rows have been copied, of how many.
public struct CopyProgress: Sendable {
    public let rows: Int64
    public let all: Int64
}

extension Database {
    /// Copies what one snapshot of the source holds. The target must have the same schema and no rows;
    /// nothing of a copy that breaks off remains in it.
    ///
    /// - Returns: the number of rows.
    /// - Throws: ``StorageError/notEmpty(_:)`` when a table of the target holds rows.
    @discardableResult
    public static func copy(
        from source: String, to target: String, settings: DatabaseSettings = DatabaseSettings(),
        progress: (CopyProgress) -> Void = { _ in }
    ) throws -> Int64 {
        let from = try Place(url: source).open(.observer, settings: settings)
        defer { from.close() }
        let to = try Place(url: target).open(.writer, settings: settings)
        defer { to.close() }
        do {
            try from.beginRead()
            try to.beginWrite()
            let rows = try DatabaseCopy(from: from, to: to).run(progress)
            // The server plans by what it knows of its tables, and would learn it only later.
            if to.engine == .postgresql { try to.run("ANALYZE") }
            try from.confirmRead()
            from.endRead()
            try to.commit()
            return rows
        } catch {
            to.rollback()
            from.rollback()
            throw to.failure ?? from.failure ?? error
        }
    }
}

/// One copy, between two transactions that are open.
private struct DatabaseCopy {
    private let from: Connection
    private let to: Connection
    private let tables: [CopiedTable]

    init(from: Connection, to: Connection) throws {
        (self.from, self.to) = (from, to)
        tables = try CopiedTable.all(in: to)
    }

    func run(_ progress: (CopyProgress) -> Void) throws -> Int64 {
        for table in tables {
            let hasRows = try to.exists(SQL(composing: "SELECT 1 FROM \(table.name) LIMIT 1"))
            guard !hasRows else { throw StorageError.notEmpty(table.name) }
        }
        var all: Int64 = 0
        for table in tables { all += try count(table, from) }
        var done: Int64 = 0
        for table in tables {
            try copy(table) { rows in
                done += rows
                progress(CopyProgress(rows: done, all: all))
            }
            let (held, given) = (try count(table, to), try count(table, from))
            guard held == given else {
                throw StorageError.sql(code: "copy", message: "\(table.name): \(held) rows of \(given)")
            }
        }
        return done
    }

    private func count(_ table: CopiedTable, _ connection: Connection) throws -> Int64 {
        try connection.first(SQL(composing: "SELECT COUNT(*) FROM \(table.name)")) { $0.int(0) } ?? 0
    }

    /// As many values as SQLite binds for one statement, a few thousand rows at most.
    private static let mostValues = 30_000
    /// Whole files may be among the values.
    private static let mostBytes = 4 << 20

    private func copy(_ table: CopiedTable, _ copied: (Int64) -> Void) throws {
        let most = max(1, min(500, Self.mostValues / table.columns.count))
        let full = table.insertion(rows: most)
        var values: [Value] = []
        values.reserveCapacity(most * table.columns.count)
        var (rows, bytes) = (0, 0)
        func store() throws {
            guard rows > 0 else { return }
            let sql = rows == most ? full : table.insertion(rows: rows)
            try to.run(SQL(composing: sql, values))
            copied(Int64(rows))
            values.removeAll(keepingCapacity: true)
            (rows, bytes) = (0, 0)
        }
        try read(table) { row in
            for (place, column) in table.columns.enumerated() {
                let value = column.value(row, place)
                bytes += value.size
                values.append(value)
            }
            rows += 1
            if rows == most || bytes > Self.mostBytes { try store() }
        }
        try store()
    }

    /// Goes through the rows of the source. PostgreSQL hands them out by the thousand, so that rows which
    /// hold whole files are asked for few at a time.
    private func read(_ table: CopiedTable, _ body: (borrowing Row) throws -> Void) throws {
        let largest = from.engine == .postgresql ? try largestValue(of: table) : 0
        guard largest > Self.smallValue, let key = table.columns.firstIndex(where: { $0.name == "id" }) else {
            return try from.forEach(SQL(composing: table.selection()), body)
        }
        var last = Int64.min
        var isFull = true
        let most = max(1, Self.mostBytes / Int(largest))
        while isFull {
            var count = 0
            let sql = SQL(composing: table.selection(after: true) + " LIMIT \(most)", [.int(last)])
            try from.forEach(sql) { row in
                (last, count) = (row.int(key), count + 1)
                try body(row)
            }
            isFull = count == most
        }
    }

    private static let smallValue: Int64 = 4_096

    private func largestValue(of table: CopiedTable) throws -> Int64 {
        let lengths = table.columns.filter { $0.kind == .blob }.map { "COALESCE(MAX(LENGTH(\($0.name))), 0)" }
        guard !lengths.isEmpty else { return 0 }
        let sql = "SELECT \(lengths.joined(separator: ", ")) FROM \(table.name)"
        return try from.first(SQL(composing: sql)) { row in
            lengths.indices.reduce(0) { max($0, row.int($1)) }
        } ?? 0
    }
}

/// A table with its columns, as the database itself describes them.
private struct CopiedTable {
    let name: String
    let columns: [Column]

    struct Column {
        let name: String
        let kind: Kind

        enum Kind { case int, text, blob }

        func value(_ row: borrowing Row, _ place: Int) -> Value {
            switch kind {
            case .int: row.optionalInt(place).map { .int($0) } ?? .null
            case .text: row.optionalText(place).map { .text($0) } ?? .null
            case .blob: row.optionalBytes(place).map { .blob($0) } ?? .null
            }
        }
    }

    private var names: String { columns.map(\.name).joined(separator: ", ") }

    /// Rows refer to those before them, also in their own table.
    func selection(after isPart: Bool = false) -> String {
        let order = columns.contains { $0.name == "id" } ? " ORDER BY id" : ""
        return "SELECT \(names) FROM \(name)\(isPart ? " WHERE id > ?" : "")\(order)"
    }

    func insertion(rows: Int) -> String {
        let row = "(" + Array(repeating: "?", count: columns.count).joined(separator: ", ") + ")"
        let all = Array(repeating: row, count: rows).joined(separator: ", ")
        return "INSERT OR FAIL INTO \(name) (\(names)) VALUES \(all)"
    }

    /// All tables but the record of the schema's steps, those that others refer to first.
    static func all(in connection: Connection) throws -> [CopiedTable] {
        let names = try connection.all(connection.engine == .sqlite ? sqliteTables : postgresqlTables) {
            $0.text(0)
        }
        let references = try connection.all(
            connection.engine == .sqlite ? sqliteReferences : postgresqlReferences
        ) { (table: $0.text(0), to: $0.text(1)) }
        var placed: [String] = []
        var waiting = names.filter { $0 != "schema_migration" }
        while !waiting.isEmpty {
            let ready = waiting.filter { name in
                references.allSatisfy { $0.table != name || $0.to == name || placed.contains($0.to) }
            }
            guard !ready.isEmpty else {
                throw StorageError.unsupported(
                    "Tables refer to each other: \(waiting.joined(separator: ", "))")
            }
            placed += ready
            waiting.removeAll { ready.contains($0) }
        }
        return try placed.map { CopiedTable(name: $0, columns: try columns(of: $0, connection)) }
    }

    private static func columns(of table: String, _ connection: Connection) throws -> [Column] {
        let sql = connection.engine == .sqlite ? sqliteColumns : postgresqlColumns
        return try connection.all(SQL(composing: sql, [.text(table)])) { row in
            let kind: Column.Kind? =
                switch row.text(1).lowercased() {
                case "integer", "bigint": .int
                case "text": .text
                case "blob", "bytea": .blob
                default: nil
                }
            guard let kind else {
                throw StorageError.unsupported("\(table).\(row.text(0)): \(row.text(1)) can't be copied.")
            }
            return Column(name: row.text(0), kind: kind)
        }
    }

    private static let sqliteTables: SQL = """
        SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name
        """
    private static let sqliteReferences: SQL = """
        SELECT s.name, f."table" FROM sqlite_schema s, pragma_foreign_key_list(s.name) f
        WHERE s.type = 'table'
        """
    private static let sqliteColumns = "SELECT name, type FROM pragma_table_info(?) ORDER BY cid"
    private static let postgresqlTables: SQL = """
        SELECT CAST(table_name AS TEXT) FROM information_schema.tables
        WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name
        """
    private static let postgresqlReferences: SQL = """
        SELECT CAST(t.relname AS TEXT), CAST(r.relname AS TEXT) FROM pg_constraint c
            JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid
            JOIN pg_namespace n ON n.oid = t.relnamespace
        WHERE c.contype = 'f' AND n.nspname = current_schema()
        """
    private static let postgresqlColumns = """
        SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position
        """
}

extension Value {
    /// About how many bytes it takes.
    fileprivate var size: Int {
        switch self {
        case .null, .int: 8
        case .text(let text): text.utf8.count
        case .blob(let bytes): bytes.count
        }
    }
}
