/// Why a step or an event of a guarantee is refused.
public enum GuaranteeRefusal: Refusal {
    case principalNotPositive(Fen)
    case feeRateOutOfRange(Rate)
    case endsBeforeStart(Day, Day)
    case agreementNotInForce(String, Day, from: Day, until: Day?)
    case feeAboveCeiling(Rate, Rate)
    case borrowerAboveCeiling(Fen, Fen)
    case stepNotAllowed(GuaranteeStep, Guarantee.State)
    case eventNotAllowed(EntryKind, Guarantee.State)
    case beforeContract(Day, Day)
    case beforeLastEvent(Day, Day)
    case amountNotPositive(EntryKind, Fen)
    case aboveLimit(Fen)
    case disbursedAbovePrincipal(Fen, Fen)
    case feeAbovePrincipal(Fen, Fen)
    case refundAbovePaid(Fen, Fen)
    case refundNotAgreed(String)
    case repaidAboveUnpaid(Fen, Fen)
    case releasedWithOpenClaim(Fen)
    case extendedBackwards(Day, Day)
    case interestOutOfRange(Fen, Fen)
    case claimAboveUnpaid(Fen, Fen)
    case compensatedAboveDue(Fen, Fen)
    case paidAboveOwed(Party, Fen, Fen)
    case passedOnAboveOwed(Party, Fen, Fen)
    case fundShort(Fen, Fen)
    case nothingCompensated(EntryKind)
    case writtenOffAboveUnrecovered(Fen, Fen)
    case alreadyReversed
    case reversesAnother(Int64)
    case laterEntryDepends(EntryKind, Day)
    case laterEntryConflicts(EntryKind, Day)

    public var code: String {
        switch self {
        case .principalNotPositive: "principal_not_positive"
        case .feeRateOutOfRange: "fee_rate_out_of_range"
        case .endsBeforeStart: "ends_before_start"
        case .agreementNotInForce: "agreement_not_in_force"
        case .feeAboveCeiling: "fee_above_ceiling"
        case .borrowerAboveCeiling: "borrower_above_ceiling"
        case .stepNotAllowed: "step_not_allowed"
        case .eventNotAllowed: "event_not_allowed"
        case .beforeContract: "before_contract"
        case .beforeLastEvent: "before_last_event"
        case .amountNotPositive: "amount_not_positive"
        case .aboveLimit: "above_limit"
        case .disbursedAbovePrincipal: "disbursed_above_principal"
        case .feeAbovePrincipal: "fee_above_principal"
        case .refundAbovePaid: "refund_above_paid"
        case .refundNotAgreed: "refund_not_agreed"
        case .repaidAboveUnpaid: "repaid_above_unpaid"
        case .releasedWithOpenClaim: "released_with_open_claim"
        case .extendedBackwards: "extended_backwards"
        case .interestOutOfRange: "interest_out_of_range"
        case .claimAboveUnpaid: "claim_above_unpaid"
        case .compensatedAboveDue: "compensated_above_due"
        case .paidAboveOwed: "paid_above_owed"
        case .passedOnAboveOwed: "passed_on_above_owed"
        case .fundShort: "fund_short"
        case .nothingCompensated: "nothing_compensated"
        case .writtenOffAboveUnrecovered: "written_off_above_unrecovered"
        case .alreadyReversed: "already_reversed"
        case .reversesAnother: "reverses_another"
        case .laterEntryDepends: "later_entry_depends"
        case .laterEntryConflicts: "later_entry_conflicts"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .principalNotPositive, .feeRateOutOfRange, .endsBeforeStart, .agreementNotInForce,
            .feeAboveCeiling,
            .borrowerAboveCeiling:
            termsSentence
        case .claimAboveUnpaid, .compensatedAboveDue, .paidAboveOwed, .passedOnAboveOwed, .fundShort,
            .nothingCompensated, .writtenOffAboveUnrecovered, .interestOutOfRange:
            lossSentence
        case .stepNotAllowed, .eventNotAllowed, .beforeContract, .beforeLastEvent, .alreadyReversed,
            .reversesAnother, .laterEntryDepends, .laterEntryConflicts, .extendedBackwards:
            orderSentence
        case .amountNotPositive, .aboveLimit, .disbursedAbovePrincipal, .feeAbovePrincipal, .refundAbovePaid,
            .refundNotAgreed,
            .repaidAboveUnpaid, .releasedWithOpenClaim:
            amountSentence
        }
    }
}

