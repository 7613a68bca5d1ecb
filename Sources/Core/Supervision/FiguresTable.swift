/// How figures are broken down into rows.
public enum FiguresGrouping: String, CaseIterable, Sendable {
    case division, guarantor, bank

    public var name: Sentence {
        switch self {
        case .division: Sentence(zh: "行政区划", en: "Division")
        case .guarantor: Sentence(zh: "担保机构", en: "Guarantor")
        case .bank: Sentence(zh: "银行", en: "Bank")
        }
    }
}

/// The figures of a day, of the whole book and of each row that was asked for.
public struct FiguresTable: Hashable, Sendable {
    public let asOf: Day
    public let total: Figures
    public let grouping: FiguresGrouping?
    /// In the order of their keys; the same rows for every day, so that days can be compared.
    public let rows: [Row]

    public struct Row: Hashable, Sendable {
        /// The code of the division or institution.
        public let key: String
        public let name: Sentence
        public let figures: Figures

        public init(key: String, name: Sentence, figures: Figures) {
            self.key = key
            self.name = name
            self.figures = figures
        }
    }

    public init(asOf: Day, total: Figures, grouping: FiguresGrouping?, rows: [Row]) {
        self.asOf = asOf
        self.total = total
        self.grouping = grouping
        self.rows = rows
    }
}
