/// Checks the monthly form against itself: what a supervisor would send back.
public enum MonthlyFormCheck {
    /// What is found, row by row; empty for a form that can be handed in.
    public static func findings(_ form: MonthlyForm) -> [MonthlyFormFinding] {
        missing(form)
            + MonthlyFormColumn.allCases.flatMap { column in
                negative(form, column) + sums(form, column) + customers(form, column)
                    + parts(form, column) + compensation(form, column)
            }
    }

    /// A row and those that add up to it or are part of it.
    private struct Rule {
        let whole: String
        let parts: [String]

        init(_ whole: String, _ parts: [String]) {
            self.whole = whole
            self.parts = parts
        }
    }

    /// The rows that are broken down by kind and by customer.
    private static let business = ["5", "6", "7", "9"]

    /// Rows that are the sum of others.
    private static let sums: [Rule] = {
        var rules = [
            Rule("2", ["2.1", "2.2", "2.3"]), Rule("21", ["21.1", "21.2", "21.3"]),
            Rule("23", ["23.1", "23.2", "23.3"]),
        ]
        for row in business {
            rules.append(Rule(row, ["\(row).1.4", "\(row).2.4"]))
            rules.append(Rule("\(row).2.4", ["\(row).2.1", "\(row).2.2", "\(row).2.3"]))
        }
        for row in ["5", "7"] { rules.append(subtotal(of: row)) }
        return rules
    }()

    private static func subtotal(of row: String) -> Rule {
        Rule("\(row).1.4", ["\(row).1.1", "\(row).1.2", "\(row).1.3"])
    }

    /// Rows that others are part of and may not be above.
    private static let parts: [Rule] = {
        var rules = [
            Rule("1", ["2"]), Rule("3", ["4"]), Rule("7.1.4", ["8"]), Rule("9.1.3", ["9.1.3.1"]),
            Rule("10", ["10.1"]), Rule("13", ["13.1"]), Rule("14", ["13"]), Rule("15", ["15.1"]),
            Rule("16", ["15"]), Rule("17", ["17.1"]), Rule("18", ["17"]), Rule("16", ["18", "19"]),
            Rule("19", ["19.1"]), Rule("7", ["20"]), Rule("3", ["22"]), Rule("22", ["22.1", "22.2"]),
        ]
        for row in business {
            rules.append(Rule("\(row).1.1", ["\(row).1.1.1"]))
            rules.append(Rule(row, ["\(row).3"]))
            rules.append(Rule(row, ["\(row).4", "\(row).5"]))
            rules.append(Rule(row, ["\(row).6"]))
        }
        return rules
    }()

    private static func missing(_ form: MonthlyForm) -> [MonthlyFormFinding] {
        MonthlyFormRow.all.filter { form[$0, .amount] == .missing }.map { .missing($0) }
    }

    private static func negative(_ form: MonthlyForm, _ column: MonthlyFormColumn) -> [MonthlyFormFinding] {
        MonthlyFormRow.all.compactMap { row in
            guard !row.mayBeNegative, let value = form[row, column].value, value < 0 else { return nil }
            return .negative(MonthlyFormNamed(row, value), column)
        }
    }

    private static func sums(_ form: MonthlyForm, _ column: MonthlyFormColumn) -> [MonthlyFormFinding] {
        sums.compactMap { rule in
            guard let (whole, sum) = compared(rule, form, column), whole.value != sum else { return nil }
            return .sumDiffers(whole, rule.parts, sum, column)
        }
    }

    private static func parts(_ form: MonthlyForm, _ column: MonthlyFormColumn) -> [MonthlyFormFinding] {
        parts.flatMap(separate).compactMap { rule in
            guard let (whole, sum) = compared(rule, form, column), sum > whole.value else { return nil }
            return .partsAboveWhole(whole, rule.parts, sum, column)
        }
    }

    /// A customer may be counted as small under one guarantee and as micro under another.
    private static func separate(_ rule: Rule) -> [Rule] {
        guard MonthlyFormRow.find(rule.whole)?.unit == .customers else { return [rule] }
        return rule.parts.map { Rule(rule.whole, [$0]) }
    }

    /// A customer with guarantees of two kinds stands in both, and once in the subtotal.
    private static func customers(_ form: MonthlyForm, _ column: MonthlyFormColumn) -> [MonthlyFormFinding] {
        ["6", "9"].compactMap { number in
            let rule = subtotal(of: number)
            guard let (whole, sum) = compared(rule, form, column) else { return nil }
            let greatest = rule.parts.compactMap { form.value($0, column) }.max() ?? 0
            guard whole.value > sum || whole.value < greatest else { return nil }
            return .customersDiffer(whole, rule.parts, sum, column)
        }
    }

    /// 19 = 16 - 18 - recovered; what is entered for other business may have recoveries of its own.
    private static func compensation(
        _ form: MonthlyForm, _ column: MonthlyFormColumn
    ) -> [MonthlyFormFinding] {
        let book = form.sinceFounding[column.rawValue]
        guard let row = MonthlyFormRow.find("19"), let part = MonthlyFormRow.find("19.1"),
            let compensated = form.value("16", column), let lost = form.value("18", column),
            let balance = form[row, column].value, let financing = form[part, column].value
        else { return [] }
        let left = Fen(compensated - lost) - book.recovered
        let leftOfBook = book.compensated - book.lost - book.recovered
        let isBookOnly = compensated == book.compensated.fen && lost == book.lost.fen
        var findings: [MonthlyFormFinding] = []
        if isBookOnly ? balance != left.fen : balance > left.fen {
            findings.append(.compensationBalance(MonthlyFormNamed(row, balance), left, column))
        }
        if financing != leftOfBook.fen {
            findings.append(.compensationBalance(MonthlyFormNamed(part, financing), leftOfBook, column))
        }
        return findings
    }

    /// The whole and the sum of its parts; nil where one of them is not there.
    private static func compared(
        _ rule: Rule, _ form: MonthlyForm, _ column: MonthlyFormColumn
    ) -> (whole: MonthlyFormNamed, sum: Int64)? {
        let parts = rule.parts.compactMap { form.value($0, column) }
        guard let row = MonthlyFormRow.find(rule.whole), let whole = form[row, column].value,
            parts.count == rule.parts.count
        else { return nil }
        return (MonthlyFormNamed(row, whole), parts.reduce(0, +))
    }
}
