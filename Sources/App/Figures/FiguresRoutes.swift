import Core
import Foundation
import HTTPTypes
import Storage

/// The addresses of the figures of any day and of the records behind them.
enum FiguresRoutes {
    static let all: [Route] = [
        get("/figures", page), get("/api/v1/figures", json).described(SupervisionDescriptions.figures),
        get("/figures/records", records),
        get("/api/v1/figures/records", recordsJSON).described(SupervisionDescriptions.records),
        get("/figures/records/export.csv") { try await export($0, .csv) },
        get("/figures/records/export.xlsx") { try await export($0, .xlsx) },
        get("/figures/claims", claims),
        get("/api/v1/figures/claims", claimsJSON).described(FiguresJSON.claimsDescription),
    ]

    /// Figures are added up in memory beside the readers, so that nobody's page waits for them.
    private static func get(
        _ path: String, _ answer: @escaping @Sendable (Ask) async throws -> Answer
    ) -> Route {
        Route(method: .get, path: path, access: .permission(.readFigures), work: .acting(answer))
    }

    @Sendable private static func page(_ ask: Ask) async throws -> Answer {
        let asked: FiguresAsk
        do {
            asked = try FiguresAsk(ask)
        } catch let refusal as FiguresRefusal {
            return FiguresPages.wrongDay(ask, refusal)
        }
        return FiguresPages.page(ask, try await overview(ask, asked), asked.scope)
    }

    private static func overview(_ ask: Ask, _ asked: FiguresAsk) async throws -> FiguresOverview {
        try await ask.site.figures.overview(asOf: asked.day, in: asked.scope)
    }

    @Sendable private static func json(_ ask: Ask) async throws -> Answer {
        .json(FiguresJSON.overview(try await overview(ask, try FiguresAsk(ask))))
    }

    // MARK: Records

    /// A question, its records in the order of their guarantees, and the figure that they make up.
    private static func ask(_ ask: Ask) async throws -> (FiguresQuestion, [FiguresRecord]) {
        let asked = try FiguresAsk(ask)
        let guarantors = try await ask.site.book.database.read { connection in
            try InstitutionStore.all(connection).filter { $0.kind == .guarantor }
        }
        let overview = try await overview(ask, asked)
        let seen = Set(overview.guarantors.map(\.row.key))
        let codes = Dictionary(
            uniqueKeysWithValues: guarantors.filter { seen.contains($0.code) }.map { ($0.code, $0.id) })
        let question = try asked.question(ask, codes)
        return (question, try await ask.site.figures.records(question))
    }

    @Sendable private static func records(_ ask: Ask) async throws -> Answer {
        let (question, records) = try await Self.ask(ask)
        let page = FiguresRecordPage(records, after: ask.query["after"])
        let named = try await names(page.records, ask)
        return FiguresRecordPages.page(ask, question, page, named)
    }

    @Sendable private static func recordsJSON(_ ask: Ask) async throws -> Answer {
        let (question, records) = try await Self.ask(ask)
        let page = FiguresRecordPage(records, after: ask.query["after"])
        return .json(FiguresJSON.records(question, page, try await names(page.records, ask)))
    }

    private static func names(_ records: [FiguresRecord], _ ask: Ask) async throws -> [Int64: GuaranteeName] {
        let numbers = records.map(\.guarantee)
        return try await ask.site.book.database.read { try GuaranteeName.of(numbers, $0) }
    }

    @Sendable private static func export(_ ask: Ask, _ format: TableFormat) async throws -> Answer {
        let (question, records) = try await Self.ask(ask)
        let names = try await names(records, ask)
        let bytes = try TableBytes.write("figures", format, FiguresRecordPages.columns(question)) { writer in
            for record in records {
                writer.text(names[record.guarantee]?.number ?? "")
                writer.text(names[record.guarantee]?.enterprise ?? "")
                if question.measure.isCount {
                    writer.count(record.amount)
                } else {
                    writer.money(Fen(record.amount))
                }
                if question.measure == .contracted { writer.rate(record.feeRate) }
                try writer.endRow()
            }
        }
        return .file(bytes, name: "\(question.measure.word).\(format.ending)", type: format.mediaType)
    }

    // MARK: Claims

    /// Open claims as they are asked for, one page of them, with the names of their guarantees.
    private struct AskedClaims {
        let day: Day
        let pair: ClaimPair?
        let age: ClaimAge?
        let page: OpenClaimPage
        let names: [Int64: GuaranteeName]

        init(_ ask: Ask) async throws {
            let asked = try FiguresAsk(ask)
            let (pair, age) = try claimFilter(ask)
            let all = try await ask.site.figures.openClaims(asOf: asked.day, in: asked.scope)
            let claims = all.filter { claim in
                (pair.map { claim.pair == $0 } ?? true)
                    && (age.map { ClaimAge(dueOn: claim.dueOn, on: asked.day) == $0 } ?? true)
            }.sorted { ($0.dueOn ?? asked.day, $0.guarantee) < ($1.dueOn ?? asked.day, $1.guarantee) }
            let page = OpenClaimPage(claims, after: ask.query["after"])
            let numbers = page.claims.map(\.guarantee)
            names = try await ask.site.book.database.read { try GuaranteeName.of(numbers, $0) }
            (day, self.pair, self.age, self.page) = (asked.day, pair, age, page)
        }
    }

    @Sendable private static func claims(_ ask: Ask) async throws -> Answer {
        let asked = try await AskedClaims(ask)
        return FiguresRecordPages.claims(ask, asked.day, asked.pair, asked.age, asked.page, asked.names)
    }

    @Sendable private static func claimsJSON(_ ask: Ask) async throws -> Answer {
        try ask.checkNames(["as_of", "debtor", "creditor", "age", "after"])
        if let after = ask.query["after"], Int(after).map({ $0 >= 0 }) != true {
            throw QuerySentences.refusal("after", after)
        }
        let asked = try await AskedClaims(ask)
        return .json(FiguresJSON.claims(asked.day, asked.page, asked.names))
    }

    private static func claimFilter(_ ask: Ask) throws -> (ClaimPair?, ClaimAge?) {
        func party(_ name: String) throws -> Party? {
            guard let word = ask.query[name] else { return nil }
            guard let party = Party.allCases.first(where: { $0.kind.rawValue == word }) else {
                throw FiguresRefusal.unknownAge(word)
            }
            return party
        }
        let (debtor, creditor) = (try party("debtor"), try party("creditor"))
        let pair = debtor.flatMap { debtor in creditor.map { ClaimPair(debtor: debtor, creditor: $0) } }
        guard let word = ask.query["age"] else { return (pair, nil) }
        guard let age = ClaimAge.allCases.first(where: { $0.word == word }) else {
            throw FiguresRefusal.unknownAge(word)
        }
        return (pair, age)
    }
}
