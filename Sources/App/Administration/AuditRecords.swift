import Core
import HTTPTypes
import Storage

/// The audit log: searched as a list, and one record with what it changed.
enum AuditRecords {
    static let list = RecordList(
        name: "audit", title: Sentence(zh: "审计日志", en: "Audit log"), access: .permission(.readAudit),
        columns: [
            .init("number", Sentence(zh: "序号", en: "Number"), "CAST(a.id AS TEXT)"),
            .init("at", Sentence(zh: "时间", en: "Time"), "a.at", .time),
            .init("actor", Sentence(zh: "经手", en: "By"), "a.actor"),
            .init("action", Sentence(zh: "事项", en: "What"), "a.action", .word { AuditWords.name($0) }),
            .init("subject", Sentence(zh: "对象", en: "Record"), "a.subject"),
            .init("reason", Sentence(zh: "原因", en: "Why"), "a.reason"),
        ],
        filters: [
            .init(name: "actor", title: Sentence(zh: "经手人", en: "By"), kind: .search) {
                SQL("a.actor = ?", [.text($0)])
            },
            .init(
                name: "action",
                title: Sentence(
                    zh: "事项代号或其开头，例如 person.",
                    en: "Word of what was done, or its beginning, such as person."),
                kind: .search
            ) { RecordList.Filter.prefix($0, ["a.action"]) },
            .init(
                name: "subject",
                title: Sentence(zh: "对象，例如 guarantee/42", en: "Record, such as guarantee/42"),
                kind: .search
            ) { subject in
                SQL("a.subject = ? AND a.id IN (", [.text(subject)]) + AuditSubjects.records(of: subject)
                    + SQL(")")
            },
            .init(name: "from", title: Sentence(zh: "从", en: "From"), kind: .day) {
                Day($0).map { SQL("a.at >= ?", [.int(start(of: $0))]) }
            },
            .init(name: "until", title: Sentence(zh: "到", en: "Until"), kind: .day) {
                Day($0).map { SQL("a.at < ?", [.int(start(of: $0 + 1))]) }
            },
        ],
        tables: "audit a", key: "a.id", sight: sight,
        address: "/audit/",
        empty: Sentence(zh: "日志还是空的。", en: "The log is empty."))

    /// Supervisors see everything; who keeps the platform sees who was given access to what, and not the
    /// business of those who use it.
    private static func sight(_ visitor: Visitor) -> SQL {
        guard visitor.may(.readAudit) else { return "1 = 0" }
        guard visitor.organisation.kind == .platformOperator else { return "1 = 1" }
        return """
            a.id IN (SELECT audit_id FROM audit_subject_record WHERE subject >= 'organisation/'
                AND subject < 'organisation0' OR subject >= 'person/' AND subject < 'person0'
                OR subject >= 'token/' AND subject < 'token0')
            """
    }

    /// Midnight in the region (UTC+8), in milliseconds.
    private static func start(of day: Day) -> Int64 { Int64(day.number) * 86_400_000 - 8 * 3_600_000 }

    static let routes: [Route] = [
        .get("/audit/:id", .permission(.readAudit)) { ask, connection in
            let seen = "SELECT 1 FROM audit a WHERE a.id = ? AND ("
            guard let number = Int64(ask.part("id")),
                try connection.exists(SQL(composing: seen, [.int(number)]) + sight(ask.person) + SQL(")")),
                let record = try AuditStore.find(number, connection)
            else { throw RequestRefusal.notFound }
            return AuditPages.record(ask, record)
        }
    ]
}

/// Records of the audit log, for reading.
enum AuditStore {
    struct Stored: Sendable {
        let number: Int64
        let at: Int64
        let actor: String
        let action: String
        let subject: String
        let reason: String
        let before: String
        let after: String
        let hash: [UInt8]

        var hashText: String { hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    }

    static func find(_ number: Int64, _ connection: Connection) throws -> Stored? {
        let sql = SQL(
            """
            SELECT id, at, actor, action, subject, reason, before, after, hash FROM audit WHERE id = ?
            """, [.int(number)])
        return try connection.first(sql, stored)
    }

    /// The newest record; nil in an empty book.
    static func head(_ connection: Connection) throws -> Stored? {
        try connection.first(
            """
            SELECT id, at, actor, action, subject, reason, before, after, hash FROM audit
            ORDER BY id DESC LIMIT 1
            """, stored)
    }

    private static func stored(_ row: borrowing Row) throws -> Stored {
        Stored(
            number: row.int(0), at: row.int(1), actor: row.text(2), action: row.text(3), subject: row.text(4),
            reason: row.text(5), before: row.text(6), after: row.text(7), hash: row.bytes(8))
    }
}

/// The page of one record of the audit log.
enum AuditPages {
    static func record(_ ask: Ask, _ record: AuditStore.Stored) -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("审计记录 \(record.number)", "Audit record \(record.number)"),
            path: [(t("审计日志", "Audit log"), "/audit")])
        let subject = "/audit" + Query().setting("subject", record.subject).text
        return page.answer(
            """
            \(Parts.facts([
                Parts.fact(t("时间", "Time"), Times.text(record.at)), Parts.fact(t("经手", "By"), record.actor),
                Parts.fact(t("事项", "What"), AuditWords.text(record.action, t)),
                Parts.fact(t("对象", "Record"), markup: Parts.link(subject, record.subject)),
                Parts.fact(t("原因", "Why"), record.reason),
                Parts.fact(t("散列值", "Hash"), markup: "<code>\(record.hashText)</code>"),
            ]))
            \(Parts.section(t("改动", "What changed"), changes(record, t)))
            """)
    }

    private static func changes(_ record: AuditStore.Stored, _ t: Language) -> HTML {
        let (before, after) = (members(record.before), members(record.after))
        var names = before.map(\.name)
        names += after.map(\.name).filter { !names.contains($0) }
        guard !names.isEmpty else { return Parts.empty(t("没有字段。", "No fields.")) }
        func text(_ members: [JSON.Member], _ name: String) -> String {
            switch members.first(where: { $0.name == name })?.value {
            case nil, .null: ""
            case .string(let text): text
            case let value?: String(decoding: value.bytes, as: UTF8.self)
            }
        }
        let rows = names.map { name in
            Tables.row([
                Tables.title(name), Tables.cell(text(before, name)), Tables.cell(text(after, name)),
            ])
        }
        return Tables.wide(
            t("改动", "What changed"),
            [.init(t("字段", "Field")), .init(t("之前", "Before")), .init(t("之后", "After"))], rows)
    }

    private static func members(_ text: String) -> [JSON.Member] {
        guard case .object(let members)? = JSON(parsing: Array(text.utf8)) else { return [] }
        return members
    }
}
