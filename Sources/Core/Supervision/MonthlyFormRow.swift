/// One row of the monthly form of a guarantee institution (融资担保机构主要数据月报表).
public struct MonthlyFormRow: Hashable, Sendable {
    /// The number in the official order, such as 5.1.1; unique.
    public let number: String
    public let name: Sentence
    public let unit: Unit
    public let span: Span
    public let source: Source

    public enum Unit: String, CaseIterable, Sendable {
        /// 10,000 yuan; values are fen.
        case money
        case customers, persons

        public var name: Sentence {
            switch self {
            case .money: Sentence(zh: "万元", en: "10,000 yuan")
            case .customers: Sentence(zh: "户", en: "customers")
            case .persons: Sentence(zh: "人", en: "persons")
            }
        }
    }

    /// A row of what happened in the year so far has '—' in the column of the start of the year.
    public enum Span: Hashable, Sendable {
        case inYear, asOf
    }

    public enum Source: Hashable, Sendable {
        /// A line that only opens a part of the form.
        case heading
        /// Entered once a month, and missed when it is not.
        case entered
        /// Entered where there is any such business; zero otherwise.
        case enteredBusiness
        /// Drawn from the book; what is entered for business that the book does not hold is added.
        case drawn(MonthlyFormMeasure, MonthlyFormGroup, adds: Bool)
        /// The net assets that the register holds.
        case netAssets
        /// The sum of other rows.
        case sum([String])
        public var takesEntry: Bool {
            switch self {
            case .entered, .enteredBusiness, .drawn(_, _, adds: true): true
            case .heading, .drawn, .netAssets, .sum: false
            }
        }
    }

    /// How deep it stands in the form: 0 for 5, 1 for 5.1.
    public var depth: Int { number.utf8.count { $0 == UInt8(ascii: ".") } }

    /// Net assets and profit may be below zero, all else not.
    public var mayBeNegative: Bool { number == "4" || number == "11" }

    /// Whether the value of the month before is a sensible proposal: what stands, not what flows.
    public var carriesOver: Bool { source == .entered && span == .asOf }
}

/// What a cell of the form counts; each is a function of what is known of a guarantee on a day.
public enum MonthlyFormMeasure: Int, CaseIterable, Sendable {
    /// Disbursed under guarantees (担保发生额).
    case guaranteed
    /// Principal still guaranteed (在保余额).
    case outstanding
    /// Principal no longer guaranteed (解除担保), compensated or not.
    case released
    /// Fees received less fees given back.
    case fees
    /// Paid to banks (代偿).
    case compensated
    /// Given up of what was compensated, less what came back of that (损失).
    case lost
    /// Come back of what was compensated (追偿).
    case recovered
    /// Compensated, neither lost nor recovered (代偿余额).
    case compensationBalance
    /// Due or claimed, and neither paid nor compensated (逾期未代偿).
    case overdue
    /// The weighted balance (融资担保责任余额).
    case liability
    /// Customers something was disbursed to in the year.
    case customersGuaranteed
    /// Customers with principal still guaranteed.
    case customersInForce

    public var isCustomers: Bool { self == .customersGuaranteed || self == .customersInForce }
}

/// Which guarantees a cell counts.
public enum MonthlyFormGroup: Int, CaseIterable, Sendable {
    case all, loans, bonds, otherFinancing, agriculture, small, micro, individuals
}

/// The columns of the form after the number and the item.
public enum MonthlyFormColumn: Int, CaseIterable, Sendable {
    case amount, startOfYear, lastYear

    public var name: Sentence {
        switch self {
        case .amount: Sentence(zh: "金额(数量)", en: "Amount")
        case .startOfYear: Sentence(zh: "年初数", en: "Start of the year")
        case .lastYear: Sentence(zh: "上年同期", en: "Same time last year")
        }
    }

    /// A word for programs and addresses.
    public var word: String {
        switch self {
        case .amount: "amount"
        case .startOfYear: "start_of_year"
        case .lastYear: "last_year"
        }
    }
}
