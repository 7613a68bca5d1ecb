import Core
import Storage

/// What the entries add up to for every guarantee, in arrays by the guarantee's number.
struct EntrySums: Sendable {
    private var disbursed: [Int64]
    private var outstanding: [Int64]
    /// The place in `losses`; 0 where nothing was ever compensated.
    private var lossPlace: [Int32]
    private var losses = [GuaranteeTotals.Losses()]

    /// Guarantees are numbered 1 to `guarantees`.
    init(guarantees: Int) {
        disbursed = [Int64](repeating: 0, count: guarantees + 1)
        outstanding = [Int64](repeating: 0, count: guarantees + 1)
        lossPlace = [Int32](repeating: 0, count: guarantees + 1)
    }

    /// Adds the entries with numbers of a range that took effect by a day.
    mutating func add(_ numbers: Range<Int64>, until day: Day, _ connection: Connection) throws {
        let entries = SQL(
            "entry WHERE id >= ? AND id < ? AND on_day <= ?",
            [.int(numbers.lowerBound), .int(numbers.upperBound), Value(day)])
        try connection.scan("guarantee_id, kind, amount, principal, loss", from: entries) { row in
            guard let number = row.optionalInt(0) else { return }
            let part = row.withBytes(1) { Part(kind: $0) }
            let principal = row.int(3)
            switch part {
            case nil, .disbursed: addPrincipal(principal, of: Int(number), isDisbursed: part == .disbursed)
            case .some(let part):
                add(
                    part, amount: Fen(row.int(2)), principal: principal, loss: Fen(row.int(4)),
                    of: Int(number))
            }
        }
    }

    /// An entry that only changes the outstanding principal.
    @inline(__always)
    mutating func addPrincipal(_ principal: Int64, of guarantee: Int, isDisbursed: Bool) {
        outstanding[guarantee] += principal
        if isDisbursed { disbursed[guarantee] += principal }
    }

    /// An entry of what happens after a default.
    mutating func add(_ part: Part, amount: Fen, principal: Int64, loss: Fen, of guarantee: Int) {
        outstanding[guarantee] += principal
        let place = place(of: guarantee)
        switch part {
        case .disbursed: disbursed[guarantee] += principal
        case .compensated:
            losses[place].compensated += amount
            losses[place].loss += loss
        case .recovered: losses[place].recovered += amount
        case .recoveryCost: losses[place].recoveryCosts += amount
        case .writtenOff: losses[place].writtenOff += amount
        }
    }

    /// The kinds of entries that the figures tell apart; the others only change the outstanding principal, if
    /// that.
    enum Part: UInt8 {
        case disbursed, compensated, recovered, recoveryCost, writtenOff

        /// By length and first letter, which differ among all words of `EntryKind` that matter here; a test
        /// holds it.
        init?(kind: UnsafeBufferPointer<UInt8>) {
            switch (kind.count, kind.first) {
            case (9, UInt8(ascii: "d")): self = .disbursed
            case (11, UInt8(ascii: "c")): self = .compensated
            case (9, UInt8(ascii: "r")): self = .recovered
            case (13, UInt8(ascii: "r")): self = .recoveryCost
            case (11, UInt8(ascii: "w")): self = .writtenOff
            default: return nil
            }
        }
    }

    private mutating func place(of guarantee: Int) -> Int {
        if lossPlace[guarantee] == 0 {
            lossPlace[guarantee] = Int32(losses.count)
            losses.append(GuaranteeTotals.Losses())
        }
        return Int(lossPlace[guarantee])
    }

    /// Adds what another reader has summed over other entries.
    mutating func add(_ other: EntrySums) {
        for guarantee in disbursed.indices {
            disbursed[guarantee] += other.disbursed[guarantee]
            outstanding[guarantee] += other.outstanding[guarantee]
            if other.lossPlace[guarantee] != 0 {
                losses[place(of: guarantee)] += other.losses[Int(other.lossPlace[guarantee])]
            }
        }
    }

    func outstanding(of guarantee: Int) -> Fen { Fen(outstanding[guarantee]) }

    func totals(of guarantee: Int) -> GuaranteeTotals {
        let place = lossPlace[guarantee]
        return GuaranteeTotals(
            disbursed: Fen(disbursed[guarantee]), outstanding: Fen(outstanding[guarantee]),
            losses: place == 0 ? nil : losses[Int(place)])
    }
}