extension GuaranteeRefusal {
    private var termsSentence: Sentence {
        switch self {
        case .principalNotPositive(let amount):
            Sentence(
                zh: "担保金额为 \(amount) 元，应大于 0。", en: "The principal is \(amount) yuan; it must be above 0.")
        case .feeRateOutOfRange(let rate):
            Sentence(
                zh: "担保费率为 \(rate.percentage)，应在 0 与 100% 之间。",
                en: "The fee rate is \(rate.percentage); it must lie between 0 and 100%.")
        case .endsBeforeStart(let start, let end):
            Sentence(
                zh: "到期日 \(end) 不晚于起始日 \(start)。", en: "It ends on \(end), not after its start on \(start).")
        case .agreementNotInForce(let number, let day, let from, let until):
            Sentence(
                zh: "合同日 \(day) 时协议 \(number) 不在有效期内(\(from) 至 \(until?.description ?? "长期"))。",
                en: """
                    Agreement \(number) was not in force on the contract day \(day) \
                    (it holds from \(from) until \(until?.description ?? "further notice")).
                    """)
        case .feeAboveCeiling(let rate, let ceiling):
            Sentence(
                zh: "担保费率 \(rate.percentage) 高于协议上限 \(ceiling.percentage)。",
                en:
                    """
                    The fee rate \(rate.percentage) is above the agreement's ceiling of \
                    \(ceiling.percentage).
                    """
            )
        case .borrowerAboveCeiling(let amount, let ceiling):
            Sentence(
                zh: "该借款人担保金额 \(amount) 元高于协议的单户上限 \(ceiling) 元。",
                en: "\(amount) yuan for this borrower is above the agreement's ceiling of \(ceiling) yuan.")
        default: preconditionFailure("not a refusal of terms")
        }
    }

    private var amountSentence: Sentence {
        switch self {
        case .amountNotPositive(let kind, let amount):
            Sentence(
                zh: "“\(kind.name.zh)”的金额为 \(amount) 元，应大于 0。",
                en: "\(kind.name.en): the amount is \(amount) yuan; it must be above 0.")
        case .aboveLimit(let amount):
            Sentence(
                zh: "金额 \(amount) 元超过单笔担保的上限 \(Guarantee.amountLimit) 元。",
                en: "\(amount) yuan is above the limit for one guarantee, \(Guarantee.amountLimit) yuan.")
        case .disbursedAbovePrincipal(let amount, let left):
            Sentence(
                zh: "放款 \(amount) 元超过尚可放款的 \(left) 元。",
                en: "Disbursing \(amount) yuan exceeds the \(left) yuan of principal not yet disbursed.")
        case .feeAbovePrincipal(let amount, let left):
            Sentence(
                zh: "担保费 \(amount) 元会使累计担保费超过担保金额(尚余 \(left) 元)，请核对金额。",
                en:
                    """
                    A fee of \(amount) yuan would bring the fees above the principal (\(left) yuan left); \
                    check it.
                    """
            )
        case .refundAbovePaid(let amount, let left):
            Sentence(
                zh: "退费 \(amount) 元超过可退的担保费 \(left) 元（已收未退且未用的部分）。",
                en:
                    """
                    A refund of \(amount) yuan exceeds the \(left) yuan of fees paid, unused, not yet \
                    refunded.
                    """
            )
        case .refundNotAgreed(let number):
            Sentence(
                zh: "协议 \(number) 没有约定提前解保退费。",
                en: "Agreement \(number) does not give back the unused part of a fee.")
        case .repaidAboveUnpaid(let amount, let unpaid):
            Sentence(
                zh: "还款 \(amount) 元超过未还且未索赔的本金 \(unpaid) 元。",
                en:
                    """
                    A repayment of \(amount) yuan exceeds the \(unpaid) yuan of principal unpaid and not \
                    claimed.
                    """
            )
        case .releasedWithOpenClaim(let open):
            Sentence(
                zh: "银行索赔尚有 \(open) 元未代偿，不能解保。",
                en: "\(open) yuan of the bank's claim is still open, so the guarantee can't be released.")
        default: preconditionFailure("not a refusal of an amount")
        }
    }

