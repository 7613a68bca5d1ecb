import Core
import Storage

/// Which party owes which.
struct ClaimPair: Hashable, Sendable {
    let debtor: Party
    let creditor: Party
}

/// A claim with something open on a day.
struct OpenClaim: Hashable, Sendable {
    let guarantee: Int64
    let pair: ClaimPair
    let open: Fen
    let dueOn: Day?
}

/// What parties owed each other on any day, in memory: the open claims of each guarantee after each day on
/// which something happened to it, made from its entries.
struct ClaimHistory: Sendable {
    /// By the number of the guarantee.
    private var standings: [Int64: [Standing]] = [:]
    /// The guarantees in their order.
    private var guarantees: [Int64] = []

    private struct Standing: Sendable {
        let agreement: Int64
        let day: Day
        let claims: [OpenClaim]
    }

    private struct PastEntry {
        let number: Int64
        let event: GuaranteeEvent?
        let day: Day
        let reverses: Int64?
    }

    /// Guarantees of one question to the database.
    private static let mostAsked = 400

    init() {}

    /// The history of some guarantees, from their entries before a number.
    init(
        of guarantees: ArraySlice<Int64>, until end: Int64, _ agreements: [Agreement],
        _ connection: Connection
    ) throws {
        let known = Dictionary(uniqueKeysWithValues: agreements.map { ($0.id.number, $0) })
        for start in stride(from: guarantees.startIndex, to: guarantees.endIndex, by: Self.mostAsked) {
            let numbers = Array(guarantees[start..<min(start + Self.mostAsked, guarantees.endIndex)])
            try replay(numbers, until: end, known, connection)
        }
    }

    /// Takes over guarantees that were read anew.
    mutating func update(with parts: [ClaimHistory]) {
        guard !parts.isEmpty else { return }
        for part in parts { standings.merge(part.standings) { $1 } }
        guarantees = standings.keys.sorted()
    }

    /// The guarantees with claims that entries with numbers of a range, the first of them never read before,
    /// have changed.
    func changed(by entries: Range<Int64>, _ connection: Connection) throws -> [Int64] {
        if entries.isEmpty { return [] }
        return try guarantees.isEmpty ? withClaims(connection) : with(entries, connection)
    }

    /// What is open on a day among the parties of a scope.
    func open(asOf day: Day, in scope: FiguresScope, _ frame: FiguresFrame) -> [OpenClaim] {
        let included = scope.agreements(frame)
        var claims: [OpenClaim] = []
        for number in guarantees {
            guard let standing = standings[number]?.last(where: { $0.day <= day }),
                included[Int(standing.agreement)]
            else { continue }
            claims += standing.claims
        }
        guard case .party(let party, _) = scope else { return claims }
        return claims.filter { $0.pair.debtor == party || $0.pair.creditor == party }
    }

    private func withClaims(_ connection: Connection) throws -> [Int64] {
        try connection.all("SELECT DISTINCT guarantee_id FROM claim ORDER BY guarantee_id") { $0.int(0) }
    }

    private func with(_ entries: Range<Int64>, _ connection: Connection) throws -> [Int64] {
        let sql = SQL(
            """
            SELECT DISTINCT e.guarantee_id FROM entry e WHERE e.id >= ? AND e.id < ?
                AND EXISTS (SELECT 1 FROM claim c WHERE c.guarantee_id = e.guarantee_id)
            """, [.int(entries.lowerBound), .int(entries.upperBound)])
        return try connection.all(sql) { $0.int(0) }
    }

    private mutating func replay(
        _ numbers: [Int64], until end: Int64, _ agreements: [Int64: Agreement], _ connection: Connection
    ) throws {
        let list = SQL(
            composing: "(" + numbers.map { _ in "?" }.joined(separator: ", ") + ")",
            numbers.map { .int($0) })
        var starts: [Int64: Guarantee] = [:]
        let guarantees =
            SQL(
                """
                SELECT id, agreement_id, principal, fee_rate, contract_on, starts_on, ends_on
                FROM guarantee WHERE id IN\u{20}
                """) + list
        try connection.forEach(guarantees) { row in
            guard let agreement = agreements[row.int(1)] else { return }
            starts[row.int(0)] = Guarantee.restored(
                id: ID(row.int(0)), agreement: agreement, terms: PositionRow.terms(row), state: .filed,
                position: Position())
        }
        var past: [Int64: [PastEntry]] = [:]
        let entries =
            SQL(
                """
                SELECT guarantee_id, id, kind, amount, interest, until_day, on_day, reverses FROM entry
                WHERE id < ? AND guarantee_id IN\u{20}
                """, [.int(end)]) + list + SQL(" ORDER BY guarantee_id, id")
        try connection.forEach(entries) { row in
            let event = EntryStore.event(
                row.text(2), Fen(row.int(3)), interest: Fen(row.int(4)), until: row.optionalInt(5))
            past[row.int(0), default: []].append(
                PastEntry(
                    number: row.int(1), event: event, day: row.day(6), reverses: row.optionalInt(7)))
        }
        for (number, start) in starts {
            standings[number] = Self.standings(start, past[number] ?? [])
        }
    }

    /// The claims after each day, from the entries that had taken effect by then.
    private static func standings(_ start: Guarantee, _ entries: [PastEntry]) -> [Standing] {
        Set(entries.map(\.day)).sorted().map { day in
            var replay = ClaimReplay(start)
            for entry in entries where entry.day <= day {
                // An entry that stands only because of a later one changes nothing before that.
                if let wrong = entry.reverses {
                    _ = replay.reverse(wrong, entry: entry.number, on: entry.day)
                } else if let event = entry.event {
                    _ = replay.take(event, entry: entry.number, on: entry.day)
                }
            }
            return Standing(
                agreement: start.agreement.id.number, day: day,
                claims: replay.claims.filter(\.open.isPositive).map { OpenClaim($0, of: start.id.number) })
        }
    }
}

extension OpenClaim {
    fileprivate init(_ claim: Claim, of guarantee: Int64) {
        self.init(
            guarantee: guarantee, pair: ClaimPair(debtor: claim.debtor, creditor: claim.creditor),
            open: claim.open, dueOn: claim.dueOn)
    }
}
