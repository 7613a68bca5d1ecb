import Core
import Storage

/// The list of the firms in the register, and the list of those who have read them.
enum EnterpriseRecords {
    static let list = RecordList(
        name: "enterprises", title: Sentence(zh: "企业名录", en: "Enterprises"),
        access: .permission(.readBook),
        columns: [
            .init("credit_code", Sentence(zh: "统一社会信用代码", en: "Credit code"), "e.credit_code"),
            .init("name", Sentence(zh: "名称", en: "Name"), "e.name"),
            .init("division", Sentence(zh: "行政区划", en: "Division"), "p.division", .word(divisionName)),
            .init("industry", Sentence(zh: "行业", en: "Industry"), "p.industry"),
            .init("size", Sentence(zh: "规模", en: "Size"), "NULLIF(p.size, '')", .word(sizeName)),
        ],
        filters: [
            .init(
                name: "q",
                title: Sentence(zh: "代码、名称或拼音首字母", en: "Code, name or pinyin initials"),
                kind: .search, condition: EnterpriseSearch.matches),
            .choice(
                "city", Sentence(zh: "设区市", en: "City"),
                Division.cities.map {
                    FormField.Choice(
                        value: $0.code.description, title: Sentence(zh: $0.name, en: $0.englishName))
                }, "p.city = ?"),
            .choice(
                "section", Sentence(zh: "行业门类", en: "Industry section"), sections, "p.section = ?"),
            .choice(
                "size", Sentence(zh: "规模", en: "Size"),
                EnterpriseSize.allCases.map { FormField.Choice(value: $0.rawValue, title: $0.name) },
                "p.size = ?"),
        ],
        tables: "enterprise_profile p JOIN enterprise e ON e.id = p.enterprise_id",
        key: "p.enterprise_id", sight: Sight.enterprises, narrow: EnterpriseSearch.keys,
        address: "/enterprises/", above: above,
        empty: Sentence(
            zh: "名录中还没有与本机构有关的企业。",
            en: "The register has no firm that concerns your organisation yet."))

    /// Who has read what belongs to a firm, newest first.
    static let readings = RecordList(
        name: "readings", title: Sentence(zh: "谁看过企业信息", en: "Who has read firms' data"),
        access: .permission(.readBook),
        columns: [
            .init("credit_code", Sentence(zh: "统一社会信用代码", en: "Credit code"), "e.credit_code"),
            .init("enterprise", Sentence(zh: "企业", en: "Enterprise"), "e.name"),
            .init("at", Sentence(zh: "时间", en: "Time"), "r.at", .time),
            .init("organisation", Sentence(zh: "机构", en: "Organisation"), "o.name"),
            .init(
                "kind", Sentence(zh: "机构类别", en: "Kind"), "o.kind",
                .word { OrganisationKind(rawValue: $0)?.name }),
            .init("person", Sentence(zh: "人员", en: "Person"), "COALESCE(NULLIF(h.display_name, ''), h.name)"),
            .init(
                "what", Sentence(zh: "方式", en: "What"), "r.what",
                .word { EnterpriseAccess.Way(rawValue: $0)?.name }),
        ],
        filters: [
            .init(
                name: "credit_code", title: Sentence(zh: "统一社会信用代码", en: "Credit code"), kind: .search
            ) { SQL("r.enterprise_id IN (SELECT id FROM enterprise WHERE credit_code = ?)", [.text($0)]) },
            .init(name: "organisation", title: Sentence(zh: "机构名称", en: "Organisation"), kind: .search) {
                SQL("o.name LIKE ? ESCAPE '!'", [RecordList.Filter.holding($0)])
            },
        ],
        tables: """
            access_record r JOIN enterprise e ON e.id = r.enterprise_id
            JOIN organisation o ON o.id = r.organisation_id JOIN person h ON h.id = r.person_id
            """,
        key: "r.id", sight: Sight.accessRecords,
        address: "/enterprises/",
        empty: Sentence(
            zh: "还没有其他机构查看过企业信息。", en: "No other organisation has read a firm's data yet."))

    private static func above(_ ask: Ask) -> HTML? {
        let t = ask.language
        let contacts = Parts.link("/contacts", t("企业联系人", "Contacts of firms"))
        guard ask.person.may(.tellFacts) else { return "<p>\(contacts)</p>" }
        return """
            <p class="buttons"><a class="button" href="/enterprises/import">\(t(
                "报送企业信息", "Tell the register"))</a> \(contacts)</p>
            """
    }

    @Sendable static func divisionName(_ code: String) -> Sentence? {
        guard let division = Division.find(code) else { return nil }
        let city = division.level == .county ? division.city : nil
        return Sentence(
            zh: (city?.name ?? "") + division.name,
            en: division.englishName + (city.map { ", " + $0.englishName } ?? ""))
    }

