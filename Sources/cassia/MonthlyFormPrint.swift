/// The monthly form for people, and for programs.
import App
import Core
import Foundation

struct MonthlyFormPrint {
    private let form: MonthlyForm
    private let language: Language

    init(_ form: MonthlyForm, language: Language) {
        self.form = form
        self.language = language
    }

    func show() {
        print("\(form.guarantor.name)  \(form.isYearly ? String(form.month.year) : form.month.description)")
        let item = Sentence(zh: "项目", en: "Item").text(in: language)
        let unit = Sentence(zh: "单位", en: "Unit").text(in: language)
        let headings = [item, unit] + MonthlyFormColumn.allCases.map { $0.name.text(in: language) }
        let rows = MonthlyFormRow.all.map { row in
            let indent = String(repeating: "  ", count: row.depth)
            let isHeading = row.source == .heading
            return ["\(indent)\(row.number) \(row.name.text(in: language))"]
                + [isHeading ? "" : row.unit.name.text(in: language)]
                + MonthlyFormColumn.allCases.map { text(form[row, $0], row.unit) }
        }
        printTable(headings: headings, rows: rows)
        let words = Sentence(
            zh: "审核人：\(form.checkedBy)　联系电话：\(form.telephone)",
            en: "Checked by: \(form.checkedBy)  Telephone: \(form.telephone)")
        print(words.text(in: language))
    }

    private func text(_ cell: MonthlyForm.Cell, _ unit: MonthlyFormRow.Unit) -> String {
        switch cell {
        case .heading: ""
        case .notApplicable: "—"
        case .missing: "?"
        case .value(let value): unit.text(value)
        }
    }
}

/// Amounts are strings of 10,000 yuan, counts numbers, null where there is none; `flow` tells the rows that
/// have '—' at the start of the year.
struct MonthlyFormOutput: Encodable {
    private let form: MonthlyForm
    private let findings: [MonthlyFormFinding]

    init(_ form: MonthlyForm, _ findings: [MonthlyFormFinding]) {
        self.form = form
        self.findings = findings
    }

    /// Writes one line to a file, or to the standard output.
    func write(to path: String?) throws {
        guard let path else { return try printJSON(self) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            try (encoder.encode(self) + Data("\n".utf8)).write(
                to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw fail(TableRefusal.cannotWrite(path))
        }
    }

    private enum CodingKeys: String, CodingKey {
        case guarantor, name, month, year, rows, findings, telephone
        case checkedBy = "checked_by"
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(form.guarantor.code, forKey: .guarantor)
        try values.encode(form.guarantor.name, forKey: .name)
        if form.isYearly {
            try values.encode(form.month.year, forKey: .year)
        } else {
            try values.encode(form.month.description, forKey: .month)
        }
        try values.encode(form.checkedBy, forKey: .checkedBy)
        try values.encode(form.telephone, forKey: .telephone)
        try values.encode(MonthlyFormRow.all.map { Row(form, $0) }, forKey: .rows)
        try values.encode(findings.map(Finding.init), forKey: .findings)
    }

    private struct Row: Encodable {
        let form: MonthlyForm
        let row: MonthlyFormRow

        init(_ form: MonthlyForm, _ row: MonthlyFormRow) {
            self.form = form
            self.row = row
        }

        private enum CodingKeys: String, CodingKey {
            case number, zh, en, unit, flow, amount
            case startOfYear = "start_of_year"
            case lastYear = "last_year"

            init(_ column: MonthlyFormColumn) {
                switch column {
                case .amount: self = .amount
                case .startOfYear: self = .startOfYear
                case .lastYear: self = .lastYear
                }
            }
        }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(row.number, forKey: .number)
            try values.encode(row.name.zh, forKey: .zh)
            try values.encode(row.name.en, forKey: .en)
            guard row.source != .heading else { return }
            try values.encode(row.unit == .money ? "10k_yuan" : row.unit.rawValue, forKey: .unit)
            try values.encode(row.span == .inYear, forKey: .flow)
            for column in MonthlyFormColumn.allCases {
                let value = form[row, column].value
                if row.unit == .money {
                    try values.encode(value.map(row.unit.text), forKey: CodingKeys(column))
                } else {
                    try values.encode(value, forKey: CodingKeys(column))
                }
            }
        }
    }

    private struct Finding: Encodable {
        let code: String
        let row: String
        let zh: String
        let en: String

        init(_ finding: MonthlyFormFinding) {
            code = finding.code
            row = finding.row.number
            zh = finding.sentence.zh
            en = finding.sentence.en
        }
    }
}
