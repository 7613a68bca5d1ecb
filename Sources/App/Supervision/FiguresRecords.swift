import Core

/// Which figure is asked for, record by record.
struct FiguresQuestion: Sendable {
    let measure: FiguresMeasure
    /// From this day on; from the beginning when nil.
    var from: Day?
    var day: Day
    var scope: FiguresScope
    var place: Place = .everywhere
    var guarantor: ID<Institution>?

    enum Place: Hashable, Sendable {
        case everywhere
        case city(Division.Code)
        /// In none of today's cities.
        case elsewhere

        func contains(_ division: String) -> Bool {
            let city = Division.Code(division)?.city
            switch self {
            case .everywhere: return true
            case .city(let code): return city == code
            case .elsewhere: return !Division.cities.contains { $0.code == city }
            }
        }
    }
}

/// One guarantee and what it has in a figure: fen, or one where guarantees are counted.
struct FiguresRecord: Hashable, Sendable {
    let guarantee: Int64
    let amount: Int64
    let feeRate: Rate
}

/// Figures that are sums over guarantees.
enum FiguresMeasure: Hashable, Sendable {
    case outstanding, inForce, smallOutstanding, smallInForce, released, compensated, recovered, writtenOff
    case liability, contracted
    case borne(Party)
    case standing(GuaranteeStanding)

    static let all: [FiguresMeasure] =
        [
            .outstanding, .inForce, .smallOutstanding, .smallInForce, .released, .compensated, .recovered,
            .writtenOff, .liability, .contracted,
        ] + Party.allCases.map { .borne($0) } + GuaranteeStanding.allCases.map { .standing($0) }

    /// For addresses.
    var word: String {
        switch self {
        case .outstanding: "outstanding"
        case .inForce: "in_force"
        case .smallOutstanding: "small_outstanding"
        case .smallInForce: "small_in_force"
        case .released: "released"
        case .compensated: "compensated"
        case .recovered: "recovered"
        case .writtenOff: "written_off"
        case .liability: "liability_balance"
        case .contracted: "average_fee_rate"
        case .borne(let party): "borne_\(party.kind.rawValue)"
        case .standing(let standing): "standing_\(standing.rawValue)"
        }
    }

    init?(word: String) {
        guard let measure = Self.all.first(where: { $0.word == word }) else { return nil }
        self = measure
    }

    /// Guarantees are counted, not their money.
    var isCount: Bool {
        switch self {
        case .inForce, .smallInForce, .standing: true
        default: false
        }
    }

    var name: Sentence {
        switch self {
        case .outstanding: Sentence(zh: "在保余额", en: "Outstanding")
        case .inForce: Sentence(zh: "在保笔数", en: "Guarantees in force")
        case .smallOutstanding: Sentence(zh: "小微企业在保余额", en: "Outstanding of small firms")
        case .smallInForce: Sentence(zh: "小微企业在保笔数", en: "Guarantees of small firms in force")
        case .released: Sentence(zh: "累计解保", en: "Released")
        case .compensated: Sentence(zh: "代偿", en: "Compensated")
        case .recovered: Sentence(zh: "追偿收回", en: "Recovered")
        case .writtenOff: Sentence(zh: "累计核销", en: "Written off")
        case .liability: Sentence(zh: "融资担保责任余额", en: "Liability balance")
        case .contracted: Sentence(zh: "平均担保费率", en: "Average fee rate")
        case .borne(let party):
            Sentence(zh: "\(party.name.zh)承担的损失", en: "Losses borne by the \(party.name.en)")
        case .standing(let standing): standing.name
        }
    }

    /// Of the figures of any group; nil for how guarantees stand, which they do not tell.
    func value(_ figures: Figures) -> Int64? {
        switch self {
        case .outstanding: figures.outstanding.fen
        case .inForce: figures.inForce
        case .smallOutstanding: figures.outstandingOfSmall.fen
        case .smallInForce: figures.inForceOfSmall
        case .released: figures.released.fen
        case .compensated: figures.compensated.fen
        case .recovered: figures.recovered.fen
        case .writtenOff: figures.writtenOff.fen
        case .liability: figures.liabilityBalance.fen
        case .contracted: figures.contracted.fen
        case .borne(let party): figures.borne[party.rawValue].fen
        case .standing: nil
        }
    }
}

/// The guarantees that a figure is made of, each as a group of its own would have it.
struct FiguresRecords {
    let all: [FiguresRecord]

    init(_ reading: FiguresReading, _ question: FiguresQuestion) {
        let shares = reading.frame.agreements.reduce(into: [Int32: Shares]()) {
            $0[Int32($1.id.number)] = $1.shares
        }
        let included = reading.frame.agreements.reduce(into: Set<Int32>()) { included, agreement in
            let isOfGuarantor = question.guarantor.map { agreement.guarantor == $0 } ?? true
            if isOfGuarantor, question.scope.includes(agreement) {
                included.insert(Int32(agreement.id.number))
            }
        }
        var liability = LiabilityGrowth()
        var records: [FiguresRecord] = []
        for scan in reading.scans {
            let isThere = scan.divisions.codes.map(question.place.contains)
            for (offset, facts) in scan.facts.enumerated() {
                guard included.contains(facts.agreement), isThere[Int(facts.division)],
                    let shares = shares[facts.agreement]
                else { continue }
                let number = scan.first + offset
                let totals = reading.sums.totals(of: number)
                let amount: Int64
                switch question.measure {
                case .standing(let standing): amount = GuaranteeStanding(totals) == standing ? 1 : 0
                case .liability:
                    amount =
                        liability.add(
                            totals.outstanding, facts, shares,
                            guarantor: reading.frame.guarantorOfAgreement[Int(facts.agreement)],
                            ofCustomer: reading.outstandingOfCustomer(facts)
                        ).fen
                default:
                    guard totals != GuaranteeTotals() else { continue }
                    var figures = Figures()
                    figures.add(
                        totals, principal: facts.principal,
                        feeRate: Rate(millionths: Int64(facts.feeRate)),
                        isSmallOrMicro: facts.isSmallOrMicro)
                    if let losses = totals.losses { figures.add(losses, shares) }
                    amount = question.measure.value(figures) ?? 0
                }
                guard amount != 0 else { continue }
                records.append(
                    FiguresRecord(
                        guarantee: Int64(number), amount: amount,
                        feeRate: Rate(millionths: Int64(facts.feeRate))))
            }
        }
        all = records
    }
}

/// The liability balance is rounded once for each guarantor and table of shares; each guarantee has what the
/// rounded balance grows by when it is added.
private struct LiabilityGrowth {
    private struct Class: Hashable {
        let guarantor: Int32
        let shares: Shares
    }

    private var weighted: [Class: Int128] = [:]

    mutating func add(
        _ outstanding: Fen, _ facts: GuaranteeFacts, _ shares: Shares, guarantor: Int32, ofCustomer: Fen
    ) -> Fen {
        guard !outstanding.isZero else { return .zero }
        let key = Class(guarantor: guarantor, shares: shares)
        let before = weighted[key, default: 0]
        let weight = LiabilityWeight.of(facts.risk, outstandingOfCustomer: ofCustomer)
        let after = before + Int128(outstanding.fen) * Int128(weight)
        weighted[key] = after
        return LiabilityWeight.liability(weightedHundredths: after, shares: shares)
            - LiabilityWeight.liability(weightedHundredths: before, shares: shares)
    }
}
