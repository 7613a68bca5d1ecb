import Core
import Storage

/// The list of the institutions that take part in the sharing of losses.
enum InstitutionRecords {
    static let list = RecordList(
        name: "institutions", title: Sentence(zh: "机构", en: "Institutions"), access: .permission(.readBook),
        columns: [
            .init("code", Sentence(zh: "编号", en: "Code"), "i.code", isSortable: true),
            .init("name", Sentence(zh: "名称", en: "Name"), "i.name"),
            .init("kind", Sentence(zh: "类别", en: "Kind"), "i.kind", .word { kindName($0) }),
            .init("level", Sentence(zh: "层级", en: "Level"), "i.level", .word { levelName($0) }),
            .init("division", Sentence(zh: "行政区划", en: "Division"), "i.division"),
        ],
        filters: [
            .init(name: "q", title: Sentence(zh: "编号或名称", en: "Code or name"), kind: .search) { text in
                let part = RecordList.Filter.holding(text)
                return SQL("(i.code LIKE ? ESCAPE '!' OR i.name LIKE ? ESCAPE '!')", [part, part])
            },
            .choice(
                "kind", Sentence(zh: "类别", en: "Kind"),
                Institution.Kind.allCases.map {
                    FormField.Choice(value: $0.rawValue, title: $0.name)
                }, "i.kind = ?"),
            .choice(
                "level", Sentence(zh: "层级", en: "Level"),
                Institution.Level.allCases.map { FormField.Choice(value: $0.rawValue, title: $0.name) },
                "i.level = ?"),
        ],
        tables: "institution i", key: "i.id",
        sight: { visitor in visitor.may(.readBook) ? "1 = 1" : "1 = 0" },
        address: "/institutions/",
        empty: Sentence(zh: "还没有登记机构。", en: "No institution is registered yet."))

    static func kindName(_ word: String) -> Sentence? { Institution.Kind(rawValue: word)?.name }
    static func levelName(_ word: String) -> Sentence? { Institution.Level(rawValue: word)?.name }
}

extension Institution.Level {
    var name: Sentence {
        switch self {
        case .region: Sentence(zh: "自治区级", en: "region")
        case .city: Sentence(zh: "市级", en: "city")
        case .county: Sentence(zh: "县级", en: "county")
        }
    }
}

extension Institution.Kind {
    var name: Sentence {
        switch self {
        case .guarantor: Party.guarantor.name
        case .reguarantor: Party.reguarantor.name
        case .bank: Party.bank.name
        case .treasury: Party.treasury.name
        }
    }
}
