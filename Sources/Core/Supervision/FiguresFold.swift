/// A guarantee as the figures need it, small because a book has a million of them. Numbers are those of the
/// database.
public struct GuaranteeFacts: Hashable, Sendable {
    public var principal: Fen
    public var enterprise: Int32
    public var agreement: Int32
    /// The place among the rows that are asked for, where the division decides it.
    public var division: Int32
    /// Millionths a year.
    public var feeRate: Int32
    /// A firm that was small or micro when the contract was made.
    public var isSmallOrMicro: Bool
    public var risk: GuaranteedRisk
    /// A small or micro firm, or a farmer.
    public var isServed: Bool

    public init(
        principal: Fen, enterprise: Int32, agreement: Int32, division: Int32, feeRate: Int32,
        isSmallOrMicro: Bool, risk: GuaranteedRisk, isServed: Bool
    ) {
        self.principal = principal
        self.enterprise = enterprise
        self.agreement = agreement
        self.division = division
        self.feeRate = feeRate
        self.isSmallOrMicro = isSmallOrMicro
        self.risk = risk
        self.isServed = isServed
    }
}

/// What each customer has outstanding with each guarantor. Most have but one, which costs no look-up.
public struct CustomerBalances: Sendable {
    private struct Pair: Hashable {
        let enterprise: Int32
        let guarantor: Int32
    }

    /// By the number of the enterprise; 0 where it has no guarantor yet.
    private var firstGuarantor: [Int32]
    private var withFirst: [Fen]
    private var withOthers: [Pair: Fen] = [:]
    /// Whether it is a small firm or farmer under any of these guarantees.
    private var isServedWithFirst: [Bool]
    private var servedWithOthers: Set<Pair> = []

    /// Enterprises are numbered 1 to `enterprises`.
    public init(enterprises: Int) {
        firstGuarantor = [Int32](repeating: 0, count: enterprises + 1)
        withFirst = [Fen](repeating: .zero, count: enterprises + 1)
        isServedWithFirst = [Bool](repeating: false, count: enterprises + 1)
    }

    public mutating func add(
        _ outstanding: Fen, of enterprise: Int32, with guarantor: Int32, isServed: Bool = false
    ) {
        let place = Int(enterprise)
        if firstGuarantor[place] == 0 { firstGuarantor[place] = guarantor }
        if firstGuarantor[place] == guarantor {
            withFirst[place] += outstanding
            if isServed { isServedWithFirst[place] = true }
        } else {
            let pair = Pair(enterprise: enterprise, guarantor: guarantor)
            withOthers[pair, default: .zero] += outstanding
            if isServed { servedWithOthers.insert(pair) }
        }
    }

    /// By the number of the guarantor: its customers, and the small firms and farmers among them.
    public func counts() -> [Int32: (all: Int64, served: Int64)] {
        var counts: [Int32: (all: Int64, served: Int64)] = [:]
        for place in firstGuarantor.indices where withFirst[place].isPositive {
            counts[firstGuarantor[place], default: (0, 0)].all += 1
            if isServedWithFirst[place] { counts[firstGuarantor[place], default: (0, 0)].served += 1 }
        }
        for (pair, outstanding) in withOthers where outstanding.isPositive {
            counts[pair.guarantor, default: (0, 0)].all += 1
            if servedWithOthers.contains(pair) { counts[pair.guarantor, default: (0, 0)].served += 1 }
        }
        return counts
    }

    public func outstanding(of enterprise: Int32, with guarantor: Int32) -> Fen {
        if firstGuarantor[Int(enterprise)] == guarantor { return withFirst[Int(enterprise)] }
        return withOthers[Pair(enterprise: enterprise, guarantor: guarantor), default: .zero]
    }
}

/// Adds guarantees up to the figures of groups, such as those of each guarantor.
///
/// The liability balance is kept exact for each guarantor and table of shares of a group and rounded
/// half-even once.
public struct FiguresFold {
    private var groups: [Figures]
    /// Outstanding x weight in hundredths, by group x class of liability.
    private var weighted: [Int128]
    /// The same of small firms and farmers.
    private var weightedOfServed: [Int128]
    /// By the number of the agreement: its class of liability; -1 where there is none of the number.
    private let classes: [Int]
    /// The shares of each class.
    private let sharesOfClass: [Shares]

    private struct LiabilityClass: Hashable {
        let guarantor: ID<Institution>
        let shares: Shares
    }

    public init(agreements: [Agreement], groups count: Int) {
        let last = Int(agreements.map(\.id.number).max() ?? 0)
        var classes = [Int](repeating: -1, count: last + 1)
        var known: [LiabilityClass: Int] = [:]
        var sharesOfClass: [Shares] = []
        for agreement in agreements {
            let key = LiabilityClass(guarantor: agreement.guarantor, shares: agreement.shares)
            if known[key] == nil { sharesOfClass.append(agreement.shares) }
            let number = known[key, default: known.count]
            known[key] = number
            classes[Int(agreement.id.number)] = number
        }
        self.classes = classes
        self.sharesOfClass = sharesOfClass
        groups = [Figures](repeating: Figures(), count: count)
        weighted = [Int128](repeating: 0, count: count * sharesOfClass.count)
        weightedOfServed = weighted
    }

    /// - Parameter outstandingOfCustomer: all that the customer has outstanding with the guarantor on the
    /// day.
    public mutating func add(
        _ totals: GuaranteeTotals, of facts: GuaranteeFacts, to group: Int, outstandingOfCustomer: Fen
    ) {
        let agreement = Int(facts.agreement)
        precondition(classes[agreement] >= 0, "a guarantee has an agreement")
        groups[group].add(
            totals, principal: facts.principal, feeRate: Rate(millionths: Int64(facts.feeRate)),
            isSmallOrMicro: facts.isSmallOrMicro)
        if let losses = totals.losses { groups[group].add(losses, sharesOfClass[classes[agreement]]) }
        guard !totals.outstanding.isZero else { return }
        let weight = LiabilityWeight.of(facts.risk, outstandingOfCustomer: outstandingOfCustomer)
        let place = group * sharesOfClass.count + classes[agreement]
        weighted[place] += Int128(totals.outstanding.fen) * Int128(weight)
        if facts.isServed { weightedOfServed[place] += Int128(totals.outstanding.fen) * Int128(weight) }
    }

    /// The figures of each group and of all together, liability balances included.
    public func finished() -> (groups: [Figures], total: Figures) {
        var finished = groups
        var total = Figures()
        for group in groups.indices {
            finished[group].liabilityBalance = liability(row(group, of: weighted))
            finished[group].liabilityOfServed = liability(row(group, of: weightedOfServed))
            total += groups[group]
        }
        total.liabilityBalance = liability(sums(of: weighted)[...])
        total.liabilityOfServed = liability(sums(of: weightedOfServed)[...])
        return (finished, total)
    }

    private func row(_ group: Int, of weighted: [Int128]) -> ArraySlice<Int128> {
        let start = group * sharesOfClass.count
        return weighted[start..<start + sharesOfClass.count]
    }

    private func sums(of weighted: [Int128]) -> [Int128] {
        var sums = [Int128](repeating: 0, count: sharesOfClass.count)
        for group in groups.indices {
            for (index, amount) in row(group, of: weighted).enumerated() { sums[index] += amount }
        }
        return sums
    }

    private func liability(_ weighted: ArraySlice<Int128>) -> Fen {
        zip(weighted, sharesOfClass).map { LiabilityWeight.liability(weightedHundredths: $0, shares: $1) }
            .sum()
    }
}
