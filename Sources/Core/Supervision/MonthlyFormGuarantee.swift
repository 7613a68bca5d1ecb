/// What the monthly form needs of one guarantee: facts that stay, and its money at the ends of four periods.
public struct MonthlyFormGuarantee: Hashable, Sendable {
    /// The number of the enterprise in the database.
    public var enterprise: Int32
    /// The place of the agreement's shares among those of the guarantor.
    public var shares: Int32
    public var risk: GuaranteedRisk
    /// A bit for each group that it belongs to.
    public var groups: UInt8

    public init(
        enterprise: Int32, shares: Int32, kind: GuaranteeFeatures.Kind, size: EnterpriseSize,
        customer: GuaranteeFeatures.CustomerKind, isAgricultural: Bool, risk: GuaranteedRisk
    ) {
        self.enterprise = enterprise
        self.shares = shares
        self.risk = risk
        var groups = MonthlyFormGroup.all.bit
        switch kind {
        case .loan: groups |= MonthlyFormGroup.loans.bit
        case .bond: groups |= MonthlyFormGroup.bonds.bit
        case .otherFinancing: groups |= MonthlyFormGroup.otherFinancing.bit
        }
        if isAgricultural { groups |= MonthlyFormGroup.agriculture.bit }
        let isFirm = customer == .enterprise
        if isFirm, size == .small { groups |= MonthlyFormGroup.small.bit }
        if isFirm, size == .micro { groups |= MonthlyFormGroup.micro.bit }
        if customer == .individual { groups |= MonthlyFormGroup.individuals.bit }
        self.groups = groups
    }

    public func isIn(_ group: MonthlyFormGroup) -> Bool { groups & group.bit != 0 }
}

extension MonthlyFormGroup {
    var bit: UInt8 { 1 << UInt8(rawValue) }
}

/// The days on which the form looks at the book, in their order.
public enum MonthlyFormMoment: Int, CaseIterable, Sendable {
    /// The day before last year began.
    case startOfLastYear
    /// The end of the same month of last year.
    case lastYear
    /// The day before the year began.
    case startOfYear
    /// The end of the month.
    case end

    public func day(of month: FormMonth) -> Day {
        switch self {
        case .startOfLastYear: (month.sameMonthLastYear ?? month).beforeYear
        case .lastYear: (month.sameMonthLastYear ?? month).last
        case .startOfYear: month.beforeYear
        case .end: month.last
        }
    }
}

extension MonthlyFormColumn {
    /// The moment whose state the column shows.
    public var moment: MonthlyFormMoment {
        switch self {
        case .amount: .end
        case .startOfYear: .startOfYear
        case .lastYear: .lastYear
        }
    }

    /// The moment from which on its flows count; nil where the column has none.
    public var flowsFrom: MonthlyFormMoment? {
        switch self {
        case .amount: .startOfYear
        case .startOfYear: nil
        case .lastYear: .startOfLastYear
        }
    }

    /// The month whose entered values it shows.
    public func enteredMonth(of month: FormMonth) -> FormMonth? {
        switch self {
        case .amount: month
        case .startOfYear: month.lastDecember
        case .lastYear: month.sameMonthLastYear
        }
    }
}

/// The money of a guarantee from the beginning to a moment.
public struct MonthlyFormTotals: Hashable, Sendable {
    public var totals: GuaranteeTotals
    /// Received less given back.
    public var fees: Fen
    /// Principal that was claimed and not compensated.
    public var openClaim: Fen
    /// The term, extensions until then included, has ended before the moment.
    public var isPastTerm: Bool

    public init(totals: GuaranteeTotals, fees: Fen, openClaim: Fen, isPastTerm: Bool) {
        self.totals = totals
        self.fees = fees
        self.openClaim = openClaim
        self.isPastTerm = isPastTerm
    }

    /// A measure of which guarantees are simply added up; the liability and customers are not.
    public func value(_ measure: MonthlyFormMeasure, _ shares: Shares) -> Fen {
        switch measure {
        case .guaranteed: totals.disbursed
        case .outstanding: totals.outstanding
        case .released: totals.disbursed - totals.outstanding
        case .fees: fees
        case .overdue: isPastTerm ? totals.outstanding : min(openClaim, totals.outstanding)
        case .compensated, .lost, .recovered, .compensationBalance:
            totals.losses.map { $0.value(measure, shares) } ?? .zero
        case .liability, .customersGuaranteed, .customersInForce: .zero
        }
    }
}

extension GuaranteeTotals.Losses {
    /// The bank keeps its own share of the loss: only the others' counts, as the guarantor has paid it.
    fileprivate func value(_ measure: MonthlyFormMeasure, _ shares: Shares) -> Fen {
        func paid(_ whole: Fen) -> Fen { whole - shares.part(of: Party.bank.rawValue, in: whole) }
        let standing = min(writtenOff, net)
        switch measure {
        case .compensated: return paid(loss)
        case .recovered: return paid(loss) - paid(net)
        case .lost: return paid(net) - paid(net - standing)
        default: return paid(net - standing)
        }
    }
}
