import Core
import HTTPTypes
import Storage

/// Whether the platform is well, for the operator.
enum HealthRoutes {
    static let all: [Route] = [
        .get("/health", .permission(.readHealth)) { ask, connection in
            page(ask, try HealthStore.read(connection), connection.engine)
        }
    ]

    private static func page(_ ask: Ask, _ health: HealthStore.Health, _ engine: Engine) -> Answer {
        let t = ask.language
        let head = health.head.map { "\($0.number):\($0.hashText)" } ?? t("没有", "none")
        return Page(ask: ask, title: t("运行状况", "Health")).answer(
            """
            \(Parts.facts([
                Parts.fact(t("程序版本", "Version"), Version.text),
                Parts.fact(t("数据库", "Database"), engine == .sqlite ? "SQLite" : "PostgreSQL"),
                Parts.fact(t("数据结构版本", "Schema"), "\(health.schema)"),
                Parts.fact(
                    t("审计链末端", "Head of the audit chain"), markup: "<code>\(head)</code>"),
                Parts.fact(
                    t("最近一次写入", "Last change"), health.head.map { Times.text($0.at) } ?? ""),
                Parts.fact(t("等待写入", "Changes waiting"), "\(ask.site.book.database.waitingWrites)"),
                Parts.fact(t("待复核事项", "Proposals waiting"), "\(health.proposals)"),
                Parts.fact(t("登录中的会话", "Sessions"), "\(health.sessions)"),
            ]))
            <p>\(t(
                "核对整条审计链：在服务器上运行 cassia verify，并把末端编号存放在他处以备对照。",
                "To check the whole chain run 'cassia verify' there, and lodge the head elsewhere."))</p>
            """)
    }
}

/// Counts that tell how the platform is.
enum HealthStore {
    struct Health: Sendable {
        let schema: Int64
        let head: AuditStore.Stored?
        let proposals: Int64
        let sessions: Int64
    }

    static func read(_ connection: Connection) throws -> Health {
        func one(_ sql: SQL) throws -> Int64 { try connection.first(sql) { $0.optionalInt(0) ?? 0 } ?? 0 }
        return Health(
            schema: try one("SELECT MAX(number) FROM schema_migration"),
            head: try AuditStore.head(connection), proposals: try ProposalStore.countWaiting(connection),
            sessions: try one("SELECT COUNT(*) FROM session"))
    }
}
