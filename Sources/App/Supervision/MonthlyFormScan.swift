import Core
import Storage

/// The guarantees of one guarantor and what their entries add up to at the four moments of a form, read in
/// one pass over the entries.
struct MonthlyFormScan: Sendable {
    /// The tables of shares of the guarantor's agreements.
    private(set) var shares: [Shares] = []
    private(set) var guarantees: [MonthlyFormGuarantee] = []
    /// Of the guarantees in the database.
    private(set) var numbers: [Int64] = []
    /// Of the enterprises in the database; the guarantees name them by their place here.
    private(set) var enterprises: [Int64] = []
    private var endsOn: [Int32] = []
    /// By guarantee and moment: first what happened since the moment before, at last all until it.
    private var disbursed: [Int64] = []
    private var outstanding: [Int64] = []
    private var fees: [Int64] = []
    private var claimed: [Int64] = []
    /// By guarantee: the place of its four in `losses`; -1 where nothing was ever compensated.
    private var lossPlace: [Int32] = []
    private var losses: [GuaranteeTotals.Losses] = []
    private var extensions: [Int: [Extension]] = [:]
    /// By the number of the guarantee: its place and 1; 0 for those of other guarantors.
    private var places: [Int32] = []
    private let days: [Day]
    private let isMuch: Bool

    private static let moments = MonthlyFormMoment.allCases.count

    private struct Extension {
        let entry: Int64
        let day: Day
        let until: Day?
        let reverses: Int64?
    }

    init(_ guarantor: ID<Institution>, _ month: FormMonth, _ connection: Connection) throws {
        days = MonthlyFormMoment.allCases.map { $0.day(of: month) }
        isMuch = try Self.isMuch(guarantor, connection)
        try readGuarantees(guarantor, connection)
        try readEntries(guarantor, connection)
        accumulate()
    }

    // MARK: Guarantees

    private mutating func readGuarantees(_ guarantor: ID<Institution>, _ connection: Connection) throws {
        let shareOfAgreement = try readShares(guarantor, connection)
        let last = try connection.first("SELECT MAX(id) FROM enterprise") { $0.optionalInt(0) ?? 0 } ?? 0
        var enterprisePlaces = [Int32](repeating: -1, count: Int(last) + 1)
        let columns: StaticString =
            """
            id, agreement_id, enterprise_id, ends_on, size, kind, policy_kind, industry, customer_kind, \
            housing, bond_rating
            """
        try connection.scan(columns, from: Self.guarantees(guarantor, isMuch: isMuch)) { row in
            guard let share = shareOfAgreement[row.int(1)] else { return }
            let enterprise = Int(row.int(2))
            guard let ends = Int32(exactly: row.int(3)), enterprisePlaces.indices.contains(enterprise) else {
                throw BookDamage.guarantee(row.int(0))
            }
            if enterprisePlaces[enterprise] < 0 {
                enterprisePlaces[enterprise] = Int32(enterprises.count)
                enterprises.append(row.int(2))
            }
            let customer = row.withBytes(8) { GuaranteeFeatures.CustomerKind(firstLetterOf: $0) }
            let isAgricultural =
                customer == .farmer || row.withBytes(7) { $0.first == UInt8(ascii: "A") }
                || row.withBytes(6) { $0.elementsEqual("farmer".utf8) }
            let (kind, size) = (row.withBytes(5, Self.kind), row.withBytes(4, Self.size))
            let risk = GuaranteedRisk(
                kind, of: customer, isSmallOrMicro: size.isSmallOrMicro, isHousing: row.int(9) != 0,
                rating: row.withBytes(10) { $0.isEmpty ? .notStated : GuaranteeScan.rating($0) })
            guarantees.append(
                MonthlyFormGuarantee(
                    enterprise: enterprisePlaces[enterprise], shares: share, kind: kind, size: size,
                    customer: customer, isAgricultural: isAgricultural, risk: risk))
            numbers.append(row.int(0))
            endsOn.append(ends)
        }
        places = [Int32](repeating: 0, count: Int(numbers.max() ?? 0) + 1)
        for (place, number) in numbers.enumerated() { places[Int(number)] = Int32(place + 1) }
    }

    /// All guarantees where the guarantor has much of the book, else its own.
    private static func guarantees(_ guarantor: ID<Institution>, isMuch: Bool) -> SQL {
        if isMuch { return "guarantee" }
        return SQL(
            "guarantee WHERE agreement_id IN (SELECT id FROM agreement WHERE guarantor_id = ?)",
            [.int(guarantor.number)])
    }

