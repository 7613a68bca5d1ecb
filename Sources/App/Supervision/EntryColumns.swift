import Core
import Storage

/// The entries that change a figure, in memory and small: what any day needs is added up from here in a few
/// hundredths of a second for millions of them.
struct EntryColumns: Sendable {
    /// Entries that only change the outstanding principal, which nearly all do.
    private(set) var moves: [Move] = []
    private(set) var losses: [Loss] = []

    struct Move: Sendable {
        let principal: Int64
        let guarantee: Int32
        /// Twice the number of the day; one more where it is a disbursement.
        private let packed: Int32

        init(_ principal: Int64, of guarantee: Int32, on day: Day, isDisbursed: Bool) {
            self.principal = principal
            self.guarantee = guarantee
            packed = day.number * 2 + (isDisbursed ? 1 : 0)
        }

        var day: Int32 { packed >> 1 }
        var isDisbursed: Bool { packed & 1 == 1 }
    }

    /// What happens after a default.
    struct Loss: Sendable {
        let part: EntrySums.Part
        let guarantee: Int32
        let day: Int32
        let amount: Int64
        let principal: Int64
        let loss: Int64
    }

    init() {}

    /// The entries with numbers of a range.
    init(_ numbers: Range<Int64>, _ connection: Connection) throws {
        let entries = SQL(
            "entry WHERE id >= ? AND id < ?", [.int(numbers.lowerBound), .int(numbers.upperBound)])
        try connection.scan(
            "guarantee_id, kind, on_day, amount, principal, loss", from: entries
        ) { row in
            guard let number = row.optionalInt(0) else { return }
            let day = row.day(2)
            guard let guarantee = Int32(exactly: number) else { throw BookDamage.guarantee(number) }
            let part = row.withBytes(1) { EntrySums.Part(kind: $0) }
            let principal = row.int(4)
            switch part {
            case nil where principal == 0: break
            case nil, .disbursed:
                moves.append(Move(principal, of: guarantee, on: day, isDisbursed: part == .disbursed))
            case .some(let part):
                losses.append(
                    Loss(
                        part: part, guarantee: guarantee, day: day.number, amount: row.int(3),
                        principal: principal, loss: row.int(5)))
            }
        }
    }

    mutating func append(_ other: EntryColumns) {
        moves += other.moves
        losses += other.losses
    }

    /// What the entries from a day, or from the beginning, to a day add up to.
    func sums(guarantees: Int, from first: Day? = nil, until day: Day) -> EntrySums {
        let days = (first?.number ?? .min)...max(day.number, first?.number ?? .min)
        var sums = EntrySums(guarantees: guarantees)
        for move in moves where days.contains(move.day) {
            sums.addPrincipal(move.principal, of: Int(move.guarantee), isDisbursed: move.isDisbursed)
        }
        for entry in losses where days.contains(entry.day) {
            sums.add(
                entry.part, amount: Fen(entry.amount), principal: entry.principal, loss: Fen(entry.loss),
                of: Int(entry.guarantee))
        }
        return sums
    }

    /// Month by month, the last of them up to a day.
    ///
    /// - Parameter isIncluded: by the number of the guarantee.
    func months(
        _ count: Int, until day: Day, where isIncluded: (Int32) -> Bool
    ) -> [FiguresMonth] {
        let months = Self.lastMonths(count, until: day)
        guard let first = months.first?.first else { return [] }
        let places = months.enumerated().flatMap { place, month in
            [Int](repeating: place, count: month.last - month.first + 1)
        }
        var opening = Fen.zero
        var flows = months.map { FiguresMonth(month: $0) }
        func place(_ number: Int32) -> Int? {
            number < first.number ? nil : places[Int(number - first.number)]
        }
        for move in moves where move.day <= day.number && isIncluded(move.guarantee) {
            guard let place = place(move.day) else { opening += Fen(move.principal); continue }
            flows[place].outstanding += Fen(move.principal)
        }
        for entry in losses where entry.day <= day.number && isIncluded(entry.guarantee) {
            guard let place = place(entry.day) else { opening += Fen(entry.principal); continue }
            flows[place].outstanding += Fen(entry.principal)
            switch entry.part {
            case .compensated: flows[place].compensated += Fen(entry.amount)
            case .recovered: flows[place].recovered += Fen(entry.amount)
            case .disbursed, .recoveryCost, .writtenOff: break
            }
        }
        for place in flows.indices {
            flows[place].outstanding += place == 0 ? opening : flows[place - 1].outstanding
        }
        return flows
    }

    private static func lastMonths(_ count: Int, until day: Day) -> [FormMonth] {
        var months = [FormMonth(of: day)]
        while months.count < count, let before = months.last?.before { months.append(before) }
        return months.reversed()
    }
}

/// What a month has brought, and what was outstanding at its end.
struct FiguresMonth: Hashable, Sendable {
    let month: FormMonth
    var compensated = Fen.zero
    var recovered = Fen.zero
    var outstanding = Fen.zero

    init(month: FormMonth) { self.month = month }
}
