import Storage

/// An index of the characters that stand beside each other in the names of firms, so that a part of a name is
/// found without reading them all, on both engines alike.
enum NamePairs {
    /// In nearly every name, so that they tell nothing.
    static let common: Set<String> = ["有限", "限公", "公司", "责任", "限责", "任公"]
    /// Of a name, so many characters are found.
    static let longest = 200
    /// A pair that fewer firms have is enough to find them by.
    private static let rare: Int64 = 1_000
    /// A pair that more firms have does not narrow a search.
    private static let frequent: Int64 = 15_000

    static func insert(_ name: String, of enterprise: Int64, _ connection: Connection) throws {
        let pairs = Set(numbers(name))
        guard !pairs.isEmpty else { return }
        let rows = Array(repeating: "(?, ?)", count: pairs.count).joined(separator: ", ")
        try connection.run(
            SQL(
                composing: "INSERT INTO enterprise_pair VALUES \(rows)",
                pairs.flatMap { [.int($0), .int(enterprise)] }))
    }

    /// Whether the index is what the names make it.
    static func areSound(_ connection: Connection) throws -> Bool {
        var (kept, made) = (OrderlessSum(), OrderlessSum())
        try connection.scan("pair, enterprise_id", from: "enterprise_pair") { row in
            kept.add(row.int(0), row.int(1))
        }
        try connection.scan("id, name", from: "enterprise") { row in
            let enterprise = row.int(0)
            for pair in Set(numbers(row.text(1))) { made.add(pair, enterprise) }
        }
        return kept == made
    }

    /// All anew from the names.
    static func rebuild(_ connection: Connection) throws {
        try connection.run("DELETE FROM enterprise_pair")
        let firms = try connection.all("SELECT id, name FROM enterprise ORDER BY id") {
            ($0.int(0), $0.text(1))
        }
        for (enterprise, name) in firms { try insert(name, of: enterprise, connection) }
    }

    /// The same for many firms at once, in the order of the index.
    static func insert(_ names: [(enterprise: Int64, name: String)], _ connection: Connection) throws {
        var rows: [(pair: Int64, enterprise: Int64)] = []
        rows.reserveCapacity(names.count * 12)
        for (enterprise, name) in names {
            for pair in Set(numbers(name)) { rows.append((pair, enterprise)) }
        }
        rows.sort { ($0.pair, $0.enterprise) < ($1.pair, $1.enterprise) }
        var start = 0
        while start < rows.count {
            // Two shapes of the statement, so that each is prepared once.
            let count = rows.count - start >= many ? many : 1
            let marks = Array(repeating: "(?, ?)", count: count).joined(separator: ", ")
            let values = rows[start..<start + count].flatMap { [Value.int($0.pair), .int($0.enterprise)] }
            try connection.run(
                SQL(composing: "INSERT OR FAIL INTO enterprise_pair VALUES \(marks)", values))
            start += count
        }
    }

    /// Rows of one statement.
    private static let many = 100

    /// The numbers of firms that have all pairs of a text in their names, which is nearly to have the text;
    /// nil when the text tells too little to find them by.
    static func candidates(_ text: String, _ connection: Connection) throws -> SQL? {
        let pairs = Array(Set(numbers(text)).sorted().prefix(8))
        var counted: [(pair: Int64, count: Int64)] = []
        for pair in pairs {
            let count = try count(of: pair, upTo: rare, connection)
            if count < rare { counted = [(pair, count)] + counted } else { counted.append((pair, count)) }
            if count < rare { break }
        }
        if let first = counted.first, first.count == rare {
            counted = try pairs.map { ($0, try estimate(of: $0, connection)) }
            counted.sort { $0.count < $1.count }
        }
        guard let rarest = counted.first, rarest.count < frequent else { return nil }
        var sql = SQL("SELECT r.enterprise_id FROM enterprise_pair r WHERE r.pair = ?", [.int(rarest.pair)])
        for other in counted.dropFirst().prefix(4) {
            sql.append(
                """
                 AND EXISTS (SELECT 1 FROM enterprise_pair o WHERE o.pair = ? \
                AND o.enterprise_id = r.enterprise_id)
                """, [.int(other.pair)])
        }
        return sql
    }

    private static func count(
        of pair: Int64, upTo limit: Int64, _ connection: Connection
    ) throws -> Int64 {
        let sql = SQL(
            "SELECT COUNT(*) FROM (SELECT 1 FROM enterprise_pair WHERE pair = ? LIMIT ?) AS c",
            [.int(pair), .int(limit)])
        return try connection.first(sql) { $0.int(0) } ?? 0
    }

    /// About how many firms have a pair, by how far apart they stand at some places of the index: counting
    /// those of a pair that nearly all have would take longer than the page.
    private static func estimate(of pair: Int64, _ connection: Connection) throws -> Int64 {
        let last = try connection.first("SELECT COALESCE(MAX(id), 0) FROM enterprise") { $0.int(0) } ?? 0
        var gaps: Int64 = 0
        for probe in 0..<probes {
            let from = last * probe / probes + 1
            let next = SQL(
                """
                SELECT enterprise_id FROM enterprise_pair WHERE pair = ? AND enterprise_id >= ?
                ORDER BY enterprise_id LIMIT 1
                """, [.int(pair), .int(from)])
            gaps += max(try connection.first(next) { $0.int(0) } ?? last, from) - from + 1
        }
        return last * probes / max(gaps, 1)
    }

    private static let probes: Int64 = 16

    /// Two characters as one number, Latin letters in lower case.
    private static func numbers(_ name: String) -> [Int64] {
        let scalars = name.unicodeScalars.prefix(longest).map(lowered)
        return zip(scalars, scalars.dropFirst()).compactMap { first, second in
            guard !commonNumbers.contains(number(first, second)) else { return nil }
            return number(first, second)
        }
    }

    private static let commonNumbers = Set(
        common.map { text in
            let scalars = text.unicodeScalars.map(\.value)
            return number(scalars[0], scalars[1])
        })

    private static func number(_ first: UInt32, _ second: UInt32) -> Int64 {
        Int64(first) << 21 | Int64(second)
    }

    private static func lowered(_ scalar: Unicode.Scalar) -> UInt32 {
        (65...90).contains(scalar.value) ? scalar.value + 32 : scalar.value
    }
}
