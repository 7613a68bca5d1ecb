/// A double entry: what happened on a day, and the postings that add up to zero. Never changed once recorded.
public struct Entry: Hashable, Sendable {
    /// The day on which it takes effect; when it was recorded stands in the audit log under the same number.
    public let day: Day
    public let kind: EntryKind
    public let guarantee: ID<Guarantee>?
    public let amount: Fen
    /// How much of a claimed amount is covered interest; zero for all other kinds.
    public let interest: Fen
    /// Who sends the same reference twice moves money once.
    public let reference: String?
    public let postings: Postings

    init(
        day: Day, kind: EntryKind, guarantee: ID<Guarantee>?, amount: Fen, interest: Fen = .zero,
        reference: String?, postings: Postings
    ) {
        precondition(postings.balance.isZero, "an entry balances")
        self.day = day
        self.kind = kind
        self.guarantee = guarantee
        self.amount = amount
        self.interest = interest
        self.reference = reference
        self.postings = postings
    }
}

/// One line of an entry.
public struct Posting: Hashable, Sendable {
    public let account: Account
    /// Debit positive, credit negative.
    public let amount: Fen
}

/// The lines of one entry; zero amounts leave no line and lines of one account are added together.
public struct Postings: Hashable, Sendable {
    public private(set) var lines: [Posting] = []

    init() { lines.reserveCapacity(8) }

    mutating func add(_ amount: Fen, to institution: ID<Institution>, _ kind: Account.Kind) {
        add(amount, to: Account(institution, kind))
    }

    mutating func add(_ amount: Fen, to account: Account) {
        guard !amount.isZero else { return }
        guard let index = lines.firstIndex(where: { $0.account == account }) else {
            lines.append(Posting(account: account, amount: amount))
            return
        }
        let total = lines[index].amount + amount
        if total.isZero {
            lines.remove(at: index)
        } else {
            lines[index] = Posting(account: account, amount: total)
        }
    }

    public var balance: Fen { lines.reduce(.zero) { $0 + $1.amount } }
}

/// What an entry records. The words are those of the book's import and are stored.
public enum EntryKind: String, CaseIterable, Sendable {
    case disbursed, repaid, released, claimed, compensated, recovered, extended
    case feePaid = "fee_paid"
    case feeRefunded = "fee_refunded"
    case reguarantorPaid = "reguarantor_paid"
    case treasuryPaid = "treasury_paid"
    case recoveryCost = "recovery_cost"
    case bankPaid = "bank_paid"
    case recoveryToReguarantor = "recovery_to_reguarantor"
    case recoveryToBank = "recovery_to_bank"
    case recoveryToTreasury = "recovery_to_treasury"
    case writtenOff = "written_off"
    case fundAppropriated = "fund_appropriated"
    case capitalContributed = "capital_contributed"

    public var name: Sentence {
        switch self {
        case .disbursed: Sentence(zh: "放款", en: "Disbursed")
        case .repaid: Sentence(zh: "还款", en: "Repaid")
        case .released: Sentence(zh: "解保", en: "Released")
        case .claimed: Sentence(zh: "银行索赔", en: "Claimed")
        case .compensated: Sentence(zh: "代偿", en: "Compensated")
        case .recovered: Sentence(zh: "追偿收回", en: "Recovered")
        case .extended: Sentence(zh: "展期", en: "Extended")
        case .feePaid: Sentence(zh: "收担保费", en: "Fee paid")
        case .feeRefunded: Sentence(zh: "退担保费", en: "Fee refunded")
        case .reguarantorPaid: Sentence(zh: "再担保分担到账", en: "Re-guarantor paid")
        case .treasuryPaid: Sentence(zh: "财政分担到账", en: "Treasury paid")
        case .recoveryCost: Sentence(zh: "追偿费用", en: "Cost of recovery")
        case .bankPaid: Sentence(zh: "银行分担到账", en: "Bank paid")
        case .recoveryToReguarantor: Sentence(zh: "追偿款付再担保", en: "Recovery passed on to the re-guarantor")
        case .recoveryToBank: Sentence(zh: "追偿款付银行", en: "Recovery passed on to the bank")
        case .recoveryToTreasury: Sentence(zh: "追偿款缴财政", en: "Recovery passed on to the treasury")
        case .writtenOff: Sentence(zh: "核销", en: "Written off")
        case .fundAppropriated: Sentence(zh: "风险分担资金拨入", en: "Fund appropriated")
        case .capitalContributed: Sentence(zh: "资本金注入", en: "Capital contributed")
        }
    }
}
