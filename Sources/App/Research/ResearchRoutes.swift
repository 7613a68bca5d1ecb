import Core
import HTTPTypes
import Storage

/// The addresses of a firm's books of R&D expense: reading, sheets, tables, forms, the API.
enum ResearchRoutes {
    static let all: [Route] = [
        // They leave a record of the reading, so they act.
        Route(
            method: .get, path: "/enterprises/:code/research", access: .permission(.readBook),
            work: .acting { ask in
                try await read(ask, .page) { firm, connection in
                    try ResearchPages.overview(ask, firm, connection)
                }
            }),
        Route(
            method: .get, path: "/enterprises/:code/research/report.xlsx", access: .permission(.readBook),
            work: .acting { ask in
                try await read(ask, .page) { firm, connection in
                    try workbook(try report(ask, firm, connection))
                }
            }),
        Route(
            method: .get, path: "/api/v1/enterprises/:code/research", access: .permission(.readBook),
            work: .acting { ask in
                try await read(ask, .interface) { firm, connection in
                    .json(try report(ask, firm, connection).json)
                }
            }
        ).described(ResearchReport.description),
        .get("/enterprises/:code/research/enter", .permission(.tellFacts)) { ask, connection in
            ResearchForms.page(ask, try own(ask, connection), try projects(ask, connection))
        },
        .post("/enterprises/:code/research/projects", .permission(.tellFacts), ResearchForms.enterProject),
        .post("/enterprises/:code/research/vouchers", .permission(.tellFacts), ResearchForms.enterVoucher),
        .post(
            "/enterprises/:code/research/tables", .permission(.tellFacts),
            limit: 2 * EnterpriseImportPages.fileBytes + 65_536, ResearchForms.takeTables),
        template(.projects, .csv), template(.projects, .xlsx), template(.vouchers, .csv),
        template(.vouchers, .xlsx),
    ]

    /// A platform that hosts the firm sees what it has come to, not its vouchers.
    private static func read(
        _ ask: Ask, _ way: EnterpriseAccess.Way,
        _ body: @escaping @Sendable (EnterpriseAccess.Firm, Connection) throws -> Answer
    ) async throws -> Answer {
        guard ask.person.organisation.kind != .platform else { throw RequestRefusal.forbidden }
        return try await EnterpriseAccess.read(ask, way, body)
    }

    private static func template(_ table: ResearchImport.Table, _ format: TableFormat) -> Route {
        let name = "research-\(table.rawValue).\(format.ending)"
        return .get("/enterprises/\(name)", .permission(.tellFacts)) { _, _ in
            .file(try ResearchTemplate.bytes(table, format), name: name, type: format.mediaType)
        }
    }

    /// The firm, for its own people alone: nobody else writes its books.
    static func own(_ ask: Ask, _ connection: Connection) throws -> EnterpriseAccess.Firm {
        let firm = try EnterpriseAccess.find(ask.part("code"), for: ask.person, connection)
        guard firm.isOwn else { throw RequestRefusal.forbidden }
        return firm
    }

    static func projects(_ ask: Ask, _ connection: Connection) throws -> [ResearchProject] {
        try ResearchStore.projects(of: try own(ask, connection).number, connection).map(\.project)
    }

    /// The year that was asked for, else the last with vouchers; nil where there are none.
    static func year(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> (asked: Int?, all: [Int]) {
        let years = try ResearchStore.years(of: firm.number, connection)
        guard let text = ask.given("year") else { return (years.last, years) }
        guard let year = Int(text), (1900...2199).contains(year) else {
            let sentence = Sentence(zh: "年度应写作 2017。", en: "Write the year as 2017.")
            throw FormRefusal(problems: [.init(field: "year", sentence: sentence)])
        }
        return (year, years)
    }

    private static func report(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> ResearchReport {
        let year = try year(ask, firm, connection).asked ?? ask.today.year
        return try ResearchReport.read(firm.creditCode, year: year, ask.site.policies, connection)
    }

    private static func workbook(_ report: ResearchReport) throws -> Answer {
        let name = "research-\(report.creditCode)-\(report.year).xlsx"
        return .file(
            try TableBytes.inFolder(name) { try report.write(to: $0) }, name: name,
            type: TableFormat.xlsx.mediaType)
    }
}
