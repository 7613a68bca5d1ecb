import Core
import Storage

/// The list of what firms qualify for without having applied, the newest change first; for officers to act
/// on, for firms their own.
enum EntitlementRecords {
    static let list = RecordList(
        name: "entitlements", title: Sentence(zh: "免申即享", en: "Benefits without application"),
        access: .permission(.readBook), columns: columns, filters: filters,
        tables: """
            entitlement t JOIN enterprise e ON e.id = t.enterprise_id
            JOIN enterprise_profile p ON p.enterprise_id = t.enterprise_id
            LEFT JOIN person h ON h.id = t.taken_by
            """,
        key: "t.id", sight: Sight.enterprises, address: "/entitlements/",
        empty: Sentence(
            zh: "还没有企业与政策的匹配结果；每次导入之后和每日零时匹配。",
            en: "No firm has been matched with a policy yet; that is done after each import and at midnight.")
    )

    private static let columns: [RecordList.Column] = [
        .init("number", Sentence(zh: "序号", en: "Number"), "CAST(t.id AS TEXT)"),
        .init("credit_code", Sentence(zh: "统一社会信用代码", en: "Credit code"), "e.credit_code"),
        .init("enterprise", Sentence(zh: "企业", en: "Enterprise"), "e.name"),
        .init("city", Sentence(zh: "设区市", en: "City"), "p.city", .word(EnterpriseRecords.divisionName)),
        .init("policy", Sentence(zh: "政策", en: "Policy"), "t.policy", .policy),
        .init(
            "verdict", Sentence(zh: "结论", en: "Verdict"), "t.verdict",
            .word { EntitlementVerdict(rawValue: $0)?.name }),
        .init("class", Sentence(zh: "类别", en: "Class"), "t.class"),
        .init("score_low", Sentence(zh: "得分，最低", en: "Score, lowest"), "t.score_low", .money),
        .init("score_high", Sentence(zh: "得分，最高", en: "Score, highest"), "t.score_high", .money),
        .init("amount_low", Sentence(zh: "金额（元），最低", en: "Amount (yuan), lowest"), "t.amount_low", .money),
        .init("amount_high", Sentence(zh: "金额（元），最高", en: "Amount (yuan), highest"), "t.amount_high", .money),
        .init("since", Sentence(zh: "自", en: "Since"), "t.since_day", .day),
        .init("decided_for", Sentence(zh: "判定日", en: "Decided for"), "t.decided_for", .day),
        .init("taken_up_at", Sentence(zh: "办理时间", en: "Taken up at"), "t.taken_at", .time),
        .init(
            "taken_up_by", Sentence(zh: "办理人", en: "Taken up by"),
            "COALESCE(NULLIF(h.display_name, ''), h.name)"),
        .init("note", Sentence(zh: "办理说明", en: "Note"), "t.taken_note"),
    ]

    private static let filters: [RecordList.Filter] = [
        .init(
            name: "q", title: Sentence(zh: "代码、名称或拼音首字母", en: "Code, name or pinyin initials"), kind: .search,
            condition: EnterpriseSearch.matches),
        .init(name: "policy", title: Sentence(zh: "政策", en: "Policy"), kind: .policy) { text in
            isPolicy(text) ? SQL("t.policy = ?", [.text(text)]) : nil
        },
        .choice(
            "city", Sentence(zh: "设区市", en: "City"),
            Division.cities.map {
                FormField.Choice(
                    value: $0.code.description, title: Sentence(zh: $0.name, en: $0.englishName))
            }, "p.city = ?"),
        .choice(
            "state", Sentence(zh: "状态", en: "State"),
            conditions: [
                (
                    .init(value: "waiting", title: Sentence(zh: "待办理", en: "to act on")),
                    "t.verdict = 'yes' AND t.taken_at IS NULL"
                ),
                (
                    .init(value: "taken_up", title: Sentence(zh: "已办理", en: "taken up")),
                    "t.taken_at IS NOT NULL"
                ),
                (
                    .init(value: "lost", title: Sentence(zh: "不再符合", en: "no longer qualifies")),
                    "t.verdict <> 'yes'"
                ),
            ]),
        .day("since", Sentence(zh: "自该日起", en: "Since"), "t.since_day >= ?"),
    ]

    /// Whether it could be the id of a policy.
    @Sendable private static func isPolicy(_ text: String) -> Bool {
        guard let first = text.utf8.first, (97...122).contains(first), text.utf8.count <= 64 else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 95
        }
    }
}
