import Core
import Storage

/// What the audit log says of the rows of sealed tables: of each row the last digest.
struct SealedRecords: Sendable {
    fileprivate struct Last {
        var record: Int64
        var digest: String
    }

    fileprivate var last: [String: Last] = [:]
    /// Rows that a record names and none covers: from before there were seals.
    fileprivate var unsealed: Set<String> = []

    /// Takes what a record says, if its subject is one of a sealed table.
    mutating func take(_ record: Int64, subject: String, after: UnsafeBufferPointer<UInt8>) {
        guard let table = SealedTable.all.first(where: { subject.hasPrefix($0.subjects) }) else { return }
        // The seal is the last member; inside a text its quotation marks would be escaped.
        let end = String(decoding: after.dropLast(2).suffix(160), as: UTF8.self)
        let seal = end.split(separator: "\"\(RowSeal.member)\":\"", omittingEmptySubsequences: false)
        let parts = seal.count == 2 ? seal[1].split(separator: " ") : []
        if parts.count == 2 {
            last[String(parts[0])] = Last(record: record, digest: String(parts[1]))
        } else if table.isSubject {
            unsealed.insert(table.name + "/" + subject.dropFirst(table.subjects.count))
        }
    }

    /// Adds what a later range has.
    mutating func append(_ more: SealedRecords) {
        last.merge(more.last) { $1 }
        unsealed.formUnion(more.unsealed)
    }

    /// Compares the rows of all sealed tables with the log, which nothing has been added to since.
    func findings(_ connection: Connection) throws -> [Finding] {
        var findings: [Finding] = []
        var seen: Set<String> = []
        for table in SealedTable.all {
            // Rows are numbered in their order: after the first that is covered all are.
            var isCovered = false
            let keys = table.columns.prefix(table.keyCount).map(\.name).joined(separator: ", ")
            let sql = SQL(composing: "SELECT \(table.columnNames) FROM \(table.name) ORDER BY \(keys)")
            try connection.forEach(sql) { row in
                let place = table.place(row)
                if let sealed = last[place] {
                    seen.insert(place)
                    isCovered = true
                    if sealed.digest != table.digest(of: row) {
                        findings.append(.rowDiffers(place, record: sealed.record))
                    }
                } else if table.isSubject ? !unsealed.contains(place) : isCovered && table.keyCount == 1 {
                    findings.append(.rowWithoutRecord(place))
                }
            }
        }
        for (place, sealed) in last.sorted(by: { $0.value.record < $1.value.record })
        where !seen.contains(place) {
            findings.append(.rowMissing(place, record: sealed.record))
        }
        return findings
    }
}
