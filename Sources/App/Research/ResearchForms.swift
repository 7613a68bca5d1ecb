import Core
import Foundation
import HTTPTypes
import Storage

/// Where the firm's own clerk writes its books of R&D expense: two tables, one project, one voucher. What was
/// entered stays in the fields when something is refused.
enum ResearchForms {
    /// What became of what was sent, for the page that is shown again.
    enum Told: Sendable {
        case nothing
        case refused(any Refusal)
        case done(HTML)
    }

    static func page(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ projects: [ResearchProject], _ told: Told = .nothing
    ) -> Answer {
        let t = ask.language
        var (refusal, done): ((any Refusal)?, HTML?) = (nil, nil)
        switch told {
        case .nothing: break
        case .refused(let found): refusal = found
        case .done(let markup): done = markup
        }
        let address = ResearchPages.address(firm)
        let entered: ((String) -> String)? = refusal == nil ? nil : { ask.form[$0] }
        let kinds = (try? ResearchMeasures.kinds(ask.site.policies)) ?? []
        let page = Page(
            ask: ask, title: t("录入研发费用", "Enter R&D expense"),
            path: ResearchPages.path(firm, t) + [(t("研发费用辅助账", "Books of R&D expense"), address)],
            status: refusal == nil ? .ok : .unprocessableContent)
        func form(_ part: String, _ button: String, _ fields: [FormField]) -> HTML {
            """
            <form class="card" method="post" action="\(address)/\(part)">\(Forms.word(ask))
            \(Forms.fields(fields, entered: entered, refusal as? FormRefusal, t))
            <p class="buttons"><button>\(button)</button></p></form>
            """
        }
        let voucherForm: HTML =
            projects.isEmpty
            ? Parts.empty(t("请先登记项目。", "Register a project first."))
            : form("vouchers", t("录入凭证", "Enter the voucher"), voucherFields(projects, kinds))
        return page.answer(
            """
            \(Forms.summary(refusal, t))\(done)
            \(Parts.section(t("上传表格", "Upload tables"), uploadForm(ask, address)))
            \(Parts.section(t("登记项目", "Register a project"),
                form("projects", t("登记项目", "Register the project"), projectFields)))
            \(Parts.section(t("录入凭证", "Enter a voucher"), voucherForm))
            """)
    }

    private static func uploadForm(_ ask: Ask, _ address: String) -> HTML {
        let t = ask.language
        let names: [ResearchImport.Table: String] = [
            .projects: t("项目表", "Table of projects"), .vouchers: t("凭证表", "Table of vouchers"),
        ]
        let templates = ResearchImport.Table.allCases.flatMap { table in
            ["xlsx", "csv"].map { ending -> HTML in
                let title = t("模板：", "Template: ") + "\(names[table] ?? "") (\(ending))"
                return "<li>\(Parts.link("/enterprises/research-\(table.rawValue).\(ending)", title))</li>"
            }
        }
        let fields = ResearchImport.Table.allCases.map { table -> HTML in
            """
            <p class="field"><label for="file-\(table.rawValue)">\(names[table] ?? "")</label>
            <input id="file-\(table.rawValue)" name="\(table.rawValue)" type="file" \
            accept=".csv,.xlsx,.txt"></p>
            """
        }
        let words = t(
            "CSV（UTF-8 或 GB18030）或 xlsx，每个不超过 20 MB，可只选一个。合格的行保留，被拒绝的行列出原因，改正后可再次上传；相同的行不会重复记账。",
            """
            CSV (UTF-8 or GB18030) or xlsx, up to 20 MB each; one of them will do. Good rows stay, refused \
            ones are listed with their reasons; mend them and upload again: the same rows change nothing.
            """)
        return """
            <p>\(words)</p><ul class="links">\(templates)</ul>
            <form class="card" method="post" enctype="multipart/form-data" action="\(address)/tables">
            \(Forms.word(ask))\(fields)\(Forms.fields([trialField], entered: nil, nil, t))
            <p class="buttons"><button>\(t("上传", "Upload"))</button></p></form>
            """
    }

    private static let trialField = FormField(
        name: "trial",
        title: Sentence(zh: "只检查，先不记账", en: "Check only, enter nothing yet"), kind: .yes, isRequired: false)

