/// The ceilings that are checked before a guarantee is committed: Decree 683 (2017) articles 15 and 16,
/// measured by Yin Bao Jian Fa 2018 no. 1.
public enum Limits {
    /// Liability balance over net assets, at most (article 15).
    public static let leverage: Int64 = 10
    /// The same for guarantors that serve small firms and farmers.
    public static let leverageForSmall: Int64 = 15
    /// They do where these hold at least half of the balance and four fifths of the customers.
    public static let smallShareOfBalance = Rate.percent(50)
    public static let smallShareOfCustomers = Rate.percent(80)
    /// One borrower's liability balance over net assets (article 16).
    public static let borrower = Rate.percent(10)
    /// The same with its related parties.
    public static let relatedParties = Rate.percent(15)

    /// The book of a guarantor as it would stand with the new guarantee in it.
    public struct Exposure: Hashable, Sendable {
        public var netAssets: Fen
        public var liability: Fen
        public var smallLiability: Fen
        public var customers: Int64
        public var smallCustomers: Int64
        public var borrowerLiability: Fen
        public var relatedLiability: Fen

        public init(
            netAssets: Fen, liability: Fen, smallLiability: Fen, customers: Int64, smallCustomers: Int64,
            borrowerLiability: Fen, relatedLiability: Fen
        ) {
            self.netAssets = netAssets
            self.liability = liability
            self.smallLiability = smallLiability
            self.customers = customers
            self.smallCustomers = smallCustomers
            self.borrowerLiability = borrowerLiability
            self.relatedLiability = relatedLiability
        }

        public var leverageCeiling: Int64 {
            let balance = Rate(smallLiability, over: liability) ?? .zero
            let number = Rate(smallCustomers, over: customers) ?? .zero
            let servesSmall = balance >= Limits.smallShareOfBalance && number >= Limits.smallShareOfCustomers
            return servesSmall ? Limits.leverageForSmall : Limits.leverage
        }

        /// The highest liability balance; zero where net assets are below zero.
        public var ceiling: Fen { max(Fen(netAssets.fen * leverageCeiling), .zero) }
        /// The highest liability for one borrower.
        public var borrowerCeiling: Fen { max(Limits.borrower.of(netAssets), .zero) }
        /// The highest liability for one borrower with its related parties.
        public var relatedCeiling: Fen { max(Limits.relatedParties.of(netAssets), .zero) }
    }

    /// All ceilings that the exposure breaks, the gravest first; empty when it keeps them.
    public static func breaches(of exposure: Exposure) -> [LimitBreach] {
        var breaches: [LimitBreach] = []
        if exposure.liability > exposure.ceiling {
            breaches.append(.leverage(exposure.liability, exposure.ceiling, exposure.leverageCeiling))
        }
        if exposure.borrowerLiability > exposure.borrowerCeiling {
            breaches.append(.borrower(exposure.borrowerLiability, exposure.borrowerCeiling))
        }
        if exposure.relatedLiability > exposure.relatedCeiling {
            breaches.append(.relatedParties(exposure.relatedLiability, exposure.relatedCeiling))
        }
        return breaches
    }
}

/// A ceiling of law that would be broken.
public enum LimitBreach: Refusal {
    case leverage(Fen, Fen, Int64)
    case borrower(Fen, Fen)
    case relatedParties(Fen, Fen)
    case ownController

    public var code: String {
        switch self {
        case .leverage: "leverage_above_ceiling"
        case .borrower: "borrower_concentration"
        case .relatedParties: "related_parties_concentration"
        case .ownController: "own_controller"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .leverage(let liability, let ceiling, let times):
            Sentence(
                zh: "融资担保责任余额将达 \(liability) 元，超过净资产的 \(times) 倍即 \(ceiling) 元(国务院令第683号第十五条)。",
                en: """
                    The liability balance would be \(liability) yuan, above \(times) times net assets, \
                    \(ceiling) yuan (Decree 683, art. 15).
                    """)
        case .borrower(let liability, let ceiling):
            Sentence(
                zh: "对该被担保人的责任余额将达 \(liability) 元，超过净资产的 10% 即 \(ceiling) 元(国务院令第683号第十六条)。",
                en: """
                    The liability for this borrower would be \(liability) yuan, above 10% of net assets, \
                    \(ceiling) yuan (Decree 683, art. 16).
                    """)
        case .relatedParties(let liability, let ceiling):
            Sentence(
                zh: "对该被担保人及其关联方的责任余额将达 \(liability) 元，超过净资产的 15% 即 \(ceiling) 元(国务院令第683号第十六条)。",
                en: """
                    The liability for this borrower and its related parties would be \(liability) yuan, \
                    above 15% of net assets, \(ceiling) yuan (Decree 683, art. 16).
                    """)
        case .ownController:
            Sentence(
                zh: "不得为本机构的控股股东、实际控制人提供融资担保(国务院令第683号第十七条)。",
                en:
                    """
                    A guarantor must not guarantee its own controlling shareholder or controller (Decree \
                    683, art. 17).
                    """
            )
        }
    }
}
