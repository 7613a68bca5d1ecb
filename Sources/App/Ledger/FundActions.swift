import Core
import Storage

/// What a treasury does with its own fund: put money of the budget into it, by two hands.
enum FundActions {
    private static let name = "appropriate"
    private static let title = Sentence(zh: "拨入资金", en: "Appropriate money")

    static let source = ActionSource(
        collection: "funds",
        available: { key, visitor, today, connection in
            _ = try FundStore.treasury(key, visitor, connection)
            guard visitor.may(.enter), visitor.organisation.kind == .treasury else { return [] }
            return [.init(name: name, title: title, fields: MoneyFields.contribution(today))]
        },
        load: { key, action, visitor, today, connection in
            let treasury = try FundStore.treasury(key, visitor, connection)
            guard action == name else { throw RequestRefusal.notFound }
            guard visitor.organisation.institution == treasury.id else { throw RequestRefusal.forbidden }
            return appropriate(treasury, today)
        },
        all: { [.init(name: name, title: title, fields: MoneyFields.contribution(nil))] })

    private static func appropriate(_ treasury: Institution, _ today: Day) -> FormAction {
        FormAction(
            name: name, title: title, fields: MoneyFields.contribution(today), needsSecondPerson: true,
            version: 0, subjectTitle: treasury.name,
            preview: { inputs, connection in
                let amount = inputs.money("amount")
                try MoneyFields.checkDay(inputs, today)
                let entry = try Entry.fundAppropriated(
                    amount, treasury: treasury.id, on: inputs.day("on"), reference: nil)
                let standing = try FundStore.standing(of: treasury.id, on: today, connection)
                let after = FundStanding(
                    budget: standing.budget + amount, balance: standing.balance + amount, open: standing.open)
                return Preview(
                    lines: [
                        MoneyFields.change(
                            Sentence(zh: "资金余额", en: "Balance"), standing.balance, after.balance),
                        MoneyFields.change(
                            Sentence(zh: "缺口", en: "Shortfall"), standing.shortfall, after.shortfall),
                    ], postings: MoneyFields.postings(of: entry))
            },
            perform: { inputs, doing, writing in
                try MoneyFields.checkDay(inputs, today)
                try LedgerStore.appropriate(
                    inputs.money("amount"), to: treasury.id, on: inputs.day("on"),
                    reference: MoneyFields.reference(inputs, doing), writing)
            })
    }
}

/// The fields of money that comes in from outside, and how its preview reads.
enum MoneyFields {
    static func contribution(_ today: Day?) -> [FormField] {
        [
            FormField(
                name: "on", title: Sentence(zh: "到账日期", en: "Day"), kind: .day,
                hint: Sentence(zh: "资金实际到账的日期。", en: "The day on which the money arrived."),
                value: today?.description ?? ""),
            FormField(name: "amount", title: Sentence(zh: "金额", en: "Amount"), kind: .money),
            FormField(
                name: "reference", title: Sentence(zh: "业务流水号", en: "Reference"), kind: .text(64),
                hint: Sentence(
                    zh: "拨款文号或银行流水号；同一流水号只记一次账。",
                    en: "The number of the payment; the same one is recorded once."), isRequired: false),
        ]
    }

    static func reference(_ inputs: Inputs, _ doing: FormAction.Doing) -> String {
        let given = inputs.text("reference")
        return given.isEmpty ? doing.reference : given
    }

    /// Money that has not arrived yet is not recorded.
    static func checkDay(_ inputs: Inputs, _ today: Day) throws {
        guard inputs.day("on") > today else { return }
        throw FormRefusal(problems: [
            .init(
                field: "on",
                sentence: Sentence(
                    zh: "日期晚于今天 \(today)；到账后再登记。",
                    en: "The day is after today, \(today); record it when the money is there."))
        ])
    }

    static func postings(of entry: Entry) -> [Preview.Posting] {
        entry.postings.lines.map { Preview.Posting(account: $0.account.kind.name, amount: $0.amount) }
    }

    static func change(_ title: Sentence, _ before: Fen, _ after: Fen) -> Preview.Line {
        guard before != after else { return Preview.Line(title: title, value: yuan(after)) }
        let (old, new) = (yuan(before), yuan(after))
        return Preview.Line(
            title: title, value: Sentence(zh: "\(old.zh) → \(new.zh)", en: "\(old.en) → \(new.en)"))
    }

    static func yuan(_ amount: Fen) -> Sentence {
        Sentence(zh: "\(amount.grouped) 元", en: "\(amount.grouped) yuan")
    }
}
