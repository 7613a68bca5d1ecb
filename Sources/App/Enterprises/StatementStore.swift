import Core
import Storage

/// Who tells the register something.
enum FactSourceStore {
    static func all(_ connection: Connection) throws -> [Int64: FirmFactSource] {
        let sources = try connection.all("SELECT id, name, kind, of_books FROM fact_source ORDER BY id") {
            row in
            FirmFactSource(number: row.int(0), name: row.text(1), kind: kind(row.text(2), row.int(3)))
        }
        return Dictionary(uniqueKeysWithValues: sources.map { ($0.number, $0) })
    }

    static func find(_ name: String, _ connection: Connection) throws -> FirmFactSource? {
        let sql = SQL("SELECT id, kind, of_books FROM fact_source WHERE name = ?", [.text(name)])
        return try connection.first(sql) { row in
            FirmFactSource(number: row.int(0), name: name, kind: kind(row.text(1), row.int(2)))
        }
    }

    /// Books are what a firm tells, in a way of its own.
    private static func kind(_ word: String, _ ofBooks: Int64) -> FirmFactSource.Kind {
        ofBooks == 1 ? .books : FirmFactSource.Kind(rawValue: word) ?? .table
    }

    /// The source of that name, added when it is new; one that is there keeps its kind.
    static func findOrAdd(_ name: String, _ kind: FirmFactSource.Kind, _ writing: Writing) throws
        -> FirmFactSource
    {
        if let known = try find(name, writing.connection) { return known }
        let source = FirmFactSource(
            number: try writing.scope.nextNumber(of: .factSource), name: name, kind: kind)
        try add(source, writing)
        return source
    }

    /// A new one, whose number is the next.
    static func add(_ source: FirmFactSource, _ writing: Writing) throws {
        writing.scope.took(source.number, of: .factSource)
        try writing.connection.run(
            SQL(
                "INSERT INTO fact_source (id, name, kind, of_books) VALUES (?, ?, ?, ?)",
                [
                    .int(source.number), .text(source.name),
                    .text((source.kind == .books ? .firm : source.kind).rawValue),
                    .int(source.kind == .books ? 1 : 0),
                ]))
        var after = JSONText()
        after.add("name", source.name)
        try writing.record(
            "source/\(source.number)", action: "source.add", after: after.text,
            sealing: RowSeal(.factSource, source.number))
    }
}

/// What sources told of firms, one row for each time.
enum StatementStore {
    /// The facts as columns, in their order.
    static let factColumns = FirmFact.all.map { "s.\($0.name)" }.joined(separator: ", ")
    /// Before the facts.
    static let headColumns =
        "s.enterprise_id, s.told_in, s.place, s.source_id, s.on_day, s.last_year, s.name"
    static let headCount = 7

    /// Everything told of one firm, in the order in which it was.
    static func all(of enterprise: Int64, _ connection: Connection) throws -> [FirmStatement] {
        try all(of: [enterprise], connection)[enterprise] ?? []
    }

    /// The same of several firms, by their numbers.
    static func all(of enterprises: [Int64], _ connection: Connection) throws -> [Int64: [FirmStatement]] {
        guard !enterprises.isEmpty else { return [:] }
        let sources = try FactSourceStore.all(connection)
        var found: [Int64: [FirmStatement]] = [:]
        for start in stride(from: 0, to: enterprises.count, by: manyKeys) {
            let part = enterprises[start..<min(start + manyKeys, enterprises.count)]
            let marks = Array(repeating: "?", count: part.count).joined(separator: ", ")
            let sql = SQL(
                composing: """
                    SELECT \(headColumns), \(factColumns) FROM enterprise_statement s
                    WHERE s.enterprise_id IN (\(marks)) ORDER BY s.enterprise_id, s.told_in, s.place
                    """, part.map { .int($0) })
            try connection.forEach(sql) { row in
                found[row.int(0), default: []].append(statement(row, sources))
            }
        }
        return found
    }

    /// The same of the firms of a range.
    static func all(
        in enterprises: ClosedRange<Int64>, _ connection: Connection
    ) throws -> [Int64: [FirmStatement]] {
        let sources = try FactSourceStore.all(connection)
        var found: [Int64: [FirmStatement]] = [:]
        let sql = SQL(
            composing: """
                SELECT \(headColumns), \(factColumns) FROM enterprise_statement s
                WHERE s.enterprise_id BETWEEN ? AND ? ORDER BY s.enterprise_id, s.told_in, s.place
                """, [.int(enterprises.lowerBound), .int(enterprises.upperBound)])
        try connection.forEach(sql) { row in
            found[row.int(0), default: []].append(statement(row, sources))
        }
        return found
    }

    /// Keys of one statement; few shapes, so that they are prepared once.
    static let manyKeys = 500

    static func statement(_ row: borrowing Row, _ sources: [Int64: FirmFactSource]) -> FirmStatement {
        guard let source = sources[row.int(3)] else { preconditionFailure("the schema knows the source") }
        var values = [FirmFactValue?](repeating: nil, count: FirmFact.all.count)
        for (place, fact) in FirmFact.all.enumerated() where !row.isNull(headCount + place) {
            values[place] =
                fact.kind.isText
                ? .text(row.text(headCount + place)) : .number(row.int(headCount + place))
        }
        return FirmStatement(
            source: source, day: Day(number: Int32(row.int(4))), toldIn: row.int(1), place: row.int(2),
            lastYear: Int(row.int(5)), values: values, otherName: row.optionalText(6))
    }

    static func insert(
        _ statement: FirmStatement, of enterprise: Int64, toldIn: Int64, _ connection: Connection
    ) throws {
        var values: [Value] = [
            .int(enterprise), .int(toldIn), .int(statement.place), .int(statement.source.number),
            .int(Int64(statement.day.number)), .int(Int64(statement.lastYear)), Value(statement.otherName),
        ]
        values.reserveCapacity(headCount + FirmFact.all.count)
        for value in statement.values { values.append(Value(value)) }
        try connection.run(
            SQL(
                """
                INSERT INTO enterprise_statement VALUES (?, ?, ?, ?, ?, ?, ?,
                    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, values))
    }

    /// Bytes that differ whenever anything told does; the audit record of a batch covers them.
    static func appendCanonicalBytes(
        of statement: FirmStatement, enterprise: Int64, to bytes: inout [UInt8]
    ) {
        func add(_ number: Int64) {
            withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
        }
        func add(_ text: String) {
            add(Int64(text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        }
        for number in [
            enterprise, statement.place, statement.source.number, Int64(statement.day.number),
            Int64(statement.lastYear),
        ] { add(number) }
        add(statement.otherName ?? "")
        for value in statement.values {
            switch value {
            case nil: bytes.append(0)
            case .number(let number):
                bytes.append(1)
                add(number)
            case .text(let text):
                bytes.append(2)
                add(text)
            }
        }
    }

    /// What the audit record of a batch says.
    static func told(_ source: String, _ day: Day, statements: Int64, digest: [UInt8]) -> JSONText {
        var text = JSONText()
        text.add("source", source)
        text.add("day", day)
        text.add("statements", statements)
        text.add("sha256", Hexadecimal.text(digest))
        return text
    }
}

extension Value {
    fileprivate init(_ value: FirmFactValue?) {
        switch value {
        case nil: self = .null
        case .number(let number): self = .int(number)
        case .text(let text): self = .text(text)
        }
    }
}
