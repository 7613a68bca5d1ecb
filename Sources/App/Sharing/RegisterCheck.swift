import Core
import Storage

/// Compares agreements, institutions and their net assets with the audit records that entered them.
enum RegisterCheck {
    private typealias Record = ChainRange.RegisteredRecord

    /// - Parameter head: rows that were entered after this record are left out of account.
    static func findings(
        _ records: [ChainRange.RegisteredRecord], head: Int64, _ connection: Connection
    ) throws -> [Finding] {
        var known: [String: Record] = [:]
        for record in records { known[key(of: record)] = record }
        var check = Check(known: known, isQuiet: try !connection.exists(newer(than: head)))
        try connection.forEach(AgreementText.rows) { row in
            check.compare("agreement/\(row.int(0))", AgreementText(row).json)
        }
        try connection.forEach("SELECT id, code, name, kind, level, division FROM institution") { row in
            let text = InstitutionText(
                code: row.text(1), name: row.text(2), kind: row.text(3), level: row.text(4),
                division: row.text(5))
            check.compare("institution/\(row.int(0))", text.json)
        }
        try connection.forEach("SELECT institution_id, on_day, net_assets FROM institution_worth") { row in
            let text = InstitutionText.worth(Fen(row.int(2)), from: row.day(1))
            check.compare("institution/\(row.int(0)) \(row.day(1))", text)
        }
        return check.findings + check.missing
    }

    private static func newer(than head: Int64) -> SQL {
        SQL("SELECT 1 FROM audit WHERE id > ? LIMIT 1", [.int(head)])
    }

    /// The last record of a subject counts; net assets are kept by day.
    private static func key(of record: Record) -> String {
        guard record.action == "institution.net_assets" else { return record.subject }
        // … "from":"2026-01-01"}
        return record.subject + " " + String(decoding: record.after.dropLast(2).suffix(10), as: UTF8.self)
    }

    private struct Check {
        let known: [String: Record]
        let isQuiet: Bool
        private var seen: Set<String> = []
        private(set) var findings: [Finding] = []

        init(known: [String: Record], isQuiet: Bool) {
            self.known = known
            self.isQuiet = isQuiet
        }

        mutating func compare(_ key: String, _ text: JSONText) {
            seen.insert(key)
            guard let record = known[key] else {
                if isQuiet { findings.append(.rowWithoutRecord(key)) }
                return
            }
            let isSame = record.after.withUnsafeBufferPointer { text.equals($0) }
            if !isSame, isQuiet { findings.append(.rowDiffers(key, record: record.number)) }
        }

        var missing: [Finding] {
            known.filter { !seen.contains($0.key) }.sorted { $0.key < $1.key }
                .map { .rowMissing($0.key, record: $0.value.number) }
        }
    }

    /// Guarantees that no record has entered.
    static func unknownGuarantees(
        _ runs: NumberRuns, upTo last: Int64, _ connection: Connection
    ) throws -> [Finding] {
        let runs = runs.sorted()
        var next = 0
        var findings: [Finding] = []
        let sql = SQL("SELECT id FROM guarantee WHERE id <= ? ORDER BY id", [.int(last)])
        try connection.forEach(sql) { row in
            let number = row.int(0)
            while next < runs.count, runs[next].upperBound < number { next += 1 }
            let isKnown = next < runs.count && runs[next].contains(number)
            if !isKnown, findings.count < VerificationReport.findingLimit {
                findings.append(.rowWithoutRecord("guarantee/\(number)"))
            }
        }
        return findings
    }
}
