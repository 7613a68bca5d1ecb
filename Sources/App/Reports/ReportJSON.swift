import Core

/// A form for programs: amounts as strings of 10,000 yuan, numbers of customers and persons as numbers, null
/// where there is none.
enum ReportJSON {
    static func form(_ form: MonthlyForm) -> JSON {
        .members([
            "guarantor": .string(form.guarantor.code), "name": .string(form.guarantor.name),
            "month": form.isYearly ? nil : .string(form.month.description),
            "year": form.isYearly ? .number(Int64(form.month.year)) : nil,
            "checked_by": .string(form.checkedBy), "telephone": .string(form.telephone),
            "rows": .array(MonthlyFormRow.all.map { row(form, $0) }),
            "findings": .array(
                MonthlyFormCheck.findings(form).map {
                    .members([
                        "code": .string($0.code), "row": .string($0.row.number),
                        "sentence": .text($0.sentence),
                    ])
                }),
        ])
    }

    private static func row(_ form: MonthlyForm, _ row: MonthlyFormRow) -> JSON {
        let head = [
            JSON.Member(name: "number", value: .string(row.number)),
            JSON.Member(name: "name", value: .text(row.name)),
        ]
        guard row.source != .heading else { return .object(head) }
        let unit = row.unit == .money ? "10k_yuan" : row.unit.rawValue
        let facts = [
            JSON.Member(name: "unit", value: .string(unit)),
            JSON.Member(name: "flow", value: .bool(row.span == .inYear)),
        ]
        let cells = MonthlyFormColumn.allCases.map { column -> JSON.Member in
            let value = form[row, column].value
            let json = value.map { row.unit == .money ? JSON.string(row.unit.text($0)) : .number($0) }
            return JSON.Member(name: column.word, value: json ?? .null)
        }
        return .object(head + facts + cells)
    }
}
