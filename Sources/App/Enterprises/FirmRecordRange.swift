import Core
import Storage

/// Compares rights, certificates, hosting and incidents of firms with the audit records of a range, each of
/// which has a digest of the rows that it entered.
struct FirmRecordRange: Sendable {
    /// How many rows were found under records, table by table.
    struct Counts: Sendable {
        fileprivate var rows: [String: Int64] = [:]

        fileprivate subscript(table: SealedTable) -> Int64 { rows[table.name] ?? 0 }

        mutating func add(_ more: Counts) { rows.merge(more.rows, uniquingKeysWith: +) }
    }

    /// What ends a record that has a digest.
    private static let member = "\"sha256\":\""

    /// The number of each record, with its digest; nil for one from before digests.
    private var records: [(number: Int64, digest: String?)] = []
    /// What records say of hosting, by firm, first day and platform: the last of each.
    private(set) var hostings: [String: Int64] = [:]
    private(set) var counts = Counts()

    /// Takes what a record says, if it is of a firm's records.
    mutating func take(_ record: Int64, subject: String, after: UnsafeBufferPointer<UInt8>) {
        guard subject.hasPrefix(FirmRecordStore.subjects) else { return }
        let text = String(decoding: after, as: UTF8.self)
        let end = text.dropLast(2).suffix(FirmRecordRange.member.count + 64)
        let isDigested = end.hasPrefix(FirmRecordRange.member)
        records.append((record, isDigested ? String(end.suffix(64)) : nil))
        guard text.contains("\"hosted_by "), case .object(let members)? = JSON(parsing: Array(after)) else {
            return
        }
        for member in members where member.name.hasPrefix("hosted_by ") {
            guard case .string(let platform) = member.value else { continue }
            let firm = subject.dropFirst(FirmRecordStore.subjects.count)
            hostings["\(firm) \(member.name.dropFirst(10)) \(platform)"] = record
        }
    }

    // MARK: Digests

    fileprivate static let tables = [SealedTable.ipRight, .qualification, .incident]
    private static let nothing = Digest.text(of: "")

    /// Of the rows that a record has entered, as they are in the tables now.
    static func digest(of record: Int64, _ connection: Connection) throws -> String {
        try rows(in: record...record, connection).bytes[record].map(text) ?? nothing
    }

    private static func text(_ rows: [UInt8]) -> String { Hexadecimal.text(Digest.of(rows)) }

    /// The canonical bytes of the rows under each record, and their number.
    private static func rows(
        in numbers: ClosedRange<Int64>, _ connection: Connection
    ) throws -> (bytes: [Int64: [UInt8]], counts: [Int64: Counts]) {
        var bytes: [Int64: [UInt8]] = [:]
        var counts: [Int64: Counts] = [:]
        for table in tables {
            let sql = SQL(
                composing: """
                    SELECT \(table.columnNames), told_in FROM \(table.name)
                    WHERE told_in BETWEEN ? AND ? ORDER BY told_in, id
                    """, [.int(numbers.lowerBound), .int(numbers.upperBound)])
            try connection.forEach(sql) { row in
                let record = row.int(table.columns.count)
                counts[record, default: Counts()].rows[table.name, default: 0] += 1
                bytes[record, default: []].append(contentsOf: table.name.utf8)
                table.appendCanonicalBytes(of: row, to: &bytes[record, default: []])
            }
        }
        return (bytes, counts)
    }

    // MARK: Verifying

    /// Compares the rows under the records of a range with what these say.
    mutating func compare(
        _ numbers: ClosedRange<Int64>, _ connection: Connection, _ findings: inout [Finding]
    ) throws {
        guard !records.isEmpty else { return }
        let found = try FirmRecordRange.rows(in: numbers, connection)
        for record in records { counts.add(found.counts[record.number] ?? Counts()) }
        for (number, digest) in records {
            guard let digest else { continue }
            let place = "audit/\(number)"
            let rows = found.bytes[number]
            if rows == nil, digest != FirmRecordRange.nothing {
                findings.append(.rowMissing(place, record: number))
            } else if digest != rows.map(FirmRecordRange.text) ?? FirmRecordRange.nothing {
                findings.append(.rowDiffers(place, record: number))
            }
        }
        records = []
    }
}

/// What remains to be compared when all ranges have been: rows that no record covers, and hosting, whose row
/// is another after it has ended.
struct FirmRecordRest: Sendable {
    private var counts = FirmRecordRange.Counts()
    private var hostings: [String: Int64] = [:]

    mutating func append(_ range: FirmRecordRange) {
        counts.add(range.counts)
        hostings.merge(range.hostings) { $1 }
    }

    /// - Parameter head: rows that were entered after this record are left out of account.
    func findings(head: Int64, _ connection: Connection) throws -> [Finding] {
        var findings: [Finding] = []
        for table in FirmRecordRange.tables {
            let all = SQL(
                composing: "SELECT COUNT(*) FROM \(table.name) WHERE told_in <= ?", [.int(head)])
            guard try connection.first(all, { $0.int(0) }) != counts[table] else { continue }
            let strays = SQL(
                composing: """
                    SELECT r.id FROM \(table.name) r LEFT JOIN audit a ON a.id = r.told_in
                    WHERE r.told_in <= ? AND (a.action IS NULL OR a.action <> 'enterprise.records')
                    ORDER BY r.id LIMIT 1000
                    """, [.int(head)])
            findings += try connection.all(strays) { .rowWithoutRecord("\(table.name)/\($0.int(0))") }
        }
        return try findings + hostingFindings(head: head, connection)
    }

    private func hostingFindings(head: Int64, _ connection: Connection) throws -> [Finding] {
        var findings: [Finding] = []
        var rest = hostings
        let sql = SQL(
            """
            SELECT h.enterprise_id, p.name, h.from_day, h.until_day, f.name, h.told_in, a.after
            FROM hosting h JOIN support_platform p ON p.id = h.platform_id
                JOIN fact_source f ON f.id = h.source_id LEFT JOIN audit a ON a.id = h.told_in
            WHERE h.told_in <= ? ORDER BY h.enterprise_id, h.from_day
            """, [.int(head)])
        try connection.forEach(sql) { row in
            let key = "\(row.int(0)) \(row.day(2)) \(row.text(1))"
            let place = "hosting/\(row.int(0))-\(row.day(2))"
            guard let record = rest.removeValue(forKey: key), record == row.int(5) else {
                return findings.append(.rowWithoutRecord(place))
            }
            let told = JSON(parsing: row.optionalBytes(6) ?? [])
            let until = row.optionalDay(3).map { JSON.string($0.description) }
            let isSame =
                told?["source"] == .string(row.text(4)) && told?["hosted_until \(row.day(2))"] == until
            if !isSame { findings.append(.rowDiffers(place, record: record)) }
        }
        for (key, record) in rest.sorted(by: { $0.value < $1.value }) {
            let parts = key.split(separator: " ")
            findings.append(.rowMissing("hosting/\(parts[0])-\(parts[1])", record: record))
        }
        return findings
    }
}
