import Core
import Storage

/// A table whose rows the audit log covers by their digest: each change leaves in its record what the row
/// then was, so that a change behind the book is found.
///
/// What counts people's coming and going, such as wrong passwords in a row, is left out.
struct SealedTable: Sendable {
    let name: String
    /// The first of them are the key.
    let columns: [Column]
    var keyCount = 1
    /// What the subjects of its records begin with.
    let subjects: String
    /// Whether a row has the name of its records' subject, so that the log knows rows from before seals.
    var isSubject = true

    enum Column: Sendable {
        case number(String)
        case text(String)
        case bytes(String)

        var name: String {
            switch self {
            case .number(let name), .text(let name), .bytes(let name): name
            }
        }
    }

    var columnNames: String { columns.map(\.name).joined(separator: ", ") }

    /// Such as `person/42`.
    func place(_ row: borrowing Row) -> String { place((0..<keyCount).map { row.int($0) }) }

    func place(_ key: [Int64]) -> String { "\(name)/\(key.map(String.init).joined(separator: "-"))" }

    /// Appends the columns of a row that begins with them: each with its length, NULL as none.
    func appendCanonicalBytes(of row: borrowing Row, to bytes: inout [UInt8]) {
        func append(_ number: Int64) {
            withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
        }
        for (place, column) in columns.enumerated() {
            guard !row.isNull(place) else {
                bytes.append(0)
                continue
            }
            bytes.append(1)
            switch column {
            case .number: append(row.int(place))
            case .text, .bytes:
                row.withBytes(place) {
                    append(Int64($0.count))
                    bytes.append(contentsOf: $0)
                }
            }
        }
    }

    func digest(of row: borrowing Row) -> String {
        var bytes = Array(name.utf8)
        appendCanonicalBytes(of: row, to: &bytes)
        return Hexadecimal.text(Digest.of(bytes))
    }

    /// What the record of a change says of the row: `PLACE DIGEST`.
    func seal(_ key: [Int64], _ connection: Connection) throws -> String {
        precondition(key.count == keyCount)
        let condition = columns.prefix(keyCount).map { "\($0.name) = ?" }.joined(separator: " AND ")
        let sql = SQL(
            composing: "SELECT \(columnNames) FROM \(name) WHERE \(condition)", key.map { .int($0) })
        guard let digest = try connection.first(sql, digest(of:)) else {
            preconditionFailure("\(place(key)) is sealed before it is written")
        }
        return "\(place(key)) \(digest)"
    }
}

extension SealedTable {
    static let organisation = SealedTable(
        name: "organisation",
        columns: [
            .number("id"), .text("code"), .text("name"), .text("kind"), .number("institution_id"),
            .number("platform_id"),
        ], subjects: "organisation/")

    static let person = SealedTable(
        name: "person",
        columns: [
            .number("id"), .text("name"), .text("display_name"), .number("organisation_id"), .text("roles"),
            .text("password"), .number("must_change"), .number("disabled"), .bytes("totp"),
            .number("created_at"),
        ], subjects: "person/")

    static let token = SealedTable(
        name: "api_token",
        columns: [
            .number("id"), .number("person_id"), .bytes("token_hash"), .text("permissions"),
            .number("created_by"), .number("created_at"), .number("expires_at"),
        ], subjects: "token/")

    static let proposal = SealedTable(
        name: "proposal",
        columns: [
            .number("id"), .number("organisation_id"), .text("action"), .text("subject"), .text("fields"),
            .number("version"), .text("state"), .number("entered_by"), .number("entered_at"),
            .number("decided_by"), .number("decided_at"), .text("comment"), .text("once"),
        ], subjects: "proposal/")

    static let policyDraft = SealedTable(
        name: "policy_draft",
        columns: [
            .number("id"), .text("policy"), .number("from_day"), .text("text_sha256"), .text("cases_sha256"),
            .text("note"), .number("organisation_id"), .number("person_id"), .number("entered_at"),
            .text("state"), .number("decided_by"), .number("decided_at"), .text("comment"),
            .number("version"),
        ], subjects: "policy_draft/")

    static let settlementTick = SealedTable(
        name: "settlement_tick",
        columns: [
            .number("guarantor_id"), .number("other_id"), .number("from_day"), .number("until_day"),
            .number("side_id"), .number("person_id"), .number("at"), .bytes("lines_hash"),
        ], keyCount: 5, subjects: "settlement/", isSubject: false)

    static let accessRecord = SealedTable(
        name: "access_record",
        columns: [
            .number("id"), .number("enterprise_id"), .number("at"), .number("organisation_id"),
            .number("person_id"), .text("what"),
        ], subjects: "enterprise_read/", isSubject: false)

    static let factSource = SealedTable(
        name: "fact_source",
        columns: [.number("id"), .text("name"), .text("kind"), .number("of_books")],
        subjects: "source/", isSubject: false)

    static let relatedPartySource = SealedTable(
        name: "related_party_source",
        columns: [
            .number("enterprise_id"), .number("related_id"), .number("source_id"), .number("on_day"),
            .number("told_in"),
        ], keyCount: 2, subjects: "related_party_source/", isSubject: false)

    static let platform = SealedTable(
        name: "support_platform",
        columns: [.number("id"), .text("name"), .text("kind"), .text("division")],
        subjects: "support_platform/", isSubject: false)

    static let ipRight = SealedTable(
        name: "ip_right",
        columns: [
            .number("id"), .number("enterprise_id"), .text("kind"), .text("number"), .text("title"),
            .text("obtained"), .number("core"), .number("granted_on"), .number("ends_on"),
            .number("source_id"),
        ], subjects: FirmRecordStore.subjects)

    static let qualification = SealedTable(
        name: "qualification",
        columns: [
            .number("id"), .number("enterprise_id"), .text("kind"), .text("number"), .number("granted_on"),
            .number("ends_on"), .number("source_id"),
        ], subjects: FirmRecordStore.subjects)

    static let incident = SealedTable(
        name: "incident",
        columns: [
            .number("id"), .number("enterprise_id"), .text("kind"), .number("on_day"), .text("words"),
            .number("source_id"),
        ], subjects: FirmRecordStore.subjects)

    /// Those of which each row is covered by itself; rows of the others are covered record by record.
    static let all = [
        organisation, person, token, proposal, policyDraft, settlementTick, accessRecord, factSource,
        relatedPartySource, platform,
    ]
}
