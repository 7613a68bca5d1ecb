/// A cell of a workbook that can't be used, on its way through the CSV that the sheet is turned into: it is
/// written behind the number of its row.
import Core

struct CellProblem: Hashable, Sendable {
    let kind: Kind
    /// The cell's name, such as B7.
    let cell: String

    enum Kind: Character, Sendable {
        case formulaWithoutValue = "f"
        case unreadable = "u"
    }

    private static let separator: Character = "!"

    init(kind: Kind, cell: String) {
        (self.kind, self.cell) = (kind, cell)
    }

    /// What stands behind the number of the row.
    var mark: String { "\(Self.separator)\(kind.rawValue)\(cell)" }

    /// Takes the number of a row and what stands behind it apart.
    static func read(_ text: String) -> (row: Int?, problem: CellProblem?) {
        let parts = text.split(separator: separator, maxSplits: 1)
        guard let number = parts.first else { return (nil, nil) }
        guard parts.count == 2, let letter = parts[1].first, let kind = Kind(rawValue: letter) else {
            return (Int(number), nil)
        }
        return (Int(number), CellProblem(kind: kind, cell: String(parts[1].dropFirst())))
    }

    var sentence: Sentence {
        switch kind {
        case .formulaWithoutValue: .formulaWithoutValue(cell)
        case .unreadable: .cellUnreadable(cell)
        }
    }
}
