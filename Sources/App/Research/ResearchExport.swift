import Core

/// The report as a workbook and as JSON.
extension ResearchReport {
    /// Writes the sheets; the numbers in them are exact and shown with two decimals.
    public func write(to path: String) throws(TableRefusal) {
        let sheets = self.sheets
        let widths = sheets.map {
            FormSheet.widths(texts: $0.textHeads.count, amounts: $0.amountHeads.count)
        }
        let form = try FormSheet(path: path, sheet: sheets[0].title, widths: widths[0])
        for (place, sheet) in sheets.enumerated() {
            if place > 0 { try form.addSheet(sheet.title, widths: widths[place]) }
            write(sheet, form)
        }
        try form.finish()
    }

    private func write(_ sheet: ResearchSheet, _ form: FormSheet) {
        let last = UInt16(sheet.textHeads.count + sheet.amountHeads.count - 1)
        form.text(sheet.title, 0, 0...last, .title)
        form.height(32, of: 0)
        form.text("企业：\(name)（\(creditCode)）  \(year) 年  单位：元", 1, 0...last, .line)
        for (place, head) in (sheet.textHeads + sheet.amountHeads).enumerated() {
            form.text(head, 2, UInt16(place), .heading)
        }
        form.freeze(through: 2)
        var line: UInt32 = 3
        for row in sheet.rows {
            for (place, text) in row.texts.enumerated() {
                form.text(text, line, UInt16(place), row.isSum ? .heading : .label(0))
            }
            for (place, amount) in row.amounts.enumerated() {
                let column = UInt16(row.texts.count + place)
                if let amount {
                    form.number(amount.fen, scale: 2, line, column, .amount)
                } else {
                    form.text("", line, column, .dash)
                }
            }
            line += 1
        }
        for note in sheet.notes {
            form.text("注：\(note)", line, 0...last, .note)
            line += 1
        }
    }

    /// One object: projects with their sums, the sums of the year, the measures and what differs.
    public var bytes: [UInt8] { json.bytes }

    var json: JSON {
        .members([
            "credit_code": .string(creditCode), "name": .string(name), "year": .number(Int64(year)),
            "vouchers": .number(Int64(sums.voucherCount)), "total": .money(sums.total),
            "kinds": .array(
                kinds.map { kind in
                    .members([
                        "kind": .string(kind.name), "title": .text(kind.title),
                        "amount": .money(sums.sum(of: kind.name)),
                    ])
                }),
            "projects": .array(
                projects.map { project in
                    .members([
                        "number": .string(project.number), "name": .string(project.name),
                        "form": .string(project.form.rawValue), "from": .day(project.from),
                        "until": .day(project.until), "total": .money(sums.total(project: project.number)),
                        "kinds": .array(
                            kinds.filter { !sums.sum(of: $0.name, project: project.number).isZero }.map {
                                .members([
                                    "kind": .string($0.name),
                                    "amount": .money(sums.sum(of: $0.name, project: project.number)),
                                ])
                            }),
                    ])
                }),
            "measures": .array(ResearchMeasures.Measure.allCases.map(json)),
            "recognition_domestic": .money(measures.recognitionDomestic),
        ])
    }

    private func json(_ measure: ResearchMeasures.Measure) -> JSON {
        .members([
            "measure": .string(measure.rawValue), "title": measures.titles[measure].map { .text($0) },
            "amount": .money(measures[measure]),
            "less": .array(
                measures.differences(of: measure).map { difference in
                    .members([
                        "title": .text(difference.title), "amount": .money(difference.amount),
                        "cite": .array(
                            difference.citations.map { citation in
                                .members([
                                    "document": .string(citation.document),
                                    "article": .string(citation.article),
                                ])
                            }),
                    ])
                }),
        ])
    }

    static let description: RouteDescription = {
        let kind: [(String, JSON)] = [("kind", .schema("string")), ("amount", .schemaMoney)]
        let project = JSON.schemaObject([
            ("number", .schema("string")), ("name", .schema("string")),
            ("form", .schemaWords(ResearchForm.allCases.map(\.rawValue))), ("from", .schemaDay),
            ("until", JSON.schemaDay.orNull()), ("total", .schemaMoney),
            ("kinds", .schemaList(.schemaObject(kind))),
        ])
        let less = JSON.schemaObject([
            ("title", .schemaSentence), ("amount", .schemaMoney),
            (
                "cite",
                .schemaList(.schemaObject([("document", .schema("string")), ("article", .schema("string"))]))
            ),
        ])
        let measure = JSON.schemaObject([
            ("measure", .schemaWords(ResearchMeasures.Measure.allCases.map(\.rawValue))),
            ("title", .schemaSentence), ("amount", .schemaMoney), ("less", .schemaList(less)),
        ])
        let record = JSON.schemaObject([
            ("credit_code", .schema("string")), ("name", .schema("string")), ("year", .schema("integer")),
            ("vouchers", .schema("integer")), ("total", .schemaMoney),
            ("kinds", .schemaList(.schemaObject(kind + [("title", .schemaSentence)]))),
            ("projects", .schemaList(project)), ("measures", .schemaList(measure)),
            ("recognition_domestic", .schemaMoney),
        ])
        return RouteDescription(
            id: "enterprises_research",
            summary: Sentence(
                zh: "一家企业一年的研发费用辅助账与三种口径；每次读取都会留下企业可见的记录",
                en: "A firm's books of R&D expense of a year; each reading leaves a record that the firm sees"
            ),
            tag: "enterprises",
            parameters: [
                .path("code", Sentence(zh: "统一社会信用代码", en: "The firm's credit code")),
                .query(
                    "year",
                    Sentence(zh: "年度，默认为最近有凭证的一年", en: "The year; the last with vouchers unless given"),
                    .schema("integer")),
            ],
            answers: [.ok(record)])
    }()
}
