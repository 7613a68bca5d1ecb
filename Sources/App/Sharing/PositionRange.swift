import Core
import Storage

/// The positions and claims of a range of guarantees, compared with what their entries make of them.
struct PositionRange: Sendable {
    private(set) var guarantees: Int64 = 0
    private(set) var findings: [Finding] = []
    /// Those whose rows are not what they should be: as stored, and as the entries make them.
    private(set) var corrections: [Correction] = []
    /// The claims as the entries make them, of the guarantees that have others.
    private(set) var claimCorrections: [Int64: ClaimReplay] = [:]

    struct Correction: Sendable {
        let stored: Position?
        let storedState: String
        let derived: Guarantee
    }

    /// What a verification knows by the time it looks at positions.
    struct Knowledge: Sendable {
        /// The last record that `states` includes.
        let head: Int64
        let states: StepStates
        let agreements: [Int64: Agreement]
    }

    static func check(
        _ numbers: ClosedRange<Int64>, _ known: Knowledge, _ connection: Connection
    ) throws -> PositionRange {
        var range = PositionRange()
        let hasGrown = try connection.exists(
            SQL("SELECT 1 FROM audit WHERE id > ? LIMIT 1", [.int(known.head)]))
        let states = hasGrown ? try known.states.updated(after: known.head, connection) : known.states
        var rows = try range.readRows(numbers, states, known.agreements, connection)
        try range.replay(&rows, numbers, connection)
        var claims = try ClaimSums.read(numbers, connection)
        for row in rows {
            guard let derived = row.derived else { continue }
            range.compare(row, derived)
            let sums = claims.removeValue(forKey: row.start.id.number)
            let count = range.findings.count
            ClaimSums.compare(sums, derived, row.claims, &range.findings)
            if range.findings.count > count, let right = row.claims {
                range.claimCorrections[row.start.id.number] = right
            }
        }
        return range
    }

    /// A guarantee as it is stored, and how far its entries have brought it.
    private struct StoredRow {
        /// Without any money, in the state that its steps gave it.
        let start: Guarantee
        /// Nil when there is no row.
        let stored: Position?
        let state: String
        var derived: Guarantee?
        /// Nil when its entries can't be taken one by one.
        var claims: ClaimReplay?
    }

    private mutating func readRows(
        _ numbers: ClosedRange<Int64>, _ states: StepStates, _ agreements: [Int64: Agreement],
        _ connection: Connection
    ) throws -> [StoredRow] {
        let sql = SQL(
            """
            SELECT g.id, g.agreement_id, g.principal, g.fee_rate, g.contract_on, g.starts_on, g.ends_on,
                p.state, p.version, p.last_on, p.disbursed, p.repaid, p.principal_claimed, p.interest_claimed,
                p.loss, p.principal_compensated, p.fee_paid, p.fee_refunded, p.recovered, p.recovery_costs,
                p.written_off, p.paid_reguarantor, p.paid_bank, p.paid_treasury, p.credited_reguarantor,
                p.credited_bank, p.credited_treasury, p.passed_reguarantor, p.passed_bank, p.passed_treasury,
                p.extended_until
            FROM guarantee g LEFT JOIN guarantee_position p ON p.guarantee_id = g.id
            WHERE g.id BETWEEN ? AND ? ORDER BY g.id
            """, [.int(numbers.lowerBound), .int(numbers.upperBound)])
        var rows: [StoredRow] = []
        try connection.forEach(sql) { row in
            guarantees += 1
            // An agreement whose shares can't be read is a finding of its own.
            guard let agreement = agreements[row.int(1)] else { return }
            let id = ID<Guarantee>(row.int(0))
            let start = Guarantee.restored(
                id: id, agreement: agreement, terms: PositionRow.terms(row), state: states[id.number],
                position: Position())
            rows.append(
                StoredRow(
                    start: start, stored: row.isNull(7) ? nil : PositionRow.position(row, from: 9),
                    state: row.optionalText(7) ?? ""))
        }
        return rows
    }

    private mutating func replay(
        _ rows: inout [StoredRow], _ numbers: ClosedRange<Int64>, _ connection: Connection
    ) throws {
        var next = 0
        var history = EntryHistory()
        let sql = SQL(
            """
            SELECT guarantee_id, id, kind, amount, interest, until_day, on_day, reverses FROM entry
            WHERE guarantee_id BETWEEN ? AND ? ORDER BY guarantee_id, id
            """, [.int(numbers.lowerBound), .int(numbers.upperBound)])
        try connection.forEach(sql) { row in
            let guarantee = row.int(0)
            while next < rows.count, rows[next].start.id.number < guarantee {
                finish(&rows[next], &history)
                next += 1
            }
            guard next < rows.count, rows[next].start.id.number == guarantee else { return }
            history.append(row)
        }
        while next < rows.count {
            finish(&rows[next], &history)
            next += 1
        }
    }