    private static let projectFields: [FormField] = [
        FormField(
            name: "project_number", title: Sentence(zh: "项目编号", en: "Number of the project"),
            kind: .text(ResearchProject.numberLimit)),
        FormField(
            name: "project_name", title: Sentence(zh: "项目名称", en: "Name of the project"),
            kind: .text(ResearchProject.nameLimit)),
        FormField(
            name: "project_form", title: Sentence(zh: "研发形式", en: "Form of R&D"),
            kind: .choice(
                ResearchForm.allCases.map { FormField.Choice(value: $0.rawValue, title: $0.name) })),
        FormField(name: "project_from", title: Sentence(zh: "开始日", en: "First day"), kind: .day),
        FormField(
            name: "project_until", title: Sentence(zh: "结束日", en: "Last day"), kind: .day,
            isRequired: false),
    ]

    private static func voucherFields(
        _ projects: [ResearchProject], _ kinds: [ResearchKind]
    ) -> [FormField] {
        [
            FormField(
                name: "voucher_number", title: Sentence(zh: "凭证号", en: "Number of the voucher"),
                kind: .text(ResearchProject.numberLimit)),
            FormField(name: "voucher_day", title: Sentence(zh: "日期", en: "Day"), kind: .day),
            FormField(
                name: "voucher_project", title: Sentence(zh: "项目", en: "Project"),
                kind: .choice(
                    projects.map {
                        let title = "\($0.number) \($0.name)"
                        return FormField.Choice(value: $0.number, title: Sentence(zh: title, en: title))
                    })),
            FormField(
                name: "voucher_kind", title: Sentence(zh: "费用类别", en: "Kind of expense"),
                kind: .choice(kinds.map { FormField.Choice(value: $0.name, title: $0.title) })),
            FormField(
                name: "voucher_amount", title: Sentence(zh: "金额", en: "Amount"), kind: .money,
                hint: Sentence(zh: "冲正时填负数。", en: "Below zero for a correction.")),
            FormField(
                name: "voucher_words", title: Sentence(zh: "摘要", en: "For what"),
                kind: .text(ResearchVoucher.wordsLimit)),
        ]
    }

    // MARK: What is sent

    @Sendable static func enterProject(_ ask: Ask) async throws -> Answer {
        try await take(ask) { firm, _ in
            let inputs = try projectFields.read { ask.form[$0] }
            let project = try ResearchProject.planned(
                number: inputs.text("project_number"), name: inputs.text("project_name"),
                form: ResearchForm(named: inputs.text("project_form")) ?? .own,
                from: inputs.day("project_from"), until: inputs.optionalDay("project_until"))
            let isNew = try await ask.write("research.project") { writing in
                try ResearchStore.register(project, of: firm.number, writing)
            }
            return isNew
                ? Sentence(zh: "项目 \(project.number) 已登记。", en: "Project \(project.number) is registered.")
                : Sentence(
                    zh: "项目 \(project.number) 已有相同内容，未作改动。",
                    en: "Project \(project.number) is there already; nothing has changed.")
        }
    }

    @Sendable static func enterVoucher(_ ask: Ask) async throws -> Answer {
        try await take(ask) { firm, projects in
            let kinds = try ResearchMeasures.kinds(ask.site.policies)
            let inputs = try voucherFields(projects, kinds).read { ask.form[$0] }
            let item = ResearchBatch.Item(
                number: inputs.text("voucher_number"), day: inputs.day("voucher_day"),
                project: inputs.text("voucher_project"), kind: inputs.text("voucher_kind"),
                amount: inputs.money("voucher_amount"), words: inputs.text("voucher_words"))
            let (today, shelf) = (ask.today, ask.site.policies)
            let fate = try await ask.write("research.vouchers") { writing in
                let fates = try ResearchBatch.enter(
                    [item], of: firm.number, kinds: kinds, today: today, writing)
                try ResearchFigures.tell(firm.number, today: today, shelf, writing)
                return fates[0]
            }
            switch fate {
            case .accepted, .noted:
                return Sentence(zh: "凭证 \(item.number) 已录入。", en: "Voucher \(item.number) is entered.")
            case .alreadyThere:
                return Sentence(
                    zh: "凭证 \(item.number) 已有相同内容，未重复记账。",
                    en: "Voucher \(item.number) is there already; nothing has changed.")
            case .refused(let reasons):
                throw FormRefusal(problems: reasons.map { .init(field: "voucher_number", sentence: $0) })
            }
        }
    }

