import Core
import Storage

/// The list of what institutions owe each other because of compensations and recoveries.
enum ClaimRecords {
    static let list = RecordList(
        name: "claims", title: Sentence(zh: "应收应付", en: "Claims"), access: .permission(.readLedger),
        columns: [
            .init("guarantee_no", Sentence(zh: "担保", en: "Guarantee"), "g.number"),
            .init("claim", Sentence(zh: "序号", en: "Claim"), "c.id", .count),
            .init("debtor", Sentence(zh: "应付方", en: "Debtor"), "d.name"),
            .init("creditor", Sentence(zh: "应收方", en: "Creditor"), "r.name"),
            .init("amount", Sentence(zh: "金额（元）", en: "Amount (yuan)"), "c.amount", .money),
            .init("open", Sentence(zh: "未付（元）", en: "Open (yuan)"), "c.amount - c.paid", .money),
            .init(
                "due_on", Sentence(zh: "到期日", en: "Due on"), "c.due_on", .day, isSortable: true,
                sortsBy: "COALESCE(c.due_on, 2147483647)"),
            .init(
                "days_late", Sentence(zh: "逾期天数", en: "Days late"),
                "CASE WHEN \(late) THEN {today} - c.due_on END", .count),
            .init("entry", Sentence(zh: "分录", en: "Entry"), "c.entry_id", .count)
                .linked("/entries/"),
        ],
        filters: [
            .init(name: "q", title: Sentence(zh: "担保编号", en: "Guarantee"), kind: .search) {
                RecordList.Filter.prefix($0, ["g.number"])
            },
            .choice(
                "state", Sentence(zh: "状态", en: "State"),
                conditions: [
                    (.init(value: "open", title: Sentence(zh: "未付清", en: "open")), "c.paid < c.amount"),
                    (.init(value: "late", title: Sentence(zh: "已逾期", en: "late")), SQL(composing: late)),
                    (.init(value: "settled", title: Sentence(zh: "已付清", en: "settled")), "c.paid = c.amount"),
                ]),
            .choice("debtor", Sentence(zh: "应付方类别", en: "Debtor is"), conditions: byParty("c.debtor")),
            .choice("creditor", Sentence(zh: "应收方类别", en: "Creditor is"), conditions: byParty("c.creditor")),
            .init(name: "institution", title: Sentence(zh: "机构编号", en: "Institution code"), kind: .search) {
                SQL("(d.code = ? OR r.code = ?)", [.text($0), .text($0)])
            },
            .day("due_from", Sentence(zh: "到期日从", en: "Due from"), "c.due_on >= ?"),
            .day("due_until", Sentence(zh: "到", en: "to"), "c.due_on <= ?"),
        ],
        tables: """
            claim c JOIN guarantee g ON g.id = c.guarantee_id JOIN agreement a ON a.id = g.agreement_id
            JOIN institution d ON d.id = \(institution("c.debtor"))
            JOIN institution r ON r.id = \(institution("c.creditor"))
            """,
        key: "c.id", sight: Sight.claims, address: "/guarantees/",
        empty: Sentence(
            zh: "没有与本机构有关的应收应付；代偿或追偿后会自动产生。",
            en:
                "Nobody owes your organisation anything, nor it others; compensations bring claims."
        ),
        usesToday: true)

    private static let late = "c.paid < c.amount AND c.due_on < {today}"

    /// Which institution of `agreement a` a party is.
    static func institution(_ party: String) -> String {
        "CASE \(party) WHEN 0 THEN a.guarantor_id WHEN 1 THEN a.reguarantor_id WHEN 2 THEN a.bank_id "
            + "ELSE a.treasury_id END"
    }

    private static func byParty(_ column: String) -> [(FormField.Choice, SQL)] {
        Party.allCases.map {
            (FormField.Choice(value: $0.word, title: $0.name), SQL(composing: "\(column) = \($0.rawValue)"))
        }
    }
}