    private mutating func finish(_ row: inout StoredRow, _ history: inout EntryHistory) {
        do {
            row.derived = try history.replayed(row.start)
            row.claims = history.claims(row.start)
        } catch {
            findings.append(.entriesUnusable(row.start.id.number, error.sentence))
        }
        history.removeAll()
    }

    private mutating func compare(_ row: StoredRow, _ derived: Guarantee) {
        let guarantee = derived.id.number
        let isStateRight = row.state == derived.state.rawValue
        if row.stored == derived.position, isStateRight { return }
        corrections.append(Correction(stored: row.stored, storedState: row.state, derived: derived))
        guard let stored = row.stored else { return findings.append(.positionMissing(guarantee)) }
        if !isStateRight {
            findings.append(.stateWrong(guarantee, stored: row.state, derived: derived.state.rawValue))
        }
        for (column, left, right) in PositionColumns.differences(stored, derived.position) {
            findings.append(
                .positionWrong(guarantee, column: column.description, stored: left, derived: right))
        }
    }
}

/// The entries of one guarantee in their order.
private struct EntryHistory {
    private struct Line {
        let entry: Int64
        let event: GuaranteeEvent
        let day: Day
    }

    private var lines: [Line] = []
    /// Reversals, by the number of lines before them.
    private var reversals: [(place: Int, entry: Int64, wrong: Int64, day: Day)] = []
    private var reversed: Set<Int64> = []
    private var lastOn: Day?
    private var unusable: UnusableEntry?

    mutating func removeAll() { self = EntryHistory(reusing: lines) }

    init() {}

    private init(reusing lines: [Line]) {
        self.lines = lines
        self.lines.removeAll(keepingCapacity: true)
    }

    mutating func append(_ row: borrowing Storage.Row) {
        let (entry, amount, interest) = (row.int(1), row.int(3), row.int(4))
        let day = row.day(6)
        lastOn = max(lastOn ?? day, day)
        if let reverses = row.optionalInt(7) {
            reversed.insert(reverses)
            reversals.append((lines.count, entry, reverses, day))
            return
        }
        let isBounded = amount.magnitude <= Fen.limit.fen && interest.magnitude <= Fen.limit.fen
        let event = EntryStore.event(
            row.text(2), Fen(amount), interest: Fen(interest), until: row.optionalInt(5))
        guard isBounded, let event else { return unusable = UnusableEntry(entry: entry) }
        lines.append(Line(entry: entry, event: event, day: day))
    }

    /// Claims arise from compensations alone, so that most guarantees need no second look.
    func claims(_ start: Guarantee) -> ClaimReplay? {
        var replay = ClaimReplay(start)
        guard lines.contains(where: { $0.event.kind == .compensated }) else { return replay }
        var next = 0
        for place in 0...lines.count {
            while next < reversals.count, reversals[next].place == place {
                let reversal = reversals[next]
                guard replay.reverse(reversal.wrong, entry: reversal.entry, on: reversal.day) else {
                    return nil
                }
                next += 1
            }
            guard place < lines.count else { break }
            guard replay.take(lines[place].event, entry: lines[place].entry, on: lines[place].day) else {
                return nil
            }
        }
        return replay
    }

    func replayed(_ start: Guarantee) throws(UnusableEntry) -> Guarantee {
        if let unusable { throw unusable }
        guard !lines.isEmpty else { return start }
        // What was told late stands in its place among the days.
        let past = lines.sorted { ($0.day, $0.entry) < ($1.day, $1.entry) }.map {
            PastEvent(entry: $0.entry, event: $0.event, day: $0.day, reversed: reversed.contains($0.entry))
        }
        do {
            let replayed = try start.replaying(past)
            var position = replayed.position
            position.lastOn = lastOn
            return Guarantee.restored(
                id: start.id, agreement: start.agreement, terms: start.terms, state: replayed.state,
                position: position)
        } catch {
            throw UnusableEntry(entry: 0, reason: error.sentence)
        }
    }
}

/// An entry that no version of the program has recorded, or that the rules would refuse.
private struct UnusableEntry: Error {
    let entry: Int64
    var reason: Sentence?

    var sentence: Sentence {
        reason
            ?? Sentence(
                zh: "第 \(entry) 号分录的种类或金额无法识别。", en: "the kind or amount of entry \(entry) can't be used.")
    }
}
