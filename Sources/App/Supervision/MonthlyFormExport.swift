public import Core

/// Writes the monthly form as the workbook that is handed in, in Chinese and in the official order.
public enum MonthlyFormExport {
    /// Writes the file; the numbers in it are exact and shown with two decimals.
    public static func write(_ form: MonthlyForm, to path: String) throws(TableRefusal) {
        let sheet = try FormSheet(
            path: path, sheet: form.isYearly ? "年报表" : "月报表", widths: [9, 40, 18, 18, 18])
        writeHead(form, sheet)
        var line: UInt32 = 4
        for row in MonthlyFormRow.all {
            write(row, of: form, line, sheet)
            line += 1
        }
        writeFoot(form, line, sheet)
        try sheet.finish()
    }

    private static func writeHead(_ form: MonthlyForm, _ sheet: FormSheet) {
        sheet.text("融资担保机构主要数据\(form.isYearly ? "年" : "月")报表", 0, 0...4, .title)
        sheet.height(32, of: 0)
        sheet.text("填报机构：\(form.guarantor.name)", 1, 0...2, .line)
        let time = form.isYearly ? "\(form.month.year)年" : "\(form.month.year)年\(form.month.month)月"
        sheet.text(time, 1, 3...4, .lineRight)
        sheet.text("机构编号：\(form.guarantor.code)", 2, 0...2, .line)
        sheet.text("单位：万元、户、人", 2, 3...4, .lineRight)
        sheet.text("行次", 3, 0, .heading)
        sheet.text("项目", 3, 1, .heading)
        for column in MonthlyFormColumn.allCases {
            sheet.text(column.name.zh, 3, UInt16(column.rawValue + 2), .heading)
        }
        sheet.height(22, of: 3)
        sheet.freeze(through: 3)
    }

    private static func write(
        _ row: MonthlyFormRow, of form: MonthlyForm, _ line: UInt32, _ sheet: FormSheet
    ) {
        sheet.text(row.number, line, 0, .center)
        let unit = row.unit == .money || row.depth > 0 ? "" : "(\(row.unit.name.zh))"
        sheet.text(row.name.zh + unit, line, 1, .label(row.depth))
        for column in MonthlyFormColumn.allCases {
            let place = UInt16(column.rawValue + 2)
            switch form[row, column] {
            case .heading, .missing: sheet.text("", line, place, .dash)
            case .notApplicable: sheet.text("—", line, place, .dash)
            case .value(let value) where row.unit == .money:
                sheet.number(value, scale: 6, line, place, .amount)
            case .value(let value): sheet.number(value, scale: 0, line, place, .count)
            }
        }
    }

    private static let notes = [
        "没有业务的项目填 0，不留空；“—”表示该项目不填年初数。",
        "“本年累计”自本年1月1日起计算，“累计”自机构成立之日起计算。",
        "涉农指为“三农”提供的担保，包括新型农业经营主体。",
        "小型、微型企业按工信部联企业〔2011〕300号划分；微型企业包括个体工商户和小微企业主。",
        "损失指有判决书、仲裁书、执行裁定书或其他充分证据表明无法收回的金额。",
        "代偿余额＝累计代偿－累计损失－累计追偿；各户在每一行只计一户。",
    ]

    private static func writeFoot(_ form: MonthlyForm, _ line: UInt32, _ sheet: FormSheet) {
        sheet.text("审核人：\(form.checkedBy)", line, 0...1, .line)
        sheet.text("联系电话：\(form.telephone)", line, 2...4, .line)
        sheet.height(24, of: line)
        for (place, note) in notes.enumerated() {
            let head = place == 0 ? "注：" : ""
            sheet.text("\(head)\(place + 1)．\(note)", line + 1 + UInt32(place), 0...4, .note)
        }
    }
}