    @Sendable static func sizeName(_ word: String) -> Sentence? { EnterpriseSize(rawValue: word)?.name }

    /// The sections of GB/T 4754-2017.
    static let sections: [FormField.Choice] = [
        ("A", "农、林、牧、渔业", "agriculture, forestry, fishery"), ("B", "采矿业", "mining"),
        ("C", "制造业", "manufacturing"), ("D", "电力、热力、燃气及水", "utilities"), ("E", "建筑业", "construction"),
        ("F", "批发和零售业", "wholesale and retail"), ("G", "交通运输、仓储和邮政", "transport, storage, post"),
        ("H", "住宿和餐饮业", "hotels and catering"), ("I", "信息传输、软件和信息技术", "information and software"),
        ("J", "金融业", "finance"), ("K", "房地产业", "real estate"), ("L", "租赁和商务服务业", "leasing and business"),
        ("M", "科学研究和技术服务业", "research and technical services"), ("N", "水利、环境和公共设施", "water, environment"),
        ("O", "居民服务、修理", "services to residents, repair"), ("P", "教育", "education"),
        ("Q", "卫生和社会工作", "health and social work"), ("R", "文化、体育和娱乐业", "culture, sports"),
        ("S", "公共管理、社会组织", "public bodies"), ("T", "国际组织", "international organisations"),
    ].map { .init(value: $0.0, title: Sentence(zh: "\($0.0) \($0.1)", en: "\($0.0) \($0.2)")) }
}

/// Searching firms: codes that begin with a text, names that hold it, initials that begin with it.
enum EnterpriseSearch {
    /// So many keys are looked up and sorted; where there are more, walking the list finds a page soon.
    private static let few: Int64 = 3_000

    private enum Wanted {
        case code(String), initials(String), name(String)

        init(_ text: String) {
            let isCode =
                text.utf8.contains { (48...57).contains($0) }
                && text.utf8.allSatisfy {
                    (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                }
            let isLetters = text.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
            self = isCode ? .code(text.uppercased()) : isLetters ? .initials(text.lowercased()) : .name(text)
        }
    }

    /// The condition on a row, which leads to no row.
    @Sendable static func matches(_ text: String) -> SQL? {
        guard !text.isEmpty else { return nil }
        switch Wanted(text) {
        case .code(let code):
            return SQL("(+p.enterprise_id > 0 AND e.credit_code >= ? AND e.credit_code < ?)", bounds(code))
        case .initials(let letters):
            return SQL(
                """
                (+p.enterprise_id > 0 AND (p.initials >= ? AND p.initials < ? OR p.brand >= ? AND p.brand < ?
                    OR lower(e.name) LIKE ? ESCAPE '!'))
                """, bounds(letters) + bounds(letters) + [RecordList.Filter.holding(letters)])
        case .name(let name):
            return SQL(
                "(+p.enterprise_id > 0 AND lower(e.name) LIKE ? ESCAPE '!')",
                [RecordList.Filter.holding(name.lowercased())])
        }
    }

    /// The keys among which all rows of the page are, where an index leads to few of them.
    @Sendable static func keys(_ asked: ListQuery, _ visitor: Visitor, _ connection: Connection) throws
        -> SQL?
    {
        guard let text = asked.value("q"), let found = try found(Wanted(text), connection) else { return nil }
        let sql =
            SQL("SELECT COUNT(*) FROM (SELECT 1 FROM (") + found
            + SQL(") AS k LIMIT ?) AS c", [.int(few + 1)])
        return try connection.first(sql) { $0.int(0) } ?? 0 <= few ? found : nil
    }

    private static func found(_ wanted: Wanted, _ connection: Connection) throws -> SQL? {
        switch wanted {
        case .code(let code):
            return SQL(
                "SELECT id FROM enterprise WHERE credit_code >= ? AND credit_code < ?", bounds(code))
        case .initials(let letters):
            let initials = SQL(
                """
                SELECT enterprise_id FROM enterprise_profile WHERE initials >= ? AND initials < ?
                UNION ALL SELECT enterprise_id FROM enterprise_profile WHERE brand >= ? AND brand < ?
                """, bounds(letters) + bounds(letters))
            guard letters.count > 1 else { return nil }
            guard let names = try NamePairs.candidates(letters, connection) else { return nil }
            return initials + SQL(" UNION ALL ") + names
        case .name(let name):
            return name.unicodeScalars.count > 1 ? try NamePairs.candidates(name, connection) : nil
        }
    }

    private static func bounds(_ text: String) -> [Value] { [.text(text), .text(text + "\u{10FFFF}")] }
}
