import Core
import Storage

/// A row of a sealed table that a change has written: its digest goes into the record of the change.
struct RowSeal: Sendable {
    private let table: SealedTable
    private let key: [Int64]

    /// What the record says of it: `PLACE DIGEST`.
    static let member = "sealed"

    init(_ table: SealedTable, _ key: [Int64]) {
        self.table = table
        self.key = key
    }

    init(_ table: SealedTable, _ number: Int64) { self.init(table, [number]) }

    /// A record's JSON with the seal of the row as it is now.
    func added(to after: String, _ connection: Connection) throws -> String {
        let seal = "\"\(RowSeal.member)\":\"\(try table.seal(key, connection))\"}"
        return after.count > 2 ? "\(after.dropLast()),\(seal)" : "{\(seal)"
    }
}