    /// Whether a quarter of all guarantees or more are the guarantor's: then reading all costs less than
    /// looking each up.
    private static func isMuch(_ guarantor: ID<Institution>, _ connection: Connection) throws -> Bool {
        let sql = SQL(
            """
            SELECT COUNT(*) FROM guarantee
            WHERE agreement_id IN (SELECT id FROM agreement WHERE guarantor_id = ?)
            """, [.int(guarantor.number)])
        let own = try connection.first(sql) { $0.int(0) } ?? 0
        let all = try connection.first("SELECT MAX(id) FROM guarantee") { $0.optionalInt(0) ?? 0 } ?? 0
        return own * 4 >= all
    }

    private mutating func readShares(
        _ guarantor: ID<Institution>, _ connection: Connection
    ) throws -> [Int64: Int32] {
        var known: [Shares: Int32] = [:]
        var places: [Int64: Int32] = [:]
        for agreement in try AgreementStore.all(connection) where agreement.guarantor == guarantor {
            if known[agreement.shares] == nil {
                known[agreement.shares] = Int32(shares.count)
                shares.append(agreement.shares)
            }
            places[agreement.id.number] = known[agreement.shares]
        }
        return places
    }

    private static func size(_ word: UnsafeBufferPointer<UInt8>) -> EnterpriseSize {
        EnterpriseSize.allCases.first { word.elementsEqual($0.rawValue.utf8) } ?? .large
    }

    private static func kind(_ word: UnsafeBufferPointer<UInt8>) -> GuaranteeFeatures.Kind {
        GuaranteeFeatures.Kind.allCases.first { word.elementsEqual($0.rawValue.utf8) } ?? .loan
    }

    // MARK: Entries

    private mutating func readEntries(_ guarantor: ID<Institution>, _ connection: Connection) throws {
        let count = guarantees.count * Self.moments
        disbursed = [Int64](repeating: 0, count: count)
        (outstanding, fees, claimed) = (disbursed, disbursed, disbursed)
        lossPlace = [Int32](repeating: -1, count: guarantees.count)
        let columns: StaticString =
            "guarantee_id, kind, on_day, amount, principal, loss, interest, id, until_day, reverses"
        try connection.scan(columns, from: entries(guarantor)) { row in
            guard let number = row.optionalInt(0), number < places.count else { return }
            let place = Int(places[Int(number)]) - 1
            guard place >= 0 else { return }
            let day = row.day(2)
            guard let moment = days.firstIndex(where: { day <= $0 }) else { return }
            add(row, day, place, place * Self.moments + moment)
        }
    }

    /// All entries where the guarantor has much of the book, else those of its guarantees.
    private func entries(_ guarantor: ID<Institution>) -> SQL {
        let end = days[MonthlyFormMoment.end.rawValue]
        if isMuch { return SQL("entry WHERE on_day <= ?", [Value(end)]) }
        return SQL(
            """
            entry WHERE guarantee_id IN (
                SELECT g.id FROM guarantee g JOIN agreement a ON a.id = g.agreement_id
                WHERE a.guarantor_id = ?) AND on_day <= ?
            """, [.int(guarantor.number), Value(end)])
    }

    private mutating func add(_ row: borrowing Row, _ day: Day, _ place: Int, _ slot: Int) {
        let principal = row.int(4)
        outstanding[slot] += principal
        guard let part = row.withBytes(1, { Part(kind: $0) }) else { return }
        let amount = row.int(3)
        switch part {
        case .disbursed: disbursed[slot] += principal
        case .feePaid: fees[slot] += amount
        case .feeRefunded: fees[slot] -= amount
        case .claimed: claimed[slot] += amount - row.int(6)
        case .extended:
            extensions[place, default: []].append(
                Extension(
                    entry: row.int(7), day: day,
                    until: row.optionalInt(8).map { Day(number: Int32(truncatingIfNeeded: $0)) },
                    reverses: row.optionalInt(9)))
        case .compensated:
            claimed[slot] += principal
            losses[lossSlot(place, slot)].compensated += Fen(amount)
            losses[lossSlot(place, slot)].loss += Fen(row.int(5))
        case .recovered: losses[lossSlot(place, slot)].recovered += Fen(amount)
        case .recoveryCost: losses[lossSlot(place, slot)].recoveryCosts += Fen(amount)
        case .writtenOff: losses[lossSlot(place, slot)].writtenOff += Fen(amount)
        }
    }

