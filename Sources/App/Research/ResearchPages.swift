import Core
import Storage

/// The page of a firm's books of R&D expense: a year's measures side by side, its projects, its vouchers.
enum ResearchPages {
    /// Vouchers of one page.
    private static let pageLength = 100

    static func overview(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> Answer {
        let t = ask.language
        let (year, years) = try ResearchRoutes.year(ask, firm, connection)
        let projects = try ResearchStore.projects(of: firm.number, connection)
        let page = Page(
            ask: ask, title: t("研发费用辅助账", "Books of R&D expense"), path: path(firm, t))
        guard let year else {
            return page.answer(
                """
                \(links(ask, firm, nil))
                \(Parts.empty(t("还没有研发费用凭证；由企业经办录入或上传。", "No vouchers yet; the firm's clerk enters them.")))
                \(Parts.section(
                    t("研发项目", "Projects"),
                    projectTable(projects, ResearchSums(year: ask.today.year), ask)))
                """)
        }
        let sums = try ResearchStore.sums(of: firm.number, year: year, connection)
        return page.answer(
            """
            \(links(ask, firm, sums.isEmpty ? nil : year))
            \(yearLinks(years, year, ask))
            \(Parts.section(t("\(year) 年三种口径", "Three measures of \(year)"), measures(sums, firm, ask)))
            \(Parts.section(t("研发项目", "Projects"), projectTable(projects, sums, ask)))
            \(Parts.section(t("\(year) 年凭证", "Vouchers of \(year)"),
                try vouchers(ask, firm, year, projects, sums, connection)))
            """)
    }

    static func path(_ firm: EnterpriseAccess.Firm, _ t: Language) -> [(title: String, address: String)] {
        [(t("企业名录", "Enterprises"), "/enterprises"), (firm.name, "/enterprises/\(firm.creditCode)")]
    }

    static func address(_ firm: EnterpriseAccess.Firm) -> String {
        "/enterprises/\(firm.creditCode)/research"
    }

    private static func links(_ ask: Ask, _ firm: EnterpriseAccess.Firm, _ year: Int?) -> HTML {
        let t = ask.language
        var items: [HTML] = []
        if firm.isOwn, ask.person.may(.tellFacts) {
            items.append(Parts.link("\(address(firm))/enter", t("录入或上传", "Enter or upload")))
        }
        if let year {
            let sheets = "\(address(firm))/report.xlsx?year=\(year)"
            items.append(Parts.link(sheets, t("下载 \(year) 年账表（Excel）", "The sheets of \(year) (Excel)")))
        }
        let words = t("本次查看已记录，企业可以看到。", "This reading is recorded, and the firm sees it.")
        let note: HTML? = firm.isOwn ? nil : "<p class=\"hint\">\(words)</p>"
        let list: HTML? =
            items.isEmpty ? nil : "<ul class=\"links\">\(items.map { "<li>\($0)</li>" as HTML })</ul>"
        return "\(note)\(list)"
    }

    private static func yearLinks(_ years: [Int], _ shown: Int, _ ask: Ask) -> HTML {
        let items = years.map { year -> HTML in
            let mark: HTML = year == shown ? "<b aria-current=\"page\">\(year)</b>" : HTML()
            let link = Parts.link("\(ask.path)?year=\(year)", "\(year)")
            return "<li>\(year == shown ? mark : link)</li>"
        }
        return "<nav aria-label=\"\(ask.language("年度", "Years"))\"><ul class=\"links\">\(items)</ul></nav>"
    }

    // MARK: Measures

    private static func measures(_ sums: ResearchSums, _ firm: EnterpriseAccess.Firm, _ ask: Ask) -> HTML {
        let t = ask.language
        guard !sums.isEmpty else { return Parts.empty(t("这一年没有凭证。", "There are no vouchers in that year.")) }
        let measures: ResearchMeasures
        do {
            measures = try ResearchMeasures(sums, ask.site.policies)
        } catch let refusal as any Refusal {
            return "<p class=\"note\">\(t(refusal.sentence))</p>"
        } catch {
            return Parts.empty(t("无法计算。", "They can't be worked out."))
        }
        let day = min(ResearchMeasures.day(of: sums.year), ask.today)
        let why = "/enterprises/\(firm.creditCode)/policies/\(ResearchMeasures.policy)?on=\(day)"
        return """
            \(sideBySide(measures, t))
            \(differences(measures, t))
            <p>\(Parts.link(why, t("逐步计算过程与依据", "How they were worked out, with the articles")))</p>
            """
    }

    private static func sideBySide(_ measures: ResearchMeasures, _ t: Language) -> HTML {
        let all = ResearchMeasures.Measure.allCases
        let accounting = measures[.accounting]
        func row(_ title: String, _ amounts: [Fen]) -> HTML {
            Tables.row([Tables.title(title)] + amounts.map { Tables.number("\($0.grouped)") })
        }
        let titles = measures.titles
        return Tables.wide(
            t("三种口径", "Three measures"),
            [.init(t("元", "yuan"))]
                + all.map { Tables.Head.number(titles[$0].map { t($0) } ?? $0.rawValue) },
            [
                row(t("金额", "Amount"), all.map { measures[$0] }),
                row(t("比会计口径少", "Less than accounting by"), all.map { accounting - measures[$0] }),
            ])
    }

    private static func differences(_ measures: ResearchMeasures, _ t: Language) -> HTML {
        let policy = measures.explanation.program.policy
        let rows = ResearchMeasures.Measure.allCases.flatMap { measure in
            measures.differences(of: measure).map { difference in
                Tables.row([
                    Tables.title(measures.titles[measure].map { t($0) } ?? measure.rawValue),
                    Tables.cell(t(difference.title)), Tables.number("\(difference.amount.grouped)"),
                    Tables.cell(PolicyWords.articles(difference.citations, policy, t)),
                ])
            }
        }
        guard !rows.isEmpty else { return Parts.empty(t("三种口径相同。", "The three measures agree.")) }
        return Tables.wide(
            t("差异及原因", "What differs and why"),
            [
                .init(t("口径", "Measure")), .init(t("未计入的部分", "What does not count")),
                .number(t("金额（元）", "Amount (yuan)")), .init(t("依据", "Article")),
            ], rows)
    }

    // MARK: Projects and vouchers

    private static func projectTable(
        _ projects: [ResearchStore.Kept], _ sums: ResearchSums, _ ask: Ask
    ) -> HTML {
        let t = ask.language
        guard !projects.isEmpty else {
            return Parts.empty(t("还没有登记研发项目。", "No R&D project is registered yet."))
        }
        let rows = projects.map { kept -> HTML in
            let project = kept.project
            let query = Query().setting("year", "\(sums.year)").setting("project", project.number)
            return Tables.row([
                "<th scope=\"row\">\(Parts.link(ask.path + query.text, project.number))</th>",
                Tables.cell(project.name), Tables.cell(t(project.form.name)),
                Tables.cell(project.from.description), Tables.cell(project.until?.description ?? ""),
                Tables.number("\(sums.total(project: project.number).grouped)"),
            ])
        }
        return Tables.wide(
            t("研发项目", "Projects"),
            [
                .init(t("编号", "Number")), .init(t("名称", "Name")), .init(t("形式", "Form")),
                .init(t("开始", "From")), .init(t("结束", "Until")),
                .number(t("\(sums.year) 年发生额（元）", "Spent in \(sums.year) (yuan)")),
            ], rows)
    }

    private static func vouchers(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ year: Int, _ projects: [ResearchStore.Kept],
        _ sums: ResearchSums, _ connection: Connection
    ) throws -> HTML {
        let t = ask.language
        let wanted = ask.given("project")
        let project = projects.first { $0.project.number == wanted }
        if let wanted, project == nil { throw ResearchRefusal.projectUnknown(wanted) }
        let number = min(max(Int(ask.given("page") ?? "") ?? 1, 1), 1_000_000)
        let found = try ResearchStore.vouchers(
            of: firm.number, year: year, project: project?.id, after: (number - 1) * pageLength,
            limit: pageLength + 1, connection)
        guard !found.isEmpty else { return Parts.empty(t("没有凭证。", "There are no vouchers.")) }
        let kinds = Dictionary(
            uniqueKeysWithValues: try ResearchMeasures.kinds(ask.site.policies).map { ($0.name, $0.title) })
        let rows = found.prefix(pageLength).map { voucher in
            Tables.row([
                Tables.title(voucher.number), Tables.cell(voucher.day.description),
                Tables.cell(voucher.project), Tables.cell(kinds[voucher.kind].map { t($0) } ?? voucher.kind),
                Tables.number("\(voucher.amount.grouped)"), Tables.cell(voucher.words),
            ])
        }
        let table = Tables.wide(
            t("凭证", "Vouchers"),
            [
                .init(t("凭证号", "Number")), .init(t("日期", "Day")), .init(t("项目", "Project")),
                .init(t("费用类别", "Kind")), .number(t("金额（元）", "Amount (yuan)")), .init(t("摘要", "For what")),
            ], rows)
        return "\(table)\(pager(ask, year, number, hasMore: found.count > pageLength))"
    }

    private static func pager(_ ask: Ask, _ year: Int, _ number: Int, hasMore: Bool) -> HTML? {
        let t = ask.language
        let query = ask.query.setting("year", "\(year)")
        var links: [HTML] = []
        if number > 1 {
            links.append(
                Parts.link(
                    ask.path + query.setting("page", "\(number - 1)").text, t("上一页", "Previous page")))
        }
        if hasMore {
            links.append(
                Parts.link(ask.path + query.setting("page", "\(number + 1)").text, t("下一页", "Next page")))
        }
        guard !links.isEmpty else { return nil }
        return "<ul class=\"links\">\(links.map { "<li>\($0)</li>" as HTML })</ul>"
    }
}
