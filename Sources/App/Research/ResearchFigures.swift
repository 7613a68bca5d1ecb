import Core
import Storage

/// Tells the register what the books of R&D expense come to: the figures for recognition of each year.
enum ResearchFigures {
    /// The name of the source; its kind is a kind of its own.
    static let sourceName = "研发费用辅助账"

    /// Adds a statement for what has changed since the books told last; the same figures change nothing.
    ///
    /// A statement tells up to three years, the newest as its last; it counts once that year is over.
    static func tell(
        _ enterprise: Int64, today: Day, _ shelf: PolicyShelf, _ writing: Writing
    ) throws {
        let figures = try figures(of: enterprise, shelf, writing.connection)
        guard !figures.isEmpty else { return }
        let known = try FactSourceStore.find(sourceName, writing.connection)
        let source =
            try known
            ?? FirmFactSource(
                number: writing.scope.nextNumber(of: .factSource), name: sourceName, kind: .books)
        let told = try StatementStore.all(of: enterprise, writing.connection)
        let fresh = statements(figures, source, today).filter { FirmBatch.hasNews($0, told) }
        guard !fresh.isEmpty else { return }
        if known == nil { try FactSourceStore.add(source, writing) }
        var bytes: [UInt8] = []
        for statement in fresh {
            StatementStore.appendCanonicalBytes(of: statement, enterprise: enterprise, to: &bytes)
        }
        let text = StatementStore.told(
            source.name, today, statements: Int64(fresh.count), digest: AuditChain.hash(bytes, after: []))
        let record = try writing.record(
            "fact_source/\(source.number)", action: "enterprise.tell", after: text.text)
        for statement in fresh {
            try StatementStore.insert(statement, of: enterprise, toldIn: record, writing.connection)
        }
    }

    private struct Figures {
        let total: Fen
        let domestic: Fen
    }

    /// Of the years for which the measures are in force.
    private static func figures(
        of enterprise: Int64, _ shelf: PolicyShelf, _ connection: Connection
    ) throws -> [Int: Figures] {
        var figures: [Int: Figures] = [:]
        for year in try ResearchStore.years(of: enterprise, connection) {
            let sums = try ResearchStore.sums(of: enterprise, year: year, connection)
            do {
                let measures = try ResearchMeasures(sums, shelf)
                figures[year] = Figures(
                    total: measures[.recognition], domestic: measures.recognitionDomestic)
            } catch is PolicyRefusal {
                continue
            }
        }
        return figures
    }

    private static func statements(
        _ figures: [Int: Figures], _ source: FirmFactSource, _ today: Day
    ) -> [FirmStatement] {
        var statements: [FirmStatement] = []
        for last in figures.keys.sorted(by: >) {
            if let previous = statements.last, previous.lastYear - last < 3 { continue }
            var values = [FirmFactValue?](repeating: nil, count: FirmFact.all.count)
            for back in 0..<3 {
                guard let figures = figures[last - back] else { continue }
                values[FirmFact.named("rd_y\(back)").place] = .number(figures.total.fen)
                values[FirmFact.named("rd_domestic_y\(back)").place] = .number(figures.domestic.fen)
            }
            statements.append(
                FirmStatement(
                    source: source, day: today, toldIn: .max, place: Int64(statements.count), lastYear: last,
                    values: values))
        }
        return statements
    }
}
