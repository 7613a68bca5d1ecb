import Core
import Storage

/// What the register knows of a firm as the facts that policies name, with what follows from it.
struct FirmFacts {
    let table: FactTable
    /// The fact of the register for each place of the table; nil where the register has none of that kind.
    private let known: [FirmFact?]

    /// Facts that the platform works out itself from another of the register.
    enum Derived: String, CaseIterable {
        case inRegion = "in_region"
        case hosted
        case manufacturer
        case exceptedIndustry = "excepted_industry"

        /// The fact that it follows from.
        var origin: FirmFact {
            switch self {
            case .inRegion: FirmFact.named("division")
            case .hosted: FirmFact.named("hosted_by")
            case .manufacturer, .exceptedIndustry: FirmFact.named("industry")
            }
        }

        /// Nil where the text does not say.
        func value(of text: String) -> Bool? {
            switch self {
            case .inRegion: text.hasPrefix(Derived.region)
            case .hosted: text.isEmpty ? nil : true
            case .manufacturer: (try? IndustryCode(text)).map { $0.section == "C" }
            case .exceptedIndustry: (try? IndustryCode(text)).flatMap { $0.isWithoutExtraDeduction }
            }
        }

        /// Guangxi, as divisions begin.
        private static let region = "45"
    }

    init(_ table: FactTable) {
        self.table = table
        known = table.facts.map { fact in
            FirmFact.byName[fact.name].flatMap { FirmFacts.isSame($0.kind, fact.kind) ? $0 : nil }
        }
    }

    private static func isSame(_ kind: FirmFact.Kind, _ other: Fact.Kind) -> Bool {
        switch (kind, other) {
        case (.money, .money), (.count, .count), (.points, .points), (.day, .day), (.flag, .flag),
            (.sizeIndustry, .word):
            true
        default: false
        }
    }

    // MARK: One firm

    /// The facts of one firm for a day, each with who told it and for when.
    func values(of firm: EnterpriseFacts) -> FactValues {
        var values = table.unknown
        for (place, fact) in table.facts.enumerated() {
            if let known = self.known[place].flatMap({ firm.facts[$0.name] }) {
                set(value(known.value, fact), source(known), place, &values)
            } else if let derived = Derived(rawValue: fact.name), fact.kind == .flag,
                let known = firm.facts[derived.origin.name], let text = known.value.text
            {
                let origin = "\(derived.origin.name) \(text) ← \(source(known))"
                set(derived.value(of: text).map { $0 ? 1 : 0 }, origin, place, &values)
            }
        }
        return values
    }

    /// The fact of the register that a fact of the table rests on.
    func origin(_ place: Int) -> FirmFact? {
        known[place] ?? Derived(rawValue: table.facts[place].name)?.origin
    }

    private func source(_ known: KnownFirmFact) -> String { "\(known.source.name) \(known.day)" }

    private func set(_ value: Int64?, _ source: String, _ place: Int, _ values: inout FactValues) {
        guard let value, (table.facts[place].low...table.facts[place].high).contains(value) else { return }
        values.values[place] = value
        values.sources[place] = source
    }

    private func value(_ value: FirmFactValue, _ fact: Fact) -> Int64? {
        switch value {
        case .number(let number): number
        case .text(let word): fact.value(of: word)
        }
    }

    // MARK: Columns

    /// What of a program's facts is read column by column: no more than it names.
    struct Columns {
        /// The facts of the register that have to be read.
        let wanted: [FirmFact]
        let parts: [Part]

        enum Part {
            /// A place in the table, a column, and the bounds.
            case number(Int, Int, ClosedRange<Int64>)
            /// The places of the words of `SizeIndustry` in the table.
            case word(Int, Int, [Int64?])
            case derived(Int, Int, Derived)
        }
    }

    /// - Parameter read: places in the table.
    func columns(reading read: some Sequence<Int>) -> Columns {
        var wanted: [FirmFact] = []
        func column(_ fact: FirmFact) -> Int {
            if let place = wanted.firstIndex(of: fact) { return place }
            wanted.append(fact)
            return wanted.count - 1
        }
        let parts = read.compactMap { place -> Columns.Part? in
            let fact = table.facts[place]
            if let known = known[place] {
                let column = column(known)
                guard fact.kind == .word else { return .number(place, column, fact.low...fact.high) }
                return .word(place, column, SizeIndustry.allCases.map { fact.value(of: $0.word) })
            }
            guard let derived = Derived(rawValue: fact.name), fact.kind == .flag else { return nil }
            return .derived(place, column(derived.origin), derived)
        }
        // The industry of the size standard follows from the industry.
        if wanted.contains(FirmFact.named("size_industry")) { _ = column(FirmFact.named("industry")) }
        return Columns(wanted: wanted, parts: parts)
    }
}

extension IndustryCode {
    /// Whether it is one of the industries without extra deduction (Caishui 2015 No. 119, article 4):
    /// tobacco, hotels and catering, wholesale and retail, real estate, leasing and business services,
    /// entertainment. Nil where the code is too short to say.
    var isWithoutExtraDeduction: Bool? {
        switch section {
        case "F", "H", "K", "L": true
        case "C": division.map { $0 == 16 }
        case "R": division.map { $0 == 90 }
        default: false
        }
    }
}
