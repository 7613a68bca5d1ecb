/// What the texts of statements tell before they are sent to PostgreSQL.
enum PostgreSQLText {
    /// Cursors are only ever declared for queries.
    private static let reading: Set<String> = ["SELECT", "DECLARE", "FETCH", "CLOSE"]

    static func isReadOnly(_ text: String) -> Bool {
        let word = text.drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
        return reading.contains(word.uppercased())
    }

    /// `?` and `?` become `$1` and `$2`, and `INSERT OR FAIL` becomes `INSERT`.
    static func numberPlaceholders(_ text: String) -> String {
        var output = ""
        var count = 0
        for character in Dialect.withoutConflictClause(text) {
            guard character == "?" else {
                output.append(character)
                continue
            }
            count += 1
            output += "$\(count)"
        }
        return output
    }
}

/// Which composed statements come again, so that it pays to prepare them; bounded, as their texts may differ
/// without end.
struct RepeatedTexts {
    private var once: Set<String> = []
    private var again = 0
    private static let limit = 256

    /// True when the text comes the second time.
    mutating func isWorthPreparing(_ text: String) -> Bool {
        guard again < Self.limit, text.hasPrefix("SELECT ") || text.hasPrefix("INSERT ") else {
            return false
        }
        if once.remove(text) != nil {
            again += 1
            return true
        }
        if once.count >= Self.limit { once = [] }
        once.insert(text)
        return false
    }
}
