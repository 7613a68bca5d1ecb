import Core
import Storage

/// What a message says that came with a reference, to tell one that came twice from one that uses the
/// reference of
/// another. What is nil is not compared.
struct RepeatedMessage {
    var guarantee: Int64?
    var kind: EntryKind?
    var day: Day
    var amount: Fen?
    var interest: Fen?
    var until: Day?
    /// The entry that it takes back; nil for a message that takes none back.
    var reverses: Int64?
    /// For money from outside, the account that it goes to.
    var account: Account?

    /// A reference must not be empty or longer than 128 bytes.
    static func checkForm(of reference: String?) throws(LedgerRefusal) {
        guard let reference else { return }
        guard !reference.isEmpty, reference.utf8.count <= 128 else { throw .referenceInvalid }
    }

    /// The entry that has the reference, if it says the same.
    func check(entry: Int64, _ reference: String?, _ connection: Connection) throws -> Int64 {
        let sql = SQL(
            """
            SELECT guarantee_id, kind, on_day, amount, interest, until_day, reverses FROM entry WHERE id = ?
            """, [.int(entry)])
        let isSame = try connection.first(sql) { row in
            row.optionalInt(0) == guarantee && row.int(2) == Int64(day.number)
                && row.optionalInt(6) == reverses
                && kind.map { row.text(1) == $0.rawValue } ?? true
                && amount.map { row.int(3) == $0.fen } ?? true
                && interest.map { row.int(4) == $0.fen } ?? true
                && until.map { row.optionalInt(5) == Int64($0.number) } ?? true
        }
        guard isSame == true, try goesToAccount(entry, connection) else {
            throw LedgerRefusal.referenceUsed(reference ?? "")
        }
        return entry
    }

    private func goesToAccount(_ entry: Int64, _ connection: Connection) throws -> Bool {
        guard let account else { return true }
        return try connection.exists(
            SQL(
                "SELECT 1 FROM posting WHERE entry_id = ? AND account = ?",
                [.int(entry), .int(account.number)]))
    }
}
