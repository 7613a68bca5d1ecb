import Core
import Storage

/// Concluding an agreement and ending one, by two hands of a party that keeps the register.
enum AgreementActions {
    /// The key under which new agreements are entered.
    static let newKey = "new"
    private static let conclude = (
        name: "conclude", title: Sentence(zh: "订立新协议", en: "Conclude an agreement")
    )
    private static let end = (name: "end", title: Sentence(zh: "提前终止协议", en: "End the agreement"))

    static let source = ActionSource(
        collection: "agreements",
        available: { key, visitor, today, connection in
            let mayEnter = visitor.may(.enter) && mayKeep(visitor)
            if key == newKey {
                guard mayEnter else { return [] }
                let fields = try AgreementFields.all(visitor, today, connection)
                return [.init(name: conclude.name, title: conclude.title, fields: fields)]
            }
            let agreement = try AgreementSight.load(key, visitor, connection).agreement
            if let until = agreement.until, until < today { return [] }
            guard mayEnter else { return [] }
            return [.init(name: end.name, title: end.title, fields: endFields(today))]
        },
        load: { key, name, visitor, today, connection in
            guard key == newKey else {
                let seen = try AgreementSight.load(key, visitor, connection)
                guard name == end.name else { throw RequestRefusal.notFound }
                guard mayKeep(visitor) else { throw RequestRefusal.forbidden }
                return ending(seen, today)
            }
            guard name == conclude.name else { throw RequestRefusal.notFound }
            guard mayKeep(visitor) else { throw RequestRefusal.forbidden }
            return concluding(try AgreementFields.all(visitor, today, connection), visitor)
        },
        all: {
            [
                .init(name: conclude.name, title: conclude.title, fields: AgreementFields.plain),
                .init(name: end.name, title: end.title, fields: endFields(nil)),
            ]
        })

    /// Whether the visitor's organisation may change agreements that it is part of.
    static func mayKeep(_ visitor: Visitor) -> Bool {
        let kind = visitor.organisation.kind
        return visitor.may(.keepRegister) && (kind == .guarantor || kind == .reguarantor)
    }

    /// An agreement changes only when it is ended, or ended on another day.
    static func version(of agreement: Agreement) -> Int64 { Int64(agreement.until?.number ?? 0) }

    private static func concluding(_ fields: [FormField], _ visitor: Visitor) -> FormAction {
        FormAction(
            name: conclude.name, title: conclude.title, fields: fields, needsSecondPerson: true, version: 0,
            subjectTitle: visitor.organisation.name,
            preview: { inputs, connection in
                let terms = try AgreementFields.terms(inputs, visitor, connection)
                let agreement = try Agreement.concluded(
                    id: ID(0), number: terms.number, parties: terms.parties, shares: terms.shares,
                    from: terms.from, until: terms.until, ceilings: terms.ceilings,
                    refundsUnusedFee: terms.refundsUnusedFee, claimDueWorkingDays: terms.claimDueWorkingDays)
                return AgreementFields.preview(agreement, terms.parties)
            },
            perform: { inputs, _, writing in
                try AgreementStore.conclude(
                    try AgreementFields.terms(inputs, visitor, writing.connection), writing)
            })
    }

    private static func endFields(_ today: Day?) -> [FormField] {
        [
            FormField(
                name: "on", title: Sentence(zh: "最后一日", en: "Last day"), kind: .day,
                hint: Sentence(
                    zh: "此后不再新做担保；已有担保仍按本协议分担。",
                    en: "No guarantee is made after it; those there keep this agreement."),
                value: today?.description ?? "")
        ]
    }

    private static func ending(_ seen: AgreementSight.Seen, _ today: Day) -> FormAction {
        let before = seen.agreement
        return FormAction(
            name: end.name, title: end.title, fields: endFields(today), needsSecondPerson: true,
            version: version(of: before), subjectTitle: before.number,
            preview: { inputs, _ in
                let after = try before.ending(on: inputs.day("on"), today: today)
                let title = Sentence(zh: "终止日", en: "Last day")
                return Preview(lines: [
                    .init(title: title, value: AgreementFields.change(before.until, after.until))
                ])
            },
            perform: { inputs, doing, writing in
                guard doing.version == nil || doing.version == version(of: before) else {
                    throw RequestRefusal.changedMeanwhile
                }
                try AgreementStore.end(before.number, on: inputs.day("on"), today: today, writing)
            })
    }
}
