import Core
import HTTPTypes
import Storage

/// The addresses of the monthly and yearly forms.
enum ReportRoutes {
    static let all: [Route] =
        [false, true].flatMap(forms) + [
            .get("/reports/records", readers) { ask, connection in
                let asked = try ReportAsk(ask, connection)
                let (row, column) = try ReportAsk.cell(ask)
                let records = try MonthlyFormStore.records(
                    of: row, column, asked.guarantor.code, asked.month, connection)
                return ReportRecordPages.page(ask, asked, row, column, records)
            },
            .get("/reports/entry", .permission(.enter)) { ask, connection in
                try pageOrProblem(ask) {
                    let asked = try own(ask, connection)
                    let known = try ReportEntries(asked.guarantor.id, asked.month, connection)
                    return ReportEntryPages.page(ask, asked, known, entered: nil, nil)
                }
            },
            .post("/reports/entry", .permission(.enter), enter),
        ]

    private static let readers = Route.Access.permission(.readFigures)

    private static func forms(isYearly: Bool) -> [Route] {
        let path = isYearly ? "/reports/yearly" : "/reports/monthly"
        return [
            .get(path, readers) { ask, connection in
                try pageOrProblem(ask) {
                    if ask.person.organisation.kind == .supervisor, ask.query["guarantor"] == nil {
                        return try ReportListPages.page(ask, isYearly: isYearly, connection)
                    }
                    let asked = try ReportAsk(ask, isYearly: isYearly, connection)
                    let form = try asked.draw(ask, connection)
                    return try ReportPages.page(ask, form, connection)
                }
            },
            .get("\(path)/export.xlsx", readers) { ask, connection in
                let asked = try ReportAsk(ask, isYearly: isYearly, connection)
                let form = try asked.draw(ask, connection)
                let time = isYearly ? String(form.month.year) : form.month.description
                let bytes = try TableBytes.inFolder("form.xlsx") { path in
                    try MonthlyFormExport.write(form, to: path)
                }
                return .file(
                    bytes, name: "\(form.guarantor.code)-\(time).xlsx", type: TableFormat.xlsx.mediaType)
            },
            .get("/api/v1\(path)", readers) { ask, connection in
                let asked = try ReportAsk(ask, isYearly: isYearly, connection)
                return .json(ReportJSON.form(try asked.draw(ask, connection)))
            }.described(SupervisionDescriptions.form(isYearly: isYearly)),
        ]
    }

    /// What was asked for wrongly is said above the form to ask again.
    private static func pageOrProblem(_ ask: Ask, _ page: () throws -> Answer) throws -> Answer {
        do {
            return try page()
        } catch let refusal as ReportRefusal {
            return ReportPages.problem(ask, refusal)
        } catch let refusal as MonthlyFormRefusal {
            return ReportPages.problem(ask, refusal)
        }
    }

    // MARK: Entering

    /// Only a guarantor enters, and only its own.
    static func own(_ ask: Ask, _ connection: Connection) throws -> ReportAsk {
        guard ask.person.organisation.kind == .guarantor else { throw RequestRefusal.forbidden }
        return try ReportAsk(ask, connection)
    }

    /// Enters a month as it was seen, or says all that is wrong.
    ///
    /// - Parameters:
    ///   - asked: a request whose query names the month.
    ///   - isSeen: whether these are the entries that were seen.
    static func enter(
        _ entered: (String) -> String, _ asked: Ask, _ writing: Writing,
        isSeen: (_ now: JSONText) throws -> Bool
    ) throws -> ReportAsk {
        let report = try own(asked, writing.connection)
        let known = try ReportEntries(report.guarantor.id, report.month, writing.connection)
        let entries = try known.read(entered)
        guard try isSeen(known.now.json(of: report.month)) else { throw RequestRefusal.changedMeanwhile }
        try MonthlyEntryStore.enter(
            entries, of: report.guarantor, for: report.month, today: asked.today, writing)
        return report
    }

    @Sendable private static func enter(_ ask: Ask) async throws -> Answer {
        var asking = ask
        asking.query = Query().setting("month", ask.form["month"])
        let (asked, form) = (asking, ask.form)
        do {
            let report = try await ask.write("monthly_entry.enter") { writing in
                try enter({ form[$0] }, asked, writing) { $0.text == form["seen"] }
            }
            return .redirect(to: ReportLink.form(report.guarantor.code, report.month) + "&done=entered")
        } catch let refusal as any Refusal where refusal is FormRefusal || isStale(refusal) {
            return try await ask.site.book.database.read { connection in
                let report = try own(asked, connection)
                let known = try ReportEntries(report.guarantor.id, report.month, connection)
                return ReportEntryPages.page(ask, report, known, entered: { form[$0] }, refusal)
            }
        }
    }

    private static func isStale(_ refusal: any Refusal) -> Bool {
        if case RequestRefusal.changedMeanwhile = refusal { true } else { false }
    }
}
