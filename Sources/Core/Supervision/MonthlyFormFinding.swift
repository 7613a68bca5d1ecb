/// What is wrong with the monthly form, and what mends it.
public enum MonthlyFormFinding: Refusal {
    case missing(MonthlyFormRow)
    case negative(MonthlyFormNamed, MonthlyFormColumn)
    case sumDiffers(MonthlyFormNamed, [String], Int64, MonthlyFormColumn)
    case partsAboveWhole(MonthlyFormNamed, [String], Int64, MonthlyFormColumn)
    case customersDiffer(MonthlyFormNamed, [String], Int64, MonthlyFormColumn)
    case compensationBalance(MonthlyFormNamed, Fen, MonthlyFormColumn)

    public var code: String {
        switch self {
        case .missing: "monthly_form_missing"
        case .negative: "monthly_form_negative"
        case .sumDiffers: "monthly_form_sum_differs"
        case .partsAboveWhole: "monthly_form_parts_above_whole"
        case .customersDiffer: "monthly_form_customers_differ"
        case .compensationBalance: "monthly_form_compensation_balance"
        }
    }

    /// The row that it is about.
    public var row: MonthlyFormRow {
        switch self {
        case .missing(let row): row
        case .negative(let named, _), .sumDiffers(let named, _, _, _), .partsAboveWhole(let named, _, _, _),
            .customersDiffer(let named, _, _, _), .compensationBalance(let named, _, _):
            named.row
        }
    }

    public var sentence: Sentence {
        switch self {
        case .missing(let row):
            Sentence(
                zh: "第 \(row.number) 行“\(row.name.zh)”还没有填；账本无从得知，请填报。",
                en: "Row \(row.number), \(row.name.en), is not entered; the book can't know it, enter it.")
        case .negative(let named, let column):
            Sentence(
                zh: "\(named.zh)(\(column.name.zh))小于零；请核对冲正的记录和填报的数。",
                en: """
                    \(named.en) (\(column.name.en.lowercased())), is below zero; check what was reversed \
                    and what was entered.
                    """)
        case .sumDiffers(let named, let parts, let sum, let column):
            Sentence(
                zh: "\(named.zh)(\(column.name.zh))应等于第 \(list(parts, "、")) 行之和 \(named.text(sum))；请更正。",
                en: """
                    \(named.en) (\(column.name.en.lowercased())), should be the sum of rows \
                    \(list(parts, ", ")), \(named.text(sum)); correct one of them.
                    """)
        case .partsAboveWhole(let named, let parts, let sum, let column):
            Sentence(
                zh: "\(named.zh)(\(column.name.zh))小于其中的第 \(list(parts, "、")) 行 \(named.text(sum))；请更正。",
                en: """
                    \(named.en) (\(column.name.en.lowercased())), is below rows \(list(parts, ", ")) \
                    within it, \(named.text(sum)); correct one of them.
                    """)
        case .customersDiffer(let named, let parts, let sum, let column):
            Sentence(
                zh: """
                    \(named.zh)(\(column.name.zh))应不少于第 \(list(parts, "、")) 行中最大的一行，不多于其和 \
                    \(named.text(sum))；请核对。
                    """,
                en: """
                    \(named.en) (\(column.name.en.lowercased())), should be at least the greatest of rows \
                    \(list(parts, ", ")) and at most their sum, \(named.text(sum)); check them.
                    """)
        case .compensationBalance(let named, let left, let column):
            Sentence(
                zh: """
                    \(named.zh)(\(column.name.zh))与累计代偿减去累计损失和累计追偿所余的 \(named.text(left.fen)) \
                    不符；请核对第 16、18、19 行。
                    """,
                en: """
                    \(named.en) (\(column.name.en.lowercased())), does not agree with what was compensated \
                    less what was lost and recovered since founding, \(named.text(left.fen)); check rows \
                    16, 18 and 19.
                    """)
        }
    }

    private func list(_ numbers: [String], _ mark: String) -> String { numbers.joined(separator: mark) }
}

/// A row with a value of it, as findings name it.
public struct MonthlyFormNamed: Hashable, Sendable {
    public let row: MonthlyFormRow
    public let value: Int64

    init(_ row: MonthlyFormRow, _ value: Int64) {
        self.row = row
        self.value = value
    }

    /// A value in the unit of the row.
    func text(_ value: Int64) -> String { row.unit.text(value) }

    var zh: String { "第 \(row.number) 行“\(row.name.zh)”的 \(text(value)) \(row.unit.name.zh)" }
    var en: String { "Row \(row.number), \(row.name.en), of \(text(value))" }
}
