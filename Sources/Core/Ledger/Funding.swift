/// Entries that bring money in from outside: a treasury's budget and an institution's owners.
extension Entry {
    /// The yearly budget puts money into a treasury's risk-sharing fund.
    public static func fundAppropriated(
        _ amount: Fen, treasury: ID<Institution>, on day: Day, reference: String?
    ) throws(LedgerRefusal) -> Entry {
        try funding(.fundAppropriated, amount, day, reference, treasury, debit: .fund, credit: .budget)
    }

    /// Owners pay capital into an institution.
    public static func capitalContributed(
        _ amount: Fen, to institution: ID<Institution>, on day: Day, reference: String?
    ) throws(LedgerRefusal) -> Entry {
        try funding(.capitalContributed, amount, day, reference, institution, debit: .cash, credit: .capital)
    }

    private static func funding(
        _ kind: EntryKind, _ amount: Fen, _ day: Day, _ reference: String?, _ institution: ID<Institution>,
        debit: Account.Kind, credit: Account.Kind
    ) throws(LedgerRefusal) -> Entry {
        guard amount.isPositive, amount <= Fen.limit else { throw .amountOutOfRange(kind, amount) }
        var postings = Postings()
        postings.add(amount, to: institution, debit)
        postings.add(-amount, to: institution, credit)
        return Entry(
            day: day, kind: kind, guarantee: nil, amount: amount, reference: reference, postings: postings)
    }
}

public enum LedgerRefusal: Refusal {
    case belowZero(Account.Kind, Fen, Fen)
    case amountOutOfRange(EntryKind, Fen)
    case balanceTooLarge(Account.Kind)
    case notATreasury(String)
    case alreadyReversed
    case referenceUsed(String)
    case referenceInvalid

    public var code: String {
        switch self {
        case .belowZero: "below_zero"
        case .amountOutOfRange: "amount_out_of_range"
        case .balanceTooLarge: "balance_too_large"
        case .notATreasury: "not_a_treasury"
        case .alreadyReversed: "entry_already_reversed"
        case .referenceUsed: "reference_used"
        case .referenceInvalid: "reference_invalid"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .belowZero(let kind, let balance, let change):
            Sentence(
                zh: "账户“\(kind.name.zh)”余额 \(balance) 元，变动 \(change) 元后将低于零。",
                en: "The account '\(kind.name.en)' holds \(balance) yuan; \(change) would take it below zero."
            )
        case .amountOutOfRange(let kind, let amount):
            Sentence(
                zh: "“\(kind.name.zh)”的金额为 \(amount) 元，应大于 0 且不超过 \(Fen.limit) 元。",
                en: "\(kind.name.en): \(amount) yuan must be above 0 and at most \(Fen.limit) yuan.")
        case .balanceTooLarge(let kind):
            Sentence(
                zh: "账户“\(kind.name.zh)”的余额将超出可记范围，请核对金额。",
                en: "The account '\(kind.name.en)' would hold more than can be kept; check the amount.")
        case .notATreasury(let code):
            Sentence(
                zh: "机构 \(code) 不是财政，没有风险分担资金。",
                en: "Institution \(code) is not a treasury and has no risk-sharing fund.")
        case .alreadyReversed: GuaranteeRefusal.alreadyReversed.sentence
        case .referenceUsed(let reference):
            Sentence(
                zh: "流水号 \(reference) 已用于另一笔内容不同的记录；请核对，或换一个流水号。",
                en:
                    """
                    The reference \(reference) already stands for an entry with other content; check it or \
                    use another.
                    """
            )
        case .referenceInvalid:
            Sentence(
                zh: "流水号不能为空，且不超过 128 字节；它保证同一笔钱只记一次。",
                en: "Give a reference of at most 128 bytes; it makes sure that money moves only once.")
        }
    }
}
