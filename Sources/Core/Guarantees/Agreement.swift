/// A risk-sharing agreement: who bears a loss in which shares, for how long, and within which ceilings.
///
/// Shares are data: 4:3:2:1 is one agreement, 5:0:3:2 another. A guarantee keeps the agreement it was made
/// under.
public struct Agreement: Hashable, Sendable {
    public let id: ID<Agreement>
    public let number: String
    public let guarantor: ID<Institution>
    public let reguarantor: ID<Institution>?
    public let bank: ID<Institution>
    public let treasury: ID<Institution>?
    /// In the order guarantor, re-guarantor, bank, treasury.
    public let shares: Shares
    public let from: Day
    /// The last day on which a guarantee may be made under it; open when nil.
    public let until: Day?
    public let ceilings: Ceilings
    /// Whether an early release gives back the unused part of the fee.
    public let refundsUnusedFee: Bool
    /// Working days within which the other parties pay their shares of a compensation.
    public let claimDueWorkingDays: Int

    public struct Ceilings: Hashable, Sendable {
        /// The highest yearly fee rate.
        public var feeRate: Rate?
        /// The largest principal outstanding for one borrower.
        public var borrower: Fen?
        /// Above this compensation rate of the year new filings wait for approval.
        public var stopLoss: Rate?

        public init(feeRate: Rate? = nil, borrower: Fen? = nil, stopLoss: Rate? = nil) {
            self.feeRate = feeRate
            self.borrower = borrower
            self.stopLoss = stopLoss
        }
    }

    init(
        id: ID<Agreement>, number: String, guarantor: ID<Institution>, reguarantor: ID<Institution>?,
        bank: ID<Institution>, treasury: ID<Institution>?, shares: Shares, from: Day, until: Day?,
        ceilings: Ceilings, refundsUnusedFee: Bool, claimDueWorkingDays: Int
    ) {
        self.id = id
        self.number = number
        self.guarantor = guarantor
        self.reguarantor = reguarantor
        self.bank = bank
        self.treasury = treasury
        self.shares = shares
        self.from = from
        self.until = until
        self.ceilings = ceilings
        self.refundsUnusedFee = refundsUnusedFee
        self.claimDueWorkingDays = claimDueWorkingDays
    }

    /// An agreement as its row says; only storage calls this.
    public static func restored(
        id: ID<Agreement>, number: String, guarantor: ID<Institution>, reguarantor: ID<Institution>?,
        bank: ID<Institution>, treasury: ID<Institution>?, shares: Shares, from: Day, until: Day?,
        ceilings: Ceilings, refundsUnusedFee: Bool, claimDueWorkingDays: Int
    ) -> Agreement {
        Agreement(
            id: id, number: number, guarantor: guarantor, reguarantor: reguarantor, bank: bank,
            treasury: treasury,
            shares: shares, from: from, until: until, ceilings: ceilings, refundsUnusedFee: refundsUnusedFee,
            claimDueWorkingDays: claimDueWorkingDays)
    }

    /// The institution that is the given party, if the agreement has one.
    public func institution(_ party: Party) -> ID<Institution>? {
        switch party {
        case .guarantor: guarantor
        case .reguarantor: reguarantor
        case .bank: bank
        case .treasury: treasury
        }
    }

    public func isInForce(on day: Day) -> Bool {
        day >= from && until.map { day <= $0 } ?? true
    }
}

/// A role in an agreement, in the order of the shares.
public enum Party: Int, CaseIterable, Sendable {
    case guarantor, reguarantor, bank, treasury

    public var kind: Institution.Kind {
        switch self {
        case .guarantor: .guarantor
        case .reguarantor: .reguarantor
        case .bank: .bank
        case .treasury: .treasury
        }
    }

    public var name: Sentence {
        switch self {
        case .guarantor: Sentence(zh: "担保机构", en: "guarantor")
        case .reguarantor: Sentence(zh: "再担保机构", en: "re-guarantor")
        case .bank: Sentence(zh: "银行", en: "bank")
        case .treasury: Sentence(zh: "财政", en: "treasury")
        }
    }
}

extension Agreement {
    /// An agreement as it is concluded between institutions of the right kinds.
    public static func concluded(
        id: ID<Agreement>, number: String, parties: [Party: Institution], shares: Shares, from: Day,
        until: Day?,
        ceilings: Ceilings, refundsUnusedFee: Bool = false, claimDueWorkingDays: Int = 10
    ) throws(AgreementRefusal) -> Agreement {
        guard !number.isEmpty, number.utf8.count <= 64 else { throw .number }
        guard shares.count == Party.allCases.count else { throw .numberOfShares(shares.count) }
        for party in Party.allCases {
            if let institution = parties[party] {
                guard institution.kind == party.kind else { throw .wrongKind(party, institution.code) }
            } else if shares.weights[party.rawValue] > 0 {
                throw .shareWithoutParty(party)
            }
        }
        guard let guarantor = parties[.guarantor] else { throw .missing(.guarantor) }
        guard let bank = parties[.bank] else { throw .missing(.bank) }
        guard shares.weights[Party.guarantor.rawValue] > 0 else { throw .guarantorBearsNothing }
        if let until, until < from { throw .endsBeforeItBegins(from, until) }
        precondition((0...250).contains(claimDueWorkingDays), "claims fall due within a year")
        return Agreement(
            id: id, number: number, guarantor: guarantor.id, reguarantor: parties[.reguarantor]?.id,
            bank: bank.id, treasury: parties[.treasury]?.id, shares: shares, from: from, until: until,
            ceilings: ceilings, refundsUnusedFee: refundsUnusedFee, claimDueWorkingDays: claimDueWorkingDays)
    }
}

public enum AgreementRefusal: Refusal {
    case number
    case numberOfShares(Int)
    case wrongKind(Party, String)
    case shareWithoutParty(Party)
    case missing(Party)
    case guarantorBearsNothing
    case endsBeforeItBegins(Day, Day)

    public var code: String { "agreement_invalid" }

    public var sentence: Sentence {
        switch self {
        case .number:
            Sentence(zh: "协议编号不能为空，且不超过 64 字节。", en: "Give the agreement a number of at most 64 bytes.")
        case .numberOfShares(let count):
            Sentence(
                zh: "分担比例有 \(count) 项，应为四项(担保、再担保、银行、财政)，没有的一方写 0。",
                en:
                    """
                    There are \(count) shares; give four (guarantor, re-guarantor, bank, treasury), 0 for \
                    none.
                    """
            )
        case .wrongKind(let party, let code):
            Sentence(
                zh: "机构 \(code) 不是\(party.name.zh)，不能作为这一方。",
                en: "Institution \(code) is not a \(party.name.en) and can't be that party.")
        case .shareWithoutParty(let party):
            Sentence(
                zh: "\(party.name.zh)有分担比例，却没有填写机构；请填机构编号，或把比例改为 0。",
                en: "The \(party.name.en) has a share but no institution; name it or make the share 0.")
        case .missing(let party):
            Sentence(zh: "缺少\(party.name.zh)。", en: "The \(party.name.en) is missing.")
        case .guarantorBearsNothing:
            Sentence(zh: "担保机构的分担比例不能为 0。", en: "The guarantor's share must not be 0.")
        case .endsBeforeItBegins(let from, let until):
            Sentence(
                zh: "协议的终止日 \(until) 早于起始日 \(from)。",
                en: "The agreement ends on \(until), before it begins on \(from).")
        }
    }
}
