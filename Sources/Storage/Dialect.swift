/// Turns the SQL of a schema, written for SQLite, into that of PostgreSQL.
///
/// | SQLite | PostgreSQL |
/// |---|---|
/// | `INTEGER` | `BIGINT` |
/// | `BLOB` | `BYTEA` |
/// | `TEXT`, of a column | `TEXT COLLATE "C"`, so that both sort by bytes |
/// | `) STRICT`, `) STRICT, WITHOUT ROWID`, `) WITHOUT ROWID` | `)` |
///
/// Only whole words in capitals are replaced, never inside `'…'` or `"…"`.
public enum Dialect {
    /// The statement as `engine` takes it.
    public static func translate(_ statement: String, for engine: Engine) -> String {
        guard engine == .postgresql else { return statement }
        var output = ""
        var previous = ""
        for piece in pieces(of: statement) {
            output += replacement(for: piece, after: previous)
            if !piece.allSatisfy(\.isWhitespace) { previous = piece }
        }
        return withoutTableOptions(output)
    }

    /// `INSERT OR FAIL`, which spares SQLite a journal of its own for a statement of several rows, is what
    /// PostgreSQL does anyway: the transaction of a statement that fails is rolled back.
    static func withoutConflictClause(_ statement: String) -> Substring {
        let clause = "INSERT OR FAIL "
        return statement.hasPrefix(clause) ? "INSERT " + statement.dropFirst(clause.count) : statement[...]
    }

    private static func replacement(for word: String, after previous: String) -> String {
        switch word {
        case "INTEGER": "BIGINT"
        case "BLOB": "BYTEA"
        case "TEXT": previous == "AS" ? "TEXT" : "TEXT COLLATE \"C\""
        default: word
        }
    }

    /// Words, quoted strings, and single other characters.
    private static func pieces(of statement: String) -> [String] {
        var pieces: [String] = []
        var rest = Substring(statement)
        while let character = rest.first {
            let length: Int
            if character == "'" || character == "\"" {
                length = rest.dropFirst().prefix { $0 != character }.count + 2
            } else {
                length = max(1, rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }.count)
            }
            pieces.append(String(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return pieces
    }

    private static func withoutTableOptions(_ statement: String) -> String {
        for options in [") STRICT, WITHOUT ROWID", ") WITHOUT ROWID, STRICT", ") STRICT", ") WITHOUT ROWID"]
        where statement.hasSuffix(options) {
            return statement.dropLast(options.count) + ")"
        }
        return statement
    }
}
