import Core
import Storage

/// Notices in the database, and the outbox from which a mailer takes them.
enum NoticeStore {
    struct Stored: Sendable {
        let id: Int64
        let kind: Notice.Kind?
        let subject: String
        let text: Sentence
        let createdAt: Int64
        let readAt: Int64?
    }

    /// More than this are told as so many and more.
    static let unreadLimit: Int64 = 100
    static let pageRows = 50

    static func isKnown(_ notice: Notice, _ connection: Connection) throws -> Bool {
        try connection.exists(
            SQL(
                "SELECT 1 FROM notice WHERE organisation_id = ? AND key = ?",
                [.int(notice.organisation), .text(notice.key)]))
    }

    /// Adds those that are new; returns how many were.
    static func add(_ notices: [Notice], on day: Day, _ writing: Writing) throws -> Int {
        let first = try writing.scope.nextNumber(of: .notice)
        var number = first
        var told = ""
        for notice in notices where try !isKnown(notice, writing.connection) {
            writing.scope.took(number, of: .notice)
            try writing.connection.run(
                SQL(
                    "INSERT INTO notice VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
                    [
                        .int(number), .int(notice.organisation), .text(notice.kind.rawValue),
                        .text(notice.subject), .text(notice.key), .text(notice.text.zh),
                        .text(notice.text.en), .int(writing.at),
                    ]))
            try writing.connection.run(
                SQL("INSERT INTO outbox VALUES (?, 'waiting', 0, NULL)", [.int(number)]))
            told += audited(
                organisation: notice.organisation, kind: notice.kind.rawValue, subject: notice.subject,
                key: notice.key, text: notice.text)
            number += 1
        }
        guard number > first else { return 0 }
        var after = JSONText()
        after.add("day", day)
        after.add("notices", number - first)
        after.add("sha256", Digest.text(of: told))
        try writing.record("notice/\(first)", action: "notice.daily", after: after.text)
        return Int(number - first)
    }

    /// What the audit log's digest covers of a notice.
    static func audited(
        organisation: Int64, kind: String, subject: String, key: String, text: Sentence
    ) -> String {
        var all = JSONText()
        all.add("organisation", organisation)
        all.add("kind", kind)
        all.add("subject", subject)
        all.add("key", key)
        all.add("zh", text.zh)
        all.add("en", text.en)
        return all.text
    }

    /// Newest first.
    ///
    /// - Parameter before: the number of the last one seen.
    static func all(
        of organisation: Int64, before: Int64?, _ connection: Connection
    ) throws -> [Stored] {
        let condition = SQL(
            "organisation_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
            [.int(organisation), .int(before ?? .max), .int(Int64(pageRows))])
        return try connection.all(select + condition, stored)
    }

    /// One's own organisation's; any other is not there.
    static func load(_ number: String, _ visitor: Visitor, _ connection: Connection) throws -> Stored {
        let condition = SQL(
            "organisation_id = ? AND id = ?", [.int(visitor.organisation.id), .int(Int64(number) ?? 0)])
        guard let found = try connection.first(select + condition, stored) else {
            throw NotFound.notice(number)
        }
        return found
    }

    private static let select: SQL = """
        SELECT id, kind, subject, zh, en, created_at, read_at FROM notice WHERE\u{20}
        """

    private static func stored(_ row: borrowing Row) -> Stored {
        Stored(
            id: row.int(0), kind: Notice.Kind(rawValue: row.text(1)), subject: row.text(2),
            text: Sentence(zh: row.text(3), en: row.text(4)), createdAt: row.int(5),
            readAt: row.optionalInt(6))
    }

    /// Marks one as read, or all up to a number; nothing happens to what is read already.
    static func read(
        _ condition: Reading, by visitor: Visitor, _ writing: Writing
    ) throws {
        let (subject, extra): (String, SQL) =
            switch condition {
            case .one(let number): ("notice/\(number)", SQL("id = ?", [.int(number)]))
            case .upTo(let number): ("notice/1-\(number)", SQL("id <= ?", [.int(number)]))
            }
        let unread = SQL(
            "organisation_id = ? AND read_at IS NULL AND\u{20}", [.int(visitor.organisation.id)])
        guard try writing.connection.exists("SELECT 1 FROM notice WHERE " + unread + extra + " LIMIT 1")
        else { return }
        let change = SQL(
            "UPDATE notice SET read_at = ?, read_by = ? WHERE\u{20}",
            [.int(writing.at), .int(visitor.person)])
        try writing.connection.run(change + unread + extra)
        try writing.record(subject, action: "notice.read", after: "{}")
    }

    enum Reading: Sendable {
        case one(Int64)
        case upTo(Int64)
    }
}
