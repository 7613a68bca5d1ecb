import Core
import Storage

/// What an institution states of itself, by two hands: its net assets and the capital that its owners pay in.
enum InstitutionActions {
    private enum Kind: String, CaseIterable {
        case stateNetAssets = "state_net_assets"
        case contributeCapital = "contribute_capital"

        var title: Sentence {
            switch self {
            case .stateNetAssets: Sentence(zh: "申报净资产", en: "State net assets")
            case .contributeCapital: Sentence(zh: "登记注资", en: "Record a capital contribution")
            }
        }

        func fields(_ today: Day?) -> [FormField] {
            switch self {
            case .stateNetAssets:
                [
                    FormField(
                        name: "on", title: Sentence(zh: "自何日起", en: "From"), kind: .day,
                        hint: Sentence(
                            zh: "报表日；限额自这一天起按它计算。",
                            en: "The day of the balance sheet; limits are measured by it from then on."),
                        value: today?.description ?? ""),
                    FormField(name: "amount", title: Sentence(zh: "净资产", en: "Net assets"), kind: .money),
                ]
            case .contributeCapital: MoneyFields.contribution(today)
            }
        }
    }

    /// The kinds whose capital carries guarantees.
    private static let states: Set<Institution.Kind> = [.guarantor, .reguarantor]

    static let source = ActionSource(
        collection: "institutions",
        available: { key, visitor, today, connection in
            let institution = try find(key, visitor, connection)
            guard visitor.may(.enter), visitor.organisation.institution == institution.id,
                states.contains(institution.kind)
            else { return [] }
            return Kind.allCases.map { .init(name: $0.rawValue, title: $0.title, fields: $0.fields(today)) }
        },
        load: { key, name, visitor, today, connection in
            let institution = try find(key, visitor, connection)
            guard let kind = Kind(rawValue: name), states.contains(institution.kind) else {
                throw RequestRefusal.notFound
            }
            guard visitor.organisation.institution == institution.id else { throw RequestRefusal.forbidden }
            switch kind {
            case .stateNetAssets: return stateNetAssets(institution, today)
            case .contributeCapital: return contributeCapital(institution, today)
            }
        },
        all: { Kind.allCases.map { .init(name: $0.rawValue, title: $0.title, fields: $0.fields(nil)) } })

    private static func find(_ key: String, _ visitor: Visitor, _ connection: Connection) throws
        -> Institution
    {
        guard visitor.may(.readBook), let found = try InstitutionStore.find(code: key, connection) else {
            throw NotFound.institution(key)
        }
        return found
    }

    private static func stateNetAssets(_ institution: Institution, _ today: Day) -> FormAction {
        let kind = Kind.stateNetAssets
        return FormAction(
            name: kind.rawValue, title: kind.title, fields: kind.fields(today), needsSecondPerson: true,
            version: 0, subjectTitle: institution.name,
            preview: { inputs, connection in
                let day = inputs.day("on")
                let before = try InstitutionStore.netAssets(of: institution.id, on: day, connection)
                let (title, amount) = (Sentence(zh: "净资产", en: "Net assets"), inputs.money("amount"))
                let line =
                    before.map { MoneyFields.change(title, $0, amount) }
                    ?? Preview.Line(title: title, value: MoneyFields.yuan(amount))
                let from = Sentence(zh: "\(day) 起", en: "from \(day)")
                return Preview(lines: [line, .init(title: Sentence(zh: "生效", en: "In force"), value: from)])
            },
            perform: { inputs, _, writing in
                try InstitutionStore.setNetAssets(
                    inputs.money("amount"), of: institution.id, from: inputs.day("on"), writing)
            })
    }

    private static func contributeCapital(_ institution: Institution, _ today: Day) -> FormAction {
        let kind = Kind.contributeCapital
        return FormAction(
            name: kind.rawValue, title: kind.title, fields: kind.fields(today), needsSecondPerson: true,
            version: 0, subjectTitle: institution.name,
            preview: { inputs, connection in
                let amount = inputs.money("amount")
                try MoneyFields.checkDay(inputs, today)
                let entry = try Entry.capitalContributed(
                    amount, to: institution.id, on: inputs.day("on"), reference: nil)
                let before = -(try LedgerStore.balance(of: Account(institution.id, .capital), connection))
                return Preview(
                    lines: [
                        MoneyFields.change(
                            Sentence(zh: "累计注资", en: "Capital paid in"), before, before + amount)
                    ], postings: MoneyFields.postings(of: entry))
            },
            perform: { inputs, doing, writing in
                try MoneyFields.checkDay(inputs, today)
                try LedgerStore.contributeCapital(
                    inputs.money("amount"), to: institution.id, on: inputs.day("on"),
                    reference: MoneyFields.reference(inputs, doing), writing)
            })
    }
}