    private var lossSentence: Sentence {
        switch self {
        case .interestOutOfRange(let interest, let amount):
            Sentence(
                zh: "索赔利息 \(interest) 元应在 0 与索赔金额 \(amount) 元之间。",
                en:
                    """
                    The claimed interest of \(interest) yuan must lie between 0 and the claim of \(amount) \
                    yuan.
                    """
            )
        case .claimAboveUnpaid(let amount, let unpaid):
            Sentence(
                zh: "索赔本金 \(amount) 元超过未还且未索赔的本金 \(unpaid) 元。",
                en:
                    """
                    The claimed principal of \(amount) yuan exceeds the \(unpaid) yuan unpaid and not yet \
                    claimed.
                    """
            )
        case .compensatedAboveDue(let amount, let due):
            Sentence(
                zh: "代偿 \(amount) 元超过按分担比例应付银行的 \(due) 元。",
                en:
                    """
                    A compensation of \(amount) yuan exceeds the \(due) yuan that the shares make due to \
                    the bank.
                    """
            )
        case .paidAboveOwed(let party, let amount, let owed):
            Sentence(
                zh: "\(party.name.zh)支付 \(amount) 元超过其应付的 \(owed) 元。",
                en: "The \(party.name.en) pays \(amount) yuan but owes \(owed) yuan.")
        case .passedOnAboveOwed(let party, let amount, let owed):
            Sentence(
                zh: "向\(party.name.zh)分配追偿款 \(amount) 元超过应分配的 \(owed) 元。",
                en:
                    """
                    Passing \(amount) yuan on to the \(party.name.en) exceeds its \(owed) yuan of \
                    recoveries.
                    """
            )
        case .fundShort(let amount, let balance):
            Sentence(
                zh: "风险分担资金余额 \(balance) 元，不足支付 \(amount) 元；该笔应付款保持未付，请先拨入资金。",
                en: """
                    The risk-sharing fund holds \(balance) yuan, short of \(amount) yuan; \
                    the claim stays open: appropriate money to the fund first.
                    """)
        case .nothingCompensated(let kind):
            Sentence(
                zh: "尚未代偿，不能登记“\(kind.name.zh)”。",
                en: "Nothing was compensated yet, so '\(kind.name.en)' can't be recorded.")
        case .writtenOffAboveUnrecovered(let amount, let left):
            Sentence(
                zh: "核销 \(amount) 元超过未追回的损失 \(left) 元。",
                en: "Writing off \(amount) yuan exceeds the \(left) yuan of loss not recovered.")
        default: preconditionFailure("not a refusal about a loss")
        }
    }

    private var orderSentence: Sentence {
        switch self {
        case .stepNotAllowed(let step, let state):
            Sentence(
                zh: "担保处于“\(state.name.zh)”状态，不能\(step.name.zh)。",
                en: "The guarantee is '\(state.name.en)'; it can't \(step.name.en).")
        case .eventNotAllowed(let kind, let state):
            Sentence(
                zh: "担保处于“\(state.name.zh)”状态，不能登记“\(kind.name.zh)”。",
                en: "The guarantee is '\(state.name.en)'; '\(kind.name.en)' can't be recorded.")
        case .beforeContract(let day, let contract):
            Sentence(
                zh: "日期 \(day) 早于合同日 \(contract)。",
                en: "The day \(day) is before the contract of \(contract).")
        case .beforeLastEvent(let day, let last):
            Sentence(
                zh: "日期 \(day) 早于该笔担保最近一笔记录的日期 \(last)；如需更正，请先冲正后面的记录。",
                en:
                    """
                    The day \(day) is before the last entry on \(last); to correct, reverse the later \
                    entries first.
                    """
            )
        case .extendedBackwards(let until, let end):
            Sentence(
                zh: "展期至 \(until) 不晚于现到期日 \(end)。",
                en: "The extension to \(until) is not after the present end on \(end).")
        case .alreadyReversed:
            Sentence(zh: "该笔记录已经冲正。", en: "This entry has been reversed already.")
        case .reversesAnother(let other):
            Sentence(
                zh: "该笔记录本身是对 \(other) 号分录的冲正，不能再冲正；请按实际情况重新登记原事项。",
                en: """
                    This entry itself takes back entry \(other) and can't be taken back; \
                    record again what really happened.
                    """)
        case .laterEntryDepends(let kind, let day):
            Sentence(
                zh: "\(day) 的“\(kind.name.zh)”以该笔记录为前提，请先冲正它。",
                en: "'\(kind.name.en)' of \(day) rests on this entry; reverse that one first.")
        case .laterEntryConflicts(let kind, let day):
            Sentence(
                zh: "登记本笔后，\(day) 已登记的“\(kind.name.zh)”将不再成立；请核对日期和金额，或先冲正那一笔。",
                en: """
                    With it, '\(kind.name.en)' of \(day), which is recorded already, could not have \
                    happened; \
                    check day and amount, or reverse that entry first.
                    """)
        default: preconditionFailure("not a refusal of order")
        }
    }
}
