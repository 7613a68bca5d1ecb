/// An account of the ledger: one kind of balance of one institution. Debits are positive, credits negative.
public struct Account: Hashable, Sendable {
    public let institution: ID<Institution>
    public let kind: Kind

    public init(_ institution: ID<Institution>, _ kind: Kind) {
        self.institution = institution
        self.kind = kind
    }

    /// The numbers are stored and never change their meaning.
    public enum Kind: Int64, CaseIterable, Sendable {
        /// Money received less money paid through the platform.
        case cash = 1
        /// A treasury's risk-sharing fund; never below zero.
        case fund = 2
        /// Guaranteed loans of a bank still outstanding.
        case loans = 3
        /// Covered interest that a bank has been compensated for (a credit).
        case interest = 4
        /// Guarantee fees earned (a credit).
        case fees = 5
        /// Losses borne by a party and not yet recovered or written off: its claim on the borrowers.
        case borne = 6
        /// Losses written off.
        case lost = 7
        /// Recovered beyond the loss, owed to those whom the contract names (a credit).
        case surplus = 8
        /// Costs of recovering, paid by the guarantor, not yet covered by recoveries.
        case recoveryCosts = 9
        /// Capital paid in by the owners (a credit).
        case capital = 10
        /// What a treasury's budget has put into its fund (a credit).
        case budget = 11
    }

    /// institution x 16 + kind.
    public var number: Int64 { institution.number * 16 + kind.rawValue }

    public init?(number: Int64) {
        guard let kind = Kind(rawValue: number % 16) else { return nil }
        self.init(ID(number / 16), kind)
    }
}

extension Account.Kind {
    /// Whether a balance below zero is an error.
    public var mustNotBeNegative: Bool {
        switch self {
        case .fund, .loans, .borne, .lost, .recoveryCosts: true
        case .cash, .interest, .fees, .surplus, .capital, .budget: false
        }
    }

    /// A word without spaces, the same in every export.
    public var word: String {
        switch self {
        case .cash: "cash"
        case .fund: "fund"
        case .loans: "loans"
        case .interest: "interest"
        case .fees: "fees"
        case .borne: "borne"
        case .lost: "lost"
        case .surplus: "surplus"
        case .recoveryCosts: "recovery_costs"
        case .capital: "capital"
        case .budget: "budget"
        }
    }

    public var name: Sentence {
        switch self {
        case .cash: Sentence(zh: "货币资金", en: "Cash")
        case .fund: Sentence(zh: "风险分担资金", en: "Risk-sharing fund")
        case .loans: Sentence(zh: "担保贷款余额", en: "Guaranteed loans")
        case .interest: Sentence(zh: "代偿利息", en: "Compensated interest")
        case .fees: Sentence(zh: "担保费收入", en: "Guarantee fees")
        case .borne: Sentence(zh: "应收代偿款", en: "Losses borne")
        case .lost: Sentence(zh: "代偿损失", en: "Losses written off")
        case .surplus: Sentence(zh: "追偿结余", en: "Recovered beyond the loss")
        case .recoveryCosts: Sentence(zh: "追偿费用", en: "Costs of recovery")
        case .capital: Sentence(zh: "资本金", en: "Capital")
        case .budget: Sentence(zh: "财政预算拨款", en: "Budget appropriations")
        }
    }
}
