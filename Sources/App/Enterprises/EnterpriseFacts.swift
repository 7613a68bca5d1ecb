public import Core
public import Storage

/// All facts of one firm for a day, each with who told it and when, and what other sources say of it.
public struct EnterpriseFacts: Sendable {
    public let enterprise: Int64
    public let day: Day
    /// By name; facts that nobody told are not there.
    public let facts: [String: KnownFirmFact]
    /// The books of R&D expense of the day's year up to the day; nil where they were not asked for.
    let research: ResearchSums?

    /// Reads what is known of a firm for a day: what was told for later days is left out.
    public static func read(_ enterprise: Int64, on day: Day, _ connection: Connection) throws
        -> EnterpriseFacts
    {
        EnterpriseFacts(
            enterprise, on: day, try StatementStore.all(of: enterprise, connection),
            try FirmRecordStore.all(of: enterprise, connection),
            try ResearchStore.sums(of: enterprise, year: day.year, until: day, connection))
    }

    /// The number of a firm by its credit code; nil where the register does not know it.
    public static func number(of creditCode: String, _ connection: Connection) throws -> Int64? {
        try connection.first(SQL("SELECT id FROM enterprise WHERE credit_code = ?", [.text(creditCode)])) {
            $0.int(0)
        }
    }

    /// What follows from records comes before what is told.
    public static let register = FirmFactSource(number: 0, name: "登记簿", kind: .register)

    init(
        _ enterprise: Int64, on day: Day, _ statements: [FirmStatement], _ records: FirmRecords,
        _ research: ResearchSums? = nil
    ) {
        self.enterprise = enterprise
        self.research = research
        self.day = day
        var facts: [String: KnownFirmFact] = [:]
        let derived = records.facts(on: day)
        for fact in FirmFact.all {
            let own = derived.filter { $0.fact == fact }.map {
                ToldFirmFact(value: $0.value, source: EnterpriseFacts.register, day: day, toldIn: 0)
            }
            if let known = KnownFirmFact(fact, own + statements.told(fact, on: day)) {
                facts[fact.name] = known
            }
        }
        // The industry of the size standard follows from the industry where nobody says otherwise.
        let size = FirmFact.named("size_industry")
        if facts[size.name] == nil, let industry = facts["industry"],
            let derived = EnterpriseFacts.sizeIndustry(industry.value)
        {
            let told = ToldFirmFact(
                value: .text(derived.word), source: industry.source, day: industry.day,
                toldIn: industry.told[0].toldIn)
            facts[size.name] = KnownFirmFact(size, [told])
        }
        self.facts = facts
    }

    static func sizeIndustry(_ industry: FirmFactValue) -> SizeIndustry? {
        guard let text = industry.text, let code = try? IndustryCode(text) else { return nil }
        return try? SizeIndustry(code)
    }
}