    /// The kinds of entries that the form tells apart.
    enum Part {
        case disbursed, feePaid, feeRefunded, claimed, extended, compensated, recovered, recoveryCost
        case writtenOff

        /// By length and first letter, which differ among all words of `EntryKind` that matter here; a test
        /// holds it.
        init?(kind: UnsafeBufferPointer<UInt8>) {
            switch (kind.count, kind.first) {
            case (9, UInt8(ascii: "d")): self = .disbursed
            case (8, UInt8(ascii: "f")): self = .feePaid
            case (12, UInt8(ascii: "f")): self = .feeRefunded
            case (7, UInt8(ascii: "c")): self = .claimed
            case (8, UInt8(ascii: "e")): self = .extended
            case (11, UInt8(ascii: "c")): self = .compensated
            case (9, UInt8(ascii: "r")): self = .recovered
            case (13, UInt8(ascii: "r")): self = .recoveryCost
            case (11, UInt8(ascii: "w")): self = .writtenOff
            default: return nil
            }
        }
    }

    private mutating func lossSlot(_ place: Int, _ slot: Int) -> Int {
        if lossPlace[place] < 0 {
            lossPlace[place] = Int32(losses.count)
            losses += Array(repeating: GuaranteeTotals.Losses(), count: Self.moments)
        }
        return Int(lossPlace[place]) + slot % Self.moments
    }

    /// From what happened between two moments to all until each.
    private mutating func accumulate() {
        func run(_ values: inout [Int64]) {
            for slot in values.indices where slot % Self.moments > 0 { values[slot] += values[slot - 1] }
        }
        run(&disbursed)
        run(&outstanding)
        run(&fees)
        run(&claimed)
        for slot in losses.indices where slot % Self.moments > 0 { losses[slot] += losses[slot - 1] }
    }
}

extension MonthlyFormScan {
    func totals(of place: Int, at moment: MonthlyFormMoment) -> MonthlyFormTotals {
        let slot = place * Self.moments + moment.rawValue
        let loss = lossPlace[place]
        return MonthlyFormTotals(
            totals: GuaranteeTotals(
                disbursed: Fen(disbursed[slot]), outstanding: Fen(outstanding[slot]),
                losses: loss < 0 ? nil : losses[Int(loss) + moment.rawValue]),
            fees: Fen(fees[slot]), openClaim: Fen(claimed[slot]), isPastTerm: isPastTerm(place, moment))
    }

    private func isPastTerm(_ place: Int, _ moment: MonthlyFormMoment) -> Bool {
        let day = days[moment.rawValue]
        guard endsOn[place] < day.number else { return false }
        guard let all = extensions[place] else { return true }
        let known = all.filter { $0.day <= day }
        let reversed = Set(known.compactMap(\.reverses))
        let until = known.filter { $0.reverses == nil && !reversed.contains($0.entry) }.compactMap(\.until)
        return until.allSatisfy { $0 < day }
    }

    func outstanding(of place: Int, at moment: MonthlyFormMoment) -> Fen {
        Fen(outstanding[place * Self.moments + moment.rawValue])
    }

    /// What was disbursed in the year of a column.
    func disbursedInYear(of place: Int, _ column: MonthlyFormColumn) -> Fen {
        guard let start = column.flowsFrom else { return .zero }
        let slot = place * Self.moments
        return Fen(disbursed[slot + column.moment.rawValue] - disbursed[slot + start.rawValue])
    }

    /// All of the form that comes from guarantees, but for the liability balance.
    func fold() -> MonthlyFormFold {
        var fold = MonthlyFormFold(shares: shares, enterprises: enterprises.count)
        for (place, guarantee) in guarantees.enumerated() {
            for moment in MonthlyFormMoment.allCases {
                fold.add(totals(of: place, at: moment), of: guarantee, at: moment)
            }
            for column in MonthlyFormColumn.allCases where column.flowsFrom != nil {
                fold.add(
                    disbursedInYear: disbursedInYear(of: place, column), of: guarantee, at: column.moment)
            }
        }
        return fold
    }

    /// The same with the liability balance.
    func wholeFold() -> MonthlyFormFold {
        var fold = fold()
        for (place, guarantee) in guarantees.enumerated() {
            for moment in MonthlyFormMoment.allCases {
                fold.addLiability(outstanding(of: place, at: moment), of: guarantee, at: moment)
            }
        }
        return fold
    }
}
