import Core

/// What follows from the texts that tables and JSON give of a firm, as it does in the register: the region
/// from its division, the kind of business and what it is excepted from by its industry, that a platform
/// hosts it. What is given itself comes first.
enum FactDerivation {
    /// The text from which a fact follows; nil for one that follows from none.
    static func origin(of fact: Fact) -> String? {
        if fact.name == sizeIndustry { return "industry" }
        guard fact.kind == .flag else { return nil }
        return FirmFacts.Derived(rawValue: fact.name)?.origin.name
    }

    /// What it is then; nil where the text does not say.
    static func value(of fact: Fact, from text: String) -> Int64? {
        if fact.name == sizeIndustry {
            // Finance has no kind of business in the standard and stays unknown.
            return (try? IndustryCode(text)).flatMap { try? SizeIndustry($0) }.flatMap {
                fact.value(of: $0.word)
            }
        }
        return FirmFacts.Derived(rawValue: fact.name)?.value(of: text).map { $0 ? 1 : 0 }
    }

    /// Fills in what follows and was not given.
    static func complete(_ values: inout FactValues, from texts: [String: String], _ facts: FactTable) {
        for (place, fact) in facts.facts.enumerated() where values.values[place] == nil {
            guard let origin = origin(of: fact), let text = texts[origin],
                let value = value(of: fact, from: text)
            else { continue }
            values.values[place] = value
            let source = facts.places[origin].flatMap { values.sources[$0] }
            values.sources[place] = "\(origin) \(text)" + (source.map { " ← \($0)" } ?? "")
        }
    }

    private static let sizeIndustry = "size_industry"
}
