/// The monthly form of one guarantee institution, cell by cell.
public struct MonthlyForm: Hashable, Sendable {
    public let guarantor: Institution
    public let month: FormMonth
    /// The same rows for a whole year.
    public let isYearly: Bool
    public let checkedBy: String
    public let telephone: String
    /// By the place of the row in the official order and the column.
    private var cells: [[Cell]]
    /// What row 19 rests on, drawn from the book alone, by column.
    public let sinceFounding: [SinceFounding]

    public enum Cell: Hashable, Sendable {
        /// Of a row that only opens a part.
        case heading
        /// '—': what flows has nothing at the start of the year.
        case notApplicable
        /// Not entered, or not known to the register.
        case missing
        /// Fen, customers or persons.
        case value(Int64)

        public var value: Int64? { if case .value(let value) = self { value } else { nil } }
    }

    /// Since founding, under the guarantees of the book.
    public struct SinceFounding: Hashable, Sendable {
        public let compensated: Fen
        public let lost: Fen
        /// Which the form does not show.
        public let recovered: Fen
    }

    /// What the form rests on beside the guarantees, by column.
    public struct Entered: Hashable, Sendable {
        public var values: [MonthlyFormColumn: [String: Int64]]
        public var netAssets: [MonthlyFormColumn: Fen]
        public var checkedBy: String
        public var telephone: String

        public init(
            values: [MonthlyFormColumn: [String: Int64]] = [:], netAssets: [MonthlyFormColumn: Fen] = [:],
            checkedBy: String = "", telephone: String = ""
        ) {
            self.values = values
            self.netAssets = netAssets
            self.checkedBy = checkedBy
            self.telephone = telephone
        }
    }

    public init(
        of guarantor: Institution, _ month: FormMonth, isYearly: Bool = false, drawn: MonthlyFormFold,
        entered: Entered
    ) {
        self.guarantor = guarantor
        self.month = month
        self.isYearly = isYearly
        checkedBy = entered.checkedBy
        telephone = entered.telephone
        sinceFounding = MonthlyFormColumn.allCases.map { column in
            SinceFounding(
                compensated: Fen(drawn.value(.compensated, .all, .asOf, column)),
                lost: Fen(drawn.value(.lost, .all, .asOf, column)),
                recovered: Fen(drawn.value(.recovered, .all, .asOf, column)))
        }
        cells = MonthlyFormRow.all.map { row in
            MonthlyFormColumn.allCases.map { Self.cell(row, $0, drawn, entered) }
        }
    }

    public subscript(row: MonthlyFormRow, column: MonthlyFormColumn) -> Cell {
        get { MonthlyFormRow.place(of: row.number).map { cells[$0][column.rawValue] } ?? .missing }
        set {
            guard let place = MonthlyFormRow.place(of: row.number) else { return }
            cells[place][column.rawValue] = newValue
        }
    }

    /// The value of a row by its number; nil where there is none.
    public func value(_ number: String, _ column: MonthlyFormColumn) -> Int64? {
        MonthlyFormRow.find(number).flatMap { self[$0, column].value }
    }

    private static func cell(
        _ row: MonthlyFormRow, _ column: MonthlyFormColumn, _ drawn: MonthlyFormFold, _ entered: Entered
    ) -> Cell {
        if row.source == .heading { return .heading }
        if row.span == .inYear, column.flowsFrom == nil { return .notApplicable }
        let own = entered.values[column]?[row.number]
        switch row.source {
        case .heading: return .heading
        case .entered: return own.map { .value($0) } ?? .missing
        case .enteredBusiness: return .value(own ?? 0)
        case .netAssets: return entered.netAssets[column].map { .value($0.fen) } ?? .missing
        case .drawn(let measure, let group, let adds):
            return .value(drawn.value(measure, group, row.span, column) + (adds ? own ?? 0 : 0))
        case .sum(let parts):
            let cells = parts.compactMap(MonthlyFormRow.find).map { cell($0, column, drawn, entered) }
            return .value(cells.reduce(0) { $0 + ($1.value ?? 0) })
        }
    }
}
