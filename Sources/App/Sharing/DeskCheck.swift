import Core
import Storage

/// What the audit log says of applications, documents and notices: of each application the last words only,
/// for a draft leaves a record with every pause in typing.
struct DeskRecords: Sendable {
    typealias Record = ChainRange.RegisteredRecord

    fileprivate var drafts: [Int64: Record] = [:]
    fileprivate var ends: [Int64: Record] = [:]
    fileprivate var documents: [Int64: Record] = [:]
    fileprivate var decisions: [Int64: Record] = [:]
    /// In the order of their numbers.
    fileprivate var notices: [(first: Int64, record: Record)] = []

    /// Takes a record whose subject is such as `application/42`.
    mutating func take(_ record: Record) {
        let name = record.subject.split(separator: "/").last ?? ""
        guard let number = Int64(name), number > 0, number < Verification.numberLimit else { return }
        switch record.action {
        case "application.begin", "application.save": drafts[number] = record
        case "application.submit", "application.discard": ends[number] = record
        case "document.add": documents[number] = record
        case "decision.keep": decisions[number] = record
        case "notice.daily": notices.append((number, record))
        default: break
        }
    }

    /// Adds what a later range has.
    mutating func append(_ more: DeskRecords) {
        drafts.merge(more.drafts) { $1 }
        ends.merge(more.ends) { $1 }
        documents.merge(more.documents) { $1 }
        decisions.merge(more.decisions) { $1 }
        notices += more.notices
    }
}

/// Compares applications, documents and notices with the audit records that entered them.
struct DeskCheck {
    private let records: DeskRecords
    /// Whether nothing was recorded since the log was read, so that a row without a record is one.
    private let isQuiet: Bool
    private var findings: [Finding] = []

    static func findings(
        _ records: DeskRecords, isQuiet: Bool, _ connection: Connection
    ) throws -> [Finding] {
        var check = DeskCheck(records: records, isQuiet: isQuiet)
        try check.applications(connection)
        try check.documents(connection)
        try check.notices(connection)
        try check.decisions(connection)
        return check.findings
    }

    private init(records: DeskRecords, isQuiet: Bool) {
        self.records = records
        self.isQuiet = isQuiet
    }

    /// - Parameter record: nil where the log knows nothing of the row.
    private mutating func compare(_ place: String, _ record: DeskRecords.Record?, isSame: Bool) {
        guard isQuiet else { return }
        guard let record else { return findings.append(.rowWithoutRecord(place)) }
        if !isSame { findings.append(.rowDiffers(place, record: record.number)) }
    }

    private mutating func missing(_ name: String, _ records: [Int64: DeskRecords.Record], _ seen: Set<Int64>)
    {
        for (number, record) in records.sorted(by: { $0.key < $1.key }) where !seen.contains(number) {
            findings.append(.rowMissing("\(name)/\(number)", record: record.number))
        }
    }

    // MARK: Applications

    private mutating func applications(_ connection: Connection) throws {
        var seen: Set<Int64> = []
        let sql: SQL = """
            SELECT q.id, q.fields, q.version, q.state, g.number
            FROM application q LEFT JOIN guarantee g ON g.id = q.guarantee_id
            """
        try connection.forEach(sql) { row in
            let number = row.int(0)
            seen.insert(number)
            let (draft, end) = (records.drafts[number], records.ends[number])
            let isSent = end?.action == "application.submit"
            let text = ApplicationStore.audited(row.text(1), version: row.int(2) - (isSent ? 1 : 0))
            let isSame =
                draft.map { $0.says(text) } == true && row.text(3) == DeskCheck.state(after: end)
                && (!isSent || end?.member("guarantee") == row.optionalText(4))
            compare("application/\(number)", draft, isSame: isSame)
        }
        missing("application", records.drafts, seen)
    }

    private static func state(after end: DeskRecords.Record?) -> String {
        switch end?.action {
        case nil: "draft"
        case "application.submit": "submitted"
        default: "discarded"
        }
    }

    // MARK: Documents

    private mutating func documents(_ connection: Connection) throws {
        var seen: Set<Int64> = []
        let sql: SQL = """
            SELECT id, guarantee_id, name, kind, purpose, sha256, supersedes, byte_count, content
            FROM document
            """
        try connection.forEach(sql) { row in
            let number = row.int(0)
            seen.insert(number)
            let (hash, content) = (row.bytes(5), row.bytes(8))
            let text = DocumentStore.audited(
                guarantee: row.int(1), name: row.text(2), kind: row.text(3), purpose: row.text(4), hash,
                supersedes: row.optionalInt(6))
            let record = records.documents[number]
            let isSame =
                record?.says(text) == true && row.int(7) == Int64(content.count)
                && Digest.of(content) == hash
            compare("document/\(number)", record, isSame: isSame)
        }
        missing("document", records.documents, seen)
    }

    // MARK: Decisions

    private mutating func decisions(_ connection: Connection) throws {
        var seen: Set<Int64> = []
        try DecisionStore.forEach(connection) { decision in
            seen.insert(decision.number)
            let record = records.decisions[decision.number]
            let isSame = record?.says(decision.audited) == true && decision.isAsDigested
            compare("decision/\(decision.number)", record, isSame: isSame)
        }
        missing("decision", records.decisions, seen)
        for digest in try DecisionStore.damagedTexts(connection) {
            compare("policy_text/\(digest)", nil, isSame: false)
        }
    }

    // MARK: Notices

    private mutating func notices(_ connection: Connection) throws {
        var known = 0
        for (first, record) in records.notices {
            guard let count = record.member("notices").flatMap({ Int64($0) }), count > 0 else { continue }
            let sql = SQL(
                """
                SELECT id, organisation_id, kind, subject, key, zh, en FROM notice
                WHERE id >= ? AND id < ? ORDER BY id
                """, [.int(first), .int(first + count)])
            var (text, found) = ("", Int64(0))
            try connection.forEach(sql) { row in
                found += 1
                text += NoticeStore.audited(
                    organisation: row.int(1), kind: row.text(2), subject: row.text(3), key: row.text(4),
                    text: Sentence(zh: row.text(5), en: row.text(6)))
            }
            known += Int(found)
            let place = "notice/\(first)"
            if found < count { findings.append(.rowMissing(place, record: record.number)) }
            guard found == count, let digest = record.member("sha256") else { continue }
            compare(place, record, isSame: digest == Digest.text(of: text))
        }
        let all = try connection.first("SELECT COUNT(*), MAX(id) FROM notice") {
            ($0.int(0), $0.optionalInt(1))
        }
        guard let (count, last) = all, count > known, let last else { return }
        compare("notice/\(last)", nil, isSame: false)
    }
}

extension ChainRange.RegisteredRecord {
    /// Whether it is exactly that object. What was recorded before drafts had a digest says less.
    fileprivate func says(_ text: JSONText) -> Bool {
        if action.hasPrefix("application."), member("sha256") == nil { return true }
        return after.withUnsafeBufferPointer { text.equals($0) }
    }

    /// A member of the record as text.
    fileprivate func member(_ name: String) -> String? {
        switch JSON(parsing: after)?[name] {
        case .string(let text): text
        case .number(let number): String(number)
        default: nil
        }
    }
}
