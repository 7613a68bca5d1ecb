import Core
import Storage

/// Whose form of which time a visitor asks for. Guarantors have their own, supervisors all; nobody else any.
struct ReportAsk: Sendable {
    let guarantor: Institution
    let month: FormMonth
    let isYearly: Bool

    init(_ ask: Ask, isYearly: Bool = false, _ connection: Connection) throws {
        self.isYearly = isYearly
        guarantor = try Self.guarantor(ask, connection)
        month = try isYearly ? Self.december(ask) : Self.month(ask)
    }

    /// Throws what an address that is not there throws when the guarantor is none of the visitor's.
    private static func guarantor(_ ask: Ask, _ connection: Connection) throws -> Institution {
        let organisation = ask.person.organisation
        let code = ask.query["guarantor"] ?? organisation.code
        switch organisation.kind {
        case .supervisor: return try MonthlyEntryStore.guarantor(code, connection)
        case .guarantor:
            guard code == organisation.code else { throw NotFound.institution(code) }
            return try MonthlyEntryStore.guarantor(code, connection)
        default: throw RequestRefusal.forbidden
        }
    }

    /// The last month that has ended, unless another is asked for.
    static func month(_ ask: Ask) throws -> FormMonth {
        let today = FormMonth(of: ask.today)
        guard let text = ask.given("month") else { return today.before ?? today }
        guard let month = FormMonth(text) else { throw ReportRefusal.notAMonth(text) }
        guard month <= today else { throw MonthlyFormRefusal.monthInFuture(month, today) }
        return month
    }

    /// That of the year before, unless another is asked for.
    static func december(_ ask: Ask) throws -> FormMonth {
        guard let text = ask.given("year") else {
            return FormMonth(of: ask.today).lastDecember ?? FormMonth(of: ask.today)
        }
        guard text.utf8.count == 4, let year = Int(text), let month = FormMonth(year, 12) else {
            throw ReportRefusal.notAYear(text)
        }
        return month
    }

    func draw(_ ask: Ask, _ connection: Connection) throws -> MonthlyForm {
        try MonthlyFormStore.draw(
            guarantor.code, month, isYearly: isYearly, today: ask.today, connection)
    }

    /// The cell that an address names.
    static func cell(_ ask: Ask) throws -> (MonthlyFormRow, MonthlyFormColumn) {
        let number = ask.query["row"] ?? ""
        guard let row = MonthlyFormRow.find(number) else { throw MonthlyFormRefusal.unknownRow(number) }
        let word = ask.query["column"] ?? MonthlyFormColumn.amount.word
        guard let column = MonthlyFormColumn.allCases.first(where: { $0.word == word }) else {
            throw ReportRefusal.notAColumn(word)
        }
        return (row, column)
    }
}

/// Addresses of forms.
enum ReportLink {
    static func form(_ code: String, _ month: FormMonth, isYearly: Bool = false) -> String {
        (isYearly ? "/reports/yearly" : "/reports/monthly") + query(code, month, isYearly: isYearly).text
    }

    static func workbook(_ code: String, _ month: FormMonth, isYearly: Bool) -> String {
        (isYearly ? "/reports/yearly" : "/reports/monthly") + "/export.xlsx"
            + query(code, month, isYearly: isYearly).text
    }

    static func records(
        _ row: MonthlyFormRow, _ column: MonthlyFormColumn, _ code: String, _ month: FormMonth
    ) -> String {
        let query = query(code, month, isYearly: false).setting("row", row.number)
            .setting("column", column.word)
        return "/reports/records" + query.text
    }

    static func entry(_ month: FormMonth) -> String { "/reports/entry?month=\(month)" }

    private static func query(_ code: String, _ month: FormMonth, isYearly: Bool) -> Query {
        Query().setting("guarantor", code)
            .setting(isYearly ? "year" : "month", isYearly ? String(month.year) : month.description)
    }
}

/// Why there is no such form.
enum ReportRefusal: Refusal {
    case notAMonth(String)
    case notAYear(String)
    case notAColumn(String)
    /// Something was entered and is to be empty now.
    case cannotBeEmptied(MonthlyFormRow)

    var code: String {
        switch self {
        case .notAMonth: "report_not_a_month"
        case .notAYear: "report_not_a_year"
        case .notAColumn: "report_not_a_column"
        case .cannotBeEmptied: "report_cannot_be_emptied"
        }
    }

    var sentence: Sentence {
        switch self {
        case .notAMonth(let text):
            Sentence(
                zh: "“\(text)”不是月份；请写成 2017-06 的样子。", en: "'\(text)' is no month; write it like 2017-06.")
        case .notAYear(let text):
            Sentence(
                zh: "“\(text)”不是年份；请写成 2016 的样子。", en: "'\(text)' is no year; write it like 2016.")
        case .notAColumn(let text):
            Sentence(
                zh: "报表没有“\(text)”这一栏；可用 amount、start_of_year、last_year。",
                en: "The form has no column '\(text)'; use amount, start_of_year or last_year.")
        case .cannotBeEmptied(let row):
            Sentence(
                zh: "第 \(row.number) 行已经填报，不能清空；没有业务请填 0。",
                en: "Row \(row.number) has been entered and can't be emptied; enter 0 for none.")
        }
    }
}
