import Core
import Foundation
import HTTPTypes

/// The page on which a table of firms is told, and what became of its rows.
enum EnterpriseImportPages {
    /// Larger ones are brought in on the command line.
    static let fileBytes = 20 << 20

    static func form(_ ask: Ask, _ refusal: (any Refusal)?, _ outcome: HTML? = nil) -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("报送企业信息", "Tell the register"),
            path: [(t("企业名录", "Enterprises"), "/enterprises")],
            status: refusal == nil ? .ok : .unprocessableContent)
        return page.answer(
            """
            \(Forms.summary(refusal, t))\(outcome)
            <p>\(words(ask))</p>
            \(templates(ask))
            <form class="card" method="post" enctype="multipart/form-data" action="/enterprises/import">
            \(Forms.word(ask))\(fields(ask))
            <p class="buttons"><button>\(t("报送", "Tell"))</button>
            <a href="/enterprises">\(t("取消", "Cancel"))</a></p></form>
            """)
    }

    /// The tables that the visitor may tell, the one of statements first.
    private static func tables(_ ask: Ask) -> [FirmRecordImport.Table?] {
        ask.person.organisation.kind == .enterprise
            ? [nil, .contacts] : [nil] + FirmRecordImport.Table.allCases
    }

    private static func title(_ table: FirmRecordImport.Table?) -> Sentence {
        switch table {
        case nil: Sentence(zh: "企业情况（一行一家）", en: "Facts, a row a firm")
        case .rights: Sentence(zh: "知识产权", en: "IP rights")
        case .qualifications: Sentence(zh: "资质", en: "Qualifications")
        case .platforms: Sentence(zh: "支撑平台", en: "Support platforms")
        case .hosting: Sentence(zh: "入驻", en: "Hosting")
        case .incidents: Sentence(zh: "事故与违法", en: "Incidents")
        case .contacts: Sentence(zh: "联系人", en: "Contacts")
        case .related: Sentence(zh: "关联企业", en: "Related parties")
        }
    }

    private static func templates(_ ask: Ask) -> HTML {
        let t = ask.language
        let rows = tables(ask).map { table -> HTML in
            let name = table.map { "template-\($0.rawValue)" } ?? "template"
            let links = [("xlsx", "Excel"), ("csv", "CSV")].map { ending, word -> HTML in
                let label = "\(t(title(table))) \(word)"
                return "<a href=\"/enterprises/\(name).\(ending)\" aria-label=\"\(label)\">\(word)</a> "
            }
            return Tables.row([Tables.title(t(title(table))), Tables.cell(markup: "\(links)")])
        }
        return Tables.fit(
            t("空白模板", "Empty templates"), [.init(t("表格", "Table")), .init(t("下载", "Download"))], rows)
    }

    private static func words(_ ask: Ask) -> String {
        let t = ask.language
        let name = ask.person.organisation.name
        if ask.person.organisation.kind == .enterprise {
            return t(
                "只含本企业。所报内容以“\(name)”为来源保留，不会覆盖部门所报。",
                """
                Of your own firm only. It is kept as told by \(name) and overwrites nothing that departments \
                told.
                """)
        }
        return t(
            "一行一家企业，列名见模板，空格表示不知道。同一来源以新换旧并留存历史；不同来源不一致时并列显示，互不覆盖。",
            """
            One row a firm, columns as in the template, empty where unknown. Newer values of the same source \
            replace older ones, which are kept; sources that differ are shown side by side.
            """)
    }

    private static func fields(_ ask: Ask) -> HTML {
        let t = ask.language
        let day = ask.method == .get ? ask.today.description : ask.form["on"]
        let dayHint = t("该日之前最后一个完整年度为 y0。", "The last full year before it is y0.")
        let fileHint = t(
            "CSV（UTF-8 或 GB18030）或 xlsx，不超过 20 MB。", "CSV (UTF-8 or GB18030) or xlsx, up to 20 MB.")
        let choices = tables(ask).map {
            FormField.Choice(value: $0?.rawValue ?? statements, title: title($0))
        }
        let kind = ask.form["kind"].isEmpty ? statements : ask.form["kind"]
        return """
            <p class="field"><label for="field-kind">\(t("表格内容", "What the table holds"))</label>
            <select id="field-kind" name="kind">\(
                Forms.options(choices, kind, isOptional: false, t))</select></p>
            <p class="field"><label for="field-on">\(t("信息所属日期", "Day for which it is told"))</label>
            <input type="date" id="field-on" name="on" value="\(day)" aria-describedby="field-on-hint" \
            required>
            <span class="hint" id="field-on-hint">\(dayHint)</span></p>
            <p class="field"><label for="field-file">\(t("表格", "Table"))</label>
            <input id="field-file" name="file" type="file" accept=".csv,.xlsx,.txt" \
            aria-describedby="field-file-hint" required>
            <span class="hint" id="field-file-hint">\(fileHint)</span></p>
            """
    }

    /// What a table of facts is called where others are called by what they hold.
    private static let statements = "statements"

    @Sendable static func take(_ ask: Ask) async throws -> Answer {
        do {
            guard let file = ask.form.files.first(where: { $0.field == "file" }), !file.bytes.isEmpty else {
                throw RegisterRefusal.fileMissing
            }
            guard let day = Day(ask.form["on"]), day <= ask.today, day.year > 1900 else {
                throw RegisterRefusal.dayWrong
            }
            let (book, kind) = (ask.site.book, ask.form["kind"])
            let table = FirmRecordImport.Table(rawValue: kind)
            guard tables(ask).contains(table), table != nil || kind == statements || kind.isEmpty else {
                throw RequestRefusal.forbidden
            }
            let last = try await EntitlementMatching.lastRecord(in: book)
            let outcome = try await bringIn(file, table, day, ask)
            try await EntitlementMatching(ask.site.policies.library, on: ask.today)
                .run(.toldAfter(last), in: book)
            return form(ask, nil, told(outcome, ask.language))
        } catch let refusal as any Refusal where !(refusal is RequestRefusal) {
            return form(ask, refusal)
        }
    }

    private static func bringIn(
        _ file: Form.File, _ table: FirmRecordImport.Table?, _ day: Day, _ ask: Ask
    ) async throws -> FirmImport.Outcome {
        let folder = FileManager.default.temporaryDirectory
        let path = folder.appending(path: "cassia-\(UUID().uuidString)").path
        guard FileManager.default.createFile(atPath: path, contents: Data(file.bytes)) else {
            throw TableRefusal.cannotWrite(file.name)
        }
        defer { try? FileManager.default.removeItem(atPath: path) }
        let organisation = ask.person.organisation
        let isFirm = organisation.kind == .enterprise
        if let table {
            var bringing = FirmRecordImport(
                table, path: path, source: organisation.name, rejectsFolder: nil, language: ask.language)
            bringing.actor = ask.person.actor
            bringing.day = day
            bringing.kind = isFirm ? .firm : .agency
            bringing.onlyFirm = isFirm ? organisation.code : nil
            return try await bringing.run(into: ask.site.book)
        }
        var bringing = FirmImport(
            path: path, source: organisation.name, kind: isFirm ? .firm : .agency, day: day,
            language: ask.language)
        bringing.actor = ask.person.actor
        bringing.onlyFirm = isFirm ? organisation.code : nil
        bringing.showsProgress = false
        return try await bringing.run(into: ask.site.book)
    }

    private static func told(_ outcome: FirmImport.Outcome, _ t: Language) -> HTML {
        let counts = outcome.counts
        let (read, accepted, there, refused) = (
            counts.read, counts.accepted, counts.alreadyThere, counts.refused
        )
        let rowsRead = EnglishCount.of(read, "row", "rows")
        let sum = t(
            "读入 \(read) 行：接受 \(accepted) 行，已在册 \(there) 行，拒绝 \(refused) 行。",
            "\(rowsRead) read: \(accepted) accepted, \(there) already there, \(refused) refused.")
        let listed = outcome.refusals.count
        let rows = outcome.refusals.map { line, reasons in
            Tables.row([
                Tables.number("\(line)"), Tables.cell(reasons.map { t($0) }.joined(separator: t("；", "; "))),
            ])
        }
        let heads: [Tables.Head] = [.number(t("行", "Line")), .init(t("原因", "Reasons"))]
        let table = rows.isEmpty ? HTML() : Tables.wide(t("被拒绝的行", "Rows refused"), heads, rows)
        let more: HTML =
            refused > listed
            ? "<p>\(t("仅列出前 \(listed) 行。", "Only the first \(listed) are listed."))</p>" : HTML()
        return "<p class=\"done\" role=\"status\">\(sum)</p>\(table)\(more)"
    }
}
