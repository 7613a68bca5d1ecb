import Core
import Storage

/// What a list calls a guarantee.
struct GuaranteeName: Sendable {
    let number: String
    let enterprise: String

    /// By the number in the database.
    static func of(_ numbers: [Int64], _ connection: Connection) throws -> [Int64: GuaranteeName] {
        var names: [Int64: GuaranteeName] = [:]
        for start in stride(from: 0, to: numbers.count, by: 400) {
            let part = numbers[start..<min(start + 400, numbers.count)]
            let marks = part.map { _ in "?" }.joined(separator: ", ")
            let sql = SQL(
                composing: """
                    SELECT g.id, g.number, e.name FROM guarantee g JOIN enterprise e ON e.id = g.enterprise_id
                    WHERE g.id IN (\(marks))
                    """, part.map { .int($0) })
            try connection.forEach(sql) { row in
                names[row.int(0)] = GuaranteeName(number: row.text(1), enterprise: row.text(2))
            }
        }
        return names
    }
}
