import Core
import Storage

/// Compares agreements, institutions, their net assets, controllers and monthly entries, and related parties
/// with the audit records that entered them.
enum RegisterCheck {
    private typealias Record = ChainRange.RegisteredRecord

    /// - Parameter head: rows that were entered after this record are left out of account.
    static func findings(
        _ records: [ChainRange.RegisteredRecord], head: Int64, _ keys: FieldKeyFile, _ connection: Connection
    ) throws -> [Finding] {
        let told = records.filter { $0.subject.hasPrefix(StatementCheck.prefix) }
        var known: [String: Record] = [:]
        let vouchers = records.filter { $0.subject.hasPrefix(ResearchStore.vouchersPrefix) }
        let digested = [StatementCheck.prefix, ResearchStore.vouchersPrefix]
        for record in records where !digested.contains(where: record.subject.hasPrefix) {
            known[key(of: record)] = record
        }
        var check = Check(known: known, isQuiet: try !hasNewer(than: head, connection))
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
        try compareRelations(&check, connection)
        try MonthlyEntryStore.forEachMonth(connection) { institution, month, entries in
            check.compare(MonthlyEntryStore.subject(institution, month), entries.json(of: month))
        }
        try ResearchStore.forEachProject(connection) { number, text in
            check.compare("\(ResearchStore.projectPrefix)\(number)", text)
        }
        let statements = try StatementCheck.findings(told, head: head, connection)
        let research = try ResearchCheck.findings(vouchers, head: head, connection)
        let contacts = try FirmContactStore.findings(head: head, keys, connection)
        return check.findings + check.missing + statements + research + contacts
    }

    private static func compareRelations(_ check: inout Check, _ connection: Connection) throws {
        let controllers: SQL = """
            SELECT c.institution_id, c.enterprise_id, e.credit_code
            FROM controller c LEFT JOIN enterprise e ON e.id = c.enterprise_id
            """
        try connection.forEach(controllers) { row in
            let text = EnterpriseStore.controller(row.optionalText(2) ?? "")
            check.compare("controller/\(row.int(0))-\(row.int(1))", text)
        }
        let relations: SQL = """
            SELECT r.enterprise_id, r.related_id, e.credit_code
            FROM related_party r LEFT JOIN enterprise e ON e.id = r.related_id
            """
        try connection.forEach(relations) { row in
            let text = EnterpriseStore.related(to: row.optionalText(2) ?? "")
            check.compare("related_party/\(row.int(0))-\(row.int(1))", text)
        }
    }

    /// Firms that neither a record nor a guarantee has entered.
    ///
    /// - Parameter head: when something was recorded after it, there is nothing to tell.
    static func unknownFirms(
        _ firms: RegisteredFirms, head: Int64, _ connection: Connection
    ) throws -> [Finding] {
        if try hasNewer(than: head, connection) { return [] }
        var known = firms.runs.sorted()[...]
        var findings: [Finding] = []
        let sql: SQL = """
            SELECT id FROM enterprise e
            WHERE NOT EXISTS (SELECT 1 FROM guarantee g WHERE g.enterprise_id = e.id) ORDER BY id
            """
        try connection.forEach(sql) { row in
            let number = row.int(0)
            while let run = known.first, run.upperBound < number { known.removeFirst() }
            let isKnown = known.first?.contains(number) ?? false
            if !isKnown, findings.count < VerificationReport.findingLimit {
                findings.append(.rowWithoutRecord("enterprise/\(number)"))
            }
        }
        return findings
    }

    /// Whether something was recorded after a record.
    static func hasNewer(than head: Int64, _ connection: Connection) throws -> Bool {
        try connection.exists(SQL("SELECT 1 FROM audit WHERE id > ? LIMIT 1", [.int(head)]))
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
