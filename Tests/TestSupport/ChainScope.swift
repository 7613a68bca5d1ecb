public import Storage

/// A scope that keeps a chain of what was written: every job appends labels, the links are numbered without a
/// gap and each names the one before it. Lost, doubled or torn writes show at once.
public final class ChainScope: TransactionScope {
    public let connection: Connection
    private var head: Int64
    private var headToken: Int64
    private var pending: [(label: String, token: Int64)] = []

    public static let migration = Migration(
        number: 1, name: "chain",
        statements: [
            """
            CREATE TABLE link (
                position INTEGER NOT NULL PRIMARY KEY,
                previous INTEGER NOT NULL,
                token INTEGER NOT NULL,
                label TEXT NOT NULL
            ) STRICT
            """,
            "CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL CHECK (value >= 0)) STRICT",
            "CREATE TABLE unique_word (word TEXT NOT NULL UNIQUE) STRICT",
        ])

    public init(_ connection: Connection) throws {
        self.connection = connection
        let last = try connection.first("SELECT position, token FROM link ORDER BY position DESC LIMIT 1") {
            ($0.int(0), $0.int(1))
        }
        (head, headToken) = last ?? (0, 0)
    }

    /// Appends a link, written before the commit.
    public func append(_ label: String) {
        connection.noteWrite()
        pending.append((label, Int64.random(in: 1...Int64.max)))
    }

    public func beforeCommit() throws {
        for link in pending {
            try connection.run(
                SQL(
                    "INSERT INTO link (position, previous, token, label) VALUES (?, ?, ?, ?)",
                    [.int(head + 1), .int(headToken), .int(link.token), .text(link.label)]))
            head += 1
            headToken = link.token
        }
        pending = []
    }

    public var witness: SQL? {
        SQL("SELECT 1 FROM link WHERE position = ? AND token = ?", [.int(head), .int(headToken)])
    }
}

/// The chain as it is stored.
public struct Chain: Sendable {
    public let labels: [String]
    /// Whether the links are numbered without a gap and each names the one before.
    public let isWhole: Bool

    public static func load(_ connection: Connection) throws -> Chain {
        var labels: [String] = []
        var token: Int64 = 0
        var isWhole = true
        try connection.forEach("SELECT position, previous, token, label FROM link ORDER BY position") { row in
            labels.append(row.text(3))
            isWhole = isWhole && row.int(0) == Int64(labels.count) && row.int(1) == token
            token = row.int(2)
        }
        return Chain(labels: labels, isWhole: isWhole)
    }
}
