/// Facts of many firms from a table, one row a firm, by the names of `facts.yaml`.
public import Core

public final class FactTableReader {
    /// One row; facts of kind text are kept beside the others.
    public struct Row: Sendable {
        /// The line of the file, or the row of the sheet.
        public let line: Int
        public let values: FactValues
        public let texts: [String: String]
        /// Why the row can't be used; empty where it can.
        public let reasons: [Sentence]
    }

    private let table: TableReader
    private let facts: FactTable
    private let columns: [(column: Int, fact: Int)]
    private var row: TableRow?

    /// Opens a table that has `credit_code` and any other facts; unknown columns are refused.
    public init(path: String, _ facts: FactTable, sheet: String? = nil) throws(TableRefusal) {
        let table = try TableReader(path: path, sheet: sheet)
        let names = facts.facts.map(\.name).filter { $0 != "credit_code" }
        let found = try table.columns(required: ["credit_code"], optional: names)
        columns = facts.facts.indices.compactMap { place in
            let name = facts.facts[place].name
            let column = name == "credit_code" ? found[name] : found[optional: name]
            return column.map { ($0, place) }
        }
        (self.table, self.facts) = (table, facts)
    }

    /// The rows that can't be used, as they were, with their reasons.
    public func makeRejects(path: String, language: Language) -> Rejects {
        Rejects(path: path, of: table, language: language)
    }

    /// The next row; nil after the last.
    public func next() throws(TableRefusal) -> Row? {
        row = try table.next()
        guard let row else { return nil }
        var (values, texts, reasons) = (facts.unknown, [String: String](), row.problems.map(\.sentence))
        guard reasons.isEmpty else {
            return Row(line: row.line, values: values, texts: texts, reasons: reasons)
        }
        for (column, place) in columns where !row[column].isEmpty {
            let (fact, text) = (facts.facts[place], trimmed(row[column].text))
            if text.isEmpty { continue }
            guard let value = fact.value(of: text) else {
                reasons.append(fact.refusal(of: text))
                continue
            }
            if fact.kind == .text { texts[fact.name] = text } else { values.values[place] = value }
        }
        FactDerivation.complete(&values, from: texts, facts)
        return Row(line: row.line, values: values, texts: texts, reasons: reasons)
    }

    /// Adds the row last read to the rejects.
    public func reject(_ reasons: [Sentence], to rejects: Rejects) throws(TableRefusal) {
        guard let row else { return }
        try rejects.add(row, reasons: row.problems.isEmpty ? reasons : [])
    }
}
