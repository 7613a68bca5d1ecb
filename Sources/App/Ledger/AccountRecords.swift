import Core
import Storage

/// The list of the ledger's accounts with what they hold now.
enum AccountRecords {
    static let list = RecordList(
        name: "accounts", title: Sentence(zh: "账户余额", en: "Accounts"), access: .permission(.readLedger),
        columns: [
            .init("account", Sentence(zh: "账户号", en: "Account"), "b.account", .count),
            .init("institution", Sentence(zh: "机构编号", en: "Institution"), "i.code")
                .linked("/institutions/"),
            .init("institution_name", Sentence(zh: "机构", en: "Name"), "i.name"),
            .init("kind", Sentence(zh: "科目", en: "Kind"), kind, .word { kindName($0) }),
            .init(
                "balance", Sentence(zh: "余额（元，借方为正）", en: "Balance (yuan, debit positive)"), "b.amount",
                .money),
        ],
        filters: [
            .init(name: "q", title: Sentence(zh: "机构编号或名称", en: "Institution, code or name"), kind: .search) {
                text in
                let part = RecordList.Filter.holding(text)
                return SQL("(i.code = ? OR i.name LIKE ? ESCAPE '!')", [.text(text), part])
            },
            .choice(
                "kind", Sentence(zh: "科目", en: "Kind"),
                conditions: Account.Kind.allCases.map {
                    (
                        FormField.Choice(value: $0.word, title: $0.name),
                        SQL(composing: "b.account % 16 = \($0.rawValue)")
                    )
                }),
        ],
        tables: "balance b JOIN institution i ON i.id = b.account / 16", key: "b.account",
        sight: Sight.accounts,
        address: "/accounts/",
        empty: Sentence(
            zh: "本机构还没有账户；第一笔分录会开立。", en: "Your organisation has no account yet; its first entry opens one."))

    private static let kind =
        "CASE b.account % 16"
        + Account.Kind.allCases.map { " WHEN \($0.rawValue) THEN '\($0.word)'" }.joined() + " END"

    private static func kindName(_ word: String) -> Sentence? {
        Account.Kind.allCases.first { $0.word == word }?.name
    }
}
