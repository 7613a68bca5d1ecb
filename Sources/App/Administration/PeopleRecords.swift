import Core
import Storage

/// The list of people: an administrator sees those of the own organisation, the operator all.
enum PeopleRecords {
    static let access = Route.Access.anyOf([.keepPeople, .keepPlatform])

    static let list = RecordList(
        name: "people", title: Sentence(zh: "用户", en: "People"), access: access,
        columns: [
            .init("name", Sentence(zh: "登录名", en: "Sign-in name"), "p.name"),
            .init("display_name", Sentence(zh: "姓名", en: "Name"), "p.display_name"),
            .init("organisation", Sentence(zh: "机构", en: "Organisation"), "o.name"),
            .init("roles", Sentence(zh: "角色", en: "Roles"), "p.roles", .word { rolesName($0) }),
            .init("state", Sentence(zh: "状态", en: "State"), state, .word { stateName($0) }),
            .init("created_at", Sentence(zh: "添加时间", en: "Added"), "p.created_at", .time),
        ],
        filters: [
            .init(
                name: "q", title: Sentence(zh: "登录名或机构编号", en: "Sign-in name or organisation's code"),
                kind: .search
            ) { RecordList.Filter.prefix($0, ["p.name", "o.code"]) }
        ],
        tables: "person p JOIN organisation o ON o.id = p.organisation_id", key: "p.id",
        sight: { visitor in
            visitor.may(.keepPlatform)
                ? "1 = 1" : SQL("p.organisation_id = ?", [.int(visitor.organisation.id)])
        },
        address: "/people/",
        above: { ask in
            let t = ask.language
            return """
                <p class="buttons"><a class="button" href="/add-person">\(t("添加用户", "Add a person"))</a></p>
                """
        },
        empty: Sentence(zh: "还没有用户。", en: "There are no people yet."))

    private static let state = """
        CASE WHEN p.disabled = 1 THEN 'disabled' WHEN p.password = '' THEN 'machine' ELSE 'active' END
        """

    private static func stateName(_ word: String) -> Sentence? {
        switch word {
        case "disabled": Sentence(zh: "已停用", en: "disabled")
        case "machine": Sentence(zh: "系统（令牌）", en: "machine (token)")
        default: Sentence(zh: "可登录", en: "may sign in")
        }
    }

    private static func rolesName(_ text: String) -> Sentence? {
        Role.set(text).map { roles in
            let names = roles.sorted().map(\.name)
            return Sentence(
                zh: names.map(\.zh).joined(separator: "、"), en: names.map(\.en).joined(separator: ", "))
        }
    }
}

/// The list of organisations, which the operator keeps.
enum OrganisationRecords {
    static let list = RecordList(
        name: "organisations", title: Sentence(zh: "用户机构", en: "Organisations"),
        access: .permission(.keepPlatform),
        columns: [
            .init("code", Sentence(zh: "编号", en: "Code"), "o.code"),
            .init("name", Sentence(zh: "名称", en: "Name"), "o.name"),
            .init(
                "kind", Sentence(zh: "类别", en: "Kind"), "o.kind",
                .word { OrganisationKind(rawValue: $0)?.name }),
            .init(
                "people", Sentence(zh: "用户数", en: "People"),
                "(SELECT COUNT(*) FROM person p WHERE p.organisation_id = o.id)", .count),
        ],
        filters: [
            .init(name: "q", title: Sentence(zh: "编号", en: "Code"), kind: .search) {
                RecordList.Filter.prefix($0, ["o.code"])
            },
            .choice(
                "kind", Sentence(zh: "类别", en: "Kind"),
                OrganisationKind.allCases.map { .init(value: $0.rawValue, title: $0.name) }, "o.kind = ?"),
        ],
        tables: "organisation o", key: "o.id",
        sight: { $0.may(.keepPlatform) ? "1 = 1" : "1 = 0" },
        address: "/people?q=",
        above: { ask in
            let t = ask.language
            return """
                <p class="buttons">
                <a class="button" href="/add-organisation">\(t("添加机构", "Add an organisation"))</a></p>
                """
        },
        empty: Sentence(zh: "还没有用户机构，请添加。", en: "There are no organisations yet; add one."))
}
