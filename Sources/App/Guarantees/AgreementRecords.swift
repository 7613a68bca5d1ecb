import Core
import Storage

/// The list of risk-sharing agreements.
enum AgreementRecords {
    static let list = RecordList(
        name: "agreements", title: Sentence(zh: "风险分担协议", en: "Agreements"), access: .permission(.readBook),
        columns: [
            .init("agreement_no", Sentence(zh: "编号", en: "Number"), "a.number", isSortable: true),
            .init("guarantor", Sentence(zh: "担保机构", en: "Guarantor"), "i.name"),
            .init("reguarantor", Sentence(zh: "再担保机构", en: "Re-guarantor"), "r.name"),
            .init("bank", Sentence(zh: "银行", en: "Bank"), "b.name"),
            .init("treasury", Sentence(zh: "财政", en: "Treasury"), "t.name"),
            .init("shares", Sentence(zh: "分担比例", en: "Shares"), "a.shares"),
            .init("from", Sentence(zh: "起始日", en: "From"), "a.from_day", .day),
            .init("until", Sentence(zh: "终止日", en: "Until"), "a.until_day", .day),
            .init("fee_rate_max", Sentence(zh: "费率上限", en: "Fee at most"), "a.fee_rate_max", .rate),
            .init(
                "borrower_max", Sentence(zh: "单户上限（元）", en: "Per borrower (yuan)"), "a.borrower_max", .money),
        ],
        filters: [
            .init(name: "q", title: Sentence(zh: "编号或机构名称", en: "Number or party"), kind: .search) {
                search($0)
            },
            .choice(
                "state", Sentence(zh: "状态", en: "State"),
                conditions: [
                    (.init(value: "in_force", title: Sentence(zh: "有效", en: "in force")), inForce),
                    (.init(value: "ended", title: Sentence(zh: "已终止", en: "ended")), "a.until_day < {today}"),
                    (.init(value: "ahead", title: Sentence(zh: "未开始", en: "ahead")), "a.from_day > {today}"),
                ]),
            .init(name: "institution", title: Sentence(zh: "机构编号", en: "Institution code"), kind: .search) {
                SQL(
                    "(i.code = ? OR r.code = ? OR b.code = ? OR t.code = ?)",
                    Array(repeating: .text($0), count: 4))
            },
        ],
        tables: """
            agreement a JOIN institution i ON i.id = a.guarantor_id
            LEFT JOIN institution r ON r.id = a.reguarantor_id JOIN institution b ON b.id = a.bank_id
            LEFT JOIN institution t ON t.id = a.treasury_id
            """,
        key: "a.id", sight: Sight.agreements, address: "/agreements/",
        above: { ask in
            guard ask.person.may(.enter), AgreementActions.mayKeep(ask.person) else { return nil }
            return """
                <p class="buttons"><a class="button" href="/agreements/new">\(ask.language(
                    "订立新协议", "Conclude an agreement"))</a></p>
                """
        },
        empty: Sentence(
            zh: "还没有与本机构有关的协议；由再担保机构订立。",
            en: "No agreement concerns your organisation yet; the re-guarantor concludes them."),
        usesToday: true)

    private static let inForce: SQL =
        "a.from_day <= {today} AND (a.until_day IS NULL OR a.until_day >= {today})"

    private static func search(_ text: String) -> SQL {
        let part = RecordList.Filter.holding(text)
        return SQL(
            """
            (a.number LIKE ? ESCAPE '!' OR i.name LIKE ? ESCAPE '!' OR r.name LIKE ? ESCAPE '!'
                OR b.name LIKE ? ESCAPE '!' OR t.name LIKE ? ESCAPE '!')
            """,
            Array(repeating: part, count: 5))
    }
}
