/// The rows of the project-level return to the supervisor (担保项目报送), before they are written as text.
///
/// Ids are unique in their table and stable over time. docs/return.md says how each field is filled.
public enum ReturnRows {
    /// An institution with one of the shares that it bears (风险分担机构信息).
    public struct Institution: Hashable, Sendable {
        public let id: String
        public let kind: Core.Institution.Kind
        public let name: String
        /// In hundredths of a percent.
        public let share: Int64
    }

    /// A borrower (客户信息).
    public struct Customer: Hashable, Sendable {
        public let id: String
        public let name: String
        /// A unified social credit code, or the identity number of a person.
        public let documentNumber: String
        public let industry: String
        public let policyKind: GuaranteeFeatures.PolicyKind
        public let size: EnterpriseSize
        public let division: String

        public init(
            enterprise: Int64, name: String, documentNumber: String, industry: String,
            policyKind: GuaranteeFeatures.PolicyKind, size: EnterpriseSize, division: String
        ) {
            id = Self.id(of: enterprise)
            self.name = name
            self.documentNumber = documentNumber
            self.industry = industry
            self.policyKind = policyKind
            self.size = size
            self.division = division
        }

        static func id(of enterprise: Int64) -> String { "C\(enterprise)" }

        /// A person, by the number that stands for the customer.
        public var isIndividual: Bool {
            if case .residentNumber = try? Identifier(documentNumber) { true } else { false }
        }

        /// Agriculture by section A of GB/T 4754, or a new kind of farm business by the policy kind.
        public var isAgricultural: Bool { industry.hasPrefix("A") || policyKind == .farmer }
    }

    /// A guarantee (融资担保项目信息).
    public struct Project: Hashable, Sendable {
        public let id: String
        public let customer: String
        public let name: String
        public let state: State
        public let facts: ReturnGuarantee
        public let termMonths: Int
        public let fee: Fen
        public let disbursedOn: Day?
        public let endedOn: Day?
        /// Principal that is no longer guaranteed, compensated or not.
        public let released: Fen
    }

    public enum State: String, CaseIterable, Sendable {
        case waiting = "待放款"
        case inForce = "项目在保"
        case ended = "结束"
        case deleted = "删除"
    }

    /// The part of one institution in a project (项目风险分担信息).
    public struct Share: Hashable, Sendable {
        public let id: String
        public let project: String
        public let institution: String
        /// The re-guarantor pays the guarantor, not the bank.
        public let isIndirect: Bool
        /// In hundredths of a percent.
        public let share: Int64
        public let amount: Fen
    }

    /// A release or a compensation, as far as one institution has part in it (项目解保信息, 项目代偿信息).
    public struct Movement: Hashable, Sendable {
        public let id: String
        public let project: String
        public let institution: String
        /// Below zero only where an entry of an earlier period is taken back.
        public let amount: Fen
        public let day: Day
        public let isCorrection: Bool
    }

    /// A recovery, its cost, or a write-off (项目追偿信息).
    public struct Recovery: Hashable, Sendable {
        public let id: String
        public let project: String
        public let amount: Fen
        public let costs: Fen
        public let day: Day
        public let way: Way
        public let isCorrection: Bool

        public enum Way: String, CaseIterable, Sendable {
            /// What was written off comes back.
            case writtenOff = "核销(损失减少额)"
            /// What was compensated comes back.
            case compensation = "代偿"
            /// What was compensated is given up.
            case loss = "损失"
        }
    }

    /// All rows of one guarantee.
    public struct OfProject: Hashable, Sendable {
        public let project: Project
        public internal(set) var shares: [Share] = []
        public internal(set) var releases: [Movement] = []
        public internal(set) var compensations: [Movement] = []
        public internal(set) var recoveries: [Recovery] = []
    }
}

/// The days that a return covers: from the beginning of the book when `from` is nil; both days belong to it.
public struct ReturnPeriod: Hashable, Sendable {
    public let from: Day?
    public let to: Day

    /// Nil when it would end before it begins.
    public init?(from: Day?, to: Day) {
        if let from, to < from { return nil }
        self.from = from
        self.to = to
    }

    public func contains(_ day: Day) -> Bool { day <= to && from.map { day >= $0 } ?? true }
}
