import Core
import Storage

/// What the parties can do to a guarantee in the browser and through the API.
enum GuaranteeActions {
    static let source = ActionSource(
        collection: "guarantees",
        available: { key, visitor, _, connection in
            let seen = try GuaranteeSight.load(number: key, visitor, connection)
            return heads(for: visitor, seen.guarantee)
        },
        load: { key, name, visitor, today, connection in
            let seen = try GuaranteeSight.load(number: key, visitor, connection)
            guard let action = GuaranteeAction(rawValue: name) else { throw RequestRefusal.notFound }
            guard let doer = visitor.organisation.doer, action.doers.contains(doer) else {
                throw RequestRefusal.forbidden
            }
            return formAction(action, seen, visitor, today)
        },
        all: {
            GuaranteeAction.allCases.map {
                ActionSource.Head(name: $0.rawValue, title: $0.name, fields: fields(of: $0, nil))
            }
        })

    /// What the visitor's organisation could do now with some input.
    static func heads(for visitor: Visitor, _ guarantee: Guarantee) -> [ActionSource.Head] {
        guard visitor.may(.enter), let doer = visitor.organisation.doer else { return [] }
        return GuaranteeAction.allCases.filter { $0.isPossible(for: guarantee, by: doer) }.map {
            ActionSource.Head(name: $0.rawValue, title: $0.name, fields: fields(of: $0, nil))
        }
    }

    private static func formAction(
        _ action: GuaranteeAction, _ seen: GuaranteeSight.Seen, _ visitor: Visitor, _ today: Day
    ) -> FormAction {
        let number = seen.number
        let doer = visitor.organisation.doer
        return FormAction(
            name: action.rawValue, title: action.name, fields: fields(of: action, (seen.guarantee, today)),
            needsSecondPerson: action.needsSecondPerson && doer != .enterprise, version: seen.version,
            subjectTitle: "\(number) \(seen.enterpriseName)",
            preview: { inputs, connection in
                try GuaranteePreviews.preview(action, inputs, doer, seen, today, connection)
            },
            perform: { inputs, doing, writing in
                let stored = try GuaranteeStore.load(number: number, writing)
                guard doing.version == nil || doing.version == stored.version else {
                    throw RequestRefusal.changedMeanwhile
                }
                if let step = action.step {
                    return try GuaranteeStore.take(step, guarantee: number, on: today, writing)
                }
                let given = inputs.text("reference")
                try GuaranteeStore.record(
                    event(action, inputs, doer), guarantee: number, on: day(inputs, today),
                    reference: given.isEmpty ? doing.reference : given, writing)
            })
    }

    static func day(_ inputs: Inputs, _ today: Day) -> Day { inputs.optionalDay("on") ?? today }

    /// What is recorded in the ledger for an action that is no step.
    static func event(
        _ action: GuaranteeAction, _ inputs: Inputs, _ doer: GuaranteeAction.Doer?
    ) -> GuaranteeEvent {
        let amount = inputs.money("amount")
        switch action {
        case .disburse: return .disbursed(amount)
        case .repay: return .repaid(amount)
        case .release: return .released
        case .extend: return .extended(until: inputs.day("until"))
        case .claim: return .claimed(amount, interest: inputs.money("interest"))
        case .compensate: return .compensated(amount)
        case .recover: return .recovered(amount)
        case .payFee: return .feePaid(amount)
        case .refundFee: return .feeRefunded(amount)
        case .payShare: return .paid(by: doer?.party ?? .bank, amount)
        case .recoveryCost: return .recoveryCost(amount)
        case .passOn: return .passedOn(to: Party(word: inputs.text("party")) ?? .bank, amount)
        case .writeOff: return .writtenOff(amount)
        default: preconditionFailure("a step is taken, not recorded")
        }
    }

    /// The fields of an action's form, filled with what is likely.
    private static func fields(
        of action: GuaranteeAction, _ seen: (guarantee: Guarantee, today: Day)?
    ) -> [FormField] {
        guard action.step == nil else { return [] }
        var fields = [
            FormField(
                name: "on", title: Sentence(zh: "发生日期", en: "Day"), kind: .day,
                hint: Sentence(zh: "资金实际收付的日期。", en: "The day on which the money really moved."),
                value: seen?.today.description ?? "")
        ]
        switch action {
        case .release: break
        case .extend:
            fields.append(
                FormField(name: "until", title: Sentence(zh: "展期至", en: "Extended until"), kind: .day))
        case .claim:
            fields.append(
                amount(Sentence(zh: "索赔金额（含利息）", en: "Amount claimed, with interest"), action, seen))
            fields.append(
                FormField(
                    name: "interest", title: Sentence(zh: "其中利息", en: "of which interest"), kind: .money,
                    isRequired: false))
        case .passOn:
            fields.append(
                FormField(
                    name: "party", title: Sentence(zh: "付给", en: "Paid to"),
                    kind: .choice(Party.others.map { FormField.Choice(value: $0.word, title: $0.name) })))
            fields.append(amount(Sentence(zh: "金额", en: "Amount"), action, seen))
        default:
            fields.append(amount(Sentence(zh: "金额", en: "Amount"), action, seen))
        }
        fields.append(
            FormField(
                name: "reference", title: Sentence(zh: "业务流水号", en: "Reference"), kind: .text(64),
                hint: Sentence(
                    zh: "银行或财务系统的流水号；同一流水号只记一次账。",
                    en: "The number in the bank's or the accounting system; the same one is recorded once."),
                isRequired: false))
        return fields
    }

    private static func amount(
        _ title: Sentence, _ action: GuaranteeAction, _ seen: (guarantee: Guarantee, today: Day)?
    ) -> FormField {
        let likely = seen.flatMap { likelyAmount(action, $0.guarantee) }
        return FormField(
            name: "amount", title: title, kind: .money,
            value: likely.map { $0.isPositive ? "\($0)" : "" } ?? "")
    }

    private static func likelyAmount(_ action: GuaranteeAction, _ guarantee: Guarantee) -> Fen? {
        let position = guarantee.position
        switch action {
        case .disburse: return guarantee.terms.principal - position.disbursed
        case .repay: return position.unclaimed
        case .claim: return position.unclaimed
        case .compensate:
            let bank = guarantee.agreement.shares.part(of: Party.bank.rawValue, in: position.claimed)
            return position.claimed - bank - position.paidToBank(guarantee.agreement.shares)
        case .writeOff: return position.unrecovered
        default: return nil
        }
    }
}

extension Party {
    /// Its word in forms and in the API.
    var word: String { kind.rawValue }

    init?(word: String) {
        guard let party = Party.allCases.first(where: { $0.word == word }) else { return nil }
        self = party
    }
}
