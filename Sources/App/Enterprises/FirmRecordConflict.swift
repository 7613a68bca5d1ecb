import Core
import Storage

/// Records that are there already with another content.
enum FirmRecordConflict {
    /// Throws `RegisterRefusal.differs` for the first. A hosting that goes on may end.
    static func check(
        _ told: FirmRecords, against known: FirmRecords, of enterprise: Int64, _ connection: Connection
    ) throws {
        for new in told.rights {
            let same = known.rights.first { $0.kind == new.kind && $0.number == new.number }
            guard let same, same != new else { continue }
            throw RegisterRefusal.differs(
                words(same),
                source: try source("ip_right", new.kind.rawValue, new.number, enterprise, connection))
        }
        for new in told.qualifications {
            let same = known.qualifications.first { $0.kind == new.kind && $0.number == new.number }
            guard let same, same != new else { continue }
            throw RegisterRefusal.differs(
                words(same),
                source: try source("qualification", new.kind.rawValue, new.number, enterprise, connection))
        }
        for new in told.hostings {
            let same = known.hostings.first { $0.platform == new.platform && $0.from == new.from }
            guard let same, let until = same.until, same != new else { continue }
            let sentence = Sentence(
                zh: "“\(same.platform)”\(same.from) 至 \(until) 的入驻",
                en: "hosting by '\(same.platform)' from \(same.from) to \(until)")
            throw RegisterRefusal.differs(sentence, source: try host(same, enterprise, connection))
        }
    }

    private static func words(_ right: IPRight) -> Sentence {
        let until = right.endsOn.map { "\($0)" }
        let (zh, en) = (right.isCore ? "，核心支持" : "", right.isCore ? ", core" : "")
        return Sentence(
            zh: """
                \(right.kind.name.zh) \(right.number)“\(right.title)”（\(right.obtained.name.zh)\(zh)，\
                \(right.grantedOn) 至 \(until ?? "长期")）
                """,
            en: """
                \(right.kind.name.en) \(right.number) '\(right.title)' (\(right.obtained.name.en)\(en), \
                \(right.grantedOn) to \(until ?? "open"))
                """)
    }

    private static func words(_ one: Qualification) -> Sentence {
        let until = one.endsOn.map { "\($0)" }
        return Sentence(
            zh: "\(one.kind.name.zh)证书 \(one.number)（\(one.grantedOn) 至 \(until ?? "长期")）",
            en: "\(one.kind.name.en) \(one.number) (\(one.grantedOn) to \(until ?? "open"))")
    }

    /// - Parameter table: with the columns `kind` and `number`.
    private static func source(
        _ table: String, _ kind: String, _ number: String, _ enterprise: Int64, _ connection: Connection
    ) throws -> String {
        let sql = SQL(
            composing: """
                SELECT f.name FROM \(table) r JOIN fact_source f ON f.id = r.source_id
                WHERE r.enterprise_id = ? AND r.kind = ? AND r.number = ?
                """, [.int(enterprise), .text(kind), .text(number)])
        return try connection.first(sql) { $0.text(0) } ?? ""
    }

    private static func host(
        _ hosting: Hosting, _ enterprise: Int64, _ connection: Connection
    ) throws -> String {
        let sql = SQL(
            """
            SELECT f.name FROM hosting h JOIN fact_source f ON f.id = h.source_id
            JOIN support_platform s ON s.id = h.platform_id
            WHERE h.enterprise_id = ? AND s.name = ? AND h.from_day = ?
            """, [.int(enterprise), .text(hosting.platform), Value(hosting.from)])
        return try connection.first(sql) { $0.text(0) } ?? ""
    }
}
