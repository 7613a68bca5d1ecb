import Core
import Storage

/// The list of support platforms by type, with how many firms each hosts today; a platform sees itself.
enum PlatformRecords {
    static let list = RecordList(
        name: "platforms", title: Sentence(zh: "支撑平台", en: "Support platforms"),
        access: .permission(.readBook),
        columns: [
            .init("name", Sentence(zh: "名称", en: "Name"), "s.name"),
            .init(
                "kind", Sentence(zh: "类型", en: "Type"), "s.kind",
                .word { PlatformKind(rawValue: $0)?.name }),
            .init(
                "division", Sentence(zh: "行政区划", en: "Division"), "s.division",
                .word(EnterpriseRecords.divisionName)),
            .init("firms", Sentence(zh: "在驻企业数", en: "Firms hosted"), hosted, .count),
            .init(
                "organisation", Sentence(zh: "用户机构编号", en: "Code of its organisation"),
                "(SELECT o.code FROM organisation o WHERE o.platform_id = s.id)"),
        ],
        filters: [
            .init(name: "q", title: Sentence(zh: "名称", en: "Name"), kind: .search) { text in
                text.isEmpty ? nil : SQL("s.name LIKE ?", [RecordList.Filter.holding(text)])
            },
            .choice(
                "kind", Sentence(zh: "类型", en: "Type"),
                PlatformKind.allCases.map { FormField.Choice(value: $0.rawValue, title: $0.name) },
                "s.kind = ?"),
            .choice(
                "city", Sentence(zh: "设区市", en: "City"),
                Division.cities.map {
                    FormField.Choice(
                        value: $0.code.description, title: Sentence(zh: $0.name, en: $0.englishName))
                }, "substr(s.division, 1, 4) || '00' = ?"),
        ],
        tables: "support_platform s", key: "s.id", sight: Sight.platforms,
        address: "/platforms/",
        empty: Sentence(
            zh: "还没有登记支撑平台；可用 cassia import firms --kind platforms 导入。",
            en: "No platform is registered; bring them in with cassia import firms --kind platforms."),
        usesToday: true)

    private static let hosted = """
        (SELECT COUNT(*) FROM hosting h WHERE h.platform_id = s.id AND h.from_day <= {today} \
        AND (h.until_day IS NULL OR h.until_day >= {today}))
        """
}

extension Sight {
    /// On `support_platform s`: all for supervisors, a platform itself.
    static func platforms(_ visitor: Visitor) -> SQL {
        guard visitor.may(.readBook) else { return "1 = 0" }
        switch visitor.organisation.kind {
        case .supervisor: return "1 = 1"
        case .platform: return SQL("s.id = ?", [.int(visitor.organisation.platform ?? 0)])
        default: return "1 = 0"
        }
    }
}
