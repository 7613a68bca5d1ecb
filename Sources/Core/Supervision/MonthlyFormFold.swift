/// Adds the guarantees of one guarantor up to all that the monthly form draws from the book.
public struct MonthlyFormFold: Sendable {
    /// The tables of shares that the guarantees name.
    private let shares: [Shares]
    /// By moment, measure and group.
    private var sums: [Fen]
    /// Groups in which a customer counts, by the enterprise: in force at a moment, and guaranteed in the
    /// year that ends at it.
    private var inForce: [[UInt8]]
    private var guaranteed: [[UInt8]]
    /// All that a customer has outstanding at a moment; filled before the liability is added.
    private var balances: [[Fen]]
    /// Outstanding x weight in hundredths, by moment and table of shares.
    private var weighted: [Int128]

    private static let added: [MonthlyFormMeasure] = [.guaranteed, .outstanding, .released, .fees, .overdue]
    private static let addedLosses: [MonthlyFormMeasure] = [
        .compensated, .lost, .recovered, .compensationBalance,
    ]

    /// Enterprises are numbered 1 to `enterprises`.
    public init(shares: [Shares], enterprises: Int) {
        let moments = MonthlyFormMoment.allCases.count
        self.shares = shares
        sums = Array(
            repeating: .zero,
            count: moments * MonthlyFormMeasure.allCases.count * MonthlyFormGroup.allCases.count)
        inForce = Array(repeating: Array(repeating: 0, count: enterprises + 1), count: moments)
        guaranteed = inForce
        balances = Array(repeating: Array(repeating: .zero, count: enterprises + 1), count: moments)
        weighted = Array(repeating: 0, count: moments * shares.count)
    }

    /// Adds a guarantee at a moment; all are added before the first `addLiability`.
    public mutating func add(
        _ totals: MonthlyFormTotals, of guarantee: MonthlyFormGuarantee, at moment: MonthlyFormMoment
    ) {
        let table = shares[Int(guarantee.shares)]
        for measure in Self.added {
            add(totals.value(measure, table), measure, guarantee.groups, moment)
        }
        if totals.totals.losses != nil {
            for measure in Self.addedLosses {
                add(totals.value(measure, table), measure, guarantee.groups, moment)
            }
        }
        guard totals.totals.outstanding.isPositive else { return }
        inForce[moment.rawValue][Int(guarantee.enterprise)] |= guarantee.groups
        balances[moment.rawValue][Int(guarantee.enterprise)] += totals.totals.outstanding
    }

    private mutating func add(
        _ amount: Fen, _ measure: MonthlyFormMeasure, _ groups: UInt8, _ moment: MonthlyFormMoment
    ) {
        guard !amount.isZero else { return }
        let start = Self.place(moment, measure, .all)
        var left = groups
        while left != 0 {
            sums[start + left.trailingZeroBitCount] += amount
            left &= left - 1
        }
    }

    /// Notes what was disbursed to a customer in the year that ends at a moment.
    public mutating func add(
        disbursedInYear amount: Fen, of guarantee: MonthlyFormGuarantee, at moment: MonthlyFormMoment
    ) {
        guard amount.isPositive else { return }
        guaranteed[moment.rawValue][Int(guarantee.enterprise)] |= guarantee.groups
    }

    /// Adds a guarantee to the liability balance of a moment, and returns by how much it grows.
    @discardableResult
    public mutating func addLiability(
        _ outstanding: Fen, of guarantee: MonthlyFormGuarantee, at moment: MonthlyFormMoment
    ) -> Fen {
        guard outstanding.isPositive else { return .zero }
        let place = moment.rawValue * shares.count + Int(guarantee.shares)
        let weight = LiabilityWeight.of(
            guarantee.risk, outstandingOfCustomer: balances[moment.rawValue][Int(guarantee.enterprise)])
        let before = liability(place)
        weighted[place] += Int128(outstanding.fen) * Int128(weight)
        let growth = liability(place) - before
        sums[Self.place(moment, .liability, .all)] += growth
        return growth
    }

    /// Rounded once for each table of shares.
    private func liability(_ place: Int) -> Fen {
        LiabilityWeight.liability(
            weightedHundredths: weighted[place], shares: shares[place % shares.count])
    }

    private static func place(
        _ moment: MonthlyFormMoment, _ measure: MonthlyFormMeasure, _ group: MonthlyFormGroup
    ) -> Int {
        (moment.rawValue * MonthlyFormMeasure.allCases.count + measure.rawValue)
            * MonthlyFormGroup.allCases.count + group.rawValue
    }
}

extension MonthlyFormFold {
    /// What a row draws for a column: fen, or a number of customers.
    public func value(
        _ measure: MonthlyFormMeasure, _ group: MonthlyFormGroup, _ span: MonthlyFormRow.Span,
        _ column: MonthlyFormColumn
    ) -> Int64 {
        let moment = column.moment
        switch measure {
        case .customersInForce: return count(inForce[moment.rawValue], group)
        case .customersGuaranteed: return count(guaranteed[moment.rawValue], group)
        default:
            let sum = sums[Self.place(moment, measure, group)]
            guard span == .inYear, let start = column.flowsFrom else { return sum.fen }
            return (sum - sums[Self.place(start, measure, group)]).fen
        }
    }

    private func count(_ customers: [UInt8], _ group: MonthlyFormGroup) -> Int64 {
        Int64(customers.count { $0 & group.bit != 0 })
    }
}
