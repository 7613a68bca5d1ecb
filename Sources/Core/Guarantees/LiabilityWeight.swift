/// How much of what is guaranteed counts in the liability balance: Yin Bao Jian Fa 2018 no. 1, measuring
/// rules art. 7 to 9.

/// Weights in hundredths.
public enum LiabilityWeight {
    /// The largest outstanding of one small or micro firm for the lower weight.
    public static let smallFirmCeiling = Fen.yuan(5_000_000)
    /// The same of one farmer.
    public static let farmerCeiling = Fen.yuan(2_000_000)
    public static let smallFirm: Int64 = 75
    public static let farmer: Int64 = 75
    public static let housing: Int64 = 30
    public static let ratedBond: Int64 = 80
    public static let other: Int64 = 100

    /// The weight of a guarantee, given all that its customer has outstanding with the guarantor.
    public static func of(_ risk: GuaranteedRisk, outstandingOfCustomer: Fen) -> Int64 {
        switch risk {
        case .smallFirmLoan: outstandingOfCustomer <= smallFirmCeiling ? smallFirm : other
        case .farmerLoan: outstandingOfCustomer <= farmerCeiling ? farmer : other
        case .housingLoan: housing
        case .ratedBond: ratedBond
        case .other: other
        }
    }

    /// The part of an outstanding balance that counts, for the share of the risk that the guarantor bears.
    public static func liability(weightedHundredths: Int128, shares: Shares) -> Fen {
        let part = Int128(shares.weights[Party.guarantor.rawValue])
        return Fen(Int64(roundedHalfEven(weightedHundredths * part, by: Int128(shares.sum) * 100)))
    }
}

/// What kind of risk a guarantee is, as far as its weight depends on it.
public enum GuaranteedRisk: UInt8, CaseIterable, Sendable {
    case smallFirmLoan, farmerLoan, housingLoan, ratedBond
    /// Other loans, other bonds, other financing.
    case other

    /// - Parameter isSmallOrMicro: whether the firm is, by its size; of no account for a person.
    public init(
        _ kind: GuaranteeFeatures.Kind, of customer: GuaranteeFeatures.CustomerKind, isSmallOrMicro: Bool,
        isHousing: Bool, rating: GuaranteeFeatures.BondRating
    ) {
        switch (kind, customer) {
        case (.bond, _): self = rating.isAAOrBetter ? .ratedBond : .other
        case (.otherFinancing, _): self = .other
        case (.loan, _) where isHousing: self = .housingLoan
        case (.loan, .farmer): self = .farmerLoan
        case (.loan, .enterprise): self = isSmallOrMicro ? .smallFirmLoan : .other
        case (.loan, .individual): self = .other
        }
    }
}

extension GuaranteeFeatures.CustomerKind {
    /// Whether it is one of the small firms and farmers that raise the ceiling of article 15.
    public func isServed(isSmallOrMicro: Bool) -> Bool {
        switch self {
        case .enterprise: isSmallOrMicro
        case .farmer: true
        case .individual: false
        }
    }
}
