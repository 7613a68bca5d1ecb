public import Core
import Storage

/// The ledger in the database: entries, their postings and the balances.
public enum LedgerStore {
    static func insert(_ entry: RecordedEntry, number: Int64, _ connection: Connection) throws {
        try connection.run(
            SQL(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .int(number), .int(Int64(entry.day.number)), .text(entry.kind), Value(entry.guarantee),
                    .int(entry.amount), .int(entry.interest), .int(entry.principal), .int(entry.loss),
                    Value(entry.until), Value(entry.reference), Value(entry.reverses),
                ]))
        var left = entry.postings[...]
        while !left.isEmpty {
            let lines = left.prefix(postingInserts.count)
            left = left.dropFirst(lines.count)
            var values: [Value] = []
            values.reserveCapacity(lines.count * 3)
            for line in lines { values += [.int(number), .int(line.account), .int(line.amount)] }
            try connection.run(SQL(postingInserts[lines.count - 1], values))
        }
    }

    /// Statements for one line, two lines, …: the lines of an entry go in together, which halves their cost.
    /// `OR FAIL` spares SQLite a copy of each page that it would put back if only some of them went in; a
    /// statement that fails undoes the whole transaction in any case.
    private static let postingInserts: [StaticString] = [
        "INSERT OR FAIL INTO posting VALUES (?, ?, ?)",
        "INSERT OR FAIL INTO posting VALUES (?, ?, ?), (?, ?, ?)",
        "INSERT OR FAIL INTO posting VALUES (?, ?, ?), (?, ?, ?), (?, ?, ?)",
        "INSERT OR FAIL INTO posting VALUES (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?)",
        "INSERT OR FAIL INTO posting VALUES (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?)",
        "INSERT OR FAIL INTO posting VALUES (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?)",
        """
        INSERT OR FAIL INTO posting VALUES (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?),
            (?, ?, ?)
        """,
        """
        INSERT OR FAIL INTO posting VALUES (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?),
            (?, ?, ?), (?, ?, ?)
        """,
    ]

    /// Puts money of the budget into a treasury's risk-sharing fund.
    @discardableResult
    public static func appropriate(
        _ amount: Fen, to treasury: ID<Institution>, on day: Day, reference: String?, _ writing: Writing
    ) throws -> Int64 {
        let sql = SQL("SELECT code, kind FROM institution WHERE id = ?", [.int(treasury.number)])
        let found =
            try writing.connection.asBegun.first(sql) { (code: $0.text(0), kind: $0.text(1)) }
            ?? writing.connection.first(sql) { (code: $0.text(0), kind: $0.text(1)) }
        guard let found, found.kind == Institution.Kind.treasury.rawValue else {
            throw LedgerRefusal.notATreasury(found?.code ?? treasury.description)
        }
        let entry = try Entry.fundAppropriated(amount, treasury: treasury, on: day, reference: reference)
        return try record(entry, account: Account(treasury, .fund), writing)
    }

    /// Records capital that owners pay into an institution.
    @discardableResult
    public static func contributeCapital(
        _ amount: Fen, to institution: ID<Institution>, on day: Day, reference: String?, _ writing: Writing
    ) throws -> Int64 {
        let entry = try Entry.capitalContributed(amount, to: institution, on: day, reference: reference)
        return try record(entry, account: Account(institution, .capital), writing)
    }

    private static func record(_ entry: Entry, account: Account, _ writing: Writing) throws -> Int64 {
        try RepeatedMessage.checkForm(of: entry.reference)
        if let reference = entry.reference, let known = try find(reference: reference, writing.connection) {
            let message = RepeatedMessage(
                kind: entry.kind, day: entry.day, amount: entry.amount, interest: nil, until: nil,
                reverses: nil,
                account: account)
            return try message.check(entry: known, reference, writing.connection)
        }
        return try writing.record(
            "entry", action: entry.kind.rawValue, after: "{\"amount\":\"\(entry.amount)\"}",
            entry: RecordedEntry(entry))
    }

    /// Takes back an appropriation or a contribution by a further entry; what a guarantee records is
    /// reversed by
    /// `GuaranteeStore.reverse`. A fund that has been spent meanwhile refuses.
    @discardableResult
    public static func reverse(
        entry wrong: Int64, on day: Day, reference: String?, _ writing: Writing
    ) throws -> Int64 {
        try RepeatedMessage.checkForm(of: reference)
        if let reference, let known = try find(reference: reference, writing.connection) {
            return try RepeatedMessage(day: day, reverses: wrong).check(
                entry: known, reference, writing.connection)
        }
        let sql = SQL(
            """
            SELECT e.kind, e.amount, EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.id) FROM entry e
            WHERE e.id = ? AND e.guarantee_id IS NULL AND e.reverses IS NULL
            """, [.int(wrong)])
        let found = try writing.connection.first(sql) {
            (kind: $0.text(0), amount: $0.int(1), isDone: $0.int(2) == 1)
        }
        guard let found else { throw NotFound.entry(String(wrong)) }
        guard !found.isDone else { throw LedgerRefusal.alreadyReversed }
        let lines = try writing.connection.all(
            SQL("SELECT account, amount FROM posting WHERE entry_id = ? ORDER BY account", [.int(wrong)])
        ) { RecordedEntry.Line(account: $0.int(0), amount: -$0.int(1)) }
        let entry = RecordedEntry(
            day: day, kind: found.kind, guarantee: nil, amount: -found.amount, interest: 0, principal: 0,
            loss: 0,
            until: nil, reference: reference, reverses: wrong, postings: lines)
        return try writing.record(
            "entry", action: "entry.reverse", after: "{\"amount\":\"\(Fen(entry.amount))\"}", entry: entry)
    }

    /// What an account holds now.
    static func balance(of account: Account, _ connection: Connection) throws -> Fen {
        let sql = SQL("SELECT amount FROM balance WHERE account = ?", [.int(account.number)])
        return try connection.first(sql) { Fen($0.int(0)) } ?? .zero
    }

    /// The same for a writer, who knows what its transaction has recorded.
    static func entry(of reference: String?, _ writing: Writing) throws -> Int64? {
        guard let reference else { return nil }
        return try writing.scope.changed.entries[reference]
            ?? find(reference: reference, writing.connection.asBegun)
    }

    /// The number of the entry that was recorded under an idempotency key.
    static func find(reference: String, _ connection: Connection) throws -> Int64? {
        try connection.first(SQL("SELECT id FROM entry WHERE reference = ?", [.text(reference)])) {
            $0.int(0)
        }
    }
}

extension RecordedEntry {
    /// An entry that concerns no guarantee, or the part of a recording that the ledger keeps.
    init(
        _ entry: Entry, principal: Fen = .zero, loss: Fen = .zero, until: Day? = nil, reverses: Int64? = nil
    ) {
        var lines = entry.postings.lines.map { Line(account: $0.account.number, amount: $0.amount.fen) }
        lines.sort { $0.account < $1.account }
        self.init(
            day: entry.day, kind: entry.kind.rawValue, guarantee: entry.guarantee?.number,
            amount: entry.amount.fen,
            interest: entry.interest.fen, principal: principal.fen, loss: loss.fen, until: until,
            reference: entry.reference, reverses: reverses, postings: lines)
    }
}

extension Value {
    init(_ number: Int64?) { self = number.map(Value.int) ?? .null }
    init(_ text: String?) { self = text.map(Value.text) ?? .null }
    init(_ day: Day?) { self = day.map { .int(Int64($0.number)) } ?? .null }
    init(_ amount: Fen?) { self = amount.map { .int($0.fen) } ?? .null }
    init(_ rate: Rate?) { self = rate.map { .int($0.millionths) } ?? .null }
}
