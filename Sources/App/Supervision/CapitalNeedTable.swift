public import Core

/// The capital that each guarantor needs for a planned growth.
public struct CapitalNeedTable: Hashable, Sendable {
    public let rows: [Row]
    /// All contributions that are known.
    public let contribution: Fen

    public struct Row: Hashable, Sendable {
        public let code: String
        public let name: Sentence
        public let need: CapitalNeed
    }

    /// - Parameters:
    ///   - growth: of what serves small firms and farmers, such as 20%.
    ///   - multiple: liability balance over net assets, at most.
    public static func table(
        asOf day: Day, growth: Rate, multiple: Rate, in book: Book
    ) async throws -> CapitalNeedTable {
        let figures = try await FiguresStore.figures(asOf: day, by: .guarantor, in: book)
        let rows = figures.rows.map { row in
            Row(
                code: row.key, name: row.name,
                need: CapitalNeed(
                    liability: row.figures.liabilityBalance, ofServed: row.figures.liabilityOfServed,
                    netAssets: row.figures.netAssets, growth: growth, multiple: multiple))
        }
        return CapitalNeedTable(rows: rows, contribution: rows.compactMap(\.need.contribution).sum())
    }
}