    private static func take(
        _ ask: Ask,
        _ work: @Sendable (EnterpriseAccess.Firm, [ResearchProject]) async throws -> Sentence
    ) async throws -> Answer {
        let database = ask.site.book.database
        let firm = try await database.read { try ResearchRoutes.own(ask, $0) }
        var told: Told
        do {
            let projects = try await database.read { try ResearchRoutes.projects(ask, $0) }
            let sentence = try await work(firm, projects)
            told = .done("<p class=\"done\" role=\"status\">\(ask.language(sentence))</p>")
        } catch let refusal as any Refusal where !(refusal is RequestRefusal) {
            told = .refused(refusal)
        }
        let projects = try await database.read { try ResearchRoutes.projects(ask, $0) }
        return page(ask, firm, projects, told)
    }

    @Sendable static func takeTables(_ ask: Ask) async throws -> Answer {
        let database = ask.site.book.database
        let firm = try await database.read { try ResearchRoutes.own(ask, $0) }
        var told: Told
        do {
            let outcome = try await bringIn(ask, firm)
            let trial = ask.language("以下为检查结果，尚未记账。", "This is what a check finds; nothing is entered yet.")
            let note: HTML? = ask.form["trial"] == "yes" ? "<p class=\"note\">\(trial)</p>" : nil
            told = .done("\(note)\(self.outcome(outcome, ask.language))")
        } catch let refusal as any Refusal where !(refusal is RequestRefusal) {
            told = .refused(refusal)
        }
        let projects = try await database.read { try ResearchRoutes.projects(ask, $0) }
        return page(ask, firm, projects, told)
    }

    private static func bringIn(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm
    ) async throws -> ResearchImport.Outcome {
        let files = ask.form.files.filter { !$0.bytes.isEmpty }
        guard !files.isEmpty else { throw RegisterRefusal.fileMissing }
        let manager = FileManager.default
        let folder = manager.temporaryDirectory.appending(path: "cassia-\(UUID().uuidString)")
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? manager.removeItem(at: folder) }
        var bringing = ResearchImport(
            creditCode: firm.creditCode, language: ask.language, today: ask.today, shelf: ask.site.policies)
        bringing.actor = ask.person.actor
        bringing.showsProgress = false
        bringing.isTrial = ask.form["trial"] == "yes"
        for table in ResearchImport.Table.allCases {
            guard let file = files.first(where: { $0.field == table.rawValue }) else { continue }
            let path = folder.appending(path: table.rawValue).path
            guard manager.createFile(atPath: path, contents: Data(file.bytes)) else {
                throw TableRefusal.cannotWrite(file.name)
            }
            switch table {
            case .projects: bringing.projects = path
            case .vouchers: bringing.vouchers = path
            }
        }
        return try await bringing.run(into: ask.site.book)
    }

    private static func outcome(_ outcome: ResearchImport.Outcome, _ t: Language) -> HTML {
        outcome.tables.map { table, one -> HTML in
            let name = table == .projects ? t("项目表", "Projects") : t("凭证表", "Vouchers")
            let counts = one.counts
            let (read, accepted) = (counts.read, counts.accepted)
            let (there, refused) = (counts.alreadyThere, counts.refused)
            let rowsRead = EnglishCount.of(read, "row", "rows")
            let sum = t(
                "\(name)：读入 \(read) 行，接受 \(accepted) 行，已在册 \(there) 行，拒绝 \(refused) 行。",
                """
                \(name): \(rowsRead) read, \(accepted) accepted, \(there) already there, \
                \(refused) refused.
                """)
            let rows = one.refusals.map { line, reasons in
                Tables.row([
                    Tables.number("\(line)"),
                    Tables.cell(reasons.map { t($0) }.joined(separator: t("；", "; "))),
                ])
            }
            let heads: [Tables.Head] = [.number(t("行", "Line")), .init(t("原因", "Reasons"))]
            let refusals: HTML? = rows.isEmpty ? nil : Tables.wide(t("被拒绝的行", "Rows refused"), heads, rows)
            return "<p class=\"done\" role=\"status\">\(sum)</p>\(refusals)"
        }.joined()
    }
}
